/* Quantities as people and programs write them, and pairs of rationals whose numbers have something to do
 * with each other and with the limits: what a random number of 128 bits hardly ever is. */
#include "harness.h"
#include "mutate.h"

#define PICK(random, list) ((list)[harness_random((random), sizeof(list) / sizeof *(list))])
#define MOST_TEXT          128u
#define PAIR               64u /* bytes */

static bool one_in(uint64_t *random, uint32_t n) { return harness_random(random, n) == 0; }

/* ---- text */

static void add_random_digits(ev_buf *out, uint64_t *random, uint32_t count) {
  uint32_t kind = harness_random(random, 4);
  for (uint32_t i = 0; i < count; i++)
    ev_buf_char(out, kind == 0 ? '9' : kind == 1 && i > 0 ? '0' : (char)('0' + harness_random(random, 10)));
}

/* Mostly a few; sometimes as many as nothing holds. */
static uint32_t digit_count(uint64_t *random) {
  static const uint32_t most[] = {2, 4, 4, 8, 12, 20, 41};
  return harness_random(random, PICK(random, most));
}

static void add_limit(ev_buf *out, uint64_t *random) {
  static const char *const limits[] = {"9223372036854775807",
                                       "9223372036854775808",
                                       "18446744073709551615",
                                       "18446744073709551616",
                                       "170141183460469231731687303715884105727",
                                       "170141183460469231731687303715884105728",
                                       "340282366920938463463374607431768211456",
                                       "9007199254740993",
                                       "1073741824",
                                       "1048576",
                                       "1024",
                                       "1023",
                                       "7"};
  ev_buf_text(out, PICK(random, limits));
}

static void add_suffix(ev_buf *out, uint64_t *random) {
  static const char *const suffixes[] = {"",  "",  "",   "n",  "u",  "m",  "k",  "M",  "G",
                                         "T", "P", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "E"};
  static const char *const exponents[] = {"e", "E", "e-", "E-", "e+", "E+"};
  if (!one_in(random, 6)) {
    ev_buf_text(out, PICK(random, suffixes));
    return;
  }
  ev_buf_text(out, PICK(random, exponents));
  ev_buf_format(out, "%u", (unsigned)harness_random(random, one_in(random, 4) ? 100 : 24));
}

static size_t write_text(uint8_t *data, uint64_t *random) {
  char room[MOST_TEXT];
  ev_buf out = EV_BUF_IN(room);
  if (one_in(random, 4)) ev_buf_char(&out, one_in(random, 4) ? '+' : '-');
  if (one_in(random, 8))
    add_limit(&out, random);
  else
    add_random_digits(&out, random, 1 + digit_count(random));
  if (one_in(random, 3)) {
    ev_buf_char(&out, '.');
    add_random_digits(&out, random, digit_count(random));
  }
  add_suffix(&out, random);
  size_t size = out.size;
  memcpy(data, out.at, size);
  ev_buf_free(&out);
  return size;
}

/* ---- rationals */

static ev_uint random_bits(uint64_t *random) {
  ev_uint n = 0;
  for (int i = 0; i < 8; i++) n = n << 16 | harness_random(random, 65536);
  return n >> harness_random(random, 128);
}

/* A number around a power of two, one with many divisors, or any of any length. */
static ev_uint random_number(uint64_t *random) {
  static const uint32_t factors[] = {2, 3, 5, 7, 10, 10, 1000, 1024};
  ev_uint n = 1;
  switch (harness_random(random, 4)) {
  case 0: return ((ev_uint)1 << harness_random(random, 128)) - 1 + harness_random(random, 3);
  case 1:
    for (uint32_t i = harness_random(random, 40); i > 0 && !(n >> 116); i--) n *= PICK(random, factors);
    return n;
  case 2: return harness_random(random, 100);
  default: return random_bits(random);
  }
}

static void put(uint8_t *data, ev_uint n) {
  for (size_t i = 0; i < 16; i++) data[i] = (uint8_t)(n >> 8 * (15 - i));
}

/* Numerator and denominator of the first, then of the second; a number may be another one, or its product
 * with a small one. */
static size_t write_pair(uint8_t *data, uint64_t *random) {
  ev_uint numbers[4];
  for (uint32_t i = 0; i < 4; i++) {
    numbers[i] = random_number(random);
    if (i > 1 && one_in(random, 3)) numbers[i] = numbers[harness_random(random, i)];
    if (one_in(random, 4) && !(numbers[i] >> 120)) numbers[i] *= harness_random(random, 100);
    put(data + (size_t)16 * i, one_in(random, 4) ? 0 - numbers[i] : numbers[i]);
  }
  return PAIR;
}

/* ---- the mutator */

/* So that each seed gives cases of its own. */
static uint64_t hash(const uint8_t *data, size_t size, unsigned seed) {
  uint64_t h = 14695981039346656037u ^ seed;
  for (size_t i = 0; i < size; i++) h = (h ^ data[i]) * 1099511628211u;
  return h * 0x9e3779b97f4a7c15u;
}

size_t mutate_quantity(uint8_t *data, size_t size, size_t most, unsigned seed) {
  uint64_t random = hash(data, size, seed);
  uint32_t kind = harness_random(&random, 8);
  if (most < MOST_TEXT || kind == 0) return LLVMFuzzerMutate(data, size, most);
  return kind < 5 ? write_text(data, &random) : write_pair(data, &random);
}
