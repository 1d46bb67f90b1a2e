#include "printed.h"

#include "harness.h"
#include "initialised.h"

#include <jansson.h>

/* ---- text */

/* As in Unicode's lists of controls, of what reorders text, and of what has no width. */
static bool is_obeyed(uint32_t c) {
  return (c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0) || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
         (c >= 0xe0000 && c <= 0xe007f);
}

static bool is_blank(uint32_t c) {
  return c == ' ' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}

static bool holds(ev_str text, const char *needle) {
  return ev_str_find(text, ev_str_of(needle)) != SIZE_MAX;
}

bool printed_is_visible(ev_str text) {
  bool at_start = true; /* of a line, but for blanks */
  if (ev_utf8_invalid_at(text) != SIZE_MAX || holds(text, "##[") || holds(text, "##vso[")) return false;
  for (size_t i = 0; i < text.size;) {
    if (at_start && ev_str_starts(ev_str_slice(text, i, text.size), EV_STR("::"))) return false;
    uint32_t c = ev_utf8_next(text, &i);
    if (is_obeyed(c)) return false;
    at_start = c == '\n' || (at_start && is_blank(c));
  }
  return true;
}

/* ---- names */

static int compare(const void *a, const void *b) {
  const printed_name *x = a, *y = b;
  return ev_str_compare(x->name, y->name);
}

size_t printed_sort(printed_name *names, size_t count) {
  size_t kept = 0;
  if (count) qsort(names, count, sizeof *names, compare);
  for (size_t i = 0; i < count; i++)
    if (kept == 0 || !ev_str_equal(names[kept - 1].name, names[i].name)) names[kept++] = names[i];
  return kept;
}

/* What is malformed is U+FFFD in JSON. */
static bool same_name(const json_t *record, ev_str name) {
  const json_t *file = json_object_get(record, "file");
  ev_str got = {json_string_value(file), json_string_length(file)};
  size_t at = 0;
  if (!json_is_string(file)) return false;
  for (size_t i = 0; i < name.size;) {
    char bytes[4];
    size_t size = ev_utf8_encode(ev_utf8_next(name, &i), bytes);
    if (at + size > got.size || memcmp(got.at + at, bytes, size) != 0) return false;
    at += size;
  }
  return at == got.size;
}

/* ---- lines */

static bool next_line(ev_str *rest, ev_str *line) {
  if (rest->size == 0) return false;
  size_t end = ev_str_find(*rest, EV_STR("\n"));
  check(end != SIZE_MAX); /* the last one ends, too */
  *line = ev_str_slice(*rest, 0, end);
  *rest = ev_str_slice(*rest, end + 1, rest->size);
  return true;
}

static json_t *load(ev_str text) {
  ev_initialised_stack();
  return json_loadb(text.at, text.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
}

static bool text_has_names(ev_str report, const printed_name *names, size_t count) {
  ev_str line;
  size_t met = 0;
  while (met < count && next_line(&report, &line)) {
    ev_buf shown = {0};
    ev_buf_visible(&shown, names[met].name);
    met += ev_str_equal(ev_buf_view(&shown), line);
    ev_buf_free(&shown);
  }
  return met == count;
}

static bool lines_have_names(ev_str report, const printed_name *names, size_t count) {
  ev_str line;
  size_t met = 0;
  bool good = true;
  while (good && next_line(&report, &line)) {
    json_t *record = load(line);
    const char *type = json_string_value(json_object_get(record, "type"));
    good = type && (met < count || strcmp(type, "summary") == 0);
    if (good && met < count) {
      good = strcmp(type, names[met].broken ? "error" : "finding") == 0 && same_name(record, names[met].name);
      met++;
    }
    json_decref(record);
  }
  return good && met == count;
}

/* ---- one object */

static bool array_has_names(const json_t *array, const printed_name *names, size_t count, bool broken) {
  size_t met = 0;
  for (size_t i = 0; i < count; i++) {
    if (names[i].broken != broken) continue;
    if (!same_name(json_array_get(array, met++), names[i].name)) return false;
  }
  return met == json_array_size(array);
}

static bool object_has_names(ev_str report, const printed_name *names, size_t count) {
  json_t *object = load(report);
  bool good = array_has_names(json_object_get(object, "findings"), names, count, false) &&
              array_has_names(json_object_get(object, "errors"), names, count, true);
  json_decref(object);
  return good;
}

/* ---- any format */

static bool each_line_loads(ev_str report) {
  ev_str line;
  bool good = report.size > 0;
  while (good && next_line(&report, &line)) {
    json_t *record = load(line);
    good = record != NULL;
    json_decref(record);
  }
  return good;
}

bool printed_is_report(const char *format, ev_str report) {
  if (strcmp(format, "text") == 0) return true;
  if (strcmp(format, "ndjson") == 0) return each_line_loads(report);
  json_t *object = load(report);
  json_decref(object);
  return object != NULL;
}

bool printed_has_names(const char *format, ev_str report, const printed_name *names, size_t count) {
  if (strcmp(format, "text") == 0) return text_has_names(report, names, count);
  if (strcmp(format, "ndjson") == 0) return lines_have_names(report, names, count);
  return object_has_names(report, names, count);
}
