/* `for` over several lists, some of them joined, and `for each pair`: loops in loops, where two elements meet
 * whose keys are equal, or may be where the demand says what is unknown. */
#include "reference.h"

#include "check.h"

ref_state ref_with_element(const ref_state *s, const void *name, const ref_element *e) {
  ref_state made = *s;
  made.scope = ref_bind(&s->scope, name, e->value);
  made.subject = &e->value;
  return made;
}

static void doubt(ref_state *s, const ref_element *e) {
  if (e->value.maybe) s->guard = ref_and(ref_is_there(&e->value), s->guard);
}

ref_element *ref_gone_over(const ref_case *c, const ref_state *s, const ev_expr *list) {
  ref_value v = ref_list(&s->scope, list);
  if (v.kind == REF_UNKNOWN) {
    const ev_node *at = v.origin ? v.origin : c->fallback;
    ref_finding *f = ref_add_finding(c->run, c->rule, true, at, at->place);
    f->reason = v.text;
    ref_note_alias(c->run, f);
  }
  return ref_is_poison(&v) ? NULL : ref_elements(c->run, &v);
}

/* ---- keys */

/* A number that is not exact is as unknown as an unknown key. */
static bool is_unknown(const ref_value *key) {
  return key->kind == REF_UNKNOWN || (key->kind == REF_NUMBER && !ref_is_exact(key));
}

static bool is_known(const ref_value *key) {
  return !is_unknown(key) && key->kind != REF_REFUSED && key->kind != REF_ABSENT;
}

static bool equal(const ref_value *a, const ref_value *b) {
  ref_value same = is_known(a) && is_known(b) ? ref_equal(*a, *b) : ref_bool(false);
  return ref_is(&same, true);
}

/* Neither is known to differ, and one is not known. */
static bool may_be_equal(const ref_value *a, const ref_value *b) {
  return (is_unknown(a) && (is_unknown(b) || is_known(b))) || (is_unknown(b) && is_known(a));
}

/* ---- for: a joined list is made where all that it is made of is known */

typedef struct ref_made { /* a joined list */
  const ev_generator *generator;
  const ref_element *elements;
  struct ref_made *next;
} ref_made;

static const ref_made *make_joined(const ref_case *c, const ref_state *s, const ev_clause *clause, int after,
                                   const ref_made *made) {
  for (const ev_generator *g = clause->generators; g; g = g->next) {
    if (!g->joined || g->build_after != after) continue;
    ref_made *more = EV_NEW(c->run->arena, ref_made);
    *more = (ref_made){g, ref_gone_over(c, s, g->list), (ref_made *)(uintptr_t)made};
    made = more;
  }
  return made;
}

/* What only may be is in doubt where demands rest on it that no condition guards. */
static void doubt_meeting(ref_state *s, bool doubted) {
  ref_value unknown = ref_unknown(EV_STR("whether the keys are equal is not known"));
  if (doubted) s->guard = ref_and(unknown, s->guard);
}

static bool meets(const ref_state *outer, ref_state *inner, const ev_generator *g, bool *perhaps) {
  ref_value theirs = ref_eval(&outer->scope, g->outer), own = ref_eval(&inner->scope, g->inner);
  *perhaps = g->kleene && may_be_equal(&theirs, &own);
  return equal(&theirs, &own) || *perhaps;
}

static void each(const ref_case *c, const ref_state *before, const ev_clause *clause, const ev_generator *g,
                 int number, const ref_made *made) {
  const ref_made *list = made;
  if (!g) {
    ref_go_on(c, before, clause->next);
    return;
  }
  while (list && list->generator != g) list = list->next;
  const ref_element *e = g->joined ? list->elements : ref_gone_over(c, before, g->list);
  for (; e; e = e->next) {
    ref_state s = ref_with_element(before, g->local, e);
    bool perhaps = false;
    if (g->joined && !meets(before, &s, g, &perhaps)) continue;
    if (e->value.maybe)
      doubt(&s, e);
    else
      doubt_meeting(&s, perhaps && g->doubted);
    each(c, &s, clause, g->next, number + 1, make_joined(c, &s, clause, number, made));
  }
}

void ref_for(const ref_case *c, const ref_state *before, const ev_clause *clause) {
  each(c, before, clause, clause->generators, 0, make_joined(c, before, clause, -1, NULL));
}

/* ---- pairs */

static ref_value key_of(const ref_state *s, const ev_clause *clause, const ref_element *e) {
  ref_state with = ref_with_element(s, clause->local2, e);
  return ref_eval(&with.scope, clause->key);
}

/* The first with the same key, certain ones first; where there is none, the first whose key may be. Another
 * may be the first where one before it may. */
static const ref_element *first_of_pair(const ref_state *s, const ev_clause *clause, const ref_element *all,
                                        const ref_element *second, bool *another) {
  const ref_element *certain = NULL, *possible = NULL, *perhaps = NULL;
  ref_value key = key_of(s, clause, second);
  for (const ref_element *e = all; e != second && !certain; e = e->next) {
    ref_value other = key_of(s, clause, e);
    if (equal(&key, &other) && !e->value.maybe) certain = e;
    if (equal(&key, &other) && !possible) possible = e;
    if (clause->kleene && may_be_equal(&key, &other) && !perhaps) perhaps = e;
  }
  *another = !certain || perhaps || possible != certain;
  return certain ? certain : possible ? possible : perhaps;
}

void ref_pairs(const ref_case *c, const ref_state *before, const ev_clause *clause) {
  const ref_element *all = ref_gone_over(c, before, clause->expr);
  for (const ref_element *b = all; b; b = b->next) {
    bool another;
    const ref_element *a = first_of_pair(before, clause, all, b, &another);
    if (!a) continue;
    ref_state s = ref_with_element(before, clause->local, a);
    s = ref_with_element(&s, clause->local2, b);
    doubt(&s, b);
    if (a->value.maybe)
      doubt(&s, a);
    else
      doubt_meeting(&s, another && clause->doubted);
    ref_go_on(c, &s, clause->next);
  }
}
