/* Integers as text: what is read, what overflows, and what is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "big.h"

typedef struct int_case {
  const char *text;
  ev_number_status status;
  ev_int value;
} int_case;

static void check_ints(ev_number_status (*parse)(ev_str, ev_int *), const int_case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    ev_int n = 77;
    ev_number_status status = parse(ev_str_of(cases[i].text), &n);
    if (status != cases[i].status) fail_msg("%s: status %d", cases[i].text, (int)status);
    if (n != (status == EV_NUMBER_OK ? cases[i].value : 77)) fail_msg("%s: wrong value", cases[i].text);
  }
}

static void test_parse_decimal(void **unused) {
  (void)unused;
  static const int_case cases[] = {
      {"", EV_NUMBER_MALFORMED, 0},
      {"-", EV_NUMBER_MALFORMED, 0},
      {"+1", EV_NUMBER_MALFORMED, 0},
      {"--1", EV_NUMBER_MALFORMED, 0},
      {" 1", EV_NUMBER_MALFORMED, 0},
      {"1 ", EV_NUMBER_MALFORMED, 0},
      {"1_000", EV_NUMBER_MALFORMED, 0},
      {"0x10", EV_NUMBER_MALFORMED, 0},
      {"1a", EV_NUMBER_MALFORMED, 0},
      {"/", EV_NUMBER_MALFORMED, 0},
      {":", EV_NUMBER_MALFORMED, 0},
      {OVER_TEXT "x", EV_NUMBER_MALFORMED, 0},
      {"0", EV_NUMBER_OK, 0},
      {"-0", EV_NUMBER_OK, 0},
      {"007", EV_NUMBER_OK, 7},
      {"-42", EV_NUMBER_OK, -42},
      {"9223372036854775807", EV_NUMBER_OK, INT64_MAX},
      {"9223372036854775808", EV_NUMBER_OK, (ev_int)INT64_MAX + 1},
      {"-9223372036854775808", EV_NUMBER_OK, INT64_MIN},
      {"-9223372036854775809", EV_NUMBER_OK, (ev_int)INT64_MIN - 1},
      {"18446744073709551615", EV_NUMBER_OK, UINT64_MAX},
      {"18446744073709551616", EV_NUMBER_OK, (ev_int)UINT64_MAX + 1},
      {MAX_TEXT, EV_NUMBER_OK, EV_INT_MAX},
      {"-" MAX_TEXT, EV_NUMBER_OK, -EV_INT_MAX},
      {"-" OVER_TEXT, EV_NUMBER_OK, EV_INT_MIN},
      {"0000000000" MAX_TEXT, EV_NUMBER_OK, EV_INT_MAX},
      {OVER_TEXT, EV_NUMBER_TOO_LARGE, 0},
      {"-" UNDER_TEXT, EV_NUMBER_TOO_SMALL, 0},
      {"1" MAX_TEXT, EV_NUMBER_TOO_LARGE, 0},
      {"-1" MAX_TEXT, EV_NUMBER_TOO_SMALL, 0},
      {"999999999999999999999999999999999999999999999999999999999999999999999", EV_NUMBER_TOO_LARGE, 0},
      {"3402823669209384634633746074317682114560", EV_NUMBER_TOO_LARGE, 0}, /* 2^128, and a zero */
  };
  check_ints(ev_int_parse_decimal, cases, COUNT(cases));
}

#define F15 "fffffffffffffff"

static void test_parse_c(void **unused) {
  (void)unused;
  static const int_case cases[] = {
      {"", EV_NUMBER_MALFORMED, 0},
      {"-", EV_NUMBER_MALFORMED, 0},
      {"0x", EV_NUMBER_MALFORMED, 0},
      {"-0X", EV_NUMBER_MALFORMED, 0},
      {"x1", EV_NUMBER_MALFORMED, 0},
      {"08", EV_NUMBER_MALFORMED, 0},
      {"019", EV_NUMBER_MALFORMED, 0},
      {"0xg", EV_NUMBER_MALFORMED, 0},
      {"0xG", EV_NUMBER_MALFORMED, 0},
      {"0x:", EV_NUMBER_MALFORMED, 0},
      {"0x/", EV_NUMBER_MALFORMED, 0},
      {"0x@", EV_NUMBER_MALFORMED, 0},
      {"0x`", EV_NUMBER_MALFORMED, 0},
      {"0x 1", EV_NUMBER_MALFORMED, 0},
      {"0x-1", EV_NUMBER_MALFORMED, 0},
      {"+1", EV_NUMBER_MALFORMED, 0},
      {" 1", EV_NUMBER_MALFORMED, 0},
      {"1f", EV_NUMBER_MALFORMED, 0},
      {"0b1", EV_NUMBER_MALFORMED, 0},
      {"0o7", EV_NUMBER_MALFORMED, 0},
      {"0", EV_NUMBER_OK, 0},
      {"-0", EV_NUMBER_OK, 0},
      {"00", EV_NUMBER_OK, 0},
      {"010", EV_NUMBER_OK, 8},
      {"-0777", EV_NUMBER_OK, -511},
      {"0x10", EV_NUMBER_OK, 16},
      {"0XaF", EV_NUMBER_OK, 175},
      {"0xABCDEF", EV_NUMBER_OK, 0xabcdef},
      {"-0xff", EV_NUMBER_OK, -255},
      {"10", EV_NUMBER_OK, 10},
      {"0x7" F15, EV_NUMBER_OK, INT64_MAX},
      {"0x" F15 "f", EV_NUMBER_OK, UINT64_MAX},
      {"0x1" F15 "f", EV_NUMBER_OK, ((ev_int)1 << 65) - 1},
      {"0777777777777777777777", EV_NUMBER_OK, INT64_MAX},
      {"01777777777777777777777", EV_NUMBER_OK, UINT64_MAX},
      {"0x7f" F15 F15, EV_NUMBER_OK, EV_INT_MAX},
      {"0x80"
       "000000000000000"
       "000000000000000",
       EV_NUMBER_TOO_LARGE, 0},
      {"-0x80"
       "000000000000000"
       "000000000000000",
       EV_NUMBER_OK, EV_INT_MIN},
      {"-0x80"
       "000000000000000"
       "000000000000001",
       EV_NUMBER_TOO_SMALL, 0},
      {"0x80"
       "000000000000000"
       "00000000000000g",
       EV_NUMBER_MALFORMED, 0},
      {MAX_TEXT, EV_NUMBER_OK, EV_INT_MAX},
      {OVER_TEXT, EV_NUMBER_TOO_LARGE, 0},
  };
  check_ints(ev_int_parse_c, cases, COUNT(cases));
}

static void test_parse_reads_no_further_than_the_view(void **unused) {
  (void)unused;
  ev_int n;
  assert_int_equal(ev_int_parse_decimal((ev_str){"123", 2}, &n), EV_NUMBER_OK);
  assert_true(n == 12);
  assert_int_equal(ev_int_parse_c((ev_str){"0x10", 1}, &n), EV_NUMBER_OK);
  assert_true(n == 0);
  assert_int_equal(ev_int_parse_c((ev_str){NULL, 0}, &n), EV_NUMBER_MALFORMED);
  assert_int_equal(ev_int_parse_decimal((ev_str){"1\0", 2}, &n), EV_NUMBER_MALFORMED);
}

static void test_int_write(void **unused) {
  (void)unused;
  static const struct {
    ev_int n;
    const char *text;
  } cases[] = {{0, "0"},
               {7, "7"},
               {-7, "-7"},
               {10, "10"},
               {INT64_MAX, "9223372036854775807"},
               {INT64_MIN, "-9223372036854775808"},
               {(ev_int)UINT64_MAX + 1, "18446744073709551616"},
               {EV_INT_MAX, MAX_TEXT},
               {EV_INT_MIN, "-" OVER_TEXT}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_buf buf = {0};
    ev_int_write(&buf, cases[i].n);
    assert_written(&buf, cases[i].text);
  }
}

static void test_written_integers_are_read_back(void **unused) {
  (void)unused;
  for (int i = 0; i < 20000; i++) {
    ev_int n = random_int(), read = 0;
    ev_buf buf = {0};
    ev_int_write(&buf, n);
    assert_int_equal(ev_int_parse_decimal(ev_buf_view(&buf), &read), EV_NUMBER_OK);
    assert_true(read == n);
    ev_buf_free(&buf);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_parse_decimal),
      cmocka_unit_test(test_parse_c),
      cmocka_unit_test(test_parse_reads_no_further_than_the_view),
      cmocka_unit_test(test_int_write),
      cmocka_unit_test(test_written_integers_are_read_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
