/* What the declarations of a program speak of: texts and numbers that stand in its rules, so that a generated
 * manifest touches them. */
#ifndef REF_POOL_H
#define REF_POOL_H

#include "program.h"

typedef struct ref_texts {
  ev_str *at;
  size_t count, capacity;
} ref_texts;

typedef struct ref_pool {
  ev_arena *arena;
  ref_texts texts;   /* of strings and sets: globs with their wildcards filled in */
  ref_texts keys;    /* of maps */
  ref_texts numbers; /* as they are written in a manifest, and others beside them */
  ref_texts ints;    /* the whole ones */
} ref_pool;

void ref_pool_fill(ref_pool *pool, ev_arena *arena, const ev_program *program);

/* A text that the glob matches, as a rule: `*` is `filling`, `?` and classes one character. */
void ref_write_match(ev_buf *out, ev_str glob, const char *filling);

#endif
