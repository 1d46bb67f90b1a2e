/* What nothing uses: declarations, imports, `let`s and parameters. */
#include "lint_parts.h"

/* Things that are referred to, by address. */
typedef struct ev_marks {
  const void **slots;
  size_t mask;
} ev_marks;

typedef struct ev_unused {
  ev_linter *l;
  ev_marks decls, locals;
  ev_marks files; /* that the file in hand refers to */
} ev_unused;

static ev_marks new_marks(ev_linter *l, size_t count) {
  size_t capacity = 16;
  while (capacity < count * 2) capacity *= 2;
  return (ev_marks){EV_NEW_ARRAY(&l->arena, const void *, capacity), capacity - 1};
}

static const void **slot_of(const ev_marks *m, const void *thing) {
  size_t i = (size_t)ev_str_hash((ev_str){(const char *)&thing, sizeof thing}) & m->mask;
  while (m->slots[i] && m->slots[i] != thing) i = (i + 1) & m->mask;
  return &m->slots[i];
}

static void mark(const ev_marks *m, const void *thing) { *slot_of(m, thing) = thing; }
static bool is_marked(const ev_marks *m, const void *thing) { return *slot_of(m, thing) != NULL; }

/* ---- references */

static void refer(ev_unused *u, const ev_decl *decl) {
  if (!decl) return;
  mark(&u->decls, decl);
  if (decl->file != u->l->file) mark(&u->files, decl->file);
}

static void in_type(ev_unused *u, const ev_type_syntax *syntax) {
  const ev_type *type = syntax ? syntax->type : NULL;
  while (type && type->element) type = type->element;
  if (type) refer(u, type->decl);
}

static void in_set(ev_unused *u, const ev_set *set) {
  for (; set; set = set->a) { /* as deep as sets nest */
    refer(u, set->decl);
    if (set->b) in_set(u, set->b);
  }
}

static void in_expr(void *context, const ev_expr *e) {
  ev_unused *u = context;
  if (e->ref == EV_REF_DECL) refer(u, e->decl);
  if (e->ref == EV_REF_LOCAL) mark(&u->locals, e->local);
  if (e->set) in_set(u, e->set);
  ev_expr_parts(e, in_expr, u);
}

static void in_exprs(ev_unused *u, const ev_expr *e) {
  for (; e; e = e->next) in_expr(u, e);
}

static void in_clauses(ev_unused *u, const ev_clause *clauses) {
  for (; clauses; clauses = clauses->next) {
    in_exprs(u, clauses->expr);
    if (clauses->say) in_expr(u, clauses->say);
    for (const ev_generator *g = clauses->generators; g; g = g->next) in_expr(u, g->list);
    if (clauses->kind == EV_C_CASE) in_clauses(u, clauses->clauses);
  }
}

static void in_view(ev_unused *u, const ev_decl *view) {
  if (view->checked) refer(u, view->checked->decl);
  for (const ev_view_row *row = view->rows; row; row = row->next) refer(u, row->root);
}

/* A rule that is expected is not used by that: only its file is. */
static void refer_rule(ev_unused *u, const ev_decl *rule) {
  if (rule && rule->file != u->l->file) mark(&u->files, rule->file);
}

static void refer_view(ev_unused *u, const ev_decl *scope) {
  const ev_decls *views = &u->l->program->views;
  for (uint32_t i = 0; i < views->count; i++)
    if (ev_str_equal(views->at[i]->name.text, scope->record.text)) refer(u, views->at[i]);
}

static void in_test(ev_unused *u, const ev_decl *test) {
  for (const ev_setting *s = test->settings; s; s = s->next) {
    in_expr(u, s->value);
    refer(u, s->decl);
  }
  for (const ev_expect *e = test->expects; e; e = e->next) refer_rule(u, e->decl);
}

/* Shapes speak of the objects that the views at hand find. */
static void in_shape(ev_unused *u) {
  for (const ev_use *use = u->l->file->uses; use; use = use->next)
    for (size_t i = 0; i < use->count; i++)
      for (const ev_decl *d = use->files[i]->decls; d; d = d->next)
        if (d->kind == EV_D_VIEW) refer(u, d);
}

static void in_decl(ev_unused *u, const ev_decl *decl) {
  for (const ev_field *f = decl->fields; f; f = f->next) in_type(u, f->type);
  in_type(u, decl->type);
  in_exprs(u, decl->expr);
  in_set(u, decl->set);
  in_clauses(u, decl->clauses);
  if (decl->kind == EV_D_VIEW) in_view(u, decl);
  if (decl->kind == EV_D_SCOPE) refer_view(u, decl);
  if (decl->kind == EV_D_SHAPE) in_shape(u);
  if (decl->kind == EV_D_TEST) in_test(u, decl);
}

/* ---- what is told */

static void unused(ev_unused *u, ev_word name, const char *what) {
  (void)ev_lint_warning(u->l, "unused", name.span, "%s `%.*s` is never used", what, EV_STR_ARG(name.text));
}

static void unused_lets(ev_unused *u, const ev_clause *clauses) {
  for (; clauses; clauses = clauses->next) {
    if (clauses->kind == EV_C_LET && clauses->local && !is_marked(&u->locals, clauses->local))
      unused(u, clauses->name, "let");
    if (clauses->kind == EV_C_CASE) unused_lets(u, clauses->clauses);
  }
}

static void unused_parameters(ev_unused *u, const ev_decl *decl) {
  if (decl->kind != EV_D_FN && decl->kind != EV_D_DECODE) return;
  for (const ev_field *f = decl->fields; f; f = f->next)
    if (f->local && !is_marked(&u->locals, f->local)) unused(u, f->name, "parameter");
}

static bool may_be_unused(const ev_decl *decl) {
  switch (decl->kind) {
  case EV_D_SET:
  case EV_D_PARAM:
  case EV_D_FN:
  case EV_D_TABLE:
  case EV_D_DECODE: return true;
  default: return false; /* records and views describe, whether or not a rule looks at them */
  }
}

static void unused_use(ev_unused *u, const ev_use *use) {
  bool used = use->count == 0;
  for (size_t i = 0; i < use->count; i++) used = used || is_marked(&u->files, use->files[i]);
  if (!used) unused(u, use->name, use->is_path ? "file" : "module");
}

/* A file without rules is there for others, of which not all may be at hand. */
static bool has_rules(const ev_file *file) {
  for (const ev_decl *d = file->decls; d; d = d->next)
    if (d->kind == EV_D_RULE) return true;
  return false;
}

static void tell(ev_unused *u, const ev_file *file) {
  bool rules = has_rules(file);
  u->l->file = file;
  for (const ev_decl *d = file->decls; d; d = d->next) {
    if (rules && may_be_unused(d) && !is_marked(&u->decls, d)) unused(u, d->name, ev_decl_kind_text(d));
    unused_parameters(u, d);
    unused_lets(u, d->clauses);
  }
}

/* ---- sizes, so that no table fills */

static size_t count_names(const ev_program *p) {
  size_t count = 0;
  for (const ev_file *file = p->files; file; file = file->next) count += file->source.text.size;
  return count / 4 + 64; /* a name, a blank and what it is defined by are longer */
}

void ev_lint_unused(ev_linter *l) {
  ev_arena_reset(&l->arena, 1u << 20);
  size_t count = count_names(l->program);
  ev_unused u = {l, new_marks(l, count), new_marks(l, count), {NULL, 0}};
  size_t files = 0;
  for (const ev_file *file = l->program->files; file; file = file->next) files++;
  for (const ev_file *file = l->program->files; file && u.decls.slots && u.locals.slots; file = file->next) {
    l->file = file;
    u.files = new_marks(l, files);
    if (!u.files.slots) return;
    for (const ev_decl *d = file->decls; d; d = d->next) in_decl(&u, d);
    for (const ev_use *use = file->selected ? file->uses : NULL; use; use = use->next) unused_use(&u, use);
  }
  for (const ev_file *file = l->program->files; file && u.decls.slots && u.locals.slots; file = file->next)
    if (file->selected) tell(&u, file);
}
