/* The Kubernetes objects of a document: the root, or the items of a list, of a list in it, and so on. */
#ifndef EV_OBJECTS_H
#define EV_OBJECTS_H

#include "manifest.h"
#include "scan.h"

typedef struct ev_object {
  ev_node *node;
  ev_str api_version, kind; /* its own, or what its typed list gives it; at == NULL where there is none */
} ev_object;

typedef struct ev_list_frame ev_list_frame;

typedef struct ev_objects {
  ev_arena *arena;
  ev_list_frame *frame; /* the innermost list that is being read */
  ev_node *root;        /* that is still to be read; NULL afterwards */
} ev_objects;

void ev_objects_start(ev_objects *objects, ev_node *root, ev_arena *arena);
/* The next object that has apiVersion and kind; false at the end, or when memory ran out (arena->failed). */
bool ev_objects_next(ev_objects *objects, ev_object *object);

/* Views of the document. */
ev_resource ev_object_resource(const ev_object *object, ev_arena *arena);

#endif
