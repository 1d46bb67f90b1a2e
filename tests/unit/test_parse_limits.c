/* The parser at its limits and without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "limit.h"
#include "parse_error_cases.h"
#include "parsing.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- limits */

static void test_largest_file(void **state) {
  (void)state;
  ev_parsed p;
  ev_buf text = {0};
  ev_buf_fill(&text, ' ', EV_MAX_RULE_FILE_BYTES);
  parse_text(&p, ev_buf_view(&text));
  assert_non_null(p.file);
  ev_arena_free(&p.arena);
  ev_buf_char(&text, ' ');
  parse_text(&p, ev_buf_view(&text));
  assert_null(p.file);
  assert_string_equal(p.diagnostics.first->code, "limit");
  ev_arena_free(&p.arena);
  ev_buf_free(&text);
}

static void repeat(ev_buf *out, const char *text, size_t count) {
  while (count-- > 0) ev_buf_text(out, text);
}

/* NULL, or the code of the only error. */
static const char *code_of_nested(const char *before, const char *open, const char *inner, const char *close,
                                  const char *after, size_t count) {
  ev_parsed p;
  ev_buf text = {0};
  ev_buf_text(&text, before);
  repeat(&text, open, count);
  ev_buf_text(&text, inner);
  repeat(&text, close, count);
  ev_buf_text(&text, after);
  parse_text(&p, ev_buf_view(&text));
  assert_non_null(p.file);
  assert_true(p.diagnostics.errors <= 1);
  const char *code = p.diagnostics.first ? p.diagnostics.first->code : NULL;
  ev_buf_free(&text);
  ev_arena_free(&p.arena);
  return code;
}

typedef struct ev_nesting {
  const char *before, *open, *inner, *close, *after;
  size_t most; /* the deepest that is allowed */
} ev_nesting;

static const ev_nesting nestings[] = {
    {"fn f(): int = ", "(", "x", ")", "", EV_MAX_SYNTAX_DEPTH},
    {"fn f(): int = ", "[", "x", "]", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = ", "f(", "x", ")", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = ", "x[", "x", "]", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = ", "x?[", "x", "]", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = ", "not ", "x", "", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = ", "- ", "x", "", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = ", "1% of ", "x", "", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = x", "", "", ".a", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = x", "", "", " or x", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = x", "", "", " + x", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = ", "if x then x else ", "x", "", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = ", "if x then ", "x", " else x", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = ", "any x in x where x: ", "x", "", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = ", "first x in x where ", "x", "", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int = ", "[x for x in x where ", "x", "]", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): ", "[", "int", "]", " = 1", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): ", "map<", "int", ">", " = 1", EV_MAX_SYNTAX_DEPTH - 1},
    {"fn f(): int", "", "", "? ", " = 1", EV_MAX_SYNTAX_DEPTH - 1},
    {"set s = ", "(", "a", ")", "", EV_MAX_SYNTAX_DEPTH},
    {"set s = ", "not ", "a", "", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"set s = a", "", "", " except a", "", EV_MAX_SYNTAX_DEPTH - 1},
    {"rule R error \"t\" { ", "case { ", "", "} ", "}", EV_MAX_SYNTAX_DEPTH - 1},
    {"rule R error \"t\" { say \"{", "(", "x", ")", "}\" }", EV_MAX_SYNTAX_DEPTH},
};

static void test_nesting(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(nestings); i++) {
    const ev_nesting *n = &nestings[i];
    const char *at_limit = code_of_nested(n->before, n->open, n->inner, n->close, n->after, n->most);
    if (at_limit) print_error("%s%s\n", n->before, n->open);
    assert_null(at_limit);
    static const size_t more[] = {1, 2, 300, 3000, 30000};
    for (size_t k = 0; k < COUNT(more); k++) {
      const char *code = code_of_nested(n->before, n->open, n->inner, n->close, n->after, n->most + more[k]);
      assert_non_null(code);
      assert_string_equal(code, "limit");
    }
  }
}

static void test_open_nesting(void **state) {
  (void)state;
  static const char *const openings[] = {
      "(",        "[",  "{", "f(",     "if ",          "not ",   "any x in x: ", "case { ",
      "\"\"\"\"", "?[", "-", "x ++ (", "[x for x in ", "glob {", "unknown ",     "x is not "};
  for (size_t i = 0; i < COUNT(openings); i++) {
    ev_parsed p;
    ev_buf text = {0};
    ev_buf_text(&text, "rule R error \"t\" { require ");
    repeat(&text, openings[i], 20000);
    parse_text(&p, ev_buf_view(&text));
    assert_non_null(p.file);
    assert_true(p.diagnostics.errors >= 1 && p.diagnostics.errors <= 2);
    ev_buf_free(&text);
    ev_arena_free(&p.arena);
  }
}

static void test_errors_are_not_looked_for_without_end(void **state) {
  (void)state;
  ev_parsed p;
  ev_buf text = {0};
  repeat(&text, "rule R error \"t\" {\n  require a b\n  at ;\n  say \"{\"\n}\n", 1000);
  parse_text(&p, ev_buf_view(&text));
  assert_non_null(p.file);
  assert_true(p.diagnostics.errors >= 100 && p.diagnostics.errors < 110);
  ev_buf_free(&text);
  ev_arena_free(&p.arena);
}

/* Neither the errors of one string, nor the time that its pieces take, grow with the square of their number.
 */
static void test_long_texts(void **state) {
  (void)state;
  static const char *const parts[] = {"{x}", "\\q", "{x y}", "}", "{\\\"", "{f(\\\"{\\\")}"};
  for (size_t i = 0; i < COUNT(parts); i++) {
    ev_parsed p;
    ev_buf text = {0};
    ev_buf_text(&text, "rule R error \"t\" { say \"");
    repeat(&text, parts[i], 20000);
    ev_buf_text(&text, "\" }");
    parse_text(&p, ev_buf_view(&text));
    assert_non_null(p.file);
    assert_true(p.diagnostics.errors <= 110);
    ev_buf_free(&text);
    ev_arena_free(&p.arena);
  }
}

/* ---- no memory */

static bool parses_with_allocations(ev_str text, size_t allocations) {
  ev_parsed p;
  ev_fail_allocation_after(allocations);
  parse_text(&p, text);
  ev_fail_allocation_after(0);
  bool done = !p.arena.failed;
  if (!done) assert_null(p.file);
  if (done) assert_non_null(p.file);
  ev_arena_free(&p.arena);
  return done;
}

static void try_without_memory(ev_str text) {
  size_t n = 1;
  while (!parses_with_allocations(text, n)) n++;
}

static void test_every_allocation_may_fail(void **state) {
  (void)state;
  ev_buf all = {0};
  for (size_t i = 0; i < COUNT(declarations); i++) {
    try_without_memory(ev_str_of(declarations[i].text));
    if (declarations[i].text[0] == 'u' || declarations[i].text[0] == '\357') continue;
    ev_buf_text(&all, declarations[i].text);
    ev_buf_char(&all, '\n');
  }
  repeat(&all, "rule R error \"t\" { say \"a \\n {b} {c + \\\"\\n\\\"}\" \"d\" help \"x\" \"\\n\" }\n", 30);
  try_without_memory(ev_buf_view(&all));
  ev_buf_free(&all);
  for (size_t i = 0; i < COUNT(errors); i++) try_without_memory(ev_str_of(errors[i].text));
  for (size_t i = 0; i < COUNT(several_errors); i++) try_without_memory(ev_str_of(several_errors[i].text));
}

/* The parser's stack grows on the heap: where it cannot, that is said, and not that the text is too deep. */
static void test_stack_without_memory(void **state) {
  (void)state;
  ev_buf text = {0};
  ev_buf_text(&text, "fn f(): bool = ");
  repeat(&text, "if true then ", EV_MAX_SYNTAX_DEPTH - 10);
  ev_buf_text(&text, "true");
  repeat(&text, " else false", EV_MAX_SYNTAX_DEPTH - 10);
  for (size_t n = 1;; n++) {
    ev_parsed p;
    ev_fail_allocation_after(n);
    parse_text(&p, ev_buf_view(&text));
    ev_fail_allocation_after(0);
    bool done = !p.arena.failed;
    assert_int_equal(p.diagnostics.errors, 0);
    assert_int_equal(p.file != NULL, done);
    ev_arena_free(&p.arena);
    if (done) break;
  }
  ev_buf_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_stack_without_memory),
      cmocka_unit_test(test_largest_file),
      cmocka_unit_test(test_nesting),
      cmocka_unit_test(test_open_nesting),
      cmocka_unit_test(test_errors_are_not_looked_for_without_end),
      cmocka_unit_test(test_long_texts),
      cmocka_unit_test(test_every_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
