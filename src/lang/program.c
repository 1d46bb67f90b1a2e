/* Loading: a program is the given files and all that they use, each parsed once. */
#include "program.h"

#include "check.h"
#include "limit.h"

typedef struct ev_loading {
  ev_program *program;
  ev_arena *arena;
  ev_diagnostics *diagnostics;
  const ev_rule_sources *sources;
  ev_file *last;
  size_t count;
} ev_loading;

static ev_file *find_file(const ev_program *program, ev_str name) {
  ev_file *file = program->files;
  while (file && !ev_str_equal(file->source.name, name)) file = file->next;
  return file;
}

static ev_file *load_file(ev_loading *l, const ev_input *input, bool selected) {
  ev_file *file = find_file(l->program, input->name);
  if (file) {
    file->selected = file->selected || selected;
    return file;
  }
  ev_source *source = EV_NEW(l->arena, ev_source);
  if (!source) return NULL;
  *source = (ev_source){input->name, input->text};
  file = ev_parse(l->arena, source, l->diagnostics);
  if (!file) return NULL;
  file->source = *source;
  file->module = input->module;
  file->selected = selected;
  if (l->last)
    l->last->next = file;
  else
    l->program->files = file;
  l->last = file;
  l->count++;
  return file;
}

/* How many files are meant; 0 where there are none. */
static size_t find_used(const ev_loading *l, const ev_file *file, ev_str name, bool is_path,
                        const ev_input **inputs, ev_str *why) {
  const ev_rule_sources *s = l->sources;
  return s->import ? s->import(s->context, file->source.name, name, is_path, inputs, why) : 0;
}

static bool is_module(const ev_loading *l, const ev_file *file, ev_str name) {
  const ev_input *inputs = NULL;
  ev_str why = {NULL, 0};
  return find_used(l, file, name, false, &inputs, &why) > 0;
}

static void not_found(ev_loading *l, const ev_file *file, const ev_use *use, ev_str why) {
  ev_diagnostic *d = ev_diagnose(l->diagnostics, EV_ERROR, "import-not-found", &file->source, use->name.span,
                                 "there is no %s `%.*s`%s%.*s", use->is_path ? "rule file" : "module",
                                 EV_STR_ARG(use->name.text), why.size ? ": " : "", EV_STR_ARG(why));
  if (use->is_path && is_module(l, file, use->name.text))
    ev_diagnostic_help(l->diagnostics, d, "a module is named without quotes: `use %.*s`",
                       EV_STR_ARG(use->name.text));
  else if (use->is_path)
    ev_diagnostic_help(l->diagnostics, d, "a path is relative to the folder of this file");
  else
    ev_diagnostic_help(l->diagnostics, d,
                       "the modules that come with the program are `k8s` and `eci`; a file is named in "
                       "quotes: `use \"%.*s.vet\"`",
                       EV_STR_ARG(use->name.text));
}

static bool load_use(ev_loading *l, const ev_file *file, ev_use *use) {
  const ev_input *inputs = NULL;
  ev_str why = {NULL, 0};
  size_t count = find_used(l, file, use->name.text, use->is_path, &inputs, &why);
  if (count == 0) {
    not_found(l, file, use, why);
    return true;
  }
  use->files = EV_NEW_ARRAY(l->arena, ev_file *, count);
  if (!use->files) return false;
  for (size_t i = 0; i < count; i++) {
    ev_file *used = load_file(l, &inputs[i], false);
    if (!used) return !l->arena->failed;
    use->files[use->count++] = used;
  }
  return true;
}

static bool load_all(ev_loading *l) {
  const ev_rule_sources *s = l->sources;
  for (size_t i = 0; i < s->count; i++)
    if (!load_file(l, &s->inputs[i], true) && l->arena->failed) return false;
  for (ev_file *file = l->program->files; file; file = file->next)
    for (ev_use *use = file->uses; use; use = use->next) {
      if (!load_use(l, file, use)) return false;
      if (l->count > l->program->limits.imports + s->count) {
        ev_diagnose(l->diagnostics, EV_ERROR, "too-many-files", &file->source, use->span,
                    "more than %u files are imported", l->program->limits.imports);
        return true;
      }
    }
  return true;
}

/* ---- cycles among files: depth first, with an explicit stack since chains of imports may be long */

enum { UNSEEN, VISITING, DONE };

typedef struct ev_visit {
  ev_file *file;
  ev_use *use;
  size_t next;
} ev_visit;

static void report_import_cycle(ev_loading *l, const ev_visit *visit, const ev_file *target) {
  bool self = visit->file == target;
  ev_diagnostic *d = ev_diagnose(
      l->diagnostics, EV_ERROR, "cyclic-import", &visit->file->source, visit->use->span,
      self ? "this file uses itself" : "`%.*s` uses, in the end, this file", EV_STR_ARG(target->source.name));
  for (ev_use *back = self ? NULL : target->uses; back; back = back->next)
    for (size_t i = 0; i < back->count; i++)
      if (back->files[i]->state == VISITING) {
        ev_diagnostic_relate(l->diagnostics, d, &target->source, back->span, "from here");
        return;
      }
}

static void visit_from(ev_loading *l, ev_file *start, ev_visit *stack) {
  size_t depth = 0;
  start->state = VISITING;
  stack[depth++] = (ev_visit){start, start->uses, 0};
  while (depth) {
    ev_visit *top = &stack[depth - 1];
    if (!top->use) {
      top->file->state = DONE;
      depth--;
    } else if (top->next == top->use->count) {
      top->use = top->use->next;
      top->next = 0;
    } else {
      ev_file *used = top->use->files[top->next++];
      if (used->state == VISITING) {
        report_import_cycle(l, top, used);
      } else if (used->state == UNSEEN) {
        used->state = VISITING;
        stack[depth++] = (ev_visit){used, used->uses, 0};
      }
    }
  }
}

static void find_import_cycles(ev_loading *l) {
  ev_visit *stack = EV_NEW_ARRAY(l->arena, ev_visit, l->count + 1);
  for (ev_file *file = l->program->files; stack && file; file = file->next)
    if (file->state == UNSEEN) visit_from(l, file, stack);
}

/* ---- collecting declarations */

static ev_decls *list_for(ev_program *p, const ev_decl *decl) {
  switch (decl->kind) {
  case EV_D_RECORD: return &p->records;
  case EV_D_VIEW: return &p->views;
  case EV_D_SCOPE: return &p->scopes;
  case EV_D_PARAM: return &p->params;
  case EV_D_FN: return &p->fns;
  case EV_D_TABLE: return &p->tables;
  case EV_D_DECODE: return &p->decodes;
  case EV_D_RULE: return &p->rules;
  case EV_D_SHAPE: return &p->shapes;
  case EV_D_TEST: return &p->tests;
  default: return NULL;
  }
}

static void collect(ev_program *p) {
  for (ev_file *file = p->files; file; file = file->next)
    for (ev_decl *decl = file->decls; decl; decl = decl->next) {
      decl->file = file;
      ev_decls *list = list_for(p, decl);
      if (list && !ev_decls_add(p->arena, list, decl)) return;
    }
}

static uint32_t limit(uint32_t wanted, uint32_t most) { return wanted && wanted < most ? wanted : most; }

static ev_rule_limits limits_of(const ev_rule_limits *wanted) {
  return (ev_rule_limits){.rules = limit(wanted->rules, EV_MAX_RULES),
                          .imports = limit(wanted->imports, EV_MAX_IMPORTS),
                          .patterns = limit(wanted->patterns, EV_MAX_PATTERNS),
                          .states = limit(wanted->states, EV_MAX_AUTOMATON_STATES)};
}

ev_program *ev_program_load(ev_arena *arena, const ev_rule_sources *sources, ev_diagnostics *diagnostics) {
  ev_program *program = EV_NEW(arena, ev_program);
  if (!program) return NULL;
  program->arena = arena;
  program->limits = limits_of(&sources->limits);
  ev_loading l = {program, arena, diagnostics, sources, NULL, 0};
  size_t errors = diagnostics->errors;
  if (!load_all(&l)) return NULL;
  find_import_cycles(&l);
  collect(program);
  if (arena->failed) return NULL;
  /* What did not parse is not checked: the parser's errors are enough. */
  if (diagnostics->errors == errors) ev_check_program(program, diagnostics);
  return diagnostics->errors > errors || arena->failed ? NULL : program;
}
