/* Pools: types, constants and words of a bundle, each once. */
#include "generate.h"

void *ev_gen_push(ev_gen *g, ev_pool *pool, size_t size, uint32_t *index) {
  if (pool->count == pool->capacity) {
    uint32_t capacity = pool->capacity ? pool->capacity * 2 : 16;
    void *grown = ev_arena_array(g->arena, capacity, size);
    if (!grown) {
      g->failed = true;
      return NULL;
    }
    if (pool->count) memcpy(grown, pool->at, pool->count * size);
    pool->at = grown;
    pool->capacity = capacity;
  }
  if (index) *index = pool->count;
  return (char *)pool->at + size * pool->count++;
}

ev_str ev_gen_copy(ev_gen *g, ev_str text) {
  ev_str copy = ev_str_copy(g->arena, text);
  if (!copy.at) g->failed = true;
  return copy;
}

ev_texts ev_gen_words(ev_gen *g, const ev_words *words) {
  uint32_t count = 0;
  for (const ev_words *w = words; w; w = w->next) count++;
  ev_str *at = EV_NEW_ARRAY(g->arena, ev_str, count + 1);
  if (!at) {
    g->failed = true;
    return (ev_texts){0, NULL};
  }
  uint32_t i = 0;
  for (; words; words = words->next) at[i++] = ev_gen_copy(g, words->word.text);
  return (ev_texts){count, at};
}

/* ---- types: few, so that a look through all is quick */

uint32_t ev_gen_vtype(ev_gen *g, ev_vtype_kind kind, uint32_t ref) {
  const ev_vtype *at = g->types.at;
  for (uint32_t i = 0; i < g->types.count; i++)
    if (at[i].kind == kind && at[i].ref == ref) return i;
  uint32_t index = 0;
  ev_vtype *type = ev_gen_push(g, &g->types, sizeof *type, &index);
  if (type) *type = (ev_vtype){kind, ref};
  return index;
}

static bool same_words(const ev_texts *a, const ev_words *b) {
  uint32_t i = 0;
  for (; b && i < a->count; b = b->next, i++)
    if (!ev_str_equal(a->at[i], b->word.text)) return false;
  return !b && i == a->count;
}

static uint32_t enum_index(ev_gen *g, const ev_words *words) {
  const ev_texts *at = g->enums.at;
  for (uint32_t i = 0; i < g->enums.count; i++)
    if (same_words(&at[i], words)) return i;
  uint32_t index = 0;
  ev_texts made = ev_gen_words(g, words);
  ev_texts *slot = ev_gen_push(g, &g->enums, sizeof *slot, &index);
  if (slot) *slot = made;
  return index;
}

static ev_vtype_kind simple_kind(ev_type_kind kind) {
  switch (kind) {
  case EV_T_ABSENT: return EV_VT_ABSENT;
  case EV_T_INT: return EV_VT_INT;
  case EV_T_QUANTITY: return EV_VT_QUANTITY;
  case EV_T_INTERVAL: return EV_VT_INTERVAL;
  case EV_T_STRING: return EV_VT_STRING;
  case EV_T_ANY: return EV_VT_ANY;
  case EV_T_SET_STRING: return EV_VT_SET_STRING;
  case EV_T_SET_INT: return EV_VT_SET_INT;
  default: return EV_VT_BOOL;
  }
}

uint32_t ev_gen_type(ev_gen *g, const ev_type *type) {
  switch (type->kind) {
  case EV_T_LIST: return ev_gen_vtype(g, EV_VT_LIST, ev_gen_type(g, type->element));
  case EV_T_MAP: return ev_gen_vtype(g, EV_VT_MAP, ev_gen_type(g, type->element));
  case EV_T_OPTIONAL: return ev_gen_vtype(g, EV_VT_OPTIONAL, ev_gen_type(g, type->element));
  case EV_T_RECORD: return ev_gen_vtype(g, EV_VT_RECORD, (uint32_t)type->decl->index);
  case EV_T_ROW: return ev_gen_vtype(g, EV_VT_ROW, (uint32_t)type->decl->index);
  case EV_T_ENUM: return ev_gen_vtype(g, EV_VT_STRING, enum_index(g, type->words));
  case EV_T_STRING: return ev_gen_vtype(g, EV_VT_STRING, EV_NONE);
  default: return ev_gen_vtype(g, simple_kind(type->kind), EV_NONE);
  }
}

/* ---- constants */

static bool same_constant(const ev_const *a, const ev_const *b) {
  if (a->kind != b->kind) return false;
  switch (a->kind) {
  case EV_K_ABSENT: return true;
  case EV_K_BOOL: return a->truth == b->truth;
  case EV_K_INT:
  case EV_K_QUANTITY: return ev_rat_compare(a->number, b->number) == 0;
  case EV_K_STRING: return ev_str_equal(a->text, b->text);
  }
  return false;
}

static uint64_t hash_constant(const ev_const *c) {
  if (c->kind == EV_K_STRING) return ev_str_hash(c->text);
  return ((uint64_t)c->number.num * 31 + (uint64_t)c->number.den) * 0x9e3779b97f4a7c15u + (uint64_t)c->kind +
         (c->truth ? 7u : 0u);
}

static uint32_t *constant_slot(ev_gen *g, const ev_const *c) {
  const ev_const *at = g->constants.at;
  uint32_t mask = g->constant_capacity - 1;
  uint32_t i = (uint32_t)(hash_constant(c) >> 7) & mask;
  while (g->constant_slots[i] && !same_constant(&at[g->constant_slots[i] - 1], c)) i = (i + 1) & mask;
  return &g->constant_slots[i];
}

static bool grow_slots(ev_gen *g) {
  if (g->constants.count * 2 < g->constant_capacity) return true;
  g->constant_capacity = g->constant_capacity ? g->constant_capacity * 4 : 64;
  g->constant_slots = EV_NEW_ARRAY(g->arena, uint32_t, g->constant_capacity);
  if (!g->constant_slots) {
    g->failed = true;
    g->constant_capacity = 0;
    return false;
  }
  const ev_const *at = g->constants.at;
  for (uint32_t i = 0; i < g->constants.count; i++) *constant_slot(g, &at[i]) = i + 1;
  return true;
}

uint32_t ev_gen_constant(ev_gen *g, ev_const constant) {
  if (!grow_slots(g)) return 0;
  uint32_t *slot = constant_slot(g, &constant);
  if (*slot) return *slot - 1;
  uint32_t index = 0;
  if (constant.kind == EV_K_STRING) constant.text = ev_gen_copy(g, constant.text);
  ev_const *made = ev_gen_push(g, &g->constants, sizeof *made, &index);
  if (!made) return 0;
  *made = constant;
  *slot = index + 1;
  return index;
}

uint32_t ev_gen_text(ev_gen *g, ev_str text) {
  return ev_gen_constant(g, (ev_const){.kind = EV_K_STRING, .text = text});
}

uint32_t ev_gen_literal(ev_gen *g, const ev_expr *e, const ev_type *type) {
  ev_const c = {.kind = EV_K_ABSENT};
  bool wants_int = type && ev_type_present(type)->kind == EV_T_INT;
  switch (e->kind) {
  case EV_E_BOOL: c = (ev_const){.kind = EV_K_BOOL, .truth = e->truth}; break;
  case EV_E_STRING: c = (ev_const){.kind = EV_K_STRING, .text = e->text}; break;
  case EV_E_INT:
    c = (ev_const){.kind = type && !wants_int ? EV_K_QUANTITY : EV_K_INT, .number = e->number};
    break;
  case EV_E_QUANTITY: c = (ev_const){.kind = EV_K_QUANTITY, .number = e->number}; break;
  case EV_E_INFINITY: c = (ev_const){.kind = EV_K_QUANTITY, .number = EV_INFINITY}; break;
  default: break;
  }
  return ev_gen_constant(g, c);
}

const ev_automaton *ev_gen_automaton(ev_gen *g, const ev_automaton *a) {
  ev_automaton *copy = EV_NEW(g->arena, ev_automaton);
  size_t entries = (size_t)a->states * a->classes;
  uint32_t *table = EV_NEW_ARRAY(g->arena, uint32_t, entries);
  uint8_t *accepting = EV_NEW_ARRAY(g->arena, uint8_t, a->states);
  if (!copy || !table || !accepting) {
    g->failed = true;
    return NULL;
  }
  memcpy(table, a->table, entries * sizeof *table);
  memcpy(accepting, a->accepting, a->states);
  *copy = *a;
  copy->table = table;
  copy->accepting = accepting;
  return copy;
}

uint32_t ev_gen_new_chunk(ev_gen *g) {
  uint32_t index = 0;
  (void)ev_gen_push(g, &g->chunks, sizeof(ev_chunk), &index);
  return index;
}

ev_chunk *ev_gen_chunk(ev_gen *g, uint32_t index) { return (ev_chunk *)g->chunks.at + index; }
