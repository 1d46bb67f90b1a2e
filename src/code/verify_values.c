/* Instructions on values: constants, fields, presence, sets, numbers, lists, builtins. */
#include "verify_code.h"

/* ---- values */

bool ev_step_local(ev_code *c, uint32_t local) {
  if (!(c->now.stored[local / 64] >> local % 64 & 1))
    return ev_code_fail(c, "local %u may not have been stored", local);
  return ev_code_push(c, c->v->canon[c->chunk->local_types[local]]);
}

bool ev_step_store(ev_code *c, uint32_t local, ev_ty type) {
  if (!ev_ty_holds(c->v, c->v->canon[c->chunk->local_types[local]], type))
    return ev_code_fail(c, "local %u does not hold the type of the value", local);
  if (local < c->chunk->param_count)
    return ev_code_fail(c, "local %u is a parameter, which stays as it is", local);
  c->now.stored[local / 64] |= (uint64_t)1 << local % 64;
  return true;
}

bool ev_step_field(ev_code *c, uint32_t field, ev_ty record) {
  const ev_bfield *f = &c->v->bundle->fields[field];
  if (f->class_ != EV_BF_TYPED) return ev_code_fail(c, "field %u has no type", field);
  if (f->record != ev_ty_get(c->v, record).ref)
    return ev_code_fail(c, "field %u is of another record", field);
  return ev_code_push(c, c->v->canon[f->type]);
}

bool ev_step_param(ev_code *c, uint32_t param) {
  ev_ty type = c->v->canon[c->v->bundle->params[param].type];
  if (!ev_ty_is_scalar(c->v, ev_ty_present(c->v, type))) return ev_code_fail(c, "param %u is a set", param);
  return ev_code_push(c, type);
}

bool ev_step_text_constant(ev_code *c, uint32_t constant) {
  if (c->v->bundle->constants[constant].kind == EV_K_STRING) return true;
  return ev_code_fail(c, "constant %u is no string", constant);
}

bool ev_step_column(ev_code *c, uint32_t column, ev_ty row) {
  const ev_btable *t = &c->v->bundle->tables[ev_ty_get(c->v, row).ref];
  if (column >= t->columns)
    return ev_code_fail(c, "column %u is none of the %u of the table", column, t->columns);
  return ev_code_push(c, c->v->canon[t->types[column]]);
}

bool ev_step_lookup(ev_code *c, uint32_t table) {
  const ev_btable *t = &c->v->bundle->tables[table];
  ev_ty key, column = c->v->canon[t->types[0]];
  if (!t->unique) return ev_code_fail(c, "the keys of table %u are not unique", table);
  if (!ev_code_pop_scalar(c, &key)) return false;
  if (ev_ty_join(c->v, key, column) == EV_NONE) return ev_code_mismatch(c, "a key of the table", key);
  return ev_code_push(c, ev_ty_optional(c->v, ev_ty_of(c->v, EV_VT_ROW, table)));
}

bool ev_step_rows(ev_code *c, uint32_t table) {
  return ev_code_push(c, ev_ty_of(c->v, EV_VT_LIST, ev_ty_of(c->v, EV_VT_ROW, table)));
}

/* ---- presence and jumps */

/* The topmost `count` types, the top at the end. */
static bool pop_several(ev_code *c, ev_ty *types, uint32_t count) {
  if (c->now.height < count) return ev_code_fail(c, "the stack is empty");
  c->now.height -= count;
  memcpy(types, c->now.stack + c->now.height, count * sizeof *types);
  return true;
}

bool ev_step_override(ev_code *c) {
  ev_ty pair[2];
  if (!pop_several(c, pair, 2)) return false;
  ev_ty a = pair[0], b = pair[1];
  ev_ty type = ev_ty_kind(c->v, a) == EV_VT_ABSENT ? b : ev_ty_join(c->v, ev_ty_present(c->v, a), b);
  if (type == EV_NONE) return ev_code_fail(c, "the two values are of types that do not go together");
  return ev_code_push(c, type);
}

bool ev_step_branch(ev_code *c) {
  const uint32_t *o = ev_code_operands(c);
  return ev_code_check_type(c, 2) && ev_code_flow(c, o[0]) &&
         ev_code_push_at(c, ev_code_type_operand(c, 2), o[1]);
}

bool ev_step_jump(ev_code *c) {
  c->live = false;
  return ev_code_flow(c, ev_code_operands(c)[0]);
}

/* ---- sets, numbers, lists */

bool ev_step_in_set(ev_code *c, bool of_strings) {
  ev_ty type;
  if (!ev_code_pop(c, &type)) return false;
  if (ev_ty_kind(c->v, type) != (of_strings ? EV_VT_STRING : EV_VT_INT))
    return ev_code_mismatch(c, of_strings ? "a string" : "an int", type);
  return ev_code_push(c, c->bool_);
}

bool ev_step_in_param(ev_code *c, uint32_t param) {
  ev_vtype_kind kind = c->v->bundle->types[c->v->bundle->params[param].type].kind;
  if (kind != EV_VT_SET_STRING && kind != EV_VT_SET_INT) return ev_code_fail(c, "param %u is no set", param);
  return ev_step_in_set(c, kind == EV_VT_SET_STRING);
}

bool ev_step_in_list(ev_code *c, const ev_taken *t) {
  ev_ty element = ev_ty_get(c->v, t->types[1]).ref, needle = t->types[0];
  ev_ty joined = ev_ty_join(c->v, needle, element);
  bool ok = ev_ty_is_scalar(c->v, needle) && ev_ty_is_scalar(c->v, joined);
  return ok ? ev_code_push(c, c->bool_)
            : ev_code_mismatch(c, "a single value that the list can hold", needle);
}

bool ev_step_arithmetic(ev_code *c, uint32_t op, const ev_taken *t) {
  ev_ty type = t->count > 1 ? ev_code_wider(c, t->types[0], t->types[1]) : t->types[0];
  if (op == EV_OP_DIV) type = ev_code_wider(c, type, ev_ty_simple(c->v, EV_VT_QUANTITY));
  if (op == EV_OP_RANGE) type = ev_ty_simple(c->v, EV_VT_INTERVAL);
  return ev_code_push(c, type);
}

bool ev_step_format(ev_code *c, uint32_t count) {
  ev_ty type;
  for (uint32_t i = 0; i < count; i++) {
    if (!ev_code_pop(c, &type)) return false;
    if (type != c->string) return ev_code_mismatch(c, "a string", type);
  }
  return ev_code_push(c, c->string);
}

bool ev_step_concat(ev_code *c) {
  ev_ty pair[2];
  if (!pop_several(c, pair, 2)) return false;
  ev_ty a = pair[0], b = pair[1];
  if (a == c->string && b == c->string) return ev_code_push(c, a);
  if (ev_ty_kind(c->v, a) != EV_VT_LIST || ev_ty_kind(c->v, b) != EV_VT_LIST)
    return ev_code_mismatch(c, "two strings or two lists", a);
  ev_ty type = ev_ty_join(c->v, a, b);
  return type == EV_NONE ? ev_code_fail(c, "the lists are of types that do not go together")
                         : ev_code_push(c, type);
}

bool ev_step_append(ev_code *c, bool on_condition) {
  ev_ty taken[3];
  if (!pop_several(c, taken, on_condition ? 3 : 2)) return false;
  ev_ty list = taken[0], value = taken[1];
  if (on_condition && taken[2] != c->bool_) return ev_code_mismatch(c, "a bool", taken[2]);
  if (ev_ty_kind(c->v, list) != EV_VT_LIST) return ev_code_mismatch(c, "a list", list);
  ev_ty element = ev_ty_get(c->v, list).ref;
  bool ok = value == c->absent || ev_ty_holds(c->v, element, ev_ty_present(c->v, value));
  return ok ? ev_code_push(c, list) : ev_code_mismatch(c, "an element of the list", value);
}

/* ---- builtins */

static bool is_list_of_numbers(const ev_code *c, ev_ty type) {
  return ev_ty_kind(c->v, type) == EV_VT_LIST && ev_ty_is_number(c->v, ev_ty_get(c->v, type).ref);
}

/* A letter that no builtin has yet fits nothing. */
static bool fits_parameter(const ev_code *c, char letter, ev_ty type) {
  ev_vtype_kind kind = ev_ty_kind(c->v, type);
  switch (letter) {
  case 's': return kind == EV_VT_STRING;
  case 'q':
  case 'v': return ev_ty_is_number(c->v, type);
  case 'r': return kind == EV_VT_RECORD;
  case 'm': return kind == EV_VT_MAP;
  case 'Q': return is_list_of_numbers(c, type);
  case 'L': return kind == EV_VT_LIST;
  default: return letter == '*';
  }
}

/* The type that a result's letter says; `widest` of the operands where it is a number made from them. */
static ev_ty result_type(ev_code *c, const char *letters, ev_ty widest) {
  ev_ty type = EV_NONE;
  switch (letters[0]) {
  case 's': type = c->string; break;
  case 'b': type = c->bool_; break;
  case 'i': type = ev_ty_simple(c->v, EV_VT_INT); break;
  case 'q': type = widest == EV_NONE ? ev_ty_simple(c->v, EV_VT_QUANTITY) : widest; break;
  case 'v': type = ev_ty_simple(c->v, EV_VT_INTERVAL); break;
  case 'S': type = ev_ty_of(c->v, EV_VT_LIST, c->string); break;
  default: break;
  }
  return letters[1] == '?' ? ev_ty_optional(c->v, type) : type;
}

/* A number that an aggregate is made of; EV_NONE where the parameter says nothing of the result. */
static ev_ty part_type(const ev_code *c, char letter, ev_ty type) {
  if (letter == 'Q') return ev_ty_get(c->v, type).ref;
  return letter == 'q' ? type : EV_NONE;
}

bool ev_step_builtin(ev_code *c, uint32_t builtin) {
  const ev_builtin_info *info = &ev_builtins[builtin];
  ev_ty widest = EV_NONE;
  for (size_t i = strlen(info->parameters); i-- > 0;) {
    ev_ty type, part;
    char letter = info->parameters[i];
    if (!ev_code_pop(c, &type)) return false;
    if (!fits_parameter(c, letter, type)) return ev_code_mismatch(c, info->name, type);
    part = part_type(c, letter, type);
    if (part != EV_NONE) widest = widest == EV_NONE ? part : ev_code_wider(c, widest, part);
  }
  return ev_code_push(c, result_type(c, info->result, widest));
}
