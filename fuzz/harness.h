/* What harnesses share: libFuzzer's entry points, and rule text that has something to speak of. */
#ifndef EV_HARNESS_H
#define EV_HARNESS_H

#include <stdio.h>
#include <stdlib.h>

#include "compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
/* libFuzzer's own mutations; not there when inputs are replayed. */
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

/* An oracle. Aborts, whatever the build, and says where. */
#define check(holds) harness_check((holds), __FILE__, __LINE__)
static inline void harness_check(bool holds, const char *file, int line) {
  if (holds) return;
  (void)fprintf(stderr, "%s:%d: this does not hold\n", file, line);
  abort();
}

/* The next number below `bound` of a sequence, so that a seed says what a mutator does. */
uint32_t harness_random(uint64_t *state, uint32_t bound);

/* Compiles text that may `use k8s`: a small view of pods, with a table, a set and a function. NULL with
 * errors in `diagnostics`; what is NULL without one is a fault. `arena` holds all but the bundle. */
ev_bundle *harness_compile(ev_arena *arena, ev_str text, ev_diagnostics *diagnostics);
/* The same, of which only the bundle is wanted. */
ev_bundle *harness_bundle(ev_str text);

#endif
