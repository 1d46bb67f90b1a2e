/* Functions built in: of texts, and of the keys of maps. */
#include "reference.h"

enum {
#define EV_BUILTIN(NAME, name, parameters, result, meaning) NAME,
#include "builtins.def"
#undef EV_BUILTIN
};

static ref_value cut(const ref_value *from, size_t start, size_t end) {
  return ref_from(ref_string(ev_str_slice(from->text, start, end)), from);
}

static ref_value trimmed(const ref_value *a) {
  return ref_from(ref_string(ev_str_trim(a->text, " \t\r\n")), a);
}

/* ---- pieces: each stands where the text does, and overrides nothing */

static ref_element **add_piece(ref_run *run, ref_element **end, const ref_value *from, ev_str text) {
  ref_value piece = ref_string(text);
  piece.origin = from->origin;
  return ref_append(run, end, piece);
}

static ref_value split(ref_run *run, const ref_value *a, ev_str separator) {
  if (separator.size == 0) return ref_from(ref_unknown(EV_STR("a text was to be split at nothing")), a);
  ref_value list = ref_from(ref_empty_list(), a);
  ref_element **end = &list.elements;
  ev_str rest = a->text;
  for (size_t at; (at = ev_str_find(rest, separator)) != SIZE_MAX;) {
    end = add_piece(run, end, a, ev_str_slice(rest, 0, at));
    rest = ev_str_slice(rest, at + separator.size, rest.size);
  }
  (void)add_piece(run, end, a, rest);
  return list;
}

static ref_value words(ref_run *run, const ref_value *a) {
  ref_value list = ref_from(ref_empty_list(), a);
  ref_element **end = &list.elements;
  for (ev_str rest = ev_str_trim(a->text, " \t\r\n"); rest.size; rest = ev_str_trim(rest, " \t")) {
    size_t size = 0;
    while (size < rest.size && rest.at[size] != ' ' && rest.at[size] != '\t') size++;
    end = add_piece(run, end, a, ev_str_slice(rest, 0, size));
    rest = ev_str_slice(rest, size, rest.size);
  }
  return list;
}

/* ---- characters */

static ref_value first_of(const ref_value *a, ev_str set) {
  for (size_t i = 0, next = 0; i < a->text.size; i = next) {
    (void)ev_utf8_next(a->text, &next);
    if (ev_str_find(set, ev_str_slice(a->text, i, next)) != SIZE_MAX) return cut(a, i, next);
  }
  return ref_absent();
}

static ref_value swap(ref_run *run, const ref_value *a, ev_str one, ev_str other) {
  ev_buf text = {0};
  if (ev_utf8_count(one) != 1 || ev_utf8_count(other) != 1)
    return ref_from(ref_unknown(EV_STR("only single characters can change places")), a);
  for (size_t i = 0, next = 0; i < a->text.size; i = next) {
    (void)ev_utf8_next(a->text, &next);
    ev_str c = ev_str_slice(a->text, i, next);
    ev_buf_str(&text, ev_str_equal(c, one) ? other : ev_str_equal(c, other) ? one : c);
  }
  return ref_from(ref_string(ref_take(run, &text)), a);
}

/* ---- numbers: what is larger than any int is out of every range */

static ref_value read_int(const ref_value *from, ev_number_status status, ev_int n) {
  ref_value v = ref_absent();
  if (status == EV_NUMBER_OK) v = ref_int(n);
  if (status == EV_NUMBER_TOO_LARGE) v = ref_number(EV_INFINITY, EV_INFINITY, true);
  if (status == EV_NUMBER_TOO_SMALL) v = ref_number(EV_MINUS_INFINITY, EV_MINUS_INFINITY, true);
  return v.kind == REF_ABSENT ? v : ref_from(v, from);
}

static ref_value decimal(const ref_value *a) {
  ev_int n = 0;
  ev_number_status status = ev_int_parse_decimal(a->text, &n);
  return read_int(a, status, n);
}

static ref_value of_c(const ref_value *a) {
  ev_int n = 0;
  ev_number_status status = ev_int_parse_c(a->text, &n);
  return read_int(a, status, n);
}

static ref_value quantity(const ref_value *a) {
  ev_rat n = ev_rat_of(0);
  return ev_quantity_parse(a->text, &n) ? ref_from(ref_number(n, n, false), a) : ref_absent();
}

ref_value ref_builtin_of_text(ref_run *run, int builtin, const ref_value *a) {
  ev_str s = a[0].text, other = a[1].text;
  size_t at = builtin == BEFORE || builtin == AFTER ? ev_str_find(s, other) : SIZE_MAX;
  switch (builtin) {
  case UPPER: return ref_from(ref_string(ev_str_upper(run->arena, s)), a);
  case LOWER: return ref_from(ref_string(ev_str_lower(run->arena, s)), a);
  case LENGTH: return ref_from(ref_int((ev_int)ev_utf8_count(s)), a);
  case TRIM: return trimmed(a);
  case SPLIT: return split(run, a, other);
  case WORDS: return words(run, a);
  case STARTS_WITH: return ref_bool(ev_str_starts(s, other));
  case ENDS_WITH: return ref_bool(ev_str_ends(s, other));
  case CONTAINS: return ref_bool(ev_str_find(s, other) != SIZE_MAX);
  case STRIP_PREFIX: return ev_str_starts(s, other) ? cut(a, other.size, s.size) : *a;
  case STRIP_SUFFIX: return ev_str_ends(s, other) ? cut(a, 0, s.size - other.size) : *a;
  case BEFORE: return at == SIZE_MAX ? ref_absent() : cut(a, 0, at);
  case AFTER: return at == SIZE_MAX ? ref_absent() : cut(a, at + other.size, s.size);
  case FIRST_OF: return first_of(a, other);
  case SWAP: return swap(run, a, other, a[2].text);
  case INT: return decimal(a);
  case C_INT: return of_c(a);
  case QUANTITY: return quantity(a);
  default: return ref_bool(ev_node_get(a->node, other, run->arena) != NULL); /* HAS */
  }
}
