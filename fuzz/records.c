#include "records.h"

#include "harness.h"

static bool is_text(const json_t *json, ev_str text) {
  ev_str got = {json_string_value(json), json_string_length(json)};
  return json_is_string(json) && (ev_utf8_invalid_at(text) != SIZE_MAX || ev_str_equal(got, text));
}

static void check_text(const json_t *record, const char *key, ev_str text) {
  check(is_text(json_object_get(record, key), text));
}

/* Left out where there is none. */
static void check_optional(const json_t *record, const char *key, ev_str text, bool given) {
  const json_t *value = json_object_get(record, key);
  check(given ? is_text(value, text) : value == NULL);
}

static void check_number(const json_t *record, const char *key, uint64_t number) {
  check((uint64_t)json_integer_value(json_object_get(record, key)) == number);
}

/* ---- findings */

static void check_place(const json_t *record, ev_place place) {
  check_number(record, "line", place.line);
  check_number(record, "column", place.line ? place.column : 0);
  check_number(record, "end_line", place.line ? place.end_line : 0);
  check_number(record, "end_column", place.line ? place.end_column : 0);
}

static void check_resource(const json_t *record, const ev_resource *r) {
  const json_t *resource = json_object_get(record, "resource");
  check((resource != NULL) == (r->kind.at != NULL));
  if (!resource) return;
  check_text(resource, "apiVersion", r->api_version);
  check_text(resource, "kind", r->kind);
  check_optional(resource, "namespace", r->namespace_, r->namespace_.at != NULL);
  check_optional(resource, "name", r->name, r->name.at != NULL);
}

static void check_notes(const json_t *record, const ev_note *note) {
  const json_t *notes = json_object_get(record, "notes");
  size_t count = 0;
  for (; note; note = note->next, count++) {
    const json_t *shown = json_array_get(notes, count);
    check_text(shown, "message", note->message);
    check_number(shown, "line", note->place.line);
    check_number(shown, "column", note->place.line ? note->place.column : 0);
  }
  check(json_array_size(notes) == count);
}

void records_check_finding(const json_t *record, const ev_outcome *outcome, size_t index) {
  check(index < outcome->finding_count);
  const ev_finding *f = outcome->findings[index];
  check_text(record, "rule", f->rule->id);
  check_text(record, "verdict", f->verdict == EV_FAIL ? EV_STR("fail") : EV_STR("unknown"));
  check_text(record, "severity", ev_str_of(ev_severity_name(f->rule->severity)));
  check_text(record, "message", f->message);
  check_optional(record, "help", f->rule->help, f->rule->help.size > 0);
  check_text(record, "file", outcome->file);
  check_text(record, "path", f->path);
  check_number(record, "document", f->document);
  check_place(record, f->place);
  check_resource(record, &f->resource);
  check_notes(record, f->notes);
}

/* ---- what was not vetted */

void records_check_problem(const json_t *record, const ev_outcome *outcome, size_t index) {
  const ev_problem *p = outcome->problems;
  while (p && index-- > 0) p = p->next;
  check(p != NULL);
  check_text(record, "file", outcome->file);
  check_text(record, "code", ev_str_of(p->code));
  check_text(record, "message", p->message);
  check_optional(record, "help", p->help, p->help.size > 0);
  check_number(record, "line", p->line);
  check_number(record, "column", p->line ? p->column : 0);
  check((json_object_get(record, "document") != NULL) == p->in_document);
  if (p->in_document) check_number(record, "document", p->document);
}

void records_check_skip(const json_t *record, const ev_outcome *outcome, size_t index) {
  const ev_skip *s = outcome->skips;
  while (s && index-- > 0) s = s->next;
  check(s != NULL);
  check_text(record, "file", outcome->file);
  check_text(record, "reason", ev_str_of(s->reason));
  check_number(record, "document", s->document);
  check_number(record, "line", s->line);
}

size_t records_problems(const ev_outcome *outcome) {
  size_t count = 0;
  for (const ev_problem *p = outcome->problems; p; p = p->next) count++;
  return count;
}

size_t records_skips(const ev_outcome *outcome) {
  size_t count = 0;
  for (const ev_skip *s = outcome->skips; s; s = s->next) count++;
  return count;
}

/* ---- counts */

void records_check_summary(const json_t *record, const ev_tally *t) {
  const json_t *findings = json_object_get(record, "findings");
  check_number(record, "files", t->files);
  check_number(record, "documents", t->documents);
  check_number(record, "pods", t->pods);
  check_number(record, "pods_passed_over", t->pods_passed_over);
  check_number(record, "unknown", ev_tally_unknown(t));
  check_number(record, "errors", t->errors);
  check_number(record, "skipped", t->skipped);
  for (int s = 0; s < EV_SEVERITIES; s++)
    check_number(findings, ev_severity_name((ev_severity)s), t->findings[s]);
}
