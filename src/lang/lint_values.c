/* Sets of values, by the algebra of patterns and of ranges: what a comparison with constants says of the
 * thing that it compares. Texts that are not known (NULL) may be any. */
#include "lint_parts.h"

static const ev_type *part_of(const ev_type *type) { return ev_type_present(type); }

static ev_values_kind kind_of(const ev_type *type) {
  if (ev_type_is_text(type)) return EV_VALUES_TEXT;
  if (type->kind == EV_T_INT) return EV_VALUES_INT;
  return type->kind == EV_T_BOOL ? EV_VALUES_BOOL : EV_VALUES_OTHER;
}

/* ---- algebra */

/* False: without an automaton the values are not known; lack of memory ends lint. */
static bool is_made(ev_linter *l, ev_pattern_status status) {
  if (status == EV_PATTERN_NO_MEMORY) l->no_memory = true;
  return status == EV_PATTERN_OK;
}

static const ev_automaton *no_texts(ev_linter *l) {
  ev_automaton *made;
  bool ok = is_made(l, ev_automaton_set(&l->arena, &l->arena, NULL, NULL, 0, &made, NULL, NULL));
  return ok ? made : NULL;
}

ev_values ev_values_none(ev_linter *l, const ev_type *type) {
  ev_values v = {.kind = kind_of(part_of(type))};
  if (v.kind == EV_VALUES_TEXT) v.texts = no_texts(l);
  return v;
}

static const ev_automaton *words_of(ev_linter *l, const ev_words *words) {
  size_t count = 0;
  for (const ev_words *w = words; w; w = w->next) count++;
  ev_str *texts = EV_NEW_ARRAY(&l->arena, ev_str, count + 1);
  bool *literal = EV_NEW_ARRAY(&l->arena, bool, count + 1);
  if (!texts || !literal) return NULL;
  count = 0;
  for (const ev_words *w = words; w; w = w->next, count++) {
    texts[count] = w->word.text;
    literal[count] = true;
  }
  ev_automaton *made;
  size_t which;
  bool ok = is_made(l, ev_automaton_set(&l->arena, &l->arena, texts, literal, count, &made, &which, NULL));
  return ok ? made : NULL;
}

static ev_ranges one_range(ev_linter *l, ev_int low, ev_int high) {
  ev_ranges r = {EV_NEW(&l->arena, struct ev_range_of_ints), 1};
  if (!r.at || high < low) return (ev_ranges){NULL, 0};
  *r.at = (struct ev_range_of_ints){low, high};
  return r;
}

ev_values ev_values_present(ev_linter *l, const ev_type *type) {
  const ev_type *part = part_of(type);
  ev_values v = {.kind = kind_of(part), .yes = true, .no = true};
  if (v.kind == EV_VALUES_INT) v.ints = one_range(l, EV_INT_MIN, EV_INT_MAX);
  if (v.kind == EV_VALUES_TEXT) v.texts = part->kind == EV_T_ENUM ? words_of(l, part->words) : l->every_text;
  return v;
}

ev_values ev_values_all(ev_linter *l, const ev_type *type) {
  ev_values v = ev_values_present(l, type);
  v.absent = true;
  return v;
}

#define COST_OF_CONDITION   64u    /* as many states as a short pattern has */
#define MOST_STATES_AT_ONCE 20000u /* of two automata that are combined */

static bool spend(ev_linter *l, uint64_t states) {
  if (l->states_left < states) return false;
  l->states_left -= states;
  return true;
}

typedef ev_pattern_status (*combine)(ev_arena *, const ev_automaton *, const ev_automaton *, ev_automaton **);

static const ev_automaton *combined(ev_linter *l, const ev_automaton *a, const ev_automaton *b, combine by) {
  ev_automaton *made = NULL;
  uint64_t states = (uint64_t)a->states * b->states;
  if (states > MOST_STATES_AT_ONCE || !spend(l, states)) return NULL;
  return is_made(l, by(&l->arena, a, b, &made)) ? made : NULL;
}

/* Texts in `texts` that the type allows; NULL where that is not known. */
static const ev_automaton *allowed(ev_linter *l, const ev_type *type, const ev_automaton *texts) {
  if (!texts || part_of(type)->kind != EV_T_ENUM) return texts;
  const ev_automaton *words = words_of(l, part_of(type)->words);
  return words ? combined(l, texts, words, ev_automaton_intersection) : NULL;
}

/* `a` alone holds more than both do. */
static const ev_automaton *common_texts(ev_linter *l, const ev_automaton *a, const ev_automaton *b) {
  if (!a || !b) return a ? a : b;
  if (a == l->every_text || b == l->every_text) return a == l->every_text ? b : a;
  const ev_automaton *made = combined(l, a, b, ev_automaton_intersection);
  return made ? made : a;
}

ev_values ev_values_both(ev_linter *l, const ev_values *a, const ev_values *b) {
  ev_values v = {
      .kind = a->kind, .absent = a->absent && b->absent, .yes = a->yes && b->yes, .no = a->no && b->no};
  if (v.kind == EV_VALUES_TEXT) v.texts = common_texts(l, a->texts, b->texts);
  if (v.kind == EV_VALUES_INT && !ev_ranges_intersection(&l->arena, &a->ints, &b->ints, &v.ints))
    v.ints = a->ints;
  return v;
}

ev_values ev_values_either(ev_linter *l, const ev_values *a, const ev_values *b) {
  ev_values v = {
      .kind = a->kind, .absent = a->absent || b->absent, .yes = a->yes || b->yes, .no = a->no || b->no};
  if (v.kind == EV_VALUES_TEXT && a->texts && b->texts)
    v.texts = combined(l, a->texts, b->texts, ev_automaton_union);
  if (v.kind == EV_VALUES_INT && !ev_ranges_union(&l->arena, &a->ints, &b->ints, &v.ints))
    v.ints = one_range(l, EV_INT_MIN, EV_INT_MAX);
  return v;
}

bool ev_values_is_empty(const ev_values *v) {
  if (v->absent) return false;
  switch (v->kind) {
  case EV_VALUES_TEXT: return v->texts && ev_automaton_is_empty(v->texts);
  case EV_VALUES_INT: return v->ints.count == 0;
  case EV_VALUES_BOOL: return !v->yes && !v->no;
  case EV_VALUES_OTHER: break;
  }
  return !v->yes;
}

/* What is there and not in `v`. */
static ev_values others(ev_linter *l, const ev_values *v, const ev_type *type) {
  ev_values all = ev_values_present(l, type), rest = all;
  rest.yes = !v->yes;
  rest.no = !v->no;
  ev_automaton *inverse = NULL;
  if (v->kind == EV_VALUES_TEXT) {
    if (!v->texts) return all;
    bool ok = is_made(l, ev_automaton_complement(&l->arena, v->texts, &inverse));
    rest.texts = common_texts(l, ok ? inverse : NULL, all.texts);
  }
  if (v->kind == EV_VALUES_INT && !ev_ranges_complement(&l->arena, &v->ints, &rest.ints)) return all;
  return rest;
}

/* ---- conditions */

static bool is_thing(const ev_expr *e) {
  switch (e->kind) {
  case EV_E_NAME: return e->ref == EV_REF_LOCAL;
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD:
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return true;
  case EV_E_CALL: return e->args != NULL && ev_expr_same(e, e, NULL, NULL);
  default: return false;
  }
}

static bool is_constant(const ev_expr *e) {
  return e->kind == EV_E_STRING || e->kind == EV_E_BOOL || (e->kind == EV_E_INT && ev_rat_is_int(e->number));
}

/* What stands before `?? constant`. */
static const ev_expr *without_default(const ev_expr *e) {
  return e->kind == EV_E_COALESCE && is_constant(e->b) ? e->a : e;
}

/* A call of `starts_with` and its like with a literal. */
static bool is_search(const ev_expr *e) {
  bool known = ev_str_is(e->text, "starts_with") || ev_str_is(e->text, "ends_with") ||
               ev_str_is(e->text, "contains");
  return e->ref == EV_REF_BUILTIN && known && e->args->next->kind == EV_E_STRING;
}

static const ev_expr *compared(const ev_expr *e) {
  switch (e->kind) {
  case EV_E_EQ:
  case EV_E_NE:
  case EV_E_LT:
  case EV_E_LE:
  case EV_E_GT:
  case EV_E_GE:
    if (is_constant(e->b)) return e->a;
    return is_constant(e->a) ? e->b : NULL;
  case EV_E_IS: return is_constant(e->b) ? e->a : NULL;
  case EV_E_IN:
  case EV_E_IS_IN:
    if (e->set_index >= 0) return e->a;
    return e->b->kind == EV_E_RANGE && is_constant(e->b->a) && is_constant(e->b->b) ? e->a : NULL;
  case EV_E_IS_SET:
  case EV_E_IS_ABSENT: return e->a;
  case EV_E_CALL: return is_search(e) ? e->args : e;
  default: return e;
  }
}

const ev_expr *ev_condition_subject(const ev_expr *condition) {
  const ev_expr *e = compared(condition);
  if (e) e = without_default(e);
  return e && is_thing(e) ? e : NULL;
}

static ev_values of_text(ev_linter *l, const ev_type *type, ev_str pattern, bool literal) {
  ev_values v = ev_values_present(l, type);
  ev_automaton *made;
  bool ok = is_made(l, literal ? ev_automaton_literal(&l->arena, pattern, &made)
                               : ev_automaton_glob(&l->arena, pattern, &made, NULL));
  v.texts = allowed(l, type, ok ? made : NULL);
  return v;
}

static ev_values of_constant(ev_linter *l, const ev_type *type, const ev_expr *constant) {
  if (constant->kind == EV_E_STRING) return of_text(l, type, constant->text, true);
  ev_values v = ev_values_none(l, type);
  v.yes = constant->truth;
  v.no = !constant->truth;
  if (constant->kind == EV_E_INT) v.ints = one_range(l, constant->number.num, constant->number.num);
  return v;
}

/* starts_with(x, "text") as a pattern. */
static ev_values of_search(ev_linter *l, const ev_type *type, const ev_expr *call) {
  ev_buf glob = {0};
  if (!ev_str_is(call->text, "starts_with")) ev_buf_char(&glob, '*');
  ev_buf_str(&glob, ev_glob_quote(&l->arena, call->args->next->text));
  if (!ev_str_is(call->text, "ends_with")) ev_buf_char(&glob, '*');
  if (glob.failed) l->no_memory = true;
  ev_values v = of_text(l, type, ev_buf_view(&glob), false);
  ev_buf_free(&glob);
  return v;
}

/* x < n; `turned`: n < x */
static ev_values of_order(ev_linter *l, const ev_expr *e, ev_int n, bool turned) {
  ev_values v = {.kind = EV_VALUES_INT, .yes = true, .no = true};
  bool less = (e->kind == EV_E_LT || e->kind == EV_E_LE) != turned;
  bool equal = e->kind == EV_E_LE || e->kind == EV_E_GE;
  if (less) /* no literal is EV_INT_MIN */
    v.ints = one_range(l, EV_INT_MIN, equal ? n : n - 1);
  else if (equal || n < EV_INT_MAX)
    v.ints = one_range(l, equal ? n : n + 1, EV_INT_MAX);
  return v;
}

static ev_values of_set(ev_linter *l, const ev_type *type, const ev_expr *e) {
  ev_values v = ev_values_present(l, type);
  if (e->set_index < 0) {
    v.ints = one_range(l, e->b->a->number.num, e->b->b->number.num);
    return v;
  }
  const ev_const_set *set = &l->program->sets[e->set_index];
  if (set->of_ints) v.ints = (ev_ranges){set->ranges, set->range_count};
  if (!set->of_ints) v.texts = allowed(l, type, set->automaton);
  return v;
}

/* The values there are for which the condition holds, `negated` and absence aside. */
static ev_values holding(ev_linter *l, const ev_expr *e, const ev_type *type) {
  bool turned = e->b && is_constant(e->a);
  const ev_expr *constant = turned ? e->a : e->b;
  switch (e->kind) {
  case EV_E_EQ:
  case EV_E_NE:
  case EV_E_IS: return of_constant(l, type, constant);
  case EV_E_LT:
  case EV_E_LE:
  case EV_E_GT:
  case EV_E_GE: return of_order(l, e, constant->number.num, turned);
  case EV_E_IN:
  case EV_E_IS_IN: return of_set(l, type, e);
  case EV_E_IS_SET: return ev_values_present(l, type);
  case EV_E_IS_ABSENT: return ev_values_none(l, type);
  case EV_E_CALL:
    if (is_search(e)) return of_search(l, type, e);
    break;
  default: break;
  }
  ev_values v = ev_values_present(l, type); /* a bool by itself */
  v.no = false;
  return v;
}

/* Can both sides be told apart by what is kept here? */
static bool is_exact(const ev_expr *e, ev_values_kind kind) {
  if (e->kind == EV_E_IS_SET || e->kind == EV_E_IS_ABSENT) return true;
  return kind != EV_VALUES_OTHER;
}

static bool default_holds(ev_linter *l, const ev_expr *constant, const ev_values *holding,
                          const ev_type *type) {
  ev_values value = of_constant(l, type, constant);
  ev_values common = ev_values_both(l, &value, holding);
  return !ev_values_is_empty(&common);
}

bool ev_values_of_condition(ev_linter *l, const ev_expr *e, bool truth, const ev_expr *subject,
                            ev_values *out) {
  if (!spend(l, COST_OF_CONDITION)) return false;
  const ev_expr *side = compared(e);
  const ev_expr *thing = side ? without_default(side) : NULL;
  if (!thing || !is_thing(thing) || !ev_expr_same(thing, subject, NULL, NULL)) return false;
  const ev_type *type = thing->type;
  ev_values v = holding(l, e, type);
  if (!is_exact(e, v.kind)) return false;
  bool inverted = e->kind == EV_E_NE || e->negated;
  bool absent_holds = e->kind == EV_E_IS_ABSENT;
  bool absent_counts = e->kind == EV_E_IS || e->kind == EV_E_IS_IN || e->kind == EV_E_IS_SET || absent_holds;
  if (thing != side) {
    absent_holds = default_holds(l, side->b, &v, type);
    absent_counts = true;
  }
  *out = truth != inverted ? v : others(l, &v, type);
  out->absent = absent_counts && absent_holds == (truth != inverted);
  return true;
}
