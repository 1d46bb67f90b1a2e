/* Lists, and the quantifiers over them. */
#include "reference.h"

/* What is an element is there; whether it is one is not known of what may be absent. */
static ref_value as_element(ref_value v, bool maybe) {
  v.maybe = maybe || (ref_is_poison(&v) && v.perhaps_absent);
  v.perhaps_absent = false;
  return v;
}

ref_element **ref_append(ref_run *run, ref_element **end, ref_value value) {
  *end = EV_NEW(run->arena, ref_element);
  (*end)->value = value;
  return &(*end)->next;
}

ref_element *ref_elements(ref_run *run, const ref_value *list) {
  ref_element *first = NULL, **end = &first;
  if (list->kind == REF_LIST) return list->elements;
  for (ev_node *n = list->node ? ev_node_first(list->node) : NULL; n; n = ev_node_next(n))
    end = ref_append(run, end, ref_read_element(list->type->element, n));
  return first;
}

ref_value ref_rows(ref_run *run, const ev_decl *table) {
  ref_value rows = ref_empty_list();
  ref_element **end = &rows.elements;
  const ev_field *column = table->fields;
  for (const ev_expr *cell = table->cells; cell; cell = cell->next) {
    if (column == table->fields)
      end = ref_append(run, end, (ref_value){.kind = REF_ROW, .table = table, .cells = cell});
    column = column->next ? column->next : table->fields;
  }
  return rows;
}

/* An empty one adds nothing: the other is the result. */
ref_value ref_concat_lists(ref_run *run, const ref_value *a, const ref_value *b) {
  ref_value made = ref_from(ref_empty_list(), a);
  ref_element **end = &made.elements;
  if (!ref_elements(run, b)) return *a;
  if (!ref_elements(run, a)) return *b;
  for (const ref_element *e = ref_elements(run, a); e; e = e->next) end = ref_append(run, end, e->value);
  for (const ref_element *e = ref_elements(run, b); e; e = e->next) end = ref_append(run, end, e->value);
  return made;
}

ref_value ref_list(const ref_scope *scope, const ev_expr *e) {
  ref_value v = ref_eval(scope, e);
  return ref_is_optional(e) && ref_is_absent(&v) ? ref_empty_list() : v;
}

ref_value ref_is_there(const ref_value *element) {
  if (!element->maybe) return ref_bool(true);
  if (element->kind == REF_REFUSED) return ref_refused(NULL);
  return ref_unknown(EV_STR("the element is only possibly in the list"));
}

/* Whether the element of a loop counts: that it is there at all, and its `where`. */
static ref_value counts(const ref_scope *scope, const ev_expr *e, const ref_value *element) {
  ref_value sure = ref_is_there(element);
  return e->c ? ref_and(sure, ref_eval(scope, e->c)) : sure;
}

ref_value ref_comprehension(const ref_scope *scope, const ev_expr *e) {
  ref_value list = ref_list(scope, e->b), made = ref_empty_list();
  ref_element **end = &made.elements;
  list.perhaps_absent = false;
  if (ref_is_poison(&list)) return list;
  for (const ref_element *i = ref_elements(scope->run, &list); i; i = i->next) {
    ref_scope inner = ref_bind(scope, e->local, i->value);
    ref_value v = ref_eval(&inner, e->a), test = counts(&inner, e, &i->value);
    if (v.kind == REF_ABSENT || ref_is(&test, false)) continue;
    if (test.kind == REF_REFUSED) v = ref_refused(v.origin);
    end = ref_append(scope->run, end, as_element(v, ref_is_poison(&test)));
  }
  return made;
}

ref_value ref_list_of(const ref_scope *scope, const ev_expr *e) {
  ref_value made = ref_empty_list();
  ref_element **end = &made.elements;
  for (const ev_expr *a = e->args; a; a = a->next) {
    ref_value v = ref_eval(scope, a);
    if (v.kind != REF_ABSENT) end = ref_append(scope->run, end, as_element(v, false));
  }
  return made;
}

/* Ends where it is decided. */
ref_value ref_quantifier(const ref_scope *scope, const ev_expr *e) {
  bool all = e->kind == EV_E_ALL;
  ref_value list = ref_list(scope, e->b), so_far = ref_bool(all);
  list.perhaps_absent = false;
  if (ref_is_poison(&list)) return e->kind == EV_E_NONE ? ref_not(list) : list;
  for (const ref_element *i = ref_elements(scope->run, &list); i && !ref_is(&so_far, !all); i = i->next) {
    ref_scope inner = ref_bind(scope, e->local, i->value);
    ref_value test = counts(&inner, e, &i->value);
    if (ref_is(&test, false)) continue;
    ref_value v = ref_eval(&inner, e->a);
    so_far = all ? ref_and(so_far, ref_or(ref_not(test), v)) : ref_or(so_far, ref_and(test, v));
  }
  return e->kind == EV_E_NONE ? ref_not(so_far) : so_far;
}

ref_value ref_pick(const ref_scope *scope, const ev_expr *e) {
  ref_value list = ref_list(scope, e->b), found = ref_absent();
  list.perhaps_absent = true;
  if (ref_is_poison(&list)) return list;
  for (const ref_element *i = ref_elements(scope->run, &list); i; i = i->next) {
    ref_scope inner = ref_bind(scope, e->local, i->value);
    ref_value test = counts(&inner, e, &i->value);
    if (ref_is(&test, false)) continue;
    test.perhaps_absent = true;
    found = ref_is_poison(&test) ? test : i->value;
    if (e->kind == EV_E_FIRST) return found;
  }
  return found;
}
