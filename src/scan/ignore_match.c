/* gitignore's globs on paths: `*`, `?` and `[...]` stay within a segment, `**` as a segment is any number of
 * segments. Of a failed match only the last `*` of the segment and the last `**` need be tried again further
 * on: whatever stood before them has matched as early as it could. */
#include "ignore.h"

#include <ctype.h>

/* ---- one character */

static const struct {
  const char *name;
  int (*holds)(int);
} classes[] = {{"alnum", isalnum}, {"alpha", isalpha}, {"blank", isblank}, {"cntrl", iscntrl},
               {"digit", isdigit}, {"graph", isgraph}, {"lower", islower}, {"print", isprint},
               {"punct", ispunct}, {"space", isspace}, {"upper", isupper}, {"xdigit", isxdigit}};

/* A class such as `[:alpha:]` at `i`; its end, or 0 if there is none. */
static size_t class_end(ev_str p, size_t i) {
  if (i + 1 >= p.size || p.at[i] != '[' || p.at[i + 1] != ':') return 0;
  for (size_t end = i + 2; end + 1 < p.size; end++) {
    if (p.at[end] == ':' && p.at[end + 1] == ']') return end + 2;
    if (!islower((unsigned char)p.at[end])) return 0;
  }
  return 0;
}

static bool in_class(ev_str p, size_t from, size_t to, unsigned char c) {
  ev_str name = ev_str_slice(p, from + 2, to - 2);
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
    if (ev_str_is(name, classes[i].name)) return classes[i].holds(c) != 0;
  return false;
}

/* The character at *i, past a backslash. */
static unsigned char take(ev_str p, size_t *i) {
  if (p.at[*i] == '\\' && *i + 1 < p.size) ++*i;
  return (unsigned char)p.at[(*i)++];
}

/* One member of a bracket at *i, which moves behind it. */
static bool member_holds(ev_str p, size_t *i, unsigned char c) {
  size_t end = class_end(p, *i);
  if (end) {
    bool holds = in_class(p, *i, end, c);
    *i = end;
    return holds;
  }
  unsigned char low = take(p, i), high = low;
  if (*i + 1 < p.size && p.at[*i] == '-' && p.at[*i + 1] != ']') {
    ++*i;
    high = take(p, i);
  }
  return c >= low && c <= high;
}

/* A bracket at *i, which moves behind it. One that does not end matches nothing. */
static bool bracket_holds(ev_str p, size_t *i, unsigned char c) {
  bool holds = false, negated = false;
  ++*i;
  if (*i < p.size && (p.at[*i] == '!' || p.at[*i] == '^')) {
    negated = true;
    ++*i;
  }
  for (bool first = true; *i < p.size && (first || p.at[*i] != ']'); first = false)
    if (member_holds(p, i, c)) holds = true;
  if (*i >= p.size) return false;
  ++*i;
  return holds != negated;
}

/* One character of the path against one of the pattern at *i, which moves behind it. */
static bool one_holds(ev_str p, size_t *i, unsigned char c) {
  switch (p.at[*i]) {
  case '?': ++*i; return c != '/';
  case '[': return bracket_holds(p, i, c) && c != '/';
  default: return take(p, i) == c;
  }
}

/* ---- the whole */

typedef struct retry {
  size_t pattern, path; /* where to go on */
  bool possible;
} retry;

static bool at_segment(ev_str s, size_t i) { return i == 0 || s.at[i - 1] == '/'; }

/* `**` as a whole segment at `i` of the pattern? */
static bool is_any_depth(ev_str p, size_t i) {
  return at_segment(p, i) && i + 2 <= p.size && p.at[i] == '*' && p.at[i + 1] == '*' &&
         (i + 2 == p.size || p.at[i + 2] == '/');
}

static size_t skip_stars(ev_str p, size_t i) {
  while (i < p.size && p.at[i] == '*') i++;
  return i;
}

/* Lets the last `*` take one more character, or else the last `**` one more segment. */
static bool go_back(ev_str path, retry *star, retry *depth, size_t *i, size_t *j) {
  if (star->possible && star->path < path.size && path.at[star->path] != '/') {
    *i = star->pattern;
    *j = ++star->path;
    return true;
  }
  star->possible = false;
  if (!depth->possible) return false;
  const char *slash = memchr(path.at + depth->path, '/', path.size - depth->path);
  if (!slash) return false;
  *i = depth->pattern;
  *j = depth->path = (size_t)(slash - path.at) + 1;
  return true;
}

bool ev_ignore_match(ev_str p, ev_str path) {
  retry star = {0}, depth = {0};
  for (size_t i = 0, j = 0; i < p.size || j < path.size;) {
    if (i < p.size && is_any_depth(p, i)) {
      if (i + 2 == p.size) return j < path.size; /* everything in the folder, not the folder itself */
      i += 3;
      depth = (retry){i, j, true};
      star.possible = false;
    } else if (i < p.size && p.at[i] == '*') {
      i = skip_stars(p, i);
      star = (retry){i, j, true};
    } else if (i < p.size && j < path.size && one_holds(p, &i, (unsigned char)path.at[j])) {
      j++;
    } else if (!go_back(path, &star, &depth, &i, &j)) {
      return false;
    }
  }
  return true;
}
