/* What looks at eight bytes at a time against what looks at each: points of a text, strings of JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "json.h"
#include "limit.h"
#include "place.h"
#include "words.h"

static uint32_t state_of_random;

static unsigned next_random(unsigned below) {
  state_of_random = state_of_random * 1664525u + 1013904223u;
  return (state_of_random >> 16) % below;
}

/* Of letters and, now and then, the bytes of `signs`; so that the end of the memory is that of the text. */
static ev_str random_text(size_t size, const char *signs) {
  char *text = malloc(size + 1);
  assert_non_null(text);
  text = realloc(text, size ? size : 1);
  for (size_t i = 0; i < size; i++)
    text[i] = next_random(4) ? (char)('a' + next_random(26)) : signs[next_random((unsigned)strlen(signs))];
  return (ev_str){text, size};
}

static void free_text(ev_str text) { free((char *)(uintptr_t)text.at); }

/* ---- words */

static void test_marks(void **state) {
  (void)state;
  static const char signs[] = "\n\x0b\r\"#\x1f\x20\x7f\x80\xff";
  for (int n = 0; n < 20000; n++) {
    ev_str text = random_text(EV_WORD, signs);
    uint64_t word = ev_word_at(text.at), exactly = ev_word_exactly(word, '\n');
    unsigned count = 0, first = EV_WORD, last = 0, control = EV_WORD;
    for (unsigned i = EV_WORD; i-- > 0;) {
      bool is = text.at[i] == '\n';
      assert_int_equal(exactly >> (8 * i) & 0xff, is ? 0x80 : 0);
      if (is && count++ == 0) last = i;
      if (is) first = i;
      if (text.at[i] >= 0 && text.at[i] < ' ') control = i;
    }
    assert_int_equal(ev_word_count(exactly), count);
    if (count) assert_int_equal(ev_word_last(exactly), last);
    if (count) assert_int_equal(ev_word_first(ev_word_equal(word, '\n')), first);
    if (!count) assert_true(ev_word_equal(word, '\n') == 0);
    assert_true((ev_word_less(word, ' ') != 0) == (control < EV_WORD));
    if (control < EV_WORD) assert_int_equal(ev_word_first(ev_word_less(word, ' ')), control);
    free_text(text);
  }
}

/* ---- points */

static ev_point step(ev_str text, ev_point p) {
  char c = text.at[p.offset++];
  bool pair = c == '\n' && p.offset > 1 && text.at[p.offset - 2] == '\r';
  if (c == '\n' || c == '\r')
    p = (ev_point){p.offset, p.line + !pair, 1};
  else if (((unsigned char)c & 0xc0) != 0x80)
    p.column++;
  return p;
}

static void expect_point(ev_point a, ev_point b) {
  assert_int_equal(a.offset, b.offset);
  assert_int_equal(a.line, b.line);
  assert_int_equal(a.column, b.column);
}

/* From each place to each later one. */
static void check_points(ev_str text) {
  ev_point from = {0, 1, 1};
  for (size_t start = 0; start <= text.size; start++) {
    ev_point to = from;
    for (size_t end = start; end <= text.size; end++) {
      expect_point(ev_point_forward(text, from, end), to);
      if (end < text.size) to = step(text, to);
    }
    if (start < text.size) from = step(text, from);
  }
  expect_point(ev_point_forward(text, from, SIZE_MAX), from);
}

static void test_points(void **state) {
  (void)state;
  static const char *const signs[] = {"\n",       "\r\n",           "\n\x0b\x01",
                                      "\xc3\xa9", "\xe4\xb8\xad\n", "\n\r\r\n\xff\x80"};
  for (size_t size = 0; size < 40; size++)
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
      ev_str text = random_text(size, signs[i]);
      check_points(text);
      free_text(text);
    }
}

/* ---- strings */

static void locate(void *context, size_t at, ev_point *out) {
  (void)context;
  *out = (ev_point){(uint32_t)at, 1, (uint32_t)at + 1};
}

/* Where the string that starts behind the first quote ends, or what is wrong with it, a byte at a time;
 * backslashes are in front of what JSON knows. */
static const char *judge(ev_str text, size_t *at) {
  for (*at = 1; *at < text.size; ++*at) {
    char c = text.at[*at];
    if (c == '"') return NULL;
    if (c >= 0 && c < ' ') return "json-syntax";
    if (c == '\\') ++*at;
  }
  *at = text.size;
  return "json-syntax";
}

static void check_string(ev_str text) {
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ev_tree tree = {.arena = &arena, .most_nodes = EV_MAX_NODES};
  ev_json json = {.tree = &tree, .text = text, .depth = 1, .locate = locate};
  size_t end;
  const char *code = judge(text, &end);
  const ev_node *node = ev_json_value(&json);
  ev_str inner = code ? (ev_str){"", 0} : ev_str_slice(text, 1, end);
  if (!code && ev_utf8_invalid_at(inner) != SIZE_MAX) {
    code = "bad-utf8";
    end = 1 + ev_utf8_invalid_at(inner);
  }
  assert_true((node != NULL) == (code == NULL));
  if (node) {
    assert_int_equal(json.at, end + 1);
    if (!memchr(inner.at, '\\', inner.size)) assert_true(ev_str_equal(node->text, inner));
    size_t open = ev_str_find(node->text, EV_STR("{{"));
    bool template_ = open != SIZE_MAX && ev_str_find(ev_str_slice(node->text, open + 2, node->text.size),
                                                     EV_STR("}}")) != SIZE_MAX;
    assert_true(!(node->flags & EV_FLAG_TEMPLATE) == !template_);
  } else {
    assert_string_equal(json.code, code);
    assert_int_equal(json.error_at, end);
  }
  ev_arena_free(&arena);
}

/* A backslash in front of letters would be malformed for other reasons. */
static void tame_escapes(ev_str text) {
  char *bytes = (char *)(uintptr_t)text.at;
  for (size_t i = 0; i + 1 < text.size; i++)
    if (bytes[i] == '\\') bytes[++i] = 'n';
}

static void test_strings(void **state) {
  (void)state;
  static const char *const signs[] = {
      "\"", "\"\\", "{}{}{}{}\"", "\"\x1f\x7f", "\"\xc3\xa9", "\xe4\xb8\xad\xff\"", "\"\\{}\n\xc3"};
  for (size_t size = 1; size < 40; size++)
    for (size_t i = 0; i < 60 * sizeof signs / sizeof *signs; i++) {
      ev_str text = random_text(size, signs[i / 60]);
      ((char *)(uintptr_t)text.at)[0] = '"';
      tame_escapes(text);
      check_string(text);
      free_text(text);
    }
}

/* Braces that only escapes make. */
static void test_template_in_escapes(void **state) {
  (void)state;
  check_string(EV_STR("\"\\u007b\\u007b x }}\""));
  check_string(EV_STR("\"abcdefgh{{abcdefgh}}abcdefgh\""));
  check_string(EV_STR("\"abcdefgh{{abcdefgh\""));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_marks),
      cmocka_unit_test(test_points),
      cmocka_unit_test(test_strings),
      cmocka_unit_test(test_template_in_escapes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
