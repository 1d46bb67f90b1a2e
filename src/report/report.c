#include "reporter.h"

static const ev_report_writer *const writers[EV_FORMATS] = {&ev_text_writer, &ev_json_writer,
                                                            &ev_ndjson_writer};

const char *ev_format_name(ev_report_format format) { return writers[format]->name; }

static void flush(ev_reporter *r) {
  r->failed = r->failed || r->out.failed;
  if (r->out.size) r->options.write(r->options.context, ev_buf_view(&r->out));
  r->out.size = 0;
  r->out.failed = false;
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

void ev_report(ev_reporter *r, const ev_outcome *outcome) {
  writers[r->options.format]->add(r, outcome);
  flush(r);
}

bool ev_report_end(ev_reporter *r, const ev_tally *total) {
  writers[r->options.format]->end(r, total);
  flush(r);
  return !r->failed && !r->errors.failed && !r->skipped.failed;
}
