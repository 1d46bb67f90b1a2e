/* Numbers: boundaries, a table of quantities, and arithmetic against a plain big integer of another kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "num.h"

#define INF      EV_INFINITY
#define MINF     EV_MINUS_INFINITY
#define R(n, d)  ((ev_rat){(n), (d)})
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- big natural numbers, the slow and obvious way */

#define LIMBS 72

typedef struct big {
  uint32_t at[LIMBS];
} big;

static big big_of(ev_uint n) {
  big b = {{0}};
  for (int i = 0; i < 4; i++, n >>= 32) b.at[i] = (uint32_t)n;
  return b;
}

static big big_size(ev_int n) { return big_of(n < 0 ? -(ev_uint)n : (ev_uint)n); }

static int big_compare(const big *a, const big *b) {
  for (int i = LIMBS - 1; i >= 0; i--)
    if (a->at[i] != b->at[i]) return a->at[i] < b->at[i] ? -1 : 1;
  return 0;
}

static big big_add(const big *a, const big *b) {
  big sum;
  uint64_t carry = 0;
  for (int i = 0; i < LIMBS; i++, carry >>= 32) {
    carry += (uint64_t)a->at[i] + b->at[i];
    sum.at[i] = (uint32_t)carry;
  }
  assert_int_equal(carry, 0);
  return sum;
}

static big big_subtract(const big *a, const big *b) {
  big rest;
  int64_t borrow = 0;
  for (int i = 0; i < LIMBS; i++) {
    int64_t part = (int64_t)a->at[i] - b->at[i] + borrow;
    borrow = part < 0 ? -1 : 0;
    rest.at[i] = (uint32_t)(part + (part < 0 ? (int64_t)1 << 32 : 0));
  }
  assert_int_equal(borrow, 0);
  return rest;
}

static big big_multiply(const big *a, const big *b) {
  big product = {{0}};
  for (int i = 0; i < LIMBS; i++) {
    uint64_t carry = 0;
    for (int j = 0; a->at[i] && i + j < LIMBS; j++, carry >>= 32) {
      carry += (uint64_t)a->at[i] * b->at[j] + product.at[i + j];
      product.at[i + j] = (uint32_t)carry;
    }
    assert_int_equal(carry, 0);
  }
  return product;
}

static uint32_t big_divide_small(big *n, uint32_t by) {
  uint64_t rest = 0;
  for (int i = LIMBS - 1; i >= 0; i--) {
    rest = rest << 32 | n->at[i];
    n->at[i] = (uint32_t)(rest / by);
    rest %= by;
  }
  return (uint32_t)rest;
}

static bool big_is_zero(const big *n) {
  for (int i = 0; i < LIMBS; i++)
    if (n->at[i]) return false;
  return true;
}

static big big_multiply_small(const big *n, uint32_t by) {
  big factor = big_of(by);
  return big_multiply(n, &factor);
}

static void big_halve(big *n) {
  for (int i = 0; i < LIMBS; i++) n->at[i] = n->at[i] >> 1 | (i + 1 < LIMBS ? n->at[i + 1] << 31 : 0);
}

/* Stein's: halve what is even, else subtract. */
static big big_gcd(big a, big b) {
  uint32_t twos = 0;
  if (big_is_zero(&a)) return b;
  if (big_is_zero(&b)) return a;
  for (; !(a.at[0] & 1) && !(b.at[0] & 1); twos++) {
    big_halve(&a);
    big_halve(&b);
  }
  while (!big_is_zero(&a)) {
    while (!(a.at[0] & 1)) big_halve(&a);
    while (!(b.at[0] & 1)) big_halve(&b);
    if (big_compare(&a, &b) >= 0)
      a = big_subtract(&a, &b);
    else
      b = big_subtract(&b, &a);
  }
  for (; twos; twos--) b = big_multiply_small(&b, 2);
  return b;
}

/* A fraction of any size, not in lowest terms. */
typedef struct fraction {
  big num, den;
  bool negative;
} fraction;

static fraction fraction_of(ev_rat r) { return (fraction){big_size(r.num), big_size(r.den), r.num < 0}; }

static fraction fraction_sum(const fraction *a, const fraction *b) {
  big left = big_multiply(&a->num, &b->den), right = big_multiply(&b->num, &a->den);
  fraction sum = {.den = big_multiply(&a->den, &b->den), .negative = a->negative};
  if (a->negative == b->negative) {
    sum.num = big_add(&left, &right);
  } else if (big_compare(&left, &right) >= 0) {
    sum.num = big_subtract(&left, &right);
  } else {
    sum.num = big_subtract(&right, &left);
    sum.negative = b->negative;
  }
  return sum;
}

static bool at_most(const big *n, const big *unit, ev_uint most) {
  big limit = big_of(most);
  limit = big_multiply(&limit, unit);
  return big_compare(n, &limit) <= 0;
}

/* Whether the fraction in lowest terms fits an ev_rat, and if so that r is it. */
static void check_fraction(const fraction *expected, bool fits, ev_rat r) {
  big common = big_gcd(expected->num, expected->den);
  bool negative = expected->negative && !big_is_zero(&expected->num);
  bool can = at_most(&expected->num, &common, (ev_uint)EV_INT_MAX + negative) &&
             at_most(&expected->den, &common, (ev_uint)EV_INT_MAX);
  assert_int_equal(fits, can);
  if (!fits) return;
  assert_true(r.den > 0);
  big num = big_size(r.num), den = big_size(r.den);
  num = big_multiply(&num, &common);
  den = big_multiply(&den, &common);
  assert_int_equal(big_compare(&num, &expected->num), 0);
  assert_int_equal(big_compare(&den, &expected->den), 0);
  assert_int_equal(r.num < 0, negative);
}

/* ---- random operands: many small, many at the edges */

static uint64_t random_state = 1;

static uint64_t next_random(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}

static uint32_t below(uint32_t n) { return (uint32_t)(next_random() >> 16) % n; }

static ev_int random_int(void) {
  static const int edges[] = {0, 1, 31, 32, 62, 63, 64, 65, 95, 126, 127};
  ev_uint n = (ev_uint)next_random() << 64 | next_random();
  switch (below(4)) {
  case 0: return (ev_int)(n % 20) - 10;
  case 1: return (ev_int)(n >> below(128));
  case 2: return (ev_int)(((ev_uint)1 << edges[below(COUNT(edges))]) + n % 5 - 2);
  default: return (ev_int)(n << below(128));
  }
}

static ev_rat random_rat(void) {
  ev_rat r = {0, 1};
  if (below(3) == 0) return ev_rat_of(random_int());
  while (!ev_rat_make(random_int(), random_int(), &r)) continue;
  return r;
}

/* ---- rationals */

static void assert_rat(ev_rat r, ev_rat expected) {
  assert_true(r.num == expected.num);
  assert_true(r.den == expected.den);
}

static void test_make(void **unused) {
  (void)unused;
  static const struct {
    ev_int num, den;
    ev_rat expected;
  } cases[] = {
      {0, 1, {0, 1}},
      {0, -7, {0, 1}},
      {6, 4, {3, 2}},
      {-6, 4, {-3, 2}},
      {6, -4, {-3, 2}},
      {-6, -4, {3, 2}},
      {0, EV_INT_MIN, {0, 1}},
      {EV_INT_MAX, EV_INT_MAX, {1, 1}},
      {EV_INT_MIN, EV_INT_MIN, {1, 1}},
      {EV_INT_MIN, 1, {EV_INT_MIN, 1}},
      {EV_INT_MIN, 2, {EV_INT_MIN / 2, 1}},
      {EV_INT_MIN, -2, {-(EV_INT_MIN / 2), 1}},
      {2, EV_INT_MIN, {-1, -(EV_INT_MIN / 2)}},
      {-4, EV_INT_MIN, {1, -(EV_INT_MIN / 4)}},
      {EV_INT_MAX, -1, {-EV_INT_MAX, 1}},
      {1, EV_INT_MAX, {1, EV_INT_MAX}},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_rat r = {7, 7};
    assert_true(ev_rat_make(cases[i].num, cases[i].den, &r));
    assert_rat(r, cases[i].expected);
  }
  ev_rat r = {7, 7};
  assert_false(ev_rat_make(1, 0, &r));
  assert_false(ev_rat_make(0, 0, &r));
  assert_false(ev_rat_make(EV_INT_MIN, -1, &r));
  assert_false(ev_rat_make(1, EV_INT_MIN, &r));
  assert_false(ev_rat_make(-1, EV_INT_MIN, &r));
  assert_rat(r, R(7, 7));
}

static void test_inline_helpers(void **unused) {
  (void)unused;
  assert_rat(ev_rat_of(EV_INT_MIN), R(EV_INT_MIN, 1));
  assert_true(ev_rat_is_int(ev_rat_of(0)));
  assert_false(ev_rat_is_int(R(1, 2)));
  assert_false(ev_rat_is_int(INF));
  assert_true(ev_rat_is_infinite(MINF));
  assert_false(ev_rat_is_infinite(ev_rat_of(0)));
}

/* In ascending order. */
static const ev_rat ladder[] = {
    {-1, 0},
    {EV_INT_MIN, 1},
    {-EV_INT_MAX, 1},
    {EV_INT_MIN, 3},
    {-((ev_int)1 << 64), 1},
    {INT64_MIN, 1},
    {-3, 2},
    {-1, 1},
    {-1, EV_INT_MAX},
    {0, 1},
    {1, EV_INT_MAX},
    {1, EV_INT_MAX - 1},
    {EV_INT_MAX - 2, EV_INT_MAX - 1},
    {EV_INT_MAX - 1, EV_INT_MAX},
    {1, 1},
    {EV_INT_MAX, EV_INT_MAX - 1},
    {3, 2},
    {INT64_MAX, 1},
    {(ev_int)1 << 63, 1},
    {((ev_int)1 << 64) - 1, 1},
    {(ev_int)1 << 64, 1},
    {EV_INT_MAX, 2},
    {EV_INT_MAX, 1},
    {1, 0},
};

static void test_compare_ladder(void **unused) {
  (void)unused;
  for (size_t i = 0; i < COUNT(ladder); i++)
    for (size_t k = 0; k < COUNT(ladder); k++)
      assert_int_equal(ev_rat_compare(ladder[i], ladder[k]), (i > k) - (i < k));
}

static int fraction_compare(const fraction *a, const fraction *b) {
  fraction minus = *b;
  minus.negative = !b->negative;
  fraction rest = fraction_sum(a, &minus);
  if (big_is_zero(&rest.num)) return 0;
  return rest.negative ? -1 : 1;
}

static void test_arithmetic_against_big_integers(void **unused) {
  (void)unused;
  for (int i = 0; i < 4000; i++) {
    ev_rat a = random_rat(), b = random_rat(), r = {0, 1};
    fraction x = fraction_of(a), y = fraction_of(b), minus = y;
    minus.negative = !y.negative;
    assert_int_equal(ev_rat_compare(a, b), fraction_compare(&x, &y));
    fraction expected = fraction_sum(&x, &y);
    bool fits = ev_rat_add(a, b, &r);
    check_fraction(&expected, fits, r);
    expected = fraction_sum(&x, &minus);
    fits = ev_rat_sub(a, b, &r);
    check_fraction(&expected, fits, r);
    expected = (fraction){big_multiply(&x.num, &y.num), big_multiply(&x.den, &y.den),
                          x.negative != y.negative};
    fits = ev_rat_mul(a, b, &r);
    check_fraction(&expected, fits, r);
    if (b.num == 0) continue;
    expected = (fraction){big_multiply(&x.num, &y.den), big_multiply(&x.den, &y.num),
                          x.negative != y.negative};
    fits = ev_rat_div(a, b, &r);
    check_fraction(&expected, fits, r);
  }
}

/* Sums whose terms overflow although the result fits. */
static void test_nothing_overflows_on_the_way(void **unused) {
  (void)unused;
  const ev_int third = EV_INT_MAX / 3;
  ev_rat r;
  assert_true(ev_rat_add(R(EV_INT_MAX, 2), R(EV_INT_MAX, 2), &r));
  assert_rat(r, R(EV_INT_MAX, 1));
  assert_true(ev_rat_add(R(1, third), R(-1, third), &r));
  assert_rat(r, R(0, 1));
  assert_true(ev_rat_sub(R(EV_INT_MAX, third), R(EV_INT_MAX - third, third), &r));
  assert_rat(r, R(1, 1));
  assert_true(ev_rat_sub(ev_rat_of(-1), ev_rat_of(EV_INT_MIN), &r));
  assert_rat(r, ev_rat_of(EV_INT_MAX));
  assert_true(ev_rat_sub(ev_rat_of(EV_INT_MIN), ev_rat_of(EV_INT_MIN), &r));
  assert_rat(r, ev_rat_of(0));
  assert_true(ev_rat_div(ev_rat_of(EV_INT_MIN), ev_rat_of(EV_INT_MIN), &r));
  assert_rat(r, ev_rat_of(1));
  assert_true(ev_rat_mul(ev_rat_of(EV_INT_MIN / 2), ev_rat_of(2), &r));
  assert_rat(r, ev_rat_of(EV_INT_MIN));
}

static ev_rat rat_of(const char *text) {
  ev_str s = ev_str_of(text);
  size_t slash = ev_str_find(s, EV_STR("/"));
  ev_rat r = {0, 1};
  assert_int_equal(ev_int_parse_decimal(ev_str_slice(s, 0, slash), &r.num), EV_NUMBER_OK);
  assert_int_equal(ev_int_parse_decimal(ev_str_slice(s, slash + 1, s.size), &r.den), EV_NUMBER_OK);
  return r;
}

/* Terms of more than 128 bits, which carry and borrow in every place and cancel out. */
static void test_wide_sums(void **unused) {
  (void)unused;
  static const struct {
    const char *a, *b, *sum;
  } cases[] = {
      {"25102961107864073570193172360484/4760604955661257824197993437168855",
       "-15105252108858486142973610773/2864611234743004626221232102434",
       "302528532049913793963997586189/47767937110696969391426165714189276030"},
      {"129558698612931753351887413789685/814011544688349308573539",
       "-5480448284205886981437821195651895178/1394816939143661283022823480552065",
       "190695101604696128248858948927/1198158425826222895915"},
      {"4335576779142506863015720323377577491/161103028566271971862549245",
       "-577966729476426598647906513049/21476309905786359430",
       "-568779261795853512715/5330598034118178184174622562270654"},
      {"8289759760444673852568855484266646951/347194587368215735107471243397665",
       "-251774125428160569656576336771952470/10544890466227514126718366266103",
       "-7227264143917177756716453/5374985253977822784832337255"},
      {"636951858520087814234518048215233/362799860655138676921283520",
       "75605521784954594827207429721266380932/1575251913889579470193030337747004813",
       "493310837113187724297184724053085581/280976039190875866324054274240"},
      {"217673513130406232241017870024538106/9785913661610744093560447",
       "-16855442846179428150165404693408425478/757767475007897485551913635",
       "-105027855004173644/20457213238835624841449653709940201405"},
      {"1578075561997559158214872404154/1914655132907783165020755557",
       "5874068838450553887467759714182114367/110244297689270971777768401457273",
       "199696748790595867757608647454301/3690808806303276517311274901"},
      {"3/20", "85070591730234615865843651857942052864/15", "68056473384187692692674921486353642293/12"},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_rat a = rat_of(cases[i].a), b = rat_of(cases[i].b), sum = rat_of(cases[i].sum), r;
    assert_true(ev_rat_add(a, b, &r));
    assert_rat(r, sum);
    assert_true(ev_rat_sub(sum, a, &r));
    assert_rat(r, b);
    assert_true(ev_rat_neg(b, &b) && ev_rat_sub(a, b, &r));
    assert_rat(r, sum);
    assert_int_equal(ev_rat_compare(a, b), sum.num < 0 ? -1 : 1);
  }
}

static void test_overflow_is_told(void **unused) {
  (void)unused;
  const ev_rat max = ev_rat_of(EV_INT_MAX), min = ev_rat_of(EV_INT_MIN), one = ev_rat_of(1);
  ev_rat r = {7, 7};
  assert_false(ev_rat_add(max, one, &r));
  assert_false(ev_rat_sub(min, one, &r));
  assert_false(ev_rat_sub(ev_rat_of(0), min, &r));
  assert_false(ev_rat_mul(max, ev_rat_of(2), &r));
  assert_false(ev_rat_mul(min, ev_rat_of(-1), &r));
  assert_false(ev_rat_div(min, ev_rat_of(-1), &r));
  assert_false(ev_rat_div(one, min, &r));
  assert_false(ev_rat_mul(R(1, EV_INT_MAX), R(1, 2), &r));
  assert_false(ev_rat_add(R(1, EV_INT_MAX), R(1, 2), &r));
  assert_false(ev_rat_neg(min, &r));
  assert_rat(r, R(7, 7));
  assert_true(ev_rat_neg(max, &r));
  assert_rat(r, ev_rat_of(-EV_INT_MAX));
}

typedef bool operation(ev_rat, ev_rat, ev_rat *);

static void test_infinities(void **unused) {
  (void)unused;
  const ev_rat two = {2, 1}, minus = {-2, 1}, zero = {0, 1}, third = {2, 3}, min = {EV_INT_MIN, 1};
  const struct {
    operation *apply;
    ev_rat a, b, expected; /* 7/7: undefined */
  } cases[] = {
      {ev_rat_add, INF, two, INF},      {ev_rat_add, two, MINF, MINF},    {ev_rat_add, INF, INF, INF},
      {ev_rat_add, MINF, MINF, MINF},   {ev_rat_add, INF, MINF, {7, 7}},  {ev_rat_sub, INF, INF, {7, 7}},
      {ev_rat_sub, INF, MINF, INF},     {ev_rat_sub, MINF, INF, MINF},    {ev_rat_sub, two, INF, MINF},
      {ev_rat_sub, MINF, two, MINF},    {ev_rat_sub, MINF, MINF, {7, 7}}, {ev_rat_mul, INF, two, INF},
      {ev_rat_mul, INF, minus, MINF},   {ev_rat_mul, minus, MINF, INF},   {ev_rat_mul, MINF, INF, MINF},
      {ev_rat_mul, INF, zero, {7, 7}},  {ev_rat_mul, zero, MINF, {7, 7}}, {ev_rat_div, two, INF, {0, 1}},
      {ev_rat_div, minus, INF, {0, 1}}, {ev_rat_div, INF, minus, MINF},   {ev_rat_div, MINF, minus, INF},
      {ev_rat_div, INF, zero, {7, 7}},  {ev_rat_div, two, zero, {7, 7}},  {ev_rat_div, zero, zero, {7, 7}},
      {ev_rat_div, INF, INF, {7, 7}},   {ev_rat_div, MINF, INF, {7, 7}},  {ev_rat_div, zero, INF, {0, 1}},
      {ev_rat_div, MINF, two, MINF},    {ev_rat_add, third, INF, INF},    {ev_rat_sub, MINF, third, MINF},
      {ev_rat_sub, INF, min, INF},      {ev_rat_sub, min, INF, MINF},     {ev_rat_add, min, INF, INF},
      {ev_rat_sub, third, MINF, INF},   {ev_rat_mul, third, MINF, MINF},  {ev_rat_mul, INF, third, INF},
      {ev_rat_div, third, MINF, zero},  {ev_rat_div, INF, third, INF},    {ev_rat_div, min, INF, zero},
      {ev_rat_mul, min, INF, MINF},     {ev_rat_mul, MINF, MINF, INF},    {ev_rat_mul, zero, INF, {7, 7}},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_rat r = {7, 7};
    assert_int_equal(cases[i].apply(cases[i].a, cases[i].b, &r), cases[i].expected.den != 7);
    assert_rat(r, cases[i].expected);
  }
  ev_rat r;
  assert_true(ev_rat_neg(INF, &r));
  assert_rat(r, MINF);
}

/* ---- integers */

#define MAX_TEXT   "170141183460469231731687303715884105727"
#define OVER_TEXT  "170141183460469231731687303715884105728"
#define UNDER_TEXT "170141183460469231731687303715884105729"

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

static void assert_written(ev_buf *buf, const char *expected) {
  if (!ev_str_is(ev_buf_view(buf), expected))
    fail_msg("wrote %.*s, expected %s", EV_STR_ARG(ev_buf_view(buf)), expected);
  ev_buf_free(buf);
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

/* ---- quantities */

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
      cmocka_unit_test(test_make),
      cmocka_unit_test(test_inline_helpers),
      cmocka_unit_test(test_compare_ladder),
      cmocka_unit_test(test_arithmetic_against_big_integers),
      cmocka_unit_test(test_nothing_overflows_on_the_way),
      cmocka_unit_test(test_wide_sums),
      cmocka_unit_test(test_overflow_is_told),
      cmocka_unit_test(test_infinities),
      cmocka_unit_test(test_parse_decimal),
      cmocka_unit_test(test_parse_c),
      cmocka_unit_test(test_parse_reads_no_further_than_the_view),
      cmocka_unit_test(test_int_write),
      cmocka_unit_test(test_written_integers_are_read_back),
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
