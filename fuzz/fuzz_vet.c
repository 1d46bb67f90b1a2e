/* Manifest bytes through the reader, the rules of the pack, and each output format.
 *
 * Beside "no crash": places lie inside the input, findings come in their order, and every format of a report
 * is made. */
#include "embedded.h"
#include "harness.h"
#include "mutate.h"
#include "report.h"
#include "scan.h"

static ev_bundle *bundle;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  ev_verify_error error;
  bundle = ev_bundle_read((ev_str){ev_embedded_bundle, ev_embedded_bundle_size}, &error);
  check(bundle != NULL);
  return 0;
}

static uint32_t count_lines(ev_str text) {
  return ev_source_position(&(ev_source){{NULL, 0}, text}, (uint32_t)text.size).line;
}

static void check_findings(const ev_outcome *outcome, ev_str text) {
  uint32_t lines = count_lines(text);
  for (size_t i = 0; i < outcome->finding_count; i++) {
    const ev_finding *f = outcome->findings[i];
    check(f->place.line >= 1 && f->place.line <= lines);
    check(f->place.end_line >= f->place.line && f->place.end_line <= lines);
    check(f->place.column >= 1 && f->message.at);
    const ev_finding *before = i ? outcome->findings[i - 1] : NULL;
    check(!before || before->place.line <= f->place.line);
  }
}

static void discard(void *context, ev_str bytes) { *(size_t *)context += bytes.size; }

static void report(const ev_outcome *outcome, ev_report_format format) {
  size_t written = 0;
  ev_report_options options = {.format = format, .color = true, .write = discard, .context = &written};
  ev_reporter *reporter = ev_reporter_new(&options);
  if (!reporter) return;
  ev_report(reporter, outcome);
  check(ev_report_end(reporter, &outcome->tally) == 0);
  ev_reporter_free(reporter);
  check(written > 0);
}

MUTATES_BY(mutate_manifest, cross_manifests)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 256u * 1024u) return 0;
  ev_vet_options options = ev_vet_options_default(bundle);
  options.steps = 2000000;
  ev_vetter *vetter = ev_vetter_new(&options);
  if (!vetter) return 0;
  ev_str text = {(const char *)data, size};
  const ev_outcome *outcome = ev_vet(vetter, EV_STR("fuzz.yaml"), text);
  check_findings(outcome, text);
  report(outcome, EV_FORMAT_TEXT);
  report(outcome, EV_FORMAT_JSON);
  report(outcome, EV_FORMAT_NDJSON);
  ev_vetter_free(vetter);
  return 0;
}
