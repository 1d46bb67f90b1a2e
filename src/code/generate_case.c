/* What a case cannot do without: watches of which at least one must be met in the object for it to find
 * anything.
 *
 * Most pods set few of the fields that rules speak of, to values that few rules forbid, and the walk over
 * their shape meets each field that is there anyway. A case that needs something else is not run, unless a
 * collection is refused or unknown: then all its fields are, and every watch counts as met. This is sound,
 * not exact: a group is added only where the language's laws say that without its watches the case's lists
 * are empty, its conditions false, or its demands met. */
#include "generate_needs.h"

#define MOST_VISITS 2000u

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

/* What is needed of the clauses so far. Where a list is unknown that a clause goes over, or may be, what
 * comes behind it is not needed. */
typedef struct ev_so_far {
  const ev_walked *w;
  ev_needs needs;
  ev_group doubt; /* where a list may be unknown */
} ev_so_far;

static void need(ev_so_far *f, ev_needs more) {
  if (f->doubt.count) ev_needs_or(f->w->g, &more, &f->doubt);
  ev_needs_both(&f->needs, &more);
}

/* What must be so for the case to go on behind a loop; false where the loop may find something by itself, and
 * it cannot be told when. */
static bool loop_needs(ev_so_far *f, const ev_expr *list) {
  need(f, ev_needs_set(f->w, list));
  if (!ev_is_plain(f->w, list)) ev_doubt(f->w, list, &f->doubt);
  return !f->doubt.unknown;
}

/* Lists that are joined are gone over before the others. */
static bool loops_needs(ev_so_far *f, const ev_clause *clause) {
  if (clause->kind == EV_C_PAIR) return loop_needs(f, clause->expr);
  for (const ev_generator *g = clause->generators; g; g = g->next)
    if (g->joined && !ev_is_sure(f->w, g->list)) return false;
  for (const ev_generator *g = clause->generators; g; g = g->next)
    if (!loop_needs(f, g->list)) return false;
  return true;
}

/* What must be so for a demand not to be met. */
static ev_needs demand_needs(const ev_walked *w, const ev_clause *clause) {
  if (clause->kind == EV_C_NEEDS) {
    ev_expr present = {.kind = EV_E_IS_SET, .a = clause->expr};
    return ev_needs_truth(w, &present, false);
  }
  return ev_needs_truth(w, clause->expr, clause->kind == EV_C_FORBID);
}

static bool is_demand(const ev_clause *clause) {
  return clause->kind == EV_C_REQUIRE || clause->kind == EV_C_FORBID || clause->kind == EV_C_NEEDS;
}

/* Some demand is not met. */
static ev_needs demands_needs(const ev_walked *w, const ev_clause *clauses) {
  ev_needs made = ev_needs_nothing();
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
  ev_so_far f = {.w = w};
  bool may_lack = false;
  for (const ev_clause *c = clauses; c; c = c->next) {
    *w->visits = MOST_VISITS;
    bool doubtful = may_lack && rests_on_shown(c), loops = c->kind == EV_C_FOR || c->kind == EV_C_PAIR;
    may_lack = may_lack || c->kind == EV_C_NEEDS;
    if (doubtful && loops) return f.needs;
    if (doubtful) continue;
    if (loops) {
      if (!loops_needs(&f, c)) return f.needs;
    } else if (c->kind == EV_C_WHERE || c->kind == EV_C_PROVIDED) {
      need(&f, ev_needs_truth(w, c->expr, true));
    }
  }
  need(&f, demands_needs(w, clauses));
  return f.needs;
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
    *d->needs = ev_needs_nothing();
    return;
  }
  d->visits--;
  if (e->kind == EV_E_CALL && e->ref == EV_REF_DECL) {
    if (e->decl->kind == EV_D_DECODE) {
      *d->w->visits = MOST_VISITS;
      ev_needs given = ev_needs_decode(d->w, e);
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

/* Where some group is hardly ever met, one that most objects meet, and at some cost, is not worth its while.
 */
static void drop_common(const ev_gen *g, ev_needs *needs) {
  ev_needs rest = ev_needs_nothing();
  const uint32_t *best = ev_needs_best(g, needs);
  if (!needs->count || ev_group_worth(g, best) < EV_RARELY_MET) return;
  for (uint32_t i = 0; i < needs->count; i += ev_group_length(needs->at + i) + 1)
    if (!ev_group_is_common(g, needs->at + i)) ev_needs_keep(&rest, needs->at + i);
  *needs = rest;
}

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
  ev_walked w = {
      .g = g, .records = g->walked ? g->walked : (g->walked = walked_records(g)), .visits = &visits};
  if (!w.records) return NULL;
  ev_needs made = rule_needs(&w, clauses);
  if (made.never) made = ev_needs_nothing(); /* as rare as it is pointless */
  or_decodings(&w, clauses, &made);
  drop_common(g, &made);
  *count = made.count;
  return kept(g, &made);
}
