/* What a case cannot do without: fields of which at least one must be in the object for it to find anything.
 *
 * Most pods set few of the fields that rules speak of, and the walk over their shape meets each field that is
 * there anyway. A case that needs another one is not run, unless a collection is refused or unknown: then all
 * its fields are, and count as set. This is sound, not exact: a group is added only where the language's laws
 * say that without its fields the case's lists are empty, its conditions false, or its demands met. */
#include "generate.h"

/* Groups, each ended by EV_NONE: of each group some field is needed. No group: nothing is known. */
typedef struct ev_needs {
  uint32_t at[64];
  uint32_t count;
} ev_needs;

typedef struct ev_walked {
  const ev_gen *g;
  const bool *records; /* whose fields the walk meets wherever a rule may read them */
  uint32_t *visits; /* left for the clause in hand: functions that call each other may unfold without end */
} ev_walked;
#define MOST_VISITS 500u

static void add_group(ev_needs *to, const uint32_t *fields, uint32_t count) {
  if (count == 0 || to->count + count + 1 > sizeof to->at / sizeof *to->at) return;
  memcpy(to->at + to->count, fields, count * sizeof *fields);
  to->count += count;
  to->at[to->count++] = EV_NONE;
}

static uint32_t group_length(const uint32_t *at) {
  uint32_t n = 0;
  while (at[n] != EV_NONE) n++;
  return n;
}

static void both(ev_needs *to, const ev_needs *from) {
  for (uint32_t i = 0; i < from->count; i += group_length(from->at + i) + 1)
    add_group(to, from->at + i, group_length(from->at + i));
}

/* Either of two will do: of their first groups, the most telling ones, one field. */
static ev_needs either(const ev_needs *a, const ev_needs *b) {
  ev_needs made = {.count = 0};
  if (!a->count || !b->count) return made;
  uint32_t first = group_length(a->at), second = group_length(b->at);
  uint32_t fields[64];
  if (first + second > 32) return made;
  memcpy(fields, a->at, first * sizeof *fields);
  memcpy(fields + first, b->at, second * sizeof *fields);
  add_group(&made, fields, first + second);
  return made;
}

static ev_needs to_be_set(const ev_walked *w, const ev_expr *e);
static ev_needs to_be(const ev_walked *w, const ev_expr *e, bool truth);

static ev_needs nothing(void) { return (ev_needs){.count = 0}; }

/* False: enough was looked at, and to know nothing is sound. */
static bool spend(const ev_walked *w) {
  if (*w->visits == 0) return false;
  --*w->visits;
  return true;
}

/* Is a key certain to be known? By an unknown one the value is unknown, whether there is a map or not. */
static bool is_known(const ev_expr *key) { return key->kind == EV_E_STRING || key->kind == EV_E_INT; }

static ev_needs field_needs(const ev_walked *w, const ev_expr *e) {
  ev_needs made = nothing();
  const ev_type *owner = ev_type_present(e->a->type);
  if (owner->kind != EV_T_RECORD) return made;
  const ev_brecord *records = w->g->records.at;
  uint32_t field = records[owner->decl->index].first_field + (uint32_t)e->field;
  const ev_bfield *fields = w->g->fields.at;
  if (fields[field].fallback != EV_NONE) return made;
  if (w->records[owner->decl->index]) add_group(&made, &field, 1);
  ev_needs outer = to_be_set(w, e->a);
  both(&made, &outer);
  return made;
}

/* Absent elements are dropped: some element must be there. */
static ev_needs list_needs(const ev_walked *w, const ev_expr *e) {
  if (!e->args) return nothing();
  ev_needs made = to_be_set(w, e->args);
  for (const ev_expr *item = e->args->next; item; item = item->next) {
    ev_needs other = to_be_set(w, item);
    made = either(&made, &other);
  }
  return made;
}

static ev_needs call_needs(const ev_walked *w, const ev_expr *e) {
  bool keys = e->ref == EV_REF_BUILTIN &&
              (e->builtin == EV_BUILTIN_KEYS || e->builtin == EV_BUILTIN_KNOWN_KEYS);
  if (keys) return to_be_set(w, e->args);
  return e->ref == EV_REF_DECL ? to_be_set(w, e->decl->expr) : nothing();
}

/* For a value to be there; for a list, map or record to hold something. */
static ev_needs to_be_set(const ev_walked *w, const ev_expr *e) {
  if (!spend(w)) return nothing();
  switch (e->kind) {
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: return field_needs(w, e);
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return is_known(e->b) ? to_be_set(w, e->a) : nothing();
  case EV_E_COMPREHENSION:
  case EV_E_FIRST:
  case EV_E_LAST: return to_be_set(w, e->b);
  case EV_E_NAME:
    return e->ref == EV_REF_LOCAL && e->local->value ? to_be_set(w, e->local->value) : nothing();
  case EV_E_CALL: return call_needs(w, e);
  case EV_E_LIST: return list_needs(w, e);
  case EV_E_COALESCE:
  case EV_E_CONCAT: {
    ev_needs a = to_be_set(w, e->a), b = to_be_set(w, e->b);
    return either(&a, &b);
  }
  default: return nothing();
  }
}

static ev_needs connective_needs(const ev_walked *w, const ev_expr *e, bool truth) {
  ev_needs a = to_be(w, e->a, truth), b = to_be(w, e->b, truth);
  if ((e->kind == EV_E_AND) != truth) return either(&a, &b);
  both(&a, &b);
  return a;
}

static bool fallback_is(const ev_walked *w, const ev_expr *e, bool truth) {
  const ev_type *owner = ev_type_present(e->a->type);
  if (owner->kind != EV_T_RECORD) return true;
  const ev_field *field = owner->decl->fields;
  for (int i = 0; i < e->field; i++) field = field->next;
  (void)w;
  return !field->fallback || field->fallback->kind != EV_E_BOOL || field->fallback->truth == truth;
}

static ev_needs bool_field_needs(const ev_walked *w, const ev_expr *e, bool truth) {
  ev_needs made = nothing();
  if (fallback_is(w, e, truth)) return made;
  const ev_brecord *records = w->g->records.at;
  uint32_t record = (uint32_t)ev_type_present(e->a->type)->decl->index;
  uint32_t field = records[record].first_field + (uint32_t)e->field;
  if (w->records[record]) add_group(&made, &field, 1);
  ev_needs outer = to_be_set(w, e->a);
  both(&made, &outer);
  return made;
}

static ev_needs call_to_be(const ev_walked *w, const ev_expr *e, bool truth) {
  if (e->ref == EV_REF_DECL) return to_be(w, e->decl->expr, truth);
  bool has = e->builtin == EV_BUILTIN_HAS && is_known(e->args->next);
  return truth && has ? to_be_set(w, e->args) : nothing();
}

/* For a condition to be `truth`, or unknown. */
static ev_needs to_be(const ev_walked *w, const ev_expr *e, bool truth) {
  if (!spend(w)) return nothing();
  switch (e->kind) {
  case EV_E_FIELD: return bool_field_needs(w, e, truth);
  case EV_E_NOT: return to_be(w, e->a, !truth);
  case EV_E_AND:
  case EV_E_OR: return connective_needs(w, e, truth);
  case EV_E_IS:
  case EV_E_IS_IN:
  case EV_E_IS_SET: return truth != e->negated ? to_be_set(w, e->a) : nothing();
  case EV_E_IS_ABSENT: return truth == e->negated ? to_be_set(w, e->a) : nothing();
  case EV_E_ANY: return truth ? to_be_set(w, e->b) : nothing();
  case EV_E_ALL:
  case EV_E_NONE: return truth ? nothing() : to_be_set(w, e->b);
  case EV_E_NAME:
    return e->ref == EV_REF_LOCAL && e->local->value ? to_be(w, e->local->value, truth) : nothing();
  case EV_E_CALL: return call_to_be(w, e, truth);
  default: return nothing();
  }
}

/* ---- records that the walk over shapes meets, and no other way leads to */

static void mark(const ev_gen *g, const ev_type *type, bool *seen) {
  while (type->element) type = type->element;
  if (type->kind != EV_T_RECORD || seen[type->decl->index]) return;
  seen[type->decl->index] = true;
  for (const ev_field *f = type->decl->fields; f; f = f->next) /* as deep as records nest */
    if (f->class_ == EV_FIELD_TYPED) mark(g, f->type->type, seen);
}

static void mark_others(const ev_gen *g, bool *others) {
  const ev_program *p = g->program;
  for (uint32_t i = 0; i < p->decodes.count; i++) mark(g, p->decodes.at[i]->checked, others);
  for (uint32_t i = 0; i < p->records.count; i++)
    for (const ev_field *f = p->records.at[i]->fields; f; f = f->next)
      if (f->class_ == EV_FIELD_TYPED && f->unjudged) mark(g, f->type->type, others);
}

static bool *walked_records(ev_gen *g) {
  bool *others = EV_NEW_ARRAY(&g->scratch, bool, g->program->records.count + 1);
  if (!others) {
    g->failed = true;
    return NULL;
  }
  mark_others(g, others);
  for (uint32_t i = 0; i < g->program->records.count; i++) others[i] = !others[i];
  return others;
}

/* ---- a case */

static void clause_needs(const ev_walked *w, const ev_clause *clause, bool only_demand, ev_needs *to) {
  ev_needs more = nothing();
  *w->visits = MOST_VISITS;
  switch (clause->kind) {
  case EV_C_FOR:
    for (const ev_generator *g = clause->generators; g; g = g->next) {
      more = to_be_set(w, g->list);
      both(to, &more);
    }
    return;
  case EV_C_PAIR: more = to_be_set(w, clause->expr); break;
  case EV_C_WHERE:
  case EV_C_PROVIDED: more = to_be(w, clause->expr, true); break;
  case EV_C_REQUIRE:
  case EV_C_FORBID:
    if (only_demand) more = to_be(w, clause->expr, clause->kind == EV_C_FORBID);
    break;
  default: break;
  }
  both(to, &more);
}

const uint32_t *ev_gen_needs(ev_gen *g, const ev_clause *clauses, uint32_t *count) {
  *count = 0;
  uint32_t visits = 0;
  ev_walked w = {g, g->walked ? g->walked : (g->walked = walked_records(g)), &visits};
  if (!w.records) return NULL;
  uint32_t demands = 0;
  for (const ev_clause *c = clauses; c; c = c->next)
    demands += c->kind == EV_C_REQUIRE || c->kind == EV_C_FORBID || c->kind == EV_C_NEEDS;
  ev_needs made = nothing();
  for (const ev_clause *c = clauses; c; c = c->next) clause_needs(&w, c, demands == 1, &made);
  uint32_t *kept = EV_NEW_ARRAY(g->arena, uint32_t, made.count + 1);
  if (!kept) {
    g->failed = true;
    return NULL;
  }
  memcpy(kept, made.at, made.count * sizeof *kept);
  *count = made.count;
  return kept;
}
