/* Patterns of paths, as gitignore(5) describes them. Each row was held against `git check-ignore`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ignore.h"

static void expect_match(const char *pattern, const char *path, bool expected) {
  if (ev_ignore_match(ev_str_of(pattern), ev_str_of(path)) != expected)
    fail_msg("`%s` should %smatch `%s`", pattern, expected ? "" : "not ", path);
}

static void test_globs(void **context) {
  (void)context;
  static const struct {
    const char *pattern, *path;
    bool matches;
  } rows[] = {
      {"a", "a", true},
      {"a", "b", false},
      {"a", "ab", false},
      {"ab", "a", false},
      {"*", "abc", true},
      {"*", "a/b", false},
      {"a*c", "abbc", true},
      {"a*c", "abcb", false},
      {"*a*b*", "xxaxxbxx", true},
      {"*a*b*", "xxbxxaxx", false},
      {"a/*", "a/b", true},
      {"a/*", "a/b/c", false},
      {"a*b", "a/b", false},
      {"?", "a", true},
      {"?", "/", false},
      {"a?c", "a/c", false},
      {"a??", "ab", false},
      {"**/b", "b", true},
      {"**/b", "a/b", true},
      {"**/b", "a/c/b", true},
      {"**/b", "ab", false},
      {"a/**", "a/b", true},
      {"a/**", "a/b/c", true},
      {"a/**", "a", false},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "ab", false},
      {"a/**/b/*/c", "a/x/b/b/y/c", true},
      {"a/**/b*/**/c", "a/1/bb/2/3/c", true},
      {"a/**/b*/**/c", "a/1/cc/2/3/c", false},
      {"***", "abc", true},
      {"a**", "a/b", false},
      {"a**b", "axxb", true},
      {"[ab]", "b", true},
      {"[ab]", "c", false},
      {"[a-c]x", "bx", true},
      {"[!a-c]x", "bx", false},
      {"[^a-c]x", "dx", true},
      {"[!a]", "/", false},
      {"[]a]", "]", true},
      {"[a-]", "-", true},
      {"[\\]]", "]", true},
      {"[[:digit:]]", "7", true},
      {"[[:digit:]]", "x", false},
      {"[[:nonsense:]]", "x", false},
      {"[a", "[a", false},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"a\\", "a\\", true},
      {"\xff*", "\xff\xfe", true},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    expect_match(rows[i].pattern, rows[i].path, rows[i].matches);
}

static ev_ignore_answer ask(const char *lines, const char *path, bool is_folder) {
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ev_ignore *ignore = ev_ignore_new(&arena);
  assert_true(ev_ignore_add_text(&arena, ignore, ev_str_of(lines)));
  ev_ignore_answer answer = ev_ignore_ask(ignore, ev_str_of(path), is_folder);
  ev_arena_free(&arena);
  return answer;
}

static void test_lines(void **context) {
  (void)context;
  static const struct {
    const char *lines, *path;
    bool is_folder;
    ev_ignore_answer answer;
  } rows[] = {
      {"b", "a/b", false, EV_IGNORE_MATCH}, /* without a slash: at any depth */
      {"/b", "b", false, EV_IGNORE_MATCH},  /* with one: from the folder on */
      {"/b", "a/b", false, EV_IGNORE_UNTOLD},
      {"a/b", "a/b", false, EV_IGNORE_MATCH},
      {"a/b", "x/a/b", false, EV_IGNORE_UNTOLD},
      {"b/", "a/b", true, EV_IGNORE_MATCH}, /* a slash behind: folders only */
      {"b/", "a/b", false, EV_IGNORE_UNTOLD},
      {"*.yaml\n!keep.yaml", "a/keep.yaml", false, EV_IGNORE_NEGATED}, /* the last one decides */
      {"!keep.yaml\n*.yaml", "keep.yaml", false, EV_IGNORE_MATCH},
      {"# b\n\n   \n", "b", false, EV_IGNORE_UNTOLD},
      {"\\#b", "#b", false, EV_IGNORE_MATCH},
      {"\\!b", "!b", false, EV_IGNORE_MATCH},
      {"b  \r\n", "b", false, EV_IGNORE_MATCH},
      {"b\\ ", "b ", false, EV_IGNORE_MATCH},
      {"\xef\xbb\xbf"
       "b",
       "b", false, EV_IGNORE_MATCH},
      {"/", "b", true, EV_IGNORE_UNTOLD},
      {"!", "b", true, EV_IGNORE_UNTOLD},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (ask(rows[i].lines, rows[i].path, rows[i].is_folder) != rows[i].answer)
      fail_msg("row %zu: `%s` asked of `%s`", i, rows[i].lines, rows[i].path);
}

/* A matcher that tries every `*` again would not come back from this. */
static void test_hostile_pattern(void **context) {
  (void)context;
  ev_buf pattern = {0}, path = {0};
  for (int i = 0; i < 2000; i++) ev_buf_text(&pattern, i % 10 ? "*a" : "/**/");
  ev_buf_char(&pattern, 'b');
  for (int i = 0; i < 4000; i++) ev_buf_char(&path, i % 7 ? 'a' : '/');
  assert_false(ev_ignore_match(ev_buf_view(&pattern), ev_buf_view(&path)));
  ev_buf_free(&pattern);
  ev_buf_free(&path);
}

static void test_without_memory(void **context) {
  (void)context;
  for (size_t n = 1;; n++) {
    ev_arena arena;
    ev_arena_init(&arena, 0);
    ev_fail_allocation_after(n);
    ev_ignore *ignore = ev_ignore_new(&arena);
    bool added = ignore && ev_ignore_add_text(&arena, ignore, EV_STR("a\nb\n"));
    ev_fail_allocation_after(0);
    ev_arena_free(&arena);
    if (added) break;
    assert_true(n < 100);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_globs),
      cmocka_unit_test(test_lines),
      cmocka_unit_test(test_hostile_pattern),
      cmocka_unit_test(test_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
