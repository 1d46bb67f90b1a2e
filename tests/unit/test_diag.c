/* Sources, diagnostics, how they look, and suggestions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diag.h"
#include "snippet.h"

static ev_source source_of(const char *name, const char *text) {
  return (ev_source){ev_str_of(name), ev_str_of(text)};
}

/* ---- positions */

static void assert_position(const char *text, uint32_t offset, uint32_t line, uint32_t column) {
  ev_source source = source_of("x", text);
  ev_position at = ev_source_position(&source, offset);
  assert_int_equal(at.line, line);
  assert_int_equal(at.column, column);
}

static void test_position_counts_lines(void **state) {
  (void)state;
  assert_position("", 0, 1, 1);
  assert_position("", 7, 1, 1);
  assert_position("ab\ncd", 0, 1, 1);
  assert_position("ab\ncd", 2, 1, 3);
  assert_position("ab\ncd", 3, 2, 1);
  assert_position("ab\ncd", 5, 2, 3);
  assert_position("ab\ncd", 99, 2, 3);
  assert_position("ab\n", 3, 2, 1);
  assert_position("\n\n\n", 2, 3, 1);
}

static void test_position_knows_every_line_break(void **state) {
  (void)state;
  assert_position("a\r\nb\rc\nd", 3, 2, 1);
  assert_position("a\r\nb\rc\nd", 5, 3, 1);
  assert_position("a\r\nb\rc\nd", 7, 4, 1);
  assert_position("a\r\nb", 1, 1, 2);
  assert_position("a\r\nb", 2, 1, 2); /* inside CRLF: still the end of the line */
  assert_position("a\r", 2, 2, 1);
}

static void test_position_counts_code_points(void **state) {
  (void)state;
  assert_position("\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80x", 2, 1, 2);
  assert_position("\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80x", 5, 1, 3);
  assert_position("\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80x", 9, 1, 4);
  assert_position("\xc3\xa4\xe4\xb8\xad", 3, 1, 2); /* inside a character: where it starts */
  assert_position("\xff\xfex", 2, 1, 3);            /* malformed bytes count one each */
}

static void test_position_skips_a_byte_order_mark(void **state) {
  (void)state;
  assert_position("\xef\xbb\xbf"
                  "ab",
                  0, 1, 1);
  assert_position("\xef\xbb\xbf"
                  "ab",
                  3, 1, 1);
  assert_position("\xef\xbb\xbf"
                  "ab",
                  4, 1, 2);
}

static void test_position_without_text(void **state) {
  (void)state;
  ev_source source = {{NULL, 0}, {NULL, 0}};
  assert_int_equal(ev_source_position(&source, 0).line, 1);
  assert_int_equal(ev_source_line(&source, 1).size, 0);
}

static void assert_line(const char *text, uint32_t line, const char *expected) {
  ev_source source = source_of("x", text);
  assert_true(ev_str_is(ev_source_line(&source, line), expected));
}

static void test_line_text(void **state) {
  (void)state;
  const char *text = "\xef\xbb\xbf"
                     "one\r\ntwo\rthree\n\nfive";
  assert_line(text, 0, "");
  assert_line(text, 1, "one");
  assert_line(text, 2, "two");
  assert_line(text, 3, "three");
  assert_line(text, 4, "");
  assert_line(text, 5, "five");
  assert_line(text, 6, "");
}

/* ---- lists */

typedef struct fixture {
  ev_arena arena;
  ev_diagnostics list;
} fixture;

static int set_up(void **state) {
  static fixture f;
  ev_arena_init(&f.arena, 0);
  ev_diagnostics_init(&f.list, &f.arena);
  *state = &f;
  return 0;
}

static int tear_down(void **state) {
  fixture *f = *state;
  ev_arena_free(&f->arena);
  return 0;
}

static void test_diagnose_keeps_order_and_counts(void **state) {
  fixture *f = *state;
  ev_source source = source_of("a.vet", "text");
  ev_diagnose(&f->list, EV_ERROR, "one", &source, (ev_span){2, 3}, "%s %d", "first", 1);
  ev_diagnose(&f->list, EV_WARNING, "two", &source, (ev_span){0, 1}, "second");
  ev_diagnose(&f->list, EV_NOTE, "three", NULL, (ev_span){0, 0}, "third");
  assert_int_equal(f->list.errors, 1);
  assert_int_equal(f->list.warnings, 1);
  assert_true(ev_str_is(f->list.first->message, "first 1"));
  assert_true(ev_str_is(f->list.first->next->message, "second"));
  assert_ptr_equal(f->list.first->next->next, f->list.last);
  assert_null(f->list.last->next);
}

static void test_related_places_stay_in_order(void **state) {
  fixture *f = *state;
  ev_source source = source_of("a.vet", "text");
  ev_diagnostic *d = ev_diagnose(&f->list, EV_ERROR, "x", &source, (ev_span){0, 1}, "m");
  ev_diagnostic_relate(&f->list, d, &source, (ev_span){1, 2}, "first");
  ev_diagnostic_relate(&f->list, d, &source, (ev_span){2, 3}, "second");
  ev_diagnostic_help(&f->list, d, "do %d", 7);
  assert_true(ev_str_is(d->related->message, "first"));
  assert_true(ev_str_is(d->related->next->message, "second"));
  assert_true(ev_str_is(d->help, "do 7"));
}

static void test_no_diagnostic_is_tolerated(void **state) {
  fixture *f = *state;
  ev_diagnostic_help(&f->list, NULL, "nothing");
  ev_diagnostic_relate(&f->list, NULL, NULL, (ev_span){0, 0}, "nothing");
  assert_null(f->list.first);
}

static void test_sort_by_source_then_place(void **state) {
  fixture *f = *state;
  ev_source b = source_of("b", ""), a = source_of("a", "");
  static const char order[] = "BDACEF"; /* expected after sorting; letters are messages */
  ev_diagnose(&f->list, EV_ERROR, "x", &b, (ev_span){9, 9}, "A");
  ev_diagnose(&f->list, EV_ERROR, "x", &b, (ev_span){1, 5}, "B");
  ev_diagnose(&f->list, EV_ERROR, "x", &a, (ev_span){0, 1}, "E");
  ev_diagnose(&f->list, EV_ERROR, "x", &b, (ev_span){9, 9}, "C");
  ev_diagnose(&f->list, EV_ERROR, "x", &b, (ev_span){1, 6}, "D");
  ev_diagnose(&f->list, EV_ERROR, "x", NULL, (ev_span){0, 0}, "F");
  ev_diagnostics_sort(&f->list);
  const ev_diagnostic *d = f->list.first;
  for (size_t i = 0; order[i]; i++, d = d->next) assert_int_equal(d->message.at[0], order[i]);
  assert_null(d);
  assert_int_equal(f->list.last->message.at[0], 'F');
}

static void test_sort_many(void **state) {
  fixture *f = *state;
  ev_source source = source_of("x", "");
  uint32_t random = 1;
  for (int i = 0; i < 1000; i++) {
    random = random * 1103515245 + 12345;
    ev_diagnose(&f->list, EV_NOTE, "x", &source, (ev_span){random >> 24, random >> 24}, "%d", i);
  }
  ev_diagnostics_sort(&f->list);
  size_t count = 1;
  for (const ev_diagnostic *d = f->list.first; d->next; d = d->next, count++)
    assert_true(d->span.start <= d->next->span.start);
  assert_int_equal(count, 1000);
}

static void test_sort_nothing(void **state) {
  fixture *f = *state;
  ev_diagnostics_sort(&f->list);
  assert_null(f->list.first);
  assert_null(f->list.last);
}

/* ---- how they look */

static void assert_written(const ev_diagnostic *d, bool color, const char *expected) {
  ev_buf out = {0};
  ev_diagnostic_write(&out, d, color);
  ev_buf_char(&out, '\0');
  assert_false(out.failed);
  assert_string_equal(out.at, expected);
  ev_buf_free(&out);
}

static void test_write_as_the_header_shows(void **state) {
  fixture *f = *state;
  ev_source source = source_of("rules/a.vet", "\n\nrecord Container {\n\n\n\n\n\n\n\n\n"
                                              "  for s in pod.spec.securityContex\n");
  ev_diagnostic *d = ev_diagnose(&f->list, EV_ERROR, "unknown-field", &source, (ev_span){49, 63},
                                 "record Container has no field `securityContex`");
  ev_diagnostic_relate(&f->list, d, &source, (ev_span){9, 18}, "the record is defined here");
  ev_diagnostic_help(&f->list, d, "did you mean `securityContext`?");
  assert_written(d, false,
                 "error[unknown-field]: record Container has no field `securityContex`\n"
                 "  --> rules/a.vet:12:21\n"
                 "   |\n"
                 "12 |   for s in pod.spec.securityContex\n"
                 "   |                     ^^^^^^^^^^^^^^\n"
                 " 3 | record Container {\n"
                 "   |        --------- the record is defined here\n"
                 "   = help: did you mean `securityContext`?\n");
}

static void test_write_two_places_of_one_line(void **state) {
  fixture *f = *state;
  ev_source source = source_of("a.vet", "fn f(x: int, x: int): int = x");
  ev_diagnostic *d = ev_diagnose(&f->list, EV_ERROR, "twice", &source, (ev_span){13, 14}, "`x` twice");
  ev_diagnostic_relate(&f->list, d, &source, (ev_span){5, 6}, "first defined here");
  assert_written(d, false,
                 "error[twice]: `x` twice\n"
                 " --> a.vet:1:14\n"
                 "  |\n"
                 "1 | fn f(x: int, x: int): int = x\n"
                 "  |              ^\n"
                 "  |      - first defined here\n");
}

static void test_write_places_in_other_files(void **state) {
  fixture *f = *state;
  ev_source a = source_of("a.vet", "rule A"), b = source_of("b.vet", "\n\n\n\n\n\n\n\n\nrule A");
  ev_diagnostic *d = ev_diagnose(&f->list, EV_WARNING, "twice", &a, (ev_span){5, 6}, "rule A is there twice");
  ev_diagnostic_relate(&f->list, d, &b, (ev_span){14, 15}, "also here");
  ev_diagnostic_relate(&f->list, d, &a, (ev_span){0, 4}, "and this");
  ev_diagnostic_relate(&f->list, d, NULL, (ev_span){0, 0}, "a place that has none");
  assert_written(d, false,
                 "warning[twice]: rule A is there twice\n"
                 "  --> a.vet:1:6\n"
                 "   |\n"
                 " 1 | rule A\n"
                 "   |      ^\n"
                 "   |\n"
                 "  ::: b.vet:10:6\n"
                 "   |\n"
                 "10 | rule A\n"
                 "   |      - also here\n"
                 "   |\n"
                 "  ::: a.vet:1:1\n"
                 "   |\n"
                 " 1 | rule A\n"
                 "   | ---- and this\n"
                 "   = note: a place that has none\n");
}

static void test_write_without_a_place(void **state) {
  fixture *f = *state;
  ev_diagnostic *d = ev_diagnose(&f->list, EV_ERROR, NULL, NULL, (ev_span){0, 0}, "out of memory");
  assert_written(d, false, "error: out of memory\n");
  ev_diagnostic_help(&f->list, d, "buy some");
  assert_written(d, false, "error: out of memory\n  = help: buy some\n");
}

static void test_write_at_the_end_of_the_text(void **state) {
  fixture *f = *state;
  ev_source source = source_of("a", "rule {");
  ev_diagnostic *d = ev_diagnose(&f->list, EV_ERROR, "e", &source, (ev_span){6, 6}, "expected `}`");
  assert_written(d, false,
                 "error[e]: expected `}`\n"
                 " --> a:1:7\n"
                 "  |\n"
                 "1 | rule {\n"
                 "  |       ^\n");
}

static void test_write_on_an_empty_line(void **state) {
  fixture *f = *state;
  ev_source source = source_of("a", "x\n\ny");
  ev_diagnostic *d = ev_diagnose(&f->list, EV_ERROR, "e", &source, (ev_span){2, 3}, "m");
  assert_written(d, false,
                 "error[e]: m\n"
                 " --> a:2:1\n"
                 "  |\n"
                 "2 |\n"
                 "  | ^\n");
}

static void test_write_a_span_of_several_lines(void **state) {
  fixture *f = *state;
  ev_source source = source_of("a", "let a = (b\n  + c)\n");
  ev_diagnostic *d = ev_diagnose(&f->list, EV_ERROR, "e", &source, (ev_span){8, 17}, "m");
  ev_diagnostic_relate(&f->list, d, &source, (ev_span){0, 18}, "in this");
  assert_written(d, false,
                 "error[e]: m\n"
                 " --> a:1:9\n"
                 "  |\n"
                 "1 | let a = (b\n"
                 "  |         ^^... to line 2\n"
                 "  | ----------... to line 2: in this\n");
}

static void test_write_tabs_and_wide_characters(void **state) {
  fixture *f = *state;
  ev_source source = source_of("a", "\t\xe4\xb8\xad\xe6\x96\x87\te\xcc\x81 x");
  ev_diagnostic *d = ev_diagnose(&f->list, EV_ERROR, "e", &source, (ev_span){12, 13}, "m");
  ev_diagnostic_relate(&f->list, d, &source, (ev_span){1, 7}, "wide");
  assert_written(d, false,
                 "error[e]: m\n"
                 " --> a:1:8\n"
                 "  |\n"
                 "1 |     \xe4\xb8\xad\xe6\x96\x87    e\xcc\x81 x\n"
                 "  |               ^\n"
                 "  |     ---- wide\n");
}

static void test_write_escapes_what_came_from_input(void **state) {
  fixture *f = *state;
  ev_source source = source_of("a\x1b[2J", "\x1b[31m \xff \xe2\x80\xae x");
  ev_diagnostic *d = ev_diagnose(&f->list, EV_ERROR, "e", &source, (ev_span){12, 13}, "no `%s`", "\x1b\n");
  ev_diagnostic_relate(&f->list, d, &source, (ev_span){6, 7}, "\x07");
  assert_written(d, false,
                 "error[e]: no `\\x1b\\n`\n"
                 " --> a\\x1b[2J:1:11\n"
                 "  |\n"
                 "1 | \\x1b[31m \\xff \\u202e x\n"
                 "  |                      ^\n"
                 "  |          ---- \\x07\n");
}

static void test_write_in_color(void **state) {
  fixture *f = *state;
  ev_source source = source_of("a", "x");
  ev_diagnostic *d = ev_diagnose(&f->list, EV_WARNING, "w", &source, (ev_span){0, 1}, "m");
  ev_diagnostic_help(&f->list, d, "h");
  assert_written(d, true,
                 "\x1b[1;33mwarning[w]\x1b[0m\x1b[1m: m\x1b[0m\n"
                 " \x1b[1;94m-->\x1b[0m a:1:1\n"
                 "  \x1b[1;94m|\x1b[0m\n"
                 "\x1b[1;94m1 |\x1b[0m x\n"
                 "\x1b[1;94m  |\x1b[0m \x1b[1;33m^\x1b[0m\n"
                 "  \x1b[1;94m= \x1b[0m\x1b[1mhelp\x1b[0m: h\n");
}

/* ---- long lines */

/* The snippet of a line of `size` bytes 'a' in which [start, end) are 'B', as two NUL-terminated lines. */
static void write_long(ev_buf *out, size_t size, uint32_t start, uint32_t end) {
  ev_buf line = {0};
  ev_buf_fill(&line, 'a', start);
  ev_buf_fill(&line, 'B', end - start);
  ev_buf_fill(&line, 'a', size - end);
  ev_snippet snippet = {.text = ev_buf_view(&line),
                        .line = 1,
                        .column = start + 1,
                        .end_column = end + 1,
                        .gutter = 1,
                        .mark = '^'};
  ev_snippet_draw(out, &snippet);
  ev_buf_free(&line);
  ev_buf_char(out, '\0');
  *strchr(out->at, '\n') = '\0';
}

/* Marks stand exactly below the part of the span that is shown. */
static void assert_marks_below(ev_buf *out) {
  const char *text = out->at, *marks = text + strlen(text) + 1;
  size_t width = strcspn(marks, "\n");
  assert_true(width <= strlen(text));
  for (size_t i = 0; text[i]; i++) {
    bool marked = i < width && marks[i] == '^';
    assert_int_equal(marked, text[i] == 'B');
  }
}

static void assert_long(size_t size, uint32_t start, uint32_t end, bool cut_before, bool cut_after) {
  ev_buf out = {0};
  write_long(&out, size, start, end);
  assert_true(strlen(out.at) <= 4 + 3 + 100 + 3);
  assert_int_equal(strncmp(out.at, "1 | ...", 7) == 0, cut_before);
  assert_int_equal(ev_str_ends(ev_str_of(out.at), EV_STR("...")), cut_after);
  assert_non_null(strchr(out.at, 'B'));
  assert_marks_below(&out);
  ev_buf_free(&out);
}

static void test_long_lines_are_cut_around_the_span(void **state) {
  (void)state;
  assert_long(100, 90, 100, false, false);
  assert_long(101, 0, 5, false, true);
  assert_long(101, 90, 101, true, false);
  assert_long(100000, 50000, 50010, true, true);
  assert_long(100000, 99990, 100000, true, false);
  assert_long(100000, 20, 90000, false, true);
  assert_long(100000, 61, 62, true, true);
  assert_long(100000, 60, 61, false, true);
}

static void test_long_lines_are_cut_between_characters(void **state) {
  (void)state;
  ev_buf line = {0}, out = {0};
  for (int i = 0; i < 1000; i++) ev_buf_text(&line, "\xe4\xb8\xad");
  ev_snippet snippet = {.text = ev_buf_view(&line),
                        .line = 7,
                        .column = 501,
                        .end_column = 502,
                        .gutter = 1,
                        .mark = '^',
                        .label = EV_STR("here")};
  ev_snippet_draw(&out, &snippet);
  assert_int_equal(ev_utf8_invalid_at(ev_buf_view(&out)), SIZE_MAX);
  ev_str marks = ev_str_slice(ev_buf_view(&out), ev_str_find(ev_buf_view(&out), EV_STR("\n")) + 1, out.size);
  assert_int_equal(ev_str_find(marks, EV_STR("^^ here\n")), 4 + 3 + 60);
  ev_buf_free(&line);
  ev_buf_free(&out);
}

/* Marks alone stand below a line that was just shown whole; of a longer one another part may have been. */
static void test_marks_alone_stand_below_what_was_shown(void **state) {
  (void)state;
  ev_buf line = {0}, out = {0};
  ev_buf_fill(&line, 'a', 100);
  ev_snippet snippet = {.text = ev_buf_view(&line),
                        .line = 1,
                        .column = 2,
                        .end_column = 4,
                        .gutter = 1,
                        .mark = '-',
                        .marks_only = true};
  ev_snippet_draw(&out, &snippet);
  assert_true(ev_str_equal(ev_buf_view(&out), EV_STR("  |  --\n")));
  ev_buf_fill(&line, 'a', 400);
  snippet.text = ev_buf_view(&line);
  snippet.column = 302;
  snippet.end_column = 304;
  out.size = 0;
  ev_snippet_draw(&out, &snippet);
  assert_true(ev_str_starts(ev_buf_view(&out), EV_STR("1 | ...a")));
  ev_buf_free(&line);
  ev_buf_free(&out);
}

static void test_snippet_clamps_columns(void **state) {
  (void)state;
  ev_buf out = {0};
  ev_snippet far = {
      .text = EV_STR("abc"), .line = 4294967295u, .column = 9, .end_column = 3, .gutter = 12, .mark = '^'};
  ev_snippet none = {.line = 1, .gutter = 1, .mark = '-', .label = EV_STR("l")};
  ev_snippet_draw(&out, &far);
  ev_snippet_draw(&out, &none);
  ev_buf_char(&out, '\0');
  assert_string_equal(out.at, "  4294967295 | abc\n             |    ^\n1 |\n  | - l\n");
  ev_buf_free(&out);
}

static void test_display_width(void **state) {
  (void)state;
  assert_int_equal(ev_display_width('a'), 1);
  assert_int_equal(ev_display_width(0xe4), 1);
  assert_int_equal(ev_display_width(0x301), 0);
  assert_int_equal(ev_display_width(0x4e2d), 2);
  assert_int_equal(ev_display_width(0x1f600), 2);
  assert_int_equal(ev_display_width(0x10ffff), 1);
}

/* ---- suggestions */

static size_t edit_distance(const char *a, const char *b) {
  return ev_edit_distance(ev_str_of(a), ev_str_of(b), 9);
}

static void test_edit_distance(void **state) {
  (void)state;
  assert_int_equal(edit_distance("", ""), 0);
  assert_int_equal(edit_distance("", "abc"), 3);
  assert_int_equal(edit_distance("abc", "abc"), 0);
  assert_int_equal(edit_distance("abc", "abd"), 1);
  assert_int_equal(edit_distance("abc", "ac"), 1);
  assert_int_equal(edit_distance("abc", "acb"), 1);
  assert_int_equal(edit_distance("ca", "abc"), 3); /* optimal string alignment, not Damerau's 2 */
  assert_int_equal(edit_distance("kitten", "sitting"), 3);
  assert_int_equal(edit_distance("Abc", "abc"), 1);
  assert_int_equal(ev_edit_distance(EV_STR("abcdef"), EV_STR("uvwxyz"), 2), 3);
  assert_int_equal(ev_edit_distance(EV_STR("a"), EV_STR("abcdef"), 2), 3);
}

static void test_long_words_are_far(void **state) {
  (void)state;
  char word[129];
  memset(word, 'a', sizeof word);
  assert_int_equal(ev_edit_distance((ev_str){word, 128}, (ev_str){word, 128}, 3), 0);
  assert_int_equal(ev_edit_distance((ev_str){word, 129}, (ev_str){word, 129}, 3), 4);
}

static const char *const fields[] = {"name", "securityContext", "runAsUser", "runAsGroup", "NAME", "image"};

static void assert_suggested(const char *word, const char *expected) {
  ev_str candidates[sizeof fields / sizeof *fields];
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) candidates[i] = ev_str_of(fields[i]);
  ev_str found = ev_suggest(ev_str_of(word), candidates, sizeof fields / sizeof *fields);
  assert_true(ev_str_is(found, expected));
}

static void test_suggestions(void **state) {
  (void)state;
  assert_suggested("securityContex", "securityContext");
  assert_suggested("securitycontext", "securityContext");
  assert_suggested("runAsuser", "runAsUser");
  assert_suggested("nmae", "name");
  assert_suggested("Name", "name");
  assert_suggested("NAMe", "NAME");
  assert_suggested("imgae", "image");
  assert_suggested("volumes", "");
  assert_suggested("nm", "");
  assert_suggested("x", "");
  assert_suggested("", "");
}

static void test_suggestion_ties_and_reach(void **state) {
  (void)state;
  ev_str ties[] = {EV_STR("bat"), EV_STR("cat"), EV_STR("hat")};
  assert_true(ev_str_is(ev_suggest(EV_STR("rat"), ties, 3), "bat"));
  ev_str four[] = {EV_STR("abxx")}, eight[] = {EV_STR("abcdefxy")}, nine[] = {EV_STR("abcdefxyz")};
  assert_int_equal(ev_suggest(EV_STR("abcd"), four, 1).size, 0);
  assert_int_equal(ev_suggest(EV_STR("abcdefgh"), eight, 1).size, 8);
  assert_int_equal(ev_suggest(EV_STR("abcdefgh1"), nine, 1).size, 9);
  assert_int_equal(ev_suggest(EV_STR("abcde1gh1"), nine, 1).size, 0);
  ev_str one[] = {EV_STR("a")};
  assert_int_equal(ev_suggest(EV_STR("b"), one, 1).size, 0);
  assert_int_equal(ev_suggest(EV_STR("A"), one, 1).size, 1);
}

/* ---- no memory */

/* A diagnostic with all its parts, written; whether everything could be had. */
static bool diagnose_and_write(void) {
  ev_arena arena;
  ev_diagnostics list;
  ev_buf out = {0};
  ev_source source = source_of("a", "\t\xe4\xb8\xad x\ny");
  ev_arena_init(&arena, 0);
  ev_diagnostics_init(&list, &arena);
  ev_diagnostic *d = ev_diagnose(&list, EV_ERROR, "e", &source, (ev_span){0, 8}, "m %d", 1);
  ev_diagnostic_relate(&list, d, &source, (ev_span){1, 4}, "r");
  ev_diagnostic_help(&list, d, "h");
  assert_int_equal(list.errors, 1);
  assert_true(d != NULL || arena.failed);
  if (d) ev_diagnostic_write(&out, d, true);
  bool done = d && !arena.failed && !out.failed;
  ev_buf_free(&out);
  ev_arena_free(&arena);
  return done;
}

static void test_every_allocation_may_fail(void **state) {
  (void)state;
  size_t n = 1;
  for (bool done = false; !done; n++) {
    ev_fail_allocation_after(n);
    done = diagnose_and_write();
    ev_fail_allocation_after(0);
    assert_true(n < 1000);
  }
  assert_true(n > 3);
}

#define WITH_LIST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_position_counts_lines),
      cmocka_unit_test(test_position_knows_every_line_break),
      cmocka_unit_test(test_position_counts_code_points),
      cmocka_unit_test(test_position_skips_a_byte_order_mark),
      cmocka_unit_test(test_position_without_text),
      cmocka_unit_test(test_line_text),
      WITH_LIST(test_diagnose_keeps_order_and_counts),
      WITH_LIST(test_related_places_stay_in_order),
      WITH_LIST(test_no_diagnostic_is_tolerated),
      WITH_LIST(test_sort_by_source_then_place),
      WITH_LIST(test_sort_many),
      WITH_LIST(test_sort_nothing),
      WITH_LIST(test_write_as_the_header_shows),
      WITH_LIST(test_write_two_places_of_one_line),
      WITH_LIST(test_write_places_in_other_files),
      WITH_LIST(test_write_without_a_place),
      WITH_LIST(test_write_at_the_end_of_the_text),
      WITH_LIST(test_write_on_an_empty_line),
      WITH_LIST(test_write_a_span_of_several_lines),
      WITH_LIST(test_write_tabs_and_wide_characters),
      WITH_LIST(test_write_escapes_what_came_from_input),
      WITH_LIST(test_write_in_color),
      cmocka_unit_test(test_long_lines_are_cut_around_the_span),
      cmocka_unit_test(test_long_lines_are_cut_between_characters),
      cmocka_unit_test(test_marks_alone_stand_below_what_was_shown),
      cmocka_unit_test(test_snippet_clamps_columns),
      cmocka_unit_test(test_display_width),
      cmocka_unit_test(test_edit_distance),
      cmocka_unit_test(test_long_words_are_far),
      cmocka_unit_test(test_suggestions),
      cmocka_unit_test(test_suggestion_ties_and_reach),
      cmocka_unit_test(test_every_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
