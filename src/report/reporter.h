/* Inside the report room: what the formats share. */
#ifndef EV_REPORTER_H
#define EV_REPORTER_H

#include "report.h"

struct ev_reporter {
  ev_report_options options;
  ev_buf out;             /* to be written next */
  ev_buf errors, skipped; /* json: the elements of these arrays so far */
  uint64_t written;       /* bytes of records */
  uint64_t left_out;      /* inputs whose records came after the limit was reached */
  bool any;               /* something was added to `out` since the start */
  bool failed;            /* sticky: no memory */
};

/* One format. */
typedef struct ev_report_writer {
  const char *name;
  const char *first, *between; /* before the findings of the first piece that has any, of each later one */
  void (*start)(ev_reporter *reporter);
  void (*render)(ev_report_piece *piece, const ev_report_options *options, const ev_outcome *outcome);
  void (*end)(ev_reporter *reporter, const ev_tally *total);
} ev_report_writer;

extern const ev_report_writer ev_text_writer, ev_json_writer, ev_ndjson_writer;

#endif
