/* What an automaton can tell of itself: the least name in which two differ, and how its names start. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "automata.h"
#include "naive.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- witnesses */

static void test_witnesses(void **unused) {
  (void)unused;
  static const struct {
    const char *glob;
    ev_str witness;
  } cases[] = {{"", {"", 0}},
               {"*", {"", 0}},
               {"b*", {"b", 1}},
               {"?", {"\0", 1}},
               {"[!\\\x01-z]", {"\0", 1}},
               {"*b*a", {"ba", 2}},
               {"[b-d]?", {"b\0", 2}},
               {"[\xc3\xa9-\xe2\x82\xac]", {"\xc3\xa9", 2}}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_str witness = ev_automaton_witness(&automata_arena, glob(cases[i].glob));
    if (!witness.at || !ev_str_equal(witness, cases[i].witness)) fail_msg("`%s`", cases[i].glob);
  }
  assert_null(ev_automaton_witness(&automata_arena, set_of(NULL, NULL, 0)).at);
  assert_false(automata_arena.failed);
  const ev_str words[] = {EV_STR("bb"), EV_STR("ba"), EV_STR("aaa"), EV_STR("bc")};
  assert_true(ev_str_is(ev_automaton_witness(&automata_arena, set_of(words, NULL, 4)), "ba"));
}

static bool in_difference(const spelling *globs, ev_str s) {
  return naive_match(spelling_view(&globs[0]), s) && !naive_match(spelling_view(&globs[1]), s);
}

/* The first in order of length, then bytes, of all strings of up to five of the given bytes. */
static bool brute_force(const spelling *globs, const uint8_t *bytes, size_t count, char *out, size_t *size) {
  size_t total = 1;
  for (*size = 0; *size <= 5; ++*size, total *= count)
    for (size_t n = 0; n < total; n++) {
      size_t rest = n;
      for (size_t i = *size; i > 0; i--, rest /= count) out[i - 1] = (char)bytes[rest % count];
      if (in_difference(globs, (ev_str){out, *size})) return true;
    }
  return false;
}

/* All bytes that one of the pieces tells apart from its lower neighbour: a least string needs no others. */
static void test_witnesses_are_least(void **unused) {
  (void)unused;
  static const char *const pieces[] = {"a",   "b",     "*",     "?", "[bc]",
                                       "\\*", "[a-b]", "[!ab]", "c", "[!\\\x01-b]"};
  static const uint8_t bytes[] = {0, 1, '*', '+', 'a', 'b', 'c', 'd'};
  size_t found_any = 0, long_ones = 0;
  for (int i = 0; i < 400; i++) {
    spelling globs[2] = {{.size = 0}, {.size = 0}};
    for (int g = 0; g < 2; g++)
      for (uint32_t n = random_below(g ? 4 : 6); n; n--)
        spelling_append(&globs[g], pieces[random_below(COUNT(pieces))]);
    char expected[8];
    size_t size;
    bool found = brute_force(globs, bytes, COUNT(bytes), expected, &size);
    const ev_automaton *a = except(glob_of(spelling_view(&globs[0])), glob_of(spelling_view(&globs[1])));
    ev_str witness = ev_automaton_witness(&automata_arena, a);
    if (found)
      assert_true(witness.at && ev_str_equal(witness, (ev_str){expected, size}));
    else /* but where all bytes from 80 up are needed, in well-formed sequences or not */
      assert_true(!witness.at || ev_utf8_count(witness) != witness.size ||
                  ev_utf8_invalid_at(witness) != SIZE_MAX);
    found_any += found;
    long_ones += found && size >= 3;
    ev_arena_reset(&automata_arena, 1 << 20);
  }
  assert_true(found_any > 200 && long_ones > 20);
}

/* Classes out of order and without bytes: as a bundle may hold them. */
/* ---- starts */

static void test_starts(void **unused) {
  (void)unused;
  static const struct {
    const char *globs[3];
    const char *starts; /* each in front of a blank */
  } cases[] = {{{"v1"}, "v1 "},
               {{"apps/v1", "apps/v1beta1", "extensions/v1beta1"}, "extensions/v1beta1 apps/v1 "},
               {{"x.io/*"}, "x.io/ "},
               {{"a?c"}, "a "},
               {{"*"}, " "},
               {{"a[b-e]"}, "ae ad ac ab "},
               {{"a[b-f]"}, "a "}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_str globs[3], found[8];
    size_t count = 0, which;
    ev_automaton *a;
    while (count < 3 && cases[i].globs[count]) {
      globs[count] = ev_str_of(cases[i].globs[count]);
      count++;
    }
    assert_int_equal(ev_automaton_set(&automata_arena, &automata_arena, globs, NULL, count, &a, &which, NULL),
                     EV_PATTERN_OK);
    ev_buf text = {0};
    size_t made = ev_automaton_starts(&automata_arena, a, found, COUNT(found));
    for (size_t n = 0; n < made; n++) ev_buf_format(&text, "%.*s ", EV_STR_ARG(found[n]));
    ev_buf_char(&text, '\0');
    assert_string_equal(text.at, cases[i].starts);
    ev_buf_free(&text);
  }
}

static void test_too_many_starts(void **unused) {
  (void)unused;
  ev_str found[4];
  ev_automaton *a;
  assert_int_equal(ev_automaton_glob(&automata_arena, EV_STR("[ab][ab]x"), &a, NULL), EV_PATTERN_OK);
  assert_int_equal(ev_automaton_starts(&automata_arena, a, found, 4), 4);
  assert_int_equal(ev_automaton_starts(&automata_arena, a, found, 3), 0);
}

static void test_witness_of_a_foreign_automaton(void **unused) {
  (void)unused;
  uint32_t table[] = {1, 0, 2, 2, 1, 1, 1, 1, 1, 2, 2, 2};
  uint8_t accepting[] = {0, 0, 1};
  ev_automaton a = {.states = 3, .classes = 4, .table = table, .accepting = accepting};
  memset(a.class_of, 1, sizeof a.class_of);
  a.class_of['x'] = 2;
  a.class_of['y'] = 0;
  assert_true(ev_automaton_is_valid(&a));
  assert_true(ev_str_is(ev_automaton_witness(&automata_arena, &a), "x"));
  accepting[2] = 0;
  assert_null(ev_automaton_witness(&automata_arena, &a).at);
  assert_true(ev_automaton_is_empty(&a));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start_automata, end_automata)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_witnesses),
      TEST(test_witnesses_are_least),
      TEST(test_starts),
      TEST(test_too_many_starts),
      TEST(test_witness_of_a_foreign_automaton),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
