/* One forward pass over a chunk. All jumps but LOOP go forward, so every state that can reach an instruction
 * is known when the pass comes to it; at a LOOP the state must be what it was at the NEXT. */
#include "verify_code.h"

#include <stdarg.h>
#include <stdio.h>

#define MOST_MEMORY ((size_t)512 * 1024 * 1024) /* of one chunk's states */

bool ev_code_fail(ev_code *c, const char *format, ...) {
  char text[160];
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  uint32_t op = c->at < c->chunk->word_count ? c->chunk->words[c->at] : EV_OPCODES;
  return ev_verify_fail_at(c->v, c->index, c->at, "%s%s%s", op < EV_OPCODES ? ev_opcodes[op].name : "",
                           op < EV_OPCODES ? ": " : "", text);
}

/* ---- states */

static ev_state *new_state(ev_code *c) {
  ev_arena *a = &c->arena;
  ev_state *s = c->free;
  if (s) {
    c->free = s->next;
    return s;
  }
  s = EV_NEW(a, ev_state);
  if (!s) return NULL;
  s->stack = EV_NEW_ARRAY(a, ev_ty, c->chunk->max_stack);
  s->stored = EV_NEW_ARRAY(a, uint64_t, c->chunk->local_count / 64 + 1);
  s->iterators = EV_NEW_ARRAY(a, ev_ty, c->chunk->iterators);
  s->joins = EV_NEW_ARRAY(a, ev_ty, c->chunk->joins);
  return s->stack && s->stored && s->iterators && s->joins ? s : NULL;
}

static void release(ev_code *c, ev_state *s) {
  s->next = c->free;
  c->free = s;
}

/* What a state holds, in words: looking at all of it is this much work. */
static uint32_t state_size(const ev_code *c) {
  return c->now.height + c->chunk->local_count / 64 + c->chunk->iterators + c->chunk->joins + 1;
}

static void copy_state(const ev_code *c, ev_state *to, const ev_state *from) {
  to->height = from->height;
  if (from->height) memcpy(to->stack, from->stack, from->height * sizeof *to->stack);
  memcpy(to->stored, from->stored, (c->chunk->local_count / 64 + 1) * sizeof *to->stored);
  if (c->chunk->iterators)
    memcpy(to->iterators, from->iterators, c->chunk->iterators * sizeof *to->iterators);
  if (c->chunk->joins) memcpy(to->joins, from->joins, c->chunk->joins * sizeof *to->joins);
}

static bool merge_stacks(ev_code *c, ev_state *into, const ev_state *from) {
  if (into->height != from->height)
    return ev_code_fail(c, "the stack is %u high on one way and %u on another", into->height, from->height);
  for (uint32_t i = 0; i < into->height; i++) {
    ev_ty joined = ev_ty_join(c->v, into->stack[i], from->stack[i]);
    if (joined == EV_NONE)
      return ev_code_fail(c, "slot %u of the stack has types that do not go together", i);
    into->stack[i] = joined;
  }
  return true;
}

/* A slot keeps a type where both ways give one; else it counts as not started. */
static void merge_slots(ev_code *c, ev_ty *into, const ev_ty *from, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    if (into[i] != from[i]) into[i] = ev_ty_join(c->v, into[i], from[i]);
}

static bool merge(ev_code *c, ev_state *into, const ev_state *from) {
  for (uint32_t i = 0; i < c->chunk->local_count / 64 + 1; i++) into->stored[i] &= from->stored[i];
  merge_slots(c, into->iterators, from->iterators, c->chunk->iterators);
  merge_slots(c, into->joins, from->joins, c->chunk->joins);
  return merge_stacks(c, into, from) && ev_verify_spend(c->v, state_size(c));
}

/* The work of a jump is counted here, for its target too. */
bool ev_code_flow(ev_code *c, uint32_t target) {
  ev_state *s = c->pending[target];
  if (s) return merge(c, s, &c->now);
  s = new_state(c);
  if (!s) return ev_verify_no_memory(c->v);
  c->pending[target] = s;
  copy_state(c, s, &c->now);
  return ev_verify_spend(c->v, state_size(c));
}

bool ev_code_push(ev_code *c, ev_ty type) {
  if (type == EV_NONE) return ev_verify_no_memory(c->v);
  if (c->now.height == c->chunk->max_stack)
    return ev_code_fail(c, "the stack grows higher than %u", c->chunk->max_stack);
  c->now.stack[c->now.height++] = type;
  return true;
}

bool ev_code_pop(ev_code *c, ev_ty *type) {
  if (c->now.height == 0) return ev_code_fail(c, "the stack is empty");
  *type = c->now.stack[--c->now.height];
  return true;
}

/* ---- loops */

/* At a LOOP the state must fit what was assumed at the NEXT. Every way to a LOOP comes by its NEXT, so what
 * locals were stored there are so here. */
static bool fits(ev_code *c, const ev_state *head) {
  const ev_state *now = &c->now;
  if (now->height != head->height)
    return ev_code_fail(c, "the stack is %u high, and was %u at the NEXT", now->height, head->height);
  for (uint32_t i = 0; i < now->height; i++)
    if (!ev_ty_holds(c->v, head->stack[i], now->stack[i]))
      return ev_code_fail(c, "slot %u of the stack is of another type than at the NEXT", i);
  for (uint32_t i = 0; i < c->chunk->iterators; i++)
    if (head->iterators[i] != EV_NONE && !ev_ty_holds(c->v, head->iterators[i], now->iterators[i]))
      return ev_code_fail(c, "iterator %u has elements of another type than at the NEXT", i);
  for (uint32_t i = 0; i < c->chunk->joins; i++)
    if (head->joins[i] != EV_NONE && !ev_ty_holds(c->v, head->joins[i], now->joins[i]))
      return ev_code_fail(c, "join %u has elements of another type than at the NEXT", i);
  return ev_verify_spend(c->v, state_size(c));
}

/* False is lack of memory. */
static bool enter_loop(ev_code *c) {
  ev_state *head = new_state(c);
  if (!head) return ev_verify_no_memory(c->v);
  c->heads[c->at] = head;
  copy_state(c, head, &c->now);
  return true;
}

/* A LOOP that is reached has a NEXT that was: see check_jump in verify_loops.c. */
static bool leave_loop(ev_code *c) {
  uint32_t head = c->chunk->words[c->at + 1];
  if (c->live && !fits(c, c->heads[head])) return false;
  if (c->last_loop[head] == c->at && c->heads[head]) release(c, c->heads[head]);
  return true;
}

/* ---- shape of the code: before its meaning */

static bool check_operand(ev_code *c, char kind, uint32_t x) {
  const ev_bundle *b = c->v->bundle;
  const ev_chunk *k = c->chunk;
  uint64_t most = UINT64_MAX;
  switch (kind) {
  case 'k':
  case 'g': most = b->constants_count; break;
  case 'l': most = k->local_count; break;
  case 'j':
    if (x <= c->at) return ev_code_fail(c, "the jump to word %u does not go forward", x);
    most = k->word_count;
    break;
  case 'b': most = c->at; break;
  case 'f': most = b->fields_count; break;
  case 's': most = b->sets_count; break;
  case 'p': most = b->params_count; break;
  case 't': most = b->tables_count; break;
  case 'y': most = b->types_count; break;
  case 'c': most = c->index; break;
  case 'd': most = b->decodes_count; break;
  case 'u': most = EV_BUILTINS; break;
  case 'i': most = k->iterators; break;
  case 'm': most = k->joins; break;
  default: break;
  }
  return x < most ? true : ev_code_fail(c, "operand %c is %u and must be below %u", kind, x, (uint32_t)most);
}

static bool check_operands(ev_code *c, const ev_opcode_info *op) {
  const uint32_t *w = c->chunk->words + c->at;
  for (uint32_t i = 0; op->operands[i]; i++)
    if (!check_operand(c, op->operands[i], w[i + 1])) return false;
  return true;
}

static bool check_instructions(ev_code *c) {
  const ev_chunk *k = c->chunk;
  for (c->at = 0; c->at < k->word_count;) {
    uint32_t op = k->words[c->at];
    if (op >= EV_OPCODES) return ev_verify_fail_at(c->v, c->index, c->at, "word %u is no opcode", op);
    if (ev_opcodes[op].words > k->word_count - c->at)
      return ev_code_fail(c, "its operands are not all there");
    if (!check_operands(c, &ev_opcodes[op])) return false;
    c->starts[c->at] = 1;
    if (op == EV_OP_LOOP) c->last_loop[k->words[c->at + 1]] = c->at;
    c->at += ev_opcodes[op].words;
  }
  return true;
}

static bool check_targets(ev_code *c) {
  const ev_chunk *k = c->chunk;
  for (c->at = 0; c->at < k->word_count; c->at += ev_opcodes[k->words[c->at]].words) {
    const ev_opcode_info *op = &ev_opcodes[k->words[c->at]];
    for (uint32_t i = 0; op->operands[i]; i++) {
      uint32_t target = k->words[c->at + 1 + i];
      if (op->operands[i] == 'j' && !c->starts[target])
        return ev_code_fail(c, "the jump goes to word %u, where no instruction starts", target);
      if (op->operands[i] == 'b' && (!c->starts[target] || k->words[target] != EV_OP_NEXT))
        return ev_code_fail(c, "it goes back to word %u, which is no NEXT", target);
    }
  }
  return true;
}

/* ---- the pass */

static bool arrive(ev_code *c) {
  ev_state *waiting = c->pending[c->at];
  if (!waiting) return true;
  if (c->live && !merge(c, waiting, &c->now)) return false;
  release(c, waiting);
  c->pending[c->at] = NULL;
  c->live = true;
  copy_state(c, &c->now, waiting);
  return true;
}

static bool interpret(ev_code *c) {
  const ev_chunk *k = c->chunk;
  if (!ev_code_claim_chunk(c)) return false;
  for (c->at = 0; c->at < k->word_count; c->at += ev_opcodes[k->words[c->at]].words) {
    uint32_t op = k->words[c->at];
    if (!arrive(c)) return false;
    if (op == EV_OP_NEXT && c->live && c->last_loop[c->at] != EV_NONE && !enter_loop(c)) return false;
    if (op == EV_OP_LOOP && !leave_loop(c)) return false;
    if (c->live && (!ev_code_claim(c) || !ev_code_step(c))) return false;
  }
  return !c->live ? true : ev_verify_fail_at(c->v, c->index, EV_NONE, "the code runs past its end");
}

static bool make_room(ev_code *c) {
  ev_arena *a = &c->arena;
  uint32_t words = c->chunk->word_count;
  c->pending = EV_NEW_ARRAY(a, ev_state *, words);
  c->heads = EV_NEW_ARRAY(a, ev_state *, words);
  c->last_loop = EV_NEW_ARRAY(a, uint32_t, words);
  c->starts = EV_NEW_ARRAY(a, uint8_t, words);
  c->inside = EV_NEW_ARRAY(a, uint32_t, words);
  ev_state *first = new_state(c);
  if (!c->pending || !c->heads || !c->last_loop || !c->starts || !c->inside || !first) return false;
  memset(c->last_loop, 0xff, words * sizeof *c->last_loop);
  c->now = *first;
  c->now.height = 0;
  memset(c->now.iterators, 0xff, c->chunk->iterators * sizeof *c->now.iterators);
  memset(c->now.joins, 0xff, c->chunk->joins * sizeof *c->now.joins);
  memset(c->now.stored, 0, (c->chunk->local_count / 64 + 1) * sizeof *c->now.stored);
  for (uint32_t i = 0; i < c->chunk->param_count; i++) c->now.stored[i / 64] |= (uint64_t)1 << i % 64;
  return true;
}

static bool verify_cost(ev_verifier *v, uint32_t chunk) {
  const ev_chunk *c = &v->bundle->chunks[chunk];
  uint64_t constant, linear;
  if (!ev_chunk_cost(v->bundle, chunk, &constant, &linear)) return ev_verify_no_memory(v);
  if (constant <= c->cost_constant && linear <= c->cost_linear) return true;
  return ev_verify_fail_at(v, chunk, EV_NONE, "the code costs more steps than it declares");
}

bool ev_verify_code(ev_verifier *v, uint32_t chunk) {
  ev_code c = {.v = v, .chunk = &v->bundle->chunks[chunk], .index = chunk, .live = true};
  c.bool_ = ev_ty_simple(v, EV_VT_BOOL);
  c.string = ev_ty_simple(v, EV_VT_STRING);
  c.absent = ev_ty_simple(v, EV_VT_ABSENT);
  ev_arena_init(&c.arena, MOST_MEMORY);
  bool ok = make_room(&c);
  if (!ok) (void)ev_verify_no_memory(v);
  ok = ok && check_instructions(&c) && check_targets(&c) && ev_code_check_loops(&c) && interpret(&c) &&
       verify_cost(v, chunk);
  ev_arena_free(&c.arena);
  return ok;
}
