/* libyaml's events to a tree, as go-yaml v2 and sigs.k8s.io/yaml decode them. */
#ifndef EV_MANIFEST_BUILDER_H
#define EV_MANIFEST_BUILDER_H

#include <yaml.h>

#include "fault.h"
#include "place.h"
#include "resolve.h"
#include "tree.h"

typedef struct ev_anchor {
  ev_node *node;
  uint64_t steps;  /* decoding steps that go-yaml takes for the node */
  uint32_t height; /* levels of collections below and with the node */
  bool open;       /* the node has not ended: an alias to it would hold itself */
} ev_anchor;

typedef struct ev_frame {
  ev_open open;
  ev_anchor *anchor;        /* NULL when it has none */
  const ev_node *merge_key; /* the first `<<` of the mapping */
  bool merging;             /* the value that comes belongs to a `<<` */
  bool flow;                /* counts as a flow level */
  size_t column;            /* for ev_lines: in bytes, from 0 */
  uint32_t height;          /* of the highest child */
  uint64_t steps;           /* decoding steps before it */
} ev_frame;

typedef struct ev_builder {
  ev_tree tree;
  const ev_manifest_limits *limits;
  ev_str source;
  const ev_chunk *chunk;
  ev_marker marker;
  ev_frame *frames; /* owned, on the heap, kept from document to document */
  size_t depth, capacity;
  uint32_t flow_depth, block_depth;
  ev_node *root;
  ev_point leaf_end; /* where the last leaf or empty collection ended */
  ev_table *anchors; /* by name; NULL before the first */
  uint32_t alias_budget;
  uint64_t steps, alias_steps; /* decodeCount and aliasCount of go-yaml's decode.go */
  ev_fault fault;
  bool unfit;       /* a node has EV_FLAG_UNFIT */
  bool ended;       /* the document's end was seen */
  bool apostrophes; /* of `\'` are hidden from libyaml, which ev_apostrophes_restore brings back */
} ev_builder;

/* Starts on a chunk; everything is made in `arena`. Keeps the frames. */
void ev_builder_start(ev_builder *builder, ev_arena *arena, const ev_manifest_limits *limits, ev_str source,
                      const ev_chunk *chunk);
/* The same again, as if nothing had been read. */
void ev_builder_start_again(ev_builder *builder);
#define EV_KEPT_BYTES (2u * 1024u * 1024u) /* of the arena, from document to document */
/* Takes one event. False when reading must stop: builder->fault is set, or memory ran out. */
bool ev_builder_event(ev_builder *builder, const yaml_event_t *event);
void ev_builder_free(ev_builder *builder);

/* ---- between the files of the builder */

static inline ev_frame *ev_builder_top(ev_builder *b) { return b->depth ? &b->frames[b->depth - 1] : NULL; }
/* A node of the tree; sets the fault when there are too many. */
ev_node *ev_builder_node(ev_builder *builder, ev_node_kind kind, ev_node_style style, ev_point at);
/* Puts a node (a leaf, or a collection that starts) where it belongs: root, element, key or value. */
bool ev_builder_attach(ev_builder *builder, ev_node *node);
bool ev_builder_scalar(ev_builder *builder, const yaml_event_t *event);
bool ev_builder_alias(ev_builder *builder, const yaml_event_t *event);
/* Notes an anchor; NULL name means none and gives NULL. */
ev_anchor *ev_builder_anchor(ev_builder *builder, const yaml_char_t *name, ev_node *node, bool open);
/* Gives the top frame's mapping the entries of the value of a `<<`. */
bool ev_builder_merge(ev_builder *builder, ev_node *value);
/* What `ev_lines` makes: a collection that starts, without anchor and tag, of a block mapping at its first
 * key; the end of the innermost one, `bracket` behind its bracket (where it ends if it is empty) or NULL; a
 * complete leaf, `plain` if it has no quotes. */
bool ev_builder_open(ev_builder *builder, ev_node_kind kind, bool flow, ev_point at);
bool ev_builder_close(ev_builder *builder, const ev_point *bracket);
bool ev_builder_leaf(ev_builder *builder, ev_node *leaf, bool plain);
/* The key of a mapping's entry, made text as kubectl's JSON has it; `resolved` says what it was. */
bool ev_builder_key(ev_builder *builder, ev_node *node, const ev_resolved *resolved);
/* Notes that JSON has no such value or key, which is a fault once it is known that the node counts. */
void ev_builder_unfit(ev_builder *builder, ev_node *node);
/* Whether the tree, now complete, can be turned into JSON. */
bool ev_builder_check_unfit(ev_builder *builder);
/* DIVERGENT, with what is said about it. */
bool ev_builder_divergent(ev_builder *builder, ev_place place, const ev_node *node, const char *what);

/* Says why ev_tree_copy gave NULL; returns false. */
bool ev_builder_refuse_copy(ev_builder *builder, ev_point at);
/* The place of the event's tag, and the quirk of a local one. */
ev_place ev_builder_tag_place(ev_builder *builder, const yaml_event_t *event);
bool ev_builder_local_tag(ev_builder *builder, const yaml_event_t *event, const ev_node *node);

#endif
