/* Anchors and aliases. */
#include "builder.h"

ev_anchor *ev_builder_anchor(ev_builder *b, const yaml_char_t *name, ev_node *node, bool open) {
  if (!name) return NULL;
  if (!b->anchors) b->anchors = ev_table_new(b->tree.arena);
  ev_anchor *anchor = EV_NEW(b->tree.arena, ev_anchor);
  ev_str key = ev_str_copy(b->tree.arena, ev_str_of((const char *)name));
  if (!b->anchors || !anchor || !key.at) return NULL;
  *anchor = (ev_anchor){.node = node, .steps = 1, .open = open};
  return ev_table_put(b->anchors, b->tree.arena, key, anchor) ? anchor : NULL;
}

/* ---- unknown names */

static bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* Whether an earlier document of the file seems to define the anchor. */
static bool defined_before(const ev_builder *b, ev_str name) {
  ev_str text = ev_str_slice(b->source, 0, b->chunk->start);
  for (size_t i = 0; text.size - i > name.size; i++) {
    const char *found = memchr(text.at + i, '&', text.size - i);
    if (!found) return false;
    i = (size_t)(found - text.at);
    size_t end = i + 1 + name.size;
    if (end > text.size) return false;
    bool whole = end == text.size || !is_name_char(text.at[end]);
    if (whole && ev_str_equal(ev_str_slice(text, i + 1, end), name)) return true;
  }
  return false;
}

static bool refuse_unknown(ev_builder *b, ev_str name, ev_point at) {
  ev_str shown = ev_excerpt(b->tree.arena, name);
  (void)ev_fault_set(&b->fault, b->tree.arena, "unknown-alias", at,
                     "no anchor `&%.*s` stands before the alias `*%.*s`", EV_STR_ARG(shown),
                     EV_STR_ARG(shown));
  ev_fault_help(&b->fault,
                defined_before(b, name)
                    ? "an earlier document has it, but kubectl reads each document on its own: repeat it here"
                    : "define the anchor first, or quote the value if the `*` is text");
  return false;
}

/* ---- budgets */

/* allowedAliasRatio of go-yaml's decode.go. */
static double allowed_ratio(uint64_t steps) {
  if (steps <= 400000) return 0.99;
  if (steps >= 4000000) return 0.10;
  return 0.99 - 0.89 * ((double)(steps - 400000) / 3600000.0);
}

static bool count_steps(ev_builder *b, const ev_anchor *anchor, ev_point at) {
  b->steps += 1 + anchor->steps;
  b->alias_steps += anchor->steps;
  bool excessive = b->alias_steps > 100 && b->steps > 1000 &&
                   (double)b->alias_steps / (double)b->steps > allowed_ratio(b->steps);
  if (!excessive) return true;
  (void)ev_fault_set(
      &b->fault, b->tree.arena, "alias-limit", at,
      "aliases make up nearly the whole document, which kubectl refuses as excessive aliasing");
  ev_fault_help(&b->fault, "write the repeated values out");
  return false;
}

static bool check_height(ev_builder *b, const ev_anchor *anchor, ev_point at) {
  uint64_t most = (uint64_t)b->limits->block_depth + b->limits->flow_depth;
  if (b->depth + anchor->height <= most) return true;
  return ev_fault_depth(&b->fault, b->tree.arena, at, most);
}

bool ev_builder_refuse_copy(ev_builder *b, ev_point at) {
  if (b->tree.arena->failed) return false;
  if (b->alias_budget == 0)
    return ev_fault_set(&b->fault, b->tree.arena, "alias-limit", at,
                        "aliases expand to more than %u values, the most that are read",
                        b->limits->alias_nodes);
  return ev_fault_set(&b->fault, b->tree.arena, "node-limit", at,
                      "the document has more than %u values, the most that are read", b->limits->nodes);
}

/* ---- the alias event; it is never the root, as its anchor stands before it */

static ev_node *make_site(ev_builder *b, const yaml_event_t *event, ev_point at) {
  ev_node *site = ev_builder_node(b, EV_NODE_STRING, EV_STYLE_PLAIN, at);
  if (!site) return NULL;
  ev_point end = ev_marker_point(&b->marker, &event->end_mark);
  ev_place_end(&site->place, end);
  site->text = ev_str_slice(b->source, at.offset, end.offset);
  const ev_open *open = &ev_builder_top(b)->open;
  site->parent = open->node;
  site->key = open->key;
  site->index = open->entries;
  b->leaf_end = end;
  return site;
}

static bool attach_key(ev_builder *b, ev_node *copy) {
  ev_frame *frame = ev_builder_top(b);
  if (frame->open.node->place.line == 0) {
    frame->open.node->place = copy->alias->place;
    frame->open.node->offset = copy->alias->offset;
  }
  if (copy->kind >= EV_NODE_LIST) return ev_builder_attach(b, copy); /* refuses it */
  ev_resolved resolved = {.type = EV_GO_STRING};
  if (copy->kind != EV_NODE_STRING) resolved = ev_resolve_plain(copy->text);
  frame->open.key = copy;
  return ev_builder_key(b, copy, &resolved);
}

static bool attach_copy(ev_builder *b, ev_node *copy) {
  ev_frame *frame = ev_builder_top(b);
  bool map = frame->open.node->kind == EV_NODE_MAP;
  if (map && !frame->open.key) return attach_key(b, copy);
  if (!ev_builder_attach(b, copy)) return false;
  bool collection = copy->kind >= EV_NODE_LIST;
  return map && frame->merging && collection ? ev_builder_merge(b, copy) : true;
}

static ev_anchor *find_anchor(ev_builder *b, ev_str name, ev_point at) {
  ev_anchor *anchor = ev_table_get(b->anchors, name);
  if (!anchor) {
    (void)refuse_unknown(b, name, at);
    return NULL;
  }
  if (!anchor->open) return anchor;
  (void)ev_fault_set(&b->fault, b->tree.arena, "self-alias", at,
                     "the alias stands inside the value of its own anchor");
  ev_fault_help(&b->fault, "a value cannot hold itself; refer to another anchor");
  return NULL;
}

bool ev_builder_alias(ev_builder *b, const yaml_event_t *event) {
  ev_point at = ev_marker_point(&b->marker, &event->start_mark);
  ev_anchor *anchor = find_anchor(b, ev_str_of((const char *)event->data.alias.anchor), at);
  if (!anchor || !count_steps(b, anchor, at) || !check_height(b, anchor, at)) return false;
  ev_node *site = make_site(b, event, at);
  if (!site) return false;
  ev_node *copy = ev_tree_copy(&b->tree, anchor->node, &b->alias_budget);
  if (!copy) return ev_builder_refuse_copy(b, at);
  copy->flags = (uint8_t)((copy->flags & (EV_FLAG_TEMPLATE | EV_FLAG_UNFIT)) | EV_FLAG_ALIAS);
  copy->alias = site;
  ev_frame *frame = ev_builder_top(b);
  if (anchor->height > frame->height) frame->height = anchor->height;
  return attach_copy(b, copy);
}
