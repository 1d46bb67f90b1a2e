/* Rules: instances of views, clauses element by element, and the findings. */
#include "reference.h"

#include "check.h"

#define MOST 64u

typedef struct judge {
  ref_run *run;
  const ev_decl *rule;
  const ev_clause *clauses; /* of the case */
  const ev_node *fallback;
  const ev_decl *views[MOST];
  uint32_t view_count;
} judge;

typedef struct state { /* of one element */
  ref_scope scope;
  ref_value guard, need;
  ref_value verdicts[MOST];
  const ev_clause *demands[MOST];
  uint32_t count;
  const ref_value *subject;
} state;

static const ev_clause *find(const ev_clause *c, ev_clause_kind kind) {
  while (c && c->kind != kind) c = c->next;
  return c;
}

/* ---- findings */

static void add_note(ref_run *run, ref_finding *f, const ev_node *at, ev_str message) {
  ref_note **end = &f->notes;
  while (*end) end = &(*end)->next;
  *end = EV_NEW(run->arena, ref_note);
  **end = (ref_note){at, message, NULL};
}

static bool is_noted(const ref_finding *f, const ev_node *at) {
  bool noted = f->at == at;
  for (const ref_note *n = f->notes; n; n = n->next) noted = noted || n->at == at;
  return noted;
}

static void add_overridden(ref_run *run, ref_finding *f, const ref_place *p) {
  for (; p; p = p->next)
    if (!is_noted(f, p->at)) add_note(run, f, p->at, EV_STR("overrides the value given here"));
}

static void add_alias(ref_run *run, ref_finding *f) {
  const ev_node *at = f->at;
  if (at->key == at) (void)ref_refuse(run, "a finding at a key");
  while (at && !(at->flags & EV_FLAG_ALIAS)) at = at->parent;
  if (at && at->alias) add_note(run, f, at->alias, EV_STR("reached through this alias"));
}

static ref_finding *add_finding(const judge *j, bool unknown, const ev_node *at, ev_str reason) {
  ref_finding *f = EV_NEW(j->run->arena, ref_finding);
  *f = (ref_finding){.rule = j->rule, .unknown = unknown, .at = at, .reason = reason};
  f->message = j->rule->title.text;
  *j->run->end = f;
  j->run->end = &f->next;
  return f;
}

/* Where the finding stands: the first place of `at`, else the element, else the view. */
static ref_value place(const judge *j, const state *s) {
  const ev_clause *at = find(j->clauses, EV_C_AT);
  for (const ev_expr *e = at ? at->expr : NULL; e; e = e->next) {
    ref_value v = ref_raw(&s->scope, e);
    if (v.origin) return v;
  }
  if (s->subject && s->subject->origin) return *s->subject;
  return (ref_value){.origin = j->fallback};
}

static const ev_expr *text_of(const judge *j, const ev_clause *demand, bool unknown) {
  const ev_clause *unsure = find(j->clauses, EV_C_UNSURE), *say = find(j->clauses, EV_C_SAY);
  if (unknown && unsure) return unsure->say;
  if (demand && demand->say) return demand->say;
  return say ? say->say : NULL;
}

static void report(const judge *j, const state *s, const ev_clause *demand, const ref_value *verdict) {
  bool unknown = verdict->kind == REF_UNKNOWN;
  ref_value at = place(j, s), noted[MOST];
  ref_finding *f = add_finding(j, unknown, at.origin, unknown ? verdict->text : EV_STR(""));
  uint32_t count = 0;
  for (const ev_clause *c = j->clauses; c && count < MOST; c = c->next) {
    if (c->kind != EV_C_NOTE) continue;
    noted[count] = ref_raw(&s->scope, c->expr);
    ref_value text = ref_eval(&s->scope, c->say);
    if (noted[count].origin) add_note(j->run, f, noted[count++].origin, text.text);
  }
  const ev_expr *say = text_of(j, demand, unknown);
  if (say) f->message = ref_eval(&s->scope, say).text;
  add_overridden(j->run, f, at.overrides);
  for (uint32_t i = 0; i < count; i++) add_overridden(j->run, f, noted[i].overrides);
  add_alias(j->run, f);
}

/* The first fail, else nothing where one is refused, else the first unknown. */
static void conclude(const judge *j, const state *s) {
  bool refused = false;
  for (uint32_t i = 0; i < s->count; i++) {
    if (ref_is(&s->verdicts[i], false)) {
      report(j, s, s->demands[i], &s->verdicts[i]);
      return;
    }
    refused = refused || s->verdicts[i].kind == REF_REFUSED;
  }
  for (uint32_t i = 0; i < s->count && !refused; i++)
    if (s->verdicts[i].kind == REF_UNKNOWN) {
      report(j, s, s->demands[i], &s->verdicts[i]);
      return;
    }
}

/* ---- clauses */

static void demand(state *s, const ev_clause *clause, ref_value met) {
  if (s->count == MOST) return;
  s->demands[s->count] = clause;
  s->verdicts[s->count++] = ref_or(ref_and(s->need, met), ref_not(s->guard));
}

static void go_on(const judge *j, const state *before, const ev_clause *clause);

static void each(const judge *j, const state *before, const ev_clause *clause, const ev_generator *g) {
  if (!g) {
    go_on(j, before, clause->next);
    return;
  }
  ref_value list = ref_list(&before->scope, g->list);
  if (g->joined) (void)ref_refuse(j->run, "a join");
  if (list.kind == REF_UNKNOWN) {
    const ev_node *at = list.origin ? list.origin : j->fallback;
    add_alias(j->run, add_finding(j, true, at, list.text));
  }
  if (ref_is_poison(&list)) return;
  for (const ref_element *e = ref_elements(j->run, &list); e; e = e->next) {
    state s = *before;
    s.scope = ref_bind(&s.scope, g->local, e->value);
    s.subject = &e->value;
    if (e->value.maybe)
      s.guard = ref_and(ref_unknown(EV_STR("the element is only possibly in the list")), s.guard);
    each(j, &s, clause, g->next);
  }
}

static ref_value needed(const state *s, const ev_clause *clause) {
  ref_value v = ref_raw(&s->scope, clause->expr);
  if (ref_is_poison(&v)) return v;
  return ref_is_absent(&v) ? ref_unknown(clause->text.text) : ref_bool(true);
}

static void go_on(const judge *j, const state *before, const ev_clause *clause) {
  state s = *before;
  for (; clause; clause = clause->next) {
    ref_value v = ref_absent();
    switch (clause->kind) {
    case EV_C_LET: s.scope = ref_bind(&s.scope, clause->local, ref_eval(&s.scope, clause->expr)); break;
    case EV_C_FOR: each(j, &s, clause, clause->generators); return;
    case EV_C_PAIR: (void)ref_refuse(j->run, "pairs"); return;
    case EV_C_WHERE:
      s.guard = ref_and(ref_eval(&s.scope, clause->expr), s.guard);
      if (ref_is(&s.guard, false)) return;
      break;
    case EV_C_PROVIDED:
      v = ref_eval(&s.scope, clause->expr);
      if (!ref_is(&v, true)) return;
      break;
    case EV_C_NEEDS: s.need = ref_and(needed(&s, clause), s.need); break;
    case EV_C_REQUIRE: demand(&s, clause, ref_eval(&s.scope, clause->expr)); break;
    case EV_C_FORBID: demand(&s, clause, ref_not(ref_eval(&s.scope, clause->expr))); break;
    default: break;
    }
  }
  if (s.count == 0) demand(&s, NULL, ref_bool(true));
  conclude(j, &s);
}

/* ---- views */

static void find_views(void *context, const ev_expr *e) {
  judge *j = context;
  uint32_t i = 0;
  if (e->kind == EV_E_NAME && e->ref == EV_REF_DECL && e->decl->kind == EV_D_VIEW) {
    while (i < j->view_count && j->views[i] != e->decl) i++;
    if (i == j->view_count && i < MOST) j->views[j->view_count++] = e->decl;
  }
  ev_expr_parts(e, find_views, context);
}

static bool is_word(const ev_words *words, ev_str text) {
  while (words && !ev_str_equal(words->word.text, text)) words = words->next;
  return words != NULL;
}

static ev_node *follow(const ref_run *run, const ev_view_path *path) {
  ev_node *node = run->object;
  for (const ev_words *w = path->names; w && node; w = w->next)
    node = ev_node_get(node, w->word.text, run->arena);
  return node && node->kind == EV_NODE_MAP ? node : NULL;
}

/* The one place of a view that the evaluator knows: its first row and path. */
static ev_node *instance(ref_run *run, const ev_decl *view) {
  const ev_view_row *row = view->rows;
  if (row->next || row->paths->next) (void)ref_refuse(run, "a view of several places");
  bool here = is_word(row->versions, run->api_version) && is_word(row->kinds, run->kind);
  return here ? follow(run, row->paths) : NULL;
}

static void judge_case(ref_run *run, const ev_decl *rule, const ev_clause *clauses) {
  judge j = {.run = run, .rule = rule, .clauses = clauses};
  state s = {.scope = {run, NULL}, .guard = ref_bool(true), .need = ref_bool(true)};
  for (const ev_clause *c = clauses; c; c = c->next) {
    for (const ev_expr *e = c->expr; e; e = e->next) find_views(&j, e);
    if (c->say) find_views(&j, c->say);
    for (const ev_generator *g = c->generators; g; g = g->next) find_views(&j, g->list);
  }
  for (uint32_t i = 0; i < j.view_count; i++) {
    ev_node *node = instance(run, j.views[i]);
    if (!node) return;
    if (i == 0) j.fallback = node;
    ref_value v = {.kind = REF_NODE, .node = node, .type = j.views[i]->checked, .origin = node};
    s.scope = ref_bind(&s.scope, j.views[i], v);
  }
  go_on(&j, &s, clauses);
}

/* Cases share the rule's texts: a case without its own is refused rather than guessed at. */
static void judge_rule(ref_run *run, const ev_decl *rule) {
  if (find(rule->clauses, EV_C_CASE))
    (void)ref_refuse(run, "cases");
  else
    judge_case(run, rule, rule->clauses);
}

void ref_judge(ref_run *run) {
  run->first = NULL;
  run->end = &run->first;
  const ev_decls *rules = &run->program->rules;
  for (uint32_t i = 0; i < rules->count; i++) judge_rule(run, rules->at[i]);
}
