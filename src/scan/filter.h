/* Inside the scan room: what is left out of a walk by patterns. */
#ifndef EV_FILTER_H
#define EV_FILTER_H

#include "scan.h"

/* The ignore files that count in a folder, the innermost in front. */
typedef struct ev_ignores {
  const ev_ignore *patterns;
  size_t base; /* bytes of a path before what is relative to the folder of the patterns */
  const struct ev_ignores *outer;
} ev_ignores;

/* Paths are seen from the top: of the repository, or the folder that was named. */
typedef struct ev_filter {
  const ev_walk_options *options;
  ev_targets *targets; /* where what cannot be read is put down, and whose arena owns */
  ev_str above;        /* from the top to the folder that was named: "", or with a slash behind */
  size_t named;        /* bytes of a prefix that only name that folder */
  ev_buf path;         /* scratch */
} ev_filter;

/* For a folder that was named, and the prefix of the names of what is in it; *ignores is what counts from
 * above. */
void ev_filter_start(ev_filter *filter, ev_targets *targets, const char *folder, size_t prefix_size,
                     const ev_walk_options *options, const ev_ignores **ignores);
void ev_filter_free(ev_filter *filter);

/* Adds the ignore files of an open folder, whose paths begin with `prefix` (with a slash behind, or ""). */
const ev_ignores *ev_filter_enter(ev_filter *filter, int folder, ev_str prefix, const ev_ignores *outer);

/* Is an entry of a folder left out? */
bool ev_filter_drops(ev_filter *filter, const ev_ignores *ignores, ev_str prefix, const char *name,
                     bool is_folder);

#endif
