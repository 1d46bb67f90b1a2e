/* Runs the cases of tests/conformance/kubectl-yaml: NAME.yaml holds what kubectl is given, NAME.json a line
 * for each document (the JSON that kubectl sends, null for an empty one, or what is said instead) and for
 * each quirk. The folder may be given as the first argument; with --update the lines are rewritten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "manifest_dump.h"

#ifndef EV_SOURCE_DIR
#define EV_SOURCE_DIR "."
#endif

static const char *folder = EV_SOURCE_DIR "/tests/conformance/kubectl-yaml";
static bool update;

static ev_str read_file(const char *name, const char *suffix, char **owned) {
  char path[1024];
  (void)snprintf(path, sizeof path, "%s/%s.%s", folder, name, suffix);
  FILE *file = fopen(path, "rb");
  if (!file) fail_msg("cannot open %s", path);
  ev_buf buf = {0};
  char block[4096];
  for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) ev_buf_add(&buf, block, n);
  fclose(file);
  *owned = malloc(buf.size + 1); /* exactly as large as the text, so that ASan sees one byte more */
  char *exact = realloc(*owned, buf.size ? buf.size : 1);
  if (buf.size) memcpy(exact, buf.at, buf.size);
  *owned = exact;
  ev_str text = {exact, buf.size};
  ev_buf_free(&buf);
  return text;
}

static void write_file(const char *name, ev_str text) {
  char path[1024];
  (void)snprintf(path, sizeof path, "%s/%s.json", folder, name);
  FILE *file = fopen(path, "wb");
  if (!file) fail_msg("cannot write %s", path);
  (void)fwrite(text.at, 1, text.size, file);
  fclose(file);
}

static bool run_case(ev_reader *reader, const char *name) {
  char *input_memory, *expected_memory;
  ev_str input = read_file(name, "yaml", &input_memory);
  ev_buf got = {0};
  dump_stream(&got, reader, input);
  if (update) write_file(name, ev_buf_view(&got));
  ev_str expected = read_file(name, "json", &expected_memory);
  bool same = ev_str_equal(ev_buf_view(&got), expected);
  if (!same)
    print_error("%s\n--- expected\n%.*s--- got\n%.*s", name, EV_STR_ARG(expected),
                EV_STR_ARG(ev_buf_view(&got)));
  ev_buf_free(&got);
  free(input_memory);
  free(expected_memory);
  return same;
}

static int is_case(const struct dirent *entry) {
  size_t size = strlen(entry->d_name);
  return size > 5 && strcmp(entry->d_name + size - 5, ".yaml") == 0;
}

static void test_cases(void **state) {
  (void)state;
  struct dirent **entries;
  ev_reader *reader = ev_reader_new(NULL);
  int count = scandir(folder, &entries, is_case, alphasort), wrong = 0;
  assert_true(count >= 120);
  for (int i = 0; i < count; i++) {
    entries[i]->d_name[strlen(entries[i]->d_name) - 5] = '\0';
    wrong += !run_case(reader, entries[i]->d_name);
    free(entries[i]);
  }
  free(entries);
  ev_reader_free(reader);
  print_message("%d cases, %d wrong\n", count, wrong);
  assert_int_equal(wrong, 0);
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--update") == 0)
      update = true;
    else
      folder = argv[i];
  }
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
  return cmocka_run_group_tests_name("kubectl-yaml", tests, NULL, NULL);
}
