/* Declarations and what stands in them. */
#include "parse.h"

static ev_span span_of(ev_place place) { return (ev_span){place.start, place.end}; }

/* The doc comment before `at`, which now belongs to what begins there. */
static ev_str take_doc(ev_parser *p, ev_place at) {
  if (!at.doc || !at.doc->lines) return EV_STR("");
  at.doc->taken = true;
  if (!at.doc->lines->next) return at.doc->lines->word.text;
  ev_buf text = {0};
  for (const ev_words *line = at.doc->lines; line; line = line->next) {
    if (line != at.doc->lines) ev_buf_char(&text, '\n');
    ev_buf_str(&text, line->word.text);
  }
  ev_str doc = ev_buf_to_arena(&text, p->arena);
  if (text.failed) p->arena->failed = true;
  ev_buf_free(&text);
  return doc;
}

/* ---- fields, rows */

ev_field *ev_syntax_field(ev_parser *p, ev_place at, ev_word name, ev_type_syntax *type, ev_expr *fallback,
                          bool unjudged) {
  ev_field *field = EV_NEW(p->arena, ev_field);
  if (!field) return NULL;
  *field = (ev_field){
      .name = name, .type = type, .fallback = fallback, .unjudged = unjudged, .doc = take_doc(p, at)};
  return field;
}

ev_field_list ev_syntax_keys(ev_parser *p, ev_field_list fields, ev_field_class class_,
                             const ev_words *words) {
  for (; words; words = words->next) {
    ev_field *field = EV_NEW(p->arena, ev_field);
    if (!field) break;
    *field = (ev_field){.class_ = class_, .name = words->word};
    EV_APPEND(fields, field);
  }
  return fields;
}

ev_view_path *ev_syntax_path(ev_parser *p, ev_place at, ev_words *names) {
  ev_view_path *path = EV_NEW(p->arena, ev_view_path);
  if (path) *path = (ev_view_path){.names = names, .span = span_of(at)};
  return path;
}

/* The words again, with the texts of the strings at their places. */
static ev_words *read_strings(ev_parser *p, const ev_words *places) {
  ev_word_list list = {NULL, NULL};
  for (; places; places = places->next) {
    ev_word one = ev_parse_text(p, &(ev_words){.word = places->word});
    ev_words *word = ev_parse_word(p, one);
    if (!word) break;
    EV_APPEND(list, word);
  }
  return list.first;
}

ev_view_row *ev_syntax_row(ev_parser *p, ev_place at, ev_place record, const ev_words *versions,
                           ev_words *kinds, ev_view_path *paths) {
  ev_view_row *row = EV_NEW(p->arena, ev_view_row);
  if (!row) return NULL;
  *row = (ev_view_row){
      .span = span_of(at), .record = ev_parse_name(p, record), .kinds = kinds, .paths = paths};
  row->versions = read_strings(p, versions);
  return row;
}

ev_heading ev_syntax_heading(ev_parser *p, ev_word id, ev_place severity, ev_word title) {
  ev_heading heading = {.id = id, .title = title};
  ev_str name = ev_parse_source(p, severity);
  for (ev_severity s = EV_NOTE; s <= EV_ERROR; s++)
    if (ev_str_is(name, ev_severity_name(s))) heading.severity = s;
  return heading;
}

/* ---- the file's list */

ev_word ev_syntax_declare(ev_parser *p, ev_word name) {
  p->declaring = name;
  p->test = (ev_test_body){.has_given = false};
  return name;
}

void ev_syntax_use(ev_parser *p, ev_place at, ev_word name, bool is_path) {
  ev_use *use = EV_NEW(p->arena, ev_use);
  if (!use) return;
  *use = (ev_use){.name = name, .is_path = is_path, .span = span_of(at)};
  EV_APPEND(p->uses, use);
  if (p->has_declared) ev_parse_error(p, at, "`use` comes before all declarations");
}

static ev_decl *new_decl(ev_parser *p, ev_place at, ev_decl_kind kind) {
  ev_decl *decl = EV_NEW(p->arena, ev_decl);
  if (!decl) return NULL;
  *decl = (ev_decl){
      .kind = kind, .span = span_of(at), .name = p->declaring, .doc = take_doc(p, at), .file = p->file};
  return decl;
}

void ev_syntax_add(ev_parser *p, ev_decl *decl) {
  EV_APPEND(p->decls, decl);
  p->has_declared |= decl && decl->kind != EV_D_ERROR;
  p->declaring = (ev_word){.span = {0, 0}};
}

void ev_syntax_add_error(ev_parser *p, ev_place at) { ev_syntax_add(p, new_decl(p, at, EV_D_ERROR)); }

/* ---- declarations */

ev_decl *ev_syntax_record(ev_parser *p, ev_place at, bool closed, ev_field *fields) {
  ev_decl *decl = new_decl(p, at, EV_D_RECORD);
  if (!decl) return NULL;
  decl->closed = closed;
  decl->fields = fields;
  return decl;
}

ev_decl *ev_syntax_view(ev_parser *p, ev_place at, bool counted, ev_place record, ev_view_row *rows) {
  ev_decl *decl = new_decl(p, at, EV_D_VIEW);
  if (!decl) return NULL;
  decl->counted = counted;
  decl->record = ev_parse_name(p, record);
  decl->rows = rows;
  return decl;
}

ev_decl *ev_syntax_scope(ev_parser *p, ev_place at, ev_place view, ev_expr *expr) {
  ev_decl *decl = new_decl(p, at, EV_D_SCOPE);
  if (!decl) return NULL;
  decl->record = ev_parse_name(p, view);
  decl->expr = expr;
  return decl;
}

ev_decl *ev_syntax_set_decl(ev_parser *p, ev_place at, ev_set *set) {
  ev_decl *decl = new_decl(p, at, EV_D_SET);
  if (decl) decl->set = set;
  return decl;
}

ev_decl *ev_syntax_param(ev_parser *p, ev_place at, ev_type_syntax *type, ev_expr *value) {
  ev_decl *decl = new_decl(p, at, EV_D_PARAM);
  if (!decl) return NULL;
  decl->type = type;
  decl->expr = value;
  return decl;
}

ev_decl *ev_syntax_fn(ev_parser *p, ev_place at, bool is_effective, ev_field *params, ev_type_syntax *type,
                      ev_expr *expr) {
  ev_decl *decl = new_decl(p, at, EV_D_FN);
  if (!decl) return NULL;
  decl->is_effective = is_effective;
  decl->fields = params;
  decl->type = type;
  decl->expr = expr;
  return decl;
}

ev_decl *ev_syntax_table(ev_parser *p, ev_place at, ev_field *columns, ev_expr *cells) {
  ev_decl *decl = new_decl(p, at, EV_D_TABLE);
  if (!decl) return NULL;
  decl->fields = columns;
  decl->cells = cells;
  return decl;
}

/* Shapes and decodes speak, and do nothing else. */
static void allow_texts_only(ev_parser *p, const ev_clause *clauses, const char *message) {
  for (; clauses; clauses = clauses->next) {
    bool is_text = clauses->kind >= EV_C_SAY && clauses->kind <= EV_C_TAGS;
    if (is_text || clauses->kind == EV_C_ERROR) continue;
    ev_place place = {.start = clauses->span.start, .end = clauses->span.end};
    ev_parse_error(p, place, message);
  }
}

ev_decl *ev_syntax_decode(ev_parser *p, ev_place at, ev_field *params, ev_type_syntax *type, ev_expr *expr,
                          ev_heading heading, ev_clause *texts) {
  ev_decl *decl = new_decl(p, at, EV_D_DECODE);
  if (!decl) return NULL;
  decl->fields = params;
  decl->type = type;
  decl->expr = expr;
  decl->id = heading.id;
  decl->severity = heading.severity;
  decl->title = heading.title;
  decl->clauses = texts;
  allow_texts_only(p, texts, "a decode holds no clauses but `say`, `unsure`, `help`, `see` and `tags`");
  return decl;
}

ev_decl *ev_syntax_rule(ev_parser *p, ev_place at, ev_heading heading, ev_clause *clauses) {
  ev_decl *decl = new_decl(p, at, EV_D_RULE);
  if (!decl) return NULL;
  decl->severity = heading.severity;
  decl->title = heading.title;
  decl->clauses = clauses;
  return decl;
}

static const ev_str events[EV_SHAPE_EVENTS] = {
    [EV_SHAPE_TYPE] = {"type", 4},           [EV_SHAPE_UNKNOWN] = {"unknown", 7},
    [EV_SHAPE_DUPLICATE] = {"duplicate", 9}, [EV_SHAPE_BOOLEAN_KEY] = {"boolean_key", 11},
    [EV_SHAPE_TRAILING] = {"trailing", 8},   [EV_SHAPE_DIVERGENT] = {"divergent", 9},
};

static ev_shape_event read_event(ev_parser *p, ev_place at) {
  ev_str word = ev_parse_source(p, at);
  for (int event = 0; event < EV_SHAPE_EVENTS; event++)
    if (ev_str_equal(word, events[event])) return (ev_shape_event)event;
  ev_diagnostic *d = ev_parse_error_of(p, at, word, "is nothing that a shape can be about");
  if (!ev_parse_suggest(p, d, word, events, EV_SHAPE_EVENTS))
    ev_parse_help(p, d, "it is one of: type, unknown, duplicate, boolean_key, trailing, divergent");
  return EV_SHAPE_TYPE;
}

ev_decl *ev_syntax_shape(ev_parser *p, ev_place at, ev_heading heading, ev_place event, ev_clause *texts) {
  ev_decl *decl = new_decl(p, at, EV_D_SHAPE);
  if (!decl) return NULL;
  decl->severity = heading.severity;
  decl->title = heading.title;
  decl->event = read_event(p, event);
  decl->clauses = texts;
  allow_texts_only(p, texts, "a shape holds no clauses but `say`, `unsure`, `help`, `see` and `tags`");
  return decl;
}

ev_decl *ev_syntax_test(ev_parser *p, ev_place at) {
  ev_decl *decl = new_decl(p, at, EV_D_TEST);
  if (!decl) return NULL;
  ev_place title = {.start = decl->name.span.start, .end = decl->name.span.end};
  if (!p->test.has_given) ev_parse_error(p, title, "the test has no `given`: no manifest that it is about");
  decl->given = p->test.given;
  decl->given_offset = p->test.given_offset;
  decl->given_indent = p->test.given_indent;
  decl->settings = p->test.settings.first;
  decl->expects = p->test.expects.first;
  return decl;
}
