/* The ground: arenas, string views, UTF-8, buffers. (Numbers: test_rat.c, test_int.c, test_quantity.c.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"
#include "red_zone.h"
#include "str.h"

/* ---- arenas */

static void test_arena_gives_zeroed_aligned_memory(void **state) {
  (void)state;
  ev_arena arena;
  ev_arena_init(&arena, 0);
  for (size_t size = 0; size < 200; size++) {
    unsigned char *memory = ev_arena_alloc(&arena, size);
    assert_non_null(memory);
    assert_int_equal((uintptr_t)memory % 16, 0);
    for (size_t i = 0; i < size; i++) assert_int_equal(memory[i], 0);
    memset(memory, 0xff, size);
  }
  ev_arena_free(&arena);
}

static void test_arena_keeps_allocations_apart(void **state) {
  (void)state;
  ev_arena arena;
  unsigned char *at[300];
  ev_arena_init(&arena, 0);
  for (size_t i = 0; i < 300; i++) {
    at[i] = ev_arena_alloc(&arena, i + 1);
    memset(at[i], (int)(i & 0xff), i + 1);
  }
  for (size_t i = 0; i < 300; i++)
    for (size_t k = 0; k <= i; k++) assert_int_equal(at[i][k], i & 0xff);
  ev_arena_free(&arena);
}

#if EV_RED_ZONE
int __asan_address_is_poisoned(const volatile void *at);

static void test_arena_has_red_zones(void **state) {
  (void)state;
  ev_arena arena;
  ev_arena_init(&arena, 0);
  for (size_t size = 0; size < 40; size++) {
    const char *memory = ev_arena_alloc(&arena, size), *next = ev_arena_alloc(&arena, 1);
    for (size_t i = 0; i < size; i++) assert_false(__asan_address_is_poisoned(memory + i));
    for (size_t i = size; i < size + 8; i++) assert_true(__asan_address_is_poisoned(memory + i));
    ev_arena_reset(&arena, SIZE_MAX);
    assert_true(__asan_address_is_poisoned(memory) && __asan_address_is_poisoned(next));
  }
  ev_arena_free(&arena);
}

#else
static void test_arena_has_red_zones(void **state) {
  (void)state;
  skip();
}
#endif

static void test_arena_array_refuses_overflow(void **state) {
  (void)state;
  ev_arena arena;
  ev_arena_init(&arena, 0);
  assert_non_null(ev_arena_array(&arena, 3, 5));
  assert_non_null(ev_arena_array(&arena, 0, 5));
  assert_non_null(ev_arena_array(&arena, SIZE_MAX, 0));
  assert_false(arena.failed);
  assert_null(ev_arena_array(&arena, SIZE_MAX / 2, 3));
  assert_true(arena.failed);
  ev_arena_free(&arena);
}

static void test_arena_refuses_what_no_machine_has(void **state) {
  (void)state;
  ev_arena arena;
  for (size_t less = 0; less < 40; less++) {
    ev_arena_init(&arena, 0);
    assert_null(ev_arena_alloc(&arena, SIZE_MAX - less));
    assert_true(arena.failed);
    ev_arena_free(&arena);
  }
  ev_arena_init(&arena, 0);
  assert_null(ev_arena_copy(&arena, "", SIZE_MAX));
  ev_arena_free(&arena);
}

static void test_arena_limit(void **state) {
  (void)state;
  ev_arena arena;
  ev_arena_init(&arena, 64);
  assert_non_null(ev_arena_alloc(&arena, 48));
  assert_non_null(ev_arena_alloc(&arena, 16));
  assert_int_equal(arena.allocated, 64);
  assert_false(arena.failed);
  assert_null(ev_arena_alloc(&arena, 1));
  assert_true(arena.failed);
  ev_arena_reset(&arena, SIZE_MAX);
  assert_false(arena.failed);
  assert_null(ev_arena_alloc(&arena, 65));
  ev_arena_reset(&arena, SIZE_MAX);
  assert_non_null(ev_arena_alloc(&arena, 64));
  ev_arena_free(&arena);
  assert_int_equal(arena.limit, 64);
}

static void test_arena_failure_is_sticky(void **state) {
  (void)state;
  ev_arena arena;
  ev_arena_init(&arena, 64);
  assert_null(ev_arena_alloc(&arena, 100));
  assert_non_null(ev_arena_alloc(&arena, 10));
  assert_true(arena.failed);
  ev_arena_free(&arena);
  assert_false(arena.failed);
}

static void test_arena_copy_ends_in_nul(void **state) {
  (void)state;
  ev_arena arena;
  ev_arena_init(&arena, 0);
  assert_memory_equal(ev_arena_copy(&arena, "a\0b", 3), "a\0b", 4);
  assert_string_equal(ev_arena_copy(&arena, NULL, 0), "");
  ev_arena_free(&arena);
}

static void test_arena_reset_keeps_blocks(void **state) {
  (void)state;
  ev_arena arena;
  ev_arena_init(&arena, 0);
  for (int round = 0; round < 5; round++) {
    for (int i = 0; i < 100; i++) memset(ev_arena_alloc(&arena, 1000), 0xaa, 1000);
    unsigned char *fresh = ev_arena_alloc(&arena, 100);
    for (int i = 0; i < 100; i++) assert_int_equal(fresh[i], 0);
    ev_arena_reset(&arena, round % 2 ? 0 : SIZE_MAX);
    assert_int_equal(arena.allocated, 0);
  }
  ev_arena_free(&arena);
}

static void test_arena_reset_drops_what_is_too_much(void **state) {
  (void)state;
  ev_arena arena;
  ev_arena_init(&arena, 0);
  assert_non_null(ev_arena_alloc(&arena, 100));
  assert_non_null(ev_arena_alloc(&arena, 1u << 22));
  ev_arena_reset(&arena, 1u << 20);
  /* The large block is gone: with no allocation allowed another cannot be had. */
  ev_fail_allocation_after(1);
  assert_null(ev_arena_alloc(&arena, 1u << 22));
  ev_fail_allocation_after(0);
  ev_arena_free(&arena);
}

static void test_arena_survives_failed_allocations(void **state) {
  (void)state;
  for (size_t n = 1; n < 20; n++) {
    ev_arena arena;
    ev_arena_init(&arena, 0);
    ev_fail_allocation_after(n);
    size_t given = 0;
    while (ev_arena_alloc(&arena, 1u << 21)) given++;
    ev_fail_allocation_after(0);
    assert_int_equal(given, n - 1);
    assert_true(arena.failed);
    assert_non_null(ev_arena_alloc(&arena, 1u << 21));
    ev_arena_free(&arena);
  }
}

static void test_realloc_and_free(void **state) {
  (void)state;
  char *memory = ev_realloc(NULL, 0);
  assert_non_null(memory);
  memory = ev_realloc(memory, 4);
  memcpy(memory, "abc", 4);
  memory = ev_realloc(memory, 4000);
  assert_string_equal(memory, "abc");
  ev_fail_allocation_after(2);
  char *other = ev_realloc(NULL, 1);
  assert_non_null(other);
  assert_null(ev_realloc(memory, 8000));
  assert_null(ev_realloc(memory, 8000));
  ev_fail_allocation_after(0);
  assert_string_equal(memory, "abc");
  ev_free(memory);
  ev_free(other);
  ev_free(NULL);
}

/* ---- views */

static void test_str_equal_and_compare(void **state) {
  (void)state;
  ev_str none = {NULL, 0};
  assert_true(ev_str_equal(none, EV_STR("")));
  assert_true(ev_str_is(EV_STR("ab"), "ab"));
  assert_false(ev_str_is(EV_STR("ab"), "abc"));
  assert_false(ev_str_equal(EV_STR("a\0b"), EV_STR("a\0c")));
  assert_int_equal(ev_str_compare(none, EV_STR("")), 0);
  assert_true(ev_str_compare(none, EV_STR("a")) < 0);
  assert_true(ev_str_compare(EV_STR("ab"), EV_STR("a")) > 0);
  assert_true(ev_str_compare(EV_STR("a"), EV_STR("\xff")) < 0);
}

static void test_str_prefix_suffix_find(void **state) {
  (void)state;
  ev_str s = EV_STR("spec.containers");
  assert_true(ev_str_starts(s, EV_STR("spec.")));
  assert_true(ev_str_starts(s, EV_STR("")));
  assert_true(ev_str_starts(s, s));
  assert_false(ev_str_starts(EV_STR("spec"), s));
  assert_true(ev_str_ends(s, EV_STR("ers")));
  assert_false(ev_str_ends(s, EV_STR("er")));
  assert_false(ev_str_ends(EV_STR("s"), EV_STR("ss")));
  assert_int_equal(ev_str_find(s, EV_STR(".")), 4);
  assert_int_equal(ev_str_find(s, EV_STR("")), 0);
  assert_int_equal(ev_str_find(s, EV_STR("containers")), 5);
  assert_int_equal(ev_str_find(s, EV_STR("containerss")), SIZE_MAX);
  assert_int_equal(ev_str_find((ev_str){NULL, 0}, EV_STR("x")), SIZE_MAX);
}

static void test_str_trim(void **state) {
  (void)state;
  assert_true(ev_str_is(ev_str_trim(EV_STR(" \t a b \n"), " \t\n"), "a b"));
  assert_true(ev_str_is(ev_str_trim(EV_STR("   "), " "), ""));
  assert_true(ev_str_is(ev_str_trim(EV_STR(""), " "), ""));
  assert_int_equal(ev_str_trim((ev_str){"\0x\0", 3}, " ").size, 3); /* NUL stands in no set */
}

static void test_str_hash(void **state) {
  (void)state;
  assert_true(ev_str_hash(EV_STR("")) == 0xcbf29ce484222325u); /* FNV-1a's own test vectors */
  assert_true(ev_str_hash(EV_STR("a")) == 0xaf63dc4c8601ec8cu);
  assert_true(ev_str_hash(EV_STR("foobar")) == 0x85944171f73967e8u);
}

static void test_str_copies(void **state) {
  (void)state;
  ev_arena arena;
  ev_arena_init(&arena, 0);
  assert_true(ev_str_is(ev_str_lower(&arena, EV_STR("AzZ@[\xc3\x84")), "azz@[\xc3\x84"));
  assert_true(ev_str_is(ev_str_upper(&arena, EV_STR("aZz`{\xc3\xa4")), "AZZ`{\xc3\xa4"));
  assert_true(ev_str_is(ev_str_copy(&arena, EV_STR("abc")), "abc"));
  assert_non_null(ev_str_copy(&arena, (ev_str){NULL, 0}).at);
  ev_arena_free(&arena);
  ev_arena_init(&arena, 1);
  assert_null(ev_str_lower(&arena, EV_STR("A")).at);
  assert_null(ev_str_copy(&arena, EV_STR("A")).at);
  assert_int_equal(ev_str_copy(&arena, EV_STR("A")).size, 0);
  ev_arena_free(&arena);
}

/* ---- UTF-8 */

static void test_utf8_every_code_point_survives(void **state) {
  (void)state;
  for (uint32_t c = 0; c <= 0x10ffff; c++) {
    char bytes[4];
    size_t size = ev_utf8_encode(c, bytes), index = 0;
    bool surrogate = c >= 0xd800 && c <= 0xdfff;
    assert_int_equal(size, c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
    assert_int_equal(ev_utf8_next((ev_str){bytes, size}, &index), surrogate ? 0xfffd : c);
    assert_int_equal(index, size);
    assert_int_equal(ev_utf8_invalid_at((ev_str){bytes, size}), SIZE_MAX);
  }
}

static void test_utf8_beyond_the_last_code_point(void **state) {
  (void)state;
  char bytes[4];
  assert_int_equal(ev_utf8_encode(0x110000, bytes), 3);
  assert_memory_equal(bytes, "\xef\xbf\xbd", 3);
}

static const char *const malformed[] = {
    "\x80",     /* continuation alone */
    "\xc0\x80", /* overlong */
    "\xc1\xbf",
    "\xe0\x80\x80",
    "\xe0\x9f\xbf",
    "\xf0\x80\x80\x80",
    "\xf0\x8f\xbf\xbf",
    "\xed\xa0\x80", /* surrogates */
    "\xed\xbf\xbf",
    "\xf4\x90\x80\x80", /* above U+10FFFF */
    "\xf5\x80\x80\x80",
    "\xff",
    "\xc3", /* cut off */
    "\xe4\xb8",
    "\xf0\x9f\x98",
    "\xc3\x28", /* no continuation */
    "\xe4\xb8\x28",
    "\xf0\x9f\x98\x28",
};

static void test_utf8_malformed(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
    ev_str s = ev_str_of(malformed[i]);
    size_t index = 0;
    assert_int_equal(ev_utf8_invalid_at(s), 0);
    assert_int_equal(ev_utf8_next(s, &index), 0xfffd);
    assert_int_equal(index, 1);
  }
}

static void test_utf8_count(void **state) {
  (void)state;
  assert_int_equal(ev_utf8_count(EV_STR("")), 0);
  assert_int_equal(ev_utf8_count(EV_STR("a\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80")), 4);
  assert_int_equal(ev_utf8_count(EV_STR("\xe4\xb8")), 2);
  assert_int_equal(ev_utf8_count(EV_STR("\xff\xfe")), 2);
  assert_int_equal(ev_utf8_invalid_at(EV_STR("ab\xc3\xa4\xff")), 4);
}

/* ---- buffers */

static void assert_buf(ev_buf *buf, const char *expected) {
  assert_true(ev_str_is(ev_buf_view(buf), expected));
  ev_buf_free(buf);
  assert_null(buf->at);
  assert_int_equal(buf->size, 0);
}

static void test_buf_adds(void **state) {
  (void)state;
  ev_buf buf = {0};
  ev_buf_text(&buf, "a");
  ev_buf_str(&buf, EV_STR("bc"));
  ev_buf_char(&buf, '-');
  ev_buf_fill(&buf, '.', 3);
  ev_buf_fill(&buf, '.', 0);
  ev_buf_add(&buf, NULL, 0);
  ev_buf_format(&buf, "%d %s", 42, "x");
  assert_false(buf.failed);
  assert_buf(&buf, "abc-...42 x");
}

static void test_buf_grows(void **state) {
  (void)state;
  ev_buf buf = {0};
  for (unsigned i = 0; i < 10000; i++) ev_buf_format(&buf, "%u,", i % 10);
  assert_int_equal(buf.size, 20000);
  for (unsigned i = 0; i < 10000; i++) assert_int_equal(buf.at[2 * i], '0' + i % 10);
  ev_buf_free(&buf);
}

static void test_buf_limit(void **state) {
  (void)state;
  ev_buf buf = {.limit = 100};
  ev_buf_fill(&buf, 'x', 100);
  assert_false(buf.failed);
  assert_int_equal(buf.size, 100);
  ev_buf_free(&buf);
  ev_buf_fill(&buf, 'x', 101);
  assert_true(buf.failed);
  ev_buf_free(&buf);
  assert_int_equal(buf.limit, 100);
}

static void test_buf_failure_is_sticky(void **state) {
  (void)state;
  ev_buf buf = {0};
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ev_buf_text(&buf, "kept");
  ev_fail_allocation_after(1);
  ev_buf_fill(&buf, 'x', 1000);
  ev_fail_allocation_after(0);
  assert_true(buf.failed);
  ev_buf_text(&buf, "ignored");
  ev_buf_format(&buf, "%s", "ignored");
  assert_null(ev_buf_to_arena(&buf, &arena).at);
  assert_buf(&buf, "kept");
  assert_false(buf.failed);
  ev_arena_free(&arena);
}

static void test_buf_refuses_overflow(void **state) {
  (void)state;
  ev_buf buf = {0};
  ev_buf_char(&buf, 'x');
  ev_buf_fill(&buf, 'x', SIZE_MAX);
  assert_true(buf.failed);
  assert_buf(&buf, "x");
}

static void assert_visible(ev_str text, const char *expected) {
  ev_buf buf = {0};
  ev_buf_visible(&buf, text);
  assert_buf(&buf, expected);
}

/* What a CI service takes for a command: at the start of a line, or anywhere. */
static void test_buf_visible_makes_no_command(void **state) {
  (void)state;
  assert_visible(EV_STR("::error file=x::y"), "\\x3a:error file=x::y");
  assert_visible(EV_STR(" \xe3\x80\x80::y"), " \xe3\x80\x80\\x3a:y"); /* a wide blank */
  assert_visible(EV_STR(":::"), "\\x3a::");
  assert_visible(EV_STR("a::b"), "a::b");
  assert_visible(EV_STR("a ##vso[task.x]y"), "a \\x23#vso[task.x]y");
  assert_visible(EV_STR("###[error]"), "#\\x23#[error]");
  assert_visible(EV_STR("## a #[b]"), "## a #[b]");
}

static void test_buf_visible(void **state) {
  (void)state;
  assert_visible(EV_STR("plain \xc3\xa4 \xe4\xb8\xad \xf0\x9f\x98\x80"),
                 "plain \xc3\xa4 \xe4\xb8\xad \xf0\x9f\x98\x80");
  assert_visible(EV_STR("\n\t\r\x1b\x7f"
                        "\0x"),
                 "\\n\\t\\r\\x1b\\x7f\\x00x");
  assert_visible(EV_STR("\xc2\x9b\xc2\x85"), "\\x9b\\x85");                            /* C1 */
  assert_visible(EV_STR("\xe2\x80\xae\xe2\x81\xa6"), "\\u202e\\u2066");                /* bidirectional */
  assert_visible(EV_STR("\xe2\x80\xa8\xe2\x80\xa9"), "\\u2028\\u2029");                /* separators */
  assert_visible(EV_STR("\xe2\x80\x8b\xef\xbb\xbf\xd8\x9c"), "\\u200b\\ufeff\\u061c"); /* unseen */
  assert_visible(EV_STR("\xf3\xa0\x81\x81"), "\\U000e0041");                           /* tags */
  assert_visible(EV_STR("\xff\xe4\xb8x"), "\\xff\\xe4\\xb8x");
  assert_visible(EV_STR("\xef\xbf\xbd"), "\xef\xbf\xbd"); /* a real U+FFFD is itself */
}

static void test_buf_to_arena(void **state) {
  (void)state;
  ev_buf buf = {0};
  ev_arena arena;
  ev_arena_init(&arena, 0);
  assert_non_null(ev_buf_to_arena(&buf, &arena).at);
  ev_buf_text(&buf, "abc");
  ev_str copy = ev_buf_to_arena(&buf, &arena);
  ev_buf_free(&buf);
  assert_true(ev_str_is(copy, "abc"));
  ev_arena_free(&arena);
}

/* What fits needs no memory; what does not moves. */
static void test_borrowed_buffer(void **state) {
  (void)state;
  char room[8];
  ev_buf buf = EV_BUF_IN(room);
  ev_fail_allocation_after(1);
  ev_buf_text(&buf, "12345678");
  ev_fail_allocation_after(0);
  assert_false(buf.failed);
  assert_ptr_equal(buf.at, room);
  ev_buf_char(&buf, '9');
  assert_ptr_not_equal(buf.at, room);
  assert_true(ev_str_is(ev_buf_view(&buf), "123456789"));
  ev_buf_free(&buf);
  buf = EV_BUF_IN(room);
  ev_buf_char(&buf, 'x');
  ev_fail_allocation_after(1);
  ev_buf_fill(&buf, 'y', 8);
  ev_fail_allocation_after(0);
  assert_true(buf.failed && buf.no_memory);
  ev_buf_free(&buf);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_borrowed_buffer),
      cmocka_unit_test(test_arena_gives_zeroed_aligned_memory),
      cmocka_unit_test(test_arena_keeps_allocations_apart),
      cmocka_unit_test(test_arena_has_red_zones),
      cmocka_unit_test(test_arena_array_refuses_overflow),
      cmocka_unit_test(test_arena_refuses_what_no_machine_has),
      cmocka_unit_test(test_arena_limit),
      cmocka_unit_test(test_arena_failure_is_sticky),
      cmocka_unit_test(test_arena_copy_ends_in_nul),
      cmocka_unit_test(test_arena_reset_keeps_blocks),
      cmocka_unit_test(test_arena_reset_drops_what_is_too_much),
      cmocka_unit_test(test_arena_survives_failed_allocations),
      cmocka_unit_test(test_realloc_and_free),
      cmocka_unit_test(test_str_equal_and_compare),
      cmocka_unit_test(test_str_prefix_suffix_find),
      cmocka_unit_test(test_str_trim),
      cmocka_unit_test(test_str_hash),
      cmocka_unit_test(test_str_copies),
      cmocka_unit_test(test_utf8_every_code_point_survives),
      cmocka_unit_test(test_utf8_beyond_the_last_code_point),
      cmocka_unit_test(test_utf8_malformed),
      cmocka_unit_test(test_utf8_count),
      cmocka_unit_test(test_buf_adds),
      cmocka_unit_test(test_buf_grows),
      cmocka_unit_test(test_buf_limit),
      cmocka_unit_test(test_buf_failure_is_sticky),
      cmocka_unit_test(test_buf_refuses_overflow),
      cmocka_unit_test(test_buf_visible),
      cmocka_unit_test(test_buf_visible_makes_no_command),
      cmocka_unit_test(test_buf_to_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
