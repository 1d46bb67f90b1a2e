/* Globs, character by character: `*` any run of bytes, `?` one code point, `[a-z]` and `[!a-z]` one of a
 * class or outside it, `\` quotes. */
#include "reference.h"

#include <stdlib.h>

typedef struct ref_class {
  bool closed, holds;
  size_t end; /* behind the ] */
} ref_class;

static uint32_t character(ev_str glob, size_t *at) {
  if (glob.at[*at] == '\\' && *at + 1 < glob.size) ++*at;
  return ev_utf8_next(glob, at);
}

/* The class whose [ stands at 0; a ] in front, a - in front or behind stand for themselves. */
static ref_class read_class(ev_str glob, uint32_t c) {
  ref_class made = {.end = 1};
  bool outside = glob.size > 1 && glob.at[1] == '!', found = false;
  if (outside) made.end++;
  for (bool first = true; made.end < glob.size; first = false) {
    if (glob.at[made.end] == ']' && !first) {
      made.closed = true;
      made.end++;
      break;
    }
    uint32_t low = character(glob, &made.end), high = low;
    if (made.end + 1 < glob.size && glob.at[made.end] == '-' && glob.at[made.end + 1] != ']') {
      made.end++;
      high = character(glob, &made.end);
    }
    found = found || (low <= c && c <= high);
  }
  made.holds = found != outside;
  return made;
}

/* What one part of a glob takes: a run, or one character. */
typedef struct ref_part {
  bool run;
  bool takes;
  size_t end; /* behind it */
} ref_part;

static ref_part read_part(ev_str glob, uint32_t c) {
  ref_part part = {.end = 1};
  if (glob.at[0] == '*') {
    part.run = true;
  } else if (glob.at[0] == '[') {
    ref_class class_ = read_class(glob, c);
    part.takes = class_.holds;
    part.end = class_.end;
  } else if (glob.at[0] == '?') {
    part.takes = true;
  } else {
    part.end = 0;
    part.takes = character(glob, &part.end) == c;
  }
  return part;
}

/* From the positions that the glob may have come to, to those behind its next part: true at each place in the
 * text to which the glob so far matches. Gives the part's length. */
static size_t step(ev_str glob, ev_str s, const bool *here, bool *next) {
  size_t end = read_part(glob, 0).end;
  for (size_t i = 0; i <= s.size; i++) {
    size_t behind = i;
    uint32_t c = i < s.size ? ev_utf8_next(s, &behind) : 0;
    ref_part part = read_part(glob, c);
    if (part.run) next[i] = here[i] || (i > 0 && next[i - 1]);
    if (!part.run && i < s.size && here[i] && part.takes) next[behind] = true;
  }
  return end;
}

bool ref_glob_matches(ev_str glob, ev_str s) {
  bool *here = calloc(s.size + 1, sizeof *here), *next = calloc(s.size + 1, sizeof *next);
  if (!here || !next) abort();
  here[0] = true;
  while (glob.size) {
    memset(next, 0, (s.size + 1) * sizeof *next);
    size_t end = step(glob, s, here, next);
    glob = ev_str_slice(glob, end, glob.size);
    bool *other = here;
    here = next;
    next = other;
  }
  bool matches = here[s.size];
  free(here);
  free(next);
  return matches;
}
