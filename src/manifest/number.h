/* Numbers as go-yaml v2 reads them (resolve.go) and as Go's encoding/json writes them. */
#ifndef EV_MANIFEST_NUMBER_H
#define EV_MANIFEST_NUMBER_H

#include "num.h"
#include "str.h"

typedef enum ev_number_kind {
  EV_NUMBER_NONE,  /* text that go-yaml takes for a string */
  EV_NUMBER_INT64, /* Go's int */
  EV_NUMBER_UINT64,
  EV_NUMBER_REAL
} ev_number_kind;

typedef struct ev_number {
  ev_number_kind kind;
  ev_int integer; /* INT64, UINT64 */
  double real;    /* REAL; finite */
} ev_number;

/* What a plain scalar that starts with a digit, a sign or a point means. */
ev_number ev_number_read(ev_str text);

/* The exact integer that the JSON text of the number spells, if it spells one within 64 bits. */
bool ev_number_integer(const ev_number *number, ev_int *out);

#define EV_NUMBER_TEXT 48

/* The number as kubectl sends it: Go's encoding/json. Returns the length. */
size_t ev_number_json(const ev_number *number, char out[EV_NUMBER_TEXT]);

/* The number as a mapping key (sigs.k8s.io/yaml: integers in decimal, floats by FormatFloat(f, 'g', -1, 32)).
 */
size_t ev_number_key(const ev_number *number, char out[EV_NUMBER_TEXT]);

#endif
