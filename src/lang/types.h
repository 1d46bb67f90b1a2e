/* Types of Vet's expressions. Immutable; composite ones live in the program's arena. */
#ifndef EV_TYPES_H
#define EV_TYPES_H

#include "ast.h"

typedef enum ev_type_kind {
  EV_T_ERROR, /* of what was diagnosed already: goes with everything, so that one error gives one message */
  EV_T_NEVER, /* of `unknown "..."`: goes where any type is wanted, which it then takes (ev_check_adopt) */
  EV_T_ABSENT,
  EV_T_BOOL,
  EV_T_INT,
  EV_T_QUANTITY,
  EV_T_INTERVAL,
  EV_T_STRING,
  EV_T_ENUM, /* a string, one of `words` */
  EV_T_ANY,
  EV_T_LIST,     /* of `element` */
  EV_T_MAP,      /* of `element` */
  EV_T_RECORD,   /* `decl` */
  EV_T_ROW,      /* of the table `decl` */
  EV_T_OPTIONAL, /* of `element`, which is not optional */
  EV_T_SET_STRING,
  EV_T_SET_INT
} ev_type_kind;

struct ev_type {
  ev_type_kind kind;
  const ev_type *element;
  ev_decl *decl;
  const ev_words *words;
};

/* The type of a kind without parts. */
const ev_type *ev_type_of(ev_type_kind kind);
/* Composite types; EV_T_ERROR when memory ran out. The optional of an optional is itself. */
const ev_type *ev_type_list(ev_arena *arena, const ev_type *element);
const ev_type *ev_type_map(ev_arena *arena, const ev_type *element);
const ev_type *ev_type_optional(ev_arena *arena, const ev_type *type);
const ev_type *ev_type_of_decl(ev_arena *arena, ev_type_kind kind, ev_decl *decl);
const ev_type *ev_type_enum(ev_arena *arena, const ev_words *words);

/* T of T?, else the type itself. */
const ev_type *ev_type_present(const ev_type *type);
static inline bool ev_type_is(const ev_type *type, ev_type_kind kind) { return type->kind == kind; }
bool ev_type_is_number(const ev_type *type); /* int, quantity, interval */
bool ev_type_is_text(const ev_type *type);   /* string, enum */
bool ev_type_is_scalar(const ev_type *type); /* bool, number, text */
/* A list of which only its place can tell the elements' type: empty, or of what is absent or unknown. */
bool ev_type_is_untyped_list(const ev_type *type);
bool ev_type_equal(const ev_type *a, const ev_type *b);
/* May a `from` stand where a `to` is wanted? int < quantity < interval, enum < string, T < T?. */
bool ev_type_fits(const ev_type *from, const ev_type *to);
/* The least type that both fit, or NULL. */
const ev_type *ev_type_join(ev_arena *arena, const ev_type *a, const ev_type *b);
/* As it is written: "[Container]?". */
void ev_type_write(ev_buf *out, const ev_type *type);

#endif
