/* Something that is not known in a text, and what may stand there. */
#ifndef COMPLETION_HOLE_H
#define COMPLETION_HOLE_H

#include "generate.h"

typedef struct hole {
  ev_str text;       /* what the hole is made in: borrowed */
  size_t start, end; /* the part of it that is not known */
  const char *mark;  /* which stands there while it is not */
  const char *const *fillings;
  size_t filling_count;
} hole;

/* In a string of a manifest: a template in all of it or in a part, be it a value or JSON. False where there
 * is no string. Fillings are not only those listed: see hole_fill. */
bool hole_in_manifest(hole *h, ev_str manifest, ref_bytes *bytes);
/* A literal in the rules behind the prelude, with literals of its type for fillings. */
bool hole_in_rules(hole *h, ev_str rules, size_t prelude, ref_bytes *bytes);

/* The text with the mark in the hole, or another text. */
void hole_write(ev_buf *out, const hole *h, ev_str filling);
/* What stood there, a filling of the list, or, where there is a pool, a text of it. */
ev_str hole_filling(const hole *h, const ref_pool *pool, ref_bytes *bytes);

#endif
