/* Law 1: the cost of a rule is linear in the manifest. A loop inside a loop must range over something inside
 * the outer one's element, over a constant, or be joined to it by an equality; functions are not recursive.
 *
 * For each list the question is what it is taken from: its *sources*, the locals that stand at the head of
 * its paths. A list inside the element of the innermost loop has that loop's level; all such loops together
 * visit each node of the manifest once. What a function goes over is told by its summary, in terms of its
 * parameters. */
#include "check.h"
#include "limit.h"

typedef struct ev_sources {
  bool any;        /* else it is constant: tables and literals */
  uint32_t lowest; /* the lowest level of a source */
  uint64_t params; /* the parameters among the sources, of the function in hand */
} ev_sources;

typedef struct ev_mask {
  uint64_t params;
  struct ev_mask *next;
} ev_mask;

struct ev_summary {
  ev_sources result;
  ev_mask *loops; /* what is gone over outside of any loop of the function */
};

typedef struct ev_walk {
  ev_checker *c;
  uint32_t level;
  struct ev_summary *summary; /* of the function in hand; NULL in rules */
} ev_walk;

static ev_sources combine(ev_sources a, ev_sources b) {
  if (!a.any) return b;
  if (!b.any) return a;
  return (ev_sources){true, a.lowest < b.lowest ? a.lowest : b.lowest, a.params | b.params};
}

static ev_sources sources(const ev_expr *e);

static ev_sources sources_of_local(const ev_local *local) {
  if (local->constant) return (ev_sources){0};
  if (local->value) return sources(local->value);
  uint64_t bit = local->parameter < 64 ? (uint64_t)1 << local->parameter : 0;
  return (ev_sources){true, local->level, bit};
}

/* Sources of a call's arguments whose parameters are in `params`. */
static ev_sources sources_of_arguments(const ev_expr *call, uint64_t params) {
  ev_sources all = {0};
  uint64_t bit = 1;
  for (const ev_expr *arg = call->args; arg; arg = arg->next, bit <<= 1)
    if (params & bit) all = combine(all, sources(arg));
  return all;
}

static ev_sources sources_of_call(const ev_expr *e) {
  if (e->ref == EV_REF_BUILTIN) return e->args ? sources(e->args) : (ev_sources){0};
  if (!e->decl || !e->decl->summary) return (ev_sources){0};
  return sources_of_arguments(e, e->decl->summary->result.params);
}

static ev_sources sources_of_list(const ev_expr *e) {
  ev_sources all = {0};
  for (const ev_expr *item = e->args; item; item = item->next) all = combine(all, sources(item));
  return all;
}

/* The elements of a comprehension are made from its variable, which stands for an element of its list. */
static ev_sources sources_of_comprehension(const ev_expr *e) {
  if (!e->local) return sources(e->b);
  ev_expr *value = e->local->value;
  e->local->value = e->b;
  ev_sources all = combine(sources(e->a), sources(e->b));
  e->local->value = value;
  return all;
}

static ev_sources sources(const ev_expr *e) {
  switch (e->kind) {
  case EV_E_NAME:
    if (e->ref == EV_REF_LOCAL) return sources_of_local(e->local);
    return (ev_sources){.any = e->decl && e->decl->kind == EV_D_VIEW};
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD:
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return sources(e->a);
  case EV_E_CALL: return sources_of_call(e);
  case EV_E_LIST: return sources_of_list(e);
  case EV_E_COMPREHENSION: return sources_of_comprehension(e);
  case EV_E_FIRST:
  case EV_E_LAST: return sources(e->b);
  case EV_E_IF: return combine(sources(e->b), sources(e->c));
  case EV_E_COALESCE:
  case EV_E_CONCAT: return combine(sources(e->a), sources(e->b));
  default: return (ev_sources){0};
  }
}

/* ---- the rule itself */

static bool within_innermost(const ev_walk *w, ev_sources s) {
  return !s.any || w->level == 0 || s.lowest == w->level;
}

/* Told once of an expression, not again of its parts. */
static void product(ev_checker *c, ev_span span) {
  if (c->product_of == c->file && span.start >= c->product.start && span.end <= c->product.end) return;
  c->product_of = c->file;
  c->product = span;
  ev_diagnostic *d = ev_check_error(
      c, "product-of-lists", span,
      "this goes over a whole list again for each element of the loop around it");
  ev_check_help(
      c, d,
      "the cost would be the product of two lists: join them (`for a in A, b in B` and `where key(a) == "
      "key(b)`), or take it out of the loop with `let` before `for`");
}

static void note_loop(const ev_walk *w, ev_sources s) {
  if (!w->summary || w->level > 0 || !s.any) return;
  ev_mask *mask = EV_NEW(w->c->arena, ev_mask);
  if (!mask) return;
  *mask = (ev_mask){s.params, w->summary->loops};
  w->summary->loops = mask;
}

static void check_source(const ev_walk *w, ev_sources s, ev_span span) {
  if (!within_innermost(w, s)) product(w->c, span);
  note_loop(w, s);
}

static void walk(void *context, const ev_expr *e);

static void walk_at(ev_walk *w, uint32_t level, const ev_expr *e) {
  uint32_t outer = w->level;
  w->level = level;
  if (e) walk(w, e);
  w->level = outer;
}

static void walk_loop(ev_walk *w, const ev_expr *e) {
  ev_sources s = sources(e->b);
  check_source(w, s, e->b->span);
  walk(w, e->b);
  /* A loop over a constant is no level of its own: its body may range over what surrounds it. */
  uint32_t level = s.any ? w->level + 1 : w->level;
  if (e->local) {
    e->local->level = level;
    e->local->constant = !s.any;
  }
  walk_at(w, level, e->c);
  walk_at(w, level, e->a);
}

static bool goes_over(const ev_expr *call, size_t argument) {
  static const char *const parameters[] = {
#define EV_BUILTIN(id, name, params, result, meaning) params,
#include "builtins.def"
#undef EV_BUILTIN
  };
  const char *letters = parameters[call->builtin];
  return argument < strlen(letters) && letters[argument] == 'Q';
}

/* split, words, keys and the like go over all that they are given to make their list. */
static bool makes_list(const ev_expr *call) {
  return call->ref == EV_REF_BUILTIN && call->args && call->type->kind == EV_T_LIST;
}

static void walk_call(ev_walk *w, const ev_expr *e) {
  size_t i = 0;
  if (makes_list(e)) check_source(w, sources(e->args), e->span);
  for (const ev_expr *arg = e->args; arg; arg = arg->next, i++)
    if (e->ref == EV_REF_BUILTIN && goes_over(e, i) && arg->kind != EV_E_COMPREHENSION)
      check_source(w, sources(arg), arg->span);
  if (e->ref != EV_REF_DECL || !e->decl->summary) return;
  for (const ev_mask *mask = e->decl->summary->loops; mask; mask = mask->next) {
    ev_sources s = sources_of_arguments(e, mask->params);
    if (!within_innermost(w, s)) {
      product(w->c, e->span);
      return;
    }
    note_loop(w, s);
  }
}

static void walk(void *context, const ev_expr *e) {
  ev_walk *w = context;
  switch (e->kind) {
  case EV_E_ANY:
  case EV_E_ALL:
  case EV_E_NONE:
  case EV_E_FIRST:
  case EV_E_LAST:
  case EV_E_COMPREHENSION: walk_loop(w, e); return;
  case EV_E_CALL: walk_call(w, e); break;
  case EV_E_CONCAT: /* copies both */
    if (e->type && e->type->kind == EV_T_LIST) check_source(w, sources(e), e->span);
    break;
  case EV_E_IN:
  case EV_E_IS_IN:
    if (e->b->type && e->b->type->kind == EV_T_LIST) check_source(w, sources(e->b), e->b->span);
    break;
  default: break;
  }
  ev_expr_parts(e, walk, w);
}

/* ---- functions: callees first */

typedef struct ev_order {
  ev_checker *c;
  ev_decl *caller;
  uint32_t depth; /* callers around */
} ev_order;

enum { UNSEEN, VISITING, DONE };

static void order_callee(void *context, const ev_expr *e);

static void summarise(ev_checker *c, ev_decl *fn) {
  fn->summary = EV_NEW(c->arena, struct ev_summary);
  if (!fn->summary) return;
  ev_walk w = {.c = c, .summary = fn->summary};
  ev_file *file = c->file;
  c->file = fn->file;
  walk(&w, fn->expr);
  fn->decodes = ev_expr_decodes(fn->expr);
  fn->summary->result = sources(fn->expr);
  c->file = file;
}

static void loops_of_function(ev_checker *c, ev_decl *fn, uint32_t depth) {
  if (fn->state != UNSEEN) return;
  fn->state = VISITING;
  ev_order order = {c, fn, depth};
  order_callee(&order, fn->expr);
  fn->state = DONE;
  summarise(c, fn);
  int index = fn->index;
  (void)ev_decls_add(c->arena, &c->program->callables, fn);
  fn->index = index;
}

void ev_check_loops_of_function(ev_checker *c, ev_decl *fn) { loops_of_function(c, fn, 1); }

/* Told once: what calls such a function is too deep as well. */
static void too_deep(ev_order *order, const ev_expr *call) {
  order->caller->depth = EV_MAX_DEFINITION_DEPTH;
  if (order->c->deep_calls) return;
  order->c->deep_calls = true;
  order->c->file = order->caller->file;
  ev_check_limit(order->c, call->span, "functions call each other too deep", EV_MAX_DEFINITION_DEPTH);
}

static void order_function(ev_order *order, const ev_expr *call) {
  if (order->depth < EV_MAX_DEFINITION_DEPTH) loops_of_function(order->c, call->decl, order->depth + 1);
  uint32_t depth = call->decl->state == DONE ? call->decl->depth + 1 : EV_MAX_DEFINITION_DEPTH;
  if (depth > order->caller->depth) order->caller->depth = depth;
  if (depth >= EV_MAX_DEFINITION_DEPTH) too_deep(order, call);
}

static void order_callee(void *context, const ev_expr *e) {
  ev_order *order = context;
  if (e->kind == EV_E_CALL && e->ref == EV_REF_DECL) {
    if (e->decl->state == VISITING) {
      order->c->file = order->caller->file;
      ev_diagnostic *d = ev_check_error(order->c, "recursion", e->span, "`%.*s` would call itself",
                                        EV_STR_ARG(e->decl->name.text));
      ev_check_relate(order->c, d, e->decl, "it is defined here");
      ev_check_help(order->c, d,
                    "Vet has no recursion, so that every rule ends: use a quantifier or an aggregate");
    } else {
      order_function(order, e);
    }
  }
  ev_expr_parts(e, order_callee, order);
}

/* ---- rules */

/* Does every local of `e`, but for `own`, stand at or below `level`? */
static bool bound_outside(const ev_expr *e, ev_local *own, uint32_t level) {
  uint32_t kept = own->level;
  own->level = 0;
  bool outside = ev_expr_level(e) <= level;
  own->level = kept;
  return outside;
}

static bool is_join(const ev_expr *inner, const ev_expr *outer, ev_local *own, uint32_t build_level) {
  return ev_expr_mentions(inner, own) && !ev_expr_mentions(outer, own) &&
         bound_outside(inner, own, build_level);
}

/* An equality among the conjuncts of `e` that joins the generator. */
static bool find_join(ev_key_search *search, ev_expr *e, ev_generator *g, uint32_t build_level) {
  if (e->kind == EV_E_AND)
    return find_join(search, e->a, g, build_level) || find_join(search, e->b, g, build_level);
  if (e->kind != EV_E_EQ) return false;
  bool swapped = is_join(e->b, e->a, g->local, build_level);
  if (!swapped && !is_join(e->a, e->b, g->local, build_level)) return false;
  if (!ev_key_may_be(search, e)) return false;
  g->inner = swapped ? e->b : e->a;
  g->outer = swapped ? e->a : e->b;
  return true;
}

static bool join_generator(ev_key_search *search, ev_generator *g, uint32_t build_level) {
  const ev_clause *next = search->loop->next;
  for (const ev_clause *after = next; after && !ev_clause_loops(after); after = after->next) {
    if (after->kind != EV_C_WHERE && after->kind != EV_C_PROVIDED && after->kind != EV_C_FORBID) continue;
    search->at = after;
    g->kleene = after->kind != EV_C_PROVIDED;
    if (!find_join(search, after->expr, g, build_level)) continue;
    g->doubted = after->kind == EV_C_FORBID && ev_check_has_other_demand(next, after);
    return true;
  }
  return false;
}

static void check_generator(ev_walk *w, ev_clause *clause, ev_generator *g, uint32_t base, ev_sources s) {
  if (within_innermost(w, s)) return;
  /* The index is built where the list is known: that place must be allowed to go over it. */
  uint32_t build_level = s.lowest > base ? s.lowest : base;
  ev_walk at_build = {.c = w->c, .level = build_level};
  ev_key_search search = {.loop = clause};
  g->build_after = (int)(build_level - base) - 1;
  g->joined = within_innermost(&at_build, s) && join_generator(&search, g, build_level);
  if (!g->joined && !ev_key_diagnose(w->c, &search)) product(w->c, g->list->span);
}

static void walk_for(ev_walk *w, ev_clause *clause) {
  uint32_t base = w->level;
  uint32_t level = base;
  for (ev_generator *g = clause->generators; g; g = g->next) {
    g->build_after = -1;
    level++; /* over a constant too, so that a level is a generator's place */
    g->local->level = level;
    g->local->constant = !sources(g->list).any;
  }
  for (ev_generator *g = clause->generators; g; g = g->next) {
    ev_sources s = sources(g->list);
    check_generator(w, clause, g, base, s);
    walk_at(w, g->joined ? base : w->level, g->list);
    w->level++;
  }
}

static void walk_pair(ev_walk *w, ev_clause *clause) {
  check_source(w, sources(clause->expr), clause->expr->span);
  walk(w, clause->expr);
  w->level++;
  clause->local->level = clause->local2->level = w->level;
  ev_key_search search = {.loop = clause};
  if (ev_check_pair_key(&search, clause) || ev_key_diagnose(w->c, &search)) return;
  ev_diagnostic *d = ev_check_error(w->c, "product-of-lists", clause->span,
                                    "nothing says which elements make a pair");
  ev_check_help(w->c, d, "add an equality of the same key of both, e.g. `forbid key(%.*s) == key(%.*s)`",
                EV_STR_ARG(clause->name.text), EV_STR_ARG(clause->name2.text));
}

static void walk_clauses(ev_checker *c, ev_clause *clauses) {
  ev_walk w = {.c = c};
  for (ev_clause *clause = clauses; clause; clause = clause->next) {
    switch (clause->kind) {
    case EV_C_FOR: walk_for(&w, clause); continue;
    case EV_C_PAIR: walk_pair(&w, clause); continue;
    case EV_C_CASE: walk_clauses(c, clause->clauses); continue;
    case EV_C_LET:
      walk(&w, clause->expr);
      clause->local->level = ev_expr_level(clause->expr);
      continue;
    default: break;
    }
    for (ev_expr *e = clause->expr; e; e = e->next) walk(&w, e);
    if (clause->say) walk(&w, clause->say);
  }
}

void ev_check_loops_of_scope(ev_checker *c, ev_decl *scope) {
  ev_walk w = {.c = c};
  walk(&w, scope->expr);
}

void ev_check_loops_of_rule(ev_checker *c, ev_decl *rule) { walk_clauses(c, rule->clauses); }
