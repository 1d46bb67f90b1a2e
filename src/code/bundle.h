/* A bundle: a checked, compiled rule program. Immutable once made, shared by all threads.
 *
 * A bundle is made by the code generator (ev_generate) or read from a `.vetc` file; either way it goes
 * through ev_verify, the one door, before the machine may run it. Everything that hangs off a bundle lives in
 * its arena. Indices are 32 bits and refer to the arrays below. */
#ifndef EV_BUNDLE_H
#define EV_BUNDLE_H

#include "arena.h"
#include "diag.h"
#include "num.h"
#include "pattern.h"
#include "str.h"

#define EV_NONE UINT32_MAX

typedef enum ev_opcode {
#define EV_OP(name, operands, effect, meaning) EV_OP_##name,
#include "opcodes.def"
#undef EV_OP
  EV_OPCODES
} ev_opcode;

typedef struct ev_opcode_info {
  const char *name, *operands, *effect, *meaning;
  uint32_t words; /* the opcode's and its operands' */
} ev_opcode_info;
extern const ev_opcode_info ev_opcodes[EV_OPCODES];

typedef enum ev_builtin {
#define EV_BUILTIN(id, name, parameters, result, meaning) EV_BUILTIN_##id,
#include "builtins.def"
#undef EV_BUILTIN
  EV_BUILTINS
} ev_builtin;

typedef struct ev_builtin_info {
  const char *name, *parameters, *result, *meaning;
} ev_builtin_info;
extern const ev_builtin_info ev_builtins[EV_BUILTINS];

/* ---- types of values */

typedef enum ev_vtype_kind {
  EV_VT_ABSENT, /* of the constant absent: joins with T to T? */
  EV_VT_BOOL,
  EV_VT_INT,
  EV_VT_QUANTITY,
  EV_VT_INTERVAL,
  EV_VT_STRING, /* an enum too: `ref` is the index of its word list in `enums`, or EV_NONE */
  EV_VT_ANY,
  EV_VT_LIST,       /* ref: type of the elements */
  EV_VT_MAP,        /* ref: type of the values */
  EV_VT_RECORD,     /* ref: record */
  EV_VT_ROW,        /* ref: table */
  EV_VT_OPTIONAL,   /* ref: type; never an optional one */
  EV_VT_SET_STRING, /* of params only */
  EV_VT_SET_INT,
  EV_VT_KINDS
} ev_vtype_kind;

typedef struct ev_vtype {
  ev_vtype_kind kind;
  uint32_t ref; /* refers to a lower index where it is a type, so that types are finite */
} ev_vtype;

typedef enum ev_const_kind { EV_K_ABSENT, EV_K_BOOL, EV_K_INT, EV_K_QUANTITY, EV_K_STRING } ev_const_kind;

typedef struct ev_const {
  ev_const_kind kind;
  bool truth;
  ev_rat number; /* INT, QUANTITY (infinities too) */
  ev_str text;
} ev_const;

typedef struct ev_texts { /* a list of strings: words of an enum, tags */
  uint32_t count;
  const ev_str *at;
} ev_texts;

/* ---- records */

typedef enum ev_bfield_class { EV_BF_TYPED, EV_BF_ALSO, EV_BF_ELSEWHERE } ev_bfield_class;

typedef struct ev_bfield {
  ev_str name;
  ev_bfield_class class_;
  uint32_t record;                   /* the record that owns it */
  uint32_t type;                     /* TYPED: what FIELD pushes */
  uint32_t fallback;                 /* constant, or EV_NONE */
  bool unjudged;                     /* no shape finding here or below */
  bool required;                     /* absence is a finding (decoded JSON only) */
  uint32_t first_watch, watch_count; /* in `watches`; made by the verifier, not stored */
  uint32_t keyed_count;              /* so many of them, the last ones, are on single keys; made likewise */
} ev_bfield;

typedef struct ev_brecord {
  ev_str name;
  bool closed;
  uint32_t first_field, field_count; /* in `fields` */
  uint32_t buckets;                  /* a power of two: size of `hash`; made by the loader, not stored */
  const uint32_t *hash;              /* field index + 1 by name, open addressing, 0 = empty */
} ev_brecord;

/* ---- watches: what the walk over an object's shape looks out for, so that a rule which cannot find anything
 * need not be run. Many rules test the value of one field: their watches stand together, with watches before
 * them that are met wherever one of them is, so that one look at a value tells that none of them is. */

typedef enum ev_bwatch_kind {
  EV_W_SET,    /* some value stands at the field */
  EV_W_ABSENT, /* in some record that has the field none does, or what does is unknown */
  EV_W_TRUE,   /* a truth value there, or in the list or map there, is true; or unknown, or refused */
  EV_W_FALSE,
  EV_W_UNKNOWN, /* what stands there, or in the list or map there, is unknown or refused */
  EV_W_IN,      /* a string is in the set, ... */
  EV_W_NOT_IN,  /* is not in the set, ... */
  EV_W_NUMBER,  /* a number is neither below `low` nor above `high`, ... */
  EV_W_KEY_IN,  /* a key of the map there is in the set, or unknown */
  EV_W_KEY_NOT_IN,
  EV_W_PARAM, /* the parameter was given another value than its default */
  EV_W_KINDS
} ev_bwatch_kind;

/* The array is in this order: by field, those on parameters last; of a field first those without a key, then
 * by the bytes of the key. */
typedef struct ev_bwatch {
  ev_bwatch_kind kind;
  uint32_t field; /* PARAM: the parameter */
  uint32_t key;   /* constant: of a map the value with this key alone counts; EV_NONE: whatever is there */
  uint32_t set;   /* IN, NOT_IN, KEY_IN, KEY_NOT_IN: of strings; else EV_NONE */
  uint32_t low, high; /* NUMBER: constants; else EV_NONE */
  uint32_t under;     /* so many that follow need not be looked at where this one is not met */
} ev_bwatch;

/* ---- views: which objects, and where in them */

typedef struct ev_brow {
  uint32_t record;              /* of the whole object */
  const ev_automaton *versions; /* of apiVersion */
  ev_texts kinds;
  uint32_t path_count;
  const ev_texts *paths; /* field names from the root; an empty list is the root itself */
} ev_brow;

typedef struct ev_bview {
  ev_str name;
  uint32_t record;
  bool counted;
  uint32_t row_count;
  const ev_brow *rows;
} ev_bview;

/* ---- sets, tables, params */

typedef struct ev_int_range {
  ev_int low, high;
} ev_int_range;

typedef struct ev_bset {
  ev_str name;                   /* may be empty */
  const ev_automaton *automaton; /* strings; NULL for ints */
  uint32_t range_count;          /* ints: sorted, disjoint */
  const ev_int_range *ranges;
} ev_bset;

typedef struct ev_btable {
  ev_str name;
  uint32_t columns, rows;
  const uint32_t *types; /* columns */
  const ev_str *column_names;
  const uint32_t *cells; /* rows * columns constants */
  bool unique;           /* no key of the first column occurs twice: LOOKUP is allowed */
  uint32_t buckets;      /* made by the loader: index of the first column */
  const uint32_t *hash;  /* row + 1, 0 = empty */
} ev_btable;

typedef struct ev_bparam {
  ev_str name;
  ev_str doc;
  uint32_t type;
  uint32_t fallback; /* constant; or set, for a set type */
} ev_bparam;

/* ---- code */

/* A chunk: one function, one case of a rule, one message of a shape. Instructions are 32-bit words: opcode,
 * then its operands. Jump targets are word offsets in the chunk. */
typedef struct ev_chunk {
  ev_str name;          /* for the disassembler and traces */
  uint32_t param_count; /* they are the first locals, stored on entry */
  uint32_t local_count;
  const uint32_t *local_types;
  uint32_t result;           /* type; EV_NONE for a case */
  uint32_t iterators, joins; /* slots */
  uint32_t max_stack;        /* checked by the verifier */
  uint32_t word_count;
  const uint32_t *words;
  /* Source positions for traces: word offset -> file and line; sorted by offset. */
  uint32_t line_count;
  const struct ev_line *lines;
  uint64_t cost_constant,
      cost_linear; /* at most so many steps: constant + linear * (nodes + bytes) of the document */
} ev_chunk;

typedef struct ev_line {
  uint32_t word, line, column;
} ev_line;

typedef struct ev_bdecode {
  uint32_t rule; /* whose id its findings carry */
  uint32_t type; /* of the value */
  uint32_t say;  /* function (string: what is wrong) -> string; EV_NONE */
} ev_bdecode;

typedef enum ev_brule_kind { EV_BR_RULE, EV_BR_DECODE, EV_BR_SHAPE } ev_brule_kind;

/* One thing that can be found: a rule, the `else` of a decode, or a shape. */
typedef struct ev_brule {
  ev_str id, title, doc, help, see, file;
  ev_severity severity;
  ev_texts tags;
  ev_brule_kind kind;
  uint32_t line;
  uint32_t event; /* SHAPE: enum ev_shape_event's order: type, unknown, duplicate, boolean_key, trailing,
                     divergent */
  uint32_t say;   /* SHAPE: function (field, expected, found, record, hint: string) -> string; EV_NONE */
  uint32_t case_count;
  const struct ev_bcase *cases;
} ev_brule;

/* A case is evaluated for every combination of instances of its views, which are its first locals. */
typedef struct ev_bcase {
  uint32_t chunk;
  uint32_t view_count;
  const uint32_t *views;
  /* Watches that the walk over an object's shape must have met for the case to find anything: groups, each
   * ended by EV_NONE; of each group one watch suffices. A hint that saves work: one that is wrong loses
   * findings, no more. */
  uint32_t need_count;
  const uint32_t *needs;
} ev_bcase;

typedef struct ev_bscope {
  ev_str name;
  uint32_t view;
  uint32_t function; /* (record of the view) -> bool */
} ev_bscope;

#define EV_EVENTS 6

/* All arrays of a bundle, in the order of the bundle file. Of chunks, a CALL names a lower index than its
 * own: no recursion. Rules are sorted by id. */
#define EV_BUNDLE_ARRAYS                                                                                     \
  EV_ARRAY(ev_vtype, types)                                                                                  \
  EV_ARRAY(ev_const, constants)                                                                              \
  EV_ARRAY(ev_texts, enums)                                                                                  \
  EV_ARRAY(ev_bfield, fields)                                                                                \
  EV_ARRAY(ev_brecord, records)                                                                              \
  EV_ARRAY(ev_bview, views)                                                                                  \
  EV_ARRAY(ev_bset, sets)                                                                                    \
  EV_ARRAY(ev_btable, tables)                                                                                \
  EV_ARRAY(ev_bparam, params)                                                                                \
  EV_ARRAY(ev_bwatch, watches)                                                                               \
  EV_ARRAY(ev_chunk, chunks)                                                                                 \
  EV_ARRAY(ev_bdecode, decodes)                                                                              \
  EV_ARRAY(ev_brule, rules)                                                                                  \
  EV_ARRAY(ev_bscope, scopes)

typedef struct ev_bundle {
  ev_arena arena;
#define EV_ARRAY(type, name)                                                                                 \
  uint32_t name##_count;                                                                                     \
  const type *name;
  EV_BUNDLE_ARRAYS
#undef EV_ARRAY
  uint32_t shapes[EV_EVENTS];     /* rule for each event, or EV_NONE; made by ev_verify */
  const struct ev_claims *claims; /* made by ev_verify with EV_CHECK_CLAIMS; else NULL */
} ev_bundle;

/* An empty bundle, with no shapes; NULL when memory ran out. All its arrays are to come from its arena. */
ev_bundle *ev_bundle_new(void);
void ev_bundle_free(ev_bundle *bundle); /* NULL is allowed */

/* Longest search in an index of names or keys; chance never comes near it. What collides more is refused, and
 * no search goes on for longer, so that no bundle can make one slow. */
#define EV_MOST_PROBES 256u

/* What the verifier found wrong. */
typedef struct ev_verify_error {
  char message[200];    /* one sentence with names and indices, NUL-terminated */
  uint32_t chunk, word; /* EV_NONE where it is no instruction */
  bool no_memory;       /* nothing was found wrong: memory ran out */
} ev_verify_error;

/* The one door. Checks everything that the machine relies on: indices, types of stack slots and locals, jump
 * targets, loop nesting, stack height, acyclic calls, automata, declared cost; and completes what is not
 * stored (hash indices, shapes). False with *error filled; also false, with "no memory", when that runs out.
 */
bool ev_verify(ev_bundle *bundle, ev_verify_error *error);

/* What a chunk may cost, in steps: *constant + *linear * (nodes + bytes of the document). Callees' declared
 * costs are used, so chunks are to be filled from the lowest index on. A chunk's declared cost must be at
 * least this. An instruction counts 1: to the constant outside loops, to the linear part inside a loop over a
 * list of the manifest, however deep (an inner list lies within the elements of the outer one, or is joined
 * to it). A loop over all rows of a table (ROWS, then ITER or FOR, then NEXT, with no jump in between)
 * multiplies what is in it by the number of rows. A builtin that reads a whole text or list, CONCAT, INDEX,
 * IN_LIST and DECODE add 1 to the linear part. Sums saturate. The code must be whole instructions with
 * operands in range. False when memory ran out. */
bool ev_chunk_cost(const ev_bundle *bundle, uint32_t chunk, uint64_t *constant, uint64_t *linear);

/* The most room that the frames of any call can need. False when memory ran out. */
typedef struct ev_stack_need {
  uint64_t values, iterators, joins, frames;
} ev_stack_need;
bool ev_stack_measure(const ev_bundle *bundle, ev_stack_need *need);

/* Bundle file: magic "VETC", version, length and checksum, then the sections, little endian. */
#define EV_BUNDLE_VERSION 3u
/* Writes the file's bytes; the buffer's sticky failure tells of lack of memory. */
void ev_bundle_write(ev_buf *out, const ev_bundle *bundle);
/* Reads and verifies; NULL with *error filled. `bytes` may be dropped afterwards. No bytes whatever make this
 * touch memory out of bounds, loop, or overflow. */
ev_bundle *ev_bundle_read(ev_str bytes, ev_verify_error *error);

/* Listing of the whole bundle, or of the chunks of one rule (rule != EV_NONE). */
void ev_disassemble(ev_buf *out, const ev_bundle *bundle, uint32_t rule);
void ev_disassemble_instruction(ev_buf *out, const ev_bundle *bundle, const ev_chunk *chunk, uint32_t word);
/* docs/opcodes.md */
void ev_opcodes_markdown(ev_buf *out);

/* Rule by id, EV_NONE when there is none. */
uint32_t ev_bundle_rule(const ev_bundle *bundle, ev_str id);
uint32_t ev_bundle_scope(const ev_bundle *bundle, ev_str name);
uint32_t ev_bundle_param(const ev_bundle *bundle, ev_str name);
/* Field of a record by name (any class), EV_NONE when it has none. Needs a verified bundle. */
uint32_t ev_record_field(const ev_bundle *bundle, uint32_t record, ev_str name);
/* Row of a table whose first column is this, EV_NONE when there is none. Needs a verified bundle. */
uint32_t ev_table_find(const ev_bundle *bundle, const ev_btable *table, const ev_const *key);
uint64_t ev_const_hash(const ev_const *c);
/* Numbers are equal whatever their kind. */
bool ev_const_equal(const ev_const *a, const ev_const *b);
/* "string?", "[Container]", ... */
void ev_vtype_write(ev_buf *out, const ev_bundle *bundle, uint32_t type);

#endif
