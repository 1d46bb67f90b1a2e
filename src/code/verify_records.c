/* Records and their fields; the index of names is made here. */
#include "verify.h"

/* ---- fields */

bool ev_verify_has_shape(const ev_verifier *v, uint32_t type) {
  const ev_vtype *types = v->bundle->types;
  if (type >= v->bundle->types_count) return false;
  ev_vtype_kind kind = types[type].kind;
  while (kind == EV_VT_LIST || kind == EV_VT_MAP || kind == EV_VT_OPTIONAL) {
    type = types[type].ref;
    kind = types[type].kind;
  }
  return kind != EV_VT_ROW && kind != EV_VT_ABSENT && kind != EV_VT_SET_STRING && kind != EV_VT_SET_INT;
}

static bool verify_typed_field(ev_verifier *v, const ev_bfield *f, uint32_t i) {
  const ev_bundle *b = v->bundle;
  if (!ev_verify_has_shape(v, f->type))
    return ev_verify_fail(v, "field %u has no type that a manifest can hold", i);
  ev_ty type = v->canon[f->type];
  ev_vtype_kind kind = ev_ty_kind(v, type);
  if (f->fallback == EV_NONE) {
    bool collection = kind >= EV_VT_ANY && kind <= EV_VT_RECORD;
    return kind == EV_VT_OPTIONAL || collection || f->required
               ? true
               : ev_verify_fail(v, "field %u is neither optional nor has it a default", i);
  }
  if (f->fallback >= b->constants_count || !ev_ty_holds(v, type, ev_ty_of_constant(v, f->fallback)))
    return ev_verify_fail(v, "field %u: its default is not of its type", i);
  return true;
}

static bool verify_field(ev_verifier *v, uint32_t i) {
  const ev_bundle *b = v->bundle;
  const ev_bfield *f = &b->fields[i];
  if (!ev_verify_text(v, f->name, "field", i)) return false;
  if (f->record >= b->records_count) return ev_verify_fail(v, "field %u belongs to no record", i);
  const ev_brecord *r = &b->records[f->record];
  if (i - r->first_field >= r->field_count) /* one before the first gives a huge difference */
    return ev_verify_fail(v, "field %u is not among its record's", i);
  if ((uint32_t)f->class_ > EV_BF_ELSEWHERE) return ev_verify_fail(v, "field %u is of no class", i);
  return f->class_ != EV_BF_TYPED || verify_typed_field(v, f, i);
}

/* ---- the index of names */

static bool index_field(ev_verifier *v, const ev_brecord *r, uint32_t *hash, uint32_t record,
                        uint32_t field) {
  const ev_bfield *fields = v->bundle->fields;
  uint32_t mask = r->buckets - 1, i = (uint32_t)ev_str_hash(fields[field].name) & mask;
  for (uint32_t probes = 0; hash[i]; i = (i + 1) & mask, probes++) {
    if (ev_str_equal(fields[hash[i] - 1].name, fields[field].name))
      return ev_verify_fail(v, "record %u has two fields of one name", record);
    if (probes == EV_MOST_PROBES) return ev_verify_fail(v, "record %u: too many names collide", record);
  }
  hash[i] = field + 1;
  return true;
}

static bool index_record(ev_verifier *v, uint32_t index) {
  ev_brecord *r = (ev_brecord *)&v->bundle->records[index];
  r->buckets = 0;
  r->hash = NULL;
  if (r->field_count == 0) return true;
  uint32_t buckets = 4; /* as the fields are in memory, there are far fewer than 2^30 */
  while (buckets < r->field_count * 2) buckets *= 2;
  uint32_t *hash = EV_NEW_ARRAY(&v->bundle->arena, uint32_t, buckets);
  if (!hash) return ev_verify_no_memory(v);
  r->buckets = buckets;
  r->hash = hash;
  for (uint32_t i = 0; i < r->field_count; i++)
    if (!index_field(v, r, hash, index, r->first_field + i)) return false;
  return true;
}

static bool verify_record(ev_verifier *v, uint32_t i) {
  const ev_bundle *b = v->bundle;
  const ev_brecord *r = &b->records[i];
  if (!ev_verify_text(v, r->name, "record", i)) return false;
  if (r->first_field > b->fields_count || r->field_count > b->fields_count - r->first_field)
    return ev_verify_fail(v, "record %u: its fields are not all there", i);
  for (uint32_t f = 0; f < r->field_count; f++)
    if (b->fields[r->first_field + f].record != i)
      return ev_verify_fail(v, "record %u: field %u belongs to another", i, r->first_field + f);
  return true;
}

/* ---- no record reaches itself */

typedef struct search {
  uint32_t *stack, *next; /* records on the way, and the next field of each record */
  uint8_t *state;         /* 0 not seen, 1 on the way, 2 done */
  uint32_t depth;
} search;

/* The record that a field leads to, or EV_NONE. */
static uint32_t led_to(const ev_bundle *b, const ev_bfield *f) {
  if (f->class_ != EV_BF_TYPED) return EV_NONE;
  ev_vtype t = b->types[f->type];
  while (t.kind == EV_VT_LIST || t.kind == EV_VT_MAP || t.kind == EV_VT_OPTIONAL) t = b->types[t.ref];
  return t.kind == EV_VT_RECORD ? t.ref : EV_NONE;
}

static void go_down(search *s, uint32_t record) {
  s->state[record] = 1;
  s->stack[s->depth++] = record;
}

static bool search_from(ev_verifier *v, search *s, uint32_t root) {
  const ev_bundle *b = v->bundle;
  go_down(s, root);
  while (s->depth > 0) {
    uint32_t record = s->stack[s->depth - 1];
    const ev_brecord *r = &b->records[record];
    if (s->next[record] == r->field_count) {
      s->state[record] = 2;
      s->depth--;
      continue;
    }
    uint32_t to = led_to(b, &b->fields[r->first_field + s->next[record]++]);
    if (to == EV_NONE || s->state[to] == 2) continue;
    if (s->state[to] == 1) return ev_verify_fail(v, "record %u contains itself", to);
    go_down(s, to);
  }
  return true;
}

static bool verify_finite(ev_verifier *v) {
  uint32_t count = v->bundle->records_count;
  search s = {EV_NEW_ARRAY(&v->arena, uint32_t, count), EV_NEW_ARRAY(&v->arena, uint32_t, count),
              EV_NEW_ARRAY(&v->arena, uint8_t, count), 0};
  if (!s.stack || !s.next || !s.state) return ev_verify_no_memory(v);
  for (uint32_t i = 0; i < count; i++)
    if (s.state[i] == 0 && !search_from(v, &s, i)) return false;
  return true;
}

bool ev_verify_records(ev_verifier *v) {
  const ev_bundle *b = v->bundle;
  for (uint32_t i = 0; i < b->records_count; i++)
    if (!verify_record(v, i)) return false;
  for (uint32_t i = 0; i < b->fields_count; i++)
    if (!verify_field(v, i)) return false;
  for (uint32_t i = 0; i < b->records_count; i++)
    if (!index_record(v, i)) return false;
  return verify_finite(v);
}
