/* Where a value may come from: fields, lists and maps of the manifest, through functions, lets and loops. */
#include "generate_needs.h"

/* ---- where the value comes from */

typedef struct ev_origin {
  const ev_walked *w;
  const ev_test *test;
  ev_group *group;
  uint32_t key; /* of a map the value with this one alone; EV_NONE: any value */
  bool of_keys; /* of a map the keys */
} ev_origin;

static void from_value(const ev_origin *o, const ev_expr *e);
static void from_element(const ev_origin *o, const ev_expr *list);

/* Texts of which there are none are met where the text is unknown. */
static bool is_never(const ev_test *t) {
  return t->truth ? ev_automaton_is_empty(t->texts) : t->texts->states == 1 && t->texts->accepting[0];
}

static void add_text_test(const ev_origin *o, ev_watched at) {
  const ev_test *t = o->test;
  if (is_never(t)) {
    ev_group_add(o->group, ev_watch(o->w->g, EV_W_UNKNOWN, at));
    return;
  }
  ev_bwatch_kind in = o->of_keys ? EV_W_KEY_IN : EV_W_IN, not_in = o->of_keys ? EV_W_KEY_NOT_IN : EV_W_NOT_IN;
  ev_group_add(o->group, ev_watch_text(o->w->g, t->truth ? in : not_in, at, t->texts, t->set));
}

static void add_test(const ev_origin *o, ev_watched at) {
  const ev_test *t = o->test;
  ev_gen *g = o->w->g;
  switch (t->of) {
  case EV_OF_ANY: ev_group_add(o->group, ev_watch(g, EV_W_SET, at)); return;
  case EV_OF_TRUTH: ev_group_add(o->group, ev_watch(g, t->truth ? EV_W_TRUE : EV_W_FALSE, at)); return;
  case EV_OF_TEXT: add_text_test(o, at); return;
  case EV_OF_NUMBER:
    for (uint32_t i = 0; i < t->range_count; i++)
      ev_group_add(o->group, ev_watch_number(g, at, t->ranges[i].low, t->ranges[i].high));
  }
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

bool ev_is_plain_map(const ev_type *type) {
  type = ev_type_present(type);
  if (type->kind != EV_T_MAP) return false;
  ev_type_kind within = ev_type_present(type->element)->kind;
  return within != EV_T_MAP && within != EV_T_LIST;
}

static void from_field(const ev_origin *o, const ev_expr *e) {
  uint32_t field = ev_walked_field(o->w, e);
  if (field == EV_NONE || !(o->of_keys || o->test->of == EV_OF_ANY || is_watchable(e->type))) {
    o->group->unknown = true;
    return;
  }
  ev_gen *g = o->w->g;
  uint32_t fallback = ((const ev_bfield *)g->fields.at)[field].fallback;
  if (!ev_is_settled(o->w, e->a)) ev_doubt(o->w, e->a, o->group);
  add_test(o, (ev_watched){field, ev_is_plain_map(e->type) ? o->key : EV_NONE});
  if (fallback != EV_NONE && ev_test_passes(o->test, (const ev_const *)g->constants.at + fallback)) {
    ev_group_add(o->group, ev_watch(g, EV_W_ABSENT, (ev_watched){field, EV_NONE}));
    ev_absence(o->w, e->a, o->group);
  }
}

/* True if it is one. */
static bool from_constant(const ev_origin *o, const ev_expr *e) {
  uint32_t param;
  const ev_expr *constant = ev_default_of(o->w->g, e, &param);
  if (!ev_is_constant(constant) && constant->kind != EV_E_ABSENT) return false;
  if (ev_test_passes_constant(o->test, constant)) o->group->unknown = true; /* always */
  if (param != EV_NONE) ev_group_add(o->group, ev_watch_param(o->w->g, param));
  return true;
}

static void from_either(const ev_origin *o, const ev_expr *e) {
  uint32_t param;
  const ev_expr *constant = ev_default_of(o->w->g, e->b, &param);
  from_value(o, e->a);
  if (!ev_is_constant(constant)) {
    from_value(o, e->b);
    return;
  }
  if (param != EV_NONE) ev_group_add(o->group, ev_watch_param(o->w->g, param));
  if (ev_test_passes_constant(o->test, constant)) ev_absence(o->w, e->a, o->group);
}

/* The inverse image of a large set takes its time. */
static bool spend_on_texts(const ev_walked *w, const ev_test *t) {
  uint32_t cost = t->of == EV_OF_TEXT ? t->texts->states / 16 : 0;
  if (cost > *w->visits) return false;
  *w->visits -= cost;
  return true;
}

static void from_call(const ev_origin *o, const ev_expr *e) {
  ev_test inner;
  ev_origin through = *o;
  if (ev_call_open(e)) {
    from_value(o, e->decl->expr);
    ev_call_close(e);
  } else if (e->ref == EV_REF_BUILTIN && spend_on_texts(o->w, o->test) &&
             ev_test_through(o->test, o->w->g, e, &inner)) {
    through.test = &inner;
    from_value(&through, e->args);
  } else {
    o->group->unknown = true;
  }
}

/* A sum, a product or the like, or texts that are put together, of a constant and something else. */
static void from_operand(const ev_origin *o, const ev_expr *e) {
  ev_test inner;
  ev_origin through = *o;
  uint32_t param;
  through.test = &inner;
  bool told = e->kind != EV_E_CONCAT ? ev_test_through_sum(o->test, o->w->g, e, &inner, &param)
                                     : spend_on_texts(o->w, o->test) &&
                                           ev_test_through_concat(o->test, o->w->g, e, &inner, &param);
  if (!told) {
    o->group->unknown = true;
    return;
  }
  if (param != EV_NONE) ev_group_add(o->group, ev_watch_param(o->w->g, param));
  from_value(&through, inner.value);
}

static void from_index(const ev_origin *o, const ev_expr *e) {
  ev_origin keyed = *o;
  if (!ev_is_known(e->b)) {
    o->group->unknown = true;
    return;
  }
  if (e->b->kind == EV_E_STRING) keyed.key = ev_gen_text(o->w->g, e->b->text);
  from_element(&keyed, e->a);
}

static void from_value(const ev_origin *outer, const ev_expr *e) {
  ev_walked within;
  ev_origin of = *outer;
  const ev_origin *o = &of;
  of.w = ev_group_spend(outer->w, &within, of.group);
  if (!of.w) return;
  if (from_constant(o, e)) return;
  switch (e->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: from_field(o, e); return;
  case EV_E_COALESCE: from_either(o, e); return;
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: from_index(o, e); return;
  case EV_E_FIRST:
  case EV_E_LAST:
    if (e->c) ev_doubt(o->w, e->c, o->group); /* where the condition is unknown, so is the value */
    from_element(o, e->b);
    return;
  case EV_E_IF:
    ev_doubt(o->w, e->a, o->group);
    from_value(o, e->b);
    from_value(o, e->c);
    return;
  case EV_E_CALL: from_call(o, e); return;
  case EV_E_ADD:
  case EV_E_SUB:
  case EV_E_MUL:
  case EV_E_DIV:
  case EV_E_NEGATE:
  case EV_E_PERCENT:
  case EV_E_CONCAT: from_operand(o, e); return;
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

/* Of a record the keys that it knows are its fields: those whose names pass. */
static void from_known_keys(const ev_origin *o, const ev_expr *record) {
  const ev_type *type = ev_type_present(record->type);
  if (type->kind != EV_T_RECORD || !o->w->records[type->decl->index]) {
    o->group->unknown = true;
    return;
  }
  ev_gen *g = o->w->g;
  const ev_brecord *r = (const ev_brecord *)g->records.at + type->decl->index;
  for (uint32_t i = r->first_field; i < r->first_field + r->field_count; i++) {
    const ev_bfield *field = (const ev_bfield *)g->fields.at + i;
    ev_const name = {.kind = EV_K_STRING, .text = field->name};
    if (field->class_ != EV_BF_ELSEWHERE && ev_test_passes(o->test, &name))
      ev_group_add(o->group, ev_watch(g, EV_W_SET, (ev_watched){i, EV_NONE}));
  }
}

static void from_element_of_call(const ev_origin *o, const ev_expr *call) {
  ev_origin keys = *o;
  keys.of_keys = true;
  if (ev_call_open(call)) {
    from_element(o, call->decl->expr);
    ev_call_close(call);
  } else if (call->ref == EV_REF_BUILTIN && call->builtin == EV_BUILTIN_KEYS) {
    from_element(&keys, call->args);
  } else if (call->ref == EV_REF_BUILTIN && call->builtin == EV_BUILTIN_KNOWN_KEYS) {
    from_known_keys(o, call->args);
  } else if (call->ref == EV_REF_BUILTIN && call->builtin == EV_BUILTIN_SPLIT) {
    from_call(o, call);
  } else {
    o->group->unknown = true;
  }
}

/* From an element of a list, or a value or key of a map. */
static void from_element(const ev_origin *outer, const ev_expr *list) {
  ev_walked within;
  ev_origin of = *outer;
  const ev_origin *o = &of;
  of.w = ev_group_spend(outer->w, &within, of.group);
  if (!of.w) return;
  switch (list->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: from_field(o, list); return;
  case EV_E_COMPREHENSION:
    if (list->c) ev_doubt(o->w, list->c, o->group);
    from_value(o, list->a);
    return;
  case EV_E_CONCAT:
  case EV_E_COALESCE:
    from_element(o, list->a);
    from_element(o, list->b);
    return;
  case EV_E_IF:
    ev_doubt(o->w, list->a, o->group);
    from_element(o, list->b);
    from_element(o, list->c);
    return;
  case EV_E_LIST:
    for (const ev_expr *item = list->args; item; item = item->next) from_value(o, item);
    return;
  case EV_E_NAME:
    if (list->ref != EV_REF_LOCAL || !list->local->value) break;
    from_element(o, list->local->value);
    return;
  case EV_E_CALL: from_element_of_call(o, list); return;
  default: break;
  }
  o->group->unknown = true;
}

void ev_origin_of(const ev_walked *w, const ev_test *test, const ev_expr *value, ev_group *group) {
  ev_origin origin = {.w = w, .test = test, .group = group, .key = EV_NONE};
  from_value(&origin, value);
}

/* ---- needs */

void ev_entry_needs(const ev_walked *w, const ev_expr *map, const ev_expr *key, ev_needs *needs) {
  if (key->kind != EV_E_STRING) return;
  ev_test any = {.of = EV_OF_ANY};
  ev_group group = {.count = 0};
  ev_origin origin = {.w = w, .test = &any, .group = &group, .key = ev_gen_text(w->g, key->text)};
  from_element(&origin, map);
  ev_needs_add(needs, &group);
}

bool ev_comparison_needs(const ev_walked *w, const ev_expr *e, bool truth, ev_needs *needs) {
  ev_test test;
  if (!ev_test_make(&test, w->g, e, truth)) return false;
  ev_group group = {.count = 0};
  ev_origin_of(w, &test, test.value, &group);
  bool optional = !test.value->unwrap && test.value->type->kind == EV_T_OPTIONAL;
  if (test.absent && optional) ev_absence(w, test.value, &group);
  for (uint32_t i = 0; i < test.param_count; i++) ev_group_add(&group, ev_watch_param(w->g, test.params[i]));
  if (group.unknown) return false;
  if (group.count == 0) needs->never = true;
  ev_needs_add(needs, &group);
  return true;
}
