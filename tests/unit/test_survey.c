/* The survey of a chunk, against one that looks at byte after byte: what it sees must not depend on where
 * blocks of bytes begin and end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "survey.h"

static char at_or_none(ev_str s, size_t i) { return i < s.size ? s.at[i] : '\0'; }

static bool separates(ev_str s, size_t i) {
  return at_or_none(s, i) == '-' && at_or_none(s, i + 1) == '-' && at_or_none(s, i + 2) == '-';
}

static size_t naive(ev_str s, size_t from, ev_survey *out) {
  size_t i = from;
  *out = (ev_survey){.dots = at_or_none(s, i) == '.'};
  if (separates(s, i)) return i;
  for (; i < s.size && !(i > from && s.at[i - 1] == '\n' && separates(s, i)); i++) {
    unsigned char c = (unsigned char)s.at[i];
    out->high |= c >= 0x80;
    out->returns |= c == '\r';
    out->controls |= c == 0x7f || (c < ' ' && c != '\n' && c != '\r' && c != '\t');
    out->braces |= c == '{' && at_or_none(s, i + 1) == '{';
    out->dots |= c == '\n' && at_or_none(s, i + 1) == '.';
    out->newlines += c == '\n';
  }
  return i;
}

static void hold_against(ev_str s, size_t from) {
  ev_survey seen = {0}, expected;
  size_t end = naive(s, from, &expected);
  assert_int_equal(ev_survey_chunk(s, from, &seen), end);
  assert_int_equal(seen.high, expected.high);
  assert_int_equal(seen.returns, expected.returns);
  assert_int_equal(seen.controls, expected.controls);
  assert_int_equal(seen.braces, expected.braces);
  assert_int_equal(seen.dots, expected.dots);
  assert_int_equal(seen.newlines, expected.newlines);
}

static uint32_t state = 1;

static uint32_t random_below(uint32_t n) {
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % n;
}

/* Mostly letters, with something rarer at some places. */
static void test_random(void **unused) {
  static const char *const rare[] = {"\n",       "\n---", "\n--", "\n- ", "\n.",  "{{", "{",
                                     "\xc3\xa4", "\r",    "\t",   "\x01", "\x7f", "---"};
  static char text[1200];
  (void)unused;
  for (int run = 0; run < 4000; run++) {
    size_t size = random_below(sizeof text);
    memset(text, 'a', size);
    for (uint32_t n = random_below(8); n > 0 && size > 4; n--) {
      const char *piece = rare[random_below(sizeof rare / sizeof *rare)];
      memcpy(text + random_below((uint32_t)size - 4), piece, strlen(piece));
    }
    hold_against((ev_str){text, size}, size ? random_below((uint32_t)size) : 0);
    hold_against((ev_str){text, size}, 0);
  }
}

/* More newlines than a lane of a sum can count. */
static void test_newlines(void **unused) {
  static char text[100000];
  (void)unused;
  memset(text, '\n', sizeof text);
  hold_against((ev_str){text, sizeof text}, 0);
  hold_against((ev_str){text, sizeof text}, 7);
  hold_against((ev_str){text, 64 * 63 + 1}, 0);
  hold_against((ev_str){text, 64 * 64 + 1}, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_random),
      cmocka_unit_test(test_newlines),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
