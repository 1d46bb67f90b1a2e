/* Bundles by hand, for the tests of the verifier and the machine: a small assembler, whose code looks like a
 * listing. Mistakes in what it is given abort. */
#ifndef ASSEMBLE_H
#define ASSEMBLE_H

#include "bundle.h"

/* An empty bundle with room for what the functions below add to it. */
ev_bundle *kit_new(void);
/* "string?", "[int]", "map<string>", "Pod", "row forms", "one of a b": its index; equal ones have one. */
uint32_t kit_type(ev_bundle *b, const char *text);
/* true, absent, 12, q1/2, qinfinity, "text" */
uint32_t kit_constant(ev_bundle *b, const char *text);
/* Fields with `;` between: "name: string?; flag: bool = false; n: int required; x: any unjudged; also y;
 * elsewhere z" */
uint32_t kit_record(ev_bundle *b, const char *name, bool closed, const char *fields);
/* Rows with `;` between: "Pod v1 Pod at .; Deployment apps/v? Deployment,ReplicaSet at spec.template" */
uint32_t kit_view(ev_bundle *b, const char *name, const char *record, bool counted, const char *rows);
uint32_t kit_set(ev_bundle *b, const char *name, const char *globs); /* blanks between */
uint32_t kit_int_set(ev_bundle *b, const char *name, int low, int high);
uint32_t kit_watch(ev_bundle *b, ev_bwatch watch);
/* columns: "name: string; low: int"; cells: constants with `;` between */
uint32_t kit_table(ev_bundle *b, const char *name, const char *columns, const char *cells, bool unique);
uint32_t kit_param(ev_bundle *b, const char *name, const char *type,
                   const char *fallback); /* constant, or set's name */
/* A function; a case where `result` is NULL. locals: types with `;` between, the first `params` of them
 * parameters.
 *
 * Code: instructions with `;` or line breaks between, `label:` before one. Operands with `,` between:
 * constants and types as above, labels, Record.field, names of sets, params, tables, functions, builtins; the
 * rest numbers. A number with # before it is taken as it is, for anything. */
uint32_t kit_chunk(ev_bundle *b, const char *name, uint32_t params, const char *locals, const char *result,
                   const char *code);
/* A rule with one case; without one where `chunk` is EV_NONE. Ids must come in order. views: names with
 * blanks between. */
uint32_t kit_rule(ev_bundle *b, const char *id, uint32_t chunk, const char *views);
uint32_t kit_shape(ev_bundle *b, const char *id, uint32_t event, uint32_t say);
uint32_t kit_decode(ev_bundle *b, const char *id, const char *type, uint32_t say);
uint32_t kit_scope(ev_bundle *b, const char *name, const char *view, uint32_t function);

/* An element of an array, to be changed: kit_edit_chunks(b, i) and so on. */
#define EV_ARRAY(type, name)                                                                                 \
  static inline type *kit_edit_##name(const ev_bundle *b, uint32_t i) {                                      \
    return (type *)(uintptr_t)&b->name[i];                                                                   \
  }
EV_BUNDLE_ARRAYS
#undef EV_ARRAY

/* Verifies, and aborts with the error where that fails. */
void kit_verify(ev_bundle *b);

#endif
