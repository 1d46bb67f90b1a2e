/* Text that waits for the end of a report: nothing of it is lost whatever the file does, or it is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli.h"
#include "report.h"
#include "spool.h"

#define LINES 20000u /* 10 bytes each: more than is held in memory */

static void append(void *context, ev_str bytes) { ev_buf_str(context, bytes); }

static void add_lines(ev_spool *spool, unsigned from, unsigned to) {
  char line[16];
  for (unsigned i = from; i < to; i++) {
    (void)snprintf(line, sizeof line, "%08u,\n", i);
    ev_spool_add(spool, ev_str_of(line));
  }
}

static void expect_lines(const ev_spool *spool, unsigned count) {
  ev_buf taken = {0};
  ev_spool expected;
  ev_spool_start(&expected, -1);
  add_lines(&expected, 0, count);
  assert_int_equal(ev_spool_take(spool, append, &taken), 0);
  assert_true(ev_str_equal(ev_buf_view(&taken), ev_buf_view(&expected.rest)));
  ev_spool_free(&expected);
  ev_buf_free(&taken);
}

static ev_spool new_spool(void) {
  ev_spool spool;
  ev_spool_start(&spool, ev_temporary_file());
  assert_true(spool.file >= 0 && ev_spool_is_empty(&spool));
  return spool;
}

static void free_spool(ev_spool *spool) {
  ev_spool_free(spool);
  assert_int_equal(close(spool->file), 0);
}

/* ---- the file takes all */

static void test_little_is_held_in_memory(void **state) {
  (void)state;
  ev_spool spool = new_spool();
  add_lines(&spool, 0, LINES);
  assert_false(ev_spool_is_empty(&spool));
  assert_true(spool.rest.capacity <= 32u * 1024u);
  expect_lines(&spool, LINES);
  free_spool(&spool);
}

static void test_large_piece_goes_by_memory(void **state) {
  (void)state;
  ev_spool spool = new_spool(), piece;
  ev_spool_start(&piece, -1);
  add_lines(&spool, 0, 1);
  add_lines(&piece, 1, LINES);
  ev_spool_add(&spool, ev_buf_view(&piece.rest));
  assert_true(spool.rest.capacity <= 32u * 1024u);
  add_lines(&spool, LINES, LINES + 1);
  expect_lines(&spool, LINES + 1);
  ev_spool_free(&piece);
  free_spool(&spool);
}

/* ---- it does not */

static void test_without_file(void **state) {
  (void)state;
  ev_spool spool;
  ev_spool_start(&spool, -1);
  add_lines(&spool, 0, LINES);
  expect_lines(&spool, LINES);
  ev_spool_free(&spool);
}

static void limit_files(rlim_t size) {
  struct rlimit limit;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
  limit.rlim_cur = size;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* The last write is cut in the middle of a line, all later ones fail. */
static void test_full_file(void **state) {
  (void)state;
  ev_spool spool = new_spool();
  limit_files(50001);
  add_lines(&spool, 0, LINES);
  limit_files(RLIM_INFINITY);
  add_lines(&spool, LINES, LINES + 5);
  assert_true(spool.full && spool.stored == 50001);
  expect_lines(&spool, LINES + 5);
  free_spool(&spool);
}

static void test_file_that_was_cut(void **state) {
  (void)state;
  ev_spool spool = new_spool();
  ev_buf taken = {0};
  add_lines(&spool, 0, LINES);
  assert_int_equal(ftruncate(spool.file, 100), 0);
  assert_int_equal(ev_spool_take(&spool, append, &taken), EIO);
  ev_buf_free(&taken);
  free_spool(&spool);
}

static void test_no_memory_is_said(void **state) {
  (void)state;
  ev_spool spool;
  ev_buf taken = {0};
  ev_spool_start(&spool, -1);
  ev_fail_allocation_after(1);
  add_lines(&spool, 0, 1);
  ev_fail_allocation_after(0);
  add_lines(&spool, 1, 2);
  assert_int_equal(ev_spool_take(&spool, append, &taken), ENOMEM);
  ev_buf_free(&taken);
  ev_spool_free(&spool);
}

/* ---- the folder */

static void test_folder_that_is_not_there(void **state) {
  (void)state;
  assert_int_equal(setenv("TMPDIR", "/nowhere", 1), 0);
  assert_int_equal(ev_temporary_file(), -1);
  assert_int_equal(setenv("TMPDIR", "", 1), 0);
  ev_spool spool = new_spool();
  free_spool(&spool);
  assert_int_equal(unsetenv("TMPDIR"), 0);
}

/* ---- reports */

static void write_report(const int *files, int *error, ev_buf *out) {
  ev_report_options options = {.format = EV_FORMAT_JSON, .write = append, .context = out, .files = files};
  ev_reporter *reporter = ev_reporter_new(&options);
  ev_skip skip = {.reason = "template"};
  ev_problem problem = {.code = "unreadable", .message = EV_STR("cannot be read"), .help = EV_STR("")};
  ev_outcome outcome = {.file = EV_STR("a.yaml"), .problems = &problem, .skips = &skip};
  assert_non_null(reporter);
  for (int i = 0; i < 2000; i++) ev_report(reporter, &outcome);
  if (files && *error) assert_int_equal(ftruncate(files[EV_REPORT_SKIPPED], 1), 0);
  *error = ev_report_end(reporter, &outcome.tally);
  ev_reporter_free(reporter);
}

static void test_report_is_the_same(void **state) {
  (void)state;
  const int files[EV_REPORT_LISTS] = {ev_temporary_file(), ev_temporary_file()},
            half[EV_REPORT_LISTS] = {-1, ev_temporary_file()}, cut[EV_REPORT_LISTS] = {-1, half[1]};
  ev_buf out[4] = {{0}};
  int error = 0;
  write_report(NULL, &error, &out[0]);
  assert_int_equal(error, 0);
  write_report(files, &error, &out[1]);
  assert_int_equal(error, 0);
  write_report(half, &error, &out[2]);
  assert_int_equal(error, 0);
  assert_true(ev_str_equal(ev_buf_view(&out[0]), ev_buf_view(&out[1])));
  assert_true(ev_str_equal(ev_buf_view(&out[0]), ev_buf_view(&out[2])));
  assert_true(lseek(files[EV_REPORT_ERRORS], 0, SEEK_END) > 0);
  assert_int_equal(ftruncate(half[1], 0), 0);
  assert_int_equal(lseek(half[1], 0, SEEK_SET), 0);
  error = 1;
  write_report(cut, &error, &out[3]);
  assert_int_equal(error, EIO);
  for (size_t i = 0; i < 4; i++) ev_buf_free(&out[i]);
  for (size_t i = 0; i < EV_REPORT_LISTS; i++) assert_int_equal(close(files[i]), 0);
  assert_int_equal(close(half[1]), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_little_is_held_in_memory),
      cmocka_unit_test(test_large_piece_goes_by_memory),
      cmocka_unit_test(test_without_file),
      cmocka_unit_test(test_full_file),
      cmocka_unit_test(test_file_that_was_cut),
      cmocka_unit_test(test_no_memory_is_said),
      cmocka_unit_test(test_folder_that_is_not_there),
      cmocka_unit_test(test_report_is_the_same),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
