/* The parser: a message for each error, and what it makes of the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse_error_cases.h"
#include "parsing.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void test_errors(void **state) {
  (void)state;
  assert_cases(errors, COUNT(errors));
}

static void test_several_errors(void **state) {
  (void)state;
  assert_cases(several_errors, COUNT(several_errors));
}

static void test_what_could_not_be_read_stays_in_the_tree(void **state) {
  (void)state;
  assert_tree("fn f(a: int): int = 1 +\nset s = { x }\nrule R eror \"t\" { }\nrecord {}\n",
              "(fn f ( int) (field a ( int)) (error)) (error s) (error R) (error )");
  assert_tree(
      "rule R error \"t\" { let x = )\n for y in )\n where a b\n needs )\n require )\n at )\n note )\n say "
      ")\n }",
      "(rule R error \"t\" (let x (error)) (for (generator y (error))) (where (error)) (needs \"\" (error)) "
      "(require (error)) (at (error)) (note (error)) (error))");
  assert_tree("record A { a: , b: int }", "(record A (field a (error)) (field b ( int)))");
  assert_tree("rule R error \"t\" { say \"a {b c} d\" \"{e\" }",
              "(rule R error \"t\" (say (template (string \"a \") (error) (string \" d \") (error))))");
  assert_tree("rule R error \"t\" {\n require a\nset s = {}\n",
              "(rule R error \"t\" (require (error))) (set s (braces))");
}

static void test_control_characters(void **state) {
  (void)state;
  assert_case(
      EV_STR("set s = {} -- \001\002\n\003\nset t = {}"),
      "1:15-1:16 syntax: a control character, which cannot be seen [remove it; in a string, write \\u{1}]\n"
      "2:1-2:2 syntax: a control character, which cannot be seen [remove it; in a string, write \\u{3}]");
  assert_case(
      EV_STR("set\0s = {}"),
      "1:4-1:5 syntax: a control character, which cannot be seen [remove it; in a string, write \\u{0}]");
  assert_case(EV_STR("set\ts\t=\t{}\t-- \t\n"), "(set s (braces))");
}

static void test_minus_in_a_text_is_no_comment(void **state) {
  (void)state;
  assert_case(EV_STR("rule R error \"t\" { say \"{x --y}\" }"),
              "(rule R error \"t\" (say (template (- (name x) (negate (name y))))))");
}

static void test_no_utf8(void **state) {
  (void)state;
  ev_parsed p;
  parse_text(&p, EV_STR("set s = {}\n-- \xff\n"));
  assert_null(p.file);
  assert_int_equal(p.diagnostics.errors, 1);
  assert_string_equal(p.diagnostics.first->code, "encoding");
  assert_int_equal(p.diagnostics.first->span.start, 14);
  assert_false(p.arena.failed);
  ev_arena_free(&p.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_errors),
      cmocka_unit_test(test_several_errors),
      cmocka_unit_test(test_what_could_not_be_read_stays_in_the_tree),
      cmocka_unit_test(test_control_characters),
      cmocka_unit_test(test_minus_in_a_text_is_no_comment),
      cmocka_unit_test(test_no_utf8),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
