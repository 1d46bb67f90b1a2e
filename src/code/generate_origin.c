/* Where a value may come from: fields, lists and maps of the manifest, through functions, lets and loops; and
 * where it may be absent. */
#include "generate_needs.h"

/* ---- where the value comes from */

typedef struct ev_origin {
  const ev_walked *w;
  const ev_test *test;
  ev_group *group;
} ev_origin;

static void from_value(const ev_origin *o, const ev_expr *e);
static void from_element(const ev_origin *o, const ev_expr *list);

static void add_test(const ev_origin *o, uint32_t field) {
  const ev_test *t = o->test;
  ev_gen *g = o->w->g;
  if (t->of == EV_OF_TRUTH) ev_group_add(o->group, ev_watch(g, t->truth ? EV_W_TRUE : EV_W_FALSE, field));
  if (t->of == EV_OF_TEXT)
    ev_group_add(o->group, ev_watch_text(g, t->truth ? EV_W_IN : EV_W_NOT_IN, field, t->texts, t->set));
  for (uint32_t i = 0; i < t->range_count; i++)
    ev_group_add(o->group, ev_watch_number(g, field, t->ranges[i].low, t->ranges[i].high));
}

static bool is_watchable(const ev_type *type) {
  while (type->element) type = type->element;
  switch (type->kind) {
  case EV_T_BOOL:
  case EV_T_INT:
  case EV_T_QUANTITY:
  case EV_T_STRING:
  case EV_T_ENUM: return true;
  default: return false;
  }
}

static void from_field(const ev_origin *o, const ev_expr *e) {
  uint32_t field = ev_walked_field(o->w, e);
  if (field == EV_NONE || !is_watchable(e->type)) {
    o->group->unknown = true;
    return;
  }
  ev_gen *g = o->w->g;
  uint32_t fallback = ((const ev_bfield *)g->fields.at)[field].fallback;
  add_test(o, field);
  if (fallback != EV_NONE && ev_test_passes(o->test, (const ev_const *)g->constants.at + fallback)) {
    ev_group_add(o->group, ev_watch(g, EV_W_ABSENT, field));
    ev_absence(o->w, e->a, o->group);
  }
}

static void from_either(const ev_origin *o, const ev_expr *e) {
  from_value(o, e->a);
  if (!ev_is_constant(e->b))
    from_value(o, e->b);
  else if (ev_test_passes_constant(o->test, e->b))
    ev_absence(o->w, e->a, o->group);
}

static void from_value(const ev_origin *o, const ev_expr *e) {
  if (o->group->unknown || !ev_needs_spend(o->w)) {
    o->group->unknown = true;
    return;
  }
  switch (e->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: from_field(o, e); return;
  case EV_E_COALESCE: from_either(o, e); return;
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX:
    if (e->b->kind == EV_E_STRING || e->b->kind == EV_E_INT) {
      from_element(o, e->a);
      return;
    }
    break;
  case EV_E_FIRST:
  case EV_E_LAST:
    if (e->c) break; /* where the condition is unknown, so is the value */
    from_element(o, e->b);
    return;
  case EV_E_CALL:
    if (!ev_call_open(e)) break;
    from_value(o, e->decl->expr);
    ev_call_close(e);
    return;
  case EV_E_NAME:
    if (e->ref != EV_REF_LOCAL || (!e->local->value && !e->local->list)) break;
    if (e->local->value)
      from_value(o, e->local->value);
    else
      from_element(o, e->local->list);
    return;
  default: break;
  }
  o->group->unknown = true;
}

/* From an element of a list, or a value of a map. */
static void from_element(const ev_origin *o, const ev_expr *list) {
  if (o->group->unknown || !ev_needs_spend(o->w)) {
    o->group->unknown = true;
    return;
  }
  switch (list->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: from_field(o, list); return;
  case EV_E_COMPREHENSION:
    if (list->c) break;
    from_value(o, list->a);
    return;
  case EV_E_CONCAT:
  case EV_E_COALESCE:
    from_element(o, list->a);
    from_element(o, list->b);
    return;
  case EV_E_LIST:
    for (const ev_expr *item = list->args; item; item = item->next) from_value(o, item);
    return;
  case EV_E_NAME:
    if (list->ref != EV_REF_LOCAL || !list->local->value) break;
    from_element(o, list->local->value);
    return;
  case EV_E_CALL:
    if (!ev_call_open(list)) break;
    from_element(o, list->decl->expr);
    ev_call_close(list);
    return;
  default: break;
  }
  o->group->unknown = true;
}

/* ---- absence */

/* An element of a list of the manifest is there; one of a list that is made may be a record that is not. */
static void absence_of_element(const ev_walked *w, const ev_expr *list, ev_group *group) {
  if (group->unknown || !ev_needs_spend(w)) {
    group->unknown = true;
    return;
  }
  switch (list->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: return;
  case EV_E_COMPREHENSION: ev_absence(w, list->a, group); return;
  case EV_E_IF:
    absence_of_element(w, list->b, group);
    absence_of_element(w, list->c, group);
    return;
  case EV_E_CONCAT:
  case EV_E_COALESCE:
    absence_of_element(w, list->a, group);
    absence_of_element(w, list->b, group);
    return;
  case EV_E_LIST:
    for (const ev_expr *item = list->args; item; item = item->next) ev_absence(w, item, group);
    return;
  case EV_E_NAME:
    if (list->ref != EV_REF_LOCAL || !list->local->value) break;
    absence_of_element(w, list->local->value, group);
    return;
  case EV_E_CALL:
    if (!ev_call_open(list)) break;
    absence_of_element(w, list->decl->expr, group);
    ev_call_close(list);
    return;
  default: break;
  }
  group->unknown = true;
}

void ev_absence(const ev_walked *w, const ev_expr *e, ev_group *group) {
  if (group->unknown || !ev_needs_spend(w)) {
    group->unknown = true;
    return;
  }
  switch (e->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: {
    uint32_t field = ev_walked_field(w, e);
    if (field == EV_NONE) break;
    ev_group_add(group, ev_watch(w->g, EV_W_ABSENT, field));
    ev_absence(w, e->a, group);
    return;
  }
  case EV_E_COALESCE: ev_absence(w, e->a, group); return; /* both are */
  case EV_E_NAME:
    if (e->ref == EV_REF_DECL && e->decl->kind == EV_D_VIEW) return; /* never */
    if (e->ref != EV_REF_LOCAL) break;
    if (!e->local->value && !e->local->list) break;
    if (e->local->value)
      ev_absence(w, e->local->value, group);
    else
      absence_of_element(w, e->local->list, group);
    return;
  case EV_E_CALL:
    if (!ev_call_open(e)) break;
    ev_absence(w, e->decl->expr, group);
    ev_call_close(e);
    return;
  default: break;
  }
  group->unknown = true;
}

bool ev_comparison_needs(const ev_walked *w, const ev_expr *e, bool truth, ev_needs *needs) {
  ev_test test;
  if (!ev_test_make(&test, w->g, e, truth)) return false;
  ev_group group = {.count = 0};
  ev_origin origin = {w, &test, &group};
  from_value(&origin, test.value);
  bool optional = !test.value->unwrap && test.value->type->kind == EV_T_OPTIONAL;
  if (test.absent && optional) ev_absence(w, test.value, &group);
  if (group.unknown) return false;
  ev_needs_add(needs, &group);
  return needs->count > 0;
}
