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

typedef struct ev_open_loop {
  uint32_t head, end; /* words of its NEXT and its last LOOP */
  uint32_t slot;      /* iterator */
} ev_open_loop;

typedef struct ev_code {
  ev_verifier *v;
  const ev_chunk *chunk;
  ev_arena arena; /* of states */
  uint32_t index; /* of the chunk */
  uint32_t at;    /* word of the instruction */
  bool live;      /* `now` is reached */
  ev_state now;
  ev_state **pending;  /* at jump targets, by word */
  ev_state **heads;    /* at the NEXTs of loops, by word */
  ev_state *free;
  uint32_t *last_loop; /* of a NEXT: word of its last LOOP; EV_NONE */
  uint8_t *starts;     /* by word: an instruction starts here */
  ev_open_loop *loops; /* open ones */
  uint32_t depth;
  ev_ty bool_, string, absent; /* common types */
} ev_code;

bool ev_code_fail(ev_code *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The stack. */
bool ev_code_push(ev_code *c, ev_ty type);
bool ev_code_pop(ev_code *c, ev_ty *type);

/* Merges what is known now into a jump target. */
bool ev_code_flow(ev_code *c, uint32_t target);

/* ---- verify_ops.c: the effect of the instruction at c->at on a live state. */
bool ev_code_step(ev_code *c);

#endif
