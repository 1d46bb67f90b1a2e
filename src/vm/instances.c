/* Rows of views, what they match of an object, and what of that is in scope. */
#include "instances.h"

/* ---- which objects */

static bool has_kind(const ev_brow *row, ev_str kind) {
  for (uint32_t i = 0; i < row->kinds.count; i++)
    if (ev_str_equal(row->kinds.at[i], kind)) return true;
  return false;
}

static bool row_matches(const ev_brow *row, ev_str api_version, ev_str kind) {
  return has_kind(row, kind) && ev_automaton_match(row->versions, api_version);
}

bool ev_vm_concerns(const ev_vm *vm, ev_str api_version, ev_str kind) {
  const ev_bundle *b = vm->bundle;
  for (uint32_t v = 0; v < b->views_count; v++)
    for (uint32_t r = 0; r < b->views[v].row_count; r++)
      if (row_matches(&b->views[v].rows[r], api_version, kind)) return true;
  return false;
}

/* ---- instances */

static void add_record(ev_vm *vm, ev_matches *m, uint32_t record) {
  if (!ev_machine_spend(vm, m->count / 16)) return;
  for (uint32_t i = 0; i < m->count; i++)
    if (m->records[i] == record) return;
  m->records[m->count++] = record;
}

static ev_node *instance_at(ev_vm *vm, const ev_texts *path) {
  ev_node *node = vm->run->object;
  for (uint32_t i = 0; i < path->count && ev_machine_spend(vm, 1); i++) {
    node = ev_node_get(node, path->at[i], vm->run->arena);
    if (node && node->flags & EV_FLAG_AMBIGUOUS) return NULL;
  }
  return node && node->kind == EV_NODE_MAP ? node : NULL;
}

static void add_instance(ev_vm *vm, ev_instances *list, ev_node *node) {
  if (!ev_machine_spend(vm, list->count / 16)) return;
  for (uint32_t i = 0; i < list->count; i++)
    if (list->at[i] == node) return;
  if (node) list->at[list->count++] = node;
}

static uint32_t most_instances(const ev_bview *view) {
  uint32_t most = 0;
  for (uint32_t r = 0; r < view->row_count; r++) most += view->rows[r].path_count;
  return most;
}

static void find_instances(ev_vm *vm, ev_matches *m, uint32_t index) {
  const ev_bview *view = &vm->bundle->views[index];
  ev_instances *list = &vm->instances[index];
  for (uint32_t r = 0; r < view->row_count && !vm->stopped; r++) {
    const ev_brow *row = &view->rows[r];
    if (!row_matches(row, vm->run->api_version, vm->run->kind)) continue;
    if (!list->at) list->at = EV_NEW_ARRAY(vm->run->arena, ev_node *, most_instances(view));
    if (!list->at) {
      ev_machine_fail(vm);
      return;
    }
    add_record(vm, m, row->record);
    for (uint32_t p = 0; p < row->path_count && !vm->stopped; p++)
      add_instance(vm, list, instance_at(vm, &row->paths[p]));
  }
}

/* ---- scope */

ev_value ev_instance_value(const ev_vm *vm, uint32_t chunk, uint32_t parameter, ev_node *node) {
  uint32_t type = vm->bundle->chunks[chunk].local_types[parameter];
  return (ev_value){.kind = EV_V_NODE, .type = type, .node = node, .origin = node};
}

/* What may be in scope is not passed over in silence. */
static bool is_in_scope(ev_vm *vm, const ev_bscope *scope, ev_node *node) {
  ev_value argument = ev_instance_value(vm, scope->function, 0, node), result;
  if (!ev_machine_call(vm, scope->function, &argument, 1, &result)) return false;
  return result.kind == EV_V_UNKNOWN || (result.kind == EV_V_BOOL && result.truth);
}

/* Leaves only the instances that are in scope. */
static void apply_scope(ev_vm *vm, const ev_bscope *scope) {
  ev_instances *list = &vm->instances[scope->view];
  uint32_t kept = 0;
  for (uint32_t i = 0; i < list->count && !vm->stopped; i++)
    if (is_in_scope(vm, scope, list->at[i])) list->at[kept++] = list->at[i];
  list->count = kept;
}

/* Counts the pods. */
static void count_pods(ev_vm *vm, ev_matches *m) {
  const ev_bundle *b = vm->bundle;
  const ev_bscope *scope = vm->run->scope == EV_NONE ? NULL : &b->scopes[vm->run->scope];
  uint32_t found = 0, vetted = 0;
  for (uint32_t v = 0; v < b->views_count; v++)
    if (b->views[v].counted) found += vm->instances[v].count;
  if (scope) apply_scope(vm, scope);
  for (uint32_t v = 0; v < b->views_count; v++)
    if (b->views[v].counted && (!scope || scope->view == v)) vetted += vm->instances[v].count;
  vm->run->pods += found;
  vm->run->pods_passed_over += found - vetted;
  m->vetted_pod = vetted > 0;
}

/* ---- all of it */

static uint32_t most_records(const ev_bundle *b) {
  uint32_t most = 0;
  for (uint32_t v = 0; v < b->views_count; v++) most += b->views[v].row_count;
  return most;
}

void ev_instances_find(ev_vm *vm, ev_matches *out) {
  *out = (ev_matches){.records = EV_NEW_ARRAY(vm->run->arena, uint32_t, most_records(vm->bundle))};
  if (!out->records) ev_machine_fail(vm);
  for (uint32_t v = 0; v < vm->bundle->views_count && !vm->stopped; v++) find_instances(vm, out, v);
  if (!vm->stopped) count_pods(vm, out);
}
