/* Abstract interpretation of one chunk: what the files that do it share. */
#ifndef EV_VERIFY_CODE_H
#define EV_VERIFY_CODE_H

#include "verify.h"

/* What is known before an instruction. */
typedef struct ev_state {
  uint32_t height;
  ev_ty *stack;     /* max_stack */
  uint64_t *stored; /* a bit for each local */
  ev_ty *iterators; /* type of the elements, or EV_NONE where none was started */
  ev_ty *joins;
  struct ev_state *next; /* in the list of free ones */
} ev_state;

typedef struct ev_code {
  ev_verifier *v;
  const ev_chunk *chunk;
  ev_arena arena; /* of states */
  uint32_t index; /* of the chunk */
  uint32_t at;    /* word of the instruction */
  bool live;      /* `now` is reached */
  ev_state now;
  ev_state **pending; /* at jump targets, by word */
  ev_state **heads;   /* at the NEXTs of loops, by word */
  ev_state *free;
  uint32_t *last_loop;         /* of a NEXT: word of its last LOOP; EV_NONE */
  uint32_t *inside;            /* by word: the NEXT of the innermost loop around it; EV_NONE */
  uint8_t *starts;             /* by word: an instruction starts here */
  ev_ty bool_, string, absent; /* common types */
} ev_code;

bool ev_code_fail(ev_code *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The stack. */
bool ev_code_push(ev_code *c, ev_ty type);
bool ev_code_pop(ev_code *c, ev_ty *type);

/* Merges what is known now into a jump target. */
bool ev_code_flow(ev_code *c, uint32_t target);

/* ---- verify_loops.c */
bool ev_code_check_loops(ev_code *c);
/* An iterator may be started: it is not that of a loop around. */
bool ev_code_slot_is_free(ev_code *c, uint32_t slot);

/* ---- verify_claims.c */
bool ev_code_claim_chunk(ev_code *c); /* before its first instruction */
bool ev_code_claim(ev_code *c);       /* what is known before the instruction at c->at */

/* ---- verify_ops.c: the effect of the instruction at c->at on a live state. */
bool ev_code_step(ev_code *c);
const uint32_t *ev_code_operands(const ev_code *c);
ev_ty ev_code_type_operand(const ev_code *c, uint32_t i);
/* An operand is a type that values may have. */
bool ev_code_check_type(ev_code *c, uint32_t i);
/* Says what was expected and what the stack held; always false. */
bool ev_code_mismatch(ev_code *c, const char *expected, ev_ty found);
bool ev_code_pop_scalar(ev_code *c, ev_ty *type); /* or an optional one */
bool ev_code_pop_held(ev_code *c, ev_ty wanted);
/* A jump target gets a value that goes on without. */
bool ev_code_push_at(ev_code *c, ev_ty type, uint32_t target);
ev_ty ev_code_wider(const ev_code *c, ev_ty a, ev_ty b); /* of two numbers */

/* What an effect took, in order, and the type that its T stands for. */
#define EV_MOST_TAKEN 4u
typedef struct ev_taken {
  ev_ty types[EV_MOST_TAKEN];
  uint32_t count;
  ev_ty t;
} ev_taken;

/* ---- verify_values.c, verify_flow.c: rules of single instructions */
bool ev_step_builtin(ev_code *c, uint32_t builtin);
bool ev_step_call(ev_code *c, uint32_t chunk);
bool ev_step_decode(ev_code *c, uint32_t decode);
bool ev_step_return(ev_code *c);
bool ev_step_iterate(ev_code *c, uint32_t slot, ev_ty element);
bool ev_step_next(ev_code *c);
bool ev_step_maybe(ev_code *c, uint32_t slot);
bool ev_step_join(ev_code *c);
bool ev_step_join_add(ev_code *c);
bool ev_step_join_probe(ev_code *c, bool adds);
bool ev_step_for(ev_code *c, ev_ty element);
bool ev_step_local(ev_code *c, uint32_t local);
bool ev_step_store(ev_code *c, uint32_t local, ev_ty type);
bool ev_step_field(ev_code *c, uint32_t field, ev_ty record);
bool ev_step_param(ev_code *c, uint32_t param);
bool ev_step_text_constant(ev_code *c, uint32_t constant);
bool ev_step_column(ev_code *c, uint32_t column, ev_ty row);
bool ev_step_lookup(ev_code *c, uint32_t table);
bool ev_step_rows(ev_code *c, uint32_t table);
bool ev_step_override(ev_code *c);
bool ev_step_branch(ev_code *c);
bool ev_step_jump(ev_code *c);
bool ev_step_in_set(ev_code *c, bool of_strings);
bool ev_step_in_param(ev_code *c, uint32_t param);
bool ev_step_in_list(ev_code *c, const ev_taken *t);
bool ev_step_arithmetic(ev_code *c, uint32_t op, const ev_taken *t);
bool ev_step_format(ev_code *c, uint32_t count);
bool ev_step_concat(ev_code *c);
bool ev_step_append(ev_code *c, bool on_condition);

#endif
