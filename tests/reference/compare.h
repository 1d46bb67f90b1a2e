/* The machine and the reference evaluator over the program and the manifest that some bytes stand for. */
#ifndef REF_COMPARE_H
#define REF_COMPARE_H

#include <stdbool.h>

#include "str.h"

typedef enum ref_outcome { REF_AGREED, REF_NOT_WELL_TYPED, REF_NOT_KNOWN, REF_DIFFERS } ref_outcome;

/* Adds to *findings those that both made. What differs is told on standard error, with both texts; with
 * `show_errors` what a program that is not well-typed is refused for, too. */
ref_outcome ref_compare(const uint8_t *bytes, size_t size, bool show_errors, uint64_t *findings);

#endif
