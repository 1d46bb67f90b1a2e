/* Inverse images, against the functions themselves on every short text of a small alphabet; at the limits,
 * and without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "limit.h"
#include "preimage.h"

#define COUNT(a)     (sizeof(a) / sizeof *(a))
#define ALPHABET     "aA:. \n"
#define MOST_LETTERS 6u

static ev_arena arena;

static int set_up(void **unused) {
  (void)unused;
  ev_arena_init(&arena, 0);
  return 0;
}

static int tear_down(void **unused) {
  (void)unused;
  ev_arena_free(&arena);
  return 0;
}

/* ---- every text */

/* The next one: by length, then by letters. False after the last. */
static bool next_text(char *text, size_t *size) {
  static const char letters[] = ALPHABET;
  for (size_t i = *size; i-- > 0;) {
    size_t at = (size_t)(strchr(letters, text[i]) - letters);
    if (letters[at + 1]) {
      text[i] = letters[at + 1];
      return true;
    }
    text[i] = letters[0];
  }
  if (*size == MOST_LETTERS) return false;
  text[(*size)++] = letters[0];
  return true;
}

/* What a function makes of a text; false: nothing. */
typedef bool (*function)(ev_str text, ev_str *out);
typedef ev_pattern_status (*preimage)(const ev_automaton *of, ev_automaton **out);

static const char *const globs[] = {"",     "*",   "a",         "a*",  "*a",    "*A*", "a:*", "?a?",
                                    "[!a]", ": *", "[:a]*[. ]", "a a", "*aa*A", "A.a", "aaa", "a\n*"};

static void hold_against(function f, preimage make) {
  for (size_t i = 0; i < COUNT(globs); i++) {
    ev_automaton *of = NULL, *made = NULL;
    char text[MOST_LETTERS];
    size_t size = 0;
    assert_int_equal(ev_automaton_glob(&arena, ev_str_of(globs[i]), &of, NULL), EV_PATTERN_OK);
    assert_int_equal(make(of, &made), EV_PATTERN_OK);
    assert_true(ev_automaton_is_valid(made));
    do {
      ev_str given = {text, size}, out = {NULL, 0};
      bool expected = f(given, &out) && ev_automaton_match(of, out);
      if (ev_automaton_match(made, given) != expected)
        fail_msg("glob \"%s\", text \"%.*s\"", globs[i], (int)size, text);
    } while (next_text(text, &size));
  }
}

/* ---- the functions */

static char room[MOST_LETTERS];

static bool lower(ev_str text, ev_str *out) {
  for (size_t i = 0; i < text.size; i++) room[i] = text.at[i] == 'A' ? 'a' : text.at[i];
  *out = (ev_str){room, text.size};
  return true;
}

static bool dots_and_colons(ev_str text, ev_str *out) {
  for (size_t i = 0; i < text.size; i++)
    room[i] = text.at[i] == '.' ? ':' : text.at[i] == ':' ? '.' : text.at[i];
  *out = (ev_str){room, text.size};
  return true;
}

static bool without_prefix(ev_str text, ev_str *out) {
  bool there = text.size >= 3 && memcmp(text.at, "aa:", 3) == 0;
  *out = there ? (ev_str){text.at + 3, text.size - 3} : text;
  return true;
}

static bool without_suffix(ev_str text, ev_str suffix, ev_str *out) {
  bool there = text.size >= suffix.size &&
               memcmp(text.at + text.size - suffix.size, suffix.at, suffix.size) == 0;
  *out = there ? (ev_str){text.at, text.size - suffix.size} : text;
  return true;
}

static bool without_colon(ev_str text, ev_str *out) { return without_suffix(text, EV_STR("a:"), out); }
static bool without_letters(ev_str text, ev_str *out) { return without_suffix(text, EV_STR("aaa"), out); }
static bool without_mixed(ev_str text, ev_str *out) { return without_suffix(text, EV_STR("aAa"), out); }

static bool put_together(const char *before, ev_str text, const char *behind, ev_str *out) {
  static char all[MOST_LETTERS + 8];
  int size = snprintf(all, sizeof all, "%s%.*s%s", before, (int)text.size, text.size ? text.at : "", behind);
  *out = (ev_str){all, (size_t)size};
  return true;
}

static bool behind_letters(ev_str text, ev_str *out) { return put_together("aa:", text, "", out); }
static bool before_letters(ev_str text, ev_str *out) { return put_together("", text, "aA", out); }

static bool unchanged(ev_str text, ev_str *out) {
  *out = text;
  return true;
}

static bool before_colon(ev_str text, ev_str *out) {
  const char *found = text.size ? memchr(text.at, ':', text.size) : NULL;
  *out = (ev_str){text.at, found ? (size_t)(found - text.at) : 0};
  return found;
}

static bool after_colon(ev_str text, ev_str *out) {
  const char *found = text.size ? memchr(text.at, ':', text.size) : NULL;
  *out = found ? (ev_str){found + 1, text.size - (size_t)(found + 1 - text.at)} : text;
  return found;
}

static bool trimmed(ev_str text, ev_str *out) {
  while (text.size && (text.at[0] == ' ' || text.at[0] == '\n')) text = (ev_str){text.at + 1, text.size - 1};
  while (text.size && (text.at[text.size - 1] == ' ' || text.at[text.size - 1] == '\n')) text.size--;
  *out = text;
  return true;
}

/* ---- the inverse images */

static ev_pattern_status of_lower(const ev_automaton *of, ev_automaton **out) {
  uint8_t becomes[256];
  for (uint32_t i = 0; i < 256; i++) becomes[i] = (uint8_t)i;
  becomes['A'] = 'a';
  return ev_preimage_bytes(&arena, of, becomes, out);
}

static ev_pattern_status of_dots_and_colons(const ev_automaton *of, ev_automaton **out) {
  uint8_t becomes[256];
  for (uint32_t i = 0; i < 256; i++) becomes[i] = (uint8_t)i;
  becomes['.'] = ':';
  becomes[':'] = '.';
  return ev_preimage_bytes(&arena, of, becomes, out);
}

static ev_pattern_status of_prefix(const ev_automaton *of, ev_automaton **out) {
  return ev_preimage_strip_prefix(&arena, of, EV_STR("aa:"), out);
}

static ev_pattern_status of_no_prefix(const ev_automaton *of, ev_automaton **out) {
  return ev_preimage_strip_prefix(&arena, of, EV_STR(""), out);
}

static ev_pattern_status of_colon(const ev_automaton *of, ev_automaton **out) {
  return ev_preimage_strip_suffix(&arena, of, EV_STR("a:"), out);
}

static ev_pattern_status of_letters(const ev_automaton *of, ev_automaton **out) {
  return ev_preimage_strip_suffix(&arena, of, EV_STR("aaa"), out);
}

static ev_pattern_status of_mixed(const ev_automaton *of, ev_automaton **out) {
  return ev_preimage_strip_suffix(&arena, of, EV_STR("aAa"), out);
}

static ev_pattern_status of_no_suffix(const ev_automaton *of, ev_automaton **out) {
  return ev_preimage_strip_suffix(&arena, of, EV_STR(""), out);
}

static ev_pattern_status of_behind(const ev_automaton *of, ev_automaton **out) {
  return ev_preimage_behind(&arena, of, EV_STR("aa:"), out);
}

static ev_pattern_status of_in_front(const ev_automaton *of, ev_automaton **out) {
  return ev_preimage_in_front(&arena, of, EV_STR("aA"), out);
}

static ev_pattern_status of_before(const ev_automaton *of, ev_automaton **out) {
  return ev_preimage_before(&arena, of, ':', out);
}

static ev_pattern_status of_after(const ev_automaton *of, ev_automaton **out) {
  return ev_preimage_after(&arena, of, ':', out);
}

static ev_pattern_status of_trim(const ev_automaton *of, ev_automaton **out) {
  return ev_preimage_trim(&arena, of, out);
}

static void test_functions(void **unused) {
  (void)unused;
  hold_against(lower, of_lower);
  hold_against(dots_and_colons, of_dots_and_colons);
  hold_against(without_prefix, of_prefix);
  hold_against(unchanged, of_no_prefix);
  hold_against(without_colon, of_colon);
  hold_against(without_letters, of_letters);
  hold_against(without_mixed, of_mixed);
  hold_against(unchanged, of_no_suffix);
  hold_against(behind_letters, of_behind);
  hold_against(before_letters, of_in_front);
  hold_against(before_colon, of_before);
  hold_against(after_colon, of_after);
  hold_against(trimmed, of_trim);
}

/* ---- pieces: several values, of which one suffices */

static bool has_piece(const ev_automaton *of, ev_str text) {
  for (size_t start = 0, i = 0; i <= text.size; i++) {
    if (i < text.size && text.at[i] != ':') continue;
    if (ev_automaton_match(of, (ev_str){text.at + start, i - start})) return true;
    start = i + 1;
  }
  return false;
}

static void test_pieces(void **unused) {
  (void)unused;
  for (size_t i = 0; i < COUNT(globs); i++) {
    ev_automaton *of = NULL, *made = NULL;
    char text[MOST_LETTERS];
    size_t size = 0;
    assert_int_equal(ev_automaton_glob(&arena, ev_str_of(globs[i]), &of, NULL), EV_PATTERN_OK);
    assert_int_equal(ev_preimage_piece(&arena, of, ':', &made), EV_PATTERN_OK);
    do {
      ev_str given = {text, size};
      if (ev_automaton_match(made, given) != has_piece(of, given))
        fail_msg("glob \"%s\", text \"%.*s\"", globs[i], (int)size, text);
    } while (next_text(text, &size));
  }
}

/* ---- lengths */

static bool is_of_length(uint32_t low, uint32_t high, bool open, const char *text) {
  ev_automaton *made = NULL;
  assert_int_equal(ev_automaton_of_length(&arena, low, high, open, &made), EV_PATTERN_OK);
  return ev_automaton_match(made, ev_str_of(text));
}

static void test_lengths(void **unused) {
  (void)unused;
  assert_true(is_of_length(0, 0, false, ""));
  assert_false(is_of_length(0, 0, false, "a"));
  assert_false(is_of_length(2, 3, false, "a"));
  assert_true(is_of_length(2, 3, false, "ab"));
  assert_true(is_of_length(2, 3, false, "abc"));
  assert_false(is_of_length(2, 3, false, "abcd"));
  assert_true(
      is_of_length(2, 3, false, "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80")); /* code points of 2, 3, 4 bytes */
  assert_false(is_of_length(4, 9, false, "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"));
  assert_false(is_of_length(2, 0, true, "a"));
  assert_true(is_of_length(2, 0, true, "ab"));
  assert_true(is_of_length(2, 0, true, "abcdefgh"));
  assert_true(is_of_length(0, 0, true, ""));
}

/* ---- limits and memory */

static void test_limits(void **unused) {
  (void)unused;
  ev_automaton *of = NULL, *made = NULL;
  assert_int_equal(ev_automaton_of_length(&arena, EV_MAX_AUTOMATON_STATES, 0, true, &made),
                   EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(ev_automaton_of_length(&arena, 0, EV_MAX_AUTOMATON_STATES, false, &made),
                   EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(ev_automaton_literal(&arena, EV_STR("a"), &of), EV_PATTERN_OK);
  char *prefix = EV_NEW_ARRAY(&arena, char, EV_MAX_AUTOMATON_STATES + 1);
  assert_non_null(prefix);
  memset(prefix, 'p', EV_MAX_AUTOMATON_STATES + 1);
  assert_int_equal(ev_preimage_strip_prefix(&arena, of, (ev_str){prefix, EV_MAX_AUTOMATON_STATES + 1}, &made),
                   EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(ev_preimage_strip_prefix(&arena, of, (ev_str){prefix, EV_MAX_AUTOMATON_STATES}, &made),
                   EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(ev_preimage_strip_suffix(&arena, of, (ev_str){prefix, 64}, &made), EV_PATTERN_OK);
  assert_int_equal(ev_preimage_strip_suffix(&arena, of, (ev_str){prefix, 65}, &made),
                   EV_PATTERN_TOO_MANY_STATES);
}

static ev_pattern_status everything(ev_arena *out) {
  uint8_t becomes[256] = {0};
  ev_automaton *of = NULL, *made = NULL;
  ev_pattern_status status = ev_automaton_glob(out, EV_STR("a*b"), &of, NULL);
  if (status == EV_PATTERN_OK) status = ev_preimage_bytes(out, of, becomes, &made);
  if (status == EV_PATTERN_OK) status = ev_preimage_strip_prefix(out, of, EV_STR("ab"), &made);
  if (status == EV_PATTERN_OK) status = ev_preimage_strip_suffix(out, of, EV_STR("ab"), &made);
  if (status == EV_PATTERN_OK) status = ev_preimage_behind(out, of, EV_STR("ab"), &made);
  if (status == EV_PATTERN_OK) status = ev_preimage_in_front(out, of, EV_STR("ab"), &made);
  if (status == EV_PATTERN_OK) status = ev_preimage_before(out, of, 'c', &made);
  if (status == EV_PATTERN_OK) status = ev_preimage_after(out, of, 'c', &made);
  if (status == EV_PATTERN_OK) status = ev_preimage_piece(out, of, 'c', &made);
  if (status == EV_PATTERN_OK) status = ev_preimage_trim(out, of, &made);
  if (status == EV_PATTERN_OK) status = ev_automaton_of_length(out, 1, 2, false, &made);
  return status;
}

static void test_every_allocation_can_fail(void **unused) {
  (void)unused;
  ev_pattern_status status = EV_PATTERN_NO_MEMORY;
  size_t n = 0;
  while (status != EV_PATTERN_OK) {
    ev_arena out;
    ev_arena_init(&out, 0);
    ev_fail_allocation_after(++n);
    status = everything(&out);
    ev_fail_allocation_after(0);
    assert_true(status == EV_PATTERN_OK || status == EV_PATTERN_NO_MEMORY);
    ev_arena_free(&out);
  }
  assert_true(n > 8);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_functions),
      TEST(test_pieces),
      TEST(test_lengths),
      TEST(test_limits),
      TEST(test_every_allocation_can_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
