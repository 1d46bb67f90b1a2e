/* Rule text: lexer, parser, checker, code generator, verifier, bundle file.
 *
 * Beside "no crash": what the generator makes passes the verifier; a bundle that is written and read again is
 * written the same. */
#include "harness.h"
#include "mutate.h"

static void check_bundle(const ev_bundle *bundle) {
  ev_buf once = {0}, twice = {0};
  ev_verify_error error;
  ev_bundle_write(&once, bundle);
  ev_bundle *again = ev_bundle_read(ev_buf_view(&once), &error);
  check(again != NULL);
  ev_bundle_write(&twice, again);
  check(ev_str_equal(ev_buf_view(&once), ev_buf_view(&twice)));
  ev_bundle_free(again);
  ev_buf_free(&once);
  ev_buf_free(&twice);
}

static void compile(ev_str text) {
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ev_diagnostics diagnostics;
  ev_diagnostics_init(&diagnostics, &arena);
  ev_bundle *bundle = harness_compile(&arena, text, &diagnostics);
  ev_buf rendered = {0};
  for (const ev_diagnostic *d = diagnostics.first; d; d = d->next) {
    check(strcmp(d->code, "internal") != 0); /* the verifier refused what the generator made */
    ev_diagnostic_write(&rendered, d, false);
  }
  ev_buf_free(&rendered);
  harness_sound += bundle != NULL;
  if (bundle) check_bundle(bundle);
  ev_bundle_free(bundle);
  ev_arena_free(&arena);
}

MUTATES_BY(mutate_rules, cross_rules)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ev_str text = {(const char *)data, size};
  if (size > 64u * 1024u) return 0;
  compile(text);
  return 0;
}
