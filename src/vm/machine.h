/* What the files of this room share: the machine, its frames, its loops. No other room includes this.
 *
 * Values and all that they refer to live in the scratch arena, which is emptied after each object; findings,
 * decoded trees and what findings say live in the run's arena. Every handler of an opcode checks the kind of
 * value that it takes: the verifier's claims are what the machine relies on for right answers, never for
 * memory. */
#ifndef EV_MACHINE_H
#define EV_MACHINE_H

#include "never.h"
#include "value.h"
#include "vm.h"

/* With EV_CHECK_CLAIMS each claim of the verifier is checked where the machine relies on it, and a wrong one
 * traps. */
#ifdef EV_CHECK_CLAIMS
#define EV_CLAIM(condition) ((condition) ? (void)0 : __builtin_trap())
#else
#define EV_CLAIM(condition) ((void)0)
#endif

typedef enum ev_iterator_kind {
  EV_IT_NONE,
  EV_IT_NODES,
  EV_IT_LIST,
  EV_IT_ROWS,
  EV_IT_CHAIN,  /* entries of a join with one key, then those of `then` */
  EV_IT_ENTRIES /* all entries of a join */
} ev_iterator_kind;

typedef struct ev_join_entry ev_join_entry;

/* A place in a list: of the manifest, made by code, of a table's rows, or of the elements that a join found.
 */
typedef struct ev_iterator {
  ev_iterator_kind kind;
  bool maybe;    /* the current element is only possible */
  bool refused;  /* and refused: so is whether it is one */
  bool doubt;    /* CHAIN, ENTRIES: the keys of the current element and its own are not known to be equal */
  bool doubts;   /* CHAIN: nor are those of `then` */
  uint32_t type; /* NODES: of the elements; ROWS: the table */
  uint32_t index, end;
  union {
    const ev_node *node;
    const ev_value *at;
    const ev_join_entry *entry;
  };
  const ev_join_entry *then; /* CHAIN: the one that comes after it */
} ev_iterator;

/* A hash join: entries in order of adding; those with equal keys form a chain, whose head hangs in a bucket.
 * Those whose key is not known form a chain of their own. */
struct ev_join_entry {
  ev_value key, element;
  uint64_t hash;
  uint32_t number;      /* from 0, in order of adding */
  ev_join_entry *after; /* the next of all */
  ev_join_entry *equal; /* the next with an equal key; of one that is not known: the next such one */
  ev_join_entry *last;  /* of a head: the last of its chain */
  ev_join_entry *other; /* of a head: the next chain in the bucket */
};

typedef struct ev_join {
  ev_join_entry **buckets;
  uint32_t bucket_count, chains, entries;
  ev_join_entry *first, *latest; /* of all */
  ev_join_entry *unknown;        /* head of those whose key is not known */
} ev_join;

/* What a function gave for records of the manifest: rules ask the same of the same pod again and again, and
 * functions are pure. Kept as long as the scratch arena is. */
#define EV_MEMO_PARAMS 2u

typedef struct ev_memo {
  uint64_t age; /* of the scratch arena when it was made */
  const ev_node *arguments[EV_MEMO_PARAMS];
  uint32_t types[EV_MEMO_PARAMS]; /* as which they are read */
  ev_value result;
} ev_memo;

/* The same for fields of records: direct-mapped. */
#define EV_FIELD_CACHE 256u

typedef struct ev_field_memo {
  uint64_t age;
  const ev_node *record;
  uint32_t field;
  ev_value value;
} ev_field_memo;

typedef struct ev_frame {
  const ev_chunk *chunk;
  uint32_t at;      /* word of the next instruction */
  ev_value *locals; /* the operand stack is behind them */
  ev_iterator *iterators;
  ev_join *joins;
  ev_memo *memo;        /* where the result is kept; NULL */
  ev_found *message_of; /* a decode's `say`: the result is this finding's message */
#ifdef EV_CHECK_CLAIMS
  /* Instructions executed and elements that loops came to, in this frame and those that it called. */
  uint64_t steps, elements;
  uint32_t next; /* word of the NEXT executed last; EV_NONE */
#endif
} ev_frame;

/* The finding that a case is about to make. */
typedef struct ev_pending {
  ev_verdict verdict;
  ev_str reason, message;
  const ev_node *at;
  const ev_node *subject;
  ev_vnote *notes, *last_note;
  const ev_overrode *overrode[8]; /* of the values that AT and NOTE used */
  uint32_t overrode_count;
} ev_pending;

/* Instances of a view in the object. */
typedef struct ev_instances {
  uint32_t count;
  ev_node **at;
} ev_instances;

/* Records that can be reached from a root, in the order of their distance: for hints. */
typedef struct ev_reach {
  bool known;
  uint32_t count;
  struct ev_reached {
    uint32_t record, from; /* from: index in this list, EV_NONE for the root */
    uint32_t field;        /* by which */
    uint8_t lists, maps;   /* wrappers around it */
  } * at;
} ev_reach;

typedef struct ev_decoded ev_decoded;

/* What the walk over an object's shape met of what the bundle's watches are on. */
typedef struct ev_watching {
  bool *met;                /* for each watch */
  bool all;                 /* all are: some collection is refused or unknown, and so is every field of it */
  uint32_t *values;         /* for each field: how many that are not null */
  uint32_t *records;        /* for each record: how many */
  const uint32_t *absences; /* the watches that are on absence */
  uint32_t absence_count;
  uint32_t *seen;       /* for each watch that is on a key's absence: how many maps have the key */
  bool *given;          /* for each parameter: has it another value than its default */
  uint32_t first_param; /* the first watch on a parameter */
} ev_watching;

/* Values beyond what the frames need: arguments are pushed before a frame is entered. */
#define EV_STACK_SPARE 16u

struct ev_vm {
  const ev_bundle *bundle;
  ev_arena arena;        /* of what lives as long as the machine */
  ev_arena scratch;      /* of the values of a run */
  uint64_t age;          /* of the scratch arena: counts how often it was emptied */
  ev_memo *memos;        /* for each chunk */
  ev_field_memo *fields; /* EV_FIELD_CACHE */
  uint64_t seed;         /* of hashes, so that no manifest can be made to collide */

  ev_value *constants, *params;
  const ev_bset **param_sets;
  ev_reach *reaches; /* for each record */

  ev_frame *frames, *frame; /* frame: the running one */
  ev_value *stack, *sp;
  ev_iterator *iterators;
  ev_join *joins;
  ev_stack_need need; /* how much room these have */

  /* the run */
  ev_run *run;
  bool failed;  /* memory ran out */
  bool stopped; /* failed, out of steps or of findings */
  uint32_t rule;
  ev_node *fallback; /* where a finding points that has no place: the instance */
  ev_pending pending;
  ev_instances *instances; /* for each view */
  ev_watching watching;    /* what the walk over the object's shape met */
  ev_decoded **decoded;    /* hash table of decoded texts */
  uint32_t decoded_buckets, decoded_count;

  uint32_t trace_rule;
  ev_trace trace;
  void *trace_context;
  ev_rule_profile *profile; /* NULL: not wanted */
  ev_rule_profile charged;  /* to rules, in this run */
  ev_clock clock;
};

/* ---- machine.c */

/* Runs a chunk on arguments. *result, unless NULL, is what it returned; false if the machine stopped. */
bool ev_machine_call(ev_vm *vm, uint32_t chunk, const ev_value *arguments, uint32_t count, ev_value *result);
/* The same, with so many arguments on the stack. */
bool ev_machine_run(ev_vm *vm, uint32_t chunk, uint32_t count, ev_value *result);
/* Enters a chunk whose arguments are on the stack. */
void ev_machine_enter(ev_vm *vm, uint32_t chunk, ev_found *message_of);
/* Empties the scratch arena, and with it every memo. */
void ev_machine_forget(ev_vm *vm);
/* Memory ran out: nothing goes on. */
void ev_machine_fail(ev_vm *vm);
/* Takes steps off the budget; false, and the machine stops, where it is used up. */
bool ev_machine_spend(ev_vm *vm, uint64_t steps);
/* Whatever grows with a text or a list is paid for, so that the budget bounds time and memory: 16 bytes that
 * are looked at are a step, and so is a byte that is copied. */
bool ev_machine_spend_read(ev_vm *vm, size_t bytes);
bool ev_machine_spend_copy(ev_vm *vm, size_t bytes);
static inline void ev_machine_push(ev_vm *vm, ev_value value) { *vm->sp++ = value; }
static inline void ev_machine_jump(ev_vm *vm, uint32_t word) { vm->frame->at = word; }

/* The handlers of the opcodes, by the table. */
#define EV_OP(name, operands, effect, meaning) void ev_op_##name(ev_vm *vm, const uint32_t *operand);
#include "opcodes.def"
#undef EV_OP

/* ---- read.c: values from nodes */

/* Does a node that is not null have the type's shape? */
bool ev_shape_ok(const ev_bundle *bundle, uint32_t type, const ev_node *node);
/* The type without its `?`. */
uint32_t ev_vtype_present(const ev_bundle *bundle, uint32_t type);
/* A node as a value of a type; null is given by ev_read_null. */
ev_value ev_read_node(ev_vm *vm, uint32_t type, ev_node *node);
/* A node that stands in a list or map: null is the type's empty value there. */
ev_value ev_read_element(ev_vm *vm, uint32_t type, ev_node *node);
/* A string of the manifest: unknown where it holds template text. */
ev_value ev_read_string(const ev_node *node);

/* ---- iterate.c */

/* Starts on a list; poison and what is no list have no elements. */
void ev_iterator_start(ev_vm *vm, ev_iterator *it, const ev_value *list);
bool ev_iterator_next(ev_vm *vm, ev_iterator *it, ev_value *out);

void ev_join_start(ev_join *join);
void ev_join_add(ev_vm *vm, ev_join *join, const ev_value *key, const ev_value *element);
/* What becomes of keys that may be equal: the last operand of JOIN_PROBE and JOIN_FIRST. */
typedef enum ev_meeting { EV_MEET_CERTAIN, EV_MEET_KLEENE, EV_MEET_DOUBTED } ev_meeting;
/* Over the elements whose key equals it and, but for CERTAIN, those whose key may. */
void ev_join_probe(ev_vm *vm, const ev_join *join, const ev_value *key, ev_meeting how, ev_iterator *it);
/* The first element with an equal key, or NULL. */
const ev_value *ev_join_find(ev_vm *vm, const ev_join *join, const ev_value *key);

/* ---- number.c */

ev_interval ev_value_interval(const ev_value *value); /* of a number */
ev_bounds ev_value_bounds(const ev_value *value);     /* of a number: what all of the interval lies between */
ev_value ev_value_between(ev_vm *vm, ev_interval interval, bool whole);
ev_value ev_value_number(ev_vm *vm, ev_bounds bounds, bool whole); /* no interval */
bool ev_value_exact(const ev_value *value, ev_rat *out);           /* a number known exactly */
ev_value ev_value_equal(const ev_value *a,
                        const ev_value *b); /* two scalars of one kind: a bool or unknown */
ev_value ev_value_not_less(const ev_value *a, const ev_value *b);
/* What the lesser, and the greater, of two numbers lies between. */
ev_bounds ev_bounds_lesser(ev_bounds a, ev_bounds b);
ev_bounds ev_bounds_greater(ev_bounds a, ev_bounds b);
bool ev_interval_add(ev_interval a, ev_interval b, ev_interval *out); /* false: too large */
static inline ev_bounds ev_bounds_of(ev_rat n) { return (ev_bounds){n, n}; }

/* ---- list.c */

ev_value ev_list_new(uint32_t type); /* empty */
/* Room for so many elements in a new list, so that it need not grow. */
void ev_list_reserve(ev_vm *vm, ev_value *list, size_t count);
void ev_list_append(ev_vm *vm, ev_value *list, const ev_value *element);

/* ---- set.c */

ev_value ev_set_holds(ev_vm *vm, const ev_bset *set, const ev_value *value);

/* ---- builtin_*.c */

typedef ev_value (*ev_builtin_handler)(ev_vm *vm, const ev_value *arguments);
#define EV_BUILTIN(id, name, parameters, result, meaning)                                                    \
  ev_value ev_builtin_##id(ev_vm *vm, const ev_value *a);
#include "builtins.def"
#undef EV_BUILTIN

/* ---- write.c: values as text */

/* As a message shows it. */
void ev_value_write(ev_buf *out, const ev_vm *vm, const ev_value *value);
/* A copy of a buffer in an arena; the buffer is freed. Empty, and the machine fails, without memory. */
ev_str ev_text_take(ev_vm *vm, ev_arena *arena, ev_buf *buf);

/* ---- finding.c */

/* Adds a finding of the rule, with its title as message, and gives it, or NULL (no memory, or the limit). */
ev_found *ev_finding_add(ev_vm *vm, uint32_t rule, ev_verdict verdict, const ev_node *at, ev_place place);
/* Appends a note; `finding` may be NULL. */
void ev_finding_note(ev_vm *vm, ev_found *finding, const ev_node *at, ev_place place, ev_str message);
/* To be called of each finding that is complete: notes the alias that led to it. `finding` may be NULL. */
void ev_finding_end(ev_vm *vm, ev_found *finding);
void ev_pending_start(ev_vm *vm, ev_verdict verdict, ev_str reason);

/* ---- decode.c */

void ev_decode_forget(ev_vm *vm); /* before each object */

/* ---- watch.c */

bool ev_watch_make(ev_vm *vm, const ev_setting_value *settings);  /* false without memory */
void ev_watch_forget(ev_vm *vm);                                  /* before each object */
void ev_watch_record(ev_vm *vm, uint32_t record);                 /* the walk met one, or null in its place */
void ev_watch_field(ev_vm *vm, uint32_t field);                   /* a value that is not null */
void ev_watch_key(ev_vm *vm, uint32_t field, const ev_node *key); /* a key of the map there */
/* A value of the field, or in the list or map there; in a map it has a key. */
void ev_watch_value(ev_vm *vm, uint32_t field, uint32_t type, ev_node *node, const ev_node *key);
void ev_watch_unknown(ev_vm *vm, uint32_t field);      /* something there may be any value */
void ev_watch_end(ev_vm *vm);                          /* the walk is over */
bool ev_watch_met(const ev_vm *vm, const ev_bcase *c); /* can the case find something? */

/* ---- shape*.c */

/* Walks an object typed as a record and reports what is of the wrong shape or unknown there. */
void ev_shape_walk(ev_vm *vm, ev_node *root, uint32_t record);
/* Reports the document's quirks in what the records, as which the object was matched, describe of it. */
void ev_shape_quirks(ev_vm *vm, const uint32_t *records, uint32_t count);
/* What was found, as messages say it: "the number 1024". */
void ev_shape_found(ev_buf *out, const ev_node *node);
/* What a type expects: "a string". */
void ev_shape_expected(ev_buf *out, const ev_bundle *bundle, uint32_t type);

/* ---- claims.c */

/* Traps where a claim of the verifier does not hold before an instruction. */
void ev_claims_check(const ev_vm *vm);
/* Makes what a new frame has not stored yet show itself. */
void ev_claims_enter(const ev_vm *vm);

/* ---- trace.c */

void ev_trace_step(ev_vm *vm, const ev_chunk *chunk, uint32_t word);

#endif
