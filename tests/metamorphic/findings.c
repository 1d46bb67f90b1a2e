#include "findings.h"

#include <stdio.h>
#include <stdlib.h>

/* "items[3].spec" is "spec" of the item. */
static ev_str path_in_item(ev_str path) {
  size_t end = ev_str_starts(path, EV_STR("items[")) ? ev_str_find(path, EV_STR("]")) : SIZE_MAX;
  if (end == SIZE_MAX) return path;
  ev_str rest = ev_str_slice(path, end + 1, path.size);
  return ev_str_starts(rest, EV_STR(".")) ? ev_str_slice(rest, 1, rest.size) : rest;
}

/* Two hints speak of how a value is written. */
static ev_str without_hint(ev_str message) {
  static const char *const hints[] = {": take away the quotes", ": a space is missing after the colon"};
  for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
    if (ev_str_ends(message, ev_str_of(hints[i])))
      return ev_str_slice(message, 0, message.size - strlen(hints[i]));
  return message;
}

static ev_str line_of(const ev_finding *f, ev_str message, const meta_options *options, ev_arena *arena) {
  ev_buf line = {0};
  ev_str path = options->in_list ? path_in_item(f->path) : f->path;
  if (options->without_paths) path = EV_STR("");
  ev_buf_format(&line, "%.*s %s %.*s \"", EV_STR_ARG(f->rule->id), f->verdict == EV_FAIL ? "fail" : "unknown",
                EV_STR_ARG(path));
  ev_buf_str(&line, without_hint(message));
  ev_buf_text(&line, "\"\n");
  ev_str made = ev_buf_to_arena(&line, arena);
  ev_buf_free(&line);
  return made;
}

static int by_bytes(const void *a, const void *b) {
  return ev_str_compare(*(const ev_str *)a, *(const ev_str *)b);
}

/* Sorts them, and leaves each once. */
static size_t tidy(ev_str *lines, size_t count) {
  size_t kept = 0;
  if (count) qsort(lines, count, sizeof *lines, by_bytes);
  for (size_t i = 0; i < count; i++)
    if (i == 0 || !ev_str_equal(lines[i], lines[kept - 1])) lines[kept++] = lines[i];
  return kept;
}

static size_t count_notes(const ev_outcome *outcome) {
  size_t count = 0;
  for (size_t i = 0; i < outcome->finding_count; i++)
    for (const ev_note *n = outcome->findings[i]->notes; n; n = n->next) count++;
  return count;
}

meta_findings meta_find(ev_vetter *vetter, ev_str text, const meta_options *options, ev_arena *arena,
                        bool *readable) {
  const ev_outcome *outcome = ev_vet(vetter, EV_STR("a.yaml"), text);
  meta_findings made = {.at = EV_NEW_ARRAY(arena, ev_str, outcome->finding_count + 1),
                        .notes = EV_NEW_ARRAY(arena, ev_str, count_notes(outcome) + 1)};
  for (size_t i = 0; i < outcome->finding_count; i++) {
    const ev_finding *f = outcome->findings[i];
    made.at[made.count++] = line_of(f, f->message, options, arena);
    for (const ev_note *n = f->notes; n; n = n->next)
      made.notes[made.note_count++] = line_of(f, n->message, options, arena);
  }
  made.count = tidy(made.at, made.count);
  made.note_count = tidy(made.notes, made.note_count);
  *readable = !outcome->problems && !outcome->skips;
  return made;
}

static bool is_among(ev_str line, const ev_str *lines, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (ev_str_equal(lines[i], line)) return true;
  return false;
}

bool meta_agree(const meta_findings *as_it_is, const meta_findings *written_out) {
  for (size_t i = 0; i < as_it_is->count; i++)
    if (!is_among(as_it_is->at[i], written_out->at, written_out->count)) return false;
  for (size_t i = 0; i < written_out->count; i++) {
    ev_str line = written_out->at[i];
    bool noted = is_among(line, as_it_is->notes, as_it_is->note_count);
    if (!noted && !is_among(line, as_it_is->at, as_it_is->count)) return false;
  }
  return true;
}

void meta_show(const char *who, const meta_findings *a, const meta_findings *b) {
  for (size_t i = 0; i < a->count; i++)
    if (!is_among(a->at[i], b->at, b->count)) (void)fprintf(stderr, "%s: %.*s", who, EV_STR_ARG(a->at[i]));
}
