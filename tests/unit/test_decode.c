/* Text of scalars: where its bytes stand in the source, and JSON inside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "limit.h"
#include "manifest_dump.h"
#include "reading.h"

/* ---- places of text */

static void expect_text_place(const char *text, const char *key, const char *needle, uint32_t line,
                              uint32_t column) {
  ev_node *node = get(read_root(text), key);
  size_t at = ev_str_find(node->text, ev_str_of(needle));
  assert_true(at != SIZE_MAX);
  ev_place place = ev_node_text_place(ev_str_of(text), node, (uint32_t)at);
  if (place.line != line || place.column != column)
    fail_msg("`%s` is at %u:%u, not at %u:%u", needle, place.line, place.column, line, column);
  assert_int_equal(place.end_line, line);
  assert_int_equal(place.end_column, column + 1);
}

static void test_text_places(void **state) {
  (void)state;
  expect_text_place("a: one two\n", "a", "w", 1, 9);
  expect_text_place("a: one\n   two\n\n   three\n", "a", "w", 2, 5);
  expect_text_place("a: one\n   two\n\n   three\n", "a", "r", 4, 6);
  expect_text_place("a: 'it''s \xc3\xa9 x'\n", "a", "s", 1, 9);
  expect_text_place("a: 'it''s \xc3\xa9 x'\n", "a", "x", 1, 13);
  expect_text_place("a: \"\\t\\u00e9\\U0001F600\\x41\\Nz\"\n", "a", "z", 1, 29);
  expect_text_place("a: \"x \\\n    y\\\n  \\  z\"\n", "a", "y", 2, 5);
  expect_text_place("a: \"x \\\n    y\\\n  \\  z\"\n", "a", "z", 3, 6);
  expect_text_place("a: \"x\n\n  y\"\n", "a", "y", 3, 3);
  expect_text_place("a: |\n\n  x\n    y\n", "a", "y", 4, 5);
  expect_text_place("a: |2\n    x\n  y\n", "a", "x", 2, 5);
  expect_text_place("a: |2\n    x\n  y\n", "a", "y", 3, 3);
  expect_text_place("a: |2 # c\r\n    x\r\n  y\r\n", "a", "y", 3, 3);
  expect_text_place("a: |\r\r\n  x\r\r\n  y\r\r\n", "a", "y", 5, 3);
  expect_text_place("a: >\r\r\n  x\r\r\n  y\r\r\n\r\r\n  z", "a", "z", 9, 3);
  expect_text_place("a: x\r\r\n  y", "a", "y", 3, 3);
  expect_text_place("a: >\n  x\n  y\n\n  z\n   w\n\n  v\n", "a", "y", 3, 3);
  expect_text_place("a: >\n  x\n  y\n\n  z\n   w\n\n  v\n", "a", "z", 5, 3);
  expect_text_place("a: >\n  x\n  y\n\n  z\n   w\n\n  v\n", "a", "w", 6, 4);
  expect_text_place("a: >\n  x\n  y\n\n  z\n   w\n\n  v\n", "a", "v", 8, 3);
  expect_text_place("a: >-\n\n   x\n     y\n   z\n", "a", "z", 5, 4);
  expect_text_place("a: >\n\n\n  x\n  y\n", "a", "y", 5, 3);
  expect_text_place("{\"a\": \"x \xc2\x85\xe2\x80\xa8z\"}", "a", "z", 1, 12);
  expect_text_place("a: \"x \xc2\x85 z\"\n", "a", "z", 1, 9);
  expect_text_place("{\"a\": \"\\ud83d\\ude00\\/z\"}", "a", "z", 1, 22);
}

/* Offset in the text of a line and column. */
static size_t offset_of(const char *text, ev_place place) {
  size_t at = 0;
  for (uint32_t line = 1; line < place.line; at++)
    line += text[at] == '\n' || (text[at] == '\r' && text[at + 1] != '\n');
  for (uint32_t column = 1; column < place.column; column++) {
    ev_str rest = ev_str_of(text + at);
    size_t size = 0;
    (void)ev_utf8_next(rest, &size);
    at += size;
  }
  return at;
}

/* Each letter of the value of `a` stands where it is said to; escapes of letters are not among the texts. */
static void expect_letters(const char *text, const char *value) {
  const ev_node *node = get(read_root(text), "a");
  assert_true(ev_str_is(node->text, value));
  for (uint32_t i = 0; i < node->text.size; i++) {
    char c = node->text.at[i];
    if (c < 'a' || c > 'z') continue;
    size_t at = offset_of(text, ev_node_text_place(ev_str_of(text), node, i));
    if (text[at] != c) fail_msg("%s: `%c` is not at byte %zu", text, c, at);
  }
}

static void test_each_letter_has_its_place(void **state) {
  (void)state;
  expect_letters("a: |\n  b\tc\n\n   d\n  e", "b\tc\n\n d\ne\n");
  expect_letters("a: |+ # x\n\n  b\n  \tc\n\n", "\nb\n\tc\n\n");
  expect_letters("a: |2-\n   b\n  c\n# d", " b\nc");
  expect_letters("a: >\n  b\n  \tc\n  d\n   e\n\n\n  f\n  g", "b\n\tc\nd\n e\n\n\nf g\n");
  expect_letters("a: >+\n\n b\n\n\n c\n\n", "\nb\n\nc\n\n");
  expect_letters("a: >2\n   b\n   c\n  d\n  e\n", " b\n c\nd e\n");
  expect_letters("a:\r\n  >\r\n  b\r\n  c\r\n\r\n  d\r\n", "b c\nd\n");
  expect_letters("a: >\n  b\xe2\x80\xa8  c\n  d\n", "b\xe2\x80\xa8"
                                                    "c d\n");
  expect_letters("a: b\n  c\t d\n\n\n  \te\n", "b c\t d\n\ne");
  expect_letters("a: 'b''c\n\n\n  d '\n", "b'c\n\nd ");
  expect_letters("a: \"b \\\n\n  c\\\n\t d\\ \n e\"", "b \ncd  e");
  expect_letters("a: \"b\\_c\\Ld\\Pe\\Nf\\eg\"", "b\xc2\xa0"
                                                 "c\xe2\x80\xa8"
                                                 "d\xe2\x80\xa9"
                                                 "e\xc2\x85"
                                                 "f\x1bg");
  expect_letters("a: \"b\\u00E9c\\U0001F600d\\xbFe\"", "b\xc3\xa9"
                                                       "c\xf0\x9f\x98\x80"
                                                       "d\xc2\xbf"
                                                       "e");
  expect_letters("a: \"b\xe2\x80\xa8 c\xc2\x85 d\"", "b\xe2\x80\xa8"
                                                     "c d");
  expect_letters("{\"a\": \"b\\ud83d\\ude00c\\u00aBd\\/e\\\"f\"}", "b\xf0\x9f\x98\x80"
                                                                   "c\xc2\xab"
                                                                   "d/e\"f");
  /* halves of surrogate pairs */
  expect_letters("{\"a\": \"b\\ud83dc\\ud83d\\u0041d\\udc00e\\ud83d\\nf\\ud83d\"}",
                 "b\xef\xbf\xbd"
                 "c\xef\xbf\xbd"
                 "Ad\xef\xbf\xbd"
                 "e\xef\xbf\xbd\nf\xef\xbf\xbd");
}

static ev_node *decode(const char *text, const char *key, ev_json_error *failure) {
  ev_node *holder = get(read_root(text), key);
  return ev_json_decode(ev_reader_arena(reader), ev_str_of(text), holder, failure);
}

static void expect_decoded(const char *text, const char *expected) {
  ev_json_error failure;
  ev_buf out = {0};
  ev_node *root = decode(text, "a", &failure);
  assert_non_null(root);
  dump_places(&out, root);
  ev_buf_char(&out, '\0');
  assert_string_equal(out.at, expected);
  ev_buf_free(&out);
}

static void test_decode(void **state) {
  (void)state;
  expect_decoded("a: '[{\"n\": 1}]'\n", "a! a list 1:5-1:13 @4\n"
                                        "a![0] a mapping 1:6-1:13 @5\n"
                                        "a![0].n key a string 1:7-1:10 @6\n"
                                        "a![0].n an integer 1:12-1:13 @11\n");
  expect_decoded("a: |\n  {\"n\":\n   [\"\\u0041\", true]}\n", "a! a mapping 2:3-3:19 @7\n"
                                                               "a!n key a string 2:4-2:7 @8\n"
                                                               "a!n a list 3:4-3:19 @16\n"
                                                               "a!n[0] a string 3:5-3:13 @17\n"
                                                               "a!n[1] a boolean 3:15-3:19 @27\n");
  expect_decoded("a: \"{\\\"x\\\": \\\"y\\\"}\"\n", "a! a mapping 1:5-1:18 @4\n"
                                                    "a!x key a string 1:6-1:11 @5\n"
                                                    "a!x a string 1:13-1:18 @12\n");
  expect_decoded("a: '{\"x\": 1, \"x\": 2}'\n", "a! a mapping 1:5-1:20 @4\n"
                                                "a!x key a string 1:6-1:9 @5\n"
                                                "a!x an integer 1:11-1:12 @10 shadowed\n"
                                                "a!x key a string 1:14-1:17 @13\n"
                                                "a!x an integer 1:19-1:20 @18\n");
}

static void expect_undecodable(const char *text, uint32_t at, uint32_t line, uint32_t column) {
  ev_json_error failure = {0};
  assert_null(decode(text, "a", &failure));
  assert_non_null(failure.message);
  if (failure.at != at || failure.place.line != line || failure.place.column != column)
    fail_msg("%s: byte %u at %u:%u", text, failure.at, failure.place.line, failure.place.column);
}

static void test_decode_refuses(void **state) {
  (void)state;
  expect_undecodable("a: ''\n", 0, 1, 5);
  expect_undecodable("a: '[1,]'\n", 3, 1, 8);
  expect_undecodable("a: '[1 2]'\n", 3, 1, 8);
  expect_undecodable("a: '{\"a\" 1}'\n", 5, 1, 10);
  expect_undecodable("a: '{a: 1}'\n", 1, 1, 6);
  expect_undecodable("a: '01'\n", 1, 1, 6);
  expect_undecodable("a: '1.'\n", 2, 1, 7);
  expect_undecodable("a: '[1] x'\n", 4, 1, 9);
  expect_undecodable("a: '\"\\x\"'\n", 1, 1, 6);
  expect_undecodable("a: 'nul'\n", 0, 1, 5);
  expect_undecodable("a: |\n  [\n   1 1]\n", 5, 3, 6);
  expect_undecodable("a: |\n  \"x\n  y\"\n", 2, 2, 5);
  expect_undecodable("a: |-\n  [1", 2, 2, 5);
  expect_undecodable("a: |\n  [1\n", 3, 2, 5);
  expect_undecodable("a: |\n  [1", 3, 2, 5);
  expect_undecodable("a: |+\n  [1\n\n", 4, 2, 5);
  expect_undecodable("a: >\n  [1,\n  2", 6, 3, 4);
  expect_undecodable("a: '\"\\u12'", 5, 1, 10);
  expect_undecodable("a: 1 -", 2, 1, 6);
  expect_undecodable("a: '-x'", 0, 1, 5);
}

static void test_decode_depth(void **state) {
  (void)state;
  for (unsigned depth = EV_MAX_FLOW_DEPTH; depth <= EV_MAX_FLOW_DEPTH + 1; depth++) {
    ev_buf text = {0};
    ev_json_error failure = {0};
    ev_buf_text(&text, "a: '");
    ev_buf_fill(&text, '[', depth);
    ev_buf_fill(&text, ']', depth);
    ev_buf_text(&text, "'\n");
    ev_buf_char(&text, '\0');
    ev_node *root = decode(text.at, "a", &failure);
    assert_int_equal(root != NULL, depth == EV_MAX_FLOW_DEPTH);
    ev_buf_free(&text);
  }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_reader, free_reader)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_text_places),  TEST(test_each_letter_has_its_place),
      TEST(test_decode),       TEST(test_decode_refuses),
      TEST(test_decode_depth),
  };
  return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
