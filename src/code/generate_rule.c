/* Code for the case of a rule: its loops, then its demands, then for each demand the finding it makes. */
#include "generate.h"

typedef struct ev_open_loop {
  uint32_t head;  /* word of NEXT */
  ev_label end;   /* behind the loop */
  ev_label again; /* next element */
  ev_local *item;
} ev_open_loop;

typedef struct ev_demand {
  const ev_clause *clause; /* NULL when only `needs` demands */
  uint32_t verdict;        /* local */
} ev_demand;

typedef struct ev_case_gen {
  ev_code code;
  const ev_clause *clauses;
  ev_open_loop loops[EV_MAX_LOOPS];
  uint32_t loop_count;
  ev_label end;         /* of the case */
  uint32_t guard, need; /* locals + 1; 0 when there is none */
  ev_demand demands[EV_MAX_DEMANDS];
  uint32_t demand_count;
} ev_case_gen;

const ev_clause *ev_find_clause(const ev_clause *clauses, ev_clause_kind kind) {
  while (clauses && clauses->kind != kind) clauses = clauses->next;
  return clauses;
}

static uint32_t bool_local(ev_code *code) {
  return ev_new_local(code, ev_gen_vtype(code->g, EV_VT_BOOL, EV_NONE));
}

/* Where to go when this element is done with. */
static ev_label *next_element(ev_case_gen *c) {
  return c->loop_count ? &c->loops[c->loop_count - 1].again : &c->end;
}

/* The bool on the stack, and what was there before it, become a new local: the old one still holds for the
 * other elements of an inner loop. */
static void fold(ev_code *code, uint32_t *local) {
  if (*local) {
    ev_emit1(code, EV_OP_LOCAL, 1, *local - 1);
    ev_emit(code, EV_OP_AND, -1);
  }
  *local = bool_local(code) + 1;
  ev_emit1(code, EV_OP_STORE, -1, *local - 1);
}

static void guard(ev_case_gen *c) {
  fold(&c->code, &c->guard);
  ev_emit1(&c->code, EV_OP_LOCAL, 1, c->guard - 1);
  ev_emit_jump(&c->code, EV_OP_SKIP_FALSE, -1, next_element(c));
}

/* ---- loops */

static ev_open_loop *push_loop(ev_case_gen *c, ev_local *item) {
  if (c->loop_count == EV_MAX_LOOPS) {
    c->code.g->failed = true;
    return &c->loops[0];
  }
  ev_open_loop *loop = &c->loops[c->loop_count++];
  *loop = (ev_open_loop){.item = item};
  return loop;
}

/* NEXT and STORE; the loop is the innermost from here on. */
static void start_loop(ev_case_gen *c, uint32_t iterator, ev_local *item) {
  ev_open_loop *loop = push_loop(c, item);
  loop->head = ev_here(&c->code);
  ev_emit1(&c->code, EV_OP_NEXT, 1, iterator);
  ev_emit_reference(&c->code, &loop->end);
  ev_emit1(&c->code, EV_OP_STORE, -1, ev_gen_slot(&c->code, item));
}

static uint32_t open_list(ev_case_gen *c, const ev_expr *list, ev_label *nothing) {
  uint32_t iterator = c->code.iterators++;
  ev_gen_list(&c->code, list);
  ev_emit1(&c->code, EV_OP_FOR, -1, iterator);
  ev_emit_reference(&c->code, nothing);
  return iterator;
}

static void guard_partial(ev_case_gen *c, const ev_expr *list, uint32_t iterator, bool doubted) {
  if (!doubted && !ev_gen_is_partial(list)) return;
  ev_emit1(&c->code, EV_OP_MAYBE, 1, iterator);
  guard(c);
}

/* How JOIN_PROBE and JOIN_FIRST take keys that may be equal. */
static uint32_t meeting(bool kleene, bool doubted) { return kleene ? 1 + (uint32_t)doubted : 0; }

/* The index of a joined generator: all its elements by their key. */
static uint32_t build_index(ev_case_gen *c, const ev_generator *g) {
  ev_code *code = &c->code;
  uint32_t join = code->joins++;
  ev_label done = {0};
  ev_emit2(code, EV_OP_JOIN, 0, join, ev_gen_type(code->g, g->local->type));
  uint32_t iterator = open_list(c, g->list, &done);
  uint32_t head = ev_here(code);
  ev_emit1(code, EV_OP_NEXT, 1, iterator);
  ev_emit_reference(code, &done);
  ev_emit1(code, EV_OP_STORE, -1, ev_gen_slot(code, g->local));
  ev_gen_expr(code, g->inner);
  ev_emit1(code, EV_OP_LOCAL, 1, ev_gen_slot(code, g->local));
  ev_emit1(code, EV_OP_JOIN_ADD, -2, join);
  ev_emit1(code, EV_OP_LOOP, 0, head);
  ev_bind_label(code, &done);
  return join;
}

static void build_indexes(ev_case_gen *c, const ev_clause *clause, int after, uint32_t *joins) {
  uint32_t i = 0;
  for (const ev_generator *g = clause->generators; g && i < EV_MAX_GENERATORS; g = g->next, i++)
    if (g->joined && g->build_after == after) joins[i] = build_index(c, g);
}

static void gen_for(ev_case_gen *c, const ev_clause *clause) {
  uint32_t joins[EV_MAX_GENERATORS] = {0};
  build_indexes(c, clause, -1, joins);
  uint32_t i = 0;
  for (const ev_generator *g = clause->generators; g && i < EV_MAX_GENERATORS; g = g->next, i++) {
    uint32_t iterator;
    if (g->joined) {
      iterator = c->code.iterators++;
      ev_gen_expr(&c->code, g->outer);
      ev_emit3(&c->code, EV_OP_JOIN_PROBE, -1, joins[i], iterator, meeting(g->kleene, g->doubted));
    } else {
      iterator = open_list(c, g->list, next_element(c));
    }
    start_loop(c, iterator, g->local);
    guard_partial(c, g->list, iterator, g->joined && g->doubted);
    build_indexes(c, clause, (int)i, joins);
  }
}

static void gen_pair(ev_case_gen *c, const ev_clause *clause) {
  ev_code *code = &c->code;
  uint32_t join = code->joins++;
  ev_emit2(code, EV_OP_JOIN, 0, join, ev_gen_type(code->g, clause->local2->type));
  uint32_t iterator = open_list(c, clause->expr, next_element(c));
  start_loop(c, iterator, clause->local2);
  uint32_t first = code->iterators++;
  ev_gen_expr(code, clause->key);
  ev_emit1(code, EV_OP_LOCAL, 1, ev_gen_slot(code, clause->local2));
  ev_emit3(code, EV_OP_JOIN_FIRST, -2, join, first, meeting(clause->kleene, clause->doubted));
  ev_emit1(code, EV_OP_NEXT, 1, first);
  ev_emit_reference(code, next_element(c));
  ev_emit1(code, EV_OP_STORE, -1, ev_gen_slot(code, clause->local));
  guard_partial(c, clause->expr, iterator, false);
  guard_partial(c, clause->expr, first, clause->doubted);
}

static void close_loops(ev_case_gen *c) {
  while (c->loop_count) {
    ev_open_loop *loop = &c->loops[c->loop_count - 1];
    ev_bind_label(&c->code, &loop->again);
    ev_emit1(&c->code, EV_OP_LOOP, 0, loop->head);
    ev_bind_label(&c->code, &loop->end);
    c->loop_count--;
  }
}

/* ---- demands */

static void add_demand(ev_case_gen *c, const ev_clause *clause) {
  if (c->demand_count == EV_MAX_DEMANDS) {
    c->code.g->failed = true;
    return;
  }
  uint32_t verdict = bool_local(&c->code);
  ev_emit1(&c->code, EV_OP_STORE, -1, verdict);
  c->demands[c->demand_count++] = (ev_demand){clause, verdict};
}

/* What is needed, and the bool on the stack. What is refused may count as there. */
static void and_need(ev_case_gen *c, bool refused_is_there) {
  ev_code *code = &c->code;
  uint32_t other = bool_local(code);
  ev_emit1(code, EV_OP_STORE, -1, other);
  ev_emit1(code, EV_OP_LOCAL, 1, c->need - 1);
  if (refused_is_there) {
    ev_emit1(code, EV_OP_LOCAL, 1, c->need - 1);
    ev_emit(code, EV_OP_IS_REFUSED, 0);
    ev_emit(code, EV_OP_OR, -1);
  }
  ev_emit1(code, EV_OP_LOCAL, 1, other);
  ev_emit(code, EV_OP_AND, -1);
}

/* not where or (needed and demanded): the demanded is on the stack. Of several reasons that of what is absent
 * goes first, for where and demand may rest on it: the last `and` decides nothing else. */
static void gen_verdict(ev_case_gen *c, const ev_clause *clause) {
  ev_code *code = &c->code;
  if (c->need) and_need(c, false);
  if (c->guard) {
    ev_emit1(code, EV_OP_LOCAL, 1, c->guard - 1);
    ev_emit(code, EV_OP_NOT, 0);
    ev_emit(code, EV_OP_OR, -1);
    if (c->need) and_need(c, true);
  }
  add_demand(c, clause);
}

/* Does the list stand on a `let` before it, is a text decoded there, or for the list behind a condition,
 * which may be a finding, or is another list gone over before this one? */
static bool must_go_first(const ev_expr *list, const ev_clause *from, const ev_clause *to) {
  bool decodes = ev_gen_clause_decodes(to);
  for (; from != to; from = from->next) {
    if (from->kind == EV_C_LET && from->local && ev_expr_mentions(list, from->local)) return true;
    if (ev_gen_clause_decodes(from)) return true;
    if (decodes && (from->kind == EV_C_WHERE || from->kind == EV_C_PROVIDED)) return true;
  }
  for (const ev_generator *g = to->generators; g; g = g->next)
    if (g->joined) return true;
  return false;
}

/* What a `let` before the first `for` computes is wanted only where there is something to go over: most
 * manifests have no kernel parameters, say. */
static void skip_if_nothing(ev_case_gen *c, const ev_clause *let) {
  const ev_clause *loop = let;
  while (loop && loop->kind != EV_C_FOR && loop->kind != EV_C_PAIR) loop = loop->next;
  const ev_expr *list = !loop ? NULL : loop->kind == EV_C_FOR ? loop->generators->list : loop->expr;
  if (!list || must_go_first(list, let, loop)) return;
  ev_code *code = &c->code;
  ev_gen_list(code, list);
  ev_emit1(code, EV_OP_BUILTIN, 0, EV_BUILTIN_COUNT);
  ev_emit1(code, EV_OP_CONST, 1,
           ev_gen_constant(code->g, (ev_const){.kind = EV_K_INT, .number = ev_rat_of(0)}));
  ev_emit(code, EV_OP_GT, -1);
  ev_emit_jump(code, EV_OP_SKIP_FALSE, -1, &c->end);
}

static void gen_clause(ev_case_gen *c, const ev_clause *clause) {
  ev_code *code = &c->code;
  ev_mark_line(code, clause->span);
  switch (clause->kind) {
  case EV_C_LET:
    if (clause == c->clauses) skip_if_nothing(c, clause);
    ev_gen_expr(code, clause->expr);
    ev_emit1(code, EV_OP_STORE, -1, ev_gen_slot(code, clause->local));
    break;
  case EV_C_FOR: gen_for(c, clause); break;
  case EV_C_PAIR: gen_pair(c, clause); break;
  case EV_C_WHERE:
    ev_gen_expr(code, clause->expr);
    guard(c);
    break;
  case EV_C_PROVIDED:
    ev_gen_expr(code, clause->expr);
    ev_emit_jump(code, EV_OP_SKIP_UNLESS, -1, next_element(c));
    break;
  case EV_C_NEEDS:
    ev_gen_raw(code, clause->expr);
    ev_emit1(code, EV_OP_NEED, 0, ev_gen_text(code->g, clause->text.text));
    fold(code, &c->need);
    break;
  case EV_C_REQUIRE:
  case EV_C_FORBID:
    ev_gen_expr(code, clause->expr);
    if (clause->kind == EV_C_FORBID) ev_emit(code, EV_OP_NOT, 0);
    gen_verdict(c, clause);
    break;
  default: break;
  }
}

/* ---- findings */

static void gen_place(ev_case_gen *c) {
  ev_code *code = &c->code;
  const ev_clause *at = ev_find_clause(c->clauses, EV_C_AT);
  for (const ev_expr *e = at ? at->expr : NULL; e; e = e->next) {
    ev_gen_raw(code, e);
    ev_emit(code, EV_OP_AT, -1);
  }
  uint32_t subject = c->loop_count ? ev_gen_slot(code, c->loops[c->loop_count - 1].item) : EV_NONE;
  if (subject != EV_NONE) {
    ev_emit1(code, EV_OP_LOCAL, 1, subject);
    ev_emit(code, EV_OP_AT, -1); /* where `at` found nothing */
    ev_emit1(code, EV_OP_LOCAL, 1, subject);
    ev_emit(code, EV_OP_SUBJECT, -1);
  } else if (code->view_count) {
    ev_emit1(code, EV_OP_LOCAL, 1, 0);
    ev_emit(code, EV_OP_AT, -1);
  }
}

static void gen_notes(ev_case_gen *c) {
  for (const ev_clause *note = c->clauses; note; note = note->next) {
    if (note->kind != EV_C_NOTE) continue;
    ev_gen_raw(&c->code, note->expr);
    ev_gen_message(&c->code, note->say);
    ev_emit(&c->code, EV_OP_NOTE, -2);
  }
}

static const ev_expr *message(const ev_case_gen *c, const ev_demand *demand, bool unknown) {
  const ev_clause *unsure = unknown ? ev_find_clause(c->clauses, EV_C_UNSURE) : NULL;
  if (unsure) return unsure->say;
  if (demand->clause && demand->clause->say) return demand->clause->say;
  const ev_clause *say = ev_find_clause(c->clauses, EV_C_SAY);
  return say ? say->say : NULL;
}

static void gen_finding(ev_case_gen *c, const ev_demand *demand, bool unknown) {
  gen_place(c);
  gen_notes(c);
  const ev_expr *say = message(c, demand, unknown);
  if (say) {
    ev_gen_message(&c->code, say);
    ev_emit(&c->code, EV_OP_SAY, -1);
  }
  ev_emit(&c->code, EV_OP_EMIT, 0);
  ev_emit_jump(&c->code, EV_OP_JUMP, 0, next_element(c));
}

/* Is one message used for both verdicts? Then one piece of code makes the finding of both. */
static bool is_shared(const ev_case_gen *c, const ev_demand *demand) {
  return message(c, demand, true) == message(c, demand, false);
}

/* The usual case: one demand. */
static void gen_only_finding(ev_case_gen *c) {
  const ev_demand *demand = &c->demands[0];
  ev_code *code = &c->code;
  ev_label fail = {0};
  ev_emit1(code, EV_OP_LOCAL, 1, demand->verdict);
  ev_emit_jump(code, EV_OP_JUDGE, -1, next_element(c));
  if (!is_shared(c, demand)) {
    ev_emit1(code, EV_OP_LOCAL, 1, demand->verdict);
    ev_emit_jump(code, EV_OP_JUMP_FAIL, -1, &fail);
    gen_finding(c, demand, true);
    ev_bind_label(code, &fail);
  }
  gen_finding(c, demand, false);
}

/* A fail of any demand comes before an unknown of any; where one is refused and none fails nothing is said.
 */
static void gen_findings(ev_case_gen *c) {
  ev_code *code = &c->code;
  ev_label fails[EV_MAX_DEMANDS] = {{0}}, unknowns[EV_MAX_DEMANDS] = {{0}};
  if (c->demand_count == 1) {
    gen_only_finding(c);
    return;
  }
  for (uint32_t i = 0; i < c->demand_count; i++) {
    ev_emit1(code, EV_OP_LOCAL, 1, c->demands[i].verdict);
    ev_emit_jump(code, EV_OP_JUMP_FAIL, -1, &fails[i]);
  }
  for (uint32_t i = 0; i < c->demand_count; i++) {
    ev_emit1(code, EV_OP_LOCAL, 1, c->demands[i].verdict);
    ev_emit_jump(code, EV_OP_JUMP_REFUSED, -1, next_element(c));
  }
  for (uint32_t i = 0; i < c->demand_count; i++) {
    ev_emit1(code, EV_OP_LOCAL, 1, c->demands[i].verdict);
    ev_emit_jump(code, EV_OP_JUMP_UNKNOWN, -1, &unknowns[i]);
  }
  ev_emit_jump(code, EV_OP_JUMP, 0, next_element(c));
  for (uint32_t i = 0; i < c->demand_count; i++) {
    bool shared = is_shared(c, &c->demands[i]);
    ev_bind_label(code, &fails[i]);
    if (!shared) {
      gen_finding(c, &c->demands[i], false);
    }
    ev_bind_label(code, &unknowns[i]);
    gen_finding(c, &c->demands[i], !shared);
  }
}

/* ---- views: those that any expression of the case names, in order of appearance */

static void find_views(void *context, const ev_expr *e) {
  ev_code *code = context;
  if (e->kind == EV_E_NAME && e->ref == EV_REF_DECL && e->decl->kind == EV_D_VIEW) {
    uint32_t i = 0;
    while (i < code->view_count && code->views[i].view != e->decl) i++;
    if (i == code->view_count && i < EV_MAX_CASE_VIEWS)
      code->views[code->view_count++] = (ev_binding){
          e->decl, ev_new_local(code, ev_gen_type(code->g, e->decl->checked))};
  }
  ev_expr_parts(e, find_views, context);
}

static void bind_views(ev_code *code, const ev_clause *clauses) {
  for (; clauses; clauses = clauses->next) {
    for (const ev_expr *e = clauses->expr; e; e = e->next) find_views(code, e);
    if (clauses->say) find_views(code, clauses->say);
    for (const ev_generator *g = clauses->generators; g; g = g->next) find_views(code, g->list);
  }
}

static ev_str case_name(ev_gen *g, const ev_decl *rule, uint32_t number) {
  ev_buf name = {0};
  ev_buf_str(&name, rule->name.text);
  if (number) ev_buf_format(&name, "#%u", number);
  ev_str text = ev_buf_to_arena(&name, g->arena);
  ev_buf_free(&name);
  if (!text.at) g->failed = true;
  return text;
}

void ev_gen_case(ev_gen *g, const ev_decl *rule, const ev_clause *clauses, ev_bcase *out, uint32_t number) {
  ev_case_gen c = {.code = {.g = g, .name = case_name(g, rule, number), .file = rule->file},
                   .clauses = clauses};
  bind_views(&c.code, clauses);
  uint32_t views = c.code.view_count;
  for (const ev_clause *clause = clauses; clause; clause = clause->next) gen_clause(&c, clause);
  if (c.demand_count == 0) { /* only `needs` */
    ev_emit1(&c.code, EV_OP_CONST, 1, ev_gen_constant(g, (ev_const){.kind = EV_K_BOOL, .truth = true}));
    gen_verdict(&c, NULL);
  }
  gen_findings(&c);
  close_loops(&c);
  ev_bind_label(&c.code, &c.end);
  ev_emit(&c.code, EV_OP_HALT, 0);
  uint32_t *list = EV_NEW_ARRAY(g->arena, uint32_t, views + 1);
  if (!list || g->failed) {
    g->failed = true;
    return;
  }
  for (uint32_t i = 0; i < views; i++) list[i] = (uint32_t)c.code.views[i].view->index;
  *out = (ev_bcase){.chunk = ev_gen_new_chunk(g), .view_count = views, .views = list};
  out->needs = ev_gen_needs(g, clauses, &out->need_count);
  ev_finish_chunk(&c.code, out->chunk, views, EV_NONE);
}
