/* Expressions of the grammar out of bytes. */
#ifndef REF_GENERATE_EXPR_H
#define REF_GENERATE_EXPR_H

#include "generate.h"
#include "grammar.h"

#define REF_MOST_NAMES     32u
#define REF_MOST_FUNCTIONS 4u
#define REF_MOST_ARGUMENTS 2u

typedef struct ref_name { /* in sight */
  ref_type type;
  char text[12];
  uint32_t level; /* of the loop whose element it is, or is taken from; REF_CONSTANT_LEVEL: of none */
} ref_name;
#define REF_CONSTANT_LEVEL UINT32_MAX

typedef struct ref_signature { /* of function f0, f1, ... */
  ref_type result, parameters[REF_MOST_ARGUMENTS];
  uint32_t count;
} ref_signature;

typedef struct ref_writer {
  ev_buf *out;
  ref_bytes *bytes;
  ref_name names[REF_MOST_NAMES];
  uint32_t name_count, given; /* in sight; ever given away */
  ref_signature functions[REF_MOST_FUNCTIONS];
  uint32_t function_count;
  uint32_t level;      /* of loops around what is being written */
  uint32_t least;      /* names of a lower one may not be used: what is written is gone over */
  uint32_t most_depth; /* from there on expressions have no operands but records and constants */
  bool quoted;         /* within a message, where quotes have a backslash */
} ref_writer;

/* A name that is then in sight. */
void ref_add_name(ref_writer *w, ref_type type, const char *text, uint32_t level);
/* A fresh one, of a letter and a number. */
ref_name ref_fresh_name(ref_writer *w, ref_type type, char letter, uint32_t level);

/* Is there any expression of the type? */
bool ref_can_write(const ref_writer *w, ref_type type);
void ref_write_expression(ref_writer *w, ref_type type, uint32_t depth);
/* A text in which operands stand as in a production. */
void ref_write_format(ref_writer *w, const char *format, uint32_t depth);
/* Can all its operands be written? */
bool ref_can_write_format(const ref_writer *w, const char *format);

#endif
