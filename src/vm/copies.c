/* The lists and mappings of an object that aliases have brought into it, by where they stand in the text. */
#include "shape.h"

#include <stdlib.h>

static bool add(ev_vm *vm, ev_copies *copies, const ev_node *node) {
  if (copies->count == copies->capacity) {
    uint32_t capacity = copies->capacity ? copies->capacity * 2 : 32;
    ev_copy *larger = EV_NEW_ARRAY(&vm->scratch, ev_copy, capacity);
    if (!larger) return false;
    if (copies->count) memcpy(larger, copies->at, copies->count * sizeof *larger);
    copies->at = larger;
    copies->capacity = capacity;
  }
  copies->at[copies->count] = (ev_copy){node, copies->count};
  copies->count++;
  return true;
}

/* The node behind this one in the order of the text, NULL at the end of the object. `alias` is the outermost
 * copy that it stands in. */
static const ev_node *next_of(const ev_node *node, const ev_node *object, const ev_node **alias) {
  const ev_node *next = ev_node_first(node);
  while (!next && node != object) {
    if (node == *alias) *alias = NULL;
    next = ev_node_next(node);
    node = node->parent;
  }
  return next;
}

static int by_place(const void *a, const void *b) {
  const ev_copy *x = a, *y = b;
  if (x->node->offset != y->node->offset) return x->node->offset < y->node->offset ? -1 : 1;
  return x->number < y->number ? -1 : x->number > y->number;
}

bool ev_copies_find(ev_vm *vm, ev_copies *copies) {
  const ev_node *alias = NULL;
  const ev_node *n = vm->run->object;
  while (n && ev_machine_spend(vm, 1)) {
    if (!alias && n->flags & EV_FLAG_ALIAS) alias = n;
    if (alias && n->kind >= EV_NODE_LIST && !add(vm, copies, n)) return false;
    n = next_of(n, vm->run->object, &alias);
  }
  if (copies->count) qsort(copies->at, copies->count, sizeof *copies->at, by_place);
  return true;
}

uint32_t ev_copies_of(const ev_copies *copies, const ev_node *collection) {
  uint32_t low = 0, high = copies->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (copies->at[middle].node->offset < collection->offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}
