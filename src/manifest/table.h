/* A hash table from text to pointers, in an arena: the index of large mappings, and anchors by name. */
#ifndef EV_MANIFEST_TABLE_H
#define EV_MANIFEST_TABLE_H

#include "str.h"

typedef struct ev_table ev_table;

/* NULL when out of memory. */
ev_table *ev_table_new(ev_arena *arena);
/* The value of a key, or NULL. `table` may be NULL. */
void *ev_table_get(const ev_table *table, ev_str key);
/* Sets the value (not NULL) of a key; the key is borrowed. False when out of memory. */
bool ev_table_put(ev_table *table, ev_arena *arena, ev_str key, void *value);

#endif
