/* Which elements make a pair, and what is said for certain of elements that only may meet: what a demand says
 * beside the equality by which they meet holds only if they do, and what is said of the first of a pair only
 * if no element before it makes the pair instead. */
#include "check.h"

bool ev_clause_loops(const ev_clause *clause) {
  return clause->kind == EV_C_FOR || clause->kind == EV_C_PAIR;
}

/* ---- the key */

/* An equality of one key of both. */
static bool is_pair_key(const ev_expr *e, const ev_clause *pair) {
  return ev_expr_same(e->a, e->b, pair->local, pair->local2) && ev_expr_mentions(e->a, pair->local) &&
         !ev_expr_mentions(e->a, pair->local2) && !ev_expr_mentions(e->b, pair->local);
}

static ev_expr *find_pair_key(ev_key_search *search, ev_expr *e, const ev_clause *pair) {
  if (e->kind == EV_E_AND) {
    ev_expr *key = find_pair_key(search, e->a, pair);
    return key ? key : find_pair_key(search, e->b, pair);
  }
  if (e->kind != EV_E_EQ) return NULL;
  if (is_pair_key(e, pair)) return ev_key_may_be(search, e) ? e->b : NULL;
  ev_expr swapped = *e;
  swapped.a = e->b;
  swapped.b = e->a;
  return is_pair_key(&swapped, pair) && ev_key_may_be(search, e) ? e->a : NULL;
}

/* ---- what rests on the meeting */

bool ev_check_has_other_demand(const ev_clause *clauses, const ev_clause *demand) {
  for (; clauses; clauses = clauses->next)
    if (clauses != demand && (clauses->kind == EV_C_REQUIRE || clauses->kind == EV_C_FORBID)) return true;
  return false;
}

typedef struct first_mention {
  const ev_clause *pair;
  bool found;
} first_mention;

/* The key of the first one is that of all that may be it: what speaks of no more is true of each. */
static void look_for_first(void *context, const ev_expr *e) {
  first_mention *m = context;
  if (m->found || ev_expr_same(e, m->pair->key, m->pair->local, m->pair->local2)) return;
  bool named = e->ref == EV_REF_LOCAL;
  m->found = named && e->local == m->pair->local;
  if (named && e->local->value) look_for_first(context, e->local->value);
  ev_expr_parts(e, look_for_first, context);
}

static bool speaks_of_first(const ev_expr *e, const ev_clause *pair) {
  first_mention m = {pair, false};
  look_for_first(&m, e);
  return m.found;
}

/* What `provided` says of the first one leaves it to other rules, and its texts decide nothing. */
static bool rests_on_first(const ev_clause *clause, const ev_clause *pair) {
  switch (clause->kind) {
  case EV_C_FOR:
    for (const ev_generator *g = clause->generators; g; g = g->next)
      if (speaks_of_first(g->list, pair)) return true;
    return false;
  case EV_C_PAIR:
  case EV_C_NEEDS:
  case EV_C_WHERE:
  case EV_C_REQUIRE:
  case EV_C_FORBID: return speaks_of_first(clause->expr, pair);
  default: return false;
  }
}

bool ev_check_pair_key(ev_key_search *search, ev_clause *pair) {
  const ev_clause *joining = NULL;
  for (const ev_clause *after = pair->next; after && !ev_clause_loops(after); after = after->next) {
    if (after->kind != EV_C_WHERE && after->kind != EV_C_PROVIDED && after->kind != EV_C_FORBID) continue;
    search->at = after;
    pair->key = find_pair_key(search, after->expr, pair);
    joining = after;
    if (pair->key) break;
  }
  if (!pair->key) return false;
  pair->kleene = joining->kind != EV_C_PROVIDED;
  pair->doubted = joining->kind == EV_C_FORBID && ev_check_has_other_demand(pair->next, joining);
  for (const ev_clause *c = pair->next; c && pair->kleene && !pair->doubted; c = c->next)
    pair->doubted = rests_on_first(c, pair);
  return true;
}
