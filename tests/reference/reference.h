/* The reference evaluator: walks the checked syntax tree of a program over one object, for its rules, shapes
 * and decodes. Each file has a part of the language, written from docs/language.md for clearness alone: lists
 * are gone over as often as they are named, a join is a loop in a loop. Recursion follows the syntax tree,
 * the manifest, or a short text. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "value.h"

typedef struct ref_note {
  const ev_node *at;
  ev_str message;
  struct ref_note *next;
} ref_note;

typedef struct ref_finding {
  ev_str rule; /* id */
  bool unknown;
  ev_str message, reason;
  const ev_node *at;
  ev_place place;
  ref_note *notes;
  struct ref_finding *next;
} ref_finding;

typedef struct ref_decoded { /* a text that was decoded: once an object */
  const ev_decl *decode;
  const ev_node *holder;
  ev_node *root; /* NULL: refused */
  struct ref_decoded *next;
} ref_decoded;

typedef struct ref_run {
  /* in */
  ev_arena *arena;
  const ev_program *program;
  const ev_setting *settings; /* of params; those left out have their default */
  const ev_decl *scope;       /* NULL: every object */
  const ev_document *document;
  ev_str source; /* the input that places refer to */
  ev_node *object;
  ev_str api_version, kind;
  uint64_t visits; /* of expressions: counted down. At 0 all is absent, and what was found is worth nothing */
  /* out */
  ref_finding *first, **end;
  ref_decoded *decoded;
} ref_run;

typedef struct ref_binding { /* of a name to its value; the innermost first */
  const void *name;          /* the ev_local, or the ev_decl of a view */
  ref_value value;
  const struct ref_binding *outer;
} ref_binding;

typedef struct ref_scope {
  ref_run *run;
  const ref_binding *names;
  const ref_value *texts; /* of the message of a shape or decode: its names, by their position */
} ref_scope;

/* The findings of the program's rules, shapes and decodes. */
void ref_judge(ref_run *run);

/* ---- expressions: without what a test has shown, and with */
ref_value ref_raw(const ref_scope *scope, const ev_expr *e);
ref_value ref_eval(const ref_scope *scope, const ev_expr *e);
ref_scope ref_bind(const ref_scope *scope, const void *name, ref_value value);
/* May it be absent, as it stands there? */
bool ref_is_optional(const ev_expr *e);
ref_value ref_literal(const ev_expr *e, const ev_type *wanted);
ref_value ref_member(const ref_scope *scope, const ev_expr *e);
ref_value ref_index(const ref_scope *scope, const ev_expr *e);
ref_value ref_call(const ref_scope *scope, const ev_expr *e);
ref_value ref_in(const ref_scope *scope, const ev_expr *e);
ref_value ref_template(const ref_scope *scope, const ev_expr *e);
/* What a test or the command line says of a param, or its default. */
const ev_expr *ref_setting(const ref_run *run, const ev_decl *param);

/* ---- lists */
/* One whose absence is an empty one; its elements. */
ref_value ref_list(const ref_scope *scope, const ev_expr *e);
ref_element *ref_elements(ref_run *run, const ref_value *list);
ref_element **ref_append(ref_run *run, ref_element **end, ref_value value);
/* Whether it is an element for certain: a refused one that is only possible is refused to be one. */
ref_value ref_is_there(const ref_value *element);
ref_value ref_rows(ref_run *run, const ev_decl *table);
ref_value ref_list_of(const ref_scope *scope, const ev_expr *e);
ref_value ref_comprehension(const ref_scope *scope, const ev_expr *e);
ref_value ref_concat_lists(ref_run *run, const ref_value *a, const ref_value *b);
ref_value ref_quantifier(const ref_scope *scope, const ev_expr *e);
ref_value ref_pick(const ref_scope *scope, const ev_expr *e);

/* ---- functions built in; `a` has the arguments, of which none is poison */
ref_value ref_builtin_of_text(ref_run *run, int builtin, const ref_value *a);
ref_value ref_builtin_of_list(ref_run *run, int builtin, const ref_value *a);

/* ---- sets */
bool ref_glob_matches(ev_str glob, ev_str s);
ref_value ref_set_holds(const ref_run *run, const ev_set *set, const ref_value *v);

/* ---- text of JSON */
ref_value ref_decode(ref_run *run, const ev_decl *decode, ref_value text);
/* The first thing in a decoded tree that is not as its type says: its place, and what to say of it. */
typedef struct ref_fault {
  const ev_node *at;
  ev_place place;
  ev_str what;
} ref_fault;
bool ref_json_fits(ref_run *run, const ev_type *type, const ev_node *root, ref_fault *fault);

/* ---- views; only the instances that are in the run's scope */
typedef struct ref_instance {
  ev_node *node;
  struct ref_instance *next;
} ref_instance;
ref_instance *ref_instances(const ref_run *run, const ev_decl *view);
/* Does some row of the view name this object? With `root`, as a record of this kind. */
bool ref_row_matches(const ref_run *run, const ev_view_row *row);
/* May rules speak? Not where a scope leaves none of the pods that the object has; nor, of what is wrong with
 * the document, where the object has no pod at all. */
bool ref_has_counted(const ref_run *run);

/* ---- rules */
typedef struct ref_case {
  ref_run *run;
  const ev_decl *rule;
  const ev_clause *clauses;
  const ev_node *fallback; /* where a finding without a place stands */
} ref_case;
typedef struct ref_state { /* of one element */
  ref_scope scope;
  ref_value guard, need;
  const ref_value *subject; /* element of the innermost `for`; NULL outside */
} ref_state;
const ev_clause *ref_find_clause(const ev_clause *c, ev_clause_kind kind);
void ref_judge_rule(ref_run *run, const ev_decl *rule);
/* The clauses behind a `for`, for each element. */
void ref_for(const ref_case *c, const ref_state *before, const ev_clause *clause);
void ref_pairs(const ref_case *c, const ref_state *before, const ev_clause *clause);
/* The clauses from `clause` on, and the verdict on the element. */
void ref_go_on(const ref_case *c, const ref_state *before, const ev_clause *clause);
/* A list to be gone over. An unknown one is a finding, a refused one has no elements. */
ref_element *ref_gone_over(const ref_case *c, const ref_state *s, const ev_expr *list);
/* The same element, in doubt where it is only possible. */
ref_state ref_with_element(const ref_state *s, const void *name, const ref_element *e);

/* ---- findings */
ref_finding *ref_add_finding(ref_run *run, const ev_decl *rule, bool unknown, const ev_node *at,
                             ev_place place);
void ref_add_note(ref_run *run, ref_finding *f, const ev_node *at, ev_str message);
/* Ends a finding: the alias that its place was reached through. */
void ref_note_alias(ref_run *run, ref_finding *f);
/* The finding that a demand makes which is not met, or not known to be. */
void ref_report(const ref_case *c, const ref_state *s, const ev_clause *demand, const ref_value *verdict);

/* ---- shapes */
void ref_judge_shapes(ref_run *run);
void ref_judge_quirks(ref_run *run);
/* What a shape's message may name, in the order of its names. */
enum { REF_FIELD, REF_EXPECTED, REF_FOUND, REF_OWNER, REF_HINT, REF_TEXTS };
/* A finding of the shape that the program has for the event; NULL where it has none. */
ref_finding *ref_report_shape(ref_run *run, ev_shape_event event, bool unknown, const ev_node *at,
                              ev_place place, const ev_str texts[REF_TEXTS]);
/* The message that a shape or decode has, with the texts that its names stand for; the title without one. */
ev_str ref_message(ref_run *run, const ev_decl *decl, const ev_str *texts, uint32_t count);
const ev_field *ref_field(const ev_decl *record, ev_str name);
const ev_field *ref_near_field(const ev_decl *record, ev_str name);
ev_str ref_expected(ref_run *run, const ev_type *type);
ev_str ref_found(ref_run *run, const ev_node *node);
ev_str ref_type_hint(ref_run *run, const ev_type *type, const ev_node *node);
ev_str ref_name_hint(ref_run *run, const ev_decl *root, const ev_decl *record, ev_str name);

/* A finished text, in the run's arena; the buffer is freed. */
ev_str ref_take(ref_run *run, ev_buf *text);

#endif
