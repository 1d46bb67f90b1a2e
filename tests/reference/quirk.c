/* Shapes of the document's text: keys given twice, keys that are booleans, what readers take differently.
 * They are the rules' business in what the records describe of an object, and in each copy of it that an
 * alias brings there. */
#include "reference.h"

/* ---- what the records describe */

/* As which type a record, found at the root, leads to a node; NULL where it does not. */
static const ev_type *described_as(const ref_run *run, const ev_decl *root, const ev_node *node) {
  if (node == run->object) return root->checked;
  if (!node || node->flags & EV_FLAG_SHADOWED || node->decoded) return NULL;
  const ev_type *around = described_as(run, root, node->parent);
  if (!around) return NULL;
  if (around->kind == EV_T_LIST || around->kind == EV_T_MAP) return ev_type_present(around->element);
  if (around->kind != EV_T_RECORD || !node->key) return NULL;
  const ev_field *field = ref_field(around->decl, node->key->text);
  return field && field->class_ == EV_FIELD_TYPED ? ev_type_present(field->type->type) : NULL;
}

static bool is_described_by(const ref_run *run, const ev_decl *root, const ev_node *node) {
  const ev_type *type = described_as(run, root, node);
  if (!type) return false;
  if (type->kind == EV_T_LIST) return node->kind == EV_NODE_LIST;
  return (type->kind == EV_T_RECORD || type->kind == EV_T_MAP) && node->kind == EV_NODE_MAP;
}

static bool is_described(const ref_run *run, const ev_node *collection) {
  const ev_decls *views = &run->program->views;
  for (uint32_t i = 0; i < views->count; i++)
    for (const ev_view_row *row = views->at[i]->rows; row; row = row->next)
      if (ref_row_matches(run, row) && is_described_by(run, row->root, collection)) return true;
  return false;
}

/* ---- findings */

static ev_shape_event event_of(const ev_quirk *quirk) {
  static const ev_shape_event events[] = {[EV_QUIRK_DUPLICATE] = EV_SHAPE_DUPLICATE,
                                          [EV_QUIRK_BOOLEAN_KEY] = EV_SHAPE_BOOLEAN_KEY,
                                          [EV_QUIRK_TRAILING] = EV_SHAPE_TRAILING,
                                          [EV_QUIRK_DIVERGENT] = EV_SHAPE_DIVERGENT};
  return events[quirk->kind];
}

/* A key as it is written, that Kubernetes reads as true or false. */
static ev_str written(const ref_run *run, const ev_node *key) {
  size_t size = key->place.end_column - key->place.column;
  return ev_str_slice(run->source, key->offset, key->offset + size);
}

static void report(ref_run *run, const ev_quirk *quirk, const ev_node *at) {
  const ev_node *node = quirk->node;
  ev_str texts[REF_TEXTS] = {{0}};
  for (uint32_t i = 0; i < REF_TEXTS; i++) texts[i] = EV_STR("");
  if (node && node->kind < EV_NODE_LIST) texts[REF_FIELD] = node->text;
  if (quirk->what) texts[REF_FOUND] = ev_str_of(quirk->what);
  if (node && quirk->kind == EV_QUIRK_BOOLEAN_KEY) {
    texts[REF_FIELD] = written(run, node);
    texts[REF_FOUND] = node->text;
  }
  ref_finding *f = ref_report_shape(run, event_of(quirk), false, at, quirk->place, texts);
  if (!f) return;
  if (quirk->other)
    ref_add_note(run, f, quirk->other,
                 quirk->kind == EV_QUIRK_DUPLICATE ? EV_STR("first given here")
                                                   : EV_STR("this is overwritten"));
  ref_note_alias(run, f);
}

/* ---- copies: a collection under an alias that stands where `collection` does in the text */

/* What stands in the copy where the quirk's node stands in the collection; the copy where nothing does. */
static const ev_node *twin(const ev_node *copy, const ev_node *node) {
  for (const ev_node *n = node ? ev_node_first(copy) : NULL; n; n = ev_node_next(n)) {
    const ev_node *same = node->key == node ? n->key : n;
    if (same && same->offset == node->offset) return same;
  }
  return copy;
}

static void report_copies(ref_run *run, const ev_quirk *quirk, const ev_node *collection, const ev_node *in,
                          bool aliased) {
  aliased = aliased || in->flags & EV_FLAG_ALIAS;
  if (in->kind < EV_NODE_LIST) return;
  if (aliased && in->offset == collection->offset && in->kind == collection->kind && is_described(run, in))
    report(run, quirk, twin(in, quirk->node));
  for (const ev_node *n = ev_node_first(in); n; n = ev_node_next(n))
    report_copies(run, quirk, collection, n, aliased);
}

void ref_judge_quirks(ref_run *run) {
  for (const ev_quirk *q = run->document->quirks; q; q = q->next) {
    const ev_node *collection = q->in;
    while (collection && collection->kind < EV_NODE_LIST) collection = collection->parent;
    if (!collection || q->kind == EV_QUIRK_TRAILING) continue;
    if (is_described(run, collection)) report(run, q, q->node ? q->node : q->in);
    report_copies(run, q, collection, run->object, false);
  }
}
