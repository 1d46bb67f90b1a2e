/* Globs: against a naive matcher, code point by code point, malformed, and quoted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "automata.h"
#include "naive.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- globs */

static void test_globs(void **unused) {
  (void)unused;
  static const struct {
    const char *glob, *name;
    bool matches;
  } cases[] = {
      {"", "", true},
      {"", "a", false},
      {"a", "a", true},
      {"a", "A", false},
      {"a", "aa", false},
      {"kernel.shm*", "kernel.shmmax", true},
      {"kernel.shm*", "kernel.shm", true},
      {"kernel.shm*", "kernel.sh", false},
      {"kernel.shm*", "kernelxshmmax", false},
      {"*", "", true},
      {"*", "a/b.c/\n\xff", true},
      {"**", "x", true},
      {"a*b*c", "aXbYc", true},
      {"a*b*c", "acb", false},
      {"*.example.com", ".example.com", true},
      {"*.example.com", "a.b.example.com", true},
      {"*.example.com", "example.com", false},
      {"a?c", "abc", true},
      {"a?c",
       "a\xc3\xa9"
       "c",
       true},
      {"a??c",
       "a\xc3\xa9"
       "c",
       false},
      {"a?c", "ac", false},
      {"?", "\xff", false},
      {"?", "\xc3", false},
      {"?", "\n", true},
      {"?", "/", true},
      {"[abc]", "b", true},
      {"[abc]", "d", false},
      {"[a-c]", "c", true},
      {"[a-c]", "d", false},
      {"[!a-c]", "d", true},
      {"[!a-c]", "b", false},
      {"[!a-c]", "", false},
      {"[!a-c]", "\xff", false},
      {"[!a-c]", "\xf0\x9f\x98\x80", true},
      {"[a-]", "-", true},
      {"[-a]", "-", true},
      {"[a-]", "b", false},
      {"[]]", "]", true},
      {"[!]]", "]", false},
      {"[!]]", "a", true},
      {"[]-a]", "^", true},
      {"[]-a]", "b", false},
      {"[\\]]", "]", true},
      {"[\\]]", "\\", false},
      {"[Z-\\]]", "[", true},
      {"[\\!a]", "!", true},
      {"[a!]", "!", true},
      {"[^a]", "^", true},
      {"[^a]", "b", false},
      {"[*?]", "*", true},
      {"[*?]", "x", false},
      {"[[]", "[", true},
      {"[a\\-c]", "b", false},
      {"[a\\-c]", "-", true},
      {"[--0]", "/", true},
      {"[a-bd-e]", "c", false},
      {"[a-bd-e]", "d", true},
      {"[a-cb-d]", "d", true},
      {"[a-db-c]", "d", true},
      {"[!a-db-c]", "d", false},
      {"]", "]", true},
      {"a-b", "a-b", true},
      {"{a,b}", "{a,b}", true},
      {"!a", "!a", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"\\\\", "\\", true},
      {"\\a", "a", true},
      {"\\\xc3\xa9", "\xc3\xa9", true},
      {"\\?*", "?x", true},
      {"[\xc3\xa0-\xc3\xbf]", "\xc3\xa9", true},
      {"[\xc3\xa0-\xc3\xbf]", "\xc3\x9f", false},
      {"[a-\xe2\x82\xac]", "\xc3\xa9", true},
      {"[\xed\x9f\xbf-\xee\x80\x80]", "\xed\x9f\xbf", true},
      {"[\xed\x9f\xbf-\xee\x80\x80]", "\xee\x80\x80", true},
      {"[\xed\x9f\xbf-\xee\x80\x80]", "\xed\xa0\x80", false},
  };
  for (size_t i = 0; i < COUNT(cases); i++)
    if (matches(cases[i].glob, cases[i].name) != cases[i].matches)
      fail_msg("`%s` on `%s`", cases[i].glob, cases[i].name);
}

static void test_malformed_globs(void **unused) {
  (void)unused;
  static const char unclosed[] = "this class is not closed: expected `]`";
  static const char backwards[] = "this range runs backwards: write the lower character first";
  static const char lone[] = "a `\\` at the end quotes nothing: write `\\\\` for a backslash";
  static const char not_utf8[] = "a pattern must be UTF-8: this byte is not";
  static const struct {
    const char *glob;
    uint32_t at;
    const char *message;
  } cases[] = {
      {"[", 0, unclosed},
      {"ab[", 2, unclosed},
      {"[]", 0, unclosed},
      {"[!", 0, unclosed},
      {"[!]", 0, unclosed},
      {"[a", 0, unclosed},
      {"x[a-", 1, unclosed},
      {"[a-b", 0, unclosed},
      {"[a]*[b", 4, unclosed},
      {"[a\\]", 0, unclosed},
      {"[b-a]", 1, backwards},
      {"x[cb-a]", 3, backwards},
      {"[\xc3\xa9-e]", 1, backwards},
      {"[\\b-\\a]", 1, backwards},
      {"\\", 0, lone},
      {"a*\\", 2, lone},
      {"a\\\\\\", 3, lone},
      {"[a\\", 2, lone},
      {"\xff", 0, not_utf8},
      {"a*\xc3", 2, not_utf8},
      {"a\xed\xa0\x80", 1, not_utf8},
      {"[\xff]", 1, not_utf8},
      {"\xc0\x80", 0, not_utf8},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_automaton *made = NULL;
    ev_pattern_error error = {99, ""};
    ev_pattern_status status = ev_automaton_glob(&automata_arena, ev_str_of(cases[i].glob), &made, &error);
    if (status != EV_PATTERN_MALFORMED) fail_msg("`%s` was taken", cases[i].glob);
    assert_null(made);
    if (error.at != cases[i].at) fail_msg("`%s`: at %u", cases[i].glob, error.at);
    assert_string_equal(error.message, cases[i].message);
    assert_int_equal(ev_automaton_glob(&automata_arena, ev_str_of(cases[i].glob), &made, NULL),
                     EV_PATTERN_MALFORMED);
  }
}

static void test_set_names_the_malformed_one(void **unused) {
  (void)unused;
  const ev_str globs[] = {EV_STR("["), EV_STR("a*"), EV_STR("b"), EV_STR("c[")};
  const bool literal[] = {true, false, false, false};
  ev_automaton *made = NULL;
  size_t which = 99;
  ev_pattern_error error;
  assert_int_equal(
      ev_automaton_set(&automata_arena, &automata_arena, globs, literal, 4, &made, &which, &error),
      EV_PATTERN_MALFORMED);
  assert_int_equal(which, 3);
  assert_int_equal(error.at, 1);
  assert_int_equal(ev_automaton_set(&automata_arena, &automata_arena, globs, NULL, 4, &made, &which, NULL),
                   EV_PATTERN_MALFORMED);
  assert_int_equal(which, 0);
  assert_int_equal(ev_automaton_set(&automata_arena, &automata_arena, globs, NULL, 4, &made, NULL, NULL),
                   EV_PATTERN_MALFORMED);
  assert_null(made);
}

static void test_globs_against_the_naive_matcher(void **unused) {
  (void)unused;
  size_t hits = 0;
  for (int i = 0; i < 8000; i++) {
    spelling g = random_glob(6);
    const ev_automaton *a = glob_of(spelling_view(&g));
    for (int k = 0; k < 12; k++) {
      spelling name = random_name(7);
      bool expected = naive_match(spelling_view(&g), spelling_view(&name));
      if (ev_automaton_match(a, spelling_view(&name)) != expected)
        fail_msg("`%.*s` on `%.*s`", EV_STR_ARG(spelling_view(&g)), EV_STR_ARG(spelling_view(&name)));
      hits += expected;
    }
    ev_arena_reset(&automata_arena, 1 << 20);
  }
  assert_true(hits > 10000);
}

static void test_sets_against_the_naive_matcher(void **unused) {
  (void)unused;
  size_t hits = 0;
  for (int i = 0; i < 5000; i++) {
    spelling texts[6];
    ev_str views[6];
    bool literal[6];
    size_t count = random_below(7);
    for (size_t k = 0; k < count; k++) {
      literal[k] = random_below(2);
      texts[k] = literal[k] ? random_name(5) : random_glob(5);
      views[k] = spelling_view(&texts[k]);
    }
    const ev_automaton *a = set_of(views, literal, count);
    for (int n = 0; n < 12; n++) {
      spelling name = random_name(6);
      bool expected = false;
      for (size_t k = 0; k < count; k++)
        expected = expected || (literal[k] ? ev_str_equal(views[k], spelling_view(&name))
                                           : naive_match(views[k], spelling_view(&name)));
      assert_int_equal(ev_automaton_match(a, spelling_view(&name)), expected);
      hits += expected;
    }
    ev_arena_reset(&automata_arena, 1 << 20);
  }
  assert_true(hits > 10000);
}

/* ---- code points */

static ev_str encoded(uint32_t c, char out[4]) { return (ev_str){out, ev_utf8_encode(c, out)}; }

static void test_every_code_point(void **unused) {
  (void)unused;
  const ev_automaton *any = glob("?"), *not_e = glob("[!\xc3\xa9]"), *range = glob("[\xc3\xa9-\xe2\x82\xac]");
  const ev_automaton *wide = glob("[z-\xf0\x9f\x98\x80]");
  for (uint32_t c = 0; c <= 0x10ffff; c++) {
    char bytes[4];
    if (c >= 0xd800 && c < 0xe000) continue;
    ev_str s = encoded(c, bytes);
    if (!ev_automaton_match(any, s)) fail_msg("? on %x", c);
    if (ev_automaton_match(not_e, s) != (c != 0xe9)) fail_msg("[!] on %x", c);
    if (ev_automaton_match(range, s) != (c >= 0xe9 && c <= 0x20ac)) fail_msg("[-] on %x", c);
    if (ev_automaton_match(wide, s) != (c >= 'z' && c <= 0x1f600)) fail_msg("wide on %x", c);
  }
}

/* Every string of up to three bytes, and of four over the bytes that matter. */
static void test_malformed_sequences_are_no_code_points(void **unused) {
  (void)unused;
  static const uint8_t edges[] = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0,
                                  0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
                                  0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xff};
  const ev_automaton *any = glob("?");
  uint32_t c;
  for (uint32_t n = 0; n < 1u << 16; n++) {
    char s[2] = {(char)(n >> 8), (char)n};
    if (ev_automaton_match(any, (ev_str){s, 2}) != (naive_code_point(s, s + 2, &c) == 2)) fail_msg("%04x", n);
    if (ev_automaton_match(any, (ev_str){s, 1}) != (naive_code_point(s, s + 1, &c) == 1)) fail_msg("%04x", n);
  }
  size_t e = COUNT(edges);
  for (size_t n = 0; n < e * e * e * e; n++) {
    char s[4] = {(char)edges[n % e], (char)edges[n / e % e], (char)edges[n / e / e % e],
                 (char)edges[n / e / e / e]};
    for (size_t size = 3; size <= 4; size++)
      if (ev_automaton_match(any, (ev_str){s, size}) != (naive_code_point(s, s + size, &c) == size))
        fail_msg("%zu", n);
  }
}

static uint32_t random_code_point(void) {
  static const uint32_t edges[] = {0,      0x7f,   0x80,    0x7ff,   0x800,   0xfff,   0x1000,   0xd7ff,
                                   0xe000, 0xffff, 0x10000, 0x3ffff, 0x40000, 0xfffff, 0x100000, 0x10ffff};
  uint32_t c = random_below(2) ? edges[random_below(COUNT(edges))] + random_below(5) - 2
                               : random_below(0x110000) >> random_below(20);
  if (c > 0x10ffff) c = 0x10ffff;
  if (c >= 0xd800 && c < 0xe000) c = 0xd7ff;
  return c;
}

static void append_quoted(spelling *t, uint32_t c) {
  t->at[t->size++] = '\\';
  t->size += ev_utf8_encode(c, t->at + t->size);
}

static void test_random_ranges(void **unused) {
  (void)unused;
  for (int i = 0; i < 1500; i++) {
    spelling g = {.at = "[", .size = 1};
    if (random_below(2)) spelling_append(&g, "!");
    for (uint32_t n = 1 + random_below(3); n; n--) {
      uint32_t a = random_code_point(), b = random_code_point();
      append_quoted(&g, a < b ? a : b);
      spelling_append(&g, "-");
      append_quoted(&g, a < b ? b : a);
    }
    spelling_append(&g, "]");
    const ev_automaton *a = glob_of(spelling_view(&g));
    for (int k = 0; k < 60; k++) {
      char bytes[4];
      ev_str s = encoded(random_code_point(), bytes);
      assert_int_equal(ev_automaton_match(a, s), naive_match(spelling_view(&g), s));
    }
    ev_arena_reset(&automata_arena, 1 << 20);
  }
}

static void test_class_of_everything_and_of_nothing(void **unused) {
  (void)unused;
  ev_str all = {"[\0-\xf4\x8f\xbf\xbf]", 8}, none = {"[!\0-\xf4\x8f\xbf\xbf]", 9};
  assert_true(same(glob_of((ev_str){all.at, 8}), glob("?")));
  assert_true(ev_automaton_is_empty(glob_of((ev_str){none.at, 9})));
  assert_true(same(glob_of((ev_str){none.at, 9}), set_of(NULL, NULL, 0)));
}

/* ---- texts, quoting */

static void test_status_texts(void **unused) {
  (void)unused;
  assert_string_equal(ev_pattern_status_text(EV_PATTERN_OK), "nothing more");
  assert_string_equal(ev_pattern_status_text(EV_PATTERN_MALFORMED), "a pattern that is well formed");
  assert_string_equal(ev_pattern_status_text(EV_PATTERN_TOO_MANY_STATES),
                      "an automaton of more than 20000 states, the limit");
  assert_string_equal(ev_pattern_status_text(EV_PATTERN_NO_MEMORY), "more memory than there is");
}

static void test_quote(void **unused) {
  (void)unused;
  static const char *const cases[][2] = {{"", ""},       {"a.b", "a.b"},
                                         {"*", "\\*"},   {"a?[b]\\", "a\\?\\[b]\\\\"},
                                         {"!-]", "!-]"}, {"\xc3\xa9*", "\xc3\xa9\\*"}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_str quoted = ev_glob_quote(&automata_arena, ev_str_of(cases[i][0]));
    assert_non_null(quoted.at);
    assert_true(ev_str_is(quoted, cases[i][1]));
  }
  ev_str quoted = ev_glob_quote(&automata_arena, (ev_str){"\0*", 2});
  assert_true(ev_str_equal(quoted, (ev_str){"\0\\*", 3}));
  for (int i = 0; i < 2000; i++) {
    spelling t = random_glob(8); /* any well-formed text with many special characters */
    ev_automaton *literal = NULL;
    assert_int_equal(ev_automaton_literal(&automata_arena, spelling_view(&t), &literal), EV_PATTERN_OK);
    assert_true(same(literal, glob_of(ev_glob_quote(&automata_arena, spelling_view(&t)))));
    ev_arena_reset(&automata_arena, 1 << 20);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start_automata, end_automata)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_globs),
      TEST(test_malformed_globs),
      TEST(test_set_names_the_malformed_one),
      TEST(test_globs_against_the_naive_matcher),
      TEST(test_sets_against_the_naive_matcher),
      TEST(test_every_code_point),
      TEST(test_malformed_sequences_are_no_code_points),
      TEST(test_random_ranges),
      TEST(test_class_of_everything_and_of_nothing),
      TEST(test_status_texts),
      TEST(test_quote),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
