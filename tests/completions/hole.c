#include "hole.h"

#include <string.h>

/* ---- in manifests */

static bool is_plain(char c) { return c != '"' && c != '\\' && c >= ' '; }

/* The next run of characters inside double quotes that needs no escape, at or behind `from`. */
static bool next_run(ev_str text, size_t from, bool *inside, hole *h) {
  size_t i = from;
  for (; i < text.size && !(*inside && is_plain(text.at[i])); i++) {
    if (text.at[i] == '\\' && *inside)
      i++;
    else if (text.at[i] == '"')
      *inside = !*inside;
  }
  h->start = i;
  while (i < text.size && is_plain(text.at[i])) i++;
  h->end = i;
  return h->start < h->end;
}

/* Is the string that a run ends in a key? */
static bool is_in_key(ev_str text, size_t end) {
  while (end < text.size && text.at[end] != '"') end += text.at[end] == '\\' ? 2 : 1;
  return end + 1 < text.size && text.at[end + 1] == ':';
}

/* The next one that is in no key: one that is a template is a key of its own. */
static bool next_value(ev_str text, bool *inside, hole *h) {
  while (next_run(text, h->end, inside, h))
    if (!is_in_key(text, h->end)) return true;
  return false;
}

static size_t count_values(ev_str text) {
  hole h = {.start = 0};
  bool inside = false;
  size_t count = 0;
  while (next_value(text, &inside, &h)) count++;
  return count;
}

/* All of the run, or a part. */
static void narrow(hole *h, ref_bytes *bytes) {
  if (ref_choose(bytes, 2) == 0) return;
  uint32_t size = (uint32_t)(h->end - h->start);
  h->start += ref_choose(bytes, size);
  h->end -= ref_choose(bytes, (uint32_t)(h->end - h->start));
  while (h->start < h->end && (h->text.at[h->start] & 0xc0) == 0x80) h->start++; /* whole characters */
  while (h->end < h->text.size && (h->text.at[h->end] & 0xc0) == 0x80) h->end++;
}

bool hole_in_manifest(hole *h, ev_str manifest, ref_bytes *bytes) {
  static const char *const fillings[] = {"",     "a",   "ab",   "b",   "x",    "y",    "w",    "1",
                                         "0",    "7",   "2",    "-3",  "9",    "1Gi",  "250m", "65535",
                                         " 5 ",  "A",   "é",    "a,b", "a b",  "0x1f", "1e3",  "xw",
                                         "true", "uid", "name", "on",  "mode", "word", "meta", "spec"};
  size_t count = count_values(manifest);
  bool inside = false;
  *h = (hole){.text = manifest, .mark = "{{ .z }}", .fillings = fillings};
  h->filling_count = sizeof fillings / sizeof *fillings;
  if (count == 0) return false;
  size_t chosen = (ref_choose(bytes, 256) * 256 + ref_choose(bytes, 256)) % count;
  for (size_t i = 0; i <= chosen; i++) (void)next_value(manifest, &inside, h);
  narrow(h, bytes);
  return true;
}

/* ---- in rules */

typedef struct literals {
  const char *at[6]; /* of one type; NULL behind the last */
} literals;

static const literals of_type[] = {{{"true", "false"}},
                                   {{"\"a\"", "\"ab\"", "\"\"", "\"w\"", "\"1\"", "\"x\""}},
                                   {{"1", "0", "7", "2", "-3"}},
                                   {{"1Gi", "250m", "2", "0"}}};

static bool stands_at(ev_str text, size_t at, const char *word) {
  size_t size = strlen(word);
  if (at + size > text.size || memcmp(text.at + at, word, size) != 0) return false;
  char before = at ? text.at[at - 1] : ' ', after = at + size < text.size ? text.at[at + size] : ' ';
  return strchr(" (-", before) && strchr(" )\n,]", after);
}

static size_t literal_count(const literals *l) {
  size_t count = 0;
  while (count < sizeof l->at / sizeof *l->at && l->at[count]) count++;
  return count;
}

/* The literal that stands there, of any type. */
static bool literal_at(hole *h, size_t at) {
  for (size_t t = 0; t < sizeof of_type / sizeof *of_type; t++)
    for (size_t i = 0, count = literal_count(&of_type[t]); i < count; i++)
      if (stands_at(h->text, at, of_type[t].at[i])) {
        h->start = at;
        h->end = at + strlen(of_type[t].at[i]);
        h->fillings = of_type[t].at;
        h->filling_count = count;
        return true;
      }
  return false;
}

bool hole_in_rules(hole *h, ev_str rules, size_t prelude, ref_bytes *bytes) {
  *h = (hole){.text = rules, .mark = "(unknown \"hole\")"};
  hole chosen = *h;
  for (uint32_t n = 0, i = (uint32_t)prelude; i < rules.size; i++)
    if (literal_at(h, i) && ref_choose(bytes, ++n) == 0) chosen = *h;
  *h = chosen;
  return h->end != 0;
}

/* ---- filling */

void hole_write(ev_buf *out, const hole *h, ev_str filling) {
  ev_buf_add(out, h->text.at, h->start);
  ev_buf_str(out, filling);
  ev_buf_add(out, h->text.at + h->end, h->text.size - h->end);
}

static bool needs_no_escape(ev_str text) {
  for (size_t i = 0; i < text.size; i++)
    if (!is_plain(text.at[i])) return false;
  return ev_str_find(text, EV_STR("{{")) == SIZE_MAX;
}

ev_str hole_filling(const hole *h, const ref_pool *pool, ref_bytes *bytes) {
  uint32_t how = ref_choose(bytes, 8);
  if (how == 0) return ev_str_slice(h->text, h->start, h->end);
  if (pool && how < 4) {
    const ref_texts *list = how == 1 ? &pool->keys : how == 2 ? &pool->numbers : &pool->texts;
    ev_str text = list->at[ref_choose(bytes, list->count < 256 ? (uint32_t)list->count : 256)];
    if (needs_no_escape(text)) return text;
  }
  return ev_str_of(h->fillings[ref_choose(bytes, (uint32_t)h->filling_count)]);
}
