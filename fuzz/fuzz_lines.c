/* The quick reader of manifests against libyaml: both give the same documents, trees, places, notes and
 * errors. */
#include "harness.h"
#include "manifest.h"
#include "mutate.h"

static ev_reader *quick_reader, *thorough_reader;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  quick_reader = ev_reader_new(NULL);
  thorough_reader = ev_reader_new(NULL);
  check(quick_reader && thorough_reader);
  ev_reader_be_thorough(thorough_reader);
  return 0;
}

static bool same_place(ev_place a, ev_place b) {
  return a.line == b.line && a.column == b.column && a.end_line == b.end_line && a.end_column == b.end_column;
}

static void check_node(const ev_node *a, const ev_node *b) {
  check(a->kind == b->kind && a->style == b->style && a->flags == b->flags && a->index == b->index);
  check(a->count == b->count && a->offset == b->offset && same_place(a->place, b->place));
  check(!a->alias == !b->alias && !a->key == !b->key && !a->next == !b->next && !a->parent == !b->parent);
  if (a->kind < EV_NODE_LIST) check(ev_str_equal(a->text, b->text));
}

static void check_entry(const ev_node *a, const ev_node *b) {
  check_node(a, b);
  if (!a->key || a->key == a) return;
  check_node(a->key, b->key);
  check(!a->alias == !b->alias && a->key->parent == a->parent && b->key->parent == b->parent);
}

static void check_tree(const ev_node *a, const ev_node *b) {
  check(!a == !b);
  while (a) {
    check_entry(a, b);
    bool down = a->kind >= EV_NODE_LIST && a->first;
    if (a->kind >= EV_NODE_LIST) check(!a->first == !b->first);
    if (down) {
      a = a->first;
      b = b->first;
      continue;
    }
    while (a && !a->next) {
      a = a->parent;
      b = b->parent;
    }
    if (!a) break;
    a = a->next;
    b = b->next;
  }
  check(!b || !a);
}

static void check_quirks(const ev_quirk *a, const ev_quirk *b) {
  for (; a && b; a = a->next, b = b->next) {
    check(a->kind == b->kind && same_place(a->place, b->place) && a->what == b->what);
    check(!a->in == !b->in && !a->node == !b->node && !a->other == !b->other);
    if (a->in) check_node(a->in, b->in);
    if (a->node) check_node(a->node, b->node);
    if (a->other) check_node(a->other, b->other);
  }
  check(!a && !b);
}

static void check_errors(const ev_read_error *a, const ev_read_error *b) {
  check(a->line == b->line && a->column == b->column && a->code == b->code);
  check(ev_str_equal(a->message, b->message) && ev_str_equal(a->help, b->help));
}

MUTATES_BY(mutate_manifest, cross_manifests)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ev_document a, b;
  ev_read_error why_a, why_b;
  ev_read_status status;
  ev_str text = {(const char *)data, size};
  if (size > 4u * 1024u * 1024u) return 0;
  ev_reader_start(quick_reader, text);
  ev_reader_start(thorough_reader, text);
  do {
    status = ev_reader_next(quick_reader, &a, &why_a);
    check(ev_reader_next(thorough_reader, &b, &why_b) == status && a.index == b.index);
    check_errors(&why_a, &why_b);
    if (status != EV_READ_DOCUMENT) continue;
    check_tree(a.root, b.root);
    check_quirks(a.quirks, b.quirks);
  } while (status != EV_READ_END && status != EV_READ_NO_MEMORY);
  return 0;
}
