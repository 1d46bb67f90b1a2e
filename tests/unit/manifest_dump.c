#include "manifest_dump.h"

#include <stdlib.h>

static void dump_string(ev_buf *out, ev_str s) {
  ev_buf_char(out, '"');
  for (size_t i = 0; i < s.size; i++) {
    unsigned char c = (unsigned char)s.at[i];
    if (c == '"' || c == '\\')
      ev_buf_format(out, "\\%c", c);
    else if (c == '\n')
      ev_buf_text(out, "\\n");
    else if (c < 0x20)
      ev_buf_format(out, "\\u%04x", c);
    else
      ev_buf_char(out, (char)c);
  }
  ev_buf_char(out, '"');
}

static int by_key(const void *a, const void *b) {
  const ev_node *const *x = a, *const *y = b;
  return ev_str_compare((*x)->key->text, (*y)->key->text);
}

static void dump_map(ev_buf *out, const ev_node *map) {
  const ev_node **entries = calloc(map->count + 1, sizeof *entries);
  size_t n = 0;
  if (!entries) abort();
  for (const ev_node *e = ev_node_first(map); e; e = ev_node_next(e)) {
    if (n >= map->count || e->parent != map || e->key->parent != map) abort();
    entries[n++] = e;
  }
  if (n != map->count) abort();
  qsort(entries, n, sizeof *entries, by_key);
  ev_buf_char(out, '{');
  for (size_t i = 0; i < n; i++) {
    if (i) ev_buf_char(out, ',');
    dump_string(out, entries[i]->key->text);
    ev_buf_char(out, ':');
    dump_json(out, entries[i]);
  }
  ev_buf_char(out, '}');
  free(entries);
}

static void dump_list(ev_buf *out, const ev_node *list) {
  uint32_t n = 0;
  ev_buf_char(out, '[');
  for (const ev_node *e = ev_node_first(list); e; e = ev_node_next(e)) {
    if (e->parent != list || e->index != n) abort();
    if (n++) ev_buf_char(out, ',');
    dump_json(out, e);
  }
  if (n != list->count) abort();
  ev_buf_char(out, ']');
}

void dump_json(ev_buf *out, const ev_node *node) {
  if (!node)
    ev_buf_text(out, "null");
  else if (node->kind == EV_NODE_MAP)
    dump_map(out, node);
  else if (node->kind == EV_NODE_LIST)
    dump_list(out, node);
  else if (node->kind == EV_NODE_STRING)
    dump_string(out, node->text);
  else
    ev_node_spelling(out, node);
}

static void dump_quirk(ev_buf *out, const ev_quirk *q) {
  static const char *const names[] = {"duplicate", "boolean-key", "trailing", "divergent"};
  ev_buf_format(out, "quirk %s %u:%u-%u:%u", names[q->kind], q->place.line, q->place.column,
                q->place.end_line, q->place.end_column);
  if (q->kind == EV_QUIRK_DUPLICATE)
    ev_buf_format(out, " first %u:%u", q->other->place.line, q->other->place.column);
  if (q->what) ev_buf_format(out, " %s", q->what);
  ev_buf_char(out, '\n');
}

void dump_stream(ev_buf *out, ev_reader *reader, ev_str text) {
  ev_document document;
  ev_read_error error;
  ev_read_status status;
  ev_reader_start(reader, text);
  while ((status = ev_reader_next(reader, &document, &error)) != EV_READ_END) {
    if (status == EV_READ_ERROR)
      ev_buf_format(out, "error %u:%u %s\n", error.line, error.column, error.code);
    else if (status == EV_READ_TEMPLATE)
      ev_buf_format(out, "template %u:%u\n", error.line, error.column);
    else if (status == EV_READ_NO_MEMORY)
      ev_buf_text(out, "no memory\n");
    if (status != EV_READ_DOCUMENT) continue;
    dump_json(out, document.root);
    ev_buf_char(out, '\n');
    for (const ev_quirk *q = document.quirks; q; q = q->next) dump_quirk(out, q);
  }
}

static void dump_place(ev_buf *out, const ev_node *n, const char *what) {
  ev_buf_format(out, "%s %s %u:%u-%u:%u @%u", what, ev_node_kind_text(n), n->place.line, n->place.column,
                n->place.end_line, n->place.end_column, n->offset);
  if (n->flags & EV_FLAG_ALIAS)
    ev_buf_format(out, " alias %u:%u", n->alias->place.line, n->alias->place.column);
  if (n->flags & EV_FLAG_SHADOWED) ev_buf_text(out, " shadowed");
  if (n->flags & EV_FLAG_TEMPLATE) ev_buf_text(out, " template");
  if (n->flags & EV_FLAG_MERGED) ev_buf_text(out, " merged");
  if (n->flags & EV_FLAG_AMBIGUOUS) ev_buf_text(out, " ambiguous");
  ev_buf_char(out, '\n');
}

void dump_places(ev_buf *out, const ev_node *root) {
  if (root->key) {
    ev_node_path(out, root->key);
    dump_place(out, root->key, " key");
  }
  ev_node_path(out, root);
  dump_place(out, root, "");
  if (root->kind < EV_NODE_LIST) return;
  for (const ev_node *n = root->first; n; n = n->next) dump_places(out, n);
}
