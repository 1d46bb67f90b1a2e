/* Random programs and manifests with every shortcut and with none, alone and among copies of their rules:
 *
 *   shortcuts SEED COUNT
 *
 * Ends at the first program that finds another thing. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "generate.h"
#include "quick.h"

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  uint64_t random = strtoull(argv[1], NULL, 10) * 0x9e3779b97f4a7c15u | 1u,
           count = strtoull(argv[2], NULL, 10), ill_typed = 0;
  ref_quick_tally tally = {0};
  for (uint64_t i = 0; i < count && !tally.differ; i++) {
    uint8_t bytes[3072];
    ref_random(&random, bytes, sizeof bytes);
    if (!ref_compare_quick(bytes, sizeof bytes, &tally)) ill_typed++;
  }
  (void)printf("%" PRIu64 " documents of %" PRIu64 " programs with %" PRIu64 " findings; %" PRIu64
               " programs not well-typed, %" PRIu64 " differ\n",
               tally.documents, tally.programs, tally.findings, ill_typed, tally.differ);
  bool enough = tally.differ || (ill_typed * 10 <= count && tally.findings >= count);
  return tally.differ == 0 && enough ? 0 : 1;
}
