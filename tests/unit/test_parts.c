/* Inputs that are vetted a part at a time: what is found does not depend on where parts end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "embedded.h"
#include "limit.h"
#include "report.h"
#include "scan.h"

static ev_bundle *bundle;
static ev_vetter *vetter;
static ev_vet_options options;

static int set_up(void **unused) {
  (void)unused;
  ev_verify_error error;
  bundle = ev_bundle_read((ev_str){ev_embedded_bundle, ev_embedded_bundle_size}, &error);
  if (!bundle) return -1;
  options = ev_vet_options_default(bundle);
  vetter = ev_vetter_new(&options);
  return vetter ? 0 : -1;
}

static int tear_down(void **unused) {
  (void)unused;
  ev_vetter_free(vetter);
  ev_bundle_free(bundle);
  return 0;
}

/* ---- an input's report in each format */

static void append(void *context, ev_str bytes) { ev_buf_str(context, bytes); }

static ev_report_options report_in(int format, ev_buf *out) {
  return (ev_report_options){.format = (ev_report_format)format, .write = append, .context = out};
}

static void render(ev_report_piece pieces[EV_FORMATS], const ev_outcome *outcome) {
  for (int i = 0; i < EV_FORMATS; i++) {
    ev_report_options options_of = report_in(i, NULL);
    ev_report_render(&options_of, outcome, &pieces[i]);
  }
}

static void write_reports(ev_report_piece pieces[EV_FORMATS], const ev_tally *tally, ev_buf *out) {
  for (int i = 0; i < EV_FORMATS; i++) {
    ev_report_options options_of = report_in(i, out);
    ev_reporter *reporter = ev_reporter_new(&options_of);
    assert_non_null(reporter);
    ev_report_add(reporter, &pieces[i]);
    assert_int_equal(ev_report_end(reporter, tally), 0);
    ev_reporter_free(reporter);
    ev_report_piece_free(&pieces[i]);
  }
  ev_buf_char(out, '\0');
}

static void report_whole(ev_str text, ev_buf *out) {
  ev_report_piece pieces[EV_FORMATS] = {{.failed = false}};
  const ev_outcome *outcome = ev_vet(vetter, EV_STR("f.yaml"), text);
  render(pieces, outcome);
  write_reports(pieces, &outcome->tally, out);
}

/* Shows the vetter what a buffer of so many bytes would hold, more where a document needs more. `take`: what
 * was found is taken behind each part. */
static void report_in_parts(ev_str text, size_t room, bool take, ev_buf *out) {
  ev_report_piece pieces[EV_FORMATS] = {{.failed = false}};
  size_t from = 0, end = 0;
  ev_vet_begin(vetter, EV_STR("f.yaml"));
  for (bool more = true; more && end < text.size; from = end) {
    size_t cut = 0;
    for (size_t size = room; cut == 0; size += room) {
      size_t seen = from + size < text.size ? from + size : text.size;
      cut = seen == text.size ? seen - from : ev_stream_cut(ev_str_slice(text, from, seen), 0);
    }
    end = from + cut;
    more = ev_vet_part(vetter, ev_str_slice(text, from, end));
    if (take) render(pieces, ev_vet_take(vetter));
  }
  const ev_outcome *outcome = ev_vet_end(vetter);
  render(pieces, outcome);
  write_reports(pieces, &outcome->tally, out);
}

static void expect_same(ev_str text) {
  ev_buf whole = {0};
  assert_true(ev_stream_has_parts(text));
  report_whole(text, &whole);
  for (size_t room = 4; room < text.size + 8; room += 7)
    for (int take = 0; take < 2; take++) {
      ev_buf parts = {0};
      report_in_parts(text, room, take, &parts);
      assert_string_equal(parts.at, whole.at);
      ev_buf_free(&parts);
    }
  ev_buf_free(&whole);
}

#define POD                                                                                                  \
  "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    securityContext: "

static void test_streams(void **unused) {
  (void)unused;
  expect_same(EV_STR("\xef\xbb\xbf" POD "{privileged: true}\n---\n" POD
                     "\n      privileged: true\n      privileged: true\n--- # comment\n\n---\n"));
  expect_same(EV_STR("---\n---\n" POD "{privileged: true}\n...\nrest\n--- no\n" POD
                     "{}\n---x\na: b\n---\n" POD "{privileged: 1}"));
  expect_same(EV_STR(POD "{privileged: true}\r\n---\r\na: [\n---\n{{ template }}\n---\n" POD
                         "{runAsUser: \"0\"}\r---\r\n"));
  expect_same(EV_STR("\n\n---"));
  /* Findings of several rules and of the same again, on lines that errors are on, too. */
  expect_same(EV_STR(POD "{privileged: true, procMount: Unmasked}\n---\na: [1\n---\n" POD
                         "{privileged: true, runAsUser: 0, runAsNonRoot: true}\n---\n{{ a }}\n---\n" POD
                         "{procMount: Unmasked}\n--- " POD "{privileged: 1, a: [}\n---\nkind: Pod\n"));
  expect_same(EV_STR("a: |\n  ---\n x: 1\n----\n" POD "{procMount: \xc3\xa9}\n"));
}

static void test_cut(void **unused) {
  (void)unused;
  assert_int_equal(ev_stream_cut(EV_STR("---\na\n---\nb\n---"), 0), 12);
  assert_int_equal(ev_stream_cut(EV_STR("---\na\n---\nb\n--"), 0), 6);
  assert_int_equal(ev_stream_cut(EV_STR("---\na\n---\nb\n--"), 5), 6);
  assert_int_equal(ev_stream_cut(EV_STR("---\na\n---\nb\n--"), 6), 0);
  assert_int_equal(ev_stream_cut(EV_STR("---\n"), 0), 0);
  assert_int_equal(ev_stream_cut(EV_STR(""), 0), 0);
}

static void test_json_has_no_parts(void **unused) {
  (void)unused;
  assert_false(ev_stream_has_parts(EV_STR(" \n{}")));
  assert_true(ev_stream_has_parts(EV_STR("a: {}")));
}

static void test_refused_encoding_stays_refused(void **unused) {
  (void)unused;
  ev_vet_begin(vetter, EV_STR("f.yaml"));
  (void)ev_vet_part(vetter, EV_STR("\xff\xfe"
                                   "a\n"));
  (void)ev_vet_part(vetter, EV_STR("---\n" POD "{privileged: true}\n"));
  const ev_outcome *outcome = ev_vet_end(vetter);
  assert_int_equal(outcome->finding_count, 0);
  assert_int_equal(outcome->tally.errors, 1);
}

static void test_the_limit_of_findings_ends_all_parts(void **unused) {
  (void)unused;
  options.findings = 1;
  ev_vet_begin(vetter, EV_STR("f.yaml"));
  assert_true(ev_vet_part(vetter, EV_STR(POD "{privileged: true}\n")));
  assert_false(ev_vet_part(vetter, EV_STR("---\n" POD "{privileged: true}\n")));
  assert_int_equal(ev_vet_end(vetter)->finding_count, 1);
  options.findings = EV_MAX_FINDINGS;
}

static void test_lines_that_are_shown(void **unused) {
  (void)unused;
  ev_buf text = {0};
  ev_buf_text(&text, POD "{privileged: true} # ");
  ev_buf_fill(&text, 'x', EV_LONGEST_LINE);
  const ev_outcome *outcome = ev_vet(vetter, EV_STR("f.yaml"), ev_buf_view(&text));
  assert_int_equal(outcome->finding_count, 1);
  assert_int_equal(outcome->lines.count, 1);
  assert_int_equal(ev_outcome_line(outcome, 7).size, EV_LONGEST_LINE);
  assert_null(ev_outcome_line(outcome, 6).at);
  assert_null(ev_outcome_line(outcome, 8).at);
  ev_buf_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_streams),
                                     cmocka_unit_test(test_cut),
                                     cmocka_unit_test(test_json_has_no_parts),
                                     cmocka_unit_test(test_refused_encoding_stays_refused),
                                     cmocka_unit_test(test_the_limit_of_findings_ends_all_parts),
                                     cmocka_unit_test(test_lines_that_are_shown)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
