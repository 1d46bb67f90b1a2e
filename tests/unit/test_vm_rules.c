/* The machine over whole objects: findings of rules, decodes and shapes; views, scopes, limits, memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "assemble.h"
#include "limit.h"
#include "vm.h"

/* ---- running a bundle over a manifest */

typedef struct result {
  ev_buf text; /* a line for each finding, and lines for its notes */
  ev_run run;
  bool ok;
} result;

static void dump_path(ev_buf *out, const ev_node *at) {
  ev_buf path = {0};
  if (at) ev_node_path(&path, at);
  ev_str shown = path.size ? ev_buf_view(&path) : EV_STR(".");
  ev_buf_format(out, " %.*s", EV_STR_ARG(shown));
  ev_buf_free(&path);
}

static void dump_finding(ev_buf *out, const ev_bundle *b, const ev_found *f) {
  ev_buf_format(out, "%.*s%s %u:%u", EV_STR_ARG(b->rules[f->rule].id), f->verdict == EV_FAIL ? "" : "?",
                f->place.line, f->place.column);
  dump_path(out, f->at);
  ev_buf_format(out, " | %.*s", EV_STR_ARG(f->message));
  if (f->reason.size) ev_buf_format(out, " | %.*s", EV_STR_ARG(f->reason));
  ev_buf_char(out, '\n');
  for (const ev_vnote *n = f->notes; n; n = n->next)
    ev_buf_format(out, "  %u:%u %.*s\n", n->place.line, n->place.column, EV_STR_ARG(n->message));
}

static ev_str text_at(ev_node *root, const char *key) {
  const ev_node *n = ev_node_get(root, ev_str_of(key), NULL);
  return n && n->kind == EV_NODE_STRING ? n->text : EV_STR("");
}

static result vet_with(const ev_bundle *b, ev_vm *vm, const char *manifest, ev_run run) {
  result r = {.run = run};
  ev_document document;
  ev_read_error error;
  ev_reader *reader = ev_reader_new(NULL);
  ev_str source = ev_str_of(manifest);
  assert_non_null(reader);
  ev_reader_start(reader, source);
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  r.run.arena = ev_reader_arena(reader);
  r.run.source = source;
  r.run.document = &document;
  r.run.object = document.root;
  r.run.api_version = text_at(document.root, "apiVersion");
  r.run.kind = text_at(document.root, "kind");
  r.ok = ev_vm_run(vm, &r.run);
  for (const ev_found *f = r.run.first; f; f = f->next) dump_finding(&r.text, b, f);
  ev_buf_char(&r.text, '\0');
  ev_reader_free(reader);
  return r;
}

static const ev_run fresh = {.scope = EV_NONE, .steps = EV_MAX_STEPS};

static void expect(const ev_bundle *b, const char *manifest, const char *findings) {
  ev_vm *vm = ev_vm_new(b, NULL);
  result r = vet_with(b, vm, manifest, fresh);
  assert_true(r.ok);
  assert_string_equal(r.text.at, findings);
  ev_buf_free(&r.text);
  ev_vm_free(vm);
}

/* ---- a small world */

static ev_bundle *world(void) {
  ev_bundle *b = kit_new();
  kit_record(b, "Caps", true, "add: [string]; drop: [string]");
  kit_record(b, "Security", true,
             "user: int?; root: bool?; caps: Caps; mode: one of Default Unmasked?; note: any? unjudged");
  kit_record(b, "Container", false,
             "name: string?; memory: quantity?; security: Security; env: map<string>; also image");
  kit_record(b, "Spec", false, "containers: [Container]; security: Security; flag: bool?; also volumes");
  kit_record(b, "Meta", false, "name: string?; labels: map<string>; annotations: map<string>");
  kit_record(b, "Pod", false, "metadata: Meta; spec: Spec; elsewhere securityX");
  kit_record(b, "Template", false, "template: Pod; replicas: int?; elsewhere security");
  kit_record(b, "Deployment", false, "metadata: Meta; spec: Template");
  kit_view(b, "pod", "Pod", true, "Pod v1 Pod at .; Deployment apps/* Deployment at spec.template");
  kit_view(b, "work", "Meta", false, "Deployment apps/* Deployment at metadata; Pod x Policy at metadata");
  return b;
}

#define POD              "apiVersion: v1\nkind: Pod\n"
#define CONTAINERS(list) POD "spec:\n  containers:\n" list

/* Containers whose user is 0 and not the pod's. */
static const char user_code[] =
    "LOCAL 0; FIELD Pod.spec; FIELD Spec.containers; FOR 0, end\n"
    "next: NEXT 0, end; STORE 1; LOCAL 1; FIELD Container.security; FIELD Security.user;"
    "LOCAL 0; FIELD Pod.spec; FIELD Spec.security; FIELD Security.user; OVERRIDE; STORE 2;"
    "LOCAL 2; NEED \"no user is set\"; LOCAL 2; JUMP_ABSENT set, true; CONST 0; EQ_NUM; NOT\n set: AND; "
    "STORE 3;"
    "LOCAL 3; JUMP_FAIL found; LOCAL 3; JUMP_REFUSED again; LOCAL 3; JUMP_UNKNOWN found; JUMP again\n"
    "found: LOCAL 2; AT; LOCAL 1; AT; LOCAL 1; SUBJECT; LOCAL 1; FIELD Container.name; CONST \"this one\"; "
    "NOTE;"
    "CONST \"user \"; LOCAL 2; TEXT; FORMAT 2; SAY; EMIT\n"
    "again: LOOP next\n"
    "end: HALT";

static ev_bundle *user_rule(void) {
  ev_bundle *b = world();
  uint32_t c = kit_chunk(b, "user", 1, "Pod; Container; int?; bool", NULL, user_code);
  kit_rule(b, "A1", c, "pod");
  kit_verify(b);
  return b;
}

/* No compiler writes a case that looks at no view; its finding stands at the object. */
static void test_no_view(void **state) {
  (void)state;
  ev_bundle *b = world();
  uint32_t c = kit_chunk(b, "none", 0, "bool", NULL, "CONST false; JUDGE end; EMIT\n end: HALT");
  kit_rule(b, "A0", c, "");
  kit_verify(b);
  expect(b, POD, "A0 1:1 . | A0\n");
  ev_bundle_free(b);
}

static void test_findings(void **state) {
  (void)state;
  ev_bundle *b = user_rule();
  expect(b, CONTAINERS("  - {name: a, security: {user: 0}}\n  - {name: b, security: {user: 1}}\n"),
         "A1 5:32 spec.containers[0].security.user | user 0\n  5:12 this one\n");
  expect(b, CONTAINERS("  - {name: a}\n"),
         "A1? 5:5 spec.containers[0] | user (not set) | no user is set\n  5:12 this one\n");
  expect(b, CONTAINERS("  - {name: a, security: {user: x}}\n"), "");
  expect(b, CONTAINERS("  - {name: a, security: {user: 0}}\n  security: {user: 5}\n"),
         "A1 5:32 spec.containers[0].security.user | user 0\n  5:12 this one\n  6:20 overrides the value "
         "given here\n");
  expect(b, CONTAINERS("  - {name: a}\n  security: {user: 0}\n"),
         "A1 6:20 spec.security.user | user 0\n  5:12 this one\n");
  expect(b, CONTAINERS("  - null\n"), "A1? 5:5 spec.containers[0] | user (not set) | no user is set\n");
  expect(b, POD "spec: {containers: 5}\n", "");
  expect(b, POD "spec: 5\n", "");
  expect(b, POD, "");
  expect(b, "apiVersion: v1\nkind: Other\nspec: {containers: [{}]}\n", "");
  ev_bundle_free(b);
}

static void test_unknown_list(void **state) {
  (void)state;
  ev_bundle *b = world();
  uint32_t list = kit_chunk(
      b, "list", 1, "Pod", "[int]",
      "LOCAL 0; FIELD Pod.spec; FIELD Spec.flag; JUMP_ABSENT a, false\n"
      "a: BRANCH no, end, [int]; UNKNOWN \"it is flagged\", [int]; JUMP end\n no: LIST int\n end: RETURN");
  uint32_t c = kit_chunk(b, "case", 1, "Pod", NULL,
                         "LOCAL 0; CALL list; FOR 0, end\n next: NEXT 0, end; POP; LOOP next\n end: HALT");
  (void)list;
  kit_rule(b, "A1", c, "pod");
  kit_verify(b);
  expect(b, POD "spec: {flag: true}\n", "A1? 1:1 . | A1 | it is flagged\n");
  expect(b, POD "spec: {flag: false}\n", "");
  expect(b, POD "spec: {flag: 5}\n", "");
  ev_bundle_free(b);
}

static void test_skips(void **state) {
  (void)state;
  static const struct {
    const char *value, *skip;
    bool found;
  } rows[] = {
      {"CONST true", "SKIP_FALSE", true},
      {"CONST false", "SKIP_FALSE", false},
      {"UNKNOWN \"u\", bool", "SKIP_FALSE", true},
      {"CONST true", "SKIP_UNLESS", true},
      {"CONST false", "SKIP_UNLESS", false},
      {"UNKNOWN \"u\", bool", "SKIP_UNLESS", false},
      {"CONST true", "JUDGE", false},
      {"CONST false", "JUDGE", true},
      {"CONST true", "JUMP_FAIL", true},
      {"CONST false", "JUMP_FAIL", false},
      {"CONST true", "JUMP_REFUSED", true},
      {"CONST true", "JUMP_UNKNOWN", true},
      {"UNKNOWN \"u\", bool", "JUMP_UNKNOWN", false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char code[200];
    ev_bundle *b = world();
    snprintf(code, sizeof code, "%s; %s end; EMIT\n end: HALT", rows[i].value, rows[i].skip);
    kit_rule(b, "A1", kit_chunk(b, "case", 1, "Pod", NULL, code), "pod");
    kit_verify(b);
    expect(b, POD, rows[i].found ? "A1 1:1 . | A1\n" : "");
    ev_bundle_free(b);
  }
  ev_bundle *b = world();
  kit_rule(b, "A1", kit_chunk(b, "case", 1, "Pod", NULL, "UNKNOWN \"u\", bool; JUDGE end; EMIT\n end: HALT"),
           "pod");
  kit_verify(b);
  expect(b, POD, "A1? 1:1 . | A1 | u\n");
  ev_bundle_free(b);
}

/* ---- views and scopes */

static const char emit_code[] = "LOCAL 0; AT; EMIT; HALT";

static ev_bundle *scoped(void) {
  ev_bundle *b = world();
  uint32_t scope = kit_chunk(
      b, "flagged", 1, "Pod", "bool",
      "LOCAL 0; FIELD Pod.spec; FIELD Spec.flag; JUMP_ABSENT end, false\n end: RETURN");
  uint32_t pod = kit_chunk(b, "pod case", 1, "Pod", NULL, emit_code);
  uint32_t work = kit_chunk(b, "work case", 1, "Meta", NULL, emit_code);
  uint32_t both = kit_chunk(b, "both", 2, "Meta; Pod", NULL, "LOCAL 1; AT; EMIT; HALT");
  kit_rule(b, "A1", pod, "pod");
  kit_rule(b, "A2", work, "work");
  kit_rule(b, "A3", both, "work pod");
  kit_scope(b, "flagged", "pod", scope);
  kit_verify(b);
  return b;
}

static void expect_scoped(const ev_bundle *b, const char *manifest, const char *findings, uint32_t pods,
                          uint32_t passed) {
  ev_vm *vm = ev_vm_new(b, NULL);
  ev_run run = fresh;
  run.scope = ev_bundle_scope(b, EV_STR("flagged"));
  result r = vet_with(b, vm, manifest, run);
  assert_true(r.ok);
  assert_string_equal(r.text.at, findings);
  assert_int_equal(r.run.pods, pods);
  assert_int_equal(r.run.pods_passed_over, passed);
  ev_buf_free(&r.text);
  ev_vm_free(vm);
}

#define DEPLOYMENT "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n"

/* A case that looks at no view speaks of the objects that are in scope, too. */
static void test_scope_without_view(void **state) {
  (void)state;
  ev_bundle *b = world();
  uint32_t scope = kit_chunk(
      b, "flagged", 1, "Pod", "bool",
      "LOCAL 0; FIELD Pod.spec; FIELD Spec.flag; JUMP_ABSENT end, false\n end: RETURN");
  kit_rule(b, "A1", kit_chunk(b, "no view", 0, "", NULL, "EMIT; HALT"), "");
  kit_scope(b, "flagged", "pod", scope);
  kit_verify(b);
  expect_scoped(b, DEPLOYMENT "spec: {template: {spec: {flag: true}}}\n", "A1 1:1 . | A1\n", 1, 0);
  expect_scoped(b, DEPLOYMENT "spec: {template: {spec: {flag: false}}}\n", "", 1, 1);
  expect_scoped(b, DEPLOYMENT, "", 0, 0);
  ev_bundle_free(b);
}

static void test_views(void **state) {
  (void)state;
  ev_bundle *b = scoped();
  expect(b, DEPLOYMENT "spec: {template: {spec: {}}}\n",
         "A1 4:18 spec.template | A1\nA2 3:11 metadata | A2\nA3 4:18 spec.template | A3\n");
  expect(b, DEPLOYMENT "spec: {template: 5}\n", "A2 3:11 metadata | A2\n");
  expect(b, DEPLOYMENT, "A2 3:11 metadata | A2\n");
  expect(b, "apiVersion: x\nkind: Policy\nmetadata: {}\n", "A2 3:11 metadata | A2\n");
  expect_scoped(b, DEPLOYMENT "spec: {template: {spec: {flag: true}}}\n",
                "A1 4:18 spec.template | A1\nA2 3:11 metadata | A2\nA3 4:18 spec.template | A3\n", 1, 0);
  expect_scoped(b, DEPLOYMENT "spec: {template: {spec: {flag: false}}}\n", "", 1, 1);
  expect_scoped(b, DEPLOYMENT "spec: {template: {spec: {flag: 5}}}\n", "", 1, 1);
  expect_scoped(b, DEPLOYMENT "spec: {template: 5}\n", "", 0, 0);
  expect_scoped(b, "apiVersion: x\nkind: Policy\nmetadata: {}\n", "", 0, 0);
  ev_vm *vm = ev_vm_new(b, NULL);
  assert_true(ev_vm_concerns(vm, EV_STR("apps/v2"), EV_STR("Deployment")));
  assert_false(ev_vm_concerns(vm, EV_STR("v1"), EV_STR("Deployment")));
  assert_false(ev_vm_concerns(vm, EV_STR("apps/v2"), EV_STR("deployment")));
  ev_vm_free(vm);
  ev_bundle_free(b);
}

/* Rows of one view for the same object: each place is one instance, each record is vetted once. */
static ev_bundle *overlapping(void) {
  ev_bundle *b = kit_new();
  kit_record(b, "Part", false, "name: string?");
  kit_record(b, "First", false, "a: Part; b: Part; c: Part; elsewhere one");
  kit_record(b, "Second", false, "a: Part; b: Part; c: Part; elsewhere two");
  kit_view(b, "part", "Part", true,
           "First v1 Pod at a, b, b; Second v* Pod at b, c; Second * Pod at c, a; First v2 Pod at c");
  kit_view(b, "job", "Part", false, "First v1 Job at c");
  kit_rule(b, "A1", kit_chunk(b, "case", 1, "Part", NULL, emit_code), "part");
  kit_rule(b, "A2", kit_chunk(b, "job", 1, "Part", NULL, emit_code), "job");
  kit_shape(b, "K2", 1, EV_NONE);
  kit_verify(b);
  return b;
}

static void test_overlapping_rows(void **state) {
  (void)state;
  static const struct {
    const char *manifest, *findings;
    uint32_t pods;
  } cases[] = {
      {"apiVersion: v1\nkind: Pod\na: {}\nb: {}\nc: {}\none: 1\ntwo: 2\n",
       "K2 6:1 one | K2\nK2 7:1 two | K2\nA1 3:4 a | A1\nA1 4:4 b | A1\nA1 5:4 c | A1\n", 3},
      {"apiVersion: v2\nkind: Pod\na: {}\nb: {}\nc: {}\none: 1\ntwo: 2\n",
       "K2 7:1 two | K2\nK2 6:1 one | K2\nA1 4:4 b | A1\nA1 5:4 c | A1\nA1 3:4 a | A1\n", 3},
      {"apiVersion: x\nkind: Pod\na: {}\nb: {}\nc: &c {}\none: 1\n", "A1 5:7 c | A1\nA1 3:4 a | A1\n", 2},
      {"apiVersion: v1\nkind: Pod\na: &a {}\nb: ~\nc: 5\n", "A1 3:7 a | A1\n", 1},
      {"apiVersion: v1\nkind: Job\na: {}\nc: {}\n", "A2 4:4 c | A2\n", 0},
      {"apiVersion: v2\nkind: Job\na: {}\nc: {}\n", "", 0},
  };
  ev_bundle *b = overlapping();
  ev_vm *vm = ev_vm_new(b, NULL);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    result r = vet_with(b, vm, cases[i].manifest, fresh);
    assert_true(r.ok);
    assert_string_equal(r.text.at, cases[i].findings);
    assert_int_equal(r.run.pods, cases[i].pods);
    assert_int_equal(r.run.pods_passed_over, 0);
    ev_buf_free(&r.text);
  }
  ev_vm_free(vm);
  ev_bundle_free(b);
}

/* Of two counted views a scope is about one; each of its instances is asked. */
static void test_scope_of_one_view(void **state) {
  (void)state;
  ev_bundle *b = kit_new();
  kit_record(b, "Part", false, "flag: bool?");
  kit_record(b, "Whole", false, "a: Part; b: Part; c: Part; d: Part");
  kit_view(b, "other", "Part", true, "Whole v1 Pod at d");
  kit_view(b, "part", "Part", true, "Whole v1 Pod at a, b, c");
  uint32_t scope = kit_chunk(b, "flagged", 1, "Part", "bool",
                             "LOCAL 0; FIELD Part.flag; JUMP_ABSENT end, false\n end: RETURN");
  kit_rule(b, "A1", kit_chunk(b, "case", 1, "Part", NULL, emit_code), "part");
  kit_rule(b, "A2", kit_chunk(b, "other", 1, "Part", NULL, emit_code), "other");
  kit_scope(b, "flagged", "part", scope);
  kit_verify(b);
  expect_scoped(b, "apiVersion: v1\nkind: Pod\na: {}\nb: {flag: true}\nc: {flag: true}\nd: {}\n",
                "A1 4:4 b | A1\nA1 5:4 c | A1\nA2 6:4 d | A2\n", 4, 2);
  expect_scoped(b, "apiVersion: v1\nkind: Pod\na: {flag: true}\nb: {}\nc: {}\n", "A1 3:4 a | A1\n", 3, 2);
  expect_scoped(b, "apiVersion: v1\nkind: Pod\na: {}\nd: {}\n", "", 2, 2);
  ev_bundle_free(b);
}

/* What may be in scope is in it. */
static void test_unknown_scope(void **state) {
  (void)state;
  ev_bundle *b = world();
  uint32_t scope = kit_chunk(b, "flagged", 1, "Pod", "bool", "UNKNOWN \"u\", bool; RETURN");
  kit_rule(b, "A1", kit_chunk(b, "case", 1, "Pod", NULL, emit_code), "pod");
  kit_scope(b, "flagged", "pod", scope);
  kit_verify(b);
  expect_scoped(b, POD, "A1 1:1 . | A1\n", 1, 0);
  ev_bundle_free(b);
}

/* ---- decodes */

static ev_bundle *decoding(void) {
  ev_bundle *b = world();
  kit_record(b, "Entry", true, "name: string required; value: string required; size: quantity?; list: [int]");
  uint32_t say = kit_chunk(b, "say", 1, "string", "string", "CONST \"bad: \"; LOCAL 0; CONCAT; RETURN");
  kit_decode(b, "A1", "[Entry]", say);
  uint32_t c = kit_chunk(
      b, "case", 1, "Pod; Entry", NULL,
      "LOCAL 0; FIELD Pod.metadata; FIELD Meta.annotations; CONST \"a\"; GET; DECODE 0; FOR 0, end\n"
      "next: NEXT 0, end; STORE 1; LOCAL 1; FIELD Entry.value; AT; LOCAL 1; FIELD Entry.name; SAY; EMIT; "
      "LOOP next\n"
      "end: HALT");
  kit_rule(b, "A2", c, "pod");
  kit_rule(b, "A3", c, "pod"); /* decodes once more: the finding comes once */
  kit_verify(b);
  return b;
}

#define ANNOTATION(text) POD "metadata:\n  annotations:\n    a: '" text "'\n"

static void test_decodes(void **state) {
  (void)state;
  ev_bundle *b = decoding();
  expect(b, POD, "");
  expect(b, ANNOTATION("[]"), "");
  expect(b, ANNOTATION("[{\"name\": \"n\", \"value\": \"v\"}]"),
         "A2 5:33 metadata.annotations.a![0].value | n\nA3 5:33 metadata.annotations.a![0].value | n\n");
  expect(b, ANNOTATION(""),
         "A1 5:9 metadata.annotations.a | bad: found the end of the text where a value was expected\n");
  expect(b, ANNOTATION("["),
         "A1 5:10 metadata.annotations.a | bad: found the end of the text where a value was expected\n");
  expect(b, ANNOTATION("{}"),
         "A1 5:9 metadata.annotations.a! | bad: found a mapping where a list is expected\n");
  expect(b, ANNOTATION("[{\"name\": \"n\"}]"),
         "A1 5:10 metadata.annotations.a![0] | bad: the key \"value\" is missing\n");
  expect(b, ANNOTATION("[{\"name\": \"n\", \"value\": 1}]"),
         "A1 5:33 metadata.annotations.a![0].value | bad: found the number 1 where a string is expected\n");
  expect(b, ANNOTATION("[{\"name\": \"n\", \"value\": null}]"),
         "A1 5:33 metadata.annotations.a![0].value | bad: found null where a string is expected\n");
  expect(b, ANNOTATION("[{\"name\": \"n\", \"x\": 1, \"value\": 1}]"),
         "A1 5:24 metadata.annotations.a![0].x | bad: the key \"x\" is not known here\n");
  expect(b, ANNOTATION("[{\"name\": \"n\", \"value\": \"v\", \"name\": 5}]"),
         "A1 5:38 metadata.annotations.a![0].name | bad: the key \"name\" is given twice\n");
  expect(b, ANNOTATION("[{\"name\": \"n\", \"value\": \"v\", \"size\": null, \"list\": null}]"),
         "A2 5:33 metadata.annotations.a![0].value | n\nA3 5:33 metadata.annotations.a![0].value | n\n");
  expect(b, ANNOTATION("[{\"name\": \"n\", \"value\": \"v\", \"list\": [null]}]"),
         "A1 5:47 metadata.annotations.a![0].list[0] | bad: found null where an integer is expected\n");
  expect(b, ANNOTATION("[null]"),
         "A1 5:10 metadata.annotations.a![0] | bad: found null where a mapping is expected\n");
  expect(b, ANNOTATION("[{{ x }}]"),
         "A1? 5:11 metadata.annotations.a | bad: expected a key in double quotes | the text is an unrendered "
         "template\n");
  expect(b, ANNOTATION("[{\"name\": \"{{ x }}\", \"value\": \"v\"}]"),
         "A2 5:39 metadata.annotations.a![0].value | A2\nA3 5:39 metadata.annotations.a![0].value | A3\n");
  expect(b, POD "metadata: {annotations: {a: 5}}\n", "");
  ev_bundle_free(b);
}

/* ---- shapes */

static ev_bundle *shaping(bool all) {
  ev_bundle *b = world();
  uint32_t say = kit_chunk(
      b, "say", 5, "string; string; string; string; string", "string",
      "LOCAL 0; CONST \"/\"; LOCAL 1; CONST \"/\"; LOCAL 2; CONST \"/\"; LOCAL 3; CONST \"/\"; LOCAL 4; "
      "FORMAT 9; RETURN");
  kit_shape(b, "K1", 0, say);
  kit_shape(b, "K2", 1, say);
  if (all) {
    kit_shape(b, "K3", 2, say);
    kit_shape(b, "K4", 3, say);
    kit_shape(b, "K6", 5, say);
  }
  kit_verify(b);
  return b;
}

static void test_types(void **state) {
  (void)state;
  ev_bundle *b = shaping(false);
  expect(b, POD "spec: []\n", "K1 3:7 spec | spec/a mapping/a list/Pod/\n");
  expect(b, POD "spec: a:1\n",
         "K1 3:7 spec | spec/a mapping/the string \"a:1\"/Pod/a space is missing after the colon\n");
  expect(b, POD "spec: {containers: {}}\n",
         "K1 3:20 spec.containers | containers/a list/a mapping/Spec/start each element with `- `\n");
  expect(b, POD "spec: {containers: [x, null]}\n",
         "K1 3:21 spec.containers[0] | containers[0]/a mapping/the string \"x\"//\n");
  expect(b, POD "spec: {flag: 'true'}\n",
         "K1 3:14 spec.flag | flag/true or false/the string \"true\"/Spec/take away the quotes\n");
  expect(b, POD "spec: {flag: null}\n", "");
  expect(b, POD "spec: {security: {user: '0'}}\n",
         "K1 3:25 spec.security.user | user/an integer/the string \"0\"/Security/take away the quotes\n");
  expect(b, POD "spec: {security: {user: 9223372036854775808}}\n",
         "K1 3:25 spec.security.user | user/an integer/the number 9223372036854775808/Security/it does not "
         "fit the 64 bits that Kubernetes has for it\n");
  expect(b, POD "spec: {security: {user: 1.5}}\n",
         "K1 3:25 spec.security.user | user/an integer/the number 1.5/Security/\n");
  expect(b, POD "spec: {security: {mode: default}}\n",
         "K1 3:25 spec.security.mode | mode/one of \"Default\" or \"Unmasked\"/the string "
         "\"default\"/Security/did you mean \"Default\"?\n");
  expect(b, CONTAINERS("  - {memory: 512MB}\n"),
         "K1 5:14 spec.containers[0].memory | memory/a quantity such as 512Mi/the string \"512MB\"/Container/"
         "a quantity is a number, then nothing or one of Ki Mi Gi Ti Pi Ei n u m k M G T P E\n");
  expect(b, CONTAINERS("  - {memory: 512, env: {A: null, B: 1}}\n"),
         "K1 5:37 spec.containers[0].env.B | env.B/a string/the number 1//put it in quotes\n");
  expect(b, CONTAINERS("  - {memory: 'x{{ m }}'}\n"),
         "K1? 5:14 spec.containers[0].memory | memory/a quantity such as 512Mi/the string \"x{{ m "
         "}}\"/Container/"
         "a quantity is a number, then nothing or one of Ki Mi Gi Ti Pi Ei n u m k M G T P E | the text is "
         "an unrendered template\n");
  expect(b, POD "spec:\n  flag: x{{ f }}\n",
         "K1? 4:9 spec.flag | flag/true or false/the string \"x{{ f }}\"/Spec/ | the text is an unrendered "
         "template\n");
  expect(b, POD "spec:\n  flag: '{{ f }}'\n",
         "K1? 4:9 spec.flag | flag/true or false/the string \"{{ f }}\"/Spec/ | the text is an unrendered "
         "template\n");
  expect(b, POD "metadata: {labels: {1: 1, \"1\": 2}}\n",
         "K1? 3:32 metadata.labels.1 | labels.1/a string/the number 2//put it in quotes | "
         "the key is given twice, once as a number\n");
  expect(b, POD "spec: {security: {user: x, user: 5, note: {user: x}}}\n", "");
  ev_bundle_free(b);
}

static void test_unknown_keys(void **state) {
  (void)state;
  ev_bundle *b = shaping(false);
  expect(b, POD "spec: {other: 1, volumes: x}\nother: 1\n", "");
  expect(b, POD "spec: {Flag: 1}\n", "K2 3:8 spec.Flag | Flag///Spec/did you mean `flag`?\n");
  expect(b, POD "spec: {flagg: 1}\n", "K2 3:8 spec.flagg | flagg///Spec/did you mean `flag`?\n");
  expect(b, POD "spec: {falg: 1}\n", "K2 3:8 spec.falg | falg///Spec/did you mean `flag`?\n");
  expect(b, POD "spec: {security: {add: []}}\n",
         "K2 3:19 spec.security.add | add///Security/it belongs in spec.security.caps\n");
  expect(b, POD "spec: {security: {caps: {user: 1}}}\n",
         "K2 3:26 spec.security.caps.user | user///Caps/it belongs in spec.security\n");
  expect(b, POD "spec: {security: {usr: 1}}\n",
         "K2 3:19 spec.security.usr | usr///Security/did you mean `user`?\n");
  expect(b, POD "spec: {security: {zzzzzzzz: null}}\n",
         "K2 3:19 spec.security.zzzzzzzz | zzzzzzzz///Security/\n");
  expect(b, DEPLOYMENT "spec: {security: {}}\n",
         "K2 4:8 spec.security | security///Template/it belongs in spec.template.spec\n");
  expect(b, POD "spec: {security: {'a{{ x }}': 1}}\n",
         "K2? 3:19 spec.security[\"a{{ x }}\"] | a{{ x }}///Security/ | the key is an unrendered template\n");
  expect(b, POD "spec: {security: {note: {x: 1}}}\n", "");
  ev_bundle_free(b);
}

static void test_quirks(void **state) {
  (void)state;
  ev_bundle *b = shaping(true);
  expect(b, POD "spec: {flag: true, flag: false}\n",
         "K3 3:20 spec.flag | flag////\n  3:8 first given here\n");
  expect(b, POD "metadata:\n  labels: {y: x}\n", "K4 4:12 metadata.labels.true | y//true//\n");
  expect(b, POD "status: {a: 1, a: 2}\n", "");
  expect(b, POD "kind: Pod\n", "K3 3:1 kind | kind////\n  2:1 first given here\n");
  expect(b, POD "spec: {security: {note: {a: 1, a: 2}}}\n", "");
  expect(b, "apiVersion: x\nkind: Policy\nmetadata: {name: a, name: b}\n", "");
  expect(b, "apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 1, replicas: 2}\n", "");
  expect(b, "a: &x {flag: true}\n" POD "spec:\n  flag: false\n  <<: *x\n",
         "K6 6:3 spec[\"<<\"] | <<//a merge after the key that it overwrites//\n  5:3 this is overwritten\n");
  ev_bundle_free(b);
}

static void test_aliases(void **state) {
  (void)state;
  ev_bundle *b = shaping(false);
  expect(b, "a: &s {user: x}\n" POD "spec: {security: *s}\n",
         "K1 1:14 spec.security.user | user/an integer/the string \"x\"/Security/\n  4:18 reached through "
         "this alias\n");
  expect(b, "a: &s {user: x, falg: 1}\n" POD "spec: {security: {<<: *s}}\n",
         "K1 1:14 spec.security.user | user/an integer/the string \"x\"/Security/\n  4:23 reached through "
         "this alias\n"
         "K2 1:17 spec.security.falg | falg///Security/\n  4:23 reached through this alias\n");
  ev_bundle_free(b);
}

static void test_shape_message(void **state) {
  (void)state;
  ev_bundle *b = shaping(true);
  ev_vm *vm = ev_vm_new(b, NULL);
  ev_arena arena;
  ev_arena_init(&arena, 0);
  const ev_str texts[5] = {EV_STR("a"), EV_STR("b"), EV_STR("c"), EV_STR("d"), EV_STR("e")};
  ev_str message = ev_vm_shape_message(vm, &arena, 2, texts);
  assert_true(ev_str_is(message, "a/b/c/d/e"));
  ev_arena_free(&arena);
  ev_vm_free(vm);
  ev_bundle_free(b);
}

/* ---- limits and memory */

#define THREE                                                                                                \
  CONTAINERS("  - {name: a, security: {user: 0}}\n  - {name: b, security: {user: 0}}\n  - {name: c}\n")

static void test_limits(void **state) {
  (void)state;
  ev_bundle *b = user_rule();
  ev_vm *vm = ev_vm_new(b, NULL);
  ev_run run = fresh;
  run.limit = 2;
  result r = vet_with(b, vm, THREE, run);
  assert_true(r.ok && r.run.out_of_findings);
  assert_int_equal(r.run.found, 2);
  ev_buf_free(&r.text);
  for (uint64_t steps = 0; steps < 200; steps++) {
    run = fresh;
    run.steps = steps;
    r = vet_with(b, vm, THREE, run);
    assert_true(r.ok);
    assert_true(r.run.out_of_steps || r.run.found == 3);
    ev_buf_free(&r.text);
  }
  r = vet_with(b, vm, THREE, fresh);
  assert_int_equal(r.run.found, 3);
  ev_buf_free(&r.text);
  ev_vm_free(vm);
  ev_bundle_free(b);
}

/* Runs on a tree that is read before, with the n-th allocation failing. */
static bool run_failing(const ev_bundle *b, const char *manifest, size_t n) {
  ev_document document;
  ev_read_error error;
  ev_reader *reader = ev_reader_new(NULL);
  ev_reader_start(reader, ev_str_of(manifest));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  ev_run run = fresh;
  run.arena = ev_reader_arena(reader);
  run.source = ev_str_of(manifest);
  run.document = &document;
  run.object = document.root;
  run.api_version = text_at(document.root, "apiVersion");
  run.kind = text_at(document.root, "kind");
  ev_fail_allocation_after(n);
  ev_vm *vm = ev_vm_new(b, NULL);
  bool ok = vm && ev_vm_run(vm, &run);
  ev_vm_free(vm);
  ev_fail_allocation_after(0);
  ev_reader_free(reader);
  return ok;
}

static void fail_each(ev_bundle *b, const char *manifest) {
  size_t n = 1;
  while (n < 2000 && !run_failing(b, manifest, n)) n++;
  assert_true(n > 1 && n < 2000);
  ev_bundle_free(b);
}

static void test_memory(void **state) {
  (void)state;
  fail_each(user_rule(), THREE);
  fail_each(decoding(), ANNOTATION("[{\"name\": \"n\", \"value\": \"v\"}]"));
  fail_each(decoding(), ANNOTATION("[{\"name\": \"n\"}]"));
  fail_each(shaping(true), POD "spec: {security: {add: x, user: x, y: 1, y: 2}, flag: 1, falg: 1}\n");
  fail_each(scoped(), DEPLOYMENT "spec: {template: {spec: {flag: true}}}\n");
}

/* ---- tracing */

static void collect(void *context, ev_str line) {
  ev_buf_str(context, line);
  ev_buf_char(context, '\n');
}

static void test_trace(void **state) {
  (void)state;
  ev_bundle *b = world();
  kit_rule(b, "A1",
           kit_chunk(b, "case", 1, "Pod", NULL,
                     "LOCAL 0; FIELD Pod.spec; FIELD Spec.flag; IS_SET; SKIP_FALSE end; EMIT\n end: HALT"),
           "pod");
  kit_verify(b);
  ev_vm *vm = ev_vm_new(b, NULL);
  ev_buf lines = {0};
  ev_vm_trace(vm, 0, collect, &lines);
  result r = vet_with(b, vm, POD "spec: {flag: yes}\n", fresh);
  ev_buf_char(&lines, '\0');
  assert_string_equal(lines.at, "    0 LOCAL           local 0                -> a mapping  (1:1)\n"
                                "    2 FIELD           Pod.spec               -> a mapping  (spec, 3:7)\n"
                                "    4 FIELD           Spec.flag              -> true  (spec.flag, 3:14)\n"
                                "    6 IS_SET                                 -> true\n"
                                "    7 SKIP_FALSE      @10\n"
                                "    9 EMIT\n"
                                "   10 HALT\n");
  ev_buf_free(&r.text);
  lines.size = 0;
  ev_vm_trace(vm, EV_NONE, NULL, NULL);
  r = vet_with(b, vm, POD "spec: {flag: yes}\n", fresh);
  assert_int_equal(lines.size, 0);
  ev_buf_free(&r.text);
  ev_buf_free(&lines);
  ev_vm_free(vm);
  ev_bundle_free(b);
}

/* ---- parameters */

static ev_bundle *with_params(void) {
  ev_bundle *b = world();
  kit_set(b, "names", "a*");
  kit_int_set(b, "ports", 1, 3);
  kit_param(b, "flag", "bool", "false");
  kit_param(b, "limit", "int", "5");
  kit_param(b, "size", "quantity", "q1Ki");
  kit_param(b, "word", "string", "\"w\"");
  kit_param(b, "names", "set of string", "names");
  kit_param(b, "ports", "set of int", "ports");
  kit_param(b, "mode", "one of soft hard", "\"soft\"");
  kit_param(b, "span", "interval", "q1");
  uint32_t c = kit_chunk(b, "case", 1, "Pod", NULL,
                         "CONST \"x1\"; IN_PARAM names; TEXT; CONST 5; IN_PARAM ports; TEXT; PARAM flag; "
                         "TEXT; PARAM limit; TEXT;"
                         "PARAM size; TEXT; PARAM word; FORMAT 6; SAY; EMIT; HALT");
  kit_rule(b, "A1", c, "pod");
  kit_verify(b);
  return b;
}

static void test_settings(void **state) {
  (void)state;
  static const struct {
    const char *name, *text, *said; /* NULL: refused */
  } rows[] = {
      {"flag", "true", "falsefalsetrue51Kiw"},
      {"flag", "false", "falsefalsefalse51Kiw"},
      {"flag", "yes", NULL},
      {"limit", "-7", "falsefalsefalse-71Kiw"},
      {"limit", "7Mi", NULL},
      {"size", "1Mi", "falsefalsefalse51Miw"},
      {"size", "infinity", "falsefalsefalse5infinityw"},
      {"size", "MB", NULL},
      {"word", "v", "falsefalsefalse51Kiv"},
      {"names", "b*, x?", "truefalsefalse51Kiw"},
      {"names", "", "falsefalsefalse51Kiw"},
      {"names", "[", NULL},
      {"ports", "9, 1..5", "falsetruefalse51Kiw"},
      {"ports", "5..1", NULL},
      {"ports", "a", NULL},
      {"ports", "1..a", NULL},
      {"ports", "1..9, 2..3", "falsetruefalse51Kiw"},
      {"ports", "1..170141183460469231731687303715884105727, 5", "falsetruefalse51Kiw"},
      {"mode", "hard", "falsefalsefalse51Kiw"},
      {"mode", "harder", NULL},
      {"span", "2Ki", "falsefalsefalse51Kiw"},
      {"ports", ",,", "falsefalsefalse51Kiw"},
  };
  ev_bundle *b = with_params();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    ev_setting_value settings[8] = {{0}};
    ev_str message = {0};
    ev_arena arena;
    ev_arena_init(&arena, 0);
    uint32_t param = ev_bundle_param(b, ev_str_of(rows[i].name));
    bool ok = ev_setting_parse(&arena, b, param, ev_str_of(rows[i].text), &settings[param], &message);
    assert_int_equal(ok, rows[i].said != NULL);
    assert_int_equal(message.size == 0, ok);
    ev_vm *vm = ev_vm_new(b, settings);
    result r = vet_with(b, vm, POD, fresh);
    char expected[100];
    snprintf(expected, sizeof expected, "A1 1:1 . | %s\n",
             rows[i].said ? rows[i].said : "falsefalsefalse51Kiw");
    assert_string_equal(r.text.at, expected);
    ev_buf_free(&r.text);
    ev_vm_free(vm);
    ev_arena_free(&arena);
  }
  ev_bundle_free(b);
}

static void test_repeated_settings(void **state) {
  (void)state;
  ev_bundle *b = with_params();
  ev_setting_value settings[8] = {{0}};
  ev_str message;
  ev_arena arena;
  ev_arena_init(&arena, 0);
  assert_true(ev_setting_parse(&arena, b, 4, EV_STR("b"), &settings[4], &message));
  assert_true(ev_setting_parse(&arena, b, 4, EV_STR("x1"), &settings[4], &message));
  assert_true(ev_automaton_match(settings[4].set.automaton, EV_STR("b")));
  assert_true(ev_automaton_match(settings[4].set.automaton, EV_STR("x1")));
  assert_false(ev_automaton_match(settings[4].set.automaton, EV_STR("a")));
  assert_true(ev_setting_parse(&arena, b, 5, EV_STR("7..9,3"), &settings[5], &message));
  assert_true(ev_setting_parse(&arena, b, 5, EV_STR("4,20"), &settings[5], &message));
  assert_int_equal(settings[5].set.range_count, 3);
  assert_true(settings[5].set.ranges[0].low == 3 && settings[5].set.ranges[0].high == 4);
  ev_arena_free(&arena);
  ev_bundle_free(b);
}

/* So many patterns or numbers as a set may have, and one more. */
static void test_many_settings(void **state) {
  (void)state;
  ev_bundle *b = with_params();
  for (uint32_t param = 4; param <= 5; param++)
    for (uint32_t more = 0; more <= 1; more++) {
      ev_setting_value setting = {0};
      ev_str message = {0};
      ev_arena arena;
      ev_buf text = {0};
      ev_arena_init(&arena, 0);
      for (uint32_t i = 0; i < EV_MAX_PATTERNS + more; i++) ev_buf_format(&text, "%u,", i * 2);
      assert_int_equal(ev_setting_parse(&arena, b, param, ev_buf_view(&text), &setting, &message), !more);
      assert_int_equal(message.size > 0, more);
      ev_buf_free(&text);
      ev_arena_free(&arena);
    }
  ev_bundle_free(b);
}

static void test_settings_without_memory(void **state) {
  (void)state;
  static const char *const texts[] = {"true", "5", "1Mi", "text", "b*,c", "1..3,9", "hard"};
  ev_bundle *b = with_params();
  for (uint32_t param = 0; param < sizeof texts / sizeof *texts; param++) {
    size_t n = 1;
    for (bool ok = false; !ok; n++) {
      ev_setting_value setting = {0};
      ev_str message = {0};
      ev_arena arena;
      ev_arena_init(&arena, 0);
      ev_fail_allocation_after(n);
      ok = ev_setting_parse(&arena, b, param, ev_str_of(texts[param]), &setting, &message) &&
           ev_setting_parse(&arena, b, param, ev_str_of(texts[param]), &setting, &message);
      ev_fail_allocation_after(0);
      if (!ok) assert_true(arena.failed && message.size > 0);
      ev_arena_free(&arena);
    }
    assert_true(n > 1);
  }
  ev_bundle_free(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_findings),
      cmocka_unit_test(test_no_view),
      cmocka_unit_test(test_unknown_list),
      cmocka_unit_test(test_skips),
      cmocka_unit_test(test_views),
      cmocka_unit_test(test_scope_without_view),
      cmocka_unit_test(test_overlapping_rows),
      cmocka_unit_test(test_scope_of_one_view),
      cmocka_unit_test(test_unknown_scope),
      cmocka_unit_test(test_decodes),
      cmocka_unit_test(test_types),
      cmocka_unit_test(test_unknown_keys),
      cmocka_unit_test(test_quirks),
      cmocka_unit_test(test_aliases),
      cmocka_unit_test(test_shape_message),
      cmocka_unit_test(test_limits),
      cmocka_unit_test(test_memory),
      cmocka_unit_test(test_trace),
      cmocka_unit_test(test_settings),
      cmocka_unit_test(test_repeated_settings),
      cmocka_unit_test(test_many_settings),
      cmocka_unit_test(test_settings_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
