/* Patterns: against a naive matcher, against the laws of sets, at the limits, and without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "limit.h"
#include "numbering.h"
#include "pattern.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- the naive matcher: backtracking over the text of the glob, with a UTF-8 reader of its own */

/* Length of the well-formed sequence at the beginning, 0 if there is none. */
static size_t read_code_point(const char *s, const char *end, uint32_t *out) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (s == end) return 0;
  uint8_t lead = (uint8_t)*s;
  size_t length = lead < 0x80             ? 1
                  : (lead & 0xe0) == 0xc0 ? 2
                  : (lead & 0xf0) == 0xe0 ? 3
                  : (lead & 0xf8) == 0xf0 ? 4
                                          : 0;
  if (length == 0 || (size_t)(end - s) < length) return 0;
  uint32_t c = length == 1 ? lead : lead & (0xffu >> (length + 1));
  for (size_t i = 1; i < length; i++) {
    if (((uint8_t)s[i] & 0xc0) != 0x80) return 0;
    c = c << 6 | ((uint8_t)s[i] & 0x3f);
  }
  if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return 0;
  *out = c;
  return length;
}

static uint32_t glob_character(const char **p, const char *end) {
  uint32_t c = 0;
  if (**p == '\\') ++*p;
  *p += read_code_point(*p, end, &c);
  return c;
}

/* Moves *p from behind `[` to behind `]`. */
static bool in_class(const char **p, const char *end, uint32_t c) {
  bool negated = **p == '!', found = false, first = true;
  if (negated) ++*p;
  for (; first || **p != ']'; first = false) {
    uint32_t low = glob_character(p, end), high = low;
    if (**p == '-' && (*p)[1] != ']') {
      ++*p;
      high = glob_character(p, end);
    }
    found = found || (low <= c && c <= high);
  }
  ++*p;
  return found != negated;
}

static bool naive(const char *p, const char *p_end, const char *s, const char *s_end) {
  if (p == p_end) return s == s_end;
  if (*p == '*') {
    for (; s <= s_end; s++)
      if (naive(p + 1, p_end, s, s_end)) return true;
    return false;
  }
  uint32_t c = 0;
  size_t length = read_code_point(s, s_end, &c);
  if (length == 0) return false;
  bool matches = true;
  if (*p == '?') {
    p++;
  } else if (*p == '[') {
    p++;
    matches = in_class(&p, p_end, c);
  } else {
    matches = glob_character(&p, p_end) == c;
  }
  return matches && naive(p, p_end, s + length, s_end);
}

static bool naive_match(ev_str glob, ev_str name) {
  return naive(glob.at, glob.at + glob.size, name.at, name.at + name.size);
}

/* ---- random globs and names */

static uint64_t random_state = 1;

static uint32_t below(uint32_t n) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t)(random_state >> 16) % n;
}

typedef struct spelling {
  char at[96];
  size_t size;
} spelling;

static ev_str view(const spelling *t) { return (ev_str){t->at, t->size}; }

static void append(spelling *t, const char *piece) {
  memcpy(t->at + t->size, piece, strlen(piece));
  t->size += strlen(piece);
}

static spelling random_glob(uint32_t most) {
  static const char *const pieces[] = {"a",
                                       "b",
                                       "ab",
                                       "*",
                                       "*",
                                       "*",
                                       "?",
                                       "?",
                                       "[ab]",
                                       "[!a]",
                                       "[a-c]",
                                       "[!a-b]",
                                       "\\*",
                                       "\\a",
                                       "\xc3\xa9",
                                       "[\xc3\xa9]",
                                       "[!\xc3\xa9]",
                                       "[a-\xc3\xa9]",
                                       "\xe2\x82\xac",
                                       "[\xc3\xa9-\xe2\x82\xac]",
                                       "[!\xe2\x82\xac-\xf0\x9f\x98\x80]",
                                       "[]a]",
                                       "[!]]",
                                       "[a-]",
                                       "[*?]",
                                       "[\\]-a]",
                                       "\xf0\x9f\x98\x80"};
  spelling t = {.size = 0};
  bool plain = below(2);
  for (uint32_t i = below(most + 1); i; i--) append(&t, pieces[below(plain ? 11 : COUNT(pieces))]);
  return t;
}

static spelling random_name(uint32_t most) {
  static const char *const pieces[] = {"a",
                                       "b",
                                       "a",
                                       "b",
                                       "c",
                                       "*",
                                       "]",
                                       "-",
                                       "\xc3\xa9",
                                       "\xe2\x82\xac",
                                       "\xf0\x9f\x98\x80",
                                       "\xc3",
                                       "\xa9",
                                       "\xe2",
                                       "\x82",
                                       "\xf0",
                                       "\x9f",
                                       "\xff",
                                       "\xed\xa0\x80",
                                       "\xc0\x80",
                                       "."};
  spelling t = {.size = 0};
  uint32_t kinds = below(2) ? 5 : (uint32_t)COUNT(pieces);
  for (uint32_t i = below(most + 1); i; i--) append(&t, pieces[below(kinds)]);
  return t;
}

/* ---- making automata */

static ev_arena arena;

static int set_up(void **unused) {
  (void)unused;
  random_state = 88172645463325252u;
  ev_arena_init(&arena, 0);
  return 0;
}

static int tear_down(void **unused) {
  (void)unused;
  ev_fail_allocation_after(0);
  ev_arena_free(&arena);
  return 0;
}

static const ev_automaton *glob_of(ev_str glob) {
  ev_automaton *made = NULL;
  ev_pattern_error error = {0, ""};
  if (ev_automaton_glob(&arena, glob, &made, &error) != EV_PATTERN_OK)
    fail_msg("%.*s: %s", EV_STR_ARG(glob), error.message);
  assert_true(ev_automaton_is_valid(made));
  return made;
}

static const ev_automaton *glob(const char *text) { return glob_of(ev_str_of(text)); }

static const ev_automaton *set_of(const ev_str *texts, const bool *literal, size_t count) {
  ev_automaton *made = NULL;
  ev_arena scratch;
  size_t which;
  ev_arena_init(&scratch, 0);
  assert_int_equal(ev_automaton_set(&arena, &scratch, texts, literal, count, &made, &which, NULL),
                   EV_PATTERN_OK);
  ev_arena_free(&scratch);
  assert_true(ev_automaton_is_valid(made));
  return made;
}

typedef ev_pattern_status operation(ev_arena *, const ev_automaton *, const ev_automaton *, ev_automaton **);

static const ev_automaton *apply(operation *op, const ev_automaton *a, const ev_automaton *b) {
  ev_automaton *made = NULL;
  assert_int_equal(op(&arena, a, b, &made), EV_PATTERN_OK);
  assert_true(ev_automaton_is_valid(made));
  return made;
}

static const ev_automaton *either(const ev_automaton *a, const ev_automaton *b) {
  return apply(ev_automaton_union, a, b);
}
static const ev_automaton *both(const ev_automaton *a, const ev_automaton *b) {
  return apply(ev_automaton_intersection, a, b);
}
static const ev_automaton *except(const ev_automaton *a, const ev_automaton *b) {
  return apply(ev_automaton_difference, a, b);
}

static const ev_automaton * not(const ev_automaton *a) {
  ev_automaton *made = NULL;
  assert_int_equal(ev_automaton_complement(&arena, a, &made), EV_PATTERN_OK);
  assert_true(ev_automaton_is_valid(made));
  return made;
}

static bool same(const ev_automaton *a, const ev_automaton *b) {
  return a->states == b->states && a->classes == b->classes &&
         memcmp(a->class_of, b->class_of, sizeof a->class_of) == 0 &&
         memcmp(a->table, b->table, (size_t)a->states * a->classes * sizeof *a->table) == 0 &&
         memcmp(a->accepting, b->accepting, a->states) == 0;
}

static bool matches(const char *pattern, const char *name) {
  return ev_automaton_match(glob(pattern), ev_str_of(name));
}

/* ---- globs */

static void test_globs(void **unused) {
  (void)unused;
  static const struct {
    const char *glob, *name;
    bool matches;
  } cases[] = {
      {"", "", true},
      {"", "a", false},
      {"a", "a", true},
      {"a", "A", false},
      {"a", "aa", false},
      {"kernel.shm*", "kernel.shmmax", true},
      {"kernel.shm*", "kernel.shm", true},
      {"kernel.shm*", "kernel.sh", false},
      {"kernel.shm*", "kernelxshmmax", false},
      {"*", "", true},
      {"*", "a/b.c/\n\xff", true},
      {"**", "x", true},
      {"a*b*c", "aXbYc", true},
      {"a*b*c", "acb", false},
      {"*.example.com", ".example.com", true},
      {"*.example.com", "a.b.example.com", true},
      {"*.example.com", "example.com", false},
      {"a?c", "abc", true},
      {"a?c",
       "a\xc3\xa9"
       "c",
       true},
      {"a??c",
       "a\xc3\xa9"
       "c",
       false},
      {"a?c", "ac", false},
      {"?", "\xff", false},
      {"?", "\xc3", false},
      {"?", "\n", true},
      {"?", "/", true},
      {"[abc]", "b", true},
      {"[abc]", "d", false},
      {"[a-c]", "c", true},
      {"[a-c]", "d", false},
      {"[!a-c]", "d", true},
      {"[!a-c]", "b", false},
      {"[!a-c]", "", false},
      {"[!a-c]", "\xff", false},
      {"[!a-c]", "\xf0\x9f\x98\x80", true},
      {"[a-]", "-", true},
      {"[-a]", "-", true},
      {"[a-]", "b", false},
      {"[]]", "]", true},
      {"[!]]", "]", false},
      {"[!]]", "a", true},
      {"[]-a]", "^", true},
      {"[]-a]", "b", false},
      {"[\\]]", "]", true},
      {"[\\]]", "\\", false},
      {"[Z-\\]]", "[", true},
      {"[\\!a]", "!", true},
      {"[a!]", "!", true},
      {"[^a]", "^", true},
      {"[^a]", "b", false},
      {"[*?]", "*", true},
      {"[*?]", "x", false},
      {"[[]", "[", true},
      {"[a\\-c]", "b", false},
      {"[a\\-c]", "-", true},
      {"[--0]", "/", true},
      {"[a-bd-e]", "c", false},
      {"[a-bd-e]", "d", true},
      {"[a-cb-d]", "d", true},
      {"[a-db-c]", "d", true},
      {"[!a-db-c]", "d", false},
      {"]", "]", true},
      {"a-b", "a-b", true},
      {"{a,b}", "{a,b}", true},
      {"!a", "!a", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"\\\\", "\\", true},
      {"\\a", "a", true},
      {"\\\xc3\xa9", "\xc3\xa9", true},
      {"\\?*", "?x", true},
      {"[\xc3\xa0-\xc3\xbf]", "\xc3\xa9", true},
      {"[\xc3\xa0-\xc3\xbf]", "\xc3\x9f", false},
      {"[a-\xe2\x82\xac]", "\xc3\xa9", true},
      {"[\xed\x9f\xbf-\xee\x80\x80]", "\xed\x9f\xbf", true},
      {"[\xed\x9f\xbf-\xee\x80\x80]", "\xee\x80\x80", true},
      {"[\xed\x9f\xbf-\xee\x80\x80]", "\xed\xa0\x80", false},
  };
  for (size_t i = 0; i < COUNT(cases); i++)
    if (matches(cases[i].glob, cases[i].name) != cases[i].matches)
      fail_msg("`%s` on `%s`", cases[i].glob, cases[i].name);
}

static void test_malformed_globs(void **unused) {
  (void)unused;
  static const char unclosed[] = "this class is not closed: expected `]`";
  static const char backwards[] = "this range runs backwards: write the lower character first";
  static const char lone[] = "a `\\` at the end quotes nothing: write `\\\\` for a backslash";
  static const char not_utf8[] = "a pattern must be UTF-8: this byte is not";
  static const struct {
    const char *glob;
    uint32_t at;
    const char *message;
  } cases[] = {
      {"[", 0, unclosed},
      {"ab[", 2, unclosed},
      {"[]", 0, unclosed},
      {"[!", 0, unclosed},
      {"[!]", 0, unclosed},
      {"[a", 0, unclosed},
      {"x[a-", 1, unclosed},
      {"[a-b", 0, unclosed},
      {"[a]*[b", 4, unclosed},
      {"[a\\]", 0, unclosed},
      {"[b-a]", 1, backwards},
      {"x[cb-a]", 3, backwards},
      {"[\xc3\xa9-e]", 1, backwards},
      {"[\\b-\\a]", 1, backwards},
      {"\\", 0, lone},
      {"a*\\", 2, lone},
      {"a\\\\\\", 3, lone},
      {"[a\\", 2, lone},
      {"\xff", 0, not_utf8},
      {"a*\xc3", 2, not_utf8},
      {"a\xed\xa0\x80", 1, not_utf8},
      {"[\xff]", 1, not_utf8},
      {"\xc0\x80", 0, not_utf8},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_automaton *made = NULL;
    ev_pattern_error error = {99, ""};
    ev_pattern_status status = ev_automaton_glob(&arena, ev_str_of(cases[i].glob), &made, &error);
    if (status != EV_PATTERN_MALFORMED) fail_msg("`%s` was taken", cases[i].glob);
    assert_null(made);
    if (error.at != cases[i].at) fail_msg("`%s`: at %u", cases[i].glob, error.at);
    assert_string_equal(error.message, cases[i].message);
    assert_int_equal(ev_automaton_glob(&arena, ev_str_of(cases[i].glob), &made, NULL), EV_PATTERN_MALFORMED);
  }
}

static void test_set_names_the_malformed_one(void **unused) {
  (void)unused;
  const ev_str globs[] = {EV_STR("["), EV_STR("a*"), EV_STR("b"), EV_STR("c[")};
  const bool literal[] = {true, false, false, false};
  ev_automaton *made = NULL;
  size_t which = 99;
  ev_pattern_error error;
  assert_int_equal(ev_automaton_set(&arena, &arena, globs, literal, 4, &made, &which, &error),
                   EV_PATTERN_MALFORMED);
  assert_int_equal(which, 3);
  assert_int_equal(error.at, 1);
  assert_int_equal(ev_automaton_set(&arena, &arena, globs, NULL, 4, &made, &which, NULL),
                   EV_PATTERN_MALFORMED);
  assert_int_equal(which, 0);
  assert_int_equal(ev_automaton_set(&arena, &arena, globs, NULL, 4, &made, NULL, NULL), EV_PATTERN_MALFORMED);
  assert_null(made);
}

static void test_globs_against_the_naive_matcher(void **unused) {
  (void)unused;
  size_t hits = 0;
  for (int i = 0; i < 8000; i++) {
    spelling g = random_glob(6);
    const ev_automaton *a = glob_of(view(&g));
    for (int k = 0; k < 12; k++) {
      spelling name = random_name(7);
      bool expected = naive_match(view(&g), view(&name));
      if (ev_automaton_match(a, view(&name)) != expected)
        fail_msg("`%.*s` on `%.*s`", EV_STR_ARG(view(&g)), EV_STR_ARG(view(&name)));
      hits += expected;
    }
    ev_arena_reset(&arena, 1 << 20);
  }
  assert_true(hits > 10000);
}

static void test_sets_against_the_naive_matcher(void **unused) {
  (void)unused;
  size_t hits = 0;
  for (int i = 0; i < 5000; i++) {
    spelling texts[6];
    ev_str views[6];
    bool literal[6];
    size_t count = below(7);
    for (size_t k = 0; k < count; k++) {
      literal[k] = below(2);
      texts[k] = literal[k] ? random_name(5) : random_glob(5);
      views[k] = view(&texts[k]);
    }
    const ev_automaton *a = set_of(views, literal, count);
    for (int n = 0; n < 12; n++) {
      spelling name = random_name(6);
      bool expected = false;
      for (size_t k = 0; k < count; k++)
        expected = expected ||
                   (literal[k] ? ev_str_equal(views[k], view(&name)) : naive_match(views[k], view(&name)));
      assert_int_equal(ev_automaton_match(a, view(&name)), expected);
      hits += expected;
    }
    ev_arena_reset(&arena, 1 << 20);
  }
  assert_true(hits > 10000);
}

/* ---- code points */

static ev_str encoded(uint32_t c, char out[4]) { return (ev_str){out, ev_utf8_encode(c, out)}; }

static void test_every_code_point(void **unused) {
  (void)unused;
  const ev_automaton *any = glob("?"), *not_e = glob("[!\xc3\xa9]"), *range = glob("[\xc3\xa9-\xe2\x82\xac]");
  const ev_automaton *wide = glob("[z-\xf0\x9f\x98\x80]");
  for (uint32_t c = 0; c <= 0x10ffff; c++) {
    char bytes[4];
    if (c >= 0xd800 && c < 0xe000) continue;
    ev_str s = encoded(c, bytes);
    if (!ev_automaton_match(any, s)) fail_msg("? on %x", c);
    if (ev_automaton_match(not_e, s) != (c != 0xe9)) fail_msg("[!] on %x", c);
    if (ev_automaton_match(range, s) != (c >= 0xe9 && c <= 0x20ac)) fail_msg("[-] on %x", c);
    if (ev_automaton_match(wide, s) != (c >= 'z' && c <= 0x1f600)) fail_msg("wide on %x", c);
  }
}

/* Every string of up to three bytes, and of four over the bytes that matter. */
static void test_malformed_sequences_are_no_code_points(void **unused) {
  (void)unused;
  static const uint8_t edges[] = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0,
                                  0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
                                  0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xff};
  const ev_automaton *any = glob("?");
  uint32_t c;
  for (uint32_t n = 0; n < 1u << 16; n++) {
    char s[2] = {(char)(n >> 8), (char)n};
    if (ev_automaton_match(any, (ev_str){s, 2}) != (read_code_point(s, s + 2, &c) == 2)) fail_msg("%04x", n);
    if (ev_automaton_match(any, (ev_str){s, 1}) != (read_code_point(s, s + 1, &c) == 1)) fail_msg("%04x", n);
  }
  size_t e = COUNT(edges);
  for (size_t n = 0; n < e * e * e * e; n++) {
    char s[4] = {(char)edges[n % e], (char)edges[n / e % e], (char)edges[n / e / e % e],
                 (char)edges[n / e / e / e]};
    for (size_t size = 3; size <= 4; size++)
      if (ev_automaton_match(any, (ev_str){s, size}) != (read_code_point(s, s + size, &c) == size))
        fail_msg("%zu", n);
  }
}

static uint32_t random_code_point(void) {
  static const uint32_t edges[] = {0,      0x7f,   0x80,    0x7ff,   0x800,   0xfff,   0x1000,   0xd7ff,
                                   0xe000, 0xffff, 0x10000, 0x3ffff, 0x40000, 0xfffff, 0x100000, 0x10ffff};
  uint32_t c = below(2) ? edges[below(COUNT(edges))] + below(5) - 2 : below(0x110000) >> below(20);
  if (c > 0x10ffff) c = 0x10ffff;
  if (c >= 0xd800 && c < 0xe000) c = 0xd7ff;
  return c;
}

static void append_quoted(spelling *t, uint32_t c) {
  t->at[t->size++] = '\\';
  t->size += ev_utf8_encode(c, t->at + t->size);
}

static void test_random_ranges(void **unused) {
  (void)unused;
  for (int i = 0; i < 1500; i++) {
    spelling g = {.at = "[", .size = 1};
    if (below(2)) append(&g, "!");
    for (uint32_t n = 1 + below(3); n; n--) {
      uint32_t a = random_code_point(), b = random_code_point();
      append_quoted(&g, a < b ? a : b);
      append(&g, "-");
      append_quoted(&g, a < b ? b : a);
    }
    append(&g, "]");
    const ev_automaton *a = glob_of(view(&g));
    for (int k = 0; k < 60; k++) {
      char bytes[4];
      ev_str s = encoded(random_code_point(), bytes);
      assert_int_equal(ev_automaton_match(a, s), naive_match(view(&g), s));
    }
    ev_arena_reset(&arena, 1 << 20);
  }
}

static void test_class_of_everything_and_of_nothing(void **unused) {
  (void)unused;
  ev_str all = {"[\0-\xf4\x8f\xbf\xbf]", 8}, none = {"[!\0-\xf4\x8f\xbf\xbf]", 9};
  assert_true(same(glob_of((ev_str){all.at, 8}), glob("?")));
  assert_true(ev_automaton_is_empty(glob_of((ev_str){none.at, 9})));
  assert_true(same(glob_of((ev_str){none.at, 9}), set_of(NULL, NULL, 0)));
}

/* ---- sets of words */

static void test_words(void **unused) {
  (void)unused;
  const ev_str words[] = {EV_STR("b"), EV_STR("abc"), EV_STR("ab"), EV_STR("b"),
                          EV_STR(""),  EV_STR("a*"),  EV_STR("xbc")};
  const bool literal[] = {true, true, true, true, true, true, true};
  const ev_automaton *a = set_of(words, literal, 7);
  for (size_t i = 0; i < 7; i++) assert_true(ev_automaton_match(a, words[i]));
  static const char *const others[] = {"a", "bc", "abcd", "abb", "x", "xb", "axbc", "bb"};
  for (size_t i = 0; i < COUNT(others); i++) assert_false(ev_automaton_match(a, ev_str_of(others[i])));
  assert_false(ev_automaton_match(set_of(words, literal, 4), EV_STR("")));
}

static void test_words_may_hold_any_bytes(void **unused) {
  (void)unused;
  const ev_str words[] = {{"\xff\0\xfe", 3}, {"\0", 1}, {"[", 1}, {"\\", 1}};
  const bool literal[] = {true, true, true, true};
  const ev_automaton *a = set_of(words, literal, 4);
  for (size_t i = 0; i < 4; i++) assert_true(ev_automaton_match(a, words[i]));
  assert_false(ev_automaton_match(a, (ev_str){"\xff\0", 2}));
  char all[256];
  for (int i = 0; i < 256; i++) all[i] = (char)i;
  ev_automaton *made = NULL;
  assert_int_equal(ev_automaton_literal(&arena, (ev_str){all, 256}, &made), EV_PATTERN_OK);
  assert_int_equal(made->classes, 256);
  assert_true(ev_automaton_match(made, (ev_str){all, 256}));
  assert_false(ev_automaton_match(made, (ev_str){all, 255}));
}

/* The short way and the long way agree, bit by bit: the long one is forced by a pattern that adds nothing. */
static void test_words_agree_with_globs(void **unused) {
  (void)unused;
  for (int i = 0; i < 3000; i++) {
    spelling texts[9];
    ev_str views[9];
    bool literal[9];
    size_t count = below(9);
    for (size_t k = 0; k < count; k++) {
      texts[k] = random_name(5);
      views[k] = view(&texts[k]);
      literal[k] = true;
    }
    const ev_automaton *words = set_of(views, literal, count);
    views[count] = (ev_str){"[!\0-\xf4\x8f\xbf\xbf]", 9};
    literal[count] = false;
    assert_true(same(words, set_of(views, literal, count + 1)));
    const ev_automaton *one_by_one = set_of(NULL, NULL, 0);
    for (size_t k = 0; k < count; k++) one_by_one = either(one_by_one, set_of(views + k, literal + k, 1));
    assert_true(same(words, one_by_one));
    ev_arena_reset(&arena, 1 << 20);
  }
}

static void test_set_leaves_its_input_alone(void **unused) {
  (void)unused;
  ev_str words[] = {EV_STR("b"), EV_STR("a")};
  (void)set_of(words, NULL, 2);
  assert_true(ev_str_is(words[0], "b"));
}

/* ---- canonical form */

static void test_equal_sets_are_equal_bytes(void **unused) {
  (void)unused;
  static const char *const equal[][2] = {
      {"**", "*"},         {"a**b", "a*b"},       {"[a]", "a"},  {"[abc]", "[a-c]"},
      {"[!a-b]", "[!ba]"}, {"[a-cb-d]", "[a-d]"}, {"\\a", "a"},  {"[*]", "\\*"},
      {"*?*", "*?**"},     {"*?**?*", "*?*?*"},   {"[aa]", "a"},
  };
  for (size_t i = 0; i < COUNT(equal); i++)
    if (!same(glob(equal[i][0]), glob(equal[i][1]))) fail_msg("`%s` is not `%s`", equal[i][0], equal[i][1]);
  assert_false(same(glob("a"), glob("b")));
  assert_false(same(glob("*"), glob("?*")));
}

static void test_canonical_numbering(void **unused) {
  (void)unused;
  const ev_automaton *a = glob("ab");
  static const uint32_t expected[] = {1, 2, 1, 1, 1, 1, 1, 1, 3, 1, 1, 1};
  assert_int_equal(a->states, 4);
  assert_int_equal(a->classes, 3);
  assert_int_equal(a->class_of[0], 0);
  assert_int_equal(a->class_of['a'], 1);
  assert_int_equal(a->class_of['b'], 2);
  assert_int_equal(a->class_of['c'], 0);
  assert_memory_equal(a->table, expected, sizeof expected);
  assert_memory_equal(a->accepting, "\0\0\0\1", 4);
}

static void check_minimal(const ev_automaton *a) {
  /* No two states accept the same: told apart pair by pair, until nothing changes. */
  uint32_t n = a->states;
  bool *apart = ev_realloc(NULL, (size_t)n * n * sizeof *apart);
  assert_non_null(apart);
  for (uint32_t i = 0; i < n * n; i++) apart[i] = a->accepting[i / n] != a->accepting[i % n];
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t i = 0; i < n * n; i++)
      for (uint32_t c = 0; !apart[i] && c < a->classes; c++)
        if (apart[a->table[i / n * a->classes + c] * n + a->table[i % n * a->classes + c]])
          apart[i] = changed = true;
  }
  for (uint32_t i = 0; i < n * n; i++) assert_int_equal(apart[i], i / n != i % n);
  ev_free(apart);
  for (uint32_t c = 1; c < a->classes; c++)
    for (uint32_t d = 0; d < c; d++) {
      bool alike = true;
      for (uint32_t i = 0; i < n; i++)
        alike = alike && a->table[i * a->classes + c] == a->table[i * a->classes + d];
      assert_false(alike);
    }
}

static const ev_automaton *random_set(void) {
  spelling texts[3];
  ev_str views[3];
  bool literal[3];
  size_t count = 1 + below(3);
  for (size_t k = 0; k < count; k++) {
    literal[k] = below(4) == 0;
    texts[k] = literal[k] ? random_name(4) : random_glob(4);
    views[k] = view(&texts[k]);
  }
  return set_of(views, literal, count);
}

static void test_automata_are_minimal(void **unused) {
  (void)unused;
  for (int i = 0; i < 300; i++) {
    const ev_automaton *a = random_set(), *b = random_set();
    check_minimal(a);
    check_minimal(except(a, b));
    check_minimal(not(a));
    ev_arena_reset(&arena, 1 << 20);
  }
}

/* ---- algebra */

static void check_laws(const ev_automaton *a, const ev_automaton *b, const ev_automaton *c) {
  const ev_automaton *none = set_of(NULL, NULL, 0), *all = glob("*");
  assert_true(same(not(either(a, b)), both(not(a), not(b))));
  assert_true(same(not(both(a, b)), either(not(a), not(b))));
  assert_true(same(not(not(a)), a));
  assert_true(same(either(a, a), a));
  assert_true(same(both(a, a), a));
  assert_true(same(except(a, b), both(a, not(b))));
  assert_true(same(except(a, a), none));
  assert_true(same(either(a, not(a)), all));
  assert_true(same(both(a, not(a)), none));
  assert_true(same(either(a, none), a));
  assert_true(same(both(a, all), a));
  assert_true(same(except(all, a), not(a)));
  assert_true(same(either(a, b), either(b, a)));
  assert_true(same(both(a, b), both(b, a)));
  assert_true(same(either(a, both(a, b)), a));
  assert_true(same(both(a, either(b, c)), either(both(a, b), both(a, c))));
  assert_true(same(either(either(a, b), c), either(a, either(b, c))));
  assert_true(same(except(except(a, b), c), except(a, either(b, c))));
}

static void check_containment(const ev_automaton *a, const ev_automaton *b) {
  ev_str witness = {"", 1};
  ev_pattern_status status = EV_PATTERN_NO_MEMORY;
  const ev_automaton *missing = except(b, a);
  bool contains = ev_automaton_contains(&arena, a, b, &witness, &status);
  assert_int_equal(status, EV_PATTERN_OK);
  assert_int_equal(contains, ev_automaton_is_empty(missing));
  ev_str expected = ev_automaton_witness(&arena, missing);
  assert_int_equal(contains, witness.at == NULL);
  assert_int_equal(contains, expected.at == NULL);
  assert_true(ev_str_equal(witness, expected));
  if (!contains) {
    assert_true(ev_automaton_match(b, witness));
    assert_false(ev_automaton_match(a, witness));
  }
  bool back = ev_automaton_contains(&arena, b, a, &witness, &status);
  assert_int_equal(contains && back, same(a, b));
}

static void test_laws(void **unused) {
  (void)unused;
  for (int i = 0; i < 250; i++) {
    const ev_automaton *a = random_set(), *b = random_set(), *c = random_set();
    check_laws(a, b, c);
    check_containment(a, b);
    check_containment(either(a, b), b);
    check_containment(a, a);
    check_containment(a, both(a, b));
    ev_arena_reset(&arena, 1 << 20);
  }
}

static void test_operations_against_the_naive_matcher(void **unused) {
  (void)unused;
  for (int i = 0; i < 1500; i++) {
    spelling g = random_glob(5), h = random_glob(5);
    const ev_automaton *a = glob_of(view(&g)), *b = glob_of(view(&h));
    const ev_automaton *any = either(a, b), *common = both(a, b), *rest = except(a, b), *other = not(a);
    for (int k = 0; k < 12; k++) {
      spelling name = random_name(6);
      ev_str s = view(&name);
      bool in_a = naive_match(view(&g), s), in_b = naive_match(view(&h), s);
      assert_int_equal(ev_automaton_match(any, s), in_a || in_b);
      assert_int_equal(ev_automaton_match(common, s), in_a && in_b);
      assert_int_equal(ev_automaton_match(rest, s), in_a && !in_b);
      assert_int_equal(ev_automaton_match(other, s), !in_a);
    }
    ev_arena_reset(&arena, 1 << 20);
  }
}

static void test_namespaced_sysctls(void **unused) {
  (void)unused;
  const ev_str globs[] = {EV_STR("kernel.shm*"), EV_STR("kernel.msg*"), EV_STR("kernel.sem"),
                          EV_STR("fs.mqueue.*"), EV_STR("net.*"),       EV_STR("vm.min_free_kbytes")};
  const ev_automaton *a = except(set_of(globs, NULL, 6), glob("net.ipv4.tcp_syncookies"));
  assert_true(ev_automaton_match(a, EV_STR("net.ipv4.tcp_syncookie")));
  assert_false(ev_automaton_match(a, EV_STR("net.ipv4.tcp_syncookies")));
  assert_true(ev_automaton_match(a, EV_STR("net.ipv4.tcp_syncookies2")));
  ev_str witness;
  ev_pattern_status status;
  assert_false(ev_automaton_contains(&arena, a, glob("net.*"), &witness, &status));
  assert_true(ev_str_is(witness, "net.ipv4.tcp_syncookies"));
  assert_true(ev_automaton_contains(&arena, glob("*"), a, &witness, &status));
  assert_null(witness.at);
}

/* ---- witnesses */

static void test_witnesses(void **unused) {
  (void)unused;
  static const struct {
    const char *glob;
    ev_str witness;
  } cases[] = {{"", {"", 0}},
               {"*", {"", 0}},
               {"b*", {"b", 1}},
               {"?", {"\0", 1}},
               {"[!\\\x01-z]", {"\0", 1}},
               {"*b*a", {"ba", 2}},
               {"[b-d]?", {"b\0", 2}},
               {"[\xc3\xa9-\xe2\x82\xac]", {"\xc3\xa9", 2}}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_str witness = ev_automaton_witness(&arena, glob(cases[i].glob));
    if (!witness.at || !ev_str_equal(witness, cases[i].witness)) fail_msg("`%s`", cases[i].glob);
  }
  assert_null(ev_automaton_witness(&arena, set_of(NULL, NULL, 0)).at);
  assert_false(arena.failed);
  const ev_str words[] = {EV_STR("bb"), EV_STR("ba"), EV_STR("aaa"), EV_STR("bc")};
  assert_true(ev_str_is(ev_automaton_witness(&arena, set_of(words, NULL, 4)), "ba"));
}

static bool in_difference(const spelling *globs, ev_str s) {
  return naive_match(view(&globs[0]), s) && !naive_match(view(&globs[1]), s);
}

/* The first in order of length, then bytes, of all strings of up to five of the given bytes. */
static bool brute_force(const spelling *globs, const uint8_t *bytes, size_t count, char *out, size_t *size) {
  size_t total = 1;
  for (*size = 0; *size <= 5; ++*size, total *= count)
    for (size_t n = 0; n < total; n++) {
      size_t rest = n;
      for (size_t i = *size; i > 0; i--, rest /= count) out[i - 1] = (char)bytes[rest % count];
      if (in_difference(globs, (ev_str){out, *size})) return true;
    }
  return false;
}

/* All bytes that one of the pieces tells apart from its lower neighbour: a least string needs no others. */
static void test_witnesses_are_least(void **unused) {
  (void)unused;
  static const char *const pieces[] = {"a",   "b",     "*",     "?", "[bc]",
                                       "\\*", "[a-b]", "[!ab]", "c", "[!\\\x01-b]"};
  static const uint8_t bytes[] = {0, 1, '*', '+', 'a', 'b', 'c', 'd'};
  size_t found_any = 0, long_ones = 0;
  for (int i = 0; i < 400; i++) {
    spelling globs[2] = {{.size = 0}, {.size = 0}};
    for (int g = 0; g < 2; g++)
      for (uint32_t n = below(g ? 4 : 6); n; n--) append(&globs[g], pieces[below(COUNT(pieces))]);
    char expected[8];
    size_t size;
    bool found = brute_force(globs, bytes, COUNT(bytes), expected, &size);
    const ev_automaton *a = except(glob_of(view(&globs[0])), glob_of(view(&globs[1])));
    ev_str witness = ev_automaton_witness(&arena, a);
    if (found)
      assert_true(witness.at && ev_str_equal(witness, (ev_str){expected, size}));
    else /* but where all bytes from 80 up are needed, in well-formed sequences or not */
      assert_true(!witness.at || ev_utf8_count(witness) != witness.size ||
                  ev_utf8_invalid_at(witness) != SIZE_MAX);
    found_any += found;
    long_ones += found && size >= 3;
    ev_arena_reset(&arena, 1 << 20);
  }
  assert_true(found_any > 200 && long_ones > 20);
}

/* Classes out of order and without bytes: as a bundle may hold them. */
/* ---- starts */

static void test_starts(void **unused) {
  (void)unused;
  static const struct {
    const char *globs[3];
    const char *starts; /* each in front of a blank */
  } cases[] = {{{"v1"}, "v1 "},
               {{"apps/v1", "apps/v1beta1", "extensions/v1beta1"}, "extensions/v1beta1 apps/v1 "},
               {{"x.io/*"}, "x.io/ "},
               {{"a?c"}, "a "},
               {{"*"}, " "},
               {{"a[b-e]"}, "ae ad ac ab "},
               {{"a[b-f]"}, "a "}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_str globs[3], found[8];
    size_t count = 0, which;
    ev_automaton *a;
    while (count < 3 && cases[i].globs[count]) {
      globs[count] = ev_str_of(cases[i].globs[count]);
      count++;
    }
    assert_int_equal(ev_automaton_set(&arena, &arena, globs, NULL, count, &a, &which, NULL), EV_PATTERN_OK);
    ev_buf text = {0};
    size_t made = ev_automaton_starts(&arena, a, found, COUNT(found));
    for (size_t n = 0; n < made; n++) ev_buf_format(&text, "%.*s ", EV_STR_ARG(found[n]));
    ev_buf_char(&text, '\0');
    assert_string_equal(text.at, cases[i].starts);
    ev_buf_free(&text);
  }
}

static void test_too_many_starts(void **unused) {
  (void)unused;
  ev_str found[4];
  ev_automaton *a;
  assert_int_equal(ev_automaton_glob(&arena, EV_STR("[ab][ab]x"), &a, NULL), EV_PATTERN_OK);
  assert_int_equal(ev_automaton_starts(&arena, a, found, 4), 4);
  assert_int_equal(ev_automaton_starts(&arena, a, found, 3), 0);
}

static void test_witness_of_a_foreign_automaton(void **unused) {
  (void)unused;
  uint32_t table[] = {1, 0, 2, 2, 1, 1, 1, 1, 1, 2, 2, 2};
  uint8_t accepting[] = {0, 0, 1};
  ev_automaton a = {.states = 3, .classes = 4, .table = table, .accepting = accepting};
  memset(a.class_of, 1, sizeof a.class_of);
  a.class_of['x'] = 2;
  a.class_of['y'] = 0;
  assert_true(ev_automaton_is_valid(&a));
  assert_true(ev_str_is(ev_automaton_witness(&arena, &a), "x"));
  accepting[2] = 0;
  assert_null(ev_automaton_witness(&arena, &a).at);
  assert_true(ev_automaton_is_empty(&a));
}

/* ---- validity, texts, quoting */

static void test_is_valid(void **unused) {
  (void)unused;
  uint32_t table[] = {0, 1, 1, 0};
  uint8_t accepting[] = {0, 1};
  ev_automaton good = {.states = 2, .classes = 2, .table = table, .accepting = accepting}, a = good;
  assert_true(ev_automaton_is_valid(&a));
  a.states = 0;
  assert_false(ev_automaton_is_valid(&a));
  a = good;
  a.classes = 0;
  assert_false(ev_automaton_is_valid(&a));
  a = good;
  a.table = NULL;
  assert_false(ev_automaton_is_valid(&a));
  a = good;
  a.accepting = NULL;
  assert_false(ev_automaton_is_valid(&a));
  a = good;
  a.class_of[255] = 2;
  assert_false(ev_automaton_is_valid(&a));
  a.class_of[255] = 1;
  assert_true(ev_automaton_is_valid(&a));
  table[3] = 2;
  assert_false(ev_automaton_is_valid(&good));
  table[3] = 1;
  accepting[1] = 2;
  assert_false(ev_automaton_is_valid(&good));
}

static void test_is_valid_at_the_limit(void **unused) {
  (void)unused;
  uint32_t *table = EV_NEW_ARRAY(&arena, uint32_t, EV_MAX_AUTOMATON_STATES + 1);
  uint8_t *accepting = EV_NEW_ARRAY(&arena, uint8_t, EV_MAX_AUTOMATON_STATES + 1);
  ev_automaton a = {.states = EV_MAX_AUTOMATON_STATES, .classes = 1, .table = table, .accepting = accepting};
  assert_true(ev_automaton_is_valid(&a));
  a.states++;
  assert_false(ev_automaton_is_valid(&a));
  uint32_t wide[257] = {0};
  a = (ev_automaton){.states = 1, .classes = 256, .table = wide, .accepting = accepting};
  assert_true(ev_automaton_is_valid(&a));
  a.classes++;
  assert_false(ev_automaton_is_valid(&a));
}

static void test_status_texts(void **unused) {
  (void)unused;
  assert_string_equal(ev_pattern_status_text(EV_PATTERN_OK), "nothing more");
  assert_string_equal(ev_pattern_status_text(EV_PATTERN_MALFORMED), "a pattern that is well formed");
  assert_string_equal(ev_pattern_status_text(EV_PATTERN_TOO_MANY_STATES),
                      "an automaton of more than 20000 states, the limit");
  assert_string_equal(ev_pattern_status_text(EV_PATTERN_NO_MEMORY), "more memory than there is");
}

static void test_quote(void **unused) {
  (void)unused;
  static const char *const cases[][2] = {{"", ""},       {"a.b", "a.b"},
                                         {"*", "\\*"},   {"a?[b]\\", "a\\?\\[b]\\\\"},
                                         {"!-]", "!-]"}, {"\xc3\xa9*", "\xc3\xa9\\*"}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    ev_str quoted = ev_glob_quote(&arena, ev_str_of(cases[i][0]));
    assert_non_null(quoted.at);
    assert_true(ev_str_is(quoted, cases[i][1]));
  }
  ev_str quoted = ev_glob_quote(&arena, (ev_str){"\0*", 2});
  assert_true(ev_str_equal(quoted, (ev_str){"\0\\*", 3}));
  for (int i = 0; i < 2000; i++) {
    spelling t = random_glob(8); /* any well-formed text with many special characters */
    ev_automaton *literal = NULL;
    assert_int_equal(ev_automaton_literal(&arena, view(&t), &literal), EV_PATTERN_OK);
    assert_true(same(literal, glob_of(ev_glob_quote(&arena, view(&t)))));
    ev_arena_reset(&arena, 1 << 20);
  }
}

/* ---- limits */

static char *repeated(char c, size_t count) {
  char *text = ev_arena_alloc(&arena, count + 1);
  assert_non_null(text);
  memset(text, c, count);
  return text;
}

static void test_limit_of_states(void **unused) {
  (void)unused;
  /* A literal needs a state for each place in it, one for its end and one for all else. */
  ev_str text = {repeated('a', EV_MAX_AUTOMATON_STATES), EV_MAX_AUTOMATON_STATES - 2};
  ev_automaton *made = NULL;
  assert_int_equal(ev_automaton_literal(&arena, text, &made), EV_PATTERN_OK);
  assert_int_equal(made->states, EV_MAX_AUTOMATON_STATES);
  assert_true(ev_automaton_match(made, text));
  assert_true(ev_str_equal(ev_automaton_witness(&arena, made), text));
  ev_automaton *again = NULL;
  assert_int_equal(ev_automaton_union(&arena, made, made, &again), EV_PATTERN_OK);
  assert_true(same(made, again));
  for (text.size++; text.size <= EV_MAX_AUTOMATON_STATES; text.size++) {
    again = NULL;
    assert_int_equal(ev_automaton_literal(&arena, text, &again), EV_PATTERN_TOO_MANY_STATES);
    assert_null(again);
  }
}

static void test_subset_construction_is_limited(void **unused) {
  (void)unused;
  ev_automaton *made = NULL;
  /* What the last n characters were takes 2^n states. */
  assert_int_equal(ev_automaton_glob(&arena, EV_STR("*a?????"), &made, NULL), EV_PATTERN_OK);
  made = NULL;
  assert_int_equal(ev_automaton_glob(&arena, EV_STR("*a????????????????????"), &made, NULL),
                   EV_PATTERN_TOO_MANY_STATES);
  assert_null(made);
}

#define ANY "[a-d]"

static void test_products_are_limited(void **unused) {
  (void)unused;
  const ev_automaton *a = glob("*a" ANY ANY ANY ANY ANY ANY ANY), *b = glob("*b" ANY ANY ANY ANY ANY ANY),
                     *c = glob("*c" ANY ANY ANY ANY ANY ANY ANY ANY);
  ev_automaton *ab = NULL, *made = NULL;
  ev_pattern_status status;
  ev_str witness;
  assert_int_equal(ev_automaton_union(&arena, a, b, &ab), EV_PATTERN_OK);
  assert_int_equal(ev_automaton_union(&arena, ab, c, &made), EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(ev_automaton_intersection(&arena, ab, c, &made), EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(ev_automaton_difference(&arena, ab, c, &made), EV_PATTERN_TOO_MANY_STATES);
  assert_null(made);
  assert_false(ev_automaton_contains(&arena, ab, c, &witness, &status));
  assert_int_equal(status, EV_PATTERN_TOO_MANY_STATES);
  assert_null(witness.at);
}

static void test_limit_of_pattern_length(void **unused) {
  (void)unused;
  char *text = repeated('a', EV_MAX_PATTERN_BYTES + 1);
  text[EV_MAX_PATTERN_BYTES - 1] = '*';
  ev_automaton *made = NULL;
  ev_pattern_error error;
  assert_int_equal(ev_automaton_glob(&arena, (ev_str){text, EV_MAX_PATTERN_BYTES}, &made, NULL),
                   EV_PATTERN_OK);
  assert_int_equal(made->states, EV_MAX_PATTERN_BYTES + 1);
  assert_int_equal(ev_automaton_glob(&arena, (ev_str){text, EV_MAX_PATTERN_BYTES + 1}, &made, &error),
                   EV_PATTERN_MALFORMED);
  assert_int_equal(error.at, EV_MAX_PATTERN_BYTES);
  assert_string_equal(error.message, "a pattern has at most 4096 bytes");
}

/* The number in five digits between two texts. */
static ev_str numbered(const char *before, const char *after, unsigned n) {
  char text[128];
  int size = snprintf(text, sizeof text, "%s%05u%s", before, n, after);
  ev_str copy = ev_str_copy(&arena, (ev_str){text, (size_t)size});
  assert_non_null(copy.at);
  return copy;
}

static ev_str *many(const char *before, const char *after, size_t count) {
  ev_str *texts = EV_NEW_ARRAY(&arena, ev_str, count);
  assert_non_null(texts);
  for (size_t i = 0; i < count; i++) texts[i] = numbered(before, after, (unsigned)i * 7919u % 100003u);
  return texts;
}

static ev_pattern_status try_set(const ev_str *texts, size_t count, ev_automaton **made, size_t *which,
                                 ev_pattern_error *error) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  ev_pattern_status status = ev_automaton_set(&arena, &scratch, texts, NULL, count, made, which, error);
  ev_arena_free(&scratch);
  return status;
}

static void test_limit_of_patterns(void **unused) {
  (void)unused;
  ev_str *names = many("kernel.", "", EV_MAX_PATTERNS + 1);
  ev_automaton *made = NULL;
  ev_pattern_error error;
  size_t which = 0;
  assert_int_equal(try_set(names, EV_MAX_PATTERNS, &made, &which, &error), EV_PATTERN_OK);
  for (size_t i = 0; i < EV_MAX_PATTERNS; i++) assert_true(ev_automaton_match(made, names[i]));
  assert_false(ev_automaton_match(made, names[EV_MAX_PATTERNS]));
  assert_int_equal(try_set(names, EV_MAX_PATTERNS + 1, &made, &which, &error), EV_PATTERN_MALFORMED);
  assert_int_equal(which, EV_MAX_PATTERNS);
  assert_string_equal(error.message, "a set has at most 10000 patterns");
  assert_int_equal(try_set(names, EV_MAX_PATTERNS + 1, &made, NULL, NULL), EV_PATTERN_MALFORMED);
}

static void test_many_names_and_a_glob(void **unused) {
  (void)unused;
  ev_str *names = many("registry.example.com/team/image-", "", 5000);
  ev_automaton *made = NULL, *words = NULL;
  assert_int_equal(try_set(names, 5000, &words, NULL, NULL), EV_PATTERN_OK);
  names[17] = EV_STR("*.local");
  assert_int_equal(try_set(names, 5000, &made, NULL, NULL), EV_PATTERN_OK);
  assert_true(ev_automaton_match(made, names[4999]));
  assert_true(ev_automaton_match(made, EV_STR("x.local")));
  const ev_automaton *rest = except(words, made);
  ev_str witness = ev_automaton_witness(&arena, rest);
  assert_true(ev_str_equal(witness, numbered("registry.example.com/team/image-", "", 17u * 7919u % 100003u)));
}

/* Too much before a state is made: steps of the NFA, or members of sets. */
static void test_large_sets_of_globs_are_refused(void **unused) {
  (void)unused;
  ev_automaton *made = NULL;
  assert_int_equal(
      try_set(
          many("a-long-prefix-of-all-of-these-patterns-and-then-some-so-that-there-are-many-", "*", 10000),
          10000, &made, NULL, NULL),
      EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(try_set(many("*", "?*x", 4000), 4000, &made, NULL, NULL), EV_PATTERN_TOO_MANY_STATES);
  spelling g = {.size = 0};
  while (g.size < 50)
    append(&g, "[\x01\x03\x05\x07\x09\x0b\x0d\x0f\x11\x13\x15\x17\x19\x1b\x1d#%')+-/13579=?ACEGI]");
  ev_str *classes = EV_NEW_ARRAY(&arena, ev_str, 2000);
  char *long_one = repeated('x', 4096);
  size_t size = 0;
  for (; size + g.size <= 4096; size += g.size) memcpy(long_one + size, g.at, g.size);
  for (size_t i = 0; i < 2000; i++) classes[i] = (ev_str){long_one, size};
  assert_int_equal(try_set(classes, 2000, &made, NULL, NULL), EV_PATTERN_TOO_MANY_STATES);
  assert_null(made);
}

static void test_numbering(void **unused) {
  (void)unused;
  ev_numbering n = ev_numbering_make(&arena, 3);
  uint32_t number = 9, key[] = {7, 8, 7};
  size_t length;
  assert_int_equal(ev_number_of(&n, key, 2, &number), EV_PATTERN_OK);
  assert_int_equal(number, 0);
  assert_int_equal(ev_number_of(&n, key, 0, &number), EV_PATTERN_OK);
  assert_int_equal(number, 1);
  assert_int_equal(ev_number_of(&n, key, 1, &number), EV_PATTERN_OK);
  assert_int_equal(number, 2);
  assert_int_equal(ev_number_of(&n, key + 2, 1, &number), EV_PATTERN_OK);
  assert_int_equal(number, 2);
  assert_int_equal(ev_number_of(&n, key, 3, &number), EV_PATTERN_TOO_MANY_STATES);
  assert_int_equal(number, 2);
  assert_memory_equal(ev_numbered(&n, 0, &length), key, sizeof *key * 2);
  assert_int_equal(length, 2);
  (void)ev_numbered(&n, 1, &length);
  assert_int_equal(length, 0);
}

static void test_limit_of_key_words(void **unused) {
  (void)unused;
  ev_numbering n = ev_numbering_make(&arena, 100);
  uint32_t *key = EV_NEW_ARRAY(&arena, uint32_t, EV_MAX_KEY_WORDS), number;
  assert_non_null(key);
  assert_int_equal(ev_number_of(&n, key, EV_MAX_KEY_WORDS, &number), EV_PATTERN_OK);
  assert_int_equal(ev_number_of(&n, key, 0, &number), EV_PATTERN_OK);
  assert_int_equal(ev_number_of(&n, key, 1, &number), EV_PATTERN_TOO_MANY_STATES);
}

/* ---- memory */

#define VIEW(literal)                                                                                        \
  { literal, sizeof(literal) - 1 }

static const ev_str mixed[] = {VIEW("kernel.shm*"),      VIEW("net.ipv4.*"),
                               VIEW("a[!b-d\xc3\xa9]?"), VIEW("literal"),
                               VIEW("\\*literal"),       VIEW("*x*"),
                               VIEW("another.name"),     VIEW("[[a-z0-9_.-][acegikmoqsuwy][bdfhjlnprtvxz]*")};

static ev_pattern_status everything(ev_arena *out, bool *told) {
  ev_arena scratch;
  ev_automaton *a = NULL, *b = NULL, *c = NULL;
  ev_pattern_status status;
  ev_str witness = {NULL, 0}, quoted = {NULL, 0};
  ev_arena_init(&scratch, 0);
  status = ev_automaton_set(out, &scratch, mixed, NULL, COUNT(mixed), &a, NULL, NULL);
  ev_arena_free(&scratch);
  if (status == EV_PATTERN_OK) status = ev_automaton_glob(out, EV_STR("net.*"), &b, NULL);
  if (status == EV_PATTERN_OK) status = ev_automaton_union(out, a, b, &c);
  if (status == EV_PATTERN_OK) status = ev_automaton_intersection(out, a, c, &c);
  if (status == EV_PATTERN_OK) status = ev_automaton_difference(out, c, b, &c);
  if (status == EV_PATTERN_OK) status = ev_automaton_complement(out, c, &c);
  if (status == EV_PATTERN_OK) status = ev_automaton_literal(out, EV_STR("net.core"), &c);
  if (status == EV_PATTERN_OK && ev_automaton_contains(out, c, b, &witness, &status)) fail();
  if (status == EV_PATTERN_OK) witness = ev_automaton_witness(out, b);
  if (status == EV_PATTERN_OK) quoted = ev_glob_quote(out, EV_STR("*"));
  *told = status == EV_PATTERN_NO_MEMORY || !witness.at || !quoted.at;
  if (status == EV_PATTERN_OK && *told) assert_true(out->failed);
  return status;
}

static void test_every_allocation_can_fail(void **unused) {
  (void)unused;
  bool told = true;
  size_t n = 0;
  while (told) {
    ev_arena out;
    ev_arena_init(&out, 0);
    ev_fail_allocation_after(++n);
    ev_pattern_status status = everything(&out, &told);
    ev_fail_allocation_after(0);
    assert_true(status == EV_PATTERN_OK || status == EV_PATTERN_NO_MEMORY);
    ev_arena_free(&out);
  }
  assert_true(n > 10);
}

static void test_every_byte_of_an_arena_can_be_the_last(void **unused) {
  (void)unused;
  ev_pattern_status status = EV_PATTERN_NO_MEMORY;
  size_t limit = 0;
  while (status != EV_PATTERN_OK) {
    ev_arena scratch, out;
    ev_automaton *made = NULL;
    ev_arena_init(&scratch, limit += 16);
    ev_arena_init(&out, 0);
    status = ev_automaton_set(&out, &scratch, mixed, NULL, COUNT(mixed), &made, NULL, NULL);
    assert_true(status == EV_PATTERN_OK || (status == EV_PATTERN_NO_MEMORY && !made));
    ev_arena_free(&scratch);
    ev_arena_free(&out);
  }
  assert_true(limit > 4096);
  bool told = true;
  for (limit = 0; told;) {
    ev_arena out;
    ev_arena_init(&out, limit += 16);
    status = everything(&out, &told);
    assert_true(status == EV_PATTERN_OK || status == EV_PATTERN_NO_MEMORY);
    ev_arena_free(&out);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_globs),
      TEST(test_malformed_globs),
      TEST(test_set_names_the_malformed_one),
      TEST(test_globs_against_the_naive_matcher),
      TEST(test_sets_against_the_naive_matcher),
      TEST(test_every_code_point),
      TEST(test_malformed_sequences_are_no_code_points),
      TEST(test_random_ranges),
      TEST(test_class_of_everything_and_of_nothing),
      TEST(test_words),
      TEST(test_words_may_hold_any_bytes),
      TEST(test_words_agree_with_globs),
      TEST(test_set_leaves_its_input_alone),
      TEST(test_equal_sets_are_equal_bytes),
      TEST(test_canonical_numbering),
      TEST(test_automata_are_minimal),
      TEST(test_laws),
      TEST(test_operations_against_the_naive_matcher),
      TEST(test_namespaced_sysctls),
      TEST(test_witnesses),
      TEST(test_witnesses_are_least),
      TEST(test_starts),
      TEST(test_too_many_starts),
      TEST(test_witness_of_a_foreign_automaton),
      TEST(test_is_valid),
      TEST(test_is_valid_at_the_limit),
      TEST(test_status_texts),
      TEST(test_quote),
      TEST(test_limit_of_states),
      TEST(test_subset_construction_is_limited),
      TEST(test_products_are_limited),
      TEST(test_limit_of_pattern_length),
      TEST(test_limit_of_patterns),
      TEST(test_many_names_and_a_glob),
      TEST(test_large_sets_of_globs_are_refused),
      TEST(test_numbering),
      TEST(test_limit_of_key_words),
      TEST(test_every_allocation_can_fail),
      TEST(test_every_byte_of_an_arena_can_be_the_last),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
