/* Types as written, records, tables, views and params. */
#include "check.h"
#include "limit.h"

static const struct {
  const char *name;
  ev_type_kind kind;
} simple_types[] = {{"bool", EV_T_BOOL},     {"int", EV_T_INT}, {"quantity", EV_T_QUANTITY},
                    {"string", EV_T_STRING}, {"any", EV_T_ANY}, {"interval", EV_T_INTERVAL}};
#define SIMPLE_TYPES (sizeof simple_types / sizeof *simple_types)

static void unknown_type(ev_checker *c, ev_word name) {
  ev_diagnostic *d = ev_check_error(c, "unknown-type", name.span, "there is no type or record `%.*s`",
                                    EV_STR_ARG(name.text));
  ev_candidates names = {.count = 0};
  for (size_t i = 0; i < SIMPLE_TYPES; i++) ev_check_candidate(&names, ev_str_of(simple_types[i].name));
  for (size_t i = 0; i < c->symbols.capacity; i++)
    if (c->symbols.slots[i] && c->symbols.slots[i]->kind == EV_D_RECORD)
      ev_check_candidate(&names, c->symbols.slots[i]->name.text);
  if (!ev_check_suggest(c, d, name.text, &names) && !c->file->uses)
    ev_check_help(c, d, "the records of Kubernetes come with `use k8s` at the head of the file");
}

static const ev_type *named_type(ev_checker *c, ev_word name) {
  for (size_t i = 0; i < SIMPLE_TYPES; i++)
    if (ev_str_is(name.text, simple_types[i].name)) return ev_type_of(simple_types[i].kind);
  ev_decl *decl = ev_check_find(c, name.text);
  if (decl && decl->kind == EV_D_RECORD) return ev_type_of_decl(c->arena, EV_T_RECORD, decl);
  if (decl && decl->kind == EV_D_TABLE) return ev_type_of_decl(c->arena, EV_T_ROW, decl);
  unknown_type(c, name);
  return ev_type_of(EV_T_ERROR);
}

/* Of globs, strings or ints: the parser takes no others. */
static const ev_type *set_type(ev_word of) {
  return ev_type_of(ev_str_is(of.text, "int") ? EV_T_SET_INT : EV_T_SET_STRING);
}

static const ev_type *enum_type(ev_checker *c, const ev_type_syntax *syntax) {
  uint32_t count = 0;
  for (const ev_words *w = syntax->words; w; w = w->next)
    if (++count > EV_MAX_FIELDS) {
      ev_check_limit(c, w->word.span, "too many words", EV_MAX_FIELDS);
      return ev_type_of(EV_T_ERROR);
    }
  return ev_type_enum(c->arena, syntax->words);
}

static const ev_type *resolve(ev_checker *c, ev_type_syntax *syntax) {
  const ev_type *element = syntax->element ? ev_check_type_syntax(c, syntax->element) : NULL;
  bool is_set = element && (element->kind == EV_T_SET_INT || element->kind == EV_T_SET_STRING);
  if (is_set) {
    ev_check_error(c, "unknown-type", syntax->span, "a set can only be the type of a param");
    return ev_type_of(EV_T_ERROR);
  }
  switch (syntax->kind) {
  case EV_TS_NAME: return named_type(c, syntax->name);
  case EV_TS_LIST: return ev_type_list(c->arena, element);
  case EV_TS_MAP: return ev_type_map(c->arena, element);
  case EV_TS_OPTIONAL: return ev_type_optional(c->arena, element);
  case EV_TS_ENUM: return enum_type(c, syntax);
  case EV_TS_SET: return set_type(syntax->name);
  case EV_TS_ERROR: break;
  }
  return ev_type_of(EV_T_ERROR);
}

const ev_type *ev_check_type_syntax(ev_checker *c, ev_type_syntax *syntax) {
  if (!syntax) return ev_type_of(EV_T_ERROR);
  if (!syntax->type) syntax->type = resolve(c, syntax);
  return syntax->type;
}

/* ---- literals */

static bool literal_word_in(const ev_type *type, ev_str text) {
  for (const ev_words *w = type->words; w; w = w->next)
    if (ev_str_equal(w->word.text, text)) return true;
  return false;
}

void ev_check_literal(ev_checker *c, ev_expr *e, const ev_type *type) {
  const ev_type *found = ev_check_expr(c, e);
  const ev_type *wanted = ev_type_present(type);
  bool enum_word = wanted->kind == EV_T_ENUM && e->kind == EV_E_STRING && literal_word_in(wanted, e->text);
  if (!enum_word && !ev_type_fits(found, type))
    ev_check_error(c, "type-mismatch", e->span, "expected %s, found %s", ev_check_type_text(c, type),
                   ev_check_type_text(c, found));
}

/* ---- records */

ev_field *ev_find_field(const ev_decl *record, ev_str name, int *index) {
  int i = 0;
  for (ev_field *f = record->fields; f; f = f->next, i++)
    if (ev_str_equal(f->name.text, name)) {
      if (index) *index = i;
      return f;
    }
  return NULL;
}

/* Names are compared one by one: no more of them than a person would write. */
void ev_check_cut_fields(ev_checker *c, ev_decl *decl) {
  ev_field *last = decl->fields;
  for (uint32_t count = 1; last && count < EV_MAX_FIELDS; count++) last = last->next;
  if (!last || !last->next) return;
  ev_check_limit(c, last->next->name.span, "too many names", EV_MAX_FIELDS);
  last->next = NULL;
}

void ev_check_duplicate_field(ev_checker *c, const ev_decl *decl, const ev_field *field, const char *what) {
  const ev_field *first = ev_find_field(decl, field->name.text, NULL);
  if (first == field) return;
  ev_diagnostic *d = ev_check_error(c, "duplicate-field", field->name.span, "%s `%.*s` is given twice", what,
                                    EV_STR_ARG(field->name.text));
  ev_diagnostic_relate(c->diagnostics, d, &c->file->source, first->name.span, "first given here");
}

static void check_default(ev_checker *c, ev_field *field, const ev_type *type) {
  if (type->kind == EV_T_OPTIONAL) {
    ev_diagnostic *d = ev_check_error(c, "default-of-optional", field->fallback->span,
                                      "a field with a default is never absent, so its type has no `?`");
    ev_check_help(c, d, "leave out the `?`, or the default");
    return;
  }
  if (!ev_type_is_scalar(type) && type->kind != EV_T_ERROR) {
    ev_check_error(c, "type-mismatch", field->fallback->span, "only a scalar field can have a default");
    return;
  }
  ev_check_literal(c, field->fallback, type);
}

static void check_field(ev_checker *c, ev_decl *record, ev_field *field) {
  ev_check_duplicate_field(c, record, field, "field");
  if (field->class_ != EV_FIELD_TYPED) return;
  const ev_type *type = ev_check_type_syntax(c, field->type);
  const ev_type *part = ev_type_present(type);
  if (part->kind == EV_T_SET_INT || part->kind == EV_T_SET_STRING || part->kind == EV_T_INTERVAL ||
      part->kind == EV_T_ROW)
    ev_check_error(c, "type-mismatch", field->type->span, "a manifest holds no %s",
                   ev_check_type_text(c, part));
  if (field->fallback) check_default(c, field, type);
}

enum { UNSEEN, VISITING, DONE };

static ev_decl *record_of(const ev_type *type) {
  while (type->element) type = type->element;
  return type->kind == EV_T_RECORD ? type->decl : NULL;
}

static const ev_type *field_type(const ev_field *field) {
  return field->class_ == EV_FIELD_TYPED ? field->type->type : ev_type_of(EV_T_ERROR);
}

/* A record that holds itself would have no end. The walk is as deep as records nest: a chain of records is
 * bounded by their number, so an explicit stack is used. */
typedef struct ev_frame {
  ev_decl *record;
  ev_field *field;
} ev_frame;

static void report_cycle(ev_checker *c, ev_decl *record, ev_field *field, ev_decl *inner) {
  ev_file *file = c->file;
  c->file = record->file;
  ev_diagnostic *d = ev_check_error(c, "recursive-record", field->type->span,
                                    "record `%.*s` would hold itself", EV_STR_ARG(inner->name.text));
  if (inner != record) ev_check_relate(c, d, inner, "which holds, in the end, this field's record");
  ev_check_help(c, d, "a manifest has no bound on such nesting: give the inner field the type `any`");
  c->file = file;
}

static void see_inner(ev_checker *c, ev_decl *outer, const ev_decl *inner) {
  if (inner->depth + 1 <= outer->depth) return;
  outer->depth = inner->depth + 1;
  if (outer->depth != EV_MAX_DEFINITION_DEPTH) return;
  ev_file *file = c->file;
  c->file = outer->file;
  ev_check_limit(c, outer->name.span, "records nest too deep", EV_MAX_DEFINITION_DEPTH);
  c->file = file;
}

/* The record on top of the stack is done with: the one below it is one deeper. */
static void leave_record(ev_checker *c, const ev_frame *stack, size_t depth) {
  ev_decl *record = stack[depth - 1].record;
  record->state = DONE;
  if (depth > 1) see_inner(c, stack[depth - 2].record, record);
}

static void find_cycles(ev_checker *c, ev_decl *start, ev_frame *stack) {
  size_t depth = 0;
  stack[depth++] = (ev_frame){start, start->fields};
  start->state = VISITING;
  while (depth) {
    ev_frame *top = &stack[depth - 1];
    ev_field *field = top->field;
    if (!field) {
      leave_record(c, stack, depth--);
      continue;
    }
    top->field = field->next;
    ev_decl *inner = record_of(field_type(field));
    if (inner && inner->state == VISITING) {
      report_cycle(c, top->record, field, inner);
      field->type->type = ev_type_of(EV_T_ERROR);
    } else if (inner && inner->state == UNSEEN) {
      inner->state = VISITING;
      stack[depth++] = (ev_frame){inner, inner->fields};
    } else if (inner && inner->state == DONE) {
      see_inner(c, top->record, inner);
    }
  }
}

/* ---- views */

static const ev_type *walk_view_path(ev_checker *c, const ev_view_path *path, ev_decl *root) {
  const ev_type *type = ev_type_of_decl(c->arena, EV_T_RECORD, root);
  for (const ev_words *w = path->names; w; w = w->next) {
    const ev_type *record = ev_type_present(type);
    if (record->kind != EV_T_RECORD) {
      ev_check_error(c, "type-mismatch", w->word.span, "%s has no fields", ev_check_type_text(c, type));
      return ev_type_of(EV_T_ERROR);
    }
    ev_field *field = ev_find_field(record->decl, w->word.text, NULL);
    if (!field || field->class_ != EV_FIELD_TYPED) {
      ev_diagnostic *d = ev_check_error(c, "unknown-field", w->word.span, "record %.*s has no field `%.*s`",
                                        EV_STR_ARG(record->decl->name.text), EV_STR_ARG(w->word.text));
      ev_candidates names = {.count = 0};
      ev_check_candidate_fields(&names, record->decl);
      ev_check_suggest(c, d, w->word.text, &names);
      ev_check_relate(c, d, record->decl, "the record is defined here");
      return ev_type_of(EV_T_ERROR);
    }
    type = field_type(field);
  }
  return type;
}

static ev_decl *find_record(ev_checker *c, ev_word name) {
  ev_decl *decl = ev_check_find(c, name.text);
  if (decl && decl->kind == EV_D_RECORD) return decl;
  unknown_type(c, name);
  return NULL;
}

static void check_row(ev_checker *c, ev_decl *view, ev_view_row *row) {
  ev_check_versions(c, row->versions, row->span);
  row->root = find_record(c, row->record);
  if (!row->root || !view->checked) return;
  for (const ev_view_path *path = row->paths; path; path = path->next) {
    const ev_type *type = ev_type_present(walk_view_path(c, path, row->root));
    if (type->kind != EV_T_ERROR && !ev_type_equal(type, view->checked))
      ev_check_error(c, "type-mismatch", path->span, "the view is of %s, but here is %s",
                     ev_check_type_text(c, view->checked), ev_check_type_text(c, type));
  }
}

static void check_view(ev_checker *c, ev_decl *view) {
  ev_decl *record = find_record(c, view->record);
  view->checked = record ? ev_type_of_decl(c->arena, EV_T_RECORD, record) : NULL;
  for (ev_view_row *row = view->rows; row; row = row->next) check_row(c, view, row);
  if (!view->checked) view->checked = ev_type_of(EV_T_ERROR);
}

/* ---- required fields: only text decoded from JSON can have them */

/* Records that are still to be looked at. */
typedef struct waiting {
  ev_decl **at;
  size_t count;
} waiting;

static void wait(waiting *w, ev_decl *record) {
  if (!record || record->state != DONE) return;
  record->state = UNSEEN; /* seen by this walk: each waits once */
  w->at[w->count++] = record;
}

static void refuse_required_of(ev_checker *c, const ev_decl *record, waiting *w) {
  ev_file *file = c->file;
  c->file = record->file;
  for (ev_field *f = record->fields; f; f = f->next) {
    const ev_type *type = field_type(f);
    if (ev_type_is_scalar(type) && !f->fallback) {
      ev_diagnostic *d = ev_check_error(
          c, "absence-not-stated", f->name.span,
          "a manifest may leave out `%.*s`, and the type does not say what that means",
          EV_STR_ARG(f->name.text));
      ev_check_help(c, d, "write `%s?`, or give it a default", ev_check_type_text(c, type));
    }
    wait(w, record_of(type));
  }
  c->file = file;
}

static void refuse_required(ev_checker *c) {
  ev_program *p = c->program;
  waiting w = {EV_NEW_ARRAY(c->arena, ev_decl *, p->records.count), 0};
  if (!w.at) return;
  for (uint32_t i = 0; i < p->views.count; i++)
    for (ev_view_row *row = p->views.at[i]->rows; row; row = row->next) wait(&w, row->root);
  while (w.count > 0) refuse_required_of(c, w.at[--w.count], &w);
}

static void check_columns_and_views(ev_checker *c, ev_decls *list, void (*check)(ev_checker *, ev_decl *)) {
  ev_file *file = NULL;
  for (uint32_t i = 0; i < list->count; i++) {
    if (list->at[i]->file != file) ev_check_enter_file(c, file = list->at[i]->file);
    check(c, list->at[i]);
  }
}

static void check_fields(ev_checker *c, ev_decl *record) {
  ev_check_cut_fields(c, record);
  record->checked = ev_type_of_decl(c->arena, EV_T_RECORD, record);
  for (ev_field *f = record->fields; f; f = f->next) check_field(c, record, f);
}

void ev_check_records(ev_checker *c) {
  ev_program *p = c->program;
  check_columns_and_views(c, &p->records, check_fields);
  ev_frame *stack = EV_NEW_ARRAY(c->arena, ev_frame, p->records.count + 1);
  for (uint32_t i = 0; stack && i < p->records.count; i++)
    if (p->records.at[i]->state == UNSEEN) find_cycles(c, p->records.at[i], stack);
  check_columns_and_views(c, &p->tables, ev_check_table);
  check_columns_and_views(c, &p->views, check_view);
  refuse_required(c);
}
