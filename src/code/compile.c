#include "compile.h"

static ev_bundle *verified(ev_bundle *bundle, ev_diagnostics *diagnostics) {
  ev_verify_error error;
  if (ev_verify(bundle, &error)) return bundle;
  ev_bundle_free(bundle);
  if (error.no_memory) return NULL;
  ev_diagnostic *d = ev_diagnose(diagnostics, EV_ERROR, "internal", NULL, (ev_span){0, 0},
                                 "the compiled rules do not pass the verifier: %s", error.message);
  ev_diagnostic_help(diagnostics, d, "this is a fault of the compiler: please report it with the rule files");
  return NULL;
}

ev_bundle *ev_compile(ev_arena *arena, const ev_rule_sources *sources, ev_diagnostics *diagnostics,
                      const ev_program **program) {
  size_t errors = diagnostics->errors;
  ev_program *loaded = ev_program_load(arena, sources, diagnostics);
  if (program) *program = loaded;
  ev_bundle *bundle = loaded ? ev_generate(loaded, diagnostics) : NULL;
  bundle = bundle ? verified(bundle, diagnostics) : NULL;
  if (!bundle && diagnostics->errors == errors) {
    ev_diagnose(diagnostics, EV_ERROR, "no-memory", NULL, (ev_span){0, 0},
                "out of memory while compiling rules");
    arena->failed = true; /* not all that is made is in it */
  }
  return bundle;
}
