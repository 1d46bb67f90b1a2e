#include "parse_lex.h"

#include "parse.h"
#include "vet.tab.h"

/* ---- errors inside lexemes */

static ev_str lexeme(const ev_lexer *lexer, ev_place place) {
  return ev_str_slice(lexer->source->text, place.start, place.end);
}

static void complain(ev_lexer *lexer, ev_place place, const char *message, const char *help) {
  ev_diagnostics *list = lexer->diagnostics;
  if (!list) return;
  ev_span span = {place.start, place.end};
  ev_diagnostic *d = ev_diagnose(list, EV_ERROR, "syntax", lexer->source, span, "%s", message);
  if (*help) ev_diagnostic_help(list, d, "%s", help);
}

/* Likewise, with the lexeme before the message. */
static void complain_of(ev_lexer *lexer, ev_place place, const char *message, const char *help) {
  ev_buf text = {.limit = 256};
  ev_buf_char(&text, '`');
  ev_buf_visible(&text, lexeme(lexer, place));
  ev_buf_text(&text, "` ");
  ev_buf_text(&text, message);
  ev_buf_char(&text, '\0');
  if (text.no_memory) lexer->arena->failed = true;
  complain(lexer, place, text.failed ? message : text.at, help);
  ev_buf_free(&text);
}

static bool has_exponent(ev_str number) {
  for (size_t i = 1; i < number.size; i++)
    if ((number.at[i] == 'e' || number.at[i] == 'E') && i + 1 < number.size) return true;
  return false;
}

static int bad_number(ev_lexer *lexer, ev_place place) {
  ev_str text = lexeme(lexer, place);
  const char *help = "a number is digits, grouped by `_` if need be, with a suffix: n u m k M G T P E, Ki Mi "
                     "Gi Ti Pi Ei, or %";
  if (ev_str_starts(text, EV_STR("0x")) || ev_str_starts(text, EV_STR("0X")))
    help = "numbers are decimal";
  else if (has_exponent(text))
    help = "write it out, grouped by `_` (1_000), or with a suffix (1k): there is no exponent";
  complain_of(lexer, place, "is no number", help);
  return T_BAD;
}

static int open_string(ev_lexer *lexer, ev_place place) {
  ev_str text = lexeme(lexer, place);
  if (text.size && memchr(text.at, '}', text.size)) lexer->swallowed = true;
  lexer->opened = true;
  ev_place quote = {.start = place.start, .end = place.start + (lexer->piece ? 2 : 1)};
  complain(lexer, quote, "the string that starts here is not closed on its line",
           lexer->piece ? "inside {} a string stands between \\\" and \\\""
                        : "close it with \"; a text of several lines stands between \"\"\" and \"\"\"");
  return T_BAD;
}

static int open_block(ev_lexer *lexer, ev_place place) {
  complain(lexer, place, "the text block that starts here is not closed",
           "close it with \"\"\" on a line of its own");
  lexer->stopped = true;
  return T_VET_error;
}

typedef struct ev_stranger {
  const char *text, *help;
} ev_stranger;

static const ev_stranger strangers[] = {
    {"&", "write `and`"},
    {"|", "write `or`"},
    {"!", "write `not`, or `!=` to compare"},
    {"#", "a comment starts with --, a doc comment with ##"},
    {"'", "a string stands between double quotes"},
    {"`", "a string stands between double quotes"},
    {"\"", "inside {} a string stands between \\\" and \\\""},
    {";", "nothing is needed between declarations or clauses"},
    {"%", "a percentage is a number with % right behind it, as in 20% of x"},
    {"\xe2\x80\x9c", "a string stands between straight quotes: \""},
    {"\xe2\x80\x9d", "a string stands between straight quotes: \""},
    {"\xc2\xa0", "this is a no-break space: write a blank"},
};

static const char *help_for(ev_str text) {
  for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
    if (ev_str_is(text, strangers[i].text)) return strangers[i].help;
  return "";
}

static int bad_character(ev_lexer *lexer, ev_place place) {
  complain_of(lexer, place, "means nothing here", help_for(lexeme(lexer, place)));
  return T_VET_error;
}

/* ---- comments */

static void keep_comment(ev_lexer *lexer, ev_place place) {
  ev_comment *comment = EV_NEW(lexer->arena, ev_comment);
  if (!comment) return;
  ev_str text = ev_str_trim(lexeme(lexer, place), " \t");
  *comment = (ev_comment){.span = {place.start, place.start + (uint32_t)text.size},
                          .trailing = !lexer->fresh};
  *(lexer->last_comment ? &lexer->last_comment->next : &lexer->comments) = comment;
  lexer->last_comment = comment;
  lexer->comment_count++;
}

static ev_doc *new_doc(ev_lexer *lexer, ev_place place) {
  ev_doc *doc = EV_NEW(lexer->arena, ev_doc);
  if (!doc) return NULL;
  doc->span.start = place.start;
  *(lexer->last_doc ? &lexer->last_doc->next : &lexer->docs) = doc;
  lexer->last_doc = doc;
  return doc;
}

static void keep_doc(ev_lexer *lexer, ev_place place) {
  if (!lexer->fresh) {
    complain(lexer, place, "a doc comment stands on a line of its own, before what it describes",
             "a comment that may stand behind something starts with --");
    return;
  }
  if (!lexer->pending) lexer->pending = new_doc(lexer, place);
  ev_words *line = EV_NEW(lexer->arena, ev_words);
  if (!line || !lexer->pending) return;
  ev_str text = ev_str_slice(lexeme(lexer, place), 2, place.end - place.start);
  if (text.size && text.at[0] == ' ') text = ev_str_slice(text, 1, text.size);
  while (text.size && (text.at[text.size - 1] == ' ' || text.at[text.size - 1] == '\t')) text.size--;
  line->word = (ev_word){text, {place.start, place.end}};
  *(lexer->pending->last ? &lexer->pending->last->next : &lexer->pending->lines) = line;
  lexer->pending->last = line;
  lexer->pending->span.end = place.end;
}

/* ---- tokens */

enum { NO_TOKEN = 1 };

/* True for control characters and those that reorder text: ev_parse has reported them. */
static bool is_reported(ev_str text) {
  size_t at = 0;
  return ev_parse_is_forbidden(ev_utf8_next(text, &at));
}

/* Follows `expect NAME [unknown] at`: behind it comes a path. */
static void watch_for_path(ev_lexer *lexer, int kind) {
  bool member = lexer->previous == '.' || lexer->previous == T_QDOT;
  if (kind == T_EXPECT && !member)
    lexer->expecting = 1;
  else if (kind == T_NAME && lexer->expecting == 1)
    lexer->expecting = 2;
  else if (kind == T_AT && lexer->expecting == 2)
    lexer->expecting = 3;
  else if (!(kind == T_UNKNOWN && lexer->expecting == 2))
    lexer->expecting = 0;
  if (lexer->expecting == 3) ev_flex_expect_path(lexer->flex);
}

static int count_braces(ev_lexer *lexer, int kind) {
  if (kind == '{') lexer->braces++;
  if (kind != '}') return kind;
  if (lexer->braces-- > 0) return kind;
  lexer->stopped = lexer->closed = true;
  return T_PIECE_END;
}

/* Words that are keywords only where no name can stand: behind a title, or behind the id of a rule. */
static int soft_keyword(const ev_lexer *lexer, int kind) {
  if (kind == T_ON) return lexer->previous == T_STRING ? T_ON : T_NAME;
  if (kind == T_ERROR || kind == T_WARNING) return lexer->previous == T_NAME ? kind : T_NAME;
  return kind;
}

static ev_token make_token(ev_lexer *lexer, int kind, ev_place place) {
  kind = soft_keyword(lexer, kind);
  if (lexer->piece) kind = count_braces(lexer, kind);
  watch_for_path(lexer, kind);
  place.doc = lexer->pending;
  lexer->pending = NULL;
  lexer->previous = kind;
  lexer->behind = lexer->opened && kind != T_BAD;
  lexer->opened = lexer->opened && kind == T_BAD;
  ev_token token = {.kind = kind, .place = place, .first = lexer->fresh, .comments = lexer->comment_count};
  token.column1 = token.first && place.start == lexer->line_start;
  lexer->fresh = false;
  return token;
}

/* A lexeme that is no token as it stands: the kind of token that stands for it, or NO_TOKEN. */
static int odd_lexeme(ev_lexer *lexer, int kind, ev_place place) {
  switch (kind) {
  case EV_LEX_NEWLINE:
    lexer->fresh = true;
    lexer->line_start = lexer->offset;
    return NO_TOKEN;
  case EV_LEX_COMMENT: keep_comment(lexer, place); return NO_TOKEN;
  case EV_LEX_DOC: keep_doc(lexer, place); return NO_TOKEN;
  case EV_LEX_BAD_NUMBER: return bad_number(lexer, place);
  case EV_LEX_OPEN_STRING: return open_string(lexer, place);
  case EV_LEX_OPEN_BLOCK: return open_block(lexer, place);
  case EV_LEX_BAD_CHARACTER:
    return is_reported(lexeme(lexer, place)) ? NO_TOKEN : bad_character(lexer, place);
  default: return NO_TOKEN;
  }
}

ev_token ev_lexer_next(ev_lexer *lexer) {
  while (!lexer->stopped && !lexer->arena->failed) {
    size_t size;
    int kind = ev_flex_next(lexer->flex, &size);
    ev_place place = {.start = lexer->offset, .end = lexer->offset + (uint32_t)size};
    if (kind == T_YYEOF) break;
    lexer->offset = place.end;
    if (kind < 0) kind = odd_lexeme(lexer, kind, place);
    if (kind != NO_TOKEN) return make_token(lexer, kind, place);
  }
  lexer->stopped = true;
  ev_place end = {.start = lexer->offset, .end = lexer->offset};
  return make_token(lexer, T_YYEOF, end);
}

bool ev_lexer_open(ev_lexer *lexer, ev_arena *arena, const ev_source *source, ev_span slice, bool piece,
                   ev_diagnostics *diagnostics) {
  *lexer = (ev_lexer){.source = source, .arena = arena, .diagnostics = diagnostics, .piece = piece};
  lexer->offset = lexer->line_start = slice.start;
  lexer->fresh = !piece;
  size_t size = slice.end - slice.start;
  lexer->text = ev_realloc(NULL, size + 2);
  if (!lexer->text) {
    arena->failed = true;
    return false;
  }
  if (size) memcpy(lexer->text, source->text.at + slice.start, size);
  lexer->text[size] = lexer->text[size + 1] = '\0'; /* flex's end of buffer */
  return ev_flex_open(lexer, lexer->text, size + 2);
}

void ev_lexer_close(ev_lexer *lexer) {
  if (lexer->flex) ev_flex_close(lexer->flex);
  ev_free(lexer->text);
  lexer->flex = lexer->text = NULL;
}
