/* Presence, and logic after Kleene: jumps within a chunk that depend on values. */
#include "machine.h"

/* ---- presence */

/* What is unknown or refused is there, unless it may be absent. */
static void test_presence(ev_vm *vm, bool set) {
  ev_value *v = vm->sp - 1;
  if (ev_value_is_poison(v) && v->or_absent)
    v->or_absent = false;
  else
    *v = ev_value_bool(ev_value_is_absent(v) != set);
}

void ev_op_IS_SET(ev_vm *vm, const uint32_t *o) {
  (void)o;
  test_presence(vm, true);
}

void ev_op_IS_ABSENT(ev_vm *vm, const uint32_t *o) {
  (void)o;
  test_presence(vm, false);
}

void ev_op_IS_REFUSED(ev_vm *vm, const uint32_t *o) {
  (void)o;
  vm->sp[-1] = ev_value_bool(vm->sp[-1].kind == EV_V_REFUSED);
}

void ev_op_JUMP_ABSENT(ev_vm *vm, const uint32_t *o) {
  if (!ev_value_is_absent(vm->sp - 1)) return;
  vm->sp[-1] = vm->constants[o[1]];
  ev_machine_jump(vm, o[0]);
}

void ev_op_JUMP_SET(ev_vm *vm, const uint32_t *o) {
  if (ev_value_is_absent(vm->sp - 1))
    vm->sp--;
  else
    ev_machine_jump(vm, o[0]);
}

static ev_overrode **add_overridden(ev_vm *vm, ev_overrode **end, const ev_node *at) {
  ev_overrode *link = EV_NEW(&vm->scratch, ev_overrode);
  if (!link) {
    ev_machine_fail(vm);
    return end;
  }
  link->at = at;
  *end = link;
  return &link->next;
}

/* What `a` overrode already, then `b`, then what `b` overrode. */
static void override(ev_vm *vm, ev_value *a, const ev_value *b) {
  ev_overrode *first = NULL, **end = &first;
  for (const ev_overrode *o = a->overrode; o && ev_machine_spend(vm, 1); o = o->next)
    end = add_overridden(vm, end, o->at);
  end = add_overridden(vm, end, b->origin);
  *end = b->overrode;
  a->overrode = first;
}

void ev_op_OVERRIDE(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_value *a = vm->sp - 2;
  vm->sp--;
  if (ev_value_is_absent(a))
    *a = a[1];
  else if (!ev_value_is_absent(a + 1) && a[1].origin)
    override(vm, a, a + 1);
}

/* ---- logic */

/* false, true, and poison in the order in which a conjunction gives them. */
static ev_value conjunction(const ev_value *a, const ev_value *b) {
  if ((a->kind == EV_V_BOOL && !a->truth) || (b->kind == EV_V_BOOL && !b->truth)) return ev_value_bool(false);
  if (a->kind == EV_V_REFUSED) return *a;
  if (b->kind == EV_V_REFUSED) return *b;
  return a->kind == EV_V_UNKNOWN ? *a : *b;
}

static ev_value disjunction(const ev_value *a, const ev_value *b) {
  if ((a->kind == EV_V_BOOL && a->truth) || (b->kind == EV_V_BOOL && b->truth)) return ev_value_bool(true);
  if (b->kind == EV_V_REFUSED) return *b;
  if (a->kind == EV_V_REFUSED) return *a;
  return b->kind == EV_V_UNKNOWN ? *b : *a;
}

void ev_op_NOT(ev_vm *vm, const uint32_t *o) {
  (void)o;
  ev_value *v = vm->sp - 1;
  EV_CLAIM(v->kind == EV_V_BOOL || ev_value_is_poison(v));
  if (v->kind == EV_V_BOOL) *v = ev_value_bool(!v->truth);
}

void ev_op_AND(ev_vm *vm, const uint32_t *o) {
  (void)o;
  vm->sp--;
  vm->sp[-1] = conjunction(vm->sp - 1, vm->sp);
}

void ev_op_OR(ev_vm *vm, const uint32_t *o) {
  (void)o;
  vm->sp--;
  vm->sp[-1] = disjunction(vm->sp - 1, vm->sp);
}

static bool is_true(const ev_value *v) { return v->kind == EV_V_BOOL && v->truth; }
static bool is_false(const ev_value *v) { return v->kind == EV_V_BOOL && !v->truth; }

void ev_op_JUMP_FALSE(ev_vm *vm, const uint32_t *o) {
  if (is_false(vm->sp - 1)) ev_machine_jump(vm, o[0]);
}

void ev_op_JUMP_TRUE(ev_vm *vm, const uint32_t *o) {
  if (is_true(vm->sp - 1)) ev_machine_jump(vm, o[0]);
}

/* Poison as one of a type. */
static void retype(const ev_vm *vm, ev_value *poison, uint32_t type) {
  poison->or_absent = vm->bundle->types[type].kind == EV_VT_OPTIONAL;
}

void ev_op_BRANCH(ev_vm *vm, const uint32_t *o) {
  ev_value *v = vm->sp - 1;
  if (ev_value_is_poison(v)) {
    retype(vm, v, o[2]);
    ev_machine_jump(vm, o[1]);
    return;
  }
  if (!is_true(v)) ev_machine_jump(vm, o[0]);
  vm->sp--;
}

void ev_op_JUMP(ev_vm *vm, const uint32_t *o) { ev_machine_jump(vm, o[0]); }

void ev_op_JUMP_POISON(ev_vm *vm, const uint32_t *o) {
  if (!ev_value_is_poison(vm->sp - 1)) return;
  retype(vm, vm->sp - 1, o[1]);
  ev_machine_jump(vm, o[0]);
}

/* ---- jumps that make a verdict */

void ev_op_SKIP_FALSE(ev_vm *vm, const uint32_t *o) {
  if (is_false(--vm->sp)) ev_machine_jump(vm, o[0]);
}

void ev_op_SKIP_UNLESS(ev_vm *vm, const uint32_t *o) {
  if (!is_true(--vm->sp)) ev_machine_jump(vm, o[0]);
}

void ev_op_JUDGE(ev_vm *vm, const uint32_t *o) {
  const ev_value *v = --vm->sp;
  if (is_false(v))
    ev_pending_start(vm, EV_FAIL, EV_STR(""));
  else if (v->kind == EV_V_UNKNOWN)
    ev_pending_start(vm, EV_VERDICT_UNKNOWN, v->text);
  else
    ev_machine_jump(vm, o[0]);
}

void ev_op_JUMP_FAIL(ev_vm *vm, const uint32_t *o) {
  if (!is_false(--vm->sp)) return;
  ev_pending_start(vm, EV_FAIL, EV_STR(""));
  ev_machine_jump(vm, o[0]);
}

void ev_op_JUMP_REFUSED(ev_vm *vm, const uint32_t *o) {
  if ((--vm->sp)->kind == EV_V_REFUSED) ev_machine_jump(vm, o[0]);
}

void ev_op_JUMP_UNKNOWN(ev_vm *vm, const uint32_t *o) {
  const ev_value *v = --vm->sp;
  if (v->kind != EV_V_UNKNOWN) return;
  ev_pending_start(vm, EV_VERDICT_UNKNOWN, v->text);
  ev_machine_jump(vm, o[0]);
}
