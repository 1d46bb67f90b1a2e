/* Findings: the ones that cases make step by step, and what all have in common. */
#include "machine.h"

/* ---- adding */

/* The nearest copy that a node lies in: the node that the alias made. A key that stands in the manifest
 * itself lies in the copy only where a merge brought it. */
static const ev_node *aliased(ev_vm *vm, const ev_node *at) {
  if (at && at->key == at) {
    const ev_node *value = ev_node_get(at->parent, at->text, vm->run->arena);
    if (value && value->flags & EV_FLAG_MERGED && value->flags & EV_FLAG_ALIAS) return value;
    at = at->parent;
  }
  while (at && !(at->flags & EV_FLAG_ALIAS)) at = at->parent;
  return at;
}

ev_found *ev_finding_add(ev_vm *vm, uint32_t rule, ev_verdict verdict, const ev_node *at, ev_place place) {
  ev_run *run = vm->run;
  if (run->limit && run->found >= run->limit) {
    run->out_of_findings = true;
    vm->stopped = true;
    return NULL;
  }
  ev_found *f = EV_NEW(run->arena, ev_found);
  if (!f) {
    ev_machine_fail(vm);
    return NULL;
  }
  *f = (ev_found){.rule = rule, .verdict = verdict, .at = at, .place = place};
  f->message = vm->bundle->rules[rule].title;
  if (run->last)
    run->last->next = f;
  else
    run->first = f;
  run->last = f;
  run->found++;
  return f;
}

void ev_finding_note(ev_vm *vm, ev_found *finding, const ev_node *at, ev_place place, ev_str message) {
  ev_vnote *note = finding ? EV_NEW(vm->run->arena, ev_vnote) : NULL;
  if (!note) {
    if (finding) ev_machine_fail(vm);
    return;
  }
  *note = (ev_vnote){.at = at, .place = place, .message = message};
  ev_vnote **end = &finding->notes;
  while (*end) end = &(*end)->next;
  *end = note;
}

void ev_finding_end(ev_vm *vm, ev_found *finding) {
  const ev_node *copy = finding ? aliased(vm, finding->at) : NULL;
  if (copy && copy->alias)
    ev_finding_note(vm, finding, copy->alias, copy->alias->place, EV_STR("reached through this alias"));
}

/* ---- what a case is about to find */

void ev_pending_start(ev_vm *vm, ev_verdict verdict, ev_str reason) {
  vm->pending = (ev_pending){.verdict = verdict, .reason = reason};
}

/* Text that outlives the case. */
static ev_str keep(ev_vm *vm, ev_str s) {
  if (!ev_machine_spend_copy(vm, s.size)) return EV_STR("");
  ev_str copy = ev_str_copy(vm->run->arena, s);
  if (copy.at) return copy;
  ev_machine_fail(vm);
  return EV_STR("");
}

static void remember_overridden(ev_pending *p, const ev_value *v) {
  uint32_t most = sizeof p->overrode / sizeof *p->overrode;
  if (v->overrode && p->overrode_count < most) p->overrode[p->overrode_count++] = v->overrode;
}

void ev_op_AT(ev_vm *vm, const uint32_t *o) {
  (void)o;
  const ev_value *v = --vm->sp;
  if (!v->origin || vm->pending.at) return;
  vm->pending.at = v->origin;
  remember_overridden(&vm->pending, v);
}

void ev_op_SUBJECT(ev_vm *vm, const uint32_t *o) {
  (void)o;
  const ev_value *v = --vm->sp;
  if (v->origin) vm->pending.subject = v->origin;
}

void ev_op_NOTE(ev_vm *vm, const uint32_t *o) {
  (void)o;
  vm->sp -= 2;
  const ev_value *v = vm->sp, *text = vm->sp + 1;
  ev_pending *p = &vm->pending;
  if (!v->origin || !ev_machine_spend_copy(vm, sizeof(ev_vnote))) return;
  ev_vnote *note = EV_NEW(vm->run->arena, ev_vnote);
  if (!note) {
    ev_machine_fail(vm);
    return;
  }
  *note = (ev_vnote){.at = v->origin, .place = v->origin->place};
  if (text->kind == EV_V_STRING) note->message = keep(vm, text->text);
  if (p->last_note)
    p->last_note->next = note;
  else
    p->notes = note;
  p->last_note = note;
  remember_overridden(p, v);
}

void ev_op_SAY(ev_vm *vm, const uint32_t *o) {
  (void)o;
  const ev_value *text = --vm->sp;
  if (text->kind == EV_V_STRING) vm->pending.message = keep(vm, text->text);
}

static bool has_note_at(const ev_found *finding, const ev_node *at) {
  for (const ev_vnote *n = finding->notes; n; n = n->next)
    if (n->at == at) return true;
  return finding->at == at;
}

#define MOST_OVERRIDDEN 64u /* notes on a finding: its notes are searched for each */

static void note_overridden(ev_vm *vm, ev_found *finding, const ev_overrode *o) {
  for (uint32_t added = 0; o && added < MOST_OVERRIDDEN && ev_machine_spend(vm, 1); o = o->next) {
    if (!o->at || has_note_at(finding, o->at)) continue;
    ev_finding_note(vm, finding, o->at, o->at->place, EV_STR("overrides the value given here"));
    added++;
  }
}

static ev_found *emit(ev_vm *vm, const ev_pending *p) {
  const ev_node *at = p->at ? p->at : p->subject ? p->subject : vm->fallback;
  ev_found *f = ev_finding_add(vm, vm->rule, p->verdict, at, at->place);
  if (!f) return NULL;
  f->reason = p->reason;
  f->subject = p->subject;
  f->notes = p->notes;
  if (p->message.at) f->message = p->message;
  for (uint32_t i = 0; i < p->overrode_count; i++) note_overridden(vm, f, p->overrode[i]);
  ev_finding_end(vm, f);
  return f;
}

void ev_op_EMIT(ev_vm *vm, const uint32_t *o) {
  (void)o;
  emit(vm, &vm->pending);
  ev_pending_start(vm, EV_FAIL, EV_STR(""));
}

void ev_op_FOR(ev_vm *vm, const uint32_t *o) {
  const ev_value *list = --vm->sp;
  if (list->kind == EV_V_UNKNOWN) {
    ev_pending doubt = {.verdict = EV_VERDICT_UNKNOWN, .reason = list->text, .at = list->origin};
    emit(vm, &doubt);
  }
  if (ev_value_is_poison(list))
    ev_machine_jump(vm, o[1]);
  else
    ev_iterator_start(vm, &vm->frame->iterators[o[0]], list);
}

void ev_op_NEED(ev_vm *vm, const uint32_t *o) {
  ev_value *v = vm->sp - 1;
  if (ev_value_is_poison(v)) return;
  bool absent = ev_value_is_absent(v);
  *v = ev_value_bool(true);
  if (absent) *v = (ev_value){.kind = EV_V_UNKNOWN, .text = vm->bundle->constants[o[0]].text};
}
