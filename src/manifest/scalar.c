/* Scalars: their text, place and meaning. */
#include <math.h>

#include "apostrophe.h"
#include "breaks.h"
#include "builder.h"
#include "strict.h"
#include "template.h"
#include "unfold.h"

/* libyaml passes over a byte order mark at the start of any line. */
static bool is_mark_at(ev_str s, size_t at) {
  return ev_starts_line(s, at) && ev_str_starts(ev_str_slice(s, at, s.size), EV_STR("\xef\xbb\xbf"));
}

static size_t skip_space_and_comments(ev_str s, size_t at, size_t end) {
  while (at < end) {
    if (s.at[at] == '#') {
      while (at < end && !ev_break_at(s, at)) at++;
    } else if (ev_is_space_at(s, at)) {
      at += ev_break_at(s, at) ? ev_break_at(s, at) : 1;
    } else if (is_mark_at(s, at)) {
      at += 3;
    } else {
      break;
    }
  }
  return at;
}

static bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* Goes past one `&anchor`, which may touch what follows it, or one `!tag`, which may not. */
static size_t skip_property(ev_str s, size_t i, size_t end) {
  bool anchor = s.at[i++] == '&';
  while (i < end && (anchor ? is_name_char(s.at[i]) : !ev_is_space_at(s, i))) i++;
  return skip_space_and_comments(s, i, end);
}

/* Goes past `&anchor` and `!tag`, in either order. */
static ev_point skip_properties(ev_builder *b, ev_point at, size_t end) {
  ev_str s = b->source;
  size_t i = at.offset;
  for (int n = 0; n < 2 && i < end && (s.at[i] == '&' || s.at[i] == '!'); n++) i = skip_property(s, i, end);
  return ev_point_forward(s, at, i);
}

static ev_node_style style_of(yaml_scalar_style_t style) {
  switch (style) {
  case YAML_SINGLE_QUOTED_SCALAR_STYLE: return EV_STYLE_SINGLE;
  case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return EV_STYLE_DOUBLE;
  case YAML_LITERAL_SCALAR_STYLE: return EV_STYLE_LITERAL;
  case YAML_FOLDED_SCALAR_STYLE: return EV_STYLE_FOLDED;
  default: return EV_STYLE_PLAIN;
  }
}

/* The text where it stands in the source, if it stands there verbatim, else a copy. */
static ev_str keep_text(ev_builder *b, const yaml_event_t *event, const ev_node *node, size_t end) {
  const char *value = (const char *)event->data.scalar.value;
  size_t size = event->data.scalar.length;
  size_t from = node->offset + (node->style == EV_STYLE_SINGLE || node->style == EV_STYLE_DOUBLE);
  bool one_line = event->start_mark.line == event->end_mark.line;
  bool plain = node->style == EV_STYLE_PLAIN && one_line && from + size == end;
  if (plain || (from + size <= end && memcmp(b->source.at + from, value, size) == 0))
    return ev_str_slice(b->source, from, from + size);
  return ev_str_copy(b->tree.arena, (ev_str){value, size});
}

static bool is_verbatim(const ev_builder *b, const ev_node *node) {
  uintptr_t text = (uintptr_t)node->text.at, source = (uintptr_t)b->source.at;
  return text >= source && text - source <= b->source.size;
}

/* ---- tags */

/* The tag's own place, behind an anchor perhaps. */
ev_place ev_builder_tag_place(ev_builder *b, const yaml_event_t *event) {
  ev_point at = ev_marker_point(&b->marker, &event->start_mark);
  size_t i = at.offset, end = b->source.size;
  if (i < end && b->source.at[i] == '&') i = skip_property(b->source, i, end);
  ev_place place = {0};
  at = ev_point_forward(b->source, at, i);
  ev_place_start(&place, at);
  bool verbatim = ev_is_byte(b->source, i + 1, '<');
  while (i < end && !ev_is_space_at(b->source, i) && (verbatim || !strchr(",[]{}", b->source.at[i]))) i++;
  ev_place_end(&place, ev_point_forward(b->source, at, i));
  return place;
}

bool ev_builder_local_tag(ev_builder *b, const yaml_event_t *event, const ev_node *node) {
  ev_place place = ev_builder_tag_place(b, event);
  const char *what = node->kind < EV_NODE_LIST ? "a local tag, behind which kubectl reads text"
                                               : "a local tag, which kubectl ignores";
  return ev_builder_divergent(b, place, node, what);
}

/* ---- places */

/* The `-` above an element's anchor or tag, in the column of the list. */
static bool find_dash_above(ev_builder *b, const ev_node *list, ev_point *at) {
  ev_str s = b->source;
  size_t line = at->offset;
  uint32_t number = at->line;
  while (line > list->offset) {
    while (line > b->chunk->start && s.at[line - 1] != '\n' && s.at[line - 1] != '\r') line--;
    uint32_t first = line == b->chunk->start ? b->chunk->column : 1;
    size_t dash = list->place.column < first ? at->offset : line + list->place.column - first;
    if (dash < at->offset && s.at[dash] == '-') {
      *at = (ev_point){(uint32_t)dash, number, list->place.column};
      return true;
    }
    if (line == b->chunk->start) break;
    line -= line > 1 && s.at[line - 1] == '\n' && s.at[line - 2] == '\r' ? 2 : 1;
    number--;
  }
  return false;
}

/* The `-` of an empty element, whose mark stands right behind it, or at an anchor or a tag. */
static bool find_dash(ev_builder *b, const ev_node *list, ev_point *at) {
  if (at->offset == 0 || b->source.at[at->offset - 1] != '-') return find_dash_above(b, list, at);
  *at = (ev_point){at->offset - 1, at->line, at->column - 1};
  return true;
}

/* An empty value stands at its key, or at its `-`. */
static void place_empty(ev_builder *b, ev_node *node, ev_point at) {
  ev_frame *frame = ev_builder_top(b);
  if (frame && frame->open.key) {
    const ev_node *key = frame->open.key->alias ? frame->open.key->alias : frame->open.key;
    node->place = key->place;
    node->offset = key->offset;
    return;
  }
  bool block_list = frame && frame->open.node->kind == EV_NODE_LIST && !frame->flow;
  bool dash = block_list && find_dash(b, frame->open.node, &at);
  b->leaf_end = (ev_point){at.offset + dash, at.line, at.column + dash};
  node->offset = at.offset;
  ev_place_start(&node->place, at);
  ev_place_end(&node->place, b->leaf_end);
}

static void place_scalar(ev_builder *b, const yaml_event_t *event, ev_node *node, ev_point start,
                         ev_point end) {
  if (node->style == EV_STYLE_PLAIN && event->data.scalar.length == 0) {
    place_empty(b, node, start);
    return;
  }
  if (node->style == EV_STYLE_LITERAL || node->style == EV_STYLE_FOLDED) {
    ev_str value = {(const char *)event->data.scalar.value, event->data.scalar.length};
    end = ev_block_scalar_end(b->source, value, start, end);
  }
  ev_place_end(&node->place, end);
  b->leaf_end = end;
}

/* ---- meaning */

static bool refuse_tag(ev_builder *b, const ev_node *node, ev_tag tag) {
  ev_point at = {node->offset, node->place.line, node->place.column};
  ev_str text = ev_excerpt(b->tree.arena, node->text);
  return ev_fault_set(&b->fault, b->tree.arena, "bad-tag", at,
                      "`%.*s` cannot be read as %s, which its tag asks for", EV_STR_ARG(text),
                      ev_tag_name(tag));
}

static bool decode_binary(ev_builder *b, ev_node *node, ev_place tag) {
  if (!ev_binary_decode(b->tree.arena, node->text, &node->text)) {
    if (b->tree.arena->failed) return false;
    ev_point at = {node->offset, node->place.line, node->place.column};
    return ev_fault_set(&b->fault, b->tree.arena, "bad-base64", at,
                        "a value tagged !!binary is not valid base64");
  }
  return ev_builder_divergent(b, tag, node, "!!binary, which kubectl decodes and other tools do not");
}

/* Behind `!!float` an integer beyond 2^53 is rounded, which its own spelling does not tell. */
static bool spell_rounded(ev_builder *b, ev_node *node, const ev_number *number) {
  char text[EV_NUMBER_TEXT];
  if (number->kind != EV_NUMBER_REAL || fabs(number->real) < 0x1p53) return true;
  node->text = ev_str_copy(b->tree.arena, (ev_str){text, ev_number_json(number, text)});
  return node->text.at != NULL;
}

static bool resolve(ev_builder *b, const yaml_event_t *event, ev_node *node, ev_resolved *out) {
  ev_tag tag = ev_tag_of((const char *)event->data.scalar.tag);
  *out = (ev_resolved){.type = EV_GO_STRING};
  if (tag == EV_TAG_NONE) {
    if (event->data.scalar.plain_implicit) *out = ev_resolve_plain(node->text);
    return true;
  }
  if (!ev_resolve_tagged(tag, node->text, out)) return refuse_tag(b, node, tag);
  if (tag == EV_TAG_BINARY) return decode_binary(b, node, ev_builder_tag_place(b, event));
  if (tag == EV_TAG_LOCAL) return ev_builder_local_tag(b, event, node);
  return tag == EV_TAG_FLOAT ? spell_rounded(b, node, &out->number) : true;
}

static bool at_key(const ev_frame *frame) {
  return frame && frame->open.node->kind == EV_NODE_MAP && !frame->open.key;
}

static bool is_merge(const yaml_event_t *event, const ev_node *node) {
  if (node->text.size != 2 || memcmp(node->text.at, "<<", 2) != 0) return false;
  return event->data.scalar.plain_implicit || ev_tag_of((const char *)event->data.scalar.tag) == EV_TAG_MERGE;
}

static bool start_merge(ev_builder *b, ev_frame *frame, ev_node *key) {
  key->parent = frame->open.node;
  key->key = key;
  frame->open.key = key;
  frame->merging = true;
  if (frame->merge_key) {
    ev_quirk *quirk = ev_tree_quirk(&b->tree, EV_QUIRK_DUPLICATE, key->place, frame->open.node);
    if (!quirk) return false;
    quirk->node = key;
    quirk->other = frame->merge_key;
  } else {
    frame->merge_key = key;
  }
  return true;
}

static void note_first_key(ev_frame *frame, const ev_node *key) {
  ev_node *map = frame->open.node;
  if (map->place.line != 0) return;
  map->place.line = key->place.line;
  map->place.column = key->place.column;
  map->offset = key->offset;
}

static void flag_template(const ev_builder *b, ev_node *string) {
  bool look = b->chunk->braces || !is_verbatim(b, string);
  if (look && ev_template_in(string->text)) string->flags |= EV_FLAG_TEMPLATE;
}

static bool place_value(ev_builder *b, ev_node *node, const ev_resolved *resolved) {
  node->kind = (uint8_t)ev_resolved_kind(resolved);
  if (resolved->type == EV_GO_NOT_FINITE) ev_builder_unfit(b, node);
  if (node->kind == EV_NODE_STRING) flag_template(b, node);
  return ev_builder_attach(b, node);
}

static bool place_key(ev_builder *b, ev_node *node, const ev_resolved *resolved) {
  ev_frame *frame = ev_builder_top(b);
  if (ev_str_is(node->text, "<<") &&
      !ev_builder_divergent(b, node->place, node, "a quoted `<<`, which kubectl takes for an ordinary key"))
    return false;
  frame->open.key = node;
  flag_template(b, node);
  return ev_builder_key(b, node, resolved);
}

/* A key is made text, but an alias to it means what it was before. */
static bool anchor_scalar(ev_builder *b, const yaml_event_t *event, ev_node *node,
                          const ev_resolved *resolved, bool key) {
  ev_node *target = node;
  if (key) {
    target = ev_tree_node(&b->tree, ev_resolved_kind(resolved), (ev_node_style)node->style);
    if (!target) return false;
    *target = *node;
    target->kind = (uint8_t)ev_resolved_kind(resolved);
  }
  return ev_builder_anchor(b, event->data.scalar.anchor, target, false) != NULL;
}

bool ev_builder_leaf(ev_builder *b, ev_node *leaf, bool plain) {
  ev_resolved resolved = {.type = EV_GO_STRING};
  if (plain) resolved = ev_resolve_plain(leaf->text);
  b->steps++;
  return at_key(ev_builder_top(b)) ? place_key(b, leaf, &resolved) : place_value(b, leaf, &resolved);
}

/* The node with its text and place. */
static ev_node *make_scalar(ev_builder *b, const yaml_event_t *event) {
  ev_point start = ev_marker_point(&b->marker, &event->start_mark);
  ev_point end = ev_marker_point(&b->marker, &event->end_mark);
  ev_node_style style = style_of(event->data.scalar.style);
  bool empty = style == EV_STYLE_PLAIN && event->data.scalar.length == 0;
  char first = start.offset < end.offset ? b->source.at[start.offset] : '\0';
  if (!empty && (first == '&' || first == '!')) start = skip_properties(b, start, end.offset);
  if (!ev_strict_scalar(b, style, start, end, empty)) return NULL;
  ev_node *node = ev_builder_node(b, EV_NODE_STRING, style, start);
  if (!node) return NULL;
  if (b->apostrophes && style == EV_STYLE_DOUBLE)
    ev_apostrophes_restore(ev_str_slice(b->source, start.offset, end.offset), event->data.scalar.value,
                           event->data.scalar.length);
  node->text = keep_text(b, event, node, end.offset);
  place_scalar(b, event, node, start, end);
  return node->text.at ? node : NULL;
}

bool ev_builder_scalar(ev_builder *b, const yaml_event_t *event) {
  ev_node *node = make_scalar(b, event);
  if (!node) return false;
  ev_frame *frame = ev_builder_top(b);
  bool key = at_key(frame);
  if (key) note_first_key(frame, node);
  bool merge = key && is_merge(event, node);
  ev_resolved resolved = {.type = EV_GO_STRING};
  if (!merge && !resolve(b, event, node, &resolved)) return false;
  if (event->data.scalar.anchor && !anchor_scalar(b, event, node, &resolved, key)) return false;
  if (merge) return start_merge(b, frame, node);
  b->steps++;
  return key ? place_key(b, node, &resolved) : place_value(b, node, &resolved);
}
