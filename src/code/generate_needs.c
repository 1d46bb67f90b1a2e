/* What an expression cannot do without: watches of which at least one must be met in the object for a value
 * to be there, or a condition to be so. */
#include "generate_needs.h"

ev_needs ev_needs_nothing(void) { return (ev_needs){.count = 0}; }
static ev_needs never(void) { return (ev_needs){.never = true}; }

static ev_needs field_needs(const ev_walked *w, const ev_expr *e) {
  ev_needs made = ev_needs_nothing();
  const ev_type *owner = ev_type_present(e->a->type);
  if (owner->kind != EV_T_RECORD || !ev_is_settled(w, e->a)) return made;
  const ev_brecord *records = w->g->records.at;
  const ev_bfield *fields = w->g->fields.at;
  if (fields[records[owner->decl->index].first_field + (uint32_t)e->field].fallback != EV_NONE) return made;
  uint32_t field = ev_walked_field(w, e);
  if (field != EV_NONE) {
    ev_group group = {.at = {ev_watch(w->g, EV_W_SET, (ev_watched){field, EV_NONE})}, .count = 1};
    ev_needs_add(&made, &group);
  }
  ev_needs outer = ev_needs_set(w, e->a);
  ev_needs_both(&made, &outer);
  return made;
}

/* Absent elements are dropped: some element must be there. A record always is, if only as one in which
 * nothing is set. */
static ev_needs list_needs(const ev_walked *w, const ev_expr *e) {
  ev_needs made = never();
  for (const ev_expr *item = e->args; item; item = item->next) {
    if (item->type->kind != EV_T_OPTIONAL) return ev_needs_nothing();
    ev_needs other = ev_needs_set(w, item);
    made = ev_needs_either(w->g, &made, &other);
  }
  return made;
}

static ev_needs index_needs(const ev_walked *w, const ev_expr *e) {
  if (!ev_is_known(e->b)) return ev_needs_nothing();
  ev_needs made = ev_needs_set(w, e->a);
  ev_entry_needs(w, e->a, e->b, &made);
  return made;
}

/* Some element is there, and may be chosen. */
static ev_needs chosen_needs(const ev_walked *w, const ev_expr *e) {
  ev_needs made = ev_needs_set(w, e->b);
  if (!e->c || !ev_is_plain(w, e->b)) return made;
  ev_needs chosen = ev_needs_truth(w, e->c, true);
  ev_needs_both(&made, &chosen);
  return made;
}

/* What either branch needs, where it is taken; or the condition is unknown. */
static ev_needs branches_needs(const ev_walked *w, const ev_expr *e,
                               ev_needs (*branch)(const ev_walked *, const ev_expr *)) {
  ev_needs yes = ev_needs_truth(w, e->a, true), no = ev_needs_truth(w, e->a, false);
  ev_needs of_yes = branch(w, e->b), of_no = branch(w, e->c);
  ev_group doubt = {.count = 0};
  ev_needs_both(&yes, &of_yes);
  ev_needs_both(&no, &of_no);
  yes = ev_needs_either(w->g, &yes, &no);
  ev_doubt(w, e->a, &doubt);
  ev_needs_or(w->g, &yes, &doubt);
  return yes;
}

ev_needs ev_needs_decode(const ev_walked *w, const ev_expr *e) {
  if (!ev_bind_arguments(e)) return ev_needs_nothing();
  ev_needs made = ev_needs_set(w, e->decl->expr);
  ev_call_close(e);
  return made;
}

static ev_needs call_needs(const ev_walked *w, const ev_expr *e) {
  if (ev_is_of_keys(e)) return ev_needs_set(w, e->args);
  if (e->ref == EV_REF_DECL && e->decl->kind == EV_D_DECODE) return ev_needs_decode(w, e);
  if (!ev_call_open(e)) return ev_needs_nothing();
  ev_needs made = ev_needs_set(w, e->decl->expr);
  ev_call_close(e);
  return made;
}

ev_needs ev_needs_set(const ev_walked *outer, const ev_expr *e) {
  ev_walked within;
  const ev_walked *w = ev_needs_spend(outer, &within);
  if (!w) return ev_needs_nothing();
  switch (e->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: return field_needs(w, e);
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return index_needs(w, e);
  case EV_E_COMPREHENSION: return chosen_needs(w, e);
  case EV_E_FIRST:
  case EV_E_LAST: return ev_is_plain(w, e->b) ? chosen_needs(w, e) : ev_needs_nothing();
  case EV_E_IF: return branches_needs(w, e, ev_needs_set);
  case EV_E_ABSENT: return never();
  case EV_E_NAME:
    return e->ref == EV_REF_LOCAL && e->local->value ? ev_needs_set(w, e->local->value) : ev_needs_nothing();
  case EV_E_CALL: return call_needs(w, e);
  case EV_E_LIST: return list_needs(w, e);
  case EV_E_COALESCE:
  case EV_E_CONCAT: {
    ev_needs a = ev_needs_set(w, e->a), b = ev_needs_set(w, e->b);
    return ev_needs_either(w->g, &a, &b);
  }
  default: return ev_needs_nothing();
  }
}

static ev_needs connective_needs(const ev_walked *w, const ev_expr *e, bool truth) {
  ev_needs a = ev_needs_truth(w, e->a, truth), b = ev_needs_truth(w, e->b, truth);
  if ((e->kind == EV_E_AND) != truth) return ev_needs_either(w->g, &a, &b);
  ev_needs_both(&a, &b);
  return a;
}

static ev_needs call_to_be(const ev_walked *w, const ev_expr *e, bool truth) {
  if (ev_call_open(e)) {
    ev_needs made = ev_needs_truth(w, e->decl->expr, truth);
    ev_call_close(e);
    return made;
  }
  bool has = e->ref == EV_REF_BUILTIN && e->builtin == EV_BUILTIN_HAS && ev_is_known(e->args->next);
  ev_needs made = truth && has ? ev_needs_set(w, e->args) : ev_needs_nothing();
  ev_group group = {.count = 0};
  if (!has) return made;
  if (truth)
    ev_entry_needs(w, e->args, e->args->next, &made);
  else
    ev_entry_absence(w, e->args, e->args->next, &group);
  ev_needs_add(&made, &group);
  return made;
}

/* Some element counts, and is what it takes; or the list is unknown. */
static ev_needs quantifier_needs(const ev_walked *w, const ev_expr *e) {
  ev_needs made = ev_needs_set(w, e->b);
  ev_group doubt = {.count = 0};
  bool plain = ev_is_plain(w, e->b);
  if (!plain) ev_doubt(w, e->b, &doubt);
  if (doubt.unknown) return made;
  ev_needs more = ev_needs_truth(w, e->a, e->kind != EV_E_ALL),
           counts = e->c ? ev_needs_truth(w, e->c, true) : ev_needs_nothing();
  ev_needs_both(&more, &counts);
  if (!plain) ev_needs_or(w->g, &more, &doubt);
  ev_needs_both(&made, &more);
  return made;
}

static ev_needs presence_needs(const ev_walked *w, const ev_expr *e, bool present) {
  if (present) return ev_needs_set(w, e->a);
  ev_needs made = ev_needs_nothing();
  ev_group group = {.count = 0};
  if (!ev_is_settled(w, e->a)) ev_doubt(w, e->a, &group);
  ev_absence(w, e->a, &group);
  ev_needs_add(&made, &group);
  return made;
}

static ev_needs to_be_true(const ev_walked *w, const ev_expr *e) { return ev_needs_truth(w, e, true); }
static ev_needs to_be_false(const ev_walked *w, const ev_expr *e) { return ev_needs_truth(w, e, false); }

/* Of a let. Params, and truths of the manifest, are comparisons. */
static ev_needs name_to_be(const ev_walked *w, const ev_expr *e, bool truth) {
  bool is_let = e->ref == EV_REF_LOCAL && e->local->value;
  return is_let ? ev_needs_truth(w, e->local->value, truth) : ev_needs_nothing();
}

ev_needs ev_needs_truth(const ev_walked *outer, const ev_expr *e, bool truth) {
  ev_needs made = ev_needs_nothing();
  ev_walked within;
  const ev_walked *w = ev_needs_spend(outer, &within);
  if (!w || ev_comparison_needs(w, e, truth, &made)) return made;
  switch (e->kind) {
  case EV_E_NOT: return ev_needs_truth(w, e->a, !truth);
  case EV_E_AND:
  case EV_E_OR: return connective_needs(w, e, truth);
  case EV_E_IS:
  case EV_E_IS_IN: return truth != e->negated ? ev_needs_set(w, e->a) : ev_needs_nothing();
  case EV_E_IS_SET: return presence_needs(w, e, truth != e->negated);
  case EV_E_IS_ABSENT: return presence_needs(w, e, truth == e->negated);
  case EV_E_ANY: return truth ? quantifier_needs(w, e) : ev_needs_nothing();
  case EV_E_ALL:
  case EV_E_NONE: return truth ? ev_needs_nothing() : quantifier_needs(w, e);
  case EV_E_NAME: return name_to_be(w, e, truth);
  case EV_E_BOOL: return e->truth == truth ? ev_needs_nothing() : never();
  case EV_E_IF: return branches_needs(w, e, truth ? to_be_true : to_be_false);
  case EV_E_CALL: return call_to_be(w, e, truth);
  default: return ev_needs_nothing();
  }
}
