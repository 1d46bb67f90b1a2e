/* Outcomes as text, as one JSON object, or as a JSON object a line. Each outcome is rendered into a piece,
 * and the pieces are put together in order: so the rendering can be shared out among threads. A reporter
 * knows no rule: bytes go to the callback piece by piece, and what `json` has behind the findings waits in
 * files that the caller gives, so that memory does not grow with the number of inputs. */
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

/* What json has behind the findings. */
typedef enum ev_report_list { EV_REPORT_ERRORS, EV_REPORT_SKIPPED, EV_REPORT_LISTS } ev_report_list;
bool ev_format_has_lists(ev_report_format format);

typedef void (*ev_report_write)(void *context, ev_str bytes);

typedef struct ev_report_options {
  ev_report_format format;
  bool color;     /* text: ANSI colours */
  bool quiet;     /* text: findings and errors only, no summary */
  uint64_t limit; /* most bytes of records; the first outcome whose do not fit is left out with all behind it;
                     0: none */
  ev_report_write write;
  void *context;
  const int *files; /* EV_REPORT_LISTS descriptors, each of an empty file that can be written and read back,
                       or -1: so that lists do not wait in memory; NULL: none */
} ev_report_options;

/* What waits of one input to be added to a report. Zeroed, it is empty. */
typedef struct ev_report_piece {
  ev_buf findings;               /* text and ndjson: everything */
  ev_buf lists[EV_REPORT_LISTS]; /* json: elements of these arrays */
  ev_buf ends;                   /* where in these buffers what each outcome has ends */
  ev_buf said;                   /* text: the rules (const ev_brule *) whose help was given for this input */
  bool begun;                    /* something of the input was rendered */
  bool left_out;                 /* ... and something of it was left out */
  bool failed;                   /* no memory: something is missing */
} ev_report_piece;

/* Renders an outcome behind what a piece has of the same input. Any thread may do so, each for a piece of its
 * own. How many outcomes an input comes in is to depend on the input alone: so does then what the limit lets
 * through. */
void ev_report_render(const ev_report_options *options, const ev_outcome *outcome, ev_report_piece *piece);
size_t ev_report_piece_size(const ev_report_piece *piece); /* bytes that wait in it */
void ev_report_piece_free(ev_report_piece *piece);

typedef struct ev_reporter ev_reporter;

/* `options` is copied. NULL: no memory. */
ev_reporter *ev_reporter_new(const ev_report_options *options);
void ev_reporter_free(ev_reporter *reporter); /* NULL is allowed */

/* What comes next in the report. The piece is empty afterwards, for what else there may be of the input. A
 * reporter belongs to one thread at a time. */
void ev_report_add(ev_reporter *reporter, ev_report_piece *piece);
/* Renders and adds at once. */
void ev_report(ev_reporter *reporter, const ev_outcome *outcome);
/* Of how many inputs records were left out because of the limit. */
uint64_t ev_report_left_out(const ev_reporter *reporter);
/* The end, with the counts of all outcomes. 0, or as errno has it why something is missing from the report:
 * ENOMEM, or what befell `files`. */
int ev_report_end(ev_reporter *reporter, const ev_tally *total);

/* The counts in one line, without line break: the end of the text report. */
void ev_summary_write(ev_buf *out, const ev_tally *total, bool color);

#endif
