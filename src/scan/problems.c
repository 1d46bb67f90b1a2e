#include "problems.h"

#include <stdio.h>

void ev_problems_start(ev_problems *p, ev_outcome *outcome, ev_arena *arena, uint32_t most) {
  *p = (ev_problems){.outcome = outcome,
                     .arena = arena,
                     .most = most,
                     .last = &outcome->problems,
                     .last_skip = &outcome->skips};
}

/* NULL when memory ran out. */
static ev_problem *keep(ev_problems *p, const ev_problem *problem) {
  ev_problem *kept = EV_NEW(p->arena, ev_problem);
  if (!kept) return NULL;
  *kept = *problem;
  kept->message = ev_str_copy(p->arena, problem->message);
  kept->help = ev_str_copy(p->arena, problem->help);
  return kept->message.at && kept->help.at ? kept : NULL;
}

static ev_problem no_memory(void) {
  return (ev_problem){.code = "no-memory", .message = EV_STR("out of memory"), .help = EV_STR("")};
}

void ev_problems_add(ev_problems *p, const ev_problem *problem) {
  ev_problem *kept = keep(p, problem);
  if (!kept) {
    if (p->last == &p->spare.next) return;
    p->spare = no_memory();
    kept = &p->spare;
  }
  kept->next = NULL;
  *p->last = kept;
  p->last = &kept->next;
  p->outcome->tally.errors++;
}

void ev_problems_add_no_memory(ev_problems *p) {
  ev_problem problem = no_memory();
  ev_problems_add(p, &problem);
}

/* ---- of documents */

static void say_cut(ev_problems *p) {
  char text[120];
  (void)snprintf(text, sizeof text,
                 "more than %u documents of this file were not vetted, the most that are listed", p->most);
  ev_problem problem = {.code = "error-limit",
                        .message = ev_str_of(text),
                        .help = EV_STR("the others are only counted; --max-errors sets the limit")};
  ev_problems_add(p, &problem);
}

/* Whether one more is listed. */
static bool may_list(ev_problems *p) {
  if (p->listed < p->most) {
    p->listed++;
    return true;
  }
  if (!p->cut) say_cut(p);
  p->cut = true;
  return false;
}

void ev_problems_add_document(ev_problems *p, const ev_problem *problem) {
  if (may_list(p))
    ev_problems_add(p, problem);
  else
    p->outcome->tally.errors++;
}

void ev_problems_add_skip(ev_problems *p, const ev_skip *skip) {
  p->outcome->tally.skipped++;
  if (!may_list(p)) return;
  ev_skip *kept = EV_NEW(p->arena, ev_skip);
  if (!kept) {
    ev_problems_add_no_memory(p);
    return;
  }
  *kept = *skip;
  kept->next = NULL;
  *p->last_skip = kept;
  p->last_skip = &kept->next;
}
