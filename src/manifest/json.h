/* Strict JSON (RFC 8259) to a tree with places; iterative. */
#ifndef EV_MANIFEST_JSON_H
#define EV_MANIFEST_JSON_H

#include "tree.h"

/* Tells the point of byte `at` of the text; asked from left to right. */
typedef void ev_json_locate(void *context, size_t at, ev_point *out);

typedef struct ev_json {
  /* in */
  ev_tree *tree;
  ev_str text;
  size_t at;      /* where to start; afterwards: behind the value */
  uint32_t depth; /* most nested collections */
  ev_json_locate *locate;
  void *context;
  bool note_duplicates; /* as quirks */
  bool lenient;         /* takes commas before a closing bracket, and notes them as quirks */
  /* out */
  const char *code;    /* of the error: "json-syntax", "bad-utf8", "depth-limit", "node-limit" */
  const char *message; /* static */
  size_t error_at;
  ev_node *root; /* what was read before an error, or NULL; what has no end has none in its place (end_line
                    0). The value behind a key that stands there is a null without an end where it is no
                    string or number */
  /* own */
  ev_node *leaf;     /* the string or number that is being read, ... */
  size_t leaf_start; /* ... from here on */
  ev_point leaf_end; /* behind the last string, number, key, or empty collection */
} ev_json;

/* The value at json->at, blanks before it skipped, or NULL: malformed (json->message), or no memory. */
ev_node *ev_json_value(ev_json *json);
/* Skips JSON's blanks. */
size_t ev_json_skip_blanks(ev_str text, size_t at);

#endif
