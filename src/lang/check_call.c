/* Calls, indexing and membership: what depends on what a name stands for. */
#include <stdio.h>

#include "check.h"

static const ev_type *error_type(void) { return ev_type_of(EV_T_ERROR); }

/* ---- functions built in */

typedef struct ev_signature {
  const char *name, *parameters, *result;
} ev_signature;

static const ev_signature signatures[] = {
#define EV_BUILTIN(id, name, parameters, result, meaning) {name, parameters, result},
#include "builtins.def"
#undef EV_BUILTIN
};
#define SIGNATURES (sizeof signatures / sizeof *signatures)

static size_t count_args(const ev_expr *e) {
  size_t count = 0;
  for (const ev_expr *a = e->args; a; a = a->next) count++;
  return count;
}

/* The first of that name that takes as many arguments; else the first of that name; else -1. */
static int find_builtin(ev_str name, size_t args) {
  int found = -1;
  for (size_t i = 0; i < SIGNATURES; i++) {
    if (!ev_str_is(name, signatures[i].name)) continue;
    if (strlen(signatures[i].parameters) == args) return (int)i;
    if (found < 0) found = (int)i;
  }
  return found;
}

/* Of the letters that parameters have. */
static const char *letter_text(char letter) {
  switch (letter) {
  case 's': return "a string";
  case 'q': return "a number";
  case 'v': return "an interval";
  case 'r': return "a record";
  case 'm': return "a map";
  case 'Q': return "a list of numbers";
  default: return "a list";
  }
}

static bool letter_takes(char letter, const ev_type *type) {
  switch (letter) {
  case 's': return ev_type_is_text(type);
  case 'q':
  case 'v': return ev_type_is_number(type);
  case 'r': return type->kind == EV_T_RECORD;
  case 'm': return type->kind == EV_T_MAP;
  case 'Q': return type->kind == EV_T_LIST && ev_type_is_number(type->element);
  default: return type->kind == EV_T_LIST;
  }
}

/* An absent list, record or map reads as an empty one, so those parameters take optional values. */
static const ev_type *check_argument(ev_checker *c, ev_expr *arg, char letter) {
  const ev_type *type = ev_check_expr(c, arg);
  if (letter == '*' || type->kind == EV_T_ERROR) return type;
  const ev_type *part = ev_type_present(type);
  if (ev_type_is_untyped_list(part) && letter == 'Q') {
    part = ev_type_list(c->arena, ev_type_of(EV_T_INT));
    ev_check_adopt(arg, part);
  }
  bool empties = strchr("LQrm", letter) != NULL;
  if (type->kind == EV_T_OPTIONAL && !empties) {
    ev_check_optional(c, arg->span, type,
                      "say what absence means: `x ?? default`, or test `x is set` before");
    return error_type();
  }
  if (letter_takes(letter, part)) return part;
  ev_check_error(c, "type-mismatch", arg->span, "expected %s, found %s", letter_text(letter),
                 ev_check_type_text(c, type));
  return error_type();
}

static const ev_type *letter_type(ev_checker *c, char letter) {
  switch (letter) {
  case 's': return ev_type_of(EV_T_STRING);
  case 'i': return ev_type_of(EV_T_INT);
  case 'q': return ev_type_of(EV_T_QUANTITY);
  case 'v': return ev_type_of(EV_T_INTERVAL);
  case 'b': return ev_type_of(EV_T_BOOL);
  default: return ev_type_list(c->arena, ev_type_of(EV_T_STRING)); /* 'S' */
  }
}

static const ev_type *builtin_result(ev_checker *c, const ev_signature *s, const ev_type *widest) {
  const ev_type *type = s->result[0] == 'q' && widest ? widest : letter_type(c, s->result[0]);
  return s->result[1] == '?' ? ev_type_optional(c->arena, type) : type;
}

/* `min` and `max` take a list, or two numbers. */
static bool takes_one_more(const ev_expr *e, size_t wanted) {
  int other = find_builtin(e->text, wanted + 1);
  return e->ref == EV_REF_BUILTIN && other >= 0 && strlen(signatures[other].parameters) == wanted + 1;
}

static void wrong_count(ev_checker *c, const ev_expr *e, size_t wanted, size_t found, const ev_decl *decl) {
  char wanted_text[64];
  if (takes_one_more(e, wanted))
    (void)snprintf(wanted_text, sizeof wanted_text, "%zu or %zu arguments", wanted, wanted + 1);
  else
    (void)snprintf(wanted_text, sizeof wanted_text, "%zu argument%s", wanted, wanted == 1 ? "" : "s");
  ev_diagnostic *d = ev_check_error(c, "argument-count", e->span, "`%.*s` takes %s, not %zu",
                                    EV_STR_ARG(e->text), wanted_text, found);
  if (decl) ev_check_relate(c, d, decl, "it is defined here");
}

static const ev_type *check_builtin(ev_checker *c, ev_expr *e, size_t args) {
  const ev_signature *s = &signatures[e->builtin];
  size_t wanted = strlen(s->parameters);
  if (wanted != args) {
    wrong_count(c, e, wanted, args, NULL);
    for (ev_expr *a = e->args; a; a = a->next) ev_check_expr(c, a);
    return error_type();
  }
  const ev_type *widest = NULL;
  const char *letter = s->parameters;
  for (ev_expr *a = e->args; a; a = a->next, letter++) {
    const ev_type *type = check_argument(c, a, *letter);
    if (*letter != 'q' && *letter != 'Q') continue;
    if (*letter == 'Q' && type->kind == EV_T_LIST) type = type->element;
    if (ev_type_is_number(type) && (!widest || type->kind > widest->kind)) widest = type;
  }
  if (strcmp(s->parameters, "v") == 0) widest = NULL;
  return builtin_result(c, s, widest);
}

/* ---- functions of the program */

static const ev_type *check_function(ev_checker *c, ev_expr *e, size_t args) {
  size_t wanted = 0;
  for (const ev_field *f = e->decl->fields; f; f = f->next) wanted++;
  if (wanted != args) {
    wrong_count(c, e, wanted, args, e->decl);
    for (ev_expr *a = e->args; a; a = a->next) ev_check_expr(c, a);
    return e->decl->checked;
  }
  const ev_field *parameter = e->decl->fields;
  for (ev_expr *a = e->args; a; a = a->next, parameter = parameter->next) {
    char what[256];
    (void)snprintf(what, sizeof what, "parameter `%.*s`", EV_STR_ARG(parameter->name.text));
    ev_check_expect(c, a, parameter->type->type, what);
  }
  return e->decl->checked;
}

const ev_type *ev_check_call(ev_checker *c, ev_expr *e) {
  size_t args = count_args(e);
  ev_decl *decl = ev_check_find(c, e->text);
  if (decl && (decl->kind == EV_D_FN || decl->kind == EV_D_DECODE)) {
    e->ref = EV_REF_DECL;
    e->decl = decl;
    return check_function(c, e, args);
  }
  e->builtin = find_builtin(e->text, args);
  if (e->builtin >= 0) {
    e->ref = EV_REF_BUILTIN;
    return check_builtin(c, e, args);
  }
  ev_check_unknown_name(c, e->text, e->where, true);
  for (ev_expr *a = e->args; a; a = a->next) ev_check_expr(c, a);
  return error_type();
}

/* ---- a[b] */

static ev_decl *table_of(ev_checker *c, const ev_expr *e) {
  if (e->kind != EV_E_NAME || ev_check_local(c, e->text)) return NULL;
  ev_decl *decl = ev_check_find(c, e->text);
  return decl && decl->kind == EV_D_TABLE ? decl : NULL;
}

static const ev_type *check_lookup(ev_checker *c, ev_expr *e, ev_decl *table) {
  e->a->ref = EV_REF_DECL;
  e->a->decl = table;
  e->a->type = ev_type_list(c->arena, ev_type_of_decl(c->arena, EV_T_ROW, table));
  ev_check_expect(c, e->b, table->fields->type->type, "the first column of the table");
  ev_check_keys(c, table);
  return ev_type_optional(c->arena, ev_type_of_decl(c->arena, EV_T_ROW, table));
}

/* `labels[app]`, where `labels["app"]` is meant. */
static void check_key(ev_checker *c, ev_expr *key) {
  bool bare = key->kind == EV_E_NAME && !ev_check_local(c, key->text) && !ev_check_find(c, key->text);
  if (!bare) {
    ev_check_expect(c, key, ev_type_of(EV_T_STRING), "the key of a map");
    return;
  }
  ev_diagnostic *d = ev_check_error(c, "unknown-name", key->span, "`%.*s` is not defined",
                                    EV_STR_ARG(key->text));
  ev_check_help(c, d, "a key stands in quotes: `[\"%.*s\"]`", EV_STR_ARG(key->text));
  key->type = error_type();
}

const ev_type *ev_check_index(ev_checker *c, ev_expr *e) {
  ev_decl *table = table_of(c, e->a);
  if (table) return check_lookup(c, e, table);
  const ev_type *owner = ev_check_expr(c, e->a);
  const ev_type *part = ev_type_present(owner);
  bool indexed = part->kind == EV_T_MAP || part->kind == EV_T_LIST;
  if (owner->kind == EV_T_OPTIONAL && e->kind == EV_E_INDEX && indexed) {
    ev_check_optional(c, e->a->span, owner, "write `?[...]`: absent where this is");
    owner = error_type();
  }
  owner = ev_type_present(owner);
  if (owner->kind == EV_T_MAP) {
    check_key(c, e->b);
  } else if (owner->kind == EV_T_LIST) {
    ev_check_expect(c, e->b, ev_type_of(EV_T_INT), "the index of a list");
  } else {
    ev_check_expr(c, e->b);
    if (owner->kind != EV_T_ERROR)
      ev_check_error(c, "type-mismatch", e->a->span, "expected a map, list or table, found %s",
                     ev_check_type_text(c, owner));
    return error_type();
  }
  return ev_type_optional(c->arena, owner->element);
}

/* ---- a in b */

typedef struct ev_membership {
  bool ints;
  const char *what;
} ev_membership;

static void check_member(ev_checker *c, const ev_expr *e, const ev_type *element, bool ints) {
  if (element->kind == EV_T_ERROR) return;
  bool right = ints ? element->kind == EV_T_INT : ev_type_is_text(element);
  if (!right)
    ev_check_error(c, "unlike-types", e->where, "a set of %s can't hold %s", ints ? "ints" : "strings",
                   ev_check_type_text(c, element));
}

/* A name behind `in` that stands for a set: true, and e->set_index or b's decl is filled. */
static bool named_set(ev_checker *c, ev_expr *e, const ev_type *element) {
  ev_expr *b = e->b;
  if (b->kind != EV_E_NAME || ev_check_local(c, b->text)) return false;
  ev_decl *decl = ev_check_find(c, b->text);
  if (!decl) {
    ev_diagnostic *d = ev_check_error(c, "unknown-set", b->span, "there is no set `%.*s`",
                                      EV_STR_ARG(b->text));
    ev_candidates names = {.count = 0};
    for (size_t i = 0; i < c->symbols.capacity; i++)
      if (c->symbols.slots[i] &&
          (c->symbols.slots[i]->kind == EV_D_SET || c->symbols.slots[i]->kind == EV_D_PARAM))
        ev_check_candidate(&names, c->symbols.slots[i]->name.text);
    ev_check_suggest(c, d, b->text, &names);
    b->type = error_type();
    return true;
  }
  bool is_param = decl->kind == EV_D_PARAM &&
                  (decl->checked->kind == EV_T_SET_STRING || decl->checked->kind == EV_T_SET_INT);
  if (decl->kind != EV_D_SET && !is_param) return false;
  b->ref = EV_REF_DECL;
  b->decl = decl;
  bool ints = is_param ? decl->checked->kind == EV_T_SET_INT : ev_set_of_ints(decl->set);
  b->type = ev_type_of(ints ? EV_T_SET_INT : EV_T_SET_STRING);
  check_member(c, e, element, ints);
  if (!is_param) e->set_index = decl->index;
  return true;
}

static void check_list_member(ev_checker *c, ev_expr *e, const ev_type *element) {
  const ev_type *list = ev_type_present(ev_check_expr(c, e->b));
  if (list->kind == EV_T_ERROR || element->kind == EV_T_ERROR) return;
  if (ev_type_is_untyped_list(list)) ev_check_adopt(e->b, ev_type_list(c->arena, element));
  if (list->kind == EV_T_LIST && list->element->kind == EV_T_ERROR) return;
  if (list->kind == EV_T_LIST) ev_check_adopt(e->a, list->element);
  if (list->kind == EV_T_MAP) {
    ev_check_help(c, ev_check_error(c, "type-mismatch", e->b->span, "a map is no set"),
                  "write `has(m, key)` to ask for a key");
    return;
  }
  if (list->kind != EV_T_LIST) {
    ev_check_error(c, "type-mismatch", e->b->span, "expected a set, a range or a list, found %s",
                   ev_check_type_text(c, list));
    return;
  }
  if (!ev_type_is_scalar(list->element) || !ev_type_join(c->arena, list->element, element))
    ev_check_error(c, "unlike-types", e->where, "%s is never an element of %s",
                   ev_check_type_text(c, element), ev_check_type_text(c, list));
}

/* Words of a set that an enum never is, where no word of the set is possible. */
static void check_enum_set(ev_checker *c, const ev_type *element, const ev_expr *set) {
  if (element->kind != EV_T_ENUM || set->set->kind != EV_SET_BRACES || set->set->is_glob) return;
  for (const ev_element *x = set->set->elements; x; x = x->next) {
    const ev_words *w = element->words;
    while (w && !ev_str_equal(w->word.text, x->text)) w = w->next;
    if (!w)
      ev_check_error(c, "not-in-enum", x->span, "this can never be: the type is %s",
                     ev_check_type_text(c, element));
  }
}

static void check_container(ev_checker *c, ev_expr *e, const ev_type *element) {
  if (e->b->kind == EV_E_SET) {
    bool ints = ev_set_of_ints(e->b->set);
    e->b->type = ev_type_of(ints ? EV_T_SET_INT : EV_T_SET_STRING);
    check_member(c, e, element, ints);
    e->set_index = ev_check_set(c, e->b->set, (ev_str){NULL, 0});
    check_enum_set(c, element, e->b);
  } else if (e->b->kind == EV_E_RANGE) {
    ev_check_expr(c, e->b);
    if (element->kind != EV_T_ERROR && !ev_type_is_number(element))
      ev_check_error(c, "unlike-types", e->where, "a range can't hold %s", ev_check_type_text(c, element));
  } else if (!named_set(c, e, element)) {
    check_list_member(c, e, element);
  }
}

const ev_type *ev_check_in(ev_checker *c, ev_expr *e) {
  const ev_type *a = ev_check_expr(c, e->a);
  if (a->kind == EV_T_OPTIONAL && e->kind == EV_E_IN) {
    ev_check_optional(c, e->a->span, a, "write `is in`: there, and in it; or test `is set` before");
    a = error_type();
  }
  check_container(c, e, ev_type_present(a));
  return ev_type_of(EV_T_BOOL);
}
