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

#include "generate.h"
#include "pair.h"

int main(int argc, char **argv) {
  bool show_errors = argc > 1 && strcmp(argv[1], "--show-errors") == 0;
  argv += show_errors;
  if (argc - show_errors != 3) return 2;
  uint64_t random = strtoull(argv[1], NULL, 10) * 0x9e3779b97f4a7c15u | 1u,
           count = strtoull(argv[2], NULL, 10), tried = 0, ill_typed = 0;
  ref_tally tally = {0};
  for (; tried < count && !tally.differ; tried++) {
    uint8_t bytes[3072];
    ref_random(&random, bytes, sizeof bytes);
    if (!ref_compare_pair(bytes, sizeof bytes, show_errors, &tally)) ill_typed++;
  }
  (void)printf("%" PRIu64 " objects of %" PRIu64 " programs with %" PRIu64 " findings; %" PRIu64
               " programs not well-typed, %" PRIu64 " objects passed over, %" PRIu64 " differ\n",
               tally.objects, tried - ill_typed, tally.findings, ill_typed, tally.passed_over, tally.differ);
  bool enough = ill_typed * 10 <= tried && tally.objects >= count;
  return tally.differ == 0 && enough ? 0 : 1;
}
