#include "quick.h"

#include <stdio.h>
#include <stdlib.h>

#include "generate.h"
#include "limit.h"
#include "report.h"
#include "settings.h"

#define COPIES         3u
#define MOST_DOCUMENTS 8u

typedef struct subject {
  ref_pair pair;
  ev_buf rules;
  ev_settings settings; /* of the program's first test, if it has any */
  uint32_t scope;
} subject;

static bool open_subject(subject *s, ref_bytes *bytes, uint32_t copies, ref_tally *faults) {
  *s = (subject){.rules = {0}};
  ref_generate_program(&s->rules, bytes, copies);
  if (!ref_compile(&s->pair, ev_buf_view(&s->rules), false, faults)) return false;
  const ev_decls *tests = &s->pair.program->tests;
  if (tests->count && !ev_settings_of_test(&s->settings, s->pair.bundle, s->pair.program, tests->at[0]))
    abort();
  return true;
}

static void close_subject(subject *s) {
  if (s->settings.values) ev_settings_free(&s->settings);
  ref_release(&s->pair);
  ev_buf_free(&s->rules);
}

/* What a budget cuts short depends on what was done before. */
static ev_vet_options options_of(const subject *s) {
  ev_vet_options options = ev_vet_options_default(s->pair.bundle);
  options.settings = s->settings.values;
  options.steps = UINT64_MAX / 2;
  options.findings = UINT32_MAX;
  options.scope = s->scope;
  return options;
}

/* ---- reports */

static void append(void *context, ev_str bytes) { ev_buf_str(context, bytes); }

/* Documents that are ruled out unread make no errors. */
static void write_report(ev_buf *out, const ev_outcome *outcome) {
  ev_outcome shown = *outcome;
  ev_report_options options = {.format = EV_FORMAT_NDJSON, .write = append, .context = out};
  ev_reporter *reporter = ev_reporter_new(&options);
  ev_tally none = {0};
  if (!reporter) abort();
  shown.problems = NULL;
  ev_report(reporter, &shown);
  if (ev_report_end(reporter, &none) != 0) abort();
  ev_reporter_free(reporter);
}

static void write_tally(ev_buf *out, const ev_tally *t) {
  ev_buf_format(out, "%llu documents, %llu objects, %llu skipped, %llu pods, %llu passed over, findings",
                (unsigned long long)t->documents, (unsigned long long)t->objects,
                (unsigned long long)t->skipped, (unsigned long long)t->pods,
                (unsigned long long)t->pods_passed_over);
  for (int i = 0; i < EV_SEVERITIES; i++) ev_buf_format(out, " %llu", (unsigned long long)t->findings[i]);
  ev_buf_char(out, '\n');
}

/* ---- findings of one copy of the rules, by the ids of the first */

static uint32_t number_of(const ev_finding *f) {
  ev_str id = f->rule->id;
  uint32_t number = 0;
  for (size_t i = 1; id.at[0] == 'R' && i < id.size; i++) number = number * 10 + (uint32_t)(id.at[i] - '0');
  return number;
}

static void write_finding(ev_buf *out, const ev_finding *f) {
  uint32_t number = number_of(f);
  if (number)
    ev_buf_format(out, "R%u", (unsigned)(number % REF_MOST_RULES));
  else
    ev_buf_str(out, f->rule->id);
  ev_buf_format(out, " %d %u %u:%u-%u:%u %.*s \"%.*s\"\n", (int)f->verdict, (unsigned)f->document,
                (unsigned)f->place.line, (unsigned)f->place.column, (unsigned)f->place.end_line,
                (unsigned)f->place.end_column, EV_STR_ARG(f->path), EV_STR_ARG(f->message));
  for (const ev_note *n = f->notes; n; n = n->next)
    ev_buf_format(out, "  %u:%u \"%.*s\"\n", (unsigned)n->place.line, (unsigned)n->place.column,
                  EV_STR_ARG(n->message));
}

static void write_copy(ev_buf *out, const ev_outcome *outcome, uint32_t copy) {
  for (size_t i = 0; i < outcome->finding_count; i++) {
    uint32_t number = number_of(outcome->findings[i]);
    if (number == 0 || number / REF_MOST_RULES == copy) write_finding(out, outcome->findings[i]);
  }
}

/* ---- comparing */

typedef struct trial {
  const subject *alone, *among;
  ev_str manifests;
  ref_quick_tally *tally;
  bool differs;
} trial;

static void expect_same(trial *t, const char *what, const ev_buf *wanted, const ev_buf *got) {
  if (t->differs || ev_str_equal(ev_buf_view(wanted), ev_buf_view(got))) return;
  t->differs = true;
  (void)fprintf(stderr, "%.*s--- of:\n%.*s--- %s:\n%.*s--- wanted:\n%.*s", EV_STR_ARG(t->manifests),
                EV_STR_ARG(ev_buf_view(&t->alone->rules)), what, EV_STR_ARG(ev_buf_view(got)),
                EV_STR_ARG(ev_buf_view(wanted)));
}

static const ev_outcome *vet(ev_vetter *vetter, ev_str text) {
  const ev_outcome *outcome = vetter ? ev_vet(vetter, EV_STR("generated.yaml"), text) : NULL;
  if (!outcome) abort();
  return outcome;
}

/* Writes the report with no shortcut, and the findings of the only copy of the rules. */
static void judge(trial *t, ev_buf *report, ev_buf *findings) {
  ev_vet_options options = options_of(t->alone);
  options.no_skip = true;
  ev_vetter *vetter = ev_vetter_new(&options);
  const ev_outcome *outcome = vet(vetter, t->manifests);
  write_report(report, outcome);
  write_tally(report, &outcome->tally);
  write_copy(findings, outcome, 0);
  t->tally->documents += outcome->tally.documents;
  t->tally->findings += outcome->finding_count;
  ev_vetter_free(vetter);
}

static void compare_alone(trial *t, const ev_buf *wanted) {
  ev_buf report = {0};
  ev_vet_options options = options_of(t->alone);
  ev_vetter *vetter = ev_vetter_new(&options);
  const ev_outcome *outcome = vet(vetter, t->manifests);
  write_report(&report, outcome);
  write_tally(&report, &outcome->tally);
  expect_same(t, "with shortcuts", wanted, &report);
  ev_buf_free(&report);
  ev_vetter_free(vetter);
}

static void compare_among(trial *t, const ev_buf *wanted) {
  ev_vet_options options = options_of(t->among);
  ev_vetter *vetter = ev_vetter_new(&options);
  const ev_outcome *outcome = vet(vetter, t->manifests);
  for (uint32_t copy = 0; copy < COPIES; copy++) {
    ev_buf findings = {0};
    write_copy(&findings, outcome, copy);
    expect_same(t, "among copies", wanted, &findings);
    ev_buf_free(&findings);
  }
  ev_vetter_free(vetter);
}

static void compare(trial *t) {
  ev_buf report = {0}, findings = {0};
  judge(t, &report, &findings);
  compare_alone(t, &report);
  compare_among(t, &findings);
  t->tally->programs++;
  t->tally->differ += t->differs;
  ev_buf_free(&report);
  ev_buf_free(&findings);
}

/* What is small is never ruled out: some have empty lines behind them. */
static void write_manifests(ev_buf *out, const subject *s, ref_bytes *bytes) {
  ref_pool pool;
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ref_pool_fill(&pool, &arena, s->pair.program);
  bool large = ref_choose(bytes, 4) == 1;
  ref_generate_manifests(out, s->pair.program, &pool, bytes, MOST_DOCUMENTS);
  if (large) ev_buf_fill(out, '\n', EV_LEAST_RULED_OUT);
  ev_arena_free(&arena);
}

bool ref_compare_quick(const uint8_t *bytes, size_t size, ref_quick_tally *tally) {
  subject alone, among;
  ref_tally faults = {0};
  ev_buf manifests = {0};
  ref_bytes left = {bytes, size, false}, again = left;
  bool compiled = open_subject(&alone, &left, 1, &faults);
  compiled = open_subject(&among, &again, COPIES, &faults) && compiled;
  if (compiled) {
    ref_bytes rest = {left.at, left.size, true};
    bool scoped = alone.pair.program->scopes.count && ref_choose(&rest, 3) == 1;
    alone.scope = among.scope = scoped ? 0 : EV_NONE;
    write_manifests(&manifests, &alone, &rest);
    compare(&(trial){.alone = &alone, .among = &among, .manifests = ev_buf_view(&manifests), .tally = tally});
  }
  tally->differ += faults.differ;
  close_subject(&alone);
  close_subject(&among);
  ev_buf_free(&manifests);
  return compiled;
}
