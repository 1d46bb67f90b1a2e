/* What still works inside, and what does not. Each case runs in a process of its own, which gives its verdict
 * as exit status. Layers that this kernel lacks are not demanded, but said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox.h"

static char folder[64], inside[96], outside[96];

static void write_file(const char *path) {
  int file = open(path, O_WRONLY | O_CREAT, 0600);
  assert_true(file >= 0);
  assert_int_equal(write(file, "a: 1\n", 5), 5);
  assert_int_equal(close(file), 0);
}

static int set_up(void **state) {
  (void)state;
  (void)snprintf(folder, sizeof folder, "/tmp/ecivet-sandbox-XXXXXX");
  assert_non_null(mkdtemp(folder));
  (void)snprintf(inside, sizeof inside, "%s/in", folder);
  assert_int_equal(mkdir(inside, 0700), 0);
  (void)snprintf(inside, sizeof inside, "%s/in/a.yaml", folder);
  (void)snprintf(outside, sizeof outside, "%s/b.yaml", folder);
  write_file(inside);
  write_file(outside);
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  char path[96];
  (void)unlink(inside);
  (void)unlink(outside);
  (void)snprintf(path, sizeof path, "%s/in", folder);
  (void)rmdir(path);
  (void)rmdir(folder);
  return 0;
}

/* ---- attempts: 0 when it worked, else errno */

static int result(long returned) { return returned < 0 ? errno : 0; }

static int open_as(const char *path, int flags) { return result(open(path, flags, 0600)); }

static int try_read_inside(void) { return open_as(inside, O_RDONLY); }
static int try_read_outside(void) { return open_as(outside, O_RDONLY); }
static int try_write(void) { return open_as(inside, O_WRONLY); }
static int try_read_and_write(void) { return open_as(inside, O_RDWR); }
static int try_truncate(void) { return open_as(inside, O_RDONLY | O_TRUNC); }

static int try_create(void) {
  char path[128];
  (void)snprintf(path, sizeof path, "%s/in/new", folder);
  return open_as(path, O_RDONLY | O_CREAT);
}

static int try_unlink(void) { return result(unlink(inside)); }
static int try_rename(void) { return result(rename(inside, inside)); }
static int try_mkdir(void) { return result(mkdir("/tmp/ecivet-sandbox-new", 0700)); }
static int try_chmod(void) { return result(chmod(inside, 0777)); }
static int try_socket(void) { return result(socket(AF_INET, SOCK_STREAM, 0)); }
static int try_unix_socket(void) { return result(socket(AF_UNIX, SOCK_STREAM, 0)); }
static int try_kill(void) { return result(kill(getppid(), 0)); }

static int try_exec(void) {
  char name[] = "true", *arguments[] = {name, NULL}, *environment[] = {NULL};
  return result(execve("/bin/true", arguments, environment));
}

static int try_fork(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  return result(child);
}

static int try_trace(void) { return result(ptrace(PTRACE_TRACEME, 0, NULL, NULL)); }

static int try_code(void) {
  void *made = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return made == MAP_FAILED ? errno : 0;
}

static int try_terminal(void) { return result(ioctl(0, TIOCSTI, "x")); }

static void *do_nothing(void *context) { return context; }
static int try_thread(void) {
  pthread_t thread;
  int error = pthread_create(&thread, NULL, do_nothing, NULL);
  return error ? error : pthread_join(thread, NULL);
}

/* ---- running them inside */

#define NOT_THERE 250 /* the kernel has no such layer */

typedef enum layer { CALLS, FILES, NONE } layer;

static int attempt_inside(int (*attempt)(void), layer needed, const char *replaced) {
  char in[96];
  (void)snprintf(in, sizeof in, "%s/in", folder);
  const char *paths[] = {in, NULL};
  ev_sandbox_request request = {paths, replaced};
  ev_sandbox sandbox = ev_sandbox_enter(&request);
  if ((needed == CALLS && !sandbox.filtered) || (needed == FILES && !sandbox.landlock)) return NOT_THERE;
  return attempt();
}

static int status_of(int (*attempt)(void), layer needed, const char *replaced) {
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) _exit(attempt_inside(attempt, needed, replaced));
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  return WEXITSTATUS(status);
}

static void expect(int (*attempt)(void), layer needed, const char *replaced, int error) {
  int status = status_of(attempt, needed, replaced);
  if (status == NOT_THERE)
    print_message("this kernel or build lacks the layer; not tested\n");
  else
    assert_int_equal(status, error);
}

static void test_what_works(void **state) {
  (void)state;
  expect(try_read_inside, NONE, NULL, 0);
  expect(try_thread, NONE, NULL, 0);
}

static void test_no_programs(void **state) {
  (void)state;
  expect(try_exec, CALLS, NULL, EPERM);
  expect(try_code, CALLS, NULL, EPERM);
#ifndef EV_TRACED
  expect(try_fork, CALLS, NULL, EPERM); /* the leak checker starts a process */
  expect(try_trace, CALLS, NULL, EPERM);
#else
  (void)try_fork;
  (void)try_trace;
#endif
}

static void test_no_network(void **state) {
  (void)state;
  expect(try_socket, CALLS, NULL, EPERM);
  expect(try_unix_socket, CALLS, NULL, EPERM);
}

static void test_no_changes(void **state) {
  (void)state;
  expect(try_write, CALLS, NULL, EPERM);
  expect(try_read_and_write, CALLS, NULL, EPERM);
  expect(try_truncate, CALLS, NULL, EPERM);
  expect(try_create, CALLS, NULL, EPERM);
  expect(try_unlink, CALLS, NULL, EPERM);
  expect(try_rename, CALLS, NULL, EPERM);
  expect(try_mkdir, CALLS, NULL, EPERM);
  expect(try_chmod, CALLS, NULL, EPERM);
  expect(try_kill, CALLS, NULL, EPERM);
  expect(try_terminal, CALLS, NULL, EPERM);
}

static void test_no_other_files(void **state) {
  (void)state;
  expect(try_read_outside, FILES, NULL, EACCES);
}

/* With an output in the outer folder, files there may be renamed and removed; the inner one stays as it is.
 */
static int try_rename_outside(void) {
  char path[128];
  (void)snprintf(path, sizeof path, "%s/c.yaml", folder);
  int error = result(rename(outside, path));
  return error ? error : result(rename(path, outside));
}

static void test_replacing(void **state) {
  (void)state;
  expect(try_rename_outside, FILES, outside, 0);
  expect(try_write, CALLS, outside, EPERM);
  expect(try_socket, CALLS, outside, EPERM);
}

static void test_text(void **state) {
  (void)state;
  char text[80];
  assert_string_equal(ev_sandbox_text(&(ev_sandbox){0}, text, sizeof text), "none");
  assert_string_equal(ev_sandbox_text(&(ev_sandbox){.filtered = true}, text, sizeof text), "system calls");
  assert_string_equal(ev_sandbox_text(&(ev_sandbox){true, 3, true}, text, sizeof text),
                      "system calls, files: read only (Landlock 3)");
  assert_string_equal(ev_sandbox_text(&(ev_sandbox){false, 1, false}, text, sizeof text),
                      "files: only those named, read only (Landlock 1)");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_works),     cmocka_unit_test(test_no_programs),
      cmocka_unit_test(test_no_network),     cmocka_unit_test(test_no_changes),
      cmocka_unit_test(test_no_other_files), cmocka_unit_test(test_replacing),
      cmocka_unit_test(test_text),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
