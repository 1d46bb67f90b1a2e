/* Numbers as go-yaml reads them, as JSON and as keys, and the integers that they spell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "number.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

typedef struct spelling {
  const char *text, *written; /* NULL: it is no number */
} spelling;

/* The text stands alone in its memory, so that a step behind it is seen. */
static ev_number read_alone(const char *text) {
  size_t size = strlen(text);
  char *alone = ev_realloc(NULL, size);
  assert_non_null(alone);
  memcpy(alone, text, size);
  ev_number number = ev_number_read((ev_str){alone, size});
  ev_free(alone);
  return number;
}

typedef size_t writer(const ev_number *number, char out[EV_NUMBER_TEXT]);

static void expect_written(const spelling *cases, size_t count, writer *write) {
  for (size_t i = 0; i < count; i++) {
    char out[EV_NUMBER_TEXT];
    ev_number number = read_alone(cases[i].text);
    bool none = number.kind == EV_NUMBER_NONE;
    ev_str written = {out, none ? 0 : write(&number, out)};
    if (none != !cases[i].written || (!none && !ev_str_is(written, cases[i].written)))
      fail_msg("%s is %.*s", cases[i].text, EV_STR_ARG(written));
  }
}

static void test_json(void **state) {
  (void)state;
  static const spelling cases[] = {
      {"", NULL},
      {"a", NULL},
      {"-", NULL},
      {"+", NULL},
      {".", NULL},
      {"-.", NULL},
      {"1a", NULL},
      {"1 ", NULL},
      {"1/", NULL},
      {"1:", NULL},
      {"1.2.3", NULL},
      {"+-1", NULL},
      {"-+1", NULL},
      {"--1", NULL},
      /* integers */
      {"0", "0"},
      {"-0", "0"},
      {"9", "9"},
      {"+5", "5"},
      {"-5", "-5"},
      {"1_000", "1000"},
      {"-1_0_", "-10"},
      {"123456789012345678", "123456789012345678"},
      {"1234567890123456789", "1234567890123456789"},
      {"9223372036854775807", "9223372036854775807"},
      {"+9223372036854775807", "9223372036854775807"},
      {"9223372036854775808", "9223372036854775808"},
      {"+9223372036854775808", "9223372036854776000"},
      {"18446744073709551615", "18446744073709551615"},
      {"+18446744073709551615", "18446744073709552000"},
      {"18446744073709551616", "18446744073709552000"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"-9223372036854775809", "-9223372036854776000"},
      {"-9223372036854777809", "-9223372036854778000"},
      {"99999999999999999999", "100000000000000000000"},
      /* in other bases */
      {"00", "0"},
      {"007", "7"},
      {"-017", "-15"},
      {"08", "8"},
      {"0_17", "15"},
      {"0x1f", "31"},
      {"0XFA", "250"},
      {"-0x1_F", "-31"},
      {"0x", NULL},
      {"0xg", NULL},
      {"0x:", NULL},
      {"0x`", NULL},
      {"0xffffffffffffffff", "18446744073709551615"},
      {"0x10000000000000000", NULL},
      {"-0x8000000000000000", "-9223372036854775808"},
      {"-0x8000000000000001", NULL},
      {"0o17", "15"},
      {"0O17", "15"},
      {"0o8", NULL},
      {"0b101", "5"},
      {"0B101", "5"},
      {"0b2", NULL},
      {"0b", NULL},
      {"0z1", NULL},
      {"0b-11", "-3"},
      {"0b+11", "3"},
      {"0b+111111111111111111111111111111111111111111111111111111111111111", "9223372036854775807"},
      {"0x-1", NULL},
      {"1b-1", NULL},
      {"b-1", NULL},
      {"0-1", NULL},
      {"0+1", NULL},
      /* floats */
      {"1.5", "1.5"},
      {"+1.5", "1.5"},
      {"-1.5", "-1.5"},
      {"-.5", "-0.5"},
      {"1.", "1"},
      {".5", "0.5"},
      {"1_0.5", "10.5"},
      {"01.5", "1.5"},
      {"0.0", "0"},
      {"-0.0", "-0"},
      {"0.001", "0.001"},
      {"100.25", "100.25"},
      {"1e3", "1000"},
      {"1E3", "1000"},
      {"1e+3", "1000"},
      {"1e-3", "0.001"},
      {"12e-1", "1.2"},
      {"1e003", "1000"},
      {"1e3.", NULL},
      {"1ee3", NULL},
      {"1e/", NULL},
      {"1e:", NULL},
      {"1e-+3", NULL},
      {"e1", NULL},
      {"1e20", "100000000000000000000"},
      {"1e21", "1e+21"},
      {"1.25e21", "1.25e+21"},
      {"-1e22", "-1e+22"},
      {"1e100", "1e+100"},
      {"0.000001", "0.000001"},
      {"0.00000099", "9.9e-7"},
      {"-1e-7", "-1e-7"},
      {"1e-10", "1e-10"},
      {"0.1", "0.1"},
      {"0.3", "0.3"},
      {"123456.789", "123456.789"},
      {"4.35", "4.35"},
      {"2.2250738585072014e-308", "2.2250738585072014e-308"},
      {"1.7976931348623157e308", "1.7976931348623157e+308"},
      {"5e-324", "5e-324"},
      {"9007199254740993.0", "9007199254740992"},
      {".5_0", "0.5"},
      {".5__0", NULL},
      {"._5", NULL},
      {".5_", NULL},
      {".5_e1", NULL},
  };
  expect_written(cases, COUNT(cases), ev_number_json);
}

/* FormatFloat(f, 'g', -1, 32) */
static void test_keys(void **state) {
  (void)state;
  static const spelling cases[] = {
      {"7", "7"},
      {"-7", "-7"},
      {"18446744073709551615", "18446744073709551615"},
      {"0.0", "0"},
      {"-0.0", "-0"},
      {"1.5", "1.5"},
      {"0.1", "0.1"},
      {"-0.3", "-0.3"},
      {"100000.0", "100000"},
      {"999999.0", "999999"},
      {"1e6", "1e+06"},
      {"1234567.5", "1.2345675e+06"},
      {"16777217.0", "1.6777216e+07"},
      {"0.0001", "0.0001"},
      {"0.00012", "0.00012"},
      {"0.00001", "1e-05"},
      {"-0.000025", "-2.5e-05"},
      {"1e-10", "1e-10"},
      {"3.4028235e38", "3.4028235e+38"},
      {"1e-45", "1e-45"},
      {"1e-50", "0"},
      {"1e39", ".inf"},
      {"-1e39", "-.inf"},
      {"8.589973e9", "8.589974e+09"},
      {"120890.8359375", "120890.836"},
  };
  expect_written(cases, COUNT(cases), ev_number_key);
}

static void test_integers(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool is;
    ev_int value;
  } cases[] = {
      {"a", false, 0},
      {"7", true, 7},
      {"-9223372036854775808", true, INT64_MIN},
      {"18446744073709551615", true, UINT64_MAX},
      {"1.5", false, 0},
      {"0.5", false, 0},
      {"1e-3", false, 0},
      {"0.0", true, 0},
      {"-0.0", true, 0},
      {"1.0", true, 1},
      {"1e3", true, 1000},
      {"-1.2e3", true, -1200},
      {"123.0", true, 123},
      {"1e19", true, (ev_int)10000000000000000000u},
      {"1.844674407370955e19", true, (ev_int)18446744073709550000u},
      {"18446744073709551615.0", false, 0}, /* as JSON 18446744073709552000 */
      {"-9.223372036854775e18", true, -(ev_int)9223372036854775000},
      {"-9223372036854775808.0", false, 0}, /* as JSON -9223372036854776000 */
      {"-9.3e18", false, 0},
      {"2e19", false, 0},
      {"1e300", false, 0},
      {"-1e300", false, 0},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_number number = read_alone(cases[i].text);
    ev_int value = 77;
    if (ev_number_integer(&number, &value) != cases[i].is) fail_msg("%s", cases[i].text);
    if (cases[i].is && value != cases[i].value) fail_msg("%s is another integer", cases[i].text);
  }
}

/* What stands behind a view is none of it. */
static void test_ends(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t size;
    int value;
  } cases[] = {{"12", 1, 1},  {"01", 1, 0},   {"0x12", 3, 1}, {"+12", 2, 1},
               {"1.5", 2, 1}, {"1.05", 3, 1}, {"1e05", 3, 1}, {"0b-11", 4, -1},
               {"1_2", 2, 1}, {"1_.5", 2, 1}, {"-12", 2, -1}, {"0_1", 1, 0}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_number number = ev_number_read((ev_str){cases[i].text, cases[i].size});
    ev_int value;
    if (!ev_number_integer(&number, &value) || value != cases[i].value) fail_msg("%s", cases[i].text);
  }
  assert_int_equal(ev_number_read(EV_STR("-9223372036854775808")).kind, EV_NUMBER_INT64);
  assert_int_equal(ev_number_read((ev_str){".1", 1}).kind, EV_NUMBER_NONE);
  assert_int_equal(ev_number_read((ev_str){"1e5", 2}).kind, EV_NUMBER_NONE);
  assert_int_equal(ev_number_read((ev_str){"1e-5", 3}).kind, EV_NUMBER_NONE);
  assert_int_equal(ev_number_read((ev_str){".1_1", 3}).kind, EV_NUMBER_NONE);
  assert_int_equal(ev_number_read((ev_str){"-1", 1}).kind, EV_NUMBER_NONE);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_json), cmocka_unit_test(test_keys),
                                     cmocka_unit_test(test_integers), cmocka_unit_test(test_ends)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
