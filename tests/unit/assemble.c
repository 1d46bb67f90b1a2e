#include "assemble.h"

#include <stdio.h>
#include <stdlib.h>

#define ROOM 512u /* elements of each array */

static void give_up(const char *what, ev_str at) {
  fprintf(stderr, "assembler: %s: %.*s\n", what, EV_STR_ARG(at));
  abort();
}

static void *need(void *memory) {
  if (!memory) give_up("no memory", EV_STR(""));
  return memory;
}

/* No longer than it is, so that a step behind it is seen. */
static void *exact(ev_bundle *b, const void *at, size_t count, size_t size) {
  void *made = need(ev_arena_array(&b->arena, count, size));
  if (count) memcpy(made, at, count * size);
  return made;
}

#define EXACT(b, at, count) exact((b), (at), (count), sizeof *(at))

ev_bundle *kit_new(void) {
  ev_bundle *b = need(ev_bundle_new());
#define EV_ARRAY(type, name) b->name = need(EV_NEW_ARRAY(&b->arena, type, ROOM));
  EV_BUNDLE_ARRAYS
#undef EV_ARRAY
  return b;
}

#define ADD(b, name) add_##name(b)
#define EV_ARRAY(type, name)                                                                                 \
  static type *add_##name(ev_bundle *b) {                                                                    \
    if (b->name##_count == ROOM) give_up("too many", EV_STR(#name));                                         \
    return (type *)&b->name[b->name##_count++];                                                              \
  }
EV_BUNDLE_ARRAYS
#undef EV_ARRAY

/* ---- text */

static const char blanks[] = " \t\n";

static ev_str trimmed(ev_str s) { return ev_str_trim(s, blanks); }

/* Takes what stands before the first of `separators` outside quotes; false at the end of the text. */
static bool take(ev_str *rest, const char *separators, ev_str *piece) {
  size_t i = 0;
  bool quoted = false;
  while (true) {
    *rest = trimmed(*rest);
    if (rest->size == 0) return false;
    for (i = 0; i < rest->size && (quoted || !strchr(separators, rest->at[i])); i++)
      if (rest->at[i] == '"') quoted = !quoted;
    *piece = trimmed(ev_str_slice(*rest, 0, i));
    *rest = ev_str_slice(*rest, i < rest->size ? i + 1 : i, rest->size);
    if (piece->size) return true;
  }
}

static ev_str copy(ev_bundle *b, ev_str s) {
  ev_str c = ev_str_copy(&b->arena, s);
  need((void *)(uintptr_t)c.at);
  return c;
}

static uint32_t number(ev_str s) {
  ev_int n = 0;
  if (ev_int_parse_decimal(s, &n) != EV_NUMBER_OK || n < 0 || n > UINT32_MAX) give_up("no number", s);
  return (uint32_t)n;
}

/* Index by name; the name may be a number. */
#define FIND(array, wanted)                                                                                  \
  for (uint32_t i = 0; i < b->array##_count; i++)                                                            \
    if (ev_str_equal(b->array[i].name, wanted)) return i;                                                    \
  if (wanted.size && wanted.at[0] >= '0' && wanted.at[0] <= '9') return number(wanted);                      \
  give_up("no such " #array, wanted);                                                                        \
  return 0

static uint32_t find_record(const ev_bundle *b, ev_str name) { FIND(records, name); }
static uint32_t find_view(const ev_bundle *b, ev_str name) { FIND(views, name); }
static uint32_t find_set(const ev_bundle *b, ev_str name) { FIND(sets, name); }
static uint32_t find_param(const ev_bundle *b, ev_str name) { FIND(params, name); }
static uint32_t find_table(const ev_bundle *b, ev_str name) { FIND(tables, name); }
static uint32_t find_chunk(const ev_bundle *b, ev_str name) { FIND(chunks, name); }

static uint32_t find_field(const ev_bundle *b, ev_str name) {
  size_t dot = ev_str_find(name, EV_STR("."));
  if (dot == SIZE_MAX) give_up("no field", name);
  uint32_t record = find_record(b, ev_str_slice(name, 0, dot));
  ev_str wanted = ev_str_slice(name, dot + 1, name.size);
  for (uint32_t i = 0; i < b->fields_count; i++)
    if (b->fields[i].record == record && ev_str_equal(b->fields[i].name, wanted)) return i;
  give_up("no such field", name);
  return 0;
}

static uint32_t find_builtin(ev_str name) {
  uint32_t found = EV_BUILTINS;
  for (uint32_t i = EV_BUILTINS; i-- > 0;)
    if (ev_str_is(name, ev_builtins[i].name)) found = i;
  if (found < EV_BUILTINS) return found;
  if (ev_str_is(name, "min2")) return EV_BUILTIN_MIN_OF;
  if (ev_str_is(name, "max2")) return EV_BUILTIN_MAX_OF;
  give_up("no such builtin", name);
  return 0;
}

/* ---- types */

static uint32_t add_type(ev_bundle *b, ev_vtype_kind kind, uint32_t ref) {
  for (uint32_t i = 0; i < b->types_count; i++)
    if (b->types[i].kind == kind && b->types[i].ref == ref) return i;
  *ADD(b, types) = (ev_vtype){kind, ref};
  return b->types_count - 1;
}

static uint32_t add_enum(ev_bundle *b, ev_str words) {
  ev_texts *texts = ADD(b, enums);
  ev_str *at = need(EV_NEW_ARRAY(&b->arena, ev_str, words.size + 1));
  for (ev_str word; take(&words, " ", &word);) at[texts->count++] = copy(b, word);
  texts->at = EXACT(b, at, texts->count);
  return add_type(b, EV_VT_STRING, b->enums_count - 1);
}

static uint32_t type_of(ev_bundle *b, ev_str s) {
  static const char *const simple[] = {"absent", "bool", "int", "quantity", "interval", "string", "any"};
  s = trimmed(s);
  if (s.size && s.at[s.size - 1] == '?')
    return add_type(b, EV_VT_OPTIONAL, type_of(b, ev_str_slice(s, 0, s.size - 1)));
  if (s.size && s.at[0] == '[') return add_type(b, EV_VT_LIST, type_of(b, ev_str_slice(s, 1, s.size - 1)));
  if (ev_str_starts(s, EV_STR("map<")))
    return add_type(b, EV_VT_MAP, type_of(b, ev_str_slice(s, 4, s.size - 1)));
  if (ev_str_starts(s, EV_STR("row ")))
    return add_type(b, EV_VT_ROW, find_table(b, ev_str_slice(s, 4, s.size)));
  if (ev_str_starts(s, EV_STR("one of "))) return add_enum(b, ev_str_slice(s, 7, s.size));
  if (ev_str_is(s, "set of string")) return add_type(b, EV_VT_SET_STRING, EV_NONE);
  if (ev_str_is(s, "set of int")) return add_type(b, EV_VT_SET_INT, EV_NONE);
  for (uint32_t i = 0; i < sizeof simple / sizeof *simple; i++)
    if (ev_str_is(s, simple[i])) return add_type(b, (ev_vtype_kind)i, EV_NONE);
  return add_type(b, EV_VT_RECORD, find_record(b, s));
}

uint32_t kit_type(ev_bundle *b, const char *text) { return type_of(b, ev_str_of(text)); }

/* ---- constants */

static ev_rat rational(ev_str s) {
  ev_int num = 0, den = 1;
  size_t slash = ev_str_find(s, EV_STR("/"));
  ev_rat r = {0, 1};
  if (ev_str_is(s, "infinity")) return EV_INFINITY;
  if (ev_str_is(s, "-infinity")) return EV_MINUS_INFINITY;
  if (slash == SIZE_MAX && ev_quantity_parse(s, &r)) return r;
  bool ok = slash != SIZE_MAX && ev_int_parse_decimal(ev_str_slice(s, 0, slash), &num) == EV_NUMBER_OK &&
            ev_int_parse_decimal(ev_str_slice(s, slash + 1, s.size), &den) == EV_NUMBER_OK &&
            ev_rat_make(num, den, &r);
  if (!ok) give_up("no quantity", s);
  return r;
}

static ev_const read_constant(ev_bundle *b, ev_str s) {
  ev_int n = 0;
  if (ev_str_is(s, "absent")) return (ev_const){.kind = EV_K_ABSENT};
  if (ev_str_is(s, "true") || ev_str_is(s, "false"))
    return (ev_const){.kind = EV_K_BOOL, .truth = s.at[0] == 't'};
  if (s.size > 1 && s.at[0] == '"')
    return (ev_const){.kind = EV_K_STRING, .text = copy(b, ev_str_slice(s, 1, s.size - 1))};
  if (s.size > 1 && s.at[0] == 'q')
    return (ev_const){.kind = EV_K_QUANTITY, .number = rational(ev_str_slice(s, 1, s.size))};
  if (ev_int_parse_decimal(s, &n) != EV_NUMBER_OK) give_up("no constant", s);
  return (ev_const){.kind = EV_K_INT, .number = ev_rat_of(n)};
}

static uint32_t constant_of(ev_bundle *b, ev_str s) {
  ev_const c = read_constant(b, trimmed(s));
  for (uint32_t i = 0; i < b->constants_count; i++)
    if (b->constants[i].kind == c.kind && ev_const_equal(&b->constants[i], &c)) return i;
  *ADD(b, constants) = c;
  return b->constants_count - 1;
}

uint32_t kit_constant(ev_bundle *b, const char *text) { return constant_of(b, ev_str_of(text)); }

/* ---- records */

static bool strip_end(ev_str *s, const char *word) {
  ev_str end = ev_str_of(word);
  if (!ev_str_ends(*s, end)) return false;
  *s = trimmed(ev_str_slice(*s, 0, s->size - end.size));
  return true;
}

static void add_typed_field(ev_bundle *b, ev_bfield *f, ev_str text) {
  size_t colon = ev_str_find(text, EV_STR(":"));
  if (colon == SIZE_MAX) give_up("no type", text);
  f->name = copy(b, ev_str_slice(text, 0, colon));
  ev_str type = trimmed(ev_str_slice(text, colon + 1, text.size));
  f->unjudged = strip_end(&type, " unjudged");
  f->required = strip_end(&type, " required");
  size_t equals = ev_str_find(type, EV_STR("="));
  if (equals != SIZE_MAX) f->fallback = constant_of(b, ev_str_slice(type, equals + 1, type.size));
  f->type = type_of(b, ev_str_slice(type, 0, equals == SIZE_MAX ? type.size : equals));
}

uint32_t kit_record(ev_bundle *b, const char *name, bool closed, const char *fields) {
  uint32_t index = b->records_count;
  ev_brecord *r = ADD(b, records);
  *r = (ev_brecord){.name = ev_str_of(name), .closed = closed, .first_field = b->fields_count};
  ev_str rest = ev_str_of(fields);
  for (ev_str piece; take(&rest, ";", &piece);) {
    ev_bfield *f = ADD(b, fields);
    *f = (ev_bfield){.record = index, .type = EV_NONE, .fallback = EV_NONE};
    r->field_count++;
    if (ev_str_starts(piece, EV_STR("also "))) {
      f->class_ = EV_BF_ALSO;
      f->name = copy(b, ev_str_slice(piece, 5, piece.size));
    } else if (ev_str_starts(piece, EV_STR("elsewhere "))) {
      f->class_ = EV_BF_ELSEWHERE;
      f->name = copy(b, ev_str_slice(piece, 10, piece.size));
    } else {
      add_typed_field(b, f, piece);
    }
  }
  return index;
}

/* ---- views and sets */

static const ev_automaton *globs(ev_bundle *b, ev_str text) {
  ev_arena scratch;
  ev_automaton *a = NULL;
  ev_str *at = need(EV_NEW_ARRAY(&b->arena, ev_str, text.size + 1));
  size_t count = 0, which;
  ev_pattern_error error;
  for (ev_str word; take(&text, " ", &word);) at[count++] = word;
  ev_arena_init(&scratch, 0);
  if (ev_automaton_set(&b->arena, &scratch, at, NULL, count, &a, &which, &error) != EV_PATTERN_OK)
    give_up("bad globs", text);
  ev_arena_free(&scratch);
  return a;
}

static ev_texts texts_of(ev_bundle *b, ev_str text, const char *separators) {
  ev_str *at = need(EV_NEW_ARRAY(&b->arena, ev_str, text.size + 1));
  ev_texts texts = {0, at};
  for (ev_str word; take(&text, separators, &word);) at[texts.count++] = copy(b, word);
  texts.at = EXACT(b, at, texts.count);
  return texts;
}

static ev_brow read_row(ev_bundle *b, ev_str text) {
  ev_str record = {0}, version = {0}, kinds = {0}, at, path;
  if (!take(&text, " ", &record) || !take(&text, " ", &version) || !take(&text, " ", &kinds) ||
      !take(&text, " ", &at))
    give_up("no row", text);
  ev_brow row = {
      .record = find_record(b, record), .versions = globs(b, version), .kinds = texts_of(b, kinds, ",")};
  ev_texts *paths = need(EV_NEW_ARRAY(&b->arena, ev_texts, text.size + 1));
  while (take(&text, ",", &path)) paths[row.path_count++] = texts_of(b, path, ".");
  row.paths = EXACT(b, paths, row.path_count);
  return row;
}

uint32_t kit_view(ev_bundle *b, const char *name, const char *record, bool counted, const char *rows) {
  ev_bview *v = ADD(b, views);
  ev_brow *at = need(EV_NEW_ARRAY(&b->arena, ev_brow, strlen(rows) + 1));
  *v = (ev_bview){.name = ev_str_of(name), .record = find_record(b, ev_str_of(record)), .counted = counted};
  ev_str rest = ev_str_of(rows);
  for (ev_str piece; take(&rest, ";", &piece);) at[v->row_count++] = read_row(b, piece);
  v->rows = EXACT(b, at, v->row_count);
  return b->views_count - 1;
}

uint32_t kit_set(ev_bundle *b, const char *name, const char *patterns) {
  *ADD(b, sets) = (ev_bset){.name = ev_str_of(name), .automaton = globs(b, ev_str_of(patterns))};
  return b->sets_count - 1;
}

uint32_t kit_int_set(ev_bundle *b, const char *name, int low, int high) {
  ev_int_range *range = need(EV_NEW(&b->arena, ev_int_range));
  *range = (ev_int_range){low, high};
  *ADD(b, sets) = (ev_bset){.name = ev_str_of(name), .range_count = 1, .ranges = range};
  return b->sets_count - 1;
}

uint32_t kit_watch(ev_bundle *b, ev_bwatch watch) {
  *ADD(b, watches) = watch;
  return b->watches_count - 1;
}

/* ---- tables and params */

uint32_t kit_table(ev_bundle *b, const char *name, const char *columns, const char *cells, bool unique) {
  ev_btable *t = ADD(b, tables);
  *t = (ev_btable){.name = ev_str_of(name), .unique = unique};
  uint32_t *types = need(EV_NEW_ARRAY(&b->arena, uint32_t, ROOM)),
           *at = need(EV_NEW_ARRAY(&b->arena, uint32_t, ROOM));
  ev_str *names = need(EV_NEW_ARRAY(&b->arena, ev_str, ROOM));
  ev_str rest = ev_str_of(columns), piece;
  for (; take(&rest, ";", &piece); t->columns++) {
    size_t colon = ev_str_find(piece, EV_STR(":"));
    names[t->columns] = copy(b, ev_str_slice(piece, 0, colon));
    types[t->columns] = type_of(b, ev_str_slice(piece, colon + 1, piece.size));
  }
  uint32_t count = 0;
  for (rest = ev_str_of(cells); take(&rest, ";", &piece);) at[count++] = constant_of(b, piece);
  t->rows = count / t->columns;
  t->types = EXACT(b, types, t->columns);
  t->column_names = EXACT(b, names, t->columns);
  t->cells = EXACT(b, at, count);
  return b->tables_count - 1;
}

uint32_t kit_param(ev_bundle *b, const char *name, const char *type, const char *fallback) {
  ev_bparam *p = ADD(b, params);
  *p = (ev_bparam){.name = ev_str_of(name), .type = kit_type(b, type)};
  bool set = ev_str_starts(ev_str_of(type), EV_STR("set of"));
  p->fallback = set ? find_set(b, ev_str_of(fallback)) : kit_constant(b, fallback);
  return b->params_count - 1;
}

/* ---- code */

typedef struct label {
  ev_str name;
  uint32_t word;
} label;

typedef struct assembly {
  ev_bundle *b;
  uint32_t words[4096], count;
  label labels[64];
  uint32_t label_count;
  struct reference {
    ev_str name;
    uint32_t word;
  } references[256];
  uint32_t reference_count;
} assembly;

static uint32_t operand(assembly *a, char kind, ev_str s) {
  if (s.size && s.at[0] == '#') return number(ev_str_slice(s, 1, s.size));
  switch (kind) {
  case 'k':
  case 'g': return constant_of(a->b, s);
  case 'j':
  case 'b': a->references[a->reference_count++] = (struct reference){s, a->count}; return 0;
  case 'f': return find_field(a->b, s);
  case 's': return find_set(a->b, s);
  case 'p': return find_param(a->b, s);
  case 't': return find_table(a->b, s);
  case 'y': return type_of(a->b, s);
  case 'c': return find_chunk(a->b, s);
  case 'u': return find_builtin(s);
  default: return number(s);
  }
}

static uint32_t find_opcode(ev_str name) {
  for (uint32_t i = 0; i < EV_OPCODES; i++)
    if (ev_str_is(name, ev_opcodes[i].name)) return i;
  give_up("no opcode", name);
  return 0;
}

static void add_instruction(assembly *a, ev_str line) {
  ev_str name, piece;
  if (!take(&line, blanks, &name)) return;
  uint32_t op = find_opcode(name);
  a->words[a->count++] = op;
  for (const char *kind = ev_opcodes[op].operands; *kind; kind++) {
    if (!take(&line, ",", &piece)) give_up("operand missing", name);
    uint32_t word = operand(a, *kind, piece);
    a->words[a->count++] = word;
  }
  if (trimmed(line).size) give_up("too many operands", line);
}

static void add_line(assembly *a, ev_str line) {
  size_t colon = ev_str_find(line, EV_STR(":"));
  size_t blank = 0;
  while (blank < line.size && !strchr(" \"", line.at[blank])) blank++;
  if (colon != SIZE_MAX && colon < blank) {
    a->labels[a->label_count++] = (label){ev_str_slice(line, 0, colon), a->count};
    line = ev_str_slice(line, colon + 1, line.size);
  }
  add_instruction(a, line);
}

static void resolve(assembly *a) {
  for (uint32_t i = 0; i < a->reference_count; i++) {
    uint32_t l = 0;
    while (l < a->label_count && !ev_str_equal(a->labels[l].name, a->references[i].name)) l++;
    if (l == a->label_count) give_up("no such label", a->references[i].name);
    a->words[a->references[i].word] = a->labels[l].word;
  }
}

static void add_code(ev_bundle *b, ev_chunk *c, const char *code) {
  static assembly a;
  a = (assembly){.b = b};
  ev_str rest = ev_str_of(code);
  for (ev_str line; take(&rest, ";\n", &line);) add_line(&a, line);
  resolve(&a);
  c->words = EXACT(b, a.words, a.count);
  c->word_count = a.count;
}

uint32_t kit_chunk(ev_bundle *b, const char *name, uint32_t params, const char *locals, const char *result,
                   const char *code) {
  uint32_t *types = need(EV_NEW_ARRAY(&b->arena, uint32_t, strlen(locals) + 1)), index = b->chunks_count;
  ev_chunk c = {.name = ev_str_of(name), .param_count = params, .iterators = 4, .joins = 2, .max_stack = 16};
  ev_str rest = ev_str_of(locals);
  for (ev_str piece; take(&rest, ";", &piece);) types[c.local_count++] = type_of(b, piece);
  c.local_types = EXACT(b, types, c.local_count);
  c.result = result ? kit_type(b, result) : EV_NONE;
  add_code(b, &c, code);
  ev_chunk *at = ADD(b, chunks);
  *at = c;
  if (!ev_chunk_cost(b, index, &at->cost_constant, &at->cost_linear)) give_up("no memory", EV_STR(""));
  return index;
}

/* ---- rules */

static uint32_t add_rule(ev_bundle *b, const char *id, ev_brule_kind kind) {
  *ADD(b, rules) = (ev_brule){
      .id = ev_str_of(id), .title = ev_str_of(id), .severity = EV_ERROR, .kind = kind, .say = EV_NONE};
  return b->rules_count - 1;
}

uint32_t kit_rule(ev_bundle *b, const char *id, uint32_t chunk, const char *views) {
  uint32_t index = add_rule(b, id, EV_BR_RULE);
  ev_brule *r = kit_edit_rules(b, index);
  if (chunk == EV_NONE) return index;
  ev_bcase *c = need(EV_NEW(&b->arena, ev_bcase));
  uint32_t *at = need(EV_NEW_ARRAY(&b->arena, uint32_t, strlen(views) + 1));
  c->chunk = chunk;
  ev_str rest = ev_str_of(views);
  for (ev_str view; take(&rest, " ", &view);) at[c->view_count++] = find_view(b, view);
  c->views = EXACT(b, at, c->view_count);
  r->cases = c;
  r->case_count = 1;
  return index;
}

uint32_t kit_shape(ev_bundle *b, const char *id, uint32_t event, uint32_t say) {
  uint32_t index = add_rule(b, id, EV_BR_SHAPE);
  ev_brule *r = kit_edit_rules(b, index);
  r->event = event;
  r->say = say;
  return index;
}

uint32_t kit_decode(ev_bundle *b, const char *id, const char *type, uint32_t say) {
  uint32_t rule = add_rule(b, id, EV_BR_DECODE);
  *ADD(b, decodes) = (ev_bdecode){rule, kit_type(b, type), say};
  return b->decodes_count - 1;
}

uint32_t kit_scope(ev_bundle *b, const char *name, const char *view, uint32_t function) {
  *ADD(b, scopes) = (ev_bscope){ev_str_of(name), find_view(b, ev_str_of(view)), function};
  return b->scopes_count - 1;
}

void kit_verify(ev_bundle *b) {
  ev_verify_error error;
  if (ev_verify(b, &error)) return;
  ev_buf out = {0};
  if (error.chunk != EV_NONE) ev_disassemble(&out, b, EV_NONE);
  fprintf(stderr, "assembler: refused: %s (chunk %u, word %u)\n%.*s", error.message, error.chunk, error.word,
          EV_STR_ARG(ev_buf_view(&out)));
  abort();
}
