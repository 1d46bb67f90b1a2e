/* The lexer: flex's automaton (grammar/vet.l) tells lexemes apart; this file adds what an automaton cannot
 * know: places, comments and doc comments, words that are keywords in some places only, and errors inside
 * lexemes.
 *
 * Tokens have no value but their place: names, numbers and strings are read from the source when a node is
 * built of them (parse_words.c). */
#ifndef EV_PARSE_LEX_H
#define EV_PARSE_LEX_H

#include "ast.h"

/* A doc comment: one or more lines that start with ##. */
typedef struct ev_doc {
  ev_words *lines, *last; /* without the ## and one blank */
  ev_span span;
  bool taken; /* it belongs to a declaration or field */
  struct ev_doc *next;
} ev_doc;

/* Where a token or a phrase stands, and the doc comment before it. */
typedef struct ev_place {
  uint32_t start, end;
  ev_doc *doc;
} ev_place;

typedef struct ev_token {
  int kind; /* vet.tab.h; negative values below are for the lexer's use only */
  ev_place place;
  bool first;      /* on its line */
  bool column1;    /* at the start of its line */
  size_t comments; /* comments before it in the file */
} ev_token;

/* What the automaton finds besides tokens. */
enum ev_lexeme {
  EV_LEX_BLANK = -1,
  EV_LEX_NEWLINE = -2,
  EV_LEX_COMMENT = -3,
  EV_LEX_DOC = -4,
  EV_LEX_BAD_NUMBER = -5,
  EV_LEX_OPEN_STRING = -6, /* to the end of its line */
  EV_LEX_OPEN_BLOCK = -7,  /* to the end of the text */
  EV_LEX_BAD_CHARACTER = -8,
  EV_LEX_NO_PATH = -9 /* where a path may stand there is none: nothing was read */
};

enum { EV_LEX_POOL = 1024 };

typedef struct ev_lexer {
  const ev_source *source;
  ev_arena *arena;
  ev_diagnostics *diagnostics; /* NULL: errors are passed over in silence */
  void *flex;                  /* yyscan_t */
  char *text;                  /* owned: a copy that flex may write to */
  uint32_t offset;             /* in the source, behind the last lexeme */
  bool piece;                  /* inside {} of a text: ends at the closing brace */
  unsigned braces;             /* open ones, of a piece */
  bool fresh;                  /* nothing but blanks and comments so far on this line */
  uint32_t line_start;
  int previous;   /* kind of the last token */
  int expecting;  /* how much of `expect NAME` has been read, to know when a path comes */
  bool stopped;   /* nothing but the end follows */
  bool swallowed; /* a string that is not closed holds a closing brace */
  bool opened;    /* ... is the last token */
  bool behind;    /* ... is the token before the last one */
  bool closed;    /* a piece, by its brace */
  size_t comment_count;
  ev_comment *comments, *last_comment;
  ev_doc *docs, *last_doc;
  ev_doc *pending; /* belongs to the next token */
  size_t pool_used;
  _Alignas(
      16) unsigned char pool[EV_LEX_POOL]; /* flex's own memory: as it cannot run out, flex cannot fail */
} ev_lexer;

/* Starts at `slice` of the source. False when memory ran out (arena->failed). */
bool ev_lexer_open(ev_lexer *lexer, ev_arena *arena, const ev_source *source, ev_span slice, bool piece,
                   ev_diagnostics *diagnostics);
/* The next token; after the last one the end, again and again. An error inside a token that has been reported
 * gives T_VET_error. */
ev_token ev_lexer_next(ev_lexer *lexer);
void ev_lexer_close(ev_lexer *lexer);

/* vet.l: the next lexeme's kind and size; the kind is a token's or one of enum ev_lexeme. */
int ev_flex_next(void *flex, size_t *size);
bool ev_flex_open(ev_lexer *lexer, char *text, size_t size_with_two_nuls);
void ev_flex_close(void *flex);
/* The next lexeme is the path behind `expect NAME at`. */
void ev_flex_expect_path(void *flex);

#endif
