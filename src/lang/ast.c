/* The tree as text, for tests and for looking inside: one node a line, what is in it indented below. */
#include "ast.h"

typedef struct ev_dump {
  ev_buf *out;
  unsigned level;
} ev_dump;

static void start_line(ev_dump *d, const char *word) {
  ev_buf_fill(d->out, ' ', (size_t)d->level * 2);
  ev_buf_text(d->out, word);
}

static void add_string(ev_dump *d, ev_str text) {
  ev_buf_text(d->out, " \"");
  ev_buf_visible(d->out, text);
  ev_buf_char(d->out, '"');
}

static void add_name(ev_dump *d, ev_str text) {
  ev_buf_char(d->out, ' ');
  ev_buf_visible(d->out, text);
}

static void add_flag(ev_dump *d, bool set, const char *name) {
  if (set) ev_buf_text(d->out, name);
}

static void end_line(ev_dump *d) { ev_buf_char(d->out, '\n'); }

static void dump_words(ev_dump *d, const ev_words *words) {
  for (; words; words = words->next) add_string(d, words->word.text);
}

/* ---- types and sets */

static void dump_type(ev_dump *d, const ev_type_syntax *type) {
  static const char *const names[] = {"", "list", "map", "optional", "one of", "set of", "error"};
  if (!type) return;
  ev_buf_text(d->out, " (");
  ev_buf_text(d->out, names[type->kind]);
  if (type->kind == EV_TS_NAME || type->kind == EV_TS_SET) add_name(d, type->name.text);
  dump_words(d, type->words);
  dump_type(d, type->element);
  ev_buf_char(d->out, ')');
}

static void dump_rat(ev_dump *d, ev_rat number) {
  ev_buf_char(d->out, ' ');
  ev_int_write(d->out, number.num);
  if (number.den == 1) return;
  ev_buf_char(d->out, '/');
  ev_int_write(d->out, number.den);
}

static void dump_element(ev_dump *d, const ev_element *element) {
  if (!element->is_int) {
    add_string(d, element->text);
    return;
  }
  ev_buf_char(d->out, ' ');
  ev_int_write(d->out, element->low);
  ev_buf_text(d->out, "..");
  ev_int_write(d->out, element->high);
}

static void dump_set(ev_dump *d, const ev_set *set) {
  static const char *const names[] = {"set-name", "braces", "or", "and", "except", "not"};
  if (!set) return;
  start_line(d, names[set->kind]);
  if (set->kind == EV_SET_NAME) add_name(d, set->name.text);
  add_flag(d, set->is_glob, " glob");
  for (const ev_element *e = set->elements; e; e = e->next) dump_element(d, e);
  end_line(d);
  d->level++;
  dump_set(d, set->a);
  dump_set(d, set->b);
  d->level--;
}

/* ---- expressions */

static const char *const expr_names[] = {
    [EV_E_ERROR] = "error",
    [EV_E_INT] = "int",
    [EV_E_QUANTITY] = "quantity",
    [EV_E_STRING] = "string",
    [EV_E_TEMPLATE] = "template",
    [EV_E_BOOL] = "bool",
    [EV_E_ABSENT] = "absent",
    [EV_E_INFINITY] = "infinity",
    [EV_E_UNKNOWN] = "unknown",
    [EV_E_NAME] = "name",
    [EV_E_CALL] = "call",
    [EV_E_FIELD] = "field",
    [EV_E_OPTIONAL_FIELD] = "optional-field",
    [EV_E_INDEX] = "index",
    [EV_E_OPTIONAL_INDEX] = "optional-index",
    [EV_E_LIST] = "list",
    [EV_E_COMPREHENSION] = "comprehension",
    [EV_E_SET] = "set",
    [EV_E_NOT] = "not",
    [EV_E_NEGATE] = "negate",
    [EV_E_PERCENT] = "percent",
    [EV_E_AND] = "and",
    [EV_E_OR] = "or",
    [EV_E_EQ] = "==",
    [EV_E_NE] = "!=",
    [EV_E_LT] = "<",
    [EV_E_LE] = "<=",
    [EV_E_GT] = ">",
    [EV_E_GE] = ">=",
    [EV_E_IN] = "in",
    [EV_E_IS] = "is",
    [EV_E_IS_IN] = "is-in",
    [EV_E_IS_SET] = "is-set",
    [EV_E_IS_ABSENT] = "is-absent",
    [EV_E_IS_REFUSED] = "is-refused",
    [EV_E_RANGE] = "range",
    [EV_E_COALESCE] = "??",
    [EV_E_ADD] = "+",
    [EV_E_SUB] = "-",
    [EV_E_MUL] = "*",
    [EV_E_DIV] = "/",
    [EV_E_CONCAT] = "++",
    [EV_E_IF] = "if",
    [EV_E_ANY] = "any",
    [EV_E_ALL] = "all",
    [EV_E_NONE] = "none",
    [EV_E_FIRST] = "first",
    [EV_E_LAST] = "last",
};

static void dump_expr(ev_dump *d, const ev_expr *expr);

static void dump_exprs(ev_dump *d, const ev_expr *expr) {
  for (; expr; expr = expr->next) dump_expr(d, expr);
}

static void add_value(ev_dump *d, const ev_expr *expr) {
  switch (expr->kind) {
  case EV_E_INT:
  case EV_E_QUANTITY:
  case EV_E_PERCENT: dump_rat(d, expr->number); break;
  case EV_E_STRING:
  case EV_E_UNKNOWN: add_string(d, expr->text); break;
  case EV_E_BOOL: ev_buf_text(d->out, expr->truth ? " true" : " false"); break;
  default:
    if (expr->text.size) add_name(d, expr->text);
    if (expr->name.text.size) add_name(d, expr->name.text);
    break;
  }
  add_flag(d, expr->negated, " negated");
  add_flag(d, expr->parenthesised, " ()");
}

static void dump_expr(ev_dump *d, const ev_expr *expr) {
  if (!expr) return;
  start_line(d, expr_names[expr->kind]);
  add_value(d, expr);
  end_line(d);
  d->level++;
  dump_expr(d, expr->a);
  dump_expr(d, expr->b);
  dump_expr(d, expr->c);
  dump_exprs(d, expr->args);
  dump_set(d, expr->set);
  d->level--;
}

/* ---- clauses */

static void dump_generators(ev_dump *d, const ev_generator *generator) {
  for (; generator; generator = generator->next) {
    start_line(d, "generator");
    add_name(d, generator->name.text);
    end_line(d);
    d->level++;
    dump_expr(d, generator->list);
    d->level--;
  }
}

static void dump_clauses(ev_dump *d, const ev_clause *clause) {
  static const char *const names[] = {
      "error", "let",  "for", "for each pair", "where", "provided", "needs", "require", "forbid",
      "at",    "note", "say", "unsure",        "help",  "see",      "tags",  "case"};
  for (; clause; clause = clause->next) {
    start_line(d, names[clause->kind]);
    if (clause->name.text.size) add_name(d, clause->name.text);
    if (clause->name2.text.size) add_name(d, clause->name2.text);
    if (clause->text.text.at) add_string(d, clause->text.text);
    end_line(d);
    d->level++;
    dump_exprs(d, clause->expr);
    dump_expr(d, clause->say);
    dump_generators(d, clause->generators);
    dump_clauses(d, clause->clauses);
    d->level--;
  }
}

/* ---- declarations */

static void dump_doc(ev_dump *d, ev_str doc) {
  if (doc.size == 0) return;
  start_line(d, "doc");
  add_string(d, doc);
  end_line(d);
}

static void dump_fields(ev_dump *d, const ev_field *field) {
  static const char *const names[] = {"field", "also", "elsewhere"};
  for (; field; field = field->next) {
    dump_doc(d, field->doc);
    start_line(d, names[field->class_]);
    add_name(d, field->name.text);
    dump_type(d, field->type);
    add_flag(d, field->unjudged, " unjudged");
    end_line(d);
    d->level++;
    dump_expr(d, field->fallback);
    d->level--;
  }
}

static void dump_paths(ev_dump *d, const ev_view_path *path) {
  for (; path; path = path->next) {
    ev_buf_text(d->out, " at");
    for (const ev_words *name = path->names; name; name = name->next) add_name(d, name->word.text);
    if (!path->names) ev_buf_text(d->out, " .");
  }
}

static void dump_rows(ev_dump *d, const ev_view_row *row) {
  for (; row; row = row->next) {
    start_line(d, "row");
    add_name(d, row->record.text);
    dump_words(d, row->versions);
    dump_words(d, row->kinds);
    dump_paths(d, row->paths);
    end_line(d);
  }
}

static void dump_test(ev_dump *d, const ev_decl *decl) {
  start_line(d, "given");
  add_string(d, decl->given.text);
  end_line(d);
  for (const ev_setting *s = decl->settings; s; s = s->next) {
    start_line(d, "with");
    add_name(d, s->name.text);
    end_line(d);
    d->level++;
    dump_expr(d, s->value);
    d->level--;
  }
  for (const ev_expect *e = decl->expects; e; e = e->next) {
    start_line(d, "expect");
    add_flag(d, e->nothing, " nothing");
    if (!e->nothing) add_name(d, e->rule.text);
    add_flag(d, e->unknown, " unknown");
    if (e->path.text.at) add_string(d, e->path.text);
    end_line(d);
  }
}

static void dump_head(ev_dump *d, const ev_decl *decl) {
  static const char *const names[] = {"error", "record", "view",   "scope", "set",   "param",
                                      "fn",    "table",  "decode", "rule",  "shape", "test"};
  static const char *const events[] = {" type",        " unknown",  " duplicate",
                                       " boolean_key", " trailing", " divergent"};
  bool speaks = decl->kind == EV_D_RULE || decl->kind == EV_D_SHAPE || decl->kind == EV_D_DECODE;
  start_line(d, names[decl->kind]);
  if (decl->kind == EV_D_TEST)
    add_string(d, decl->name.text);
  else
    add_name(d, decl->name.text);
  add_flag(d, decl->closed, " closed");
  add_flag(d, decl->counted, " counted");
  add_flag(d, decl->is_effective, " effective");
  if (decl->record.text.size) add_name(d, decl->record.text);
  dump_type(d, decl->type);
  if (decl->id.text.size) add_name(d, decl->id.text);
  if (speaks) add_name(d, ev_str_of(ev_severity_name(decl->severity)));
  if (speaks) add_string(d, decl->title.text);
  if (decl->kind == EV_D_SHAPE) ev_buf_text(d->out, events[decl->event]);
  end_line(d);
}

static void dump_decl(ev_dump *d, const ev_decl *decl) {
  dump_doc(d, decl->doc);
  dump_head(d, decl);
  d->level++;
  dump_fields(d, decl->fields);
  dump_rows(d, decl->rows);
  dump_expr(d, decl->expr);
  dump_set(d, decl->set);
  dump_exprs(d, decl->cells);
  dump_clauses(d, decl->clauses);
  if (decl->kind == EV_D_TEST) dump_test(d, decl);
  d->level--;
}

void ev_ast_dump(ev_buf *out, const ev_file *file) {
  ev_dump d = {.out = out};
  for (const ev_use *use = file->uses; use; use = use->next) {
    start_line(&d, use->is_path ? "use path" : "use");
    add_string(&d, use->name.text);
    end_line(&d);
  }
  for (const ev_decl *decl = file->decls; decl; decl = decl->next) dump_decl(&d, decl);
}
