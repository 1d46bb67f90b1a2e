/* What scalars mean: numbers, and by their tags timestamps and base64, as Go reads them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "resolve.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void test_timestamps(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool is_one;
  } rows[] = {
      {"2001-12-14", true},
      {"2001-1-4", true},
      {"2000-02-29", true},
      {"2004-2-29", true},
      {"1900-02-29", false},
      {"2001-02-29", false},
      {"2001-02-28", true},
      {"2001-04-31", false},
      {"2001-13-01", false},
      {"2001-00-01", false},
      {"2001-01-00", false},
      {"2001-1-", false},
      {"2001-", false},
      {"2001-1x1", false},
      {"201-01-01", false},
      {"20010-1-1", false},
      {"2001-12-14T21:59:43Z", true},
      {"2001-12-14t21:59:43.10-05:00", true},
      {"2001-12-14T21:59:43,5+01:30", true},
      {"2001-12-14T1:2:3Z", true},
      {"2001-12-14T21:59:43", false}, /* without a zone */
      {"2001-12-14T24:00:00Z", false},
      {"2001-12-14T23:60:00Z", false},
      {"2001-12-14T23:00:60Z", false},
      {"2001-12-14T23Z", false},
      {"2001-12-14T23:Z", false},
      {"2001-12-14T23:00Z", false},
      {"2001-12-14T23:00:Z", false},
      {"2001-12-14T:00:00Z", false},
      {"2001-12-14T23:00:00.Z", false},
      {"2001-12-14T23:00:00+1:00", false},
      {"2001-12-14T23:00:00+01", false},
      {"2001-12-14T23:00:00+01:0", false},
      {"2001-12-14T23:00:00+25:00", false},
      {"2001-12-14T23:00:00-24:59", true},
      {"2001-12-14T23:00:00-01:60", false},
      {"2001-12-14T23:00:00Zx", false},
      {"2001-12-14 21:59:43", true},
      {"2001-12-14   21:59:43.5", true},
      {"2001-12-14 21:59:43 ", false},
      {"2001-12-14 ", false},
      {"2001-12-14x", false},
      {"", false},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    ev_resolved found;
    bool is_one = ev_resolve_tagged(EV_TAG_TIMESTAMP, ev_str_of(rows[i].text), &found);
    if (is_one != rows[i].is_one) print_error("%s\n", rows[i].text);
    assert_int_equal(is_one, rows[i].is_one);
    assert_int_equal(found.type, EV_GO_STRING); /* its text stays as it is */
  }
}

static void test_nul_in_a_timestamp(void **state) {
  (void)state;
  ev_resolved found;
  assert_false(ev_resolve_tagged(EV_TAG_TIMESTAMP,
                                 (ev_str){"2001\0"
                                          "01-01",
                                          10},
                                 &found));
  assert_false(ev_resolve_tagged(EV_TAG_TIMESTAMP, (ev_str){"2001-01-01\0", 11}, &found));
}

static void test_binary(void **state) {
  (void)state;
  static const struct {
    const char *text, *bytes; /* NULL: refused */
  } rows[] = {
      {"", ""},
      {"YQ==", "a"},
      {"YWI=", "ab"},
      {"YWJj", "abc"},
      {"YW\nJj\r\n", "abc"},
      {"4pyT", "\xe2\x9c\x93"},
      {"Pz8/Pj4+", "?\?\?>>>"},
      {"/w==", "\xef\xbf\xbd"},
      {"YQ", NULL},
      {"YQ=", NULL},
      {"YQ===", NULL},
      {"YQ==YQ==", NULL},
      {"Y===", NULL},
      {"=", NULL},
      {"Y=Q=", NULL},
      {"YQ=a", NULL},
      {"Y Q==", NULL},
      {"Y-Q_", NULL},
      {"YWJjY", NULL},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    ev_arena arena;
    ev_str out = {0};
    ev_arena_init(&arena, 0);
    bool ok = ev_binary_decode(&arena, ev_str_of(rows[i].text), &out);
    if (ok != (rows[i].bytes != NULL)) print_error("%s\n", rows[i].text);
    assert_int_equal(ok, rows[i].bytes != NULL);
    if (ok) assert_true(ev_str_is(out, rows[i].bytes));
    ev_arena_free(&arena);
  }
}

static void expect_number(const char *text, const char *json) {
  char out[EV_NUMBER_TEXT];
  ev_number number = ev_number_read(ev_str_of(text));
  ev_str written = {out, number.kind == EV_NUMBER_NONE ? 0 : ev_number_json(&number, out)};
  if (!ev_str_is(written, json)) fail_msg("%s is %.*s", text, EV_STR_ARG(written));
}

static void test_numbers(void **state) {
  (void)state;
  expect_number("0b-101", "-5");
  expect_number("0b+1_0", "2");
  expect_number("0b-1000000000000000000000000000000000000000000000000000000000000000",
                "-9223372036854775808");
  expect_number("0b+1000000000000000000000000000000000000000000000000000000000000000", "");
  expect_number("0b-1000000000000000000000000000000000000000000000000000000000000001", "");
  expect_number("0b+", "");
  expect_number("0b-2", "");
  expect_number("0o-7", "");
  expect_number(".5_0", "0.5");
  expect_number("._5", "");
  expect_number(".5_", "");
  expect_number(".e1", "");
  expect_number("1e-400", "0");
  expect_number("1e+308", "1e+308");
  expect_number("1e309", "");
  expect_number("1e", "");
  expect_number("1e+", "");
  expect_number("1e99999999999999999999", "");
  expect_number("0e99999999999999999999", "0");
  expect_number("1e-99999999999999999999", "0");
}

/* 2^53 + 1 lies in the middle between two doubles: what stands behind it decides, however far behind. */
static void test_rounding_of_long_numbers(void **state) {
  (void)state;
  for (size_t zeros = 0; zeros < 1200; zeros += 399) {
    ev_buf text = {0};
    ev_buf_text(&text, "9007199254740993.");
    ev_buf_fill(&text, '0', zeros);
    ev_buf_char(&text, '\0');
    expect_number(text.at, "9007199254740992");
    text.size--;
    ev_buf_text(&text, "10");
    ev_buf_fill(&text, '2', zeros);
    ev_buf_char(&text, '\0');
    expect_number(text.at, "9007199254740994");
    ev_buf_free(&text);
  }
}

/* Digits beyond the exponents that are counted. */
static void test_numbers_of_many_digits(void **state) {
  (void)state;
  const size_t many = 200000;
  ev_buf text = {0};
  ev_buf_text(&text, "0.");
  ev_buf_fill(&text, '0', many);
  ev_buf_text(&text, "1");
  ev_buf_char(&text, '\0');
  expect_number(text.at, "0");
  text.size = 0;
  ev_buf_fill(&text, '1', many);
  ev_buf_char(&text, '\0');
  expect_number(text.at, "");
  ev_buf_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_timestamps),
      cmocka_unit_test(test_nul_in_a_timestamp),
      cmocka_unit_test(test_binary),
      cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_rounding_of_long_numbers),
      cmocka_unit_test(test_numbers_of_many_digits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
