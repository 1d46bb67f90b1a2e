/* Outcomes as text, as one JSON object, or as a JSON object a line. A reporter knows no rule and no file:
 * bytes go to the callback, outcome by outcome, so that memory does not grow with the number of inputs (but
 * for the errors and skipped documents of `json`, which stand behind the findings). */
#ifndef EV_REPORT_H
#define EV_REPORT_H

#include "scan.h"

typedef enum ev_report_format {
  EV_FORMAT_TEXT,
  EV_FORMAT_JSON,
  EV_FORMAT_NDJSON,
  EV_FORMATS
} ev_report_format;

/* "text", "json", "ndjson". */
const char *ev_format_name(ev_report_format format);

#define EV_REPORT_VERSION 1

typedef void (*ev_report_write)(void *context, ev_str bytes);

typedef struct ev_report_options {
  ev_report_format format;
  bool color; /* text: ANSI colours */
  bool quiet; /* text: findings and errors only, no summary */
  ev_report_write write;
  void *context;
} ev_report_options;

typedef struct ev_reporter ev_reporter;

/* `options` is copied. NULL: no memory. */
ev_reporter *ev_reporter_new(const ev_report_options *options);
void ev_reporter_free(ev_reporter *reporter); /* NULL is allowed */

void ev_report(ev_reporter *reporter, const ev_outcome *outcome);
/* The end, with the counts of all outcomes. False when something is missing from the report because memory
 * ran out. */
bool ev_report_end(ev_reporter *reporter, const ev_tally *total);

/* The counts in one line, without line break: the end of the text report. */
void ev_summary_write(ev_buf *out, const ev_tally *total, bool color);

#endif
