/* The machine's cycle: frames, steps, dispatch. */
#include "machine.h"

void ev_machine_fail(ev_vm *vm) {
  vm->failed = true;
  vm->stopped = true;
}

#define SCRATCH_KEPT ((size_t)256 * 1024)

void ev_machine_forget(ev_vm *vm) {
  ev_arena_reset(&vm->scratch, SCRATCH_KEPT);
  vm->age++;
}

bool ev_machine_spend(ev_vm *vm, uint64_t steps) {
  if (vm->run->steps < steps) {
    vm->run->steps = 0;
    vm->run->out_of_steps = true;
    vm->stopped = true;
  } else {
    vm->run->steps -= steps;
  }
  return !vm->stopped;
}

bool ev_machine_spend_read(ev_vm *vm, size_t bytes) { return ev_machine_spend(vm, bytes / 16); }
bool ev_machine_spend_copy(ev_vm *vm, size_t bytes) { return ev_machine_spend(vm, bytes); }

void ev_machine_enter(ev_vm *vm, uint32_t chunk, ev_found *message_of) {
  const ev_chunk *c = &vm->bundle->chunks[chunk];
  ev_frame *from = vm->frame, *frame = from + 1;
  frame->chunk = c;
  frame->at = 0;
  frame->locals = vm->sp - c->param_count;
  frame->iterators = from->iterators + (from->chunk ? from->chunk->iterators : 0);
  frame->joins = from->joins + (from->chunk ? from->chunk->joins : 0);
  frame->memo = NULL;
  frame->message_of = message_of;
  memset(vm->sp, 0, (c->local_count - c->param_count) * sizeof *vm->sp);
  memset(frame->iterators, 0, c->iterators * sizeof *frame->iterators);
  memset(frame->joins, 0, c->joins * sizeof *frame->joins);
  vm->sp = frame->locals + c->local_count;
  vm->frame = frame;
#ifdef EV_CHECK_CLAIMS
  ev_claims_enter(vm);
#endif
}

/* A switch over direct calls, so that the linker can put the small handlers into the loop. */
static inline void dispatch(ev_vm *vm, const uint32_t *word) {
  switch ((ev_opcode)*word) {
#define EV_OP(name, operands, effect, meaning)                                                               \
  case EV_OP_##name:                                                                                         \
    ev_op_##name(vm, word + 1);                                                                              \
    break;
#include "opcodes.def"
#undef EV_OP
  case EV_OPCODES: break;
  }
}

static inline void step(ev_vm *vm) {
  ev_frame *frame = vm->frame;
  const ev_chunk *chunk = frame->chunk;
  uint32_t at = frame->at;
  const uint32_t *word = chunk->words + at;
#ifdef EV_CHECK_CLAIMS
  ev_claims_check(vm);
#endif
  frame->at = at + ev_opcodes[*word].words;
  dispatch(vm, word);
  if (vm->trace && vm->rule == vm->trace_rule) ev_trace_step(vm, chunk, at);
}

bool ev_machine_call(ev_vm *vm, uint32_t chunk, const ev_value *arguments, uint32_t count, ev_value *result) {
  for (uint32_t i = 0; i < count; i++) ev_machine_push(vm, arguments[i]);
  return ev_machine_run(vm, chunk, count, result);
}

bool ev_machine_run(ev_vm *vm, uint32_t chunk, uint32_t count, ev_value *result) {
  ev_frame *base = vm->frame;
  ev_value *bottom = vm->sp - count;
  ev_machine_enter(vm, chunk, NULL);
  while (vm->frame > base && !vm->stopped && ev_machine_spend(vm, 1)) step(vm);
  bool done = vm->frame == base && !vm->stopped;
  if (done && result) *result = vm->sp[-1];
  vm->frame = base;
  vm->sp = bottom;
  return done;
}

/* ---- calls */

/* Is this a record, list or map as it stands in the manifest? Then the node alone says what it is. */
static bool is_plain(const ev_value *v) {
  return v->kind == EV_V_NODE && v->node && v->origin == v->node && !v->overrode;
}

/* The memo of a call on plain arguments, or NULL. */
static ev_memo *find_memo(ev_vm *vm, uint32_t chunk, uint32_t count) {
  if (count == 0 || count > EV_MEMO_PARAMS) return NULL;
  for (uint32_t i = 1; i <= count; i++)
    if (!is_plain(vm->sp - i)) return NULL;
  return &vm->memos[chunk];
}

static bool holds(const ev_vm *vm, const ev_memo *memo, uint32_t count) {
  if (memo->age != vm->age) return false;
  const ev_value *arguments = vm->sp - count;
  for (uint32_t i = 0; i < count; i++)
    if (memo->arguments[i] != arguments[i].node || memo->types[i] != arguments[i].type) return false;
  return true;
}

void ev_op_CALL(ev_vm *vm, const uint32_t *o) {
  uint32_t count = vm->bundle->chunks[o[0]].param_count;
  ev_memo *memo = find_memo(vm, o[0], count);
  if (memo && holds(vm, memo, count)) {
    vm->sp -= count;
    ev_machine_push(vm, memo->result);
    return;
  }
  const ev_chunk *c = &vm->bundle->chunks[o[0]];
  if (!ev_machine_spend(vm, (c->local_count + c->iterators + c->joins) / 16)) return; /* emptying them */
  ev_machine_enter(vm, o[0], NULL);
  vm->frame->memo = memo;
}

static void remember(const ev_vm *vm, const ev_frame *frame, const ev_value *result) {
  ev_memo *memo = frame->memo;
  memo->age = vm->age;
  memo->result = *result;
  for (uint32_t i = 0; i < frame->chunk->param_count; i++) {
    memo->arguments[i] = frame->locals[i].node;
    memo->types[i] = frame->locals[i].type;
  }
}

static void take_message(ev_vm *vm, ev_found *finding, const ev_value *text) {
  if (text->kind != EV_V_STRING) return;
  if (!ev_machine_spend_copy(vm, text->text.size)) return;
  finding->message = ev_str_copy(vm->run->arena, text->text);
  if (!finding->message.at) ev_machine_fail(vm);
}

void ev_op_RETURN(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_frame *frame = vm->frame--;
  ev_value result = vm->sp[-1];
  if (frame->memo) remember(vm, frame, &result);
  vm->sp = frame->locals;
  if (frame->message_of)
    take_message(vm, frame->message_of, &result);
  else
    ev_machine_push(vm, result);
}

void ev_op_HALT(ev_vm *vm, const uint32_t *o) {
  (void)o;
  vm->sp = vm->frame->locals;
  vm->frame--;
}

/* ---- builtins */

static const ev_builtin_handler builtins[EV_BUILTINS] = {
#define EV_BUILTIN(id, name, parameters, result, meaning) ev_builtin_##id,
#include "builtins.def"
#undef EV_BUILTIN
};

static uint32_t parameter_count(const char *letters) {
  uint32_t n = 0;
  for (; *letters; letters++) n += *letters != '?';
  return n;
}

static bool claims_hold(const char *letters, const ev_value *a) {
  for (; *letters; letters++) {
    if (EV_NEVER(*letters == 's' && a->kind != EV_V_STRING)) return false;
    a++;
  }
  return true;
}

static uint64_t text_sizes(const ev_value *a, uint32_t count) {
  uint64_t size = 0;
  for (uint32_t i = 0; i < count; i++)
    if (a[i].kind == EV_V_STRING) size += a[i].text.size;
  return size;
}

void ev_op_BUILTIN(ev_vm *vm, const uint32_t *o) {
  const char *letters = ev_builtins[o[0]].parameters;
  uint32_t count = parameter_count(letters);
  ev_value *a = vm->sp - count, result;
  bool takes_all = letters[0] == '*';
  vm->sp -= count - 1;
  if (!ev_machine_spend_read(vm, text_sizes(a, count))) return;
  if (takes_all || !ev_value_poison(a, count, &result)) {
    bool ok = claims_hold(letters, a);
    EV_CLAIM(ok);
    result = EV_ALWAYS(ok) ? builtins[o[0]](vm, a) : ev_value_unknown("no text");
  }
  result.maybe = false;
  result.or_absent = ev_builtins[o[0]].result[1] == '?';
  *a = result;
}
