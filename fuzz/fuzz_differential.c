/* The machine and the reference evaluator agree: on rules and a manifest, with `%%%` between them; or, where
 * that is not there, on a random program and a manifest along its records, which the bytes choose. */
#include "harness.h"
#include "mutate.h"
#include "pair.h"

#define MOST (16u * 1024u)

static const char separator[] = "\n%%%\n";

/* Where the manifest starts; 0 where the bytes are no text. */
static size_t manifest_at(const uint8_t *data, size_t size) {
  size_t at = ev_str_find((ev_str){(const char *)data, size}, ev_str_of(separator));
  return at == SIZE_MAX ? 0 : at + sizeof separator - 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ref_tally tally = {0};
  size_t manifest = manifest_at(data, size);
  ev_str text = {(const char *)data, size};
  if (size > MOST) return 0;
  bool compiled = manifest ? ref_compare_texts(ev_str_slice(text, 0, manifest - sizeof separator + 2),
                                               ev_str_slice(text, manifest, size), false, &tally)
                           : ref_compare_pair(data, size, false, &tally);
  harness_sound += compiled && tally.objects;
  check(tally.differ == 0);
  return 0;
}

/* The manifest, or the rules in front of it, which then moves. */
static size_t mutate_text(uint8_t *data, size_t size, size_t most, unsigned seed, size_t manifest) {
  uint8_t rules[MOST];
  size_t rest = size - manifest + sizeof separator - 1, head = size - rest;
  if (seed % 2)
    return manifest + mutate_manifest(data + manifest, size - manifest, most - manifest, seed / 2);
  if (most > MOST) most = MOST;
  if (size > most) return size;
  memcpy(rules, data, head);
  size_t changed = mutate_rules(rules, head, most - rest, seed / 2);
  memmove(data + changed, data + head, rest);
  memcpy(data, rules, changed);
  return changed + rest;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
  size_t manifest = manifest_at(data, size);
  return manifest ? mutate_text(data, size, most, seed, manifest) : LLVMFuzzerMutate(data, size, most);
}
