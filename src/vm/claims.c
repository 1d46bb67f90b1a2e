/* Every claim of the verifier, checked before each instruction. Only in builds with EV_CHECK_CLAIMS: a trap
 * after a bundle was accepted is an error of the verifier. */
#include "claims.h"

#include "machine.h"

#ifdef EV_CHECK_CLAIMS

/* A type: its number in the bundle's table or in that of the claims. */
typedef struct type {
  const ev_vtype *table;
  uint32_t index;
} type;

static const ev_vtype *get(type t) { return &t.table[t.index]; }
static type inner(type t) { return (type){t.table, get(t)->ref}; }
static type present(type t) { return get(t)->kind == EV_VT_OPTIONAL ? inner(t) : t; }
static type of_bundle(const ev_vm *vm, uint32_t index) { return (type){vm->bundle->types, index}; }

static bool is_number(ev_vtype_kind kind) { return kind >= EV_VT_INT && kind <= EV_VT_INTERVAL; }

/* Is every value of the narrow type one of the wide type? */
static bool type_fits(type wide, type narrow) {
  for (;;) {
    bool optional = get(wide)->kind == EV_VT_OPTIONAL;
    if (get(narrow)->kind == EV_VT_OPTIONAL && !optional) return false;
    wide = present(wide);
    narrow = present(narrow);
    ev_vtype_kind w = get(wide)->kind, n = get(narrow)->kind;
    if (is_number(w)) return is_number(n) && n <= w;
    if (w != n) return false;
    if (w != EV_VT_LIST && w != EV_VT_MAP) break;
    wide = inner(wide);
    narrow = inner(narrow);
  }
  ev_vtype_kind kind = get(wide)->kind;
  return (kind != EV_VT_RECORD && kind != EV_VT_ROW) || get(wide)->ref == get(narrow)->ref;
}

/* ---- values */

static bool is_node_of(const ev_vm *vm, const ev_value *v, type t) {
  if (v->type >= vm->bundle->types_count || !type_fits(t, of_bundle(vm, v->type))) return false;
  if (!v->node || v->node->kind == EV_NODE_NULL || get(t)->kind == EV_VT_ANY) return true;
  return v->node->kind == (get(t)->kind == EV_VT_LIST ? EV_NODE_LIST : EV_NODE_MAP);
}

static bool is_list_of(const ev_vm *vm, const ev_value *v, type t) {
  if (get(t)->kind != EV_VT_LIST || (v->count && (!v->list || v->count > v->list->used))) return false;
  return v->type == EV_NONE || type_fits(inner(t), of_bundle(vm, v->type));
}

static bool is_rows_of(const ev_value *v, type t) {
  return get(t)->kind == EV_VT_LIST && get(inner(t))->kind == EV_VT_ROW && get(inner(t))->ref == v->type;
}

static bool is_row_of(const ev_vm *vm, const ev_value *v, type t) {
  return get(t)->kind == EV_VT_ROW && get(t)->ref == v->type && v->row < vm->bundle->tables[v->type].rows;
}

static bool is_of(const ev_vm *vm, const ev_value *v, type t) {
  ev_vtype_kind kind = get(present(t))->kind;
  switch ((ev_value_kind)v->kind) {
  case EV_V_UNKNOWN:
  case EV_V_REFUSED: return true;
  case EV_V_ABSENT: return get(t)->kind == EV_VT_OPTIONAL || kind == EV_VT_ABSENT;
  case EV_V_BOOL: return kind == EV_VT_BOOL;
  case EV_V_INT: return is_number(kind);
  case EV_V_NUMBER: return kind == EV_VT_INT ? v->whole : is_number(kind);
  case EV_V_STRING: return kind == EV_VT_STRING;
  case EV_V_NODE: return is_node_of(vm, v, present(t));
  case EV_V_LIST: return is_list_of(vm, v, present(t));
  case EV_V_ROW: return is_row_of(vm, v, present(t));
  case EV_V_ROWS: return is_rows_of(v, present(t));
  }
  return false; /* never stored: see ev_claims_enter */
}

/* ---- the frame */

static const ev_value *bottom_of(const ev_frame *f) { return f->locals + f->chunk->local_count; }

static void check_room(const ev_vm *vm) {
  const ev_frame *f = vm->frame;
  EV_CLAIM(f > vm->frames && (uint64_t)(f - vm->frames) <= vm->need.frames);
  EV_CLAIM(f->chunk >= vm->bundle->chunks && f->chunk < vm->bundle->chunks + vm->bundle->chunks_count);
  EV_CLAIM(f->locals >= vm->stack && vm->sp >= bottom_of(f));
  EV_CLAIM(vm->sp - bottom_of(f) <= (ptrdiff_t)f->chunk->max_stack);
  EV_CLAIM((uint64_t)(vm->sp - vm->stack) <= vm->need.values + EV_STACK_SPARE);
  EV_CLAIM((uint64_t)(f->iterators - vm->iterators) + f->chunk->iterators <= vm->need.iterators);
  EV_CLAIM((uint64_t)(f->joins - vm->joins) + f->chunk->joins <= vm->need.joins);
  EV_CLAIM(f->at < f->chunk->word_count && f->chunk->words[f->at] < EV_OPCODES);
  EV_CLAIM(ev_opcodes[f->chunk->words[f->at]].words <= f->chunk->word_count - f->at);
}

static bool is_started(const ev_vm *vm, const ev_iterator *it, type element) {
  switch (it->kind) {
  case EV_IT_NONE:
  case EV_IT_CHAIN:
  case EV_IT_ENTRIES: return true;
  case EV_IT_NODES: return type_fits(element, of_bundle(vm, it->type));
  case EV_IT_LIST: return it->index <= it->end && (it->at || !it->end);
  case EV_IT_ROWS:
    return get(element)->kind == EV_VT_ROW && get(element)->ref == it->type && it->index <= it->end;
  }
  return false;
}

static void check_state(const ev_vm *vm, const ev_claims *claims, const ev_claim *claim) {
  const ev_frame *f = vm->frame;
  const ev_chunk *c = f->chunk;
  EV_CLAIM(vm->sp - bottom_of(f) == (ptrdiff_t)claim->height);
  for (uint32_t i = 0; i < claim->height; i++)
    EV_CLAIM(is_of(vm, bottom_of(f) + i, (type){claims->types, claim->stack[i]}));
  for (uint32_t i = 0; i < c->local_count; i++)
    if (claim->stored[i / 64] >> i % 64 & 1)
      EV_CLAIM(is_of(vm, &f->locals[i], of_bundle(vm, c->local_types[i])));
  for (uint32_t i = 0; i < c->iterators; i++)
    if (claim->iterators[i] != EV_NONE)
      EV_CLAIM(is_started(vm, &f->iterators[i], (type){claims->types, claim->iterators[i]}));
  for (uint32_t i = 0; i < c->joins; i++)
    if (claim->joins[i] != EV_NONE) EV_CLAIM(f->joins[i].chains <= f->joins[i].entries);
}

/* ---- cost: at most constant + linear * elements, callees included */

static uint64_t most_steps(const ev_frame *f) {
  uint64_t linear = f->chunk->cost_linear, constant = f->chunk->cost_constant;
  if (f->elements && linear > UINT64_MAX / f->elements) return UINT64_MAX;
  linear *= f->elements;
  return constant > UINT64_MAX - linear ? UINT64_MAX : constant + linear;
}

static void check_cost(ev_frame *f, uint32_t op) {
  bool came = f->next != EV_NONE && f->at == f->next + ev_opcodes[EV_OP_NEXT].words;
  f->elements += came;
  f->next = op == EV_OP_NEXT ? f->at : EV_NONE;
  f->steps++;
  EV_CLAIM(f->steps <= most_steps(f));
  if (op != EV_OP_RETURN && op != EV_OP_HALT) return;
  f[-1].steps += f->steps;
  f[-1].elements += f->elements;
}

/* ---- operands */

static uint32_t bound_of(const ev_vm *vm, char letter) {
  const ev_bundle *b = vm->bundle;
  const ev_frame *f = vm->frame;
  switch (letter) {
  case 'k':
  case 'g': return b->constants_count;
  case 'l': return f->chunk->local_count;
  case 'j': return f->chunk->word_count;
  case 'b': return f->at;
  case 'f': return b->fields_count;
  case 's': return b->sets_count;
  case 'p': return b->params_count;
  case 't': return b->tables_count;
  case 'y': return b->types_count;
  case 'c': return (uint32_t)(f->chunk - b->chunks);
  case 'd': return b->decodes_count;
  case 'u': return EV_BUILTINS;
  case 'i': return f->chunk->iterators;
  case 'm': return f->chunk->joins;
  default: return UINT32_MAX;
  }
}

static void check_operands(const ev_vm *vm, const uint32_t *word) {
  const ev_bundle *b = vm->bundle;
  const char *letters = ev_opcodes[*word].operands;
  for (uint32_t i = 0; letters[i]; i++) {
    uint32_t x = word[1 + i];
    EV_CLAIM(x < bound_of(vm, letters[i]));
    if (letters[i] == 'g') EV_CLAIM(b->constants[x].kind == EV_K_STRING);
    if (letters[i] == 'j') EV_CLAIM(x > vm->frame->at);
    if (letters[i] == 'b') EV_CLAIM(vm->frame->chunk->words[x] == EV_OP_NEXT);
    if (letters[i] == 'y')
      EV_CLAIM(b->types[x].kind != EV_VT_SET_STRING && b->types[x].kind != EV_VT_SET_INT);
  }
}

/* ---- what instructions take */

static bool is_any_list(const ev_vm *vm, const ev_value *v) {
  if (v->kind == EV_V_LIST || v->kind == EV_V_ROWS) return true;
  return v->kind == EV_V_NODE && vm->bundle->types[v->type].kind == EV_VT_LIST;
}

static bool is_any_node(const ev_vm *vm, const ev_value *v, ev_vtype_kind kind) {
  return v->kind == EV_V_NODE && vm->bundle->types[v->type].kind == kind;
}

static bool fits_letter(const ev_vm *vm, const ev_value *v, char letter) {
  if (ev_value_is_poison(v)) return true;
  switch (letter) {
  case 'b': return v->kind == EV_V_BOOL;
  case 'i':
  case 'n':
  case 'q': return ev_value_is_number(v);
  case 's': return v->kind == EV_V_STRING;
  case 'r': return is_any_node(vm, v, EV_VT_RECORD);
  case 'w': return v->kind == EV_V_ROW;
  case 'L':
  case 'S':
  case 'Q': return is_any_list(vm, v);
  case 'M':
  case 'm': return is_any_node(vm, v, EV_VT_MAP);
  default: return true;
  }
}

/* Letters behind which a ? may stand, as an effect or a builtin's parameters list them. */
static void check_letters(const ev_vm *vm, const char *letters) {
  uint32_t count = 0;
  for (const char *at = letters; *at && *at != '-'; at++) count += *at != ' ' && *at != '?';
  if (*letters == '*' && count == 1) return;
  EV_CLAIM(vm->sp - bottom_of(vm->frame) >= (ptrdiff_t)count);
  const ev_value *v = vm->sp - count;
  for (const char *at = letters; *at && *at != '-'; at++)
    if (*at != ' ' && *at != '?') EV_CLAIM(fits_letter(vm, v++, *at));
}

static void check_call(const ev_vm *vm, uint32_t chunk) {
  const ev_chunk *c = &vm->bundle->chunks[chunk];
  EV_CLAIM(c->result != EV_NONE && vm->sp - bottom_of(vm->frame) >= (ptrdiff_t)c->param_count);
  for (uint32_t i = 0; i < c->param_count; i++)
    EV_CLAIM(is_of(vm, vm->sp - c->param_count + i, of_bundle(vm, c->local_types[i])));
}

static void check_set(const ev_bset *set, const ev_value *v) {
  EV_CLAIM(ev_value_is_poison(v) || (set->automaton ? v->kind == EV_V_STRING : ev_value_is_number(v)));
}

static void check_field(const ev_vm *vm, const ev_bfield *field, const ev_value *record) {
  EV_CLAIM(field->class_ == EV_BF_TYPED);
  if (!ev_value_is_poison(record)) EV_CLAIM(vm->bundle->types[record->type].ref == field->record);
}

static void check_column(const ev_vm *vm, uint32_t column, const ev_value *row) {
  if (row->kind == EV_V_ROW) EV_CLAIM(column < vm->bundle->tables[row->type].columns);
}

/* What the effect's letters do not say. */
static void check_rule(const ev_vm *vm, const uint32_t *word) {
  const ev_bundle *b = vm->bundle;
  const ev_chunk *c = vm->frame->chunk;
  const ev_value *top = vm->sp - 1;
  switch ((ev_opcode)*word) {
  case EV_OP_PARAM: EV_CLAIM(vm->param_sets[word[1]] == NULL); break;
  case EV_OP_STORE:
    EV_CLAIM(word[1] >= c->param_count && is_of(vm, top, of_bundle(vm, c->local_types[word[1]])));
    break;
  case EV_OP_FIELD: check_field(vm, &b->fields[word[1]], top); break;
  case EV_OP_COLUMN: check_column(vm, word[1], top); break;
  case EV_OP_LOOKUP: EV_CLAIM(b->tables[word[1]].unique); break;
  case EV_OP_IN_SET: check_set(&b->sets[word[1]], top); break;
  case EV_OP_IN_PARAM:
    EV_CLAIM(vm->param_sets[word[1]] != NULL);
    check_set(vm->param_sets[word[1]], top);
    break;
  case EV_OP_FORMAT: EV_CLAIM(vm->sp - bottom_of(vm->frame) >= (ptrdiff_t)word[1]); break;
  case EV_OP_BUILTIN: check_letters(vm, ev_builtins[word[1]].parameters); break;
  case EV_OP_CALL: check_call(vm, word[1]); break;
  case EV_OP_DECODE:
    EV_CLAIM(b->decodes[word[1]].say == EV_NONE || b->chunks + b->decodes[word[1]].say < c);
    break;
  case EV_OP_RETURN: EV_CLAIM(c->result != EV_NONE && is_of(vm, top, of_bundle(vm, c->result))); break;
  default: EV_CLAIM(*word < EV_OP_FOR || *word > EV_OP_HALT || c->result == EV_NONE);
  }
}

/* ---- all together */

void ev_claims_check(const ev_vm *vm) {
  const ev_claims *claims = vm->bundle->claims;
  check_room(vm);
  ev_frame *f = vm->frame;
  const uint32_t *word = f->chunk->words + f->at;
  const ev_claim **of_chunk = claims ? claims->at[f->chunk - vm->bundle->chunks] : NULL;
  if (of_chunk) {
    EV_CLAIM(of_chunk[f->at]);
    check_state(vm, claims, of_chunk[f->at]);
  }
  check_cost(f, *word);
  check_operands(vm, word);
  check_letters(vm, ev_opcodes[*word].effect);
  check_rule(vm, word);
}

void ev_claims_enter(const ev_vm *vm) {
  ev_frame *f = vm->frame;
  const ev_chunk *c = f->chunk;
  f->steps = f->elements = 0;
  f->next = EV_NONE;
  memset(f->locals + c->param_count, 0xee, (c->local_count - c->param_count) * sizeof *f->locals);
  memset(f->iterators, 0xee, c->iterators * sizeof *f->iterators);
  for (uint32_t i = 0; i < c->joins; i++) f->joins[i].chains = UINT32_MAX; /* more than entries */
}

#else

void ev_claims_check(const ev_vm *vm) { (void)vm; }
void ev_claims_enter(const ev_vm *vm) { (void)vm; }

#endif
