/* The filter that rules documents out before they are parsed, against the parser; and parts against the
 * whole.
 *
 * With the filter and without it, an input has the same findings, objects, pods and skipped templates; it may
 * have fewer errors, those of documents that were ruled out. Read in parts it has the same findings. */
#include "embedded.h"
#include "harness.h"
#include "limit.h"
#include "mutate.h"
#include "report.h"
#include "scan.h"

static ev_bundle *bundle;
static ev_vet_options quick_options, whole_options;
static ev_vetter *quick_vetter, *whole_vetter;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  ev_verify_error error;
  bundle = ev_bundle_read((ev_str){ev_embedded_bundle, ev_embedded_bundle_size}, &error);
  check(bundle != NULL);
  quick_options = ev_vet_options_default(bundle);
  quick_options.steps = UINT64_MAX / 2; /* what a budget cuts short depends on what was done before */
  whole_options = quick_options;
  whole_options.no_skip = true;
  quick_vetter = ev_vetter_new(&quick_options);
  whole_vetter = ev_vetter_new(&whole_options);
  check(quick_vetter && whole_vetter);
  return 0;
}

static void append(void *context, ev_str bytes) { ev_buf_str(context, bytes); }

/* The findings and skipped documents as a report shows them. */
static void write_report(const ev_outcome *outcome, ev_buf *out) {
  ev_outcome shown = *outcome;
  shown.problems = NULL;
  ev_report_options options = {.format = EV_FORMAT_NDJSON, .write = append, .context = out};
  ev_reporter *reporter = ev_reporter_new(&options);
  check(reporter != NULL);
  ev_report(reporter, &shown);
  ev_tally none = {0};
  check(ev_report_end(reporter, &none) == 0);
  ev_reporter_free(reporter);
}

static ev_tally vet(ev_vetter *vetter, ev_str text, ev_buf *report) {
  const ev_outcome *outcome = ev_vet(vetter, EV_STR("fuzz.yaml"), text);
  write_report(outcome, report);
  return outcome->tally;
}

/* In the smallest parts that there can be. */
static void vet_in_parts(ev_vetter *vetter, ev_str text, ev_buf *report) {
  ev_vet_begin(vetter, EV_STR("fuzz.yaml"));
  for (size_t from = 0, size = 1; from < text.size; from += size, size = 1) {
    size_t cut = 0;
    while (cut == 0 && from + size < text.size)
      cut = ev_stream_cut(ev_str_slice(text, from, from + size++), 0);
    size = cut ? cut : text.size - from;
    if (!ev_vet_part(vetter, ev_str_slice(text, from, from + size))) break;
  }
  write_report(ev_vet_end(vetter), report);
}

/* What is small is never ruled out; empty lines behind it change nothing but that. */
static ev_str make_large(ev_buf *text, const uint8_t *data, size_t size) {
  ev_buf_add(text, data, size);
  ev_buf_fill(text, '\n', EV_LEAST_RULED_OUT);
  check(!text->failed);
  return ev_buf_view(text);
}

MUTATES_BY(mutate_manifest, cross_manifests)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 64u * 1024u) return 0;
  ev_buf input = {0}, quick = {0}, whole = {0}, parts = {0};
  ev_str text = make_large(&input, data, size);
  ev_tally a = vet(quick_vetter, text, &quick), b = vet(whole_vetter, text, &whole);
  check(ev_str_equal(ev_buf_view(&quick), ev_buf_view(&whole)));
  check(a.documents == b.documents && a.objects == b.objects && a.skipped == b.skipped);
  check(a.pods == b.pods && a.pods_passed_over == b.pods_passed_over);
  check(a.errors <= b.errors && b.ruled_out == 0);
  if (ev_stream_has_parts(text) && size < 4096) {
    vet_in_parts(quick_vetter, text, &parts);
    check(ev_str_equal(ev_buf_view(&quick), ev_buf_view(&parts)));
  }
  ev_buf_free(&input);
  ev_buf_free(&parts);
  ev_buf_free(&quick);
  ev_buf_free(&whole);
  return 0;
}
