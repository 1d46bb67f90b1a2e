/* What the verifier claims of each step, checked before it is taken. Only in builds with EV_CHECK_CLAIMS: a
 * trap after a bundle was accepted is an error of the verifier. */
#include "machine.h"

#ifdef EV_CHECK_CLAIMS

static bool is_list(const ev_vm *vm, const ev_value *v) {
  if (v->kind == EV_V_LIST || v->kind == EV_V_ROWS) return true;
  return v->kind == EV_V_NODE && vm->bundle->types[v->type].kind == EV_VT_LIST;
}

static bool is_node_of(const ev_vm *vm, const ev_value *v, ev_vtype_kind kind) {
  return v->kind == EV_V_NODE && vm->bundle->types[v->type].kind == kind;
}

/* Is a value of a type? */
static bool is_of(const ev_vm *vm, const ev_value *v, uint32_t type) {
  const ev_vtype *t = &vm->bundle->types[type];
  if (ev_value_is_poison(v)) return true;
  if (t->kind == EV_VT_OPTIONAL && v->kind == EV_V_ABSENT) return true;
  if (t->kind == EV_VT_OPTIONAL) t = &vm->bundle->types[t->ref];
  switch (t->kind) {
  case EV_VT_ABSENT: return v->kind == EV_V_ABSENT;
  case EV_VT_BOOL: return v->kind == EV_V_BOOL;
  case EV_VT_INT: return v->kind == EV_V_INT || (v->kind == EV_V_NUMBER && v->whole);
  case EV_VT_QUANTITY:
  case EV_VT_INTERVAL: return ev_value_is_number(v);
  case EV_VT_STRING: return v->kind == EV_V_STRING;
  case EV_VT_ANY: return v->kind == EV_V_NODE;
  case EV_VT_LIST: return is_list(vm, v);
  case EV_VT_MAP: return is_node_of(vm, v, EV_VT_MAP);
  case EV_VT_RECORD: return is_node_of(vm, v, EV_VT_RECORD) && vm->bundle->types[v->type].ref == t->ref;
  case EV_VT_ROW: return v->kind == EV_V_ROW && v->type == t->ref;
  default: return false;
  }
}

static bool fits_letter(const ev_vm *vm, const ev_value *v, char letter) {
  if (ev_value_is_poison(v)) return true;
  switch (letter) {
  case 'b': return v->kind == EV_V_BOOL;
  case 'n': return ev_value_is_number(v);
  case 's': return v->kind == EV_V_STRING;
  case 'r': return is_node_of(vm, v, EV_VT_RECORD);
  case 'w': return v->kind == EV_V_ROW;
  case 'L': return is_list(vm, v);
  case 'M': return is_node_of(vm, v, EV_VT_MAP);
  default: return true;
  }
}

/* The operands, by the letters of the effect before its arrow. */
static void check_effect(const ev_vm *vm, const char *effect) {
  char letters[8];
  uint32_t count = 0;
  for (const char *at = effect; *at != '-'; at++)
    if (*at != ' ' && *at != '?') letters[count++] = *at;
  if (count && letters[0] == '*') return;
  EV_CLAIM(vm->sp - (vm->frame->locals + vm->frame->chunk->local_count) >= (ptrdiff_t)count);
  for (uint32_t i = 0; i < count; i++) EV_CLAIM(fits_letter(vm, vm->sp - count + i, letters[i]));
}

static void check_call(const ev_vm *vm, const ev_chunk *callee) {
  EV_CLAIM(callee < vm->frame->chunk);
  for (uint32_t i = 0; i < callee->param_count; i++)
    EV_CLAIM(is_of(vm, vm->sp - callee->param_count + i, callee->local_types[i]));
}

void ev_claims_check(const ev_vm *vm, const uint32_t *word) {
  const ev_bundle *b = vm->bundle;
  const ev_frame *f = vm->frame;
  const ev_value *bottom = f->locals + f->chunk->local_count, *top = vm->sp - 1;
  EV_CLAIM(f->at < f->chunk->word_count);
  EV_CLAIM(vm->sp >= bottom && vm->sp - bottom <= (ptrdiff_t)f->chunk->max_stack);
  check_effect(vm, ev_opcodes[*word].effect);
  if (*word == EV_OP_LOCAL) EV_CLAIM(is_of(vm, &f->locals[word[1]], f->chunk->local_types[word[1]]));
  if (*word == EV_OP_STORE) EV_CLAIM(is_of(vm, top, f->chunk->local_types[word[1]]));
  if (*word == EV_OP_RETURN) EV_CLAIM(is_of(vm, top, f->chunk->result));
  if (*word == EV_OP_CALL) check_call(vm, &b->chunks[word[1]]);
  if (*word == EV_OP_FIELD && top->kind == EV_V_NODE)
    EV_CLAIM(b->types[top->type].ref == b->fields[word[1]].record);
}

#else

void ev_claims_check(const ev_vm *vm, const uint32_t *word) {
  (void)vm;
  (void)word;
}

#endif
