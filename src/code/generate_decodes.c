/* What a case finds before any demand of it is judged: texts that it decodes and that cannot be read, and
 * lists that are unknown. What lies behind such a place in the order of the clauses cannot do away with it.
 */
#include "generate.h"

/* ---- decoding */

static void look_for_decode(void *context, const ev_expr *e) {
  bool *found = context;
  bool call = e->kind == EV_E_CALL && e->ref == EV_REF_DECL;
  if (call && (e->decl->kind == EV_D_DECODE || e->decl->decodes)) *found = true;
  if (!*found) ev_expr_parts(e, look_for_decode, context);
}

bool ev_gen_decodes(const ev_expr *e) {
  bool found = false;
  look_for_decode(&found, e);
  return found;
}

bool ev_gen_clause_decodes(const ev_clause *clause) {
  bool judged = clause->kind >= EV_C_LET && clause->kind <= EV_C_FORBID; /* the rest is of a finding */
  if (!judged) return false;
  for (const ev_generator *g = clause->generators; g; g = g->next)
    if (ev_gen_decodes(g->list)) return true;
  return clause->expr && ev_gen_decodes(clause->expr);
}
