/* Scans with threads: what is committed, in which order, and how they end. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "bundle.h"
#include "embedded.h"
#include "interrupt.h"
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
  ev_stop stop;
  unsigned stop_after; /* outcomes rendered; 0: never */
  size_t pretended;    /* bytes that each outcome says it holds */
  size_t last_vetted, reports;
  atomic_uint pieces; /* of large targets: outcomes behind the first */
  size_t early;       /* committed before the last of them */
  bool take_turns;    /* what comes behind the first is of a target that all wait for */
  uint32_t last_line; /* of what was found in it */
} log;

/* What is found in a large target comes in order, and once. */
static void look_at_large(log *l, const ev_outcome *outcome) {
  if (!ev_str_ends(outcome->file, EV_STR("large"))) return;
  for (size_t i = 0; i < outcome->finding_count; i++) {
    assert_true(outcome->findings[i]->place.line > l->last_line);
    l->last_line = outcome->findings[i]->place.line;
    assert_true(ev_outcome_line(outcome, l->last_line).size > 0);
  }
}

static void *render(void *context, void *before, const ev_outcome *outcome, size_t *size) {
  log *l = context;
  look_at_large(l, outcome);
  if (before) {
    (void)atomic_fetch_add(&l->pieces, 1);
    *size = l->pretended;
    if (l->take_turns && ev_str_ends(outcome->file, EV_STR("second"))) assert_true(l->committed.size > 0);
    return before;
  }
  unsigned rendered = atomic_fetch_add(&l->rendered, 1) + 1;
  if (rendered == l->stop_after) atomic_store(&l->stop.requested, true);
  *size = 0;
  if (outcome->finding_count == 0) return NULL;
  *size = l->pretended;
  char *kept = ev_realloc(NULL, outcome->file.size + 1);
  assert_non_null(kept);
  memcpy(kept, outcome->file.at, outcome->file.size);
  kept[outcome->file.size] = '\0';
  return kept;
}

/* While the end of the first file is written, the thread of the second finishes a piece at most. */
static void write_slowly(log *l) {
  unsigned before = atomic_load(&l->pieces);
  (void)nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
  assert_true(atomic_load(&l->pieces) - before <= 1);
}

static void commit(void *context, void *kept, bool more) {
  log *l = context;
  if (l->take_turns && !more && ev_str_ends(ev_str_of(kept), EV_STR("first"))) write_slowly(l);
  l->early += more;
  if (more) return;
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
  ev_scan_options options = {.file_limit = 1u << 20, .stop = &l->stop, .jobs = jobs};
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
    assert_true(l.reports >= FILES); /* large ones are told of before they are vetted, too */
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

/* ---- a large file is left in the midst */

#define LARGE_DOCUMENTS 3000u
#define BLANKS          1000
static const char in_yaml[] = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
                              "  - {name: a, image: a, securityContext: {privileged: true}}\n";
static const char in_json[] =
    "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"p\"}, \"spec\": "
    "{\"containers\": [{\"name\": \"a\", \"image\": \"a\", "
    "\"securityContext\": {\"privileged\": true}}]}}\n";
#define YAML_BYTES (sizeof in_yaml - 1 + BLANKS + 1) /* of a document */

static ev_stop *to_stop;
static unsigned clock_calls;

/* Asked several times a document: the signal comes in the first part. */
static uint64_t clock_that_stops(void) {
  if (++clock_calls == 100) atomic_store(&to_stop->requested, true);
  return clock_calls;
}

static void write_large(const char *path, const char *document, unsigned count) {
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  for (unsigned i = 0; i < count; i++) (void)fprintf(file, "%s%*s\n", document, BLANKS, "");
  assert_int_equal(fclose(file), 0);
}

static ev_scan_state vet_large(const fixture *f, const char *document, log *l, ev_clock clock,
                               void (*show)(void *context, const ev_scan_state *state)) {
  char path[96];
  (void)snprintf(path, sizeof path, "%s/large", f->folder);
  write_large(path, document, LARGE_DOCUMENTS);
  ev_targets targets;
  ev_targets_init(&targets);
  ev_targets_add(&targets, ev_str_of(path), &(ev_walk_options){.accept = ev_accept_manifest});
  ev_vet_options vet = ev_vet_options_default(f->bundle);
  vet.clock = clock;
  ev_scan_options options = {.file_limit = 1u << 30, .stop = &l->stop, .jobs = 1};
  ev_scan_sink sink = {render, commit, show, l};
  ev_scan_state state;
  assert_true(ev_scan(&targets, &vet, &options, &sink, &state));
  (void)unlink(path);
  ev_targets_free(&targets);
  assert_int_equal(l->committed.size, strlen(path) + 1);
  ev_buf_free(&l->committed);
  return state;
}

/* Stops while about the fiftieth document is vetted; how many are vetted. */
static uint64_t stop_in_large(const fixture *f, const char *document) {
  log l = {0};
  to_stop = &l.stop;
  clock_calls = 0;
  ev_scan_state state = vet_large(f, document, &l, clock_that_stops, NULL);
  assert_true(state.tally.cut && ev_tally_interrupted(&state.tally));
  assert_int_equal(state.tally.errors, 1);
  assert_int_equal(state.tally.documents, state.tally.findings[EV_ERROR]);
  return state.tally.documents;
}

/* Where YAML ends is known, so it is read in parts of 1 MiB, and one that was begun is finished. */
static void test_stops_in_a_large_file(void **context) {
  uint64_t yaml = stop_in_large(*context, in_yaml), json = stop_in_large(*context, in_json);
  assert_in_range(yaml, 500, 1500);
  assert_in_range(json, 1, 100);
}

/* What is at hand grows evenly, and in the end is where all that is vetted is. */
static void show_large(void *context, const ev_scan_state *state) {
  static uint64_t documents;
  log *l = context;
  const ev_at_hand *h = &state->at_hand;
  l->reports++;
  if (state->vetted) {
    assert_int_equal(h->count + h->bytes + h->size + h->documents + h->findings, 0);
    assert_int_equal(state->tally.documents, LARGE_DOCUMENTS);
    return;
  }
  assert_int_equal(h->count, 1);
  assert_int_equal(h->endless, 0);
  assert_int_equal(h->size, LARGE_DOCUMENTS * YAML_BYTES);
  assert_int_equal(h->bytes, h->documents * YAML_BYTES);
  assert_int_equal(h->findings, h->documents);
  assert_true(h->documents >= documents); /* what was found so far is told with it */
  documents = h->documents;
}

static void test_progress_in_a_large_file(void **context) {
  log l = {0};
  ev_scan_state state = vet_large(*context, in_yaml, &l, NULL, show_large);
  assert_true(l.reports > 10);
  assert_true(l.pieces > 0);
  assert_int_equal(l.early, l.pieces); /* nothing waits for what is behind it */
  assert_int_equal(l.last_line, LARGE_DOCUMENTS * 8 - 1);
  assert_int_equal(state.tally.findings[EV_ERROR], LARGE_DOCUMENTS);
}

/* Of a large file little waits for the end of the one before it, be that not vetted yet or not written. */
static void take_turns(const fixture *f, const unsigned counts[2]) {
  static const char *const names[] = {"first", "second"};
  log l = {.pretended = 64u << 20, .take_turns = true};
  char paths[2][96];
  ev_targets targets;
  ev_targets_init(&targets);
  for (int i = 0; i < 2; i++) {
    (void)snprintf(paths[i], sizeof paths[i], "%s/%s", f->folder, names[i]);
    write_large(paths[i], in_yaml, counts[i]);
    ev_targets_add(&targets, ev_str_of(paths[i]), &(ev_walk_options){.accept = ev_accept_manifest});
  }
  ev_vet_options vet = ev_vet_options_default(f->bundle);
  vet.findings = 0;
  ev_scan_options options = {.file_limit = 1u << 30, .stop = &l.stop, .jobs = 2};
  ev_scan_sink sink = {render, commit, NULL, &l};
  ev_scan_state state;
  assert_true(ev_scan(&targets, &vet, &options, &sink, &state));
  assert_int_equal(state.tally.findings[EV_ERROR], counts[0] + counts[1]);
  assert_true(l.pieces > 3);
  ev_buf expected = {0};
  ev_buf_format(&expected, "%s\n%s\n", paths[0], paths[1]);
  assert_true(ev_str_equal(ev_buf_view(&l.committed), ev_buf_view(&expected)));
  for (int i = 0; i < 2; i++) (void)unlink(paths[i]);
  ev_buf_free(&expected);
  ev_buf_free(&l.committed);
  ev_targets_free(&targets);
}

static void test_large_files_take_turns(void **context) {
  take_turns(*context, (const unsigned[]){4 * LARGE_DOCUMENTS, 4 * LARGE_DOCUMENTS});
  take_turns(*context, (const unsigned[]){LARGE_DOCUMENTS / 10, 4 * LARGE_DOCUMENTS});
}

/* ---- a signal while folders are walked */

static unsigned accepted;

static bool accept_and_interrupt(ev_str name) {
  if (++accepted == 20) (void)raise(SIGINT);
  return ev_accept_manifest(name);
}

static void test_stops_walking(void **context) {
  const fixture *f = *context;
  ev_targets targets;
  ev_targets_init(&targets);
  targets.stop = ev_interrupt_watch();
  ev_targets_add(&targets, ev_str_of(f->folder), &(ev_walk_options){.accept = accept_and_interrupt});
  ev_targets_add(&targets, ev_str_of(f->folder), &(ev_walk_options){.accept = accept_and_interrupt});
  ev_targets_finish(&targets);
  assert_int_equal(accepted, 20);
  assert_int_equal(targets.count, 20);
  assert_true(targets.unlisted);
  ev_targets_free(&targets);
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
      .vetted = 500,
      .total = 2000,
      .tally = {.documents = 700, .findings = {1, 2, 3}, .unknown = {0, 4, 0}, .bytes = 500000}};
  expect_line(state, 2.0, "500 of 2000 files, 700 documents, 10 findings, 0.5 MB, 250 files/s, 6 s left");
  expect_line(state, 100.0,
              "500 of 2000 files, 700 documents, 10 findings, 0.5 MB, 5 files/s, 5 min 0 s left");
  expect_line(state, 1000.0, "500 of 2000 files, 700 documents, 10 findings, 0.5 MB, 50 min 0 s left");
  expect_line(state, 0, "500 of 2000 files, 700 documents, 10 findings, 0.5 MB");
}

/* One large file, whose size is known, or a pipe. */
static void test_progress_at_hand(void **context) {
  (void)context;
  ev_scan_state state = {.total = 1};
  expect_line(state, 1.0, "0 of 1 files, 0 documents, 0 findings, 0.0 MB");
  state.at_hand = (ev_at_hand){
      .count = 1, .bytes = 31200000, .size = 208000000, .documents = 9, .findings = 4};
  expect_line(state, 3.0,
              "0 of 1 files, 9 documents, 4 findings, 31.2 of 208.0 MB (15 %), 10.4 MB/s, 17 s left");
  state.at_hand = (ev_at_hand){.count = 1, .endless = 1, .bytes = 31200000, .documents = 9, .findings = 4};
  expect_line(state, 3.0, "0 of 1 files, 9 documents, 4 findings, 31.2 MB, 10.4 MB/s");
}

/* Files that were not begun are as large as those that are done, as far as anybody knows. */
static void test_time_left(void **context) {
  (void)context;
  ev_scan_state state = {.vetted = 10,
                         .total = 21,
                         .tally = {.bytes = 50000000},
                         .at_hand = {.count = 1, .bytes = 50000000, .size = 150000000}};
  expect_line(state, 10.0, "10 of 21 files, 0 documents, 0 findings, 100.0 MB, 1 files/s, 15 s left");
  state.at_hand.endless = 1;
  expect_line(state, 10.0, "10 of 21 files, 0 documents, 0 findings, 100.0 MB, 1 files/s");
  state = (ev_scan_state){.total = 2, .at_hand = {.count = 1, .bytes = 50000000, .size = 100000000}};
  expect_line(state, 10.0, "0 of 2 files, 0 documents, 0 findings, 50.0 MB, 5.0 MB/s");
}

static void test_line_is_cut(void **context) {
  (void)context;
  ev_buf out = {0};
  ev_progress_line(&out, EV_STR("walking: 2 files"));
  ev_buf_char(&out, '\0');
  assert_string_equal(out.at, "\r\x1b[K\x1b[?7lwalking: 2 files\x1b[?7h");
  ev_buf_free(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_commits_in_order),
      cmocka_unit_test(test_much_that_waits),
      cmocka_unit_test(test_stops),
      cmocka_unit_test(test_stops_in_a_large_file),
      cmocka_unit_test(test_progress_in_a_large_file),
      cmocka_unit_test(test_large_files_take_turns),
      cmocka_unit_test(test_stops_walking),
      cmocka_unit_test(test_progress_line),
      cmocka_unit_test(test_progress_at_hand),
      cmocka_unit_test(test_time_left),
      cmocka_unit_test(test_line_is_cut),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
