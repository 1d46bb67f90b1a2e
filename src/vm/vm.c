/* The door of the room: machines, and the run of all rules over one object. */
#include "machine.h"

#define SCRATCH_LIMIT ((size_t)512 * 1024 * 1024)

/* ---- making a machine */

static ev_value constant_value(ev_vm *vm, const ev_const *c) {
  switch (c->kind) {
  case EV_K_ABSENT: return ev_value_absent();
  case EV_K_BOOL: return ev_value_bool(c->truth);
  case EV_K_STRING: return ev_value_string(c->text);
  case EV_K_INT:
    if (ev_rat_is_int(c->number)) return ev_value_int(c->number.num);
    break;
  case EV_K_QUANTITY: break;
  }
  ev_interval *i = EV_NEW(&vm->arena, ev_interval);
  if (!i) {
    ev_machine_fail(vm);
    return ev_value_absent();
  }
  *i = (ev_interval){ev_bounds_of(c->number), ev_bounds_of(c->number)};
  return (ev_value){.kind = EV_V_NUMBER, .number = i};
}

static void make_constants(ev_vm *vm) {
  const ev_bundle *b = vm->bundle;
  vm->constants = EV_NEW_ARRAY(&vm->arena, ev_value, b->constants_count);
  for (uint32_t i = 0; vm->constants && i < b->constants_count; i++)
    vm->constants[i] = constant_value(vm, &b->constants[i]);
}

static bool is_set_type(const ev_bundle *b, uint32_t type) {
  return b->types[type].kind == EV_VT_SET_STRING || b->types[type].kind == EV_VT_SET_INT;
}

static void make_param(ev_vm *vm, uint32_t i, const ev_setting_value *setting) {
  const ev_bundle *b = vm->bundle;
  const ev_bparam *p = &b->params[i];
  bool given = setting && setting->given;
  if (is_set_type(b, p->type))
    vm->param_sets[i] = given ? &setting->set : &b->sets[p->fallback];
  else
    vm->params[i] = constant_value(vm, given ? &setting->value : &b->constants[p->fallback]);
}

static void make_params(ev_vm *vm, const ev_setting_value *settings) {
  const ev_bundle *b = vm->bundle;
  vm->params = EV_NEW_ARRAY(&vm->arena, ev_value, b->params_count);
  vm->param_sets = EV_NEW_ARRAY(&vm->arena, const ev_bset *, b->params_count);
  if (!vm->params || !vm->param_sets) return;
  for (uint32_t i = 0; i < b->params_count; i++) make_param(vm, i, settings ? &settings[i] : NULL);
}

static bool make_stacks(ev_vm *vm) {
  if (!ev_stack_measure(vm->bundle, &vm->need)) return false;
  vm->stack = EV_NEW_ARRAY(&vm->arena, ev_value, vm->need.values + EV_STACK_SPARE);
  vm->iterators = EV_NEW_ARRAY(&vm->arena, ev_iterator, vm->need.iterators);
  vm->joins = EV_NEW_ARRAY(&vm->arena, ev_join, vm->need.joins);
  vm->frames = EV_NEW_ARRAY(&vm->arena, ev_frame, vm->need.frames + 1);
  if (!vm->stack || !vm->iterators || !vm->joins || !vm->frames) return false;
  vm->sp = vm->stack;
  vm->frame = vm->frames;
  *vm->frame = (ev_frame){.locals = vm->stack, .iterators = vm->iterators, .joins = vm->joins};
  return true;
}

static bool make_views(ev_vm *vm, const ev_setting_value *settings) {
  const ev_bundle *b = vm->bundle;
  vm->instances = EV_NEW_ARRAY(&vm->arena, ev_instances, b->views_count);
  vm->reaches = EV_NEW_ARRAY(&vm->arena, ev_reach, b->records_count);
  vm->memos = EV_NEW_ARRAY(&vm->arena, ev_memo, b->chunks_count);
  vm->fields = EV_NEW_ARRAY(&vm->arena, ev_field_memo, EV_FIELD_CACHE);
  return ev_watch_make(vm, settings) && vm->instances && vm->reaches && vm->memos && vm->fields;
}

ev_vm *ev_vm_new(const ev_bundle *bundle, const ev_setting_value *settings) {
  ev_vm *vm = ev_realloc(NULL, sizeof *vm);
  if (!vm) return NULL;
  memset(vm, 0, sizeof *vm);
  vm->bundle = bundle;
  vm->trace_rule = EV_NONE;
  ev_arena_init(&vm->arena, 0);
  ev_arena_init(&vm->scratch, SCRATCH_LIMIT);
  vm->seed = (uint64_t)(uintptr_t)vm * 0x9e3779b97f4a7c15u;
  make_constants(vm);
  make_params(vm, settings);
  if (make_stacks(vm) && make_views(vm, settings) && !vm->arena.failed) return vm;
  ev_vm_free(vm);
  return NULL;
}

void ev_vm_free(ev_vm *vm) {
  if (!vm) return;
  ev_arena_free(&vm->arena);
  ev_arena_free(&vm->scratch);
  ev_free(vm);
}

void ev_vm_trace(ev_vm *vm, uint32_t rule, ev_trace trace, void *context) {
  vm->trace_rule = rule;
  vm->trace = trace;
  vm->trace_context = context;
}

void ev_vm_profile(ev_vm *vm, ev_rule_profile *profile, ev_clock clock) {
  vm->profile = profile;
  vm->clock = clock;
}

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

typedef struct run_state {
  ev_vm *vm;
  uint32_t *records; /* as which the object was matched, each once */
  uint32_t record_count;
  bool vetted_pod; /* some counted instance is in scope */
} run_state;

static void add_record(run_state *s, uint32_t record) {
  if (!ev_machine_spend(s->vm, s->record_count / 16)) return;
  for (uint32_t i = 0; i < s->record_count; i++)
    if (s->records[i] == record) return;
  s->records[s->record_count++] = record;
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

static void find_instances(run_state *s, uint32_t index) {
  ev_vm *vm = s->vm;
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
    add_record(s, row->record);
    for (uint32_t p = 0; p < row->path_count && !vm->stopped; p++)
      add_instance(vm, list, instance_at(vm, &row->paths[p]));
  }
}

/* ---- scope */

static ev_value instance_value(const ev_vm *vm, uint32_t chunk, uint32_t parameter, ev_node *node) {
  uint32_t type = vm->bundle->chunks[chunk].local_types[parameter];
  return (ev_value){.kind = EV_V_NODE, .type = type, .node = node, .origin = node};
}

/* What may be in scope is not passed over in silence. */
static bool is_in_scope(ev_vm *vm, const ev_bscope *scope, ev_node *node) {
  ev_value argument = instance_value(vm, scope->function, 0, node), result;
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
static void count_pods(run_state *s) {
  ev_vm *vm = s->vm;
  const ev_bundle *b = vm->bundle;
  const ev_bscope *scope = vm->run->scope == EV_NONE ? NULL : &b->scopes[vm->run->scope];
  uint32_t found = 0, vetted = 0;
  for (uint32_t v = 0; v < b->views_count; v++)
    if (b->views[v].counted) found += vm->instances[v].count;
  if (scope) apply_scope(vm, scope);
  for (uint32_t v = 0; v < b->views_count; v++)
    if (b->views[v].counted && (!scope || scope->view == v)) vetted += vm->instances[v].count;
  vm->run->pods += found;
  vm->run->pods_passed_over += found > vetted ? found - vetted : 0;
  s->vetted_pod = vetted > 0;
}

/* ---- cases */

#define MOST_VIEWS 16u /* of a case, by the verifier */

static ev_node *instance_of(const ev_vm *vm, const ev_bcase *c, const uint32_t *choice, uint32_t view) {
  return vm->instances[c->views[view]].at[choice[view]];
}

static void run_case(ev_vm *vm, const ev_bcase *c, const uint32_t *choice) {
  for (uint32_t i = 0; i < c->view_count; i++)
    ev_machine_push(vm, instance_value(vm, c->chunk, i, instance_of(vm, c, choice, i)));
  vm->fallback = c->view_count ? instance_of(vm, c, choice, 0) : vm->run->object;
  vm->pending = (ev_pending){.verdict = EV_FAIL};
  ev_machine_run(vm, c->chunk, c->view_count, NULL);
}

/* The next combination, the last view turning fastest; false after the last one. */
static bool next_choice(const ev_vm *vm, const ev_bcase *c, uint32_t *choice) {
  for (uint32_t i = c->view_count; i-- > 0;) {
    if (++choice[i] < vm->instances[c->views[i]].count) return true;
    choice[i] = 0;
  }
  return false;
}

static bool may_run(const ev_vm *vm, const ev_bcase *c) {
  bool traced = vm->trace && vm->rule == vm->trace_rule; /* whoever asks wants to see it run */
  if (!traced && !vm->run->thorough && !ev_watch_met(vm, c)) return false;
  for (uint32_t i = 0; i < c->view_count; i++)
    if (vm->instances[c->views[i]].count == 0) return false;
  return c->view_count <= MOST_VIEWS;
}

static void run_cases(ev_vm *vm, const ev_bcase *c) {
  uint32_t choice[MOST_VIEWS] = {0};
  do run_case(vm, c, choice);
  while (!vm->stopped && next_choice(vm, c, choice));
}

static void charge(ev_rule_profile *to, uint64_t steps, uint64_t nanoseconds) {
  to->steps += steps;
  to->nanoseconds += nanoseconds;
}

static void run_cases_profiled(ev_vm *vm, const ev_bcase *c) {
  uint64_t steps = vm->run->steps, began = vm->clock();
  run_cases(vm, c);
  steps -= vm->run->steps;
  uint64_t nanoseconds = vm->clock() - began;
  vm->profile[vm->rule].runs++;
  charge(&vm->profile[vm->rule], steps, nanoseconds);
  charge(&vm->charged, steps, nanoseconds);
}

static void run_rules(ev_vm *vm) {
  for (uint32_t r = 0; r < vm->bundle->rules_count; r++) {
    const ev_brule *rule = &vm->bundle->rules[r];
    vm->rule = r;
    for (uint32_t i = 0; i < rule->case_count && !vm->stopped; i++) {
      if (!may_run(vm, &rule->cases[i])) continue;
      if (vm->profile)
        run_cases_profiled(vm, &rule->cases[i]);
      else
        run_cases(vm, &rule->cases[i]);
    }
  }
  vm->rule = EV_NONE;
}

/* ---- the run */

/* A scope that leaves none of the object's pods passes the whole object over. */
static bool is_passed_over(const run_state *s) { return s->vm->run->scope != EV_NONE && !s->vetted_pod; }

static void vet_shape(run_state *s) {
  ev_vm *vm = s->vm;
  for (uint32_t i = 0; i < s->record_count && !vm->stopped; i++)
    ev_shape_walk(vm, vm->run->object, s->records[i]);
  ev_watch_end(vm);
  if (s->vetted_pod) ev_shape_quirks(vm, s->records, s->record_count);
}

static uint32_t most_records(const ev_bundle *b) {
  uint32_t most = 0;
  for (uint32_t v = 0; v < b->views_count; v++) most += b->views[v].row_count;
  return most;
}

static void start(ev_vm *vm, ev_run *run) {
  vm->run = run;
  ev_machine_forget(vm);
  ev_watch_forget(vm);
  vm->failed = vm->stopped = false;
  vm->rule = EV_NONE;
  vm->fallback = run->object;
  ev_decode_forget(vm);
  for (uint32_t v = 0; v < vm->bundle->views_count; v++) vm->instances[v] = (ev_instances){0};
}

static bool run_object(ev_vm *vm, ev_run *run) {
  run_state s = {.vm = vm};
  start(vm, run);
  if (!ev_vm_concerns(vm, run->api_version, run->kind)) return true;
  s.records = EV_NEW_ARRAY(run->arena, uint32_t, most_records(vm->bundle));
  if (!s.records) return false;
  for (uint32_t v = 0; v < vm->bundle->views_count && !vm->stopped; v++) find_instances(&s, v);
  run->matched = true;
  if (!vm->stopped) count_pods(&s);
  if (!vm->stopped && !is_passed_over(&s)) vet_shape(&s);
  if (!vm->stopped && !is_passed_over(&s)) run_rules(vm);
  return !vm->failed && !run->arena->failed && !vm->scratch.failed;
}

/* What is charged to no rule is done for all of them: the pods in an object, its shape, what is watched. */
static bool run_profiled(ev_vm *vm, ev_run *run) {
  ev_rule_profile *shared = &vm->profile[vm->bundle->rules_count];
  uint64_t steps = run->steps, began = vm->clock();
  vm->charged = (ev_rule_profile){0};
  bool ran = run_object(vm, run);
  shared->runs++;
  charge(shared, steps - run->steps - vm->charged.steps, vm->clock() - began - vm->charged.nanoseconds);
  return ran;
}

bool ev_vm_run(ev_vm *vm, ev_run *run) { return vm->profile ? run_profiled(vm, run) : run_object(vm, run); }
