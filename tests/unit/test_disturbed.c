/* The laws' rule files (tests/laws) with their tests' manifests, while steps or memory run out: first at
 * once, then later and later, until nothing is in the way. What is found up to there is part of what is found
 * undisturbed, and what is missing is said. Rule files with mistakes likewise (tests/golden/diagnostics), and
 * files that lint has something to say of. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lint.h"
#include "rules_source.h"
#include "scan.h"
#include "settings.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const laws[] = {
    "decode",
    "decode-shapes",
    "law3-narrowing",
    "law3-collections",
    "law1-joins",
    "law1-loops",
    "law3-absence",
    "law3-passed-over",
    "law3-presence",
    "law3-nulls",
    "law3-chains",
    "law3-meetings",
    "law4-clauses",
    "law4-meetings",
    "law4-perhaps-absent",
    "law4-possible",
    "law4-template-keys",
    "law4-if",
    "law4-numbers",
    "law4-connectives",
    "law4-intervals",
    "law4-pairs",
    "law4-strings",
    "law4-three",
    "law4-quantifiers",
    "law4-pairs-of-one-list",
    "law4-views",
    "law5-precedence",
    "law6-numbers",
    "law6-edges",
    "law6-texts",
    "law7-sets",
    "law7-used",
    "law8-shapes",
    "law8-words",
    "law10-params",
};

static ev_rules loaded; /* one of the laws */

static void load(const char *law) {
  char path[1024];
  const char *root = getenv("ECIVET_SOURCE_DIR");
  snprintf(path, sizeof path, "%s/tests/laws/%s.vet", root ? root : ".", law);
  const char *paths[] = {path};
  ev_rules_request request = {.paths = paths, .count = 1, .program = true, .keep_warnings = true};
  assert_int_equal(ev_rules_load(&loaded, &ev_command_check, &request), EV_EXIT_OK);
}

/* Each number at first, then in larger steps; with EVERY_STEP=1 each. */
static uint64_t later(uint64_t n) { return getenv("EVERY_STEP") ? n + 1 : n + 1 + n / 16; }

/* ---- vetting */

/* Where there were no steps left to say more, a finding has its rule's title. */
static bool is_same(const ev_finding *a, const ev_finding *b) {
  return ev_str_equal(a->rule->id, b->rule->id) && a->verdict == b->verdict &&
         a->place.line == b->place.line && a->place.column == b->place.column &&
         ev_str_equal(a->path, b->path) &&
         (ev_str_equal(a->message, b->message) || ev_str_starts(a->message, a->rule->title));
}

static bool is_among(const ev_finding *f, const ev_outcome *all) {
  for (size_t i = 0; i < all->finding_count; i++)
    if (is_same(f, all->findings[i])) return true;
  return false;
}

static bool has_problem(const ev_outcome *outcome, const char *code) {
  for (const ev_problem *p = outcome->problems; p; p = p->next)
    if (strcmp(p->code, code) == 0) return true;
  return false;
}

/* Is it whole? If not, it must say so by a problem of this code, and hold nothing that the whole one lacks.
 */
static bool is_whole(const ev_outcome *outcome, const ev_outcome *whole, const char *code) {
  for (size_t i = 0; i < outcome->finding_count; i++) {
    const ev_finding *f = outcome->findings[i];
    if (!is_among(f, whole))
      fail_msg("%.*s at %.*s (%u:%u) is not found undisturbed: %.*s", EV_STR_ARG(f->rule->id),
               EV_STR_ARG(f->path), f->place.line, f->place.column, EV_STR_ARG(f->message));
  }
  if (has_problem(outcome, code)) return false;
  assert_int_equal(outcome->finding_count, whole->finding_count);
  return true;
}

typedef struct given {
  const ev_decl *test;
  ev_settings settings;
  ev_vet_options options;
  ev_vetter *undisturbed;
  const ev_outcome *whole;
} given;

static void begin(given *g, const ev_decl *test) {
  g->test = test;
  assert_true(ev_settings_of_test(&g->settings, loaded.bundle, loaded.program, test));
  g->options = ev_vet_options_default(loaded.bundle);
  g->options.settings = g->settings.values;
  g->undisturbed = ev_vetter_new(&g->options);
  assert_non_null(g->undisturbed);
  g->whole = ev_vet(g->undisturbed, test->name.text, test->given.text);
}

static void end(given *g) {
  ev_vetter_free(g->undisturbed);
  ev_settings_free(&g->settings);
}

static void lack_steps(given *g) {
  bool whole = false;
  for (uint64_t n = 0; !whole; n = later(n)) {
    g->options.steps = n;
    ev_vetter *vetter = ev_vetter_new(&g->options);
    whole = is_whole(ev_vet(vetter, g->test->name.text, g->test->given.text), g->whole, "step-limit");
    ev_vetter_free(vetter);
  }
}

static void lack_memory(given *g) {
  bool whole = false;
  for (size_t n = 1; !whole; n = (size_t)later(n)) {
    ev_fail_allocation_after(n);
    ev_vetter *vetter = ev_vetter_new(&g->options);
    const ev_outcome *outcome = vetter ? ev_vet(vetter, g->test->name.text, g->test->given.text) : NULL;
    ev_fail_allocation_after(0);
    whole = outcome && is_whole(outcome, g->whole, "no-memory");
    ev_vetter_free(vetter);
  }
}

static void vet_each(void (*disturb)(given *g)) {
  for (size_t i = 0; i < COUNT(laws); i++) {
    load(laws[i]);
    const ev_decls *tests = &loaded.program->tests;
    assert_true(tests->count > 0);
    for (uint32_t t = 0; t < tests->count; t++) {
      given g;
      begin(&g, tests->at[t]);
      disturb(&g);
      end(&g);
    }
    ev_rules_free(&loaded);
  }
}

static void test_steps(void **state) {
  (void)state;
  vet_each(lack_steps);
}

static void test_memory(void **state) {
  (void)state;
  vet_each(lack_memory);
}

/* ---- compiling */

/* What the file uses, from what was loaded. */
static size_t import(void *context, ev_str from, ev_str name, bool is_path, const ev_input **files,
                     ev_str *why) {
  static ev_input found;
  (void)context, (void)from, (void)is_path, (void)why;
  for (const ev_file *f = loaded.program->files; f; f = f->next) {
    if (!ev_str_ends(f->source.name, name)) continue;
    found = (ev_input){.name = f->source.name, .text = f->source.text};
    *files = &found;
    return 1;
  }
  return 0;
}

/* The first file of what was loaded. */
static ev_input first_file(void) {
  const ev_file *file = loaded.program->files;
  return (ev_input){.name = file->source.name, .text = file->source.text};
}

static bool compile(size_t allocations) {
  ev_arena arena;
  ev_diagnostics diagnostics;
  ev_input input = first_file();
  ev_arena_init(&arena, 0);
  ev_diagnostics_init(&diagnostics, &arena);
  ev_fail_allocation_after(allocations);
  ev_rule_sources sources = {.inputs = &input, .count = 1, .import = import};
  ev_bundle *bundle = ev_compile(&arena, &sources, &diagnostics, NULL);
  ev_fail_allocation_after(0);
  if (!bundle) assert_true(arena.failed || diagnostics.errors > 0);
  bool done = bundle != NULL;
  ev_bundle_free(bundle);
  ev_arena_free(&arena);
  return done;
}

static void test_compiling(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(laws); i++) {
    load(laws[i]);
    for (size_t n = 1; !compile(n); n = (size_t)later(n)) continue;
    ev_rules_free(&loaded);
  }
}

/* ---- mistakes and lint */

/* How many errors or warnings there are; -1 where memory ran out. */
typedef long (*teller)(const ev_input *input, size_t allocations);

static long errors_of(const ev_input *input, size_t allocations) {
  ev_arena arena;
  ev_diagnostics diagnostics;
  ev_arena_init(&arena, 0);
  ev_diagnostics_init(&diagnostics, &arena);
  ev_fail_allocation_after(allocations);
  ev_rule_sources sources = {.inputs = input, .count = 1};
  ev_bundle *bundle = ev_compile(&arena, &sources, &diagnostics, NULL);
  ev_fail_allocation_after(0);
  long errors = arena.failed ? -1 : (long)diagnostics.errors;
  assert_true(bundle ? errors == 0 : errors != 0);
  ev_bundle_free(bundle);
  ev_arena_free(&arena);
  return errors;
}

static long warnings_of(const ev_input *input, size_t allocations) {
  ev_arena arena;
  ev_diagnostics diagnostics;
  const ev_program *program;
  ev_arena_init(&arena, 0);
  ev_diagnostics_init(&diagnostics, &arena);
  ev_rule_sources sources = {.inputs = input, .count = 1, .import = import};
  ev_bundle *bundle = ev_compile(&arena, &sources, &diagnostics, &program);
  assert_non_null(bundle);
  ev_fail_allocation_after(allocations);
  bool done = ev_lint(program, &diagnostics);
  ev_fail_allocation_after(0);
  long warnings = done ? (long)diagnostics.warnings : -1;
  ev_bundle_free(bundle);
  ev_arena_free(&arena);
  return warnings;
}

/* The same is told while memory runs out, or that it did. */
static void tell_disturbed(const ev_input *input, teller tell) {
  long whole = tell(input, 0), told = -1;
  for (size_t n = 1; told < 0; n = (size_t)later(n)) told = tell(input, n);
  if (told != whole)
    fail_msg("%.*s: %ld errors or warnings, undisturbed %ld", EV_STR_ARG(input->name), told, whole);
}

static void test_mistakes(void **state) {
  (void)state;
  char path[1024], name[2048];
  const char *root = getenv("ECIVET_SOURCE_DIR");
  snprintf(path, sizeof path, "%s/tests/golden/diagnostics", root ? root : ".");
  DIR *folder = opendir(path);
  assert_non_null(folder);
  size_t seen = 0;
  for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
    if (!ev_str_ends(ev_str_of(entry->d_name), EV_STR(".vet"))) continue;
    snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
    ev_buf text = {0};
    FILE *file = fopen(name, "rb");
    assert_non_null(file);
    for (int c = getc(file); c != EOF; c = getc(file)) ev_buf_char(&text, (char)c);
    fclose(file);
    tell_disturbed(&(ev_input){.name = ev_str_of(entry->d_name), .text = ev_buf_view(&text)}, errors_of);
    ev_buf_free(&text);
    seen++;
  }
  closedir(folder);
  assert_true(seen > 200);
}

static void test_lint(void **state) {
  (void)state;
  static const char *const files[] = {"../golden/cli/data/values", "law7-sets", "law4-connectives"};
  for (size_t i = 0; i < COUNT(files); i++) {
    load(files[i]);
    ev_input input = first_file();
    tell_disturbed(&input, warnings_of);
    ev_rules_free(&loaded);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_steps),    cmocka_unit_test(test_memory), cmocka_unit_test(test_compiling),
      cmocka_unit_test(test_mistakes), cmocka_unit_test(test_lint),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
