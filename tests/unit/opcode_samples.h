/* Of every opcode a small piece of code that the verifier accepts, in a bundle that has one of everything. */
#ifndef OPCODE_SAMPLES_H
#define OPCODE_SAMPLES_H

#include "assemble.h"

typedef struct opcode_sample {
  const char *opcode;
  const char *code;    /* of a case over a Pod, but RETURN's: of a function from a Pod to an int */
  const char *listing; /* of the instruction */
} opcode_sample;

/* A row for each opcode. */
extern const opcode_sample opcode_samples[EV_OPCODES];

/* Pieces of code that push a name, which may be absent, and a map. */
#define POD_NAME "LOCAL 0; FIELD Pod.name; "
#define LABELS   "LOCAL 0; FIELD Pod.labels; "

/* Records Item and Pod, a view, sets, tables, params, a function, a decode. */
ev_bundle *sample_universe(void);
uint32_t sample_opcode(const char *name);
/* A case over a Pod with a local that is an int, behind whose code stands `end: HALT`. */
uint32_t sample_case(ev_bundle *b, const char *code);
/* The chunk of a sample. */
uint32_t sample_chunk(ev_bundle *b, const opcode_sample *sample);
/* Word of the last instruction with the opcode, of HALT the first; EV_NONE if there is none. */
uint32_t sample_find(const ev_chunk *c, uint32_t op);

#endif
