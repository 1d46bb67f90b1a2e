/* Inside the scan room: one thread's means to read and vet targets. */
#ifndef EV_WORKER_H
#define EV_WORKER_H

#include "scan.h"

typedef struct ev_worker {
  const ev_vet_options *vet;
  ev_vetter *vetter;
  ev_buf text; /* of the input at hand */
  size_t file_limit;
  uint64_t reading;         /* nanoseconds that reading the last target took */
  ev_rule_profile *profile; /* owned, of each rule; NULL: not wanted */
} ev_worker;

/* False without memory; then there is nothing to free. */
bool ev_worker_start(ev_worker *worker, const ev_vet_options *vet, const ev_scan_options *options);
/* Nanoseconds; 0 where time is not measured. */
uint64_t ev_worker_clock(const ev_worker *worker);
void ev_worker_free(ev_worker *worker);
/* Lives until the next. */
const ev_outcome *ev_worker_vet(ev_worker *worker, const ev_target *target);

#endif
