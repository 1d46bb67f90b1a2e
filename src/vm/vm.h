/* The machine: runs the rules of a verified bundle over one Kubernetes object at a time.
 *
 * A machine belongs to one thread; the bundle is shared. Everything a run yields lives in the arena given to
 * it, usually the reader's, and dies with the document. The machine knows no YAML and no rule. */
#ifndef EV_VM_H
#define EV_VM_H

#include "bundle.h"
#include "manifest.h"

typedef enum ev_verdict { EV_FAIL, EV_VERDICT_UNKNOWN } ev_verdict;

typedef struct ev_vnote {
  const ev_node *at;
  ev_place place;
  ev_str message;
  struct ev_vnote *next;
} ev_vnote;

/* One finding, before merging and sorting. */
typedef struct ev_found {
  uint32_t rule; /* in the bundle */
  ev_verdict verdict;
  ev_str message;
  ev_str reason;          /* of an unknown; may be empty */
  const ev_node *at;      /* where it points: a value, or a key; for the path */
  ev_place place;         /* usually at->place; inside decoded text at the byte */
  const ev_node *subject; /* element of the innermost `for`; may be NULL */
  ev_vnote *notes;        /* in order */
  struct ev_found *next;
} ev_found;

typedef struct ev_run {
  /* in */
  ev_arena *arena;
  ev_str source;               /* the input that places refer to, for decoded text */
  const ev_document *document; /* for its quirks */
  ev_node *object;             /* the object: document root or an item of a list */
  ev_str api_version, kind;
  uint32_t scope; /* index of a scope, or EV_NONE: every pod */
  uint64_t steps; /* budget; counted down */
  bool thorough;  /* cases are run even where the fields that they need are not there */
  /* out */
  ev_found *first, *last;          /* appended to */
  uint32_t found;                  /* their number */
  uint32_t limit;                  /* most findings; 0 = none */
  uint32_t pods, pods_passed_over; /* added to: instances of counted views */
  bool matched;                    /* some view has a row for this object */
  bool out_of_steps, out_of_findings;
} ev_run;

/* Values of parameters; of a set parameter `set` is used. */
typedef struct ev_setting_value {
  bool given; /* else the bundle's default */
  ev_const value;
  ev_bset set;
} ev_setting_value;

typedef struct ev_vm ev_vm;

/* `settings` has bundle->params_count entries or is NULL (defaults); borrowed, as is the bundle. NULL: no
 * memory. */
ev_vm *ev_vm_new(const ev_bundle *bundle, const ev_setting_value *settings);
void ev_vm_free(ev_vm *vm);

/* Does some view of the bundle have a row for this apiVersion and kind? */
bool ev_vm_concerns(const ev_vm *vm, ev_str api_version, ev_str kind);

/* Vets one object with all rules. False when memory ran out. A hit budget sets out_of_steps and ends the run.
 */
bool ev_vm_run(ev_vm *vm, ev_run *run);

/* What a shape rule says where the machine does not raise it itself (TRAILING): its message, made from these
 * texts in the order of its function's parameters: field, expected, found, record, hint. In `arena`; the
 * rule's title where it has no `say` or memory runs out. `event` must have a rule (bundle->shapes). */
ev_str ev_vm_shape_message(ev_vm *vm, ev_arena *arena, uint32_t event, const ev_str texts[5]);

/* Each step of one rule is given to `trace` (for `check --trace`): the instruction, and the value on top of
 * the stack after it with its place in the manifest. NULL switches it off. */
typedef void (*ev_trace)(void *context, ev_str line);
void ev_vm_trace(ev_vm *vm, uint32_t rule, ev_trace trace, void *context);

/* What a rule cost. What two rules share, such as a function's value, is charged to the first. */
typedef struct ev_rule_profile {
  uint64_t runs, steps, nanoseconds;
} ev_rule_profile;
typedef uint64_t (*ev_clock)(void); /* nanoseconds since any time */
/* Adds what each rule costs to `profile`, in the order of the bundle, and behind the last rule what is done
 * for all rules at once: a run for each object. In all ev_profile_count entries. */
void ev_vm_profile(ev_vm *vm, ev_rule_profile *profile, ev_clock clock);
static inline size_t ev_profile_count(const ev_bundle *bundle) { return bundle->rules_count + (size_t)1; }

/* Reads the text of --param NAME=VALUE into *out: a bool (true, false), int, quantity, string, or, for sets,
 * comma-separated patterns or ints that are added to what *out holds already. False with *message (static, or
 * in the arena) saying what was expected. */
bool ev_setting_parse(ev_arena *arena, const ev_bundle *bundle, uint32_t param, ev_str text,
                      ev_setting_value *out, ev_str *message);

#endif
