/* Rationals: boundaries, infinities, and arithmetic against a plain big integer of another kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "big.h"

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
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
