/* Bundles as files: writing. */
#include "bundle_file.h"

/* ---- parts */

static void put_byte(ev_buf *out, uint8_t n) { ev_buf_add(out, &n, 1); }
static void put_bool(ev_buf *out, bool truth) { put_byte(out, truth); }

static void put_little(ev_buf *out, ev_uint n, size_t bytes) {
  uint8_t at[16];
  for (size_t i = 0; i < bytes; i++) at[i] = (uint8_t)(n >> 8 * i);
  ev_buf_add(out, at, bytes);
}

static void put32(ev_buf *out, uint32_t n) { put_little(out, n, 4); }
static void put64(ev_buf *out, uint64_t n) { put_little(out, n, 8); }
static void put_int(ev_buf *out, ev_int n) { put_little(out, (ev_uint)n, 16); }

static void put_str(ev_buf *out, ev_str s) {
  put32(out, (uint32_t)s.size);
  ev_buf_str(out, s);
}

static void put_words(ev_buf *out, const uint32_t *words, size_t count) {
  for (size_t i = 0; i < count; i++) put32(out, words[i]);
}

static void put_texts(ev_buf *out, const ev_texts *texts) {
  put32(out, texts->count);
  for (uint32_t i = 0; i < texts->count; i++) put_str(out, texts->at[i]);
}

static void put_automaton(ev_buf *out, const ev_automaton *a) {
  put_bool(out, a != NULL);
  if (!a) return;
  put32(out, a->states);
  put32(out, a->classes);
  ev_buf_add(out, a->class_of, sizeof a->class_of);
  put_words(out, a->table, (size_t)a->states * a->classes);
  ev_buf_add(out, a->accepting, a->states);
}

/* ---- elements */

static void put_types(ev_buf *out, const ev_vtype *t) {
  put32(out, (uint32_t)t->kind);
  put32(out, t->ref);
}

static void put_constants(ev_buf *out, const ev_const *c) {
  put32(out, (uint32_t)c->kind);
  if (c->kind == EV_K_BOOL) put_bool(out, c->truth);
  if (c->kind == EV_K_STRING) put_str(out, c->text);
  if (c->kind != EV_K_INT && c->kind != EV_K_QUANTITY) return;
  put_int(out, c->number.num);
  put_int(out, c->number.den);
}

static void put_enums(ev_buf *out, const ev_texts *words) { put_texts(out, words); }

static void put_fields(ev_buf *out, const ev_bfield *f) {
  put_str(out, f->name);
  put32(out, (uint32_t)f->class_);
  put32(out, f->record);
  put32(out, f->type);
  put32(out, f->fallback);
  put_bool(out, f->unjudged);
  put_bool(out, f->required);
}

static void put_records(ev_buf *out, const ev_brecord *r) {
  put_str(out, r->name);
  put_bool(out, r->closed);
  put32(out, r->first_field);
  put32(out, r->field_count);
}

static void put_row(ev_buf *out, const ev_brow *row) {
  put32(out, row->record);
  put_automaton(out, row->versions);
  put_texts(out, &row->kinds);
  put32(out, row->path_count);
  for (uint32_t i = 0; i < row->path_count; i++) put_texts(out, &row->paths[i]);
}

static void put_views(ev_buf *out, const ev_bview *v) {
  put_str(out, v->name);
  put32(out, v->record);
  put_bool(out, v->counted);
  put32(out, v->row_count);
  for (uint32_t i = 0; i < v->row_count; i++) put_row(out, &v->rows[i]);
}

static void put_sets(ev_buf *out, const ev_bset *s) {
  put_str(out, s->name);
  put_automaton(out, s->automaton);
  put32(out, s->range_count);
  for (uint32_t i = 0; i < s->range_count; i++) {
    put_int(out, s->ranges[i].low);
    put_int(out, s->ranges[i].high);
  }
}

static void put_tables(ev_buf *out, const ev_btable *t) {
  put_str(out, t->name);
  put_bool(out, t->unique);
  put32(out, t->columns);
  for (uint32_t i = 0; i < t->columns; i++) {
    put32(out, t->types[i]);
    put_str(out, t->column_names[i]);
  }
  put32(out, t->rows);
  put_words(out, t->cells, (size_t)t->rows * t->columns);
}

static void put_params(ev_buf *out, const ev_bparam *p) {
  put_str(out, p->name);
  put_str(out, p->doc);
  put32(out, p->type);
  put32(out, p->fallback);
}

static void put_watches(ev_buf *out, const ev_bwatch *w) {
  put32(out, (uint32_t)w->kind);
  put32(out, w->field);
  put32(out, w->key);
  put32(out, w->set);
  put32(out, w->low);
  put32(out, w->high);
  put32(out, w->under);
}

static void put_chunks(ev_buf *out, const ev_chunk *c) {
  put_str(out, c->name);
  put32(out, c->param_count);
  put32(out, c->local_count);
  put_words(out, c->local_types, c->local_count);
  put32(out, c->result);
  put32(out, c->iterators);
  put32(out, c->joins);
  put32(out, c->max_stack);
  put32(out, c->word_count);
  put_words(out, c->words, c->word_count);
  put32(out, c->line_count);
  for (uint32_t i = 0; i < c->line_count; i++) {
    put32(out, c->lines[i].word);
    put32(out, c->lines[i].line);
    put32(out, c->lines[i].column);
  }
  put64(out, c->cost_constant);
  put64(out, c->cost_linear);
}

static void put_decodes(ev_buf *out, const ev_bdecode *d) {
  put32(out, d->rule);
  put32(out, d->type);
  put32(out, d->say);
}

static void put_case(ev_buf *out, const ev_bcase *c) {
  put32(out, c->chunk);
  put32(out, c->view_count);
  put_words(out, c->views, c->view_count);
  put32(out, c->need_count);
  put_words(out, c->needs, c->need_count);
}

static void put_rules(ev_buf *out, const ev_brule *r) {
  const ev_str texts[] = {r->id, r->title, r->doc, r->help, r->see, r->file};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) put_str(out, texts[i]);
  put32(out, (uint32_t)r->severity);
  put_texts(out, &r->tags);
  put32(out, (uint32_t)r->kind);
  put32(out, r->line);
  put32(out, r->event);
  put32(out, r->say);
  put32(out, r->case_count);
  for (uint32_t i = 0; i < r->case_count; i++) put_case(out, &r->cases[i]);
}

static void put_scopes(ev_buf *out, const ev_bscope *s) {
  put_str(out, s->name);
  put32(out, s->view);
  put32(out, s->function);
}

/* ---- the file */

static void put_arrays(ev_buf *out, const ev_bundle *b) {
#define EV_ARRAY(type, name)                                                                                 \
  put32(out, b->name##_count);                                                                               \
  for (uint32_t i = 0; i < b->name##_count; i++) put_##name(out, &b->name[i]);
  EV_BUNDLE_ARRAYS
#undef EV_ARRAY
}

void ev_bundle_write(ev_buf *out, const ev_bundle *bundle) {
  ev_buf body = {0};
  put_arrays(&body, bundle);
  if (body.failed) out->failed = true;
  ev_buf_text(out, EV_BUNDLE_MAGIC);
  put32(out, EV_BUNDLE_VERSION);
  put64(out, body.size);
  put64(out, ev_str_hash(ev_buf_view(&body)));
  ev_buf_str(out, ev_buf_view(&body));
  ev_buf_free(&body);
}
