/* Folders, for the list of targets. */
#ifndef EV_WALK_H
#define EV_WALK_H

#include "scan.h"

/* Adds what `accept` takes of a folder that was named. */
void ev_walk(ev_targets *targets, const char *folder, ev_accept accept);

/* A new target at the end of the list; NULL when memory ran out. */
ev_target *ev_targets_grow(ev_targets *targets);
/* A target that cannot be read. `code` is static; `name` lives as long as the list. */
void ev_targets_fail(ev_targets *targets, const char *name, const char *code, int error);

#endif
