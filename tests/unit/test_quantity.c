/* Quantities: a table of spellings, and random ones against a plain big integer of another kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "big.h"

#define N9   1000000000
#define CAP  INT64_MAX
#define KI   ((ev_int)1024)
#define MI   (KI * KI)
#define GI   (MI * KI)
#define TI   (GI * KI)
#define PI_  (TI * KI)
#define E(n) ((ev_int)1000000000 * (n))

/* clang-format off */
static const struct {
  const char *text;
  ev_rat value;
} quantities[] = {
    /* from apimachinery's quantity_test.go */
    {"0", {0, 1}}, {"0n", {0, 1}}, {"0Ki", {0, 1}}, {"0Ti", {0, 1}}, {"1", {1, 1}}, {"1Ki", {1024, 1}},
    {"8Ki", {8 * KI, 1}}, {"7Mi", {7 * MI, 1}}, {"6Gi", {6 * GI, 1}}, {"5Ti", {5 * TI, 1}},
    {"4Pi", {4 * PI_, 1}}, {"3Ei", {3 * PI_ * KI, 1}}, {"10Ti", {10 * TI, 1}}, {"5n", {1, N9 / 5}},
    {"4u", {1, 250000}}, {"3m", {3, 1000}}, {"8k", {8000, 1}}, {"50k", {50000, 1}}, {"7M", {7000000, 1}},
    {"6G", {E(6), 1}}, {"5T", {E(5000), 1}}, {"2P", {E(2000000), 1}}, {"1E", {E(E(1)), 1}},
    {"1E-3", {1, 1000}}, {"1e3", {1000, 1}}, {"1E6", {1000000, 1}}, {"1E18", {E(E(1)), 1}},
    {"100.035k", {100035, 1}}, {"0.001", {1, 1000}}, {"0.0005k", {1, 2}}, {"0.00050k", {1, 2}},
    {"0.05000", {1, 20}}, {"0.5e0", {1, 2}}, {"0.5e-1", {1, 20}}, {"10.035M", {10035000, 1}},
    {"1.2e3", {1200, 1}}, {"1.3E+6", {1300000, 1}}, {"1.53E12", {E(1530), 1}}, {"9.01", {901, 100}},
    {"7.123456M", {7123456, 1}}, {"6.987654321G", {6987654321, 1}}, {"1.01E", {E(E(101)) / 100, 1}},
    {"3.001n", {1, 250000000}}, {"1.1E-9", {1, 500000000}}, {"0.0000000001", {1, N9}},
    {"0.0000000005", {1, N9}}, {"0.5e-9", {1, N9}}, {"0.9n", {1, N9}}, {"0.00000012345", {31, 250000000}},
    {"0.00000012354", {31, 250000000}}, {"9Ei", {CAP, 1}}, {"9223372036854775807Ki", {CAP, 1}},
    {"12E", {E(E(12)), 1}}, {"100.035Ki", {2560896, 25}}, {"0.5Mi", {512 * KI, 1}},
    {"0.05Gi", {268435456, 5}}, {"0.025Ti", {137438953472, 5}}, {"0.000000000001Ki", {1, 500000000}},
    {".001", {1, 1000}}, {".0001k", {1, 10}}, {"1.", {1, 1}}, {"1.G", {E(1), 1}},
    /* signs and zeros */
    {"+1", {1, 1}}, {"-1", {-1, 1}}, {"-1.5Gi", {-1536 * MI, 1}}, {"-0", {0, 1}}, {"-0.0", {0, 1}},
    {"00012", {12, 1}}, {"-0.1n", {-1, N9}}, {"+.5", {1, 2}}, {"-9Ei", {-CAP, 1}}, {"0e99999", {0, 1}},
    {"0e-99999", {0, 1}}, {"0e2147483647", {0, 1}}, {"0e-2147483648", {0, 1}},
    /* no digits */
    {"+", {0, 1}}, {"-", {0, 1}}, {".", {0, 1}}, {"-.", {0, 1}}, {"m", {0, 1}}, {"n", {0, 1}}, {"Gi", {0, 1}},
    {".Ti", {0, 1}}, {"e5", {0, 1}}, {"E", {0, 1}}, {"e-9", {0, 1}},
    /* a decimal one is not capped */
    {"9223372036854775807", {CAP, 1}}, {"9223372036854775808", {(ev_int)CAP + 1, 1}},
    {"18446744073709551616", {(ev_int)UINT64_MAX + 1, 1}},
    {"9223372036854775807.5", {((ev_int)CAP << 1) + 1, 2}}, {"1e30", {E(E(E(1000))), 1}},
    {MAX_TEXT, {EV_INT_MAX, 1}}, {"-" MAX_TEXT, {-EV_INT_MAX, 1}}, {"-" OVER_TEXT, {EV_INT_MIN, 1}},
    {"340282366920938463463374607431.768211457", {1, 0}},
    {"340282366920938463463374607431768211455.9999999999", {1, 0}},
    {OVER_TEXT, {1, 0}}, {"-" UNDER_TEXT, {-1, 0}}, {"1e38", {E(E(E(E(100)))), 1}}, {"1e39", {1, 0}},
    {"-1e39", {-1, 0}}, {"1e2147483647", {1, 0}}, {MAX_TEXT ".5", {1, 0}}, {MAX_TEXT "e1", {1, 0}},
    {"170141183460469231731687303715884105727000000000n", {EV_INT_MAX, 1}},
    {"340282366920938463463374607431768211459", {1, 0}}, {"-340282366920938463463374607431768211459", {-1, 0}},
    /* a binary one is */
    {"7.9Ei", {79 * GI * GI / 2, 5}}, {"8Ei", {CAP, 1}}, {"8191Pi", {8191 * PI_, 1}},
    {"8192Pi", {CAP, 1}}, {"9007199254740991.9999999999Ki", {CAP, 1}},
    {"9007199254740991Ki", {9007199254740991 * KI, 1}}, {"1" MAX_TEXT "Ki", {CAP, 1}},
    {"170141183460469231731687303715884105727Ei", {CAP, 1}},
    /* rounding to nano, up, wherever the last digit stands */
    {"1.0000000001", {1000000001, N9}}, {"0.9999999999", {1, 1}}, {"0.99999999901", {1, 1}},
    {"0.0009765625Ki", {1, 1}}, {"0.00097656250000000000000000000000001Ki", {1000000001, N9}},
    {"0.99999999999999999999999999999999999999999999999999999999999999999Ei", {1152921504606846976, 1}},
    {"0.000000000931322574615478515625Gi", {1, 1}},
    {"0.0000000009313225746154785156250001Gi", {1000000001, N9}}, {"1e-10", {1, N9}},
    {"1e-2000000000", {1, N9}}, {"-1e-2000000000", {-1, N9}},
    {"0.00000000000000000000000000000000000000000000000000001", {1, N9}}, {"123456789e-9", {123456789, N9}},
    {"123456789e-10", {12345679, N9}},
    /* exponents */
    {"1e0", {1, 1}}, {"1e-0", {1, 1}}, {"1e+0", {1, 1}}, {"1e007", {10000000, 1}}, {"1500e-3", {3, 2}},
    {"1e4294967296", {1, 1}}, {"1e4294967299", {1000, 1}}, {"1e-4294967299", {1, 1000}},
    {"1e9223372036854775807", {1, 10}}, {"5e-9223372036854775808", {5, 1}},
};
/* clang-format on */

static void test_quantities(void **unused) {
  (void)unused;
  for (size_t i = 0; i < COUNT(quantities); i++) {
    ev_rat r = {7, 7}, expected = quantities[i].value;
    if (!ev_quantity_parse(ev_str_of(quantities[i].text), &r)) fail_msg("%s: refused", quantities[i].text);
    ev_buf buf = {0};
    ev_int_write(&buf, r.num);
    ev_buf_char(&buf, '/');
    ev_int_write(&buf, r.den);
    if (r.num != expected.num || r.den != expected.den)
      fail_msg("%s: %.*s", quantities[i].text, EV_STR_ARG(ev_buf_view(&buf)));
    ev_buf_free(&buf);
  }
}

static void test_no_quantities(void **unused) {
  (void)unused;
  /* clang-format off */
  static const char *const texts[] = {
      "", " ", "1 ", "1:", "1/", "1ex", " 1", "1 Gi", "1gi", "1GI", "1ki", "1K", "1g", "1Mib", "1GB", "1B", "1i", ".5i",
      "-3.01i", "1.1.M", "1+1.0M", "0.1mi", "0.1am", "aoeu", "1..2", "1.2.3", "--1", "+-1", "-+1", "1e",
      "1e+", "1e-", "-3.01e-", "1ee5", "1e5e5", "1e5.5", "1e5m", "1e+-5", "1e-+5", "1Ee5", "1E+", "1m5",
      "1Ki5", "1Ki+5", "1n-5", "0x10", "1,5", "1_000", "1/2", "inf", "NaN", "1e1_0", "Pi", "Ei", ".Ei",
      "e-10", ".e-10", "1e9223372036854775808", "1e-9223372036854775809",
      "1e99999999999999999999999999999999999999999", "1\xc2\xb5", "\xef\xbc\x91", "1u5", "50%", "1e 5",
      "1KiB", "nn", "1mm", "1kk", "E5x",
  };
  /* clang-format on */
  for (size_t i = 0; i < COUNT(texts); i++) {
    ev_rat r = {7, 7};
    if (ev_quantity_parse(ev_str_of(texts[i]), &r)) fail_msg("%s: taken for a quantity", texts[i]);
    assert_rat(r, R(7, 7));
  }
  ev_rat r;
  assert_false(ev_quantity_parse((ev_str){"1\0", 2}, &r));
  assert_false(ev_quantity_parse((ev_str){"1K\0", 3}, &r));
  assert_true(ev_quantity_parse((ev_str){"1Gi", 1}, &r));
  assert_rat(r, ev_rat_of(1));
  assert_true(ev_quantity_parse((ev_str){"1.5", 1}, &r));
  assert_rat(r, ev_rat_of(1));
  assert_false(ev_quantity_parse((ev_str){"1e5", 2}, &r));
  assert_false(ev_quantity_parse((ev_str){"1e+5", 3}, &r));
}

/* A number's digits and scale, spelt and evaluated with big integers: multiplied out first, then divided. */
typedef struct spelling {
  char text[256];
  size_t size;
  big digits;
  int tens, twos; /* value = digits * 10^tens * 2^twos */
  bool negative;
} spelling;

static void spell(spelling *s, char c) { s->text[s->size++] = c; }

static void spell_digits(spelling *s, uint32_t count, bool behind) {
  bool zeros = below(4) == 0;
  for (; count; count--) {
    char c = zeros ? '0' : below(5) ? (char)('0' + below(10)) : below(2) ? '9' : '0';
    big digit = big_of((ev_uint)(c - '0'));
    s->digits = big_multiply_small(&s->digits, 10);
    s->digits = big_add(&s->digits, &digit);
    s->tens -= behind;
    spell(s, c);
  }
}

static void spell_exponent(spelling *s) {
  int exponent = (int)below(61) - 30;
  s->tens += exponent;
  spell(s, below(2) ? 'e' : 'E');
  if (exponent < 0) spell(s, '-');
  if (exponent > 0 && below(2)) spell(s, '+');
  unsigned size = (unsigned)(exponent < 0 ? -exponent : exponent);
  if (size > 9) spell(s, (char)('0' + size / 10));
  spell(s, (char)('0' + size % 10));
}

static spelling random_spelling(void) {
  static const char decimal[] = "num kMGTPE", binary[] = "KMGTPE";
  spelling s = {.size = 0};
  s.negative = below(3) == 0;
  if (s.negative || below(3) == 0) spell(&s, s.negative ? '-' : '+');
  spell_digits(&s, 1 + below(below(3) ? 6 : 45), false);
  if (below(2)) {
    spell(&s, '.');
    spell_digits(&s, below(below(3) ? 12 : 80), true);
  }
  uint32_t i;
  switch (below(3)) {
  case 0: spell_exponent(&s); break;
  case 1:
    i = below(6);
    s.twos = 10 * ((int)i + 1);
    spell(&s, binary[i]);
    spell(&s, 'i');
    break;
  default:
    i = below(10);
    s.tens += 3 * ((int)i - 3);
    if (decimal[i] != ' ') spell(&s, decimal[i]);
  }
  return s;
}

static big spelling_in_nanos(const spelling *s) {
  big value = s->digits;
  for (int i = 0; i < s->twos; i++) value = big_multiply_small(&value, 2);
  int tens = s->tens + 9;
  for (; tens > 0; tens--) value = big_multiply_small(&value, 10);
  bool cut = false;
  for (; tens < 0; tens++) cut = (big_divide_small(&value, 10) != 0) || cut;
  big one = big_of(1), nano = big_of(N9), cap = big_of(CAP);
  if (cut) value = big_add(&value, &one);
  cap = big_multiply(&cap, &nano);
  return s->twos && big_compare(&value, &cap) > 0 ? cap : value;
}

static void test_quantities_against_big_integers(void **unused) {
  (void)unused;
  for (int i = 0; i < 3000; i++) {
    spelling s = random_spelling();
    ev_rat r = {7, 7};
    if (!ev_quantity_parse((ev_str){s.text, s.size}, &r)) fail_msg("%.*s: refused", (int)s.size, s.text);
    fraction expected = {spelling_in_nanos(&s), big_of(N9), s.negative};
    if (r.den == 0) assert_true(r.num == (s.negative ? -1 : 1));
    check_fraction(&expected, r.den != 0, r);
  }
}

static void test_long_quantities_take_linear_time(void **unused) {
  (void)unused;
  enum { SIZE = 1 << 20 };
  char *text = ev_realloc(NULL, SIZE);
  assert_non_null(text);
  memset(text, '9', SIZE);
  ev_rat r;
  assert_true(ev_quantity_parse((ev_str){text, SIZE}, &r));
  assert_rat(r, INF);
  text[1] = '.';
  assert_true(ev_quantity_parse((ev_str){text, SIZE}, &r));
  assert_rat(r, ev_rat_of(10));
  memset(text, '0', SIZE);
  text[SIZE - 1] = '5';
  assert_true(ev_quantity_parse((ev_str){text, SIZE}, &r));
  assert_rat(r, ev_rat_of(5));
  ev_free(text);
}

static void test_quantity_write(void **unused) {
  (void)unused;
  static const struct {
    ev_rat value;
    const char *text;
  } cases[] = {
      {{0, 1}, "0"},
      {{1, 1}, "1"},
      {{-5, 1}, "-5"},
      {{1000, 1}, "1000"},
      {{1023, 1}, "1023"},
      {{1024, 1}, "1Ki"},
      {{-1024, 1}, "-1Ki"},
      {{1025, 1}, "1025"},
      {{1536, 1}, "1536"},
      {{3 * 1024, 1}, "3Ki"},
      {{1536 * KI, 1}, "1536Ki"},
      {{512 * MI, 1}, "512Mi"},
      {{2 * GI, 1}, "2Gi"},
      {{TI, 1}, "1Ti"},
      {{PI_, 1}, "1Pi"},
      {{PI_ * 1024, 1}, "1Ei"},
      {{PI_ * 1024 * 1024, 1}, "1024Ei"},
      {{EV_INT_MIN, 1}, "-147573952589676412928Ei"},
      {{EV_INT_MAX, 1}, MAX_TEXT},
      {{1, 2}, "500m"},
      {{-1, 2}, "-500m"},
      {{3, 2}, "1500m"},
      {{1, 1000}, "1m"},
      {{1, 2000}, "500u"},
      {{1, 1000000}, "1u"},
      {{1, 8}, "125m"},
      {{1, 16}, "62500u"},
      {{1, N9}, "1n"},
      {{2047, 2}, "1023500m"},
      {{1, 3}, "~0.333"},
      {{2, 3}, "~0.667"},
      {{-2, 3}, "~-0.667"},
      {{1, 7000}, "~0"},
      {{1, 1999}, "~0.001"},
      {{1, 2001}, "~0"},
      {{-1, 7000}, "~-0"},
      {{1, (ev_int)1 << 40}, "~0"},
      {{E(E(1)) * 36 + 1, E(E(1)) * 300}, "~0.12"},
      {{10, 3}, "~3.333"},
      {{301, 300}, "~1.003"},
      {{299, 300}, "~0.997"},
      {{30010, 30000 * 7}, "~0.143"},
      {{11, 30}, "~0.367"},
      {{91, 90}, "~1.011"},
      {{36, 35}, "~1.029"},
      {{7, 6}, "~1.167"},
      {{4 * GI, 3}, "~1.333Gi"},
      {{-4 * GI, 3}, "~-1.333Gi"},
      {{3074, 3}, "~1.001Ki"},
      {{128128, 125}, "1.001Ki"},
      {{128129, 125}, "1025032m"},
      {{10243, 10}, "1024300m"},
      {{536870912, 5}, "102.4Mi"},
      {{-536870912, 5}, "-102.4Mi"},
      {{27111981056, 25}, "1.01Gi"},
      {{TI * 1023 / 2, 125}, "4.092Ti"},
      {{PI_ / 16 * 3, 125}, "1.536Ti"},
      {{PI_ / 8 * 41, 5}, "1.025Pi"},
      {{PI_ * KI / 8 * 1001, 125}, "1.001Ei"},
      {{3071, 3}, "~1023.667"},
      {{3 * KI * KI - 1, 3}, "~1Mi"},
      {{3 * MI * KI - 1, 3}, "~1Gi"},
      {{3 * KI - 1, 3}, "~1023.667"},
      {{(ev_int)1024 * 3000000 - 1, 3000000}, "~1Ki"},
      {{3 * PI_ * KI - 1, 3}, "~1Ei"},
      {{3 * PI_ * MI + 1, 3}, "~1024Ei"},
      {{EV_INT_MAX, 2}, "~73786976294838206464Ei"},
      {{EV_INT_MAX - 1, EV_INT_MAX}, "~1"},
      {{1, EV_INT_MAX}, "~0"},
      {{(EV_INT_MAX - 1) / 2, EV_INT_MAX}, "~0.5"},
      {{EV_INT_MIN, 3}, "~-49191317529892137642.667Ei"},
      {{1, 0}, "infinity"},
      {{-1, 0}, "-infinity"},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_buf buf = {0};
    ev_quantity_write(&buf, cases[i].value);
    assert_written(&buf, cases[i].text);
  }
}

/* A half thousandth is exact in m, so it is rounded only where the number in m is too large. */
static void test_half_is_rounded_away_from_zero(void **unused) {
  (void)unused;
  ev_int odd = ((ev_int)1 << 69) + 1;
  ev_buf buf = {0};
  ev_quantity_write(&buf, R(odd << 56, 125));
  assert_written(&buf, "~295147905179352825.857Ei");
  ev_quantity_write(&buf, R(-(odd << 56), 125));
  assert_written(&buf, "~-295147905179352825.857Ei");
  ev_quantity_write(&buf, R((odd << 56) - 1, 125));
  assert_written(&buf, "~295147905179352825.856Ei");
}

static void test_exact_quantities_are_read_back(void **unused) {
  (void)unused;
  for (int i = 0; i < 20000; i++) {
    ev_rat r, read;
    ev_int den = (ev_int[]){1, 2, 5, 8, 1000, 125000, N9}[below(7)];
    if (!ev_rat_make((ev_int)(next_random() >> below(64)) - 1000, den, &r)) continue;
    ev_buf buf = {0};
    ev_quantity_write(&buf, r);
    bool capped = r.den == 1 && r.num > CAP && r.num % 1024 == 0;
    assert_true(ev_quantity_parse(ev_buf_view(&buf), &read));
    if (!capped) assert_rat(read, r);
    ev_buf_free(&buf);
  }
}

static void test_writing_without_memory(void **unused) {
  (void)unused;
  ev_buf buf = {0};
  ev_fail_allocation_after(1);
  ev_quantity_write(&buf, R(1, 3));
  ev_fail_allocation_after(0);
  assert_true(buf.failed);
  ev_buf_free(&buf);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_quantities),
      cmocka_unit_test(test_no_quantities),
      cmocka_unit_test(test_quantities_against_big_integers),
      cmocka_unit_test(test_long_quantities_take_linear_time),
      cmocka_unit_test(test_quantity_write),
      cmocka_unit_test(test_half_is_rounded_away_from_zero),
      cmocka_unit_test(test_exact_quantities_are_read_back),
      cmocka_unit_test(test_writing_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
