/* Values as text: for messages, and text(x). */
#include "machine.h"

#define MOST_ELEMENTS 20u /* that a message shows of a list */

ev_str ev_text_take(ev_vm *vm, ev_arena *arena, ev_buf *buf) {
  (void)ev_machine_spend_copy(vm, buf->size);
  ev_str s = ev_buf_to_arena(buf, arena);
  bool failed = buf->failed || !s.at;
  ev_buf_free(buf);
  if (!failed) return s;
  ev_machine_fail(vm);
  return EV_STR("");
}

static void write_end(ev_buf *out, ev_rat r, bool whole) {
  if (whole && ev_rat_is_int(r))
    ev_int_write(out, r.num);
  else
    ev_quantity_write(out, r);
}

static void write_number(ev_buf *out, const ev_value *value) {
  ev_bounds i = ev_value_bounds(value);
  bool whole = value->kind == EV_V_INT || value->whole;
  bool below = i.low.den == 0 && i.low.num < 0, above = i.high.den == 0 && i.high.num > 0;
  if (ev_rat_compare(i.low, i.high) == 0) {
    write_end(out, i.low, whole);
  } else if (below && above) {
    ev_buf_text(out, "any amount");
  } else if (below || above) {
    ev_buf_text(out, above ? "at least " : "at most ");
    write_end(out, above ? i.low : i.high, whole);
  } else {
    write_end(out, i.low, whole);
    ev_buf_text(out, " to ");
    write_end(out, i.high, whole);
  }
}

static void write_node(ev_buf *out, const ev_node *node) {
  if (!node)
    ev_buf_text(out, "(not set)");
  else if (node->kind >= EV_NODE_LIST)
    ev_buf_text(out, ev_node_kind_text(node));
  else
    ev_node_spelling(out, node);
}

/* Poison shows the text that it came from. */
static void write_poison(ev_buf *out, const ev_value *value) {
  if (value->origin)
    write_node(out, value->origin);
  else
    ev_buf_text(out, value->kind == EV_V_UNKNOWN ? "(unknown)" : "(refused)");
}

static void write_scalar(ev_buf *out, const ev_vm *vm, const ev_value *value) {
  switch ((ev_value_kind)value->kind) {
  case EV_V_ABSENT: ev_buf_text(out, "(not set)"); break;
  case EV_V_BOOL: ev_buf_text(out, value->truth ? "true" : "false"); break;
  case EV_V_INT:
  case EV_V_NUMBER: write_number(out, value); break;
  case EV_V_STRING: ev_buf_str(out, value->text); break;
  case EV_V_NODE: write_node(out, value->node); break;
  case EV_V_ROW:
  case EV_V_ROWS: ev_buf_str(out, vm->bundle->tables[value->type].name); break;
  case EV_V_LIST: ev_buf_text(out, "a list"); break;
  case EV_V_UNKNOWN:
  case EV_V_REFUSED: write_poison(out, value);
  }
}

static bool is_list(const ev_vm *vm, const ev_value *v) {
  if (v->kind == EV_V_LIST || v->kind == EV_V_ROWS) return true;
  return v->kind == EV_V_NODE && vm->bundle->types[v->type].kind == EV_VT_LIST;
}

static void write_list(ev_buf *out, ev_vm *vm, const ev_value *list) {
  ev_iterator it;
  ev_value v;
  ev_iterator_start(vm, &it, list);
  for (uint32_t i = 0; ev_iterator_next(vm, &it, &v); i++) {
    if (i) ev_buf_text(out, ", ");
    if (i == MOST_ELEMENTS) {
      ev_buf_text(out, "...");
      return;
    }
    write_scalar(out, vm, &v);
  }
}

void ev_value_write(ev_buf *out, const ev_vm *vm, const ev_value *value) {
  if (is_list(vm, value))
    write_list(out, (ev_vm *)vm, value);
  else
    write_scalar(out, vm, value);
}

/* ---- handlers */

void ev_op_TEXT(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_value *v = vm->sp - 1;
  ev_buf buf = {0};
  if (v->kind == EV_V_STRING) return;
  ev_value_write(&buf, vm, v);
  *v = ev_value_from(ev_value_string(ev_text_take(vm, &vm->scratch, &buf)), v);
}

void ev_op_FORMAT(ev_vm *vm, const uint32_t *o) {
  ev_buf buf = {0};
  vm->sp -= o[0];
  for (uint32_t i = 0; i < o[0]; i++) {
    const ev_value *v = &vm->sp[i];
    if (v->kind == EV_V_STRING && ev_machine_spend_copy(vm, v->text.size + 1)) ev_buf_str(&buf, v->text);
  }
  ev_value poison;
  bool poisoned = ev_value_poison(vm->sp, o[0], &poison);
  ev_value text = ev_value_string(ev_text_take(vm, &vm->scratch, &buf));
  ev_machine_push(vm, poisoned ? poison : text);
}

/* ---- text(x) */

static bool reads_as(const ev_value *value) {
  ev_rat n, exact;
  return value->origin && ev_value_exact(value, &exact) && ev_node_quantity(value->origin, &n) &&
         ev_rat_compare(n, exact) == 0;
}

/* Of an interval the text is that of its ends. */
static bool has_known_ends(const ev_value *number) {
  ev_interval i = ev_value_interval(number);
  return ev_rat_compare(i.low.low, i.low.high) == 0 && ev_rat_compare(i.high.low, i.high.high) == 0;
}

static ev_value spelling_of_node(ev_vm *vm, const ev_value *from, const ev_node *node) {
  ev_buf buf = {0};
  if (!node || node->kind >= EV_NODE_LIST || node->kind == EV_NODE_NULL) return ev_value_absent();
  if (node->kind == EV_NODE_STRING) return ev_value_from(ev_read_string(node), from);
  ev_node_spelling(&buf, node);
  return ev_value_from(ev_value_string(ev_text_take(vm, &vm->scratch, &buf)), from);
}

ev_value ev_builtin_SPELLING(ev_vm *vm, const ev_value *a) {
  ev_buf buf = {0};
  switch ((ev_value_kind)a->kind) {
  case EV_V_STRING:
  case EV_V_UNKNOWN: return *a;
  case EV_V_NODE: return spelling_of_node(vm, a, a->node);
  case EV_V_REFUSED: return spelling_of_node(vm, a, a->origin);
  case EV_V_NUMBER:
    if (!has_known_ends(a)) return ev_value_doubt(a, "the exact number is not known");
    if (reads_as(a)) return spelling_of_node(vm, a, a->origin);
    break;
  case EV_V_BOOL:
  case EV_V_INT: break;
  default: return ev_value_absent();
  }
  ev_value_write(&buf, vm, a);
  return ev_value_from(ev_value_string(ev_text_take(vm, &vm->scratch, &buf)), a);
}
