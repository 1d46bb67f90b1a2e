/* What each instruction takes from the stack and leaves there. Most follow the table's effect; the rest have a rule of
 * their own here. */
#include "verify_code.h"

#define MOST_POPS 4u

/* What an effect took, in order, and the type that its T stands for. */
typedef struct taken {
  ev_ty types[MOST_POPS];
  uint32_t count;
  ev_ty t;
} taken;

static const uint32_t *operands(const ev_code *c) { return c->chunk->words + c->at + 1; }

/* ---- effects */

static bool mismatch(ev_code *c, const char *expected, ev_ty found) {
  ev_buf text = {0};
  ev_ty_write(&text, c->v, found);
  bool ok = ev_code_fail(c, "expected %s on the stack, found %.*s", expected, EV_STR_ARG(ev_buf_view(&text)));
  ev_buf_free(&text);
  return ok;
}

static bool take_element(ev_code *c, taken *t, ev_vtype_kind kind, const char *expected, ev_ty type) {
  if (ev_ty_kind(c->v, type) != kind) return mismatch(c, expected, type);
  t->t = ev_ty_get(c->v, type).ref;
  return true;
}

/* Does a type fit a letter of an effect? */
static bool fits_letter(ev_code *c, taken *t, const char *token, ev_ty type) {
  ev_vtype_kind kind = ev_ty_kind(c->v, type);
  switch (token[0]) {
  case 'b':
    return kind == EV_VT_BOOL || mismatch(c, "a bool", type);
  case 'n':
    return ev_ty_is_number(c->v, type) || mismatch(c, "a number", type);
  case 's':
    return kind == EV_VT_STRING || mismatch(c, "a string", type);
  case 'r':
    return kind == EV_VT_RECORD || mismatch(c, "a record", type);
  case 'w':
    return kind == EV_VT_ROW || mismatch(c, "a row", type);
  case 'T':
    t->t = token[1] == '?' ? ev_ty_present(c->v, type) : type;
    return true;
  case 'L':
    return take_element(c, t, EV_VT_LIST, "a list", type);
  case 'M':
    return take_element(c, t, EV_VT_MAP, "a map", type);
  default:
    return true;
  }
}

/* The letters before the arrow of an effect: how many, and where each starts. */
static uint32_t split_effect(const char *effect, const char *tokens[MOST_POPS], const char **after) {
  uint32_t count = 0;
  const char *at = effect;
  while (*at && *at != '-') {
    if (*at != ' ' && count < MOST_POPS) tokens[count++] = at;
    while (*at && *at != ' ') at++;
    while (*at == ' ') at++;
  }
  while (*at && *at != '>') at++;
  *after = *at ? at + 1 : at;
  while (**after == ' ') (*after)++;
  return count;
}

static bool take(ev_code *c, taken *t, const char **after) {
  const char *tokens[MOST_POPS];
  *t = (taken){.t = EV_NONE};
  uint32_t count = split_effect(ev_opcodes[c->chunk->words[c->at]].effect, tokens, after);
  if (count && tokens[0][0] == '*') return true;
  t->count = count;
  for (uint32_t i = count; i-- > 0;)
    if (!ev_code_pop(c, &t->types[i]) || !fits_letter(c, t, tokens[i], t->types[i])) return false;
  return true;
}

/* Pushes what stands behind the arrow, if it is a letter. */
static bool give(ev_code *c, const taken *t, const char *after) {
  switch (after[0]) {
  case 'b':
    return ev_code_push(c, c->bool_);
  case 's':
    return ev_code_push(c, c->string);
  case 'v':
    return ev_code_push(c, t->types[0]);
  case 'T':
    return ev_code_push(c, after[1] == '?' ? ev_ty_optional(c->v, t->t) : t->t);
  default:
    return true;
  }
}

/* ---- helpers of special rules */

static ev_ty type_operand(const ev_code *c, uint32_t i) { return c->v->canon[operands(c)[i]]; }

static bool pop_scalar(ev_code *c, ev_ty *type) {
  if (!ev_code_pop(c, type)) return false;
  return ev_ty_is_scalar(c->v, ev_ty_present(c->v, *type)) || mismatch(c, "a bool, number or string", *type);
}

static bool pop_held(ev_code *c, ev_ty wanted) {
  ev_ty type;
  ev_buf text = {0};
  if (!ev_code_pop(c, &type)) return false;
  if (ev_ty_holds(c->v, wanted, type)) return true;
  ev_ty_write(&text, c->v, wanted);
  ev_buf_char(&text, '\0');
  (void)mismatch(c, text.failed ? "another type" : text.at, type);
  ev_buf_free(&text);
  return false;
}

/* ---- values */

static bool step_local(ev_code *c, uint32_t local) {
  if (!(c->now.stored[local / 64] >> local % 64 & 1)) return ev_code_fail(c, "local %u may not have been stored", local);
  return ev_code_push(c, c->v->canon[c->chunk->local_types[local]]);
}

static bool step_store(ev_code *c, uint32_t local, ev_ty type) {
  if (!ev_ty_holds(c->v, c->v->canon[c->chunk->local_types[local]], type))
    return ev_code_fail(c, "local %u does not hold the type of the value", local);
  c->now.stored[local / 64] |= (uint64_t)1 << local % 64;
  return true;
}

static bool step_field(ev_code *c, uint32_t field, ev_ty record) {
  const ev_bfield *f = &c->v->bundle->fields[field];
  if (f->class_ != EV_BF_TYPED) return ev_code_fail(c, "field %u has no type", field);
  if (f->record != ev_ty_get(c->v, record).ref) return ev_code_fail(c, "field %u is of another record", field);
  return ev_code_push(c, c->v->canon[f->type]);
}

static bool step_param(ev_code *c, uint32_t param) {
  ev_ty type = c->v->canon[c->v->bundle->params[param].type];
  if (!ev_ty_is_scalar(c->v, ev_ty_present(c->v, type))) return ev_code_fail(c, "param %u is a set", param);
  return ev_code_push(c, type);
}

static bool step_text_constant(ev_code *c, uint32_t constant) {
  if (c->v->bundle->constants[constant].kind == EV_K_STRING) return true;
  return ev_code_fail(c, "constant %u is no string", constant);
}

static bool step_type_operand(ev_code *c, uint32_t i) {
  ev_vtype_kind kind = ev_ty_kind(c->v, type_operand(c, i));
  if (kind != EV_VT_SET_STRING && kind != EV_VT_SET_INT && kind != EV_VT_ABSENT) return true;
  return ev_code_fail(c, "type %u is none of values", operands(c)[i]);
}

static bool step_column(ev_code *c, uint32_t column, ev_ty row) {
  const ev_btable *t = &c->v->bundle->tables[ev_ty_get(c->v, row).ref];
  if (column >= t->columns) return ev_code_fail(c, "column %u is none of the %u of the table", column, t->columns);
  return ev_code_push(c, c->v->canon[t->types[column]]);
}

static bool step_lookup(ev_code *c, uint32_t table) {
  const ev_btable *t = &c->v->bundle->tables[table];
  ev_ty key, column = c->v->canon[t->types[0]];
  if (!t->unique) return ev_code_fail(c, "the keys of table %u are not unique", table);
  if (!pop_scalar(c, &key)) return false;
  if (ev_ty_join(c->v, key, column) == EV_NONE) return mismatch(c, "a key of the table", key);
  return ev_code_push(c, ev_ty_optional(c->v, ev_ty_of(c->v, EV_VT_ROW, table)));
}

static bool step_rows(ev_code *c, uint32_t table) {
  return ev_code_push(c, ev_ty_of(c->v, EV_VT_LIST, ev_ty_of(c->v, EV_VT_ROW, table)));
}

/* ---- presence and jumps */

static bool push_flow_pop(ev_code *c, ev_ty type, uint32_t target) {
  ev_ty dropped;
  return ev_code_push(c, type) && ev_code_flow(c, target) && ev_code_pop(c, &dropped);
}

static bool step_override(ev_code *c) {
  ev_ty b, a;
  if (!ev_code_pop(c, &b) || !ev_code_pop(c, &a)) return false;
  ev_ty type = ev_ty_kind(c->v, a) == EV_VT_ABSENT ? b : ev_ty_join(c->v, ev_ty_present(c->v, a), b);
  if (type == EV_NONE) return ev_code_fail(c, "the two values are of types that do not go together");
  return ev_code_push(c, type);
}

static bool step_branch(ev_code *c) {
  const uint32_t *o = operands(c);
  return step_type_operand(c, 2) && ev_code_flow(c, o[0]) && push_flow_pop(c, type_operand(c, 2), o[1]);
}

static bool step_jump(ev_code *c) {
  c->live = false;
  return ev_code_flow(c, operands(c)[0]);
}

/* ---- sets, numbers, lists */

static bool step_in_set(ev_code *c, bool of_strings) {
  ev_ty type;
  if (!ev_code_pop(c, &type)) return false;
  if (ev_ty_kind(c->v, type) != (of_strings ? EV_VT_STRING : EV_VT_INT))
    return mismatch(c, of_strings ? "a string" : "an int", type);
  return ev_code_push(c, c->bool_);
}

static bool step_in_param(ev_code *c, uint32_t param) {
  ev_vtype_kind kind = c->v->bundle->types[c->v->bundle->params[param].type].kind;
  if (kind != EV_VT_SET_STRING && kind != EV_VT_SET_INT) return ev_code_fail(c, "param %u is no set", param);
  return step_in_set(c, kind == EV_VT_SET_STRING);
}

static bool step_in_list(ev_code *c, const taken *t) {
  ev_ty element = ev_ty_get(c->v, t->types[1]).ref, needle = t->types[0];
  ev_ty joined = ev_ty_join(c->v, needle, element);
  bool ok = ev_ty_is_scalar(c->v, needle) && ev_ty_is_scalar(c->v, joined);
  return ok ? ev_code_push(c, c->bool_) : mismatch(c, "a single value that the list can hold", needle);
}

static ev_ty wider(const ev_code *c, ev_ty a, ev_ty b) {
  return ev_ty_kind(c->v, a) > ev_ty_kind(c->v, b) ? a : b;
}

static bool step_arithmetic(ev_code *c, uint32_t op, const taken *t) {
  ev_ty type = t->count > 1 ? wider(c, t->types[0], t->types[1]) : t->types[0];
  if (op == EV_OP_DIV) type = wider(c, type, ev_ty_simple(c->v, EV_VT_QUANTITY));
  if (op == EV_OP_RANGE) type = ev_ty_simple(c->v, EV_VT_INTERVAL);
  return ev_code_push(c, type);
}

static bool step_format(ev_code *c, uint32_t count) {
  ev_ty type;
  for (uint32_t i = 0; i < count; i++) {
    if (!ev_code_pop(c, &type)) return false;
    if (type != c->string) return mismatch(c, "a string", type);
  }
  return ev_code_push(c, c->string);
}

static bool step_concat(ev_code *c) {
  ev_ty b, a;
  if (!ev_code_pop(c, &b) || !ev_code_pop(c, &a)) return false;
  if (a == c->string && b == c->string) return ev_code_push(c, a);
  if (ev_ty_kind(c->v, a) != EV_VT_LIST || ev_ty_kind(c->v, b) != EV_VT_LIST)
    return mismatch(c, "two strings or two lists", a);
  ev_ty type = ev_ty_join(c->v, a, b);
  return type == EV_NONE ? ev_code_fail(c, "the lists are of types that do not go together") : ev_code_push(c, type);
}

static bool step_append(ev_code *c, bool on_condition) {
  ev_ty test, value, list;
  if (on_condition && !ev_code_pop(c, &test)) return false;
  if (on_condition && test != c->bool_) return mismatch(c, "a bool", test);
  if (!ev_code_pop(c, &value) || !ev_code_pop(c, &list)) return false;
  if (ev_ty_kind(c->v, list) != EV_VT_LIST) return mismatch(c, "a list", list);
  ev_ty element = ev_ty_get(c->v, list).ref;
  bool ok = value == c->absent || ev_ty_holds(c->v, element, ev_ty_present(c->v, value));
  return ok ? ev_code_push(c, list) : mismatch(c, "an element of the list", value);
}

/* ---- builtins */

static bool is_list_of(const ev_code *c, ev_ty type, bool numbers) {
  if (ev_ty_kind(c->v, type) != EV_VT_LIST) return false;
  ev_ty element = ev_ty_get(c->v, type).ref;
  return numbers ? ev_ty_is_number(c->v, element) : element == c->string;
}

static bool fits_parameter(const ev_code *c, char letter, ev_ty type) {
  ev_vtype_kind kind = ev_ty_kind(c->v, type);
  switch (letter) {
  case 's':
    return kind == EV_VT_STRING;
  case 'i':
    return kind == EV_VT_INT;
  case 'q':
  case 'v':
    return ev_ty_is_number(c->v, type);
  case 'b':
    return kind == EV_VT_BOOL;
  case 'r':
    return kind == EV_VT_RECORD;
  case 'm':
    return kind == EV_VT_MAP;
  case 'S':
    return is_list_of(c, type, false);
  case 'Q':
    return is_list_of(c, type, true);
  case 'L':
    return kind == EV_VT_LIST;
  default:
    return letter == '*';
  }
}

/* The type that a result's letter says; `widest` of the operands where it is a number made from them. */
static ev_ty result_type(ev_code *c, const char *letters, ev_ty widest) {
  ev_ty type = EV_NONE;
  switch (letters[0]) {
  case 's':
    type = c->string;
    break;
  case 'b':
    type = c->bool_;
    break;
  case 'i':
    type = ev_ty_simple(c->v, EV_VT_INT);
    break;
  case 'q':
    type = widest == EV_NONE ? ev_ty_simple(c->v, EV_VT_QUANTITY) : widest;
    break;
  case 'v':
    type = ev_ty_simple(c->v, EV_VT_INTERVAL);
    break;
  case 'S':
    type = ev_ty_of(c->v, EV_VT_LIST, c->string);
    break;
  default:
    break;
  }
  return letters[1] == '?' ? ev_ty_optional(c->v, type) : type;
}

/* A number that an aggregate is made of; EV_NONE where the parameter says nothing of the result. */
static ev_ty part_type(const ev_code *c, char letter, ev_ty type) {
  if (letter == 'Q') return ev_ty_get(c->v, type).ref;
  return letter == 'q' ? type : EV_NONE;
}

static bool step_builtin(ev_code *c, uint32_t builtin) {
  const ev_builtin_info *info = &ev_builtins[builtin];
  ev_ty widest = EV_NONE;
  for (size_t i = strlen(info->parameters); i-- > 0;) {
    ev_ty type, part;
    char letter = info->parameters[i];
    if (letter == '?') continue;
    if (!ev_code_pop(c, &type)) return false;
    bool optional = info->parameters[i + 1] == '?' || letter == '*';
    if (!fits_parameter(c, letter, optional ? ev_ty_present(c->v, type) : type))
      return mismatch(c, info->name, type);
    part = part_type(c, letter, type);
    if (part != EV_NONE) widest = widest == EV_NONE ? part : wider(c, widest, part);
  }
  return ev_code_push(c, result_type(c, info->result, widest));
}

/* ---- calls */

static bool step_call(ev_code *c, uint32_t chunk) {
  const ev_chunk *k = &c->v->bundle->chunks[chunk];
  if (k->result == EV_NONE) return ev_code_fail(c, "chunk %u is no function", chunk);
  for (uint32_t i = k->param_count; i-- > 0;)
    if (!pop_held(c, c->v->canon[k->local_types[i]])) return false;
  return ev_code_push(c, c->v->canon[k->result]);
}

static bool step_decode(ev_code *c, uint32_t decode) {
  const ev_bdecode *d = &c->v->bundle->decodes[decode];
  if (d->say != EV_NONE && d->say >= c->index) return ev_code_fail(c, "the text of decode %u is a later chunk", decode);
  if (!pop_held(c, ev_ty_optional(c->v, c->string))) return false;
  ev_ty type = c->v->canon[d->type];
  bool collection = ev_ty_kind(c->v, type) >= EV_VT_LIST && ev_ty_kind(c->v, type) <= EV_VT_RECORD;
  return ev_code_push(c, collection ? type : ev_ty_optional(c->v, type));
}

static bool step_return(ev_code *c) {
  if (c->chunk->result == EV_NONE) return ev_code_fail(c, "a case returns nothing");
  c->live = false;
  return pop_held(c, c->v->canon[c->chunk->result]);
}

/* ---- loops */

static bool start_iterator(ev_code *c, uint32_t slot, ev_ty element) {
  for (uint32_t i = 0; i < c->depth; i++)
    if (c->loops[i].slot == slot) return ev_code_fail(c, "iterator %u is that of a loop around", slot);
  c->now.iterators[slot] = element;
  return true;
}

static bool step_next(ev_code *c) {
  const uint32_t *o = operands(c);
  ev_ty element = c->now.iterators[o[0]];
  if (element == EV_NONE) return ev_code_fail(c, "iterator %u may not have been started", o[0]);
  return ev_code_flow(c, o[1]) && ev_code_push(c, element);
}

static bool step_maybe(ev_code *c, uint32_t slot) {
  if (c->now.iterators[slot] == EV_NONE) return ev_code_fail(c, "iterator %u may not have been started", slot);
  return ev_code_push(c, c->bool_);
}

static bool has_join(ev_code *c, uint32_t slot) {
  return c->now.joins[slot] != EV_NONE || ev_code_fail(c, "join %u may not have been started", slot);
}

static bool step_join(ev_code *c) {
  if (!step_type_operand(c, 1)) return false;
  c->now.joins[operands(c)[0]] = type_operand(c, 1);
  return true;
}

static bool step_join_add(ev_code *c, uint32_t slot, bool gives) {
  ev_ty key;
  if (!has_join(c, slot) || !pop_held(c, c->now.joins[slot]) || !pop_scalar(c, &key)) return false;
  return !gives || ev_code_push(c, ev_ty_optional(c->v, c->now.joins[slot]));
}

static bool step_join_probe(ev_code *c) {
  const uint32_t *o = operands(c);
  ev_ty key;
  if (o[2] > 1) return ev_code_fail(c, "operand n is %u and must be 0 or 1", o[2]);
  return has_join(c, o[0]) && pop_scalar(c, &key) && start_iterator(c, o[1], c->now.joins[o[0]]);
}

static bool step_for(ev_code *c, ev_ty element) {
  const uint32_t *o = operands(c);
  return ev_code_flow(c, o[1]) && start_iterator(c, o[0], element);
}

/* ---- all together */

/* Only a case of a rule makes a verdict. */
static bool check_place(ev_code *c, uint32_t op) {
  bool verdict = op >= EV_OP_FOR && op <= EV_OP_HALT;
  return !verdict || c->chunk->result == EV_NONE || ev_code_fail(c, "a function makes no verdict");
}

/* Instructions that jump to their one target with the stack as they leave it. */
static bool is_plain_jump(uint32_t op) {
  return op == EV_OP_JUMP_FALSE || op == EV_OP_JUMP_TRUE || (op >= EV_OP_SKIP_FALSE && op <= EV_OP_JUMP_UNKNOWN);
}

static bool step_special(ev_code *c, uint32_t op, const taken *t) {
  const ev_bundle *b = c->v->bundle;
  const uint32_t *o = operands(c);
  switch ((ev_opcode)op) {
  case EV_OP_CONST:
    return ev_code_push(c, ev_ty_of_constant(c->v, o[0]));
  case EV_OP_UNKNOWN:
    return step_text_constant(c, o[0]) && step_type_operand(c, 1) && ev_code_push(c, type_operand(c, 1));
  case EV_OP_PARAM:
    return step_param(c, o[0]);
  case EV_OP_LOCAL:
    return step_local(c, o[0]);
  case EV_OP_STORE:
    return step_store(c, o[0], t->types[0]);
  case EV_OP_FIELD:
    return step_field(c, o[0], t->types[0]);
  case EV_OP_COLUMN:
    return step_column(c, o[0], t->types[0]);
  case EV_OP_LOOKUP:
    return step_lookup(c, o[0]);
  case EV_OP_ROWS:
    return step_rows(c, o[0]);
  case EV_OP_JUMP_ABSENT:
    return push_flow_pop(c, ev_ty_of_constant(c->v, o[1]), o[0]) && ev_code_push(c, t->t);
  case EV_OP_JUMP_SET:
    return push_flow_pop(c, t->t, o[0]);
  case EV_OP_OVERRIDE:
    return step_override(c);
  case EV_OP_BRANCH:
    return step_branch(c);
  case EV_OP_JUMP:
    return step_jump(c);
  case EV_OP_IN_SET:
    return step_in_set(c, b->sets[o[0]].automaton != NULL);
  case EV_OP_IN_PARAM:
    return step_in_param(c, o[0]);
  case EV_OP_IN_LIST:
    return step_in_list(c, t);
  case EV_OP_ADD:
  case EV_OP_SUB:
  case EV_OP_MUL:
  case EV_OP_DIV:
  case EV_OP_NEG:
  case EV_OP_RANGE:
    return step_arithmetic(c, op, t);
  case EV_OP_FORMAT:
    return step_format(c, o[0]);
  case EV_OP_CONCAT:
    return step_concat(c);
  case EV_OP_LIST:
    return step_type_operand(c, 0) && ev_code_push(c, ev_ty_of(c->v, EV_VT_LIST, type_operand(c, 0)));
  case EV_OP_APPEND:
  case EV_OP_APPEND_IF:
    return step_append(c, op == EV_OP_APPEND_IF);
  case EV_OP_BUILTIN:
    return step_builtin(c, o[0]);
  case EV_OP_CALL:
    return step_call(c, o[0]);
  case EV_OP_DECODE:
    return step_decode(c, o[0]);
  case EV_OP_RETURN:
    return step_return(c);
  case EV_OP_JUMP_POISON:
    return step_type_operand(c, 1) && push_flow_pop(c, type_operand(c, 1), o[0]) && ev_code_push(c, t->types[0]);
  case EV_OP_ITER:
    return start_iterator(c, o[0], t->t);
  case EV_OP_NEXT:
    return step_next(c);
  case EV_OP_MAYBE:
    return step_maybe(c, o[0]);
  case EV_OP_JOIN:
    return step_join(c);
  case EV_OP_JOIN_ADD:
  case EV_OP_JOIN_FIRST:
    return step_join_add(c, o[0], op == EV_OP_JOIN_FIRST);
  case EV_OP_JOIN_PROBE:
    return step_join_probe(c);
  case EV_OP_FOR:
    return step_for(c, t->t);
  case EV_OP_NEED:
    return step_text_constant(c, o[0]);
  case EV_OP_LOOP:
  case EV_OP_HALT:
    c->live = false;
    return true;
  default:
    return true;
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
  case EV_OP_MAYBE:
    return true;
  default:
    return false;
  }
}

bool ev_code_step(ev_code *c) {
  uint32_t op = c->chunk->words[c->at];
  taken t;
  const char *after;
  if (!check_place(c, op) || !take(c, &t, &after) || !step_special(c, op, &t)) return false;
  if (!pushes_itself(op) && !give(c, &t, after)) return false;
  return !is_plain_jump(op) || ev_code_flow(c, operands(c)[0]);
}
