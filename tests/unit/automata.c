#include "automata.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- random globs and names */

static uint64_t random_state = 1;

uint32_t random_below(uint32_t n) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t)(random_state >> 16) % n;
}

ev_str spelling_view(const spelling *t) { return (ev_str){t->at, t->size}; }

void spelling_append(spelling *t, const char *piece) {
  memcpy(t->at + t->size, piece, strlen(piece));
  t->size += strlen(piece);
}

spelling random_glob(uint32_t most) {
  static const char *const pieces[] = {"a",
                                       "b",
                                       "ab",
                                       "*",
                                       "*",
                                       "*",
                                       "?",
                                       "?",
                                       "[ab]",
                                       "[!a]",
                                       "[a-c]",
                                       "[!a-b]",
                                       "\\*",
                                       "\\a",
                                       "\xc3\xa9",
                                       "[\xc3\xa9]",
                                       "[!\xc3\xa9]",
                                       "[a-\xc3\xa9]",
                                       "\xe2\x82\xac",
                                       "[\xc3\xa9-\xe2\x82\xac]",
                                       "[!\xe2\x82\xac-\xf0\x9f\x98\x80]",
                                       "[]a]",
                                       "[!]]",
                                       "[a-]",
                                       "[*?]",
                                       "[\\]-a]",
                                       "\xf0\x9f\x98\x80"};
  spelling t = {.size = 0};
  bool plain = random_below(2);
  for (uint32_t i = random_below(most + 1); i; i--)
    spelling_append(&t, pieces[random_below(plain ? 11 : COUNT(pieces))]);
  return t;
}

spelling random_name(uint32_t most) {
  static const char *const pieces[] = {"a",
                                       "b",
                                       "a",
                                       "b",
                                       "c",
                                       "*",
                                       "]",
                                       "-",
                                       "\xc3\xa9",
                                       "\xe2\x82\xac",
                                       "\xf0\x9f\x98\x80",
                                       "\xc3",
                                       "\xa9",
                                       "\xe2",
                                       "\x82",
                                       "\xf0",
                                       "\x9f",
                                       "\xff",
                                       "\xed\xa0\x80",
                                       "\xc0\x80",
                                       "."};
  spelling t = {.size = 0};
  uint32_t kinds = random_below(2) ? 5 : (uint32_t)COUNT(pieces);
  for (uint32_t i = random_below(most + 1); i; i--) spelling_append(&t, pieces[random_below(kinds)]);
  return t;
}

/* ---- making automata */

ev_arena automata_arena;

int start_automata(void **unused) {
  (void)unused;
  random_state = 88172645463325252u;
  ev_arena_init(&automata_arena, 0);
  return 0;
}

int end_automata(void **unused) {
  (void)unused;
  ev_fail_allocation_after(0);
  ev_arena_free(&automata_arena);
  return 0;
}

const ev_automaton *glob_of(ev_str glob) {
  ev_automaton *made = NULL;
  ev_pattern_error error = {0, ""};
  if (ev_automaton_glob(&automata_arena, glob, &made, &error) != EV_PATTERN_OK)
    fail_msg("%.*s: %s", EV_STR_ARG(glob), error.message);
  assert_true(ev_automaton_is_valid(made));
  return made;
}

const ev_automaton *glob(const char *text) { return glob_of(ev_str_of(text)); }

const ev_automaton *set_of(const ev_str *texts, const bool *literal, size_t count) {
  ev_automaton *made = NULL;
  ev_arena scratch;
  size_t which;
  ev_arena_init(&scratch, 0);
  assert_int_equal(ev_automaton_set(&automata_arena, &scratch, texts, literal, count, &made, &which, NULL),
                   EV_PATTERN_OK);
  ev_arena_free(&scratch);
  assert_true(ev_automaton_is_valid(made));
  return made;
}

typedef ev_pattern_status operation(ev_arena *, const ev_automaton *, const ev_automaton *, ev_automaton **);

static const ev_automaton *apply(operation *op, const ev_automaton *a, const ev_automaton *b) {
  ev_automaton *made = NULL;
  assert_int_equal(op(&automata_arena, a, b, &made), EV_PATTERN_OK);
  assert_true(ev_automaton_is_valid(made));
  return made;
}

const ev_automaton *either(const ev_automaton *a, const ev_automaton *b) {
  return apply(ev_automaton_union, a, b);
}
const ev_automaton *both(const ev_automaton *a, const ev_automaton *b) {
  return apply(ev_automaton_intersection, a, b);
}
const ev_automaton *except(const ev_automaton *a, const ev_automaton *b) {
  return apply(ev_automaton_difference, a, b);
}

const ev_automaton * not(const ev_automaton *a) {
  ev_automaton *made = NULL;
  assert_int_equal(ev_automaton_complement(&automata_arena, a, &made), EV_PATTERN_OK);
  assert_true(ev_automaton_is_valid(made));
  return made;
}

bool same(const ev_automaton *a, const ev_automaton *b) {
  return a->states == b->states && a->classes == b->classes &&
         memcmp(a->class_of, b->class_of, sizeof a->class_of) == 0 &&
         memcmp(a->table, b->table, (size_t)a->states * a->classes * sizeof *a->table) == 0 &&
         memcmp(a->accepting, b->accepting, a->states) == 0;
}

bool matches(const char *pattern, const char *name) {
  return ev_automaton_match(glob(pattern), ev_str_of(name));
}
