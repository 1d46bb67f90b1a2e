/* Where nodes stand, by lines, columns and bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "manifest_dump.h"
#include "reading.h"

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

/* More than libyaml asks for at once. */
static void test_places_behind_many_dropped_returns(void **state) {
  (void)state;
  ev_buf text = {0};
  for (int i = 0; i < 5000; i++) ev_buf_format(&text, "k%d: [v,\r\r\n  w]\r\r\n", i);
  ev_reader_start(reader, ev_buf_view(&text));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  for (uint32_t i = 0; i < 5000; i += 7) {
    char key[16];
    int size = snprintf(key, sizeof key, "k%u", i);
    const ev_node *w = ev_node_next(ev_node_first(get(document.root, key)));
    assert_true(ev_str_is(w->text, "w"));
    assert_int_equal(w->place.line, 4 * i + 3);
    assert_int_equal(w->place.column, 3);
    assert_int_equal(w->parent->key->place.line, 4 * i + 1);
    assert_int_equal(w->parent->key->place.end_column, size + 1);
    assert_int_equal(text.at[w->offset], 'w');
  }
  ev_buf_free(&text);
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
      TEST(test_places_behind_many_dropped_returns),
      TEST(test_places_behind_a_byte_order_mark),
      TEST(test_places_of_aliases),
      TEST(test_places_of_json),
      TEST(test_lines_go_on_in_later_documents),
      TEST(test_separators_at_every_offset),
  };
  return cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
