#include "progress.h"
#include "cli.h"

#include <inttypes.h>
#include <time.h>

#define PATIENCE 1.0 /* seconds without a line */
#define PAUSE    0.2 /* seconds between two */

#define ERASE "\r\x1b[K"
#define CUT                                                                                                  \
  "\x1b[?7l" /* what is wider than the terminal is not wrapped: it could not be taken away again             \
              */
#define CUT_NO_MORE "\x1b[?7h"

uint64_t ev_nanoseconds(void) {
  struct timespec now;
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

double ev_seconds(void) { return (double)ev_nanoseconds() * 1e-9; }

void ev_progress_start(ev_progress *p) {
  *p = (ev_progress){.began = ev_seconds()};
  p->next = p->began + PATIENCE;
}

void ev_progress_begin(ev_progress *p) { p->began = ev_seconds(); }

/* ---- what is told */

static uint64_t found(const ev_tally *t) {
  uint64_t sum = ev_tally_unknown(t);
  for (size_t i = 0; i < EV_SEVERITIES; i++) sum += t->findings[i];
  return sum;
}

static uint64_t bytes_done(const ev_scan_state *s) { return s->tally.bytes + s->at_hand.bytes; }

/* Of all that is or will be vetted how many are left; negative: nobody knows. What was not begun is taken to
 * be as large as what is done. */
static double bytes_left(const ev_scan_state *s) {
  size_t rest = s->total - s->vetted - s->at_hand.count;
  if (s->at_hand.endless || (rest && !s->vetted)) return -1;
  double of_rest = rest ? (double)rest * (double)s->tally.bytes / (double)s->vetted : 0;
  return of_rest + (double)(s->at_hand.size - s->at_hand.bytes);
}

static void add_bytes(ev_buf *out, const ev_scan_state *s) {
  double done = (double)bytes_done(s) * 1e-6;
  bool all_known = s->at_hand.count && !s->at_hand.endless && s->vetted + s->at_hand.count == s->total;
  if (!all_known) {
    ev_buf_format(out, ", %.1f MB", done);
    return;
  }
  double all = (double)(s->tally.bytes + s->at_hand.size) * 1e-6;
  ev_buf_format(out, ", %.1f of %.1f MB (%.0f %%)", done, all, 100 * done / all);
}

static void add_rate(ev_buf *out, const ev_scan_state *s, double seconds) {
  double files = (double)s->vetted / seconds, bytes = (double)bytes_done(s) * 1e-6 / seconds;
  if (files >= 1)
    ev_buf_format(out, ", %.0f files/s", files);
  else if (bytes >= 0.1)
    ev_buf_format(out, ", %.1f MB/s", bytes);
}

static void add_time_left(ev_buf *out, const ev_scan_state *s, double seconds) {
  double bytes = bytes_left(s);
  if (bytes < 0 || bytes_done(s) == 0) return;
  uint64_t left = (uint64_t)(seconds * bytes / (double)bytes_done(s) + 0.5);
  if (left < 60)
    ev_buf_format(out, ", %" PRIu64 " s left", left);
  else
    ev_buf_format(out, ", %" PRIu64 " min %" PRIu64 " s left", left / 60, left % 60);
}

void ev_progress_write(ev_buf *out, const ev_scan_state *s, double seconds) {
  ev_buf_format(out, "%zu of %zu files, %" PRIu64 " documents, %" PRIu64 " findings", s->vetted, s->total,
                s->tally.documents + s->at_hand.documents, found(&s->tally) + s->at_hand.findings);
  add_bytes(out, s);
  if (seconds <= 0) return;
  add_rate(out, s, seconds);
  add_time_left(out, s, seconds);
}

/* ---- the line */

void ev_progress_line(ev_buf *out, ev_str text) {
  ev_buf_text(out, ERASE CUT);
  ev_buf_str(out, text);
  ev_buf_text(out, CUT_NO_MORE);
}

static bool is_due(ev_progress *p, double now) {
  if (now < p->next) return false;
  p->next = now + PAUSE;
  return true;
}

/* Takes the text. */
static void put_line(ev_progress *p, ev_buf *text) {
  ev_buf out = {0};
  ev_progress_line(&out, ev_buf_view(text));
  ev_write_error(ev_buf_view(&out));
  ev_buf_free(&out);
  ev_buf_free(text);
  p->shown = true;
}

void ev_progress_walk(ev_progress *p, size_t files) {
  if (!is_due(p, ev_seconds())) return;
  ev_buf text = {0};
  ev_buf_format(&text, "walking: %zu files", files);
  put_line(p, &text);
}

void ev_progress_show(ev_progress *p, const ev_scan_state *state) {
  double now = ev_seconds();
  if (!is_due(p, now)) return;
  ev_buf text = {0};
  ev_progress_write(&text, state, now - p->began);
  put_line(p, &text);
}

void ev_progress_clear(ev_progress *p) {
  if (p->shown) ev_write_error(EV_STR(ERASE));
  p->shown = false;
}
