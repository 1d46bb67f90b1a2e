/* K8S003, K8S004, K8S006: quirks of the document in what the records describe of an object. */
#include "shape.h"

/* The collection that a quirk of an object was found in. */
static const ev_node *collection_of(const ev_quirk *quirk) {
  const ev_node *n = quirk->in;
  while (EV_ALWAYS(n != NULL) && n->kind < EV_NODE_LIST) n = n->parent;
  return n;
}

/* The nodes from the object down to `node`, itself left out: the deepest first. SIZE_MAX where `node` lies
 * outside. */
static size_t path_to(const ev_run *run, const ev_node *node, const ev_node **path, size_t most) {
  size_t depth = 0;
  for (; node && node != run->object && depth < most; node = node->parent) {
    if (node->flags & EV_FLAG_SHADOWED) return SIZE_MAX;
    path[depth++] = node;
  }
  return node == run->object ? depth : SIZE_MAX;
}

/* The type one step further down; ANY where nothing is described. */
static ev_vtype step_type(const ev_bundle *bundle, ev_vtype type, const ev_node *node) {
  ev_vtype any = {EV_VT_ANY, EV_NONE};
  uint32_t next = type.ref;
  if (type.kind == EV_VT_RECORD) {
    uint32_t field = node->key ? ev_record_field(bundle, type.ref, node->key->text) : EV_NONE;
    if (field == EV_NONE || bundle->fields[field].class_ != EV_BF_TYPED) return any;
    next = bundle->fields[field].type;
  } else if (type.kind != EV_VT_LIST && type.kind != EV_VT_MAP) {
    return any;
  }
  return bundle->types[ev_vtype_present(bundle, next)];
}

static bool is_described(const ev_vm *vm, uint32_t record, const ev_node *const *path, size_t depth,
                         const ev_node *node) {
  ev_vtype type = {EV_VT_RECORD, record};
  while (depth > 0) type = step_type(vm->bundle, type, path[--depth]);
  if (type.kind == EV_VT_LIST) return node->kind == EV_NODE_LIST;
  return (type.kind == EV_VT_RECORD || type.kind == EV_VT_MAP) && node->kind == EV_NODE_MAP;
}

#define MOST_DEPTH 2048u /* more than any reader's depth */

typedef struct judge {
  ev_vm *vm;
  const uint32_t *records; /* of the object */
  uint32_t count;
  const ev_node **path; /* has room for MOST_DEPTH nodes */
} judge;

/* Whether what stands in the collection is the rules' business. */
static bool concerns(const judge *j, const ev_node *collection) {
  size_t depth = path_to(j->vm->run, collection, j->path, MOST_DEPTH);
  for (uint32_t i = 0; depth != SIZE_MAX && i < j->count; i++)
    if (is_described(j->vm, j->records[i], j->path, depth, collection)) return true;
  return false;
}

/* The spelling of a scalar in one line of the source: of a key that has become "true". */
static ev_str source_text(const ev_run *run, const ev_node *node) {
  size_t size = node->place.end_column - node->place.column;
  bool inside = EV_ALWAYS(node->place.line == node->place.end_line &&
                          node->place.end_column >= node->place.column && node->offset <= run->source.size &&
                          size <= run->source.size - node->offset);
  return EV_ALWAYS(inside) ? ev_str_slice(run->source, node->offset, node->offset + size) : node->text;
}

static uint32_t event_of(const ev_quirk *quirk) {
  static const uint32_t events[] = {[EV_QUIRK_DUPLICATE] = EV_SHAPE_DUPLICATE,
                                    [EV_QUIRK_BOOLEAN_KEY] = EV_SHAPE_BOOLEAN_KEY,
                                    [EV_QUIRK_TRAILING] = EV_SHAPE_TRAILING,
                                    [EV_QUIRK_DIVERGENT] = EV_SHAPE_DIVERGENT};
  return events[quirk->kind];
}

static void fill_texts(const ev_run *run, const ev_quirk *quirk, ev_str texts[EV_SHAPE_TEXTS]) {
  const ev_node *node = quirk->node;
  if (node && node->kind < EV_NODE_LIST) texts[EV_SHAPE_FIELD] = node->text;
  if (quirk->what) texts[EV_SHAPE_FOUND] = ev_str_of(quirk->what);
  if (quirk->kind != EV_QUIRK_BOOLEAN_KEY || EV_NEVER(!node)) return;
  texts[EV_SHAPE_FIELD] = source_text(run, node);
  texts[EV_SHAPE_FOUND] = node->text;
}

static void report(ev_vm *vm, const ev_quirk *quirk, const ev_node *at) {
  ev_str texts[EV_SHAPE_TEXTS] = {0};
  fill_texts(vm->run, quirk, texts);
  ev_found *f = ev_shape_report(vm, event_of(quirk), EV_FAIL, at, quirk->place, texts);
  const ev_node *other = quirk->other;
  if (other && quirk->kind == EV_QUIRK_DUPLICATE)
    ev_finding_note(vm, f, other, other->place, EV_STR("first given here"));
  else if (other)
    ev_finding_note(vm, f, other, other->place, EV_STR("this is overwritten"));
  ev_finding_end(vm, f);
}

/* What stands in a copy of the collection where `node` stands in the collection; the copy where nothing does.
 */
static const ev_node *twin(const ev_node *copy, const ev_node *node) {
  bool is_key = node && node->key == node;
  for (const ev_node *n = node ? ev_node_first(copy) : NULL; n; n = ev_node_next(n)) {
    if (is_key && EV_ALWAYS(n->key != NULL) && n->key->offset == node->offset) return n->key;
    if (!is_key && n->offset == node->offset) return n;
  }
  return copy;
}

static void report_copies(const judge *j, const ev_copies *copies, const ev_quirk *quirk,
                          const ev_node *collection) {
  for (uint32_t i = ev_copies_of(copies, collection); i < copies->count && !j->vm->stopped; i++) {
    const ev_node *copy = copies->at[i].node;
    if (copy->offset != collection->offset || !ev_machine_spend(j->vm, 1)) return;
    if (copy->kind == collection->kind && concerns(j, copy)) report(j->vm, quirk, twin(copy, quirk->node));
  }
}

void ev_shape_quirks(ev_vm *vm, const uint32_t *records, uint32_t count) {
  const ev_quirk *q = vm->run->document ? vm->run->document->quirks : NULL;
  if (!q) return;
  judge j = {vm, records, count, EV_NEW_ARRAY(&vm->scratch, const ev_node *, MOST_DEPTH)};
  ev_copies copies = {0};
  if (!j.path || !ev_copies_find(vm, &copies)) ev_machine_fail(vm);
  for (; q && !vm->stopped && ev_machine_spend(vm, 1); q = q->next) {
    if (q->kind == EV_QUIRK_TRAILING || vm->bundle->shapes[event_of(q)] == EV_NONE) continue;
    const ev_node *collection = collection_of(q);
    if (concerns(&j, collection)) report(vm, q, q->node ? q->node : q->in);
    report_copies(&j, &copies, q, collection);
  }
}
