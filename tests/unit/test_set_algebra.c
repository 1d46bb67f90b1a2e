/* Sets of globs and words: their canonical form, and the laws of their algebra. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "automata.h"
#include "limit.h"
#include "naive.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- sets of words */

static void test_words(void **unused) {
  (void)unused;
  const ev_str words[] = {EV_STR("b"), EV_STR("abc"), EV_STR("ab"), EV_STR("b"),
                          EV_STR(""),  EV_STR("a*"),  EV_STR("xbc")};
  const bool literal[] = {true, true, true, true, true, true, true};
  const ev_automaton *a = set_of(words, literal, 7);
  for (size_t i = 0; i < 7; i++) assert_true(ev_automaton_match(a, words[i]));
  static const char *const others[] = {"a", "bc", "abcd", "abb", "x", "xb", "axbc", "bb"};
  for (size_t i = 0; i < COUNT(others); i++) assert_false(ev_automaton_match(a, ev_str_of(others[i])));
  assert_false(ev_automaton_match(set_of(words, literal, 4), EV_STR("")));
}

static void test_words_may_hold_any_bytes(void **unused) {
  (void)unused;
  const ev_str words[] = {{"\xff\0\xfe", 3}, {"\0", 1}, {"[", 1}, {"\\", 1}};
  const bool literal[] = {true, true, true, true};
  const ev_automaton *a = set_of(words, literal, 4);
  for (size_t i = 0; i < 4; i++) assert_true(ev_automaton_match(a, words[i]));
  assert_false(ev_automaton_match(a, (ev_str){"\xff\0", 2}));
  char all[256];
  for (int i = 0; i < 256; i++) all[i] = (char)i;
  ev_automaton *made = NULL;
  assert_int_equal(ev_automaton_literal(&automata_arena, (ev_str){all, 256}, &made), EV_PATTERN_OK);
  assert_int_equal(made->classes, 256);
  assert_true(ev_automaton_match(made, (ev_str){all, 256}));
  assert_false(ev_automaton_match(made, (ev_str){all, 255}));
}

/* The short way and the long way agree, bit by bit: the long one is forced by a pattern that adds nothing. */
static void test_words_agree_with_globs(void **unused) {
  (void)unused;
  for (int i = 0; i < 3000; i++) {
    spelling texts[9];
    ev_str views[9];
    bool literal[9];
    size_t count = random_below(9);
    for (size_t k = 0; k < count; k++) {
      texts[k] = random_name(5);
      views[k] = spelling_view(&texts[k]);
      literal[k] = true;
    }
    const ev_automaton *words = set_of(views, literal, count);
    views[count] = (ev_str){"[!\0-\xf4\x8f\xbf\xbf]", 9};
    literal[count] = false;
    assert_true(same(words, set_of(views, literal, count + 1)));
    const ev_automaton *one_by_one = set_of(NULL, NULL, 0);
    for (size_t k = 0; k < count; k++) one_by_one = either(one_by_one, set_of(views + k, literal + k, 1));
    assert_true(same(words, one_by_one));
    ev_arena_reset(&automata_arena, 1 << 20);
  }
}

static void test_set_leaves_its_input_alone(void **unused) {
  (void)unused;
  ev_str words[] = {EV_STR("b"), EV_STR("a")};
  (void)set_of(words, NULL, 2);
  assert_true(ev_str_is(words[0], "b"));
}

/* ---- canonical form */

static void test_equal_sets_are_equal_bytes(void **unused) {
  (void)unused;
  static const char *const equal[][2] = {
      {"**", "*"},         {"a**b", "a*b"},       {"[a]", "a"},  {"[abc]", "[a-c]"},
      {"[!a-b]", "[!ba]"}, {"[a-cb-d]", "[a-d]"}, {"\\a", "a"},  {"[*]", "\\*"},
      {"*?*", "*?**"},     {"*?**?*", "*?*?*"},   {"[aa]", "a"},
  };
  for (size_t i = 0; i < COUNT(equal); i++)
    if (!same(glob(equal[i][0]), glob(equal[i][1]))) fail_msg("`%s` is not `%s`", equal[i][0], equal[i][1]);
  assert_false(same(glob("a"), glob("b")));
  assert_false(same(glob("*"), glob("?*")));
}

static void test_canonical_numbering(void **unused) {
  (void)unused;
  const ev_automaton *a = glob("ab");
  static const uint32_t expected[] = {1, 2, 1, 1, 1, 1, 1, 1, 3, 1, 1, 1};
  assert_int_equal(a->states, 4);
  assert_int_equal(a->classes, 3);
  assert_int_equal(a->class_of[0], 0);
  assert_int_equal(a->class_of['a'], 1);
  assert_int_equal(a->class_of['b'], 2);
  assert_int_equal(a->class_of['c'], 0);
  assert_memory_equal(a->table, expected, sizeof expected);
  assert_memory_equal(a->accepting, "\0\0\0\1", 4);
}

static void check_minimal(const ev_automaton *a) {
  /* No two states accept the same: told apart pair by pair, until nothing changes. */
  uint32_t n = a->states;
  bool *apart = ev_realloc(NULL, (size_t)n * n * sizeof *apart);
  assert_non_null(apart);
  for (uint32_t i = 0; i < n * n; i++) apart[i] = a->accepting[i / n] != a->accepting[i % n];
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t i = 0; i < n * n; i++)
      for (uint32_t c = 0; !apart[i] && c < a->classes; c++)
        if (apart[a->table[i / n * a->classes + c] * n + a->table[i % n * a->classes + c]])
          apart[i] = changed = true;
  }
  for (uint32_t i = 0; i < n * n; i++) assert_int_equal(apart[i], i / n != i % n);
  ev_free(apart);
  for (uint32_t c = 1; c < a->classes; c++)
    for (uint32_t d = 0; d < c; d++) {
      bool alike = true;
      for (uint32_t i = 0; i < n; i++)
        alike = alike && a->table[i * a->classes + c] == a->table[i * a->classes + d];
      assert_false(alike);
    }
}

static const ev_automaton *random_set(void) {
  spelling texts[3];
  ev_str views[3];
  bool literal[3];
  size_t count = 1 + random_below(3);
  for (size_t k = 0; k < count; k++) {
    literal[k] = random_below(4) == 0;
    texts[k] = literal[k] ? random_name(4) : random_glob(4);
    views[k] = spelling_view(&texts[k]);
  }
  return set_of(views, literal, count);
}

static void test_automata_are_minimal(void **unused) {
  (void)unused;
  for (int i = 0; i < 300; i++) {
    const ev_automaton *a = random_set(), *b = random_set();
    check_minimal(a);
    check_minimal(except(a, b));
    check_minimal(not(a));
    ev_arena_reset(&automata_arena, 1 << 20);
  }
}

/* ---- algebra */

static void check_laws(const ev_automaton *a, const ev_automaton *b, const ev_automaton *c) {
  const ev_automaton *none = set_of(NULL, NULL, 0), *all = glob("*");
  assert_true(same(not(either(a, b)), both(not(a), not(b))));
  assert_true(same(not(both(a, b)), either(not(a), not(b))));
  assert_true(same(not(not(a)), a));
  assert_true(same(either(a, a), a));
  assert_true(same(both(a, a), a));
  assert_true(same(except(a, b), both(a, not(b))));
  assert_true(same(except(a, a), none));
  assert_true(same(either(a, not(a)), all));
  assert_true(same(both(a, not(a)), none));
  assert_true(same(either(a, none), a));
  assert_true(same(both(a, all), a));
  assert_true(same(except(all, a), not(a)));
  assert_true(same(either(a, b), either(b, a)));
  assert_true(same(both(a, b), both(b, a)));
  assert_true(same(either(a, both(a, b)), a));
  assert_true(same(both(a, either(b, c)), either(both(a, b), both(a, c))));
  assert_true(same(either(either(a, b), c), either(a, either(b, c))));
  assert_true(same(except(except(a, b), c), except(a, either(b, c))));
}

static void check_containment(const ev_automaton *a, const ev_automaton *b) {
  ev_str witness = {"", 1};
  ev_pattern_status status = EV_PATTERN_NO_MEMORY;
  const ev_automaton *missing = except(b, a);
  bool contains = ev_automaton_contains(&automata_arena, a, b, &witness, &status);
  assert_int_equal(status, EV_PATTERN_OK);
  assert_int_equal(contains, ev_automaton_is_empty(missing));
  ev_str expected = ev_automaton_witness(&automata_arena, missing);
  assert_int_equal(contains, witness.at == NULL);
  assert_int_equal(contains, expected.at == NULL);
  assert_true(ev_str_equal(witness, expected));
  if (!contains) {
    assert_true(ev_automaton_match(b, witness));
    assert_false(ev_automaton_match(a, witness));
  }
  bool back = ev_automaton_contains(&automata_arena, b, a, &witness, &status);
  assert_int_equal(contains && back, same(a, b));
}

static void test_laws(void **unused) {
  (void)unused;
  for (int i = 0; i < 250; i++) {
    const ev_automaton *a = random_set(), *b = random_set(), *c = random_set();
    check_laws(a, b, c);
    check_containment(a, b);
    check_containment(either(a, b), b);
    check_containment(a, a);
    check_containment(a, both(a, b));
    ev_arena_reset(&automata_arena, 1 << 20);
  }
}

static void test_operations_against_the_naive_matcher(void **unused) {
  (void)unused;
  for (int i = 0; i < 1500; i++) {
    spelling g = random_glob(5), h = random_glob(5);
    const ev_automaton *a = glob_of(spelling_view(&g)), *b = glob_of(spelling_view(&h));
    const ev_automaton *any = either(a, b), *common = both(a, b), *rest = except(a, b), *other = not(a);
    for (int k = 0; k < 12; k++) {
      spelling name = random_name(6);
      ev_str s = spelling_view(&name);
      bool in_a = naive_match(spelling_view(&g), s), in_b = naive_match(spelling_view(&h), s);
      assert_int_equal(ev_automaton_match(any, s), in_a || in_b);
      assert_int_equal(ev_automaton_match(common, s), in_a && in_b);
      assert_int_equal(ev_automaton_match(rest, s), in_a && !in_b);
      assert_int_equal(ev_automaton_match(other, s), !in_a);
    }
    ev_arena_reset(&automata_arena, 1 << 20);
  }
}

static void test_namespaced_sysctls(void **unused) {
  (void)unused;
  const ev_str globs[] = {EV_STR("kernel.shm*"), EV_STR("kernel.msg*"), EV_STR("kernel.sem"),
                          EV_STR("fs.mqueue.*"), EV_STR("net.*"),       EV_STR("vm.min_free_kbytes")};
  const ev_automaton *a = except(set_of(globs, NULL, 6), glob("net.ipv4.tcp_syncookies"));
  assert_true(ev_automaton_match(a, EV_STR("net.ipv4.tcp_syncookie")));
  assert_false(ev_automaton_match(a, EV_STR("net.ipv4.tcp_syncookies")));
  assert_true(ev_automaton_match(a, EV_STR("net.ipv4.tcp_syncookies2")));
  ev_str witness;
  ev_pattern_status status;
  assert_false(ev_automaton_contains(&automata_arena, a, glob("net.*"), &witness, &status));
  assert_true(ev_str_is(witness, "net.ipv4.tcp_syncookies"));
  assert_true(ev_automaton_contains(&automata_arena, glob("*"), a, &witness, &status));
  assert_null(witness.at);
}

/* ---- validity */

static void test_is_valid(void **unused) {
  (void)unused;
  uint32_t table[] = {0, 1, 1, 0};
  uint8_t accepting[] = {0, 1};
  ev_automaton good = {.states = 2, .classes = 2, .table = table, .accepting = accepting}, a = good;
  assert_true(ev_automaton_is_valid(&a));
  a.states = 0;
  assert_false(ev_automaton_is_valid(&a));
  a = good;
  a.classes = 0;
  assert_false(ev_automaton_is_valid(&a));
  a = good;
  a.table = NULL;
  assert_false(ev_automaton_is_valid(&a));
  a = good;
  a.accepting = NULL;
  assert_false(ev_automaton_is_valid(&a));
  a = good;
  a.class_of[255] = 2;
  assert_false(ev_automaton_is_valid(&a));
  a.class_of[255] = 1;
  assert_true(ev_automaton_is_valid(&a));
  table[3] = 2;
  assert_false(ev_automaton_is_valid(&good));
  table[3] = 1;
  accepting[1] = 2;
  assert_false(ev_automaton_is_valid(&good));
}

static void test_is_valid_at_the_limit(void **unused) {
  (void)unused;
  uint32_t *table = EV_NEW_ARRAY(&automata_arena, uint32_t, EV_MAX_AUTOMATON_STATES + 1);
  uint8_t *accepting = EV_NEW_ARRAY(&automata_arena, uint8_t, EV_MAX_AUTOMATON_STATES + 1);
  ev_automaton a = {.states = EV_MAX_AUTOMATON_STATES, .classes = 1, .table = table, .accepting = accepting};
  assert_true(ev_automaton_is_valid(&a));
  a.states++;
  assert_false(ev_automaton_is_valid(&a));
  uint32_t wide[257] = {0};
  a = (ev_automaton){.states = 1, .classes = 256, .table = wide, .accepting = accepting};
  assert_true(ev_automaton_is_valid(&a));
  a.classes++;
  assert_false(ev_automaton_is_valid(&a));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start_automata, end_automata)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_words),
      TEST(test_words_may_hold_any_bytes),
      TEST(test_words_agree_with_globs),
      TEST(test_set_leaves_its_input_alone),
      TEST(test_equal_sets_are_equal_bytes),
      TEST(test_canonical_numbering),
      TEST(test_automata_are_minimal),
      TEST(test_laws),
      TEST(test_operations_against_the_naive_matcher),
      TEST(test_namespaced_sysctls),
      TEST(test_is_valid),
      TEST(test_is_valid_at_the_limit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
