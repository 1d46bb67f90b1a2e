#include "harness.h"

size_t harness_sound;

static const char prelude[] =
    "record Meta open { name: string?  labels: map<string> }\n"
    "record C open { name: string?  uid: int?  add: [string]  mem: quantity?  on: bool = false }\n"
    "record S open { uid: int?  cs: [C]  limits: map<quantity> }\n"
    "record P open { metadata: Meta  spec: S }\n"
    "counted view pod: P { P \"v1\" Pod at . }\n"
    "table sizes (name: string, n: int) { \"a\" 1  \"b\" 2 }\n"
    "set names = glob { \"a*\" \"b?\" } except { \"ab\" }\n"
    "fn twice(n: int): int = n * 2\n";

uint32_t harness_random(uint64_t *state, uint32_t bound) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)((*state >> 33) % bound);
}

static const ev_input k8s = {{"k8s/fuzz.vet", 12}, {prelude, sizeof prelude - 1}, {"k8s", 3}};

static size_t import(void *context, ev_str from, ev_str name, bool is_path, const ev_input **files,
                     ev_str *why) {
  (void)context;
  (void)from;
  (void)why;
  if (is_path || !ev_str_is(name, "k8s")) return 0;
  *files = &k8s;
  return 1;
}

ev_bundle *harness_compile(ev_arena *arena, ev_str text, ev_diagnostics *diagnostics) {
  ev_input input = {EV_STR("fuzz.vet"), text, {NULL, 0}};
  ev_rule_sources sources = {.inputs = &input, .count = 1, .import = import};
  ev_bundle *bundle = ev_compile(arena, &sources, diagnostics, NULL);
  check(bundle || diagnostics->errors > 0);
  return bundle;
}

ev_program *harness_check(ev_arena *arena, ev_str text, ev_diagnostics *diagnostics) {
  ev_input input = {EV_STR("fuzz.vet"), text, {NULL, 0}};
  ev_rule_sources sources = {.inputs = &input, .count = 1, .import = import};
  return ev_program_load(arena, &sources, diagnostics);
}

ev_bundle *harness_bundle(ev_str text) {
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ev_diagnostics diagnostics;
  ev_diagnostics_init(&diagnostics, &arena);
  ev_bundle *bundle = harness_compile(&arena, text, &diagnostics);
  ev_arena_free(&arena);
  return bundle;
}
