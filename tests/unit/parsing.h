/* Texts of the language, parsed and described, for the tests of the parser. */
#ifndef EV_PARSING_H
#define EV_PARSING_H

#include "ast.h"
#include "parse_cases.h"

typedef struct ev_parsed {
  ev_arena arena;
  ev_diagnostics diagnostics;
  ev_source source;
  ev_file *file;
} ev_parsed;

/* Gives `p`, whose arena is to be freed; the file is NULL where there is none. */
ev_parsed *parse_text(ev_parsed *p, ev_str text);

/* The tree of a text without errors, as nested parentheses; else its errors, a line each:
 * line:column-line:column code: message [help] {line:column related} */
void assert_case(ev_str text, const char *expected);
void assert_cases(const ev_case *cases, size_t count);
/* The tree, errors or not, must be this. */
void assert_tree(const char *text, const char *expected);

#endif
