/* Looking at expressions without judging them: their parts, whether two are the same, and what follows from a
 * condition that holds. */
#include "check.h"

static void each(const ev_expr *list, void (*part)(void *, const ev_expr *), void *context) {
  for (; list; list = list->next) part(context, list);
}

void ev_expr_parts(const ev_expr *e, void (*part)(void *context, const ev_expr *), void *context) {
  if (e->a) part(context, e->a);
  if (e->b) part(context, e->b);
  if (e->c) part(context, e->c);
  each(e->args, part, context);
}

ev_expr *ev_expr_clone(ev_arena *arena, const ev_expr *e) {
  ev_expr *copy = EV_NEW(arena, ev_expr);
  if (!copy) return NULL;
  *copy = *e;
  copy->next = NULL;
  if (e->a) copy->a = ev_expr_clone(arena, e->a);
  if (e->b) copy->b = ev_expr_clone(arena, e->b);
  if (e->c) copy->c = ev_expr_clone(arena, e->c);
  ev_expr **link = &copy->args;
  *link = NULL;
  for (const ev_expr *arg = e->args; arg; arg = arg->next) {
    *link = ev_expr_clone(arena, arg);
    if (!*link) return NULL;
    link = &(*link)->next;
  }
  return copy;
}

typedef struct ev_mention {
  const ev_local *local;
  bool found;
} ev_mention;

static void look_for(void *context, const ev_expr *e) {
  ev_mention *mention = context;
  if (mention->found) return;
  if (e->ref == EV_REF_LOCAL && e->local == mention->local) mention->found = true;
  /* A let stands for its value. */
  if (e->ref == EV_REF_LOCAL && e->local->value && e->local != mention->local)
    look_for(context, e->local->value);
  ev_expr_parts(e, look_for, context);
}

bool ev_expr_mentions(const ev_expr *e, const ev_local *local) {
  ev_mention mention = {local, false};
  look_for(&mention, e);
  return mention.found;
}

static void raise_level(void *context, const ev_expr *e) {
  uint32_t *level = context;
  if (e->ref == EV_REF_LOCAL && e->local->level > *level) *level = e->local->level;
  ev_expr_parts(e, raise_level, context);
}

uint32_t ev_expr_level(const ev_expr *e) {
  uint32_t level = 0;
  raise_level(&level, e);
  return level;
}

static ev_expr_kind family(const ev_expr *e) {
  if (e->kind == EV_E_OPTIONAL_FIELD) return EV_E_FIELD;
  if (e->kind == EV_E_OPTIONAL_INDEX) return EV_E_INDEX;
  return e->kind;
}

static bool same_leaf(const ev_expr *a, const ev_expr *b, const ev_local *from, const ev_local *to) {
  switch (a->kind) {
  case EV_E_NAME:
    if (a->ref != b->ref) return false;
    if (a->ref != EV_REF_LOCAL) return a->decl == b->decl;
    return a->local == b->local || (from && a->local == from && b->local == to);
  case EV_E_CALL: return a->ref == b->ref && a->decl == b->decl && a->builtin == b->builtin;
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD:
  case EV_E_STRING: return ev_str_equal(a->text, b->text);
  case EV_E_INT:
  case EV_E_QUANTITY:
  case EV_E_PERCENT: return ev_rat_compare(a->number, b->number) == 0;
  case EV_E_BOOL: return a->truth == b->truth;
  case EV_E_IN:
  case EV_E_IS:
  case EV_E_IS_IN:
  case EV_E_IS_SET:
  case EV_E_IS_ABSENT:
  case EV_E_IS_REFUSED: return a->negated == b->negated;
  /* These bind names or hold sets: never taken for the same. */
  case EV_E_ERROR:
  case EV_E_SET:
  case EV_E_COMPREHENSION:
  case EV_E_ANY:
  case EV_E_ALL:
  case EV_E_NONE:
  case EV_E_FIRST:
  case EV_E_LAST: return false;
  default: return true;
  }
}

/* What is of one kind, and neither binds names nor holds sets, has the same parts. */
static bool same_parts(const ev_expr *a, const ev_expr *b, const ev_local *from, const ev_local *to) {
  return !a || ev_expr_same(a, b, from, to);
}

bool ev_expr_same(const ev_expr *a, const ev_expr *b, const ev_local *from, const ev_local *to) {
  if (family(a) != family(b) || !same_leaf(a, b, from, to)) return false;
  if (!same_parts(a->a, b->a, from, to) || !same_parts(a->b, b->b, from, to) ||
      !same_parts(a->c, b->c, from, to))
    return false;
  const ev_expr *x = a->args, *y = b->args;
  for (; x && y; x = x->next, y = y->next)
    if (!ev_expr_same(x, y, from, to)) return false;
  return !x && !y;
}

/* ---- facts */

/* Alike for expressions that are the same: made of what a path is made of. */
static uint64_t hash_path(const ev_expr *e) {
  uint64_t hash = 0;
  for (; e; e = e->a) {
    bool named = e->kind == EV_E_NAME || family(e) == EV_E_FIELD;
    hash = hash * 31 + (uint64_t)family(e) + (named ? ev_str_hash(e->text) : 0);
  }
  return hash;
}

static ev_fact **bucket_of(ev_checker *c, uint64_t hash) { return &c->fact_index[hash % EV_FACT_BUCKETS]; }

bool ev_check_is_fact(ev_checker *c, const ev_expr *e) {
  if (!c->facts) return false;
  uint64_t hash = hash_path(e);
  for (const ev_fact *fact = *bucket_of(c, hash); fact; fact = fact->bucket)
    if (fact->hash == hash && ev_expr_same(fact->expr, e, NULL, NULL)) return true;
  return false;
}

void ev_check_forget(ev_checker *c, const ev_fact *last) {
  for (; c->facts != last; c->facts = c->facts->outer) *bucket_of(c, c->facts->hash) = c->facts->bucket;
}

ev_diagnostic *ev_check_optional(ev_checker *c, ev_span span, const ev_type *type, const char *help) {
  if (c->facts_lost) return NULL;
  ev_diagnostic *d = ev_check_error(c, "optional-used", span, "this may be absent: its type is %s",
                                    ev_check_type_text(c, type));
  if (help) ev_check_help(c, d, "%s", help);
  return d;
}

/* `a?.b` is there: so are it and `a`. */
static void add_fact(ev_checker *c, const ev_expr *e) {
  for (; e; e = (e->kind == EV_E_OPTIONAL_FIELD || e->kind == EV_E_OPTIONAL_INDEX) ? e->a : NULL) {
    ev_fact *fact = EV_NEW(c->arena, ev_fact);
    if (!fact) return;
    ev_fact **bucket = bucket_of(c, hash_path(e));
    *fact = (ev_fact){e, hash_path(e), c->facts, *bucket};
    c->facts = *bucket = fact;
  }
}

void ev_check_assume(ev_checker *c, const ev_expr *e, bool truth) {
  switch (e->kind) {
  case EV_E_NOT: ev_check_assume(c, e->a, !truth); break;
  case EV_E_AND:
  case EV_E_OR:
    if ((e->kind == EV_E_AND) != truth) break;
    ev_check_assume(c, e->a, truth);
    ev_check_assume(c, e->b, truth);
    break;
  case EV_E_IS_SET:
    if (truth != e->negated) add_fact(c, e->a);
    break;
  case EV_E_IS_ABSENT:
    if (truth == e->negated) add_fact(c, e->a);
    break;
  case EV_E_IS:
  case EV_E_IS_IN:
    if (truth != e->negated) add_fact(c, e->a);
    break;
  default: break;
  }
}
