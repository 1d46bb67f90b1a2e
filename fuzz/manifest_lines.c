#include "manifest_lines.h"

static size_t skip_blanks(ev_str s, size_t at, size_t end) {
  while (at < end && s.at[at] == ' ') at++;
  return at;
}

static size_t skip_back(ev_str s, size_t from, size_t end) {
  while (end > from && memchr(" \r\n,", s.at[end - 1], 4)) end--;
  return end;
}

static bool is_end(ev_str s, size_t at, size_t end) {
  return at >= end || s.at[at] == ' ' || s.at[at] == '\n';
}

/* Behind a quoted text that starts at `at`. */
static size_t skip_quoted(ev_str s, size_t at, size_t end) {
  char quote = s.at[at++];
  while (at < end && s.at[at] != quote) at += s.at[at] == '\\' && quote == '"' ? 2 : 1;
  return at < end ? at + 1 : end;
}

/* The `:` behind a key, or the end of the line. */
static size_t find_colon(ev_str s, size_t at, size_t end) {
  if (at < end && (s.at[at] == '"' || s.at[at] == '\'')) at = skip_quoted(s, at, end);
  if (at < end && memchr("[{|>&*!#", s.at[at], 8)) return end;
  while (at < end && !(s.at[at] == ':' && is_end(s, at + 1, end))) at++;
  return at;
}

static size_t find_comment(ev_str s, size_t at, size_t end) {
  for (; at + 1 < end; at++) {
    if (s.at[at] == '"' || s.at[at] == '\'') at = skip_quoted(s, at, end) - 1;
    if (at + 1 < end && s.at[at] == ' ' && s.at[at + 1] == '#') return at;
  }
  return end;
}

static line look_at(ev_str s, size_t start, size_t end) {
  line l = {.start = start, .end = end};
  size_t at = skip_blanks(s, start, end);
  l.indent = at - start;
  l.blank = at == end || memchr("\r\n#", s.at[at], 3);
  l.item = at < end && s.at[at] == '-' && is_end(s, at + 1, end);
  while (at < end && s.at[at] == '-' && is_end(s, at + 1, end)) at = skip_blanks(s, at + 1, end);
  size_t colon = l.blank ? end : find_colon(s, at, end);
  l.key = at;
  l.key_end = colon < end ? colon : at;
  l.value = colon < end ? skip_blanks(s, colon + 1, end) : at;
  l.value_end = skip_back(s, l.value, l.blank ? l.value : find_comment(s, l.value, end));
  return l;
}

void lines_find(lines *l, ev_str text) {
  l->text = text;
  l->count = 0;
  for (size_t at = 0; at < text.size && l->count < MOST_LINES;) {
    const char *newline = memchr(text.at + at, '\n', text.size - at);
    size_t end = newline ? (size_t)(newline - text.at) + 1 : text.size;
    l->at[l->count++] = look_at(text, at, end);
    at = end;
  }
}

size_t lines_below(const lines *l, size_t index) {
  const line *top = &l->at[index];
  size_t i = index + 1;
  while (i < l->count) {
    const line *next = &l->at[i];
    bool listed = next->item && !top->item && next->indent == top->indent && top->value == top->value_end;
    if (!next->blank && next->indent <= top->indent && !listed) break;
    i++;
  }
  return i;
}
