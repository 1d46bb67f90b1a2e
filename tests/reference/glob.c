/* Globs, character by character: `*` any run of bytes, `?` one code point, `[a-z]` and `[!a-z]` one of a
 * class or outside it, `\` quotes. */
#include "reference.h"

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

static bool matches_run(ev_str glob, ev_str s) {
  for (size_t i = 0; i <= s.size; i++)
    if (ref_glob_matches(glob, ev_str_slice(s, i, s.size))) return true;
  return false;
}

bool ref_glob_matches(ev_str glob, ev_str s) {
  size_t read = 0, used = 0;
  if (glob.size == 0) return s.size == 0;
  if (glob.at[0] == '*') return matches_run(ev_str_slice(glob, 1, glob.size), s);
  if (s.size == 0) return false;
  uint32_t c = ev_utf8_next(s, &used);
  if (glob.at[0] == '[') {
    ref_class class_ = read_class(glob, c);
    if (!class_.holds) return false;
    read = class_.end;
  } else if (glob.at[0] == '?') {
    read = 1;
  } else if (character(glob, &read) != c) {
    return false;
  }
  return ref_glob_matches(ev_str_slice(glob, read, glob.size), ev_str_slice(s, used, s.size));
}
