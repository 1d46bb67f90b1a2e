/* Rules: their cases for each choice of instances, and the clauses of a case element by element. */
#include "reference.h"

#include "check.h"

#define MOST_DEMANDS 64u

/* ---- clauses */

typedef struct ref_verdicts {
  ref_value of[MOST_DEMANDS];
  const ev_clause *demands[MOST_DEMANDS];
  uint32_t count;
} ref_verdicts;

static void demand(ref_verdicts *v, const ref_state *s, const ev_clause *clause, ref_value met) {
  v->demands[v->count] = clause;
  ref_value judged = ref_or(ref_and(s->need, met), ref_not(s->guard));
  ref_value lacking = s->need.kind == REF_REFUSED ? ref_bool(true) : s->need;
  v->of[v->count++] = ref_and(lacking, judged); /* its reason goes first */
}

/* The first fail, else nothing where one is refused, else the first unknown. */
static void conclude(const ref_case *c, const ref_state *s, const ref_verdicts *v) {
  bool refused = false;
  for (uint32_t i = 0; i < v->count; i++) {
    if (ref_is(&v->of[i], false)) {
      ref_report(c, s, v->demands[i], &v->of[i]);
      return;
    }
    refused = refused || v->of[i].kind == REF_REFUSED;
  }
  for (uint32_t i = 0; i < v->count && !refused; i++)
    if (v->of[i].kind == REF_UNKNOWN) {
      ref_report(c, s, v->demands[i], &v->of[i]);
      return;
    }
}

static ref_value needed(const ref_state *s, const ev_clause *clause) {
  ref_value v = ref_raw(&s->scope, clause->expr);
  if (ref_is_poison(&v)) return v;
  return ref_is_absent(&v) ? ref_unknown(clause->text.text) : ref_bool(true);
}

void ref_go_on(const ref_case *c, const ref_state *before, const ev_clause *clause) {
  ref_state s = *before;
  ref_verdicts verdicts = {.count = 0};
  for (; clause; clause = clause->next) {
    ref_value v = ref_absent();
    switch (clause->kind) {
    case EV_C_LET: s.scope = ref_bind(&s.scope, clause->local, ref_eval(&s.scope, clause->expr)); break;
    case EV_C_FOR: ref_for(c, &s, clause); return;
    case EV_C_PAIR: ref_pairs(c, &s, clause); return;
    case EV_C_WHERE:
      s.guard = ref_and(ref_eval(&s.scope, clause->expr), s.guard);
      if (ref_is(&s.guard, false)) return;
      break;
    case EV_C_PROVIDED:
      v = ref_eval(&s.scope, clause->expr);
      if (!ref_is(&v, true)) return;
      break;
    case EV_C_NEEDS: s.need = ref_and(needed(&s, clause), s.need); break;
    case EV_C_REQUIRE: demand(&verdicts, &s, clause, ref_eval(&s.scope, clause->expr)); break;
    case EV_C_FORBID: demand(&verdicts, &s, clause, ref_not(ref_eval(&s.scope, clause->expr))); break;
    default: break;
    }
  }
  if (verdicts.count == 0) demand(&verdicts, &s, NULL, ref_bool(true));
  conclude(c, &s, &verdicts);
}

/* ---- cases: for each choice of an instance of each view that the case names */

#define MOST_VIEWS 16u

typedef struct ref_views {
  const ev_decl *at[MOST_VIEWS];
  uint32_t count;
} ref_views;

static void find_views(void *context, const ev_expr *e) {
  ref_views *views = context;
  uint32_t i = 0;
  if (e->kind == EV_E_NAME && e->ref == EV_REF_DECL && e->decl->kind == EV_D_VIEW) {
    while (i < views->count && views->at[i] != e->decl) i++;
    if (i == views->count && i < MOST_VIEWS) views->at[views->count++] = e->decl;
  }
  ev_expr_parts(e, find_views, context);
}

static ref_views views_of(const ev_clause *clauses) {
  ref_views views = {.count = 0};
  for (const ev_clause *c = clauses; c; c = c->next) {
    for (const ev_expr *e = c->expr; e; e = e->next) find_views(&views, e);
    if (c->say) find_views(&views, c->say);
    for (const ev_generator *g = c->generators; g; g = g->next) find_views(&views, g->list);
  }
  return views;
}

/* The view with this number and those behind it; the first one is where findings stand that have no place. */
static void choose(const ref_case *before, const ref_state *state, const ref_views *views, uint32_t number) {
  if (number == views->count) {
    ref_go_on(before, state, before->clauses);
    return;
  }
  const ev_decl *view = views->at[number];
  for (const ref_instance *i = ref_instances(before->run, view); i; i = i->next) {
    ref_case c = *before;
    ref_state s = *state;
    if (number == 0) c.fallback = i->node;
    ref_value v = {.kind = REF_NODE, .node = i->node, .type = view->checked, .origin = i->node};
    s.scope = ref_bind(&s.scope, view, v);
    choose(&c, &s, views, number + 1);
  }
}

static void judge_case(ref_run *run, const ev_decl *rule, const ev_clause *clauses) {
  ref_case c = {.run = run, .rule = rule, .clauses = clauses, .fallback = run->object};
  ref_state s = {.scope = {run, NULL, NULL}, .guard = ref_bool(true), .need = ref_bool(true)};
  ref_views views = views_of(clauses);
  choose(&c, &s, &views, 0);
}

void ref_judge_rule(ref_run *run, const ev_decl *rule) {
  bool has_cases = false;
  for (const ev_clause *c = rule->clauses; c; c = c->next) {
    if (c->kind != EV_C_CASE) continue;
    has_cases = true;
    judge_case(run, rule, c->clauses);
  }
  if (!has_cases) judge_case(run, rule, rule->clauses);
}

void ref_judge(ref_run *run) {
  run->first = NULL;
  run->end = &run->first;
  run->decoded = NULL;
  bool counted = ref_has_counted(run);
  if (run->scope && !counted) return;
  ref_judge_shapes(run);
  if (counted) ref_judge_quirks(run);
  const ev_decls *rules = &run->program->rules;
  for (uint32_t i = 0; i < rules->count; i++) ref_judge_rule(run, rules->at[i]);
}
