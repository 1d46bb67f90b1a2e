/* What each instruction takes from the stack and leaves there. Most follow the table's effect; the rest have
 * a rule of their own here. */
#include "verify_code.h"

const uint32_t *ev_code_operands(const ev_code *c) { return c->chunk->words + c->at + 1; }

/* ---- effects */

bool ev_code_mismatch(ev_code *c, const char *expected, ev_ty found) {
  ev_buf text = {0};
  ev_ty_write(&text, c->v, found);
  bool ok = ev_code_fail(c, "expected %s on the stack, found %.*s", expected, EV_STR_ARG(ev_buf_view(&text)));
  ev_buf_free(&text);
  return ok;
}

static bool take_element(ev_code *c, ev_taken *t, ev_vtype_kind kind, const char *expected, ev_ty type) {
  if (ev_ty_kind(c->v, type) != kind) return ev_code_mismatch(c, expected, type);
  t->t = ev_ty_get(c->v, type).ref;
  return true;
}

/* Does a type fit a letter of an effect? */
static bool fits_letter(ev_code *c, ev_taken *t, const char *token, ev_ty type) {
  ev_vtype_kind kind = ev_ty_kind(c->v, type);
  switch (token[0]) {
  case 'b': return kind == EV_VT_BOOL ? true : ev_code_mismatch(c, "a bool", type);
  case 'n': return ev_ty_is_number(c->v, type) ? true : ev_code_mismatch(c, "a number", type);
  case 's': return kind == EV_VT_STRING ? true : ev_code_mismatch(c, "a string", type);
  case 'r': return kind == EV_VT_RECORD ? true : ev_code_mismatch(c, "a record", type);
  case 'w': return kind == EV_VT_ROW ? true : ev_code_mismatch(c, "a row", type);
  case 'T': t->t = token[1] == '?' ? ev_ty_present(c->v, type) : type; return true;
  case 'L': return take_element(c, t, EV_VT_LIST, "a list", type);
  case 'M': return take_element(c, t, EV_VT_MAP, "a map", type);
  default: return true;
  }
}

/* The letters before the arrow of an effect: how many, and where each starts. */
static uint32_t split_effect(const char *effect, const char *tokens[EV_MOST_TAKEN], const char **after) {
  uint32_t count = 0;
  const char *at = effect;
  while (*at && *at != '-') {
    if (*at != ' ' && count < EV_MOST_TAKEN) tokens[count++] = at;
    while (*at && *at != ' ') at++;
    while (*at == ' ') at++;
  }
  while (*at && *at != '>') at++;
  *after = *at ? at + 1 : at;
  while (**after == ' ') (*after)++;
  return count;
}

static bool take(ev_code *c, ev_taken *t, const char **after) {
  const char *tokens[EV_MOST_TAKEN];
  *t = (ev_taken){.t = EV_NONE};
  uint32_t count = split_effect(ev_opcodes[c->chunk->words[c->at]].effect, tokens, after);
  if (count && tokens[0][0] == '*') return true;
  t->count = count;
  for (uint32_t i = count; i-- > 0;)
    if (!ev_code_pop(c, &t->types[i]) || !fits_letter(c, t, tokens[i], t->types[i])) return false;
  return true;
}

/* Pushes what stands behind the arrow, if it is a letter. */
static bool give(ev_code *c, const ev_taken *t, const char *after) {
  switch (after[0]) {
  case 'b': return ev_code_push(c, c->bool_);
  case 's': return ev_code_push(c, c->string);
  case 'v': return ev_code_push(c, t->types[0]);
  case 'T': return ev_code_push(c, after[1] == '?' ? ev_ty_optional(c->v, t->t) : t->t);
  default: return true;
  }
}

/* ---- helpers of special rules */

ev_ty ev_code_type_operand(const ev_code *c, uint32_t i) { return c->v->canon[ev_code_operands(c)[i]]; }

bool ev_code_pop_scalar(ev_code *c, ev_ty *type) {
  if (!ev_code_pop(c, type)) return false;
  return ev_ty_is_scalar(c->v, ev_ty_present(c->v, *type))
             ? true
             : ev_code_mismatch(c, "a bool, number or string", *type);
}

bool ev_code_pop_held(ev_code *c, ev_ty wanted) {
  ev_ty type;
  ev_buf text = {0};
  if (!ev_code_pop(c, &type)) return false;
  if (ev_ty_holds(c->v, wanted, type)) return true;
  ev_ty_write(&text, c->v, wanted);
  ev_buf_char(&text, '\0');
  (void)ev_code_mismatch(c, text.failed ? "another type" : text.at, type);
  ev_buf_free(&text);
  return false;
}

bool ev_code_check_type(ev_code *c, uint32_t i) {
  ev_vtype_kind kind = ev_ty_kind(c->v, ev_code_type_operand(c, i));
  if (kind != EV_VT_SET_STRING && kind != EV_VT_SET_INT && kind != EV_VT_ABSENT) return true;
  return ev_code_fail(c, "type %u is none of values", ev_code_operands(c)[i]);
}

bool ev_code_push_at(ev_code *c, ev_ty type, uint32_t target) {
  if (!ev_code_push(c, type) || !ev_code_flow(c, target)) return false;
  c->now.height--;
  return true;
}

ev_ty ev_code_wider(const ev_code *c, ev_ty a, ev_ty b) {
  return ev_ty_kind(c->v, a) > ev_ty_kind(c->v, b) ? a : b;
}

/* ---- all together */

/* Only a case of a rule makes a verdict. */
static bool check_place(ev_code *c, uint32_t op) {
  bool verdict = op >= EV_OP_FOR && op <= EV_OP_HALT;
  return !verdict || c->chunk->result == EV_NONE ? true : ev_code_fail(c, "a function makes no verdict");
}

/* Instructions that jump to their one target with the stack as they leave it. */
static bool is_plain_jump(uint32_t op) {
  return op == EV_OP_JUMP_FALSE || op == EV_OP_JUMP_TRUE ||
         (op >= EV_OP_SKIP_FALSE && op <= EV_OP_JUMP_UNKNOWN);
}

static bool step_special(ev_code *c, uint32_t op, const ev_taken *t) {
  const ev_bundle *b = c->v->bundle;
  const uint32_t *o = ev_code_operands(c);
  switch ((ev_opcode)op) {
  case EV_OP_CONST: return ev_code_push(c, ev_ty_of_constant(c->v, o[0]));
  case EV_OP_UNKNOWN:
    return ev_step_text_constant(c, o[0]) && ev_code_check_type(c, 1) &&
           ev_code_push(c, ev_code_type_operand(c, 1));
  case EV_OP_PARAM: return ev_step_param(c, o[0]);
  case EV_OP_LOCAL: return ev_step_local(c, o[0]);
  case EV_OP_STORE: return ev_step_store(c, o[0], t->types[0]);
  case EV_OP_FIELD: return ev_step_field(c, o[0], t->types[0]);
  case EV_OP_COLUMN: return ev_step_column(c, o[0], t->types[0]);
  case EV_OP_LOOKUP: return ev_step_lookup(c, o[0]);
  case EV_OP_ROWS: return ev_step_rows(c, o[0]);
  case EV_OP_JUMP_ABSENT:
    return ev_code_push_at(c, ev_ty_of_constant(c->v, o[1]), o[0]) && ev_code_push(c, t->t);
  case EV_OP_JUMP_SET: return ev_code_push_at(c, t->t, o[0]);
  case EV_OP_OVERRIDE: return ev_step_override(c);
  case EV_OP_BRANCH: return ev_step_branch(c);
  case EV_OP_JUMP: return ev_step_jump(c);
  case EV_OP_IN_SET: return ev_step_in_set(c, b->sets[o[0]].automaton != NULL);
  case EV_OP_IN_PARAM: return ev_step_in_param(c, o[0]);
  case EV_OP_IN_LIST: return ev_step_in_list(c, t);
  case EV_OP_ADD:
  case EV_OP_SUB:
  case EV_OP_MUL:
  case EV_OP_DIV:
  case EV_OP_NEG:
  case EV_OP_RANGE: return ev_step_arithmetic(c, op, t);
  case EV_OP_FORMAT: return ev_step_format(c, o[0]);
  case EV_OP_CONCAT: return ev_step_concat(c);
  case EV_OP_LIST:
    return ev_code_check_type(c, 0) &&
           ev_code_push(c, ev_ty_of(c->v, EV_VT_LIST, ev_code_type_operand(c, 0)));
  case EV_OP_APPEND:
  case EV_OP_APPEND_IF: return ev_step_append(c, op == EV_OP_APPEND_IF);
  case EV_OP_BUILTIN: return ev_step_builtin(c, o[0]);
  case EV_OP_CALL: return ev_step_call(c, o[0]);
  case EV_OP_DECODE: return ev_step_decode(c, o[0]);
  case EV_OP_RETURN: return ev_step_return(c);
  case EV_OP_JUMP_POISON:
    return ev_code_check_type(c, 1) && ev_code_push_at(c, ev_code_type_operand(c, 1), o[0]) &&
           ev_code_push(c, t->types[0]);
  case EV_OP_ITER: return ev_step_iterate(c, o[0], t->t);
  case EV_OP_NEXT: return ev_step_next(c);
  case EV_OP_MAYBE: return ev_step_maybe(c, o[0]);
  case EV_OP_JOIN: return ev_step_join(c);
  case EV_OP_JOIN_ADD: return ev_step_join_add(c);
  case EV_OP_JOIN_PROBE:
  case EV_OP_JOIN_FIRST: return ev_step_join_probe(c, op == EV_OP_JOIN_FIRST);
  case EV_OP_FOR: return ev_step_for(c, t->t);
  case EV_OP_NEED: return ev_step_text_constant(c, o[0]);
  case EV_OP_LOOP:
  case EV_OP_HALT: c->live = false; return true;
  default: return true;
  }
}

/* Some effects give a letter and have a rule besides: those whose rule pushes by itself. */
static bool pushes_itself(uint32_t op) {
  switch ((ev_opcode)op) {
  case EV_OP_JUMP_ABSENT:
  case EV_OP_JUMP_POISON:
  case EV_OP_IN_SET:
  case EV_OP_IN_PARAM:
  case EV_OP_IN_LIST:
  case EV_OP_FORMAT:
  case EV_OP_MAYBE: return true;
  default: return false;
  }
}

bool ev_code_step(ev_code *c) {
  uint32_t op = c->chunk->words[c->at];
  ev_taken t;
  const char *after;
  if (!check_place(c, op) || !take(c, &t, &after) || !step_special(c, op, &t)) return false;
  if (!pushes_itself(op) && !give(c, &t, after)) return false;
  return !is_plain_jump(op) || ev_code_flow(c, ev_code_operands(c)[0]);
}
