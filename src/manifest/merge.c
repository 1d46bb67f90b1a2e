/* Merge keys, in the order of occurrence as go-yaml v2 applies them (decode.go, merge). */
#include "builder.h"

static bool refuse(ev_builder *b, const ev_node *value) {
  const ev_node *at = value->alias ? value->alias : value;
  ev_point point = {at->offset, at->place.line, at->place.column};
  bool alias_of_list = value->alias && value->kind == EV_NODE_LIST;
  (void)ev_fault_set(&b->fault, b->tree.arena, "bad-merge", point,
                     "`<<` takes a mapping or a list of mappings, and this is %s%s",
                     alias_of_list ? "an alias of " : "", ev_node_kind_text(value));
  ev_fault_help(&b->fault, "write `<<: *name` with the anchor of a mapping, or quote the `<<` if it is text");
  return false;
}

typedef struct merging {
  ev_frame *frame;
  const ev_node *key;         /* the `<<` */
  const ev_node *overwritten; /* the key of the first entry that stood before the `<<` */
} merging;

static void move_entry(ev_builder *b, merging *m, ev_node *entry, ev_node *site) {
  entry->next = NULL;
  entry->flags |= EV_FLAG_MERGED;
  if (site) {
    entry->flags |= EV_FLAG_ALIAS;
    entry->alias = site;
  }
  const ev_node *old = ev_tree_put(&b->tree, &m->frame->open, entry->key, entry);
  entry->key->next = old ? ev_tree_first_key(old) : NULL;
  bool late = old && !(old->flags & EV_FLAG_MERGED);
  if (late && !m->overwritten) m->overwritten = old->key;
}

static void move_entries(ev_builder *b, merging *m, ev_node *map) {
  ev_node *next;
  for (ev_node *entry = ev_node_first(map); entry; entry = next) {
    next = ev_node_next(entry);
    move_entry(b, m, entry, map->alias);
  }
}

static ev_node *reverse(ev_node *list) {
  ev_node *reversed = NULL;
  while (list) {
    ev_node *next = list->next;
    list->next = reversed;
    reversed = list;
    list = next;
  }
  return reversed;
}

/* Earlier elements take precedence, so the last one comes first. */
static bool move_list(ev_builder *b, merging *m, ev_node *list) {
  for (ev_node *n = reverse(list->first); n; n = n->next) {
    if (n->kind != EV_NODE_MAP) return refuse(b, n);
    move_entries(b, m, n);
  }
  return true;
}

static bool note_late(ev_builder *b, const merging *m) {
  if (!m->overwritten) return true;
  ev_quirk *quirk = ev_tree_quirk(&b->tree, EV_QUIRK_DIVERGENT, m->key->place, m->frame->open.node);
  if (!quirk) return false;
  quirk->node = m->key;
  quirk->other = m->overwritten;
  quirk->what = "a merge after the key that it overwrites";
  return true;
}

/* A value that is written out at the `<<` may have an anchor, so its entries cannot be moved away. */
static ev_node *copy_value(ev_builder *b, const ev_node *value) {
  ev_node *copy = ev_tree_copy(&b->tree, value, &b->alias_budget);
  if (!copy)
    (void)ev_builder_refuse_copy(b, (ev_point){value->offset, value->place.line, value->place.column});
  return copy;
}

bool ev_builder_merge(ev_builder *b, ev_node *value) {
  ev_frame *frame = ev_builder_top(b);
  merging m = {.frame = frame, .key = frame->open.key};
  bool from_alias = value->alias != NULL;
  if (!from_alias) value = copy_value(b, value);
  if (!value) return false;
  if (value->kind == EV_NODE_MAP)
    move_entries(b, &m, value);
  else if (value->kind != EV_NODE_LIST || from_alias || !move_list(b, &m, value))
    return refuse(b, value);
  frame->merging = false;
  frame->open.key = NULL;
  return !b->tree.arena->failed && note_late(b, &m);
}
