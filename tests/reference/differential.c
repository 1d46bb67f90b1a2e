/* Random programs and manifests through both evaluators:
 *
 *   differential [--show-errors] SEED COUNT
 *
 * Ends at the first pair of which they differ. --show-errors prints why programs are refused that are not
 * well-typed. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"

static uint64_t next(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  return *state ^= *state << 17;
}

int main(int argc, char **argv) {
  bool show_errors = argc > 1 && strcmp(argv[1], "--show-errors") == 0;
  argv += show_errors;
  if (argc - show_errors != 3) return 2;
  uint64_t random = strtoull(argv[1], NULL, 10) * 0x9e3779b97f4a7c15u | 1u,
           count = strtoull(argv[2], NULL, 10);
  uint64_t of[4] = {0}, findings = 0;
  for (uint64_t i = 0; i < count && !of[REF_DIFFERS]; i++) {
    uint8_t bytes[384];
    for (size_t b = 0; b < sizeof bytes; b++) bytes[b] = (uint8_t)(next(&random) >> 32);
    of[ref_compare(bytes, sizeof bytes, show_errors, &findings)]++;
  }
  (void)printf("%" PRIu64 " agreed with %" PRIu64 " findings, %" PRIu64 " not well-typed, %" PRIu64
               " not known, %" PRIu64 " differ\n",
               of[REF_AGREED], findings, of[REF_NOT_WELL_TYPED], of[REF_NOT_KNOWN], of[REF_DIFFERS]);
  bool enough = of[REF_AGREED] * 2 >= count;
  return of[REF_DIFFERS] == 0 && enough ? 0 : 1;
}
