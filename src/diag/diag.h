/* Sources and diagnostics: what is wrong in a rule file or manifest, where, and what to do about it.
 *
 * A source owns nothing: name and text are borrowed and must outlive it. Offsets are bytes from 0; lines
 * and columns count from 1, columns in Unicode code points, and a byte order mark at the start counts as
 * nothing. A span is half open. */
#ifndef EV_DIAG_H
#define EV_DIAG_H

#include "arena.h"
#include "str.h"

typedef struct ev_source {
  ev_str name; /* as given on the command line, for messages */
  ev_str text;
} ev_source;

typedef struct ev_span {
  uint32_t start; /* byte offset of the first character */
  uint32_t end;   /* byte offset after the last one; equal to start for a point */
} ev_span;

typedef struct ev_position {
  uint32_t line, column;
} ev_position;

/* Position of a byte offset; an offset past the end counts as the end. Line breaks are LF, CRLF and CR.
 * Linear in the offset. */
ev_position ev_source_position(const ev_source *source, uint32_t offset);

/* The text of a line (from 1), without its line break; empty when there is no such line. */
ev_str ev_source_line(const ev_source *source, uint32_t line);

typedef enum ev_severity { EV_NOTE, EV_WARNING, EV_ERROR } ev_severity;

/* "note", "warning", "error". */
const char *ev_severity_name(ev_severity severity);

/* A second place that explains the first: "first defined here". */
typedef struct ev_related {
  const ev_source *source;
  ev_span span;
  ev_str message;
  struct ev_related *next;
} ev_related;

typedef struct ev_diagnostic {
  ev_severity severity;
  const char *code;        /* static, stable kebab-case name of the kind of error, e.g. "unknown-field" */
  const ev_source *source; /* NULL when the error has no place */
  ev_span span;
  ev_str message; /* one sentence, no full stop: what was found and what was expected */
  ev_str help;    /* what to do; empty when there is nothing to say */
  ev_related *related;
  struct ev_diagnostic *next;
} ev_diagnostic;

/* A list of diagnostics, in an arena that the caller owns. Once memory runs out diagnostics are counted
 * but not kept (`arena->failed`). */
typedef struct ev_diagnostics {
  ev_arena *arena;
  ev_diagnostic *first, *last;
  size_t errors;
  size_t warnings;
} ev_diagnostics;

void ev_diagnostics_init(ev_diagnostics *list, ev_arena *arena);

/* Adds a diagnostic with a printf-formatted message and returns it so that help and related places can be
 * set; NULL when memory ran out (it is counted all the same). */
ev_diagnostic *ev_diagnose(ev_diagnostics *list, ev_severity severity, const char *code,
                           const ev_source *source, ev_span span, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Both tolerate a NULL diagnostic, so that calls can be chained without a check. */
void ev_diagnostic_help(ev_diagnostics *list, ev_diagnostic *d, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void ev_diagnostic_relate(ev_diagnostics *list, ev_diagnostic *d, const ev_source *source, ev_span span,
                          const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Stable order: by source (order of first appearance), then start, then end. */
void ev_diagnostics_sort(ev_diagnostics *list);

/* Writes a diagnostic in full, ending in a newline:
 *
 *     error[unknown-field]: record Container has no field `securityContex`
 *       --> rules/a.vet:12:9
 *        |
 *     12 |   for s in pod.spec.securityContex
 *        |                     ^^^^^^^^^^^^^^
 *      3 | record Container {
 *        |        --------- the record is defined here        (a related place)
 *        = help: did you mean `securityContext`?
 *
 * A related place on the line just shown gets its marks below it without the line again; one in another file
 * comes under `::: FILE:LINE:COLUMN`; one without a source is a `= note:`. A span of several lines is marked
 * to the end of its first: `^^^^... to line 20`. Tabs are shown as four blanks, control characters escaped,
 * long lines cut around the span; marks stand right below wide characters. With `color` ANSI colours mark
 * severity and caret. */
void ev_diagnostic_write(ev_buf *out, const ev_diagnostic *d, bool color);

/* The member of `candidates` nearest to `word`, for "did you mean": optimal string alignment distance
 * (Levenshtein with transpositions, case-insensitive first) at most 1 for words up to 4 bytes, 2 up to 8,
 * else 3. Empty when none is near; nothing is near a word of which every byte would change. Ties go to the
 * one that is nearer with case, then to the earlier candidate. */
ev_str ev_suggest(ev_str word, const ev_str *candidates, size_t count);

/* The distance itself, bytes; more than `limit` is given as limit + 1. Words over 128 bytes are far. */
size_t ev_edit_distance(ev_str a, ev_str b, size_t limit);

#endif
