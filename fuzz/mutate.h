/* Changes to inputs that leave most of them well-formed: libFuzzer's own, which know nothing of the language,
 * seldom get past the parser. Each gives the new size, at most `most`. */
#ifndef EV_FUZZ_MUTATE_H
#define EV_FUZZ_MUTATE_H

#include "str.h"

/* Rule text: declarations, clauses, expressions, names and literals are dropped, doubled, swapped, or
 * replaced by others of their kind in the text; now and then something stands between them that is odd. */
size_t mutate_rules(uint8_t *data, size_t size, size_t most, unsigned seed);
/* `a` with declarations of `b` among its own. */
size_t cross_rules(ev_str a, ev_str b, uint8_t *out, size_t most, unsigned seed);

/* Manifests: lines with all that is indented below them are dropped, doubled, swapped and moved; scalars
 * become others of the text, or odd ones; anchors, aliases, merges and documents come in. */
size_t mutate_manifest(uint8_t *data, size_t size, size_t most, unsigned seed);
/* `a` with a line, and what is below it, of `b`. */
size_t cross_manifests(ev_str a, ev_str b, uint8_t *out, size_t most, unsigned seed);

/* A quantity, or two rationals in 64 bytes (fuzz_quantity.c), written anew. */
size_t mutate_quantity(uint8_t *data, size_t size, size_t most, unsigned seed);

/* libFuzzer's entry points, for a harness whose input is such text. */
#define MUTATES_BY(mutate, cross)                                                                            \
  size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {                   \
    return mutate(data, size, most, seed);                                                                   \
  }                                                                                                          \
  size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,         \
                                   uint8_t *out, size_t most, unsigned seed) {                               \
    return cross((ev_str){(const char *)a, a_size}, (ev_str){(const char *)b, b_size}, out, most, seed);     \
  }

/* ---- for mutators: one change of a text */

typedef struct edit {
  size_t from, to; /* what goes ... */
  ev_str text;     /* ... for this, which may lie in the text itself */
} edit;

/* Carries it out in place; the old size where there is no room. */
size_t edit_apply(uint8_t *data, size_t size, size_t most, const edit *e);

#endif
