#include "merge.h"

#include <stdlib.h>

typedef struct merger {
  ev_arena *arena; /* of what is kept */
  uint32_t document;
  ev_buf text; /* scratch */
} merger;

static int compare_numbers(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

/* 0 for those that are one finding. */
static int compare_identity(const ev_candidate *a, const ev_candidate *b) {
  int order = ev_str_compare(a->rule->id, b->rule->id);
  if (!order) order = compare_numbers(a->found->verdict, b->found->verdict);
  if (!order) order = compare_numbers(a->found->place.line, b->found->place.line);
  if (!order) order = compare_numbers(a->found->place.column, b->found->place.column);
  return order;
}

/* Those that are one stand together, the first of the document in front. */
static int compare_candidates(const void *x, const void *y) {
  const ev_candidate *a = *(const ev_candidate *const *)x, *b = *(const ev_candidate *const *)y;
  int order = compare_identity(a, b);
  if (!order && a->found->at && b->found->at) order = ev_node_order(a->found->at, b->found->at);
  return order ? order : compare_numbers(a->order, b->order);
}

/* ---- texts */

static ev_str keep(merger *m) {
  ev_str kept = ev_buf_to_arena(&m->text, m->arena);
  if (m->text.failed) m->arena->failed = true;
  m->text.size = 0;
  return kept.at ? kept : EV_STR("");
}

static ev_str keep_str(merger *m, ev_str s) {
  ev_buf_str(&m->text, s);
  return keep(m);
}

static ev_str path_of(merger *m, const ev_node *node) {
  if (node) ev_node_path(&m->text, node);
  return keep(m);
}

static bool says(ev_str message, ev_str reason) {
  return reason.size == 0 || ev_str_find(message, reason) != SIZE_MAX;
}

static ev_str message_of(merger *m, const ev_candidate *c) {
  const ev_found *found = c->found;
  ev_str message = found->message.size ? found->message : c->rule->title;
  ev_buf_str(&m->text, message);
  if (found->verdict == EV_VERDICT_UNKNOWN && !says(message, found->reason))
    ev_buf_format(&m->text, ": %.*s", EV_STR_ARG(found->reason));
  return keep(m);
}

/* ---- notes */

static bool same_note(const ev_note *note, ev_str message, ev_place place) {
  return note->place.line == place.line && note->place.column == place.column &&
         ev_str_equal(note->message, message);
}

static void add_note(merger *m, ev_finding *finding, ev_str message, ev_place place) {
  ev_note **end = &finding->notes;
  for (; *end; end = &(*end)->next)
    if (same_note(*end, message, place)) return;
  ev_note *note = EV_NEW(m->arena, ev_note);
  if (!note) return;
  *note = (ev_note){.message = message, .place = place};
  *end = note;
}

/* Without those at `but`, which another note will be at. */
static void add_own_notes(merger *m, ev_finding *finding, const ev_found *found, const ev_node *but) {
  for (const ev_vnote *note = found->notes; note; note = note->next) {
    if (but && note->at == but) continue;
    bool placed = note->place.line > 0 || !note->at;
    add_note(m, finding, keep_str(m, note->message), placed ? note->place : note->at->place);
  }
}

/* The value of an entry that a merge brought, for its key; a key that stands in the manifest itself is where
 * it is. */
static const ev_node *brought_by_merge(const ev_node *key) {
  const ev_node *value = key->parent ? key->parent->first : NULL;
  while (value && value->key != key) value = value->next;
  return value && value->flags & EV_FLAG_MERGED ? value : key->parent;
}

/* The alias or merge that brought a node to its path, the nearest one; NULL where none did. */
static const ev_node *alias_site(const ev_node *node) {
  if (node && node->key == node) node = brought_by_merge(node);
  while (node && !node->alias) node = node->parent;
  return node ? node->alias : NULL;
}

/* What a merged finding adds: its own words, or else the other way to the place. */
static void note_other(merger *m, ev_finding *finding, const ev_candidate *other) {
  const ev_node *at = other->found->at, *subject = other->found->subject;
  const ev_node *site = alias_site(at);
  if (!site) site = subject;
  ev_place place = site ? site->place : other->found->place;
  ev_str message = message_of(m, other), path = path_of(m, at);
  if (!ev_str_equal(message, finding->message)) {
    add_note(m, finding, message, place);
    return;
  }
  if (ev_str_equal(path, finding->path)) path = path_of(m, subject);
  if (path.size == 0 || ev_str_equal(path, finding->path)) return;
  ev_buf_format(&m->text, "also %.*s", EV_STR_ARG(path));
  add_note(m, finding, keep(m), place);
}

/* ---- findings */

static ev_str keep_view(merger *m, ev_str s) { return s.at ? ev_str_copy(m->arena, s) : s; }

static ev_finding *make_finding(merger *m, const ev_candidate *c) {
  ev_finding *finding = EV_NEW(m->arena, ev_finding);
  if (!finding) return NULL;
  *finding = (ev_finding){
      .rule = c->rule,
      .verdict = c->found->verdict,
      .message = message_of(m, c),
      .place = c->found->place,
      .document = m->document,
      .path = path_of(m, c->found->at),
      .resource = {keep_view(m, c->resource.api_version), keep_view(m, c->resource.kind),
                   keep_view(m, c->resource.namespace_), keep_view(m, c->resource.name)},
  };
  add_own_notes(m, finding, c->found, NULL);
  return finding;
}

static size_t merge_sorted(merger *m, const ev_candidate **sorted, size_t count, ev_finding_list **findings) {
  size_t made = 0;
  for (size_t i = 0, j; i < count; i = j, made++) {
    ev_finding *finding = make_finding(m, sorted[i]);
    ev_finding_list *entry = EV_NEW(m->arena, ev_finding_list);
    if (!finding || !entry) return SIZE_MAX;
    for (j = i + 1; j < count && compare_identity(sorted[i], sorted[j]) == 0; j++) {
      add_own_notes(m, finding, sorted[j]->found, alias_site(sorted[j]->found->at));
      note_other(m, finding, sorted[j]);
    }
    *entry = (ev_finding_list){finding, *findings};
    *findings = entry;
  }
  return m->arena->failed ? SIZE_MAX : made;
}

size_t ev_merge(const ev_candidate *candidates, size_t count, uint32_t document, ev_arena *scratch,
                ev_arena *arena, ev_finding_list **findings) {
  if (count == 0) return 0;
  const ev_candidate **sorted = EV_NEW_ARRAY(scratch, const ev_candidate *, count);
  if (!sorted) return SIZE_MAX;
  size_t filled = 0;
  for (const ev_candidate *c = candidates; c && filled < count; c = c->next) sorted[filled++] = c;
  qsort(sorted, filled, sizeof *sorted, compare_candidates);
  merger m = {.arena = arena, .document = document};
  size_t made = merge_sorted(&m, sorted, filled, findings);
  ev_buf_free(&m.text);
  return made;
}
