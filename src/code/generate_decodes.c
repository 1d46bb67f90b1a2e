/* What a case finds before any demand of it is judged: texts that it decodes and that cannot be read, and
 * lists that are unknown. What lies behind such a place in the order of the clauses cannot do away with it.
 */
#include "generate.h"

bool ev_gen_clause_decodes(const ev_clause *clause) {
  bool judged = clause->kind >= EV_C_LET && clause->kind <= EV_C_FORBID; /* the rest is of a finding */
  if (!judged) return false;
  for (const ev_generator *g = clause->generators; g; g = g->next)
    if (ev_expr_decodes(g->list)) return true;
  return clause->expr && ev_expr_decodes(clause->expr);
}
