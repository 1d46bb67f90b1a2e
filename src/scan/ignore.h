/* Patterns of paths in the syntax of .gitignore (gitignore(5)): from ignore files and from the command line.
 *
 * A path is relative, without a leading slash, of any bytes. Matching takes time linear in the path, times
 * the length of the pattern, for each pattern: hostile ones cost no more. */
#ifndef EV_IGNORE_H
#define EV_IGNORE_H

#include "str.h"

/* Patterns that stand together, relative to one folder. */
typedef struct ev_ignore ev_ignore;

typedef enum ev_ignore_answer {
  EV_IGNORE_UNTOLD, /* no pattern matches */
  EV_IGNORE_MATCH,  /* the last one that matches is a plain one */
  EV_IGNORE_NEGATED /* ... starts with `!` */
} ev_ignore_answer;

/* No patterns yet. Everything lives in the arena; NULL when memory ran out. */
ev_ignore *ev_ignore_new(ev_arena *arena);
/* One line; blank ones and comments add nothing. `line` must live as long as the arena. False when memory ran
 * out. */
bool ev_ignore_add(ev_arena *arena, ev_ignore *ignore, ev_str line);
/* All lines of a file's text, which is copied. */
bool ev_ignore_add_text(ev_arena *arena, ev_ignore *ignore, ev_str text);
bool ev_ignore_is_empty(const ev_ignore *ignore);

/* `path` is relative to the folder of the patterns. What the folders on the way to it match is not asked. */
ev_ignore_answer ev_ignore_ask(const ev_ignore *ignore, ev_str path, bool is_folder);

/* Does a pattern with slashes, without `!` and without a slash at its ends, match the path? */
bool ev_ignore_match(ev_str pattern, ev_str path);

#endif
