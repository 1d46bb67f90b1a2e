#include "tree.h"

#include "limit.h"

ev_node *ev_tree_node(ev_tree *tree, ev_node_kind kind, ev_node_style style) {
  if (tree->nodes >= tree->most_nodes) {
    tree->full = true;
    return NULL;
  }
  ev_node *node = EV_NEW(tree->arena, ev_node);
  if (!node) return NULL;
  tree->nodes++;
  node->kind = (uint8_t)kind;
  node->style = (uint8_t)style;
  return node;
}

static void link_child(ev_open *open, ev_node *child) {
  child->parent = open->node;
  if (open->last)
    open->last->next = child;
  else
    open->node->first = child;
  open->last = child;
  open->entries++;
}

void ev_tree_append(ev_open *list, ev_node *child) {
  child->index = list->entries;
  link_child(list, child);
  list->node->count++;
}

static ev_node *scan_entries(ev_node *map, ev_str key) {
  for (ev_node *n = map->first; n; n = n->next)
    if (ev_str_equal(n->key->text, key) && !(n->flags & EV_FLAG_SHADOWED)) return n;
  return NULL;
}

static void index_entries(ev_tree *tree, ev_node *map) {
  ev_table *table = ev_table_new(tree->arena);
  if (!table) return;
  for (ev_node *n = map->first; n; n = n->next)
    if (!(n->flags & EV_FLAG_SHADOWED) && !ev_table_put(table, tree->arena, n->key->text, n)) return;
  map->cache = table;
}

static ev_node *find_entry(ev_tree *tree, ev_open *map, ev_str key) {
  if (!map->node->cache && map->entries > EV_INDEXED_ENTRIES) index_entries(tree, map->node);
  if (map->node->cache) return ev_table_get(map->node->cache, key);
  return scan_entries(map->node, key);
}

/* A key's `index` tells Go's type of it: keys of two types that are one text are two keys to Go. */
static bool same_for_go(const ev_node *a, const ev_node *b) { return a->index == b->index; }

static void shadow(ev_node *map, ev_node *old, ev_node *by) {
  old->flags |= EV_FLAG_SHADOWED;
  map->count--;
  if (!(old->flags & EV_FLAG_AMBIGUOUS) && same_for_go(old->key, by->key)) return;
  old->flags |= EV_FLAG_AMBIGUOUS;
  by->flags |= EV_FLAG_AMBIGUOUS;
}

ev_node *ev_tree_put(ev_tree *tree, ev_open *map, ev_node *key, ev_node *value) {
  ev_node *old = find_entry(tree, map, key->text);
  key->parent = map->node;
  key->key = key;
  value->key = key;
  link_child(map, value);
  map->node->count++;
  if (old) shadow(map->node, old, value);
  if (map->node->cache && !ev_table_put(map->node->cache, tree->arena, key->text, value))
    map->node->cache = NULL;
  return old;
}

/* ---- copying */

static ev_node *clone(ev_tree *tree, const ev_node *from, uint32_t *budget) {
  if (*budget == 0) return NULL;
  ev_node *copy = ev_tree_node(tree, from->kind, from->style);
  if (!copy) return NULL;
  (*budget)--;
  *copy = *from;
  copy->parent = copy->next = copy->key = NULL;
  if (from->kind >= EV_NODE_LIST) {
    copy->first = NULL;
    copy->cache = NULL;
  }
  return copy;
}

static ev_node *clone_child(ev_tree *tree, const ev_node *from, ev_node *parent, uint32_t *budget) {
  ev_node *copy = clone(tree, from, budget);
  if (!copy) return NULL;
  copy->parent = parent;
  if (!from->key) return copy;
  copy->key = clone(tree, from->key, budget);
  if (!copy->key) return NULL;
  copy->key->parent = parent;
  copy->key->key = copy->key;
  return copy;
}

ev_node *ev_tree_copy(ev_tree *tree, const ev_node *from, uint32_t *budget) {
  ev_node *root = clone(tree, from, budget);
  const ev_node *source = from;
  ev_node *copy = root;
  while (copy) {
    const ev_node *next = ev_node_first(source);
    ev_node **link = &copy->first;
    ev_node *parent = copy;
    while (!next && source != from) {
      next = ev_node_next(source);
      link = &copy->next;
      parent = copy->parent;
      source = source->parent;
      if (!next) copy = copy->parent;
    }
    if (!next) return root;
    copy = clone_child(tree, next, parent, budget);
    *link = copy;
    source = next;
  }
  return NULL;
}

/* ---- quirks */

ev_quirk *ev_tree_quirk(ev_tree *tree, ev_quirk_kind kind, ev_place place, const ev_node *in) {
  if (tree->quirk_count >= tree->most_quirks) {
    tree->more_quirks = true;
    return &tree->surplus;
  }
  ev_quirk *quirk = EV_NEW(tree->arena, ev_quirk);
  if (!quirk) return NULL;
  tree->quirk_count++;
  *quirk = (ev_quirk){.kind = kind, .place = place, .in = in};
  if (tree->last_quirk)
    tree->last_quirk->next = quirk;
  else
    tree->quirks = quirk;
  tree->last_quirk = quirk;
  return quirk;
}

ev_node *ev_tree_first_key(const ev_node *entry) {
  bool written_here = !(entry->flags & EV_FLAG_MERGED);
  return entry->key->next ? entry->key->next : written_here ? entry->key : NULL;
}

bool ev_tree_duplicate(ev_tree *tree, const ev_node *map, const ev_node *old, const ev_node *value) {
  ev_node *key = value->key, *first = ev_tree_first_key(old);
  ev_quirk *quirk = ev_tree_quirk(tree, EV_QUIRK_DUPLICATE, key->place, map);
  if (!quirk) return false;
  key->next = first;
  quirk->node = key;
  quirk->other = first;
  return true;
}

static bool in_order(const ev_quirk *a, const ev_quirk *b) {
  if (a->place.line != b->place.line) return a->place.line < b->place.line;
  return a->place.column <= b->place.column;
}

static bool sorted(const ev_quirk *q) {
  for (; q && q->next; q = q->next)
    if (!in_order(q, q->next)) return false;
  return true;
}

/* Takes up to `size` quirks off the list and ends their chain. */
static ev_quirk *cut_run(ev_quirk **list, size_t size) {
  ev_quirk *run = *list, *q = run;
  for (size_t i = 1; q && i < size; i++) q = q->next;
  *list = q ? q->next : NULL;
  if (q) q->next = NULL;
  return run;
}

static ev_quirk **merge_runs(ev_quirk **end, ev_quirk *a, ev_quirk *b) {
  while (a || b) {
    ev_quirk **from = !b || (a && in_order(a, b)) ? &a : &b;
    *end = *from;
    *from = (*from)->next;
    end = &(*end)->next;
  }
  *end = NULL;
  return end;
}

/* A stable merge sort from below. */
void ev_tree_sort_quirks(ev_tree *tree) {
  for (size_t size = 1; !sorted(tree->quirks); size *= 2) {
    ev_quirk *rest = tree->quirks, **end = &tree->quirks;
    while (rest) {
      ev_quirk *a = cut_run(&rest, size);
      end = merge_runs(end, a, cut_run(&rest, size));
    }
  }
}
