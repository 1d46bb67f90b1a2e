/* What is certain holds however the unknown turns out:
 *
 *   completions [--all] SEED COUNT
 *
 * Random programs and manifests in which something is not known, a text of the manifest or a literal of the
 * rules. It is filled in with one thing after the other: what failed for certain must fail still, and where a
 * rule had nothing to say it must have nothing to say. Ends at the first contradiction; with --all goes on.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grammar.h"
#include "hole.h"
#include "verdicts.h"

#define FILLINGS 16u

typedef struct tally {
  uint64_t pairs; /* with something unknown that a rule comes to, or might */
  uint64_t right; /* in which all values are of the right shapes */
  uint64_t filled, apart, certain, contradict;
} tally;

typedef struct subject {
  ev_str rules, manifest;
  const ref_pair *program;
  const ref_pool *pool;
  tally *tally;
} subject;

static void count_pair(tally *t, const ref_pair *p, const verdicts *v) {
  t->pairs += v->usable;
  t->right += v->usable && verdicts_are_of_right_shapes(p, v);
  for (uint32_t i = 0; i < v->count; i++) t->certain += v->of[i].fails != 0;
}

static void tell(const subject *s, const hole *h, ev_str filling, uint32_t rule, const verdicts *unknown,
                 const verdicts *known) {
  (void)fprintf(stderr, "%.*s--- of:\n%.*s--- %.*s: %u fail, %u unknown, where at byte %zu stands %s;\n",
                EV_STR_ARG(s->manifest),
                EV_STR_ARG(ev_str_slice(s->rules, strlen(ref_prelude), s->rules.size)),
                EV_STR_ARG(s->program->bundle->rules[rule].id), (unsigned)unknown->of[rule].fails,
                (unsigned)unknown->of[rule].unknowns, h->start, h->mark);
  (void)fprintf(stderr, "    %u fail, %u unknown, where there stands `%.*s`\n\n",
                (unsigned)known->of[rule].fails, (unsigned)known->of[rule].unknowns, EV_STR_ARG(filling));
}

static void hold_against(const subject *s, const hole *h, ev_str filling, const verdicts *unknown,
                         const verdicts *known) {
  uint32_t rule;
  switch (verdicts_compare(s->program, unknown, known, &rule)) {
  case VERDICTS_FIT: s->tally->filled++; break;
  case VERDICTS_APART: s->tally->apart++; break;
  case VERDICTS_CONTRADICT: s->tally->contradict++; tell(s, h, filling, rule, unknown, known);
  }
}

/* ---- something unknown in the manifest */

static void complete_manifest(subject *s, ref_bytes *bytes) {
  hole h;
  ev_buf text = {0};
  ev_str known = s->manifest;
  if (!hole_in_manifest(&h, known, bytes)) return;
  hole_write(&text, &h, ev_str_of(h.mark));
  s->manifest = ev_buf_view(&text);
  verdicts unknown = verdicts_of(s->program, s->manifest);
  uint64_t before = s->tally->contradict;
  count_pair(s->tally, s->program, &unknown);
  for (uint32_t i = 0; i < FILLINGS && unknown.usable && s->tally->contradict == before; i++) {
    ev_buf filled = {0};
    ev_str filling = i == 0 ? ev_str_slice(h.text, h.start, h.end) : hole_filling(&h, s->pool, bytes);
    hole_write(&filled, &h, filling);
    verdicts v = verdicts_of(s->program, ev_buf_view(&filled));
    hold_against(s, &h, filling, &unknown, &v);
    ev_buf_free(&filled);
  }
  ev_buf_free(&text);
  s->manifest = known;
}

/* ---- something unknown in the rules */

static verdicts verdicts_by(ev_str rules, ev_str manifest) {
  ref_pair p;
  ref_tally errors = {0};
  verdicts v = {.usable = false};
  if (ref_compile(&p, rules, false, &errors)) v = verdicts_of(&p, manifest);
  ref_release(&p);
  return v;
}

static void complete_rules(subject *s, ref_bytes *bytes) {
  hole h;
  ev_buf text = {0};
  ref_pair p;
  ref_tally errors = {0};
  subject unknown = *s;
  if (!hole_in_rules(&h, s->rules, strlen(ref_prelude), bytes)) return;
  hole_write(&text, &h, ev_str_of(h.mark));
  unknown.rules = ev_buf_view(&text);
  unknown.program = &p;
  if (ref_compile(&p, unknown.rules, false, &errors)) {
    verdicts v = verdicts_of(&p, s->manifest);
    count_pair(s->tally, &p, &v);
    for (size_t i = 0; i < h.filling_count && v.usable; i++) {
      ev_buf filled = {0};
      ev_str filling = ev_str_of(h.fillings[i]);
      hole_write(&filled, &h, filling);
      verdicts known = verdicts_by(ev_buf_view(&filled), s->manifest);
      if (known.usable) hold_against(&unknown, &h, filling, &v, &known);
      ev_buf_free(&filled);
    }
  }
  ref_release(&p);
  ev_buf_free(&text);
}

/* ---- pairs */

/* Mostly one whose values are of the right shapes. */
static void make_manifest(ev_buf *out, const ref_pair *p, const ref_pool *pool, uint64_t *random) {
  bool right = false;
  for (int attempt = 0; attempt < 6 && !right; attempt++) {
    uint8_t bytes[512];
    ref_bytes left = {bytes, sizeof bytes, false};
    ref_random(random, bytes, sizeof bytes);
    ev_buf_free(out);
    ref_generate_manifest(out, p->program, pool, &left);
    verdicts v = verdicts_of(p, ev_buf_view(out));
    right = v.usable && verdicts_are_of_right_shapes(p, &v);
  }
}

static void complete(uint64_t *random, tally *t) {
  uint8_t bytes[384], more[512];
  ref_bytes left = {bytes, sizeof bytes, false}, choices = {more, sizeof more, false};
  ev_buf rules = {0}, manifest = {0};
  ref_pair p;
  ref_pool pool;
  ref_tally errors = {0};
  ref_random(random, bytes, sizeof bytes);
  ref_random(random, more, sizeof more);
  ref_generate_rules(&rules, &left);
  if (ref_compile(&p, ev_buf_view(&rules), false, &errors)) {
    ref_pool_fill(&pool, &p.arena, p.program);
    make_manifest(&manifest, &p, &pool, random);
    subject s = {ev_buf_view(&rules), ev_buf_view(&manifest), &p, &pool, t};
    if (verdicts_of(&p, s.manifest).usable) {
      for (int i = 0; i < 4; i++) complete_manifest(&s, &choices);
      complete_rules(&s, &choices);
    }
  }
  ref_release(&p);
  ev_buf_free(&rules);
  ev_buf_free(&manifest);
}

int main(int argc, char **argv) {
  bool all = argc > 1 && strcmp(argv[1], "--all") == 0;
  argv += all;
  if (argc - all != 3) return 2;
  uint64_t random = strtoull(argv[1], NULL, 10) * 0x9e3779b97f4a7c15u | 1u,
           count = strtoull(argv[2], NULL, 10);
  tally t = {0};
  for (uint64_t i = 0; i < count && (all || !t.contradict); i++) complete(&random, &t);
  (void)printf("%" PRIu64 " pairs with something unknown, %" PRIu64 " of the right shapes; %" PRIu64
               " rules fail in them for certain; %" PRIu64 " completions, %" PRIu64
               " of other shapes passed over, %" PRIu64 " contradict\n",
               t.pairs, t.right, t.certain, t.filled, t.apart, t.contradict);
  return t.contradict == 0 && t.filled >= count && t.certain && t.right * 4 >= t.pairs ? 0 : 1;
}
