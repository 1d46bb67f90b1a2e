/* Strings that look like patterns where they are taken as they are: `c.image == "a*"`. */
#include "lint_parts.h"

/* A lone `*` is a word of Kubernetes' own. */
static bool looks_like_pattern(ev_str text) { return text.size > 1 && memchr(text.at, '*', text.size); }

static void tell(ev_linter *l, ev_str text, ev_span span, const char *help) {
  if (!looks_like_pattern(text)) return;
  ev_diagnostic *d = ev_lint_warning(l, "literal-wildcard", span, "this `*` is taken as it is");
  ev_diagnostic_help(l->diagnostics, d, "%s", help);
}

static void in_set(ev_linter *l, const ev_set *set) {
  for (; set; set = set->a) { /* as deep as sets nest */
    for (const ev_element *e = set->is_glob ? NULL : set->elements; e; e = e->next)
      if (!e->is_int) tell(l, e->text, e->span, "patterns stand in `glob { ... }`");
    if (set->b) in_set(l, set->b);
  }
}

static void in_expr(void *context, const ev_expr *e) {
  ev_linter *l = context;
  bool compares = e->kind == EV_E_EQ || e->kind == EV_E_NE || e->kind == EV_E_IS;
  for (int side = 0; compares && side < 2; side++) {
    const ev_expr *part = side ? e->b : e->a;
    if (part->kind == EV_E_STRING)
      tell(l, part->text, part->span,
           "a pattern stands in a set: `x in glob { \"a*\" }`, or `x is in glob { \"a*\" }`");
  }
  if (e->set) in_set(l, e->set);
  ev_expr_parts(e, in_expr, l);
}

static void in_clauses(ev_linter *l, const ev_clause *clauses) {
  for (; clauses; clauses = clauses->next) {
    for (const ev_expr *e = clauses->expr; e; e = e->next) in_expr(l, e);
    for (const ev_generator *g = clauses->generators; g; g = g->next) in_expr(l, g->list);
    if (clauses->kind == EV_C_CASE) in_clauses(l, clauses->clauses);
  }
}

void ev_lint_literals(ev_linter *l, const ev_decl *decl) {
  in_set(l, decl->set);
  if (decl->expr) in_expr(l, decl->expr);
  in_clauses(l, decl->clauses);
}
