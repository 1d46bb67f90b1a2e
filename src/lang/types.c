#include "types.h"

static const ev_type simple[] = {
    [EV_T_ERROR] = {.kind = EV_T_ERROR},       [EV_T_NEVER] = {.kind = EV_T_NEVER},
    [EV_T_ABSENT] = {.kind = EV_T_ABSENT},     [EV_T_BOOL] = {.kind = EV_T_BOOL},
    [EV_T_INT] = {.kind = EV_T_INT},           [EV_T_QUANTITY] = {.kind = EV_T_QUANTITY},
    [EV_T_INTERVAL] = {.kind = EV_T_INTERVAL}, [EV_T_STRING] = {.kind = EV_T_STRING},
    [EV_T_ENUM] = {.kind = EV_T_ERROR},        [EV_T_ANY] = {.kind = EV_T_ANY},
    [EV_T_LIST] = {.kind = EV_T_ERROR},        [EV_T_MAP] = {.kind = EV_T_ERROR},
    [EV_T_RECORD] = {.kind = EV_T_ERROR},      [EV_T_ROW] = {.kind = EV_T_ERROR},
    [EV_T_OPTIONAL] = {.kind = EV_T_ERROR},    [EV_T_SET_STRING] = {.kind = EV_T_SET_STRING},
    [EV_T_SET_INT] = {.kind = EV_T_SET_INT},
};

const ev_type *ev_type_of(ev_type_kind kind) { return &simple[kind]; }

static const ev_type *make(ev_arena *arena, ev_type type) {
  ev_type *made = EV_NEW(arena, ev_type);
  if (!made) return ev_type_of(EV_T_ERROR);
  *made = type;
  return made;
}

const ev_type *ev_type_list(ev_arena *arena, const ev_type *element) {
  return make(arena, (ev_type){.kind = EV_T_LIST, .element = element});
}

const ev_type *ev_type_map(ev_arena *arena, const ev_type *element) {
  return make(arena, (ev_type){.kind = EV_T_MAP, .element = element});
}

const ev_type *ev_type_optional(ev_arena *arena, const ev_type *type) {
  if (type->kind == EV_T_OPTIONAL || type->kind == EV_T_ERROR || type->kind == EV_T_ABSENT ||
      type->kind == EV_T_NEVER)
    return type;
  return make(arena, (ev_type){.kind = EV_T_OPTIONAL, .element = type});
}

const ev_type *ev_type_of_decl(ev_arena *arena, ev_type_kind kind, ev_decl *decl) {
  return make(arena, (ev_type){.kind = kind, .decl = decl});
}

const ev_type *ev_type_enum(ev_arena *arena, const ev_words *words) {
  return make(arena, (ev_type){.kind = EV_T_ENUM, .words = words});
}

const ev_type *ev_type_present(const ev_type *type) {
  return type->kind == EV_T_OPTIONAL ? type->element : type;
}

bool ev_type_is_number(const ev_type *type) { return type->kind >= EV_T_INT && type->kind <= EV_T_INTERVAL; }
bool ev_type_is_text(const ev_type *type) { return type->kind == EV_T_STRING || type->kind == EV_T_ENUM; }
bool ev_type_is_scalar(const ev_type *type) { return type->kind >= EV_T_BOOL && type->kind <= EV_T_ENUM; }

static bool words_equal(const ev_words *a, const ev_words *b) {
  for (; a && b; a = a->next, b = b->next)
    if (!ev_str_equal(a->word.text, b->word.text)) return false;
  return !a && !b;
}

/* Types are as deep as they are written (EV_MAX_SYNTAX_DEPTH), so the walk along `element` is a loop. */
bool ev_type_equal(const ev_type *a, const ev_type *b) {
  for (; a && b; a = a->element, b = b->element) {
    if (a == b) return true;
    if (a->kind != b->kind || a->decl != b->decl) return false;
    if (a->kind == EV_T_ENUM && !words_equal(a->words, b->words)) return false;
  }
  return !a && !b;
}

static bool scalar_fits(const ev_type *from, const ev_type *to) {
  if (ev_type_is_number(from) && ev_type_is_number(to)) return from->kind <= to->kind;
  return from->kind == EV_T_ENUM && to->kind == EV_T_STRING;
}

bool ev_type_fits(const ev_type *from, const ev_type *to) {
  for (;;) {
    if (from->kind == EV_T_ERROR || to->kind == EV_T_ERROR || from->kind == EV_T_NEVER ||
        ev_type_equal(from, to))
      return true;
    if (to->kind == EV_T_OPTIONAL) {
      if (from->kind == EV_T_ABSENT) return true;
      from = ev_type_present(from);
      to = to->element;
      continue;
    }
    if (from->kind != to->kind || (to->kind != EV_T_LIST && to->kind != EV_T_MAP))
      return scalar_fits(from, to);
    from = from->element;
    to = to->element;
  }
}

bool ev_type_is_untyped_list(const ev_type *type) {
  return type->kind == EV_T_LIST && type->element->kind == EV_T_ERROR;
}

const ev_type *ev_type_join(ev_arena *arena, const ev_type *a, const ev_type *b) {
  if (a->kind == EV_T_ERROR) return a;
  if (b->kind == EV_T_ERROR) return b;
  if (ev_type_is_untyped_list(b) && ev_type_present(a)->kind == EV_T_LIST) return a;
  if (ev_type_fits(a, b)) return b;
  if (ev_type_fits(b, a)) return a;
  if (a->kind == EV_T_ABSENT) return ev_type_optional(arena, b);
  if (b->kind == EV_T_ABSENT) return ev_type_optional(arena, a);
  bool optional = a->kind == EV_T_OPTIONAL || b->kind == EV_T_OPTIONAL;
  const ev_type *pa = ev_type_present(a), *pb = ev_type_present(b);
  const ev_type *wider = ev_type_fits(pa, pb)                         ? pb
                         : ev_type_fits(pb, pa)                       ? pa
                         : ev_type_is_text(pa) && ev_type_is_text(pb) ? ev_type_of(EV_T_STRING)
                                                                      : NULL;
  return wider && optional ? ev_type_optional(arena, wider) : wider;
}

static const char *simple_name(const ev_type *type) {
  switch (type->kind) {
  case EV_T_NEVER: return "unknown";
  case EV_T_ABSENT: return "absent";
  case EV_T_BOOL: return "bool";
  case EV_T_INT: return "int";
  case EV_T_QUANTITY: return "quantity";
  case EV_T_INTERVAL: return "interval";
  case EV_T_STRING: return "string";
  case EV_T_ANY: return "any";
  case EV_T_SET_STRING: return "set of glob";
  case EV_T_SET_INT: return "set of int";
  default: return "?";
  }
}

static void write_enum(ev_buf *out, const ev_words *words) {
  ev_buf_text(out, "one of {");
  for (; words; words = words->next) {
    ev_buf_text(out, " \"");
    ev_buf_visible(out, words->word.text);
    ev_buf_char(out, '"');
  }
  ev_buf_text(out, " }");
}

static void write_leaf(ev_buf *out, const ev_type *type) {
  if (type->kind == EV_T_ENUM) {
    write_enum(out, type->words);
  } else if (type->kind == EV_T_RECORD || type->kind == EV_T_ROW) {
    if (type->kind == EV_T_ROW) ev_buf_text(out, "row of ");
    ev_buf_str(out, type->decl->name.text);
  } else {
    ev_buf_text(out, simple_name(type));
  }
}

/* Opening brackets on the way in, closing ones on the way out: the way out is walked again for each level,
 * which is quadratic in a depth that the syntax bounds. */
void ev_type_write(ev_buf *out, const ev_type *type) {
  size_t depth = 0;
  const ev_type *t = type;
  for (; t->element; t = t->element, depth++)
    ev_buf_text(out, t->kind == EV_T_LIST ? "[" : t->kind == EV_T_MAP ? "map<" : "");
  write_leaf(out, t);
  while (depth-- > 0) {
    t = type;
    for (size_t i = 0; i < depth; i++) t = t->element;
    ev_buf_text(out, t->kind == EV_T_LIST ? "]" : t->kind == EV_T_MAP ? ">" : "?");
  }
}
