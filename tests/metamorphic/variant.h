/* A document written in another way, which readers take for the same. */
#ifndef META_VARIANT_H
#define META_VARIANT_H

#include "manifest.h"

typedef enum meta_variant {
  META_JSON,      /* in one line, aliases and merges written out */
  META_FLOW,      /* in brackets over several lines, with comments */
  META_REORDERED, /* in blocks, the keys of mappings from the last to the first */
  META_QUOTED,    /* in blocks, texts and keys in apostrophes where they can be */
  META_COMMENTED, /* in blocks indented further, with comments and blank lines between the keys */
  META_ANCHORED,  /* in blocks, what was written before is an alias of it */
  META_VARIANTS
} meta_variant;

extern const char *const meta_variant_names[META_VARIANTS];

/* Recursion follows the tree, whose depth the reader bounds. */
void meta_write(ev_buf *out, const ev_node *root, meta_variant variant);

#endif
