#include "bundle.h"
#include "never.h"

ev_bundle *ev_bundle_new(void) {
  ev_bundle *bundle = ev_realloc(NULL, sizeof *bundle);
  if (!bundle) return NULL;
  *bundle = (ev_bundle){0};
  ev_arena_init(&bundle->arena, 0);
  for (size_t i = 0; i < EV_EVENTS; i++) bundle->shapes[i] = EV_NONE;
  return bundle;
}

void ev_bundle_free(ev_bundle *bundle) {
  if (!bundle) return;
  ev_arena_free(&bundle->arena);
  ev_free(bundle);
}

uint32_t ev_bundle_rule(const ev_bundle *bundle, ev_str id) {
  uint32_t low = 0, high = bundle->rules_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    int order = ev_str_compare(bundle->rules[middle].id, id);
    if (order == 0) return middle;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return EV_NONE;
}

uint32_t ev_bundle_scope(const ev_bundle *bundle, ev_str name) {
  for (uint32_t i = 0; i < bundle->scopes_count; i++)
    if (ev_str_equal(bundle->scopes[i].name, name)) return i;
  return EV_NONE;
}

uint32_t ev_bundle_param(const ev_bundle *bundle, ev_str name) {
  for (uint32_t i = 0; i < bundle->params_count; i++)
    if (ev_str_equal(bundle->params[i].name, name)) return i;
  return EV_NONE;
}

uint32_t ev_record_field(const ev_bundle *bundle, uint32_t record, ev_str name) {
  const ev_brecord *r = &bundle->records[record];
  if (!r->buckets) return EV_NONE;
  uint32_t mask = r->buckets - 1;
  uint32_t i = (uint32_t)ev_str_hash(name) & mask;
  for (uint32_t probes = 0; r->hash[i] && EV_ALWAYS(probes <= EV_MOST_PROBES); i = (i + 1) & mask, probes++)
    if (ev_str_equal(bundle->fields[r->hash[i] - 1].name, name)) return r->hash[i] - 1;
  return EV_NONE;
}

/* ---- names of types */

static const char *const kind_names[EV_VT_KINDS] = {
    "absent", "bool", "int",    "quantity", "interval", "string",        "any",
    "list",   "map",  "record", "row",      "?",        "set of string", "set of int"};

static void write_enum(ev_buf *out, const ev_texts *words) {
  ev_buf_text(out, "one of {");
  for (uint32_t i = 0; i < words->count; i++) {
    ev_buf_text(out, " \"");
    ev_buf_visible(out, words->at[i]);
    ev_buf_text(out, "\"");
  }
  ev_buf_text(out, " }");
}

static void write_core(ev_buf *out, const ev_bundle *bundle, const ev_vtype *type) {
  if (type->kind == EV_VT_RECORD && type->ref < bundle->records_count)
    ev_buf_visible(out, bundle->records[type->ref].name);
  else if (type->kind == EV_VT_ROW && type->ref < bundle->tables_count)
    ev_buf_visible(out, bundle->tables[type->ref].name);
  else if (type->kind == EV_VT_STRING && type->ref < bundle->enums_count)
    write_enum(out, &bundle->enums[type->ref]);
  else
    ev_buf_text(out, type->kind < EV_VT_KINDS ? kind_names[type->kind] : "type");
}

static bool is_wrapper(ev_vtype_kind kind) {
  return kind == EV_VT_LIST || kind == EV_VT_MAP || kind == EV_VT_OPTIONAL;
}

/* The wrapper's text before (or after) what it wraps. */
static const char *wrapping(ev_vtype_kind kind, bool before) {
  if (kind == EV_VT_LIST) return before ? "[" : "]";
  if (kind == EV_VT_MAP) return before ? "map<" : ">";
  return before ? "" : "?";
}

/* The type below `level` wrappers; a wrapper refers to a lower index, so that this ends. */
static uint32_t unwrapped(const ev_bundle *bundle, uint32_t type, uint32_t level) {
  while (level-- > 0) type = bundle->types[type].ref;
  return type;
}

void ev_vtype_write(ev_buf *out, const ev_bundle *bundle, uint32_t type) {
  uint32_t depth = 0, at = type;
  if (type >= bundle->types_count) {
    ev_buf_text(out, "nothing");
    return;
  }
  while (is_wrapper(bundle->types[at].kind) && bundle->types[at].ref < at) {
    ev_buf_text(out, wrapping(bundle->types[at].kind, true));
    at = bundle->types[at].ref;
    depth++;
  }
  write_core(out, bundle, &bundle->types[at]);
  while (depth > 0) ev_buf_text(out, wrapping(bundle->types[unwrapped(bundle, type, --depth)].kind, false));
}

/* ---- tables */

static uint64_t hash_number(ev_rat n) {
  uint64_t words[4] = {(uint64_t)n.num, (uint64_t)((ev_uint)n.num >> 64), (uint64_t)n.den,
                       (uint64_t)((ev_uint)n.den >> 64)};
  return ev_str_hash((ev_str){(const char *)words, sizeof words});
}

static bool is_number(const ev_const *c) { return c->kind == EV_K_INT || c->kind == EV_K_QUANTITY; }

uint64_t ev_const_hash(const ev_const *c) {
  if (c->kind == EV_K_STRING) return ev_str_hash(c->text);
  return is_number(c) ? hash_number(c->number) : c->truth;
}

bool ev_const_equal(const ev_const *a, const ev_const *b) {
  if (is_number(a) && is_number(b)) return ev_rat_compare(a->number, b->number) == 0;
  if (a->kind != b->kind) return false;
  return a->kind == EV_K_STRING ? ev_str_equal(a->text, b->text) : a->truth == b->truth;
}

uint32_t ev_table_find(const ev_bundle *bundle, const ev_btable *table, const ev_const *key) {
  if (!table->buckets) return EV_NONE;
  uint32_t mask = table->buckets - 1;
  uint32_t i = (uint32_t)ev_const_hash(key) & mask;
  for (uint32_t probes = 0; table->hash[i] && EV_ALWAYS(probes <= EV_MOST_PROBES);
       i = (i + 1) & mask, probes++) {
    uint32_t row = table->hash[i] - 1;
    if (ev_const_equal(&bundle->constants[table->cells[(size_t)row * table->columns]], key)) return row;
  }
  return EV_NONE;
}
