/* Groups of watches: all of them, or either of two. */
#include "generate_needs.h"

void ev_group_add(ev_group *group, uint32_t watch) {
  for (uint32_t i = 0; i < group->count; i++)
    if (group->at[i] == watch) return;
  if (group->count == sizeof group->at / sizeof *group->at)
    group->unknown = true;
  else
    group->at[group->count++] = watch;
}

static void add_group(ev_needs *to, const uint32_t *watches, uint32_t count) {
  if (count == 0 || to->count + count + 1 > sizeof to->at / sizeof *to->at) return;
  memcpy(to->at + to->count, watches, count * sizeof *watches);
  to->count += count;
  to->at[to->count++] = EV_NONE;
}

void ev_needs_add(ev_needs *to, const ev_group *group) {
  if (!group->unknown) add_group(to, group->at, group->count);
}

void ev_needs_or(const ev_gen *g, ev_needs *to, const ev_group *group) {
  ev_needs other = {.never = !group->unknown && group->count == 0};
  ev_needs_add(&other, group);
  *to = ev_needs_either(g, to, &other);
}

uint32_t ev_group_length(const uint32_t *at) {
  uint32_t n = 0;
  while (at[n] != EV_NONE) n++;
  return n;
}

void ev_needs_both(ev_needs *to, const ev_needs *from) {
  to->never = to->never || from->never;
  for (uint32_t i = 0; i < from->count; i += ev_group_length(from->at + i) + 1)
    add_group(to, from->at + i, ev_group_length(from->at + i));
}

/* A group tells as much as the watch of it that tells least. */
uint32_t ev_group_worth(const ev_gen *g, const uint32_t *at) {
  uint32_t least = UINT32_MAX;
  for (; *at != EV_NONE; at++) {
    uint32_t worth = ev_watch_worth(g, *at);
    if (worth < least) least = worth;
  }
  return least;
}

bool ev_group_is_common(const ev_gen *g, const uint32_t *at) {
  for (; *at != EV_NONE; at++)
    if (ev_watch_is_common(g, *at)) return true;
  return false;
}

void ev_needs_keep(ev_needs *to, const uint32_t *at) { add_group(to, at, ev_group_length(at)); }

/* The first of the groups that tell most. */
const uint32_t *ev_needs_best(const ev_gen *g, const ev_needs *needs) {
  const uint32_t *best = needs->at;
  uint32_t most = 0;
  for (uint32_t i = 0; i < needs->count; i += ev_group_length(needs->at + i) + 1) {
    uint32_t worth = ev_group_worth(g, needs->at + i);
    if (worth > most) {
      most = worth;
      best = needs->at + i;
    }
  }
  return best;
}

/* Either of two will do: of the best group of each, one watch. */
ev_needs ev_needs_either(const ev_gen *g, const ev_needs *a, const ev_needs *b) {
  ev_needs made = {.count = 0};
  if (a->never) return *b;
  if (b->never) return *a;
  if (!a->count || !b->count) return made;
  ev_group group = {.count = 0};
  for (const uint32_t *at = ev_needs_best(g, a); *at != EV_NONE; at++) ev_group_add(&group, *at);
  for (const uint32_t *at = ev_needs_best(g, b); *at != EV_NONE; at++) ev_group_add(&group, *at);
  ev_needs_add(&made, &group);
  return made;
}
