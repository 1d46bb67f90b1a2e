/* "Did you mean": the nearest of some names. */
#include "diag.h"

#define LONGEST_WORD 128

static char fold(char c, bool fold_case) {
  if (fold_case && c >= 'A' && c <= 'Z') return (char)(c + ('a' - 'A'));
  return c;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Optimal string alignment by dynamic programming over three rows (Boytsov 2011, section 2.2.2): insertions,
 * deletions, substitutions, and swaps of neighbours that are not edited again. */
static size_t alignment(ev_str a, ev_str b, bool fold_case) {
  size_t rows[3][LONGEST_WORD + 1];
  size_t *older = rows[0], *old = rows[1], *row = rows[2];
  for (size_t j = 0; j <= b.size; j++) old[j] = j;
  for (size_t i = 1; i <= a.size; i++) {
    row[0] = i;
    for (size_t j = 1; j <= b.size; j++) {
      char x = fold(a.at[i - 1], fold_case), y = fold(b.at[j - 1], fold_case);
      row[j] = least(least(old[j], row[j - 1]) + 1, old[j - 1] + (x != y));
      bool swapped = i > 1 && j > 1 && x == fold(b.at[j - 2], fold_case) && y == fold(a.at[i - 2], fold_case);
      if (swapped) row[j] = least(row[j], older[j - 2] + 1);
    }
    size_t *spare = older;
    older = old;
    old = row;
    row = spare;
  }
  return old[b.size];
}

static size_t distance(ev_str a, ev_str b, bool fold_case, size_t limit) {
  size_t difference = a.size > b.size ? a.size - b.size : b.size - a.size;
  if (a.size > LONGEST_WORD || b.size > LONGEST_WORD || difference > limit) return limit + 1;
  return least(alignment(a, b, fold_case), limit + 1);
}

size_t ev_edit_distance(ev_str a, ev_str b, size_t limit) { return distance(a, b, false, limit); }

/* How far a suggestion may be. A word of which every byte would change is not near anything. */
static size_t reach(ev_str word) {
  size_t most = word.size <= 4 ? 1 : word.size <= 8 ? 2 : 3;
  return word.size <= most ? 0 : most;
}

ev_str ev_suggest(ev_str word, const ev_str *candidates, size_t count) {
  size_t limit = reach(word), nearest = SIZE_MAX;
  ev_str found = {NULL, 0};
  if (word.size == 0) return found;
  for (size_t i = 0; i < count; i++) {
    size_t folded = distance(word, candidates[i], true, limit);
    if (folded > limit) continue;
    /* Case decides only between candidates that are equally near without it. */
    size_t rank = folded * (LONGEST_WORD + 1) + distance(word, candidates[i], false, LONGEST_WORD);
    if (rank >= nearest) continue;
    nearest = rank;
    found = candidates[i];
  }
  return found;
}
