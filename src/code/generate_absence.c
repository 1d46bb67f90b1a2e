/* Where a value may be absent. */
#include "generate_needs.h"

/* An element of a list of the manifest is there; one of a list that is made may be a record that is not. */
static void absence_of_element(const ev_walked *outer, const ev_expr *list, ev_group *group) {
  ev_walked within;
  const ev_walked *w = ev_group_spend(outer, &within, group);
  if (!w) return;
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

/* Of some map that it may be, the key is absent. */
static void absence_of_entry(const ev_walked *outer, const ev_expr *map, uint32_t key, ev_group *group) {
  ev_walked within;
  const ev_walked *w = ev_group_spend(outer, &within, group);
  if (!w) return;
  switch (map->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: {
    uint32_t field = ev_walked_field(w, map);
    if (field == EV_NONE || !ev_is_plain_map(map->type)) break;
    ev_group_add(group, ev_watch(w->g, EV_W_ABSENT, (ev_watched){field, key}));
    ev_absence(w, map->a, group);
    return;
  }
  case EV_E_NAME:
    if (map->ref != EV_REF_LOCAL || !map->local->value) break;
    absence_of_entry(w, map->local->value, key, group);
    return;
  case EV_E_CALL:
    if (!ev_call_open(map)) break;
    absence_of_entry(w, map->decl->expr, key, group);
    ev_call_close(map);
    return;
  default: break;
  }
  group->unknown = true;
}

/* `before` and `after` give nothing where the text does not hold what they look for. */
static void absence_of_call(const ev_walked *w, const ev_expr *call, ev_group *group) {
  if (ev_call_open(call)) {
    ev_absence(w, call->decl->expr, group);
    ev_call_close(call);
    return;
  }
  ev_expr holds = *call;
  ev_test test;
  holds.builtin = EV_BUILTIN_CONTAINS;
  bool parts = call->ref == EV_REF_BUILTIN &&
               (call->builtin == EV_BUILTIN_BEFORE || call->builtin == EV_BUILTIN_AFTER);
  if (!parts || !ev_test_make(&test, w->g, &holds, false)) {
    group->unknown = true;
    return;
  }
  for (uint32_t i = 0; i < test.param_count; i++) ev_group_add(group, ev_watch_param(w->g, test.params[i]));
  ev_origin_of(w, &test, test.value, group);
}

void ev_absence(const ev_walked *outer, const ev_expr *e, ev_group *group) {
  ev_walked within;
  const ev_walked *w = ev_group_spend(outer, &within, group);
  if (!w) return;
  if (ev_is_constant(e)) return;
  switch (e->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: {
    uint32_t field = ev_walked_field(w, e);
    if (field == EV_NONE) break;
    ev_group_add(group, ev_watch(w->g, EV_W_ABSENT, (ev_watched){field, EV_NONE}));
    ev_absence(w, e->a, group);
    return;
  }
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX:
    if (e->b->kind != EV_E_STRING) break;
    absence_of_entry(w, e->a, ev_gen_text(w->g, e->b->text), group);
    return;
  case EV_E_COALESCE: ev_absence(w, e->a, group); return; /* both are */
  case EV_E_IF:
    ev_doubt(w, e->a, group);
    ev_absence(w, e->b, group);
    ev_absence(w, e->c, group);
    return;
  case EV_E_NAME:
    if (e->ref == EV_REF_DECL && e->decl->kind == EV_D_VIEW) return; /* never */
    if (e->ref != EV_REF_LOCAL) break;
    if (!e->local->value && !e->local->list) break;
    if (e->local->value)
      ev_absence(w, e->local->value, group);
    else
      absence_of_element(w, e->local->list, group);
    return;
  case EV_E_CALL: absence_of_call(w, e, group); return;
  default: break;
  }
  group->unknown = true;
}

void ev_entry_absence(const ev_walked *w, const ev_expr *map, const ev_expr *key, ev_group *group) {
  if (key->kind == EV_E_STRING)
    absence_of_entry(w, map, ev_gen_text(w->g, key->text), group);
  else
    group->unknown = true;
}
