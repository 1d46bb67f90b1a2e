/* Which declarations a file sees, and what a name means. */
#include <stdarg.h>
#include <stdio.h>

#include "check.h"

__attribute__((format(printf, 5, 0))) static ev_diagnostic *diagnose(ev_checker *c, ev_severity severity,
                                                                     const char *code, ev_span span,
                                                                     const char *format, va_list args) {
  char message[512];
  (void)vsnprintf(message, sizeof message, format, args);
  return ev_diagnose(c->diagnostics, severity, code, &c->file->source, span, "%s", message);
}

ev_diagnostic *ev_check_error(ev_checker *c, const char *code, ev_span span, const char *format, ...) {
  va_list args;
  va_start(args, format);
  ev_diagnostic *d = diagnose(c, EV_ERROR, code, span, format, args);
  va_end(args);
  return d;
}

ev_diagnostic *ev_check_warning(ev_checker *c, const char *code, ev_span span, const char *format, ...) {
  va_list args;
  va_start(args, format);
  ev_diagnostic *d = diagnose(c, EV_WARNING, code, span, format, args);
  va_end(args);
  return d;
}

void ev_check_help(ev_checker *c, ev_diagnostic *d, const char *format, ...) {
  char message[512];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(message, sizeof message, format, args);
  va_end(args);
  ev_diagnostic_help(c->diagnostics, d, "%s", message);
}

void ev_check_relate(ev_checker *c, ev_diagnostic *d, const ev_decl *decl, const char *text) {
  ev_diagnostic_relate(c->diagnostics, d, &decl->file->source, decl->name.span, "%s", text);
}

/* Of a thousand errors few are shown. */
static bool may_suggest(const ev_checker *c) { return c->diagnostics->errors <= 1000; }

void ev_check_candidate(ev_candidates *candidates, ev_str name) {
  if (candidates->count < EV_MOST_CANDIDATES) candidates->at[candidates->count++] = name;
}

void ev_check_candidate_fields(ev_candidates *candidates, const ev_decl *owner) {
  for (const ev_field *f = owner->fields; f; f = f->next)
    if (f->class_ == EV_FIELD_TYPED) ev_check_candidate(candidates, f->name.text);
}

bool ev_check_suggest(ev_checker *c, ev_diagnostic *d, ev_str word, const ev_candidates *candidates) {
  if (!may_suggest(c)) return false;
  ev_str near = ev_suggest(word, candidates->at, candidates->count);
  if (near.size == 0) return false;
  ev_check_help(c, d, "did you mean `%.*s`?", EV_STR_ARG(near));
  return true;
}

const char *ev_check_type_text(ev_checker *c, const ev_type *type) {
  ev_buf text = {0};
  ev_type_write(&text, type);
  char *copy = text.failed ? NULL : ev_arena_copy(c->arena, text.at, text.size);
  ev_buf_free(&text);
  return copy ? copy : "?";
}

const char *ev_decl_kind_text(const ev_decl *decl) {
  static const char *const texts[] = {
      [EV_D_ERROR] = "declaration", [EV_D_RECORD] = "record", [EV_D_VIEW] = "view",   [EV_D_SCOPE] = "scope",
      [EV_D_SET] = "set",           [EV_D_PARAM] = "param",   [EV_D_FN] = "function", [EV_D_TABLE] = "table",
      [EV_D_DECODE] = "decode",     [EV_D_RULE] = "rule",     [EV_D_SHAPE] = "shape", [EV_D_TEST] = "test"};
  return texts[decl->kind];
}

bool ev_decls_add(ev_arena *arena, ev_decls *list, ev_decl *decl) {
  if (list->count == list->capacity) {
    uint32_t capacity = list->capacity ? list->capacity * 2 : 16;
    ev_decl **grown = EV_NEW_ARRAY(arena, ev_decl *, capacity);
    if (!grown) return false;
    if (list->count) memcpy(grown, list->at, list->count * sizeof *grown);
    list->at = grown;
    list->capacity = capacity;
  }
  decl->index = (int)list->count;
  list->at[list->count++] = decl;
  return true;
}

/* Rules, shapes, scopes and tests are no names that an expression could use. */
static bool is_named(const ev_decl *decl) {
  switch (decl->kind) {
  case EV_D_RECORD:
  case EV_D_VIEW:
  case EV_D_SET:
  case EV_D_PARAM:
  case EV_D_FN:
  case EV_D_TABLE:
  case EV_D_DECODE: return true;
  default: return false;
  }
}

static ev_decl **slot_of(const ev_symbols *symbols, ev_str name) {
  size_t mask = symbols->capacity - 1;
  size_t i = (size_t)ev_str_hash(name) & mask;
  while (symbols->slots[i] && !ev_str_equal(symbols->slots[i]->name.text, name)) i = (i + 1) & mask;
  return &symbols->slots[i];
}

static void see_decl(ev_checker *c, ev_decl *decl) {
  ev_decl **slot = slot_of(&c->symbols, decl->name.text);
  if (!*slot) {
    *slot = decl;
    c->symbols.count++;
    return;
  }
  if (*slot == decl || !c->report_names) return;
  bool own = decl->file == c->file;
  ev_diagnostic *d = ev_check_error(c, "duplicate-name", own ? decl->name.span : c->file->uses->span,
                                    "`%.*s` is defined twice", EV_STR_ARG(decl->name.text));
  ev_check_relate(c, d, *slot, "first defined here");
  if (!own) ev_check_relate(c, d, decl, "and here");
}

static void see_file(ev_checker *c, const ev_file *file) {
  for (ev_decl *decl = file->decls; decl; decl = decl->next)
    if (is_named(decl)) see_decl(c, decl);
}

static size_t count_decls(const ev_file *file) {
  size_t count = 0;
  for (const ev_decl *decl = file->decls; decl; decl = decl->next) count++;
  return count;
}

void ev_check_enter_file(ev_checker *c, ev_file *file) {
  c->file = file;
  size_t names = count_decls(file);
  for (const ev_use *use = file->uses; use; use = use->next)
    for (size_t i = 0; i < use->count; i++) names += count_decls(use->files[i]);
  size_t capacity = 16;
  while (capacity < names * 2) capacity *= 2;
  c->symbols = (ev_symbols){EV_NEW_ARRAY(c->arena, ev_decl *, capacity), capacity, 0};
  if (!c->symbols.slots) c->symbols.capacity = 0;
  if (!c->symbols.slots) return;
  for (const ev_use *use = file->uses; use; use = use->next)
    for (size_t i = 0; i < use->count; i++) see_file(c, use->files[i]);
  see_file(c, file);
}

ev_decl *ev_check_find(ev_checker *c, ev_str name) {
  return c->symbols.slots ? *slot_of(&c->symbols, name) : NULL;
}

ev_local *ev_check_local(ev_checker *c, ev_str name) {
  ev_local *local = c->locals;
  while (local && !ev_str_equal(local->name, name)) local = local->outer;
  return local;
}

ev_local *ev_check_bind(ev_checker *c, ev_word name, const ev_type *type) {
  ev_local *other = ev_check_local(c, name.text);
  ev_decl *decl = other ? NULL : ev_check_find(c, name.text);
  if (other) {
    ev_diagnostic *d = ev_check_error(c, "duplicate-name", name.span, "`%.*s` is already in use here",
                                      EV_STR_ARG(name.text));
    ev_diagnostic_relate(c->diagnostics, d, &c->file->source, other->span, "first defined here");
  } else if (decl && (decl->kind == EV_D_VIEW || decl->kind == EV_D_TABLE || decl->kind == EV_D_PARAM) &&
             c->views_allowed) {
    ev_diagnostic *d = ev_check_error(c, "duplicate-name", name.span, "`%.*s` is the name of a %s",
                                      EV_STR_ARG(name.text), ev_decl_kind_text(decl));
    ev_check_relate(c, d, decl, "defined here");
  }
  ev_local *local = EV_NEW(c->arena, ev_local);
  if (!local) return NULL;
  *local = (ev_local){
      .name = name.text, .span = name.span, .type = type, .parameter = EV_NO_PARAMETER, .outer = c->locals};
  c->locals = local;
  return local;
}

/* Everything a name could have meant, for a suggestion. */
static void visible_names(const ev_checker *c, bool call, ev_candidates *names) {
  for (const ev_local *l = call ? NULL : c->locals; l; l = l->outer) ev_check_candidate(names, l->name);
  for (size_t i = 0; i < c->symbols.capacity; i++) {
    const ev_decl *decl = c->symbols.slots[i];
    if (decl && (decl->kind == EV_D_FN || decl->kind == EV_D_DECODE) == call)
      ev_check_candidate(names, decl->name.text);
  }
  static const char *const builtins[] = {
#define EV_BUILTIN(id, name, parameters, result, meaning) name,
#include "builtins.def"
#undef EV_BUILTIN
  };
  for (size_t i = 0; call && i < sizeof builtins / sizeof *builtins; i++)
    ev_check_candidate(names, ev_str_of(builtins[i]));
}

/* What other languages call what Vet writes in another way. */
static const struct {
  const char *name, *help;
} elsewhere[] = {
    {"null", "absence is tested by `x is absent` or `x is set`"},
    {"nil", "absence is tested by `x is absent` or `x is set`"},
    {"None", "absence is tested by `x is absent` or `x is set`"},
    {"undefined", "absence is tested by `x is absent` or `x is set`"},
    {"present", "presence is tested by `x is set`"},
    {"defined", "presence is tested by `x is set`"},
    {"missing", "absence is tested by `x is absent`"},
    {"exists", "presence is tested by `x is set`"},
    {"len", "the length of a string is `length(s)`, that of a list `count(l)`"},
    {"size", "the length of a string is `length(s)`, that of a list `count(l)`"},
    {"matches", "a pattern stands in a set: `x in glob { \"a*\" }`"},
    {"match", "a pattern stands in a set: `x in glob { \"a*\" }`"},
    {"regex", "a pattern stands in a set: `x in glob { \"a*\" }`; there are no regular expressions"},
    {"filter", "write a list of some elements as `[x for x in list where condition]`"},
    {"map", "write a list made from another as `[f(x) for x in list]`"},
    {"float", "numbers are exact: `int`, or `quantity` for fractions"},
};

static bool help_from_elsewhere(ev_checker *c, ev_diagnostic *d, ev_str name) {
  for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
    if (ev_str_is(name, elsewhere[i].name)) {
      ev_check_help(c, d, "%s", elsewhere[i].help);
      return true;
    }
  return false;
}

/* `spec`, where `pod.spec` is meant. */
static bool help_with_view(ev_checker *c, ev_diagnostic *d, ev_str name) {
  for (size_t i = 0; c->views_allowed && i < c->symbols.capacity; i++) {
    const ev_decl *view = c->symbols.slots[i];
    const ev_type *type = view && view->kind == EV_D_VIEW ? view->checked : NULL;
    if (!type || type->kind != EV_T_RECORD || !ev_find_field(type->decl, name, NULL)) continue;
    ev_check_help(c, d, "did you mean `%.*s.%.*s`?", EV_STR_ARG(view->name.text), EV_STR_ARG(name));
    return true;
  }
  return false;
}

void ev_check_unknown_name(ev_checker *c, ev_str name, ev_span span, bool call) {
  const ev_decl *decl = ev_check_find(c, name);
  bool callable = decl && (decl->kind == EV_D_FN || decl->kind == EV_D_DECODE);
  ev_diagnostic *d;
  if (call)
    d = ev_check_error(c, "unknown-name", span, "there is no function `%.*s`", EV_STR_ARG(name));
  else if (callable)
    d = ev_check_error(c, "unknown-name", span, "`%.*s` is a function: call it", EV_STR_ARG(name));
  else if (decl)
    d = ev_check_error(c, "unknown-name", span, "`%.*s` is no value", EV_STR_ARG(name));
  else
    d = ev_check_error(c, "unknown-name", span, "`%.*s` is not defined", EV_STR_ARG(name));
  if (decl) {
    char what[64];
    (void)snprintf(what, sizeof what, "this is a %s", ev_decl_kind_text(decl));
    ev_check_relate(c, d, decl, what);
    return;
  }
  if (!may_suggest(c) || help_from_elsewhere(c, d, name)) return;
  if (!call && help_with_view(c, d, name)) return;
  ev_candidates names = {.count = 0};
  visible_names(c, call, &names);
  if (ev_check_suggest(c, d, name, &names)) return;
  if (!c->file->uses && c->program->views.count == 0)
    ev_check_help(c, d, "what Kubernetes objects look like comes with `use k8s` at the head of the file");
}
