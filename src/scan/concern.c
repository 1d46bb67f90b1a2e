#include "concern.h"

#include "spelling.h"

/* ---- what is wanted */

#define MOST_VERSIONS 32u

static bool is_kind(ev_str s) {
  for (size_t i = 0; i < s.size; i++)
    if (!ev_is_alnum(s.at[i])) return false;
  return s.size > 0;
}

static bool is_version(ev_str s) {
  for (size_t i = 0; i < s.size; i++)
    if (!ev_is_word_byte(s.at[i])) return false;
  return s.size > 1;
}

/* With what the row's versions start; none where that cannot be told. */
static void find_versions(ev_wanted *wanted, const ev_brow *row, ev_arena *arena) {
  ev_str starts[MOST_VERSIONS];
  size_t count = ev_automaton_starts(arena, row->versions, starts, MOST_VERSIONS);
  for (size_t i = 0; i < count; i++)
    if (!is_version(starts[i])) count = 0;
  if (count == 0) return;
  ev_str *versions = EV_NEW_ARRAY(arena, ev_str, count);
  if (!versions) return;
  memcpy(versions, starts, count * sizeof *versions);
  wanted->versions = versions;
  wanted->version_count = count;
}

static size_t count_kinds(const ev_bundle *bundle) {
  size_t count = 0;
  for (uint32_t v = 0; v < bundle->views_count; v++)
    for (uint32_t r = 0; r < bundle->views[v].row_count; r++) count += bundle->views[v].rows[r].kinds.count;
  return count;
}

static void add_row(ev_concern *c, ev_wanted *list, const ev_brow *row, ev_arena *arena) {
  ev_wanted wanted = {.version_count = 0};
  find_versions(&wanted, row, arena);
  for (uint32_t i = 0; i < row->kinds.count; i++) {
    wanted.kind = row->kinds.at[i];
    if (!is_kind(wanted.kind)) c->everything = true;
    list[c->count++] = wanted;
  }
}

bool ev_concern_make(ev_concern *concern, const ev_bundle *bundle, ev_arena *arena) {
  ev_wanted *list = EV_NEW_ARRAY(arena, ev_wanted, count_kinds(bundle));
  *concern = (ev_concern){.at = list};
  if (!list) return false;
  for (uint32_t v = 0; v < bundle->views_count; v++)
    for (uint32_t r = 0; r < bundle->views[v].row_count; r++)
      add_row(concern, list, &bundle->views[v].rows[r], arena);
  return !arena->failed;
}

/* ---- values of `kind` */

static char byte_at(ev_str s, size_t i) { return i < s.size ? s.at[i] : '\0'; }

static bool is_high(char c) { return (unsigned char)c >= 0x80; }

static bool is_break(char c) { return c == '\n' || c == '\r'; }

static size_t skip_blanks(ev_str s, size_t at) {
  while (byte_at(s, at) == ' ' || byte_at(s, at) == '\t') at++;
  return at;
}

/* A look at one document. */
typedef struct search {
  const ev_concern *concern;
  ev_str document;
  uint64_t looked,
      present; /* a bit for each of the first that are wanted: are its versions in the document */
} search;

static bool find_version(const search *s, const ev_wanted *wanted) {
  for (size_t i = 0; i < wanted->version_count; i++)
    if (ev_str_find(s->document, wanted->versions[i]) != SIZE_MAX) return true;
  return wanted->version_count == 0;
}

/* Looks only once, so that no document costs more than in proportion to it. */
static bool has_version(search *s, size_t index) {
  if (index >= 64) return true;
  uint64_t bit = (uint64_t)1 << index;
  if (!(s->looked & bit) && find_version(s, &s->concern->at[index])) s->present |= bit;
  s->looked |= bit;
  return s->present & bit;
}

static bool is_wanted(search *s, ev_str kind) {
  const ev_concern *c = s->concern;
  for (size_t i = 0; i < c->count; i++)
    if (ev_str_equal(c->at[i].kind, kind) && has_version(s, i)) return true;
  return false;
}

/* The items of a PodList may have no kind of their own, those of a PodListList neither. */
static bool is_wanted_or_list(search *s, ev_str kind) {
  for (;;) {
    if (is_wanted(s, kind)) return true;
    if (!ev_str_ends(kind, EV_STR("List"))) return false;
    kind.size -= strlen("List");
  }
}

static ev_str word_at(ev_str s, size_t at) {
  size_t end = at;
  while (ev_is_alnum(byte_at(s, end))) end++;
  return ev_str_slice(s, at, end);
}

/* Behind `kind:` at the end of a line: does something follow that is no kind? A key does, as in schemas. */
static bool is_no_kind(ev_str s, size_t at) {
  while (is_break(byte_at(s, at))) at = skip_blanks(s, at + 1);
  if (at >= s.size) return true;
  while (ev_is_word_byte(byte_at(s, at))) at++;
  return byte_at(s, at) == ':';
}

/* Whether the value behind the colon may be a wanted kind. */
static bool value_may_be_wanted(search *s, size_t at) {
  ev_str document = s->document;
  at = skip_blanks(document, at);
  char first = byte_at(document, at);
  bool quoted = first == '"' || first == '\'';
  if (quoted && byte_at(document, at + 1) == '\\') return true;
  if (quoted || ev_is_alnum(first)) return is_wanted_or_list(s, word_at(document, at + quoted));
  if (is_break(first)) return !is_no_kind(document, at);
  return !strchr("{}[],-$<./*", first); /* no text that starts so is a kind, and no end */
}

/* Where the value starts, if the word at `at` may be all of a scalar that is a key; else 0. */
static size_t value_of_key(ev_str s, size_t at, size_t size) {
  char before = at > 0 ? s.at[at - 1] : '\n', after = byte_at(s, at + size);
  bool quoted = before == '"' || before == '\'';
  if (quoted && after != before) return 0;
  if (!quoted && !is_high(before) && !strchr(" \t\r\n[{,:", before)) return 0;
  size_t colon = at + size + quoted; /* in JSON on a later line, perhaps */
  while (byte_at(s, colon) == ' ' || byte_at(s, colon) == '\t' || is_break(byte_at(s, colon))) colon++;
  return byte_at(s, colon) == ':' ? colon + 1 : 0;
}

/* Whether any `kind` of the document may be a key with a wanted value. */
static bool may_hold_wanted(search *s) {
  ev_str key = EV_STR("kind"), document = s->document;
  const char *found;
  for (size_t i = 0; (found = memchr(document.at + i, 'k', document.size - i)) != NULL; i++) {
    i = (size_t)(found - document.at);
    if (!ev_str_starts(ev_str_slice(document, i, document.size), key)) continue;
    size_t value = value_of_key(document, i, key.size);
    if (value && value_may_be_wanted(s, value)) return true;
  }
  return false;
}

bool ev_concern_rules_out(const ev_concern *concern, ev_str document) {
  search s = {.concern = concern, .document = document};
  return !concern->everything && !may_hold_wanted(&s) && ev_spelling_is_plain(document);
}
