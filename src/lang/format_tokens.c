/* The tokens of a file beside its tree: each is written where the walk over the tree comes to it, after the
 * comments that stand before it. */
#include "format.h"

#include "vet.tab.h"

/* ---- all tokens */

static bool keep_token(ev_formatter *f, ev_token token) {
  if (f->count == f->capacity) {
    size_t capacity = f->capacity ? f->capacity * 2 : 256;
    ev_token *grown = ev_realloc(f->tokens, capacity * sizeof *grown);
    if (!grown) return false;
    f->tokens = grown;
    f->capacity = capacity;
  }
  f->tokens[f->count++] = token;
  return true;
}

static bool read_tokens(ev_formatter *f) {
  const ev_source *source = &f->file->source;
  uint32_t start = ev_str_starts(source->text, EV_STR("\xef\xbb\xbf")) ? 3 : 0;
  ev_span all = {start, (uint32_t)source->text.size};
  ev_lexer *lexer = &f->reader.lexer;
  bool ok = ev_lexer_open(lexer, &f->arena, source, all, false, NULL);
  int kind = T_VET_EMPTY;
  while (ok && kind != T_YYEOF) {
    ev_token token = ev_lexer_next(lexer);
    kind = token.kind;
    ok = keep_token(f, token);
  }
  ev_lexer_close(lexer);
  return ok && !f->arena.failed;
}

bool ev_format_open(ev_formatter *f, const ev_file *file) {
  *f = (ev_formatter){.file = file, .comment = file->comments, .pending = EV_OP_TEXT};
  ev_arena_init(&f->arena, 0);
  f->reader.arena = &f->arena;
  f->reader.source = &file->source;
  f->layout.lines = &f->lines;
  return read_tokens(f);
}

void ev_format_close(ev_formatter *f) {
  ev_layout_free(&f->layout);
  ev_lines_free(&f->lines);
  ev_free(f->tokens);
  ev_arena_free(&f->arena);
}

/* ---- the next one */

const ev_token *ev_format_peek(const ev_formatter *f) {
  return &f->tokens[f->next < f->count ? f->next : f->count - 1];
}

bool ev_format_is(const ev_formatter *f, int kind) { return ev_format_peek(f)->kind == kind; }

static ev_str text_at(const ev_formatter *f, ev_span span) {
  return ev_str_slice(f->file->source.text, span.start, span.end);
}

uint32_t ev_format_width(const ev_formatter *f, ev_span span) {
  return (uint32_t)ev_utf8_count(text_at(f, span));
}

static void add(ev_formatter *f, ev_op_kind kind, ev_str text) {
  ev_layout_add(&f->layout, kind, text, (uint32_t)ev_utf8_count(text));
}

/* Writes the break that comes before what is to be written now. */
static void settle(ev_formatter *f) {
  f->after_comment = false;
  uint32_t amount = f->pending == EV_OP_KEEP ? f->kept_width : 0;
  if (f->pending != EV_OP_TEXT) ev_layout_add(&f->layout, f->pending, EV_STR(""), amount);
  f->pending = EV_OP_TEXT;
}

static int strength(ev_op_kind kind) {
  switch (kind) {
  case EV_OP_EMPTY: return 6;
  case EV_OP_HARD: return 5;
  case EV_OP_KEEP: return 4;
  case EV_OP_LINE: return 3;
  case EV_OP_FILL: return 2;
  case EV_OP_SOFT: return 1;
  default: return 0;
  }
}

void ev_format_break(ev_formatter *f, ev_op_kind kind) {
  if (strength(kind) > strength(f->pending)) f->pending = kind;
}

void ev_format_keep(ev_formatter *f, uint32_t width) {
  f->kept_width = width;
  ev_format_break(f, EV_OP_KEEP);
}

/* ---- comments */

bool ev_format_empty_before(const ev_formatter *f, uint32_t offset) {
  ev_str text = f->file->source.text;
  unsigned newlines = 0;
  for (; offset > 0; offset--) {
    char c = text.at[offset - 1];
    if (c == '\n' || (c == '\r' && (offset == text.size || text.at[offset] != '\n')))
      newlines++;
    else if (c != ' ' && c != '\t' && c != '\r')
      break;
  }
  return newlines >= 2;
}

static void write_comment(ev_formatter *f, bool keep_empty) {
  const ev_comment *comment = f->comment;
  if (comment->trailing && !f->after_comment) {
    add(f, EV_OP_TRAILING, text_at(f, comment->span));
  } else {
    ev_format_break(f,
                    keep_empty && ev_format_empty_before(f, comment->span.start) ? EV_OP_EMPTY : EV_OP_HARD);
    settle(f);
    add(f, EV_OP_COMMENT, text_at(f, comment->span));
  }
  ev_format_break(f, EV_OP_HARD);
  f->after_comment = true;
  f->comment = comment->next;
  f->comments_written++;
}

bool ev_format_has_comment(const ev_formatter *f) {
  return f->comment && f->comments_written < ev_format_peek(f)->comments;
}

void ev_format_comments(ev_formatter *f) {
  while (ev_format_has_comment(f)) write_comment(f, false);
}

static void write_doc_line(ev_formatter *f, ev_str line, bool keep_empty, uint32_t offset) {
  ev_format_break(f, keep_empty && ev_format_empty_before(f, offset) ? EV_OP_EMPTY : EV_OP_HARD);
  settle(f);
  add(f, EV_OP_TEXT, line.size ? EV_STR("## ") : EV_STR("##"));
  add(f, EV_OP_TEXT, line);
  ev_format_break(f, EV_OP_HARD);
}

static void write_doc(ev_formatter *f, const ev_doc *doc, bool is_first) {
  for (const ev_words *line = doc->lines; line; line = line->next) {
    write_doc_line(f, line->word.text, !is_first && line == doc->lines, line->word.span.start);
  }
}

void ev_format_item(ev_formatter *f, bool is_first) {
  const ev_token *token = ev_format_peek(f);
  ev_format_break(f, EV_OP_HARD);
  bool written = !is_first;
  while (ev_format_has_comment(f)) {
    bool own_line = !f->comment->trailing;
    write_comment(f, written);
    written |= own_line;
  }
  if (f->at_decl) add(f, EV_OP_BEGIN_DECL, EV_STR(""));
  f->at_decl = false;
  uint32_t start = token->place.start;
  if (token->place.doc) {
    write_doc(f, token->place.doc, !written);
  } else if (written && ev_format_empty_before(f, start)) {
    ev_format_break(f, EV_OP_EMPTY);
  }
}

/* ---- writing */

void ev_format_text(ev_formatter *f, const char *text) {
  settle(f);
  add(f, EV_OP_TEXT, ev_str_of(text));
}

void ev_format_blank(ev_formatter *f) {
  if (f->pending == EV_OP_TEXT) ev_format_text(f, " ");
}

void ev_format_spaces(ev_formatter *f, uint32_t blanks) {
  settle(f);
  ev_layout_add(&f->layout, EV_OP_TEXT, (ev_str){NULL, 0}, blanks);
}

void ev_format_pad(ev_formatter *f, uint32_t blanks) {
  settle(f);
  ev_layout_add(&f->layout, EV_OP_PAD, (ev_str){NULL, 0}, blanks);
}

static bool is_block(ev_str text) { return text.size >= 6 && ev_str_starts(text, EV_STR("\"\"\"")); }

void ev_format_token(ev_formatter *f) {
  const ev_token *token = ev_format_peek(f);
  ev_format_comments(f);
  settle(f);
  ev_str text = text_at(f, (ev_span){token->place.start, token->place.end});
  if (token->kind == T_STRING && is_block(text))
    add(f, EV_OP_BLOCK, ev_parse_string(&f->reader, token->place).text);
  else
    add(f, EV_OP_TEXT, text);
  f->next++;
}

void ev_format_word(ev_formatter *f) {
  ev_format_token(f);
  ev_format_blank(f);
}

void ev_format_drop(ev_formatter *f) {
  ev_format_comments(f);
  f->next++;
}

void ev_format_drop_comma(ev_formatter *f) {
  if (ev_format_is(f, ',')) ev_format_drop(f);
}

void ev_format_begin(ev_formatter *f, ev_op_kind kind) {
  if (kind != EV_OP_INDENT) {
    ev_format_comments(f);
    settle(f);
  }
  add(f, kind, EV_STR(""));
}

void ev_format_end(ev_formatter *f, ev_op_kind kind) { add(f, kind, EV_STR("")); }

/* ---- looking ahead */

size_t ev_format_closing(const ev_formatter *f) {
  size_t depth = 0, i = f->next;
  for (; i + 1 < f->count; i++) {
    int kind = f->tokens[i].kind;
    if (kind == '(' || kind == '[' || kind == '{' || kind == T_QBRACKET) depth++;
    if ((kind == ')' || kind == ']' || kind == '}') && --depth == 0) break;
  }
  return i;
}

bool ev_format_was_flat(const ev_formatter *f, size_t last) {
  for (size_t i = f->next + 1; i <= last && i < f->count; i++)
    if (f->tokens[i].first || f->tokens[i].comments > f->tokens[f->next].comments) return false;
  return true;
}
