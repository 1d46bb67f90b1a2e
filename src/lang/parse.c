/* From text to tree: what must hold of the text as a whole, and the calls of the generated parser. */
#include "parse.h"

#include "vet.tab.h"

/* ---- the text */

static void whole_file_error(const ev_source *source, ev_diagnostics *list, const char *code, size_t at,
                             const char *message, const char *help) {
  ev_span span = {(uint32_t)at, (uint32_t)at + (at < source->text.size)};
  ev_diagnostic *d = ev_diagnose(list, EV_ERROR, code, source, span, "%s", message);
  ev_diagnostic_help(list, d, "%s", help);
}

static bool is_readable(const ev_source *source, ev_diagnostics *list) {
  if (source->text.size > EV_MAX_RULE_FILE_BYTES) {
    ev_diagnostic *d = ev_diagnose(list, EV_ERROR, "limit", source, (ev_span){0, 0},
                                   "the file is larger than %u bytes", EV_MAX_RULE_FILE_BYTES);
    ev_diagnostic_help(list, d, "%s", "split it, and join the parts by `use`");
    return false;
  }
  size_t bad = ev_utf8_invalid_at(source->text);
  if (bad == SIZE_MAX) return true;
  whole_file_error(source, list, "encoding", bad, "the file is no UTF-8: this byte belongs to no character",
                   "save the file as UTF-8");
  return false;
}

bool ev_parse_is_forbidden(uint32_t c) {
  if (c < 0x20) return c != '\t' && c != '\n' && c != '\r';
  return (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* Control characters, and those that make a text look like another one: not even comments may hold them. One
 * is reported for each line. */
static void check_characters(ev_parser *p, size_t start) {
  ev_str text = p->source->text;
  bool said = false;
  for (size_t i = start; i < text.size && !ev_parse_has_enough(p);) {
    size_t from = i;
    unsigned char byte = (unsigned char)text.at[i];
    uint32_t c = byte < 0x7f ? byte : 0;
    if (byte < 0x7f)
      i++;
    else
      c = ev_utf8_next(text, &i);
    if (c == '\n') said = false;
    if (said || !ev_parse_is_forbidden(c)) continue;
    said = true;
    ev_place place = {.start = (uint32_t)from, .end = (uint32_t)i};
    ev_diagnostic *d = ev_parse_error(p, place, "a control character, which cannot be seen");
    ev_diagnostic_help(p->diagnostics, d, "remove it; in a string, write \\u{%x}", (unsigned)c);
  }
}

/* ---- the parser */

static void init(ev_parser *p, ev_arena *arena, const ev_source *source, ev_diagnostics *diagnostics) {
  *p = (ev_parser){
      .arena = arena, .source = source, .diagnostics = diagnostics, .errors_before = diagnostics->errors};
}

static void run(ev_parser *p, ev_span slice, bool piece) {
  if (ev_lexer_open(&p->lexer, p->arena, p->source, slice, piece, p->diagnostics)) (void)vet_parse(p);
  ev_lexer_close(&p->lexer);
}

/* Behind the brace that closes the piece, or the limit: so that no more is looked at than belongs to it. The
 * lexer reads strings and braces in the same way. */
static uint32_t end_of_piece(ev_str text, uint32_t from, uint32_t limit) {
  bool in_string = false;
  uint32_t braces = 0;
  for (; from < limit; from++) {
    char c = text.at[from];
    if (c == '\\' && from + 1 < limit) {
      char next = text.at[from + 1];
      if (next == '"') in_string = !in_string;
      from += next == '"' || in_string;
    } else if (!in_string && c == '{') {
      braces++;
    } else if (!in_string && c == '}' && braces-- == 0) {
      return from + 1;
    }
  }
  return limit;
}

ev_expr *ev_parse_piece(ev_parser *outer, uint32_t from, uint32_t limit, uint32_t *after) {
  ev_parser p;
  init(&p, outer->arena, outer->source, outer->diagnostics);
  p.errors_before = outer->errors_before;
  p.too_deep = outer->too_deep;
  p.piece_at = from - 1;
  p.piece_errors = outer->diagnostics->errors;
  uint32_t end = end_of_piece(outer->source->text, from, limit);
  run(&p, (ev_span){from, end}, true);
  outer->too_deep = p.too_deep;
  *after = p.lexer.closed ? p.lexer.offset : end;
  ev_place place = {.start = from, .end = *after};
  return p.piece ? p.piece : ev_syntax_expr(outer, place, EV_E_ERROR);
}

/* Only said of files without other errors, in which every declaration has been read. */
static void check_docs(ev_parser *p) {
  if (p->diagnostics->errors > p->errors_before) return;
  for (const ev_doc *doc = p->lexer.docs; doc; doc = doc->next) {
    if (doc->taken) continue;
    ev_place place = {.start = doc->span.start, .end = doc->span.end};
    ev_diagnostic *d = ev_parse_error(p, place, "this doc comment belongs to nothing");
    ev_parse_help(
        p, d, "it stands before a declaration or a field; a comment that may stand anywhere starts with --");
  }
}

static ev_file *parse_file(ev_parser *p) {
  ev_source source = *p->source;
  bool has_mark = ev_str_starts(source.text, EV_STR("\xef\xbb\xbf"));
  p->file = EV_NEW(p->arena, ev_file);
  if (!p->file) return NULL;
  ev_span all = {has_mark ? 3 : 0, (uint32_t)source.text.size};
  check_characters(p, all.start);
  run(p, all, false);
  check_docs(p);
  *p->file = (ev_file){.source = source, .uses = p->uses.first, .decls = p->decls.first};
  p->file->comments = p->lexer.comments;
  return p->arena->failed ? NULL : p->file;
}

ev_file *ev_parse(ev_arena *arena, const ev_source *source, ev_diagnostics *diagnostics) {
  if (!is_readable(source, diagnostics)) return NULL;
  ev_parser p;
  init(&p, arena, source, diagnostics);
  return parse_file(&p);
}
