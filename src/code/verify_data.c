/* Constants, enums, sets, tables, parameters, views. */
#include "verify.h"

bool ev_verify_text(ev_verifier *v, ev_str text, const char *what, uint32_t index) {
  if (text.size == 0 || ev_utf8_invalid_at(text) == SIZE_MAX) return true;
  return ev_verify_fail(v, "%s %u holds bytes that are not UTF-8", what, index);
}

bool ev_verify_texts(ev_verifier *v, const ev_texts *texts, const char *what, uint32_t index) {
  for (uint32_t i = 0; i < texts->count; i++)
    if (!ev_verify_text(v, texts->at[i], what, index)) return false;
  return true;
}

/* ---- constants */

static bool is_lowest(ev_rat r) {
  ev_rat lowest = {0, 0}; /* stays so where r has no lowest terms */
  if (r.den == 0) return r.num == 1 || r.num == -1;
  (void)ev_rat_make(r.num, r.den, &lowest);
  return lowest.den == r.den;
}

static bool verify_constant(ev_verifier *v, uint32_t i) {
  const ev_const *c = &v->bundle->constants[i];
  switch (c->kind) {
  case EV_K_ABSENT:
  case EV_K_BOOL: return true;
  case EV_K_INT:
    return ev_rat_is_int(c->number) ? true : ev_verify_fail(v, "constant %u is an int that is not whole", i);
  case EV_K_QUANTITY:
    return is_lowest(c->number) ? true : ev_verify_fail(v, "constant %u is not in lowest terms", i);
  case EV_K_STRING: return ev_verify_text(v, c->text, "constant", i);
  }
  return ev_verify_fail(v, "constant %u is of no kind", i);
}

bool ev_verify_constants(ev_verifier *v) {
  for (uint32_t i = 0; i < v->bundle->constants_count; i++)
    if (!verify_constant(v, i)) return false;
  for (uint32_t i = 0; i < v->bundle->enums_count; i++)
    if (!ev_verify_texts(v, &v->bundle->enums[i], "enum", i)) return false;
  return true;
}

/* ---- sets */

static bool verify_ranges(ev_verifier *v, const ev_bset *set, uint32_t index) {
  for (uint32_t i = 0; i < set->range_count; i++) {
    const ev_int_range *r = &set->ranges[i];
    if (r->low > r->high || (i > 0 && set->ranges[i - 1].high >= r->low))
      return ev_verify_fail(v, "set %u: range %u is reversed or out of order", index, i);
  }
  return true;
}

bool ev_verify_sets(ev_verifier *v) {
  for (uint32_t i = 0; i < v->bundle->sets_count; i++) {
    const ev_bset *set = &v->bundle->sets[i];
    if (!ev_verify_text(v, set->name, "set", i) || !verify_ranges(v, set, i)) return false;
    if (set->automaton && set->range_count) return ev_verify_fail(v, "set %u is of strings and of ints", i);
    if (set->automaton && !ev_automaton_is_valid(set->automaton))
      return ev_verify_fail(v, "set %u: the automaton's tables are out of range", i);
  }
  return true;
}

/* ---- tables */

static bool index_row(ev_verifier *v, const ev_btable *t, uint32_t *hash, uint32_t index, uint32_t row) {
  const ev_bundle *b = v->bundle;
  const ev_const *key = &b->constants[t->cells[(size_t)row * t->columns]];
  uint32_t mask = t->buckets - 1, i = (uint32_t)ev_const_hash(key) & mask;
  for (uint32_t probes = 0; hash[i]; i = (i + 1) & mask, probes++) {
    const ev_const *other = &b->constants[t->cells[(size_t)(hash[i] - 1) * t->columns]];
    if (ev_const_equal(key, other)) return ev_verify_fail(v, "table %u: row %u repeats a key", index, row);
    if (probes == EV_MOST_PROBES) return ev_verify_fail(v, "table %u: too many keys collide", index);
  }
  hash[i] = row + 1;
  return true;
}

static bool index_table(ev_verifier *v, uint32_t index) {
  ev_btable *t = (ev_btable *)&v->bundle->tables[index];
  t->buckets = 0;
  t->hash = NULL;
  if (!t->unique || t->rows == 0) return true;
  uint32_t buckets = 4; /* as the rows' cells are in memory, there are far fewer than 2^30 */
  while (buckets < t->rows * 2) buckets *= 2;
  uint32_t *hash = EV_NEW_ARRAY(&v->bundle->arena, uint32_t, buckets);
  if (!hash) return ev_verify_no_memory(v);
  t->buckets = buckets;
  t->hash = hash;
  for (uint32_t row = 0; row < t->rows; row++)
    if (!index_row(v, t, hash, index, row)) return false;
  return true;
}

static bool verify_cells(ev_verifier *v, const ev_btable *t, uint32_t index) {
  for (uint64_t i = 0; i < (uint64_t)t->rows * t->columns; i++) {
    uint32_t cell = t->cells[i], type = t->types[i % t->columns];
    if (cell >= v->bundle->constants_count)
      return ev_verify_fail(v, "table %u: a cell is no constant", index);
    if (!ev_ty_holds(v, v->canon[type], ev_ty_of_constant(v, cell)))
      return ev_verify_fail(v, "table %u: a cell is not of its column's type", index);
  }
  return true;
}

static bool verify_columns(ev_verifier *v, const ev_btable *t, uint32_t index) {
  if (t->columns == 0) return ev_verify_fail(v, "table %u has no columns", index);
  for (uint32_t i = 0; i < t->columns; i++) {
    if (t->types[i] >= v->bundle->types_count || !ev_ty_is_scalar(v, ev_ty_present(v, v->canon[t->types[i]])))
      return ev_verify_fail(v, "table %u: column %u has no type of single values", index, i);
    if (!ev_verify_text(v, t->column_names[i], "table", index)) return false;
  }
  return true;
}

bool ev_verify_tables(ev_verifier *v) {
  for (uint32_t i = 0; i < v->bundle->tables_count; i++) {
    const ev_btable *t = &v->bundle->tables[i];
    if (!ev_verify_text(v, t->name, "table", i) || !verify_columns(v, t, i) || !verify_cells(v, t, i) ||
        !index_table(v, i))
      return false;
  }
  return true;
}

/* ---- parameters */

static bool verify_param_set(ev_verifier *v, uint32_t index, bool of_strings) {
  const ev_bparam *p = &v->bundle->params[index];
  if (p->fallback >= v->bundle->sets_count)
    return ev_verify_fail(v, "param %u: its default is no set", index);
  if ((v->bundle->sets[p->fallback].automaton != NULL) == of_strings) return true;
  return ev_verify_fail(v, "param %u: its default is a set of another kind", index);
}

static bool verify_param(ev_verifier *v, uint32_t i) {
  const ev_bundle *b = v->bundle;
  const ev_bparam *p = &b->params[i];
  if (!ev_verify_text(v, p->name, "param", i) || !ev_verify_text(v, p->doc, "param", i)) return false;
  if (p->type >= b->types_count) return ev_verify_fail(v, "param %u has no type", i);
  ev_vtype_kind kind = b->types[p->type].kind;
  if (kind == EV_VT_SET_STRING || kind == EV_VT_SET_INT)
    return verify_param_set(v, i, kind == EV_VT_SET_STRING);
  if (!ev_ty_is_scalar(v, ev_ty_present(v, v->canon[p->type])))
    return ev_verify_fail(v, "param %u has no type of single values or sets", i);
  if (p->fallback >= b->constants_count ||
      !ev_ty_holds(v, v->canon[p->type], ev_ty_of_constant(v, p->fallback)))
    return ev_verify_fail(v, "param %u: its default is not of its type", i);
  return true;
}

bool ev_verify_params(ev_verifier *v) {
  for (uint32_t i = 0; i < v->bundle->params_count; i++)
    if (!verify_param(v, i)) return false;
  return true;
}

/* ---- views */

static bool verify_row(ev_verifier *v, const ev_brow *row, uint32_t view) {
  if (row->record >= v->bundle->records_count)
    return ev_verify_fail(v, "view %u: a row's record is none", view);
  if (!row->versions || !ev_automaton_is_valid(row->versions))
    return ev_verify_fail(v, "view %u: the automaton of a row's apiVersion is out of range", view);
  if (!ev_verify_texts(v, &row->kinds, "view", view)) return false;
  for (uint32_t i = 0; i < row->path_count; i++)
    if (!ev_verify_texts(v, &row->paths[i], "view", view)) return false;
  return true;
}

bool ev_verify_views(ev_verifier *v) {
  for (uint32_t i = 0; i < v->bundle->views_count; i++) {
    const ev_bview *view = &v->bundle->views[i];
    if (view->record >= v->bundle->records_count) return ev_verify_fail(v, "view %u: its record is none", i);
    if (!ev_verify_text(v, view->name, "view", i)) return false;
    for (uint32_t r = 0; r < view->row_count; r++)
      if (!verify_row(v, &view->rows[r], i)) return false;
  }
  return true;
}
