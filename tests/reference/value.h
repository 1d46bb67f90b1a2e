/* Values of the reference evaluator, and how they behave in logic, comparison and arithmetic. Written for
 * clearness, from docs/language.md; it shares nothing with the code generator or the machine. */
#ifndef REF_VALUE_H
#define REF_VALUE_H

#include "manifest.h"
#include "program.h"
#include "types.h"

/* In the order of strength: of two poisons the later one wins. */
typedef enum ref_kind {
  REF_ABSENT,
  REF_BOOL,
  REF_NUMBER,
  REF_STRING,
  REF_NODE, /* without a node: an empty collection */
  REF_LIST,
  REF_ROW,
  REF_UNKNOWN,
  REF_REFUSED
} ref_kind;

typedef struct ref_place { /* what a value overrides, nearest first */
  const ev_node *at;
  struct ref_place *next;
} ref_place;

typedef struct ref_value {
  ref_kind kind;
  bool truth;
  bool maybe;          /* as an element: it may not be one */
  bool perhaps_absent; /* UNKNOWN, REFUSED: of a type that may be absent, and no value of the manifest */
  bool verbatim;       /* UNKNOWN: a text of the manifest, as it stands there */
  bool whole;          /* NUMBER: of type int */
  ev_rat low, high;    /* NUMBER: it, or all of the interval, lies between them */
  /* NUMBER: where the ends are not known, the low end lies in low..low_to, the high one in high_from..high.
   */
  ev_rat low_to, high_from;
  ev_str text;         /* STRING; UNKNOWN: the reason */
  ev_node *node;       /* NODE */
  const ev_type *type; /* NODE: as what it reads */
  struct ref_element *elements;
  const ev_decl *table;
  const ev_expr *cells; /* ROW: from its first cell on */
  const ev_node *origin;
  ref_place *overrides;
} ref_value;

typedef struct ref_element {
  ref_value value;
  struct ref_element *next;
} ref_element;

ref_value ref_absent(void);
ref_value ref_bool(bool truth);
ref_value ref_string(ev_str text);
ref_value ref_number(ev_rat low, ev_rat high,
                     bool whole); /* one that is not known, or is where they are equal */
ref_value ref_int(ev_int n);
ref_value ref_unknown(ev_str reason);
ref_value ref_unknown_or_absent(ev_str reason);
ref_value ref_refused(const ev_node *origin);
ref_value ref_empty_list(void);
/* The value, standing where `place` stands. */
ref_value ref_from(ref_value value, const ref_value *place);

bool ref_is_poison(const ref_value *v);
bool ref_is_absent(const ref_value *v);
bool ref_is(const ref_value *v, bool truth);
bool ref_is_exact(const ref_value *v);
/* Refused before unknown, the left before the right; at the first operand's place where it has one. */
bool ref_poison(const ref_value *a, const ref_value *b, ref_value *out);
bool ref_poison_among(const ref_value *operands, uint32_t count, ref_value *out);

ref_value ref_not(ref_value v);
ref_value ref_and(ref_value a, ref_value b);
ref_value ref_or(ref_value a, ref_value b);

ref_value ref_equal(ref_value a, ref_value b);
ref_value ref_order(ev_expr_kind operator, ref_value a, ref_value b);
ref_value ref_arithmetic(ev_expr_kind operator, ref_value a, ref_value b);

/* ---- reading the manifest */
ref_value ref_read(const ev_type *type, ev_node *node);
ref_value ref_read_element(const ev_type *type, ev_node *node); /* null is the type's zero */
ref_value ref_read_string(const ev_node *node);                 /* a string, or a key */
bool ref_is_template(const ev_node *node);
/* Has it the shape of the type? A template in quotes may be any word. */
bool ref_fits(const ev_type *type, ev_node *node);

/* As messages show it, but for the elements of lists. */
void ref_write(ev_buf *out, const ref_value *v);

#endif
