/* What a scalar means: go-yaml v2's resolve.go, and sigs.k8s.io/yaml for mapping keys. */
#ifndef EV_MANIFEST_RESOLVE_H
#define EV_MANIFEST_RESOLVE_H

#include "manifest.h"
#include "number.h"

/* Go's type of a resolved scalar. */
typedef enum ev_go_type {
  EV_GO_STRING,
  EV_GO_NULL,
  EV_GO_BOOL,
  EV_GO_NUMBER,    /* see `number` */
  EV_GO_NOT_FINITE /* .inf, .nan */
} ev_go_type;

typedef struct ev_resolved {
  ev_go_type type;
  bool truth;       /* BOOL */
  ev_number number; /* NUMBER */
} ev_resolved;

/* A plain scalar without a tag. */
ev_resolved ev_resolve_plain(ev_str text);

typedef enum ev_tag {
  EV_TAG_NONE,
  EV_TAG_STR,
  EV_TAG_BOOL,
  EV_TAG_INT,
  EV_TAG_FLOAT,
  EV_TAG_NULL,
  EV_TAG_TIMESTAMP,
  EV_TAG_BINARY,
  EV_TAG_MERGE,
  EV_TAG_COLLECTION, /* !!map, !!seq */
  EV_TAG_LOCAL       /* any other */
} ev_tag;

/* The kind of a tag as libyaml gives it (`!!int` already written out); NULL is NONE. */
ev_tag ev_tag_of(const char *tag);

/* "!!int" */
const char *ev_tag_name(ev_tag tag);

/* A scalar with a tag (BINARY gives STRING; its text is still to be decoded). False where go-yaml says
 * "cannot decode". */
bool ev_resolve_tagged(ev_tag tag, ev_str text, ev_resolved *out);

/* The kind of node that kubectl's JSON has for it. */
ev_node_kind ev_resolved_kind(const ev_resolved *resolved);

/* Standard base64 with padding, line breaks ignored, as Go's encoding/base64; what is no UTF-8 becomes
 * U+FFFD, as in Go's JSON. False when malformed, or without memory (arena->failed). */
bool ev_binary_decode(ev_arena *arena, ev_str text, ev_str *out);

#endif
