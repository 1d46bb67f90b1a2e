/* Expressions of each type as templates, out of which random ones are written. */
#ifndef REF_TEMPLATES_H
#define REF_TEMPLATES_H

#include "generate.h"

typedef enum ref_expr_type {
  REF_T_BOOL,
  REF_T_INT,
  REF_T_QUANTITY,
  REF_T_INTERVAL,
  REF_T_STRING,
  REF_T_OPTIONAL_INT,
  REF_T_OPTIONAL_QUANTITY,
  REF_T_OPTIONAL_STRING,
  REF_T_LIST_C,
  REF_T_LIST_INT,
  REF_T_LIST_STRING,
  REF_T_STRINGS, /* a set */
  REF_T_INTS,
  REF_T_GLOB, /* a pattern */
  REF_EXPR_TYPES
} ref_expr_type;

/* The letter that stands for an expression of the type, in their order: B I Q R S J K T L N M G H P. Alone
 * between characters that are none of a word. V is a fresh name and v the last one; x, y and n get the
 * number of their template, so that no name hides another. A template that begins with . needs the element
 * `c`. The first of each type ends the text. */
extern const char ref_letters[];

typedef struct ref_templates {
  const char *const *at;
  size_t count;
} ref_templates;

extern const ref_templates ref_expr_templates[REF_EXPR_TYPES];

/* The declarations that the templates speak of. */
extern const char ref_prelude[];

#endif
