#include "strict.h"

#include "breaks.h"

static bool refuse(ev_builder *b, ev_point at, const char *message, const char *help) {
  (void)ev_fault_set(&b->fault, b->tree.arena, "yaml-syntax", at, "%s", message);
  ev_fault_help(&b->fault, help);
  b->fault.may_be_template = true;
  return false;
}

/* go-yaml knows no `\/`. */
static bool check_escapes(ev_builder *b, ev_point start, size_t end) {
  for (size_t i = start.offset; i + 1 < end; i++) {
    if (b->source.at[i] != '\\') continue;
    i++;
    if (b->source.at[i] != '/') continue;
    return refuse(b, ev_point_forward(b->source, start, i - 1),
                  "found the escape `\\/`, which YAML 1.1 does not know",
                  "write `/`; only JSON files may escape it");
  }
  return true;
}

/* go-yaml lets a tag run on over the comma that touches it between brackets; libyaml ends it there, with an
 * empty value behind it. */
static bool check_comma(ev_builder *b, ev_point start, ev_point end) {
  size_t property = end.offset;
  while (property > start.offset && !ev_is_space_at(b->source, property - 1)) property--;
  if (!ev_is_byte(b->source, property, '!') || !ev_is_byte(b->source, end.offset, ',')) return true;
  return refuse(b, end, "found `,` right behind a tag, which kubectl takes for part of the tag",
                "put a blank before it");
}

/* Between brackets any `?` ends go-yaml's plain scalar and starts a key, where none can stand. */
static bool check_question(ev_builder *b, ev_point start, size_t end) {
  size_t found = ev_str_find(ev_str_slice(b->source, start.offset, end), EV_STR("?"));
  if (found == SIZE_MAX) return true;
  return refuse(b, ev_point_forward(b->source, start, start.offset + found),
                "found `?` in a value without quotes between brackets, where kubectl reads no `?`",
                "quote the value");
}

bool ev_strict_scalar(ev_builder *b, ev_node_style style, ev_point start, ev_point end, bool empty) {
  if (empty) return check_comma(b, start, end);
  if (style == EV_STYLE_DOUBLE) return check_escapes(b, start, end.offset);
  return style != EV_STYLE_PLAIN || b->flow_depth == 0 || check_question(b, start, end.offset);
}
