#include "pair.h"

#include <stdio.h>

#include "compile.h"
#include "generate.h"
#include "grammar.h"
#include "settings.h"

#define MOST_DOCUMENTS 8u

static size_t import(void *context, ev_str from, ev_str name, bool is_path, const ev_input **files,
                     ev_str *why) {
  (void)context, (void)from, (void)name, (void)is_path, (void)files, (void)why;
  return 0;
}

static void show(const ev_diagnostics *diagnostics) {
  ev_buf text = {0};
  for (const ev_diagnostic *d = diagnostics->first; d; d = d->next)
    if (d->severity == EV_ERROR) ev_diagnostic_write(&text, d, false);
  (void)fprintf(stderr, "%.*s\n", EV_STR_ARG(ev_buf_view(&text)));
  ev_buf_free(&text);
}

static bool is_own_fault(const ev_diagnostics *diagnostics) {
  for (const ev_diagnostic *d = diagnostics->first; d; d = d->next)
    if (strcmp(d->code, "internal") == 0) return true;
  return false;
}

/* A program that the compiler itself is at fault with is one that the evaluators differ on. */
bool ref_compile(ref_pair *p, ev_str rules, bool show_errors, ref_tally *tally) {
  ev_input input = {EV_STR("generated.vet"), rules, {NULL, 0}};
  ev_diagnostics diagnostics;
  *p = (ref_pair){.program = NULL};
  ev_arena_init(&p->arena, 0);
  ev_diagnostics_init(&diagnostics, &p->arena);
  ev_rule_sources sources = {.inputs = &input, .count = 1, .import = import};
  p->bundle = ev_compile(&p->arena, &sources, &diagnostics, &p->program);
  bool fault = is_own_fault(&diagnostics);
  if (!p->bundle && (show_errors || fault)) show(&diagnostics);
  if (fault) (void)fprintf(stderr, "--- of:\n%.*s", EV_STR_ARG(rules));
  tally->differ += fault;
  return p->bundle != NULL;
}

void ref_release(ref_pair *p) {
  ev_bundle_free(p->bundle);
  ev_arena_free(&p->arena);
}

/* With the settings of the program's first test, if it has any. */
static void vet(const ref_pair *p, ev_str rules, ev_str manifest, uint32_t scope, ref_tally *tally) {
  uint64_t before = tally->differ;
  const ev_decl *test = p->program->tests.count ? p->program->tests.at[0] : NULL;
  ev_settings settings = {.values = NULL};
  ref_subject subject = {.program = p->program, .bundle = p->bundle, .scope = scope};
  if (test && ev_settings_of_test(&settings, p->bundle, p->program, test)) {
    subject.with = test->settings;
    subject.settings = settings.values;
  }
  ref_compare(&subject, manifest, tally);
  if (test) ev_settings_free(&settings);
  if (tally->differ != before) (void)fprintf(stderr, "--- of:\n%.*s", EV_STR_ARG(rules));
}

bool ref_compare_pair(const uint8_t *bytes, size_t size, bool show_errors, ref_tally *tally) {
  ref_bytes left = {bytes, size, false};
  ev_buf rules = {0}, manifest = {0};
  ref_pair p;
  ref_generate_rules(&rules, &left);
  bool compiled = ref_compile(&p, ev_buf_view(&rules), show_errors, tally);
  if (compiled) {
    ref_pool pool;
    ref_bytes rest = {left.at, left.size, true};
    ref_pool_fill(&pool, &p.arena, p.program);
    uint32_t scope = p.program->scopes.count && ref_choose(&rest, 3) == 1 ? 0 : EV_NONE;
    ref_generate_manifests(&manifest, p.program, &pool, &rest, MOST_DOCUMENTS);
    vet(&p, ev_buf_view(&rules), ev_buf_view(&manifest), scope, tally);
  }
  ref_release(&p);
  ev_buf_free(&rules);
  ev_buf_free(&manifest);
  return compiled;
}

bool ref_compare_texts(ev_str rules, ev_str manifest, bool show_errors, ref_tally *tally) {
  ref_pair p;
  ev_buf text = {0};
  if (ev_str_find(rules, EV_STR("view ")) == SIZE_MAX) ev_buf_text(&text, ref_prelude);
  ev_buf_str(&text, rules);
  bool compiled = ref_compile(&p, ev_buf_view(&text), show_errors, tally);
  if (compiled) vet(&p, ev_buf_view(&text), manifest, EV_NONE, tally);
  ref_release(&p);
  ev_buf_free(&text);
  return compiled;
}
