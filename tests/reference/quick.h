/* A random program over random manifests: with every shortcut and with none, alone and among copies of its
 * rules, it finds the same. */
#ifndef REF_QUICK_H
#define REF_QUICK_H

#include "pair.h"

typedef struct ref_quick_tally {
  uint64_t programs, documents, findings;
  uint64_t differ; /* programs; they are printed */
} ref_quick_tally;

/* False where the program is not well-typed. */
bool ref_compare_quick(const uint8_t *bytes, size_t size, ref_quick_tally *tally);

#endif
