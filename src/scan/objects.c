#include "objects.h"

struct ev_list_frame {
  ev_node *next;            /* item to be read */
  ev_str api_version, kind; /* of items that have none; at == NULL: of a plain List */
  ev_list_frame *outer;
};

/* The string at a key; at == NULL where there is no string. */
static ev_str text_at(ev_node *map, ev_str key, ev_arena *arena) {
  ev_node *node = ev_node_get(map, key, arena);
  return node && node->kind == EV_NODE_STRING ? node->text : (ev_str){NULL, 0};
}

static bool is_set(ev_node *map, ev_str key, ev_arena *arena) {
  ev_node *node = ev_node_get(map, key, arena);
  return node && node->kind != EV_NODE_NULL;
}

void ev_objects_start(ev_objects *objects, ev_node *root, ev_arena *arena) {
  *objects = (ev_objects){.arena = arena, .root = root};
}

/* What a node is; the list around it gives what it does not say itself. */
static ev_object object_of(ev_objects *objects, ev_node *node) {
  const ev_list_frame *list = objects->frame;
  ev_object object = {node, text_at(node, EV_STR("apiVersion"), objects->arena),
                      text_at(node, EV_STR("kind"), objects->arena)};
  if (!list) return object;
  if (!is_set(node, EV_STR("apiVersion"), objects->arena)) object.api_version = list->api_version;
  if (!is_set(node, EV_STR("kind"), objects->arena)) object.kind = list->kind;
  return object;
}

/* The items of a List or *List; NULL for any other object. */
static ev_node *items_of(const ev_object *object, ev_arena *arena) {
  if (!ev_str_ends(object->kind, EV_STR("List"))) return NULL;
  ev_node *items = ev_node_get(object->node, EV_STR("items"), arena);
  return items && items->kind == EV_NODE_LIST ? items : NULL;
}

static bool enter(ev_objects *objects, const ev_object *list, const ev_node *items) {
  ev_list_frame *frame = EV_NEW(objects->arena, ev_list_frame);
  if (!frame) return false;
  *frame = (ev_list_frame){.next = ev_node_first(items), .outer = objects->frame};
  size_t length = list->kind.size - strlen("List");
  if (length > 0) {
    frame->api_version = list->api_version;
    frame->kind = ev_str_slice(list->kind, 0, length);
  }
  objects->frame = frame;
  return true;
}

/* The next node that may be an object; leaves lists that are read through. */
static ev_node *next_node(ev_objects *objects) {
  ev_node *node = objects->root;
  objects->root = NULL;
  while (!node && objects->frame) {
    node = objects->frame->next;
    if (node)
      objects->frame->next = ev_node_next(node);
    else
      objects->frame = objects->frame->outer;
  }
  return node;
}

bool ev_objects_next(ev_objects *objects, ev_object *object) {
  for (ev_node *node; (node = next_node(objects));) {
    *object = object_of(objects, node);
    if (!object->api_version.at || !object->kind.at) continue;
    const ev_node *items = items_of(object, objects->arena);
    if (!items) return true;
    if (!enter(objects, object, items)) return false;
  }
  return false;
}

ev_resource ev_object_resource(const ev_object *object, ev_arena *arena) {
  ev_node *metadata = ev_node_get(object->node, EV_STR("metadata"), arena);
  return (ev_resource){object->api_version, object->kind, text_at(metadata, EV_STR("namespace"), arena),
                       text_at(metadata, EV_STR("name"), arena)};
}
