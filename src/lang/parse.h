/* The parser's own header: what the grammar's actions call, and what stands behind them. Nothing here is for
 * others; they call ev_parse (ast.h).
 *
 * Builders tolerate NULL operands and give NULL when memory ran out: ev_parse looks at arena->failed in
 * the end. */
#ifndef EV_PARSE_H
#define EV_PARSE_H

#include "limit.h"
#include "parse_lex.h"

/* A list in the making. */
#define EV_LIST(type)                                                                                        \
  struct {                                                                                                   \
    type *first, *last;                                                                                      \
  }

typedef EV_LIST(ev_words) ev_word_list;
typedef EV_LIST(ev_expr) ev_expr_list;
typedef EV_LIST(ev_element) ev_element_list;
typedef EV_LIST(ev_clause) ev_clause_list;
typedef EV_LIST(ev_generator) ev_generator_list;
typedef EV_LIST(ev_field) ev_field_list;
typedef EV_LIST(ev_view_path) ev_path_list;
typedef EV_LIST(ev_view_row) ev_row_list;

/* Appends a node, or nothing where it is NULL. */
#define EV_APPEND(list, node)                                                                                \
  do {                                                                                                       \
    __typeof__((list).first) appended_ = (node);                                                             \
    if (!appended_) break;                                                                                   \
    *((list).last ? &(list).last->next : &(list).first) = appended_;                                         \
    (list).last = appended_;                                                                                 \
  } while (0)

/* The title, id, severity that rules, shapes and decodes begin with. */
typedef struct ev_heading {
  ev_word id, title;
  ev_severity severity;
} ev_heading;

/* The items of a test, in the order in which they were written. */
typedef struct ev_test_body {
  ev_word given;
  uint32_t given_offset, given_indent;
  bool has_given; /* or something that may have been it could not be read */
  EV_LIST(ev_setting) settings;
  EV_LIST(ev_expect) expects;
} ev_test_body;

/* The bracket kinds that the recovery tells apart: those of an expression, and blocks by what is in them. */
typedef enum ev_bracket {
  EV_BRACKET,       /* ( [ and the braces of a set or list of words */
  EV_BLOCK_CLAUSES, /* rule, case, and the texts of a shape or decode */
  EV_BLOCK_FIELDS,  /* record */
  EV_BLOCK_ROWS,    /* view */
  EV_BLOCK_CELLS,   /* table */
  EV_BLOCK_TEST
} ev_bracket;

/* Stack of the generated parser, in symbols: it never grows. Every construct that nests has at most 8 symbols
 * waiting for what is nested in it. */
#define EV_PARSER_STACK (EV_MAX_SYNTAX_DEPTH * 8 + 100)
/* Brackets may nest as deep as other syntax. */
#define EV_MAX_BRACKETS EV_MAX_SYNTAX_DEPTH
/* A file with more errors than this is read no further. */
#define EV_MAX_SYNTAX_ERRORS 100u

typedef struct ev_parser {
  ev_arena *arena;
  const ev_source *source;
  ev_diagnostics *diagnostics;
  ev_lexer lexer;
  ev_file *file;
  EV_LIST(ev_use) uses;
  EV_LIST(ev_decl) decls;
  ev_expr *piece;       /* what START_PIECE was parsed to */
  uint32_t piece_at;    /* offset of its opening brace */
  size_t piece_errors;  /* in `diagnostics`, when it was begun */
  uint32_t string_end;  /* of the last string but the token in hand */
  size_t errors_before; /* in `diagnostics`, when the file was begun */
  bool started;         /* the token that chooses the start symbol is out */
  bool too_deep;        /* said once */
  bool has_declared;    /* something, so that no `use` may follow */
  ev_word declaring;    /* the name in the head of the declaration that is being read */
  int declaring_kind;   /* token of the declaration's keyword: what its block holds */
  ev_test_body test;    /* items read so far */

  /* recovery (parse_recover.c) */
  ev_token token;       /* the last one given to the parser */
  int previous, before; /* the kind of the last token that was counted, and of the one before it */
  uint32_t depth;       /* open brackets */
  uint32_t levels;      /* of them, before the last token was counted */
  uint32_t lost_braces; /* open ones that were passed over: their closing ones say nothing */
  uint32_t closers; /* closing braces to be given before `saved`: those of blocks that the text leaves open */
  bool closing;     /* the parser was last given a closing brace that is not there */
  bool skipping;
  bool has_saved;     /* `token` is to be given again */
  bool resumed;       /* `token` is where reading went on after an error */
  uint32_t failed_at; /* offset of the token at which the last error was, and ... */
  bool failed;        /* ... whether there was one */
  struct {
    unsigned char kind; /* ev_bracket */
    char text;
    uint32_t at;
  } brackets[EV_MAX_BRACKETS];
} ev_parser;

/* ---- parse.c */
bool ev_parse_is_forbidden(uint32_t code_point);
/* The expression in {} of a text: `from` stands behind the brace, `limit` at the closing quote. *after is set
 * behind the closing brace, or to `limit`. Never NULL but for lack of memory. */
ev_expr *ev_parse_piece(ev_parser *p, uint32_t from, uint32_t limit, uint32_t *after);

/* ---- parse_recover.c: the tokens the parser sees */
union VET_STYPE;
int vet_lex(union VET_STYPE *value, ev_place *place, ev_parser *p);
/* For actions that follow `error`: what cannot be read is passed over. True: go on with the next token, which
 * is one that reading can go on with. False: nothing is left to go on with. */
bool ev_parse_resume(ev_parser *p);

/* ---- parse_report.c */
/* There were so many errors in this file that no more are looked for. */
bool ev_parse_has_enough(const ev_parser *p);
/* How a kind of token takes part in the sentence about what was expected. */
typedef enum ev_token_class {
  EV_TOKEN_OTHER,
  EV_TOKEN_OPERAND, /* only an expression begins with it */
  EV_TOKEN_OPERATOR,
  EV_TOKEN_CLAUSE,
  EV_TOKEN_DECL
} ev_token_class;

typedef struct ev_expected {
  const char *name; /* as it is written; '...' for a single character; or a phrase such as "a name" */
  ev_token_class class_;
} ev_expected;

/* What may have been meant; NULL: nobody knows. (parse_advice.c) */
const char *ev_parse_advice(const ev_parser *p, ev_expected found, ev_place place,
                            const ev_expected *expected, size_t count);
void ev_parse_unexpected(ev_parser *p, ev_expected found, ev_place place, const ev_expected *expected,
                         size_t count);
/* The parser's stack is full, or a tree is deeper than EV_MAX_SYNTAX_DEPTH. */
void ev_parse_too_deep(ev_parser *p, ev_place place);
ev_diagnostic *ev_parse_error(ev_parser *p, ev_place place, const char *message);
/* `word`, in backquotes, stands before the message. */
ev_diagnostic *ev_parse_error_of(ev_parser *p, ev_place place, ev_str word, const char *message);
void ev_parse_help(ev_parser *p, ev_diagnostic *d, const char *help);
/* Help "did you mean ..." when a candidate is near; true then. */
bool ev_parse_suggest(ev_parser *p, ev_diagnostic *d, ev_str word, const ev_str *candidates, size_t count);

/* ---- parse_words.c: names, numbers, strings from their places */
ev_str ev_parse_source(const ev_parser *p, ev_place place);
ev_word ev_parse_name(const ev_parser *p, ev_place place);
/* A word that has a place and no text. */
ev_word ev_parse_no_word(ev_place place);
ev_word ev_parse_string(ev_parser *p, ev_place place);
ev_words *ev_parse_word(ev_parser *p, ev_word word);
/* The integer, quantity or percentage at `place`; false, with an error, when it is too large. */
bool ev_parse_number(ev_parser *p, ev_place place, ev_rat *number);
/* The strings at the places of `words`, joined by blanks. */
ev_word ev_parse_text(ev_parser *p, const ev_words *words);
/* Likewise with {} interpolated. */
ev_expr *ev_parse_template(ev_parser *p, const ev_words *words);
/* Where the lines of a text block start, and how far they are indented; false for another string. */
bool ev_parse_block_layout(const ev_parser *p, ev_place place, uint32_t *offset, uint32_t *indent);

/* ---- parse_nodes.c: types, sets, expressions */
ev_type_syntax *ev_syntax_type(ev_parser *p, ev_place at, ev_type_syntax_kind kind, ev_word name,
                               ev_type_syntax *element);
ev_type_syntax *ev_syntax_twice_optional(ev_parser *p, ev_place at, ev_type_syntax *element);
ev_type_syntax *ev_syntax_map(ev_parser *p, ev_place at, ev_place name, ev_type_syntax *element);
ev_type_syntax *ev_syntax_enum(ev_parser *p, ev_place at, ev_words *words);
ev_type_syntax *ev_syntax_set_type(ev_parser *p, ev_place at, ev_place name);

ev_element *ev_syntax_string_element(ev_parser *p, ev_place at);
ev_element *ev_syntax_int_element(ev_parser *p, ev_place at, const ev_expr *low, const ev_expr *high);
ev_set *ev_syntax_braces(ev_parser *p, ev_place at, bool is_glob, ev_element *elements);
ev_set *ev_syntax_set_name(ev_parser *p, ev_place at);
ev_set *ev_syntax_set(ev_parser *p, ev_place at, ev_set_kind kind, ev_set *a, ev_set *b);
ev_set *ev_syntax_set_wider(ev_set *set, ev_place at);

ev_expr *ev_syntax_expr(ev_parser *p, ev_place at, ev_expr_kind kind);
ev_expr *ev_syntax_number(ev_parser *p, ev_place at, ev_expr_kind kind, bool negative);
ev_expr *ev_syntax_text(ev_parser *p, ev_place at, ev_expr_kind kind, ev_word text);
ev_expr *ev_syntax_bool(ev_parser *p, ev_place at, bool truth);
/* `where` is the place of the operator. */
ev_expr *ev_syntax_unary(ev_parser *p, ev_place at, ev_place where, ev_expr_kind kind, ev_expr *a);
ev_expr *ev_syntax_percent(ev_parser *p, ev_place at, ev_place number, ev_expr *a);
ev_expr *ev_syntax_binary(ev_parser *p, ev_place at, ev_place where, ev_expr_kind kind, ev_expr *a,
                          ev_expr *b);
/* in, is set, is refused, is in. */
ev_expr *ev_syntax_test_of(ev_parser *p, ev_place at, ev_place where, ev_expr_kind kind, bool negated,
                           ev_expr *a, ev_expr *b);
/* a is b; where b is `absent`: EV_E_IS_ABSENT. */
ev_expr *ev_syntax_is(ev_parser *p, ev_place at, ev_place where, bool negated, ev_expr *a, ev_expr *b);
ev_expr *ev_syntax_member(ev_parser *p, ev_place at, ev_expr_kind kind, ev_expr *a, ev_word name);
ev_expr *ev_syntax_index(ev_parser *p, ev_place at, ev_place open, ev_place close, ev_expr_kind kind,
                         ev_expr *a, ev_expr *b);
ev_expr *ev_syntax_if(ev_parser *p, ev_place at, ev_place where, ev_expr *a, ev_expr *b, ev_expr *c);
/* Quantifiers, first, last, comprehensions. */
ev_expr *ev_syntax_bind(ev_parser *p, ev_place at, ev_place where, ev_expr_kind kind, ev_place name,
                        ev_expr *list, ev_expr *condition, ev_expr *body);
/* Calls (`name` is the place of the function's) and lists. */
ev_expr *ev_syntax_list(ev_parser *p, ev_place at, ev_expr_kind kind, ev_place name, ev_expr *args);
ev_expr *ev_syntax_set_expr(ev_parser *p, ev_place at, ev_set *set);
ev_expr *ev_syntax_parenthesised(ev_expr *expr, ev_place at);
/* The same node, in brackets or with a sign. */
ev_expr *ev_syntax_widened(ev_expr *expr, ev_place at);

/* ---- parse_clauses.c: what stands in rules and tests */
ev_generator *ev_syntax_generator(ev_parser *p, ev_place name, ev_expr *list);
ev_clause *ev_syntax_clause(ev_parser *p, ev_place at, ev_clause_kind kind, ev_expr *expr,
                            const ev_words *say);
ev_clause *ev_syntax_text_clause(ev_parser *p, ev_place at, ev_clause_kind kind, const ev_words *text);
ev_clause *ev_syntax_needs(ev_parser *p, ev_place at, ev_expr *expr, const ev_words *text);
ev_clause *ev_syntax_let(ev_parser *p, ev_place at, ev_place name, ev_expr *expr);
ev_clause *ev_syntax_for(ev_parser *p, ev_place at, ev_generator *generators);
ev_clause *ev_syntax_pair(ev_parser *p, ev_place at, ev_place a, ev_place b, ev_expr *list);
ev_clause *ev_syntax_case(ev_parser *p, ev_place at, ev_clause *clauses);
void ev_syntax_given(ev_parser *p, ev_place at, ev_place text);
void ev_syntax_setting(ev_parser *p, ev_place name, ev_expr *value);
/* rule == NULL: expect nothing. */
void ev_syntax_expect(ev_parser *p, ev_place at, const ev_place *rule, bool unknown, ev_word path);
/* An item of the test could not be read. */
void ev_syntax_lost_item(ev_parser *p);

/* ---- parse_decls.c */
ev_field *ev_syntax_field(ev_parser *p, ev_place at, ev_word name, ev_type_syntax *type, ev_expr *fallback,
                          bool unjudged);
/* `fields` and a field for each word. */
ev_field_list ev_syntax_keys(ev_parser *p, ev_field_list fields, ev_field_class class_,
                             const ev_words *words);
ev_view_path *ev_syntax_path(ev_parser *p, ev_place at, ev_words *names);
ev_view_row *ev_syntax_row(ev_parser *p, ev_place at, ev_place record, const ev_words *versions,
                           ev_words *kinds, ev_view_path *paths);
ev_heading ev_syntax_heading(ev_parser *p, ev_word id, ev_place severity, ev_word title);

/* The name in the head of a declaration has been read. */
ev_word ev_syntax_declare(ev_parser *p, ev_word name);
void ev_syntax_use(ev_parser *p, ev_place at, ev_word name, bool is_path);
void ev_syntax_add(ev_parser *p, ev_decl *decl);
void ev_syntax_add_error(ev_parser *p, ev_place at);
/* Declarations; their name is the one that ev_syntax_declare was told. */
ev_decl *ev_syntax_record(ev_parser *p, ev_place at, bool closed, ev_field *fields);
ev_decl *ev_syntax_view(ev_parser *p, ev_place at, bool counted, ev_place record, ev_view_row *rows);
ev_decl *ev_syntax_scope(ev_parser *p, ev_place at, ev_place view, ev_expr *expr);
ev_decl *ev_syntax_set_decl(ev_parser *p, ev_place at, ev_set *set);
ev_decl *ev_syntax_param(ev_parser *p, ev_place at, ev_type_syntax *type, ev_expr *value);
ev_decl *ev_syntax_fn(ev_parser *p, ev_place at, bool is_effective, ev_field *params, ev_type_syntax *type,
                      ev_expr *expr);
ev_decl *ev_syntax_table(ev_parser *p, ev_place at, ev_field *columns, ev_expr *cells);
ev_decl *ev_syntax_decode(ev_parser *p, ev_place at, ev_field *params, ev_type_syntax *type, ev_expr *expr,
                          ev_heading heading, ev_clause *texts);
ev_decl *ev_syntax_rule(ev_parser *p, ev_place at, ev_heading heading, ev_clause *clauses);
ev_decl *ev_syntax_shape(ev_parser *p, ev_place at, ev_heading heading, ev_place event, ev_clause *texts);
ev_decl *ev_syntax_test(ev_parser *p, ev_place at);

#endif
