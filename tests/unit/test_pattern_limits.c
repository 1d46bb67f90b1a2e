/* Patterns at their limits and without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "automata.h"
#include "limit.h"
#include "numbering.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- limits */

static char *repeated(char c, size_t count) {
  char *text = ev_arena_alloc(&automata_arena, count + 1);
  assert_non_null(text);
  memset(text, c, count);
  return text;
}

static void test_limit_of_states(void **unused) {
  (void)unused;
  /* A literal needs a state for each place in it, one for its end and one for all else. */
  ev_str text = {repeated('a', EV_MAX_AUTOMATON_STATES), EV_MAX_AUTOMATON_STATES - 2};
  ev_automaton *made = NULL;
  assert_int_equal(ev_automaton_literal(&automata_arena, text, &made), EV_PATTERN_OK);
  assert_int_equal(made->states, EV_MAX_AUTOMATON_STATES);
  assert_true(ev_automaton_match(made, text));
  assert_true(ev_str_equal(ev_automaton_witness(&automata_arena, made), text));
  ev_automaton *again = NULL;
  assert_int_equal(ev_automaton_union(&automata_arena, made, made, &again), EV_PATTERN_OK);
  assert_true(same(made, again));
  for (text.size++; text.size <= EV_MAX_AUTOMATON_STATES; text.size++) {
    again = NULL;
    assert_int_equal(ev_automaton_literal(&automata_arena, text, &again), EV_PATTERN_TOO_MANY_STATES);
    assert_null(again);
  }
}

static void test_subset_construction_is_limited(void **unused) {
  (void)unused;
  ev_automaton *made = NULL;
  /* What the last n characters were takes 2^n states. */
  assert_int_equal(ev_automaton_glob(&automata_arena, EV_STR("*a?????"), &made, NULL), EV_PATTERN_OK);
  made = NULL;
  assert_int_equal(ev_automaton_glob(&automata_arena, EV_STR("*a????????????????????"), &made, NULL),
                   EV_PATTERN_TOO_MANY_STATES);
  assert_null(made);
}

#define ANY "[a-d]"

static void test_products_are_limited(void **unused) {
  (void)unused;
  const ev_automaton *a = glob("*a" ANY ANY ANY ANY ANY ANY ANY), *b = glob("*b" ANY ANY ANY ANY ANY ANY),
                     *c = glob("*c" ANY ANY ANY ANY ANY ANY ANY ANY);
  ev_automaton *ab = NULL, *made = NULL;
  ev_pattern_status status;
  ev_str witness;
  assert_int_equal(ev_automaton_union(&automata_arena, a, b, &ab), EV_PATTERN_OK);
  assert_int_equal(ev_automaton_union(&automata_arena, ab, c, &made), EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(ev_automaton_intersection(&automata_arena, ab, c, &made), EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(ev_automaton_difference(&automata_arena, ab, c, &made), EV_PATTERN_TOO_MANY_STATES);
  assert_null(made);
  assert_false(ev_automaton_contains(&automata_arena, ab, c, &witness, &status));
  assert_int_equal(status, EV_PATTERN_TOO_MANY_STATES);
  assert_null(witness.at);
}

static void test_limit_of_pattern_length(void **unused) {
  (void)unused;
  char *text = repeated('a', EV_MAX_PATTERN_BYTES + 1);
  text[EV_MAX_PATTERN_BYTES - 1] = '*';
  ev_automaton *made = NULL;
  ev_pattern_error error;
  assert_int_equal(ev_automaton_glob(&automata_arena, (ev_str){text, EV_MAX_PATTERN_BYTES}, &made, NULL),
                   EV_PATTERN_OK);
  assert_int_equal(made->states, EV_MAX_PATTERN_BYTES + 1);
  assert_int_equal(
      ev_automaton_glob(&automata_arena, (ev_str){text, EV_MAX_PATTERN_BYTES + 1}, &made, &error),
      EV_PATTERN_MALFORMED);
  assert_int_equal(error.at, EV_MAX_PATTERN_BYTES);
  assert_string_equal(error.message, "a pattern has at most 4096 bytes");
}

/* The number in five digits between two texts. */
static ev_str numbered(const char *before, const char *after, unsigned n) {
  char text[128];
  int size = snprintf(text, sizeof text, "%s%05u%s", before, n, after);
  ev_str copy = ev_str_copy(&automata_arena, (ev_str){text, (size_t)size});
  assert_non_null(copy.at);
  return copy;
}

static ev_str *many(const char *before, const char *after, size_t count) {
  ev_str *texts = EV_NEW_ARRAY(&automata_arena, ev_str, count);
  assert_non_null(texts);
  for (size_t i = 0; i < count; i++) texts[i] = numbered(before, after, (unsigned)i * 7919u % 100003u);
  return texts;
}

static ev_pattern_status try_set(const ev_str *texts, size_t count, ev_automaton **made, size_t *which,
                                 ev_pattern_error *error) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  ev_pattern_status status = ev_automaton_set(&automata_arena, &scratch, texts, NULL, count, made, which,
                                              error);
  ev_arena_free(&scratch);
  return status;
}

static void test_limit_of_patterns(void **unused) {
  (void)unused;
  ev_str *names = many("kernel.", "", EV_MAX_PATTERNS + 1);
  ev_automaton *made = NULL;
  ev_pattern_error error;
  size_t which = 0;
  assert_int_equal(try_set(names, EV_MAX_PATTERNS, &made, &which, &error), EV_PATTERN_OK);
  for (size_t i = 0; i < EV_MAX_PATTERNS; i++) assert_true(ev_automaton_match(made, names[i]));
  assert_false(ev_automaton_match(made, names[EV_MAX_PATTERNS]));
  assert_int_equal(try_set(names, EV_MAX_PATTERNS + 1, &made, &which, &error), EV_PATTERN_MALFORMED);
  assert_int_equal(which, EV_MAX_PATTERNS);
  assert_string_equal(error.message, "a set has at most 10000 patterns");
  assert_int_equal(try_set(names, EV_MAX_PATTERNS + 1, &made, NULL, NULL), EV_PATTERN_MALFORMED);
}

static void test_many_names_and_a_glob(void **unused) {
  (void)unused;
  ev_str *names = many("registry.example.com/team/image-", "", 5000);
  ev_automaton *made = NULL, *words = NULL;
  assert_int_equal(try_set(names, 5000, &words, NULL, NULL), EV_PATTERN_OK);
  names[17] = EV_STR("*.local");
  assert_int_equal(try_set(names, 5000, &made, NULL, NULL), EV_PATTERN_OK);
  assert_true(ev_automaton_match(made, names[4999]));
  assert_true(ev_automaton_match(made, EV_STR("x.local")));
  const ev_automaton *rest = except(words, made);
  ev_str witness = ev_automaton_witness(&automata_arena, rest);
  assert_true(ev_str_equal(witness, numbered("registry.example.com/team/image-", "", 17u * 7919u % 100003u)));
}

/* Too much before a state is made: steps of the NFA, or members of sets. */
static void test_large_sets_of_globs_are_refused(void **unused) {
  (void)unused;
  ev_automaton *made = NULL;
  assert_int_equal(
      try_set(
          many("a-long-prefix-of-all-of-these-patterns-and-then-some-so-that-there-are-many-", "*", 10000),
          10000, &made, NULL, NULL),
      EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(try_set(many("*", "?*x", 4000), 4000, &made, NULL, NULL), EV_PATTERN_TOO_MANY_STATES);
  spelling g = {.size = 0};
  while (g.size < 50)
    spelling_append(&g, "[\x01\x03\x05\x07\x09\x0b\x0d\x0f\x11\x13\x15\x17\x19\x1b\x1d#%')+-/13579=?ACEGI]");
  ev_str *classes = EV_NEW_ARRAY(&automata_arena, ev_str, 2000);
  char *long_one = repeated('x', 4096);
  size_t size = 0;
  for (; size + g.size <= 4096; size += g.size) memcpy(long_one + size, g.at, g.size);
  for (size_t i = 0; i < 2000; i++) classes[i] = (ev_str){long_one, size};
  assert_int_equal(try_set(classes, 2000, &made, NULL, NULL), EV_PATTERN_TOO_MANY_STATES);
  assert_null(made);
}

static void test_numbering(void **unused) {
  (void)unused;
  ev_numbering n = ev_numbering_make(&automata_arena, 3);
  uint32_t number = 9, key[] = {7, 8, 7};
  size_t length;
  assert_int_equal(ev_number_of(&n, key, 2, &number), EV_PATTERN_OK);
  assert_int_equal(number, 0);
  assert_int_equal(ev_number_of(&n, key, 0, &number), EV_PATTERN_OK);
  assert_int_equal(number, 1);
  assert_int_equal(ev_number_of(&n, key, 1, &number), EV_PATTERN_OK);
  assert_int_equal(number, 2);
  assert_int_equal(ev_number_of(&n, key + 2, 1, &number), EV_PATTERN_OK);
  assert_int_equal(number, 2);
  assert_int_equal(ev_number_of(&n, key, 3, &number), EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(number, 2);
  assert_memory_equal(ev_numbered(&n, 0, &length), key, sizeof *key * 2);
  assert_int_equal(length, 2);
  (void)ev_numbered(&n, 1, &length);
  assert_int_equal(length, 0);
}

static void test_limit_of_key_words(void **unused) {
  (void)unused;
  ev_numbering n = ev_numbering_make(&automata_arena, 100);
  uint32_t *key = EV_NEW_ARRAY(&automata_arena, uint32_t, EV_MAX_KEY_WORDS), number;
  assert_non_null(key);
  assert_int_equal(ev_number_of(&n, key, EV_MAX_KEY_WORDS, &number), EV_PATTERN_OK);
  assert_int_equal(ev_number_of(&n, key, 0, &number), EV_PATTERN_OK);
  assert_int_equal(ev_number_of(&n, key, 1, &number), EV_PATTERN_TOO_MANY_STATES);
}

/* ---- memory */

#define VIEW(literal)                                                                                        \
  { literal, sizeof(literal) - 1 }

static const ev_str mixed[] = {VIEW("kernel.shm*"),      VIEW("net.ipv4.*"),
                               VIEW("a[!b-d\xc3\xa9]?"), VIEW("literal"),
                               VIEW("\\*literal"),       VIEW("*x*"),
                               VIEW("another.name"),     VIEW("[[a-z0-9_.-][acegikmoqsuwy][bdfhjlnprtvxz]*")};

static ev_pattern_status everything(ev_arena *out, bool *told) {
  ev_arena scratch;
  ev_automaton *a = NULL, *b = NULL, *c = NULL;
  ev_pattern_status status;
  ev_str witness = {NULL, 0}, quoted = {NULL, 0};
  ev_arena_init(&scratch, 0);
  status = ev_automaton_set(out, &scratch, mixed, NULL, COUNT(mixed), &a, NULL, NULL);
  ev_arena_free(&scratch);
  if (status == EV_PATTERN_OK) status = ev_automaton_glob(out, EV_STR("net.*"), &b, NULL);
  if (status == EV_PATTERN_OK) status = ev_automaton_union(out, a, b, &c);
  if (status == EV_PATTERN_OK) status = ev_automaton_intersection(out, a, c, &c);
  if (status == EV_PATTERN_OK) status = ev_automaton_difference(out, c, b, &c);
  if (status == EV_PATTERN_OK) status = ev_automaton_complement(out, c, &c);
  if (status == EV_PATTERN_OK) status = ev_automaton_literal(out, EV_STR("net.core"), &c);
  if (status == EV_PATTERN_OK && ev_automaton_contains(out, c, b, &witness, &status)) fail();
  if (status == EV_PATTERN_OK) witness = ev_automaton_witness(out, b);
  if (status == EV_PATTERN_OK) quoted = ev_glob_quote(out, EV_STR("*"));
  *told = status == EV_PATTERN_NO_MEMORY || !witness.at || !quoted.at;
  if (status == EV_PATTERN_OK && *told) assert_true(out->failed);
  return status;
}

static void test_every_allocation_can_fail(void **unused) {
  (void)unused;
  bool told = true;
  size_t n = 0;
  while (told) {
    ev_arena out;
    ev_arena_init(&out, 0);
    ev_fail_allocation_after(++n);
    ev_pattern_status status = everything(&out, &told);
    ev_fail_allocation_after(0);
    assert_true(status == EV_PATTERN_OK || status == EV_PATTERN_NO_MEMORY);
    ev_arena_free(&out);
  }
  assert_true(n > 10);
}

static void test_every_byte_of_an_arena_can_be_the_last(void **unused) {
  (void)unused;
  ev_pattern_status status = EV_PATTERN_NO_MEMORY;
  size_t limit = 0;
  while (status != EV_PATTERN_OK) {
    ev_arena scratch, out;
    ev_automaton *made = NULL;
    ev_arena_init(&scratch, limit += 16);
    ev_arena_init(&out, 0);
    status = ev_automaton_set(&out, &scratch, mixed, NULL, COUNT(mixed), &made, NULL, NULL);
    assert_true(status == EV_PATTERN_OK || (status == EV_PATTERN_NO_MEMORY && !made));
    ev_arena_free(&scratch);
    ev_arena_free(&out);
  }
  assert_true(limit > 4096);
  bool told = true;
  for (limit = 0; told;) {
    ev_arena out;
    ev_arena_init(&out, limit += 16);
    status = everything(&out, &told);
    assert_true(status == EV_PATTERN_OK || status == EV_PATTERN_NO_MEMORY);
    ev_arena_free(&out);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start_automata, end_automata)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_limit_of_states),
      TEST(test_subset_construction_is_limited),
      TEST(test_products_are_limited),
      TEST(test_limit_of_pattern_length),
      TEST(test_limit_of_patterns),
      TEST(test_many_names_and_a_glob),
      TEST(test_large_sets_of_globs_are_refused),
      TEST(test_numbering),
      TEST(test_limit_of_key_words),
      TEST(test_every_allocation_can_fail),
      TEST(test_every_byte_of_an_arena_can_be_the_last),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
