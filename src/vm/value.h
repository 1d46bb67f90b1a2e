/* Values of the machine. Small, copied freely; what they refer to is immutable. */
#ifndef EV_VALUE_H
#define EV_VALUE_H

#include "bundle.h"
#include "manifest.h"

typedef enum ev_value_kind {
  EV_V_ABSENT,
  EV_V_BOOL,
  EV_V_INT,    /* a known integer of type int */
  EV_V_NUMBER, /* any other number: quantities, intervals, ints between bounds or beyond 128 bits */
  EV_V_STRING,
  EV_V_NODE, /* a record, map, list or `any` of the manifest; without a node: absent, and reads as empty */
  EV_V_LIST, /* made by code */
  EV_V_ROW,
  EV_V_ROWS, /* all rows of a table */
  EV_V_UNKNOWN,
  EV_V_REFUSED
} ev_value_kind;

/* What a number lies between; it is known where they are equal. An infinite bound is no bound. */
typedef struct ev_bounds {
  ev_rat low, high;
} ev_bounds;

/* What each end of an interval lies between. A number that is no interval is both its ends. */
typedef struct ev_interval {
  ev_bounds low, high;
} ev_interval;

/* Where a value was given that another one overrides. */
typedef struct ev_overrode {
  const ev_node *at;
  struct ev_overrode *next;
} ev_overrode;

typedef struct ev_value {
  uint8_t kind;      /* ev_value_kind */
  bool truth;        /* BOOL */
  bool whole;        /* NUMBER: of type int */
  bool maybe;        /* as an element of a list: only possible */
  bool or_absent;    /* UNKNOWN, REFUSED: it may be absent, too */
  bool as_it_stands; /* UNKNOWN: the unrendered text of its origin */
  uint32_t type; /* NODE: as which it reads, no optional one; LIST: of its elements, or EV_NONE; ROW, ROWS:
                    the table */
  const ev_node *origin; /* what it was read from, for places; may be NULL */
  ev_overrode *overrode;
  union {
    ev_int integer;
    const ev_interval *number;
    ev_str text; /* STRING; UNKNOWN: the reason */
    ev_node *node;
    struct {
      struct ev_list *list;
      uint32_t count; /* LIST: only so many of the storage's elements are this list's */
    };
    uint32_t row;
  };
} ev_value;

/* Storage of lists. A list value sees the first `count` elements, so that one that grows leaves others as
 * they are. */
typedef struct ev_list {
  ev_value *at;
  uint32_t used, capacity;
} ev_list;

static inline ev_value ev_value_absent(void) { return (ev_value){.kind = EV_V_ABSENT}; }
static inline ev_value ev_value_bool(bool truth) { return (ev_value){.kind = EV_V_BOOL, .truth = truth}; }
static inline ev_value ev_value_int(ev_int n) { return (ev_value){.kind = EV_V_INT, .integer = n}; }
static inline ev_value ev_value_string(ev_str s) { return (ev_value){.kind = EV_V_STRING, .text = s}; }
static inline ev_value ev_value_unknown(const char *reason) {
  return (ev_value){.kind = EV_V_UNKNOWN, .text = ev_str_of(reason)};
}
static inline ev_value ev_value_refused(const ev_node *origin) {
  return (ev_value){.kind = EV_V_REFUSED, .origin = origin};
}

static inline bool ev_value_is_poison(const ev_value *v) { return v->kind >= EV_V_UNKNOWN; }
static inline bool ev_value_is_number(const ev_value *v) {
  return v->kind == EV_V_INT || v->kind == EV_V_NUMBER;
}
/* Absent, a record, list or map that reads as empty because it is not there included. */
static inline bool ev_value_is_absent(const ev_value *v) {
  return v->kind == EV_V_ABSENT || (v->kind == EV_V_NODE && !v->node);
}

/* The poison among `count` operands, as the result of an operation on them: a refused one before an unknown
 * one, the left before the right, with the first operand's origin. False if none is. */
bool ev_value_poison(const ev_value *operands, uint32_t count, ev_value *out);
/* The value, of a type that may be absent; an unknown one may. */
static inline ev_value ev_value_or_absent(ev_value value) {
  value.or_absent = true;
  return value;
}
/* An unknown for a reason, in place of `from`. */
ev_value ev_value_doubt(const ev_value *from, const char *reason);
/* The value with the place that another one came from. */
ev_value ev_value_from(ev_value value, const ev_value *from);

#endif
