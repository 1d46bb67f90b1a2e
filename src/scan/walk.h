/* Folders, for the list of targets. */
#ifndef EV_WALK_H
#define EV_WALK_H

#include "scan.h"

/* Adds what is taken of a folder that was named. */
void ev_walk(ev_targets *targets, const char *folder, const ev_walk_options *options);

/* Ticks. False when no more are to be looked for, since the run was interrupted: the list is not whole. */
bool ev_targets_go_on(ev_targets *targets);
/* A new target at the end of the list; NULL when memory ran out. */
ev_target *ev_targets_grow(ev_targets *targets);
/* A target that cannot be read. `code` is static; `name` and `message` live as long as the list. */
void ev_targets_refuse(ev_targets *targets, const char *name, const char *code, const char *message);
void ev_targets_fail(ev_targets *targets, const char *name, const char *code, int error);

#endif
