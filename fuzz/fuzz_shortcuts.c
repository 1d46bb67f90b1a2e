/* Every shortcut against none: over manifests along its records, which the bytes choose as they choose the
 * program, a random program has the same report and counts; and its rules find the same among copies of
 * them. */
#include "harness.h"
#include "quick.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ref_quick_tally tally = {0};
  if (size > 16u * 1024u) return 0;
  harness_sound += ref_compare_quick(data, size, &tally);
  check(tally.differ == 0);
  return 0;
}
