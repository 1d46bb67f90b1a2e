/* The door of the room: machines, and the run of all rules over one object. */
#include "instances.h"
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

/* ---- cases */

#define MOST_VIEWS 16u /* of a case, by the verifier */

static ev_node *instance_of(const ev_vm *vm, const ev_bcase *c, const uint32_t *choice, uint32_t view) {
  return vm->instances[c->views[view]].at[choice[view]];
}

static void run_case(ev_vm *vm, const ev_bcase *c, const uint32_t *choice) {
  for (uint32_t i = 0; i < c->view_count; i++)
    ev_machine_push(vm, ev_instance_value(vm, c->chunk, i, instance_of(vm, c, choice, i)));
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
static bool is_passed_over(const ev_vm *vm, const ev_matches *m) {
  return vm->run->scope != EV_NONE && !m->vetted_pod;
}

static void vet_shape(ev_vm *vm, const ev_matches *m) {
  for (uint32_t i = 0; i < m->count && !vm->stopped; i++) ev_shape_walk(vm, vm->run->object, m->records[i]);
  ev_watch_end(vm);
  if (m->vetted_pod) ev_shape_quirks(vm, m->records, m->count);
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
  ev_matches matches;
  start(vm, run);
  if (!ev_vm_concerns(vm, run->api_version, run->kind)) return true;
  run->matched = true;
  ev_instances_find(vm, &matches);
  if (!vm->stopped && !is_passed_over(vm, &matches)) {
    vet_shape(vm, &matches);
    if (!vm->stopped) run_rules(vm);
  }
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
