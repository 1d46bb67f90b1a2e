/* Values of parameters, from the text of --param. */
#include "limit.h"
#include "machine.h"

static bool refuse(ev_str *message, const char *expected) {
  *message = ev_str_of(expected);
  return false;
}

/* ---- pieces between commas */

/* Takes the first piece off `rest`, without blanks around; false at the end. */
static bool take_piece(ev_str *rest, ev_str *piece) {
  if (!rest->at) return false;
  size_t comma = ev_str_find(*rest, EV_STR(","));
  size_t end = comma == SIZE_MAX ? rest->size : comma;
  *piece = ev_str_trim(ev_str_slice(*rest, 0, end), " \t");
  *rest = comma == SIZE_MAX ? (ev_str){NULL, 0} : ev_str_slice(*rest, comma + 1, rest->size);
  return true;
}

static size_t count_pieces(ev_str text) {
  ev_str piece;
  size_t count = 0;
  while (take_piece(&text, &piece)) count += piece.size > 0;
  return count;
}

/* ---- sets of strings */

static bool join_sets(ev_arena *arena, const ev_automaton *more, ev_bset *set, ev_str *message) {
  ev_automaton *both = NULL;
  if (!set->automaton) {
    set->automaton = more;
    return true;
  }
  ev_pattern_status status = ev_automaton_union(arena, set->automaton, more, &both);
  if (status == EV_PATTERN_NO_MEMORY) arena->failed = true;
  if (status != EV_PATTERN_OK) return refuse(message, ev_pattern_status_text(status));
  set->automaton = both;
  return true;
}

static bool parse_globs(ev_arena *arena, ev_str text, ev_bset *set, ev_str *message) {
  ev_arena scratch;
  ev_automaton *made = NULL;
  ev_pattern_error error = {0};
  size_t count = 0, which;
  ev_str *globs = EV_NEW_ARRAY(arena, ev_str, count_pieces(text));
  if (!globs) return refuse(message, "no memory");
  for (ev_str piece; take_piece(&text, &piece);)
    if (piece.size) globs[count++] = piece;
  ev_arena_init(&scratch, 0);
  ev_pattern_status status = ev_automaton_set(arena, &scratch, globs, NULL, count, &made, &which, &error);
  ev_arena_free(&scratch);
  if (status == EV_PATTERN_OK) return join_sets(arena, made, set, message);
  if (status == EV_PATTERN_NO_MEMORY) arena->failed = true;
  return refuse(message, status == EV_PATTERN_MALFORMED && error.message ? error.message
                                                                         : ev_pattern_status_text(status));
}

/* ---- sets of ints */

static bool parse_range(ev_str piece, ev_int_range *out) {
  size_t dots = ev_str_find(piece, EV_STR(".."));
  ev_str low = dots == SIZE_MAX ? piece : ev_str_slice(piece, 0, dots);
  ev_str high = dots == SIZE_MAX ? piece : ev_str_slice(piece, dots + 2, piece.size);
  return ev_int_parse_decimal(ev_str_trim(low, " "), &out->low) == EV_NUMBER_OK &&
         ev_int_parse_decimal(ev_str_trim(high, " "), &out->high) == EV_NUMBER_OK && out->low <= out->high;
}

static void insert_sorted(ev_int_range *ranges, size_t count, ev_int_range r) {
  size_t i = count;
  for (; i > 0 && ranges[i - 1].low > r.low; i--) ranges[i] = ranges[i - 1];
  ranges[i] = r;
}

static bool touches(const ev_int_range *a, const ev_int_range *b) {
  return a->high == EV_INT_MAX || b->low <= a->high + 1;
}

/* Sorted ranges, overlapping ones made one; gives how many are left. */
static uint32_t make_disjoint(ev_int_range *ranges, size_t count) {
  uint32_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    ev_int_range *last = kept ? &ranges[kept - 1] : NULL;
    if (!last || !touches(last, &ranges[i]))
      ranges[kept++] = ranges[i];
    else if (ranges[i].high > last->high)
      last->high = ranges[i].high;
  }
  return kept;
}

static bool parse_ints(ev_arena *arena, ev_str text, ev_bset *set, ev_str *message) {
  size_t count = set->range_count, most = count + count_pieces(text);
  if (most > EV_MAX_PATTERNS) return refuse(message, "fewer numbers were expected");
  ev_int_range *ranges = EV_NEW_ARRAY(arena, ev_int_range, most);
  if (!ranges) return refuse(message, "no memory");
  if (count) memcpy(ranges, set->ranges, count * sizeof *ranges);
  for (ev_str piece; take_piece(&text, &piece);) {
    ev_int_range r;
    if (piece.size == 0) continue;
    if (!parse_range(piece, &r))
      return refuse(message, "expected whole numbers or ranges such as 1..10, with commas between");
    insert_sorted(ranges, count++, r);
  }
  set->ranges = ranges;
  set->range_count = make_disjoint(ranges, count);
  return true;
}

/* ---- single values */

static bool parse_bool(ev_str text, ev_const *out, ev_str *message) {
  *out = (ev_const){.kind = EV_K_BOOL, .truth = ev_str_is(text, "true")};
  return out->truth || ev_str_is(text, "false") || refuse(message, "expected true or false");
}

static bool parse_int(ev_str text, ev_const *out, ev_str *message) {
  ev_int n = 0;
  if (ev_int_parse_decimal(text, &n) != EV_NUMBER_OK) return refuse(message, "expected a whole number");
  *out = (ev_const){.kind = EV_K_INT, .number = ev_rat_of(n)};
  return true;
}

static bool parse_quantity(ev_str text, ev_const *out, ev_str *message) {
  *out = (ev_const){.kind = EV_K_QUANTITY, .number = EV_INFINITY};
  if (ev_str_is(text, "infinity") || ev_quantity_parse(text, &out->number)) return true;
  return refuse(message, "expected a quantity such as 512Mi");
}

static bool is_word(const ev_texts *words, ev_str text) {
  for (uint32_t i = 0; i < words->count; i++)
    if (ev_str_equal(words->at[i], text)) return true;
  return false;
}

static bool parse_string(ev_arena *arena, const ev_bundle *bundle, const ev_vtype *type, ev_str text,
                         ev_const *out, ev_str *message) {
  if (type->ref != EV_NONE && !is_word(&bundle->enums[type->ref], text))
    return refuse(message, "expected one of the words that the parameter's type lists");
  *out = (ev_const){.kind = EV_K_STRING, .text = ev_str_copy(arena, text)};
  return out->text.at || refuse(message, "no memory");
}

static bool parse_value(ev_arena *arena, const ev_bundle *bundle, uint32_t param, ev_str text,
                        ev_setting_value *out, ev_str *message) {
  const ev_vtype *type = &bundle->types[ev_vtype_present(bundle, bundle->params[param].type)];
  switch (type->kind) {
  case EV_VT_BOOL: return parse_bool(text, &out->value, message);
  case EV_VT_INT: return parse_int(text, &out->value, message);
  case EV_VT_QUANTITY:
  case EV_VT_INTERVAL: return parse_quantity(text, &out->value, message);
  case EV_VT_STRING: return parse_string(arena, bundle, type, text, &out->value, message);
  case EV_VT_SET_STRING: return parse_globs(arena, text.at ? text : EV_STR(""), &out->set, message);
  case EV_VT_SET_INT: return parse_ints(arena, text.at ? text : EV_STR(""), &out->set, message);
  default: return refuse(message, "the parameter's type has no text");
  }
}

bool ev_setting_parse(ev_arena *arena, const ev_bundle *bundle, uint32_t param, ev_str text,
                      ev_setting_value *out, ev_str *message) {
  bool ok = parse_value(arena, bundle, param, text, out, message);
  if (ok) out->given = true;
  return ok;
}
