/* Where a misplaced key belongs: a search, breadth first, of the records that an object's root record leads
 * to. */
#include "shape.h"

/* ---- what can be reached */

typedef struct queue {
  ev_reach *reach;
  bool *seen; /* records */
} queue;

/* The record that a field's type holds, through lists and maps; EV_NONE if it holds none. */
static uint32_t held_record(const ev_bundle *bundle, uint32_t type, struct ev_reached *wrappers) {
  for (;;) {
    const ev_vtype *t = &bundle->types[type];
    if (t->kind == EV_VT_RECORD) return t->ref;
    if (t->kind != EV_VT_LIST && t->kind != EV_VT_MAP && t->kind != EV_VT_OPTIONAL) return EV_NONE;
    if (t->kind == EV_VT_LIST) wrappers->lists++;
    if (t->kind == EV_VT_MAP) wrappers->maps++;
    type = t->ref;
  }
}

static void reach_field(const ev_bundle *bundle, queue *q, uint32_t from, uint32_t field) {
  struct ev_reached next = {.from = from, .field = field};
  const ev_bfield *f = &bundle->fields[field];
  if (f->class_ != EV_BF_TYPED) return;
  next.record = held_record(bundle, f->type, &next);
  if (next.record == EV_NONE || q->seen[next.record]) return;
  q->seen[next.record] = true;
  q->reach->at[q->reach->count++] = next;
}

static const ev_reach *reach_of(ev_vm *vm, uint32_t root) {
  const ev_bundle *bundle = vm->bundle;
  ev_reach *reach = &vm->reaches[root];
  if (reach->known) return reach;
  reach->known = true;
  reach->at = ev_arena_array(&vm->arena, bundle->records_count, sizeof *reach->at);
  queue q = {reach, ev_arena_array(&vm->scratch, bundle->records_count, sizeof *q.seen)};
  if (!reach->at || !q.seen) {
    ev_machine_fail(vm);
    return reach;
  }
  q.seen[root] = true;
  reach->at[reach->count++] = (struct ev_reached){.record = root, .from = EV_NONE};
  for (uint32_t i = 0; i < reach->count; i++) {
    const ev_brecord *r = &bundle->records[reach->at[i].record];
    for (uint32_t f = 0; f < r->field_count; f++) reach_field(bundle, &q, i, r->first_field + f);
  }
  return reach;
}

/* ---- names */

static bool knows(const ev_bundle *bundle, uint32_t record, ev_str name) {
  uint32_t field = ev_record_field(bundle, record, name);
  return field != EV_NONE && bundle->fields[field].class_ != EV_BF_ELSEWHERE;
}

/* The nearest other record that knows the name, a closed one if there is one. */
static uint32_t home_of(const ev_bundle *bundle, const ev_reach *reach, uint32_t record, ev_str name) {
  uint32_t any = EV_NONE;
  for (uint32_t i = 0; i < reach->count; i++) {
    uint32_t r = reach->at[i].record;
    if (r == record || !knows(bundle, r, name)) continue;
    if (bundle->records[r].closed) return i;
    if (any == EV_NONE) any = i;
  }
  return any;
}

#define MOST_STEPS 64u

static void write_step(ev_buf *out, const ev_bundle *bundle, const struct ev_reached *step, bool first) {
  if (!first) ev_buf_char(out, '.');
  ev_buf_str(out, bundle->fields[step->field].name);
  for (uint8_t i = 0; i < step->maps; i++) ev_buf_text(out, ".*");
  for (uint8_t i = 0; i < step->lists; i++) ev_buf_text(out, "[]");
}

static void write_path(ev_buf *out, const ev_bundle *bundle, const ev_reach *reach, uint32_t at) {
  const struct ev_reached *steps[MOST_STEPS];
  uint32_t count = 0;
  for (; reach->at[at].from != EV_NONE && count < MOST_STEPS; at = reach->at[at].from)
    steps[count++] = &reach->at[at];
  for (uint32_t i = count; i > 0; i--) write_step(out, bundle, steps[i - 1], i == count);
}

static void suggest(ev_buf *out, ev_vm *vm, uint32_t record, ev_str name) {
  const ev_brecord *r = &vm->bundle->records[record];
  ev_str *names = EV_NEW_ARRAY(&vm->scratch, ev_str, r->field_count);
  uint32_t count = 0;
  for (uint32_t i = 0; names && i < r->field_count; i++) {
    const ev_bfield *f = &vm->bundle->fields[r->first_field + i];
    if (f->class_ != EV_BF_ELSEWHERE) names[count++] = f->name;
  }
  ev_str near = names ? ev_suggest(name, names, count) : EV_STR("");
  if (near.size) ev_buf_format(out, "did you mean `%.*s`?", EV_STR_ARG(near));
}

void ev_shape_name_hint(ev_buf *out, ev_vm *vm, uint32_t root, uint32_t record, ev_str name) {
  const ev_bundle *bundle = vm->bundle;
  uint32_t near = ev_shape_near_field(bundle, record, name);
  const ev_reach *reach = reach_of(vm, root);
  uint32_t home = near == EV_NONE && reach->at ? home_of(bundle, reach, record, name) : EV_NONE;
  if (near != EV_NONE) {
    ev_buf_format(out, "did you mean `%.*s`?", EV_STR_ARG(bundle->fields[near].name));
  } else if (home == EV_NONE) {
    suggest(out, vm, record, name);
  } else if (home == 0) {
    ev_buf_text(out, "it belongs at the top of the object");
  } else {
    ev_buf_text(out, "it belongs in ");
    write_path(out, bundle, reach, home);
  }
}

/* ---- near misses */

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool is_same_but_for_case(ev_str a, ev_str b) {
  if (a.size != b.size) return false;
  for (size_t i = 0; i < a.size; i++)
    if (small(a.at[i]) != small(b.at[i])) return false;
  return true;
}

static bool is_near(ev_str name, ev_str field) {
  if (name.size + 1 < field.size || name.size > field.size + 1) return false;
  return is_same_but_for_case(name, field) || ev_edit_distance(name, field, 1) <= 1;
}

uint32_t ev_shape_near_field(const ev_bundle *bundle, uint32_t record, ev_str name) {
  const ev_brecord *r = &bundle->records[record];
  for (uint32_t i = 0; i < r->field_count; i++) {
    const ev_bfield *f = &bundle->fields[r->first_field + i];
    if (f->class_ == EV_BF_TYPED && is_near(name, f->name)) return r->first_field + i;
  }
  return EV_NONE;
}
