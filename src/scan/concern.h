/* Which documents no rule can concern, told from their bytes.
 *
 * A rule concerns an object by its kind and its apiVersion, as the views of the bundle list them. A document
 * that nowhere spells such a kind as a value of `kind`, in any way that YAML knows, holds no such object and
 * need not be parsed. */
#ifndef EV_CONCERN_H
#define EV_CONCERN_H

#include "bundle.h"

typedef struct ev_wanted {
  ev_str kind;
  const ev_str *versions; /* with one of which apiVersion starts */
  size_t version_count;   /* 0: any version */
} ev_wanted;

typedef struct ev_concern {
  const ev_wanted *at;
  size_t count;
  bool everything; /* the views want what cannot be told from bytes: nothing is ruled out */
} ev_concern;

/* Everything lives in `arena`. False when memory ran out. */
bool ev_concern_make(ev_concern *concern, const ev_bundle *bundle, ev_arena *arena);

/* Whether certainly no view has a row for any object of the document: the text of a chunk, or of a JSON
 * stream. */
bool ev_concern_rules_out(const ev_concern *concern, ev_str document);

#endif
