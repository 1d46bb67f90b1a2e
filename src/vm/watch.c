/* What the walk over an object's shape looks out for (ev_bwatch). The machine is told what the walk meets,
 * and afterwards which cases can find something. */
#include "machine.h"

static bool make_tables(ev_vm *vm) {
  const ev_bundle *b = vm->bundle;
  ev_watching *w = &vm->watching;
  w->met = EV_NEW_ARRAY(&vm->arena, bool, b->watches_count);
  w->seen = EV_NEW_ARRAY(&vm->arena, uint32_t, b->watches_count);
  w->values = EV_NEW_ARRAY(&vm->arena, uint32_t, b->fields_count);
  w->records = EV_NEW_ARRAY(&vm->arena, uint32_t, b->records_count);
  w->given = EV_NEW_ARRAY(&vm->arena, bool, b->params_count);
  return w->met && w->seen && w->values && w->records && w->given;
}

bool ev_watch_make(ev_vm *vm, const ev_setting_value *settings) {
  const ev_bundle *b = vm->bundle;
  ev_watching *w = &vm->watching;
  uint32_t *absences = EV_NEW_ARRAY(&vm->arena, uint32_t, b->watches_count);
  if (!absences || !make_tables(vm)) return false;
  w->first_param = b->watches_count;
  for (uint32_t i = b->watches_count; i > 0; i--) {
    if (b->watches[i - 1].kind == EV_W_ABSENT) absences[w->absence_count++] = i - 1;
    if (b->watches[i - 1].kind == EV_W_PARAM) w->first_param = i - 1;
  }
  w->absences = absences;
  for (uint32_t i = 0; settings && i < b->params_count; i++) w->given[i] = settings[i].given;
  return true;
}

void ev_watch_forget(ev_vm *vm) {
  const ev_bundle *b = vm->bundle;
  ev_watching *w = &vm->watching;
  memset(w->met, 0, b->watches_count * sizeof *w->met);
  memset(w->values, 0, b->fields_count * sizeof *w->values);
  memset(w->records, 0, b->records_count * sizeof *w->records);
  for (uint32_t i = 0; i < w->absence_count; i++) w->seen[w->absences[i]] = 0;
  for (uint32_t i = w->first_param; i < b->watches_count; i++) w->met[i] = w->given[b->watches[i].field];
  w->all = false;
}

void ev_watch_record(ev_vm *vm, uint32_t record) { vm->watching.records[record]++; }

/* ---- where the watches of a field stand */

typedef struct stretch {
  uint32_t first, end;
} stretch;

/* Those on whatever is there: single ones first. */
static stretch unkeyed(const ev_bfield *f) {
  return (stretch){f->first_watch, f->first_watch + f->watch_count - f->keyed_count};
}

static ev_str key_at(const ev_vm *vm, uint32_t watch) {
  const ev_bundle *b = vm->bundle;
  return b->constants[b->watches[watch].key].text;
}

/* Those on this key, found by halving. */
static stretch keyed(const ev_vm *vm, const ev_bfield *f, ev_str key) {
  uint32_t end = f->first_watch + f->watch_count, low = end - f->keyed_count, high = end;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (ev_str_compare(key_at(vm, middle), key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  while (high < end && ev_str_equal(key_at(vm, high), key)) high++;
  return (stretch){low, high};
}

/* ---- what is there */

static void meet_set(ev_vm *vm, stretch at) {
  const ev_bwatch *watches = vm->bundle->watches;
  for (uint32_t i = at.first; i < at.end && watches[i].kind <= EV_W_UNKNOWN; i++) {
    if (watches[i].kind == EV_W_SET) vm->watching.met[i] = true;
    vm->watching.seen[i]++;
  }
}

void ev_watch_field(ev_vm *vm, uint32_t field) {
  vm->watching.values[field]++;
  meet_set(vm, unkeyed(&vm->bundle->fields[field]));
}

void ev_watch_unknown(ev_vm *vm, uint32_t field) {
  const ev_bfield *f = &vm->bundle->fields[field];
  if (f->watch_count && ev_machine_spend(vm, f->watch_count / 16))
    memset(vm->watching.met + f->first_watch, true, f->watch_count);
}

/* ---- values */

/* What is held against watches: a value, whose kind the field's type says, or a key. */
typedef struct subject {
  bool is_key, is_number;
  const ev_node *node;
  ev_rat number;
} subject;

static bool matches(const ev_vm *vm, const ev_bwatch *w, const subject *s) {
  return s->node->kind == EV_NODE_STRING &&
         ev_automaton_match(vm->bundle->sets[w->set].automaton, s->node->text);
}

static bool is_met(const ev_vm *vm, const ev_bwatch *w, const subject *s) {
  const ev_const *constants = vm->bundle->constants;
  switch (w->kind) {
  case EV_W_SET: return true;
  case EV_W_TRUE: return s->node->kind == EV_NODE_BOOL && ev_node_bool(s->node);
  case EV_W_FALSE: return s->node->kind == EV_NODE_BOOL && !ev_node_bool(s->node);
  case EV_W_IN: return matches(vm, w, s);
  case EV_W_NOT_IN: return s->node->kind == EV_NODE_STRING && !matches(vm, w, s);
  case EV_W_NUMBER:
    return s->is_number && ev_rat_compare(s->number, constants[w->low].number) >= 0 &&
           ev_rat_compare(s->number, constants[w->high].number) <= 0;
  case EV_W_KEY_IN: return matches(vm, w, s);
  case EV_W_KEY_NOT_IN: return !matches(vm, w, s);
  case EV_W_ABSENT:
  case EV_W_UNKNOWN:
  case EV_W_PARAM:
  case EV_W_KINDS: break;
  }
  return false;
}

static bool is_of_key(const ev_bwatch *w) { return w->kind == EV_W_KEY_IN || w->kind == EV_W_KEY_NOT_IN; }

/* Over others, SET lets all through. */
static bool is_meant(const ev_bwatch *w, const subject *s) {
  return is_of_key(w) == s->is_key || (w->kind == EV_W_SET && w->under > 0);
}

static uint64_t cost_of(const ev_bwatch *w, const ev_node *node) {
  bool reads = is_of_key(w) || w->kind == EV_W_IN || w->kind == EV_W_NOT_IN;
  return reads && node->kind == EV_NODE_STRING ? 1 + node->text.size / 16 : 1;
}

static void look(ev_vm *vm, stretch at, const subject *s) {
  const ev_bwatch *watches = vm->bundle->watches;
  if (!ev_machine_spend(vm, (at.end - at.first) / 16)) return; /* those that are met are passed over */
  for (uint32_t i = at.first; i < at.end; i++) {
    const ev_bwatch *w = &watches[i];
    if (vm->watching.met[i] && w->under == 0) continue;
    if (!ev_machine_spend(vm, cost_of(w, s->node))) return;
    if (is_meant(w, s) && is_met(vm, w, s))
      vm->watching.met[i] = true;
    else
      i += w->under;
  }
}

void ev_watch_key(ev_vm *vm, uint32_t field, const ev_node *key) {
  const ev_bfield *f = &vm->bundle->fields[field];
  if (f->watch_count == 0) return;
  if (key->flags & EV_FLAG_TEMPLATE) {
    ev_watch_unknown(vm, field);
    return;
  }
  if (f->keyed_count) meet_set(vm, keyed(vm, f, key->text));
  look(vm, unkeyed(f), &(subject){.is_key = true, .node = key});
}

/* All of the field's watches are on single values, or there are none: a collection has nothing to look at.
 * The value is as its type says. */
void ev_watch_value(ev_vm *vm, uint32_t field, uint32_t type, ev_node *node, const ev_node *key) {
  const ev_bfield *f = &vm->bundle->fields[field];
  if (f->watch_count == 0) return;
  if (node->flags & EV_FLAG_TEMPLATE) {
    ev_watch_unknown(vm, field);
    return;
  }
  subject s = {.node = node};
  ev_vtype_kind kind = vm->bundle->types[ev_vtype_present(vm->bundle, type)].kind;
  if (kind == EV_VT_INT || kind == EV_VT_QUANTITY) {
    ev_value value = ev_read_node(vm, type, node);
    s.is_number = ev_value_exact(&value, &s.number);
  }
  look(vm, unkeyed(f), &s);
  if (key && f->keyed_count) look(vm, keyed(vm, f, key->text), &s);
}

/* ---- cases */

void ev_watch_end(ev_vm *vm) {
  const ev_bundle *b = vm->bundle;
  ev_watching *w = &vm->watching;
  for (uint32_t i = 0; i < w->absence_count; i++) {
    uint32_t at = w->absences[i], field = b->watches[at].field;
    uint32_t there = b->watches[at].key == EV_NONE ? w->values[field] : w->seen[at];
    if (there < w->records[b->fields[field].record]) w->met[at] = true;
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
