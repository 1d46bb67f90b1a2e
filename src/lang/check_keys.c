/* The equality by which elements meet, of joined lists and of pairs. Its keys are computed of all elements,
 * before anything else is asked of them. So no text is decoded in a key: what cannot be read would be a
 * finding, of elements as well that the rule passes over. */
#include "check.h"

static void look_for_decode(void *context, const ev_expr *e) {
  bool *found = context;
  bool call = e->kind == EV_E_CALL && e->ref == EV_REF_DECL;
  if (call && (e->decl->kind == EV_D_DECODE || e->decl->decodes)) *found = true;
  if (!*found) ev_expr_parts(e, look_for_decode, context);
}

bool ev_expr_decodes(const ev_expr *e) {
  bool found = false;
  look_for_decode(&found, e);
  return found;
}

/* A key stands for the values of the `let`s behind the loop that it names. */
static bool decodes_behind(const ev_expr *e, const ev_clause *loop, const ev_clause *at) {
  if (ev_expr_decodes(e)) return true;
  for (const ev_clause *c = loop->next; c != at; c = c->next)
    if (c->kind == EV_C_LET && ev_expr_mentions(e, c->local) && ev_expr_decodes(c->expr)) return true;
  return false;
}

bool ev_key_may_be(ev_key_search *search, const ev_expr *equality) {
  if (!decodes_behind(equality, search->loop, search->at)) return true;
  if (!search->decoding) search->decoding = equality;
  return false;
}

bool ev_key_diagnose(ev_checker *c, const ev_key_search *search) {
  if (!search->decoding) return false;
  ev_diagnostic *d = ev_check_error(c, "decode-in-key", search->decoding->span,
                                    "a text is decoded in the key by which the elements would meet");
  ev_check_help(
      c, d,
      "keys are computed of all elements before any condition is judged, and a text that cannot be read "
      "would be told of elements that the rule passes over: join by what stands in the manifest itself, "
      "or go over the decoded list");
  return true;
}
