/* Random code: lists of instructions whose jumps name instructions, so that code can be cut and joined. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "assemble.h"

typedef struct instruction {
  uint32_t op, operands[3]; /* of jumps the number of an instruction */
} instruction;

#define MOST_INSTRUCTIONS 96u

typedef struct program {
  uint32_t count;
  instruction at[MOST_INSTRUCTIONS];
} program;

/* What operands are drawn from. */
typedef struct pools {
  uint32_t constants, locals, fields, sets, params, tables, types, chunks, decodes, iterators, joins;
} pools;

uint64_t random_bits(uint64_t *state);
uint32_t random_below(uint64_t *state, uint32_t most); /* 0 where most is 0 */

program program_of(const ev_chunk *c);
/* Into room for MOST_INSTRUCTIONS * 4 words; gives how many. */
uint32_t program_words(const program *p, uint32_t *words);
/* One change, of a kind that often leaves code that the verifier accepts. `other` is code to take from. */
void program_change(program *p, const program *other, const pools *pools, uint64_t *state);

#endif
