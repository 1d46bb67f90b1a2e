/* What the views find in an object: as which records it is matched, where in it they have instances, and
 * which of these are in scope. */
#ifndef EV_INSTANCES_H
#define EV_INSTANCES_H

#include "machine.h"

typedef struct ev_matches {
  uint32_t *records; /* as which the object was matched, each once; in the run's arena */
  uint32_t count;
  bool vetted_pod; /* some counted instance is in scope */
} ev_matches;

/* Fills the machine's instances and counts pods. The machine is stopped where steps or memory ran out. */
void ev_instances_find(ev_vm *vm, ev_matches *out);

/* An instance as a parameter of a chunk. */
ev_value ev_instance_value(const ev_vm *vm, uint32_t chunk, uint32_t parameter, ev_node *node);

#endif
