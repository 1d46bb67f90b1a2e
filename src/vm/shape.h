/* The shape rules: what their files share. */
#ifndef EV_SHAPE_H
#define EV_SHAPE_H

#include "machine.h"

/* In the order of ev_brule.event. */
typedef enum ev_shape_event {
  EV_SHAPE_TYPE,
  EV_SHAPE_UNKNOWN,
  EV_SHAPE_DUPLICATE,
  EV_SHAPE_BOOLEAN_KEY,
  EV_SHAPE_TRAILING,
  EV_SHAPE_DIVERGENT
} ev_shape_event;

/* What a shape's `say` is given: field, expected, found, record, hint. */
enum { EV_SHAPE_FIELD, EV_SHAPE_EXPECTED, EV_SHAPE_FOUND, EV_SHAPE_RECORD, EV_SHAPE_HINT, EV_SHAPE_TEXTS };

/* A finding of the event's rule with its message; NULL where there is no such rule, no memory, or the limit
 * is hit. */
ev_found *ev_shape_report(ev_vm *vm, uint32_t event, ev_verdict verdict, const ev_node *at, ev_place place,
                          const ev_str texts[EV_SHAPE_TEXTS]);

void ev_shape_type_hint(ev_buf *out, const ev_bundle *bundle, uint32_t type, const ev_node *node);

/* Where a name that `record` does not know does belong, or how it is spelt there; empty if nobody knows. */
void ev_shape_name_hint(ev_buf *out, ev_vm *vm, uint32_t root, uint32_t record, ev_str name);
/* The field of a record that a key almost is: equal but for case, or one edit away. EV_NONE if none. */
uint32_t ev_shape_near_field(const ev_bundle *bundle, uint32_t record, ev_str name);

/* A list or mapping that came by an alias. */
typedef struct ev_copy {
  const ev_node *node;
  uint32_t number; /* in the order of the text */
} ev_copy;

typedef struct ev_copies {
  ev_copy *at; /* in scratch, by the offset of what they are copies of */
  uint32_t count, capacity;
} ev_copies;

/* Those of the run's object. False without memory. */
bool ev_copies_find(ev_vm *vm, ev_copies *copies);
/* Where those begin that are copies of the collection, if there are any: they have its offset. */
uint32_t ev_copies_of(const ev_copies *copies, const ev_node *collection);

#endif
