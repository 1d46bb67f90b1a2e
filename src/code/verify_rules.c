/* Rules, decodes, scopes, and the signatures of the chunks that they name. */
#include "limit.h"
#include "verify.h"

#define MOST_VIEWS  16u /* of a case */
#define SHAPE_TEXTS 5u  /* field, expected, found, record, hint */

/* ---- chunks that rules name */

/* Has a function these parameters and this result? */
static bool is_function(ev_verifier *v, uint32_t chunk, uint32_t count, ev_ty parameter, ev_ty result) {
  const ev_bundle *b = v->bundle;
  if (chunk >= b->chunks_count) return false;
  const ev_chunk *c = &b->chunks[chunk];
  if (c->result == EV_NONE || c->param_count != count || !ev_ty_holds(v, result, v->canon[c->result]))
    return false;
  for (uint32_t i = 0; i < count; i++)
    if (v->canon[c->local_types[i]] != parameter) return false;
  return true;
}

static bool is_text_function(ev_verifier *v, uint32_t chunk, uint32_t count) {
  ev_ty string = ev_ty_simple(v, EV_VT_STRING);
  return is_function(v, chunk, count, string, string);
}

/* ---- cases */

static bool verify_case(ev_verifier *v, const ev_bcase *c, uint32_t rule, uint32_t index) {
  const ev_bundle *b = v->bundle;
  if (c->chunk >= b->chunks_count || b->chunks[c->chunk].result != EV_NONE)
    return ev_verify_fail(v, "rule %u: case %u has no chunk of a case", rule, index);
  const ev_chunk *chunk = &b->chunks[c->chunk];
  if (c->view_count > MOST_VIEWS || chunk->param_count != c->view_count)
    return ev_verify_fail(v, "rule %u: case %u has other views than its chunk parameters", rule, index);
  for (uint32_t i = 0; i < c->view_count; i++) {
    if (c->views[i] >= b->views_count)
      return ev_verify_fail(v, "rule %u: case %u names no view", rule, index);
    ev_ty record = ev_ty_of(v, EV_VT_RECORD, b->views[c->views[i]].record);
    if (v->canon[chunk->local_types[i]] != record)
      return ev_verify_fail(v, "rule %u: case %u takes another record than its view gives", rule, index);
  }
  for (uint32_t i = 0; i < c->need_count; i++)
    if (c->needs[i] != EV_NONE && c->needs[i] >= b->watches_count)
      return ev_verify_fail(v, "rule %u: case %u needs no watch of this bundle", rule, index);
  if (c->need_count && c->needs[c->need_count - 1] != EV_NONE)
    return ev_verify_fail(v, "rule %u: the needs of case %u have no end", rule, index);
  return true;
}

/* ---- rules */

static bool verify_shape(ev_verifier *v, const ev_brule *r, uint32_t i) {
  ev_bundle *b = v->bundle;
  if (r->event >= EV_EVENTS) return ev_verify_fail(v, "rule %u is of no event", i);
  if (b->shapes[r->event] != EV_NONE)
    return ev_verify_fail(v, "rules %u and %u are of one event", b->shapes[r->event], i);
  if (r->say != EV_NONE && !is_text_function(v, r->say, SHAPE_TEXTS))
    return ev_verify_fail(v, "rule %u: its text is no function of five strings", i);
  b->shapes[r->event] = i;
  return true;
}

static bool verify_rule_texts(ev_verifier *v, const ev_brule *r, uint32_t i) {
  return ev_verify_text(v, r->id, "rule", i) && ev_verify_text(v, r->title, "rule", i) &&
         ev_verify_text(v, r->doc, "rule", i) && ev_verify_text(v, r->help, "rule", i) &&
         ev_verify_text(v, r->see, "rule", i) && ev_verify_text(v, r->file, "rule", i) &&
         ev_verify_texts(v, &r->tags, "rule", i);
}

static bool verify_rule(ev_verifier *v, uint32_t i) {
  const ev_brule *r = &v->bundle->rules[i];
  if (!verify_rule_texts(v, r, i)) return false;
  if ((uint32_t)r->kind > EV_BR_SHAPE) return ev_verify_fail(v, "rule %u is of no kind", i);
  if ((uint32_t)r->severity > EV_ERROR) return ev_verify_fail(v, "rule %u has no severity", i);
  if (i > 0 && ev_str_compare(v->bundle->rules[i - 1].id, r->id) >= 0)
    return ev_verify_fail(v, "rule %u is out of order, or its id is not the only one", i);
  if (r->kind != EV_BR_RULE && r->case_count > 0) return ev_verify_fail(v, "rule %u cannot have cases", i);
  for (uint32_t c = 0; c < r->case_count; c++)
    if (!verify_case(v, &r->cases[c], i, c)) return false;
  return r->kind != EV_BR_SHAPE || verify_shape(v, r, i);
}

static bool verify_decode(ev_verifier *v, uint32_t i) {
  const ev_bundle *b = v->bundle;
  const ev_bdecode *d = &b->decodes[i];
  if (d->rule >= b->rules_count || b->rules[d->rule].kind != EV_BR_DECODE)
    return ev_verify_fail(v, "decode %u: its rule is none of a decode", i);
  if (d->say != EV_NONE && !is_text_function(v, d->say, 1))
    return ev_verify_fail(v, "decode %u: its text is no function of a string", i);
  return true;
}

static bool verify_scope(ev_verifier *v, uint32_t i) {
  const ev_bundle *b = v->bundle;
  const ev_bscope *s = &b->scopes[i];
  if (!ev_verify_text(v, s->name, "scope", i)) return false;
  if (s->view >= b->views_count) return ev_verify_fail(v, "scope %u names no view", i);
  ev_ty record = ev_ty_of(v, EV_VT_RECORD, b->views[s->view].record);
  if (!is_function(v, s->function, 1, record, ev_ty_simple(v, EV_VT_BOOL)))
    return ev_verify_fail(v, "scope %u has no function of its view's record that says true or false", i);
  return true;
}

bool ev_verify_rules(ev_verifier *v) {
  for (uint32_t i = 0; i < EV_EVENTS; i++) v->bundle->shapes[i] = EV_NONE;
  for (uint32_t i = 0; i < v->bundle->rules_count; i++)
    if (!verify_rule(v, i)) return false;
  for (uint32_t i = 0; i < v->bundle->decodes_count; i++)
    if (!verify_decode(v, i)) return false;
  for (uint32_t i = 0; i < v->bundle->scopes_count; i++)
    if (!verify_scope(v, i)) return false;
  return true;
}

/* ---- signatures */

static bool verify_lines(ev_verifier *v, const ev_chunk *c, uint32_t index) {
  for (uint32_t i = 0; i < c->line_count; i++)
    if (c->lines[i].word >= c->word_count || (i > 0 && c->lines[i - 1].word >= c->lines[i].word))
      return ev_verify_fail(v, "chunk %u: its lines are out of order", index);
  return true;
}

static bool is_type_of_values(const ev_verifier *v, uint32_t type) {
  if (type >= v->bundle->types_count) return false;
  ev_vtype_kind kind = v->bundle->types[type].kind;
  return kind != EV_VT_SET_STRING && kind != EV_VT_SET_INT;
}

static bool verify_signature(ev_verifier *v, uint32_t i) {
  const ev_chunk *c = &v->bundle->chunks[i];
  if (!ev_verify_text(v, c->name, "chunk", i)) return false;
  if (c->local_count > EV_MAX_LOCALS || c->max_stack > EV_MAX_STACK || c->iterators > EV_MAX_ITERATORS ||
      c->joins > EV_MAX_ITERATORS)
    return ev_verify_fail(v, "chunk %u has too many locals, slots or values", i);
  if (c->param_count > c->local_count)
    return ev_verify_fail(v, "chunk %u has more parameters than locals", i);
  for (uint32_t l = 0; l < c->local_count; l++)
    if (!is_type_of_values(v, c->local_types[l]))
      return ev_verify_fail(v, "chunk %u: local %u has no type", i, l);
  if (c->result != EV_NONE && !is_type_of_values(v, c->result))
    return ev_verify_fail(v, "chunk %u: its result has no type", i);
  return verify_lines(v, c, i);
}

bool ev_verify_signatures(ev_verifier *v) {
  for (uint32_t i = 0; i < v->bundle->chunks_count; i++)
    if (!verify_signature(v, i)) return false;
  for (uint32_t i = 0; i < v->bundle->decodes_count; i++)
    if (!ev_verify_has_shape(v, v->bundle->decodes[i].type))
      return ev_verify_fail(v, "decode %u has no type that a text can hold", i);
  return true;
}
