/* The machine and the reference evaluator over the program and the manifest that some bytes stand for. */
#ifndef REF_COMPARE_H
#define REF_COMPARE_H

#include "str.h"

typedef enum ref_outcome { REF_AGREED, REF_NOT_WELL_TYPED, REF_NOT_KNOWN, REF_DIFFERS } ref_outcome;

/* Adds to *findings those that both made. What differs is told on standard error, with both texts. */
ref_outcome ref_compare(const uint8_t *bytes, size_t size, uint64_t *findings);

#endif
