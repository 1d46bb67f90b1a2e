/* Documents that are ruled out before they are parsed: which are, and that no other ones are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "concern.h"
#include "embedded.h"
#include "limit.h"
#include "manifest.h"

typedef struct fixture {
  ev_bundle *bundle;
  ev_concern concern;
  ev_arena arena;
} fixture;

static fixture pack;

static int set_up(void **unused) {
  (void)unused;
  ev_verify_error error;
  ev_arena_init(&pack.arena, 0);
  pack.bundle = ev_bundle_read((ev_str){ev_embedded_bundle, ev_embedded_bundle_size}, &error);
  return pack.bundle && ev_concern_make(&pack.concern, pack.bundle, &pack.arena) ? 0 : -1;
}

static int tear_down(void **unused) {
  (void)unused;
  ev_bundle_free(pack.bundle);
  ev_arena_free(&pack.arena);
  return 0;
}

/* ---- by the words of a document */

static bool ruled_out(const char *document) {
  return ev_concern_rules_out(&pack.concern, ev_str_of(document));
}

static void test_what_no_view_wants(void **unused) {
  (void)unused;
  static const char *const documents[] = {
      "a: 1\n",
      "apiVersion: v1\nkind: ConfigMap\ndata: {x: Pod}\n",
      "apiVersion: v1\nkind: Service\n",
      "apiVersion: v1\nkind:\tService\n",
      "apiVersion: v1\nmankind: Pod\n",
      "apiVersion: v1\nkind: ServiceList\nitems: []\n",
      "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Secret}]\n",
      "apiVersion: policy/v1\nkind: PodDisruptionBudget\n",
      "apiVersion: batch/v2\nkind: Job\n",
      "kind:\n  description: the kind of a Pod\n  type: string\n",
      "kind:\r\n  description: the kind of a Pod\r\n  type: string\r\n",
      "apiVersion: v1\nkind:\n",
      "apiVersion: v1\nkind: 'Service'\n",
      "apiVersion: v1\nkind: S\\a\n",
      "apiVersion: v1\nkind: {Pod: 1}\n",
      "xkind: Pod\napiVersion: v1\n",
      "apiVersion: v1\nkint: Pod\n",
      "Pod: a kind of v1\n",
      "-Pod: a kind of v1\n",
      "apiVersion: v1\n'kind of': Pod\n",
      "v1: kind xPod\n",
      "apiVersion: v1\nkind:\n  : Pod\n",
      "required: [kind, name]\nenum:\n- kind\n- Pod\n",
      "x: 'what kind of Pod? that kind: Deployments'\n",
      "run: |\n  a && b \\\n  c 2>&1 \"\\n\"\nkind: ConfigMap\n",
      "rule: '!has(self.a) ? self.b : 1'\npath: .a[?(@.type == 'x')]\n",
      "{\"kind\":\"Service\",\"x\":\"\\u003cb\\u003e \\\\/\"}",
  };
  for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
    if (!ruled_out(documents[i])) fail_msg("not ruled out: %s", documents[i]);
}

static void test_what_a_view_may_want(void **unused) {
  (void)unused;
  static const char *const documents[] = {
      "apiVersion: v1\nkind: Pod\n",
      "apiVersion: v1\n\"kind\" : \"Pod\"\n",
      "{apiVersion: v1, 'kind': Pod}\n",
      "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}",
      "{\"apiVersion\":\"v1\",\"kind\"\n:\n\"Pod\"}",
      "{\"apiVersion\":\"v1\",\"kind\"\r\n:\r\n\"Pod\"}",
      "apiVersion: v1\302\205kind: Pod\n",
      "apiVersion: apps/v1\nkind: DaemonSet\n",
      "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\n",
      "apiVersion: v1\n\"kind\"\t: Pod\n",
      "{\"apiVersion\":\"v1\",\"kind\":Pod}",
      "apiVersion: v1\nkind: PodList\n",
      "apiVersion: v1\nkind: PodListList\n",
      "apiVersion: apps.kruise.io/v7\nkind: CloneSet\n",
      "apiVersion: serving.knative.dev/v1\nkind: Service\n",
      "apiVersion: v1\nkind: Service\nkind: Pod\n",
      "apiVersion: v1\nkind: |-\n  Pod\n",
      "apiVersion: v1\nkind: # of what\n  Pod\n",
      "apiVersion: v1\nkind:\n\n  Pod\n",
      "apiVersion: v1\nkind:\n  Pod\n\na: b\n",
      "apiVersion: v1\nkind: !x Pod\n",
      "apiVersion: v1\nkind: \"\\\n  Pod\"\n",
      "apiVersion: v1\nkind: \"Po\\\n  d\"\n",
      "apiVersion: v1\nkind: \"\\x50od\"\n",
      "apiVersion: v1\nkind: \"\\\\\\x50od\"\n",
      "apiVersion: v1\n\"\\u006bind\": Pod\n",
      "apiVersion: v1\n\"\\U0000006bind\": Pod\n",
      "apiVersion: \"\\x76\\x31\"\nkind: Pod\n",
      "apiVersion: v1\nkind: !!binary UG9k\n",
      "apiVersion: v1\nkind: !<tag:yaml.org,2002:binary> UG9k\n",
      "x: &a Pod\napiVersion: v1\nkind: *a\n",
      "x: [&a kind]\napiVersion: v1\n*a : Pod\n",
      "apiVersion: v1\n? kind\n: Pod\n",
      "apiVersion: v1\n?\n  kind\n: Pod\n",
      "a: [{?kind : Pod}]\n",
      "{\"apiVersion\":\"apps\\/v1\",\"kind\":\"Deployment\"}",
  };
  for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
    if (ruled_out(documents[i])) fail_msg("ruled out: %s", documents[i]);
}

/* What stands before or behind a document is none of it. */
static void test_ends(void **unused) {
  (void)unused;
  static const char before[] = "xkind: Pod\napiVersion: v1\n";
  assert_false(ev_concern_rules_out(&pack.concern, (ev_str){before + 1, sizeof before - 2}));
  static const char text[] = "apiVersion: v1\nkind: Pods", json[] = "apiVersion: v1\n'kind': Pod";
  assert_false(ev_concern_rules_out(&pack.concern, (ev_str){text, sizeof text - 2}));
  assert_true(ev_concern_rules_out(&pack.concern, (ev_str){text, sizeof text - 1}));
  for (size_t size = sizeof "apiVersion: v1\n'"; size + 1 < sizeof json; size++)
    assert_true(ev_concern_rules_out(&pack.concern, (ev_str){json, size}));
  assert_false(ev_concern_rules_out(&pack.concern, ev_str_of(json)));
}

/* ---- by the shape of a document */

static bool anything(const void *context, ev_str document) {
  (void)context;
  (void)document;
  return true;
}

/* What becomes of a stream's first document when the filter wants nothing; empty lines make the
 * text large. */
static ev_read_status read_first(const char *text) {
  ev_buf stream = {0};
  ev_document document;
  ev_read_error error;
  ev_reader *reader = ev_reader_new(NULL);
  assert_non_null(reader);
  ev_buf_text(&stream, text);
  ev_buf_fill(&stream, '\n', EV_LEAST_RULED_OUT);
  ev_reader_filter(reader, anything, NULL);
  ev_reader_start(reader, ev_buf_view(&stream));
  ev_read_status status = ev_reader_next(reader, &document, &error);
  ev_reader_free(reader);
  ev_buf_free(&stream);
  return status;
}

static void test_shapes_that_may_be_ruled_out(void **unused) {
  (void)unused;
  static const char *const texts[] = {"a: 1\n",
                                      "# c\n\n  # d\na:\n  b\n",
                                      "- a\n",
                                      "- -1\n",
                                      "-\n  a: 1\n",
                                      "a: [1\n",
                                      "a.b/c-d_e: 1\n",
                                      "a: 1\r\nb: 2\r\n",
                                      "{\"a\":[1,{},[],\"\\u00e9\",-0.5e+7,true,false,null]}",
                                      " {\n} "};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (read_first(texts[i]) != EV_READ_RULED_OUT) fail_msg("not ruled out: %s", texts[i]);
}

static void test_shapes_that_must_be_parsed(void **unused) {
  (void)unused;
  static const char *const texts[] = {"",
                                      "null\n",
                                      "~\n",
                                      "# c\n",
                                      "a: 1\n...\nb\n",
                                      "a: 1\n.b: 1\n",
                                      "{a: 1}\nb\n",
                                      " a: 1\nb",
                                      "a: 1\n%YAML 1.1\n",
                                      "a: 1\rb: 2\n",
                                      "a: {{ x }}\n",
                                      "\"a\": 1\n",
                                      "? a\n",
                                      "text\n",
                                      "--- a: 1\n",
                                      "a:1\n",
                                      "{\"a\":1,}",
                                      "{\"a\":1}{}",
                                      "{\"a\":\"\\x\"}",
                                      "{\"a\":01}",
                                      "{\"a\":1]",
                                      "{\"a\":\"\xff\"}"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (read_first(texts[i]) == EV_READ_RULED_OUT) fail_msg("ruled out: %s", texts[i]);
}

/* What may be over a limit is parsed, so that it is told. */
static void test_what_may_be_over_a_limit_is_parsed(void **unused) {
  (void)unused;
  ev_buf text = {0};
  assert_int_equal(read_first("- - a\n"), EV_READ_DOCUMENT);
  ev_buf_text(&text, "a: 1\n");
  ev_buf_fill(&text, '\n', 500000);
  ev_buf_text(&text, "b:\n");
  ev_buf_fill(&text, ' ', 127);
  ev_buf_text(&text, "c: 1\n");
  ev_buf_char(&text, '\0');
  assert_int_equal(read_first(text.at), EV_READ_RULED_OUT);
  text.size -= 6;
  ev_buf_text(&text, " c: 1\n");
  ev_buf_char(&text, '\0');
  assert_int_equal(read_first(text.at), EV_READ_DOCUMENT);
  ev_buf_free(&text);
}

static ev_read_status read_sized(size_t size, size_t limit) {
  ev_buf text = {0};
  ev_document document;
  ev_read_error error;
  ev_manifest_limits limits = ev_manifest_limits_default();
  limits.document_bytes = limit;
  ev_reader *reader = ev_reader_new(&limits);
  assert_non_null(reader);
  ev_buf_text(&text, "a: 1\n");
  ev_buf_fill(&text, '\n', size - text.size);
  ev_reader_filter(reader, anything, NULL);
  ev_reader_start(reader, ev_buf_view(&text));
  ev_read_status status = ev_reader_next(reader, &document, &error);
  ev_reader_free(reader);
  ev_buf_free(&text);
  return status;
}

static void test_sizes_that_may_be_ruled_out(void **unused) {
  (void)unused;
  assert_int_equal(read_sized(EV_LEAST_RULED_OUT - 1, SIZE_MAX), EV_READ_DOCUMENT);
  assert_int_equal(read_sized(EV_LEAST_RULED_OUT, SIZE_MAX), EV_READ_RULED_OUT);
  assert_int_equal(read_sized(EV_MOST_RULED_OUT, SIZE_MAX), EV_READ_RULED_OUT);
  assert_int_equal(read_sized(EV_MOST_RULED_OUT + 1, SIZE_MAX), EV_READ_DOCUMENT);
  assert_int_equal(read_sized(1000, 1000), EV_READ_RULED_OUT);
  assert_int_equal(read_sized(1001, 1000), EV_READ_ERROR);
}

/* ---- views that cannot be told from bytes */

static ev_bundle bundle_of(ev_str kind, const char *glob, ev_brow *row, ev_bview *view) {
  ev_automaton *versions;
  ev_pattern_error error;
  assert_int_equal(ev_automaton_glob(&pack.arena, ev_str_of(glob), &versions, &error), EV_PATTERN_OK);
  ev_str *kinds = EV_NEW(&pack.arena, ev_str);
  *kinds = kind;
  *row = (ev_brow){.versions = versions, .kinds = {1, kinds}};
  *view = (ev_bview){.row_count = 1, .rows = row};
  return (ev_bundle){.views_count = 1, .views = view};
}

static void expect_concern(const char *kind, const char *glob, const char *document, bool out) {
  ev_brow row;
  ev_bview view;
  ev_bundle bundle = bundle_of(ev_str_of(kind), glob, &row, &view);
  ev_concern concern;
  assert_true(ev_concern_make(&concern, &bundle, &pack.arena));
  assert_int_equal(ev_concern_rules_out(&concern, ev_str_of(document)), out);
}

static void test_other_views(void **unused) {
  (void)unused;
  expect_concern("Thing", "x.io/*", "apiVersion: x.io/v1\nkind: Thing\n", false);
  expect_concern("Thing", "x.io/*", "apiVersion: y.io/v1\nkind: Thing\n", true);
  expect_concern("Thing", "*", "apiVersion: y.io/v1\nkind: Thing\n", false);
  expect_concern("Thing", "*", "apiVersion: y.io/v1\nkind: Things\n", true);
  expect_concern("Thing", "?/v1", "apiVersion: y/v1\nkind: Thing\n", false);
  expect_concern("Thing", "a b", "apiVersion: \"a\n  b\"\nkind: Thing\n", false);
  expect_concern("Thing", "$v1", "kind: Thing\n", false);
  expect_concern("Thing", "v*", "kind: Thing\n", false); /* one letter is everywhere */
  expect_concern("Thing", "v1", "kind: Thing\napiVersion: v2\n", true);
  expect_concern("A Thing", "v1", "a: 1\n", false); /* a blank may be a line break in the document */
  expect_concern("-Thing", "v1", "a: 1\n", false);
  expect_concern("", "v1", "a: 1\n", false);
  expect_concern("A", "*", "kind: B\n", true);
  expect_concern("A", "*", "kind: A\n", false);
  expect_concern("A", "*", "kind:\nA", false);
}

static void test_rows_of_several_kinds(void **unused) {
  (void)unused;
  static const ev_str kinds[] = {{"First", 5}, {"Second", 6}, {"Third", 5}};
  ev_brow row;
  ev_bview view;
  ev_bundle bundle = bundle_of(EV_STR(""), "v1", &row, &view);
  ev_concern concern;
  row.kinds = (ev_texts){3, kinds};
  assert_true(ev_concern_make(&concern, &bundle, &pack.arena));
  assert_int_equal(concern.count, 3);
  for (size_t i = 0; i < 3; i++) {
    char document[64];
    snprintf(document, sizeof document, "apiVersion: v1\nkind: %s\n", kinds[i].at);
    assert_false(ev_concern_rules_out(&concern, ev_str_of(document)));
  }
  assert_true(ev_concern_rules_out(&concern, EV_STR("apiVersion: v1\nkind: Fourth\n")));
}

/* What a row with these versions has to say of a Thing whose version is nowhere in the document. */
static bool rules_out_things(const ev_automaton *versions) {
  ev_str kind = EV_STR("Thing");
  ev_brow row = {.versions = versions, .kinds = {1, &kind}};
  ev_bview view = {.row_count = 1, .rows = &row};
  ev_bundle bundle = {.views_count = 1, .views = &view};
  ev_concern concern;
  assert_true(ev_concern_make(&concern, &bundle, &pack.arena));
  return ev_concern_rules_out(&concern, EV_STR("kind: Thing\n"));
}

static void add_version(ev_automaton **versions, const char *text) {
  ev_automaton *one;
  assert_int_equal(ev_automaton_literal(&pack.arena, ev_str_of(text), &one), EV_PATTERN_OK);
  if (*versions)
    assert_int_equal(ev_automaton_union(&pack.arena, *versions, one, versions), EV_PATTERN_OK);
  else
    *versions = one;
}

static void test_views_of_many_versions(void **unused) {
  (void)unused;
  ev_automaton *versions = NULL;
  for (unsigned i = 0; i < 33; i++) {
    char text[8] = "v";
    for (unsigned bit = 0; bit < 6; bit++)
      text[1 + bit] = i >> bit & 1 ? 'a' : 'b'; /* few ways on from each */
    add_version(&versions, text);
    assert_int_equal(rules_out_things(versions), i < 32);
  }
  versions = NULL;
  add_version(&versions, "v1");
  assert_true(rules_out_things(versions));
  add_version(&versions, "v$"); /* which may be spelt with an escape */
  assert_false(rules_out_things(versions));
}

static void test_views_of_many_rows(void **unused) {
  (void)unused;
  enum { ROWS = 65 };
  ev_wanted rows[ROWS];
  static const ev_str versions[] = {{"x/v1", 4}};
  for (size_t i = 0; i < ROWS; i++) rows[i] = (ev_wanted){EV_STR("Other"), versions, 1};
  ev_concern concern = {.at = rows, .count = ROWS};
  rows[63].kind = EV_STR("Thing");
  assert_true(ev_concern_rules_out(&concern, EV_STR("kind: Thing\n---\nkind: Thing\n")));
  assert_false(ev_concern_rules_out(&concern, EV_STR("kind: Thing\napiVersion: x/v1\n")));
  rows[64].kind = EV_STR("Thing"); /* beyond what is remembered */
  assert_false(ev_concern_rules_out(&concern, EV_STR("kind: Thing\n")));
}

static void test_without_memory(void **unused) {
  (void)unused;
  bool made = false;
  for (size_t n = 1; !made; n++) {
    ev_arena arena;
    ev_concern concern;
    ev_arena_init(&arena, 0);
    ev_fail_allocation_after(n);
    made = ev_concern_make(&concern, pack.bundle, &arena);
    ev_fail_allocation_after(0);
    assert_int_equal(made, !arena.failed);
    ev_arena_free(&arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_no_view_wants),
                                     cmocka_unit_test(test_what_a_view_may_want),
                                     cmocka_unit_test(test_shapes_that_may_be_ruled_out),
                                     cmocka_unit_test(test_shapes_that_must_be_parsed),
                                     cmocka_unit_test(test_what_may_be_over_a_limit_is_parsed),
                                     cmocka_unit_test(test_sizes_that_may_be_ruled_out),
                                     cmocka_unit_test(test_other_views),
                                     cmocka_unit_test(test_rows_of_several_kinds),
                                     cmocka_unit_test(test_ends),
                                     cmocka_unit_test(test_views_of_many_versions),
                                     cmocka_unit_test(test_views_of_many_rows),
                                     cmocka_unit_test(test_without_memory)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
