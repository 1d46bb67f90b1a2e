/* What a chunk may cost: see ev_chunk_cost in bundle.h. */
#include "bundle.h"
#include "never.h"

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
  return EV_ALWAYS(op < EV_OPCODES) ? ev_opcodes[op].words : 1;
}

/* ---- loops */

/* By word: what the loops of a chunk are known by. */
typedef struct marks {
  uint32_t *last;  /* of a NEXT: the word of the last LOOP that goes back to it; else EV_NONE */
  uint8_t *target; /* something jumps here */
} marks;

static void mark_instruction(const ev_chunk *c, uint32_t at, marks *m) {
  uint32_t op = c->words[at], size = size_at(c, at);
  for (uint32_t i = 1; i < size && EV_ALWAYS(at + i < c->word_count); i++) {
    uint32_t word = c->words[at + i];
    if (ev_opcodes[op].operands[i - 1] == 'j' && word < c->word_count) m->target[word] = 1;
    if (op == EV_OP_LOOP && word < at) m->last[word] = at;
  }
}

static void find_loops(const ev_chunk *c, marks *m) {
  for (uint32_t at = 0; at < c->word_count; at++) m->last[at] = EV_NONE;
  for (uint32_t at = 0; at < c->word_count; at += size_at(c, at)) mark_instruction(c, at, m);
}

/* The last two instructions. */
typedef struct trail {
  uint32_t before, last;
} trail;

/* How often a NEXT is come to that goes through all rows of a table: ROWS, ITER or FOR, and NEXT stand
 * together, and nothing jumps in between. 0 where that is not so. */
static uint64_t table_rows(const cost *s, uint32_t at, const trail *t, const marks *m) {
  const uint32_t *w = s->chunk->words;
  if (t->before == EV_NONE || w[t->before] != EV_OP_ROWS || m->target[t->last] || m->target[at]) return 0;
  bool starts = w[t->last] == EV_OP_ITER || w[t->last] == EV_OP_FOR;
  if (!starts || EV_NEVER(at + 1 >= s->chunk->word_count) || w[t->last + 1] != w[at + 1]) return 0;
  uint32_t table = w[t->before + 1];
  return EV_ALWAYS(table < s->bundle->tables_count) ? s->bundle->tables[table].rows + (uint64_t)1 : 0;
}

static const loop *innermost(const cost *s) { return s->depth ? &s->loops[s->depth - 1] : NULL; }

static void open_loop(cost *s, uint32_t at, uint32_t end, uint64_t rows) {
  const loop *outer = innermost(s);
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
  if (w[0] == EV_OP_DECODE && EV_ALWAYS(w[1] < s->bundle->decodes_count))
    count_call(s, s->bundle->decodes[w[1]].say);
}

static void walk(cost *s, const marks *m) {
  trail t = {EV_NONE, EV_NONE};
  for (uint32_t at = 0; at < s->chunk->word_count; at += size_at(s->chunk, at)) {
    if (m->last[at] != EV_NONE) {
      count(s, 1, 0); /* NEXT comes once more than there are elements */
      open_loop(s, at, m->last[at], table_rows(s, at, &t, m));
    }
    count_instruction(s, at);
    while (s->depth && s->loops[s->depth - 1].end <= at) s->depth--;
    t = (trail){t.last, at};
  }
}

bool ev_chunk_cost(const ev_bundle *bundle, uint32_t chunk, uint64_t *constant, uint64_t *linear) {
  const ev_chunk *c = &bundle->chunks[chunk];
  cost s = {.bundle = bundle, .chunk = c};
  ev_arena arena;
  ev_arena_init(&arena, 0);
  marks m = {EV_NEW_ARRAY(&arena, uint32_t, c->word_count), EV_NEW_ARRAY(&arena, uint8_t, c->word_count)};
  bool ok = m.last && m.target;
  *constant = *linear = UINT64_MAX;
  if (ok) {
    find_loops(c, &m);
    walk(&s, &m);
    *constant = s.constant;
    *linear = s.linear;
  }
  ev_arena_free(&arena);
  return ok;
}
