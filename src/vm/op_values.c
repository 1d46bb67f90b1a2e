/* Constants, locals, fields of records, maps and tables. */
#include "machine.h"

void ev_op_CONST(ev_vm *vm, const uint32_t *o) { ev_machine_push(vm, vm->constants[o[0]]); }

void ev_op_UNKNOWN(ev_vm *vm, const uint32_t *o) {
  ev_value v = {.kind = EV_V_UNKNOWN, .text = vm->bundle->constants[o[0]].text};
  v.or_absent = vm->bundle->types[o[1]].kind == EV_VT_OPTIONAL;
  ev_machine_push(vm, v);
}

void ev_op_PARAM(ev_vm *vm, const uint32_t *o) { ev_machine_push(vm, vm->params[o[0]]); }

void ev_op_LOCAL(ev_vm *vm, const uint32_t *o) { ev_machine_push(vm, vm->frame->locals[o[0]]); }

void ev_op_STORE(ev_vm *vm, const uint32_t *o) { vm->frame->locals[o[0]] = *--vm->sp; }

void ev_op_POP(ev_vm *vm, const uint32_t *o) {
  (void)o;
  vm->sp--;
}

void ev_op_UNWRAP(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_value *v = vm->sp - 1;
  v->or_absent = false;
  if (v->kind == EV_V_ABSENT) *v = ev_value_doubt(v, "a value that was expected is absent");
}

/* ---- records */

static bool is_collection(ev_vtype_kind kind) {
  return kind == EV_VT_RECORD || kind == EV_VT_LIST || kind == EV_VT_MAP || kind == EV_VT_ANY;
}

/* What a field that is not there reads as: the default, nothing, or an empty collection at the nearest place.
 */
static ev_value missing_field(const ev_vm *vm, const ev_bfield *field, const ev_value *record) {
  if (field->fallback != EV_NONE) return vm->constants[field->fallback];
  ev_vtype_kind kind = vm->bundle->types[field->type].kind;
  if (kind == EV_VT_OPTIONAL) return ev_value_absent();
  if (!is_collection(kind)) return ev_value_refused(record->origin); /* required, in decoded text alone */
  return (ev_value){.kind = EV_V_NODE, .type = field->type, .origin = record->origin};
}

static ev_value read_field(ev_vm *vm, const ev_bfield *field, const ev_value *record) {
  ev_node *node = ev_node_get(record->node, field->name, vm->run->arena);
  if (!node || (node->kind == EV_NODE_NULL && !(node->flags & EV_FLAG_AMBIGUOUS)))
    return missing_field(vm, field, record);
  return ev_read_node(vm, field->type, node);
}

static ev_field_memo *field_memo(const ev_vm *vm, const ev_node *record, uint32_t field) {
  return &vm->fields[((uintptr_t)record / sizeof *record * 31 + field) % EV_FIELD_CACHE];
}

void ev_op_FIELD(ev_vm *vm, const uint32_t *o) {
  const ev_bfield *field = &vm->bundle->fields[o[0]];
  ev_value *record = vm->sp - 1;
  if (ev_value_is_poison(record)) {
    ev_vtype_kind kind = vm->bundle->types[field->type].kind;
    record->or_absent = record->or_absent || kind == EV_VT_OPTIONAL || is_collection(kind);
    return;
  }
  EV_CLAIM(record->kind == EV_V_NODE);
  if (EV_NEVER(record->kind != EV_V_NODE) || !record->node || record->origin != record->node) {
    ev_value none = {.kind = EV_V_NODE, .origin = record->origin};
    *record = read_field(vm, field, EV_ALWAYS(record->kind == EV_V_NODE) ? record : &none);
    return;
  }
  ev_field_memo *memo = field_memo(vm, record->node, o[0]);
  if (memo->age != vm->age || memo->record != record->node || memo->field != o[0]) {
    ev_value value = read_field(vm, field, record);
    *memo = (ev_field_memo){vm->age, record->node, o[0], value};
  }
  *record = memo->value;
}

/* ---- maps */

static ev_node *entry(ev_vm *vm, const ev_value *map, const ev_value *key) {
  bool ok = EV_ALWAYS(map->kind == EV_V_NODE && key->kind == EV_V_STRING &&
                      vm->bundle->types[map->type].kind == EV_VT_MAP);
  EV_CLAIM(ok);
  if (EV_NEVER(!ok)) return NULL;
  return ev_node_get(map->node, key->text, vm->run->arena);
}

static ev_value element_of(ev_vm *vm, const ev_value *map, const ev_value *key) {
  ev_node *node = entry(vm, map, key);
  return node ? ev_read_element(vm, vm->bundle->types[map->type].ref, node) : ev_value_absent();
}

void ev_op_GET(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_value *map = vm->sp - 2, poison;
  vm->sp--;
  if (ev_value_poison(map, 2, &poison))
    *map = ev_value_or_absent(poison);
  else if (ev_machine_spend_read(vm, EV_ALWAYS(map[1].kind == EV_V_STRING) ? map[1].text.size : 0))
    *map = element_of(vm, map, map + 1);
}

ev_value ev_builtin_HAS(ev_vm *vm, const ev_value *a) { return ev_value_bool(entry(vm, a, a + 1) != NULL); }

/* ---- lists */

static ev_value element_at(ev_vm *vm, const ev_value *list, ev_int index) {
  ev_iterator it;
  ev_value v;
  ev_iterator_start(vm, &it, list);
  for (ev_int i = 0; ev_iterator_next(vm, &it, &v) && ev_machine_spend(vm, 1); i++) {
    if (it.maybe) return ev_value_or_absent(ev_value_unknown("which element stands there is not known"));
    if (i == index) return v;
  }
  return ev_value_absent();
}

void ev_op_INDEX(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_value *list = vm->sp - 2, result;
  ev_rat index;
  vm->sp--;
  if (ev_value_poison(list, 2, &result))
    result = ev_value_or_absent(result);
  else if (!ev_value_exact(list + 1, &index))
    result = ev_value_or_absent(ev_value_doubt(list, "the index is not known"));
  else
    result = ev_rat_is_int(index) && index.num >= 0 ? element_at(vm, list, index.num) : ev_value_absent();
  *list = result;
}

/* ---- tables */

static ev_value row_value(uint32_t table, uint32_t row) {
  return (ev_value){.kind = EV_V_ROW, .type = table, .row = row};
}

void ev_op_COLUMN(ev_vm *vm, const uint32_t *o) {
  ev_value *row = vm->sp - 1;
  if (ev_value_is_poison(row)) return;
  EV_CLAIM(row->kind == EV_V_ROW);
  if (EV_NEVER(row->kind != EV_V_ROW)) {
    *row = ev_value_unknown("no row");
    return;
  }
  const ev_btable *table = &vm->bundle->tables[row->type];
  EV_CLAIM(o[0] < table->columns && row->row < table->rows);
  if (EV_ALWAYS(o[0] < table->columns))
    *row = vm->constants[table->cells[(size_t)row->row * table->columns + o[0]]];
}

static ev_value find_row(const ev_vm *vm, uint32_t index, const ev_value *key) {
  const ev_btable *table = &vm->bundle->tables[index];
  ev_const wanted = {.kind = EV_K_STRING, .text = key->kind == EV_V_STRING ? key->text : EV_STR("")};
  if (key->kind == EV_V_BOOL) wanted = (ev_const){.kind = EV_K_BOOL, .truth = key->truth};
  if (ev_value_is_number(key)) {
    wanted.kind = EV_K_QUANTITY;
    if (!ev_value_exact(key, &wanted.number))
      return ev_value_or_absent(ev_value_unknown("the exact number is not known"));
  }
  uint32_t row = ev_table_find(vm->bundle, table, &wanted);
  return row == EV_NONE ? ev_value_absent() : row_value(index, row);
}

void ev_op_LOOKUP(ev_vm *vm, const uint32_t *o) {
  ev_value *key = vm->sp - 1;
  if (ev_value_is_poison(key)) *key = ev_value_or_absent(*key);
  if (key->kind == EV_V_ABSENT || ev_value_is_poison(key)) return;
  if (ev_machine_spend_read(vm, key->kind == EV_V_STRING ? key->text.size : 0))
    *key = find_row(vm, o[0], key);
}

void ev_op_ROWS(ev_vm *vm, const uint32_t *o) {
  ev_machine_push(vm, (ev_value){.kind = EV_V_ROWS, .type = o[0]});
}
