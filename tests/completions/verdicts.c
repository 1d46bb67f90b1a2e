#include "verdicts.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "objects.h"
#include "reference.h"

#define STEPS 200000u

/* ---- what is found */

static uint32_t count_instances(const ref_pair *p, const ev_object *object, ev_arena *arena) {
  ref_run run = {.arena = arena,
                 .program = p->program,
                 .object = object->node,
                 .api_version = object->api_version,
                 .kind = object->kind};
  uint32_t count = 0;
  for (uint32_t i = 0; i < p->program->views.count; i++)
    for (const ref_instance *n = ref_instances(&run, p->program->views.at[i]); n; n = n->next) count++;
  return count;
}

static void judge(verdicts *v, const ref_pair *p, ev_vm *vm, ev_str text, const ev_document *document,
                  const ev_object *object, ev_arena *arena) {
  ev_run run = {.arena = arena,
                .source = text,
                .document = document,
                .object = object->node,
                .api_version = object->api_version,
                .kind = object->kind,
                .scope = EV_NONE,
                .steps = STEPS};
  v->usable = ev_vm_run(vm, &run) && !run.out_of_steps;
  for (const ev_found *f = run.first; f && v->usable; f = f->next) {
    if (f->verdict == EV_FAIL)
      v->of[f->rule].fails++;
    else
      v->of[f->rule].unknowns++;
  }
  v->instances += count_instances(p, object, arena);
}

verdicts verdicts_of(const ref_pair *p, ev_str manifest) {
  verdicts v = {.count = p->bundle->rules_count};
  ev_vm *vm = ev_vm_new(p->bundle, NULL);
  ev_reader *reader = ev_reader_new(NULL);
  ev_document document;
  ev_read_error error;
  ev_objects objects;
  ev_object object;
  if (!vm || !reader || v.count > MOST_RULES) abort();
  ev_reader_start(reader, manifest);
  if (ev_reader_next(reader, &document, &error) == EV_READ_DOCUMENT && document.root) {
    ev_objects_start(&objects, document.root, ev_reader_arena(reader));
    if (ev_objects_next(&objects, &object))
      judge(&v, p, vm, manifest, &document, &object, ev_reader_arena(reader));
    for (const ev_quirk *q = document.quirks; q; q = q->next) v.quirks++;
  }
  ev_reader_free(reader);
  ev_vm_free(vm);
  return v;
}

/* ---- what a rule may do that logic over the unknown does not: see docs/language.md */

typedef struct traits {
  bool provided; /* it leaves elements to other rules where their conditions are unknown */
  bool unjudged; /* it reads values whose wrong shapes are no findings */
} traits;

static void look(void *context, const ev_expr *e) {
  traits *t = context;
  bool field = e->kind == EV_E_FIELD || e->kind == EV_E_OPTIONAL_FIELD;
  const ev_type *record = field && e->a ? ev_type_present(e->a->type) : NULL;
  if (record && record->kind == EV_T_RECORD) {
    const ev_field *f = record->decl->fields;
    for (int i = 0; i < e->field && f; i++) f = f->next;
    t->unjudged = t->unjudged || (f && f->unjudged);
  }
  ev_expr_parts(e, look, t);
}

static void look_at_clauses(traits *t, const ev_clause *clauses) {
  for (const ev_clause *c = clauses; c; c = c->next) {
    t->provided = t->provided || c->kind == EV_C_PROVIDED;
    for (const ev_expr *e = c->expr; e; e = e->next) look(t, e);
    for (const ev_generator *g = c->generators; g; g = g->next) look(t, g->list);
    look_at_clauses(t, c->clauses);
  }
}

static traits traits_of(const ref_pair *p, uint32_t rule) {
  traits t = {.provided = false};
  const ev_decls *rules = &p->program->rules;
  for (uint32_t i = 0; i < rules->count; i++)
    if (ev_str_equal(rules->at[i]->name.text, p->bundle->rules[rule].id))
      look_at_clauses(&t, rules->at[i]->clauses);
  return t;
}

/* ---- comparing */

/* Of values of the wrong shape, and of texts that cannot be decoded; not of keys that no record knows. */
static bool is_of_shapes(const ev_brule *rule) {
  return rule->kind == EV_BR_DECODE || (rule->kind == EV_BR_SHAPE && rule->event == 0);
}

bool verdicts_are_of_right_shapes(const ref_pair *p, const verdicts *v) {
  for (uint32_t i = 0; i < v->count; i++)
    if (is_of_shapes(&p->bundle->rules[i]) && (v->of[i].fails || v->of[i].unknowns)) return false;
  return true;
}

verdicts_fit verdicts_compare(const ref_pair *p, const verdicts *unknown, const verdicts *known,
                              uint32_t *rule) {
  if (!known->usable || known->instances != unknown->instances || known->quirks != unknown->quirks)
    return VERDICTS_APART;
  for (uint32_t i = 0; i < unknown->count; i++)
    if (is_of_shapes(&p->bundle->rules[i]) &&
        memcmp(&known->of[i], &unknown->of[i], sizeof known->of[i]) != 0)
      return VERDICTS_APART;
  bool refused = !verdicts_are_of_right_shapes(p, unknown);
  for (*rule = 0; *rule < unknown->count; ++*rule) {
    if (p->bundle->rules[*rule].kind != EV_BR_RULE) continue;
    if (known->of[*rule].fails < unknown->of[*rule].fails) return VERDICTS_CONTRADICT;
    bool found = known->of[*rule].fails || known->of[*rule].unknowns;
    if (refused || !found || unknown->of[*rule].fails || unknown->of[*rule].unknowns) continue;
    traits t = traits_of(p, *rule);
    if (!t.provided && !t.unjudged) return VERDICTS_CONTRADICT;
  }
  return VERDICTS_FIT;
}
