/* Scans with threads: what is committed, in which order, and how they end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "bundle.h"
#include "embedded.h"
#include "progress.h"
#include "scan.h"

#define FILES 200u

/* ---- the pack, and a folder of files of which every third has a finding */

typedef struct fixture {
  char folder[64];
  ev_bundle *bundle;
  ev_targets targets;
} fixture;

static void write_file(const char *folder, unsigned number) {
  char path[96];
  (void)snprintf(path, sizeof path, "%s/%03u.yaml", folder, number);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  (void)fprintf(file, "apiVersion: v1\nkind: Pod\nmetadata: {name: p%u}\nspec:\n  containers:\n", number);
  (void)fprintf(file, "  - {name: a, image: a, securityContext: {privileged: %s}}\n",
                number % 3 == 0 ? "true" : "false");
  /* Files of very different lengths: the later ones are done before the earlier ones. */
  for (unsigned i = 0; number % 17 == 0 && i < 20000; i++) (void)fputs("# a comment that takes time\n", file);
  assert_int_equal(fclose(file), 0);
}

static int set_up(void **state) {
  fixture *f = calloc(1, sizeof *f);
  assert_non_null(f);
  (void)snprintf(f->folder, sizeof f->folder, "/tmp/ecivet-scan-XXXXXX");
  assert_non_null(mkdtemp(f->folder));
  for (unsigned i = 0; i < FILES; i++) write_file(f->folder, i);
  ev_verify_error error;
  f->bundle = ev_bundle_read((ev_str){ev_embedded_bundle, ev_embedded_bundle_size}, &error);
  assert_non_null(f->bundle);
  ev_targets_init(&f->targets);
  ev_targets_add(&f->targets, ev_str_of(f->folder), &(ev_walk_options){.accept = ev_accept_manifest});
  ev_targets_finish(&f->targets);
  assert_int_equal(f->targets.count, FILES);
  *state = f;
  return 0;
}

static int tear_down(void **state) {
  fixture *f = *state;
  for (size_t i = 0; i < f->targets.count; i++) (void)unlink(f->targets.at[i].name);
  (void)rmdir(f->folder);
  ev_targets_free(&f->targets);
  ev_bundle_free(f->bundle);
  free(f);
  return 0;
}

/* ---- a sink that writes down what comes */

typedef struct log {
  ev_buf committed; /* names of the files, a line each */
  atomic_uint rendered;
  atomic_bool stop;
  unsigned stop_after; /* outcomes rendered; 0: never */
  size_t pretended;    /* bytes that each outcome says it holds */
  size_t last_vetted, reports;
} log;

static void *render(void *context, const ev_outcome *outcome, size_t *size) {
  log *l = context;
  unsigned rendered = atomic_fetch_add(&l->rendered, 1) + 1;
  if (rendered == l->stop_after) atomic_store(&l->stop, true);
  *size = 0;
  if (outcome->finding_count == 0) return NULL;
  *size = l->pretended;
  char *kept = ev_realloc(NULL, outcome->file.size + 1);
  assert_non_null(kept);
  memcpy(kept, outcome->file.at, outcome->file.size);
  kept[outcome->file.size] = '\0';
  return kept;
}

static void commit(void *context, void *kept) {
  log *l = context;
  ev_buf_format(&l->committed, "%s\n", (char *)kept);
  ev_free(kept);
}

static void progress(void *context, const ev_scan_state *state) {
  log *l = context;
  assert_true(state->vetted >= l->last_vetted);
  assert_int_equal(state->total, FILES);
  assert_int_equal(state->tally.files, state->vetted);
  l->last_vetted = state->vetted;
  l->reports++;
}

static ev_scan_state run(const fixture *f, log *l, uint32_t jobs) {
  ev_vet_options vet = ev_vet_options_default(f->bundle);
  ev_scan_options options = {.file_limit = 1u << 20, .jobs = jobs, .stop = &l->stop};
  ev_scan_sink sink = {render, commit, progress, l};
  ev_scan_state state;
  assert_true(ev_scan(&f->targets, &vet, &options, &sink, &state));
  return state;
}

static void expect_first(const fixture *f, const log *l, size_t vetted) {
  ev_buf expected = {0};
  for (size_t i = 0; i < vetted; i += 3) ev_buf_format(&expected, "%s\n", f->targets.at[i].name);
  assert_int_equal(l->committed.size, expected.size);
  if (expected.size) assert_memory_equal(l->committed.at, expected.at, expected.size);
  ev_buf_free(&expected);
}

static void test_commits_in_order(void **context) {
  static const uint32_t jobs[] = {1, 2, 3, 16, 1000};
  for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
    log l = {0};
    ev_scan_state state = run(*context, &l, jobs[i]);
    assert_int_equal(state.vetted, FILES);
    assert_int_equal(state.tally.pods, FILES);
    assert_int_equal(state.tally.findings[EV_ERROR], (FILES + 2) / 3);
    assert_int_equal(l.reports, FILES);
    expect_first(*context, &l, FILES);
    ev_buf_free(&l.committed);
  }
}

/* Where much waits, nobody runs ahead of the target that all wait for, and nobody waits for ever. */
static void test_much_that_waits(void **context) {
  log l = {.pretended = 64u << 20};
  ev_scan_state state = run(*context, &l, 4);
  assert_int_equal(state.vetted, FILES);
  expect_first(*context, &l, FILES);
  ev_buf_free(&l.committed);
}

/* What was begun is committed, without a gap; nothing more is begun. */
static void test_stops(void **context) {
  for (uint32_t jobs = 1; jobs <= 4; jobs++) {
    log l = {.stop_after = 50};
    ev_scan_state state = run(*context, &l, jobs);
    assert_true(state.vetted >= 50 && state.vetted < 50 + jobs);
    assert_int_equal(state.vetted, l.rendered);
    assert_int_equal(state.total, FILES);
    expect_first(*context, &l, state.vetted);
    ev_buf_free(&l.committed);
  }
}

/* ---- the line on a terminal */

static void expect_line(ev_scan_state state, double seconds, const char *expected) {
  ev_buf out = {0};
  ev_progress_write(&out, &state, seconds);
  ev_buf_char(&out, '\0');
  assert_string_equal(out.at, expected);
  ev_buf_free(&out);
}

static void test_progress_line(void **context) {
  (void)context;
  ev_scan_state state = {
      .vetted = 500, .total = 2000, .tally = {.documents = 700, .findings = {1, 2, 3}, .unknown = {0, 4, 0}}};
  expect_line(state, 2.0, "500 of 2000 files, 700 documents, 10 findings, 250 files/s, 6 s left");
  expect_line(state, 100.0, "500 of 2000 files, 700 documents, 10 findings, 5 files/s, 5 min 0 s left");
  expect_line(state, 1000.0, "500 of 2000 files, 700 documents, 10 findings");
}

static void test_line_is_cut(void **context) {
  (void)context;
  ev_buf out = {0};
  ev_progress_line(&out, &(ev_scan_state){.vetted = 1, .total = 2}, 0);
  ev_buf_char(&out, '\0');
  assert_string_equal(out.at, "\r\x1b[K\x1b[?7l1 of 2 files, 0 documents, 0 findings\x1b[?7h");
  ev_buf_free(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_commits_in_order),
      cmocka_unit_test(test_much_that_waits),
      cmocka_unit_test(test_stops),
      cmocka_unit_test(test_progress_line),
      cmocka_unit_test(test_line_is_cut),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
