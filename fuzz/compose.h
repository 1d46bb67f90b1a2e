/* The tree that libyaml's composer makes of a document, to compare one of ours with. */
#ifndef EV_FUZZ_COMPOSE_H
#define EV_FUZZ_COMPOSE_H

#include <yaml.h>

#include "manifest.h"

typedef struct composed {
  ev_str text;
  size_t base;              /* of the text in the input */
  yaml_document_t document; /* where `read` */
  bool read;
  const char *problem; /* static; NULL where `read` */
  uint32_t *bytes;     /* owned: the byte where each code point starts, and one past the end */
  size_t points;       /* code points */
} composed;

/* Composes the first document of the text, as kubectl's line reader gives it: it ends with a line break. */
void compose(composed *c, ev_str text, size_t base);
void compose_free(composed *c);

/* Whether libyaml refuses for a reason that is none for kubectl: an anchor again, `\'`. */
bool compose_may_differ(const composed *c);
/* Whether a mapping is the key of another. */
bool compose_has_mapping_key(const composed *c);
/* Whether our tree has the same kinds, texts, structure, starts and aliases. What came by `<<` is passed
 * over, as the composer knows no merge. */
bool compose_equal(const composed *c, const ev_node *root);

#endif
