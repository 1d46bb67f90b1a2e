/* Rules, shapes and tests: clauses in their order, with what each may rely on. */
#include "check.h"

typedef struct ev_case {
  ev_clause *demand;    /* the first require, forbid or needs */
  const ev_clause *met; /* the first require or forbid */
  bool seen_case;
} ev_case;

static void check_bool(ev_checker *c, ev_expr *e, const char *what) {
  (void)ev_check_expect(c, e, ev_type_of(EV_T_BOOL), what);
}

static void check_let(ev_checker *c, ev_clause *clause) {
  size_t errors = c->diagnostics->errors;
  const ev_type *type = ev_check_expr(c, clause->expr);
  bool untyped = type->kind == EV_T_NEVER || type->kind == EV_T_ABSENT || ev_type_is_untyped_list(type);
  if (untyped && c->diagnostics->errors == errors) {
    ev_check_error(c, "type-mismatch", clause->expr->span, "nothing here tells the type of `%.*s`",
                   EV_STR_ARG(clause->name.text));
    type = ev_type_of(EV_T_ERROR);
  }
  clause->local = ev_check_bind(c, clause->name, type);
  if (!clause->local) return;
  clause->local->value = clause->expr;
  ev_check_let_size(c, clause->local, clause->expr);
}

static void check_for(ev_checker *c, ev_clause *clause) {
  for (ev_generator *g = clause->generators; g; g = g->next) {
    const ev_type *element = ev_check_element(c, g->list);
    g->local = ev_check_bind(c, g->name, element);
    if (g->local) g->local->list = g->list;
  }
}

static void check_pair(ev_checker *c, ev_clause *clause) {
  const ev_type *element = ev_check_element(c, clause->expr);
  clause->local = ev_check_bind(c, clause->name, element);
  clause->local2 = ev_check_bind(c, clause->name2, element);
  if (clause->local) clause->local->list = clause->expr;
  if (clause->local2) clause->local2->list = clause->expr;
}

static void check_needs(ev_checker *c, ev_clause *clause) {
  const ev_type *type = ev_check_expr(c, clause->expr);
  if (type->kind != EV_T_OPTIONAL && type->kind != EV_T_ERROR) {
    ev_check_warning(c, "never-absent", clause->expr->span, "this is never absent: its type is %s",
                     ev_check_type_text(c, type));
    return;
  }
  ev_expr set = {.kind = EV_E_IS_SET, .a = clause->expr};
  ev_check_assume(c, &set, true);
}

/* A place is what was read from the manifest: a path, or something made from one. */
static bool has_place(const ev_expr *e) {
  switch (e->kind) {
  case EV_E_NAME: return e->ref == EV_REF_LOCAL || (e->decl && e->decl->kind == EV_D_VIEW);
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD:
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return has_place(e->a);
  case EV_E_CALL: return e->args && has_place(e->args);
  case EV_E_COALESCE:
  case EV_E_CONCAT: return has_place(e->a) || has_place(e->b);
  case EV_E_IF: return has_place(e->b) || has_place(e->c);
  case EV_E_FIRST:
  case EV_E_LAST: return has_place(e->b);
  case EV_E_ERROR: return true;
  default: return false;
  }
}

static void check_place(ev_checker *c, ev_expr *e) {
  (void)ev_check_expr(c, e);
  if (has_place(e)) return;
  ev_diagnostic *d = ev_check_error(c, "no-place", e->span, "this has no place in the manifest");
  ev_check_help(c, d, "name a path, such as `s.value`, or something made from one");
}

static void check_note(ev_checker *c, ev_clause *clause) {
  check_place(c, clause->expr);
  if (clause->say) (void)ev_check_expr(c, clause->say);
}

static void check_case(ev_checker *c, ev_clause *clauses, const ev_decl *rule, ev_span span);

static void check_condition(ev_checker *c, const ev_clause *clause) {
  size_t errors = c->diagnostics->errors;
  check_bool(c, clause->expr, "a condition");
  if (c->diagnostics->errors > errors) c->facts_lost = true;
  ev_check_assume(c, clause->expr, true);
}

static void check_clause(ev_checker *c, ev_clause *clause, const ev_decl *rule, ev_case *seen) {
  switch (clause->kind) {
  case EV_C_ERROR: seen->demand = clause; return;
  case EV_C_LET: check_let(c, clause); return;
  case EV_C_FOR: check_for(c, clause); return;
  case EV_C_PAIR: check_pair(c, clause); return;
  case EV_C_WHERE:
  case EV_C_PROVIDED: check_condition(c, clause); return;
  case EV_C_NEEDS: check_needs(c, clause); break;
  case EV_C_REQUIRE:
  case EV_C_FORBID: check_bool(c, clause->expr, "a demand"); break;
  case EV_C_AT:
    for (ev_expr *e = clause->expr; e; e = e->next) check_place(c, e);
    return;
  case EV_C_NOTE: check_note(c, clause); return;
  case EV_C_CASE:
    seen->seen_case = true;
    check_case(c, clause->clauses, rule, clause->span);
    return;
  case EV_C_SAY:
  case EV_C_UNSURE:
  case EV_C_HELP:
  case EV_C_SEE:
  case EV_C_TAGS: return;
  }
  if (!seen->demand) seen->demand = clause;
  if (clause->kind != EV_C_NEEDS && clause->say) (void)ev_check_expr(c, clause->say);
}

static bool is_text(const ev_clause *clause) { return clause->kind >= EV_C_SAY && clause->kind <= EV_C_TAGS; }

/* What narrows a demand is known before it is judged. */
static void check_order(ev_checker *c, const ev_clause *clause, ev_case *seen) {
  bool demands = clause->kind == EV_C_REQUIRE || clause->kind == EV_C_FORBID;
  bool narrows = clause->kind == EV_C_WHERE || clause->kind == EV_C_PROVIDED || clause->kind == EV_C_NEEDS ||
                 clause->kind == EV_C_FOR || clause->kind == EV_C_PAIR;
  if (demands && !seen->met) seen->met = clause;
  if (!narrows || !seen->met) return;
  ev_diagnostic *d = ev_check_error(c, "clause-order", clause->span,
                                    "this comes too late: a demand before it is judged without it");
  ev_diagnostic_relate(c->diagnostics, d, &c->file->source, seen->met->span, "the demand");
  ev_check_help(c, d, "lists and conditions stand before `require` and `forbid`");
}

void ev_check_once(ev_checker *c, const ev_clause *clauses) {
  const ev_clause *first[EV_C_CASE + 1] = {NULL};
  for (const ev_clause *x = clauses; x; x = x->next) {
    if (x->kind != EV_C_AT && !is_text(x)) continue;
    if (!first[x->kind]) {
      first[x->kind] = x;
      continue;
    }
    ev_diagnostic *d = ev_check_error(c, "duplicate-clause", x->span, "this clause is given twice");
    ev_diagnostic_relate(c->diagnostics, d, &c->file->source, first[x->kind]->span, "first given here");
    ev_check_help(c, d,
                  x->kind == EV_C_AT ? "several places are joined by `else`: `at x else y`"
                                     : "several strings, one after the other, are joined by blanks");
  }
}

/* Messages are checked last: they may use every name of the case, and what its tests have shown. */
static void check_says(ev_checker *c, ev_clause *clauses) {
  for (; clauses; clauses = clauses->next)
    if (clauses->kind == EV_C_SAY || clauses->kind == EV_C_UNSURE) (void)ev_check_expr(c, clauses->say);
}

static bool has_clause(const ev_clause *clauses, ev_clause_kind kind) {
  while (clauses && clauses->kind != kind) clauses = clauses->next;
  return clauses != NULL;
}

/* A message of the rule is shared by its cases: each gets a copy, since names may mean another thing in each.
 */
static void share_says(ev_checker *c, const ev_decl *rule, ev_clause *own) {
  ev_clause *last = own;
  while (last->next) last = last->next;
  for (const ev_clause *shared = rule->clauses; shared; shared = shared->next) {
    bool message = shared->kind == EV_C_SAY || shared->kind == EV_C_UNSURE;
    if (!message || has_clause(own, shared->kind)) continue;
    ev_clause *copy = EV_NEW(c->arena, ev_clause);
    if (!copy) return;
    *copy = *shared;
    copy->next = NULL;
    copy->say = ev_expr_clone(c->arena, shared->say);
    if (!copy->say) return;
    last->next = copy;
    last = copy;
  }
}

static void check_demand(ev_checker *c, const ev_case *seen, ev_clause *clauses, ev_span span) {
  if (seen->seen_case) {
    for (const ev_clause *x = clauses; x; x = x->next)
      if (x->kind != EV_C_CASE && !is_text(x)) {
        ev_check_error(c, "clause-beside-case", x->span, "beside `case` a rule has only texts");
        return;
      }
  } else if (!seen->demand) {
    ev_diagnostic *d = ev_check_error(c, "no-demand", span, "this demands nothing");
    ev_check_help(c, d, "add `require`, `forbid` or `needs`");
  }
}

static void check_case(ev_checker *c, ev_clause *clauses, const ev_decl *rule, ev_span span) {
  ev_local *locals = c->locals;
  ev_fact *facts = c->facts;
  ev_case seen = {0};
  c->facts_lost = false;
  ev_check_once(c, clauses);
  for (ev_clause *clause = clauses; clause; clause = clause->next) {
    check_order(c, clause, &seen);
    check_clause(c, clause, rule, &seen);
  }
  check_demand(c, &seen, clauses, span);
  if (clauses && clauses != rule->clauses) share_says(c, rule, clauses);
  check_says(c, clauses);
  ev_check_case_views(c, clauses);
  c->facts_lost = false;
  c->locals = locals;
  ev_check_forget(c, facts);
}

static bool has_cases(const ev_decl *rule) {
  for (const ev_clause *x = rule->clauses; x; x = x->next)
    if (x->kind == EV_C_CASE) return true;
  return false;
}

typedef struct ev_view_search {
  bool found;
} ev_view_search;

static void look_for_view(void *context, const ev_expr *e) {
  ev_view_search *search = context;
  if (e->kind == EV_E_NAME && e->ref == EV_REF_DECL && e->decl->kind == EV_D_VIEW) search->found = true;
  if (e->type && e->type->kind == EV_T_ERROR) search->found = true;
  ev_expr_parts(e, look_for_view, context);
}

static void search_clauses(const ev_clause *clauses, ev_view_search *search) {
  for (; clauses; clauses = clauses->next) {
    for (const ev_expr *e = clauses->expr; e; e = e->next) look_for_view(search, e);
    for (const ev_generator *g = clauses->generators; g; g = g->next) look_for_view(search, g->list);
    if (clauses->kind == EV_C_CASE) search_clauses(clauses->clauses, search);
  }
}

void ev_check_rule(ev_checker *c, ev_decl *rule) {
  if (!ev_check_rule_size(c, rule)) return;
  c->views_allowed = true;
  if (has_cases(rule)) {
    /* The messages of the rule are checked in each case. */
    ev_case seen = {0};
    ev_check_once(c, rule->clauses);
    for (ev_clause *clause = rule->clauses; clause; clause = clause->next)
      check_clause(c, clause, rule, &seen);
    check_demand(c, &seen, rule->clauses, rule->name.span);
  } else {
    check_case(c, rule->clauses, rule, rule->name.span);
  }
  ev_view_search search = {false};
  search_clauses(rule->clauses, &search);
  if (!search.found && c->diagnostics->errors == 0) {
    ev_diagnostic *d = ev_check_error(c, "no-view", rule->name.span,
                                      "this rule looks at no view, so nothing would run it");
    ev_check_help(c, d, "start from a view such as `pod`, which comes with `use k8s`");
  }
  c->views_allowed = false;
}
