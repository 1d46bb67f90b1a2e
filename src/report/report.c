#include "reporter.h"

static const ev_report_writer *const writers[EV_FORMATS] = {&ev_text_writer, &ev_json_writer,
                                                            &ev_ndjson_writer};

const char *ev_format_name(ev_report_format format) { return writers[format]->name; }

/* ---- pieces */

static void empty(ev_buf *buf) {
  buf->size = 0;
  buf->failed = false;
}

void ev_report_render(const ev_report_options *options, const ev_outcome *outcome, ev_report_piece *piece) {
  empty(&piece->findings);
  empty(&piece->errors);
  empty(&piece->skipped);
  piece->failed = false;
  writers[options->format]->render(piece, options, outcome);
  piece->failed = piece->failed || piece->findings.failed || piece->errors.failed || piece->skipped.failed;
}

size_t ev_report_piece_size(const ev_report_piece *piece) {
  return piece->findings.size + piece->errors.size + piece->skipped.size;
}

static void trim(ev_buf *buf, size_t keep) {
  if (buf->capacity > keep) ev_buf_free(buf);
}

void ev_report_piece_trim(ev_report_piece *piece, size_t keep) {
  trim(&piece->findings, keep);
  trim(&piece->errors, keep);
  trim(&piece->skipped, keep);
}

void ev_report_piece_free(ev_report_piece *piece) { ev_report_piece_trim(piece, 0); }

/* ---- putting them together */

static void flush(ev_reporter *r) {
  r->failed = r->failed || r->out.failed;
  if (r->out.size) r->options.write(r->options.context, ev_buf_view(&r->out));
  empty(&r->out);
}

ev_reporter *ev_reporter_new(const ev_report_options *options) {
  ev_reporter *r = ev_realloc(NULL, sizeof *r);
  if (!r) return NULL;
  *r = (ev_reporter){.options = *options};
  writers[options->format]->start(r);
  return r;
}

void ev_reporter_free(ev_reporter *r) {
  if (!r) return;
  ev_buf_free(&r->out);
  ev_buf_free(&r->errors);
  ev_buf_free(&r->skipped);
  ev_free(r);
}

static void add_elements(ev_buf *to, const ev_buf *elements) {
  if (!elements->size) return;
  if (to->size) ev_buf_text(to, ",\n");
  ev_buf_str(to, ev_buf_view(elements));
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
  r->failed = r->failed || piece->failed;
  if (!fits(r, piece)) return;
  if (piece->findings.size) {
    ev_buf_text(&r->out, r->any ? writer->between : writer->first);
    ev_buf_str(&r->out, ev_buf_view(&piece->findings));
    r->any = true;
  }
  add_elements(&r->errors, &piece->errors);
  add_elements(&r->skipped, &piece->skipped);
  flush(r);
}

void ev_report(ev_reporter *r, const ev_outcome *outcome) {
  ev_report_piece piece = {0};
  ev_report_render(&r->options, outcome, &piece);
  ev_report_add(r, &piece);
  ev_report_piece_free(&piece);
}

bool ev_report_end(ev_reporter *r, const ev_tally *total) {
  writers[r->options.format]->end(r, total);
  flush(r);
  return !r->failed && !r->errors.failed && !r->skipped.failed;
}
