/* The order of checking: types, then sets and params, then signatures, then bodies, then loops. */
#include "check.h"
#include "limit.h"

typedef void (*check_fn)(ev_checker *c, ev_decl *decl);

static void for_each(ev_checker *c, ev_decls *list, check_fn check) {
  ev_file *file = NULL;
  for (uint32_t i = 0; i < list->count && !c->arena->failed; i++) {
    if (list->at[i]->file != file) ev_check_enter_file(c, file = list->at[i]->file);
    check(c, list->at[i]);
  }
}

/* ---- names that the whole program shares: rule ids, params, scopes */

typedef struct ev_seen {
  ev_decl **slots;
  size_t mask;
} ev_seen;

#define MOST_UNKNOWN_IDS 256u /* that are told of once, however often they are expected */

static ev_seen new_seen(ev_arena *arena, size_t count) {
  size_t capacity = 16;
  while (capacity < count * 2) capacity *= 2;
  return (ev_seen){EV_NEW_ARRAY(arena, ev_decl *, capacity), capacity - 1};
}

static ev_word id_of(const ev_decl *decl) { return decl->kind == EV_D_DECODE ? decl->id : decl->name; }

static ev_decl **find_id(const ev_seen *seen, ev_str id) {
  size_t i = (size_t)ev_str_hash(id) & seen->mask;
  while (seen->slots[i] && !ev_str_equal(id_of(seen->slots[i]).text, id)) i = (i + 1) & seen->mask;
  return &seen->slots[i];
}

/* Of two declarations the one that is told of comes last: the second, but of a given file and one that it
 * uses the given one's. */
static void put_in_order(const ev_decl **first, const ev_decl **second) {
  if (!(*first)->file->selected || (*second)->file->selected) return;
  const ev_decl *given = *first;
  *first = *second;
  *second = given;
}

static void see(ev_checker *c, ev_seen *seen, ev_decl *decl, const char *what) {
  ev_decl **slot = find_id(seen, id_of(decl).text);
  if (!*slot) {
    *slot = decl;
    return;
  }
  const ev_decl *first = *slot, *second = decl;
  put_in_order(&first, &second);
  c->file = second->file;
  ev_diagnostic *d = ev_check_error(c, "duplicate-id", id_of(second).span, "%s `%.*s` is defined twice", what,
                                    EV_STR_ARG(id_of(second).text));
  ev_diagnostic_relate(c->diagnostics, d, &first->file->source, id_of(first).span, "first defined here");
}

/* Params share their names with what else a file defines, so that within a file they are told of twice there.
 */
static void see_param(ev_checker *c, ev_seen *seen, ev_decl *decl) {
  ev_decl **slot = find_id(seen, decl->name.text);
  if (!*slot || (*slot)->file != decl->file) see(c, seen, decl, "param");
}

typedef struct ev_ids {
  ev_seen rules, params, scopes;
  uint32_t unknown; /* ids in `rules` that are there only so that they are told of once */
} ev_ids;

static bool check_ids(ev_checker *c, ev_ids *ids) {
  ev_program *p = c->program;
  ids->unknown = 0;
  ids->rules = new_seen(c->arena,
                        (size_t)p->rules.count + p->shapes.count + p->decodes.count + MOST_UNKNOWN_IDS);
  ids->params = new_seen(c->arena, p->params.count);
  ids->scopes = new_seen(c->arena, p->scopes.count);
  if (!ids->rules.slots || !ids->params.slots || !ids->scopes.slots) return false;
  for (ev_file *file = p->files; file; file = file->next)
    for (ev_decl *decl = file->decls; decl; decl = decl->next) {
      if (decl->kind == EV_D_RULE || decl->kind == EV_D_SHAPE || decl->kind == EV_D_DECODE)
        see(c, &ids->rules, decl, "rule");
      if (decl->kind == EV_D_PARAM) see_param(c, &ids->params, decl);
      if (decl->kind == EV_D_SCOPE) see(c, &ids->scopes, decl, "scope");
    }
  return true;
}

static void check_names(ev_checker *c) {
  c->report_names = true;
  for (ev_file *file = c->program->files; file; file = file->next) ev_check_enter_file(c, file);
  c->report_names = false;
}

static void check_events(ev_checker *c) {
  const ev_decl *seen[EV_SHAPE_EVENTS] = {NULL};
  for (uint32_t i = 0; i < c->program->shapes.count; i++) {
    const ev_decl *shape = c->program->shapes.at[i];
    const ev_decl *first = seen[shape->event], *second = shape;
    if (!first) {
      seen[shape->event] = shape;
      continue;
    }
    put_in_order(&first, &second);
    c->file = second->file;
    ev_diagnostic *d = ev_check_error(c, "duplicate-shape", second->name.span,
                                      "another shape speaks of this event already");
    ev_check_relate(c, d, first, "this one");
  }
}

/* ---- params, functions, decodes, scopes */

static bool is_set_type(const ev_type *type) {
  return type->kind == EV_T_SET_STRING || type->kind == EV_T_SET_INT;
}

static void check_set_value(ev_checker *c, ev_expr *value, const ev_decl *param) {
  const ev_type *type = param->checked;
  value->set_index = -1;
  if (value->kind == EV_E_NAME) {
    ev_decl *decl = ev_check_find(c, value->text);
    if (decl && decl->kind == EV_D_SET) {
      value->decl = decl;
      value->ref = EV_REF_DECL;
      value->set_index = decl->index;
      return;
    }
  }
  if (value->kind != EV_E_SET) {
    ev_check_error(c, "type-mismatch", value->span, "expected a set such as { \"a\" \"b\" }");
    return;
  }
  bool ints = ev_set_of_ints(value->set);
  /* `set of glob` says that its braces hold globs. */
  bool globs = ev_str_is(param->type->name.text, "glob");
  if (globs && value->set->kind == EV_SET_BRACES) value->set->is_glob = true;
  if (value->set->elements && ints != (type->kind == EV_T_SET_INT))
    ev_check_error(c, "type-mismatch", value->span, "expected %s, found a set of %s",
                   ev_check_type_text(c, type), ints ? "ints" : "strings");
  value->set_index = ev_check_set(c, value->set, (ev_str){NULL, 0});
}

static void check_param(ev_checker *c, ev_decl *param) {
  param->checked = ev_check_type_syntax(c, param->type);
  if (param->checked->kind == EV_T_ERROR) return;
  if (is_set_type(param->checked))
    check_set_value(c, param->expr, param);
  else if (ev_type_is_scalar(param->checked))
    ev_check_literal(c, param->expr, param->checked);
  else
    ev_check_error(c, "type-mismatch", param->type->span, "a param is a scalar or a set, not %s",
                   ev_check_type_text(c, param->checked));
}

static void check_signature(ev_checker *c, ev_decl *fn) {
  fn->checked = ev_check_type_syntax(c, fn->type);
  uint32_t count = 0;
  for (ev_field *f = fn->fields; f; f = f->next) {
    (void)ev_check_type_syntax(c, f->type);
    if (++count == 65)
      ev_check_error(c, "too-many-parameters", f->name.span, "a function takes at most 64 parameters");
  }
}

static void bind_parameters(ev_checker *c, ev_decl *fn) {
  uint32_t position = 0;
  for (ev_field *f = fn->fields; f; f = f->next) {
    f->local = ev_check_bind(c, f->name, ev_check_type_syntax(c, f->type));
    if (f->local) f->local->parameter = position++;
  }
}

static void check_body(ev_checker *c, ev_decl *fn) {
  c->locals = NULL;
  ev_check_forget(c, NULL);
  bind_parameters(c, fn);
  (void)ev_check_expect(c, fn->expr, fn->checked, "the result");
  if (fn->is_effective && fn->expr->kind != EV_E_COALESCE) {
    ev_diagnostic *d = ev_check_error(c, "not-effective", fn->expr->span,
                                      "an effective value is a chain of `??`");
    ev_check_help(c, d, "the first that is set wins; use `fn` for anything else");
  }
  c->locals = NULL;
}

static void check_decode(ev_checker *c, ev_decl *decode) {
  c->locals = NULL;
  ev_check_forget(c, NULL);
  bind_parameters(c, decode);
  const ev_type *text = ev_type_optional(c->arena, ev_type_of(EV_T_STRING));
  (void)ev_check_expect(c, decode->expr, text, "the text to decode");
  const ev_type *value = decode->checked;
  if (value->kind != EV_T_LIST && value->kind != EV_T_RECORD && value->kind != EV_T_MAP &&
      value->kind != EV_T_ERROR)
    ev_check_error(c, "type-mismatch", decode->type->span,
                   "JSON is decoded to a list, a map or a record, not %s", ev_check_type_text(c, value));
  /* The message is made where the text did not decode: of the decode's names only the problem's is left. */
  c->locals = NULL;
  ev_check_forget(c, NULL);
  ev_word name = {EV_STR("problem"), decode->name.span};
  ev_local *problem = ev_check_bind(c, name, ev_type_of(EV_T_STRING));
  if (problem) problem->parameter = 0;
  ev_check_once(c, decode->clauses);
  for (ev_clause *text_clause = decode->clauses; text_clause; text_clause = text_clause->next)
    if (text_clause->say) (void)ev_check_expr(c, text_clause->say);
  c->locals = NULL;
}

static void suggest_decl(ev_checker *c, ev_diagnostic *d, ev_str name, const ev_decls *list) {
  ev_candidates names = {.count = 0};
  for (uint32_t i = 0; i < list->count; i++) ev_check_candidate(&names, list->at[i]->name.text);
  ev_check_suggest(c, d, name, &names);
}

static void check_scope(ev_checker *c, ev_decl *scope) {
  ev_check_forget(c, NULL);
  ev_decl *view = ev_check_find(c, scope->record.text);
  if (!view || view->kind != EV_D_VIEW) {
    ev_diagnostic *d = ev_check_error(c, "unknown-view", scope->record.span, "there is no view `%.*s`",
                                      EV_STR_ARG(scope->record.text));
    suggest_decl(c, d, scope->record.text, &c->program->views);
    return;
  }
  scope->checked = view->checked;
  scope->view = view;
  c->views_allowed = true;
  c->only_view = view;
  (void)ev_check_expect(c, scope->expr, ev_type_of(EV_T_BOOL), "a scope");
  c->views_allowed = false;
  c->only_view = NULL;
}

/* ---- shapes and tests */

static void check_shape(ev_checker *c, ev_decl *shape) {
  static const char *const names[] = {"field", "expected", "found", "owner", "hint"};
  c->locals = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    ev_word name = {ev_str_of(names[i]), shape->name.span};
    ev_local *local = ev_check_bind(c, name, ev_type_of(EV_T_STRING));
    if (local) local->parameter = (uint32_t)i;
  }
  ev_check_once(c, shape->clauses);
  for (ev_clause *clause = shape->clauses; clause; clause = clause->next)
    if (clause->say) (void)ev_check_expr(c, clause->say);
  c->locals = NULL;
}

static void unknown_id(ev_checker *c, const ev_word *id) {
  ev_diagnostic *d = ev_check_error(c, "unknown-rule", id->span, "there is no rule `%.*s`",
                                    EV_STR_ARG(id->text));
  if (ev_str_is(id->text, "pass") || ev_str_is(id->text, "ok")) {
    ev_check_help(c, d, "where no finding is expected, write `expect nothing`");
    return;
  }
  ev_candidates names = {.count = 0};
  const ev_decls *lists[] = {&c->program->rules, &c->program->shapes, &c->program->decodes};
  for (size_t k = 0; k < 3; k++)
    for (uint32_t i = 0; i < lists[k]->count; i++) ev_check_candidate(&names, id_of(lists[k]->at[i]).text);
  ev_check_suggest(c, d, id->text, &names);
}

static void check_setting(ev_checker *c, ev_setting *setting, const ev_ids *ids) {
  ev_decl *param = *find_id(&ids->params, setting->name.text);
  setting->decl = param;
  if (!param) {
    ev_diagnostic *d = ev_check_error(c, "unknown-param", setting->name.span, "there is no param `%.*s`",
                                      EV_STR_ARG(setting->name.text));
    suggest_decl(c, d, setting->name.text, &c->program->params);
  } else if (param->checked->kind == EV_T_SET_STRING || param->checked->kind == EV_T_SET_INT) {
    check_set_value(c, setting->value, param);
  } else {
    ev_check_literal(c, setting->value, param->checked);
  }
}

static void remember(ev_checker *c, ev_ids *ids, const ev_word *id) {
  ev_decl *known = ids->unknown < MOST_UNKNOWN_IDS ? EV_NEW(c->arena, ev_decl) : NULL;
  if (!known) return;
  *known = (ev_decl){.kind = EV_D_ERROR, .name = *id, .file = c->file};
  *find_id(&ids->rules, id->text) = known;
  ids->unknown++;
}

static void check_test(ev_checker *c, ev_decl *test, ev_ids *ids) {
  for (ev_setting *setting = test->settings; setting; setting = setting->next) check_setting(c, setting, ids);
  for (ev_expect *expect = test->expects; expect; expect = expect->next) {
    expect->decl = expect->nothing ? NULL : *find_id(&ids->rules, expect->rule.text);
    if (expect->nothing || expect->decl) continue;
    unknown_id(c, &expect->rule);
    remember(c, ids, &expect->rule);
  }
  if (test->expects) return;
  ev_diagnostic *d = ev_check_error(c, "no-demand", test->name.span,
                                    "this test expects nothing in particular");
  ev_check_help(c, d, "write `expect RULE at path`, or `expect nothing`");
}

static void check_tests(ev_checker *c, ev_ids *ids) {
  ev_file *file = NULL;
  for (uint32_t i = 0; i < c->program->tests.count && !c->arena->failed; i++) {
    ev_decl *test = c->program->tests.at[i];
    if (test->file != file) ev_check_enter_file(c, file = test->file);
    check_test(c, test, ids);
  }
}

/* ---- all of it */

static void check_sets(ev_checker *c) {
  for (ev_file *file = c->program->files; file; file = file->next) {
    ev_check_enter_file(c, file);
    for (ev_decl *decl = file->decls; decl; decl = decl->next)
      if (decl->kind == EV_D_SET) ev_check_set_decl(c, decl);
  }
}

static void check_rule(ev_checker *c, ev_decl *rule) {
  c->locals = NULL;
  ev_check_forget(c, NULL);
  ev_check_rule(c, rule);
}

static void check_rule_count(ev_checker *c) {
  uint32_t most = c->program->limits.rules;
  if (c->program->rules.count <= most) return;
  const ev_decl *rule = c->program->rules.at[most];
  c->file = rule->file;
  ev_check_limit(c, rule->name.span, "there are too many rules", most);
}

static void check_all_loops(ev_checker *c) {
  for_each(c, &c->program->fns, ev_check_loops_of_function);
  for_each(c, &c->program->decodes, ev_check_loops_of_function);
  for_each(c, &c->program->scopes, ev_check_loops_of_scope);
  for_each(c, &c->program->rules, ev_check_loops_of_rule);
}

void ev_check_program(ev_program *program, ev_diagnostics *diagnostics) {
  ev_checker c = {.program = program, .arena = program->arena, .diagnostics = diagnostics};
  ev_arena_init(&c.scratch, 0);
  check_names(&c);
  ev_ids ids;
  bool have_ids = check_ids(&c, &ids);
  check_events(&c);
  check_rule_count(&c);
  ev_check_records(&c);
  check_sets(&c);
  for_each(&c, &program->params, check_param);
  for_each(&c, &program->fns, check_signature);
  for_each(&c, &program->decodes, check_signature);
  for_each(&c, &program->fns, check_body);
  for_each(&c, &program->decodes, check_decode);
  for_each(&c, &program->scopes, check_scope);
  for_each(&c, &program->shapes, check_shape);
  size_t errors = diagnostics->errors;
  for_each(&c, &program->rules, check_rule);
  if (have_ids) check_tests(&c, &ids);
  /* Loops are looked at where names and types are known. */
  if (diagnostics->errors == errors) check_all_loops(&c);
  ev_diagnostics_sort(diagnostics);
  ev_arena_free(&c.scratch);
}
