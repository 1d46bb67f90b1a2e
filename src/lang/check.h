/* The checker's own header: names, types and loops of one program. Nothing here is for other rooms. */
#ifndef EV_CHECK_H
#define EV_CHECK_H

#include "program.h"
#include "types.h"

/* A name inside a rule or function: a parameter, a `let`, the variable of a `for` or quantifier, or a view
 * that the rule uses. */
struct ev_local {
  ev_str name;
  ev_span span;
  const ev_type *type;
  ev_expr *value;     /* of a let: what it stands for; NULL otherwise */
  ev_expr *list;      /* of the variable of a loop: what it goes over; NULL otherwise */
  uint32_t parameter; /* of a function parameter: its position from 0; EV_NO_PARAMETER otherwise */
  uint32_t level;     /* loops around it, its own included; 0 for views, parameters and lets outside loops */
  bool constant;      /* ranges over a table or literals: no part of the manifest */
  uint32_t slot;      /* the code generator's */
  uint32_t parts, depth; /* of a let: of its value, with the values of the lets in it in their places */
  struct ev_local *outer;
};
#define EV_NO_PARAMETER UINT32_MAX

/* What a test has shown: `expr`, of an optional type, is there. */
typedef struct ev_fact {
  const ev_expr *expr;
  uint64_t hash;          /* of the expression */
  struct ev_fact *outer;  /* known before */
  struct ev_fact *bucket; /* the same, of those that share its place in the index */
} ev_fact;
#define EV_FACT_BUCKETS    64u
#define EV_MOST_CANDIDATES 512u

/* The declarations that a file sees: its own and those of the files it uses. Open addressing by name. */
typedef struct ev_symbols {
  ev_decl **slots;
  size_t capacity, count;
} ev_symbols;

typedef struct ev_checker {
  ev_program *program;
  ev_arena *arena;
  ev_arena scratch; /* for automata in the making */
  ev_diagnostics *diagnostics;
  ev_file *file;      /* of the declaration in hand */
  ev_symbols symbols; /* of that file */
  ev_local *locals;
  ev_fact *facts; /* the last one */
  ev_fact *fact_index[EV_FACT_BUCKETS];
  uint32_t set_depth;        /* sets being made, each named by the one before */
  const ev_file *product_of; /* the last product of two lists that was told of, and where */
  ev_span product;
  bool deep_sets, deep_calls; /* sets that stand on each other too deep, functions likewise, were told of */
  bool facts_lost;            /* a condition of the case had an error: what it shows is not known */
  bool report_names;          /* this pass tells of names that are defined twice */
  bool views_allowed;         /* rules and scopes see views; functions only their parameters */
  const ev_decl *only_view;   /* the one that a scope sees; NULL: all */
} ev_checker;

/* Checks a loaded program: names, types, sets, loops. Errors go to `diagnostics`. */
void ev_check_program(ev_program *program, ev_diagnostics *diagnostics);

/* ---- diagnostics: at a span of the file in hand */
ev_diagnostic *ev_check_error(ev_checker *c, const char *code, ev_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
ev_diagnostic *ev_check_warning(ev_checker *c, const char *code, ev_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void ev_check_help(ev_checker *c, ev_diagnostic *d, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A second place: where a declaration stands. */
void ev_check_relate(ev_checker *c, ev_diagnostic *d, const ev_decl *decl, const char *text);
/* What a wrong word could have meant; those beyond the most are not thought of. */
typedef struct ev_candidates {
  ev_str at[EV_MOST_CANDIDATES];
  size_t count;
} ev_candidates;
void ev_check_candidate(ev_candidates *candidates, ev_str name);
/* The names of the typed fields of a record, or of the columns of a table. */
void ev_check_candidate_fields(ev_candidates *candidates, const ev_decl *owner);
/* Help "did you mean `...`?" when a candidate is near; true then. */
bool ev_check_suggest(ev_checker *c, ev_diagnostic *d, ev_str word, const ev_candidates *candidates);
/* A type's text, NUL-terminated, in the arena; "?" without memory. */
const char *ev_check_type_text(ev_checker *c, const ev_type *type);

/* ---- names (check_names.c) */
/* Makes `symbols` those of the file; conflicts between files are diagnosed once, where they are used. */
void ev_check_enter_file(ev_checker *c, ev_file *file);
ev_decl *ev_check_find(ev_checker *c, ev_str name);
ev_local *ev_check_local(ev_checker *c, ev_str name);
/* Binds a name; a name in use is an error. NULL without memory. */
ev_local *ev_check_bind(ev_checker *c, ev_word name, const ev_type *type);
void ev_check_unknown_name(ev_checker *c, ev_str name, ev_span span, bool call);
bool ev_decls_add(ev_arena *arena, ev_decls *list, ev_decl *decl);
const char *ev_decl_kind_text(const ev_decl *decl);

/* ---- types and declarations */
const ev_type *ev_check_type_syntax(ev_checker *c, ev_type_syntax *syntax);
void ev_check_records(ev_checker *c); /* fields, defaults, cycles, views */
/* No more names than the limit: those behind are cut off. `what`: "field", "column". */
void ev_check_cut_fields(ev_checker *c, ev_decl *decl);
void ev_check_duplicate_field(ev_checker *c, const ev_decl *decl, const ev_field *field, const char *what);
void ev_check_table(ev_checker *c, ev_decl *table); /* check_tables.c */
/* A table that is looked up has each key once; checked at the first look-up. */
void ev_check_keys(ev_checker *c, ev_decl *table);
ev_field *ev_find_field(const ev_decl *record, ev_str name, int *index);
void ev_check_literal(ev_checker *c, ev_expr *e, const ev_type *type);

/* ---- sets (check_sets.c) */
void ev_check_set_decl(ev_checker *c, ev_decl *decl);
/* Adds a set that stands in an expression to the program; its index there, or -1. */
int ev_check_set(ev_checker *c, ev_set *set, ev_str name);
/* Whether a set holds ints, of strings else; by its first leaf. */
bool ev_set_of_ints(const ev_set *set);

/* Patterns of an apiVersion make a set that is not too large. */
void ev_check_versions(ev_checker *c, const ev_words *versions, ev_span span);

/* ---- expressions (check_expr.c, check_call.c, check_facts.c) */
const ev_type *ev_check_expr(ev_checker *c, ev_expr *e);
/* The same, and a type error unless it fits. */
const ev_type *ev_check_expect(ev_checker *c, ev_expr *e, const ev_type *wanted, const char *what);
/* `unknown` and empty lists have no type of their own: gives them the one that their place wants. */
void ev_check_adopt(ev_expr *e, const ev_type *type);
const ev_type *ev_check_call(ev_checker *c, ev_expr *e);
const ev_type *ev_check_index(ev_checker *c, ev_expr *e);
const ev_type *ev_check_in(ev_checker *c, ev_expr *e);
const ev_type *ev_check_element(ev_checker *c, ev_expr *list);
/* Facts that hold when `e` is true, or false. Push in place; the caller keeps c->facts to take them back. */
void ev_check_assume(ev_checker *c, const ev_expr *e, bool truth);
bool ev_check_is_fact(ev_checker *c, const ev_expr *e);
/* Law 3: something of that type is used as if it were there. Not told where a condition before it had an
 * error: it may be the one that tests for it. */
ev_diagnostic *ev_check_optional(ev_checker *c, ev_span span, const ev_type *type, const char *help);
/* Back to what was known when `last` was c->facts. */
void ev_check_forget(ev_checker *c, const ev_fact *last);
/* Same expression, after names were resolved. `from` in a counts as `to` in b (both may be NULL). */
bool ev_expr_same(const ev_expr *a, const ev_expr *b, const ev_local *from, const ev_local *to);
/* Every direct part of an expression, in order, through a callback. */
void ev_expr_parts(const ev_expr *e, void (*part)(void *context, const ev_expr *), void *context);
/* A deep copy before checking, so that one text can be checked in several cases. NULL without memory. */
ev_expr *ev_expr_clone(ev_arena *arena, const ev_expr *e);
bool ev_expr_mentions(const ev_expr *e, const ev_local *local);
/* Highest level of any local in it. */
uint32_t ev_expr_level(const ev_expr *e);

/* ---- limits (check_limits.c) */
/* "WHAT: the most is MOST" */
void ev_check_limit(ev_checker *c, ev_span span, const char *what, uint32_t most);
/* Has the rule no more clauses than the limits allow? Diagnosed. */
bool ev_check_rule_size(ev_checker *c, const ev_decl *rule);
/* Does a case look at no more views than the limit? Diagnosed. */
void ev_check_case_views(ev_checker *c, const ev_clause *clauses);
/* Measures what a let stands for; what is too large is diagnosed, and stands for nothing from then on. */
void ev_check_let_size(ev_checker *c, ev_local *local, const ev_expr *value);

/* ---- keys by which elements meet (check_keys.c) */
typedef struct ev_key_search {
  const ev_clause *loop, *at; /* whose elements meet, and the clause behind it that is looked at */
  const ev_expr *decoding;    /* an equality that would do if no text were decoded in it */
} ev_key_search;
/* Is a text decoded in it? Of what functions do their `decodes` tells. */
bool ev_expr_decodes(const ev_expr *e);
/* May the sides of an equality be keys? */
bool ev_key_may_be(ev_key_search *search, const ev_expr *equality);
/* Where no key was found: was there one that decodes? Diagnosed. */
bool ev_key_diagnose(ev_checker *c, const ev_key_search *search);

/* ---- pairs (check_pairs.c) */
bool ev_clause_loops(const ev_clause *clause); /* `for` and `for each pair` */
/* Finds the key of a `for each pair`, and what is known where keys are not; false where there is no key. */
bool ev_check_pair_key(ev_key_search *search, ev_clause *pair);
bool ev_check_has_other_demand(const ev_clause *clauses, const ev_clause *demand);

/* ---- rules (check_rule.c) and loops (check_loops.c) */
void ev_check_rule(ev_checker *c, ev_decl *rule);
/* `at` and each text stand once among the clauses of a case, shape or decode. */
void ev_check_once(ev_checker *c, const ev_clause *clauses);
void ev_check_loops_of_rule(ev_checker *c, ev_decl *rule);
void ev_check_loops_of_function(ev_checker *c, ev_decl *fn);
void ev_check_loops_of_scope(ev_checker *c, ev_decl *scope);

#endif
