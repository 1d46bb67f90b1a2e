/* Findings: where they stand, what they say, and the notes on them. */
#include "reference.h"

const ev_clause *ref_find_clause(const ev_clause *c, ev_clause_kind kind) {
  while (c && c->kind != kind) c = c->next;
  return c;
}

ref_finding *ref_add_finding(ref_run *run, const ev_decl *rule, bool unknown, const ev_node *at,
                             ev_place place) {
  ref_finding *f = EV_NEW(run->arena, ref_finding);
  *f = (ref_finding){.rule = rule->kind == EV_D_DECODE ? rule->id.text : rule->name.text,
                     .unknown = unknown,
                     .message = rule->title.text,
                     .reason = EV_STR(""),
                     .at = at,
                     .place = place};
  *run->end = f;
  run->end = &f->next;
  return f;
}

/* ---- notes */

void ref_add_note(ref_run *run, ref_finding *f, const ev_node *at, ev_str message) {
  ref_note **end = &f->notes;
  while (*end) end = &(*end)->next;
  *end = EV_NEW(run->arena, ref_note);
  **end = (ref_note){at, message, NULL};
}

static bool is_noted(const ref_finding *f, const ev_node *at) {
  bool noted = f->at == at;
  for (const ref_note *n = f->notes; n; n = n->next) noted = noted || n->at == at;
  return noted;
}

static void note_overridden(ref_run *run, ref_finding *f, const ref_place *p) {
  for (; p; p = p->next)
    if (!is_noted(f, p->at)) ref_add_note(run, f, p->at, EV_STR("overrides the value given here"));
}

/* A key stands in the manifest itself, and in a copy only where a merge brought its entry. */
static const ev_node *brought_by_merge(const ref_run *run, const ev_node *key) {
  const ev_node *value = ev_node_get(key->parent, key->text, run->arena);
  bool merged = value && value->flags & EV_FLAG_MERGED && value->flags & EV_FLAG_ALIAS;
  return merged ? value : key->parent;
}

void ref_note_alias(ref_run *run, ref_finding *f) {
  const ev_node *at = f->at;
  if (at->key == at) at = brought_by_merge(run, at);
  while (at && !(at->flags & EV_FLAG_ALIAS)) at = at->parent;
  if (at && at->alias) ref_add_note(run, f, at->alias, EV_STR("reached through this alias"));
}

/* ---- of a demand */

/* The first place of `at`, else the element, else the view. */
static ref_value place(const ref_case *c, const ref_state *s) {
  const ev_clause *at = ref_find_clause(c->clauses, EV_C_AT);
  ref_value found = ref_absent();
  for (const ev_expr *e = at ? at->expr : NULL; e; e = e->next) {
    ref_value v = ref_raw(&s->scope, e);
    if (!found.origin) found = v;
  }
  if (found.origin) return found;
  if (s->subject && s->subject->origin) return *s->subject;
  return (ref_value){.origin = c->fallback};
}

static const ev_expr *text_of(const ref_case *c, const ev_clause *demand, bool unknown) {
  const ev_clause *unsure = ref_find_clause(c->clauses, EV_C_UNSURE),
                  *say = ref_find_clause(c->clauses, EV_C_SAY);
  if (unknown && unsure) return unsure->say;
  if (demand && demand->say) return demand->say;
  return say ? say->say : NULL;
}

/* Those that `note` places, and behind them what these places override. */
static void add_notes(const ref_case *c, const ref_state *s, ref_finding *f, const ref_value *at) {
  ref_value overriding = ref_empty_list(), noted;
  ref_element **end = ref_append(c->run, &overriding.elements, *at);
  for (const ev_clause *note = c->clauses; note; note = note->next) {
    if (note->kind != EV_C_NOTE) continue;
    noted = ref_raw(&s->scope, note->expr);
    ref_value text = ref_eval(&s->scope, note->say);
    if (noted.origin) ref_add_note(c->run, f, noted.origin, text.text);
    if (noted.origin) end = ref_append(c->run, end, noted);
  }
  for (const ref_element *e = overriding.elements; e; e = e->next)
    note_overridden(c->run, f, e->value.overrides);
}

void ref_report(const ref_case *c, const ref_state *s, const ev_clause *demand, const ref_value *verdict) {
  bool unknown = verdict->kind == REF_UNKNOWN;
  ref_value at = place(c, s);
  ref_finding *f = ref_add_finding(c->run, c->rule, unknown, at.origin, at.origin->place);
  if (unknown) f->reason = verdict->text;
  add_notes(c, s, f, &at);
  const ev_expr *say = text_of(c, demand, unknown);
  if (say) f->message = ref_eval(&s->scope, say).text;
  ref_note_alias(c->run, f);
}
