/* The syntax tree of Vet: what the parser builds, the formatter prints, the checker annotates and the code
 * generator reads. All nodes live in the arena of the program; strings are views of the source or of the
 * arena. Lists are singly linked through `next`, in source order.
 *
 * Fields under "checker" are NULL or zero until ev_check has run. */
#ifndef EV_AST_H
#define EV_AST_H

#include "arena.h"
#include "diag.h"
#include "num.h"
#include "pattern.h"
#include "str.h"

typedef struct ev_file ev_file;
typedef struct ev_decl ev_decl;
typedef struct ev_expr ev_expr;
typedef struct ev_type ev_type;
typedef struct ev_local ev_local;

/* A name or string with its place in the file that holds it. */
typedef struct ev_word {
  ev_str text; /* of a string: the value, escapes resolved */
  ev_span span;
} ev_word;

typedef struct ev_words {
  ev_word word;
  struct ev_words *next;
} ev_words;

/* ---- types as written */

typedef enum ev_type_syntax_kind {
  EV_TS_NAME,     /* bool, int, quantity, string, any, interval, or a record: `name` */
  EV_TS_LIST,     /* [element] */
  EV_TS_MAP,      /* map<element> */
  EV_TS_OPTIONAL, /* element? */
  EV_TS_ENUM,     /* one of { words } */
  EV_TS_SET,      /* set of name: glob, string, int */
  EV_TS_ERROR     /* stands for text that did not parse; the checker passes over it in silence */
} ev_type_syntax_kind;

typedef struct ev_type_syntax {
  ev_type_syntax_kind kind;
  ev_span span;
  ev_word name;
  struct ev_type_syntax *element;
  ev_words *words;
  uint32_t depth;      /* of the tree, at most EV_MAX_SYNTAX_DEPTH */
  const ev_type *type; /* checker */
} ev_type_syntax;

/* ---- set expressions */

typedef enum ev_set_kind {
  EV_SET_NAME,   /* name of a set, or of a param of set type */
  EV_SET_BRACES, /* { elements }, glob { elements } */
  EV_SET_OR,     /* a or b: union */
  EV_SET_AND,    /* intersection */
  EV_SET_EXCEPT, /* difference */
  EV_SET_NOT     /* complement */
} ev_set_kind;

typedef struct ev_element {
  ev_span span;
  bool is_int;
  ev_str text;      /* string or glob */
  ev_int low, high; /* ints: equal when it is no range */
  struct ev_element *next;
} ev_element;

typedef struct ev_set {
  ev_set_kind kind;
  ev_span span;
  bool is_glob;         /* BRACES */
  ev_element *elements; /* BRACES */
  ev_word name;         /* NAME */
  struct ev_set *a, *b;
  uint32_t parentheses; /* pairs around it, for the formatter */
  uint32_t depth;       /* of the tree, at most EV_MAX_SYNTAX_DEPTH */
  ev_decl *decl;        /* checker: NAME: the set or param */
} ev_set;

/* ---- expressions */

typedef enum ev_expr_kind {
  EV_E_ERROR, /* stands for text that did not parse; the checker passes over it in silence */
  EV_E_INT,
  EV_E_QUANTITY,
  EV_E_STRING,
  EV_E_TEMPLATE, /* a string with {expr} in it: `args` are pieces, EV_E_STRING or any other expression */
  EV_E_BOOL,
  EV_E_ABSENT,
  EV_E_INFINITY,
  EV_E_UNKNOWN,        /* unknown "reason": `text` */
  EV_E_NAME,           /* `text`: local, parameter of a function, param, view, set, table */
  EV_E_CALL,           /* `text`(args): fn, effective, decode, or a function built in */
  EV_E_FIELD,          /* a.text */
  EV_E_OPTIONAL_FIELD, /* a?.text */
  EV_E_INDEX,          /* a[b] */
  EV_E_OPTIONAL_INDEX, /* a?[b] */
  EV_E_LIST,           /* [args]; absent elements are dropped */
  EV_E_COMPREHENSION,  /* a for name in b where c (c may be NULL), in brackets */
  EV_E_SET,            /* set braces: `set` */
  EV_E_NOT,
  EV_E_NEGATE,
  EV_E_PERCENT, /* number% of a */
  EV_E_AND,
  EV_E_OR,
  EV_E_EQ,
  EV_E_NE,
  EV_E_LT,
  EV_E_LE,
  EV_E_GT,
  EV_E_GE,
  EV_E_IN,     /* a in b; `negated` for not in */
  EV_E_IS,     /* a is b: present and equal; `negated` for is not */
  EV_E_IS_IN,  /* a is in b: present and in */
  EV_E_IS_SET, /* a is set */
  EV_E_IS_ABSENT,
  EV_E_IS_REFUSED,
  EV_E_RANGE,    /* a .. b */
  EV_E_COALESCE, /* a ?? b */
  EV_E_ADD,
  EV_E_SUB,
  EV_E_MUL,
  EV_E_DIV,
  EV_E_CONCAT, /* a ++ b */
  EV_E_IF,     /* if a then b else c */
  EV_E_ANY,    /* any name in b where c: a (c may be NULL) */
  EV_E_ALL,
  EV_E_NONE,
  EV_E_FIRST, /* first name in b where c */
  EV_E_LAST
} ev_expr_kind;

/* What a name or call was resolved to. */
typedef enum ev_ref_kind {
  EV_REF_NONE,
  EV_REF_LOCAL,  /* let, for, quantifier variable or function parameter: `local` */
  EV_REF_DECL,   /* `decl`: param, view, set, table (names); fn, effective, decode (calls) */
  EV_REF_BUILTIN /* `builtin`: an index into the table of lang/builtins.h */
} ev_ref_kind;

struct ev_expr {
  ev_expr_kind kind;
  ev_span span;  /* the whole expression */
  ev_span where; /* the operator, or the name after the dot: where an error about it points */
  ev_expr *a, *b, *c;
  ev_expr *args; /* CALL, LIST, TEMPLATE: first of a list through `next` */
  ev_expr *next;
  ev_str text;   /* names, strings */
  ev_word name;  /* the variable that a quantifier or comprehension binds */
  ev_rat number; /* INT, QUANTITY, PERCENT (20% is 20) */
  ev_set *set;   /* SET */
  bool truth;    /* BOOL */
  bool negated;
  bool parenthesised;   /* for the formatter; */
  uint32_t parentheses; /* how many pairs */
  uint32_t depth;       /* of the tree, at most EV_MAX_SYNTAX_DEPTH: who walks it may recurse */
  /* checker */
  const ev_type *type;
  ev_ref_kind ref;
  ev_decl *decl;
  ev_local *local;
  int builtin;
  int field;     /* FIELD: index of the field in its record (or column in its table) */
  bool unwrap;   /* its type was narrowed from T? to T */
  int set_index; /* IN, IS_IN with a constant set: index in ev_program.sets, else -1 */
};

/* ---- clauses of rules */

typedef enum ev_clause_kind {
  EV_C_ERROR,
  EV_C_LET,      /* name = expr */
  EV_C_FOR,      /* generators */
  EV_C_PAIR,     /* for each pair (name, name2) in expr */
  EV_C_WHERE,    /* expr */
  EV_C_PROVIDED, /* expr */
  EV_C_NEEDS,    /* expr else text */
  EV_C_REQUIRE,  /* expr [else say] */
  EV_C_FORBID,
  EV_C_AT,   /* exprs: expr { else expr }, through ev_expr.next */
  EV_C_NOTE, /* expr, say */
  EV_C_SAY,  /* say */
  EV_C_UNSURE,
  EV_C_HELP, /* text */
  EV_C_SEE,
  EV_C_TAGS,
  EV_C_CASE /* clauses */
} ev_clause_kind;

typedef struct ev_generator {
  ev_word name;
  ev_expr *list;
  struct ev_generator *next;
  /* checker */
  ev_local *local;
  bool
      joined; /* by an equality to what is outside: `inner` is a key of this element, `outer` of the others */
  bool kleene;  /* the equality stands in a `where` or `forbid`: unknown keys may match */
  bool doubted; /* with `kleene`: that they meet has to be asked for, since no condition does */
  ev_expr *inner, *outer;
  int build_after; /* the generator of this `for` after which its index is built; -1: before all */
} ev_generator;

typedef struct ev_clause ev_clause;
struct ev_clause {
  ev_clause_kind kind;
  ev_span span;
  ev_word name, name2;
  ev_expr *expr;
  ev_expr *say; /* EV_E_STRING or EV_E_TEMPLATE; NULL when there is none */
  ev_word text;
  ev_generator *generators;
  ev_clause *clauses; /* CASE */
  ev_clause *next;
  ev_local *local, *local2; /* checker: LET, PAIR */
  ev_expr *key;             /* checker: PAIR: what makes a pair, as an expression of the second element */
  bool kleene, doubted;     /* checker: PAIR: as those of a generator */
};

/* ---- declarations */

typedef enum ev_decl_kind {
  EV_D_ERROR, /* did not parse; `name` is what it would have declared, if that could be read */
  EV_D_RECORD,
  EV_D_VIEW,
  EV_D_SCOPE,
  EV_D_SET,
  EV_D_PARAM,
  EV_D_FN, /* also effective: `is_effective` */
  EV_D_TABLE,
  EV_D_DECODE,
  EV_D_RULE,
  EV_D_SHAPE,
  EV_D_TEST
} ev_decl_kind;

typedef enum ev_field_class { EV_FIELD_TYPED, EV_FIELD_ALSO, EV_FIELD_ELSEWHERE } ev_field_class;

/* A field of a record, a column of a table, or a parameter of a function. */
typedef struct ev_field {
  ev_field_class class_; /* ALSO and ELSEWHERE: a name without a type */
  ev_word name;
  ev_type_syntax *type;
  ev_expr *fallback; /* the default, a literal; or NULL */
  bool unjudged;
  ev_str doc;
  struct ev_field *next;
  ev_local *local; /* checker: parameters of functions */
} ev_field;

typedef struct ev_view_path {
  ev_words *names; /* NULL for `.` */
  ev_span span;
  struct ev_view_path *next;
} ev_view_path;

typedef struct ev_view_row {
  ev_span span;
  ev_word record;     /* of the whole object */
  ev_words *versions; /* apiVersion globs */
  ev_words *kinds;
  ev_view_path *paths;
  struct ev_view_row *next;
  ev_decl *root; /* checker */
} ev_view_row;

typedef enum ev_shape_event {
  EV_SHAPE_TYPE,
  EV_SHAPE_UNKNOWN,
  EV_SHAPE_DUPLICATE,
  EV_SHAPE_BOOLEAN_KEY,
  EV_SHAPE_TRAILING,
  EV_SHAPE_DIVERGENT,
  EV_SHAPE_EVENTS
} ev_shape_event;

typedef struct ev_expect {
  ev_span span;
  bool nothing;
  ev_word rule;
  bool unknown;
  ev_word path; /* text.at NULL when there is no `at` */
  struct ev_expect *next;
  const ev_decl *decl; /* checker: the rule, shape or decode */
} ev_expect;

typedef struct ev_setting { /* with NAME = value, in a test */
  ev_word name;
  ev_expr *value; /* literal or EV_E_SET / EV_E_NAME */
  struct ev_setting *next;
  const ev_decl *decl; /* checker: the param */
} ev_setting;

struct ev_decl {
  ev_decl_kind kind;
  ev_span span; /* from its first keyword to its last character */
  ev_word name; /* records, views, ..., the id of a rule or shape; the title of a test */
  ev_str doc;   /* doc comment, lines joined by \n, without the ##; may be empty */
  ev_file *file;
  ev_decl *next; /* in the file */

  ev_field *fields;     /* RECORD fields, TABLE columns, FN and DECODE parameters */
  bool closed;          /* RECORD */
  ev_type_syntax *type; /* PARAM, FN, DECODE */
  ev_expr *expr;        /* FN, DECODE, SCOPE, PARAM (default: literal, EV_E_SET or EV_E_NAME) */
  ev_set *set;          /* SET */
  ev_expr *cells;       /* TABLE: literals, row after row, through next */
  ev_word record;       /* VIEW: the record it yields; SCOPE: the view */
  bool counted;         /* VIEW */
  ev_view_row *rows;    /* VIEW */
  bool is_effective;    /* FN */
  ev_severity severity; /* RULE, SHAPE, DECODE */
  ev_word id;           /* DECODE: the rule id of its errors */
  ev_word title;        /* RULE, SHAPE, DECODE */
  ev_clause *clauses;   /* RULE; SHAPE and DECODE: text clauses only */
  ev_shape_event event; /* SHAPE */
  ev_word given;        /* TEST: the manifest; of a text block with a newline at its end */
  uint32_t
      given_offset; /* TEST: of its first character in the file: of a text block's first line, after ... */
  uint32_t given_indent; /* ... this many bytes of indentation, which every line lacks in `given` */
  ev_setting *settings;  /* TEST */
  ev_expect *expects;    /* TEST */

  /* checker */
  int index;              /* in its array of ev_program: records, views, sets, params, fns, tables, rules */
  const ev_type *checked; /* RECORD: its type; TABLE: type of a row; PARAM, FN, DECODE: of the value; VIEW: of
                             the record */
  ev_decl *view;          /* SCOPE */
  int state;              /* checker's own: visiting, done */
  const ev_automaton *automaton;       /* SET of strings */
  bool of_ints;                        /* SET: it holds ints */
  struct ev_summary *summary;          /* FN, DECODE: what it goes over (check_loops.c) */
  uint32_t depth;                      /* FN, DECODE, SET, RECORD: of the definitions that it stands on */
  bool decodes;                        /* FN, DECODE: some decode is called in its expression */
  uint32_t chunk;                      /* code generator: FN, DECODE: index of its chunk */
  uint64_t cost_constant, cost_linear; /* FN, DECODE; RULE: sum over cases */
};

typedef struct ev_use {
  ev_word name;
  bool is_path; /* use "file.vet" */
  struct ev_use *next;
  ev_span span;
  ev_file **files; /* loader: what it resolved to */
  size_t count;
} ev_use;

/* A comment that is no doc comment, kept for the formatter. */
typedef struct ev_comment {
  ev_span span;  /* from -- to the last character of the line */
  bool trailing; /* something stands before it on its line */
  struct ev_comment *next;
} ev_comment;

struct ev_file {
  ev_source source;
  ev_use *uses;
  ev_decl *decls;
  ev_comment *comments;
  ev_file *next; /* in the program */
  bool selected; /* loader: its rules are to be evaluated (not only imported) */
  ev_str module; /* loader: name of the module it belongs to; may be empty */
  int state;     /* loader's own */
};

/* Parses one file. Errors go to `diagnostics`, several a run; the tree returned holds what could be read,
 * and is NULL only when memory ran out (arena->failed) or the text is larger than EV_MAX_RULE_FILE_BYTES or
 * no UTF-8 (diagnosed). `source` must outlive the tree. Nesting is limited by EV_MAX_SYNTAX_DEPTH. */
ev_file *ev_parse(ev_arena *arena, const ev_source *source, ev_diagnostics *diagnostics);

/* Writes the file in the one layout of `ecivet fmt`; every comment is kept. Formatting what was formatted
 * changes nothing, and the result parses to the same tree. The file must have parsed without errors. */
void ev_format(ev_buf *out, const ev_file *file);

/* Writes the tree as indented lines, without spans, comments or anything of the checker's: two files with the
 * same dump mean the same. For tests, and for looking inside. */
void ev_ast_dump(ev_buf *out, const ev_file *file);

#endif
