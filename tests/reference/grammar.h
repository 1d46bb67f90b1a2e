/* The grammar of random programs: what expressions of each type there are, of which operands, over the
 * declarations of the world. */
#ifndef REF_GRAMMAR_H
#define REF_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>

/* TYPE(id, "name in formats", "as Vet writes it", what it is). "" is no type of Vet. */
#define REF_TYPES(TYPE)                                                                                      \
  TYPE(BOOL, "bool", "bool", REF_PLAIN)                                                                      \
  TYPE(INT, "int", "int", REF_PLAIN)                                                                         \
  TYPE(OPTIONAL_INT, "int?", "int?", REF_PLAIN)                                                              \
  TYPE(QUANTITY, "qty", "quantity", REF_PLAIN)                                                               \
  TYPE(OPTIONAL_QUANTITY, "qty?", "quantity?", REF_PLAIN)                                                    \
  TYPE(INTERVAL, "range", "interval", REF_PLAIN)                                                             \
  TYPE(STRING, "str", "string", REF_PLAIN)                                                                   \
  TYPE(OPTIONAL_STRING, "str?", "string?", REF_PLAIN)                                                        \
  TYPE(OPTIONAL_CONTAINER, "con?", "C?", REF_PLAIN)                                                          \
  TYPE(POD, "pod", "P", REF_RECORD)                                                                          \
  TYPE(WORKLOAD, "work", "W", REF_RECORD)                                                                    \
  TYPE(SPEC, "spec", "S", REF_RECORD)                                                                        \
  TYPE(META, "meta", "Meta", REF_RECORD)                                                                     \
  TYPE(CONTAINER, "con", "C", REF_RECORD)                                                                    \
  TYPE(DETAIL, "sub", "D", REF_RECORD)                                                                       \
  TYPE(DEEP, "deep", "Deep", REF_RECORD)                                                                     \
  TYPE(VARIABLE, "var", "Var", REF_RECORD)                                                                   \
  TYPE(PORT, "port", "Port", REF_RECORD)                                                                     \
  TYPE(ROW, "row", "sizes", REF_RECORD)                                                                      \
  TYPE(CONTAINERS, "cons", "[C]", REF_COLLECTION)                                                            \
  TYPE(VARIABLES, "vars", "[Var]", REF_COLLECTION)                                                           \
  TYPE(PORTS, "ports", "[Port]", REF_COLLECTION)                                                             \
  TYPE(ROWS, "rows", "[sizes]", REF_COLLECTION)                                                              \
  TYPE(INTS, "ints", "[int]", REF_COLLECTION)                                                                \
  TYPE(STRINGS, "strs", "[string]", REF_COLLECTION)                                                          \
  TYPE(TEXTS, "texts", "map<string>", REF_COLLECTION)                                                        \
  TYPE(AMOUNTS, "amounts", "map<quantity>", REF_COLLECTION)                                                  \
  TYPE(DETAILS, "subs", "map<D>", REF_COLLECTION)                                                            \
  TYPE(STRING_SET, "set", "", REF_CONSTANT)                                                                  \
  TYPE(SET_EXPRESSION, "sets", "", REF_CONSTANT)                                                             \
  TYPE(INT_SET, "nums", "", REF_CONSTANT)                                                                    \
  TYPE(GLOB, "glob", "", REF_CONSTANT)                                                                       \
  TYPE(LITERAL, "lit", "", REF_CONSTANT)                                                                     \
  TYPE(NUMBER, "num", "", REF_CONSTANT)                                                                      \
  TYPE(AMOUNT, "amt", "", REF_CONSTANT)                                                                      \
  TYPE(PLACE, "place", "", REF_PLAIN)

typedef enum ref_sort {
  REF_PLAIN,
  REF_RECORD,     /* of which there is one only where a name leads to it */
  REF_COLLECTION, /* what goes over it must be near: see ref_production */
  REF_CONSTANT    /* literals, of which no name is part */
} ref_sort;

typedef enum ref_type {
#define REF_TYPE(id, name, vet, sort) REF_##id,
  REF_TYPES(REF_TYPE)
#undef REF_TYPE
      REF_TYPE_COUNT
} ref_type;

typedef struct ref_type_name {
  const char *name, *vet;
  ref_sort sort;
} ref_type_name;
extern const ref_type_name ref_types[REF_TYPE_COUNT];

/* An expression of a type. In its format stand, between < and >, the names of its operands' types; as
 *   $int    within the loop that the expression is, whose element is $
 *   ~strs   of which not all is gone over
 *   !str    of which all is gone over
 *   1       the first operand again, letter for letter
 * Of collections all is gone over if nothing else is said: within a loop they are then of its element. The
 * first of each type ends the text, but of collections of records: of these there are some where a name leads
 * to them. */
typedef struct ref_production {
  ref_type type;
  const char *format;
  ref_type element; /* of what $ stands for */
} ref_production;

typedef struct ref_productions {
  const ref_production *at;
  size_t count;
} ref_productions;

extern const ref_productions ref_conditions, ref_numbers, ref_places;

/* How one record leads to another. */
typedef struct ref_path {
  ref_type to, from;
  const char *path;
} ref_path;
#define REF_PATHS 7
extern const ref_path ref_paths[REF_PATHS];

/* The declarations that the grammar speaks of. */
extern const char ref_prelude[];

#endif
