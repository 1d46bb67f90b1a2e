/* Views: where in an object their instances are, and which of them a scope chooses. */
#include "reference.h"

static bool is_word(const ev_words *words, ev_str text) {
  while (words && !ev_str_equal(words->word.text, text)) words = words->next;
  return words != NULL;
}

bool ref_row_matches(const ref_run *run, const ev_view_row *row) {
  if (!is_word(row->kinds, run->kind)) return false;
  const ev_words *version = row->versions;
  while (version && !ref_glob_matches(version->word.text, run->api_version)) version = version->next;
  return version != NULL;
}

/* What is at a path, if it is there for certain. */
static ev_node *follow(const ref_run *run, const ev_view_path *path) {
  ev_node *node = run->object;
  for (const ev_words *w = path->names; w && node; w = w->next) {
    node = ev_node_get(node, w->word.text, run->arena);
    if (node && node->flags & EV_FLAG_AMBIGUOUS) return NULL;
  }
  return node && node->kind == EV_NODE_MAP ? node : NULL;
}

static void add_once(const ref_run *run, ref_instance **list, ev_node *node) {
  while (*list && (*list)->node != node) list = &(*list)->next;
  if (*list) return;
  *list = EV_NEW(run->arena, ref_instance);
  (*list)->node = node;
}

/* ---- scopes */

/* What may be in scope is. */
static bool is_in_scope(ref_run *run, const ev_decl *view, ev_node *node) {
  ref_scope names = {run, NULL, NULL};
  ref_value v = {.kind = REF_NODE, .node = node, .type = view->checked, .origin = node};
  names = ref_bind(&names, view, v);
  ref_value chosen = ref_eval(&names, run->scope->expr);
  return ref_is(&chosen, true) || chosen.kind == REF_UNKNOWN;
}

ref_instance *ref_instances(const ref_run *run, const ev_decl *view) {
  ref_instance *list = NULL;
  bool scoped = run->scope && view == run->scope->view;
  for (const ev_view_row *row = view->rows; row; row = row->next) {
    if (!ref_row_matches(run, row)) continue;
    for (const ev_view_path *path = row->paths; path; path = path->next) {
      ev_node *node = follow(run, path);
      if (node && (!scoped || is_in_scope((ref_run *)(uintptr_t)run, view, node))) add_once(run, &list, node);
    }
  }
  return list;
}

bool ref_has_counted(const ref_run *run) {
  const ev_decls *views = &run->program->views;
  for (uint32_t i = 0; i < views->count; i++) {
    bool counts = views->at[i]->counted && (!run->scope || views->at[i] == run->scope->view);
    if (counts && ref_instances(run, views->at[i])) return true;
  }
  return false;
}
