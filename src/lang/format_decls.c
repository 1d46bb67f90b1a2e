/* Declarations. */
#include "format.h"

#include "vet.tab.h"

static void write_words(ev_formatter *f, unsigned count) {
  while (count-- > 0) ev_format_word(f);
}

/* Begins a block: `{`, and the group and indentation that ev_format_block_end ends. */
static void begin_block(ev_formatter *f) {
  ev_format_begin(f, EV_OP_GROUP);
  ev_format_token(f);
  ev_format_begin(f, EV_OP_INDENT);
}

void ev_format_block_end(ev_formatter *f, bool flat) {
  ev_format_comments(f);
  ev_format_end(f, EV_OP_POP);
  ev_format_break(f, flat ? EV_OP_LINE : EV_OP_HARD);
  ev_format_token(f);
  ev_format_end(f, EV_OP_END);
}

/* `{}`: true then, and it has been written. */
static bool write_empty_block(ev_formatter *f) {
  bool is_empty = ev_format_closing(f) == f->next + 1;
  bool has_comments = f->tokens[f->next].comments != f->tokens[f->next + 1].comments;
  if (!is_empty || has_comments) return false;
  ev_format_token(f);
  ev_format_token(f);
  return true;
}

/* ---- records */

/* Width of the widest name of the fields that stand together, without an empty line between. */
static uint32_t common_name_width(const ev_formatter *f, const ev_field *field) {
  uint32_t widest = 0;
  for (const ev_field *first = field; field && field->class_ == EV_FIELD_TYPED; field = field->next) {
    if (field != first && ev_format_empty_before(f, field->name.span.start)) break;
    uint32_t width = ev_format_width(f, field->name.span);
    if (width > widest) widest = width;
  }
  return widest;
}

static void write_default(ev_formatter *f, const ev_field *field) {
  if (!field->fallback) return;
  ev_format_blank(f);
  ev_format_word(f);
  ev_format_literal(f);
}

static void write_field(ev_formatter *f, const ev_field *field, uint32_t width, bool is_last) {
  uint32_t own = ev_format_width(f, field->name.span);
  ev_format_token(f);
  ev_format_word(f);
  if (own < width) ev_format_pad(f, width - own);
  ev_format_type(f, field->type);
  write_default(f, field);
  if (field->unjudged) {
    ev_format_blank(f);
    ev_format_token(f);
  }
  if (!is_last) ev_layout_add(&f->layout, EV_OP_FLAT_TEXT, EV_STR(","), 1);
  ev_format_drop_comma(f);
}

/* The fields of one `also { }` or `elsewhere { }` stand together in the tree: passes over them. */
static const ev_field *skip_keys(const ev_formatter *f, const ev_field *field) {
  uint32_t end = f->tokens[f->next - 1].place.end;
  while (field && field->class_ != EV_FIELD_TYPED && field->name.span.start < end) field = field->next;
  return field;
}

static const ev_field *write_keys(ev_formatter *f, const ev_field *field) {
  ev_format_word(f);
  ev_format_word_list(f);
  return skip_keys(f, field);
}

static void write_fields(ev_formatter *f, const ev_field *field, bool flat) {
  uint32_t width = 0;
  for (bool is_first = true; !ev_format_is(f, '}') && !ev_format_is(f, T_YYEOF); is_first = false) {
    bool is_typed = !ev_format_is(f, T_ALSO) && !ev_format_is(f, T_ELSEWHERE);
    bool starts_run = is_first || ev_format_empty_before(f, ev_format_peek(f)->place.start);
    if (is_typed && (starts_run || width == 0)) width = common_name_width(f, field);
    if (!is_typed) width = 0;
    if (flat)
      ev_format_break(f, EV_OP_LINE);
    else
      ev_format_item(f, is_first);
    if (!is_typed) {
      field = write_keys(f, field);
    } else {
      write_field(f, field, width, !field->next);
      field = field->next;
    }
  }
}

static void write_record(ev_formatter *f, const ev_decl *decl) {
  write_words(f, 2);
  if (!ev_format_is(f, '{')) ev_format_word(f);
  if (write_empty_block(f)) return;
  bool flat = ev_format_was_flat(f, ev_format_closing(f));
  begin_block(f);
  write_fields(f, decl->fields, flat);
  ev_format_block_end(f, flat);
}

/* ---- views */

typedef struct ev_row_widths {
  uint32_t record, versions, kinds;
  bool aligned; /* the last two, which not all rows have room for */
} ev_row_widths;

static uint32_t widest(uint32_t a, uint32_t b) { return a > b ? a : b; }

static uint32_t width_of_words(const ev_formatter *f, const ev_words *words) {
  uint32_t width = 0;
  for (; words; words = words->next) width += ev_format_width(f, words->word.span) + (words->next != NULL);
  return width;
}

static uint32_t width_of_paths(const ev_formatter *f, const ev_view_path *path) {
  uint32_t width = 0;
  for (; path; path = path->next) width += ev_format_width(f, path->span) + (path->next ? 2 : 0);
  return width;
}

static ev_row_widths measure_rows(const ev_formatter *f, const ev_view_row *row) {
  ev_row_widths all = {.record = 0};
  uint32_t paths = 0;
  for (; row; row = row->next) {
    all.record = widest(all.record, ev_format_width(f, row->record.span));
    all.versions = widest(all.versions, width_of_words(f, row->versions));
    all.kinds = widest(all.kinds, width_of_words(f, row->kinds));
    paths = widest(paths, width_of_paths(f, row->paths));
  }
  uint32_t blanks_and_at = EV_FORMAT_INDENT + 6;
  all.aligned = all.record + all.versions + all.kinds + paths + blanks_and_at <= EV_FORMAT_WIDTH;
  return all;
}

static void write_column(ev_formatter *f, const ev_words *words) {
  for (; words; words = words->next) {
    ev_format_drop_comma(f);
    ev_format_token(f);
    if (words->next) ev_format_blank(f);
  }
}

static void write_path(ev_formatter *f, const ev_view_path *path) {
  if (!path->names) ev_format_token(f);
  for (const ev_words *name = path->names; name; name = name->next) {
    ev_format_token(f);
    if (name->next) ev_format_token(f);
  }
}

static void write_paths(ev_formatter *f, const ev_view_path *path) {
  for (; path; path = path->next) {
    write_path(f, path);
    if (!path->next) break;
    ev_format_token(f);
    ev_format_break(f, EV_OP_FILL);
  }
}

/* Where a row is too long it ends behind the versions, and goes on below them. */
static void write_row(ev_formatter *f, const ev_view_row *row, ev_row_widths widths) {
  uint32_t own = ev_format_width(f, row->record.span);
  ev_format_word(f);
  ev_format_pad(f, widths.record - own);
  ev_format_begin(f, EV_OP_GROUP);
  ev_format_begin(f, EV_OP_ALIGN);
  write_column(f, row->versions);
  if (widths.aligned) ev_format_spaces(f, widths.versions - width_of_words(f, row->versions));
  ev_format_break(f, EV_OP_LINE);
  write_column(f, row->kinds);
  if (widths.aligned) ev_format_spaces(f, widths.kinds - width_of_words(f, row->kinds));
  ev_format_blank(f);
  ev_format_word(f);
  write_paths(f, row->paths);
  ev_format_end(f, EV_OP_POP);
  ev_format_end(f, EV_OP_END);
}

static void write_view(ev_formatter *f, const ev_decl *decl) {
  write_words(f, decl->counted ? 2 : 1);
  ev_format_token(f);
  write_words(f, 2);
  if (write_empty_block(f)) return;
  ev_row_widths widths = measure_rows(f, decl->rows);
  begin_block(f);
  for (const ev_view_row *row = decl->rows; row; row = row->next) {
    ev_format_item(f, row == decl->rows);
    write_row(f, row, widths);
  }
  ev_format_block_end(f, false);
}

/* ---- functions */

static void write_params(ev_formatter *f, const ev_field *param) {
  ev_op_kind edge = param ? EV_OP_SOFT : EV_OP_TEXT;
  ev_format_begin(f, EV_OP_GROUP);
  ev_format_token(f);
  ev_format_begin(f, EV_OP_INDENT);
  ev_format_break(f, edge);
  for (const ev_field *first = param; param; param = param->next) {
    if (param != first) ev_format_break(f, EV_OP_LINE);
    ev_format_token(f);
    ev_format_word(f);
    ev_format_type(f, param->type);
    if (param->next) ev_format_token(f);
  }
  ev_format_comments(f);
  ev_format_end(f, EV_OP_POP);
  ev_format_break(f, edge);
  ev_format_token(f);
  ev_format_end(f, EV_OP_END);
}

/* = expr, on the next line if it does not fit on this one. */
static void write_body(ev_formatter *f, const ev_expr *expr) {
  ev_format_blank(f);
  ev_format_begin(f, EV_OP_GROUP);
  ev_format_token(f);
  ev_format_begin(f, EV_OP_INDENT);
  ev_format_break(f, EV_OP_LINE);
  ev_format_expr(f, expr);
  ev_format_end(f, EV_OP_POP);
  ev_format_end(f, EV_OP_END);
}

static void write_fn(ev_formatter *f, const ev_decl *decl) {
  ev_format_word(f);
  ev_format_token(f);
  write_params(f, decl->fields);
  ev_format_word(f);
  ev_format_type(f, decl->type);
  write_body(f, decl->expr);
}

static void write_scope(ev_formatter *f, const ev_decl *decl) {
  write_words(f, 3);
  ev_format_token(f);
  write_body(f, decl->expr);
}

static void write_set(ev_formatter *f, const ev_decl *decl) {
  write_words(f, 3);
  ev_format_set(f, decl->set);
}

static void write_param(ev_formatter *f, const ev_decl *decl) {
  ev_format_word(f);
  ev_format_token(f);
  ev_format_word(f);
  ev_format_type(f, decl->type);
  ev_format_blank(f);
  ev_format_word(f);
  ev_format_expr(f, decl->expr);
}

/* ---- tables */

/* Whether the cell that begins at token `i` begins a row of text: the lines of the source are kept; what was
 * all on one line has a line for each row of the table. */
static bool begins_line(const ev_formatter *f, size_t i, uint32_t cell, uint32_t columns, bool flat) {
  return cell == 0 || (flat ? cell % columns == 0 : f->tokens[i].first);
}

static size_t after_cell(const ev_formatter *f, size_t i) { return i + 1 + (f->tokens[i].kind == '-'); }

static uint32_t cell_width(const ev_formatter *f, size_t i) {
  size_t last = after_cell(f, i) - 1;
  uint32_t sign = last != i;
  return sign + ev_format_width(f, (ev_span){f->tokens[last].place.start, f->tokens[last].place.end});
}

/* Widths by place in the line, for all lines; NULL without memory. */
static uint32_t *measure_cells(ev_formatter *f, size_t end, uint32_t columns, bool flat) {
  uint32_t *widths = EV_NEW_ARRAY(&f->arena, uint32_t, end - f->next + 1);
  uint32_t cell = 0, place = 0;
  for (size_t i = f->next; widths && i < end; i = after_cell(f, i), cell++) {
    place = begins_line(f, i, cell, columns, flat) ? 0 : place + 1;
    widths[place] = widest(widths[place], cell_width(f, i));
  }
  if (!widths) f->failed = true;
  return widths;
}

static void begin_row(ev_formatter *f, uint32_t cell, bool flat) {
  if (flat)
    ev_format_break(f, EV_OP_LINE);
  else
    ev_format_item(f, cell == 0);
}

static void write_cells(ev_formatter *f, size_t end, const uint32_t *widths, uint32_t columns, bool flat) {
  uint32_t place = 0;
  for (uint32_t cell = 0; f->next < end; cell++) {
    uint32_t own = cell_width(f, f->next);
    if (begins_line(f, f->next, cell, columns, flat)) {
      place = 0;
      begin_row(f, cell, flat);
    } else {
      place++;
      ev_format_blank(f);
    }
    ev_format_literal(f);
    bool is_last = f->next >= end || begins_line(f, f->next, cell + 1, columns, flat);
    if (!is_last) ev_format_pad(f, widths[place] - own + 1);
    if (is_last && f->next < end) ev_layout_add(&f->layout, EV_OP_FLAT_TEXT, EV_STR("  "), 2);
  }
}

static void write_table(ev_formatter *f, const ev_decl *decl) {
  uint32_t columns = 0;
  for (const ev_field *column = decl->fields; column; column = column->next) columns++;
  ev_format_word(f);
  ev_format_word(f);
  write_params(f, decl->fields);
  ev_format_blank(f);
  if (write_empty_block(f)) return;
  size_t end = ev_format_closing(f);
  bool flat = ev_format_was_flat(f, end);
  begin_block(f);
  const uint32_t *widths = measure_cells(f, end, columns, flat);
  if (widths) write_cells(f, end, widths, columns, flat);
  ev_format_block_end(f, flat);
}

/* ---- rules and their like */

/* error "title" */
static void write_severity(ev_formatter *f) {
  ev_format_word(f);
  ev_format_token(f);
}

static void write_texts(ev_formatter *f, const ev_decl *decl) {
  if (!ev_format_is(f, '{')) return;
  ev_format_blank(f);
  ev_format_clauses(f, decl->clauses, true);
}

static void write_decode(ev_formatter *f, const ev_decl *decl) {
  ev_format_word(f);
  ev_format_token(f);
  write_params(f, decl->fields);
  ev_format_word(f);
  ev_format_type(f, decl->type);
  ev_format_begin(f, EV_OP_INDENT);
  ev_format_break(f, EV_OP_HARD);
  write_words(f, 2);
  ev_format_expr(f, decl->expr);
  ev_format_break(f, EV_OP_HARD);
  write_words(f, 2);
  write_severity(f);
  write_texts(f, decl);
  ev_format_end(f, EV_OP_POP);
}

static void write_rule(ev_formatter *f, const ev_decl *decl) {
  write_words(f, 2);
  write_severity(f);
  ev_format_blank(f);
  ev_format_clauses(f, decl->clauses, false);
}

static void write_shape(ev_formatter *f, const ev_decl *decl) {
  write_words(f, 2);
  write_severity(f);
  ev_format_blank(f);
  ev_format_word(f);
  ev_format_token(f);
  write_texts(f, decl);
}

/* given "..."; expect NAME unknown at PATH */
static void write_test_item(ev_formatter *f) {
  do {
    ev_format_blank(f);
    ev_format_token(f);
  } while (!ev_format_is(f, T_WITH) && !ev_format_is(f, T_EXPECT) && !ev_format_is(f, '}') &&
           !ev_format_is(f, T_YYEOF));
}

static void write_test(ev_formatter *f, const ev_decl *decl) {
  const ev_setting *setting = decl->settings;
  write_words(f, 2);
  begin_block(f);
  for (bool is_first = true; !ev_format_is(f, '}') && !ev_format_is(f, T_YYEOF); is_first = false) {
    ev_format_item(f, is_first);
    if (ev_format_is(f, T_WITH) && setting) {
      write_words(f, 3);
      ev_format_expr(f, setting->value);
      setting = setting->next;
    } else {
      write_test_item(f);
    }
  }
  ev_format_block_end(f, false);
}

void ev_format_decl(ev_formatter *f, const ev_decl *decl) {
  switch (decl->kind) {
  case EV_D_RECORD: write_record(f, decl); break;
  case EV_D_VIEW: write_view(f, decl); break;
  case EV_D_SCOPE: write_scope(f, decl); break;
  case EV_D_SET: write_set(f, decl); break;
  case EV_D_PARAM: write_param(f, decl); break;
  case EV_D_FN: write_fn(f, decl); break;
  case EV_D_TABLE: write_table(f, decl); break;
  case EV_D_DECODE: write_decode(f, decl); break;
  case EV_D_RULE: write_rule(f, decl); break;
  case EV_D_SHAPE: write_shape(f, decl); break;
  case EV_D_TEST: write_test(f, decl); break;
  case EV_D_ERROR: f->failed = true; break;
  }
}
