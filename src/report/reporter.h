/* Inside the report room: what the formats share. */
#ifndef EV_REPORTER_H
#define EV_REPORTER_H

#include "report.h"

struct ev_reporter {
  ev_report_options options;
  ev_buf out;             /* to be written next */
  ev_buf errors, skipped; /* json: the elements of these arrays so far */
  uint64_t findings, files_shown;
  bool failed; /* sticky: no memory */
};

/* One format. */
typedef struct ev_report_writer {
  const char *name;
  void (*start)(ev_reporter *reporter);
  void (*add)(ev_reporter *reporter, const ev_outcome *outcome);
  void (*end)(ev_reporter *reporter, const ev_tally *total);
} ev_report_writer;

extern const ev_report_writer ev_text_writer, ev_json_writer, ev_ndjson_writer;

#endif
