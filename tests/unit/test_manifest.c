/* The manifest reader: places, lookups, paths, limits, lack of memory. What kubectl makes of a text is tested
 * by test_manifest_conformance.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "limit.h"
#include "manifest_dump.h"

static ev_reader *reader;
static ev_document document;
static ev_read_error error;

static int make_reader(void **state) {
  (void)state;
  reader = ev_reader_new(NULL);
  return reader ? 0 : -1;
}

static int free_reader(void **state) {
  (void)state;
  ev_reader_free(reader);
  return 0;
}

static ev_node *read_root(const char *text) {
  ev_reader_start(reader, ev_str_of(text));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  return document.root;
}

static void expect_places(const char *text, const char *expected) {
  ev_buf out = {0};
  dump_places(&out, read_root(text));
  ev_buf_char(&out, '\0');
  assert_string_equal(out.at, expected);
  ev_buf_free(&out);
}

static ev_node *get(ev_node *map, const char *key) {
  return ev_node_get(map, ev_str_of(key), ev_reader_arena(reader));
}

/* ---- places */

static void test_places_of_block_collections(void **state) {
  (void)state;
  expect_places("# c\n"
                "a:\n"
                "  - x: 1\n"
                "    z:\n"
                "  - two words  # c\n"
                "\n"
                "# end\n",
                " a mapping 2:1-5:14 @4\n"
                "a key a string 2:1-2:2 @4\n"
                "a a list 3:3-5:14 @9\n"
                "a[0] a mapping 3:5-4:6 @11\n"
                "a[0].x key a string 3:5-3:6 @11\n"
                "a[0].x an integer 3:8-3:9 @14\n"
                "a[0].z key a string 4:5-4:6 @20\n"
                "a[0].z null 4:5-4:6 @20\n"
                "a[1] a string 5:5-5:14 @27\n");
}

static void test_places_of_flow_collections(void **state) {
  (void)state;
  expect_places("{a: [1, 'x'], b: {}}\n", " a mapping 1:1-1:20 @0\n"
                                          "a key a string 1:2-1:3 @1\n"
                                          "a a list 1:5-1:12 @4\n"
                                          "a[0] an integer 1:6-1:7 @5\n"
                                          "a[1] a string 1:9-1:12 @8\n"
                                          "b key a string 1:15-1:16 @14\n"
                                          "b a mapping 1:18-1:20 @17\n");
  expect_places("[a: 1, ? b]\n", " a list 1:1-1:11 @0\n"
                                 "[0] a mapping 1:2-1:6 @1\n"
                                 "[0].a key a string 1:2-1:3 @1\n"
                                 "[0].a an integer 1:5-1:6 @4\n"
                                 "[1] a mapping 1:10-1:11 @9\n"
                                 "[1].b key a string 1:10-1:11 @9\n"
                                 "[1].b null 1:10-1:11 @9\n");
}

static void test_places_behind_properties(void **state) {
  (void)state;
  expect_places("&r\n"
                "!!map\n"
                "&k a: &a !!str 'x'\n"
                "b: !!seq &b # c\n"
                "- !!str\n"
                "- &c # - d\n"
                "  1\n",
                " a mapping 3:4-7:4 @12\n"
                "a key a string 3:4-3:5 @12\n"
                "a a string 3:16-3:19 @24\n"
                "b key a string 4:1-4:2 @28\n"
                "b a list 5:1-7:4 @44\n"
                "b[0] a string 5:1-5:2 @44\n"
                "b[1] an integer 7:3-7:4 @65\n");
}

static void test_place_behind_a_touching_anchor(void **state) {
  (void)state;
  expect_places("- &b:x\n", " a list 1:1-1:7 @0\n[0] a string 1:5-1:7 @4\n");
}

/* corpus/manifest/dash_*: they stood behind the end of the input, or before the element in front. */
static void test_places_of_dashes_behind_other_things(void **state) {
  (void)state;
  expect_places("\xc2\x85 \xc2\x85-", " a list 1:4-1:5 @5\n[0] null 1:4-1:5 @5\n");
  expect_places("\n-\n\xc2\x85-", " a list 2:1-3:3 @1\n[0] null 2:1-2:2 @1\n[1] null 3:2-3:3 @5\n");
  ev_buf out = {0};
  ev_reader_start(reader, EV_STR("{}-"));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  dump_places(&out, document.root);
  ev_buf_char(&out, '\0');
  assert_string_equal(out.at, " a list 1:3-1:4 @2\n[0] null 1:3-1:4 @2\n");
  ev_buf_free(&out);
}

static void test_places_of_empty_elements(void **state) {
  (void)state;
  expect_places("-\n- - \n  - x\n", " a list 1:1-3:6 @0\n"
                                    "[0] null 1:1-1:2 @0\n"
                                    "[1] a list 2:3-3:6 @4\n"
                                    "[1][0] null 2:3-2:4 @4\n"
                                    "[1][1] a string 3:5-3:6 @11\n");
}

static void test_places_of_block_scalars(void **state) {
  (void)state;
  expect_places("a: |+\n"
                "  x\n"
                "   y \n"
                "\n"
                "b: >-\n"
                "\n"
                "c: |2 # c\n"
                "\n"
                "   z\n"
                "  \n"
                "d: 1\n",
                " a mapping 1:1-11:5 @0\n"
                "a key a string 1:1-1:2 @0\n"
                "a a string 1:4-3:6 @3\n"
                "b key a string 5:1-5:2 @17\n"
                "b a string 5:4-5:6 @20\n"
                "c key a string 7:1-7:2 @24\n"
                "c a string 7:4-9:5 @27\n"
                "d key a string 11:1-11:2 @43\n"
                "d an integer 11:4-11:5 @46\n");
}

static void test_places_count_code_points(void **state) {
  (void)state;
  expect_places("\xc3\xa9: {\xe2\x82\xac: \"\xf0\x9f\x98\x80\"}\nz: 1\n",
                " a mapping 1:1-2:5 @0\n"
                "[\"\xc3\xa9\"] key a string 1:1-1:2 @0\n"
                "[\"\xc3\xa9\"] a mapping 1:4-1:11 @4\n"
                "[\"\xc3\xa9\"][\"\xe2\x82\xac\"] key a string 1:5-1:6 @5\n"
                "[\"\xc3\xa9\"][\"\xe2\x82\xac\"] a string 1:8-1:11 @10\n"
                "z key a string 2:1-2:2 @18\n"
                "z an integer 2:4-2:5 @21\n");
}

static void test_places_with_other_line_breaks(void **state) {
  (void)state;
  expect_places("a: 1\r\nb: 2\rc: 3\r", " a mapping 1:1-3:5 @0\n"
                                        "a key a string 1:1-1:2 @0\n"
                                        "a an integer 1:4-1:5 @3\n"
                                        "b key a string 2:1-2:2 @6\n"
                                        "b an integer 2:4-2:5 @9\n"
                                        "c key a string 3:1-3:2 @11\n"
                                        "c an integer 3:4-3:5 @14\n");
  expect_places("a: 1\xc2\x85"
                "b: 2\nc: 3\n",
                " a mapping 1:1-2:5 @0\n"
                "a key a string 1:1-1:2 @0\n"
                "a an integer 1:4-1:5 @3\n"
                "b key a string 1:6-1:7 @6\n"
                "b an integer 1:9-1:10 @9\n"
                "c key a string 2:1-2:2 @11\n"
                "c an integer 2:4-2:5 @14\n");
}

static void test_places_behind_a_byte_order_mark(void **state) {
  (void)state;
  expect_places("\xef\xbb\xbf"
                "a: 1\n",
                " a mapping 1:1-1:5 @3\n"
                "a key a string 1:1-1:2 @3\n"
                "a an integer 1:4-1:5 @6\n");
}

static void test_places_of_aliases(void **state) {
  (void)state;
  expect_places("a: &a {x: [1]}\n"
                "b: *a\n"
                "c:\n"
                "  <<: *a\n"
                "  y: 2\n",
                " a mapping 1:1-5:7 @0\n"
                "a key a string 1:1-1:2 @0\n"
                "a a mapping 1:7-1:13 @6\n"
                "a.x key a string 1:8-1:9 @7\n"
                "a.x a list 1:11-1:13 @10\n"
                "a.x[0] an integer 1:12-1:13 @11\n"
                "b key a string 2:1-2:2 @15\n"
                "b a mapping 1:7-1:13 @6 alias 2:4\n"
                "b.x key a string 1:8-1:9 @7\n"
                "b.x a list 1:11-1:13 @10\n"
                "b.x[0] an integer 1:12-1:13 @11\n"
                "c key a string 3:1-3:2 @21\n"
                "c a mapping 4:3-5:7 @26\n"
                "c.x key a string 1:8-1:9 @7\n"
                "c.x a list 1:11-1:13 @10 alias 4:7 merged\n"
                "c.x[0] an integer 1:12-1:13 @11\n"
                "c.true key a string 5:3-5:4 @35\n"
                "c.true an integer 5:6-5:7 @38\n");
}

static void test_places_of_json(void **state) {
  (void)state;
  expect_places("{\"a\": [1, \"\xc3\xa9\"],\n \"b\": null}", " a mapping 1:1-2:11 @0\n"
                                                             "a key a string 1:2-1:5 @1\n"
                                                             "a a list 1:7-1:14 @6\n"
                                                             "a[0] an integer 1:8-1:9 @7\n"
                                                             "a[1] a string 1:11-1:14 @10\n"
                                                             "b key a string 2:2-2:5 @18\n"
                                                             "b null 2:7-2:11 @23\n");
}

static void test_lines_go_on_in_later_documents(void **state) {
  (void)state;
  ev_reader_start(reader, EV_STR("a: 1\r\n---\r\n\r\nb: 2\n---\n- c\n"));
  for (int i = 0; i < 3; i++) assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  assert_int_equal(document.index, 2);
  assert_int_equal(document.root->place.line, 6);
  assert_int_equal(document.root->offset, 22);
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_END);
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_END);
}

/* Separators and ends anywhere in the blocks that are surveyed at once. */
static void test_separators_at_every_offset(void **state) {
  (void)state;
  for (size_t size = 230; size < 540; size++) {
    ev_buf text = {0};
    ev_buf_text(&text, "a: ");
    ev_buf_fill(&text, 'x', size);
    ev_buf_text(&text, "\n---\nb: 1\n#");
    ev_buf_fill(&text, 'x', size);
    ev_buf_text(&text, "\n...\nmore: 1\n#");
    ev_buf_fill(&text, 'x', 3000);
    ev_buf_text(&text, "\n---\nc: \xc3\xa9\n#");
    ev_buf_fill(&text, 'x', 2000);
    ev_reader_start(reader, ev_buf_view(&text));
    for (int i = 0; i < 3; i++) {
      assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
      assert_int_equal(document.root->count, 1);
      assert_int_equal(document.quirks != NULL, i == 1);
    }
    assert_int_equal(document.root->place.line, 9);
    assert_int_equal(document.root->place.end_column, 5);
    assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_END);
    ev_buf_free(&text);
  }
}

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

/* ---- text and JSON inside it */

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
  assert_int_equal(document.root->count, 1);
  ev_buf_free(&text);
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
      TEST(test_places_of_block_collections),
      TEST(test_places_of_flow_collections),
      TEST(test_places_behind_properties),
      TEST(test_place_behind_a_touching_anchor),
      TEST(test_places_of_empty_elements),
      TEST(test_places_of_dashes_behind_other_things),
      TEST(test_places_of_block_scalars),
      TEST(test_places_count_code_points),
      TEST(test_places_with_other_line_breaks),
      TEST(test_places_behind_a_byte_order_mark),
      TEST(test_places_of_aliases),
      TEST(test_places_of_json),
      TEST(test_lines_go_on_in_later_documents),
      TEST(test_separators_at_every_offset),
      TEST(test_flags),
      TEST(test_ambiguous_keys),
      TEST(test_template_flag_sees_escapes),
      TEST(test_quirk_of_nel_names_its_node),
      TEST(test_get),
      TEST(test_get_in_a_large_copy),
      TEST(test_paths),
      TEST(test_path_of_a_deep_node),
      TEST(test_integers),
      TEST(test_booleans),
      TEST(test_text_places),
      TEST(test_decode),
      TEST(test_decode_refuses),
      TEST(test_decode_depth),
      TEST(test_limit_of_nodes),
      TEST(test_limit_of_document_bytes),
      TEST(test_limit_of_aliases),
      TEST(test_limit_of_depth_by_aliases),
      TEST(test_limit_of_quirks),
      TEST(test_error_texts),
      TEST(test_errors_escape_controls),
      TEST(test_lack_of_memory),
      TEST(test_every_prefix),
      TEST(test_empty_input),
  };
  return cmocka_run_group_tests_name("manifest", tests, NULL, NULL);
}
