/* A program: the rule files that are compiled together, loaded with all they use, parsed and checked. */
#ifndef EV_PROGRAM_H
#define EV_PROGRAM_H

#include "ast.h"

/* A rule file as its reader found it. All views are borrowed and must outlive the program. */
typedef struct ev_input {
  ev_str name; /* identity: a file reached twice by the same name is loaded once; shown in diagnostics */
  ev_str text;
  ev_str module; /* "k8s" for the files of that module, else empty: files of one module see each other's uses
                    only by `use` */
} ev_input;

/* Finds what `use` names: a module (`use k8s`) or a path relative to the folder of `from` (`use
 * "names.vet"`). Gives the number of files and sets *files (borrowed, outliving the program); 0 when there is
 * none, then *why may be set to a reason (static or long-lived), e.g. "No such file or directory". */
typedef size_t (*ev_import)(void *context, ev_str from, ev_str name, bool is_path, const ev_input **files,
                            ev_str *why);

/* What a program may hold. 0 stands for the default of base/limit.h, which is also the most. */
typedef struct ev_rule_limits {
  uint32_t rules;
  uint32_t imports;  /* files that are used, besides those that were given */
  uint32_t patterns; /* of a set */
  uint32_t states;   /* of a set's automaton */
} ev_rule_limits;

/* What is compiled together. All is borrowed. */
typedef struct ev_rule_sources {
  const ev_input *inputs;
  size_t count;
  ev_import import; /* NULL: nothing can be used */
  void *context;    /* of `import` */
  ev_rule_limits limits;
} ev_rule_sources;

/* A checked program. Arrays hold the declarations of each kind, in order of file and place; decl->index is
 * the index in them. */
typedef struct ev_decls {
  ev_decl **at;
  uint32_t count, capacity;
} ev_decls;

/* A constant set that occurs in an expression, or is declared. */
typedef struct ev_const_set {
  const ev_set *set;
  ev_str name; /* of the declaration; may be empty */
  bool of_ints;
  const ev_automaton *automaton; /* strings */
  uint32_t range_count;          /* ints: sorted, disjoint */
  struct ev_range_of_ints {
    ev_int low, high;
  } * ranges;
} ev_const_set;

typedef struct ev_program {
  ev_arena *arena;
  ev_rule_limits limits;
  ev_file *files; /* the given ones first, in order, then imported ones */
  ev_decls records, views, scopes, params, fns, tables, decodes, rules, shapes, tests;
  ev_decls callables; /* fns and decodes, each after those it calls */
  ev_const_set *sets;
  uint32_t set_count, set_capacity;
} ev_program;

/* Loads, parses and checks. NULL when there were errors (they are in `diagnostics`) or memory ran out
 * (`arena->failed`). Warnings alone do not fail. `arena` holds everything. `parsed`, if not NULL, is set to
 * the list of files even when checking failed (for fmt, and for tools that want the tree). */
ev_program *ev_program_load(ev_arena *arena, const ev_rule_sources *sources, ev_diagnostics *diagnostics);

#endif
