#include "rule_parts.h"

#include "harness.h"
#include "types.h"

static void add(parts *p, part new_part) {
  new_part.whole = p->declarations;
  if (p->count < MOST_PARTS && new_part.span.end > new_part.span.start) p->at[p->count++] = new_part;
}

static uint64_t identity(const ev_type *type) {
  ev_buf text = {0};
  if (!type) return 0;
  ev_type_write(&text, type);
  uint64_t hash = ev_str_hash(ev_buf_view(&text));
  ev_buf_free(&text);
  return hash;
}

/* ---- expressions */

static part_kind kind_of(const ev_expr *e) {
  switch (e->kind) {
  case EV_E_INT:
  case EV_E_QUANTITY: return PART_NUMBER;
  case EV_E_STRING:
  case EV_E_TEMPLATE: return PART_TEXT;
  case EV_E_NAME:
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD:
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: return PART_PATH;
  case EV_E_LIST:
  case EV_E_COMPREHENSION: return PART_LIST;
  case EV_E_BOOL:
  case EV_E_NOT:
  case EV_E_ANY:
  case EV_E_ALL:
  case EV_E_NONE: return PART_TRUTH;
  default: return e->kind >= EV_E_AND && e->kind <= EV_E_IS_REFUSED ? PART_TRUTH : PART_VALUE;
  }
}

static bool is_simple(const ev_expr *e) { return e->kind < EV_E_NOT || e->parenthesised; }

static void add_where(parts *p, const ev_expr *e) {
  if (e->kind == EV_E_FIELD || e->kind == EV_E_OPTIONAL_FIELD)
    add(p, (part){.span = e->where,
                  .kind = PART_FIELD,
                  .simple = true,
                  .type = identity(e->type),
                  .owner = identity(e->a->type)});
  if (e->kind >= EV_E_EQ && e->kind <= EV_E_GE)
    add(p, (part){.span = e->where, .kind = PART_COMPARE, .simple = true});
  if (e->kind >= EV_E_ADD && e->kind <= EV_E_DIV)
    add(p, (part){.span = e->where, .kind = PART_COMPUTE, .simple = true});
}

#define DEEPEST 2048u

static void add_one(parts *p, const ev_expr *e) {
  add(p, (part){.span = e->span,
                .kind = kind_of(e),
                .simple = is_simple(e),
                .type = identity(e->type),
                .free = true});
  add_where(p, e);
}

/* What is around a local name speaks of it, too. */
static void mark_bound(parts *p, size_t from, ev_span local) {
  for (size_t i = from; i < p->count; i++)
    if (p->at[i].span.start <= local.start && local.end <= p->at[i].span.end) p->at[i].free = false;
}

/* Not the pieces of a template, which stand in quotes. */
static void add_expressions(parts *p, const ev_expr *first) {
  const ev_expr *pending[DEEPEST];
  size_t count = 0, from = p->count;
  if (first) pending[count++] = first;
  while (count > 0) {
    const ev_expr *e = pending[--count];
    const ev_expr *inner[] = {e->a, e->b, e->c, e->args, e->next};
    bool whole = e->kind == EV_E_TEMPLATE;
    add_one(p, e);
    if (e->ref == EV_REF_LOCAL || whole) mark_bound(p, from, e->span);
    for (size_t i = 0; i < sizeof inner / sizeof *inner && count < DEEPEST; i++)
      if (inner[i] && !(whole && i == 3)) pending[count++] = inner[i];
  }
}

/* ---- clauses and declarations */

static void add_clause(parts *p, const ev_clause *c) {
  add(p, (part){.span = c->span, .kind = PART_CLAUSE, .simple = true});
  add_expressions(p, c->expr);
  add_expressions(p, c->say);
  for (const ev_generator *g = c->generators; g; g = g->next) add_expressions(p, g->list);
}

/* A case holds clauses, but no further case. */
static void add_clauses(parts *p, const ev_clause *c) {
  for (; c; c = c->next) {
    add_clause(p, c);
    for (const ev_clause *inner = c->clauses; inner; inner = inner->next) add_clause(p, inner);
  }
}

static void add_fields(parts *p, const ev_field *f) {
  for (; f; f = f->next) {
    if (f->type) add(p, (part){.span = f->type->span, .kind = PART_TYPE, .simple = true});
    add_expressions(p, f->fallback);
  }
}

static void add_declaration(parts *p, const ev_decl *d) {
  p->declarations++;
  add(p, (part){.span = d->span, .kind = PART_DECLARATION, .simple = true});
  add_fields(p, d->fields);
  add_expressions(p, d->expr);
  add_expressions(p, d->cells);
  add_clauses(p, d->clauses);
}

static const ev_file *parse(ev_arena *arena, const ev_source *source, ev_diagnostics *diagnostics) {
  size_t errors = diagnostics->errors;
  const ev_program *program = harness_check(arena, source->text, diagnostics);
  if (program) return program->files;
  diagnostics->errors = errors;
  const ev_file *file = ev_parse(arena, source, diagnostics);
  return diagnostics->errors == errors ? file : NULL;
}

bool parts_find(parts *p, ev_str text) {
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ev_diagnostics diagnostics;
  ev_diagnostics_init(&diagnostics, &arena);
  ev_source source = {EV_STR("fuzz.vet"), text};
  const ev_file *file = parse(&arena, &source, &diagnostics);
  p->count = p->declarations = 0;
  for (const ev_decl *d = file ? file->decls : NULL; d; d = d->next) add_declaration(p, d);
  ev_arena_free(&arena);
  return file != NULL;
}
