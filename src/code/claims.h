/* What the verifier knows before each instruction that can be reached. Kept only with EV_CHECK_CLAIMS, in
 * builds for development and fuzzing, where the machine holds every value against it: a machine that traps
 * after a bundle was accepted shows an error of the verifier. */
#ifndef EV_CLAIMS_H
#define EV_CLAIMS_H

#include "bundle.h"

typedef struct ev_claim {
  uint32_t height;           /* of the stack */
  const uint32_t *stack;     /* types, by their numbers in ev_claims */
  const uint32_t *iterators; /* types of elements; EV_NONE where none may have been started */
  const uint32_t *joins;
  const uint64_t *stored; /* a bit for each local */
} ev_claim;

typedef struct ev_claims {
  ev_vtype *types; /* as ev_bundle's: `ref` is a number in this table where it is a type */
  uint32_t type_count;
  const ev_claim **
      *at; /* by chunk, NULL where too much would have to be kept, and word, NULL where nothing is reached */
  size_t size; /* bytes so far */
} ev_claims;

#endif
