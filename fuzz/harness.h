/* What harnesses share: libFuzzer's entry points, and rule text that has something to speak of. */
#ifndef EV_HARNESS_H
#define EV_HARNESS_H

#include <stdio.h>
#include <stdlib.h>

#include "compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t most, unsigned seed);
/* libFuzzer's own mutations, or plain ones where inputs are replayed. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

/* An oracle. Aborts, whatever the build, and says where. */
#define check(holds) harness_hold((holds), __FILE__, __LINE__)
static inline void harness_hold(bool holds, const char *file, int line) {
  if (holds) return;
  (void)fprintf(stderr, "%s:%d: this does not hold\n", file, line);
  abort();
}

/* How many inputs so far were what the harness is meant for, and not refused: shows what a mutator is worth.
 */
extern size_t harness_sound;

/* The next number below `bound` of a sequence, so that a seed says what a mutator does. */
uint32_t harness_random(uint64_t *state, uint32_t bound);

/* Compiles text that may `use k8s`: a small view of pods, with a table, a set and a function. NULL with
 * errors in `diagnostics`; what is NULL without one is a fault. `arena` holds all but the bundle. */
ev_bundle *harness_compile(ev_arena *arena, ev_str text, ev_diagnostics *diagnostics);
/* Only checks it; NULL where it is not well-typed. */
ev_program *harness_check(ev_arena *arena, ev_str text, ev_diagnostics *diagnostics);
/* As harness_compile, of which only the bundle is wanted. */
ev_bundle *harness_bundle(ev_str text);

#endif
