/* Lint's own header. Nothing here is for other rooms. */
#ifndef EV_LINT_PARTS_H
#define EV_LINT_PARTS_H

#include "check.h"
#include "lint.h"
#include "ranges.h"

typedef struct ev_linter {
  const ev_program *program;
  ev_diagnostics *diagnostics;
  ev_arena arena; /* of the rule in hand */
  const ev_automaton *every_text;
  const ev_file *file;  /* of the declaration in hand */
  bool no_memory;       /* from then on nothing is told */
  uint64_t states_left; /* of automata that may yet be combined: lint ends, whatever the rules say */
} ev_linter;

ev_diagnostic *ev_lint_warning(ev_linter *l, const char *code, ev_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

void ev_lint_literals(ev_linter *l, const ev_decl *decl);   /* lint_literals.c */
void ev_lint_unused(ev_linter *l);                          /* lint_unused.c */
void ev_lint_conditions(ev_linter *l, const ev_decl *rule); /* lint_logic.c */

/* ---- what values an expression may have (lint_values.c) */

typedef enum ev_values_kind { EV_VALUES_TEXT, EV_VALUES_INT, EV_VALUES_BOOL, EV_VALUES_OTHER } ev_values_kind;

typedef struct ev_values {
  ev_values_kind kind;
  bool absent;               /* it may be absent */
  const ev_automaton *texts; /* TEXT; NULL: not known */
  ev_ranges ints;            /* INT */
  bool yes, no;              /* BOOL; OTHER: `yes` for any value */
} ev_values;

/* Nothing; anything that the type allows, absence included; anything that is there. */
ev_values ev_values_none(ev_linter *l, const ev_type *type);
ev_values ev_values_all(ev_linter *l, const ev_type *type);
ev_values ev_values_present(ev_linter *l, const ev_type *type);
/* Where the answer is not known within bounds it holds more than it must. */
ev_values ev_values_both(ev_linter *l, const ev_values *a, const ev_values *b);
ev_values ev_values_either(ev_linter *l, const ev_values *a, const ev_values *b);
bool ev_values_is_empty(const ev_values *v);

/* The values for which a condition that speaks of `subject` alone is `truth`. False: it speaks of more, or of
 * something else. */
bool ev_values_of_condition(ev_linter *l, const ev_expr *condition, bool truth, const ev_expr *subject,
                            ev_values *out);
/* What the condition speaks of, or NULL: it is no comparison of one thing with constants. */
const ev_expr *ev_condition_subject(const ev_expr *condition);

#endif
