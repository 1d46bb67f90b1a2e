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
  *p = (ev_progress){.start = ev_seconds()};
  p->next = p->start + PATIENCE;
}

static uint64_t found(const ev_tally *t) {
  uint64_t sum = ev_tally_unknown(t);
  for (size_t i = 0; i < EV_SEVERITIES; i++) sum += t->findings[i];
  return sum;
}

static void add_time_left(ev_buf *out, double seconds) {
  uint64_t left = (uint64_t)(seconds + 0.5);
  if (left < 60)
    ev_buf_format(out, ", %" PRIu64 " s left", left);
  else
    ev_buf_format(out, ", %" PRIu64 " min %" PRIu64 " s left", left / 60, left % 60);
}

void ev_progress_write(ev_buf *out, const ev_scan_state *s, double seconds) {
  double rate = seconds > 0 ? (double)s->vetted / seconds : 0;
  ev_buf_format(out, "%zu of %zu files, %" PRIu64 " documents, %" PRIu64 " findings", s->vetted, s->total,
                s->tally.documents, found(&s->tally));
  if (rate < 1) return;
  ev_buf_format(out, ", %.0f files/s", rate);
  add_time_left(out, (double)(s->total - s->vetted) / rate);
}

void ev_progress_line(ev_buf *out, const ev_scan_state *state, double seconds) {
  ev_buf_text(out, ERASE CUT);
  ev_progress_write(out, state, seconds);
  ev_buf_text(out, CUT_NO_MORE);
}

void ev_progress_show(ev_progress *p, const ev_scan_state *state) {
  double now = ev_seconds();
  if (now < p->next) return;
  p->next = now + PAUSE;
  ev_buf out = {0};
  ev_progress_line(&out, state, now - p->start);
  ev_write_error(ev_buf_view(&out));
  ev_buf_free(&out);
  p->shown = true;
}

void ev_progress_clear(ev_progress *p) {
  if (p->shown) ev_write_error(EV_STR(ERASE));
  p->shown = false;
}
