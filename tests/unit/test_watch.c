/* Watches: a case that can find nothing is not run, and nothing is found otherwise than with every shortcut
 * off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "compile.h"
#include "limit.h"
#include "vm.h"

static const char records[] =
    "record Limits { memory: quantity? }\n"
    "record Security { user: int? privileged: bool = false readOnly: bool = true }\n"
    "record Container {\n"
    "  name: string? image: string? tier: string = \"low\" limits: Limits security: Security\n"
    "  args: [string] ports: [int] env: map<string>\n"
    "}\n"
    "record Spec { containers: [Container] hostNetwork: bool = false security: Security spare: Container }\n"
    "record Hint { a: int? }\n"
    "record Pod { spec: Spec hints: string? }\n"
    "counted view pod: Pod { Pod \"v1\" Pod at . }\n"
    "fn user(c: Container, p: Pod): int? = c.security.user ?? p.spec.security.user\n"
    "fn safe(s: Security): bool = s.user is set\n"
    "decode hints(p: Pod): [Hint] from json p.hints else D1 error \"d\" { say \"{problem}\" }\n";

static ev_bundle *compile(const char *rules) {
  ev_arena arena;
  ev_diagnostics diagnostics;
  ev_buf text = {0};
  ev_arena_init(&arena, 0);
  ev_diagnostics_init(&diagnostics, &arena);
  ev_buf_format(&text, "%s%s", records, rules);
  ev_input input = {.name = EV_STR("r.vet"), .text = ev_buf_view(&text)};
  ev_bundle *b = ev_compile(&arena, &(ev_rule_sources){.inputs = &input, .count = 1}, &diagnostics, NULL);
  if (!b) print_error("%s\n", rules);
  assert_non_null(b);
  ev_buf_free(&text);
  ev_arena_free(&arena);
  return b;
}

/* ---- running */

static uint64_t no_time(void) { return 0; }

/* Every step is charged to a rule or, once an object, to what is done for all of them. */
static void check_profile(const ev_bundle *b, const ev_run *run, const ev_rule_profile *profile) {
  uint64_t steps = 0;
  for (size_t i = 0; i < ev_profile_count(b); i++) steps += profile[i].steps;
  assert_int_equal(steps, EV_MAX_STEPS - run->steps);
  assert_int_equal(profile[b->rules_count].runs, 1);
  assert_true(profile[b->rules_count].steps > 0);
}

/* Findings, a line each, and how many evaluations there were of each rule. */
static void vet(const ev_bundle *b, ev_str manifest, bool thorough, ev_buf *found, ev_rule_profile *profile) {
  ev_document document;
  ev_read_error error;
  ev_reader *reader = ev_reader_new(NULL);
  ev_vm *vm = ev_vm_new(b, NULL);
  assert_true(reader && vm);
  ev_vm_profile(vm, profile, no_time);
  ev_reader_start(reader, manifest);
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  ev_run run = {.scope = EV_NONE,
                .steps = EV_MAX_STEPS,
                .thorough = thorough,
                .arena = ev_reader_arena(reader),
                .source = manifest,
                .document = &document,
                .object = document.root,
                .api_version = EV_STR("v1"),
                .kind = EV_STR("Pod")};
  assert_true(ev_vm_run(vm, &run));
  check_profile(b, &run, profile);
  for (const ev_found *f = run.first; f; f = f->next)
    ev_buf_format(found, "%.*s %d %u:%u %.*s\n", EV_STR_ARG(b->rules[f->rule].id), (int)f->verdict,
                  f->place.line, f->place.column, EV_STR_ARG(f->reason));
  ev_buf_char(found, '\0');
  ev_vm_free(vm);
  ev_reader_free(reader);
}

/* The evaluations of all rules over a spec in braces; the findings are those that there are without
 * shortcuts. */
static uint64_t evaluations(const ev_bundle *b, const char *spec) {
  ev_buf manifest = {0}, quick = {0}, slow = {0};
  ev_rule_profile profile[65] = {{0}}, unused[65] = {{0}};
  uint64_t runs = 0;
  assert_true(b->rules_count <= 64);
  ev_buf_format(&manifest, "apiVersion: v1\nkind: Pod\n%s\n", spec);
  vet(b, ev_buf_view(&manifest), false, &quick, profile);
  vet(b, ev_buf_view(&manifest), true, &slow, unused);
  assert_string_equal(quick.at, slow.at);
  for (uint32_t i = 0; i < b->rules_count; i++) runs += profile[i].runs;
  ev_buf_free(&manifest);
  ev_buf_free(&quick);
  ev_buf_free(&slow);
  return runs;
}

/* ---- one rule and one manifest */

typedef struct watch_case {
  bool runs;
  const char *clauses, *spec;
} watch_case;

#define C(body)   "spec: {containers: [{" body "}]}"
#define FOR       "for c in pod.spec.containers "
#define BOTH_WAYS "spec: {containers: [{args: [a]}, {args: [b]}]}"

static const watch_case cases[] = {
    /* texts */
    {true, FOR "forbid c.image is \"a\"", C("image: a")},
    {false, FOR "forbid c.image is \"a\"", C("image: b")},
    {false, FOR "forbid c.image is \"a\"", C("name: a")},
    {false, FOR "require c.image is \"a\"", C("image: a")},
    {true, FOR "require c.image is \"a\"", C("image: b")},
    {true, FOR "require c.image is \"a\"", C("name: a")}, /* absent is not "a" */
    {true, FOR "require c.image is \"a\"", C("image: ~")},
    {true, FOR "require c.image is \"a\"", "spec: {containers: [~]}"},
    {true, FOR "forbid c.image is in glob { \"*:latest\" }", C("image: \"n:latest\"")},
    {false, FOR "forbid c.image is in glob { \"*:latest\" }", C("image: \"n:1\"")},
    {true, FOR "forbid c.image is not in { \"a\" }", C("image: b")},
    {false, FOR "forbid c.image is not in { \"a\" }", C("image: a")},
    {true, FOR "forbid c.tier == \"low\"", C("image: a")}, /* the default */
    {false, FOR "forbid c.tier == \"high\"", C("image: a")},
    {true, FOR "forbid \"high\" == c.tier", C("tier: high")},
    {true, FOR "forbid c.tier != \"low\"", C("tier: high")},
    {false, FOR "forbid c.tier != \"low\"", C("tier: low")},
    {true, FOR "forbid starts_with(c.tier, \"hi\")", C("tier: high")},
    {false, FOR "forbid starts_with(c.tier, \"gh\")", C("tier: high")},
    {true, FOR "forbid ends_with(c.tier, \"gh\")", C("tier: high")},
    {false, FOR "forbid ends_with(c.tier, \"hi\")", C("tier: high")},
    {true, FOR "forbid contains(c.tier, \"ig\")", C("tier: high")},
    {false, FOR "forbid contains(c.tier, \"*\")", C("tier: high")},
    {true, FOR "forbid (c.image ?? c.name) is \"a\"", C("name: a")},
    {false, FOR "forbid (c.image ?? c.name) is \"a\"", C("name: b")},
    {true, FOR "forbid (c.image ?? \"a\") == \"a\"", C("name: b")},
    {false, FOR "forbid (c.image ?? \"b\") == \"a\"", C("name: b")},
    /* what is unknown or refused may be anything */
    {true, FOR "forbid c.image is \"a\"", C("image: \"{{ x }}\"")},
    {true, FOR "forbid c.image is \"a\"", C("image: 5")},
    {true, FOR "forbid c.image is \"a\"", "spec: {containers: 5}"},
    {true, "forbid pod.spec.hostNetwork", "spec: [1]"},
    /* numbers */
    {true, FOR "forbid c.security.user is 0", C("security: {user: 0}")},
    {false, FOR "forbid c.security.user is 0", C("security: {user: 1}")},
    {false, FOR "forbid c.security.user is not 0", C("security: {user: 0}")},
    {true, FOR "forbid c.security.user is not 0", C("security: {}")},
    {true, FOR "where c.security.user is set require c.security.user > 5", C("security: {user: 5}")},
    {false, FOR "where c.security.user is set require c.security.user > 5", C("security: {user: 6}")},
    {false, FOR "where c.security.user is set require c.security.user > 5", C("security: {}")},
    {true, FOR "forbid 5 > (c.security.user ?? 9)", C("security: {user: 4}")},
    {false, FOR "forbid 5 > (c.security.user ?? 9)", C("security: {user: 6}")},
    {false, FOR "forbid 5 > (c.security.user ?? 9)", C("name: a")},
    {true, FOR "forbid 5 > (c.security.user ?? 1)", C("name: a")},
    {true, FOR "forbid (c.security.user ?? 9) in 1 .. 3", C("security: {user: 2}")},
    {false, FOR "forbid (c.security.user ?? 9) in 1 .. 3", C("security: {user: 4}")},
    {true, FOR "forbid (c.security.user ?? 2) not in 1 .. 3", C("security: {user: 4}")},
    {false, FOR "forbid (c.security.user ?? 2) not in 1 .. 3", C("security: {user: 2}")},
    {true, FOR "forbid c.security.user is in { 1 7 }", C("security: {user: 7}")},
    {false, FOR "forbid c.security.user is in { 1 7 }", C("security: {user: 8}")},
    {true, FOR "forbid c.security.user is not in { 7 }", C("security: {user: 8}")},
    {false, FOR "forbid c.security.user is not in { 7 }", C("security: {user: 7}")},
    {true, FOR "needs c.limits.memory else \"r\" require c.limits.memory >= 1Gi", C("limits: {memory: 1Mi}")},
    {false, FOR "needs c.limits.memory else \"r\" require c.limits.memory >= 1Gi",
     C("limits: {memory: 2Gi}")},
    {true, FOR "needs c.limits.memory else \"r\" require c.limits.memory >= 1Gi", C("limits: {}")},
    {true, FOR "needs c.limits.memory else \"r\" require c.limits.memory >= 1Gi", C("name: a")},
    {true, FOR "needs c.limits.memory else \"r\"", C("limits: {memory: \"{{ x }}\"}")},
    /* truth */
    {true, FOR "forbid c.security.privileged", C("security: {privileged: true}")},
    {false, FOR "forbid c.security.privileged", C("security: {privileged: false}")},
    {false, FOR "forbid c.security.privileged", C("name: a")},
    {false, FOR "require c.security.readOnly", C("security: {readOnly: true}")},
    {true, FOR "require c.security.readOnly", C("security: {readOnly: false}")},
    {false, FOR "require c.security.readOnly", C("name: a")},
    {true, FOR "forbid c.security.readOnly", C("name: a")}, /* the default */
    {false, FOR "forbid c.security.readOnly is true and c.tier == \"high\"", C("name: a")},
    /* elements */
    {true, FOR ", a in c.args forbid a == \"b\"", BOTH_WAYS},
    {false, FOR ", a in c.args forbid a == \"c\"", BOTH_WAYS},
    {true, FOR ", a in c.args forbid a == \"\"", C("args: [~]")},
    {true, FOR "forbid any p in c.ports: p > 9", C("ports: [1, 10]")},
    {false, FOR "forbid any p in c.ports: p > 9", C("ports: [1, 9]")},
    {true, FOR "require all p in c.ports: p > 9", C("ports: [10, 9]")},
    {false, FOR "require all p in c.ports: p > 9", C("ports: [10]")},
    {true, FOR "require none p in c.ports: p > 9", C("ports: [10]")},
    {false, FOR "require none p in c.ports where p < 5: p > 9", C("ports: [6, 10]")},
    {true, FOR "forbid c.env[\"K\"] is \"v\"", C("env: {K: v}")},
    {false, FOR "forbid c.env[\"K\"] is \"v\"", C("env: {K: w}")},
    {false, FOR "forbid any a in c.args ++ [c.tier]: a == \"x\"", C("args: [a]")},
    {true, FOR "forbid any a in c.args ++ [c.tier]: a == \"x\"", C("tier: x")},
    {true, FOR "forbid any a in [x for x in c.args]: a == \"x\"", C("args: [x]")},
    {false, FOR "forbid any a in [x for x in c.args]: a == \"x\"", C("args: [z]")},
    /* what a condition chose is refused, or unknown, where the condition is */
    {true, "for c in [x for x in pod.spec.containers where x.tier is \"low\"] forbid c.image is set",
     C("tier: true")},
    {true, "for c in [x for x in pod.spec.containers where x.tier is \"low\"] forbid c.image is \"i\"",
     C("tier: \"{{ x }}\"")},
    {true, FOR "forbid (first a in c.args where c.tier == \"high\") is \"i\"",
     C("args: [a], tier: \"{{ x }}\"")},
    /* a list that is unknown: the loop finds something by itself, and a quantifier is unknown */
    {true, FOR ", a in split(c.tier, \",\") where c.name is \"n\" forbid a == \"x\"", C("tier: \"{{ x }}\"")},
    {true, FOR "forbid any a in split(c.tier, \",\"): c.name is \"n\"", C("tier: \"{{ x }}\"")},
    /* functions and lets, and what their parameters stand for */
    {true, FOR "forbid user(c, pod) is 0", "spec: {containers: [{}], security: {user: 0}}"},
    {false, FOR "forbid user(c, pod) is 0", "spec: {containers: [{}], security: {user: 1}}"},
    {true, FOR "require safe(c.security)", C("name: a")},
    {false, FOR "require safe(c.security)", C("security: {user: 1}")},
    {true, "let bad = pod.spec.hostNetwork " FOR "forbid bad and c.tier == \"low\"",
     "spec: {hostNetwork: true, containers: [{}]}"},
    {false, "let bad = pod.spec.hostNetwork " FOR "forbid bad and c.tier == \"low\"", C("tier: low")},
    /* a record that is not there, in a list that is made: it is no null and no element, and yet gone over */
    {true, "for c in [pod.spec.spare] require c.image is set", "spec: {}"},
    {true, "for c in [pod.spec.spare] require c.image is \"a\"", "spec: {containers: [{image: a}]}"},
    {false, "for c in [pod.spec.spare] require c.image is \"a\"", "spec: {spare: {image: a}}"},
    /* what is malformed is found whatever else is so */
    {true, "for h in hints(pod) where pod.spec.hostNetwork forbid h.a is 1", "hints: \"[{\""},
    {false, "for h in hints(pod) where pod.spec.hostNetwork forbid h.a is 1", "spec: {}"},
    /* clauses together */
    {false, FOR "where c.image is \"a\" where c.tier == \"high\" forbid c.name is \"n\"",
     C("image: a, name: n")},
    {true, FOR "where c.image is \"a\" or c.tier == \"high\" forbid c.name is \"n\"", C("image: a, name: n")},
    {false, FOR "require c.image is \"a\" require c.name is \"b\"", C("image: a, name: b")},
    {true, FOR "require c.image is \"a\" require c.name is \"b\"", C("image: a, name: c")},
    {false, FOR "provided c.image is \"a\" require c.name is \"b\"", C("image: b, name: c")},
};

static void test_cases(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ev_buf rule = {0};
    ev_buf_format(&rule, "rule R1 error \"t\" { %s say \"s\" }\n", cases[i].clauses);
    ev_buf_char(&rule, '\0');
    ev_bundle *b = compile(rule.at);
    bool runs = evaluations(b, cases[i].spec) > 0;
    if (runs != cases[i].runs) print_error("%s\n%s\n", cases[i].clauses, cases[i].spec);
    assert_int_equal(runs, cases[i].runs);
    ev_bundle_free(b);
    ev_buf_free(&rule);
  }
}

/* ---- many rules on one field */

/* `#` stands for the rule's number. */
static ev_bundle *many(int count, const char *clauses) {
  ev_buf rules = {0};
  for (int i = 0; i < count; i++) {
    ev_buf_format(&rules, "rule R%02d error \"t\" { " FOR, i);
    for (const char *c = clauses; *c; c++) {
      if (*c == '#')
        ev_buf_format(&rules, "%d", i);
      else
        ev_buf_char(&rules, *c);
    }
    ev_buf_text(&rules, " say \"s\" }\n");
  }
  ev_buf_char(&rules, '\0');
  ev_bundle *b = compile(rules.at);
  ev_buf_free(&rules);
  return b;
}

static void expect_evaluations(const char *clauses, const char *spec, uint64_t count) {
  ev_bundle *b = many(40, clauses);
  assert_int_equal(evaluations(b, spec), count);
  ev_bundle_free(b);
}

static void test_many(void **state) {
  (void)state;
  expect_evaluations("forbid c.image is \"i#\"", C("image: i17"), 1);
  expect_evaluations("forbid c.image is \"i#\"", C("image: i99"), 0);
  expect_evaluations("forbid c.image is \"i#\"", "spec: {containers: [{image: i3}, {image: i39}]}", 2);
  expect_evaluations("forbid c.image is \"i#\"", C("image: \"{{ x }}\""), 40);
  expect_evaluations("forbid c.image is in glob { \"*/team#/*\" }", C("image: r/team9/team22/x"), 2);
  expect_evaluations("require c.image is in glob { \"*#*\" }", C("image: \"123\""), 35); /* 1 2 3 12 23 */
  expect_evaluations("forbid (c.security.user ?? 99) == #", C("security: {user: 17}"), 1);
  expect_evaluations("forbid (c.security.user ?? 99) < #", C("security: {user: 37}"), 2);
  expect_evaluations("forbid (c.security.user ?? 99) < #", C("security: {user: 50}"), 0);
}

/* One look tells of all: a node over each 16, one over these. */
static void test_tree(void **state) {
  (void)state;
  ev_bundle *b = many(80, "forbid c.image is \"i#\"");
  uint32_t nodes = 0, first = EV_NONE;
  for (uint32_t i = 0; i < b->watches_count; i++) {
    if (!b->watches[i].under) continue;
    if (first == EV_NONE) first = i;
    nodes++;
  }
  assert_int_equal(nodes, 6);
  assert_int_equal(b->watches[first].under, 85); /* 80 watches and 5 nodes */
  assert_int_equal(b->watches[first + 1].under, 16);
  assert_int_equal(b->watches[first + 18].under, 16);
  assert_true(ev_automaton_match(b->sets[b->watches[first].set].automaton, EV_STR("i79")));
  assert_false(ev_automaton_match(b->sets[b->watches[first].set].automaton, EV_STR("i80")));
  ev_bundle_free(b);
}

/* Automata that do not fit together are not put together: all is let through to the watches below. */
static void test_no_union(void **state) {
  (void)state;
  ev_bundle *b = many(40, "forbid c.image is in glob { \"*a????????#\" }");
  for (uint32_t i = 0; i < b->sets_count; i++) assert_true(b->sets[i].automaton->states < 20000);
  assert_int_equal(evaluations(b, C("image: a123456787")), 1);
  assert_int_equal(evaluations(b, C("image: x")), 0);
  ev_bundle_free(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cases),
      cmocka_unit_test(test_many),
      cmocka_unit_test(test_tree),
      cmocka_unit_test(test_no_union),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
