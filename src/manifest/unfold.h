/* The way back from a scalar's value to its source: through indentation, folding, quotes and escapes. */
#ifndef EV_MANIFEST_UNFOLD_H
#define EV_MANIFEST_UNFOLD_H

#include "manifest.h"
#include "place.h"

/* Walks a scalar from left to right, a unit at a time: a character, an escape, a fold. */
typedef struct ev_unfold {
  ev_str source, value;
  ev_node_style style;
  ev_point point;     /* where the unit starts in the source */
  size_t at;          /* where it starts in the value */
  size_t size;        /* bytes of the value that it makes */
  size_t next;        /* offset of the source behind it */
  size_t solid;       /* flow scalars: no fold starts in the source before this offset */
  size_t indent;      /* block scalars: spaces that do not count */
  bool begun;         /* folded scalars: a line that is not empty was seen */
  bool more_indented; /* folded scalars: the line starts with a blank */
} ev_unfold;

void ev_unfold_start(ev_unfold *u, ev_str source, const ev_node *string);
/* The point of byte `at` of the value; never an earlier byte than the last time. */
ev_point ev_unfold_to(ev_unfold *u, size_t at);

/* Where a block scalar ends: after its last character that is no line break. `start` is its `|` or `>`,
 * `end` where libyaml says that it ends. */
ev_point ev_block_scalar_end(ev_str source, ev_str value, ev_point start, ev_point end);

#endif
