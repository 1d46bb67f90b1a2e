#include "ignore.h"

typedef struct pattern {
  ev_str text; /* without `!` and without slashes at its ends */
  bool negated, folders_only;
  bool anchored; /* matches the whole path; else the last segment */
  struct pattern *before;
} pattern;

struct ev_ignore {
  pattern *last;
};

ev_ignore *ev_ignore_new(ev_arena *arena) { return EV_NEW(arena, ev_ignore); }

bool ev_ignore_is_empty(const ev_ignore *ignore) { return !ignore->last; }

/* Blanks at the end do not count, unless a backslash stands before them. */
static ev_str trim_end(ev_str line) {
  if (ev_str_ends(line, EV_STR("\r"))) line.size--;
  while (ev_str_ends(line, EV_STR(" ")) && !(line.size > 1 && line.at[line.size - 2] == '\\')) line.size--;
  return line;
}

static ev_str drop_front(ev_str s) { return ev_str_slice(s, 1, s.size); }

bool ev_ignore_add(ev_arena *arena, ev_ignore *ignore, ev_str line) {
  pattern p = {.text = trim_end(line), .before = ignore->last};
  if (ev_str_starts(p.text, EV_STR("#"))) return true;
  p.negated = ev_str_starts(p.text, EV_STR("!"));
  if (p.negated) p.text = drop_front(p.text);
  p.folders_only = ev_str_ends(p.text, EV_STR("/"));
  if (p.folders_only) p.text.size--;
  p.anchored = p.text.size && memchr(p.text.at, '/', p.text.size);
  if (ev_str_starts(p.text, EV_STR("/"))) p.text = drop_front(p.text);
  if (!p.text.size) return true;
  pattern *kept = EV_NEW(arena, pattern);
  if (!kept) return false;
  *kept = p;
  ignore->last = kept;
  return true;
}

bool ev_ignore_add_text(ev_arena *arena, ev_ignore *ignore, ev_str text) {
  text = ev_str_copy(arena, text);
  if (!text.at) return false;
  if (ev_str_starts(text, EV_STR("\xef\xbb\xbf"))) text = ev_str_slice(text, 3, text.size);
  while (text.size) {
    const char *end = memchr(text.at, '\n', text.size);
    size_t length = end ? (size_t)(end - text.at) : text.size;
    if (!ev_ignore_add(arena, ignore, ev_str_slice(text, 0, length))) return false;
    text = ev_str_slice(text, end ? length + 1 : length, text.size);
  }
  return true;
}

static ev_str last_segment(ev_str path) {
  const char *slash = path.size ? memrchr(path.at, '/', path.size) : NULL;
  return slash ? ev_str_slice(path, (size_t)(slash - path.at) + 1, path.size) : path;
}

ev_ignore_answer ev_ignore_ask(const ev_ignore *ignore, ev_str path, bool is_folder) {
  ev_str name = last_segment(path);
  for (const pattern *p = ignore->last; p; p = p->before) {
    if (p->folders_only && !is_folder) continue;
    if (ev_ignore_match(p->text, p->anchored ? path : name))
      return p->negated ? EV_IGNORE_NEGATED : EV_IGNORE_MATCH;
  }
  return EV_IGNORE_UNTOLD;
}
