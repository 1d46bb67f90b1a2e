/* Inside the report room: what the formats share. */
#ifndef EV_REPORTER_H
#define EV_REPORTER_H

#include "report.h"
#include "spool.h"

struct ev_reporter {
  ev_report_options options;
  ev_buf out;                      /* to be written next */
  ev_spool lists[EV_REPORT_LISTS]; /* json: the elements of these arrays so far */
  uint64_t written;                /* bytes of records */
  uint64_t left_out;               /* inputs with records that came after the limit was reached */
  bool any;                        /* something was added to `out` since the start */
  int error;                       /* as errno has it: the first thing for which something is missing */
};

/* One format. */
typedef struct ev_report_writer {
  const char *name;
  const char *first, *between; /* before the findings of the first outcome that has any, of each later one */
  bool has_lists;
  void (*start)(ev_reporter *reporter);
  void (*render)(ev_report_piece *piece, const ev_report_options *options, const ev_outcome *outcome);
  void (*end)(ev_reporter *reporter, const ev_tally *total);
} ev_report_writer;

/* Writes all of a list, behind what has been added to `out`. */
void ev_reporter_write_list(ev_reporter *reporter, ev_report_list list);

extern const ev_report_writer ev_text_writer, ev_json_writer, ev_ndjson_writer;

#endif
