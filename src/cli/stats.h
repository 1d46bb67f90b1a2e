/* What a run cost: --stats and --profile-rules. */
#ifndef EV_STATS_H
#define EV_STATS_H

#include "scan.h"

typedef struct ev_stats {
  double rules, walk, vet; /* seconds: loading the rules, finding the files, all the rest */
  uint32_t jobs;
} ev_stats;

void ev_stats_write(ev_buf *out, const ev_stats *stats, const ev_tally *tally);
/* The rules that ran, the costliest first. False when memory ran out. */
bool ev_profile_write(ev_buf *out, const ev_bundle *bundle, const ev_rule_profile *profile);

#endif
