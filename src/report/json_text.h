/* JSON as it is printed by every command: any bytes, and nothing in it that a terminal or the log of a CI
 * service obeys. */
#ifndef EV_JSON_TEXT_H
#define EV_JSON_TEXT_H

#include "str.h"

#include <jansson.h>

/* A string of any bytes: what is malformed becomes U+FFFD. NULL: no memory. */
json_t *ev_json_text(ev_str s);
/* Adds a value, which is dropped, as `flags` of jansson's encoder say; `out` fails where it is NULL. */
void ev_json_add(ev_buf *out, json_t *value, size_t flags);

#endif
