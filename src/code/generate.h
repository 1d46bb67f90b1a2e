/* The code generator's own header: pools of a bundle in the making, and code of a chunk in the making.
 *
 * Lack of memory is sticky: `failed` is set, indices are then 0, and ev_generate gives NULL at the end. */
#ifndef EV_GENERATE_H
#define EV_GENERATE_H

#include "bundle.h"
#include "check.h"
#include "limit.h"
#include "program.h"

/* A growing array in the bundle's arena. */
typedef struct ev_pool {
  void *at;
  uint32_t count, capacity;
} ev_pool;

/* A watch in the making; they get their places, and their indices, when all are there. */
typedef struct ev_watch_link {
  ev_bwatch watch;
  const ev_automaton *texts; /* of its set, which may have no index yet */
  uint32_t next;             /* of the same field: index + 1 */
} ev_watch_link;

/* Where the lines of a file start: byte offsets. */
typedef struct ev_line_index {
  const ev_file *file;
  const uint32_t *starts;
  uint32_t count;
  struct ev_line_index *next;
} ev_line_index;

typedef struct ev_gen {
  const ev_program *program;
  ev_bundle *bundle;
  ev_arena *arena; /* the bundle's */
  ev_diagnostics *diagnostics;
  bool failed;
  ev_pool types, constants, enums, fields, records, views, sets, tables, params, chunks, decodes, rules,
      scopes;
  uint32_t *constant_slots; /* index of constants: hash -> index + 1 */
  uint32_t constant_capacity;
  ev_arena scratch;       /* dropped when all is done */
  ev_line_index *indices; /* of files whose lines were asked for */
  bool *walked;           /* generate_needs.c */
  ev_pool watches;        /* of ev_watch_link; of ev_bwatch once ev_gen_watches is done */
  uint32_t *watch_chains; /* of each field: index + 1 of its last watch */
} ev_gen;

/* A zeroed new element behind the last; NULL (and g->failed) without memory. */
void *ev_gen_push(ev_gen *g, ev_pool *pool, size_t size, uint32_t *index);
uint32_t ev_gen_type(ev_gen *g, const ev_type *type);
uint32_t ev_gen_vtype(ev_gen *g, ev_vtype_kind kind, uint32_t ref);
uint32_t ev_gen_constant(ev_gen *g, ev_const constant);
uint32_t ev_gen_text(ev_gen *g, ev_str text); /* a string constant */
uint32_t ev_gen_literal(ev_gen *g, const ev_expr *literal, const ev_type *type);
ev_str ev_gen_copy(ev_gen *g, ev_str text);
ev_texts ev_gen_words(ev_gen *g, const ev_words *words);
const ev_automaton *ev_gen_automaton(ev_gen *g, const ev_automaton *automaton);
uint32_t ev_gen_new_chunk(ev_gen *g);
ev_chunk *ev_gen_chunk(ev_gen *g, uint32_t index);

/* Line and column of an offset, by an index of the file's lines. */
ev_position ev_gen_position(ev_gen *g, const ev_file *file, uint32_t offset);

/* ---- code */

/* A place to jump to, later in the chunk. Until it is bound its references are chained through their operand
 * words. */
typedef struct ev_label {
  uint32_t chain; /* word of the last reference + 1; 0 for none */
} ev_label;

typedef struct ev_binding {
  const ev_decl *view;
  uint32_t slot;
} ev_binding;

typedef struct ev_code {
  ev_gen *g;
  ev_str name;
  const ev_file *file;
  ev_pool words, lines, locals;
  uint32_t iterators, joins;
  uint32_t depth, max_depth; /* of the stack */
  ev_binding views[EV_MAX_CASE_VIEWS];
  uint32_t view_count;
  bool by_position; /* locals are parameters, declared in their order: messages of shapes and decodes */
} ev_code;

/* Emits an instruction; `delta` is the change of the stack's height. Unused operands are left out by their
 * number. */
void ev_emit(ev_code *code, ev_opcode op, int delta);
void ev_emit1(ev_code *code, ev_opcode op, int delta, uint32_t a);
void ev_emit2(ev_code *code, ev_opcode op, int delta, uint32_t a, uint32_t b);
void ev_emit3(ev_code *code, ev_opcode op, int delta, uint32_t a, uint32_t b, uint32_t c);
/* A jump whose first operand is the label. */
void ev_emit_jump(ev_code *code, ev_opcode op, int delta, ev_label *label);
/* A reference to the label as a bare operand word, for instructions with further operands. */
void ev_emit_reference(ev_code *code, ev_label *label);
void ev_emit_word(ev_code *code, uint32_t word);
void ev_bind_label(ev_code *code, ev_label *label);
uint32_t ev_here(const ev_code *code);
uint32_t ev_new_local(ev_code *code, uint32_t type);
/* Remembers the source position of what comes next. */
void ev_mark_line(ev_code *code, ev_span span);
/* Moves the code into the chunk. */
void ev_finish_chunk(ev_code *code, uint32_t chunk, uint32_t param_count, uint32_t result);

/* ---- expressions: one value is pushed */
void ev_gen_expr(ev_code *code, const ev_expr *e);
/* The same without the assertion that a test has narrowed it. */
void ev_gen_raw(ev_code *code, const ev_expr *e);
/* A list: an absent one as an empty one. */
void ev_gen_list(ev_code *code, const ev_expr *e);
/* A string for a message: pieces and their texts. */
void ev_gen_message(ev_code *code, const ev_expr *e);
/* Could an element of this list be there only perhaps? */
bool ev_gen_is_partial(const ev_expr *list);
/* The slot of a local, made on first use. */
uint32_t ev_gen_slot(ev_code *code, ev_local *local);
/* `a ?? b ?? c` of an effective value: all are looked at, and what loses is remembered. */
void ev_gen_effective(ev_code *code, const ev_expr *e);

/* ---- declarations */
void ev_gen_rules(ev_gen *g);
void ev_gen_case(ev_gen *g, const ev_decl *rule, const ev_clause *clauses, ev_bcase *out, uint32_t number);
/* Watches without which a case finds nothing, as in ev_bcase. */
const uint32_t *ev_gen_needs(ev_gen *g, const ev_clause *clauses, uint32_t *count);
/* Puts the watches in order, and their new indices into the needs of all cases. */
void ev_gen_watches(ev_gen *g);
/* Is a text decoded in it before its finding is made? */
bool ev_gen_clause_decodes(const ev_clause *clause);
/* The say (or NULL) among the clauses. */
const ev_clause *ev_find_clause(const ev_clause *clauses, ev_clause_kind kind);

#endif
