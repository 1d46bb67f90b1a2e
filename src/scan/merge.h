/* What the machine found in one document becomes findings: those at one place are one, and those that an
 * alias brought say so. */
#ifndef EV_MERGE_H
#define EV_MERGE_H

#include "scan.h"

/* Something found, still with its nodes. */
typedef struct ev_candidate {
  const ev_found *found;
  const ev_brule *rule;
  ev_resource resource; /* views of the document, or of the findings' arena */
  size_t order;         /* in which it was found */
  struct ev_candidate *next;
} ev_candidate;

/* Adds the findings of a document to *findings (in front; the caller sorts) and gives their number;
 * everything is copied into `arena`, `scratch` dies with the document. SIZE_MAX when memory ran out. */
typedef struct ev_finding_list {
  ev_finding *finding;
  struct ev_finding_list *next;
} ev_finding_list;
size_t ev_merge(const ev_candidate *candidates, size_t count, uint32_t document, ev_arena *scratch,
                ev_arena *arena, ev_finding_list **findings);

/* Sorts and counts the findings of a whole input. False, and there are none, when memory ran out. */
bool ev_outcome_finish(ev_outcome *outcome, const ev_finding_list *findings, ev_arena *arena);

/* Which of two nodes of a tree comes first, by the order of keys and elements on the way to it; -1, 0, 1. A
 * node comes before what is in it. */
int ev_node_order(const ev_node *a, const ev_node *b);

#endif
