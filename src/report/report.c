#include "reporter.h"

#include <errno.h>

static const ev_report_writer *const writers[EV_FORMATS] = {&ev_text_writer, &ev_json_writer,
                                                            &ev_ndjson_writer};

const char *ev_format_name(ev_report_format format) { return writers[format]->name; }
bool ev_format_has_lists(ev_report_format format) { return writers[format]->has_lists; }

/* ---- pieces */

/* Where in the buffers of a piece what an outcome has ends. */
typedef struct ends {
  size_t findings, lists[EV_REPORT_LISTS];
} ends;

static ends ends_of(const ev_report_piece *piece) {
  ends at = {.findings = piece->findings.size};
  for (size_t i = 0; i < EV_REPORT_LISTS; i++) at.lists[i] = piece->lists[i].size;
  return at;
}

size_t ev_report_piece_size(const ev_report_piece *piece) {
  size_t size = piece->findings.size;
  for (size_t i = 0; i < EV_REPORT_LISTS; i++) size += piece->lists[i].size;
  return size;
}

void ev_report_render(const ev_report_options *options, const ev_outcome *outcome, ev_report_piece *piece) {
  size_t before = ev_report_piece_size(piece);
  writers[options->format]->render(piece, options, outcome);
  if (ev_report_piece_size(piece) > before) {
    ends at = ends_of(piece);
    ev_buf_add(&piece->ends, &at, sizeof at);
    piece->begun = true;
  }
  piece->failed = piece->failed || piece->findings.failed || piece->ends.failed || piece->said.failed;
  for (size_t i = 0; i < EV_REPORT_LISTS; i++) piece->failed = piece->failed || piece->lists[i].failed;
}

static void release_records(ev_report_piece *piece) {
  ev_buf_free(&piece->findings);
  ev_buf_free(&piece->ends);
  for (size_t i = 0; i < EV_REPORT_LISTS; i++) ev_buf_free(&piece->lists[i]);
}

void ev_report_piece_free(ev_report_piece *piece) {
  release_records(piece);
  ev_buf_free(&piece->said);
}

/* ---- putting them together */

static void note_error(ev_reporter *r, int error) {
  if (!r->error) r->error = error;
}

static void flush(ev_reporter *r) {
  if (r->out.failed) note_error(r, ENOMEM);
  if (r->out.size) r->options.write(r->options.context, ev_buf_view(&r->out));
  r->out.size = 0;
  r->out.failed = false;
}

ev_reporter *ev_reporter_new(const ev_report_options *options) {
  ev_reporter *r = ev_realloc(NULL, sizeof *r);
  if (!r) return NULL;
  *r = (ev_reporter){.options = *options};
  for (size_t i = 0; i < EV_REPORT_LISTS; i++)
    ev_spool_start(&r->lists[i], options->files ? options->files[i] : -1);
  writers[options->format]->start(r);
  return r;
}

void ev_reporter_free(ev_reporter *r) {
  if (!r) return;
  ev_buf_free(&r->out);
  for (size_t i = 0; i < EV_REPORT_LISTS; i++) ev_spool_free(&r->lists[i]);
  ev_free(r);
}

static void add_elements(ev_spool *to, ev_str elements) {
  if (!elements.size) return;
  if (!ev_spool_is_empty(to)) ev_spool_add(to, EV_STR(",\n"));
  ev_spool_add(to, elements);
}

static void add_findings(ev_reporter *r, ev_str findings) {
  const ev_report_writer *writer = writers[r->options.format];
  if (!findings.size) return;
  ev_buf_text(&r->out, r->any ? writer->between : writer->first);
  flush(r);
  r->options.write(r->options.context, findings); /* not copied: it may be large */
  r->any = true;
}

static bool fits(ev_reporter *r, size_t size) {
  uint64_t limit = r->options.limit;
  if (r->left_out || (limit && size > limit - r->written)) return false;
  r->written += size;
  return true;
}

static void leave_out(ev_reporter *r, ev_report_piece *piece) {
  if (!piece->left_out) r->left_out++;
  piece->left_out = true;
}

/* What stands between two ends. */
static void add_outcome(ev_reporter *r, ev_report_piece *piece, const ends *from, const ends *to) {
  size_t size = to->findings - from->findings;
  for (size_t i = 0; i < EV_REPORT_LISTS; i++) size += to->lists[i] - from->lists[i];
  if (!fits(r, size)) {
    leave_out(r, piece);
    return;
  }
  add_findings(r, ev_str_slice(ev_buf_view(&piece->findings), from->findings, to->findings));
  for (size_t i = 0; i < EV_REPORT_LISTS; i++)
    add_elements(&r->lists[i], ev_str_slice(ev_buf_view(&piece->lists[i]), from->lists[i], to->lists[i]));
}

uint64_t ev_report_left_out(const ev_reporter *r) { return r->left_out; }

void ev_report_add(ev_reporter *r, ev_report_piece *piece) {
  ends from = {0}, to;
  if (piece->failed) note_error(r, ENOMEM);
  for (size_t at = 0; at < piece->ends.size; at += sizeof to, from = to) {
    memcpy(&to, piece->ends.at + at, sizeof to);
    add_outcome(r, piece, &from, &to);
  }
  release_records(piece);
}

void ev_report(ev_reporter *r, const ev_outcome *outcome) {
  ev_report_piece piece = {0};
  ev_report_render(&r->options, outcome, &piece);
  ev_report_add(r, &piece);
  ev_report_piece_free(&piece);
}

void ev_reporter_write_list(ev_reporter *r, ev_report_list list) {
  flush(r);
  note_error(r, ev_spool_take(&r->lists[list], r->options.write, r->options.context));
}

int ev_report_end(ev_reporter *r, const ev_tally *total) {
  writers[r->options.format]->end(r, total);
  flush(r);
  return r->error;
}
