/* Why a document could not be read: built up while reading, turned into an ev_read_error at the end. */
#ifndef EV_MANIFEST_FAULT_H
#define EV_MANIFEST_FAULT_H

#include "manifest.h"
#include "place.h"

typedef struct ev_fault {
  const char *code; /* NULL: no fault */
  uint32_t line, column;
  bool may_be_template; /* what kubectl cannot even parse, or a mapping as a key */
  ev_str message, help; /* in the arena; empty when memory ran out */
} ev_fault;

/* Fills the fault, unless one is there already, and returns false, so that `return ev_fault_set(...)` reads
 * well. */
bool ev_fault_set(ev_fault *fault, ev_arena *arena, const char *code, ev_point at, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Too many levels, of brackets or of indentation, in YAML or JSON. */
bool ev_fault_depth(ev_fault *fault, ev_arena *arena, ev_point at, uint64_t limit);
/* Adds what to do about it; `text` is static. */
void ev_fault_help(ev_fault *fault, const char *text);

/* Up to 40 bytes of text, control characters escaped and cut with "..." where longer, for a message. */
ev_str ev_excerpt(ev_arena *arena, ev_str text);

#endif
