/* Sets of words. Sorted, they give their minimal automaton in one pass (Daciuk, Mihov, Watson and Watson,
 * "Incremental Construction of Minimal Acyclic Finite-State Automata", 2000): when a word leaves the path of
 * the one before, the states behind the fork are finished, and each is either known already or new. So memory
 * is that of the result, not of all the words. */
#include <stdlib.h>

#include "dfa.h"
#include "numbering.h"

/* A finished state is a key: whether it accepts, then its edges, byte | target << 8, by byte. States are
 * numbered in the order in which they were finished: targets first, the start last. */
typedef struct ev_lexicon {
  ev_numbering finished;
  uint32_t *open; /* the keys of the states on the path, as far as they are known, one behind the other */
  size_t used, capacity;
  size_t *start; /* of the key of each state of the path in `open`; longest + 1 entries */
  ev_str path;   /* the bytes between those states: the word before */
} ev_lexicon;

static int by_bytes(const void *a, const void *b) {
  return ev_str_compare(*(const ev_str *)a, *(const ev_str *)b);
}

static bool is_sorted(const ev_str *words, size_t count) {
  for (size_t i = 1; i < count; i++)
    if (ev_str_compare(words[i - 1], words[i]) > 0) return false;
  return true;
}

static size_t longest(const ev_str *words, size_t count) {
  size_t most = 0;
  for (size_t i = 0; i < count; i++)
    if (words[i].size > most) most = words[i].size;
  return most;
}

static size_t common_prefix(ev_str a, ev_str b) {
  size_t i = 0;
  while (i < a.size && i < b.size && a.at[i] == b.at[i]) i++;
  return i;
}

static ev_pattern_status push(ev_lexicon *l, uint32_t word) {
  if (l->used == l->capacity) {
    size_t capacity = l->capacity ? l->capacity * 2 : 128;
    uint32_t *open = ev_grown(l->finished.arena, l->open, l->used, capacity, sizeof *open);
    if (!open) return EV_PATTERN_NO_MEMORY;
    l->open = open;
    l->capacity = capacity;
  }
  l->open[l->used++] = word;
  return EV_PATTERN_OK;
}

static ev_pattern_status open_state(ev_lexicon *l, size_t depth, bool accepting) {
  l->start[depth] = l->used;
  return push(l, accepting);
}

/* Numbers the last state of the path and takes it off. */
static ev_pattern_status finish_state(ev_lexicon *l, size_t depth, uint32_t *number) {
  size_t start = l->start[depth];
  ev_pattern_status status = ev_number_of(&l->finished, l->open + start, l->used - start, number);
  l->used = start;
  return status;
}

/* Finishes the states of the path deeper than `depth`: each becomes an edge of the one before. */
static ev_pattern_status leave(ev_lexicon *l, size_t depth) {
  for (size_t d = l->path.size; d > depth; d--) {
    uint32_t number = 0;
    ev_pattern_status status = finish_state(l, d, &number);
    if (status == EV_PATTERN_OK) status = push(l, (uint8_t)l->path.at[d - 1] | number << 8);
    if (status != EV_PATTERN_OK) return status;
  }
  return EV_PATTERN_OK;
}

/* A word that is not below the one before. An equal one changes nothing. */
static ev_pattern_status add_word(ev_lexicon *l, ev_str word) {
  size_t fork = common_prefix(l->path, word);
  ev_pattern_status status = leave(l, fork);
  for (size_t d = fork + 1; d <= word.size && status == EV_PATTERN_OK; d++)
    status = open_state(l, d, d == word.size);
  l->path = word;
  return status;
}

static ev_pattern_status add_words(ev_lexicon *l, const ev_str *words, size_t count) {
  ev_pattern_status status = open_state(l, 0, words[0].size == 0);
  for (size_t i = 0; i < count && status == EV_PATTERN_OK; i++) status = add_word(l, words[i]);
  uint32_t start;
  if (status == EV_PATTERN_OK) status = leave(l, 0);
  return status == EV_PATTERN_OK ? finish_state(l, 0, &start) : status;
}

/* A class for each byte of the words, and one for all others. */
static void find_classes(ev_dfa *dfa, const ev_numbering *finished) {
  bool used[256] = {false};
  for (uint32_t i = 0; i < finished->count; i++) {
    size_t length;
    const uint32_t *key = ev_numbered(finished, i, &length);
    for (size_t e = 1; e < length; e++) used[key[e] & 0xff] = true;
  }
  uint32_t others = EV_NO_STATE;
  for (uint32_t byte = 0; byte < 256; byte++) {
    bool new_class = used[byte] || others == EV_NO_STATE;
    if (!used[byte] && new_class) others = dfa->classes;
    dfa->class_of[byte] = (uint8_t)(used[byte] ? dfa->classes : others);
    dfa->classes += new_class;
  }
}

/* The last state finished is the start, so the order is turned round. */
static ev_pattern_status fill(ev_dfa *dfa, const ev_numbering *finished) {
  uint32_t last = finished->count - 1;
  for (uint32_t i = 0; i <= last; i++) {
    size_t length;
    const uint32_t *key = ev_numbered(finished, last - i, &length);
    ev_pattern_status status = ev_dfa_add_state(dfa, key[0]);
    if (status != EV_PATTERN_OK) return status;
    for (size_t e = 1; e < length; e++)
      ev_dfa_row(dfa, i)[dfa->class_of[key[e] & 0xff]] = last - (key[e] >> 8);
  }
  return EV_PATTERN_OK;
}

ev_pattern_status ev_dfa_of_words(ev_arena *scratch, ev_str *words, size_t count, ev_dfa *out) {
  *out = (ev_dfa){.scratch = scratch};
  ev_lexicon l = {.finished = ev_numbering_make(scratch, EV_MAX_AUTOMATON_STATES)};
  size_t most = longest(words, count);
  if (most >= EV_MAX_AUTOMATON_STATES) return EV_PATTERN_TOO_MANY_STATES;
  l.start = EV_NEW_ARRAY(scratch, size_t, most + 1);
  if (!l.start) return EV_PATTERN_NO_MEMORY;
  if (!is_sorted(words, count)) qsort(words, count, sizeof *words, by_bytes);
  ev_pattern_status status = count ? add_words(&l, words, count) : EV_PATTERN_OK;
  if (status != EV_PATTERN_OK) return status;
  find_classes(out, &l.finished);
  return count ? fill(out, &l.finished) : EV_PATTERN_OK;
}
