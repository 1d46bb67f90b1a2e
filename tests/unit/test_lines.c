/* The quick reader: what it reads, what it leaves to libyaml, and that the trees are the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "limit.h"
#include "lines.h"
#include "manifest_dump.h"

/* Whether the quick reader takes the first document. */
static bool takes(ev_str text, const ev_manifest_limits *limits) {
  ev_builder builder = {0};
  ev_arena arena;
  ev_splitter splitter;
  ev_chunk chunk;
  ev_arena_init(&arena, 0);
  ev_splitter_start(&splitter, text, 0, 1, 1);
  assert_true(ev_splitter_next(&splitter, &chunk));
  ev_builder_start(&builder, &arena, limits, text, &chunk);
  bool taken = ev_lines_suit(&chunk) && ev_lines_read(&builder);
  ev_builder_free(&builder);
  ev_arena_free(&arena);
  return taken;
}

static void dump(ev_buf *out, ev_str text, bool thorough) {
  ev_document document;
  ev_read_error error;
  ev_reader *reader = ev_reader_new(NULL);
  assert_non_null(reader);
  if (thorough) ev_reader_be_thorough(reader);
  dump_stream(out, reader, text);
  ev_reader_start(reader, text);
  while (ev_reader_next(reader, &document, &error) != EV_READ_END)
    if (document.root) dump_places(out, document.root);
  ev_reader_free(reader);
  ev_buf_char(out, '\0');
}

static void expect_same_tree(const char *text) {
  ev_buf quick = {0}, thorough = {0};
  dump(&quick, ev_str_of(text), false);
  dump(&thorough, ev_str_of(text), true);
  assert_string_equal(quick.at, thorough.at);
  ev_buf_free(&quick);
  ev_buf_free(&thorough);
}

static void test_what_it_takes(void **unused) {
  (void)unused;
  static const char *const texts[] = {
      "",
      "# only this\n\n",
      "a: 1",
      "a: 1\nb:\n  c: x y  # z\n  d:\n\ne: ~\n",
      "  a: 1\n  b: 2\n",
      "a:\n- x\n-\n- y: 1\n  z: 2\n- - 1\n  - 2\n-   w:\n    - v\nb: 3\n",
      "\xef\xbb\xbf- \n- a\n-\n", /* libyaml is shown no byte order mark */
      "- a\n-  # c\n  b: 1\n# d\n-\n",
      "a:\n  -1\nb: -1\nc: --x\n:d: :e\n?f: ?g\nd: http://a:80/b#c?d&e*f!g%h@i\ne: a, [b] {c}\n",
      "a :\t1\t# b\nc\td : 2\n",
      "\"a b\": \"c: # d\"\n'e': 'f''g'\n\"h\": \"i\\\"j\\\\k\\nl\\tm\"\n",
      "yes: no\n1: 2\n1.5: 0x10\na: 1\na: 2\n'1': 3\n",
      "a: {b: 1, 'c': [x, \"y\", -1, http://z], d: {}, \"e\":f} # g\nh: []\n",
      "a: [\n\tb,\n\td ,\t\n e\t\n]\nf: [x # c\n\n \t, y,\t'g'\n\t,\th\n]\n",
      "a: [\n  b, # c\n  d\n]\ne: {f: g,\nh:\n  i\n  }\n",
      "a: |\n  b\n   c\n\n  d\ne: |-\n\n  f\n\n\ng: |+\n  h\n\ni: 1\n",
      "a: >\n  b\n  c\n\n  d\n    e\n\n    f\n  g\nh: >-\n  i\n  j",
      "a: |2\n    b\n   c\nd: |\n  e\n",
      "a:\n- |\n x\n-  >\n  y\n",
      "a: {~: 1, b: .inf}\na: 1\n",
      "a: '{{ x }}'\nb: |\n  {{ y }}\n",
      "\xc3\xa9: \xe2\x82\xac  # \xf0\x9f\x98\x80\na: {\xc3\xa9: \xc3\xa9, b: c}\nd: |\n  \xc3\xa9\n",
  };
  ev_manifest_limits limits = ev_manifest_limits_default();
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (!takes(ev_str_of(texts[i]), &limits)) fail_msg("not taken: %s", texts[i]);
    expect_same_tree(texts[i]);
  }
}

static void test_what_it_leaves(void **unused) {
  (void)unused;
  static const char *const texts[] = {"\xef\xbb\xbf--- :a:",
                                      "text\n",
                                      "{a: 1}\n",
                                      "a: 1\n b: 2\n",
                                      "a: b\n  c\n",
                                      "a: 'b\n  c'\n",
                                      "a: \"b\n  c\"\n",
                                      "a: \"\\x41\"\n",
                                      "a: \"\\/\"\n",
                                      "a: &b 1\n",
                                      "a: *b\n",
                                      "a: !b 1\n",
                                      "? a\n: 1\n",
                                      "<<: {a: 1}\n",
                                      "'<<': 1\n",
                                      "a: {<<: {}}\n",
                                      "a:\n\tb: 1\n",
                                      "a: - b\n",
                                      "a: b: c\n",
                                      "a: 1\r\n",
                                      "a: 1\n...\n",
                                      "a: {b, c}\n",
                                      "a: [b: c]\n",
                                      "a: [b, ]\n",
                                      "a: {b: }\n",
                                      "a: [b c\n d]\n",
                                      "a: {b:c, d:[e]}\n",
                                      "a: [?]\n",
                                      "a: {b:}\n",
                                      "a: [b:?]\n",
                                      "a: [b\n\t]\n",
                                      "a: [b\n\n \t, d]\n",
                                      "a: {b: c\n\t",
                                      "a: {{ b }}\n",
                                      "a: |\nb: 1\n",
                                      "a: |\n   \n  b\n",
                                      "a: |\n \tb\n",
                                      "a: |0\n b\n",
                                      "a: \x01\n",
                                      "a: \x7f\n",
                                      "a: \xff\n",
                                      "a: \xc2\x80\n",
                                      "a: \xef\xbb\xbf\n",
                                      "a: \xef\xbf\xbe\n",
                                      "a: b\n- c\n",
                                      "- a\nb: c\n",
                                      "a:\n    b: 1\n  c: 2\n",
                                      "-\ta: 1\n",
                                      "a: 'b'# c\n",
                                      "a: [b]c\n",
                                      "a: %b\n",
                                      "a: @b\n",
                                      "a: `b\n",
                                      "a: ]\n",
                                      "a: \"\\",
                                      "a: [",
                                      "a: 'b"};
  ev_manifest_limits limits = ev_manifest_limits_default();
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (takes(ev_str_of(texts[i]), &limits)) fail_msg("taken: %s", texts[i]);
    expect_same_tree(texts[i]);
  }
}

static void test_length_of_keys(void **unused) {
  (void)unused;
  ev_manifest_limits limits = ev_manifest_limits_default();
  for (size_t length = 999; length <= 1001; length++) {
    ev_buf text = {0};
    ev_buf_fill(&text, 'k', length);
    ev_buf_text(&text, ": 1\n");
    assert_int_equal(takes(ev_buf_view(&text), &limits), length <= 1000);
    ev_buf_free(&text);
  }
}

static void test_limits(void **unused) {
  (void)unused;
  ev_manifest_limits limits = ev_manifest_limits_default();
  limits.block_depth = 2;
  limits.flow_depth = 1;
  limits.nodes = 5;
  assert_true(takes(EV_STR("a:\n  b: 1\n"), &limits));
  assert_false(takes(EV_STR("a:\n  b:\n    c: 1\n"), &limits));
  assert_true(takes(EV_STR("a: []\n"), &limits));
  assert_false(takes(EV_STR("a: [[]]\n"), &limits));
  assert_true(takes(EV_STR("a: 1\nb: 2\n"), &limits));
  assert_false(takes(EV_STR("a: 1\nb: 2\nc: 3\n"), &limits));
}

/* At every allocation that may fail, the document is read, or it is said that there is no memory. */
static void test_without_memory(void **unused) {
  (void)unused;
  static const char text[] = "a: [1, {b: c}]\nd: |\n  e\nf: \"\\n\"\n";
  ev_read_status status = EV_READ_NO_MEMORY;
  for (size_t n = 1; status != EV_READ_DOCUMENT; n++) {
    ev_document document;
    ev_read_error error;
    ev_reader *reader = ev_reader_new(NULL);
    ev_reader_start(reader, EV_STR(text));
    ev_fail_allocation_after(n);
    status = ev_reader_next(reader, &document, &error);
    ev_fail_allocation_after(0);
    assert_true(status == EV_READ_DOCUMENT || status == EV_READ_NO_MEMORY);
    ev_reader_free(reader);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_it_takes),
                                     cmocka_unit_test(test_what_it_leaves),
                                     cmocka_unit_test(test_length_of_keys), cmocka_unit_test(test_limits),
                                     cmocka_unit_test(test_without_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
