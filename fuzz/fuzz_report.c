/* Rules and a manifest through a check to every format of a report, each read back.
 *
 * An input is the file's name in the first line, rules, a line `%%%`, and the manifest. Each record of json
 * and ndjson, read by jansson, says what the outcome holds: findings with their notes, errors, skipped
 * documents, counts. Every format is visible text without a command to a CI service, whatever names and
 * messages hold; colours add nothing but colours; a report that is cut is still well-formed. */
#include "harness.h"
#include "initialised.h"
#include "mutate.h"
#include "printed.h"
#include "records.h"
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

static void write_report(const ev_outcome *outcome, ev_report_options options, ev_buf *out) {
  options.write = append;
  options.context = out;
  ev_reporter *reporter = ev_reporter_new(&options);
  check(reporter != NULL);
  ev_report(reporter, outcome);
  check(ev_report_end(reporter, &outcome->tally) == 0 && !out->failed);
  ev_reporter_free(reporter);
}

static json_t *load(ev_str text) {
  ev_initialised_stack();
  json_t *json = json_loadb(text.at, text.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
  check(json != NULL);
  return json;
}

typedef void (*checker)(const json_t *record, const ev_outcome *outcome, size_t index);

/* ---- json */

static void check_array(const json_t *array, const ev_outcome *outcome, size_t count, checker check_record) {
  check(json_is_array(array) && json_array_size(array) == count);
  for (size_t i = 0; i < count; i++) check_record(json_array_get(array, i), outcome, i);
}

static void check_json(const ev_outcome *outcome) {
  ev_buf text = {0};
  write_report(outcome, (ev_report_options){.format = EV_FORMAT_JSON}, &text);
  json_t *report = load(ev_buf_view(&text));
  check_array(json_object_get(report, "findings"), outcome, outcome->finding_count, records_check_finding);
  check_array(json_object_get(report, "errors"), outcome, records_problems(outcome), records_check_problem);
  check_array(json_object_get(report, "skipped"), outcome, records_skips(outcome), records_check_skip);
  records_check_summary(json_object_get(report, "summary"), &outcome->tally);
  check(json_integer_value(json_object_get(report, "version")) == EV_REPORT_VERSION);
  check(printed_is_visible(ev_buf_view(&text)));
  json_decref(report);
  ev_buf_free(&text);
}

/* ---- ndjson */

typedef struct counts {
  size_t findings, problems, skips, summaries;
} counts;

static void check_line(ev_str line, const ev_outcome *outcome, counts *n) {
  json_t *record = load(line);
  const char *type = json_string_value(json_object_get(record, "type"));
  check(type && n->summaries == 0);
  if (strcmp(type, "finding") == 0)
    records_check_finding(record, outcome, n->findings++);
  else if (strcmp(type, "error") == 0)
    records_check_problem(record, outcome, n->problems++);
  else if (strcmp(type, "skipped") == 0)
    records_check_skip(record, outcome, n->skips++);
  else
    check(strcmp(type, "summary") == 0 && ++n->summaries == 1);
  if (n->summaries) records_check_summary(record, &outcome->tally);
  json_decref(record);
}

static void check_ndjson(const ev_outcome *outcome) {
  ev_buf text = {0};
  counts n = {0};
  write_report(outcome, (ev_report_options){.format = EV_FORMAT_NDJSON}, &text);
  check(printed_is_visible(ev_buf_view(&text)));
  for (ev_str rest = ev_buf_view(&text); rest.size;) {
    size_t end = ev_str_find(rest, EV_STR("\n"));
    check(end != SIZE_MAX);
    check_line(ev_str_slice(rest, 0, end), outcome, &n);
    rest = ev_str_slice(rest, end + 1, rest.size);
  }
  check(n.findings == outcome->finding_count && n.problems == records_problems(outcome));
  check(n.skips == records_skips(outcome) && n.summaries == 1);
  ev_buf_free(&text);
}

/* ---- text */

/* Without what lies between ESC and `m`. */
static void strip_colors(ev_buf *text) {
  size_t kept = 0;
  for (size_t i = 0; i < text->size; i++) {
    if (text->at[i] == '\x1b')
      while (i < text->size && text->at[i] != 'm') i++;
    else
      text->at[kept++] = text->at[i];
  }
  text->size = kept;
}

static void check_text(const ev_outcome *outcome) {
  ev_buf plain = {0}, colored = {0};
  write_report(outcome, (ev_report_options){.format = EV_FORMAT_TEXT}, &plain);
  write_report(outcome, (ev_report_options){.format = EV_FORMAT_TEXT, .color = true}, &colored);
  check(printed_is_visible(ev_buf_view(&plain)));
  strip_colors(&colored);
  check(ev_str_equal(ev_buf_view(&plain), ev_buf_view(&colored)));
  ev_buf_free(&plain);
  ev_buf_free(&colored);
}

/* ---- cut */

/* No record of the one input fits. */
static void check_cut(const ev_outcome *outcome, ev_report_format format) {
  ev_buf text = {0};
  write_report(outcome, (ev_report_options){.format = format, .limit = 1}, &text);
  check(printed_is_report(ev_format_name(format), ev_buf_view(&text)));
  check(ev_str_find(ev_buf_view(&text), EV_STR("\"rule\"")) == SIZE_MAX);
  ev_buf_free(&text);
}

/* ---- the mutator: rules or the manifest */

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
  parts p = split((ev_str){(const char *)data, size});
  if (!p.manifest.at) return LLVMFuzzerMutate(data, size, most);
  size_t rules = (size_t)(p.rules.at - (const char *)data),
         manifest = (size_t)(p.manifest.at - (const char *)data);
  if (seed % 2)
    return manifest + mutate_manifest(data + manifest, size - manifest, most - manifest, seed / 2);
  ev_buf kept = {0};
  ev_buf_add(&kept, data + rules + p.rules.size, size - rules - p.rules.size);
  size_t end = rules + mutate_rules(data + rules, p.rules.size, most - kept.size - rules, seed / 2);
  memcpy(data + end, kept.at, kept.size);
  end += kept.size;
  ev_buf_free(&kept);
  return end;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 32u * 1024u) return 0;
  parts p = split((ev_str){(const char *)data, size});
  ev_bundle *bundle = p.rules.at ? harness_bundle(p.rules) : NULL;
  harness_sound += bundle != NULL;
  if (!bundle) return 0;
  ev_vet_options options = ev_vet_options_default(bundle);
  options.steps = 200000;
  ev_vetter *vetter = ev_vetter_new(&options);
  check(vetter != NULL);
  const ev_outcome *outcome = ev_vet(vetter, p.name, p.manifest);
  check_json(outcome);
  check_ndjson(outcome);
  check_text(outcome);
  for (int format = 0; format < EV_FORMATS; format++) check_cut(outcome, (ev_report_format)format);
  ev_vetter_free(vetter);
  ev_bundle_free(bundle);
  return 0;
}
