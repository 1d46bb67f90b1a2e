#include "naive_ignore.h"

#define MOST 600u /* bytes of a pattern or a path that are understood */

bool naive_understands(ev_str line) {
  if (line.size > MOST || ev_str_find(line, EV_STR("[")) != SIZE_MAX) return false;
  return ev_str_find(line, EV_STR("\\/")) == SIZE_MAX && ev_str_find(line, EV_STR("\n")) == SIZE_MAX;
}

/* Columns of a table of "does the pattern up to here match the text up to there". */
typedef struct row {
  bool at[MOST + 1];
} row;

/* One segment against one: `*`, `?`, and `\` before a character. */
static bool segment_matches(ev_str pattern, ev_str text) {
  row now = {{true}};
  for (size_t i = 0; i < pattern.size; i++) {
    char c = pattern.at[i];
    bool star = c == '*', any = c == '?';
    if (c == '\\' && i + 1 < pattern.size) c = pattern.at[++i];
    row next = {{star && now.at[0]}};
    for (size_t j = 1; j <= text.size; j++)
      next.at[j] = star ? now.at[j] || next.at[j - 1] : now.at[j - 1] && (any || text.at[j - 1] == c);
    now = next;
  }
  return now.at[text.size];
}

static size_t split(ev_str path, ev_str *segments) {
  size_t count = 0, from = 0;
  for (size_t i = 0; i <= path.size; i++) {
    if (i < path.size && path.at[i] != '/') continue;
    segments[count++] = ev_str_slice(path, from, i);
    from = i + 1;
  }
  return count;
}

/* `**` as a segment is any number of them, at the end at least one. */
static bool path_matches(ev_str pattern, ev_str path) {
  ev_str wanted[MOST + 1], given[MOST + 1];
  size_t most = split(path, given), steps = split(pattern, wanted);
  row now = {{true}};
  for (size_t i = 0; i < steps; i++) {
    bool any = ev_str_is(wanted[i], "**"), last = i + 1 == steps;
    row next = {{any && !last && now.at[0]}};
    for (size_t j = 1; j <= most; j++) {
      if (any)
        next.at[j] = next.at[j - 1] || (last ? now.at[j - 1] : now.at[j]);
      else
        next.at[j] = now.at[j - 1] && segment_matches(wanted[i], given[j - 1]);
    }
    now = next;
  }
  return now.at[most];
}

static ev_str last_segment(ev_str path) {
  size_t at = path.size;
  while (at > 0 && path.at[at - 1] != '/') at--;
  return ev_str_slice(path, at, path.size);
}

static ev_str without_end_blanks(ev_str line) {
  if (ev_str_ends(line, EV_STR("\r"))) line.size--;
  while (ev_str_ends(line, EV_STR(" ")) && !ev_str_ends(line, EV_STR("\\ "))) line.size--;
  return line;
}

static bool line_matches(ev_str line, ev_str path, bool is_folder) {
  if (ev_str_ends(line, EV_STR("/"))) {
    line.size--;
    if (!is_folder) return false;
  }
  bool whole = ev_str_find(line, EV_STR("/")) != SIZE_MAX;
  if (ev_str_starts(line, EV_STR("/"))) line = ev_str_slice(line, 1, line.size);
  if (line.size == 0) return false;
  return whole ? path_matches(line, path) : segment_matches(line, last_segment(path));
}

naive_answer naive_ask(const ev_str *lines, size_t count, ev_str path, bool is_folder) {
  while (count-- > 0) {
    ev_str line = without_end_blanks(lines[count]);
    if (ev_str_starts(line, EV_STR("#"))) continue;
    bool negated = ev_str_starts(line, EV_STR("!"));
    if (negated) line = ev_str_slice(line, 1, line.size);
    if (line_matches(line, path, is_folder)) return negated ? NAIVE_NEGATED : NAIVE_MATCH;
  }
  return NAIVE_UNTOLD;
}
