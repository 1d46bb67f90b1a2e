/* One line on a terminal that tells how far a long scan has come. */
#ifndef EV_PROGRESS_H
#define EV_PROGRESS_H

#include "scan.h"

typedef struct ev_progress {
  double began, next; /* seconds of the monotonic clock: when vetting began, when to write again */
  bool shown;         /* a line stands on the terminal */
} ev_progress;

void ev_progress_start(ev_progress *progress);
/* Vetting begins: what is told of rates counts from here. */
void ev_progress_begin(ev_progress *progress);
/* Both write the line anew, at most some times a second, and not before a second has gone by since the start:
 * while folders are walked, and while what they hold is vetted. */
void ev_progress_walk(ev_progress *progress, size_t files);
void ev_progress_show(ev_progress *progress, const ev_scan_state *state);
/* Takes the line away, so that something else can be written. */
void ev_progress_clear(ev_progress *progress);

/* Of the monotonic clock. */
double ev_seconds(void);
uint64_t ev_nanoseconds(void);

/* What the line says while vetting goes on, without the means to rewrite it. */
void ev_progress_write(ev_buf *out, const ev_scan_state *state, double seconds);
/* `text` in place of the line that stands there; one line, however narrow the terminal is. */
void ev_progress_line(ev_buf *out, ev_str text);

#endif
