/* Rules and a manifest through a check to every format of a report, each read back by another parser.
 *
 * An input is the file's name in the first line, rules, a line `%%%`, and the manifest. What stands in json
 * and ndjson is what the outcome holds; text has no control character but line breaks, whatever names and
 * messages hold. */
#include <jansson.h>

#include "harness.h"
#include "report.h"

typedef struct parts {
  ev_str name, rules, manifest;
} parts;

static parts split(ev_str input) {
  parts p = {.manifest = {NULL, 0}};
  size_t end = ev_str_find(input, EV_STR("\n"));
  if (end == SIZE_MAX) return p;
  p.name = ev_str_slice(input, 0, end);
  input = ev_str_slice(input, end + 1, input.size);
  end = ev_str_find(input, EV_STR("%%%\n"));
  if (end == SIZE_MAX) return p;
  p.rules = ev_str_slice(input, 0, end);
  p.manifest = ev_str_slice(input, end + 4, input.size);
  return p;
}

static void append(void *context, ev_str bytes) { ev_buf_str(context, bytes); }

static void write_report(const ev_outcome *outcome, ev_report_format format, ev_buf *out) {
  ev_report_options options = {.format = format, .write = append, .context = out};
  ev_reporter *reporter = ev_reporter_new(&options);
  check(reporter != NULL);
  ev_report(reporter, outcome);
  check(ev_report_end(reporter, &outcome->tally) && !out->failed);
  ev_reporter_free(reporter);
}

/* ---- json */

static bool same_text(const json_t *json, ev_str text) {
  ev_str got = {json_string_value(json), json_string_length(json)};
  return json_is_string(json) && (ev_utf8_invalid_at(text) != SIZE_MAX || ev_str_equal(got, text));
}

static void check_record(const json_t *record, const ev_outcome *outcome, const ev_finding *finding) {
  check(same_text(json_object_get(record, "file"), outcome->file));
  check(same_text(json_object_get(record, "message"), finding->message));
  check(same_text(json_object_get(record, "path"), finding->path));
  check(json_integer_value(json_object_get(record, "line")) == finding->place.line);
  check(json_integer_value(json_object_get(record, "column")) == finding->place.column);
}

static void check_json(const ev_outcome *outcome) {
  ev_buf text = {0};
  write_report(outcome, EV_FORMAT_JSON, &text);
  json_t *report = json_loadb(text.at, text.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
  const json_t *findings = json_object_get(report, "findings");
  check(report && json_array_size(findings) == outcome->finding_count);
  for (size_t i = 0; i < outcome->finding_count; i++)
    check_record(json_array_get(findings, i), outcome, outcome->findings[i]);
  json_decref(report);
  ev_buf_free(&text);
}

static void check_ndjson(const ev_outcome *outcome) {
  ev_buf text = {0};
  size_t found = 0;
  write_report(outcome, EV_FORMAT_NDJSON, &text);
  ev_str rest = ev_buf_view(&text);
  while (rest.size) {
    size_t end = ev_str_find(rest, EV_STR("\n"));
    check(end != SIZE_MAX);
    json_t *record = json_loadb(rest.at, end, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    const char *type = json_string_value(json_object_get(record, "type"));
    check(record && type);
    if (strcmp(type, "finding") == 0) {
      check(found < outcome->finding_count);
      check_record(record, outcome, outcome->findings[found++]);
    }
    json_decref(record);
    rest = ev_str_slice(rest, end + 1, rest.size);
  }
  check(found == outcome->finding_count);
  ev_buf_free(&text);
}

/* ---- text */

static void check_text(const ev_outcome *outcome) {
  ev_buf text = {0};
  write_report(outcome, EV_FORMAT_TEXT, &text);
  check(ev_utf8_invalid_at(ev_buf_view(&text)) == SIZE_MAX);
  for (size_t i = 0; i < text.size;) {
    uint32_t c = ev_utf8_next(ev_buf_view(&text), &i);
    check(c == '\n' || (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c != 0x2028 && c != 0x2029 && c != 0x202e));
  }
  ev_buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 32u * 1024u) return 0;
  parts p = split((ev_str){(const char *)data, size});
  ev_bundle *bundle = p.rules.at ? harness_bundle(p.rules) : NULL;
  if (!bundle) return 0;
  ev_vet_options options = ev_vet_options_default(bundle);
  options.steps = 200000;
  ev_vetter *vetter = ev_vetter_new(&options);
  check(vetter != NULL);
  const ev_outcome *outcome = ev_vet(vetter, p.name, p.manifest);
  check_json(outcome);
  check_ndjson(outcome);
  check_text(outcome);
  ev_vetter_free(vetter);
  ev_bundle_free(bundle);
  return 0;
}
