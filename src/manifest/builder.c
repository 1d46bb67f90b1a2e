#include "builder.h"

void ev_builder_start(ev_builder *b, ev_arena *arena, const ev_manifest_limits *limits, ev_str source,
                      const ev_chunk *chunk) {
  ev_frame *frames = b->frames;
  size_t capacity = b->capacity;
  *b = (ev_builder){
      .limits = limits, .source = source, .chunk = chunk, .frames = frames, .capacity = capacity};
  b->tree = (ev_tree){.arena = arena, .most_nodes = limits->nodes, .most_quirks = limits->quirks};
  b->alias_budget = limits->alias_nodes;
  b->steps = 1; /* the document itself */
  ev_marker_start(&b->marker, source, chunk);
}

void ev_builder_start_again(ev_builder *b) {
  ev_arena_reset(b->tree.arena, EV_KEPT_BYTES);
  ev_builder_start(b, b->tree.arena, b->limits, b->source, b->chunk);
}

void ev_builder_free(ev_builder *b) {
  ev_free(b->frames);
  b->frames = NULL;
  b->capacity = 0;
}

ev_node *ev_builder_node(ev_builder *b, ev_node_kind kind, ev_node_style style, ev_point at) {
  ev_node *node = ev_tree_node(&b->tree, kind, style);
  if (!node) {
    if (b->tree.full)
      (void)ev_fault_set(&b->fault, b->tree.arena, "node-limit", at,
                         "the document has more than %u values, the most that are read", b->limits->nodes);
    return NULL;
  }
  node->offset = at.offset;
  ev_place_start(&node->place, at);
  return node;
}

bool ev_builder_divergent(ev_builder *b, ev_place place, const ev_node *node, const char *what) {
  const ev_node *in = b->depth ? b->frames[b->depth - 1].open.node : node;
  ev_quirk *quirk = ev_tree_quirk(&b->tree, EV_QUIRK_DIVERGENT, place, in);
  if (!quirk) return false;
  quirk->node = node;
  quirk->what = what;
  return true;
}

/* ---- attaching */

static bool note_duplicate(ev_builder *b, ev_frame *frame, const ev_node *old, const ev_node *value) {
  if (!old || !ev_tree_first_key(old)) return true; /* an explicit key after a merge is no surprise */
  return ev_tree_duplicate(&b->tree, frame->open.node, old, value);
}

/* A value of a mapping. That of a `<<` stays outside the tree until it is merged. */
static bool attach_value(ev_builder *b, ev_frame *frame, ev_node *node) {
  ev_node *key = frame->open.key;
  if (frame->merging) {
    node->parent = frame->open.node;
    node->key = key;
    return node->kind >= EV_NODE_LIST ? true : ev_builder_merge(b, node);
  }
  ev_node *old = ev_tree_put(&b->tree, &frame->open, key, node);
  frame->open.key = NULL;
  return note_duplicate(b, frame, old, node);
}

static bool refuse_key(ev_builder *b, const ev_node *node) {
  const ev_node *shown = node->alias ? node->alias : node;
  ev_point at = {shown->offset, shown->place.line, shown->place.column};
  if (node->kind == EV_NODE_LIST)
    return ev_fault_set(&b->fault, b->tree.arena, "key-not-scalar", at,
                        "found a list as a key, where Kubernetes takes only text");
  (void)ev_fault_set(&b->fault, b->tree.arena, "key-not-scalar", at,
                     "found a mapping as a key, where Kubernetes takes only text");
  ev_fault_help(&b->fault, "if this is a template, render it first; if the braces are text, quote the value");
  b->fault.may_be_template = true;
  return false;
}

bool ev_builder_attach(ev_builder *b, ev_node *node) {
  ev_frame *frame = ev_builder_top(b);
  if (!frame) {
    b->root = node;
    return true;
  }
  if (frame->open.node->kind == EV_NODE_LIST) {
    ev_tree_append(&frame->open, node);
    return true;
  }
  if (frame->open.key) return attach_value(b, frame, node);
  return refuse_key(b, node); /* keys that are scalars or aliases come by ev_builder_key */
}

/* ---- collections */

static bool check_depth(ev_builder *b, bool flow, ev_point at) {
  if (flow && b->flow_depth >= b->limits->flow_depth)
    return ev_fault_depth(&b->fault, b->tree.arena, at, b->limits->flow_depth);
  if (!flow && b->block_depth >= b->limits->block_depth)
    return ev_fault_depth(&b->fault, b->tree.arena, at, b->limits->block_depth);
  return true;
}

#ifdef EV_TINY
#define FIRST_FRAMES 1u
#else
#define FIRST_FRAMES 32u
#endif

/* Depth is limited, so the sizes cannot overflow. */
static bool make_room(ev_builder *b) {
  if (b->depth < b->capacity) return true;
  size_t capacity = b->capacity ? b->capacity * 2 : FIRST_FRAMES;
  ev_frame *frames = ev_realloc(b->frames, capacity * sizeof *frames);
  if (!frames) {
    b->tree.arena->failed = true;
    return false;
  }
  b->frames = frames;
  b->capacity = capacity;
  return true;
}

static bool push(ev_builder *b, ev_node *node, ev_anchor *anchor, bool flow) {
  if (!make_room(b)) return false;
  b->frames[b->depth++] = (ev_frame){
      .open = {.node = node}, .anchor = anchor, .flow = flow, .steps = b->steps};
  if (flow)
    b->flow_depth++;
  else
    b->block_depth++;
  b->steps++;
  return true;
}

/* Where a collection starts: at its bracket or its first `-`; that of its first key comes later. */
static ev_point collection_start(ev_builder *b, const yaml_event_t *event, bool flow, bool map, bool *known) {
  ev_point start = ev_marker_point(&b->marker, &event->start_mark);
  if (start.offset < b->source.size && !flow && !map && b->source.at[start.offset] == '-') {
    *known = true;
    return start;
  }
  ev_point end = ev_marker_point(&b->marker, &event->end_mark);
  char before = end.offset > start.offset ? b->source.at[end.offset - 1] : '\0';
  bool one_back = before == '{' || before == '[' || (!flow && !map && before == '-');
  *known = flow ? one_back : !map;
  if (one_back && (flow || !map)) end = (ev_point){end.offset - 1, end.line, end.column - 1};
  return end;
}

static bool local_tag(const yaml_char_t *tag) { return tag && ev_tag_of((const char *)tag) == EV_TAG_LOCAL; }

static bool start_collection(ev_builder *b, const yaml_event_t *event, ev_node_kind kind) {
  bool map = kind == EV_NODE_MAP;
  bool flow = map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                  : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
  const yaml_char_t *name = map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
  const yaml_char_t *tag = map ? event->data.mapping_start.tag : event->data.sequence_start.tag;
  bool known;
  ev_point at = collection_start(b, event, flow, map, &known);
  if (!check_depth(b, flow, at)) return false;
  ev_node *node = ev_builder_node(b, kind, flow ? EV_STYLE_FLOW : EV_STYLE_BLOCK, at);
  if (!node || !ev_builder_attach(b, node)) return false;
  if (local_tag(tag) && !ev_builder_local_tag(b, event, node)) return false;
  ev_anchor *anchor = ev_builder_anchor(b, name, node, true);
  if (name && !anchor) return false;
  if (!known) node->place.line = 0; /* the first key tells */
  return push(b, node, anchor, flow);
}

bool ev_builder_open(ev_builder *b, ev_node_kind kind, bool flow, ev_point at) {
  if (!check_depth(b, flow, at)) return false;
  ev_node *node = ev_builder_node(b, kind, flow ? EV_STYLE_FLOW : EV_STYLE_BLOCK, at);
  return node && ev_builder_attach(b, node) && push(b, node, NULL, flow);
}

static void close_anchor(ev_builder *b, const ev_frame *frame) {
  if (!frame->anchor) return;
  frame->anchor->open = false;
  frame->anchor->steps = b->steps - frame->steps;
  frame->anchor->height = frame->height + 1;
}

bool ev_builder_close(ev_builder *b, const ev_point *bracket) {
  ev_frame frame = b->frames[--b->depth];
  ev_node *node = frame.open.node;
  if (frame.flow)
    b->flow_depth--;
  else
    b->block_depth--;
  if (bracket && b->leaf_end.offset <= node->offset) b->leaf_end = *bracket; /* there is no leaf in it */
  ev_place_end(&node->place, b->leaf_end);
  close_anchor(b, &frame);
  ev_frame *parent = ev_builder_top(b);
  if (!parent) return true;
  if (frame.height + 1 > parent->height) parent->height = frame.height + 1;
  bool merged = parent->merging && parent->open.node->kind == EV_NODE_MAP;
  return merged ? ev_builder_merge(b, node) : true;
}

static bool end_collection(ev_builder *b, const yaml_event_t *event) {
  const ev_frame *frame = ev_builder_top(b);
  size_t start = frame->open.node->offset;
  bool bracket = frame->flow && start < b->source.size &&
                 (b->source.at[start] == '{' || b->source.at[start] == '[') &&
                 event->end_mark.index > event->start_mark.index;
  if (!bracket) return ev_builder_close(b, NULL);
  ev_point end = ev_marker_point(&b->marker, &event->end_mark);
  return ev_builder_close(b, &end);
}

bool ev_builder_event(ev_builder *b, const yaml_event_t *event) {
  switch (event->type) {
  case YAML_SCALAR_EVENT: return ev_builder_scalar(b, event);
  case YAML_MAPPING_START_EVENT: return start_collection(b, event, EV_NODE_MAP);
  case YAML_SEQUENCE_START_EVENT: return start_collection(b, event, EV_NODE_LIST);
  case YAML_MAPPING_END_EVENT:
  case YAML_SEQUENCE_END_EVENT: return end_collection(b, event);
  case YAML_ALIAS_EVENT: return ev_builder_alias(b, event);
  case YAML_DOCUMENT_END_EVENT:
  case YAML_STREAM_END_EVENT: b->ended = true; return true;
  default: return true;
  }
}
