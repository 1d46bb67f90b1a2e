/* The type of every expression. An error gives one message: what was diagnosed has the type EV_T_ERROR, which
 * goes with everything. */
#include "check.h"

static const ev_type *error_type(void) { return ev_type_of(EV_T_ERROR); }
static bool is_error(const ev_type *type) { return type->kind == EV_T_ERROR; }

static const ev_type *mismatch(ev_checker *c, ev_span span, const char *wanted, const ev_type *found) {
  ev_check_error(c, "type-mismatch", span, "expected %s, found %s", wanted, ev_check_type_text(c, found));
  return error_type();
}

/* Law 3: what may be absent is not used as if it were there. */
static const ev_type *present(ev_checker *c, const ev_expr *e, const ev_type *type) {
  if (type->kind != EV_T_OPTIONAL && type->kind != EV_T_ABSENT) return type;
  ev_check_optional(c, e->span, type,
                    "say what absence means: `x ?? default`, `x is set and ...`, `x is V`, or `x is in S`");
  return error_type();
}

static const ev_type *check_present(ev_checker *c, ev_expr *e) { return present(c, e, ev_check_expr(c, e)); }

const ev_type *ev_check_expect(ev_checker *c, ev_expr *e, const ev_type *wanted, const char *what) {
  const ev_type *found = ev_check_expr(c, e);
  if (wanted->kind != EV_T_OPTIONAL) found = present(c, e, found);
  ev_check_adopt(e, wanted);
  if (is_error(found) || ev_type_fits(found, wanted)) return found;
  ev_check_error(c, "type-mismatch", e->span, "%s is %s, but this is %s", what, ev_check_type_text(c, wanted),
                 ev_check_type_text(c, found));
  return error_type();
}

static void adopt_element(ev_expr *e, const ev_type *element) {
  if (e->kind == EV_E_COMPREHENSION) ev_check_adopt(e->a, element);
  for (ev_expr *item = e->kind == EV_E_LIST ? e->args : NULL; item; item = item->next)
    ev_check_adopt(item, element);
}

static ev_expr *last_part(const ev_expr *e) {
  if (e->kind == EV_E_IF) return e->c;
  return e->kind == EV_E_COALESCE || e->kind == EV_E_CONCAT ? e->b : NULL;
}

void ev_check_adopt(ev_expr *e, const ev_type *type) {
  for (; e; e = last_part(e)) { /* the other parts are as deep as the syntax */
    if (e->kind == EV_E_IF) ev_check_adopt(e->b, type);
    if (e->kind == EV_E_CONCAT) ev_check_adopt(e->a, type);
    if (!e->type) continue;
    const ev_type *list = ev_type_present(type);
    if (e->type->kind == EV_T_NEVER) e->type = type;
    if (!ev_type_is_untyped_list(e->type) || list->kind != EV_T_LIST) continue;
    e->type = list;
    adopt_element(e, list->element);
  }
}

/* A list whose elements say nothing of their type: none, `absent`, `unknown`. Its place may tell. */
static const ev_type *list_of(ev_checker *c, const ev_type *element) {
  bool untyped = !element || element->kind == EV_T_NEVER || element->kind == EV_T_ABSENT;
  return ev_type_list(c->arena, untyped ? error_type() : element);
}

static const ev_type *check_bool(ev_checker *c, ev_expr *e) {
  const ev_type *type = check_present(c, e);
  ev_check_adopt(e, ev_type_of(EV_T_BOOL));
  if (!is_error(type) && type->kind != EV_T_BOOL && type->kind != EV_T_NEVER)
    mismatch(c, e->span, "a condition (bool)", type);
  return ev_type_of(EV_T_BOOL);
}

static const ev_type *number_of(ev_checker *c, const ev_expr *e, const ev_type *type);

static const ev_type *check_number(ev_checker *c, ev_expr *e) { return number_of(c, e, ev_check_expr(c, e)); }

/* ---- names and fields */

static const ev_type *view_type(ev_checker *c, const ev_expr *e, const ev_decl *view) {
  if (!c->views_allowed) {
    ev_diagnostic *d = ev_check_error(c, "view-in-function", e->span,
                                      "a function sees only its parameters, not the view `%.*s`",
                                      EV_STR_ARG(e->text));
    ev_check_help(c, d, "give the function a parameter `p: %.*s` and call it with `%.*s`",
                  EV_STR_ARG(view->record.text), EV_STR_ARG(e->text));
    return error_type();
  }
  if (!c->only_view || c->only_view == view) return view->checked;
  ev_check_error(c, "view-in-scope", e->span, "a scope sees only the view that it is for, `%.*s`",
                 EV_STR_ARG(c->only_view->name.text));
  return error_type();
}

static const ev_type *decl_type(ev_checker *c, ev_expr *e, ev_decl *decl) {
  switch (decl->kind) {
  case EV_D_PARAM:
    if (decl->checked->kind != EV_T_SET_STRING && decl->checked->kind != EV_T_SET_INT) return decl->checked;
    ev_check_error(c, "type-mismatch", e->span, "a set can only stand behind `in`");
    return error_type();
  case EV_D_SET:
    ev_check_error(c, "type-mismatch", e->span, "a set can only stand behind `in`");
    return error_type();
  case EV_D_TABLE: return ev_type_list(c->arena, ev_type_of_decl(c->arena, EV_T_ROW, decl));
  case EV_D_VIEW: return view_type(c, e, decl);
  default: ev_check_unknown_name(c, e->text, e->span, false); return error_type();
  }
}

static const ev_type *check_name(ev_checker *c, ev_expr *e) {
  ev_local *local = ev_check_local(c, e->text);
  if (local) {
    e->ref = EV_REF_LOCAL;
    e->local = local;
    return local->type;
  }
  ev_decl *decl = ev_check_find(c, e->text);
  if (!decl) {
    ev_check_unknown_name(c, e->text, e->span, false);
    return error_type();
  }
  e->ref = EV_REF_DECL;
  e->decl = decl;
  return decl_type(c, e, decl);
}

/* `pod.containers`, where `pod.spec.containers` is meant. */
static void help_with_inner(ev_checker *c, ev_diagnostic *d, const ev_decl *owner, ev_str name) {
  for (const ev_field *f = owner->fields; f; f = f->next) {
    const ev_type *type = f->class_ == EV_FIELD_TYPED ? f->type->type : NULL;
    if (!type || type->kind != EV_T_RECORD || !ev_find_field(type->decl, name, NULL)) continue;
    ev_check_help(c, d, "did you mean `%.*s.%.*s`?", EV_STR_ARG(f->name.text), EV_STR_ARG(name));
    return;
  }
}

static void unknown_field(ev_checker *c, const ev_expr *e, const ev_type *owner) {
  const char *kind = owner->kind == EV_T_ROW ? "table" : "record";
  ev_diagnostic *d = ev_check_error(c, "unknown-field", e->where, "%s %.*s has no %s `%.*s`", kind,
                                    EV_STR_ARG(owner->decl->name.text),
                                    owner->kind == EV_T_ROW ? "column" : "field", EV_STR_ARG(e->text));
  ev_candidates names = {.count = 0};
  ev_check_candidate_fields(&names, owner->decl);
  if (!ev_check_suggest(c, d, e->text, &names)) help_with_inner(c, d, owner->decl, e->text);
  ev_check_relate(c, d, owner->decl, "it is defined here");
}

static const ev_type *untyped_field(ev_checker *c, const ev_expr *e, const ev_type *owner) {
  ev_diagnostic *d = ev_check_error(c, "untyped-field", e->where, "record %.*s knows `%.*s` only by name",
                                    EV_STR_ARG(owner->decl->name.text), EV_STR_ARG(e->text));
  ev_check_help(c, d, "give the field a type in the record to read it");
  ev_check_relate(c, d, owner->decl, "the record is defined here");
  return error_type();
}

static const ev_type *field_of(ev_checker *c, ev_expr *e, const ev_type *owner) {
  if (is_error(owner)) return owner;
  if (owner->kind == EV_T_MAP) {
    ev_check_help(c, ev_check_error(c, "type-mismatch", e->where, "a map has keys, not fields"),
                  "write `[\"%.*s\"]`", EV_STR_ARG(e->text));
    return error_type();
  }
  if (owner->kind != EV_T_RECORD && owner->kind != EV_T_ROW)
    return mismatch(c, e->a->span, "a record", owner);
  ev_field *field = ev_find_field(owner->decl, e->text, &e->field);
  if (!field) {
    unknown_field(c, e, owner);
    return error_type();
  }
  if (field->class_ != EV_FIELD_TYPED) return untyped_field(c, e, owner);
  return field->type->type;
}

static const ev_type *check_field_access(ev_checker *c, ev_expr *e) {
  const ev_type *owner = ev_check_expr(c, e->a);
  bool chained = e->kind == EV_E_OPTIONAL_FIELD;
  if (!chained && owner->kind == EV_T_OPTIONAL) {
    ev_check_help(c, ev_check_optional(c, e->a->span, owner, NULL), "write `?.%.*s`: absent where this is",
                  EV_STR_ARG(e->text));
    return error_type();
  }
  const ev_type *type = field_of(c, e, ev_type_present(owner));
  return chained && owner->kind == EV_T_OPTIONAL ? ev_type_optional(c->arena, type) : type;
}

/* ---- operators */

static void check_enum_word(ev_checker *c, const ev_type *type, const ev_expr *literal);

/* `absent`, or what it is called in other languages. */
static bool means_absent(ev_checker *c, const ev_expr *e) {
  if (e->kind == EV_E_ABSENT) return true;
  bool null = e->kind == EV_E_NAME &&
              (ev_str_is(e->text, "null") || ev_str_is(e->text, "nil") || ev_str_is(e->text, "None"));
  return null && !ev_check_local(c, e->text) && !ev_check_find(c, e->text);
}

static bool compares_absent(ev_checker *c, const ev_expr *e) {
  if (!means_absent(c, e->a) && !means_absent(c, e->b)) return false;
  ev_diagnostic *d = ev_check_error(c, "optional-used", e->span, "absence is no value to compare with");
  ev_check_help(c, d, "write `x is absent` or `x is set`");
  return true;
}

static const ev_type *check_equality(ev_checker *c, ev_expr *e) {
  if (compares_absent(c, e)) return ev_type_of(EV_T_BOOL);
  const ev_type *a = check_present(c, e->a), *b = check_present(c, e->b);
  const ev_type *result = ev_type_of(EV_T_BOOL);
  if (is_error(a) || is_error(b)) return result;
  bool alike = (ev_type_is_number(a) && ev_type_is_number(b)) || (ev_type_is_text(a) && ev_type_is_text(b)) ||
               (a->kind == EV_T_BOOL && b->kind == EV_T_BOOL);
  if (!alike) {
    ev_diagnostic *d = ev_check_error(c, "unlike-types", e->where, "%s and %s can't be compared",
                                      ev_check_type_text(c, a), ev_check_type_text(c, b));
    ev_diagnostic_relate(c->diagnostics, d, &c->file->source, e->a->span, "%s", ev_check_type_text(c, a));
    ev_diagnostic_relate(c->diagnostics, d, &c->file->source, e->b->span, "%s", ev_check_type_text(c, b));
    return result;
  }
  check_enum_word(c, a, e->b);
  check_enum_word(c, b, e->a);
  return result;
}

static void check_enum_word(ev_checker *c, const ev_type *type, const ev_expr *literal) {
  if (type->kind != EV_T_ENUM || literal->kind != EV_E_STRING) return;
  ev_candidates words = {.count = 0};
  for (const ev_words *w = type->words; w; w = w->next) {
    if (ev_str_equal(w->word.text, literal->text)) return;
    ev_check_candidate(&words, w->word.text);
  }
  ev_diagnostic *d = ev_check_error(c, "not-in-enum", literal->span, "this can never be: the type is %s",
                                    ev_check_type_text(c, type));
  ev_check_suggest(c, d, literal->text, &words);
}

static const ev_type *check_is(ev_checker *c, ev_expr *e) {
  const ev_type *a = ev_check_expr(c, e->a);
  const ev_type *b = check_present(c, e->b);
  const ev_type *part = ev_type_present(a);
  const ev_type *result = ev_type_of(EV_T_BOOL);
  if (is_error(a) || is_error(b)) return result;
  bool alike = (ev_type_is_number(part) && ev_type_is_number(b)) ||
               (ev_type_is_text(part) && ev_type_is_text(b)) ||
               (part->kind == EV_T_BOOL && b->kind == EV_T_BOOL);
  if (!alike)
    ev_check_error(c, "unlike-types", e->where, "%s and %s can't be compared", ev_check_type_text(c, a),
                   ev_check_type_text(c, b));
  else
    check_enum_word(c, part, e->b);
  return result;
}

static const ev_type *check_order(ev_checker *c, ev_expr *e) {
  const ev_type *a = check_present(c, e->a), *b = check_present(c, e->b);
  const ev_type *wrong = ev_type_is_number(a) || is_error(a) ? b : a;
  if (!is_error(wrong) && !ev_type_is_number(wrong)) {
    const ev_expr *part = wrong == a ? e->a : e->b;
    ev_diagnostic *d = ev_check_error(c, "type-mismatch", part->span,
                                      "only numbers are ordered, and this is %s",
                                      ev_check_type_text(c, wrong));
    ev_rat number;
    if (part->kind == EV_E_STRING && part->text.size && ev_quantity_parse(part->text, &number))
      ev_check_help(c, d, "a number stands without quotes");
  }
  return ev_type_of(EV_T_BOOL);
}

/* A common slip: other languages join strings by +. */
static bool adds_strings(ev_checker *c, const ev_expr *e, const ev_type *a, const ev_type *b) {
  if (e->kind != EV_E_ADD || !ev_type_is_text(ev_type_present(a)) || !ev_type_is_text(ev_type_present(b)))
    return false;
  ev_check_help(c, ev_check_error(c, "type-mismatch", e->where, "`+` adds numbers, not strings"),
                "strings are joined by `++`");
  return true;
}

static const ev_type *number_of(ev_checker *c, const ev_expr *e, const ev_type *type) {
  type = present(c, e, type);
  return is_error(type) || ev_type_is_number(type) ? type : mismatch(c, e->span, "a number", type);
}

static const ev_type *check_arithmetic(ev_checker *c, ev_expr *e) {
  const ev_type *a = ev_check_expr(c, e->a), *b = ev_check_expr(c, e->b);
  if (adds_strings(c, e, a, b)) return error_type();
  a = number_of(c, e->a, a);
  b = number_of(c, e->b, b);
  if (is_error(a) || is_error(b)) return error_type();
  const ev_type *wider = a->kind > b->kind ? a : b;
  return e->kind == EV_E_DIV && wider->kind == EV_T_INT ? ev_type_of(EV_T_QUANTITY) : wider;
}

static const ev_type *check_percent(ev_checker *c, ev_expr *e) {
  const ev_type *type = check_number(c, e->a);
  return type->kind == EV_T_INT ? ev_type_of(EV_T_QUANTITY) : type;
}

static const ev_type *check_range(ev_checker *c, ev_expr *e) {
  check_number(c, e->a);
  check_number(c, e->b);
  return ev_type_of(EV_T_INTERVAL);
}

static const ev_type *check_coalesce(ev_checker *c, ev_expr *e) {
  const ev_type *a = ev_check_expr(c, e->a), *b = ev_check_expr(c, e->b);
  if (is_error(a) || is_error(b)) return error_type();
  if (a->kind == EV_T_ABSENT) {
    ev_check_error(c, "type-mismatch", e->a->span, "the left side of `??` is always absent");
    return error_type();
  }
  if (a->kind != EV_T_OPTIONAL) {
    ev_diagnostic *d = ev_check_warning(c, "never-absent", e->where,
                                        "the left side is never absent: its type is %s",
                                        ev_check_type_text(c, a));
    ev_check_help(c, d, "leave out `??` and what follows");
  }
  const ev_type *joined = ev_type_join(c->arena, ev_type_present(a), b);
  if (joined) {
    ev_check_adopt(e->b, joined);
    return joined;
  }
  ev_check_error(c, "unlike-types", e->where, "both sides of `??` must be of one type, but are %s and %s",
                 ev_check_type_text(c, ev_type_present(a)), ev_check_type_text(c, b));
  return error_type();
}

static const ev_type *check_concat(ev_checker *c, ev_expr *e) {
  const ev_type *a = check_present(c, e->a), *b = check_present(c, e->b);
  if (is_error(a) || is_error(b)) return error_type();
  if (ev_type_is_text(a) && ev_type_is_text(b)) return ev_type_of(EV_T_STRING);
  const ev_type *joined = a->kind == EV_T_LIST && b->kind == EV_T_LIST ? ev_type_join(c->arena, a, b) : NULL;
  if (joined) {
    ev_check_adopt(e->a, joined);
    ev_check_adopt(e->b, joined);
    return joined;
  }
  ev_check_error(c, "unlike-types", e->where,
                 "`++` joins two strings, or two lists of one type, not %s and %s", ev_check_type_text(c, a),
                 ev_check_type_text(c, b));
  return error_type();
}

static const ev_type *check_if(ev_checker *c, ev_expr *e) {
  check_bool(c, e->a);
  ev_fact *facts = c->facts;
  ev_check_assume(c, e->a, true);
  const ev_type *then = ev_check_expr(c, e->b);
  ev_check_forget(c, facts);
  ev_check_assume(c, e->a, false);
  const ev_type *otherwise = ev_check_expr(c, e->c);
  ev_check_forget(c, facts);
  const ev_type *joined = ev_type_join(c->arena, then, otherwise);
  if (joined) {
    ev_check_adopt(e->b, joined);
    ev_check_adopt(e->c, joined);
    return joined;
  }
  ev_check_error(c, "unlike-types", e->c->span, "the two branches must be of one type, but are %s and %s",
                 ev_check_type_text(c, then), ev_check_type_text(c, otherwise));
  return error_type();
}

static const ev_type *check_connective(ev_checker *c, ev_expr *e) {
  check_bool(c, e->a);
  ev_fact *facts = c->facts;
  ev_check_assume(c, e->a, e->kind == EV_E_AND);
  check_bool(c, e->b);
  ev_check_forget(c, facts);
  return ev_type_of(EV_T_BOOL);
}

static const ev_type *check_presence(ev_checker *c, ev_expr *e) {
  const ev_type *a = ev_check_expr(c, e->a);
  if (e->kind == EV_E_IS_REFUSED || is_error(a) || a->kind == EV_T_OPTIONAL || e->a->unwrap)
    return ev_type_of(EV_T_BOOL);
  ev_diagnostic *d = ev_check_warning(c, "never-absent", e->a->span, "this is never absent: its type is %s",
                                      ev_check_type_text(c, a));
  ev_check_help(
      c, d,
      "an absent record, list or map reads as an empty one; declare the field with `?` to tell them apart");
  return ev_type_of(EV_T_BOOL);
}

/* ---- lists */

const ev_type *ev_check_element(ev_checker *c, ev_expr *list) {
  size_t errors = c->diagnostics->errors;
  const ev_type *type = ev_type_present(ev_check_expr(c, list)); /* an absent list has no elements */
  if (ev_type_is_untyped_list(type) && c->diagnostics->errors == errors)
    ev_check_error(c, "type-mismatch", list->span, "nothing in this list tells the type of its elements");
  if (type->kind == EV_T_LIST) return type->element;
  if (type->kind == EV_T_MAP) {
    ev_check_help(c, ev_check_error(c, "type-mismatch", list->span, "a map is not a list"),
                  "write `keys(...)` to go over its keys");
    return error_type();
  }
  return is_error(type) ? type : mismatch(c, list->span, "a list", type);
}

static const ev_type *check_list(ev_checker *c, ev_expr *e) {
  const ev_type *element = NULL;
  for (ev_expr *item = e->args; item; item = item->next) {
    const ev_type *type = ev_type_present(ev_check_expr(c, item));
    const ev_type *joined = element ? ev_type_join(c->arena, element, type) : type;
    if (!joined)
      ev_check_error(c, "unlike-types", item->span, "the elements of a list are of one type: %s, not %s",
                     ev_check_type_text(c, element), ev_check_type_text(c, type));
    element = joined ? joined : error_type();
  }
  for (ev_expr *item = element ? e->args : NULL; item; item = item->next) ev_check_adopt(item, element);
  return list_of(c, element);
}

/* Binds the variable of a quantifier or comprehension and checks its condition; facts stay until the caller
 * takes them back. */
static void open_loop(ev_checker *c, ev_expr *e) {
  const ev_type *element = ev_check_element(c, e->b);
  e->local = ev_check_bind(c, e->name, element);
  if (e->local) e->local->list = e->b;
  if (!e->c) return;
  check_bool(c, e->c);
  ev_check_assume(c, e->c, true);
}

static const ev_type *check_quantifier(ev_checker *c, ev_expr *e) {
  ev_local *locals = c->locals;
  ev_fact *facts = c->facts;
  open_loop(c, e);
  const ev_type *result = e->local ? ev_type_optional(c->arena, e->local->type) : error_type();
  if (e->kind == EV_E_ANY || e->kind == EV_E_ALL || e->kind == EV_E_NONE) {
    check_bool(c, e->a);
    result = ev_type_of(EV_T_BOOL);
  } else if (e->kind == EV_E_COMPREHENSION) {
    result = list_of(c, ev_type_present(ev_check_expr(c, e->a)));
  }
  c->locals = locals;
  ev_check_forget(c, facts);
  return result;
}

static const ev_type *check_template(ev_checker *c, ev_expr *e) {
  for (ev_expr *piece = e->args; piece; piece = piece->next) ev_check_expr(c, piece);
  return ev_type_of(EV_T_STRING);
}

static const ev_type *misplaced_set(ev_checker *c, const ev_expr *e) {
  ev_diagnostic *d = ev_check_error(c, "type-mismatch", e->span, "a set can only stand behind `in`");
  ev_check_help(c, d, "a list of values is written in brackets: `[a, b]`");
  return error_type();
}

static const ev_type *check_kind(ev_checker *c, ev_expr *e) {
  switch (e->kind) {
  case EV_E_ERROR: return error_type();
  case EV_E_INT: return ev_type_of(EV_T_INT);
  case EV_E_QUANTITY:
  case EV_E_INFINITY: return ev_type_of(EV_T_QUANTITY);
  case EV_E_STRING: return ev_type_of(EV_T_STRING);
  case EV_E_TEMPLATE: return check_template(c, e);
  case EV_E_BOOL: return ev_type_of(EV_T_BOOL);
  case EV_E_ABSENT: return ev_type_of(EV_T_ABSENT);
  case EV_E_UNKNOWN: return ev_type_of(EV_T_NEVER);
  case EV_E_NAME: return check_name(c, e);
  case EV_E_CALL: return ev_check_call(c, e);
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: return check_field_access(c, e);
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return ev_check_index(c, e);
  case EV_E_LIST: return check_list(c, e);
  case EV_E_SET: return misplaced_set(c, e);
  case EV_E_NOT: return check_bool(c, e->a);
  case EV_E_NEGATE: return check_number(c, e->a);
  case EV_E_PERCENT: return check_percent(c, e);
  case EV_E_AND:
  case EV_E_OR: return check_connective(c, e);
  case EV_E_EQ:
  case EV_E_NE: return check_equality(c, e);
  case EV_E_LT:
  case EV_E_LE:
  case EV_E_GT:
  case EV_E_GE: return check_order(c, e);
  case EV_E_IN:
  case EV_E_IS_IN: return ev_check_in(c, e);
  case EV_E_IS: return check_is(c, e);
  case EV_E_IS_SET:
  case EV_E_IS_ABSENT:
  case EV_E_IS_REFUSED: return check_presence(c, e);
  case EV_E_RANGE: return check_range(c, e);
  case EV_E_COALESCE: return check_coalesce(c, e);
  case EV_E_ADD:
  case EV_E_SUB:
  case EV_E_MUL:
  case EV_E_DIV: return check_arithmetic(c, e);
  case EV_E_CONCAT: return check_concat(c, e);
  case EV_E_IF: return check_if(c, e);
  case EV_E_ANY:
  case EV_E_ALL:
  case EV_E_NONE:
  case EV_E_FIRST:
  case EV_E_LAST:
  case EV_E_COMPREHENSION: return check_quantifier(c, e);
  }
  return error_type();
}

const ev_type *ev_check_expr(ev_checker *c, ev_expr *e) {
  e->set_index = -1;
  const ev_type *type = check_kind(c, e);
  if (type->kind == EV_T_OPTIONAL && ev_check_is_fact(c, e)) {
    e->unwrap = true;
    type = type->element;
  }
  e->type = type;
  return type;
}
