/* Lint: each selected file's rules, then what nothing uses. */
#include "lint_parts.h"

#include <stdarg.h>
#include <stdio.h>

#define MOST_STATES 5000000u /* of automata that are combined, in all: some seconds */

ev_diagnostic *ev_lint_warning(ev_linter *l, const char *code, ev_span span, const char *format, ...) {
  char message[512];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(message, sizeof message, format, args);
  va_end(args);
  return ev_diagnose(l->diagnostics, EV_WARNING, code, &l->file->source, span, "%s", message);
}

bool ev_lint(const ev_program *program, ev_diagnostics *diagnostics) {
  ev_linter l = {.program = program, .diagnostics = diagnostics, .states_left = MOST_STATES};
  ev_arena kept;
  ev_automaton *every = NULL;
  ev_arena_init(&l.arena, 0);
  ev_arena_init(&kept, 0);
  l.no_memory = ev_automaton_glob(&kept, EV_STR("*"), &every, NULL) != EV_PATTERN_OK;
  l.every_text = every;
  for (uint32_t i = 0; i < program->rules.count; i++) {
    l.file = program->rules.at[i]->file;
    if (l.file->selected) ev_lint_conditions(&l, program->rules.at[i]);
  }
  for (const ev_file *file = program->files; file; file = file->next) {
    l.file = file;
    for (const ev_decl *d = file->selected ? file->decls : NULL; d; d = d->next) ev_lint_literals(&l, d);
  }
  ev_lint_unused(&l);
  bool done = !l.no_memory && !l.arena.failed && !kept.failed && !diagnostics->arena->failed;
  ev_arena_free(&l.arena);
  ev_arena_free(&kept);
  ev_diagnostics_sort(diagnostics);
  return done;
}
