/* What the walk over an object's shape looks out for (ev_bwatch). The machine is told what the walk meets,
 * and afterwards which cases can find something. */
#include "machine.h"

bool ev_watch_make(ev_vm *vm) {
  const ev_bundle *b = vm->bundle;
  ev_watching *w = &vm->watching;
  w->met = EV_NEW_ARRAY(&vm->arena, bool, b->watches_count);
  w->values = EV_NEW_ARRAY(&vm->arena, uint32_t, b->fields_count);
  w->records = EV_NEW_ARRAY(&vm->arena, uint32_t, b->records_count);
  uint32_t *absences = EV_NEW_ARRAY(&vm->arena, uint32_t, b->watches_count);
  if (!w->met || !w->values || !w->records || !absences) return false;
  for (uint32_t i = 0; i < b->watches_count; i++)
    if (b->watches[i].kind == EV_W_ABSENT) absences[w->absence_count++] = i;
  w->absences = absences;
  return true;
}

void ev_watch_forget(ev_vm *vm) {
  const ev_bundle *b = vm->bundle;
  ev_watching *w = &vm->watching;
  memset(w->met, 0, b->watches_count * sizeof *w->met);
  memset(w->values, 0, b->fields_count * sizeof *w->values);
  memset(w->records, 0, b->records_count * sizeof *w->records);
  w->all = false;
}

void ev_watch_record(ev_vm *vm, uint32_t record) { vm->watching.records[record]++; }

void ev_watch_field(ev_vm *vm, uint32_t field) {
  const ev_bfield *f = &vm->bundle->fields[field];
  const ev_bwatch *watches = vm->bundle->watches;
  vm->watching.values[field]++;
  uint32_t end = f->first_watch + f->watch_count; /* those on texts and numbers stand last */
  for (uint32_t i = f->first_watch; i < end && watches[i].kind <= EV_W_FALSE; i++)
    if (watches[i].kind == EV_W_SET) vm->watching.met[i] = true;
}

void ev_watch_unknown(ev_vm *vm, uint32_t field) {
  const ev_bfield *f = &vm->bundle->fields[field];
  if (f->watch_count && ev_machine_spend(vm, f->watch_count / 16))
    memset(vm->watching.met + f->first_watch, true, f->watch_count);
}

/* ---- values */

/* A value that is held against watches: what kind of value it is the field's type says. */
typedef struct subject {
  const ev_node *node;
  bool is_number;
  ev_rat number;
} subject;

static bool is_met(const ev_vm *vm, const ev_bwatch *w, const subject *s) {
  const ev_bundle *b = vm->bundle;
  switch (w->kind) {
  case EV_W_SET: return true;
  case EV_W_TRUE: return s->node->kind == EV_NODE_BOOL && ev_node_bool(s->node);
  case EV_W_FALSE: return s->node->kind == EV_NODE_BOOL && !ev_node_bool(s->node);
  case EV_W_IN:
  case EV_W_NOT_IN:
    return s->node->kind == EV_NODE_STRING &&
           ev_automaton_match(b->sets[w->set].automaton, s->node->text) == (w->kind == EV_W_IN);
  case EV_W_NUMBER:
    return s->is_number && ev_rat_compare(s->number, b->constants[w->low].number) >= 0 &&
           ev_rat_compare(s->number, b->constants[w->high].number) <= 0;
  case EV_W_ABSENT:
  case EV_W_KINDS: break;
  }
  return false;
}

static uint64_t cost_of(const ev_bwatch *w, const ev_node *node) {
  bool reads = w->kind == EV_W_IN || w->kind == EV_W_NOT_IN;
  return reads && node->kind == EV_NODE_STRING ? 1 + node->text.size / 16 : 1;
}

static void look(ev_vm *vm, const ev_bfield *f, const subject *s) {
  const ev_bwatch *watches = vm->bundle->watches;
  uint32_t end = f->first_watch + f->watch_count;
  if (!ev_machine_spend(vm, f->watch_count / 16)) return; /* those that are met are passed over */
  for (uint32_t i = f->first_watch; i < end; i++) {
    const ev_bwatch *w = &watches[i];
    if (vm->watching.met[i] && w->under == 0) continue;
    if (!ev_machine_spend(vm, cost_of(w, s->node))) return;
    if (is_met(vm, w, s))
      vm->watching.met[i] = true;
    else
      i += w->under;
  }
}

/* All of the field's watches are on single values, or there are none: a collection has nothing to look at. */
void ev_watch_value(ev_vm *vm, uint32_t field, uint32_t type, ev_node *node) {
  const ev_bfield *f = &vm->bundle->fields[field];
  if (f->watch_count == 0) return;
  if (node->kind == EV_NODE_NULL || node->flags & EV_FLAG_TEMPLATE) {
    ev_watch_unknown(vm, field); /* null in a list is the type's empty value */
    return;
  }
  subject s = {.node = node};
  ev_vtype_kind kind = vm->bundle->types[ev_vtype_present(vm->bundle, type)].kind;
  if (kind == EV_VT_INT || kind == EV_VT_QUANTITY) {
    ev_value value = ev_read_node(vm, type, node);
    s.is_number = ev_value_exact(&value, &s.number);
    if (!s.is_number) {
      ev_watch_unknown(vm, field);
      return;
    }
  }
  look(vm, f, &s);
}

/* ---- cases */

void ev_watch_end(ev_vm *vm) {
  const ev_bundle *b = vm->bundle;
  ev_watching *w = &vm->watching;
  for (uint32_t i = 0; i < w->absence_count; i++) {
    uint32_t field = b->watches[w->absences[i]].field;
    if (w->values[field] < w->records[b->fields[field].record]) w->met[w->absences[i]] = true;
  }
}

bool ev_watch_met(const ev_vm *vm, const ev_bcase *c) {
  bool met = vm->watching.all;
  for (uint32_t i = 0; !vm->watching.all && i < c->need_count; i++) {
    if (c->needs[i] != EV_NONE) {
      met = met || vm->watching.met[c->needs[i]];
      continue;
    }
    if (!met) return false;
    met = false;
  }
  return true;
}
