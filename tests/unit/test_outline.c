/* What is told of a text before it is parsed: whether a stream is one JSON object, whether a document is one
 * block collection. Whoever says so must be right,
 * for nothing reads the text after that; who denies it costs time only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "limit.h"
#include "outline.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* With so many bytes in front that it is large enough to be looked at. */
static bool is_json(const char *value) {
  ev_buf text = {0};
  ev_buf_text(&text, "{\"padding\": \"");
  ev_buf_fill(&text, 'x', EV_LEAST_RULED_OUT);
  ev_buf_format(&text, "\", \"value\": %s", value);
  bool is = ev_outline_is_json(ev_buf_view(&text));
  ev_buf_free(&text);
  return is;
}

static void test_values(void **state) {
  (void)state;
  static const char *const good[] = {
      "null}",
      "true}",
      "false }\n",
      "0}",
      "-0}",
      "12}",
      "-12.5}",
      "1e5}",
      "1E+5}",
      "1.25e-05}",
      "\"\"}",
      "\"a\\n\\u00e9\\u00AB\\\"\\\\\\/\\b\\f\\r\\t\"}",
      "\"\xc3\xa9\xe2\x9c\x93\"}",
      "[]}",
      "{}}",
      "[1,[2, {\"a\": [ ]}],\t3\r\n]}",
      "{\"a\":{\"b\":1}, \"c\" : 2}}",
      " 1 ,\"more\":[ ] } \n",
  };
  static const char *const bad[] = {
      "nul}",         "True}",     "+1}",        "01}",       "1.}",           ".5}",       "1e}",
      "1e+}",         "-}",        "--1}",       "0x1}",      "\"a}",          "\"\\x\"}",  "\"\\u12g4\"}",
      "\"\\u12\"}",   "\"\\",      "\"\n\"}",    "\"\x01\"}", "\"\xff\"}",     "\"\xc3\"}", "[}",
      "[1,]}",        "[,1]}",     "[1 2]}",     "[1]",       "{\"a\"}}",      "{\"a\":}}", "{a: 1}}",
      "{\"a\": 1,}}", "{'a': 1}}", "1",          "1}}",       "1} {}",         "1}\n---\n", "}",
      "1]",           "[1}}",      "{\"a\" 1}}", "{1: 1}}",   "{\"a\n\": 1}}", "# c\n1}",   "~}",
      "1, 2}",        "1,}",       "'a'}",
  };
  for (size_t i = 0; i < COUNT(good); i++) {
    if (!is_json(good[i])) print_error("%s\n", good[i]);
    assert_true(is_json(good[i]));
  }
  for (size_t i = 0; i < COUNT(bad); i++) {
    if (is_json(bad[i])) print_error("%s\n", bad[i]);
    assert_false(is_json(bad[i]));
  }
}

/* With so many bytes behind that it is large enough to be looked at. */
static bool is_block(const char *text, size_t comment, char filler) {
  ev_splitter splitter;
  ev_chunk chunk;
  ev_buf all = {0};
  ev_buf_text(&all, text);
  ev_buf_text(&all, "\n#");
  ev_buf_fill(&all, filler, comment);
  ev_splitter_start(&splitter, ev_buf_view(&all), 0, 1, 1);
  assert_true(ev_splitter_next(&splitter, &chunk));
  bool is = ev_outline_is_block(&chunk);
  ev_buf_free(&all);
  return is;
}

static void test_blocks(void **state) {
  (void)state;
  static const char *const good[] = {
      "a: 1",    "a:",   "a:\tb",  "a:\r\nb:\r\n", "Az09_-./: 1", "# b\n\n  \t\n \r\n# c\na: 1", "- a", "-",
      "-\tb: 1", "- -a", "-  # b", "a: 1\n .b: 1", "a: \"",
  };
  static const char *const bad[] = {
      "",        "b",          "a:1",      "a :1",         "\"a\": 1",    "{a: 1}",      "[a]",
      "-a",      "- - a",      "- -",      "-  -\tb",      "---a",        "? a",         "&a b: 1",
      "!a b: 1", "*a : 1",     " a: 1",    "\ta: 1",       "\xc3\xa9: 1", "a: {{ b }}",  "a: 1\n...\n",
      "...",     "a: |\n...b", "a: 1\n%b", "a: b\n...\rc", "a: \xc2\x85", "--- b\na: 1", ": a",
  };
  for (size_t i = 0; i < COUNT(good); i++)
    if (!is_block(good[i], EV_LEAST_RULED_OUT, ' ')) fail_msg("denied: %s", good[i]);
  for (size_t i = 0; i < COUNT(bad); i++)
    if (is_block(bad[i], EV_LEAST_RULED_OUT, ' ')) fail_msg("said: %s", bad[i]);
}

static void test_sizes_of_blocks(void **state) {
  (void)state;
  const char *text = "a: 1\n b: 2"; /* which cannot be read, but that is not asked */
  size_t size = strlen(text) + 2;
  assert_false(is_block(text, EV_LEAST_RULED_OUT - size - 1, 'x'));
  assert_true(is_block(text, EV_LEAST_RULED_OUT - size, 'x'));
  assert_true(is_block(text, EV_MOST_RULED_OUT - size, 'x'));
  assert_false(is_block(text, EV_MOST_RULED_OUT - size + 1, 'x'));
  assert_false(is_block(text, EV_MOST_RULED_OUT - size, ' ')); /* as if indented without end */
}

/* 64 levels, the outermost included, and one more. */
static void test_depth(void **state) {
  (void)state;
  for (unsigned levels = 63; levels <= 64; levels++) {
    ev_buf text = {0};
    ev_buf_fill(&text, '[', levels);
    ev_buf_fill(&text, ']', levels);
    ev_buf_text(&text, "}");
    ev_buf_char(&text, '\0');
    assert_int_equal(is_json(text.at), levels < 64);
    ev_buf_free(&text);
  }
}

static void test_sizes(void **state) {
  (void)state;
  ev_buf text = {0};
  for (size_t size = EV_LEAST_RULED_OUT - 1; size <= EV_LEAST_RULED_OUT; size++) {
    text.size = 0;
    ev_buf_char(&text, '{');
    ev_buf_fill(&text, ' ', size - 2);
    ev_buf_char(&text, '}');
    assert_int_equal(ev_outline_is_json(ev_buf_view(&text)), size == EV_LEAST_RULED_OUT);
  }
  for (size_t size = EV_MOST_RULED_OUT; size <= EV_MOST_RULED_OUT + 1; size++) {
    text.size = 0;
    ev_buf_char(&text, '{');
    ev_buf_fill(&text, ' ', size - 2);
    ev_buf_char(&text, '}');
    assert_int_equal(ev_outline_is_json(ev_buf_view(&text)), size == EV_MOST_RULED_OUT);
  }
  text.size = 0;
  ev_buf_char(&text, '[');
  ev_buf_fill(&text, ' ', EV_LEAST_RULED_OUT);
  ev_buf_char(&text, ']');
  assert_false(ev_outline_is_json(ev_buf_view(&text)));
  assert_false(ev_outline_is_json((ev_str){NULL, 0}));
  ev_buf_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_values), cmocka_unit_test(test_depth),           cmocka_unit_test(test_sizes),
      cmocka_unit_test(test_blocks), cmocka_unit_test(test_sizes_of_blocks),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
