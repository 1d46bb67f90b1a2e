/* Builtins on strings. Operands are known here: poison has been passed on before. */
#include "machine.h"

static const char blanks[] = " \t\r\n";

/* A string made from the first operand's text, with its place. */
static ev_value made(ev_vm *vm, const ev_value *from, ev_str s) {
  if (!s.at && s.size) ev_machine_fail(vm);
  return ev_value_from(ev_value_string(s), from);
}

static ev_value piece(const ev_value *from, size_t start, size_t end) {
  return ev_value_from(ev_value_string(ev_str_slice(from->text, start, end)), from);
}

ev_value ev_builtin_UPPER(ev_vm *vm, const ev_value *a) {
  if (a->text.size == 0 || !ev_machine_spend_copy(vm, a->text.size)) return *a;
  return made(vm, a, ev_str_upper(&vm->scratch, a->text));
}

ev_value ev_builtin_LOWER(ev_vm *vm, const ev_value *a) {
  if (a->text.size == 0 || !ev_machine_spend_copy(vm, a->text.size)) return *a;
  return made(vm, a, ev_str_lower(&vm->scratch, a->text));
}

ev_value ev_builtin_LENGTH(ev_vm *vm, const ev_value *a) {
  (void)vm;
  return ev_value_from(ev_value_int((ev_int)ev_utf8_count(a->text)), a);
}

ev_value ev_builtin_TRIM(ev_vm *vm, const ev_value *a) { return made(vm, a, ev_str_trim(a->text, blanks)); }

/* ---- splitting */

static void add_piece(ev_vm *vm, ev_value *list, const ev_value *from, size_t start, size_t end) {
  ev_value s = piece(from, start, end);
  s.overrode = NULL;
  ev_list_append(vm, list, &s);
}

static size_t count_pieces(ev_str s, ev_str separator) {
  size_t count = 1;
  for (size_t found; (found = ev_str_find(s, separator)) != SIZE_MAX; count++)
    s = ev_str_slice(s, found + separator.size, s.size);
  return count;
}

ev_value ev_builtin_SPLIT(ev_vm *vm, const ev_value *a) {
  ev_str s = a[0].text, separator = a[1].text;
  if (separator.size == 0) return ev_value_doubt(a, "a text was to be split at nothing");
  ev_value list = ev_value_from(ev_list_new(EV_NONE), a);
  ev_list_reserve(vm, &list, count_pieces(s, separator));
  size_t start = 0;
  while (!vm->stopped) {
    size_t found = ev_str_find(ev_str_slice(s, start, s.size), separator);
    if (found == SIZE_MAX) break;
    add_piece(vm, &list, a, start, start + found);
    start += found + separator.size;
  }
  add_piece(vm, &list, a, start, s.size);
  return list;
}

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

ev_value ev_builtin_WORDS(ev_vm *vm, const ev_value *a) {
  ev_value trimmed = ev_builtin_TRIM(vm, a), list = ev_value_from(ev_list_new(EV_NONE), a);
  ev_str s = trimmed.text;
  for (size_t i = 0; i < s.size && !vm->stopped;) {
    size_t end = i;
    while (end < s.size && !is_blank(s.at[end])) end++;
    add_piece(vm, &list, &trimmed, i, end);
    for (i = end; i < s.size && is_blank(s.at[i]);) i++;
  }
  return list;
}

/* ---- searching */

ev_value ev_builtin_STARTS_WITH(ev_vm *vm, const ev_value *a) {
  (void)vm;
  return ev_value_bool(ev_str_starts(a[0].text, a[1].text));
}

ev_value ev_builtin_ENDS_WITH(ev_vm *vm, const ev_value *a) {
  (void)vm;
  return ev_value_bool(ev_str_ends(a[0].text, a[1].text));
}

ev_value ev_builtin_CONTAINS(ev_vm *vm, const ev_value *a) {
  (void)vm;
  return ev_value_bool(ev_str_find(a[0].text, a[1].text) != SIZE_MAX);
}

ev_value ev_builtin_STRIP_PREFIX(ev_vm *vm, const ev_value *a) {
  (void)vm;
  if (!ev_str_starts(a[0].text, a[1].text)) return a[0];
  return piece(a, a[1].text.size, a[0].text.size);
}

ev_value ev_builtin_STRIP_SUFFIX(ev_vm *vm, const ev_value *a) {
  (void)vm;
  if (!ev_str_ends(a[0].text, a[1].text)) return a[0];
  return piece(a, 0, a[0].text.size - a[1].text.size);
}

ev_value ev_builtin_BEFORE(ev_vm *vm, const ev_value *a) {
  (void)vm;
  size_t found = ev_str_find(a[0].text, a[1].text);
  return found == SIZE_MAX ? ev_value_absent() : piece(a, 0, found);
}

ev_value ev_builtin_AFTER(ev_vm *vm, const ev_value *a) {
  (void)vm;
  size_t found = ev_str_find(a[0].text, a[1].text);
  return found == SIZE_MAX ? ev_value_absent() : piece(a, found + a[1].text.size, a[0].text.size);
}

ev_value ev_builtin_FIRST_OF(ev_vm *vm, const ev_value *a) {
  ev_str s = a[0].text;
  for (size_t i = 0, next = 0; i < s.size && ev_machine_spend_read(vm, a[1].text.size); i = next) {
    (void)ev_utf8_next(s, &next);
    if (ev_str_find(a[1].text, ev_str_slice(s, i, next)) != SIZE_MAX) return piece(a, i, next);
  }
  return ev_value_absent();
}

/* ---- exchanging */

static bool is_one_character(ev_str s) {
  size_t next = 0;
  if (s.size == 0) return false;
  (void)ev_utf8_next(s, &next);
  return next == s.size;
}

static ev_str swapped(ev_vm *vm, ev_str s, ev_str one, ev_str other) {
  size_t longest = one.size > other.size ? one.size : other.size, size = 0;
  char *at = ev_arena_array(&vm->scratch, s.size + 1, longest);
  if (!at) return (ev_str){NULL, 1};
  for (size_t i = 0, next = 0; i < s.size; i = next) {
    (void)ev_utf8_next(s, &next);
    ev_str c = ev_str_slice(s, i, next);
    if (ev_str_equal(c, one))
      c = other;
    else if (ev_str_equal(c, other))
      c = one;
    memcpy(at + size, c.at, c.size);
    size += c.size;
  }
  return (ev_str){at, size};
}

ev_value ev_builtin_SWAP(ev_vm *vm, const ev_value *a) {
  if (!is_one_character(a[1].text) || !is_one_character(a[2].text))
    return ev_value_doubt(a, "only single characters can change places");
  if (!ev_machine_spend_copy(vm, a[0].text.size)) return a[0];
  ev_str s = swapped(vm, a[0].text, a[1].text, a[2].text);
  if (!s.at) {
    ev_machine_fail(vm);
    return a[0];
  }
  return ev_value_from(ev_value_string(s), a);
}

/* ---- reading numbers */

/* A number beyond 128 bits is out of every range. */
static ev_value read_int(ev_vm *vm, const ev_value *from, ev_number_status status, ev_int n) {
  ev_value v = ev_value_absent();
  if (status == EV_NUMBER_OK) v = ev_value_int(n);
  if (status == EV_NUMBER_TOO_LARGE) v = ev_value_number(vm, ev_bounds_of(EV_INFINITY), true);
  if (status == EV_NUMBER_TOO_SMALL) v = ev_value_number(vm, ev_bounds_of(EV_MINUS_INFINITY), true);
  return v.kind == EV_V_ABSENT ? v : ev_value_from(v, from);
}

ev_value ev_builtin_INT(ev_vm *vm, const ev_value *a) {
  ev_int n = 0;
  ev_number_status status = ev_int_parse_decimal(a->text, &n);
  return read_int(vm, a, status, n);
}

ev_value ev_builtin_C_INT(ev_vm *vm, const ev_value *a) {
  ev_int n = 0;
  ev_number_status status = ev_int_parse_c(a->text, &n);
  return read_int(vm, a, status, n);
}

ev_value ev_builtin_QUANTITY(ev_vm *vm, const ev_value *a) {
  ev_rat n;
  if (!ev_quantity_parse(a->text, &n)) return ev_value_absent();
  return ev_value_from(ev_value_number(vm, ev_bounds_of(n), false), a);
}
