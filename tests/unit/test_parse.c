/* The parser: a tree for each production, and where its nodes stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parsing.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- what parses */

static void test_expressions(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(expressions); i++) {
    ev_buf text = {0}, expected = {0};
    ev_buf_format(&text, "fn f(): int = %s", expressions[i].text);
    ev_buf_format(&expected, "(fn f ( int) %s)", expressions[i].expected);
    ev_buf_char(&expected, '\0');
    assert_case(ev_buf_view(&text), expected.at);
    ev_buf_free(&text);
    ev_buf_free(&expected);
  }
}

static void test_declarations(void **state) {
  (void)state;
  assert_cases(declarations, COUNT(declarations));
}

static void test_largest_number(void **state) {
  (void)state;
  assert_case(EV_STR("fn f(): int = 170141183460469231731687303715884105727"),
              "(fn f ( int) (int 170141183460469231731687303715884105727))");
  assert_case(
      EV_STR("set s = { -170141183460469231731687303715884105727 }"),
      "(set s (braces -170141183460469231731687303715884105727..-170141183460469231731687303715884105727))");
}

static const char *const keywords[] = {
    "use",     "record",   "open",      "closed", "view",   "counted", "scope", "set",      "glob",
    "param",   "fn",       "effective", "table",  "decode", "from",    "json",  "rule",     "shape",
    "test",    "let",      "for",       "each",   "pair",   "in",      "where", "provided", "needs",
    "require", "forbid",   "at",        "note",   "say",    "unsure",  "help",  "see",      "tags",
    "case",    "else",     "if",        "then",   "is",     "not",     "and",   "or",       "except",
    "any",     "all",      "none",      "first",  "last",   "true",    "false", "absent",   "refused",
    "unknown", "infinity", "of",        "given",  "expect", "nothing", "with"};

static bool parses(const char *format, const char *word) {
  ev_parsed p;
  ev_buf text = {0};
  for (; *format; format++) {
    if (*format == '@')
      ev_buf_text(&text, word);
    else
      ev_buf_char(&text, *format);
  }
  parse_text(&p, ev_buf_view(&text));
  bool ok = p.diagnostics.errors == 0;
  ev_buf_free(&text);
  ev_arena_free(&p.arena);
  return ok;
}

static void test_keywords_are_names_where_nothing_else_can_stand(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(keywords); i++) {
    assert_true(parses("record A { @: int, x: int also { @ } }", keywords[i]));
    assert_true(parses("fn f(): int = a.@?.@.@ + 1", keywords[i]));
    assert_true(parses("view v: P { R \"v1\" K at @.@, a.@ }", keywords[i]));
    assert_false(parses("fn @(): int = 1", keywords[i]));
    assert_false(parses("fn f(@: int): int = 1", keywords[i]));
    assert_false(parses("rule R error \"t\" { let @ = 1 }", keywords[i]));
  }
}

static void test_soft_words_are_names(void **state) {
  (void)state;
  static const char *const words[] = {"on",     "error",    "warning",  "also", "elsewhere", "unjudged",
                                      "one",    "map",      "type",     "int",  "bool",      "interval",
                                      "string", "quantity", "trailing", "glo",  "notes"};
  for (size_t i = 0; i < COUNT(words); i++) {
    assert_true(parses("fn @(@: @): @ = @ + @.@ - @(1)", words[i]));
    assert_true(
        parses("rule @ error \"t\" { let @ = @ for @ in @ require @ < @ at @ note @ \"x {@}\" }", words[i]));
    assert_true(parses("record @ { @: int = 1 @: bool unjudged }", words[i]));
  }
}

/* ---- places */

static ev_str text_of(const ev_parsed *p, ev_span span) {
  return ev_str_slice(p->source.text, span.start, span.end);
}

static void assert_text(const ev_parsed *p, ev_span span, const char *expected) {
  ev_str text = text_of(p, span);
  assert_int_equal(text.size, strlen(expected));
  assert_memory_equal(text.at, expected, text.size);
}

static void test_spans_of_expressions(void **state) {
  (void)state;
  ev_parsed p;
  parse_text(&p, EV_STR("fn f(): int = -- c\n  (a.b + 1) is not in g(x)?[\"k\"]"));
  const ev_expr *is_in = p.file->decls->expr;
  assert_int_equal(is_in->kind, EV_E_IS_IN);
  assert_text(&p, is_in->span, "(a.b + 1) is not in g(x)?[\"k\"]");
  assert_text(&p, is_in->where, "is");
  assert_text(&p, is_in->a->span, "(a.b + 1)");
  assert_text(&p, is_in->a->where, "+");
  assert_text(&p, is_in->a->a->span, "a.b");
  assert_text(&p, is_in->a->a->where, "b");
  assert_text(&p, is_in->b->where, "?[\"k\"]");
  assert_text(&p, is_in->b->a->span, "g(x)");
  assert_text(&p, is_in->b->a->where, "g");
  ev_arena_free(&p.arena);
}

static void test_spans_inside_texts(void **state) {
  (void)state;
  ev_parsed p;
  parse_text(&p, EV_STR("rule R error \"t\" {\n  say \"a \\n {x.y + f(\\\"k\\\")} b\" \"{z}\"\n}\n"));
  const ev_expr *say = p.file->decls->clauses->say;
  assert_int_equal(say->kind, EV_E_TEMPLATE);
  assert_text(&p, say->span, "\"a \\n {x.y + f(\\\"k\\\")} b\" \"{z}\"");
  const ev_expr *sum = say->args->next;
  assert_text(&p, sum->span, "x.y + f(\\\"k\\\")");
  assert_text(&p, sum->a->where, "y");
  assert_text(&p, sum->b->args->span, "\\\"k\\\"");
  assert_text(&p, sum->next->next->span, "z");
  ev_arena_free(&p.arena);
}

static void test_spans_of_declarations(void **state) {
  (void)state;
  ev_parsed p;
  parse_text(&p, EV_STR("## doc\ncounted view v: P { R \"v1\" K at a.b } -- c\nset s = {} "));
  const ev_decl *view = p.file->decls;
  assert_text(&p, view->span, "counted view v: P { R \"v1\" K at a.b }");
  assert_text(&p, view->name.span, "v");
  assert_text(&p, view->rows->span, "R \"v1\" K at a.b");
  assert_text(&p, view->rows->versions->word.span, "\"v1\"");
  assert_text(&p, view->rows->paths->span, "a.b");
  assert_text(&p, view->next->span, "set s = {}");
  assert_ptr_equal(view->file, p.file);
  ev_arena_free(&p.arena);
}

static void test_offset_of_a_manifest(void **state) {
  (void)state;
  ev_parsed p;
  parse_text(&p, EV_STR("test \"t\" {\n  given \"\"\"\n    a: 1\n    b: 2\n    \"\"\"\n}"));
  const ev_decl *test = p.file->decls;
  assert_int_equal(test->given_offset, 23);
  assert_int_equal(test->given_indent, 4);
  assert_memory_equal(test->given.text.at, "a: 1\nb: 2\n", 10);
  ev_arena_free(&p.arena);
  parse_text(&p, EV_STR("test \"t\" { given \"a: 1\" }"));
  assert_int_equal(p.file->decls->given_offset, 18);
  assert_int_equal(p.file->decls->given_indent, 0);
  ev_arena_free(&p.arena);
}

static void test_comments_are_kept(void **state) {
  (void)state;
  ev_parsed p;
  parse_text(&p, EV_STR("-- one  \nset s = { -- two\n  -- three\r\n} --"));
  const ev_comment *comment = p.file->comments;
  static const char *const texts[] = {"-- one", "-- two", "-- three", "--"};
  static const bool trailing[] = {false, true, false, true};
  for (size_t i = 0; i < 4; i++, comment = comment->next) {
    assert_non_null(comment);
    assert_text(&p, comment->span, texts[i]);
    assert_int_equal(comment->trailing, trailing[i]);
  }
  assert_null(comment);
  ev_arena_free(&p.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_expressions),
      cmocka_unit_test(test_declarations),
      cmocka_unit_test(test_largest_number),
      cmocka_unit_test(test_keywords_are_names_where_nothing_else_can_stand),
      cmocka_unit_test(test_soft_words_are_names),
      cmocka_unit_test(test_spans_of_expressions),
      cmocka_unit_test(test_spans_inside_texts),
      cmocka_unit_test(test_spans_of_declarations),
      cmocka_unit_test(test_offset_of_a_manifest),
      cmocka_unit_test(test_comments_are_kept),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
