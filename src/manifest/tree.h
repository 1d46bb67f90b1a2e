/* Making trees: nodes, children, entries of mappings, copies. What the YAML and the JSON reader share. */
#ifndef EV_MANIFEST_TREE_H
#define EV_MANIFEST_TREE_H

#include "manifest.h"
#include "place.h"
#include "table.h"

typedef struct ev_tree {
  ev_arena *arena;
  uint32_t nodes, most_nodes;
  bool full; /* most_nodes was reached */
  ev_quirk *quirks, *last_quirk;
  uint32_t quirk_count, most_quirks;
  bool more_quirks;
  ev_quirk surplus; /* stands in for quirks beyond most_quirks */
} ev_tree;

/* A collection that is being filled. */
typedef struct ev_open {
  ev_node *node;
  ev_node *last;    /* last child */
  ev_node *key;     /* of a mapping: the key that waits for its value */
  uint32_t entries; /* children, shadowed ones included */
} ev_open;

/* A node, or NULL: no memory (arena->failed) or too many nodes (tree->full). */
ev_node *ev_tree_node(ev_tree *tree, ev_node_kind kind, ev_node_style style);

/* Adds an element to a list. */
void ev_tree_append(ev_open *list, ev_node *child);

/* Adds an entry to a mapping and gives the earlier one of the same key, now shadowed; NULL if none. */
ev_node *ev_tree_put(ev_tree *tree, ev_open *map, ev_node *key, ev_node *value);

/* A copy of a whole subtree without its shadowed entries; parent, key and next of the root are unset. NULL as
 * for ev_tree_node, or when more than *budget nodes would be made; each one made is taken from it. */
ev_node *ev_tree_copy(ev_tree *tree, const ev_node *from, uint32_t *budget);

/* A quirk at the end of the list, or one outside it when most_quirks are there. NULL when out of memory
 * (the arena then says so). */
ev_quirk *ev_tree_quirk(ev_tree *tree, ev_quirk_kind kind, ev_place place, const ev_node *in);
/* The first key, of those written in the mapping itself, that an entry's key repeats; its own where it
 * repeats none; NULL where it came by a merge. The `next` of a key, which is no sibling of anything, holds
 * it. */
ev_node *ev_tree_first_key(const ev_node *entry);
/* Notes that `value`'s key repeats that of `old`; the quirk names the first of them all. False without
 * memory. */
bool ev_tree_duplicate(ev_tree *tree, const ev_node *map, const ev_node *old, const ev_node *value);
/* Puts the quirks into the order of their places. */
void ev_tree_sort_quirks(ev_tree *tree);

#define EV_INDEXED_ENTRIES 16u /* mappings with more get a hash index */

#endif
