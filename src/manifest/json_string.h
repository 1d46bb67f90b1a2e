/* Inside the JSON reader: strings. */
#ifndef EV_MANIFEST_JSON_STRING_H
#define EV_MANIFEST_JSON_STRING_H

#include "json.h"

/* Notes the first error. False. */
bool ev_json_fail(ev_json *json, const char *code, size_t at, const char *message);

/* The string whose quote stands at json->at: its text, into the node; json->at is then behind it. False: an
 * error, or no memory. */
bool ev_json_take_string(ev_json *json, ev_node *node);

#endif
