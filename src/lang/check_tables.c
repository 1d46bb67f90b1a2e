/* Tables: columns, whole rows, keys. */
#include "check.h"

/* ---- rows */

static uint32_t count_fields(const ev_decl *decl) {
  uint32_t count = 0;
  for (const ev_field *f = decl->fields; f; f = f->next) count++;
  return count;
}

/* Cells on one line of the source. */
typedef struct ev_line_of_cells {
  ev_span span;
  uint32_t count;
} ev_line_of_cells;

static ev_line_of_cells take_line(const ev_decl *table, const ev_expr **cell) {
  ev_str text = table->file->source.text;
  ev_line_of_cells line = {(*cell)->span, 0};
  for (; *cell; *cell = (*cell)->next) {
    uint32_t gap = (*cell)->span.start > line.span.end ? (*cell)->span.start - line.span.end : 0;
    if (memchr(text.at + line.span.end, '\n', gap)) break;
    line.span.end = (*cell)->span.end;
    line.count++;
  }
  return line;
}

/* The one line that does not hold whole rows; count 0 where there is none, or more than one. */
static ev_line_of_cells find_broken_line(const ev_decl *table, uint32_t columns) {
  ev_line_of_cells broken = {.count = 0};
  for (const ev_expr *cell = table->cells; cell;) {
    ev_line_of_cells line = take_line(table, &cell);
    if (line.count % columns == 0) continue;
    if (broken.count) return (ev_line_of_cells){.count = 0};
    broken = line;
  }
  return broken;
}

/* Where rows are not whole nothing is said of their cells: all those behind may stand in the wrong column. */
static bool has_whole_rows(ev_checker *c, const ev_decl *table) {
  uint32_t columns = count_fields(table), cells = 0;
  for (const ev_expr *cell = table->cells; cell; cell = cell->next) cells++;
  if (cells % columns == 0) return true;
  ev_line_of_cells broken = find_broken_line(table, columns);
  ev_diagnostic *d;
  if (broken.count) {
    d = ev_check_error(c, "table-shape", broken.span, "%u cells on this line, and the table has %u columns",
                       broken.count, columns);
    ev_check_relate(c, d, table, "this table");
    return false;
  }
  d = ev_check_error(c, "table-shape", table->name.span, "%u cells do not make whole rows of %u columns",
                     cells, columns);
  const ev_field *missing = table->fields;
  for (uint32_t i = 0; i < cells % columns; i++) missing = missing->next;
  ev_check_help(c, d, "the last row lacks `%.*s`", EV_STR_ARG(missing->name.text));
  return false;
}

void ev_check_table(ev_checker *c, ev_decl *table) {
  ev_check_cut_fields(c, table);
  for (ev_field *column = table->fields; column; column = column->next) {
    ev_check_duplicate_field(c, table, column, "column");
    const ev_type *type = ev_check_type_syntax(c, column->type);
    if (!ev_type_is_scalar(ev_type_present(type)) && type->kind != EV_T_ERROR)
      ev_check_error(c, "type-mismatch", column->type->span, "a table holds scalars, not %s",
                     ev_check_type_text(c, type));
  }
  if (!has_whole_rows(c, table)) {
    table->state = 1; /* nor of its keys */
    return;
  }
  const ev_field *column = table->fields;
  for (ev_expr *cell = table->cells; cell; cell = cell->next) {
    ev_check_literal(c, cell, column->type->type);
    column = column->next ? column->next : table->fields;
  }
}

/* ---- keys */

static bool cells_equal(const ev_expr *a, const ev_expr *b) {
  if (a->kind == EV_E_STRING && b->kind == EV_E_STRING) return ev_str_equal(a->text, b->text);
  if (a->kind == EV_E_BOOL && b->kind == EV_E_BOOL) return a->truth == b->truth;
  return a->kind != EV_E_STRING && b->kind != EV_E_STRING && ev_rat_compare(a->number, b->number) == 0;
}

static const ev_expr *next_row(const ev_decl *table, const ev_expr *cell) {
  for (const ev_field *f = table->fields; f && cell; f = f->next) cell = cell->next;
  return cell;
}

static uint64_t hash_cell(const ev_expr *cell) {
  if (cell->kind == EV_E_STRING) return ev_str_hash(cell->text);
  return (uint64_t)cell->number.num * 31 + (uint64_t)cell->number.den + cell->truth;
}

static void see_key(ev_checker *c, const ev_expr **slots, size_t capacity, const ev_expr *key) {
  size_t i = (size_t)(hash_cell(key) % capacity);
  while (slots[i] && !cells_equal(slots[i], key)) i = (i + 1) % capacity;
  if (!slots[i]) {
    slots[i] = key;
    return;
  }
  ev_diagnostic *d = ev_check_error(c, "duplicate-key", key->span,
                                    "this key stands in two rows of the table");
  ev_diagnostic_relate(c->diagnostics, d, &c->file->source, slots[i]->span, "first given here");
}

/* A table that is looked up has each key once. Checked at the first look-up; state remembers. */
void ev_check_keys(ev_checker *c, ev_decl *table) {
  if (table->state) return;
  table->state = 1;
  ev_file *file = c->file;
  c->file = table->file;
  size_t capacity = 16;
  for (const ev_expr *row = table->cells; row; row = next_row(table, row)) capacity += 2;
  const ev_expr **slots = EV_NEW_ARRAY(c->arena, const ev_expr *, capacity);
  for (const ev_expr *row = table->cells; slots && row; row = next_row(table, row))
    see_key(c, slots, capacity, row);
  c->file = file;
}
