/* K8S001, K8S002: a walk over what the records describe of an object. */
#include "shape.h"

/* A collection whose children are being looked at. */
typedef struct level {
  ev_node *child; /* next */
  ev_vtype type;  /* of the collection */
  uint32_t field; /* at which it stands, or what it stands in; EV_NONE: the object itself */
  bool quiet;     /* it is not judged: only what is there is noted */
  bool unsure;    /* it, or something around it, is given twice: verdicts are unknown */
} level;

typedef struct walk {
  ev_vm *vm;
  uint32_t root; /* record */
  level *levels; /* in scratch */
  uint32_t depth, capacity;
} walk;

static const ev_vtype *type_at(const walk *w, uint32_t type) { return &w->vm->bundle->types[type]; }

/* ---- names of what is spoken of */

/* "runAsUser", "command[0]", "labels.app" */
static void write_name(ev_buf *out, const ev_node *node) {
  const ev_node *n = node;
  while (n && !n->key && n->parent) n = n->parent;
  if (n && n->key) ev_buf_visible(out, n->key->text);
  if (n != node) ev_buf_format(out, "[%u]", (unsigned)node->index);
}

static ev_str name_of(walk *w, const ev_node *node, bool in_map) {
  ev_buf buf = {0};
  if (in_map && node->parent && node->parent->key) {
    ev_buf_visible(&buf, node->parent->key->text);
    ev_buf_char(&buf, '.');
  }
  write_name(&buf, node);
  return ev_text_take(w->vm, &w->vm->scratch, &buf);
}

static ev_str record_name(const walk *w, const level *l) {
  return l->type.kind == EV_VT_RECORD ? w->vm->bundle->records[l->type.ref].name : EV_STR("");
}

/* ---- TYPE */

static void report_type(walk *w, const level *l, uint32_t type, const ev_node *node) {
  ev_vm *vm = w->vm;
  ev_str texts[EV_SHAPE_TEXTS] = {0};
  ev_buf expected = {0}, found = {0}, hint = {0};
  if (l->quiet || vm->bundle->shapes[EV_SHAPE_TYPE] == EV_NONE) return;
  bool template = node->flags & EV_FLAG_TEMPLATE; /* what it will be is not known, in quotes or not */
  ev_shape_expected(&expected, vm->bundle, type);
  ev_shape_found(&found, node);
  ev_shape_type_hint(&hint, vm->bundle, type, node);
  texts[EV_SHAPE_FIELD] = name_of(w, node, l->type.kind == EV_VT_MAP);
  texts[EV_SHAPE_RECORD] = record_name(w, l);
  texts[EV_SHAPE_EXPECTED] = ev_text_take(vm, &vm->scratch, &expected);
  texts[EV_SHAPE_FOUND] = ev_text_take(vm, &vm->scratch, &found);
  texts[EV_SHAPE_HINT] = ev_text_take(vm, &vm->scratch, &hint);
  bool unknown = template || l->unsure || node->flags & EV_FLAG_AMBIGUOUS;
  ev_found *f = ev_shape_report(vm, EV_SHAPE_TYPE, unknown ? EV_VERDICT_UNKNOWN : EV_FAIL, node, node->place,
                                texts);
  if (f && unknown)
    f->reason = template ? EV_STR("the text is an unrendered template")
                         : EV_STR("the key is given twice, once as a number");
  ev_finding_end(vm, f);
}

/* ---- UNKNOWN */

static void report_unknown(walk *w, const level *l, const ev_node *node) {
  ev_vm *vm = w->vm;
  ev_str texts[EV_SHAPE_TEXTS] = {0};
  ev_buf field = {0}, hint = {0};
  if (l->quiet || vm->bundle->shapes[EV_SHAPE_UNKNOWN] == EV_NONE) return;
  const ev_node *key = node->key;
  ev_shape_name_hint(&hint, vm, w->root, l->type.ref, key->text);
  ev_buf_visible(&field, key->text);
  texts[EV_SHAPE_FIELD] = ev_text_take(vm, &vm->scratch, &field);
  texts[EV_SHAPE_RECORD] = record_name(w, l);
  texts[EV_SHAPE_HINT] = ev_text_take(vm, &vm->scratch, &hint);
  bool template = key->flags & EV_FLAG_TEMPLATE;
  ev_found *f = ev_shape_report(vm, EV_SHAPE_UNKNOWN, template ? EV_VERDICT_UNKNOWN : EV_FAIL, key,
                                key->place, texts);
  if (f && template) f->reason = EV_STR("the key is an unrendered template");
  ev_finding_end(vm, f);
}

/* Whether a record says, with `also` or `elsewhere`, which keys there are beside its fields: only then can a
 * near miss be told from one of them. */
static bool names_others(const ev_bundle *bundle, uint32_t record) {
  const ev_brecord *r = &bundle->records[record];
  for (uint32_t i = 0; i < r->field_count; i++)
    if (bundle->fields[r->first_field + i].class_ != EV_BF_TYPED) return true;
  return false;
}

static bool is_unknown_key(const walk *w, uint32_t record, const ev_bfield *field, ev_str name) {
  const ev_bundle *bundle = w->vm->bundle;
  if (field) return field->class_ == EV_BF_ELSEWHERE;
  if (bundle->records[record].closed) return true;
  return names_others(bundle, record) && ev_shape_near_field(bundle, record, name) != EV_NONE;
}

/* ---- the walk */

static bool make_room(walk *w) {
  if (w->depth < w->capacity) return true;
  uint32_t capacity = w->capacity ? w->capacity * 2 : 32;
  level *levels = EV_NEW_ARRAY(&w->vm->scratch, level, capacity);
  if (!levels) {
    ev_machine_fail(w->vm);
    return false;
  }
  if (w->depth) memcpy(levels, w->levels, w->depth * sizeof *levels);
  w->levels = levels;
  w->capacity = capacity;
  return true;
}

static void enter(walk *w, const level *made) {
  if (!make_room(w)) return;
  if (made->type.kind == EV_VT_RECORD) ev_watch_record(w->vm, made->type.ref);
  w->levels[w->depth++] = *made;
}

static bool is_collection(const ev_vtype *t) {
  return t->kind == EV_VT_RECORD || t->kind == EV_VT_MAP || t->kind == EV_VT_LIST;
}

/* Null in a list or map is the type's empty value: a record in which nothing is set, say. */
static void check_null(walk *w, uint32_t field, uint32_t type) {
  if (w->levels[w->depth - 1].type.kind == EV_VT_RECORD) return; /* absent */
  if (type_at(w, type)->kind == EV_VT_RECORD) ev_watch_record(w->vm, type_at(w, type)->ref);
  ev_watch_unknown(w->vm, field);
}

/* A value at a field, or in the list or map there. */
static void check_value(walk *w, uint32_t field, uint32_t type, ev_node *node, bool unjudged) {
  ev_vm *vm = w->vm;
  level l = w->levels[w->depth - 1];
  l.quiet = l.quiet || unjudged;
  type = ev_vtype_present(vm->bundle, type);
  const ev_vtype *t = type_at(w, type);
  if (node->flags & EV_FLAG_AMBIGUOUS) vm->watching.all = true;
  if (node->kind == EV_NODE_NULL) {
    check_null(w, field, type);
    return;
  }
  bool quantity = t->kind == EV_VT_QUANTITY || t->kind == EV_VT_INTERVAL;
  bool ok = ev_shape_ok(vm->bundle, type, node) && !(quantity && node->flags & EV_FLAG_TEMPLATE);
  if (!ok) {
    if (is_collection(t)) vm->watching.all = true;
    ev_watch_unknown(vm, field);
    report_type(w, &l, type, node);
  } else if (is_collection(t)) {
    bool unsure = l.unsure || node->flags & EV_FLAG_AMBIGUOUS;
    enter(w, &(level){ev_node_first(node), *t, field, l.quiet, unsure});
  } else {
    ev_watch_value(vm, field, type, node, l.type.kind == EV_VT_MAP ? node->key : NULL);
  }
}

static void check_field(walk *w, uint32_t record, ev_node *node) {
  const ev_bundle *bundle = w->vm->bundle;
  uint32_t index = ev_record_field(bundle, record, node->key->text);
  const ev_bfield *field = index == EV_NONE ? NULL : &bundle->fields[index];
  if (field && node->kind != EV_NODE_NULL) ev_watch_field(w->vm, index);
  if (!field && !ev_machine_spend(w->vm, bundle->records[record].field_count / 4))
    return; /* all are compared */
  if (is_unknown_key(w, record, field, node->key->text))
    report_unknown(w, &w->levels[w->depth - 1], node);
  else if (field && field->class_ == EV_BF_TYPED)
    check_value(w, index, field->type, node, field->unjudged);
}

static void check_child(walk *w, ev_node *node) {
  const level *l = &w->levels[w->depth - 1];
  if (l->type.kind == EV_VT_MAP) ev_watch_key(w->vm, l->field, node->key);
  if (l->type.kind == EV_VT_RECORD)
    check_field(w, l->type.ref, node);
  else
    check_value(w, l->field, l->type.ref, node, false);
}

void ev_shape_walk(ev_vm *vm, ev_node *root, uint32_t record) {
  walk w = {.vm = vm, .root = record};
  if (root->kind != EV_NODE_MAP) return;
  enter(&w, &(level){ev_node_first(root), {EV_VT_RECORD, record}, EV_NONE, false, false});
  while (w.depth > 0 && !vm->stopped && ev_machine_spend(vm, 1)) {
    ev_node *child = w.levels[w.depth - 1].child;
    if (!child) {
      w.depth--;
      continue;
    }
    w.levels[w.depth - 1].child = ev_node_next(child);
    check_child(&w, child);
  }
}
