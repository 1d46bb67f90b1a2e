/* What of an input was not vetted: problems, and documents that were passed by. */
#ifndef EV_PROBLEMS_H
#define EV_PROBLEMS_H

#include "scan.h"

typedef struct ev_problems {
  ev_outcome *outcome; /* that they are listed and counted in */
  ev_arena *arena;     /* of what is listed */
  uint32_t most;       /* that are listed of documents; the others are only counted */
  uint32_t listed;
  bool cut; /* and it was said that there are others */
  ev_problem **last;
  ev_skip **last_skip;
  ev_problem spare; /* stands for those that memory did not suffice for */
} ev_problems;

/* For an outcome that has none. What `problems` is must not move afterwards. */
void ev_problems_start(ev_problems *problems, ev_outcome *outcome, ev_arena *arena, uint32_t most);

/* Of the whole input: listed in any case. */
void ev_problems_add(ev_problems *problems, const ev_problem *problem);
void ev_problems_add_no_memory(ev_problems *problems);

/* Of documents. */
void ev_problems_add_document(ev_problems *problems, const ev_problem *problem);
void ev_problems_add_skip(ev_problems *problems, const ev_skip *skip);

#endif
