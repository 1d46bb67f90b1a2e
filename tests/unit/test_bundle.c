/* Bundles: listings, look-ups, files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "assemble.h"
#include "bundle_file.h"
#include "limit.h"
#include "vm.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* One of everything. */
static ev_bundle *sample(void) {
  ev_bundle *b = kit_new();
  kit_record(b, "Item", true, "name: string required; num: int = 3; mode: one of A B?");
  kit_record(b, "Pod", false,
             "metadata: map<string>; items: [Item]; loose: any? unjudged; also other; elsewhere gone");
  kit_view(b, "pod", "Pod", true, "Pod v1 Pod,Job at .,spec.template");
  kit_set(b, "names", "a*");
  kit_int_set(b, "ports", -1, 9);
  kit_table(b, "forms", "name: string; size: quantity", "\"x\"; q1/2; \"y\"; qinfinity", true);
  kit_param(b, "limit", "int", "5");
  kit_param(b, "names", "set of string", "names");
  uint32_t say = kit_chunk(b, "text", 1, "string", "string", "CONST \"bad: \"; LOCAL 0; CONCAT; RETURN");
  uint32_t shape = kit_chunk(b, "shape", 5, "string; string; string; string; string", "string",
                             "LOCAL 0; LOCAL 4; FORMAT 2; RETURN");
  uint32_t scope = kit_chunk(b, "scope", 1, "Pod", "bool",
                             "LOCAL 0; FIELD Pod.metadata; CONST \"a\"; BUILTIN has; RETURN");
  kit_decode(b, "A1", "[Item]", say);
  uint32_t c = kit_chunk(
      b, "case", 1, "Pod; Item; [Item]", NULL,
      "LOCAL 0; FIELD Pod.metadata; CONST \"j\"; GET; DECODE 0; LOCAL 0; FIELD Pod.items; CONCAT; FOR 0, "
      "end\n"
      "next: NEXT 0, end; STORE 1; LOCAL 1; FIELD Item.num; PARAM limit; LT; JUMP_FAIL bad; LOOP next\n"
      "bad: LOCAL 1; AT; LOCAL 1; FIELD Item.name; SAY; EMIT; LOOP next\n"
      "end: HALT");
  kit_rule(b, "A2", c, "pod");
  kit_shape(b, "K1", 0, shape);
  kit_scope(b, "mine", "pod", scope);
  ev_brule *r = kit_edit_rules(b, 1);
  static const ev_str tags[] = {{"one", 3}, {"two", 3}};
  r->tags = (ev_texts){2, tags};
  r->help = EV_STR("help");
  r->severity = EV_WARNING;
  static const ev_line lines[] = {{0, 7, 3}, {2, 8, 5}};
  kit_edit_chunks(b, c)->lines = lines;
  kit_edit_chunks(b, c)->line_count = 2;
  kit_verify(b);
  return b;
}

static void expect_text(ev_buf *buf, const char *text) {
  ev_buf_char(buf, '\0');
  if (strcmp(buf->at, text) != 0) fprintf(stderr, "found:\n%s\n", buf->at); /* cmocka cuts long texts */
  assert_string_equal(buf->at, text);
  ev_buf_free(buf);
}

/* ---- listings */

static void test_listing(void **state) {
  (void)state;
  ev_bundle *b = sample();
  ev_buf out = {0};
  ev_disassemble(&out, b, EV_NONE);
  expect_text(&out, "record 0 Item closed\n"
                    "  name: string required\n"
                    "  num: int = 3\n"
                    "  mode: one of { \"A\" \"B\" }?\n"
                    "record 1 Pod open\n"
                    "  metadata: map<string>\n"
                    "  items: [Item]\n"
                    "  loose: any? unjudged\n"
                    "  also other\n"
                    "  elsewhere gone\n"
                    "counted view 0 pod: Pod\n"
                    "  Pod (4 states) Pod, Job at ., spec.template\n"
                    "set 0 names 3 states\n"
                    "set 1 ports -1..9\n"
                    "table 0 forms unique\n"
                    "  | \"x\"  q1/2\n"
                    "  | \"y\"  qinfinity\n"
                    "param 0 limit: int = 5\n"
                    "param 1 names: set of string = names\n"
                    "scope 0 mine for pod by scope\n"
                    "decode 0 A1: [Item] says text\n"
                    "decode 0 A1 error \"A1\"\n"
                    "rule 1 A2 warning \"A2\"\n"
                    "  case of chunk 3 for pod\n"
                    "shape 2 K1 error \"K1\" says shape\n"
                    "function 0 text: string\n"
                    "  ; stack 16, iterators 4, joins 2, cost 4 + 1 n\n"
                    "  ; local 0: string (parameter)\n"
                    "    0 CONST           \"bad: \"\n"
                    "    2 LOCAL           local 0\n"
                    "    4 CONCAT\n"
                    "    5 RETURN\n"
                    "function 1 shape: string\n"
                    "  ; stack 16, iterators 4, joins 2, cost 4 + 0 n\n"
                    "  ; local 0: string (parameter)\n"
                    "  ; local 1: string (parameter)\n"
                    "  ; local 2: string (parameter)\n"
                    "  ; local 3: string (parameter)\n"
                    "  ; local 4: string (parameter)\n"
                    "    0 LOCAL           local 0\n"
                    "    2 LOCAL           local 4\n"
                    "    4 FORMAT          2\n"
                    "    6 RETURN\n"
                    "function 2 scope: bool\n"
                    "  ; stack 16, iterators 4, joins 2, cost 5 + 1 n\n"
                    "  ; local 0: Pod (parameter)\n"
                    "    0 LOCAL           local 0\n"
                    "    2 FIELD           Pod.metadata\n"
                    "    4 CONST           \"a\"\n"
                    "    6 BUILTIN         has\n"
                    "    8 RETURN\n"
                    "case 3 case\n"
                    "  ; stack 16, iterators 4, joins 2, cost 15 + 18 n\n"
                    "  ; local 0: Pod (parameter)\n"
                    "  ; local 1: Item\n"
                    "  ; local 2: [Item]\n"
                    "  ; line 7\n"
                    "    0 LOCAL           local 0\n"
                    "  ; line 8\n"
                    "    2 FIELD           Pod.metadata\n"
                    "    4 CONST           \"j\"\n"
                    "    6 GET\n"
                    "    7 DECODE          decode 0 A1\n"
                    "    9 LOCAL           local 0\n"
                    "   11 FIELD           Pod.items\n"
                    "   13 CONCAT\n"
                    "   14 FOR             iterator 0, @44\n"
                    "   17 NEXT            iterator 0, @44\n"
                    "   20 STORE           local 1\n"
                    "   22 LOCAL           local 1\n"
                    "   24 FIELD           Item.num\n"
                    "   26 PARAM           limit\n"
                    "   28 LT\n"
                    "   29 JUMP_FAIL       @33\n"
                    "   31 LOOP            @17\n"
                    "   33 LOCAL           local 1\n"
                    "   35 AT\n"
                    "   36 LOCAL           local 1\n"
                    "   38 FIELD           Item.name\n"
                    "   40 SAY\n"
                    "   41 EMIT\n"
                    "   42 LOOP            @17\n"
                    "   44 HALT\n");
  ev_disassemble(&out, b, 2);
  ev_buf_char(&out, '\0');
  assert_non_null(strstr(out.at, "shape 2 K1 error \"K1\" says shape\nfunction 1 shape: string\n"));
  ev_buf_free(&out);
  ev_bundle_free(b);
}

/* What the verifier refuses can be listed all the same: it is how one sees why. */
static void test_listing_of_what_is_refused(void **state) {
  (void)state;
  ev_bundle *b = sample();
  ev_chunk *c = kit_edit_chunks(b, 0);
  uint32_t words[] = {EV_OP_CONST, 999, EV_OPCODES, EV_OP_FIELD, 3, EV_OP_LIST, 3, EV_OP_CONST};
  c->words = words;
  c->word_count = COUNT(words);
  c->lines = NULL;
  c->line_count = 0;
  kit_edit_fields(b, 3)->record = 999;
  *kit_edit_types(b, 0) = (ev_vtype){EV_VT_RECORD, 999};
  *kit_edit_types(b, 1) = (ev_vtype){EV_VT_ROW, 999};
  *kit_edit_types(b, 2) = (ev_vtype){EV_VT_LIST, 2};
  *kit_edit_types(b, 3) = (ev_vtype){EV_VT_KINDS, 0};
  ev_buf out = {0};
  ev_disassemble(&out, b, EV_NONE);
  ev_buf_char(&out, '\0');
  const char *at = strstr(out.at, "function 0 text");
  assert_non_null(at);
  assert_non_null(strstr(at, "    0 CONST           k999?\n    2 ("));
  assert_non_null(strstr(at, ")\n    3 FIELD           .metadata\n"
                             "    5 LIST            type\n"
                             "    7 CONST\n"
                             "function 1"));
  ev_buf_free(&out);
  ev_bundle_free(b);
}

static void test_types(void **state) {
  (void)state;
  static const char *const types[] = {"bool", "string?",  "[int]",     "[map<quantity>?]",
                                      "Pod",  "interval", "set of int"};
  ev_bundle *b = sample();
  for (size_t i = 0; i < COUNT(types); i++) {
    ev_buf out = {0};
    ev_vtype_write(&out, b, kit_type(b, types[i]));
    expect_text(&out, types[i]);
  }
  ev_buf out = {0};
  ev_vtype_write(&out, b, EV_NONE);
  expect_text(&out, "nothing");
  ev_bundle_free(b);
}

/* docs/opcodes.md is what the table gives: the message says how it differs. */
static void expect_docs(const ev_buf *made) {
  const char *root = getenv("ECIVET_SOURCE_DIR");
  char name[1024];
  snprintf(name, sizeof name, "%s/docs/opcodes.md", root ? root : ".");
  FILE *file = fopen(name, "rb");
  assert_non_null(file);
  char text[32768];
  size_t size = fread(text, 1, sizeof text, file);
  fclose(file);
  if (!ev_str_equal((ev_str){text, size}, ev_buf_view(made)))
    fail_msg("docs/opcodes.md is out of date; it should be:\n%.*s", (int)made->size, made->at);
}

static void test_markdown(void **state) {
  (void)state;
  ev_buf out = {0};
  ev_opcodes_markdown(&out);
  expect_docs(&out);
  ev_buf_char(&out, '\0');
  for (uint32_t op = 0; op < EV_OPCODES; op++) {
    char row[64];
    snprintf(row, sizeof row, "\n| `%s` |", ev_opcodes[op].name);
    assert_non_null(strstr(out.at, row));
  }
  ev_buf_free(&out);
}

static void test_lookups(void **state) {
  (void)state;
  ev_bundle *b = sample();
  assert_int_equal(ev_bundle_rule(b, EV_STR("A1")), 0);
  assert_int_equal(ev_bundle_rule(b, EV_STR("K1")), 2);
  assert_int_equal(ev_bundle_rule(b, EV_STR("A")), EV_NONE);
  assert_int_equal(ev_bundle_scope(b, EV_STR("mine")), 0);
  assert_int_equal(ev_bundle_scope(b, EV_STR("min")), EV_NONE);
  assert_int_equal(ev_bundle_param(b, EV_STR("names")), 1);
  assert_int_equal(ev_bundle_param(b, EV_STR("")), EV_NONE);
  assert_int_equal(ev_record_field(b, 1, EV_STR("gone")), 7);
  assert_int_equal(ev_record_field(b, 1, EV_STR("name")), EV_NONE);
  assert_int_equal(b->shapes[0], 2);
  assert_int_equal(b->shapes[1], EV_NONE);
  ev_const key = {.kind = EV_K_STRING, .text = EV_STR("y")};
  assert_int_equal(ev_table_find(b, &b->tables[0], &key), 1);
  key.text = EV_STR("z");
  assert_int_equal(ev_table_find(b, &b->tables[0], &key), EV_NONE);
  ev_bundle_free(b);
  ev_bundle_free(NULL);
}

/* ---- files */

static ev_buf file_of(const ev_bundle *b) {
  ev_buf out = {0};
  ev_bundle_write(&out, b);
  assert_false(out.failed);
  return out;
}

/* Rewrites the checksum and the size. */
static void seal(ev_buf *file) {
  if (file->size < EV_BUNDLE_HEADER) return;
  ev_str body = ev_str_slice(ev_buf_view(file), EV_BUNDLE_HEADER, file->size);
  uint64_t words[2] = {body.size, ev_str_hash(body)};
  for (size_t i = 0; i < 16; i++) file->at[8 + i] = (char)(words[i / 8] >> i % 8 * 8);
}

static void test_round_trip(void **state) {
  (void)state;
  ev_verify_error error;
  ev_bundle *b = sample();
  ev_buf first = file_of(b), listing = {0}, again = {0};
  ev_bundle *read = ev_bundle_read(ev_buf_view(&first), &error);
  assert_non_null(read);
  ev_buf second = file_of(read);
  assert_int_equal(first.size, second.size);
  assert_memory_equal(first.at, second.at, first.size);
  ev_disassemble(&listing, b, EV_NONE);
  ev_disassemble(&again, read, EV_NONE);
  assert_true(ev_str_equal(ev_buf_view(&listing), ev_buf_view(&again)));
  assert_true(ev_str_is(read->rules[1].help, "help"));
  assert_int_equal(read->rules[1].tags.count, 2);
  ev_buf_free(&first);
  ev_buf_free(&second);
  ev_buf_free(&listing);
  ev_buf_free(&again);
  ev_bundle_free(b);
  ev_bundle_free(read);
}

static void expect_refused(ev_str bytes, const char *message) {
  ev_verify_error error;
  ev_bundle *b = ev_bundle_read(bytes, &error);
  assert_null(b);
  if (!strstr(error.message, message)) print_error("expected %s\nfound %s\n", message, error.message);
  assert_non_null(strstr(error.message, message));
}

static void test_headers(void **state) {
  (void)state;
  ev_bundle *b = sample();
  ev_buf file = file_of(b);
  ev_str bytes = ev_buf_view(&file);
  expect_refused((ev_str){NULL, 0}, "no bundle");
  expect_refused(EV_STR("VET"), "no bundle");
  expect_refused(EV_STR("rule X1 error"), "no bundle");
  expect_refused(ev_str_slice(bytes, 0, 6), "too early");
  expect_refused(ev_str_slice(bytes, 0, bytes.size - 1), "cut off");
  file.at[4] ^= 1;
  expect_refused(bytes, "another version");
  file.at[4] ^= 1;
  file.at[bytes.size - 1] ^= 1;
  expect_refused(bytes, "checksum");
  file.at[bytes.size - 1] ^= 1;
  ev_buf_char(&file, 'x');
  expect_refused(ev_buf_view(&file), "cut off, or has grown");
  seal(&file);
  expect_refused(ev_buf_view(&file), "follow the last section");
  ev_buf_free(&file);
  ev_bundle_free(b);
}

static void test_size(void **state) {
  (void)state;
  ev_str bytes = {calloc(EV_MAX_BUNDLE_BYTES + 1, 1), EV_MAX_BUNDLE_BYTES};
  assert_non_null(bytes.at);
  expect_refused(bytes, "no bundle");
  bytes.size++;
  expect_refused(bytes, "larger than 64 MiB");
  free((void *)(uintptr_t)bytes.at);
}

/* Every prefix of the body, sealed anew. */
static void test_truncation(void **state) {
  (void)state;
  ev_verify_error error;
  ev_bundle *b = sample();
  ev_buf file = file_of(b);
  for (size_t size = file.size - 1; size > EV_BUNDLE_HEADER; size--) {
    file.size = size;
    seal(&file);
    assert_null(ev_bundle_read(ev_buf_view(&file), &error));
    assert_true(error.message[0]);
  }
  ev_buf_free(&file);
  ev_bundle_free(b);
}

static const char manifest[] = "apiVersion: v1\nkind: Pod\nmetadata: {a: x, j: '[{\"name\": \"n\"}]'}\n"
                               "items: [{name: x, num: 7}, {name: y}, null, 5]\n";

/* Runs an accepted bundle; what it finds does not matter, that it ends well does. */
static void run(const ev_bundle *b) {
  ev_document document;
  ev_read_error error;
  ev_reader *reader = ev_reader_new(NULL);
  ev_vm *vm = ev_vm_new(b, NULL);
  assert_true(reader && vm);
  ev_reader_start(reader, EV_STR(manifest));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  ev_run r = {.arena = ev_reader_arena(reader),
              .source = EV_STR(manifest),
              .document = &document,
              .object = document.root,
              .api_version = EV_STR("v1"),
              .kind = EV_STR("Pod"),
              .scope = b->scopes_count ? 0 : EV_NONE,
              .steps = 10000};
  assert_true(ev_vm_run(vm, &r));
  r.scope = EV_NONE;
  assert_true(ev_vm_run(vm, &r));
  ev_vm_free(vm);
  ev_reader_free(reader);
}

/* Each byte changed in several ways: refused, or it runs. */
static void test_flips(void **state) {
  (void)state;
  static const unsigned char masks[] = {0x01, 0x02, 0x10, 0x80, 0xff};
  ev_verify_error error;
  ev_bundle *b = sample();
  ev_buf file = file_of(b);
  size_t accepted = 0;
  for (size_t i = EV_BUNDLE_HEADER; i < file.size; i++)
    for (size_t m = 0; m < COUNT(masks); m++) {
      file.at[i] = (char)(file.at[i] ^ masks[m]);
      seal(&file);
      ev_bundle *read = ev_bundle_read(ev_buf_view(&file), &error);
      if (read) {
        run(read);
        ev_buf same = file_of(read);
        assert_true(ev_str_equal(ev_buf_view(&same), ev_buf_view(&file)));
        ev_buf_free(&same);
        accepted++;
      }
      ev_bundle_free(read);
      file.at[i] = (char)(file.at[i] ^ masks[m]);
    }
  assert_true(accepted > 0);
  ev_buf_free(&file);
  ev_bundle_free(b);
}

static void test_memory(void **state) {
  (void)state;
  ev_verify_error error;
  ev_bundle *b = sample(), *read = NULL;
  ev_buf file = file_of(b);
  size_t n = 1;
  for (; !read && n < 2000; n++) {
    ev_fail_allocation_after(n);
    read = ev_bundle_read(ev_buf_view(&file), &error);
    ev_fail_allocation_after(0);
    if (!read) assert_string_equal(error.message, "no memory");
  }
  assert_true(read && n > 3);
  ev_bundle_free(read);
  for (n = 1; n < 2000; n++) {
    ev_buf out = {0};
    ev_fail_allocation_after(n);
    ev_bundle_write(&out, b);
    ev_fail_allocation_after(0);
    bool failed = out.failed;
    ev_buf_free(&out);
    if (!failed) break;
  }
  assert_true(n > 1 && n < 2000);
  ev_buf_free(&file);
  ev_bundle_free(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_listing), cmocka_unit_test(test_listing_of_what_is_refused),
      cmocka_unit_test(test_types),   cmocka_unit_test(test_markdown),
      cmocka_unit_test(test_lookups), cmocka_unit_test(test_round_trip),
      cmocka_unit_test(test_headers), cmocka_unit_test(test_truncation),
      cmocka_unit_test(test_size),    cmocka_unit_test(test_flips),
      cmocka_unit_test(test_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
