/* Code for expressions: each leaves one value. */
#include "generate.h"

static uint32_t type_of(ev_code *code, const ev_expr *e) { return ev_gen_type(code->g, e->type); }

static uint32_t bool_type(ev_code *code) { return ev_gen_vtype(code->g, EV_VT_BOOL, EV_NONE); }

static void push_constant(ev_code *code, ev_const constant) {
  ev_emit1(code, EV_OP_CONST, 1, ev_gen_constant(code->g, constant));
}

static void push_bool(ev_code *code, bool truth) {
  push_constant(code, (ev_const){.kind = EV_K_BOOL, .truth = truth});
}

static uint32_t absent(ev_code *code) { return ev_gen_constant(code->g, (ev_const){.kind = EV_K_ABSENT}); }

static uint32_t falsehood(ev_code *code) {
  return ev_gen_constant(code->g, (ev_const){.kind = EV_K_BOOL, .truth = false});
}

/* Jumps with `constant` in place of an absent top. */
static void jump_absent(ev_code *code, ev_label *label, uint32_t constant) {
  ev_emit_jump(code, EV_OP_JUMP_ABSENT, 0, label);
  ev_emit_word(code, constant);
}

/* A value of its type without what a test has shown: is it optional? */
static bool is_optional(const ev_expr *e) { return !e->unwrap && e->type->kind == EV_T_OPTIONAL; }

/* ---- names, fields, calls */

uint32_t ev_gen_slot(ev_code *code, ev_local *local) {
  if (code->by_position) return local->parameter;
  if (local->slot == 0) local->slot = ev_new_local(code, ev_gen_type(code->g, local->type)) + 1;
  return local->slot - 1;
}

static uint32_t view_slot(const ev_code *code, const ev_decl *view) {
  for (uint32_t i = 0; i < code->view_count; i++)
    if (code->views[i].view == view) return code->views[i].slot;
  return 0;
}

/* The key of a join or a pair may speak of lets that come behind it: what they stand for is made there too.
 */
static bool is_let_to_come(const ev_expr *e) { return e->local->value && e->local->slot == 0; }

static void gen_name(ev_code *code, const ev_expr *e) {
  if (e->ref == EV_REF_LOCAL && is_let_to_come(e))
    ev_gen_expr(code, e->local->value);
  else if (e->ref == EV_REF_LOCAL)
    ev_emit1(code, EV_OP_LOCAL, 1, ev_gen_slot(code, e->local));
  else if (e->decl->kind == EV_D_PARAM)
    ev_emit1(code, EV_OP_PARAM, 1, (uint32_t)e->decl->index);
  else if (e->decl->kind == EV_D_TABLE)
    ev_emit1(code, EV_OP_ROWS, 1, (uint32_t)e->decl->index);
  else
    ev_emit1(code, EV_OP_LOCAL, 1, view_slot(code, e->decl));
}

static void gen_member(ev_code *code, const ev_expr *e) {
  const ev_decl *owner = ev_type_present(e->a->type)->decl;
  if (owner->kind == EV_D_TABLE) {
    ev_emit1(code, EV_OP_COLUMN, 0, (uint32_t)e->field);
    return;
  }
  const ev_brecord *records = code->g->records.at;
  ev_emit1(code, EV_OP_FIELD, 0, records[owner->index].first_field + (uint32_t)e->field);
}

static void gen_field(ev_code *code, const ev_expr *e) {
  ev_label end = {0};
  ev_gen_expr(code, e->a);
  if (is_optional(e->a)) jump_absent(code, &end, absent(code));
  gen_member(code, e);
  ev_bind_label(code, &end);
}

static void gen_index(ev_code *code, const ev_expr *e) {
  if (e->a->kind == EV_E_NAME && e->a->ref == EV_REF_DECL && e->a->decl->kind == EV_D_TABLE) {
    ev_gen_expr(code, e->b);
    ev_emit1(code, EV_OP_LOOKUP, 0, (uint32_t)e->a->decl->index);
    return;
  }
  ev_label end = {0};
  ev_gen_expr(code, e->a);
  if (is_optional(e->a)) jump_absent(code, &end, absent(code));
  ev_gen_expr(code, e->b);
  ev_emit(code, ev_type_present(e->a->type)->kind == EV_T_MAP ? EV_OP_GET : EV_OP_INDEX, -1);
  ev_bind_label(code, &end);
}

void ev_gen_list(ev_code *code, const ev_expr *e) {
  ev_gen_expr(code, e);
  if (!is_optional(e)) return;
  ev_label set = {0};
  ev_emit_jump(code, EV_OP_JUMP_SET, -1, &set);
  ev_emit1(code, EV_OP_LIST, 1, ev_gen_type(code->g, ev_type_present(e->type)->element));
  ev_bind_label(code, &set);
}

/* keys, known_keys and has of what is absent: nothing. */
static void gen_of_absent(ev_code *code, const ev_expr *e, ev_builtin builtin) {
  ev_label nothing = {0}, set = {0};
  bool has = builtin == EV_BUILTIN_HAS;
  ev_gen_expr(code, e->args);
  jump_absent(code, &nothing, has ? falsehood(code) : absent(code));
  if (has) ev_gen_expr(code, e->args->next);
  ev_emit1(code, EV_OP_BUILTIN, has ? -1 : 0, (uint32_t)builtin);
  ev_bind_label(code, &nothing);
  if (has) return;
  ev_emit_jump(code, EV_OP_JUMP_SET, -1, &set);
  ev_emit1(code, EV_OP_LIST, 1, ev_gen_vtype(code->g, EV_VT_STRING, EV_NONE));
  ev_bind_label(code, &set);
}

static void gen_builtin(ev_code *code, const ev_expr *e) {
  ev_builtin builtin = (ev_builtin)e->builtin;
  const char *letter = ev_builtins[builtin].parameters;
  bool of_map = *letter == 'm' || *letter == 'r';
  if (of_map && is_optional(e->args)) {
    gen_of_absent(code, e, builtin);
    return;
  }
  int args = 0;
  for (const ev_expr *a = e->args; a; a = a->next, letter++, args++) {
    if (strchr("LSQ", *letter))
      ev_gen_list(code, a);
    else
      ev_gen_expr(code, a);
  }
  ev_emit1(code, EV_OP_BUILTIN, 1 - args, (uint32_t)builtin);
}

static void gen_call(ev_code *code, const ev_expr *e) {
  if (e->ref == EV_REF_BUILTIN) {
    gen_builtin(code, e);
    return;
  }
  int args = 0;
  for (const ev_expr *a = e->args; a; a = a->next, args++) ev_gen_expr(code, a);
  ev_emit1(code, EV_OP_CALL, 1 - args, e->decl->chunk);
}

/* ---- logic and comparison */

static void gen_connective(ev_code *code, const ev_expr *e) {
  ev_label end = {0};
  bool conjunction = e->kind == EV_E_AND;
  ev_gen_expr(code, e->a);
  ev_emit_jump(code, conjunction ? EV_OP_JUMP_FALSE : EV_OP_JUMP_TRUE, 0, &end);
  ev_gen_expr(code, e->b);
  ev_emit(code, conjunction ? EV_OP_AND : EV_OP_OR, -1);
  ev_bind_label(code, &end);
}

static ev_opcode equality(const ev_type *type) {
  type = ev_type_present(type);
  return ev_type_is_number(type) ? EV_OP_EQ_NUM : type->kind == EV_T_BOOL ? EV_OP_EQ_BOOL : EV_OP_EQ_STR;
}

static void negate_if(ev_code *code, bool negated) {
  if (negated) ev_emit(code, EV_OP_NOT, 0);
}

static void gen_is(ev_code *code, const ev_expr *e) {
  ev_label end = {0};
  ev_gen_expr(code, e->a);
  if (is_optional(e->a)) jump_absent(code, &end, falsehood(code));
  ev_gen_expr(code, e->b);
  ev_emit(code, equality(e->a->type), -1);
  ev_bind_label(code, &end);
  negate_if(code, e->negated);
}

static void gen_order(ev_code *code, const ev_expr *e, ev_opcode op) {
  ev_gen_expr(code, e->a);
  ev_gen_expr(code, e->b);
  ev_emit(code, op, -1);
}

/* The top is the element; leaves whether it is in b. */
static void gen_membership(ev_code *code, const ev_expr *e) {
  const ev_expr *b = e->b;
  if (e->set_index >= 0) {
    ev_emit1(code, EV_OP_IN_SET, 0, (uint32_t)e->set_index);
  } else if (b->kind == EV_E_RANGE) {
    uint32_t x = ev_new_local(code, ev_gen_type(code->g, ev_type_present(e->a->type)));
    ev_emit1(code, EV_OP_STORE, -1, x);
    ev_emit1(code, EV_OP_LOCAL, 1, x);
    ev_gen_expr(code, b->a);
    ev_emit(code, EV_OP_GE, -1);
    ev_emit1(code, EV_OP_LOCAL, 1, x);
    ev_gen_expr(code, b->b);
    ev_emit(code, EV_OP_LE, -1);
    ev_emit(code, EV_OP_AND, -1);
  } else if (b->ref == EV_REF_DECL && b->decl->kind == EV_D_PARAM) {
    ev_emit1(code, EV_OP_IN_PARAM, 0, (uint32_t)b->decl->index);
  } else {
    ev_gen_list(code, b);
    ev_emit(code, EV_OP_IN_LIST, -1);
  }
}

static void gen_in(ev_code *code, const ev_expr *e) {
  ev_label end = {0};
  ev_gen_expr(code, e->a);
  if (is_optional(e->a)) jump_absent(code, &end, falsehood(code));
  gen_membership(code, e);
  ev_bind_label(code, &end);
  negate_if(code, e->negated);
}

static void gen_presence(ev_code *code, const ev_expr *e) {
  ev_gen_raw(code, e->a);
  ev_emit(code,
          e->kind == EV_E_IS_SET      ? EV_OP_IS_SET
          : e->kind == EV_E_IS_ABSENT ? EV_OP_IS_ABSENT
                                      : EV_OP_IS_REFUSED,
          0);
  negate_if(code, e->negated);
}

static void gen_percent(ev_code *code, const ev_expr *e) {
  ev_rat part = {0, 1};
  (void)ev_rat_div(e->number, ev_rat_of(100), &part);
  ev_gen_expr(code, e->a);
  push_constant(code, (ev_const){.kind = EV_K_QUANTITY, .number = part});
  ev_emit(code, EV_OP_MUL, -1);
}

static void gen_coalesce(ev_code *code, const ev_expr *e) {
  ev_label end = {0};
  ev_gen_expr(code, e->a);
  if (!is_optional(e->a) && e->a->type->kind != EV_T_ABSENT) return;
  ev_emit_jump(code, EV_OP_JUMP_SET, -1, &end);
  ev_gen_expr(code, e->b);
  ev_bind_label(code, &end);
}

void ev_gen_effective(ev_code *code, const ev_expr *e) {
  if (e->kind != EV_E_COALESCE) {
    ev_gen_expr(code, e);
    return;
  }
  ev_gen_effective(code, e->a);
  ev_gen_effective(code, e->b);
  ev_emit(code, EV_OP_OVERRIDE, -1);
}

static void gen_if(ev_code *code, const ev_expr *e) {
  ev_label otherwise = {0}, end = {0};
  ev_gen_expr(code, e->a);
  ev_emit_jump(code, EV_OP_BRANCH, -1, &otherwise);
  ev_emit_reference(code, &end);
  ev_emit_word(code, type_of(code, e));
  ev_gen_expr(code, e->b);
  ev_emit_jump(code, EV_OP_JUMP, -1, &end);
  ev_bind_label(code, &otherwise);
  ev_gen_expr(code, e->c);
  ev_bind_label(code, &end);
}

/* ---- loops */

/* Of a list of lists, or a map of them: may one of these be partial? */
static bool holds_partial(const ev_expr *lists) {
  switch (lists->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: return false; /* of the manifest */
  case EV_E_LIST:
    for (const ev_expr *list = lists->args; list; list = list->next)
      if (ev_gen_is_partial(list)) return true;
    return false;
  default: return true;
  }
}

/* What may be absent is an element, or none, of the list that it is written in. */
static bool holds_optional(const ev_expr *list) {
  for (const ev_expr *e = list->args; e; e = e->next)
    if (!e->unwrap && e->type->kind == EV_T_OPTIONAL) return true;
  return false;
}

bool ev_gen_is_partial(const ev_expr *list) {
  switch (list->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: return false;
  case EV_E_LIST: return holds_optional(list);
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return holds_partial(list->a);
  case EV_E_NAME:
    if (list->ref != EV_REF_LOCAL) return false;
    return !list->local->value || ev_gen_is_partial(list->local->value);
  case EV_E_CALL:
    return list->ref == EV_REF_DECL && list->decl->kind == EV_D_FN && ev_gen_is_partial(list->decl->expr);
  case EV_E_COALESCE:
  case EV_E_CONCAT: return ev_gen_is_partial(list->a) || ev_gen_is_partial(list->b);
  case EV_E_IF: return ev_gen_is_partial(list->b) || ev_gen_is_partial(list->c);
  default: return true;
  }
}

typedef struct ev_loop {
  uint32_t iterator;
  uint32_t head;   /* word of NEXT */
  uint32_t item;   /* local */
  ev_label end;    /* no more elements */
  ev_label poison; /* the list is poison: one value of the result's type is on the stack */
} ev_loop;

/* The list is evaluated, its elements come one by one; `result` is the type that poison takes. */
static ev_loop open_loop(ev_code *code, const ev_expr *e, uint32_t result) {
  ev_loop loop = {.iterator = code->iterators++};
  ev_gen_list(code, e->b);
  ev_emit_jump(code, EV_OP_JUMP_POISON, 0, &loop.poison);
  ev_emit_word(code, result);
  ev_emit1(code, EV_OP_ITER, -1, loop.iterator);
  loop.item = ev_gen_slot(code, e->local);
  return loop;
}

static void next_element(ev_code *code, ev_loop *loop) {
  loop->head = ev_here(code);
  ev_emit1(code, EV_OP_NEXT, 1, loop->iterator);
  ev_emit_reference(code, &loop->end);
  ev_emit1(code, EV_OP_STORE, -1, loop->item);
}

/* Whether the element counts: its `where`, and that it is there at all. False when it always does. */
static bool gen_counts(ev_code *code, const ev_expr *e, const ev_loop *loop) {
  bool partial = ev_gen_is_partial(e->b);
  if (partial) ev_emit1(code, EV_OP_MAYBE, 1, loop->iterator);
  if (e->c) ev_gen_expr(code, e->c);
  if (partial && e->c) ev_emit(code, EV_OP_AND, -1);
  return partial || e->c;
}

static void gen_comprehension(ev_code *code, const ev_expr *e) {
  ev_loop loop = open_loop(code, e, type_of(code, e));
  ev_emit1(code, EV_OP_LIST, 1, ev_gen_type(code->g, e->type->element));
  next_element(code, &loop);
  ev_gen_expr(code, e->a);
  if (gen_counts(code, e, &loop))
    ev_emit(code, EV_OP_APPEND_IF, -2);
  else
    ev_emit(code, EV_OP_APPEND, -1);
  ev_emit1(code, EV_OP_LOOP, 0, loop.head);
  ev_bind_label(code, &loop.end);
  ev_bind_label(code, &loop.poison);
}

/* any: counts and a, over all by OR; all: not counts or a, by AND; none: not any. */
static void gen_quantifier(ev_code *code, const ev_expr *e) {
  bool all = e->kind == EV_E_ALL;
  ev_label decided = {0};
  ev_loop loop = open_loop(code, e, bool_type(code));
  push_bool(code, all);
  next_element(code, &loop);
  if (gen_counts(code, e, &loop)) {
    negate_if(code, all);
    ev_emit_jump(code, all ? EV_OP_JUMP_TRUE : EV_OP_JUMP_FALSE, 0, &decided);
    ev_gen_expr(code, e->a);
    ev_emit(code, all ? EV_OP_OR : EV_OP_AND, -1);
    ev_bind_label(code, &decided);
  } else {
    ev_gen_expr(code, e->a);
  }
  ev_emit(code, all ? EV_OP_AND : EV_OP_OR, -1);
  ev_emit_jump(code, all ? EV_OP_JUMP_FALSE : EV_OP_JUMP_TRUE, 0, &loop.end);
  ev_emit1(code, EV_OP_LOOP, 0, loop.head);
  ev_bind_label(code, &loop.end);
  ev_bind_label(code, &loop.poison);
  negate_if(code, e->kind == EV_E_NONE);
}

/* first: the first that certainly counts, unknown if one before it only may; last: likewise from the end. */
static void gen_pick(ev_code *code, const ev_expr *e) {
  uint32_t type = ev_gen_type(code->g, ev_type_optional(code->g->program->arena, e->local->type));
  uint32_t found = ev_new_local(code, type);
  ev_loop loop = open_loop(code, e, type);
  ev_emit1(code, EV_OP_CONST, 1, absent(code));
  ev_emit1(code, EV_OP_STORE, -1, found);
  next_element(code, &loop);
  ev_label skip = {0}, perhaps = {0};
  bool conditional = gen_counts(code, e, &loop);
  if (conditional) {
    ev_emit_jump(code, EV_OP_BRANCH, -1, &skip);
    ev_emit_reference(code, &perhaps);
    ev_emit_word(code, type);
  }
  ev_emit1(code, EV_OP_LOCAL, 1, loop.item);
  ev_bind_label(code, &perhaps);
  ev_emit1(code, EV_OP_STORE, -1, found);
  if (e->kind == EV_E_FIRST) ev_emit_jump(code, EV_OP_JUMP, 0, &loop.end);
  ev_bind_label(code, &skip);
  if (e->kind != EV_E_FIRST || conditional) ev_emit1(code, EV_OP_LOOP, 0, loop.head);
  ev_bind_label(code, &loop.end);
  ev_emit1(code, EV_OP_LOCAL, 1, found);
  ev_bind_label(code, &loop.poison);
}

/* ---- lists, messages */

static void gen_list_literal(ev_code *code, const ev_expr *e) {
  ev_emit1(code, EV_OP_LIST, 1, ev_gen_type(code->g, ev_type_present(e->type)->element));
  for (const ev_expr *item = e->args; item; item = item->next) {
    ev_gen_expr(code, item);
    ev_emit(code, EV_OP_APPEND, -1);
  }
}

void ev_gen_message(ev_code *code, const ev_expr *e) {
  if (e->kind != EV_E_TEMPLATE) {
    ev_gen_expr(code, e);
    return;
  }
  uint32_t count = 0;
  for (const ev_expr *piece = e->args; piece; piece = piece->next, count++) {
    ev_gen_raw(code, piece);
    if (piece->kind != EV_E_STRING) ev_emit(code, EV_OP_TEXT, 0);
  }
  ev_emit1(code, EV_OP_FORMAT, 1 - (int)count, count);
}

void ev_gen_raw(ev_code *code, const ev_expr *e) {
  switch (e->kind) {
  case EV_E_INT:
  case EV_E_QUANTITY:
  case EV_E_INFINITY:
  case EV_E_STRING:
  case EV_E_BOOL:
  case EV_E_ABSENT:
  case EV_E_ERROR: ev_emit1(code, EV_OP_CONST, 1, ev_gen_literal(code->g, e, NULL)); break;
  case EV_E_TEMPLATE: ev_gen_message(code, e); break;
  case EV_E_UNKNOWN: ev_emit2(code, EV_OP_UNKNOWN, 1, ev_gen_text(code->g, e->text), type_of(code, e)); break;
  case EV_E_NAME: gen_name(code, e); break;
  case EV_E_CALL: gen_call(code, e); break;
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: gen_field(code, e); break;
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: gen_index(code, e); break;
  case EV_E_LIST: gen_list_literal(code, e); break;
  case EV_E_COMPREHENSION: gen_comprehension(code, e); break;
  case EV_E_NOT:
    ev_gen_expr(code, e->a);
    ev_emit(code, EV_OP_NOT, 0);
    break;
  case EV_E_NEGATE:
    ev_gen_expr(code, e->a);
    ev_emit(code, EV_OP_NEG, 0);
    break;
  case EV_E_PERCENT: gen_percent(code, e); break;
  case EV_E_AND:
  case EV_E_OR: gen_connective(code, e); break;
  case EV_E_EQ:
  case EV_E_NE:
    gen_order(code, e, equality(e->a->type));
    negate_if(code, e->kind == EV_E_NE);
    break;
  case EV_E_LT: gen_order(code, e, EV_OP_LT); break;
  case EV_E_LE: gen_order(code, e, EV_OP_LE); break;
  case EV_E_GT: gen_order(code, e, EV_OP_GT); break;
  case EV_E_GE: gen_order(code, e, EV_OP_GE); break;
  case EV_E_IN:
  case EV_E_IS_IN: gen_in(code, e); break;
  case EV_E_IS: gen_is(code, e); break;
  case EV_E_IS_SET:
  case EV_E_IS_ABSENT:
  case EV_E_IS_REFUSED: gen_presence(code, e); break;
  case EV_E_RANGE: gen_order(code, e, EV_OP_RANGE); break;
  case EV_E_COALESCE: gen_coalesce(code, e); break;
  case EV_E_ADD: gen_order(code, e, EV_OP_ADD); break;
  case EV_E_SUB: gen_order(code, e, EV_OP_SUB); break;
  case EV_E_MUL: gen_order(code, e, EV_OP_MUL); break;
  case EV_E_DIV: gen_order(code, e, EV_OP_DIV); break;
  case EV_E_CONCAT:
    ev_gen_expr(code, e->a);
    ev_gen_expr(code, e->b);
    ev_emit(code, EV_OP_CONCAT, -1);
    break;
  case EV_E_IF: gen_if(code, e); break;
  case EV_E_ANY:
  case EV_E_ALL:
  case EV_E_NONE: gen_quantifier(code, e); break;
  case EV_E_FIRST:
  case EV_E_LAST: gen_pick(code, e); break;
  case EV_E_SET: break; /* only behind `in` */
  }
}

void ev_gen_expr(ev_code *code, const ev_expr *e) {
  ev_gen_raw(code, e);
  if (e->unwrap) ev_emit(code, EV_OP_UNWRAP, 0);
}
