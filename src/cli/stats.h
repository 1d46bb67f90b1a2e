/* What a run cost: --stats and --profile-rules. */
#ifndef EV_STATS_H
#define EV_STATS_H

#include "scan.h"

/* What is done one after the other. */
typedef enum ev_stage { EV_STAGE_START, EV_STAGE_WALK, EV_STAGE_VET, EV_STAGE_REPORT, EV_STAGES } ev_stage;

typedef struct ev_stats {
  double began;              /* seconds of the monotonic clock: of the stage at hand */
  double seconds[EV_STAGES]; /* that each took */
  double peak[EV_STAGES];    /* MiB: the most memory that was held up to its end */
  uint32_t jobs;
} ev_stats;

void ev_stats_begin(ev_stats *stats);
void ev_stats_end(ev_stats *stats, ev_stage stage);
void ev_stats_write(ev_buf *out, const ev_stats *stats, const ev_tally *tally);
/* The rules that ran, and what is done for all at once, the costliest first. False when memory ran out. */
bool ev_profile_write(ev_buf *out, const ev_bundle *bundle, const ev_rule_profile *profile);

#endif
