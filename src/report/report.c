#include "reporter.h"

#include <errno.h>

static const ev_report_writer *const writers[EV_FORMATS] = {&ev_text_writer, &ev_json_writer,
                                                            &ev_ndjson_writer};

const char *ev_format_name(ev_report_format format) { return writers[format]->name; }
bool ev_format_has_lists(ev_report_format format) { return writers[format]->has_lists; }

/* ---- pieces */

void ev_report_render(const ev_report_options *options, const ev_outcome *outcome, ev_report_piece *piece) {
  writers[options->format]->render(piece, options, outcome);
  piece->failed = piece->findings.failed || piece->said.failed;
  for (size_t i = 0; i < EV_REPORT_LISTS; i++) piece->failed = piece->failed || piece->lists[i].failed;
}

size_t ev_report_piece_size(const ev_report_piece *piece) {
  size_t size = piece->findings.size;
  for (size_t i = 0; i < EV_REPORT_LISTS; i++) size += piece->lists[i].size;
  return size;
}

void ev_report_piece_free(ev_report_piece *piece) {
  ev_buf_free(&piece->findings);
  ev_buf_free(&piece->said);
  for (size_t i = 0; i < EV_REPORT_LISTS; i++) ev_buf_free(&piece->lists[i]);
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

static void add_elements(ev_spool *to, const ev_buf *elements) {
  if (!elements->size) return;
  if (!ev_spool_is_empty(to)) ev_spool_add(to, EV_STR(",\n"));
  ev_spool_add(to, ev_buf_view(elements));
}

static bool fits(ev_reporter *r, const ev_report_piece *piece) {
  uint64_t limit = r->options.limit, size = ev_report_piece_size(piece);
  if (r->left_out || (limit && size > limit - r->written)) {
    r->left_out += size > 0;
    return false;
  }
  r->written += size;
  return true;
}

uint64_t ev_report_left_out(const ev_reporter *r) { return r->left_out; }

void ev_report_add(ev_reporter *r, const ev_report_piece *piece) {
  const ev_report_writer *writer = writers[r->options.format];
  if (piece->failed) note_error(r, ENOMEM);
  if (!fits(r, piece)) return;
  if (piece->findings.size) {
    ev_buf_text(&r->out, r->any ? writer->between : writer->first);
    flush(r);
    r->options.write(r->options.context, ev_buf_view(&piece->findings)); /* not copied: it may be large */
    r->any = true;
  }
  for (size_t i = 0; i < EV_REPORT_LISTS; i++) add_elements(&r->lists[i], &piece->lists[i]);
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
