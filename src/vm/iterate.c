/* Iterators over lists of every kind, and hash joins. */
#include "machine.h"

/* ---- starting and going on */

static void start_nodes(const ev_vm *vm, ev_iterator *it, const ev_value *list) {
  const ev_vtype *type = &vm->bundle->types[list->type];
  EV_CLAIM(type->kind == EV_VT_LIST);
  if (EV_NEVER(type->kind != EV_VT_LIST) || !list->node) return;
  *it = (ev_iterator){.kind = EV_IT_NODES, .type = type->ref, .node = ev_node_first(list->node)};
}

void ev_iterator_start(ev_vm *vm, ev_iterator *it, const ev_value *list) {
  *it = (ev_iterator){.kind = EV_IT_NONE};
  switch ((ev_value_kind)list->kind) {
  case EV_V_NODE: start_nodes(vm, it, list); break;
  case EV_V_LIST:
    *it = (ev_iterator){.kind = EV_IT_LIST, .end = list->count, .at = list->count ? list->list->at : NULL};
    break;
  case EV_V_ROWS:
    *it = (ev_iterator){.kind = EV_IT_ROWS, .type = list->type, .end = vm->bundle->tables[list->type].rows};
    break;
  default: EV_CLAIM(ev_value_is_poison(list));
  }
}

static bool next_node(ev_vm *vm, ev_iterator *it, ev_value *out) {
  if (!it->node) return false;
  *out = ev_read_element(vm, it->type, (ev_node *)it->node);
  it->node = ev_node_next(it->node);
  return true;
}

static bool next_entry(ev_iterator *it, ev_value *out) {
  if (!it->entry || it->entry->number >= it->end) {
    it->entry = it->then;
    it->then = NULL;
    it->doubt = it->doubts;
  }
  if (!it->entry) return false;
  *out = it->entry->element;
  it->entry = it->kind == EV_IT_CHAIN ? it->entry->equal : it->entry->after;
  return true;
}

bool ev_iterator_next(ev_vm *vm, ev_iterator *it, ev_value *out) {
  bool more = false;
  switch (it->kind) {
  case EV_IT_NONE: break;
  case EV_IT_NODES: more = next_node(vm, it, out); break;
  case EV_IT_LIST:
    more = it->index < it->end;
    if (more) *out = it->at[it->index++];
    break;
  case EV_IT_ROWS:
    more = it->index < it->end;
    if (more) *out = (ev_value){.kind = EV_V_ROW, .type = it->type, .row = it->index++};
    break;
  case EV_IT_CHAIN:
  case EV_IT_ENTRIES: more = next_entry(it, out); break;
  }
  it->maybe = more && out->maybe;
  it->refused = it->maybe && out->kind == EV_V_REFUSED;
  return more;
}

void ev_op_ITER(ev_vm *vm, const uint32_t *o) {
  vm->sp--;
  ev_iterator_start(vm, &vm->frame->iterators[o[0]], vm->sp);
}

void ev_op_NEXT(ev_vm *vm, const uint32_t *o) {
  ev_value v;
  if (ev_iterator_next(vm, &vm->frame->iterators[o[0]], &v))
    ev_machine_push(vm, v);
  else
    ev_machine_jump(vm, o[1]);
}

void ev_op_MAYBE(ev_vm *vm, const uint32_t *o) {
  const ev_iterator *it = &vm->frame->iterators[o[0]];
  ev_value sure = ev_value_bool(true);
  if (it->doubt) sure = ev_value_unknown("whether the keys are equal is not known");
  if (it->maybe) sure = ev_value_unknown("the element is only possibly in the list");
  if (it->refused) sure = ev_value_refused(NULL);
  ev_machine_push(vm, sure);
}

void ev_op_LOOP(ev_vm *vm, const uint32_t *o) { ev_machine_jump(vm, o[0]); }

/* ---- joins */

void ev_join_start(ev_join *join) { *join = (ev_join){0}; }

static uint64_t mix(uint64_t h, uint64_t word) {
  h = (h ^ word) * 0x9e3779b97f4a7c15u;
  return h ^ h >> 29;
}

static uint64_t hash_int(uint64_t h, ev_int n) {
  return mix(mix(h, (uint64_t)n), (uint64_t)((ev_uint)n >> 64));
}

static uint64_t hash_string(uint64_t h, ev_str s) {
  size_t i = 0;
  for (; s.size - i >= 8; i += 8) {
    uint64_t word;
    memcpy(&word, s.at + i, 8);
    h = mix(h, word);
  }
  uint64_t rest = s.size;
  for (; i < s.size; i++) rest = rest << 8 | (unsigned char)s.at[i];
  return mix(h, rest);
}

/* A key that can be looked up; absent keys and numbers that are not exact cannot. */
static bool hash_key(ev_vm *vm, const ev_value *key, uint64_t *out) {
  ev_rat n;
  if (key->kind == EV_V_STRING && !ev_machine_spend_read(vm, key->text.size)) return false;
  if (key->kind == EV_V_STRING)
    *out = hash_string(vm->seed, key->text);
  else if (key->kind == EV_V_BOOL)
    *out = mix(vm->seed, key->truth);
  else if (ev_value_exact(key, &n))
    *out = hash_int(hash_int(vm->seed, n.num), n.den);
  else
    return false;
  return true;
}

/* Is it a key that nothing is known to equal? */
static bool is_unknown_key(const ev_value *key) {
  return key->kind == EV_V_UNKNOWN || key->kind == EV_V_NUMBER;
}

static bool is_equal_key(const ev_value *a, const ev_value *b) {
  bool same = a->kind == b->kind || (ev_value_is_number(a) && ev_value_is_number(b));
  if (!same) return false;
  ev_value equal = ev_value_equal(a, b);
  return EV_ALWAYS(equal.kind == EV_V_BOOL) && equal.truth;
}

static ev_join_entry *find_chain(const ev_join *join, const ev_value *key, uint64_t hash) {
  if (!join->bucket_count) return NULL;
  ev_join_entry *e = join->buckets[hash & (join->bucket_count - 1)];
  while (e && (e->hash != hash || !is_equal_key(&e->key, key))) e = e->other;
  return e;
}

static void hang_in(ev_join *join, ev_join_entry *head) {
  ev_join_entry **bucket = &join->buckets[head->hash & (join->bucket_count - 1)];
  head->other = *bucket;
  *bucket = head;
}

static bool grow(ev_vm *vm, ev_join *join) {
  ev_join old = *join;
  uint32_t count = old.bucket_count ? old.bucket_count * 2 : 16;
  join->buckets = EV_NEW_ARRAY(&vm->scratch, ev_join_entry *, count);
  if (!join->buckets) {
    *join = old;
    ev_machine_fail(vm);
    return false;
  }
  join->bucket_count = count;
  for (uint32_t i = 0; i < old.bucket_count; i++)
    for (ev_join_entry *e = old.buckets[i], *next; e; e = next) {
      next = e->other;
      hang_in(join, e);
    }
  return true;
}

static void add_to_chain(ev_vm *vm, ev_join *join, ev_join_entry *e) {
  ev_join_entry *head = find_chain(join, &e->key, e->hash);
  if (head) {
    head->last->equal = e;
    head->last = e;
    return;
  }
  if (join->chains >= join->bucket_count && !grow(vm, join)) return;
  hang_in(join, e);
  join->chains++;
}

static void add_unknown(ev_join *join, ev_join_entry *e) {
  if (join->unknown) {
    join->unknown->last->equal = e;
    join->unknown->last = e;
  } else {
    join->unknown = e;
  }
}

void ev_join_add(ev_vm *vm, ev_join *join, const ev_value *key, const ev_value *element) {
  uint64_t hash = 0;
  bool known = hash_key(vm, key, &hash);
  if (!known && !is_unknown_key(key)) return;
  ev_join_entry *e = EV_NEW(&vm->scratch, ev_join_entry);
  if (!e || EV_NEVER(join->entries == EV_NONE - 1)) {
    ev_machine_fail(vm);
    return;
  }
  *e = (ev_join_entry){.key = *key, .element = *element, .hash = hash, .number = join->entries++, .last = e};
  if (join->latest)
    join->latest->after = e;
  else
    join->first = e;
  join->latest = e;
  if (known)
    add_to_chain(vm, join, e);
  else
    add_unknown(join, e);
}

/* Only entries that are there already are met, whatever is added meanwhile. */
void ev_join_probe(ev_vm *vm, const ev_join *join, const ev_value *key, ev_meeting how, ev_iterator *it) {
  uint64_t hash;
  *it = (ev_iterator){.kind = EV_IT_CHAIN, .end = join->entries};
  if (hash_key(vm, key, &hash)) {
    it->entry = find_chain(join, key, hash);
    it->then = how != EV_MEET_CERTAIN ? join->unknown : NULL;
    it->doubts = how == EV_MEET_DOUBTED;
  } else if (how != EV_MEET_CERTAIN && is_unknown_key(key)) {
    it->kind = EV_IT_ENTRIES;
    it->entry = join->first;
    it->doubt = it->doubts = how == EV_MEET_DOUBTED;
  }
}

/* The first of a pair, and whether it may be another, or none. */
typedef struct first_of_pair {
  const ev_join_entry *entry;
  bool doubt;
} first_of_pair;

/* The first with an equal key, one that is only possible where there is no other, and where there is none,
 * but for CERTAIN, the first whose key may be equal. The element is added unless later ones need it not. */
static first_of_pair first_or_add(ev_vm *vm, ev_join *join, const ev_value *key, const ev_value *element,
                                  ev_meeting how) {
  uint64_t hash;
  bool known = hash_key(vm, key, &hash);
  if (!known && (how == EV_MEET_CERTAIN || !is_unknown_key(key))) return (first_of_pair){NULL, false};
  const ev_join_entry *head = known ? find_chain(join, key, hash) : NULL;
  const ev_join_entry *best = head ? head->last : NULL;
  const ev_join_entry *may = how == EV_MEET_CERTAIN ? NULL : known ? join->unknown : join->first;
  bool another = best != head || (may && (!best || may->number < best->number));
  if (!best || (best->element.maybe && !element->maybe)) ev_join_add(vm, join, key, element);
  return (first_of_pair){best ? best : may, another};
}

const ev_value *ev_join_find(ev_vm *vm, const ev_join *join, const ev_value *key) {
  uint64_t hash;
  const ev_join_entry *head = hash_key(vm, key, &hash) ? find_chain(join, key, hash) : NULL;
  return head ? &head->element : NULL;
}

void ev_op_JOIN(ev_vm *vm, const uint32_t *o) { ev_join_start(&vm->frame->joins[o[0]]); }

void ev_op_JOIN_ADD(ev_vm *vm, const uint32_t *o) {
  vm->sp -= 2;
  ev_join_add(vm, &vm->frame->joins[o[0]], vm->sp, vm->sp + 1);
}

void ev_op_JOIN_PROBE(ev_vm *vm, const uint32_t *o) {
  vm->sp--;
  ev_join_probe(vm, &vm->frame->joins[o[0]], vm->sp, (ev_meeting)o[2], &vm->frame->iterators[o[1]]);
}

void ev_op_JOIN_FIRST(ev_vm *vm, const uint32_t *o) {
  vm->sp -= 2;
  ev_meeting how = (ev_meeting)o[2];
  first_of_pair first = first_or_add(vm, &vm->frame->joins[o[0]], vm->sp, vm->sp + 1, how);
  ev_iterator *it = &vm->frame->iterators[o[1]];
  *it = (ev_iterator){.kind = EV_IT_CHAIN, .entry = first.entry};
  it->end = first.entry ? first.entry->number + 1 : 0;
  it->doubt = how == EV_MEET_DOUBTED && first.doubt;
}
