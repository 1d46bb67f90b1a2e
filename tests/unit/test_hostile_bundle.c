/* A bundle whose texts no compiler would write: nothing that commands print of it moves a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include "cli.h"
#include "compile.h"

static const char rules[] = "record Pod {\n  name: string?\n}\n"
                            "counted view pod: Pod {\n  Pod \"v1\" Pod at .\n}\n"
                            "rule X1 error \"has no name\" {\n  require pod.name is set\n}\n";

static char folder[] = "/tmp/ecivet-hostile-XXXXXX";

static void put_file(const char *name, ev_str bytes) {
  int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  assert_true(file >= 0);
  assert_int_equal(write(file, bytes.at, bytes.size), bytes.size);
  assert_int_equal(close(file), 0);
}

/* The rule under an id that clears a terminal and is a command to a CI service. */
static void write_bundle(void) {
  ev_arena arena;
  ev_diagnostics diagnostics;
  ev_buf out = {0};
  ev_input input = {.name = EV_STR("x.vet"), .text = EV_STR(rules)};
  ev_arena_init(&arena, 0);
  ev_diagnostics_init(&diagnostics, &arena);
  ev_rule_sources sources = {.inputs = &input, .count = 1};
  ev_bundle *bundle = ev_compile(&arena, &sources, &diagnostics, NULL);
  assert_non_null(bundle);
  ((ev_brule *)(uintptr_t)bundle->rules)[0].id = EV_STR("\x1b[2J##[error]x");
  ev_bundle_write(&out, bundle);
  put_file("hostile.vetc", ev_buf_view(&out));
  ev_buf_free(&out);
  ev_bundle_free(bundle);
  ev_arena_free(&arena);
}

static int set_up(void **state) {
  (void)state;
  assert_non_null(mkdtemp(folder));
  assert_int_equal(chdir(folder), 0);
  write_bundle();
  put_file("pod.yaml", EV_STR("{apiVersion: v1, kind: Pod}"));
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  (void)unlink("hostile.vetc");
  (void)unlink("pod.yaml");
  (void)unlink("seen");
  return chdir("/") == 0 ? rmdir(folder) : 1;
}

/* Both streams of a command, in the file `seen`; its exit status. */
static int run(int argc, char **argv) {
  int kept[2] = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
  int seen = open("seen", O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0600);
  assert_true(kept[0] >= 0 && kept[1] >= 0 && seen >= 0);
  assert_true(dup2(seen, STDOUT_FILENO) >= 0 && dup2(seen, STDERR_FILENO) >= 0);
  int status = ev_main(argc, argv);
  for (int i = 0; i < 2; i++) {
    assert_true(dup2(kept[i], i + 1) >= 0);
    assert_int_equal(close(kept[i]), 0);
  }
  assert_int_equal(close(seen), 0);
  return status;
}

static void expect_visible(void) {
  char bytes[4096];
  int seen = open("seen", O_RDONLY);
  ssize_t got = read(seen, bytes, sizeof bytes);
  assert_int_equal(close(seen), 0);
  assert_true(got > 0 && (size_t)got < sizeof bytes);
  ev_str text = {bytes, (size_t)got};
  assert_true(ev_str_find(text, EV_STR("error]x")) != SIZE_MAX);
  assert_true(ev_str_find(text, EV_STR("\x1b")) == SIZE_MAX);
  assert_true(ev_str_find(text, EV_STR("##[")) == SIZE_MAX);
}

#define MOST_ARGUMENTS 8

static void test_commands(void **state) {
  (void)state;
  static const char *const commands[][MOST_ARGUMENTS] = {
      {"rules", "--rules=hostile.vetc", NULL},
      {"rules", "--rules=hostile.vetc", "--format=json", NULL},
      {"disasm", "hostile.vetc", NULL},
      {"check", "--sandbox=off", "--rules=hostile.vetc", "--profile-rules", "pod.yaml", NULL},
      {"check", "--sandbox=off", "--rules=hostile.vetc", "--format=json", "pod.yaml", NULL},
      {"check", "--sandbox=off", "--rules=hostile.vetc", "--format=ndjson", "pod.yaml", NULL},
  };
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    char *argv[MOST_ARGUMENTS + 2] = {(char *)(uintptr_t) "ecivet"};
    int argc = 1;
    for (const char *const *a = commands[i]; *a; a++) argv[argc++] = (char *)(uintptr_t)*a;
    (void)run(argc, argv);
    expect_visible();
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_commands)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
