/* What a plain scalar is, told apart from the reader: by the C library's numbers and plain tables. */
#ifndef EV_FUZZ_PLAIN_H
#define EV_FUZZ_PLAIN_H

#include "manifest.h"

typedef enum plain_kind { PLAIN_NULL, PLAIN_BOOL, PLAIN_NUMBER, PLAIN_TEXT, PLAIN_UNKNOWN } plain_kind;

/* As go-yaml v2 resolves it; UNKNOWN of what is too long to be looked at, and of numbers that
 * are not finite. */
plain_kind plain_kind_of(ev_str text);

#endif
