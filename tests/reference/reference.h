/* The reference evaluator: walks the checked syntax tree of a program, rule by rule, over one object. What it
 * does not know (see `refusal`) it says, and then nothing it found counts. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "value.h"

typedef struct ref_note {
  const ev_node *at;
  ev_str message;
  struct ref_note *next;
} ref_note;

typedef struct ref_finding {
  const ev_decl *rule;
  bool unknown;
  ev_str message, reason;
  const ev_node *at;
  ref_note *notes;
  struct ref_finding *next;
} ref_finding;

typedef struct ref_binding { /* of a name to its value; the innermost first */
  const void *name;          /* the ev_local, or the ev_decl of a view */
  ref_value value;
  const struct ref_binding *outer;
} ref_binding;

typedef struct ref_run {
  /* in */
  ev_arena *arena;
  const ev_program *program;
  ev_node *object;
  ev_str api_version, kind;
  /* out */
  ref_finding *first, **end;
  const char *refusal; /* a construct that the evaluator does not know, or NULL */
} ref_run;

typedef struct ref_scope {
  ref_run *run;
  const ref_binding *names;
} ref_scope;

/* The findings of the program's rules, in the order of the rules' ids. */
void ref_judge(ref_run *run);

/* An expression without what a test has shown, and with. */
ref_value ref_raw(const ref_scope *scope, const ev_expr *e);
ref_value ref_eval(const ref_scope *scope, const ev_expr *e);
/* A list whose absence is an empty one; its elements. */
ref_value ref_list(const ref_scope *scope, const ev_expr *e);
ref_element *ref_elements(ref_run *run, const ref_value *list);
/* `in`, `is`, `is in`; a list of its elements, and made from another's; `any`, `all`, `none`; `first`,
 * `last`. */
ref_value ref_in(const ref_scope *scope, const ev_expr *e);
ref_value ref_list_of(const ref_scope *scope, const ev_expr *e);
ref_value ref_comprehension(const ref_scope *scope, const ev_expr *e);
ref_value ref_quantifier(const ref_scope *scope, const ev_expr *e);
ref_value ref_pick(const ref_scope *scope, const ev_expr *e);
ref_scope ref_bind(const ref_scope *scope, const void *name, ref_value value);
ref_element **ref_append(ref_run *run, ref_element **end, ref_value value);
ref_value ref_call_builtin(const ref_scope *scope, const ev_expr *e);
ref_value ref_refuse(ref_run *run, const char *what);

#endif
