/* Sets: of many patterns at once, and the operations on two. */
#include "dfa.h"

/* ---- making */

ev_pattern_status ev_automaton_set(ev_arena *arena, ev_arena *scratch, const ev_str *globs,
                                   const bool *literal, size_t count, ev_automaton **out, size_t *which,
                                   ev_pattern_error *error) {
  if (count > EV_MAX_PATTERNS) return EV_PATTERN_TOO_MANY_STATES;
  ev_nfa nfa = {.arena = scratch};
  for (size_t i = 0; i < count; i++) {
    if (literal && literal[i]) {
      ev_nfa_add_literal(&nfa, globs[i]);
      continue;
    }
    ev_pattern_status status = ev_nfa_add_glob(&nfa, globs[i], error);
    if (status != EV_PATTERN_OK) {
      if (which) *which = i;
      return status;
    }
  }
  return ev_nfa_to_automaton(arena, &nfa, out);
}

static ev_pattern_status make_one(ev_arena *arena, ev_str text, bool literal, ev_automaton **out,
                                  ev_pattern_error *error) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  ev_pattern_status status = ev_automaton_set(arena, &scratch, &text, &literal, 1, out, NULL, error);
  ev_arena_free(&scratch);
  return status;
}

ev_pattern_status ev_automaton_glob(ev_arena *arena, ev_str glob, ev_automaton **out,
                                    ev_pattern_error *error) {
  return make_one(arena, glob, false, out, error);
}

ev_pattern_status ev_automaton_literal(ev_arena *arena, ev_str text, ev_automaton **out) {
  return make_one(arena, text, true, out, NULL);
}

/* ---- the product of two automata; what it accepts is decided by the operation's truth table */

typedef enum ev_operation {
  OPERATION_OR = 0xe,
  OPERATION_AND = 0x8,
  OPERATION_EXCEPT = 0x2,
  OPERATION_NOT = 0x5
} ev_operation;
/* Bit (b * 2 + a) of the operation is the result for the truth values a and b. */

typedef struct ev_product {
  ev_arena scratch;
  const ev_automaton *a, *b;
  ev_operation operation;
  ev_numbering pairs;
  ev_dfa dfa;
  uint8_t a_class[256], b_class[256]; /* of each class of the product */
} ev_product;

static void product_classes(ev_product *p) {
  uint32_t keys[256];
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t key = (uint32_t)p->a->class_of[byte] << 8 | p->b->class_of[byte];
    uint32_t c = 0;
    while (c < p->dfa.classes && keys[c] != key) c++;
    if (c == p->dfa.classes) {
      keys[c] = key;
      p->a_class[c] = p->a->class_of[byte];
      p->b_class[c] = p->b->class_of[byte];
      p->dfa.classes++;
    }
    p->dfa.class_of[byte] = (uint8_t)c;
  }
}

static ev_pattern_status pair_state(ev_product *p, uint32_t a, uint32_t b, uint32_t *out) {
  bool is_new;
  uint32_t pair[2] = {a, b};
  *out = ev_number_of(&p->pairs, pair, 2, &is_new);
  if (*out == UINT32_MAX) return EV_PATTERN_NO_MEMORY;
  if (!is_new) return EV_PATTERN_OK;
  unsigned row = (unsigned)p->b->accepting[b] << 1 | p->a->accepting[a];
  return ev_dfa_state(&p->dfa, (unsigned)p->operation >> row & 1u);
}

static ev_pattern_status product_step(ev_product *p, uint32_t state) {
  const uint32_t *pair = p->pairs.keys[state];
  for (uint32_t c = 0; c < p->dfa.classes; c++) {
    uint32_t next = 0;
    ev_pattern_status status = pair_state(p, p->a->table[(size_t)pair[0] * p->a->classes + p->a_class[c]],
                                          p->b->table[(size_t)pair[1] * p->b->classes + p->b_class[c]],
                                          &next);
    if (status != EV_PATTERN_OK) return status;
    p->dfa.table[(size_t)state * p->dfa.classes + c] = next;
  }
  return EV_PATTERN_OK;
}

static ev_pattern_status combine(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                 ev_operation operation, ev_automaton **out) {
  ev_product p = {.a = a, .b = b, .operation = operation};
  ev_arena_init(&p.scratch, 0);
  p.pairs.arena = p.dfa.arena = &p.scratch;
  product_classes(&p);
  uint32_t zero;
  ev_pattern_status status = pair_state(&p, 0, 0, &zero);
  for (uint32_t i = 0; status == EV_PATTERN_OK && i < p.dfa.states; i++) status = product_step(&p, i);
  if (status == EV_PATTERN_OK) status = ev_dfa_minimise(arena, &p.dfa, out);
  ev_arena_free(&p.scratch);
  return status;
}

ev_pattern_status ev_automaton_union(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                     ev_automaton **out) {
  return combine(arena, a, b, OPERATION_OR, out);
}

ev_pattern_status ev_automaton_intersection(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                            ev_automaton **out) {
  return combine(arena, a, b, OPERATION_AND, out);
}

ev_pattern_status ev_automaton_difference(ev_arena *arena, const ev_automaton *a, const ev_automaton *b,
                                          ev_automaton **out) {
  return combine(arena, a, b, OPERATION_EXCEPT, out);
}

ev_pattern_status ev_automaton_complement(ev_arena *arena, const ev_automaton *a, ev_automaton **out) {
  return combine(arena, a, a, OPERATION_NOT, out);
}

/* ---- asking */

bool ev_automaton_match(const ev_automaton *automaton, ev_str name) {
  uint32_t state = 0;
  for (size_t i = 0; i < name.size; i++)
    state = automaton->table[(size_t)state * automaton->classes + automaton->class_of[(uint8_t)name.at[i]]];
  return automaton->accepting[state];
}

/* A minimal automaton of the empty set has one state, which does not accept. */
bool ev_automaton_is_empty(const ev_automaton *automaton) {
  for (uint32_t i = 0; i < automaton->states; i++)
    if (automaton->accepting[i]) return false;
  return true;
}

bool ev_automaton_is_valid(const ev_automaton *a) {
  if (a->states == 0 || a->states > EV_MAX_AUTOMATON_STATES || a->classes == 0 || a->classes > 256)
    return false;
  for (size_t i = 0; i < 256; i++)
    if (a->class_of[i] >= a->classes) return false;
  for (size_t i = 0; i < (size_t)a->states * a->classes; i++)
    if (a->table[i] >= a->states) return false;
  for (uint32_t i = 0; i < a->states; i++)
    if (a->accepting[i] > 1) return false;
  return true;
}

const char *ev_pattern_status_text(ev_pattern_status status) {
  switch (status) {
  case EV_PATTERN_OK: return "nothing more";
  case EV_PATTERN_MALFORMED: return "a pattern that is well formed";
  case EV_PATTERN_TOO_MANY_STATES: return "an automaton of more than 20000 states, the limit";
  case EV_PATTERN_NO_MEMORY: return "more memory than there is";
  }
  return "?";
}

ev_str ev_glob_quote(ev_arena *arena, ev_str text) {
  char *out = ev_arena_alloc(arena, text.size * 2 + 1);
  if (!out) return (ev_str){NULL, 0};
  size_t size = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (text.at[i] && strchr("*?[]\\", text.at[i])) out[size++] = '\\';
    out[size++] = text.at[i];
  }
  return (ev_str){out, size};
}
