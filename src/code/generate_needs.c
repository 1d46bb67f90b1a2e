/* What a case cannot do without: watches of which at least one must be met in the object for it to find
 * anything.
 *
 * Most pods set few of the fields that rules speak of, to values that few rules forbid, and the walk over
 * their shape meets each field that is there anyway. A case that needs something else is not run, unless a
 * collection is refused or unknown: then all its fields are, and every watch counts as met. This is sound,
 * not exact: a group is added only where the language's laws say that without its watches the case's lists
 * are empty, its conditions false, or its demands met. */
#include "generate_needs.h"

#define MOST_VISITS 200u /* which bounds the depth, too */

static ev_needs to_be_set(const ev_walked *w, const ev_expr *e);
static ev_needs to_be(const ev_walked *w, const ev_expr *e, bool truth);

static ev_needs nothing(void) { return (ev_needs){.count = 0}; }

static ev_needs field_needs(const ev_walked *w, const ev_expr *e) {
  ev_needs made = nothing();
  const ev_type *owner = ev_type_present(e->a->type);
  if (owner->kind != EV_T_RECORD || !ev_is_settled(w, e->a)) return made;
  const ev_brecord *records = w->g->records.at;
  const ev_bfield *fields = w->g->fields.at;
  if (fields[records[owner->decl->index].first_field + (uint32_t)e->field].fallback != EV_NONE) return made;
  uint32_t field = ev_walked_field(w, e);
  if (field != EV_NONE) {
    ev_group group = {.at = {ev_watch(w->g, EV_W_SET, field)}, .count = 1};
    ev_needs_add(&made, &group);
  }
  ev_needs outer = to_be_set(w, e->a);
  ev_needs_both(&made, &outer);
  return made;
}

/* Absent elements are dropped: some element must be there. A record always is, if only as one in which
 * nothing is set. */
static ev_needs list_needs(const ev_walked *w, const ev_expr *e) {
  ev_needs made = nothing();
  for (const ev_expr *item = e->args; item; item = item->next) {
    if (item->type->kind != EV_T_OPTIONAL) return nothing();
    ev_needs other = to_be_set(w, item);
    made = item == e->args ? other : ev_needs_either(w->g, &made, &other);
  }
  return made;
}

/* For the text of a decode to be there. */
static ev_needs decode_needs(const ev_walked *w, const ev_expr *e) {
  if (!ev_bind_arguments(e)) return nothing();
  ev_needs made = to_be_set(w, e->decl->expr);
  ev_call_close(e);
  return made;
}

static ev_needs call_needs(const ev_walked *w, const ev_expr *e) {
  if (ev_is_of_keys(e)) return to_be_set(w, e->args);
  if (e->ref == EV_REF_DECL && e->decl->kind == EV_D_DECODE) return decode_needs(w, e);
  if (!ev_call_open(e)) return nothing();
  ev_needs made = to_be_set(w, e->decl->expr);
  ev_call_close(e);
  return made;
}

/* For a value to be there; for a list, map or record to hold something. */
static ev_needs to_be_set(const ev_walked *w, const ev_expr *e) {
  if (!ev_needs_spend(w)) return nothing();
  switch (e->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: return field_needs(w, e);
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return ev_is_known(e->b) ? to_be_set(w, e->a) : nothing();
  case EV_E_COMPREHENSION: return to_be_set(w, e->b);
  case EV_E_FIRST:
  case EV_E_LAST: return ev_is_settled(w, e) ? to_be_set(w, e->b) : nothing();
  case EV_E_NAME:
    return e->ref == EV_REF_LOCAL && e->local->value ? to_be_set(w, e->local->value) : nothing();
  case EV_E_CALL: return call_needs(w, e);
  case EV_E_LIST: return list_needs(w, e);
  case EV_E_COALESCE:
  case EV_E_CONCAT: {
    ev_needs a = to_be_set(w, e->a), b = to_be_set(w, e->b);
    return ev_needs_either(w->g, &a, &b);
  }
  default: return nothing();
  }
}

static ev_needs connective_needs(const ev_walked *w, const ev_expr *e, bool truth) {
  ev_needs a = to_be(w, e->a, truth), b = to_be(w, e->b, truth);
  if ((e->kind == EV_E_AND) != truth) return ev_needs_either(w->g, &a, &b);
  ev_needs_both(&a, &b);
  return a;
}

static ev_needs call_to_be(const ev_walked *w, const ev_expr *e, bool truth) {
  if (ev_call_open(e)) {
    ev_needs made = to_be(w, e->decl->expr, truth);
    ev_call_close(e);
    return made;
  }
  bool has = e->builtin == EV_BUILTIN_HAS && ev_is_known(e->args->next);
  return truth && has ? to_be_set(w, e->args) : nothing();
}

/* Some element counts, and is what it takes. */
static ev_needs quantifier_needs(const ev_walked *w, const ev_expr *e) {
  ev_needs made = to_be_set(w, e->b);
  if (!ev_is_plain(w, e->b)) return made;
  ev_needs more = to_be(w, e->a, e->kind != EV_E_ALL);
  ev_needs_both(&made, &more);
  more = e->c ? to_be(w, e->c, true) : nothing();
  ev_needs_both(&made, &more);
  return made;
}

static ev_needs presence_needs(const ev_walked *w, const ev_expr *e, bool present) {
  if (present) return to_be_set(w, e->a);
  ev_needs made = nothing();
  ev_group group = {.count = 0};
  ev_absence(w, e->a, &group);
  ev_needs_add(&made, &group);
  return made;
}

/* For a condition to be `truth`, or unknown. */
static ev_needs to_be(const ev_walked *w, const ev_expr *e, bool truth) {
  ev_needs made = nothing();
  if (!ev_needs_spend(w) || ev_comparison_needs(w, e, truth, &made)) return made;
  switch (e->kind) {
  case EV_E_NOT: return to_be(w, e->a, !truth);
  case EV_E_AND:
  case EV_E_OR: return connective_needs(w, e, truth);
  case EV_E_IS:
  case EV_E_IS_IN: return truth != e->negated ? to_be_set(w, e->a) : nothing();
  case EV_E_IS_SET: return presence_needs(w, e, truth != e->negated);
  case EV_E_IS_ABSENT: return presence_needs(w, e, truth == e->negated);
  case EV_E_ANY: return truth ? quantifier_needs(w, e) : nothing();
  case EV_E_ALL:
  case EV_E_NONE: return truth ? nothing() : quantifier_needs(w, e);
  case EV_E_NAME:
    return e->ref == EV_REF_LOCAL && e->local->value ? to_be(w, e->local->value, truth) : nothing();
  case EV_E_CALL: return call_to_be(w, e, truth);
  default: return nothing();
  }
}

/* ---- records that the walk over shapes meets, and no other way leads to */

static void mark(const ev_gen *g, const ev_type *type, bool *seen) {
  while (type->element) type = type->element;
  if (type->kind != EV_T_RECORD || seen[type->decl->index]) return;
  seen[type->decl->index] = true;
  for (const ev_field *f = type->decl->fields; f; f = f->next) /* as deep as records nest */
    if (f->class_ == EV_FIELD_TYPED) mark(g, f->type->type, seen);
}

static void mark_others(const ev_gen *g, bool *others) {
  const ev_program *p = g->program;
  for (uint32_t i = 0; i < p->decodes.count; i++) mark(g, p->decodes.at[i]->checked, others);
  for (uint32_t i = 0; i < p->records.count; i++)
    for (const ev_field *f = p->records.at[i]->fields; f; f = f->next)
      if (f->class_ == EV_FIELD_TYPED && f->unjudged) mark(g, f->type->type, others);
}

static bool *walked_records(ev_gen *g) {
  bool *others = EV_NEW_ARRAY(&g->scratch, bool, g->program->records.count + 1);
  if (!others) {
    g->failed = true;
    return NULL;
  }
  mark_others(g, others);
  for (uint32_t i = 0; i < g->program->records.count; i++) others[i] = !others[i];
  return others;
}

/* ---- a case */

/* What must be so for the case to go on behind a loop; false where the loop may find something by itself. */
static bool loop_needs(const ev_walked *w, const ev_expr *list, ev_needs *to) {
  ev_needs more = to_be_set(w, list);
  ev_needs_both(to, &more);
  return ev_is_plain(w, list);
}

/* Lists that are joined are gone over before the others. */
static bool loops_needs(const ev_walked *w, const ev_clause *clause, ev_needs *to) {
  if (clause->kind == EV_C_PAIR) return loop_needs(w, clause->expr, to);
  for (const ev_generator *g = clause->generators; g; g = g->next)
    if (g->joined && !ev_is_sure(w, g->list)) return false;
  for (const ev_generator *g = clause->generators; g; g = g->next)
    if (!loop_needs(w, g->list, to)) return false;
  return true;
}

/* What must be so for a demand not to be met. */
static ev_needs demand_needs(const ev_walked *w, const ev_clause *clause) {
  if (clause->kind == EV_C_NEEDS) {
    ev_expr present = {.kind = EV_E_IS_SET, .a = clause->expr};
    return to_be(w, &present, false);
  }
  return to_be(w, clause->expr, clause->kind == EV_C_FORBID);
}

static bool is_demand(const ev_clause *clause) {
  return clause->kind == EV_C_REQUIRE || clause->kind == EV_C_FORBID || clause->kind == EV_C_NEEDS;
}

/* Some demand is not met. */
static ev_needs demands_needs(const ev_walked *w, const ev_clause *clauses) {
  ev_needs made = nothing();
  bool first = true;
  for (const ev_clause *c = clauses; c; c = c->next) {
    if (!is_demand(c)) continue;
    *w->visits = MOST_VISITS;
    ev_needs more = demand_needs(w, c);
    made = first ? more : ev_needs_either(w->g, &made, &more);
    first = false;
  }
  return made;
}

static void look_for_shown(void *context, const ev_expr *e) {
  bool *found = context;
  *found = *found || e->unwrap;
  if (!*found) ev_expr_parts(e, look_for_shown, context);
}

/* Does it take something to be there that a clause before it has shown? */
static bool rests_on_shown(const ev_clause *clause) {
  bool found = false;
  for (const ev_generator *g = clause->generators; g; g = g->next) look_for_shown(&found, g->list);
  if (clause->expr) look_for_shown(&found, clause->expr);
  return found;
}

/* What must be so for the rule to find something, clause by clause. Behind `needs` what it shows may be
 * absent, and what rests on it unknown. */
static ev_needs rule_needs(const ev_walked *w, const ev_clause *clauses) {
  ev_needs made = nothing();
  bool may_lack = false;
  for (const ev_clause *c = clauses; c; c = c->next) {
    *w->visits = MOST_VISITS;
    bool doubtful = may_lack && rests_on_shown(c), loops = c->kind == EV_C_FOR || c->kind == EV_C_PAIR;
    may_lack = may_lack || c->kind == EV_C_NEEDS;
    if (doubtful && loops) return made;
    if (doubtful) continue;
    if (loops) {
      if (!loops_needs(w, c, &made)) return made;
    } else if (c->kind == EV_C_WHERE || c->kind == EV_C_PROVIDED) {
      ev_needs more = to_be(w, c->expr, true);
      ev_needs_both(&made, &more);
    }
  }
  ev_needs demands = demands_needs(w, clauses);
  ev_needs_both(&made, &demands);
  return made;
}

/* ---- decodes, which find what is malformed as soon as they are looked at */

typedef struct ev_decoding {
  const ev_walked *w;
  ev_needs *needs; /* of what was looked at so far */
  uint32_t visits; /* left: functions unfold */
} ev_decoding;
#define MOST_DECODING_VISITS 5000u

static void or_decoding(void *context, const ev_expr *e) {
  ev_decoding *d = context;
  if (d->visits == 0 || d->needs->count == 0) {
    *d->needs = nothing();
    return;
  }
  d->visits--;
  if (e->kind == EV_E_CALL && e->ref == EV_REF_DECL) {
    if (e->decl->kind == EV_D_DECODE) {
      *d->w->visits = MOST_VISITS;
      ev_needs given = decode_needs(d->w, e);
      *d->needs = ev_needs_either(d->w->g, d->needs, &given);
    } else {
      or_decoding(d, e->decl->expr);
    }
  }
  ev_expr_parts(e, or_decoding, d);
}

static void or_decodings(const ev_walked *w, const ev_clause *clauses, ev_needs *needs) {
  ev_decoding d = {w, needs, MOST_DECODING_VISITS};
  for (const ev_clause *c = clauses; c; c = c->next) {
    for (const ev_expr *e = c->expr; e; e = e->next) or_decoding(&d, e);
    for (const ev_generator *g = c->generators; g; g = g->next) or_decoding(&d, g->list);
  }
}

/* ---- the whole */

/* The best group first: it is looked at first. */
static const uint32_t *kept(ev_gen *g, const ev_needs *needs) {
  uint32_t *at = EV_NEW_ARRAY(g->arena, uint32_t, needs->count + 1);
  if (!at) {
    g->failed = true;
    return NULL;
  }
  const uint32_t *best = ev_needs_best(g, needs);
  uint32_t before = (uint32_t)(best - needs->at), length = needs->count ? ev_group_length(best) + 1 : 0;
  memcpy(at, best, length * sizeof *at);
  memcpy(at + length, needs->at, before * sizeof *at);
  memcpy(at + length + before, best + length, (needs->count - before - length) * sizeof *at);
  return at;
}

const uint32_t *ev_gen_needs(ev_gen *g, const ev_clause *clauses, uint32_t *count) {
  *count = 0;
  uint32_t visits = 0;
  ev_walked w = {g, g->walked ? g->walked : (g->walked = walked_records(g)), &visits};
  if (!w.records) return NULL;
  ev_needs made = rule_needs(&w, clauses);
  or_decodings(&w, clauses, &made);
  *count = made.count;
  return kept(g, &made);
}
