/* What the verifier's files share. */
#ifndef EV_VERIFY_H
#define EV_VERIFY_H

#include "bundle.h"

/* A type's number in the verifier's own table, where equal types have one number. The words of enums are left
 * out. */
typedef uint32_t ev_ty;

typedef struct ev_verifier {
  ev_bundle *bundle;
  ev_verify_error *error;
  ev_arena arena; /* of the verifier's own data */
  ev_vtype *types;
  uint32_t type_count, type_capacity;
  uint32_t *type_hash; /* number + 1; as many buckets as twice the capacity */
  ev_ty *canon;        /* of the bundle's types */
  uint64_t work;       /* done so far */
  struct ev_claims *claims;
} ev_verifier;

/* Fills the error; always false. The first error stays. */
bool ev_verify_fail(ev_verifier *v, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool ev_verify_fail_at(ev_verifier *v, uint32_t chunk, uint32_t word, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool ev_verify_no_memory(ev_verifier *v);
/* Counts work that grows with more than the bundle's size; false, and an error, when it is too much. */
bool ev_verify_spend(ev_verifier *v, uint64_t work);

/* ---- verify_types.c */

/* Checks the bundle's types and numbers them. */
bool ev_verify_types(ev_verifier *v);
/* Number of a type whose `ref`, if it is a type, is a number; EV_NONE without memory. */
ev_ty ev_ty_of(ev_verifier *v, ev_vtype_kind kind, uint32_t ref);
ev_ty ev_ty_simple(ev_verifier *v, ev_vtype_kind kind);
ev_vtype ev_ty_get(const ev_verifier *v, ev_ty type);
ev_vtype_kind ev_ty_kind(const ev_verifier *v, ev_ty type);
ev_ty ev_ty_present(const ev_verifier *v, ev_ty type);
ev_ty ev_ty_optional(ev_verifier *v, ev_ty type);
bool ev_ty_is_number(const ev_verifier *v, ev_ty type);
bool ev_ty_is_scalar(const ev_verifier *v, ev_ty type); /* bool, string or number */
/* The least type that holds both; EV_NONE if none does. */
ev_ty ev_ty_join(ev_verifier *v, ev_ty a, ev_ty b);
bool ev_ty_holds(ev_verifier *v, ev_ty wide, ev_ty narrow);
ev_ty ev_ty_of_constant(ev_verifier *v, uint32_t constant);
void ev_ty_write(ev_buf *out, const ev_verifier *v, ev_ty type);

/* ---- verify_data.c, verify_records.c, verify_rules.c */

bool ev_verify_constants(ev_verifier *v);
bool ev_verify_records(ev_verifier *v);
/* Is it a type that a node of a manifest can be read as? */
bool ev_verify_has_shape(const ev_verifier *v, uint32_t type);
bool ev_verify_views(ev_verifier *v);
bool ev_verify_sets(ev_verifier *v);
bool ev_verify_tables(ev_verifier *v);
bool ev_verify_watches(ev_verifier *v);
bool ev_verify_params(ev_verifier *v);
bool ev_verify_rules(ev_verifier *v);
bool ev_verify_text(ev_verifier *v, ev_str text, const char *what, uint32_t index);
bool ev_verify_texts(ev_verifier *v, const ev_texts *texts, const char *what, uint32_t index);

/* ---- verify_code.c */

bool ev_verify_signatures(ev_verifier *v);
bool ev_verify_code(ev_verifier *v, uint32_t chunk);

/* ---- verify_claims.c: without EV_CHECK_CLAIMS nothing is kept; false is lack of memory */

bool ev_verify_keep_claims(ev_verifier *v); /* before the chunks */
bool ev_verify_give_claims(ev_verifier *v); /* after them */

#endif
