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
    "record Door { name: string? port: int? }\n"
    "param strict: bool = false\n"
    "param word: string = \"w\"\n"
    "param most: int = 9\n"
    "param fine: set of glob = glob { \"ok*\" }\n"
    "param half: quantity = 0.5\n"
    "param every: set of glob = glob { \"*\" }\n"
    "record Limits { memory: quantity? }\n"
    "record Security { user: int? privileged: bool = false readOnly: bool = true }\n"
    "record Container {\n"
    "  name: string? image: string? tier: string = \"low\" limits: Limits security: Security\n"
    "  args: [string] ports: [int] env: map<string> doors: [Door] least: map<quantity>\n"
    "}\n"
    "record Spec { containers: [Container] hostNetwork: bool = false security: Security spare: Container }\n"
    "record Hint { a: int? }\n"
    "record Pod { spec: Spec hints: string? }\n"
    "counted view pod: Pod { Pod \"v1\" Pod at . }\n"
    "fn user(c: Container, p: Pod): int? = c.security.user ?? p.spec.security.user\n"
    "fn kept(l: [string]): [string] = if l is refused then [] else l\n"
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
  if (!b && diagnostics.first) print_error("%s\n%.*s\n", rules, EV_STR_ARG(diagnostics.first->message));
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
static void vet(const ev_bundle *b, const ev_setting_value *settings, ev_str manifest, bool thorough,
                ev_buf *found, ev_rule_profile *profile) {
  ev_document document;
  ev_read_error error;
  ev_reader *reader = ev_reader_new(NULL);
  ev_vm *vm = ev_vm_new(b, settings);
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
static uint64_t evaluations_with(const ev_bundle *b, const ev_setting_value *settings, const char *spec) {
  ev_buf manifest = {0}, quick = {0}, slow = {0};
  ev_rule_profile profile[65] = {{0}}, unused[65] = {{0}};
  uint64_t runs = 0;
  assert_true(b->rules_count <= 64);
  ev_buf_format(&manifest, "apiVersion: v1\nkind: Pod\n%s\n", spec);
  vet(b, settings, ev_buf_view(&manifest), false, &quick, profile);
  vet(b, settings, ev_buf_view(&manifest), true, &slow, unused);
  assert_string_equal(quick.at, slow.at);
  for (uint32_t i = 0; i < b->rules_count; i++) runs += profile[i].runs;
  ev_buf_free(&manifest);
  ev_buf_free(&quick);
  ev_buf_free(&slow);
  return runs;
}

static uint64_t evaluations(const ev_bundle *b, const char *spec) { return evaluations_with(b, NULL, spec); }

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
    /* whole numbers against others: a step beyond 1.5 is 2 */
    {true, FOR "require (c.security.user ?? 1) <= 1.5", C("security: {user: 2}")},
    {false, FOR "require (c.security.user ?? 1) <= 1.5", C("security: {user: 1}")},
    {true, FOR "forbid (c.security.user ?? 0) > 0.5", C("security: {user: 1}")},
    {true, FOR "forbid (c.security.user ?? 9) < 1.5", C("security: {user: 1}")},
    {true, FOR "require (c.security.user ?? 1) in 0.5 .. 1.5", C("security: {user: 2}")},
    {true, FOR "forbid (c.security.user ?? 1) != 0.5", C("security: {user: 1}")},
    {true, FOR "where half < 1 forbid c.name is \"n\"", C("name: n")},
    {true, FOR "forbid (c.security.user ?? 0) > half", C("security: {user: 1}")},
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
    {false, "for c in [x for x in pod.spec.containers where x.tier is \"low\"] forbid c.image is set",
     C("tier: true")},
    {false, "for c in [x for x in pod.spec.containers where x.tier is \"low\"] forbid c.image is \"i\"",
     C("tier: \"{{ x }}\"")},
    {true, FOR "forbid (first a in c.args where c.tier == \"high\") is \"i\"",
     C("args: [a], tier: \"{{ x }}\"")},
    /* a list that is unknown: the loop finds something by itself, and a quantifier is unknown */
    {true, FOR ", a in split(c.tier, \",\") where c.name is \"n\" forbid a == \"x\"", C("tier: \"{{ x }}\"")},
    {true, FOR "forbid any a in split(c.tier, \",\"): c.name is \"n\"", C("tier: \"{{ x }}\"")},
    {true, "for c in if 1Gi < (1Gi .. infinity) then pod.spec.containers else [] forbid c.name is \"x\"",
     C("name: z")},
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
    /* through functions of texts */
    {true, FOR "forbid lower(c.tier) == \"high\"", C("tier: HiGh")},
    {false, FOR "forbid lower(c.tier) == \"High\"", C("tier: High")}, /* never */
    {true, FOR "forbid upper(c.tier) in { \"A\" \"B\" }", C("tier: b")},
    {false, FOR "require upper(c.tier) in { \"A\" \"B\" }", C("tier: b")},
    {true, FOR "require upper(c.tier) in { \"A\" \"B\" }", C("tier: c")},
    {true, FOR "forbid strip_prefix(c.tier, \"CAP_\") == \"X\"", C("tier: CAP_X")},
    {true, FOR "forbid strip_prefix(c.tier, \"CAP_\") == \"X\"", C("tier: X")},
    {false, FOR "forbid strip_prefix(c.tier, \"CAP_\") == \"CAP_\"", C("tier: CAP_")},
    {true, FOR "forbid strip_prefix(upper(c.tier), \"CAP_\") == \"X\"", C("tier: cap_x")},
    {true, FOR "forbid strip_suffix(c.tier, \":1\") == \"X\"", C("tier: \"X:1\"")},
    {true, FOR "forbid strip_suffix(c.tier, \":1\") == \"X\"", C("tier: X")},
    {false, FOR "forbid strip_suffix(c.tier, \":1\") == \"X\"", C("tier: \"X:11\"")},
    {false, FOR "require strip_suffix(c.tier, \":1\") == \"X\"", C("tier: \"X:1\"")},
    {true, FOR "require strip_suffix(c.tier, \":1\") == \"X\"", C("tier: Z")},
    {true, FOR "forbid strip_suffix(c.tier, \":1\") == \"X\"", C("tier: \"{{ x }}\"")},
    {true, FOR "forbid \"a/\" ++ c.tier in { \"a/X\" \"b/Y\" }", C("tier: X")},
    {false, FOR "forbid \"a/\" ++ c.tier in { \"a/X\" \"b/Y\" }", C("tier: Z")},
    {false, FOR "require \"a/\" ++ c.tier in { \"a/X\" \"b/Y\" }", C("tier: X")},
    {true, FOR "require \"a/\" ++ c.tier in { \"a/X\" \"b/Y\" }", C("tier: Z")},
    {true, FOR "forbid c.tier ++ \":1\" == \"X:1\"", C("tier: X")},
    {false, FOR "forbid c.tier ++ \":1\" == \"X:1\"", C("tier: \"X:1\"")},
    {true, FOR "forbid c.tier ++ \":1\" == \"X:1\"", C("tier: \"{{ x }}\"")},
    {false, FOR "forbid c.tier ++ \":1\" == \"X\"", C("tier: X")}, /* never */
    {true, FOR "forbid lower(word ++ c.tier) ++ \":1\" == \"wx:1\"", C("tier: X")},
    {false, FOR "forbid lower(word ++ c.tier) ++ \":1\" == \"wx:1\"", C("tier: Z")},
    {true, FOR "forbid c.tier ++ c.tier == \"XX\"", C("tier: Z")}, /* of two values nothing is told */
    {true, FOR "forbid trim(c.tier) == \"a b\"", C("tier: \" \\ta b\\n\"")},
    {false, FOR "forbid trim(c.tier) == \"ab\"", C("tier: \" a b\"")},
    {true, FOR "forbid swap(c.tier, \".\", \"/\") == \"a/b.c\"", C("tier: a.b/c")},
    {false, FOR "forbid swap(c.tier, \".\", \"/\") == \"a/b.c\"", C("tier: a/b.c")},
    {true, FOR "forbid before(c.tier, \":\") is \"a\"", C("tier: \"a:b:c\"")},
    {false, FOR "forbid before(c.tier, \":\") is \"a\"", C("tier: a")},
    {true, FOR "forbid before(c.tier, \":\") is not \"a\"", C("tier: a")}, /* absent */
    {false, FOR "forbid before(c.tier, \":\") is not \"a\"", C("tier: \"a:b\"")},
    {true, FOR "forbid (after(c.tier, \":\") ?? \"latest\") == \"latest\"", C("tier: a")},
    {true, FOR "forbid (after(c.tier, \":\") ?? \"latest\") == \"latest\"", C("tier: \"a:latest\"")},
    {false, FOR "forbid (after(c.tier, \":\") ?? \"latest\") == \"latest\"", C("tier: \"a:1\"")},
    {true, FOR "require length(c.tier) <= 3", C("tier: abcd")},
    {false, FOR "require length(c.tier) <= 3", C("tier: \"\\xe4\\xf6\\xfc\"")},
    {true, FOR "forbid length(c.tier) in 2 .. 3", C("tier: ab")},
    {false, FOR "forbid length(c.tier) in 2 .. 3", C("tier: a")},
    {true, FOR "forbid length(c.tier) > 700", C("tier: a")}, /* too long for an automaton */
    {true, FOR "forbid any w in split(c.tier, \",\"): w == \"x\"", C("tier: \"a,x\"")},
    {false, FOR "forbid any w in split(c.tier, \",\"): w == \"x\"", C("tier: \"a,xx\"")},
    {true, FOR ", w in split(c.tier, \",\") forbid w == \"x\"", C("tier: \"{{ x }}\"")},
    {false, FOR ", w in split(c.tier, \",\") forbid w == \"x\"", C("tier: \"xy,yx\"")},
    {false, FOR "where c.image is set require c.image in every", C("image: a")},
    {true, FOR "where c.image is set require c.image in every", C("image: \"{{ x }}\"")},
    /* through sums */
    {true, FOR "forbid (c.security.user ?? 1) + 2 > 7", C("security: {user: 6}")},
    {false, FOR "forbid (c.security.user ?? 1) + 2 > 7", C("security: {user: 5}")},
    {true, FOR "forbid 7 - (c.security.user ?? 1) > 5", C("security: {user: 1}")},
    {false, FOR "forbid 7 - (c.security.user ?? 1) > 5", C("security: {user: 2}")},
    {true, FOR "forbid -2 * (c.security.user ?? 1) < -10", C("security: {user: 6}")},
    {false, FOR "forbid -2 * (c.security.user ?? 1) < -10", C("security: {user: 5}")},
    {false, FOR "forbid -(c.security.user ?? 1) < -5", C("security: {user: 5}")},
    {false, FOR "forbid (c.limits.memory ?? 0) / 2 > 1Gi", C("limits: {memory: 1Gi}")},
    {true, FOR "forbid (c.limits.memory ?? 0) / 2 > 1Gi", C("limits: {memory: 3Gi}")},
    {false, FOR "forbid 50% of (c.limits.memory ?? 0) > 1Gi", C("limits: {memory: 1Gi}")},
    {true, FOR "forbid 50% of (c.limits.memory ?? 0) > 1Gi", C("limits: {memory: 3Gi}")},
    {true, FOR "forbid (c.limits.memory ?? 0) * 2 > infinity",
     C("limits: {memory: 1e30}")}, /* too large to reckon */
    /* conditions that choose */
    {true, FOR "forbid (if c.tier == \"a\" then c.name else c.image) is \"x\"", C("tier: a, name: x")},
    {false, FOR "forbid (if c.tier == \"a\" then c.name else c.image) is \"x\"", C("tier: a, name: z")},
    {true, FOR "forbid (if c.tier == \"a\" then c.name else c.image) is \"x\"", C("tier: \"{{ x }}\"")},
    {true, FOR "forbid if c.tier == \"a\" then c.name is \"x\" else c.image is \"y\"",
     C("tier: b, image: y")},
    {false, FOR "forbid if c.tier == \"a\" then c.name is \"x\" else c.image is \"y\"",
     C("tier: b, image: x")},
    {true, FOR "forbid if c.tier == \"a\" then c.name is \"x\" else c.image is \"y\"",
     C("tier: \"{{ x }}\"")},
    {false, FOR "forbid if c.tier == \"a\" then true else c.image is \"y\"", C("tier: b, image: x")},
    {true, FOR "forbid if c.tier == \"a\" then true else c.image is \"y\"", C("tier: a")},
    {false, FOR ", a in kept(c.args) forbid c.name is set", C("name: x")},
    {true, FOR ", a in kept(c.args) forbid c.name is set", C("name: x, args: [a]")},
    {true, FOR ", a in kept(c.args) ++ kept([c.tier]) forbid c.name is set", C("name: x")},
    {false, FOR "forbid (first d in c.doors where d.port is 1)?.name is \"x\"",
     C("doors: [{port: 1, name: z}]")},
    {true, FOR "forbid (first d in c.doors where d.port is 1)?.name is \"x\"",
     C("doors: [{port: 1, name: x}]")},
    {true, FOR "forbid (first d in c.doors where d.name is \"x\")?.port is 1",
     C("doors: [{port: 2, name: \"{{ x }}\"}]")},
    {true,
     FOR "forbid if (first d in c.doors where d.name is \"x\") is set then pod.spec.hostNetwork else false",
     C("doors: [{name: \"{{ x }}\"}]")},
    {true, FOR "forbid (if before(c.tier, \":\") is set then c.image else c.name) is \"x\"",
     C("tier: \"{{ x }}\"")},
    {true, FOR "forbid (first d in c.doors where d.name is \"x\") is absent",
     C("doors: [{name: \"{{ x }}\"}]")},
    {true, FOR "needs (first d in c.doors where d.name is \"x\")?.port else \"r\"",
     C("doors: [{name: \"{{ x }}\", port: 1}]")},
    {false, FOR ", d in [x for x in c.doors where x.name is \"x\"] forbid d.port is 1",
     C("doors: [{port: 2, name: \"{{ x }}\"}]")},
    {true, FOR ", d in [x for x in c.doors where x.name is \"x\"] forbid d.port is 1",
     C("doors: [{port: 1, name: \"{{ x }}\"}]")},
    {false, FOR ", d in [x for x in c.doors where x.name is \"x\"] forbid d.port is 1",
     C("doors: [{port: 1, name: z}]")},
    {false,
     FOR "for each pair (a, b) in c.doors where a.name is set and b.name is set and b.name == \"x\" "
         "forbid a.name == b.name",
     C("doors: [{name: z}, {name: z}]")},
    {true,
     FOR "for each pair (a, b) in c.doors where a.name is set and b.name is set and b.name == \"x\" "
         "forbid a.name == b.name",
     C("doors: [{name: x}, {name: x}]")},
    /* maps by key */
    {false, FOR "forbid c.env[\"K\"] is \"v\"", C("env: {L: v}")},
    {true, FOR "forbid c.env[\"K\"] is \"v\"", C("env: {L: v, K: \"{{ x }}\"}")},
    {true, FOR "forbid c.env[\"K\"] is \"v\"", C("env: {\"{{ x }}\": v}")},
    {false, FOR "require (c.least[\"cpu\"] ?? 5) >= 2", C("least: {memory: 1, cpu: 3}")},
    {true, FOR "require (c.least[\"cpu\"] ?? 5) >= 2", C("least: {memory: 3, cpu: 1}")},
    {true, FOR "require (c.least[\"cpu\"] ?? 1) >= 2", C("least: {memory: 3}")},
    {true, FOR "require (c.least[\"cpu\"] ?? 1) >= 2", C("name: a")},
    {false, FOR "require (c.least[\"cpu\"] ?? 1) >= 2", C("least: {cpu: 3}")},
    {true, FOR "require (c.least[\"cpu\"] ?? 1) >= 2",
     "spec: {containers: [{least: {cpu: 3}}, {least: {x: 3}}]}"},
    {true, FOR "require (c.least[\"cpu\"] ?? 1) >= 2", "spec: {containers: [{least: {cpu: 3}}, ~]}"},
    {false, FOR "where c.env[\"K\"] is set forbid c.tier == \"low\"", C("env: {L: v}")},
    {true, FOR "where c.env[\"K\"] is set forbid c.tier == \"low\"", C("env: {K: v}")},
    {true, FOR "where c.env[\"K\"] is set forbid c.tier == \"low\"", C("env: {K: ~}")},
    {false, FOR "forbid has(c.env, \"K\")", C("env: {L: v}")},
    {true, FOR "forbid has(c.env, \"K\")", C("env: {K: v}")},
    {false, FOR "require has(c.env, \"K\")", C("env: {L: v, K: v}")},
    {true, FOR "require has(c.env, \"K\")", C("env: {L: v}")},
    {true, FOR "require has(c.env, \"K\")", C("name: a")},
    {false, FOR ", k in keys(c.env) forbid k in glob { \"x*\" }", C("env: {L: x}")},
    {true, FOR ", k in keys(c.env) forbid k in glob { \"x*\" }", C("env: {x1: L}")},
    {false, FOR ", k in keys(c.env) require k in glob { \"x*\" }", C("env: {x1: L}")},
    {true, FOR ", k in keys(c.env) require k in glob { \"x*\" }", C("env: {\"{{ x }}\": L}")},
    {true, FOR ", k in keys(c.least) require k in glob { \"x*\" }", C("least: {y: 1}")},
    {false, FOR ", k in known_keys(c.security) forbid k == \"user\"", C("security: {privileged: true}")},
    {true, FOR ", k in known_keys(c.security) forbid k == \"user\"", C("security: {user: 1}")},
    /* parameters at their defaults */
    {false, FOR "where strict forbid c.name is set", C("name: a")},
    {true, FOR "where not strict forbid c.name is set", C("name: a")},
    {true, FOR "forbid c.tier == word", C("tier: w")},
    {false, FOR "forbid c.tier == word", C("tier: x")},
    {false, FOR "forbid starts_with(c.tier, word)", C("tier: x")},
    {false, FOR "forbid (c.security.user ?? most) > 9", C("name: a")},
    {true, FOR "forbid (c.security.user ?? 1) > most", C("security: {user: 10}")},
    {false, FOR "forbid (c.security.user ?? 1) > most", C("security: {user: 9}")},
    {true, FOR "forbid (c.security.user ?? 1) > most * 2", C("security: {user: 19}")},
    {false, FOR "forbid (c.security.user ?? 1) > most * 2", C("security: {user: 18}")},
    {true, FOR "forbid (c.security.user ?? 1) + 1 > 30 - most", C("security: {user: 21}")},
    {false, FOR "forbid (c.security.user ?? 1) + 1 > 30 - most", C("security: {user: 20}")},
    {true, FOR "forbid (c.limits.memory ?? 0) >= half / 2", C("limits: {memory: 250m}")},
    {false, FOR "forbid (c.limits.memory ?? 0) >= half / 2", C("limits: {memory: 249m}")},
    {false, FOR "forbid (c.security.user ?? most + 1) > 10", C("name: a")},
    {true, FOR "forbid (c.security.user ?? 1) > most / (9 - most)", C("name: a")}, /* unknown */
    {true, FOR "forbid (c.security.user ?? 1) > most * most", C("name: a")},
    {false, FOR "where c.image is set require c.image in fine", C("image: ok1")},
    {true, FOR "where c.image is set require c.image in fine", C("image: k1")},
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
  int wrong = 0;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ev_buf rule = {0};
    ev_buf_format(&rule, "rule R1 error \"t\" { %s say \"s\" }\n", cases[i].clauses);
    ev_buf_char(&rule, '\0');
    ev_bundle *b = compile(rule.at);
    bool runs = evaluations(b, cases[i].spec) > 0;
    if (runs != cases[i].runs) print_error("%s\n%s\n", cases[i].clauses, cases[i].spec);
    wrong += runs != cases[i].runs;
    ev_bundle_free(b);
    ev_buf_free(&rule);
  }
  assert_int_equal(wrong, 0);
}

/* ---- parameters that are given */

/* Whether the only rule is run with the parameter of this index given so. */
static bool runs_with(const char *clauses, uint32_t param, ev_setting_value given, const char *spec) {
  ev_setting_value settings[8] = {{0}};
  ev_buf rule = {0};
  ev_buf_format(&rule, "rule R1 error \"t\" { %s say \"s\" }\n", clauses);
  ev_buf_char(&rule, '\0');
  ev_bundle *b = compile(rule.at);
  assert_true(b->params_count <= 8);
  settings[param] = given;
  settings[param].given = true;
  bool runs = evaluations_with(b, settings, spec) > 0;
  ev_bundle_free(b);
  ev_buf_free(&rule);
  return runs;
}

static void test_given(void **state) {
  (void)state;
  ev_setting_value truth = {.value = {.kind = EV_K_BOOL, .truth = true}};
  ev_setting_value text = {.value = {.kind = EV_K_STRING, .text = EV_STR("x")}};
  ev_setting_value number = {.value = {.kind = EV_K_INT, .number = ev_rat_of(1)}};
  assert_true(runs_with(FOR "where strict forbid c.name is set", 0, truth, C("name: a")));
  assert_false(runs_with(FOR "where strict forbid c.name is set", 1, text, C("name: a")));
  assert_true(runs_with(FOR "forbid c.tier == word", 1, text, C("tier: x")));
  assert_true(runs_with(FOR "forbid starts_with(c.tier, word)", 1, text, C("tier: xy")));
  assert_true(runs_with(FOR "forbid before(c.tier, word) is absent", 1, text, C("tier: w")));
  assert_true(runs_with(FOR "require (c.security.user ?? most) > 5", 2, number, C("name: a")));
  assert_true(runs_with(FOR "forbid (c.security.user ?? 1) > most", 2, number, C("security: {user: 2}")));
  assert_true(runs_with(FOR "forbid (c.security.user ?? 1) + most < 5", 2, number, C("security: {user: 2}")));
  assert_true(runs_with(FOR "forbid (c.security.user ?? 1) > most * 5", 2, number, C("security: {user: 7}")));
  assert_true(runs_with(FOR "forbid word ++ c.tier == \"vX\"", 1, text, C("tier: X")));
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
  expect_evaluations("forbid lower(c.tier) == \"i#\"", C("tier: I17"), 1);
  expect_evaluations("forbid c.env[\"k#\"] is \"v\"", C("env: {k3: v, k5: w, k7: v}"), 2);
  expect_evaluations("forbid has(c.env, \"k#\")", C("env: {k3: v, k99: w}"), 1);
  expect_evaluations("require has(c.env, \"k#\")", C("env: {k3: v, k99: w}"), 39);
  expect_evaluations("forbid any k in keys(c.env): k in glob { \"x#/*\" }", C("env: {x3/a: v, x4: v}"), 1);
  expect_evaluations("forbid c.env[\"k\"] is \"v#\"", C("env: {k: v8, l: v9}"), 1);
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
      cmocka_unit_test(test_cases), cmocka_unit_test(test_given),    cmocka_unit_test(test_many),
      cmocka_unit_test(test_tree),  cmocka_unit_test(test_no_union),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
