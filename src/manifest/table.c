#include "table.h"

typedef struct slot {
  ev_str key;
  void *value; /* NULL: the slot is free */
} slot;

struct ev_table {
  slot *slots;
  size_t capacity; /* a power of two */
  size_t used;
  uint64_t seed;
};

#ifdef EV_TINY
#define FIRST_CAPACITY 2u
#else
#define FIRST_CAPACITY 64u
#endif

ev_table *ev_table_new(ev_arena *arena) {
  ev_table *table = EV_NEW(arena, ev_table);
  if (!table) return NULL;
  table->slots = EV_NEW_ARRAY(arena, slot, FIRST_CAPACITY);
  table->capacity = FIRST_CAPACITY;
  table->seed = (uint64_t)(uintptr_t)table * 0x9e3779b97f4a7c15u; /* differs from run to run */
  return table->slots ? table : NULL;
}

static uint64_t mix(uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0xd6e8feb86659fd93u;
  return hash ^ hash >> 32;
}

static uint64_t hash_of(const ev_table *table, ev_str key) {
  uint64_t hash = table->seed;
  size_t i = 0;
  for (; key.size - i >= 8; i += 8) {
    uint64_t word;
    memcpy(&word, key.at + i, 8);
    hash = mix(hash ^ word);
  }
  for (; i < key.size; i++) hash = (hash ^ (unsigned char)key.at[i]) * 0x100000001b3u;
  return mix(hash ^ key.size);
}

/* The slot of the key, or the free one where it would go; there always is a free one. */
static slot *find(const ev_table *table, ev_str key) {
  size_t i = (size_t)hash_of(table, key) & (table->capacity - 1);
  while (table->slots[i].value && !ev_str_equal(table->slots[i].key, key))
    i = (i + 1) & (table->capacity - 1);
  return &table->slots[i];
}

static bool grow(ev_table *table, ev_arena *arena) {
  ev_table larger = *table;
  larger.capacity = table->capacity * 2;
  larger.slots = EV_NEW_ARRAY(arena, slot, larger.capacity);
  if (!larger.slots) return false;
  for (size_t i = 0; i < table->capacity; i++)
    if (table->slots[i].value) *find(&larger, table->slots[i].key) = table->slots[i];
  *table = larger;
  return true;
}

void *ev_table_get(const ev_table *table, ev_str key) { return table ? find(table, key)->value : NULL; }

bool ev_table_put(ev_table *table, ev_arena *arena, ev_str key, void *value) {
  if (table->used >= table->capacity / 2 && !grow(table, arena)) return false;
  slot *s = find(table, key);
  if (!s->value) table->used++;
  *s = (slot){key, value};
  return true;
}
