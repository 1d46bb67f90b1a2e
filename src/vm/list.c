/* Lists that code makes. */
#include "machine.h"

ev_value ev_list_new(uint32_t type) { return (ev_value){.kind = EV_V_LIST, .type = type}; }

/* Storage of `capacity` elements, which begins with the list's own. */
static bool move_to(ev_vm *vm, ev_value *v, uint32_t capacity) {
  const ev_list *list = v->list;
  ev_list *larger = EV_NEW(&vm->scratch, ev_list);
  ev_value *at = EV_ALWAYS(capacity < UINT32_MAX / 2) ? EV_NEW_ARRAY(&vm->scratch, ev_value, capacity) : NULL;
  if (!larger || !at) {
    ev_machine_fail(vm);
    return false;
  }
  if (v->count) memcpy(at, list->at, v->count * sizeof *at);
  *larger = (ev_list){at, v->count, capacity};
  v->list = larger;
  return true;
}

/* Room for one more element behind the list's own; a list whose storage goes on with another's elements is
 * copied. */
static bool make_room(ev_vm *vm, ev_value *v) {
  const ev_list *list = v->list;
  if (list && list->used == v->count && list->used < list->capacity) return true;
  return ev_machine_spend(vm, v->count) && move_to(vm, v, v->count < 4 ? 8 : v->count * 2);
}

void ev_list_reserve(ev_vm *vm, ev_value *list, size_t count) {
  EV_CLAIM(list->kind == EV_V_LIST && !list->list);
  (void)move_to(vm, list, EV_ALWAYS(count < UINT32_MAX) ? (uint32_t)count : UINT32_MAX);
}

/* What is an element is there; whether it is one is not known of what may be absent. */
static void settle(ev_value *element, bool maybe) {
  element->maybe = maybe || (ev_value_is_poison(element) && element->or_absent);
  element->or_absent = false;
}

void ev_list_append(ev_vm *vm, ev_value *list, const ev_value *element) {
  EV_CLAIM(list->kind == EV_V_LIST);
  if (EV_NEVER(list->kind != EV_V_LIST) || !make_room(vm, list)) return;
  list->list->at[list->list->used++] = *element;
  list->count++;
}

void ev_op_LIST(ev_vm *vm, const uint32_t *o) { ev_machine_push(vm, ev_list_new(o[0])); }

void ev_op_APPEND(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_value *element = --vm->sp, *list = vm->sp - 1;
  if (ev_value_is_poison(list) || element->kind == EV_V_ABSENT) return;
  settle(element, false);
  ev_list_append(vm, list, element);
}

void ev_op_APPEND_IF(ev_vm *vm, const uint32_t *o) {
  (void)o;
  vm->sp -= 2;
  ev_value *list = vm->sp - 1, *element = vm->sp;
  const ev_value *test = vm->sp + 1;
  if (ev_value_is_poison(list) || element->kind == EV_V_ABSENT) return;
  if (test->kind == EV_V_BOOL && !test->truth) return;
  if (test->kind == EV_V_REFUSED) *element = ev_value_refused(element->origin);
  settle(element, ev_value_is_poison(test));
  ev_list_append(vm, list, element);
}

static uint32_t element_type(const ev_vm *vm, const ev_value *list) {
  if (list->kind != EV_V_NODE) return list->kind == EV_V_LIST ? list->type : EV_NONE;
  const ev_vtype *type = &vm->bundle->types[list->type];
  return EV_ALWAYS(type->kind == EV_VT_LIST) ? type->ref : EV_NONE;
}

static void append_all(ev_vm *vm, ev_value *to, const ev_value *list) {
  ev_iterator it;
  ev_value v;
  ev_iterator_start(vm, &it, list);
  while (ev_iterator_next(vm, &it, &v) && ev_machine_spend(vm, 1)) ev_list_append(vm, to, &v);
}

static bool is_empty_list(const ev_value *v) {
  return v->kind == EV_V_NODE ? !ev_node_first(v->node) : v->kind == EV_V_LIST && v->count == 0;
}

static ev_value joined_lists(ev_vm *vm, const ev_value *a, const ev_value *b) {
  if (is_empty_list(b)) return *a;
  if (is_empty_list(a)) return *b;
  ev_value out = ev_value_from(ev_list_new(element_type(vm, a)), a);
  append_all(vm, &out, a);
  append_all(vm, &out, b);
  return out;
}

static ev_value joined_strings(ev_vm *vm, const ev_value *a, const ev_value *b) {
  ev_str s = {NULL, a->text.size + b->text.size};
  if (!ev_machine_spend_copy(vm, s.size)) return *a;
  char *at = ev_arena_alloc(&vm->scratch, s.size);
  if (!at) {
    ev_machine_fail(vm);
    return *a;
  }
  if (a->text.size) memcpy(at, a->text.at, a->text.size);
  if (b->text.size) memcpy(at + a->text.size, b->text.at, b->text.size);
  s.at = at;
  return ev_value_from(ev_value_string(s), a);
}

void ev_op_CONCAT(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_value *a = vm->sp - 2, result;
  vm->sp--;
  if (ev_value_poison(a, 2, &result))
    ;
  else if (a->kind == EV_V_STRING && EV_ALWAYS(a[1].kind == EV_V_STRING))
    result = joined_strings(vm, a, a + 1);
  else
    result = joined_lists(vm, a, a + 1);
  *a = result;
}

/* ---- membership */

/* Whether the needle equals an element: the best answer so far, after Kleene's `or`. */
static ev_value better(const ev_value *best, const ev_value *next, bool maybe) {
  bool found = next->kind == EV_V_BOOL && next->truth;
  if (found && maybe)
    return best->kind == EV_V_REFUSED ? *best : ev_value_unknown("an equal element is only possible");
  if (found || next->kind == EV_V_REFUSED) return *next;
  if (next->kind == EV_V_UNKNOWN && best->kind == EV_V_BOOL) return *next;
  return *best;
}

static ev_value is_member(ev_vm *vm, const ev_value *needle, const ev_value *list) {
  ev_value best = ev_value_bool(false), v;
  ev_iterator it;
  ev_iterator_start(vm, &it, list);
  size_t size = needle->kind == EV_V_STRING ? needle->text.size : 0;
  while (ev_iterator_next(vm, &it, &v) && ev_machine_spend(vm, 1) && ev_machine_spend_read(vm, size)) {
    ev_value pair[2] = {*needle, v}, equal;
    if (!ev_value_poison(pair, 2, &equal)) equal = ev_value_equal(needle, &v);
    best = better(&best, &equal, it.maybe);
    if (best.kind == EV_V_BOOL && best.truth) break;
  }
  return best;
}

void ev_op_IN_LIST(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_value *needle = vm->sp - 2, result;
  vm->sp--;
  if (!ev_value_poison(needle + 1, 1, &result)) result = is_member(vm, needle, needle + 1);
  result.origin = NULL;
  result.overrode = NULL;
  *needle = result;
}
