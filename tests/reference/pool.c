#include "pool.h"

#include "check.h"

static void add(ref_pool *pool, ref_texts *list, ev_str text) {
  for (size_t i = 0; i < list->count; i++)
    if (ev_str_equal(list->at[i], text)) return;
  if (list->count == list->capacity) {
    size_t capacity = list->capacity ? list->capacity * 2 : 32;
    ev_str *larger = EV_NEW_ARRAY(pool->arena, ev_str, capacity);
    if (list->count) memcpy(larger, list->at, list->count * sizeof *larger);
    list->at = larger;
    list->capacity = capacity;
  }
  list->at[list->count++] = text;
}

static void add_buf(ref_pool *pool, ref_texts *list, ev_buf *text) {
  add(pool, list, ev_buf_to_arena(text, pool->arena));
  ev_buf_free(text);
}

static void add_exactly(ref_pool *pool, ev_rat number) {
  ev_buf text = {0};
  ev_quantity_write(&text, number);
  if (text.at[0] == '~') { /* written as near as may be */
    ev_buf_free(&text);
    return;
  }
  if (ev_rat_is_int(number)) {
    ev_buf whole = {0};
    ev_int_write(&whole, number.num);
    add_buf(pool, &pool->ints, &whole);
  }
  add_buf(pool, &pool->numbers, &text);
}

/* It, the next one to either side, and for a fraction the whole ones beside it. */
static void add_number(ref_pool *pool, ev_rat number) {
  ev_rat near, half = {1, 2};
  if (ev_rat_is_infinite(number)) return;
  add_exactly(pool, number);
  ev_rat step = ev_rat_is_int(number) ? ev_rat_of(1) : half;
  if (ev_rat_add(number, step, &near)) add_exactly(pool, near);
  if (ev_rat_sub(number, step, &near)) add_exactly(pool, near);
}

/* ---- sets */

void ref_write_match(ev_buf *out, ev_str glob, const char *filling) {
  for (size_t i = 0; i < glob.size; i++) {
    if (glob.at[i] == '*') {
      ev_buf_text(out, filling);
    } else if (glob.at[i] == '?') {
      ev_buf_char(out, '1');
    } else if (glob.at[i] == '[') {
      ev_buf_char(out, i + 1 < glob.size ? glob.at[i + 1] : 'q');
      while (i < glob.size && glob.at[i] != ']') i++;
    } else {
      if (glob.at[i] == '\\' && i + 1 < glob.size) i++;
      ev_buf_char(out, glob.at[i]);
    }
  }
}

static void add_match(ref_pool *pool, ev_str glob, const char *filling) {
  ev_buf text = {0};
  ref_write_match(&text, glob, filling);
  add_buf(pool, &pool->texts, &text);
}

static void add_set(ref_pool *pool, const ev_set *set) {
  if (!set) return;
  add_set(pool, set->a);
  add_set(pool, set->b);
  for (const ev_element *e = set->elements; e; e = e->next) {
    if (e->is_int) {
      add_number(pool, ev_rat_of(e->low));
      add_number(pool, ev_rat_of(e->high));
    } else if (set->is_glob) {
      add_match(pool, e->text, "");
      add_match(pool, e->text, "x.y");
    } else {
      add(pool, &pool->texts, e->text);
    }
  }
}

/* ---- expressions */

static void visit(void *context, const ev_expr *e) {
  ref_pool *pool = context;
  bool indexes = e->kind == EV_E_INDEX || e->kind == EV_E_OPTIONAL_INDEX;
  if (indexes && e->b->kind == EV_E_STRING) add(pool, &pool->keys, e->b->text);
  if (e->kind == EV_E_CALL && e->ref == EV_REF_BUILTIN && e->args && e->args->next &&
      e->args->next->kind == EV_E_STRING && ev_type_present(e->args->type)->kind == EV_T_MAP)
    add(pool, &pool->keys, e->args->next->text);
  if (e->kind == EV_E_STRING) add(pool, &pool->texts, e->text);
  if (e->kind == EV_E_INT || e->kind == EV_E_QUANTITY) add_number(pool, e->number);
  if (e->kind == EV_E_SET) add_set(pool, e->set);
  ev_expr_parts(e, visit, pool);
}

static void visit_clauses(ref_pool *pool, const ev_clause *clauses) {
  for (const ev_clause *c = clauses; c; c = c->next) {
    for (const ev_expr *e = c->expr; e; e = e->next) visit(pool, e);
    for (const ev_generator *g = c->generators; g; g = g->next) visit(pool, g->list);
    visit_clauses(pool, c->clauses);
  }
}

void ref_pool_fill(ref_pool *pool, ev_arena *arena, const ev_program *program) {
  *pool = (ref_pool){.arena = arena};
  for (const ev_file *file = program->files; file; file = file->next)
    for (const ev_decl *d = file->decls; d; d = d->next) {
      if (d->kind == EV_D_TEST) continue;
      add_set(pool, d->set);
      if (d->expr) visit(pool, d->expr);
      for (const ev_expr *cell = d->cells; cell; cell = cell->next) visit(pool, cell);
      if (d->kind == EV_D_RULE) visit_clauses(pool, d->clauses);
    }
  add(pool, &pool->texts, EV_STR("w"));
  add(pool, &pool->keys, EV_STR("a"));
  add_number(pool, ev_rat_of(1));
}
