#include "notes.h"

#include "breaks.h"
#include "json.h"

#define MOST_EXOTIC 64u /* noted in a document */

static bool is_break_char(char c) { return c == '\n' || c == '\r'; }

static bool ends_word(ev_str text, size_t at) { return at >= text.size || ev_is_space_at(text, at); }

size_t ev_notes_document_end(ev_str text) {
  for (size_t at = 0; at < text.size;) {
    size_t found = ev_str_find(ev_str_slice(text, at, text.size), EV_STR("..."));
    if (found == SIZE_MAX) break;
    at += found;
    if (ev_starts_line(text, at) && ends_word(text, at + 3)) return at + 3;
    at++;
  }
  return text.size;
}

/* ---- content after the end */

static size_t skip_line(ev_str text, size_t at) {
  while (at < text.size && !is_break_char(text.at[at])) at++;
  return at;
}

static size_t skip_insignificant(ev_str text, size_t at) {
  while (at < text.size) {
    ev_str rest = ev_str_slice(text, at, text.size);
    bool marker = ev_starts_line(text, at) && ends_word(text, at + 3) &&
                  (ev_str_starts(rest, EV_STR("...")) || ev_str_starts(rest, EV_STR("---")));
    if (marker)
      at += 3;
    else if (text.at[at] == '#')
      at = skip_line(text, at);
    else if (text.at[at] == ' ' || text.at[at] == '\t' || is_break_char(text.at[at]))
      at++;
    else
      break;
  }
  return at;
}

static ev_place place_between(const ev_builder *b, size_t from, size_t to) {
  ev_place place = {0};
  ev_point at = {b->chunk->start, b->chunk->line, b->chunk->column};
  at = ev_point_forward(b->source, at, b->chunk->start + from);
  ev_place_start(&place, at);
  ev_place_end(&place, ev_point_forward(b->source, at, b->chunk->start + to));
  return place;
}

bool ev_notes_trailing(ev_builder *b, size_t from) {
  ev_str text = b->chunk->text;
  size_t at = skip_insignificant(text, from);
  if (at >= text.size) return true;
  ev_str line = ev_str_trim(ev_str_slice(text, at, skip_line(text, at)), " \t");
  return ev_tree_quirk(&b->tree, EV_QUIRK_TRAILING, place_between(b, at, at + line.size), NULL) != NULL;
}

/* ---- what stands at a place */

static bool before(uint32_t line, uint32_t column, uint32_t other_line, uint32_t other_column) {
  return line < other_line || (line == other_line && column < other_column);
}

static bool covers(const ev_node *node, const ev_place *p) {
  if (node->flags & EV_FLAG_ALIAS) return false;
  return !before(p->line, p->column, node->place.line, node->place.column) &&
         before(p->line, p->column, node->place.end_line, node->place.end_column);
}

/* The innermost node that covers the place. */
static const ev_node *innermost(const ev_node *root, const ev_place *place) {
  const ev_node *found = root;
  const ev_node *child = root && root->kind >= EV_NODE_LIST ? root->first : NULL;
  while (child) {
    if (!covers(child, place)) {
      child = child->next;
      continue;
    }
    found = child;
    child = child->kind >= EV_NODE_LIST ? child->first : NULL;
  }
  return found;
}

static bool note(ev_builder *b, ev_place place, const char *what) {
  ev_quirk *quirk = ev_tree_quirk(&b->tree, EV_QUIRK_DIVERGENT, place, innermost(b->root, &place));
  if (!quirk) return false;
  quirk->what = what;
  return true;
}

bool ev_notes_exotic(ev_builder *b) {
  ev_str text = b->chunk->text;
  uint32_t noted = 0;
  for (size_t i = 0; b->chunk->exotic && i < text.size && noted < MOST_EXOTIC; i++) {
    size_t bytes = ev_exotic_break_at(text, i);
    if (!bytes) continue;
    if (!note(b, place_between(b, i, i + bytes),
              "an invisible line break (NEL, LS or PS), which only some readers see"))
      return false;
    noted++;
  }
  return true;
}

/* libyaml passes over a byte order mark at the start of a line, where kubectl reads text. In a scalar both
 * keep it. */
bool ev_notes_marks(ev_builder *b, size_t to) {
  ev_str text = ev_str_slice(b->chunk->text, 0, to);
  const ev_str mark = EV_STR("\xef\xbb\xbf");
  uint32_t seen = 0;
  for (size_t at = 0; !b->chunk->ascii && seen < MOST_EXOTIC; at += mark.size) {
    size_t found = ev_str_find(ev_str_slice(text, at, text.size), mark);
    if (found == SIZE_MAX) break;
    at += found;
    if (!ev_starts_line(text, at)) continue;
    ev_place place = place_between(b, at, at + mark.size);
    const ev_node *node = innermost(b->root, &place);
    if (!node || node->kind >= EV_NODE_LIST || !covers(node, &place)) {
      ev_point point = {b->chunk->start + (uint32_t)at, place.line, place.column};
      (void)ev_fault_set(&b->fault, b->tree.arena, "yaml-syntax", point,
                         "found a byte order mark inside the document, where kubectl reads it as text");
      ev_fault_help(&b->fault, "remove it; where files were joined, put `---` on a line before it");
      return false;
    }
    seen++;
  }
  return true;
}

typedef struct walker {
  ev_str source;
  ev_point point;
  uint32_t start;
} walker;

static void locate(void *context, size_t at, ev_point *out) {
  walker *w = context;
  ev_point_move(w->source, &w->point, w->start + at);
  *out = w->point;
}

static bool add_commas(ev_builder *b, const ev_tree *lenient) {
  for (const ev_quirk *q = lenient->quirks; q; q = q->next)
    if (!note(b, q->place, q->what)) return false;
  return true;
}

bool ev_notes_commas(ev_builder *b) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  const ev_chunk *chunk = b->chunk;
  walker w = {b->source, {chunk->start, chunk->line, chunk->column}, chunk->start};
  ev_tree tree = {.arena = &scratch, .most_nodes = b->limits->nodes, .most_quirks = b->limits->quirks};
  ev_json json = {.tree = &tree,
                  .text = chunk->text,
                  .depth = b->limits->flow_depth,
                  .locate = locate,
                  .context = &w,
                  .lenient = true};
  bool ok = true;
  bool whole = ev_json_value(&json) && ev_json_skip_blanks(chunk->text, json.at) == chunk->text.size;
  if (whole) ok = add_commas(b, &tree);
  if (scratch.failed) b->tree.arena->failed = true;
  ev_arena_free(&scratch);
  return ok && !b->tree.arena->failed;
}
