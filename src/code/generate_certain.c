/* What is certain in an expression: that a value is what stands in the manifest, and unknown or refused only
 * where that is. */
#include "generate_needs.h"

const ev_walked *ev_needs_spend(const ev_walked *w, ev_walked *within) {
  if (*w->visits == 0 || w->depth == EV_MOST_NEEDS_DEPTH) return NULL;
  --*w->visits;
  *within = *w;
  within->depth++;
  return within;
}

const ev_walked *ev_group_spend(const ev_walked *w, ev_walked *within, ev_group *group) {
  const ev_walked *inner = group->unknown ? NULL : ev_needs_spend(w, within);
  if (!inner) group->unknown = true;
  return inner;
}

/* Is a key certain to be known? By an unknown one the value is unknown, whether there is a map or not. */
bool ev_is_known(const ev_expr *key) { return key->kind == EV_E_STRING || key->kind == EV_E_INT; }

uint32_t ev_walked_field(const ev_walked *w, const ev_expr *e) {
  const ev_type *owner = ev_type_present(e->a->type);
  if (owner->kind != EV_T_RECORD || !w->records[owner->decl->index]) return EV_NONE;
  const ev_brecord *records = w->g->records.at;
  return records[owner->decl->index].first_field + (uint32_t)e->field;
}

/* False where the body is being looked at already. */
bool ev_bind_arguments(const ev_expr *call) {
  for (const ev_field *f = call->decl->fields; f; f = f->next)
    if (f->local->value) return false;
  ev_expr *argument = call->args;
  for (const ev_field *f = call->decl->fields; f && argument; f = f->next, argument = argument->next)
    f->local->value = argument;
  return true;
}

bool ev_call_open(const ev_expr *call) {
  return call->ref == EV_REF_DECL && call->decl->kind == EV_D_FN && ev_bind_arguments(call);
}

void ev_call_close(const ev_expr *call) {
  for (const ev_field *f = call->decl->fields; f; f = f->next) f->local->value = NULL;
}

bool ev_is_of_keys(const ev_expr *call) {
  return call->ref == EV_REF_BUILTIN &&
         (call->builtin == EV_BUILTIN_KEYS || call->builtin == EV_BUILTIN_KNOWN_KEYS);
}

/* Is a test of presence never unknown but where something of the manifest is? */
static bool is_presence(const ev_walked *w, const ev_expr *e) {
  bool tests = e->kind == EV_E_IS_SET || e->kind == EV_E_IS_ABSENT;
  return e->kind == EV_E_IS_REFUSED || (tests && ev_is_settled(w, e->a));
}

bool ev_is_doubtless(const ev_walked *w, const ev_expr *e) {
  ev_group group = {.count = 0};
  ev_doubt(w, e, &group);
  return !group.unknown;
}

static bool is_plain_name(const ev_walked *w, const ev_expr *e) {
  if (e->ref != EV_REF_LOCAL) return e->decl->kind == EV_D_TABLE;
  const ev_expr *from = e->local->value ? e->local->value : e->local->list;
  return from && ev_is_plain(w, from);
}

static bool is_plain_call(const ev_walked *w, const ev_expr *call) {
  if (ev_is_of_keys(call)) return ev_is_plain(w, call->args);
  if (!ev_call_open(call)) return false;
  bool plain = ev_is_plain(w, call->decl->expr);
  ev_call_close(call);
  return plain;
}

/* Is a list, and is each element of it, never unknown or refused but where something of the manifest is? Else
 * the loop over it may find something, or a quantifier be unknown, whatever the elements are. (What a
 * condition chose is refused where the condition is.) */
bool ev_is_plain(const ev_walked *outer, const ev_expr *list) {
  ev_walked within;
  const ev_walked *w = ev_needs_spend(outer, &within);
  if (!w) return false;
  switch (list->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: return ev_walked_field(w, list) != EV_NONE;
  case EV_E_LIST: return true;
  case EV_E_COMPREHENSION: return (!list->c || ev_is_doubtless(w, list->c)) && ev_is_plain(w, list->b);
  case EV_E_CONCAT:
  case EV_E_COALESCE: return ev_is_plain(w, list->a) && ev_is_plain(w, list->b);
  case EV_E_IF: return is_presence(w, list->a) && ev_is_plain(w, list->b) && ev_is_plain(w, list->c);
  case EV_E_NAME: return is_plain_name(w, list);
  case EV_E_CALL: return is_plain_call(w, list);
  default: return false;
  }
}

static bool is_settled_name(const ev_walked *w, const ev_expr *e) {
  if (e->ref != EV_REF_LOCAL) return e->decl->kind == EV_D_VIEW;
  if (e->local->value) return ev_is_settled(w, e->local->value);
  return e->local->list && ev_is_plain(w, e->local->list);
}

static bool is_settled_call(const ev_walked *w, const ev_expr *call) {
  if (!ev_call_open(call)) return false;
  bool settled = ev_is_settled(w, call->decl->expr);
  ev_call_close(call);
  return settled;
}

/* Is a value never unknown or refused but where something of the manifest is? Else it is set, and so is what
 * is made of it, whatever is there. */
bool ev_is_settled(const ev_walked *outer, const ev_expr *e) {
  ev_walked within;
  const ev_walked *w = ev_needs_spend(outer, &within);
  if (!w) return false;
  switch (e->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: return ev_is_settled(w, e->a);
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return ev_is_known(e->b) && ev_is_settled(w, e->a);
  case EV_E_FIRST:
  case EV_E_LAST: return !e->c && ev_is_plain(w, e->b);
  case EV_E_COALESCE: return ev_is_settled(w, e->a) && ev_is_settled(w, e->b);
  case EV_E_IF: return is_presence(w, e->a) && ev_is_settled(w, e->b) && ev_is_settled(w, e->c);
  case EV_E_NAME: return is_settled_name(w, e);
  case EV_E_CALL: return is_settled_call(w, e);
  default: return false;
  }
}

/* Is the list itself never unknown but where something of the manifest is, whatever its elements are? */
bool ev_is_sure(const ev_walked *outer, const ev_expr *list) {
  ev_walked within;
  const ev_walked *w = ev_needs_spend(outer, &within);
  if (!w) return false;
  if (list->kind == EV_E_COMPREHENSION) return ev_is_sure(w, list->b);
  if (list->kind != EV_E_CALL || !ev_call_open(list)) return ev_is_plain(w, list);
  bool sure = ev_is_sure(w, list->decl->expr);
  ev_call_close(list);
  return sure;
}
