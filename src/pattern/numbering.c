#include "numbering.h"

#define FIRST_KEYS  64u
#define FIRST_WORDS 256u

ev_numbering ev_numbering_make(ev_arena *arena, uint32_t limit) {
  return (ev_numbering){.arena = arena, .limit = limit};
}

static uint64_t hash_words(const uint32_t *key, size_t length) {
  uint64_t hash = length;
  for (size_t i = 0; i < length; i++) {
    hash = (hash ^ key[i]) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 32;
  }
  return hash;
}

static bool is_key(const ev_numbering *n, uint32_t number, const uint32_t *key, size_t length) {
  size_t own;
  const uint32_t *words = ev_numbered(n, number, &own);
  return own == length && (length == 0 || memcmp(words, key, length * sizeof *key) == 0);
}

/* Where the key stands, or the free slot where it would. */
static uint32_t *find_slot(const ev_numbering *n, const uint32_t *key, size_t length) {
  size_t mask = (size_t)n->capacity * 2 - 1;
  size_t i = (size_t)hash_words(key, length) & mask;
  while (n->slots[i] && !is_key(n, n->slots[i] - 1, key, length)) i = (i + 1) & mask;
  return &n->slots[i];
}

static ev_pattern_status grow_keys(ev_numbering *n) {
  uint32_t capacity = n->capacity ? n->capacity * 2 : FIRST_KEYS;
  size_t *ends = ev_grown(n->arena, n->ends, n->count, capacity, sizeof *ends);
  uint32_t *slots = EV_NEW_ARRAY(n->arena, uint32_t, (size_t)capacity * 2);
  if (!ends || !slots) return EV_PATTERN_NO_MEMORY;
  n->ends = ends;
  n->slots = slots;
  n->capacity = capacity;
  for (uint32_t i = 0; i < n->count; i++) {
    size_t length;
    const uint32_t *key = ev_numbered(n, i, &length);
    *find_slot(n, key, length) = i + 1;
  }
  return EV_PATTERN_OK;
}

static ev_pattern_status make_room(ev_numbering *n, size_t length) {
  if (n->count >= n->limit || length > EV_MAX_KEY_WORDS - n->word_count) return EV_PATTERN_TOO_MANY_STATES;
  if (length <= n->word_capacity - n->word_count) return EV_PATTERN_OK;
  size_t capacity = n->word_capacity ? n->word_capacity : FIRST_WORDS;
  while (capacity - n->word_count < length) capacity *= 2;
  uint32_t *words = ev_grown(n->arena, n->words, n->word_count, capacity, sizeof *words);
  if (!words) return EV_PATTERN_NO_MEMORY;
  n->words = words;
  n->word_capacity = capacity;
  return EV_PATTERN_OK;
}

static ev_pattern_status add(ev_numbering *n, uint32_t *slot, const uint32_t *key, size_t length) {
  ev_pattern_status status = make_room(n, length);
  if (status != EV_PATTERN_OK) return status;
  if (length) memcpy(n->words + n->word_count, key, length * sizeof *key);
  n->word_count += length;
  n->ends[n->count] = n->word_count;
  *slot = ++n->count;
  return EV_PATTERN_OK;
}

ev_pattern_status ev_number_of(ev_numbering *n, const uint32_t *key, size_t length, uint32_t *number) {
  ev_pattern_status status = n->count == n->capacity ? grow_keys(n) : EV_PATTERN_OK;
  if (status != EV_PATTERN_OK) return status;
  uint32_t *slot = find_slot(n, key, length);
  if (*slot == 0) status = add(n, slot, key, length);
  if (status == EV_PATTERN_OK) *number = *slot - 1;
  return status;
}
