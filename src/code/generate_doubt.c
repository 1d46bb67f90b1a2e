/* Where a value may be unknown or refused: a template, a value of the wrong form or a collection of the wrong
 * kind in a field that it is made from. (Of collections that are refused the walk says that all is met.) */
#include "generate_needs.h"

static void doubt_in(const ev_walked *w, ev_group *group, const ev_expr *e) {
  if (e) ev_doubt(w, e, group);
}

static void doubt_of_field(const ev_walked *w, const ev_expr *e, ev_group *group) {
  uint32_t field = ev_walked_field(w, e);
  if (field == EV_NONE)
    group->unknown = true;
  else
    ev_group_add(group, ev_watch(w->g, EV_W_UNKNOWN, (ev_watched){field, EV_NONE}));
}

/* Whether a function built in gives what is known for what is known. */
static bool is_sound(const ev_expr *call) {
  switch (call->builtin) {
  case EV_BUILTIN_UPPER:
  case EV_BUILTIN_LOWER:
  case EV_BUILTIN_LENGTH:
  case EV_BUILTIN_TRIM:
  case EV_BUILTIN_WORDS:
  case EV_BUILTIN_STARTS_WITH:
  case EV_BUILTIN_ENDS_WITH:
  case EV_BUILTIN_CONTAINS:
  case EV_BUILTIN_STRIP_PREFIX:
  case EV_BUILTIN_STRIP_SUFFIX:
  case EV_BUILTIN_BEFORE:
  case EV_BUILTIN_AFTER:
  case EV_BUILTIN_FIRST_OF:
  case EV_BUILTIN_KEYS:
  case EV_BUILTIN_KNOWN_KEYS:
  case EV_BUILTIN_HAS: return true;
  case EV_BUILTIN_SPLIT: return call->args->next->kind == EV_E_STRING && call->args->next->text.size > 0;
  default: return false;
  }
}

static void doubt_of_call(const ev_walked *w, const ev_expr *e, ev_group *group) {
  if (e->ref == EV_REF_BUILTIN) {
    group->unknown = group->unknown || !is_sound(e);
    for (const ev_expr *argument = e->args; argument; argument = argument->next) ev_doubt(w, argument, group);
    return;
  }
  if (!ev_call_open(e)) {
    group->unknown = true;
    return;
  }
  ev_doubt(w, e->decl->expr, group);
  ev_call_close(e);
}

static void doubt_of_name(const ev_walked *w, const ev_expr *e, ev_group *group) {
  if (e->ref == EV_REF_LOCAL && e->local->value)
    ev_doubt(w, e->local->value, group);
  else if (e->ref == EV_REF_LOCAL && e->local->list)
    ev_doubt(w, e->local->list, group);
  else if (e->ref != EV_REF_DECL || (e->decl->kind != EV_D_VIEW && e->decl->kind != EV_D_PARAM))
    group->unknown = true;
}

static bool is_interval(const ev_expr *e) { return ev_type_present(e->type)->kind == EV_T_INTERVAL; }

/* Of two intervals it may not be known how they compare. */
static void doubt_of_comparison(const ev_walked *w, const ev_expr *e, ev_group *group) {
  group->unknown = is_interval(e->a) || is_interval(e->b);
  ev_doubt(w, e->a, group);
  ev_doubt(w, e->b, group);
}

static bool is_constant_range(const ev_expr *e) {
  return e->kind == EV_E_RANGE && ev_is_constant(e->a) && ev_is_constant(e->b);
}

static void doubt_of_membership(const ev_walked *w, const ev_expr *e, ev_group *group) {
  group->unknown = is_interval(e->a) || e->b->kind == EV_E_LIST;
  ev_doubt(w, e->a, group);
  if (e->set_index < 0 && !is_constant_range(e->b)) ev_doubt(w, e->b, group);
}

void ev_doubt(const ev_walked *outer, const ev_expr *e, ev_group *group) {
  ev_walked within;
  const ev_walked *w = ev_group_spend(outer, &within, group);
  if (!w) return;
  switch (e->kind) {
  case EV_E_INT:
  case EV_E_QUANTITY:
  case EV_E_STRING:
  case EV_E_BOOL:
  case EV_E_ABSENT:
  case EV_E_INFINITY:
  case EV_E_SET:
  case EV_E_IS_REFUSED: return;
  case EV_E_IS_SET: /* known of what is unknown and stands in the manifest */
  case EV_E_IS_ABSENT:
    if (!ev_is_settled(w, e->a)) ev_doubt(w, e->a, group);
    return;
  case EV_E_NAME: doubt_of_name(w, e, group); return;
  case EV_E_CALL: doubt_of_call(w, e, group); return;
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD:
    doubt_of_field(w, e, group);
    ev_doubt(w, e->a, group);
    return;
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX:
    if (e->b->kind != EV_E_STRING)
      break; /* of a list that is made it may not be known which element that is */
    ev_doubt(w, e->a, group);
    return;
  case EV_E_EQ:
  case EV_E_NE:
  case EV_E_LT:
  case EV_E_LE:
  case EV_E_GT:
  case EV_E_GE:
  case EV_E_IS: doubt_of_comparison(w, e, group); return;
  case EV_E_IN:
  case EV_E_IS_IN: doubt_of_membership(w, e, group); return;
  case EV_E_LIST:
    for (const ev_expr *item = e->args; item; item = item->next) ev_doubt(w, item, group);
    return;
  case EV_E_NOT:
  case EV_E_AND:
  case EV_E_OR:
  case EV_E_COALESCE:
  case EV_E_CONCAT:
  case EV_E_IF:
  case EV_E_ANY:
  case EV_E_ALL:
  case EV_E_NONE:
  case EV_E_FIRST:
  case EV_E_LAST:
  case EV_E_COMPREHENSION:
    doubt_in(w, group, e->a);
    doubt_in(w, group, e->b);
    doubt_in(w, group, e->c);
    return;
  default: break;
  }
  group->unknown = true;
}
