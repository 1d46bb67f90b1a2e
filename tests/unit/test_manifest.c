/* The manifest reader: flags, lookups, paths, limits, errors, lack of memory. What kubectl makes of a text is
 * tested by test_manifest_conformance.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "limit.h"
#include "manifest_dump.h"
#include "reading.h"
#include <cmocka.h>
#include <stdlib.h>

/* ---- flags */

static void test_flags(void **state) {
  (void)state;
  expect_places("1: x\n\"1\": \"{{ a }}\"\n", " a mapping 1:1-2:15 @0\n"
                                              "1 key a string 1:1-1:2 @0\n"
                                              "1 a string 1:4-1:5 @3 shadowed ambiguous\n"
                                              "1 key a string 2:1-2:4 @5\n"
                                              "1 a string 2:6-2:15 @10 template ambiguous\n");
  expect_places("b: &b {x: 1}\nc: {x: 2, <<: *b}\n", " a mapping 1:1-2:17 @0\n"
                                                     "b key a string 1:1-1:2 @0\n"
                                                     "b a mapping 1:7-1:12 @6\n"
                                                     "b.x key a string 1:8-1:9 @7\n"
                                                     "b.x an integer 1:11-1:12 @10\n"
                                                     "c key a string 2:1-2:2 @13\n"
                                                     "c a mapping 2:4-2:17 @16\n"
                                                     "c.x key a string 2:5-2:6 @17\n"
                                                     "c.x an integer 2:8-2:9 @20 shadowed\n"
                                                     "c.x key a string 1:8-1:9 @7\n"
                                                     "c.x an integer 1:11-1:12 @10 alias 2:15 merged\n");
  assert_int_equal(document.quirks->kind, EV_QUIRK_DIVERGENT);
  assert_ptr_equal(document.quirks->in, get(document.root, "c"));
  assert_int_equal(document.quirks->other->place.column, 5);
}

static bool last_is_ambiguous(const char *text) {
  const ev_node *node = read_root(text)->first;
  while (node->next) node = node->next;
  return node->flags & EV_FLAG_AMBIGUOUS;
}

static void test_ambiguous_keys(void **state) {
  (void)state;
  assert_true(last_is_ambiguous("1: a\n1.0: b\n"));
  assert_true(last_is_ambiguous("1.00000001: a\n1.00000002: b\n"));
  assert_true(last_is_ambiguous("yes: a\n'true': b\n"));
  assert_true(last_is_ambiguous("1: a\n'1': b\n1: c\n"));
  assert_false(last_is_ambiguous("1.0: a\n1.00: b\n"));
  assert_false(last_is_ambiguous("yes: a\non: b\n"));
  assert_false(last_is_ambiguous("0x10: a\n16: b\n"));
  assert_false(last_is_ambiguous("{\"a\": 1, \"a\": 2}"));
}

static void test_template_flag_sees_escapes(void **state) {
  (void)state;
  ev_node *root = read_root("a: \"\\x7b{ x }}\"\nb: \"}} {{\"\n");
  assert_true(get(root, "a")->flags & EV_FLAG_TEMPLATE);
  assert_false(get(root, "b")->flags & EV_FLAG_TEMPLATE);
}

static void test_quirk_of_nel_names_its_node(void **state) {
  (void)state;
  ev_node *root = read_root("a: {b: \"x\xc2\x85y\"}\n");
  assert_ptr_equal(document.quirks->in, get(get(root, "a"), "b"));
}

/* ---- looking at trees */

static void test_get(void **state) {
  (void)state;
  ev_buf text = {0};
  for (int i = 0; i < 100; i++) ev_buf_format(&text, "key%d: %d\n", i, i);
  ev_buf_text(&text, "key7: again\n");
  ev_reader_start(reader, ev_buf_view(&text));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  ev_int value;
  assert_true(ev_node_int(get(document.root, "key63"), &value));
  assert_true(value == 63);
  assert_int_equal(get(document.root, "key7")->kind, EV_NODE_STRING);
  assert_null(get(document.root, "key100"));
  assert_null(get(get(document.root, "key1"), "x"));
  assert_null(ev_node_get(NULL, EV_STR("x"), NULL));
  assert_int_equal(document.root->count, 100);
  ev_buf_free(&text);
}

static void test_get_in_a_large_copy(void **state) {
  (void)state;
  ev_buf text = {0};
  ev_buf_text(&text, "a: &a\n");
  for (int i = 0; i < 30; i++) ev_buf_format(&text, "  k%d: %d\n", i, i);
  ev_buf_text(&text, "b: *a\n");
  ev_reader_start(reader, ev_buf_view(&text));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  ev_node *copy = get(document.root, "b");
  assert_ptr_equal(ev_node_get(copy, EV_STR("k28"), NULL)->parent, copy); /* not yet indexed */
  assert_ptr_equal(get(copy, "k29")->parent, copy);
  assert_ptr_equal(ev_node_get(copy, EV_STR("k3"), NULL), get(copy, "k3"));
  ev_buf_free(&text);
}

static void expect_path(const ev_node *node, const char *expected) {
  ev_buf out = {0};
  ev_node_path(&out, node);
  ev_buf_char(&out, '\0');
  assert_string_equal(out.at, expected);
  ev_buf_free(&out);
}

static void test_paths(void **state) {
  (void)state;
  ev_node *root = read_root("a-b_1: [{\"k8s.x/y\": 1, \"q\\\"\\t\\x1f\": 2, \"\": 3}]\n");
  ev_node *map = get(root, "a-b_1")->first;
  expect_path(root, "");
  expect_path(map, "a-b_1[0]");
  expect_path(get(map, "k8s.x/y"), "a-b_1[0][\"k8s.x/y\"]");
  expect_path(get(map, "k8s.x/y")->key, "a-b_1[0][\"k8s.x/y\"]");
  expect_path(get(map, "q\"\t\x1f"), "a-b_1[0][\"q\\\"\\t\\u001f\"]");
  expect_path(get(map, ""), "a-b_1[0][\"\"]");
}

static void test_path_of_a_deep_node(void **state) {
  (void)state;
  ev_buf text = {0}, expected = {0};
  for (int i = 0; i < 200; i++) {
    ev_buf_text(&text, "- ");
    ev_buf_text(&expected, "[0]");
  }
  ev_buf_text(&text, "x");
  ev_buf_char(&expected, '\0');
  ev_reader_start(reader, ev_buf_view(&text));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  const ev_node *node = document.root;
  while (node->kind == EV_NODE_LIST) node = node->first;
  expect_path(node, expected.at);
  ev_buf_free(&text);
  ev_buf_free(&expected);
}

static void test_spelling(void **state) {
  (void)state;
  static const struct {
    const char *text, *spelling;
  } rows[] = {{"a", "a"},       {"'b'", "b"},   {"0x10", "16"}, {"1.50", "1.5"},
              {"off", "false"}, {"On", "true"}, {"[a]", ""},    {"{a: b}", ""}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    ev_buf out = {0};
    ev_node_spelling(&out, read_root(rows[i].text));
    assert_true(ev_str_is(ev_buf_view(&out), rows[i].spelling));
    ev_buf_free(&out);
  }
}

static void test_integers(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int64_t value;
  } cases[] = {{"0644", 420},
               {"1e3", 1000},
               {"-0x10", -16},
               {"1.0", 1},
               {"+5", 5},
               {"08", 8},
               {"-9223372036854775808", INT64_MIN},
               {"!!int '5'", 5},
               {"!!float 3", 3},
               {"9007199254740993.0", 9007199254740992}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ev_int value = 0;
    ev_node *root = read_root(cases[i].text);
    assert_int_equal(root->kind, EV_NODE_INT);
    assert_true(ev_node_int(root, &value));
    assert_true(value == cases[i].value);
  }
  ev_int value;
  assert_true(ev_node_int(read_root("18446744073709551615"), &value));
  assert_true(value == (ev_int)UINT64_MAX);
  assert_int_equal(read_root("18446744073709551616")->kind, EV_NODE_FLOAT);
  assert_int_equal(read_root("1e21")->kind, EV_NODE_FLOAT);
  assert_false(ev_node_int(read_root("1.5"), &value));
}

static void test_booleans(void **state) {
  (void)state;
  static const char *const yes[] = {"y", "YES", "on", "ON", "True"}, *const no[] = {"n", "No", "off", "OFF",
                                                                                    "false"};
  for (size_t i = 0; i < 5; i++) {
    assert_true(ev_node_bool(read_root(yes[i])));
    assert_int_equal(read_root(no[i])->kind, EV_NODE_BOOL);
    assert_false(ev_node_bool(read_root(no[i])));
  }
}

/* ---- limits */

static ev_read_status read_limited(ev_manifest_limits limits, const char *text) {
  ev_reader *limited = ev_reader_new(&limits);
  ev_reader_start(limited, ev_str_of(text));
  ev_read_status status = ev_reader_next(limited, &document, &error);
  if (status == EV_READ_ERROR) assert_true(error.message.size > 0);
  ev_reader_free(limited);
  return status;
}

static void test_limit_of_nodes(void **state) {
  (void)state;
  ev_manifest_limits limits = ev_manifest_limits_default();
  limits.nodes = 4;
  assert_int_equal(read_limited(limits, "[1, 2, 3]"), EV_READ_DOCUMENT);
  assert_int_equal(read_limited(limits, "[1, 2, 3, 4]"), EV_READ_ERROR);
  assert_string_equal(error.code, "node-limit");
  assert_int_equal(read_limited(limits, "{\"a\": 1}"), EV_READ_DOCUMENT);
  assert_int_equal(read_limited(limits, "{\"a\": 1, \"b\": 2}"), EV_READ_ERROR);
  assert_string_equal(error.code, "node-limit");
}

static void test_limit_of_document_bytes(void **state) {
  (void)state;
  ev_manifest_limits limits = ev_manifest_limits_default();
  limits.document_bytes = 5;
  assert_int_equal(read_limited(limits, "a: 1\n---\n"), EV_READ_DOCUMENT);
  assert_int_equal(read_limited(limits, "a: 12\n---\n"), EV_READ_ERROR);
  assert_string_equal(error.code, "document-too-large");
  assert_int_equal(read_limited(limits, "{\"a\":1}"), EV_READ_ERROR);
  assert_string_equal(error.code, "document-too-large");
}

static void test_limit_of_aliases(void **state) {
  (void)state;
  ev_manifest_limits limits = ev_manifest_limits_default();
  limits.alias_nodes = 3;
  assert_int_equal(read_limited(limits, "a: &a [1, 2]\nb: *a\n"), EV_READ_DOCUMENT);
  assert_int_equal(read_limited(limits, "a: &a [1, 2, 3]\nb: *a\n"), EV_READ_ERROR);
  assert_string_equal(error.code, "alias-limit");
}

/* go-yaml allows aliases a smaller share of a document the more it decodes: 94 % of 600,000 steps. */
static void test_share_of_aliases(void **state) {
  (void)state;
  ev_manifest_limits limits = ev_manifest_limits_default();
  limits.alias_nodes = 1000000;
  for (int aliases = 450; aliases <= 600; aliases += 150) {
    ev_buf text = {0};
    ev_buf_text(&text, "plain: [");
    for (int i = 0; i < 24000; i++) ev_buf_text(&text, "x,");
    ev_buf_text(&text, "]\nbase: &a [");
    for (int i = 0; i < 998; i++) ev_buf_text(&text, "x,");
    ev_buf_text(&text, "]\ncopies: [");
    for (int i = 0; i < aliases; i++) ev_buf_text(&text, "*a,");
    ev_buf_text(&text, "]\n");
    ev_buf_char(&text, '\0');
    ev_read_status status = read_limited(limits, text.at);
    assert_int_equal(status, aliases == 450 ? EV_READ_DOCUMENT : EV_READ_ERROR);
    if (status == EV_READ_ERROR) assert_string_equal(error.code, "alias-limit");
    ev_buf_free(&text);
  }
}

/* Whatever the last node is that fits, the one behind it is refused, by either reader and in JSON. */
static void test_every_limit_of_nodes(void **state) {
  (void)state;
  static const char *const texts[] = {
      "a:\n-\n- b: [c, {d: e}, []]\n  f: |\n   g\n- - h\n-\ni:\nj: 'k'\nl:\n  m:\n",
      "- &a {b: c, ? d}\n- *a\n- <<: *a\n  e:\n- [f: g, !h i]\n- ? *a\n",
      "{\"a\": [1, \"b\", {\"c\": null}, {}, []], \"d\": true}",
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    ev_manifest_limits limits = ev_manifest_limits_default();
    limits.nodes = 1;
    while (read_limited(limits, texts[i]) == EV_READ_ERROR && strcmp(error.code, "node-limit") == 0)
      limits.nodes++;
    assert_in_range(limits.nodes, 12, 40);
  }
}

static void test_limit_of_depth_by_aliases(void **state) {
  (void)state;
  ev_manifest_limits limits = ev_manifest_limits_default();
  limits.block_depth = limits.flow_depth = 2;
  assert_int_equal(read_limited(limits, "a: &a [[1]]\nb: *a\n"), EV_READ_DOCUMENT);
  assert_int_equal(read_limited(limits, "a: &a [[1]]\nb: &b [*a]\nc: [*b]\n"), EV_READ_ERROR);
  assert_string_equal(error.code, "depth-limit");
}

static void test_limit_of_quirks(void **state) {
  (void)state;
  ev_buf text = {0};
  size_t count = 0;
  for (size_t i = 0; i < EV_MAX_FINDINGS + 100; i++) ev_buf_text(&text, "a: 1\n");
  ev_reader_start(reader, ev_buf_view(&text));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  for (const ev_quirk *q = document.quirks; q; q = q->next) count++;
  assert_int_equal(count, EV_MAX_FINDINGS);
  assert_true(document.more_quirks);
  assert_int_equal(document.root->count, 1);
  ev_buf_free(&text);
  ev_manifest_limits limits = ev_manifest_limits_default();
  limits.quirks = 2;
  assert_int_equal(read_limited(limits, "a: 1\na: 1\na: 1\n"), EV_READ_DOCUMENT);
  assert_false(document.more_quirks);
  assert_int_equal(read_limited(limits, "a: 1\na: 1\na: 1\na: 1\n"), EV_READ_DOCUMENT);
  assert_true(document.more_quirks);
}

/* ---- errors */

static void test_error_texts(void **state) {
  (void)state;
  ev_reader_start(reader, EV_STR("a: &x 1\n---\nb: *x\n"));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_ERROR);
  assert_int_equal(error.document, 1);
  assert_true(ev_str_is(error.message, "no anchor `&x` stands before the alias `*x`"));
  assert_true(ev_str_starts(error.help, EV_STR("an earlier document has it")));
}

static void test_errors_escape_controls(void **state) {
  (void)state;
  ev_reader_start(reader, EV_STR("a:\n  b: 1\n c\xe2\x80\xae: 2\n"));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_ERROR);
  assert_true(ev_str_find(error.message, EV_STR("\\u202e")) != SIZE_MAX);
}

static void test_errors_cut_text_between_characters(void **state) {
  (void)state;
  ev_reader_start(reader,
                  EV_STR("a: !!int x\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac"
                         "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac"
                         "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\n"));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_ERROR);
  assert_string_equal(error.code, "bad-tag");
  assert_int_equal(ev_utf8_invalid_at(error.message), SIZE_MAX);
  assert_true(ev_str_find(error.message, EV_STR("\xe2\x82\xac...`")) != SIZE_MAX);
}

/* ---- hostile builds of the world */

static const char everything[] = "a: &a {x: [1, 2.5, yes], y: 'it''s', \"z\\n\": |\n  text\n}\n"
                                 "---\n"
                                 "b: &b {x: 1}\n"
                                 "c: {<<: [*b, {y: 2}], x: 3, x: 4}\n"
                                 "on: !local \"\\x41{{ x }}\"\n"
                                 "d: !!binary aGVsbG8=\n"
                                 "e: >\n  folded\n  text\n"
                                 "0x10: *b\n"
                                 "? &k 1.50\n: *k\n"
                                 "f: \"x\xc2\x85y\"\n"
                                 "...\nmore\n"
                                 "---\n{a: {{ x }}}\n"
                                 "--- bad\n---\n[1, 2\n";

static void test_lack_of_memory(void **state) {
  (void)state;
  bool lacked = true;
  for (size_t n = 1; lacked; n++) {
    lacked = false;
    ev_fail_allocation_after(n);
    ev_reader *poor = ev_reader_new(NULL);
    ev_buf out = {0};
    if (poor) dump_stream(&out, poor, EV_STR(everything));
    ev_fail_allocation_after(0);
    lacked = !poor || out.failed || ev_str_find(ev_buf_view(&out), EV_STR("no memory")) != SIZE_MAX;
    ev_buf_free(&out);
    ev_reader_free(poor);
    assert_true(n < 10000);
  }
}

static void test_every_prefix(void **state) {
  (void)state;
  for (size_t size = 0; size < sizeof everything; size++) {
    char *exact = malloc(size ? size : 1);
    assert_non_null(exact);
    memcpy(exact, everything, size);
    ev_buf out = {0};
    dump_stream(&out, reader, (ev_str){exact, size});
    assert_false(out.failed);
    ev_buf_free(&out);
    free(exact);
  }
}

static void test_empty_input(void **state) {
  (void)state;
  ev_reader_start(reader, (ev_str){NULL, 0});
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  assert_null(document.root);
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_END);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_reader, free_reader)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_flags),
      TEST(test_ambiguous_keys),
      TEST(test_template_flag_sees_escapes),
      TEST(test_quirk_of_nel_names_its_node),
      TEST(test_get),
      TEST(test_get_in_a_large_copy),
      TEST(test_paths),
      TEST(test_path_of_a_deep_node),
      TEST(test_spelling),
      TEST(test_integers),
      TEST(test_booleans),
      TEST(test_limit_of_nodes),
      TEST(test_limit_of_document_bytes),
      TEST(test_limit_of_aliases),
      TEST(test_share_of_aliases),
      TEST(test_every_limit_of_nodes),
      TEST(test_limit_of_depth_by_aliases),
      TEST(test_limit_of_quirks),
      TEST(test_error_texts),
      TEST(test_errors_escape_controls),
      TEST(test_errors_cut_text_between_characters),
      TEST(test_lack_of_memory),
      TEST(test_every_prefix),
      TEST(test_empty_input),
  };
  return cmocka_run_group_tests_name("manifest", tests, NULL, NULL);
}
