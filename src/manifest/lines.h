/* The quick way to read a document: line by line, for the plain block style in which nearly all manifests are
 * written. Whatever it does not know, and every fault of syntax, it leaves to libyaml, which then reads the
 * whole document; so it never has to report anything. It makes the very tree that the builder makes of
 * libyaml's events (fuzz/fuzz_lines.c compares them).
 *
 * It knows block mappings and lists; plain and quoted scalars that are on one line; literal and folded text;
 * lists and mappings in brackets; comments. It does not know anchors, aliases, tags, merges, `? ` keys, tabs
 * before a token, CR. */
#ifndef EV_MANIFEST_LINES_H
#define EV_MANIFEST_LINES_H

#include "builder.h"

/* Whether the text of a chunk is worth a try. */
bool ev_lines_suit(const ev_chunk *chunk);

/* Reads the document into a builder that has just been started on its chunk. False where libyaml has to do
 * it, on a builder that is started anew, or where memory ran out. */
bool ev_lines_read(ev_builder *builder);

/* ---- between the files of this reader. Each is false, or NULL, where libyaml has to do it. */

typedef struct ev_lines {
  ev_builder *builder;
  ev_str text;       /* the input up to the end of the chunk: offsets are those of the input */
  size_t at;         /* the next byte */
  size_t line_start; /* of the line in which it is */
  uint32_t line;
  size_t counted;  /* a byte of the line ... */
  uint32_t column; /* ... and its column */
  bool ascii;      /* a column is a byte */
  bool pending;    /* the key or `-` that was read last has no value yet */
  ev_point dash;   /* of the pending element of a list */
} ev_lines;

static inline char ev_lines_peek(const ev_lines *l, size_t at) {
  return at < l->text.size ? l->text.at[at] : '\n'; /* kubectl ends the last line */
}
static inline bool ev_lines_blank(char c) { return c == ' ' || c == '\t'; }
static inline bool ev_lines_ends(char c) { return c == ' ' || c == '\t' || c == '\n'; }

/* The point of a byte of the line, which does not lie before the last one that was asked for. */
ev_point ev_lines_point(ev_lines *lines, size_t at);
/* From the line break at `at` to the line behind it. */
void ev_lines_break(ev_lines *lines, size_t at);
void ev_lines_skip_blanks(ev_lines *lines);
/* What is left of a line behind a value: blanks and a comment. */
bool ev_lines_end(ev_lines *lines);

/* A scalar at lines->at, and moves behind it; `flow` says that it stands between brackets. It is not yet put
 * anywhere. */
ev_node *ev_lines_scalar(ev_lines *lines, bool flow);
/* Text that starts with `|` or `>`; moves to the line behind it. */
ev_node *ev_lines_text(ev_lines *lines);
/* Puts a scalar where it belongs. */
bool ev_lines_put(ev_lines *lines, ev_node *scalar);
/* A collection in brackets, with all that is in it. */
bool ev_lines_flow(ev_lines *lines);

#endif
