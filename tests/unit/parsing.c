#include "parsing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

ev_parsed *parse_text(ev_parsed *p, ev_str text) {
  ev_arena_init(&p->arena, 0);
  ev_diagnostics_init(&p->diagnostics, &p->arena);
  p->source = (ev_source){EV_STR("test.vet"), text};
  p->file = ev_parse(&p->arena, &p->source, &p->diagnostics);
  ev_diagnostics_sort(&p->diagnostics);
  return p;
}

static void close_levels(ev_buf *out, unsigned from, unsigned to) {
  for (; from > to; from--) ev_buf_char(out, ')');
}

/* Indented lines as nested parentheses. */
static void nest(ev_buf *out, ev_str dump) {
  unsigned open = 0;
  for (size_t line = 0; line < dump.size;) {
    size_t text = line, end;
    while (dump.at[text] == ' ') text++;
    for (end = text; dump.at[end] != '\n';) end++;
    unsigned level = (unsigned)(text - line) / 2;
    close_levels(out, open, level);
    ev_buf_text(out, out->size ? " (" : "(");
    ev_buf_str(out, ev_str_slice(dump, text, end));
    open = level + 1;
    line = end + 1;
  }
  close_levels(out, open, 0);
}

static void add_place(ev_buf *out, const ev_source *source, uint32_t offset) {
  ev_position at = ev_source_position(source, offset);
  ev_buf_format(out, "%u:%u", at.line, at.column);
}

/* line:column-line:column code: message [help] {line:column related} */
static void add_diagnostic(ev_buf *out, const ev_diagnostic *d) {
  add_place(out, d->source, d->span.start);
  ev_buf_char(out, '-');
  add_place(out, d->source, d->span.end);
  ev_buf_format(out, " %s: %.*s", d->code, EV_STR_ARG(d->message));
  if (d->help.size) ev_buf_format(out, " [%.*s]", EV_STR_ARG(d->help));
  for (const ev_related *r = d->related; r; r = r->next) {
    ev_buf_text(out, " {");
    add_place(out, r->source, r->span.start);
    ev_buf_format(out, " %.*s}", EV_STR_ARG(r->message));
  }
}

/* The tree of a text without errors; its errors otherwise. */
static void describe(ev_buf *out, ev_str text) {
  ev_parsed p;
  parse_text(&p, text);
  ev_buf dump = {0};
  for (const ev_diagnostic *d = p.diagnostics.first; d; d = d->next) {
    add_diagnostic(out, d);
    if (d->next) ev_buf_char(out, '\n');
  }
  if (!p.diagnostics.first && p.file) {
    ev_ast_dump(&dump, p.file);
    nest(out, ev_buf_view(&dump));
  }
  ev_buf_free(&dump);
  ev_arena_free(&p.arena);
}

void assert_case(ev_str text, const char *expected) {
  ev_buf found = {0};
  describe(&found, text);
  ev_buf_char(&found, '\0');
  if (strcmp(found.at, expected) != 0) print_error("%.*s\n", EV_STR_ARG(text));
  assert_string_equal(found.at, expected);
  ev_buf_free(&found);
}

void assert_cases(const ev_case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) assert_case(ev_str_of(cases[i].text), cases[i].expected);
}

/* The tree, errors or not, must be this. */
void assert_tree(const char *text, const char *expected) {
  ev_parsed p;
  ev_buf dump = {0}, found = {0};
  parse_text(&p, ev_str_of(text));
  assert_non_null(p.file);
  ev_ast_dump(&dump, p.file);
  nest(&found, ev_buf_view(&dump));
  ev_buf_char(&found, '\0');
  assert_string_equal(found.at, expected);
  ev_buf_free(&dump);
  ev_buf_free(&found);
  ev_arena_free(&p.arena);
}
