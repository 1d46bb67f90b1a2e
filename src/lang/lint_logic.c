/* Conditions whose answer is known before any manifest is read.
 *
 * For each thing that a case compares with constants: the values for which its conditions may all be true,
 * and those for which a demand may be true, or false. Each is held to be larger where it is not known
 * exactly, so that an empty one is certain. */
#include "lint_parts.h"

#define MOST_SUBJECTS 32u

typedef struct ev_logic {
  ev_linter *l;
  const ev_expr *subject;
} ev_logic;

/* ---- what may be */

static ev_values may(const ev_logic *g, const ev_expr *e, bool truth);

static ev_values joined(const ev_logic *g, const ev_expr *e, bool truth) {
  ev_values a = may(g, e->a, truth), b = may(g, e->b, truth);
  return (e->kind == EV_E_AND) == truth ? ev_values_both(g->l, &a, &b) : ev_values_either(g->l, &a, &b);
}

static ev_values branched(const ev_logic *g, const ev_expr *e, bool truth) {
  ev_values yes = may(g, e->a, true), no = may(g, e->a, false);
  ev_values then = may(g, e->b, truth), otherwise = may(g, e->c, truth);
  then = ev_values_both(g->l, &yes, &then);
  otherwise = ev_values_both(g->l, &no, &otherwise);
  return ev_values_either(g->l, &then, &otherwise);
}

/* `x == x` is no comparison of x. */
static bool is_idle(const ev_expr *e) {
  return (e->kind == EV_E_EQ || e->kind == EV_E_NE) && ev_expr_same(e->a, e->b, NULL, NULL);
}

/* For which values of the subject the condition may be `truth`. */
static ev_values may(const ev_logic *g, const ev_expr *e, bool truth) {
  const ev_type *type = g->subject->type;
  ev_values found;
  switch (e->kind) {
  case EV_E_NOT: return may(g, e->a, !truth);
  case EV_E_AND:
  case EV_E_OR: return joined(g, e, truth);
  case EV_E_IF: return branched(g, e, truth);
  case EV_E_BOOL: return e->truth == truth ? ev_values_all(g->l, type) : ev_values_none(g->l, type);
  default: break;
  }
  if (ev_values_of_condition(g->l, e, truth, g->subject, &found)) return found;
  return ev_values_all(g->l, type);
}

/* ---- the things that a case speaks of */

typedef struct ev_subjects {
  const ev_expr *at[MOST_SUBJECTS];
  uint32_t count;
} ev_subjects;

static void collect(void *context, const ev_expr *e) {
  ev_subjects *s = context;
  bool logic = e->kind == EV_E_NOT || e->kind == EV_E_AND || e->kind == EV_E_OR || e->kind == EV_E_IF;
  const ev_expr *subject = logic ? NULL : ev_condition_subject(e);
  if (logic) ev_expr_parts(e, collect, s);
  for (uint32_t i = 0; subject && i < s->count; i++)
    if (ev_expr_same(s->at[i], subject, NULL, NULL)) return;
  if (subject && s->count < MOST_SUBJECTS) s->at[s->count++] = subject;
}

static bool is_condition(const ev_clause *c) { return c->kind == EV_C_WHERE || c->kind == EV_C_PROVIDED; }
static bool is_demand(const ev_clause *c) { return c->kind == EV_C_REQUIRE || c->kind == EV_C_FORBID; }

/* ---- what is told */

typedef struct ev_told {
  const char *code, *message, *help;
} ev_told;

static const ev_told never_true = {"never-true", "this is never true",
                                   "so this case of the rule never says anything"};
static const ev_told always_true = {"always-true", "this is always true here", "leave it out"};
static const ev_told never_fails = {"never-fails", "this demand is always met here", "so it never fails"};
static const ev_told always_fails = {"always-fails", "this demand is never met here",
                                     "it fails whatever the value: `forbid true` would say so"};

static bool speaks_of(const ev_expr *condition, const ev_expr *subject) {
  ev_subjects s = {.count = 0};
  collect(&s, condition);
  for (uint32_t i = 0; i < s.count; i++)
    if (ev_expr_same(s.at[i], subject, NULL, NULL)) return true;
  return false;
}

#define MOST_RELATED 4u

/* The first conditions that speak of the same thing. */
static void relate(const ev_logic *g, ev_diagnostic *d, const ev_clause *first, const ev_clause *clause) {
  for (uint32_t count = 0; first && first != clause && count < MOST_RELATED; first = first->next) {
    if (!is_condition(first) || !speaks_of(first->expr, g->subject)) continue;
    ev_diagnostic_relate(g->l->diagnostics, d, &g->l->file->source, first->expr->span, "given this");
    count++;
  }
}

static bool tell(const ev_logic *g, const ev_told *told, const ev_clause *first, const ev_clause *clause) {
  ev_diagnostic *d = ev_lint_warning(g->l, told->code, clause->expr->span, "%s", told->message);
  ev_diagnostic_help(g->l->diagnostics, d, "%s", told->help);
  relate(g, d, first, clause);
  return true;
}

/* ---- a clause, given what the conditions before it leave */

static bool excluded(const ev_logic *g, const ev_clause *clause, bool truth, const ev_values *given) {
  ev_values here = may(g, clause->expr, truth);
  here = ev_values_both(g->l, &here, given);
  return ev_values_is_empty(&here);
}

/* True: something was told of it. */
static bool look_at(const ev_logic *g, const ev_clause *first, const ev_clause *clause,
                    const ev_values *given) {
  bool never = excluded(g, clause, true, given), always = !never && excluded(g, clause, false, given);
  if (g->l->arena.failed) g->l->no_memory = true;
  if ((!never && !always) || g->l->no_memory) return false;
  if (is_condition(clause)) return tell(g, never ? &never_true : &always_true, first, clause);
  bool met = (clause->kind == EV_C_REQUIRE) == always;
  return tell(g, met ? &never_fails : &always_fails, first, clause);
}

static ev_values given_before(const ev_logic *g, const ev_clause *first, const ev_clause *clause) {
  ev_values given = ev_values_all(g->l, g->subject->type);
  for (; first && first != clause; first = first->next) {
    if (!is_condition(first)) continue;
    ev_values more = may(g, first->expr, true);
    given = ev_values_both(g->l, &given, &more);
  }
  return given;
}

/* `require x == x` */
static bool is_idle_clause(ev_linter *l, const ev_clause *clause) {
  if (!is_idle(clause->expr)) return false;
  ev_diagnostic *d = ev_lint_warning(l, "same-operands", clause->expr->where, "both sides are the same");
  ev_diagnostic_help(l->diagnostics, d, "this is always %s",
                     clause->expr->kind == EV_E_EQ ? "true" : "false");
  return true;
}

static void lint_clause(ev_linter *l, const ev_clause *first, const ev_clause *clause) {
  ev_subjects s = {.count = 0};
  if (clause->expr->kind == EV_E_BOOL || is_idle_clause(l, clause)) return;
  collect(&s, clause->expr);
  for (uint32_t i = 0; i < s.count; i++) {
    ev_logic g = {l, s.at[i]};
    ev_arena_reset(&l->arena, 1u << 20);
    ev_values given = given_before(&g, first, clause);
    if (l->arena.failed) l->no_memory = true;
    if (l->no_memory || ev_values_is_empty(&given)) return; /* told of where it became so */
    if (look_at(&g, first, clause, &given)) return;
  }
}

static void lint_case(ev_linter *l, const ev_clause *clauses) {
  for (const ev_clause *c = clauses; c; c = c->next)
    if (is_condition(c) || is_demand(c)) lint_clause(l, clauses, c);
}

void ev_lint_conditions(ev_linter *l, const ev_decl *rule) {
  lint_case(l, rule->clauses);
  for (const ev_clause *c = rule->clauses; c; c = c->next)
    if (c->kind == EV_C_CASE) lint_case(l, c->clauses);
}
