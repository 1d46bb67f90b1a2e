/* The parts of a rule file that can be exchanged for others: where they stand, and what they are. */
#ifndef EV_FUZZ_RULE_PARTS_H
#define EV_FUZZ_RULE_PARTS_H

#include "ast.h"

typedef enum part_kind {
  PART_DECLARATION,
  PART_CLAUSE,
  PART_TRUTH, /* an expression: that gives a bool, */
  PART_PATH,  /* a name or what hangs off it, */
  PART_NUMBER,
  PART_TEXT,
  PART_LIST,
  PART_VALUE,   /* any other */
  PART_FIELD,   /* the name of a field behind a dot */
  PART_TYPE,    /* of a field or parameter */
  PART_COMPARE, /* an operator: == and the like, */
  PART_COMPUTE, /* + and the like */
  PART_KINDS
} part_kind;

typedef struct part {
  ev_span span;
  part_kind kind;
  bool simple;    /* needs no parentheses elsewhere */
  uint32_t whole; /* number of the declaration that it is in */
  uint64_t type;  /* of an expression or field, told apart by this; 0 where the text is not well-typed */
  uint64_t owner; /* likewise, of what has the field */
  bool free;      /* speaks of no local name, so that it can stand in other declarations */
} part;

#define MOST_PARTS 4096u

typedef struct parts {
  part at[MOST_PARTS];
  size_t count;
  uint32_t declarations;
} parts;

/* In the order of the tree, with types where the text is well-typed. False where it does not parse. */
bool parts_find(parts *parts, ev_str text);

#endif
