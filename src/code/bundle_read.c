/* Bundles as files: reading. The reader's error is sticky: past it everything reads as zero and nothing is
 * allocated. No count is believed beyond what the bytes that are left could hold. */
#include "bundle_file.h"
#include "limit.h"

typedef struct reader {
  ev_str bytes;
  size_t at;
  ev_arena *arena;   /* of the bundle */
  const char *fault; /* NULL while all is well */
  bool no_memory;    /* that is the fault */
} reader;

static void refuse(reader *r, const char *fault) {
  if (!r->fault) r->fault = fault;
}

static void refuse_memory(reader *r) {
  if (!r->fault) r->no_memory = true;
  refuse(r, "no memory");
}

/* ---- parts */

static const char *take(reader *r, size_t size) {
  if (size > r->bytes.size - r->at) refuse(r, "the file ends too early");
  if (r->fault) return NULL;
  r->at += size;
  return r->bytes.at + r->at - size;
}

static ev_uint take_little(reader *r, size_t bytes) {
  const unsigned char *at = (const unsigned char *)take(r, bytes);
  ev_uint n = 0;
  for (size_t i = bytes; at && i-- > 0;) n = n << 8 | at[i];
  return n;
}

static uint32_t take32(reader *r) { return (uint32_t)take_little(r, 4); }
static uint64_t take64(reader *r) { return (uint64_t)take_little(r, 8); }
static ev_int take_int(reader *r) { return (ev_int)take_little(r, 16); }

static bool take_bool(reader *r) {
  ev_uint n = take_little(r, 1);
  if (n > 1) refuse(r, "a truth value is neither 0 nor 1");
  return n == 1;
}

/* A kind, below `most`. */
static uint32_t take_kind(reader *r, uint32_t most) {
  uint32_t n = take32(r);
  if (n >= most) refuse(r, "a kind is out of range");
  return n < most ? n : 0;
}

/* A count of elements that take at least `least` bytes each. */
static uint32_t take_count(reader *r, size_t least) {
  uint32_t n = take32(r);
  if (n > (r->bytes.size - r->at) / least) refuse(r, "a count is larger than the file");
  return r->fault ? 0 : n;
}

static void *allocate(reader *r, size_t count, size_t size) {
  void *memory = r->fault ? NULL : ev_arena_array(r->arena, count, size);
  if (!memory) refuse_memory(r);
  return memory;
}

static ev_str take_str(reader *r) {
  uint32_t size = take_count(r, 1);
  const char *at = take(r, size);
  char *copy = at ? ev_arena_copy(r->arena, at, size) : NULL;
  if (!copy) refuse_memory(r);
  return (ev_str){copy, copy ? size : 0};
}

static const uint32_t *take_words(reader *r, size_t count) {
  const unsigned char *at = count <= (r->bytes.size - r->at) / 4 ? (const unsigned char *)take(r, count * 4)
                                                                 : NULL;
  if (!at) refuse(r, "a count is larger than the file");
  uint32_t *words = allocate(r, count, sizeof *words);
  for (size_t i = 0; words && i < count; i++, at += 4)
    words[i] = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
  return words;
}

static ev_texts take_texts(reader *r) {
  ev_texts texts = {.count = take_count(r, 4)};
  ev_str *at = allocate(r, texts.count, sizeof *at);
  for (uint32_t i = 0; at && i < texts.count; i++) at[i] = take_str(r);
  texts.at = at;
  return texts;
}

static const ev_automaton *take_automaton(reader *r) {
  if (!take_bool(r)) return NULL;
  ev_automaton *a = allocate(r, 1, sizeof *a);
  if (!a) return NULL;
  a->states = take32(r);
  a->classes = take32(r);
  const char *classes = take(r, sizeof a->class_of);
  if (classes) memcpy(a->class_of, classes, sizeof a->class_of);
  a->table = take_words(r, r->fault ? 0 : (size_t)a->states * a->classes);
  const char *accepting = take(r, a->states);
  a->accepting = accepting ? (const uint8_t *)ev_arena_copy(r->arena, accepting, a->states) : NULL;
  if (!a->accepting) refuse_memory(r);
  return a;
}

/* ---- elements */

static void take_types(reader *r, ev_vtype *t) {
  t->kind = (ev_vtype_kind)take_kind(r, EV_VT_KINDS);
  t->ref = take32(r);
}

static void take_constants(reader *r, ev_const *c) {
  c->kind = (ev_const_kind)take_kind(r, EV_K_STRING + 1);
  if (c->kind == EV_K_BOOL) c->truth = take_bool(r);
  if (c->kind == EV_K_STRING) c->text = take_str(r);
  if (c->kind != EV_K_INT && c->kind != EV_K_QUANTITY) return;
  c->number.num = take_int(r);
  c->number.den = take_int(r);
}

static void take_enums(reader *r, ev_texts *words) { *words = take_texts(r); }

static void take_fields(reader *r, ev_bfield *f) {
  f->name = take_str(r);
  f->class_ = (ev_bfield_class)take_kind(r, EV_BF_ELSEWHERE + 1);
  f->record = take32(r);
  f->type = take32(r);
  f->fallback = take32(r);
  f->unjudged = take_bool(r);
  f->required = take_bool(r);
}

static void take_records(reader *r, ev_brecord *record) {
  record->name = take_str(r);
  record->closed = take_bool(r);
  record->first_field = take32(r);
  record->field_count = take32(r);
}

static void take_row(reader *r, ev_brow *row) {
  row->record = take32(r);
  row->versions = take_automaton(r);
  row->kinds = take_texts(r);
  row->path_count = take_count(r, 4);
  ev_texts *paths = allocate(r, row->path_count, sizeof *paths);
  for (uint32_t i = 0; paths && i < row->path_count; i++) paths[i] = take_texts(r);
  row->paths = paths;
}

static void take_views(reader *r, ev_bview *v) {
  v->name = take_str(r);
  v->record = take32(r);
  v->counted = take_bool(r);
  v->row_count = take_count(r, 13);
  ev_brow *rows = allocate(r, v->row_count, sizeof *rows);
  for (uint32_t i = 0; rows && i < v->row_count; i++) take_row(r, &rows[i]);
  v->rows = rows;
}

static void take_sets(reader *r, ev_bset *s) {
  s->name = take_str(r);
  s->automaton = take_automaton(r);
  s->range_count = take_count(r, 32);
  ev_int_range *ranges = allocate(r, s->range_count, sizeof *ranges);
  for (uint32_t i = 0; ranges && i < s->range_count; i++) {
    ranges[i].low = take_int(r);
    ranges[i].high = take_int(r);
  }
  s->ranges = ranges;
}

static void take_columns(reader *r, ev_btable *t) {
  t->columns = take_count(r, 8);
  uint32_t *types = allocate(r, t->columns, sizeof *types);
  ev_str *names = allocate(r, t->columns, sizeof *names);
  for (uint32_t i = 0; types && names && i < t->columns; i++) {
    types[i] = take32(r);
    names[i] = take_str(r);
  }
  t->types = types;
  t->column_names = names;
}

static void take_tables(reader *r, ev_btable *t) {
  t->name = take_str(r);
  t->unique = take_bool(r);
  take_columns(r, t);
  t->rows = take32(r);
  uint64_t cells = (uint64_t)t->rows * t->columns;
  t->cells = take_words(r, cells > SIZE_MAX / 4 ? SIZE_MAX / 4 : (size_t)cells);
}

static void take_params(reader *r, ev_bparam *p) {
  p->name = take_str(r);
  p->doc = take_str(r);
  p->type = take32(r);
  p->fallback = take32(r);
}

static void take_watches(reader *r, ev_bwatch *w) {
  w->kind = (ev_bwatch_kind)take_kind(r, EV_W_KINDS);
  w->field = take32(r);
  w->key = take32(r);
  w->set = take32(r);
  w->low = take32(r);
  w->high = take32(r);
  w->under = take32(r);
}

static void take_lines(reader *r, ev_chunk *c) {
  c->line_count = take_count(r, 12);
  ev_line *lines = allocate(r, c->line_count, sizeof *lines);
  for (uint32_t i = 0; lines && i < c->line_count; i++) {
    lines[i].word = take32(r);
    lines[i].line = take32(r);
    lines[i].column = take32(r);
  }
  c->lines = lines;
}

static void take_chunks(reader *r, ev_chunk *c) {
  c->name = take_str(r);
  c->param_count = take32(r);
  c->local_count = take_count(r, 4);
  c->local_types = take_words(r, c->local_count);
  c->result = take32(r);
  c->iterators = take32(r);
  c->joins = take32(r);
  c->max_stack = take32(r);
  c->word_count = take_count(r, 4);
  c->words = take_words(r, c->word_count);
  take_lines(r, c);
  c->cost_constant = take64(r);
  c->cost_linear = take64(r);
}

static void take_decodes(reader *r, ev_bdecode *d) {
  d->rule = take32(r);
  d->type = take32(r);
  d->say = take32(r);
}

static void take_cases(reader *r, ev_brule *rule) {
  rule->case_count = take_count(r, 8);
  ev_bcase *cases = allocate(r, rule->case_count, sizeof *cases);
  for (uint32_t i = 0; cases && i < rule->case_count; i++) {
    cases[i].chunk = take32(r);
    cases[i].view_count = take_count(r, 4);
    cases[i].views = take_words(r, cases[i].view_count);
    cases[i].need_count = take_count(r, 4);
    cases[i].needs = take_words(r, cases[i].need_count);
  }
  rule->cases = cases;
}

static void take_rules(reader *r, ev_brule *rule) {
  ev_str *texts[] = {&rule->id, &rule->title, &rule->doc, &rule->help, &rule->see, &rule->file};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = take_str(r);
  rule->severity = (ev_severity)take_kind(r, EV_ERROR + 1);
  rule->tags = take_texts(r);
  rule->kind = (ev_brule_kind)take_kind(r, EV_BR_SHAPE + 1);
  rule->line = take32(r);
  rule->event = take32(r);
  rule->say = take32(r);
  take_cases(r, rule);
}

static void take_scopes(reader *r, ev_bscope *s) {
  s->name = take_str(r);
  s->view = take32(r);
  s->function = take32(r);
}

/* ---- the file */

/* The fewest bytes of an element of each array. */
enum {
  LEAST_types = 8,
  LEAST_constants = 4,
  LEAST_enums = 4,
  LEAST_fields = 22,
  LEAST_records = 13,
  LEAST_views = 13,
  LEAST_sets = 9,
  LEAST_tables = 13,
  LEAST_params = 16,
  LEAST_watches = 28,
  LEAST_chunks = 52,
  LEAST_decodes = 12,
  LEAST_rules = 52,
  LEAST_scopes = 12
};

#define EV_ARRAY(type, name)                                                                                 \
  static void take_all_##name(reader *r, ev_bundle *b) {                                                     \
    b->name##_count = take_count(r, LEAST_##name);                                                           \
    type *at = allocate(r, b->name##_count, sizeof *at);                                                     \
    for (uint32_t i = 0; at && i < b->name##_count; i++) take_##name(r, &at[i]);                             \
    b->name = at;                                                                                            \
  }
EV_BUNDLE_ARRAYS
#undef EV_ARRAY

static void take_arrays(reader *r, ev_bundle *b) {
#define EV_ARRAY(type, name) take_all_##name(r, b);
  EV_BUNDLE_ARRAYS
#undef EV_ARRAY
  if (r->at != r->bytes.size) refuse(r, "bytes follow the last section");
}

static void check_header(reader *r) {
  const char *magic = take(r, 4);
  if (!magic || memcmp(magic, EV_BUNDLE_MAGIC, 4) != 0) {
    r->fault = "this is no bundle of ecivet";
    return;
  }
  if (take32(r) != EV_BUNDLE_VERSION) refuse(r, "the bundle is of another version; compile its rules again");
  uint64_t size = take64(r), checksum = take64(r);
  ev_str body = ev_str_slice(r->bytes, r->at, r->bytes.size);
  if (size != body.size) refuse(r, "the bundle is cut off, or has grown");
  if (!r->fault && checksum != ev_str_hash(body)) refuse(r, "the bundle's checksum is wrong");
}

static bool read_into(ev_bundle *b, ev_str bytes, ev_verify_error *error) {
  reader r = {.bytes = bytes, .arena = &b->arena};
  if (bytes.size > EV_MAX_BUNDLE_BYTES) refuse(&r, "the bundle is larger than 64 MiB");
  if (!r.fault) check_header(&r);
  if (!r.fault) take_arrays(&r, b);
  if (!r.fault) return ev_verify(b, error);
  *error = (ev_verify_error){.chunk = EV_NONE, .word = EV_NONE, .no_memory = r.no_memory};
  memcpy(error->message, r.fault, strlen(r.fault) + 1);
  return false;
}

ev_bundle *ev_bundle_read(ev_str bytes, ev_verify_error *error) {
  ev_bundle *b = ev_bundle_new();
  if (b && read_into(b, bytes, error)) return b;
  if (!b)
    *error = (ev_verify_error){.message = "no memory", .chunk = EV_NONE, .word = EV_NONE, .no_memory = true};
  ev_bundle_free(b);
  return NULL;
}
