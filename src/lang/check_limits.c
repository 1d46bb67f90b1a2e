/* Limits on rules, so that compiling them ends soon whatever they say: their clauses, and how large an
 * expression is once each `let` in it is replaced by its value. */
#include "check.h"
#include "limit.h"

void ev_check_limit(ev_checker *c, ev_span span, const char *what, uint32_t most) {
  ev_check_error(c, "limit", span, "%s: the most is %u", what, (unsigned)most);
}

/* ---- clauses */

typedef struct ev_tally {
  uint32_t clauses, demands, loops, generators;
  const ev_clause *last; /* the first one too many; NULL: none is */
  const char *what;
  uint32_t most;
} ev_tally;

static void tally_up(ev_tally *t, uint32_t *count, uint32_t most, const ev_clause *clause, const char *what) {
  if (++*count <= most || t->last) return;
  t->last = clause;
  t->what = what;
  t->most = most;
}

static void tally_clause(ev_tally *t, const ev_clause *clause) {
  tally_up(t, &t->clauses, EV_MAX_CLAUSES, clause, "a rule has too many clauses");
  if (clause->kind == EV_C_REQUIRE || clause->kind == EV_C_FORBID)
    tally_up(t, &t->demands, EV_MAX_DEMANDS, clause, "there are too many demands");
  if (clause->kind == EV_C_PAIR) tally_up(t, &t->loops, EV_MAX_LOOPS, clause, "there are too many loops");
  t->generators = 0;
  for (const ev_generator *g = clause->generators; g && !t->last; g = g->next) {
    tally_up(t, &t->loops, EV_MAX_LOOPS, clause, "there are too many loops");
    tally_up(t, &t->generators, EV_MAX_GENERATORS, clause, "a `for` goes over too many lists");
  }
}

static void tally_case(ev_tally *t, const ev_clause *clauses) {
  t->demands = t->loops = 0;
  for (; clauses && !t->last; clauses = clauses->next) tally_clause(t, clauses);
}

bool ev_check_rule_size(ev_checker *c, const ev_decl *rule) {
  ev_tally t = {0};
  tally_case(&t, rule->clauses);
  for (const ev_clause *x = rule->clauses; x && !t.last; x = x->next)
    if (x->kind == EV_C_CASE) tally_case(&t, x->clauses);
  if (t.last) ev_check_limit(c, t.last->span, t.what, t.most);
  return !t.last;
}

/* ---- views */

typedef struct ev_views {
  const ev_decl *at[EV_MAX_CASE_VIEWS];
  uint32_t count;
  const ev_expr *last; /* the first one too many; NULL: none is */
} ev_views;

static void count_view(void *context, const ev_expr *e) {
  ev_views *v = context;
  if (e->kind == EV_E_NAME && e->ref == EV_REF_DECL && e->decl->kind == EV_D_VIEW) {
    uint32_t i = 0;
    while (i < v->count && v->at[i] != e->decl) i++;
    if (i == EV_MAX_CASE_VIEWS && !v->last) v->last = e;
    if (i == v->count && i < EV_MAX_CASE_VIEWS) v->at[v->count++] = e->decl;
  }
  ev_expr_parts(e, count_view, v);
}

void ev_check_case_views(ev_checker *c, const ev_clause *clauses) {
  ev_views v = {.count = 0};
  for (; clauses; clauses = clauses->next) {
    for (const ev_expr *e = clauses->expr; e; e = e->next) count_view(&v, e);
    if (clauses->say) count_view(&v, clauses->say);
    for (const ev_generator *g = clauses->generators; g; g = g->next) count_view(&v, g->list);
  }
  if (v.last) ev_check_limit(c, v.last->span, "there are too many views", EV_MAX_CASE_VIEWS);
}

/* ---- lets */

typedef struct ev_measure {
  uint32_t parts, depth;
} ev_measure;

static void measure(void *context, const ev_expr *e) {
  ev_measure *m = context;
  uint32_t parts = e->local && e->ref == EV_REF_LOCAL ? e->local->parts : 0;
  uint32_t depth = e->local && e->ref == EV_REF_LOCAL ? e->local->depth : 0;
  m->parts = m->parts + parts < EV_MAX_LET_PARTS ? m->parts + parts + 1 : EV_MAX_LET_PARTS + 1;
  if (depth > m->depth) m->depth = depth;
  ev_expr_parts(e, measure, m);
}

void ev_check_let_size(ev_checker *c, ev_local *local, const ev_expr *value) {
  ev_measure m = {0};
  measure(&m, value);
  local->parts = m.parts;
  local->depth = m.depth + value->depth;
  bool large = local->parts > EV_MAX_LET_PARTS;
  if (!large && local->depth <= EV_MAX_LET_DEPTH) return;
  ev_check_limit(c, local->span,
                 large ? "with its `let`s written out this has too many parts"
                       : "with its `let`s written out this is nested too deep",
                 large ? EV_MAX_LET_PARTS : EV_MAX_LET_DEPTH);
  local->value = NULL;
  local->parts = local->depth = 0;
}
