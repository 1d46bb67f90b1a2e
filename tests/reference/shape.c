/* Shapes: a walk along the records that describe an object, for values of the wrong type and keys that a
 * record does not know. */
#include "reference.h"

const ev_field *ref_field(const ev_decl *record, ev_str name) {
  const ev_field *f = record->fields;
  while (f && !ev_str_equal(f->name.text, name)) f = f->next;
  return f;
}

ref_finding *ref_report_shape(ref_run *run, ev_shape_event event, bool unknown, const ev_node *at,
                              ev_place place, const ev_str texts[REF_TEXTS]) {
  const ev_decls *shapes = &run->program->shapes;
  for (uint32_t i = 0; i < shapes->count; i++) {
    if (shapes->at[i]->event != event) continue;
    ref_finding *f = ref_add_finding(run, shapes->at[i], unknown, at, place);
    f->message = ref_message(run, shapes->at[i], texts, REF_TEXTS);
    return f;
  }
  return NULL;
}

/* ---- what surrounds a value */

typedef struct ref_around {
  const ev_decl *root; /* record of the object */
  const ev_type *type; /* of the collection that the value is in */
  bool quiet;          /* nothing in it is judged */
  bool unsure;         /* it, or something around it, is given twice */
} ref_around;

static ev_str owner(const ref_around *a) {
  return a->type->kind == EV_T_RECORD ? a->type->decl->name.text : EV_STR("");
}

/* "runAsUser", "command[0]", "labels.app" */
static ev_str name_of(ref_run *run, const ev_node *node, bool in_map) {
  ev_buf name = {0};
  const ev_node *named = node;
  while (!named->key && named->parent) named = named->parent;
  if (in_map && node->parent && node->parent->key) {
    ev_buf_visible(&name, node->parent->key->text);
    ev_buf_char(&name, '.');
  }
  if (named->key) ev_buf_visible(&name, named->key->text);
  if (named != node) ev_buf_format(&name, "[%u]", (unsigned)node->index);
  return ref_take(run, &name);
}

static void report_type(ref_run *run, const ref_around *around, const ev_type *type, const ev_node *node) {
  ev_str texts[REF_TEXTS] = {[REF_FIELD] = name_of(run, node, around->type->kind == EV_T_MAP),
                             [REF_EXPECTED] = ref_expected(run, type),
                             [REF_FOUND] = ref_found(run, node),
                             [REF_OWNER] = owner(around),
                             [REF_HINT] = ref_type_hint(run, type, node)};
  bool template = node->flags & EV_FLAG_TEMPLATE;
  bool unknown = template || around->unsure || node->flags & EV_FLAG_AMBIGUOUS;
  ref_finding *f = ref_report_shape(run, EV_SHAPE_TYPE, unknown, node, node->place, texts);
  if (!f) return;
  if (unknown)
    f->reason = template ? EV_STR("the text is an unrendered template")
                         : EV_STR("the key is given twice, once as a number");
  ref_note_alias(run, f);
}

static void report_unknown(ref_run *run, const ref_around *around, const ev_node *key) {
  ev_buf field = {0};
  ev_buf_visible(&field, key->text);
  ev_str texts[REF_TEXTS] = {[REF_FIELD] = ref_take(run, &field),
                             [REF_EXPECTED] = EV_STR(""),
                             [REF_FOUND] = EV_STR(""),
                             [REF_OWNER] = owner(around),
                             [REF_HINT] = ref_name_hint(run, around->root, around->type->decl, key->text)};
  bool template = ref_is_template(key);
  ref_finding *f = ref_report_shape(run, EV_SHAPE_UNKNOWN, template, key, key->place, texts);
  if (!f) return;
  if (template) f->reason = EV_STR("the key is an unrendered template");
  ref_note_alias(run, f);
}

/* ---- the walk */

static void walk_children(ref_run *run, const ref_around *around, const ev_node *node);

static void walk_value(ref_run *run, const ref_around *around, const ev_type *type, ev_node *node) {
  type = ev_type_present(type);
  if (node->kind == EV_NODE_NULL) return;
  bool quantity = type->kind == EV_T_QUANTITY || type->kind == EV_T_INTERVAL;
  if (!ref_fits(type, node) || (quantity && node->flags & EV_FLAG_TEMPLATE)) {
    if (!around->quiet) report_type(run, around, type, node);
    return;
  }
  ref_around inside = {around->root, type, around->quiet, around->unsure || node->flags & EV_FLAG_AMBIGUOUS};
  walk_children(run, &inside, node);
}

/* Does the record say which keys there are beside its fields? Only then can a near miss be told from one. */
static bool names_others(const ev_decl *record) {
  const ev_field *f = record->fields;
  while (f && f->class_ == EV_FIELD_TYPED) f = f->next;
  return f != NULL;
}

static bool is_unknown(const ev_decl *record, const ev_field *field, ev_str name) {
  if (field) return field->class_ == EV_FIELD_ELSEWHERE;
  return record->closed || (names_others(record) && ref_near_field(record, name));
}

static void walk_field(ref_run *run, const ref_around *around, ev_node *node) {
  const ev_decl *record = around->type->decl;
  const ev_field *field = ref_field(record, node->key->text);
  if (is_unknown(record, field, node->key->text)) {
    if (!around->quiet) report_unknown(run, around, node->key);
  } else if (field && field->class_ == EV_FIELD_TYPED) {
    ref_around here = *around;
    here.quiet = here.quiet || field->unjudged;
    walk_value(run, &here, field->type->type, node);
  }
}

static void walk_children(ref_run *run, const ref_around *around, const ev_node *node) {
  for (ev_node *child = ev_node_first(node); child; child = ev_node_next(child)) {
    if (around->type->kind == EV_T_RECORD)
      walk_field(run, around, child);
    else if (around->type->kind == EV_T_LIST || around->type->kind == EV_T_MAP)
      walk_value(run, around, around->type->element, child);
  }
}

/* As each record as which a view takes the object, once. */
void ref_judge_shapes(ref_run *run) {
  const ev_decls *views = &run->program->views;
  bool *walked = EV_NEW_ARRAY(run->arena, bool, run->program->records.count);
  if (run->object->kind != EV_NODE_MAP) return;
  for (uint32_t i = 0; i < views->count; i++)
    for (const ev_view_row *row = views->at[i]->rows; row; row = row->next) {
      if (!ref_row_matches(run, row) || walked[row->root->index]) continue;
      walked[row->root->index] = true;
      ref_around around = {row->root, row->root->checked, false, false};
      walk_children(run, &around, run->object);
    }
}
