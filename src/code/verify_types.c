/* Types: those of the bundle are checked and numbered, so that equal ones are one, and their order is
 * decided. */
#include "limit.h"
#include "verify.h"

#define MOST_DEPTH (EV_MAX_SYNTAX_DEPTH + 8u) /* the bundle's own, and what instructions wrap around them */

/* ---- numbers */

static bool is_wrapper(ev_vtype_kind kind) {
  return kind == EV_VT_LIST || kind == EV_VT_MAP || kind == EV_VT_OPTIONAL;
}

static uint32_t bucket(const ev_verifier *v, ev_vtype type) {
  uint64_t h = ((uint64_t)type.kind << 32 | type.ref) * 0x9e3779b97f4a7c15u;
  return (uint32_t)(h >> 32) & (v->type_capacity * 2 - 1);
}

static uint32_t slot_of(const ev_verifier *v, ev_vtype type) {
  uint32_t i = bucket(v, type);
  for (; v->type_hash[i]; i = (i + 1) & (v->type_capacity * 2 - 1)) {
    ev_vtype other = v->types[v->type_hash[i] - 1];
    if (other.kind == type.kind && other.ref == type.ref) break;
  }
  return i;
}

static bool grow(ev_verifier *v) {
  uint32_t capacity = v->type_capacity ? v->type_capacity * 2 : 64;
  ev_vtype *types = EV_NEW_ARRAY(&v->arena, ev_vtype, capacity);
  uint32_t *hash = EV_NEW_ARRAY(&v->arena, uint32_t, (size_t)capacity * 2);
  if (!types || !hash) return false;
  if (v->type_count) memcpy(types, v->types, v->type_count * sizeof *types);
  v->types = types;
  v->type_hash = hash;
  v->type_capacity = capacity;
  for (uint32_t i = 0; i < v->type_count; i++) hash[slot_of(v, types[i])] = i + 1;
  return true;
}

ev_ty ev_ty_of(ev_verifier *v, ev_vtype_kind kind, uint32_t ref) {
  ev_vtype type = {kind, ref};
  if (is_wrapper(kind) && ref == EV_NONE) return EV_NONE;
  if (v->type_count == v->type_capacity && !grow(v)) return EV_NONE;
  uint32_t slot = slot_of(v, type);
  if (!v->type_hash[slot]) {
    v->types[v->type_count++] = type;
    v->type_hash[slot] = v->type_count;
  }
  return v->type_hash[slot] - 1;
}

ev_ty ev_ty_simple(ev_verifier *v, ev_vtype_kind kind) { return ev_ty_of(v, kind, EV_NONE); }

ev_vtype ev_ty_get(const ev_verifier *v, ev_ty type) {
  return type == EV_NONE ? (ev_vtype){EV_VT_KINDS, EV_NONE} : v->types[type];
}

ev_vtype_kind ev_ty_kind(const ev_verifier *v, ev_ty type) { return ev_ty_get(v, type).kind; }

ev_ty ev_ty_present(const ev_verifier *v, ev_ty type) {
  return ev_ty_kind(v, type) == EV_VT_OPTIONAL ? v->types[type].ref : type;
}

ev_ty ev_ty_optional(ev_verifier *v, ev_ty type) {
  ev_vtype_kind kind = ev_ty_kind(v, type);
  return kind == EV_VT_OPTIONAL || kind == EV_VT_ABSENT ? type : ev_ty_of(v, EV_VT_OPTIONAL, type);
}

bool ev_ty_is_number(const ev_verifier *v, ev_ty type) {
  ev_vtype_kind kind = ev_ty_kind(v, type);
  return kind == EV_VT_INT || kind == EV_VT_QUANTITY || kind == EV_VT_INTERVAL;
}

bool ev_ty_is_scalar(const ev_verifier *v, ev_ty type) {
  ev_vtype_kind kind = ev_ty_kind(v, type);
  return kind == EV_VT_BOOL || kind == EV_VT_STRING || ev_ty_is_number(v, type);
}

/* ---- order */

static ev_ty join_cores(ev_verifier *v, ev_ty a, ev_ty b) {
  if (a == b) return a;
  if (!ev_ty_is_number(v, a) || !ev_ty_is_number(v, b)) return EV_NONE;
  return ev_ty_kind(v, a) > ev_ty_kind(v, b) ? a : b; /* int, quantity, interval in this order */
}

/* Takes one wrapper off both; false where there is none that fits. `a` and `b` become what is inside. */
static bool unwrap(ev_verifier *v, ev_ty *a, ev_ty *b, ev_vtype_kind *wrapper) {
  ev_vtype_kind x = ev_ty_kind(v, *a), y = ev_ty_kind(v, *b);
  if (x == EV_VT_OPTIONAL || y == EV_VT_OPTIONAL || x == EV_VT_ABSENT || y == EV_VT_ABSENT) {
    *wrapper = EV_VT_OPTIONAL;
    *a = ev_ty_present(v, *a);
    *b = ev_ty_present(v, *b);
    if (x == EV_VT_ABSENT) *a = *b;
    if (y == EV_VT_ABSENT) *b = *a;
    return true;
  }
  if (x != y || !is_wrapper(x)) return false;
  *wrapper = x;
  *a = v->types[*a].ref;
  *b = v->types[*b].ref;
  return true;
}

ev_ty ev_ty_join(ev_verifier *v, ev_ty a, ev_ty b) {
  ev_vtype_kind wrappers[MOST_DEPTH];
  uint32_t depth = 0;
  if (a == EV_NONE || b == EV_NONE) return EV_NONE;
  while (a != b && depth < MOST_DEPTH && unwrap(v, &a, &b, &wrappers[depth])) depth++;
  ev_ty joined = join_cores(v, a, b);
  while (depth > 0 && joined != EV_NONE) {
    ev_vtype_kind kind = wrappers[--depth];
    joined = kind == EV_VT_OPTIONAL ? ev_ty_optional(v, joined) : ev_ty_of(v, kind, joined);
  }
  return joined;
}

bool ev_ty_holds(ev_verifier *v, ev_ty wide, ev_ty narrow) {
  return wide == narrow || ev_ty_join(v, wide, narrow) == wide;
}

ev_ty ev_ty_of_constant(ev_verifier *v, uint32_t constant) {
  static const ev_vtype_kind kinds[] = {
      [EV_K_ABSENT] = EV_VT_ABSENT,     [EV_K_BOOL] = EV_VT_BOOL,     [EV_K_INT] = EV_VT_INT,
      [EV_K_QUANTITY] = EV_VT_QUANTITY, [EV_K_STRING] = EV_VT_STRING,
  };
  return ev_ty_simple(v, kinds[v->bundle->constants[constant].kind]);
}

/* ---- the bundle's */

static bool check_reference(ev_verifier *v, uint32_t index, const uint8_t *depths) {
  const ev_bundle *b = v->bundle;
  ev_vtype t = b->types[index];
  if (is_wrapper(t.kind)) {
    if (t.ref >= index)
      return ev_verify_fail(v, "type %u refers to type %u, which is no lower one", index, t.ref);
    ev_vtype_kind inner = b->types[t.ref].kind;
    bool ok = inner != EV_VT_SET_STRING && inner != EV_VT_SET_INT && inner != EV_VT_ABSENT;
    if (!ok || (t.kind == EV_VT_OPTIONAL && inner == EV_VT_OPTIONAL))
      return ev_verify_fail(v, "type %u wraps a type that cannot stand inside one", index);
    return depths[t.ref] < EV_MAX_SYNTAX_DEPTH ? true
                                               : ev_verify_fail(v, "type %u is nested too deeply", index);
  }
  uint32_t most = t.kind == EV_VT_RECORD ? b->records_count
                  : t.kind == EV_VT_ROW  ? b->tables_count
                                         : b->enums_count;
  bool refers = t.kind == EV_VT_RECORD || t.kind == EV_VT_ROW || (t.kind == EV_VT_STRING && t.ref != EV_NONE);
  if (refers && t.ref >= most) return ev_verify_fail(v, "type %u refers to %u of %u", index, t.ref, most);
  return true;
}

static ev_ty number_of(ev_verifier *v, ev_vtype t) {
  if (is_wrapper(t.kind)) return ev_ty_of(v, t.kind, v->canon[t.ref]);
  return ev_ty_of(v, t.kind, t.kind == EV_VT_RECORD || t.kind == EV_VT_ROW ? t.ref : EV_NONE);
}

bool ev_verify_types(ev_verifier *v) {
  const ev_bundle *b = v->bundle;
  uint8_t *depths = EV_NEW_ARRAY(&v->arena, uint8_t, b->types_count);
  v->canon = EV_NEW_ARRAY(&v->arena, ev_ty, b->types_count);
  if (!depths || !v->canon) return ev_verify_no_memory(v);
  for (uint32_t i = 0; i < b->types_count; i++) {
    ev_vtype t = b->types[i];
    if ((uint32_t)t.kind >= EV_VT_KINDS) return ev_verify_fail(v, "type %u is of no kind", i);
    if (!check_reference(v, i, depths)) return false;
    if (is_wrapper(t.kind)) depths[i] = (uint8_t)(depths[t.ref] + 1);
    v->canon[i] = number_of(v, t);
    if (v->canon[i] == EV_NONE) return ev_verify_no_memory(v);
  }
  return true;
}

/* ---- for messages */

void ev_ty_write(ev_buf *out, const ev_verifier *v, ev_ty type) {
  ev_vtype t = ev_ty_get(v, type);
  while (is_wrapper(t.kind)) {
    ev_buf_text(out, t.kind == EV_VT_LIST ? "list of " : t.kind == EV_VT_MAP ? "map of " : "optional ");
    t = ev_ty_get(v, t.ref);
  }
  static const char *const names[EV_VT_KINDS + 1] = {
      "absent", "bool",   "int", "quantity", "interval",      "string",     "any",    "list",
      "map",    "record", "row", "?",        "set of string", "set of int", "nothing"};
  ev_buf_text(out, names[t.kind]);
  if (t.kind == EV_VT_RECORD) ev_buf_format(out, " %.*s", EV_STR_ARG(v->bundle->records[t.ref].name));
}
