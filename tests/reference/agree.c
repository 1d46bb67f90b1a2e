/* Rules that people wrote through both evaluators:
 *
 *   agree [--no-builtin] [--rules PATH]... [--generate SEED COUNT] [PATH...]
 *
 * over the manifests that their tests give, with the settings of the test; over the files and folders named;
 * and over COUNT manifests made along their records. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "generate.h"
#include "limit.h"
#include "rules_source.h"
#include "settings.h"

#define MOST_PATHS 256u

typedef struct request {
  ev_rules_request rules;
  const char *rule_paths[MOST_PATHS];
  const char *manifests[MOST_PATHS];
  size_t manifest_count;
  uint64_t seed, count; /* of generated manifests */
} request;

static const ev_command command = {.name = "agree"};

static void in_each_scope(ref_subject *subject, ev_str text, ref_tally *tally) {
  subject->scope = EV_NONE;
  ref_compare(subject, text, tally);
  for (uint32_t i = 0; i < subject->program->scopes.count; i++) {
    subject->scope = i;
    ref_compare(subject, text, tally);
  }
}

/* ---- what tests give */

static bool over_tests(const ev_rules *rules, ref_tally *tally) {
  for (uint32_t i = 0; i < rules->program->tests.count; i++) {
    const ev_decl *test = rules->program->tests.at[i];
    ev_settings settings;
    if (!ev_settings_of_test(&settings, rules->bundle, rules->program, test)) return false;
    ref_subject subject = {rules->program, rules->bundle, test->settings, settings.values, EV_NONE};
    in_each_scope(&subject, test->given.text, tally);
    ev_settings_free(&settings);
  }
  return true;
}

/* ---- files */

static bool over_files(const request *r, const ev_rules *rules, ref_tally *tally) {
  ev_targets targets;
  ev_walk_options walk = {.accept = ev_accept_manifest};
  ref_subject subject = {rules->program, rules->bundle, NULL, NULL, EV_NONE};
  ev_targets_init(&targets);
  for (size_t i = 0; i < r->manifest_count; i++) ev_targets_add(&targets, ev_str_of(r->manifests[i]), &walk);
  ev_targets_finish(&targets);
  bool read = true;
  for (size_t i = 0; i < targets.count; i++) {
    ev_read_failure why;
    ev_buf text = {0};
    read = ev_target_read(&targets.at[i], &(ev_read_options){.limit = EV_MAX_FILE_BYTES}, &text, &why) &&
           read;
    in_each_scope(&subject, ev_buf_view(&text), tally);
    ev_buf_free(&text);
  }
  ev_targets_free(&targets);
  return read;
}

/* ---- generated */

static void over_generated(const request *r, const ev_rules *rules, ref_tally *tally) {
  uint64_t random = r->seed * 0x9e3779b97f4a7c15u | 1u;
  ref_subject subject = {rules->program, rules->bundle, NULL, NULL, EV_NONE};
  ev_arena arena;
  ref_pool pool;
  ev_arena_init(&arena, 0);
  ref_pool_fill(&pool, &arena, rules->program);
  for (uint64_t i = 0; i < r->count && !tally->differ; i++) {
    uint8_t bytes[1024];
    ev_buf manifest = {0};
    ref_bytes left = {bytes, sizeof bytes, false};
    ref_random(&random, bytes, sizeof bytes);
    ref_generate_manifest(&manifest, rules->program, &pool, &left);
    in_each_scope(&subject, ev_buf_view(&manifest), tally);
    ev_buf_free(&manifest);
  }
  ev_arena_free(&arena);
}

/* ---- the command line */

static bool read_request(request *r, int argc, char **argv) {
  *r = (request){.rules = {.builtin = true, .program = true}};
  r->rules.paths = r->rule_paths;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--no-builtin") == 0) {
      r->rules.builtin = false;
    } else if (strcmp(argv[i], "--rules") == 0 && i + 1 < argc && r->rules.count < MOST_PATHS) {
      r->rule_paths[r->rules.count++] = argv[++i];
    } else if (strcmp(argv[i], "--generate") == 0 && i + 2 < argc) {
      r->seed = strtoull(argv[++i], NULL, 10);
      r->count = strtoull(argv[++i], NULL, 10);
    } else if (argv[i][0] != '-' && r->manifest_count < MOST_PATHS) {
      r->manifests[r->manifest_count++] = argv[i];
    } else {
      return false;
    }
  }
  return true;
}

int main(int argc, char **argv) {
  request r;
  ev_rules rules;
  ref_tally tally = {0};
  if (!read_request(&r, argc, argv)) return EV_EXIT_USAGE;
  int status = ev_rules_load(&rules, &command, &r.rules);
  if (status == EV_EXIT_OK) {
    bool read = over_tests(&rules, &tally) && over_files(&r, &rules, &tally);
    over_generated(&r, &rules, &tally);
    (void)printf("%" PRIu64 " documents, %" PRIu64 " objects, %" PRIu64 " findings, %" PRIu64
                 " objects passed over, %" PRIu64 " differ\n",
                 tally.documents, tally.objects, tally.findings, tally.passed_over, tally.differ);
    status = !read ? EV_EXIT_TROUBLE : tally.differ || tally.findings == 0 ? EV_EXIT_FINDINGS : EV_EXIT_OK;
  }
  ev_rules_free(&rules);
  return status;
}
