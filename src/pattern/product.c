#include "product.h"

#include "numbering.h"

typedef struct ev_pairs {
  const ev_automaton *a, *b;
  ev_operation operation;
  ev_numbering numbers;               /* of pairs of states */
  uint8_t a_class[256], b_class[256]; /* of each class of the product */
  ev_dfa *dfa;
} ev_pairs;

/* Class `c` of the product is a pair of classes; the pairs that occur are found byte by byte. */
static uint32_t class_of_byte(ev_pairs *p, uint32_t byte) {
  uint8_t a = p->a->class_of[byte], b = p->b->class_of[byte];
  for (uint32_t c = 0; c < p->dfa->classes; c++)
    if (p->a_class[c] == a && p->b_class[c] == b) return c;
  p->a_class[p->dfa->classes] = a;
  p->b_class[p->dfa->classes] = b;
  return p->dfa->classes++;
}

static void find_classes(ev_pairs *p) {
  for (uint32_t byte = 0; byte < 256; byte++) {
    bool like_last = byte && p->a->class_of[byte] == p->a->class_of[byte - 1] &&
                     p->b->class_of[byte] == p->b->class_of[byte - 1];
    p->dfa->class_of[byte] = like_last ? p->dfa->class_of[byte - 1] : (uint8_t)class_of_byte(p, byte);
  }
}

static ev_pattern_status state_of(ev_pairs *p, uint32_t a, uint32_t b, uint32_t *state) {
  uint32_t before = p->numbers.count;
  ev_pattern_status status = ev_number_of(&p->numbers, (uint32_t[]){a, b}, 2, state);
  if (status != EV_PATTERN_OK || p->numbers.count == before) return status;
  unsigned row = 2u * p->b->accepting[b] + p->a->accepting[a];
  return ev_dfa_add_state(p->dfa, (unsigned)p->operation >> row & 1u);
}

static ev_pattern_status fill_row(ev_pairs *p, uint32_t state) {
  size_t length;
  const uint32_t *pair = ev_numbered(&p->numbers, state, &length);
  const uint32_t *a_row = p->a->table + (size_t)pair[0] * p->a->classes;
  const uint32_t *b_row = p->b->table + (size_t)pair[1] * p->b->classes;
  ev_pattern_status status = EV_PATTERN_OK;
  for (uint32_t c = 0; c < p->dfa->classes && status == EV_PATTERN_OK; c++) {
    uint32_t next = 0;
    status = state_of(p, a_row[p->a_class[c]], b_row[p->b_class[c]], &next);
    ev_dfa_row(p->dfa, state)[c] = next;
  }
  return status;
}

ev_pattern_status ev_product(ev_arena *scratch, const ev_automaton *a, const ev_automaton *b,
                             ev_operation operation, uint32_t most, ev_dfa *out) {
  *out = (ev_dfa){.scratch = scratch};
  ev_pairs p = {.a = a, .b = b, .operation = operation, .dfa = out};
  p.numbers = ev_numbering_make(scratch, most);
  find_classes(&p);
  uint32_t start;
  ev_pattern_status status = state_of(&p, 0, 0, &start);
  for (uint32_t i = 0; i < out->states && status == EV_PATTERN_OK; i++) status = fill_row(&p, i);
  return status;
}
