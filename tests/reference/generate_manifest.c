/* Manifests out of bytes, along the records that describe them. Recursion follows the types, and the depth of
 * what is written. */
#include "generate.h"

#include "types.h"

#define MOST_DEPTH   12u
#define MOST_ANCHORS 8u

typedef struct writer {
  ev_buf *out;
  const ev_program *program;
  const ref_pool *pool;
  ref_bytes *bytes;
  const ev_type *anchors[MOST_ANCHORS]; /* of values that were written with &a0, &a1, ... */
  uint32_t anchor_count;
  bool sound;  /* nothing is of the wrong shape: what is refused hides what rules find in the rest */
  bool in_map; /* what is written next is an entry of a map, where text of JSON may stand */
} writer;

static void value(writer *w, const ev_type *type, const ev_words *path, uint32_t indent, bool flow);

static void line(writer *w, uint32_t indent) {
  ev_buf_char(w->out, '\n');
  ev_buf_fill(w->out, ' ', indent);
}

/* ---- keys of mappings */

typedef struct mapping {
  uint32_t indent;
  bool flow, empty;
} mapping;

static void key(writer *w, mapping *m, ev_str name) {
  if (m->flow)
    ev_buf_text(w->out, m->empty ? "" : ", ");
  else
    line(w, m->indent);
  m->empty = false;
  ref_write_quoted(w->out, name);
  ev_buf_text(w->out, ": ");
}

/* What is no field of the record: what it knows by name, almost a field, or none of that. */
static void odd_key(writer *w, mapping *m, const ev_decl *record) {
  static const char *const pairs[] = {"on: 1", "1: a", "\"1\": b", "y: null", "\"{{ .k }}\": 2", "zzz: {}"};
  const ev_field *f = record->fields;
  for (uint32_t n = ref_choose(w->bytes, 32); n && f->next; n--) f = f->next;
  uint32_t how = ref_choose(w->bytes, 4);
  size_t size = f->name.text.size;
  if (how == 0) {
    key(w, m, ev_str_slice(f->name.text, 0, size > 1 ? size - 1 : size));
    ev_buf_char(w->out, '3');
  } else if (how == 1) {
    key(w, m, f->name.text);
    ev_buf_char(w->out, '4');
  } else {
    key(w, m, EV_STR("q"));
    ev_buf_text(w->out, "0");
    if (m->flow)
      ev_buf_text(w->out, ", ");
    else
      line(w, m->indent);
    ev_buf_text(w->out, REF_PICK(w->bytes, pairs));
  }
}

static void merge(writer *w, mapping *m) {
  uint32_t which = ref_choose(w->bytes, MOST_ANCHORS);
  if (which >= w->anchor_count) return;
  ev_type_kind kind = w->anchors[which]->kind;
  if (kind != EV_T_RECORD && kind != EV_T_MAP) return;
  if (m->flow)
    ev_buf_text(w->out, m->empty ? "" : ", ");
  else
    line(w, m->indent);
  m->empty = false;
  ev_buf_format(w->out, "<<: *a%u", (unsigned)which);
}

/* How often a field is there: what leads somewhere more often than a scalar, most of all near the root. */
static bool is_there(writer *w, const ev_field *f, uint32_t depth) {
  bool scalar = ev_type_is_scalar(ev_type_present(f->type->type));
  uint32_t often = scalar ? 8 : depth < 3 ? 14 : depth < 6 ? 9 : 6;
  return depth < MOST_DEPTH && ref_choose(w->bytes, 16) >= 16 - often;
}

static void fields(writer *w, mapping *m, const ev_decl *record, const ev_words *path) {
  uint32_t depth = m->indent / 2;
  for (const ev_field *f = record->fields; f; f = f->next) {
    if (f->class_ != EV_FIELD_TYPED) continue;
    if (m->indent == 0 && (ev_str_is(f->name.text, "apiVersion") || ev_str_is(f->name.text, "kind")))
      continue;
    bool leads = path && ev_str_equal(path->word.text, f->name.text);
    if (!leads && !is_there(w, f, depth)) continue;
    key(w, m, f->name.text);
    value(w, f->type->type, leads ? path->next : NULL, m->indent + 2, m->flow);
  }
  uint32_t odd = ref_choose(w->bytes, w->sound ? 96 : 24);
  if (odd == 1) odd_key(w, m, record);
  if (odd == 2) merge(w, m);
}

static void entries(writer *w, mapping *m, const ev_type *element) {
  for (uint32_t n = ref_choose(w->bytes, 4); n; n--) {
    key(w, m, ref_choose(w->bytes, 24) == 1 ? EV_STR("{{ .k }}") : ref_generate_key(w->pool, w->bytes));
    w->in_map = true;
    value(w, element, NULL, m->indent + 2, m->flow);
    w->in_map = false;
  }
}

static void map(writer *w, const ev_type *type, const ev_words *path, uint32_t indent, bool flow) {
  mapping m = {indent, flow || (!path && ref_choose(w->bytes, 6) == 1), true};
  size_t start = w->out->size;
  if (m.flow) ev_buf_text(w->out, "{ ");
  if (type->kind == EV_T_RECORD)
    fields(w, &m, type->decl, path);
  else
    entries(w, &m, type->element);
  if (m.flow)
    ev_buf_text(w->out, " }");
  else if (m.empty && w->out->size == start)
    ev_buf_text(w->out, "{}");
}

/* ---- lists and values */

static void list(writer *w, const ev_type *type, uint32_t indent, bool flow) {
  uint32_t count = ref_choose(w->bytes, indent < 12 ? 4 : 3);
  flow = flow || count == 0 || ref_choose(w->bytes, 8) == 1;
  if (flow) ev_buf_text(w->out, "[ ");
  for (uint32_t i = 0; i < count; i++) {
    if (flow) {
      ev_buf_text(w->out, i ? ", " : "");
    } else {
      line(w, indent);
      ev_buf_text(w->out, "- ");
    }
    value(w, type->element, NULL, indent + 2, flow);
  }
  if (flow) ev_buf_text(w->out, " ]");
}

/* A text that is JSON of what some decode reads. */
static bool json(writer *w) {
  const ev_decls *decodes = &w->program->decodes;
  ev_buf text = {0};
  if (decodes->count == 0 || ref_choose(w->bytes, w->in_map ? 3 : 24)) return false;
  const ev_decl *decode = decodes->at[ref_choose(w->bytes, decodes->count)];
  ref_generate_json(&text, decode->checked, w->pool, w->bytes, 0);
  ref_write_quoted(w->out, ev_buf_view(&text));
  ev_buf_free(&text);
  return true;
}

static bool alias(writer *w, const ev_type *type) {
  uint32_t which = ref_choose(w->bytes, MOST_ANCHORS);
  if (which >= w->anchor_count || w->anchors[which]->kind != type->kind) return false;
  ev_buf_format(w->out, "*a%u", (unsigned)which);
  return true;
}

static void value(writer *w, const ev_type *type, const ev_words *path, uint32_t indent, bool flow) {
  type = ev_type_present(type);
  uint32_t shape = path ? 0 : ref_choose(w->bytes, 32);
  uint32_t anchor = MOST_ANCHORS;
  if (shape == 1 && alias(w, type)) return;
  if (shape == 2 && w->anchor_count < MOST_ANCHORS) {
    anchor = w->anchor_count;
    ev_buf_format(w->out, "&a%u ", (unsigned)anchor);
  }
  bool wrong = shape == 3 && !w->sound;
  if (!wrong && type->kind == EV_T_LIST)
    list(w, type, indent, flow);
  else if (!wrong && (type->kind == EV_T_MAP || type->kind == EV_T_RECORD))
    map(w, type, path, indent, flow);
  else if (type->kind != EV_T_STRING || !json(w))
    ref_generate_scalar(w->out, type, w->pool, w->bytes, w->sound && !wrong);
  if (anchor == w->anchor_count && anchor < MOST_ANCHORS) w->anchors[w->anchor_count++] = type;
}

/* ---- the object: what its view names, then the rest of its record */

static const ev_words *nth_word(const ev_words *words, uint32_t n) {
  while (n && words->next) {
    words = words->next;
    n--;
  }
  return words;
}

/* Mostly one of those whose instances are counted. */
static const ev_decl *any_view(const ev_program *program, ref_bytes *bytes) {
  const ev_decl *view = program->views.at[ref_choose(bytes, program->views.count)];
  for (uint32_t i = 0; i < program->views.count && !view->counted; i++)
    if (ref_choose(bytes, 4)) view = program->views.at[i];
  return view;
}

void ref_generate_manifest(ev_buf *out, const ev_program *program, const ref_pool *pool, ref_bytes *bytes) {
  writer w = {.out = out, .program = program, .pool = pool, .bytes = bytes};
  if (program->views.count == 0) return;
  w.sound = ref_choose(bytes, 3) > 0;
  const ev_view_row *row = any_view(program, bytes)->rows;
  for (uint32_t n = ref_choose(bytes, 16); n && row->next; n--) row = row->next;
  const ev_view_path *path = row->paths;
  for (uint32_t n = ref_choose(bytes, 2); n && path->next; n--) path = path->next;
  ev_buf_text(out, "apiVersion: ");
  ref_write_match(out, nth_word(row->versions, ref_choose(bytes, 4))->word.text, "v1");
  ev_buf_format(out, "\nkind: %.*s", EV_STR_ARG(nth_word(row->kinds, ref_choose(bytes, 4))->word.text));
  mapping m = {0, false, false};
  fields(&w, &m, row->root, path->names);
  ev_buf_char(out, '\n');
}

void ref_generate_manifests(ev_buf *out, const ev_program *program, const ref_pool *pool, ref_bytes *bytes,
                            uint32_t count) {
  for (uint32_t i = 0; i < count && bytes->size; i++) {
    if (i) ev_buf_text(out, "---\n");
    ref_generate_manifest(out, program, pool, bytes);
  }
}
