/* A checked program into a bundle: its declarations, in the order in which one refers to another. */
#include <stdlib.h>

#include "generate.h"

#include "compile.h"

/* ---- records, views, tables, params, sets */

static void gen_field(ev_gen *g, const ev_field *field, uint32_t record) {
  ev_bfield made = {.name = ev_gen_copy(g, field->name.text),
                    .class_ = (ev_bfield_class)field->class_,
                    .record = record,
                    .type = EV_NONE,
                    .fallback = EV_NONE,
                    .unjudged = field->unjudged};
  if (field->class_ == EV_FIELD_TYPED) {
    const ev_type *type = field->type->type;
    made.type = ev_gen_type(g, type);
    made.required = ev_type_is_scalar(type) && !field->fallback;
    if (field->fallback) made.fallback = ev_gen_literal(g, field->fallback, type);
  }
  ev_bfield *slot = ev_gen_push(g, &g->fields, sizeof *slot, NULL);
  if (slot) *slot = made;
}

static void gen_record(ev_gen *g, const ev_decl *record) {
  ev_brecord made = {
      .name = ev_gen_copy(g, record->name.text), .closed = record->closed, .first_field = g->fields.count};
  for (const ev_field *f = record->fields; f; f = f->next) gen_field(g, f, (uint32_t)record->index);
  made.field_count = g->fields.count - made.first_field;
  ev_brecord *slot = ev_gen_push(g, &g->records, sizeof *slot, NULL);
  if (slot) *slot = made;
}

static const ev_automaton *gen_versions(ev_gen *g, const ev_words *versions) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  size_t count = 0;
  for (const ev_words *w = versions; w; w = w->next) count++;
  ev_str *globs = EV_NEW_ARRAY(&scratch, ev_str, count + 1);
  ev_automaton *made = NULL;
  size_t i = 0, which = 0;
  for (const ev_words *w = versions; globs && w; w = w->next) globs[i++] = w->word.text;
  ev_pattern_status status = EV_PATTERN_NO_MEMORY;
  if (globs) status = ev_automaton_set(g->arena, &scratch, globs, NULL, count, &made, &which, NULL);
  if (status != EV_PATTERN_OK) g->failed = true;
  ev_arena_free(&scratch);
  return made;
}

static ev_brow gen_row(ev_gen *g, const ev_view_row *row) {
  uint32_t count = 0;
  for (const ev_view_path *p = row->paths; p; p = p->next) count++;
  ev_texts *paths = EV_NEW_ARRAY(g->arena, ev_texts, count + 1);
  if (!paths) {
    g->failed = true;
    return (ev_brow){0};
  }
  uint32_t i = 0;
  for (const ev_view_path *p = row->paths; p; p = p->next) paths[i++] = ev_gen_words(g, p->names);
  return (ev_brow){(uint32_t)row->root->index, gen_versions(g, row->versions), ev_gen_words(g, row->kinds),
                   count, paths};
}

static void gen_view(ev_gen *g, const ev_decl *view) {
  uint32_t count = 0;
  for (const ev_view_row *r = view->rows; r; r = r->next) count++;
  ev_brow *rows = EV_NEW_ARRAY(g->arena, ev_brow, count + 1);
  if (!rows) {
    g->failed = true;
    return;
  }
  uint32_t i = 0;
  for (const ev_view_row *r = view->rows; r; r = r->next) rows[i++] = gen_row(g, r);
  ev_bview *slot = ev_gen_push(g, &g->views, sizeof *slot, NULL);
  if (slot)
    *slot = (ev_bview){ev_gen_copy(g, view->name.text), (uint32_t)view->checked->decl->index, view->counted,
                       count, rows};
}

static int by_index(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* Constants stand once in their pool: equal keys have equal indices. */
static bool keys_unique(ev_gen *g, const uint32_t *cells, uint32_t rows, uint32_t columns) {
  uint32_t *keys = EV_NEW_ARRAY(&g->scratch, uint32_t, (size_t)rows + 1);
  if (!keys) {
    g->failed = true;
    return false;
  }
  for (uint32_t i = 0; i < rows; i++) keys[i] = cells[(size_t)i * columns];
  qsort(keys, rows, sizeof *keys, by_index);
  for (uint32_t i = 1; i < rows; i++)
    if (keys[i - 1] == keys[i]) return false;
  return true;
}

static void gen_table(ev_gen *g, const ev_decl *table) {
  uint32_t columns = 0, count = 0;
  for (const ev_field *f = table->fields; f; f = f->next) columns++;
  for (const ev_expr *cell = table->cells; cell; cell = cell->next) count++;
  uint32_t *types = EV_NEW_ARRAY(g->arena, uint32_t, columns + 1);
  ev_str *names = EV_NEW_ARRAY(g->arena, ev_str, columns + 1);
  uint32_t *cells = EV_NEW_ARRAY(g->arena, uint32_t, count + 1);
  if (!types || !names || !cells) {
    g->failed = true;
    return;
  }
  uint32_t i = 0;
  for (const ev_field *f = table->fields; f; f = f->next, i++) {
    types[i] = ev_gen_type(g, f->type->type);
    names[i] = ev_gen_copy(g, f->name.text);
  }
  i = 0;
  const ev_field *column = table->fields;
  for (const ev_expr *cell = table->cells; cell; cell = cell->next) {
    cells[i++] = ev_gen_literal(g, cell, column->type->type);
    column = column->next ? column->next : table->fields;
  }
  ev_btable *slot = ev_gen_push(g, &g->tables, sizeof *slot, NULL);
  uint32_t rows = columns ? count / columns : 0;
  if (slot)
    *slot = (ev_btable){.name = ev_gen_copy(g, table->name.text),
                        .columns = columns,
                        .rows = rows,
                        .types = types,
                        .column_names = names,
                        .cells = cells,
                        .unique = keys_unique(g, cells, rows, columns)};
}

static void gen_param(ev_gen *g, const ev_decl *param) {
  ev_bparam made = {ev_gen_copy(g, param->name.text), ev_gen_copy(g, param->doc),
                    ev_gen_type(g, param->checked), 0};
  bool is_set = param->checked->kind == EV_T_SET_STRING || param->checked->kind == EV_T_SET_INT;
  made.fallback = is_set ? (uint32_t)param->expr->set_index : ev_gen_literal(g, param->expr, param->checked);
  ev_bparam *slot = ev_gen_push(g, &g->params, sizeof *slot, NULL);
  if (slot) *slot = made;
}

static void gen_set(ev_gen *g, const ev_const_set *set) {
  ev_bset made = {.name = ev_gen_copy(g, set->name), .range_count = set->range_count};
  if (!set->of_ints) {
    made.automaton = ev_gen_automaton(g, set->automaton);
  } else {
    ev_int_range *ranges = EV_NEW_ARRAY(g->arena, ev_int_range, set->range_count + 1);
    if (!ranges) g->failed = true;
    for (uint32_t i = 0; ranges && i < set->range_count; i++)
      ranges[i] = (ev_int_range){set->ranges[i].low, set->ranges[i].high};
    made.ranges = ranges;
  }
  ev_bset *slot = ev_gen_push(g, &g->sets, sizeof *slot, NULL);
  if (slot) *slot = made;
}

/* ---- functions */

static ev_code function_code(ev_gen *g, const ev_decl *decl) {
  return (ev_code){.g = g, .name = decl->name.text, .file = decl->file};
}

static uint32_t declare_parameters(ev_code *code, const ev_decl *fn) {
  uint32_t count = 0;
  for (const ev_field *f = fn->fields; f; f = f->next, count++) (void)ev_gen_slot(code, f->local);
  return count;
}

static void gen_function(ev_gen *g, ev_decl *fn) {
  ev_code code = function_code(g, fn);
  uint32_t parameters = declare_parameters(&code, fn);
  ev_mark_line(&code, fn->expr->span);
  if (fn->is_effective)
    ev_gen_effective(&code, fn->expr);
  else
    ev_gen_expr(&code, fn->expr);
  if (fn->kind == EV_D_DECODE) ev_emit1(&code, EV_OP_DECODE, 0, (uint32_t)fn->index);
  ev_emit(&code, EV_OP_RETURN, -1);
  fn->chunk = ev_gen_new_chunk(g);
  if (!g->failed) ev_finish_chunk(&code, fn->chunk, parameters, ev_gen_type(g, fn->checked));
}

/* A message as a function of `parameters` strings, whose names are bound by their position. */
static uint32_t gen_say(ev_gen *g, const ev_decl *decl, uint32_t parameters) {
  const ev_clause *say = ev_find_clause(decl->clauses, EV_C_SAY);
  if (!say || !say->say) return EV_NONE;
  ev_code code = function_code(g, decl);
  uint32_t string = ev_gen_vtype(g, EV_VT_STRING, EV_NONE);
  for (uint32_t i = 0; i < parameters; i++) (void)ev_new_local(&code, string);
  code.by_position = true;
  ev_mark_line(&code, say->span);
  ev_gen_message(&code, say->say);
  ev_emit(&code, EV_OP_RETURN, -1);
  uint32_t chunk = ev_gen_new_chunk(g);
  if (!g->failed) ev_finish_chunk(&code, chunk, parameters, string);
  return chunk;
}

static void gen_scope(ev_gen *g, const ev_decl *scope) {
  ev_code code = function_code(g, scope);
  const ev_decl *view = scope->view;
  code.views[code.view_count++] = (ev_binding){view, ev_new_local(&code, ev_gen_type(g, view->checked))};
  ev_mark_line(&code, scope->expr->span);
  ev_gen_expr(&code, scope->expr);
  ev_emit(&code, EV_OP_RETURN, -1);
  uint32_t chunk = ev_gen_new_chunk(g);
  if (!g->failed) ev_finish_chunk(&code, chunk, 1, ev_gen_vtype(g, EV_VT_BOOL, EV_NONE));
  ev_bscope *slot = ev_gen_push(g, &g->scopes, sizeof *slot, NULL);
  if (slot) *slot = (ev_bscope){ev_gen_copy(g, scope->name.text), (uint32_t)view->index, chunk};
}

/* ---- rules: everything with an id, sorted by it */

static ev_str clause_text(ev_gen *g, const ev_decl *decl, ev_clause_kind kind) {
  const ev_clause *clause = ev_find_clause(decl->clauses, kind);
  return clause ? ev_gen_copy(g, clause->text.text) : (ev_str){"", 0};
}

static ev_texts gen_tags(ev_gen *g, const ev_decl *decl) {
  ev_str text = clause_text(g, decl, EV_C_TAGS);
  ev_str *tags = EV_NEW_ARRAY(g->arena, ev_str, text.size / 2 + 1);
  if (!tags) {
    g->failed = true;
    return (ev_texts){0, NULL};
  }
  uint32_t count = 0;
  for (size_t i = 0, start = 0; i <= text.size; i++) {
    if (i < text.size && text.at[i] != ' ' && text.at[i] != ',') continue;
    if (i > start) tags[count++] = ev_str_slice(text, start, i);
    start = i + 1;
  }
  return (ev_texts){count, tags};
}

static ev_word id_of(const ev_decl *decl) { return decl->kind == EV_D_DECODE ? decl->id : decl->name; }

static void gen_cases(ev_gen *g, const ev_decl *rule, ev_brule *out) {
  uint32_t count = 0;
  for (const ev_clause *c = rule->clauses; c; c = c->next) count += c->kind == EV_C_CASE;
  ev_bcase *cases = EV_NEW_ARRAY(g->arena, ev_bcase, count + 1);
  if (!cases) {
    g->failed = true;
    return;
  }
  out->cases = cases;
  out->case_count = count ? count : 1;
  if (count == 0) {
    ev_gen_case(g, rule, rule->clauses, cases, 0);
    return;
  }
  uint32_t number = 0;
  for (const ev_clause *c = rule->clauses; c && !g->failed; c = c->next)
    if (c->kind == EV_C_CASE) {
      ev_gen_case(g, rule, c->clauses, &cases[number], number + 1);
      number++;
    }
}

static ev_brule gen_rule(ev_gen *g, const ev_decl *decl) {
  ev_brule rule = {.id = ev_gen_copy(g, id_of(decl).text),
                   .title = ev_gen_copy(g, decl->title.text),
                   .doc = ev_gen_copy(g, decl->doc),
                   .help = clause_text(g, decl, EV_C_HELP),
                   .see = clause_text(g, decl, EV_C_SEE),
                   .file = ev_gen_copy(g, decl->file->source.name),
                   .severity = decl->severity,
                   .tags = gen_tags(g, decl),
                   .line = ev_gen_position(g, decl->file, decl->span.start).line,
                   .event = EV_NONE,
                   .say = EV_NONE};
  if (decl->kind == EV_D_RULE) {
    rule.kind = EV_BR_RULE;
    gen_cases(g, decl, &rule);
  } else if (decl->kind == EV_D_SHAPE) {
    rule.kind = EV_BR_SHAPE;
    rule.event = (uint32_t)decl->event;
    rule.say = gen_say(g, decl, 5);
  } else {
    rule.kind = EV_BR_DECODE;
  }
  return rule;
}

static const ev_decl *least_id(const ev_decls *lists[3], uint32_t at[3]) {
  int best = -1;
  for (int k = 0; k < 3; k++) {
    if (at[k] == lists[k]->count) continue;
    if (best < 0 ||
        ev_str_compare(id_of(lists[k]->at[at[k]]).text, id_of(lists[best]->at[at[best]]).text) < 0)
      best = k;
  }
  return best < 0 ? NULL : lists[best]->at[at[best]++];
}

static int by_id(const void *a, const void *b) {
  return ev_str_compare(id_of(*(ev_decl *const *)a).text, id_of(*(ev_decl *const *)b).text);
}

static bool sorted_copy(ev_gen *g, const ev_decls *from, ev_decls *to) {
  *to = (ev_decls){EV_NEW_ARRAY(g->arena, ev_decl *, from->count + 1), from->count, from->count};
  if (!to->at) {
    g->failed = true;
    return false;
  }
  if (from->count) {
    memcpy(to->at, from->at, from->count * sizeof *to->at);
    qsort(to->at, to->count, sizeof *to->at, by_id);
  }
  return true;
}

void ev_gen_rules(ev_gen *g) {
  const ev_program *p = g->program;
  ev_decls sorted[3];
  if (!sorted_copy(g, &p->rules, &sorted[0]) || !sorted_copy(g, &p->shapes, &sorted[1]) ||
      !sorted_copy(g, &p->decodes, &sorted[2]))
    return;
  const ev_decls *lists[3] = {&sorted[0], &sorted[1], &sorted[2]};
  uint32_t at[3] = {0, 0, 0};
  const ev_decl *decl;
  while (!g->failed && (decl = least_id(lists, at))) {
    ev_brule made = gen_rule(g, decl);
    uint32_t index = 0;
    ev_brule *slot = ev_gen_push(g, &g->rules, sizeof *slot, &index);
    if (!slot) return;
    *slot = made;
    if (decl->kind == EV_D_DECODE) ((ev_bdecode *)g->decodes.at)[decl->index].rule = index;
  }
}

static void gen_decodes(ev_gen *g) {
  for (uint32_t i = 0; i < g->program->decodes.count && !g->failed; i++) {
    const ev_decl *decode = g->program->decodes.at[i];
    ev_bdecode made = {
        .rule = EV_NONE, .type = ev_gen_type(g, decode->checked), .say = gen_say(g, decode, 1)};
    ev_bdecode *slot = ev_gen_push(g, &g->decodes, sizeof *slot, NULL);
    if (slot) *slot = made;
  }
}

/* ---- all of it */

static void each(ev_gen *g, const ev_decls *list, void (*generate)(ev_gen *, const ev_decl *)) {
  for (uint32_t i = 0; i < list->count && !g->failed; i++) generate(g, list->at[i]);
}

static void adopt_pools(ev_gen *g) {
  ev_bundle *b = g->bundle;
#define EV_ADOPT(name) b->name##_count = g->name.count, b->name = g->name.at
  EV_ADOPT(types);
  EV_ADOPT(constants);
  EV_ADOPT(enums);
  EV_ADOPT(fields);
  EV_ADOPT(records);
  EV_ADOPT(views);
  EV_ADOPT(sets);
  EV_ADOPT(tables);
  EV_ADOPT(params);
  EV_ADOPT(watches);
  EV_ADOPT(chunks);
  EV_ADOPT(decodes);
  EV_ADOPT(rules);
  EV_ADOPT(scopes);
#undef EV_ADOPT
}

static void declare_costs(ev_gen *g) {
  for (uint32_t i = 0; i < g->bundle->chunks_count; i++) {
    ev_chunk *chunk = ev_gen_chunk(g, i);
    if (!ev_chunk_cost(g->bundle, i, &chunk->cost_constant, &chunk->cost_linear)) g->failed = true;
  }
}

ev_bundle *ev_generate(const ev_program *program, ev_diagnostics *diagnostics) {
  ev_bundle *bundle = ev_bundle_new();
  if (!bundle) return NULL;
  ev_gen g = {.program = program, .bundle = bundle, .arena = &bundle->arena, .diagnostics = diagnostics};
  each(&g, &program->records, gen_record);
  each(&g, &program->views, gen_view);
  for (uint32_t i = 0; i < program->set_count && !g.failed; i++) gen_set(&g, &program->sets[i]);
  each(&g, &program->tables, gen_table);
  each(&g, &program->params, gen_param);
  gen_decodes(&g); /* their messages come before the functions that decode */
  for (uint32_t i = 0; i < program->callables.count && !g.failed; i++)
    gen_function(&g, program->callables.at[i]);
  each(&g, &program->scopes, gen_scope);
  ev_gen_rules(&g);
  if (!g.failed) ev_gen_watches(&g);
  ev_arena_free(&g.scratch);
  if (g.failed) {
    ev_bundle_free(bundle);
    return NULL;
  }
  adopt_pools(&g);
  declare_costs(&g);
  if (!g.failed) return bundle;
  ev_bundle_free(bundle);
  return NULL;
}
