/* Runs a command some times and prints what the median run cost:
 *
 *   measure RUNS COMMAND [ARGUMENT...]
 *
 * prints `CPU WALL RSS`: user and system time and elapsed time in microseconds, largest resident memory in
 * KiB. The command's output goes to /dev/null; its exit status is not looked at, but 127 (could not be run)
 * ends all. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct run_cost {
  long long cpu, wall, memory;
} run_cost;

static long long now(void) {
  struct timespec time;
  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000LL + time.tv_nsec / 1000;
}

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

static int spawn_quietly(pid_t *child, char **command) {
  posix_spawn_file_actions_t actions;
  int error = posix_spawn_file_actions_init(&actions);
  if (!error) error = posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, 1, 2);
  if (!error) error = posix_spawnp(child, command[0], &actions, NULL, command, environ);
  (void)posix_spawn_file_actions_destroy(&actions);
  return error;
}

static bool worth_measuring(const char *name, int status) {
  bool good = WIFEXITED(status) && WEXITSTATUS(status) != 2 && WEXITSTATUS(status) < 126;
  if (!good) (void)fprintf(stderr, "measure: %s failed (status %#x)\n", name, (unsigned)status);
  return good;
}

static bool run(char **command, run_cost *cost) {
  pid_t child;
  struct rusage usage;
  int status;
  long long start = now();
  int error = spawn_quietly(&child, command);
  if (error) {
    (void)fprintf(stderr, "measure: %s: %s\n", command[0], strerror(error));
    return false;
  }
  if (wait4(child, &status, 0, &usage) < 0) return false;
  cost->wall = now() - start;
  cost->cpu = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
  cost->memory = usage.ru_maxrss;
  return worth_measuring(command[0], status);
}

static int by_value(const void *a, const void *b) {
  long long x = *(const long long *)a, y = *(const long long *)b;
  return (x > y) - (x < y);
}

static long long median(long long *values, size_t count) {
  qsort(values, count, sizeof *values, by_value);
  return values[count / 2];
}

static bool measure(size_t runs, char **command, long long *values) {
  for (size_t i = 0; i < runs; i++) {
    run_cost cost;
    if (!run(command, &cost)) return false;
    values[i] = cost.cpu;
    values[runs + i] = cost.wall;
    values[2 * runs + i] = cost.memory;
  }
  return true;
}

int main(int argc, char **argv) {
  size_t runs = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
  if (runs == 0) {
    (void)fputs("usage: measure RUNS COMMAND [ARGUMENT...]\n", stderr);
    return 2;
  }
  long long *values = calloc(3 * runs, sizeof *values);
  bool measured = values && measure(runs, argv + 2, values);
  if (measured)
    (void)printf("%lld %lld %lld\n", median(values, runs), median(values + runs, runs),
                 median(values + 2 * runs, runs));
  free(values);
  return measured ? 0 : 1;
}
