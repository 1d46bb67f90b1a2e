#include "program.h"

uint64_t random_bits(uint64_t *state) { /* xorshift64*, Vigna 2016 */
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return *state * 0x2545f4914f6cdd1du;
}

uint32_t random_below(uint64_t *state, uint32_t most) {
  return most ? (uint32_t)((random_bits(state) >> 32) % most) : 0;
}

static bool is_jump(char letter) { return letter == 'j' || letter == 'b'; }

/* ---- words */

static uint32_t number_at(const ev_chunk *c, uint32_t word) {
  uint32_t n = 0;
  for (uint32_t at = 0; at < word && at < c->word_count; at += ev_opcodes[c->words[at]].words) n++;
  return n;
}

program program_of(const ev_chunk *c) {
  program p = {0};
  for (uint32_t at = 0; at < c->word_count && p.count < MOST_INSTRUCTIONS;
       at += ev_opcodes[c->words[at]].words) {
    instruction *i = &p.at[p.count++];
    i->op = c->words[at];
    const char *letters = ev_opcodes[i->op].operands;
    for (uint32_t o = 0; letters[o]; o++) {
      uint32_t x = c->words[at + 1 + o];
      i->operands[o] = is_jump(letters[o]) ? number_at(c, x) : x;
    }
  }
  return p;
}

static uint32_t operand_word(const program *p, const uint32_t *starts, char letter, uint32_t x) {
  if (!is_jump(letter)) return x;
  return x < p->count ? starts[x] : starts[p->count] + x;
}

uint32_t program_words(const program *p, uint32_t *words) {
  uint32_t starts[MOST_INSTRUCTIONS + 1], at = 0;
  for (uint32_t i = 0; i < p->count; i++) {
    starts[i] = at;
    at += ev_opcodes[p->at[i].op].words;
  }
  starts[p->count] = at;
  at = 0;
  for (uint32_t i = 0; i < p->count; i++) {
    const char *letters = ev_opcodes[p->at[i].op].operands;
    words[at++] = p->at[i].op;
    for (uint32_t o = 0; letters[o]; o++)
      words[at++] = operand_word(p, starts, letters[o], p->at[i].operands[o]);
  }
  return at;
}

/* ---- changes */

static uint32_t bound_of(const pools *q, char letter) {
  switch (letter) {
  case 'k':
  case 'g': return q->constants;
  case 'l': return q->locals;
  case 'f': return q->fields;
  case 's': return q->sets;
  case 'p': return q->params;
  case 't': return q->tables;
  case 'y': return q->types;
  case 'c': return q->chunks;
  case 'd': return q->decodes;
  case 'u': return EV_BUILTINS;
  case 'i': return q->iterators;
  case 'm': return q->joins;
  default: return 4;
  }
}

static uint32_t random_operand(const program *p, uint32_t number, char letter, const pools *q,
                               uint64_t *state) {
  if (random_below(state, 64) == 0) return (uint32_t)random_bits(state);
  if (letter == 'j') return number + 1 + random_below(state, p->count - number);
  if (letter != 'b') return random_below(state, bound_of(q, letter));
  for (uint32_t i = number; i-- > 0;)
    if (p->at[i].op == EV_OP_NEXT && random_below(state, 4)) return i;
  return random_below(state, number + 1);
}

static void fill_operands(program *p, uint32_t number, const pools *q, uint64_t *state) {
  const char *letters = ev_opcodes[p->at[number].op].operands;
  for (uint32_t o = 0; letters[o]; o++)
    p->at[number].operands[o] = random_operand(p, number, letters[o], q, state);
}

/* Moves the targets at or behind `from` by `by` (from `from` on; wraps for a negative one). */
static void shift(program *p, uint32_t from, uint32_t by) {
  for (uint32_t i = 0; i < p->count; i++) {
    const char *letters = ev_opcodes[p->at[i].op].operands;
    for (uint32_t o = 0; letters[o]; o++)
      if (is_jump(letters[o]) && p->at[i].operands[o] >= from) p->at[i].operands[o] += by;
  }
}

/* Makes room for `count` instructions at `where`. */
static bool open_gap(program *p, uint32_t where, uint32_t count) {
  if (p->count + count > MOST_INSTRUCTIONS) return false;
  shift(p, where, count);
  memmove(&p->at[where + count], &p->at[where], (p->count - where) * sizeof *p->at);
  memset(&p->at[where], 0, count * sizeof *p->at);
  p->count += count;
  return true;
}

static void remove_at(program *p, uint32_t where) {
  if (p->count < 2) return;
  memmove(&p->at[where], &p->at[where + 1], (p->count - where - 1) * sizeof *p->at);
  p->count--;
  shift(p, where + 1, UINT32_MAX);
}

/* Seldom one behind which nothing is reached: the verifier lets anything stand there. */
static uint32_t random_opcode(uint64_t *state) {
  uint32_t op = random_below(state, EV_OPCODES);
  bool ends = op == EV_OP_HALT || op == EV_OP_RETURN || op == EV_OP_JUMP || op == EV_OP_LOOP;
  return ends && random_below(state, 16) ? (uint32_t)EV_OP_POP : op;
}

static void insert_one(program *p, const pools *q, uint64_t *state) {
  uint32_t where = random_below(state, p->count);
  if (!open_gap(p, where, 1)) return;
  p->at[where].op = random_opcode(state);
  fill_operands(p, where, q, state);
}

/* All of another program but its end, jumps to that going to what follows. */
static void insert_all(program *p, const program *other, uint64_t *state) {
  uint32_t where = random_below(state, p->count), count = other->count - 1;
  if (other->count < 2 || !open_gap(p, where, count)) return;
  for (uint32_t i = 0; i < count; i++) {
    instruction *to = &p->at[where + i];
    *to = other->at[i];
    const char *letters = ev_opcodes[to->op].operands;
    for (uint32_t o = 0; letters[o]; o++)
      if (is_jump(letters[o])) to->operands[o] += where;
  }
}

static void change_operand(program *p, const pools *q, uint64_t *state) {
  uint32_t number = random_below(state, p->count);
  const char *letters = ev_opcodes[p->at[number].op].operands;
  if (!letters[0]) return;
  uint32_t o = random_below(state, (uint32_t)strlen(letters));
  p->at[number].operands[o] = random_operand(p, number, letters[o], q, state);
}

/* To one with operands of the same kinds. */
static void change_opcode(program *p, uint64_t *state) {
  instruction *i = &p->at[random_below(state, p->count)];
  for (int tries = 0; tries < 32; tries++) {
    uint32_t op = random_opcode(state);
    if (strcmp(ev_opcodes[op].operands, ev_opcodes[i->op].operands) != 0) continue;
    i->op = op;
    return;
  }
}

void program_change(program *p, const program *other, const pools *q, uint64_t *state) {
  switch (random_below(state, 10)) {
  case 0:
  case 1:
  case 2: insert_one(p, q, state); break;
  case 3:
  case 4: insert_all(p, other, state); break;
  case 5:
  case 6: remove_at(p, random_below(state, p->count)); break;
  case 7: change_opcode(p, state); break;
  default: change_operand(p, q, state);
  }
}
