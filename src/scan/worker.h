/* Inside the scan room: one thread's means to read and vet targets. */
#ifndef EV_WORKER_H
#define EV_WORKER_H

#include "input.h"

typedef struct ev_worker {
  const ev_vet_options *vet;
  ev_vetter *vetter;
  ev_buf text; /* of the input at hand */
  ev_read_options read;
  const ev_input *input; /* at hand */
  /* NULL, or told from time to time how far the input at hand has come. */
  void (*note)(void *context, const ev_at_hand *at_hand);
  void *note_context;
  uint64_t noted; /* bytes that were vetted then */
  void (*take)(void *context, const ev_outcome *outcome);
  void *take_context;
  uint64_t taken;   /* findings of the input at hand */
  bool left;        /* the input at hand is left in the midst of a text, since the run was interrupted */
  bool ending;      /* of such an input what was read whole is vetted */
  uint64_t reading; /* nanoseconds that reading the last target took */
  ev_rule_profile *profile; /* owned; NULL: not wanted */
} ev_worker;

/* False without memory; then there is nothing to free. */
bool ev_worker_start(ev_worker *worker, const ev_vet_options *vet, const ev_scan_options *options);
/* From now on `note` is called; the worker stays where it is in memory. */
void ev_worker_tell(ev_worker *worker, void (*note)(void *context, const ev_at_hand *at_hand), void *context);
/* Nanoseconds; 0 where time is not measured. */
uint64_t ev_worker_clock(const ev_worker *worker);
void ev_worker_free(ev_worker *worker);
/* From now on `take` is given findings of a large input before its end: what ev_vet_take gives. */
void ev_worker_hand_over(ev_worker *worker, void (*take)(void *context, const ev_outcome *outcome),
                         void *context);
/* Lives until the next. */
const ev_outcome *ev_worker_vet(ev_worker *worker, const ev_target *target);

#endif
