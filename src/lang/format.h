/* The formatter's own header. Three steps: the tokens of the file, with their comments (format_tokens.c); a
 * stream of texts and places where lines may end, made by walking the tree beside the tokens (format_*.c);
 * lines (format_layout.c), which are then written (format_lines.c).
 *
 * The tree says how tokens belong together, the tokens how they are written: numbers and strings stay as they
 * were. Memory is the formatter's own; when it runs out `failed` is set, and nothing is written. */
#ifndef EV_FORMAT_H
#define EV_FORMAT_H

#include "parse.h"

#define EV_FORMAT_WIDTH  110u
#define EV_FORMAT_INDENT 2u

/* ---- lines (format_lines.c) */

typedef struct ev_line {
  size_t start, end; /* in ev_lines.text */
  uint32_t width;    /* in characters */
  ev_str comment;    /* behind it; may be empty */
  bool blank_before;
  bool is_comment;  /* and nothing else: stands before the declaration that follows */
  bool begins_decl; /* the first line of a declaration, its doc comment included */
} ev_line;

typedef struct ev_lines {
  ev_buf text;
  ev_line *at; /* owned */
  size_t count, capacity;
  bool failed;
} ev_lines;

/* A new line; NULL when memory ran out. */
ev_line *ev_lines_add(ev_lines *lines);
void ev_lines_write(ev_lines *lines, ev_buf *out);
void ev_lines_free(ev_lines *lines);

/* ---- layout (format_layout.c) */

typedef enum ev_op_kind {
  EV_OP_TEXT,
  EV_OP_FLAT_TEXT, /* only where the group is on one line */
  EV_OP_PAD,       /* `amount` blanks, only where it is not */
  EV_OP_LINE,      /* a blank, or the end of the line if the group does not fit */
  EV_OP_SOFT,      /* nothing, or the end of the line if the group does not fit */
  EV_OP_FILL,      /* a blank, or the end of the line if what comes up to the next break does not fit */
  EV_OP_KEEP,      /* the end of the line if the one that it ends, `amount` wide, fits; else as FILL */
  EV_OP_HARD,      /* the end of the line */
  EV_OP_EMPTY,     /* the end of the line, and an empty one */
  EV_OP_GROUP,     /* up to the END: on one line if it fits */
  EV_OP_END,
  EV_OP_INDENT, /* up to the POP: new lines start further right */
  EV_OP_ALIGN,  /* up to the POP: new lines start at this column */
  EV_OP_POP,
  EV_OP_COMMENT,   /* on a line of its own */
  EV_OP_TRAILING,  /* behind the line */
  EV_OP_BLOCK,     /* a text block of these lines */
  EV_OP_BEGIN_DECL /* the next line is the first of a declaration */
} ev_op_kind;

typedef struct ev_op {
  ev_op_kind kind;
  uint32_t amount; /* PAD, KEEP; TEXT: width */
  ev_str text;
} ev_op;

typedef struct ev_frame {
  uint32_t indent;
  bool flat;
} ev_frame;

typedef struct ev_layout {
  ev_lines *lines;
  ev_line *line; /* the open one, the last of `lines`; NULL before the first */
  uint32_t column, line_indent;
  bool next_begins_decl;
  bool failed;
  ev_op *ops; /* owned */
  size_t count, capacity;
  ev_frame *frames; /* owned: groups and indentations that are open */
  size_t depth, frame_capacity;
} ev_layout;

void ev_layout_add(ev_layout *layout, ev_op_kind kind, ev_str text, uint32_t amount);
/* Makes lines of all ops so far. */
void ev_layout_run(ev_layout *layout);
void ev_layout_free(ev_layout *layout);

/* ---- the formatter (format_tokens.c) */

typedef struct ev_formatter {
  ev_arena arena;
  ev_parser reader; /* reads strings */
  const ev_file *file;
  ev_token *tokens; /* owned; the last is the end */
  size_t count, capacity;
  size_t next;               /* the token to be written next */
  const ev_comment *comment; /* the first that has not been written ... */
  size_t comments_written;   /* ... and how many have been */
  ev_op_kind pending;        /* the break before what comes next: EV_OP_TEXT for none */
  bool after_comment;  /* nothing has been written since: a second one behind the line would have no room */
  uint32_t kept_width; /* of a pending EV_OP_KEEP */
  bool at_decl;        /* the next item is a declaration */
  bool failed;
  ev_lines lines;
  ev_layout layout;
} ev_formatter;

bool ev_format_open(ev_formatter *f, const ev_file *file);
void ev_format_close(ev_formatter *f);

const ev_token *ev_format_peek(const ev_formatter *f);
bool ev_format_is(const ev_formatter *f, int kind);
/* Writes the next token as it stands in the source. */
void ev_format_token(ev_formatter *f);
/* The next token and a blank. */
void ev_format_word(ev_formatter *f);
/* Passes over the next token; its comments are written. */
void ev_format_drop(ev_formatter *f);
void ev_format_drop_comma(ev_formatter *f);
void ev_format_text(ev_formatter *f, const char *text);
void ev_format_blank(ev_formatter *f);
/* A break before what comes next; of several the strongest holds. */
void ev_format_break(ev_formatter *f, ev_op_kind kind);
/* EV_OP_KEEP, behind a line of that width. */
void ev_format_keep(ev_formatter *f, uint32_t width);
/* GROUP, ALIGN: comments before the next token, and the break, are written first. INDENT holds for them too.
 */
void ev_format_begin(ev_formatter *f, ev_op_kind kind);
void ev_format_end(ev_formatter *f, ev_op_kind kind);
void ev_format_spaces(ev_formatter *f, uint32_t blanks);
/* Blanks only where the group takes several lines. */
void ev_format_pad(ev_formatter *f, uint32_t blanks);
bool ev_format_has_comment(const ev_formatter *f);
/* Writes the comments before the next token. */
void ev_format_comments(ev_formatter *f);
/* Begins a line that stands for itself: a declaration, clause, field: keeps an empty line before it unless it
 * is the first in its block, and writes comments and doc comments. */
void ev_format_item(ev_formatter *f, bool is_first);
/* Index of the bracket that closes the next token, which opens one. */
size_t ev_format_closing(const ev_formatter *f);
/* Whether all from the next token to that one is on one line of the source, without comments. */
bool ev_format_was_flat(const ev_formatter *f, size_t last);
/* Width of what stands at `span`. */
uint32_t ev_format_width(const ev_formatter *f, ev_span span);
bool ev_format_empty_before(const ev_formatter *f, uint32_t offset);

/* ---- the parts of the language */
void ev_format_expr(ev_formatter *f, const ev_expr *expr);
void ev_format_set(ev_formatter *f, const ev_set *set);
void ev_format_type(ev_formatter *f, const ev_type_syntax *type);
/* { words }, with blanks between. */
void ev_format_word_list(ev_formatter *f);
void ev_format_strings(ev_formatter *f);
void ev_format_literal(ev_formatter *f);
/* { clauses }; on one line if it was, fits, and `may_be_flat`. */
void ev_format_clauses(ev_formatter *f, const ev_clause *clauses, bool may_be_flat);
/* The end of a block: `}` and what was begun with it. */
void ev_format_block_end(ev_formatter *f, bool flat);
void ev_format_decl(ev_formatter *f, const ev_decl *decl);

#endif
