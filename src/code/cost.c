/* What a chunk may cost: see ev_chunk_cost in bundle.h. */
#include "bundle.h"

#define MOST_LOOPS 64u /* nested ones whose multiplier is kept apart; deeper ones are counted as the last */

typedef struct loop {
  uint32_t next; /* its NEXT */
  uint32_t end;  /* its last LOOP */
  bool linear;
  uint64_t times; /* rows of tables, all loops around included */
} loop;

typedef struct cost {
  const ev_bundle *bundle;
  const ev_chunk *chunk;
  uint64_t constant, linear;
  loop loops[MOST_LOOPS];
  uint32_t depth;
} cost;

static uint64_t add(uint64_t a, uint64_t b) { return a > UINT64_MAX - b ? UINT64_MAX : a + b; }
static uint64_t multiply(uint64_t a, uint64_t b) { return b && a > UINT64_MAX / b ? UINT64_MAX : a * b; }

static uint32_t size_at(const ev_chunk *c, uint32_t at) {
  uint32_t op = c->words[at];
  return op < EV_OPCODES ? ev_opcodes[op].words : 1;
}

/* ---- loops */

/* The word of the last LOOP that goes back to `next`, or EV_NONE. `last` is a table for the chunk, made
 * before. */
static void find_loops(const ev_chunk *c, uint32_t *last) {
  for (uint32_t at = 0; at < c->word_count; at++) last[at] = EV_NONE;
  for (uint32_t at = 0; at < c->word_count; at += size_at(c, at))
    if (c->words[at] == EV_OP_LOOP && at + 1 < c->word_count && c->words[at + 1] < at)
      last[c->words[at + 1]] = at;
}

/* The rows of the table that is gone through by the ITER before `at`; 0 where it is a list of the manifest.
 */
static uint64_t table_rows(const cost *s, uint32_t at, const uint32_t *tables) {
  uint32_t slot = at + 1 < s->chunk->word_count ? s->chunk->words[at + 1] : EV_NONE;
  uint32_t table = slot < s->chunk->iterators ? tables[slot] : EV_NONE;
  if (table >= s->bundle->tables_count) return 0;
  return s->bundle->tables[table].rows + (uint64_t)1;
}

static const loop *innermost(const cost *s) { return s->depth ? &s->loops[s->depth - 1] : NULL; }

static void open_loop(cost *s, uint32_t at, uint32_t end, const uint32_t *tables) {
  const loop *outer = innermost(s);
  uint64_t rows = table_rows(s, at, tables);
  loop l = {at, end, (outer && outer->linear) || rows == 0, outer ? outer->times : 1};
  if (rows) l.times = multiply(l.times, rows);
  if (s->depth < MOST_LOOPS)
    s->loops[s->depth++] = l;
  else
    s->loops[MOST_LOOPS - 1] = (loop){at, s->loops[MOST_LOOPS - 1].end, true, l.times};
}

/* ---- instructions */

static void count(cost *s, uint64_t constant, uint64_t linear) {
  const loop *l = innermost(s);
  uint64_t times = l ? l->times : 1;
  if (l && l->linear)
    s->linear = add(s->linear, multiply(add(constant, linear), times));
  else
    s->constant = add(s->constant, multiply(constant, times));
  if (!l || !l->linear) s->linear = add(s->linear, multiply(linear, times));
}

static void count_call(cost *s, uint32_t chunk) {
  if (chunk >= s->bundle->chunks_count) return;
  count(s, s->bundle->chunks[chunk].cost_constant, s->bundle->chunks[chunk].cost_linear);
}

static void count_instruction(cost *s, uint32_t at) {
  const uint32_t *w = s->chunk->words + at;
  bool has_operand = at + 1 < s->chunk->word_count;
  count(s, 1,
        w[0] == EV_OP_BUILTIN || w[0] == EV_OP_IN_LIST || w[0] == EV_OP_INDEX || w[0] == EV_OP_CONCAT ||
            w[0] == EV_OP_DECODE);
  if (!has_operand) return;
  if (w[0] == EV_OP_CALL) count_call(s, w[1]);
  if (w[0] == EV_OP_DECODE && w[1] < s->bundle->decodes_count) count_call(s, s->bundle->decodes[w[1]].say);
}

/* Notes which table an iterator goes through: ITER directly after ROWS. */
static void note_iterator(const cost *s, uint32_t at, uint32_t before, uint32_t *tables) {
  const uint32_t *w = s->chunk->words;
  uint32_t slot = at + 1;
  if (w[at] == EV_OP_JOIN_PROBE) slot = at + 2;
  bool starts = w[at] == EV_OP_ITER || w[at] == EV_OP_FOR || w[at] == EV_OP_JOIN_PROBE;
  if (!starts || slot >= s->chunk->word_count || w[slot] >= s->chunk->iterators) return;
  bool rows = w[at] != EV_OP_JOIN_PROBE && before != EV_NONE && w[before] == EV_OP_ROWS;
  tables[w[slot]] = rows ? w[before + 1] : EV_NONE;
}

static void walk(cost *s, const uint32_t *last, uint32_t *tables) {
  uint32_t before = EV_NONE;
  for (uint32_t at = 0; at < s->chunk->word_count; before = at, at += size_at(s->chunk, at)) {
    note_iterator(s, at, before, tables);
    if (last[at] != EV_NONE) {
      count(s, 1, 0); /* NEXT comes once more than there are elements */
      open_loop(s, at, last[at], tables);
    }
    count_instruction(s, at);
    while (s->depth && s->loops[s->depth - 1].end <= at) s->depth--;
  }
}

bool ev_chunk_cost(const ev_bundle *bundle, uint32_t chunk, uint64_t *constant, uint64_t *linear) {
  const ev_chunk *c = &bundle->chunks[chunk];
  cost s = {.bundle = bundle, .chunk = c};
  ev_arena arena;
  ev_arena_init(&arena, 0);
  uint32_t *last = EV_NEW_ARRAY(&arena, uint32_t, c->word_count);
  uint32_t *tables = EV_NEW_ARRAY(&arena, uint32_t, c->iterators);
  bool ok = last && tables;
  *constant = *linear = UINT64_MAX;
  if (ok) {
    memset(tables, 0xff, c->iterators * sizeof *tables);
    find_loops(c, last);
    walk(&s, last, tables);
    *constant = s.constant;
    *linear = s.linear;
  }
  ev_arena_free(&arena);
  return ok;
}
