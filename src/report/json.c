/* The formats `json` and `ndjson`. Records are built by jansson; the arrays around them are written here, so
 * that no more than one record is held. */
#include "json_text.h"
#include "reporter.h"

/* ---- records */

/* An object that is being made; a member that memory did not suffice for makes it NULL in the end. */
typedef struct object {
  json_t *json;
  bool failed;
} object;

static object new_object(const char *type) {
  object o = {json_object(), false};
  if (type && json_object_set_new(o.json, "type", json_string(type)) != 0) o.failed = true;
  return o;
}

static void set(object *o, const char *key, json_t *value) {
  if (json_object_set_new(o->json, key, value) != 0) o->failed = true;
}

static void set_text(object *o, const char *key, ev_str value) { set(o, key, ev_json_text(value)); }
static void set_number(object *o, const char *key, uint64_t n) { set(o, key, json_integer((json_int_t)n)); }
static void set_optional(object *o, const char *key, ev_str value) {
  if (value.size) set_text(o, key, value);
}

static json_t *finish(object *o) {
  if (!o->failed && o->json) return o->json;
  json_decref(o->json);
  return NULL;
}

static json_t *resource_json(const ev_resource *resource) {
  object o = new_object(NULL);
  set_text(&o, "apiVersion", resource->api_version);
  set_text(&o, "kind", resource->kind);
  if (resource->namespace_.at) set_text(&o, "namespace", resource->namespace_);
  if (resource->name.at) set_text(&o, "name", resource->name);
  return finish(&o);
}

static json_t *note_json(const ev_note *note) {
  object o = new_object(NULL);
  set_text(&o, "message", note->message);
  if (note->place.line) {
    set_number(&o, "line", note->place.line);
    set_number(&o, "column", note->place.column);
  }
  return finish(&o);
}

static json_t *notes_json(const ev_note *notes) {
  json_t *array = json_array();
  bool failed = !array;
  for (const ev_note *n = notes; n; n = n->next)
    failed = json_array_append_new(array, note_json(n)) != 0 || failed;
  if (!failed) return array;
  json_decref(array);
  return NULL;
}

static void set_place(object *o, ev_place place) {
  if (!place.line) return;
  set_number(o, "line", place.line);
  set_number(o, "column", place.column);
  set_number(o, "end_line", place.end_line);
  set_number(o, "end_column", place.end_column);
}

static json_t *finding_json(const char *type, ev_str file, const ev_finding *f) {
  object o = new_object(type);
  set_text(&o, "rule", f->rule->id);
  set_text(&o, "verdict", f->verdict == EV_FAIL ? EV_STR("fail") : EV_STR("unknown"));
  set_text(&o, "severity", ev_str_of(ev_severity_name(f->rule->severity)));
  set_text(&o, "message", f->message);
  set_optional(&o, "help", f->rule->help);
  set_text(&o, "file", file);
  set_place(&o, f->place);
  set_number(&o, "document", f->document);
  set_text(&o, "path", f->path);
  if (f->resource.kind.at) set(&o, "resource", resource_json(&f->resource));
  if (f->notes) set(&o, "notes", notes_json(f->notes));
  return finish(&o);
}

static json_t *problem_json(const char *type, ev_str file, const ev_problem *p) {
  object o = new_object(type);
  set_text(&o, "file", file);
  if (p->line) set_number(&o, "line", p->line);
  if (p->line && p->column) set_number(&o, "column", p->column);
  if (p->in_document) set_number(&o, "document", p->document);
  set_text(&o, "code", ev_str_of(p->code));
  set_text(&o, "message", p->message);
  set_optional(&o, "help", p->help);
  return finish(&o);
}

static json_t *skip_json(const char *type, ev_str file, const ev_skip *s) {
  object o = new_object(type);
  set_text(&o, "file", file);
  set_number(&o, "document", s->document);
  if (s->line) set_number(&o, "line", s->line);
  set_text(&o, "reason", ev_str_of(s->reason));
  return finish(&o);
}

static json_t *severities_json(const uint64_t counts[EV_SEVERITIES]) {
  object o = new_object(NULL);
  for (int s = EV_ERROR; s >= EV_NOTE; s--) set_number(&o, ev_severity_name((ev_severity)s), counts[s]);
  return finish(&o);
}

static json_t *summary_json(const char *type, const ev_reporter *r, const ev_tally *t) {
  object o = new_object(type);
  set_number(&o, "files", t->files);
  set_number(&o, "documents", t->documents);
  set_number(&o, "pods", t->pods);
  set_number(&o, "pods_passed_over", t->pods_passed_over);
  set(&o, "findings", severities_json(t->findings));
  set_number(&o, "unknown", ev_tally_unknown(t));
  set_number(&o, "errors", t->errors);
  set_number(&o, "skipped", t->skipped);
  if (ev_tally_interrupted(t)) set(&o, "interrupted", json_true());
  if (t->not_begun) set_number(&o, "not_begun", t->not_begun);
  if (r->left_out) set_number(&o, "left_out", r->left_out);
  return finish(&o);
}

/* ---- ndjson */

static void add_line(ev_buf *out, json_t *record) {
  ev_json_add(out, record, 0);
  ev_buf_char(out, '\n');
}

static void ndjson_start(ev_reporter *r) { (void)r; }

static void ndjson_render(ev_report_piece *piece, const ev_report_options *options,
                          const ev_outcome *outcome) {
  (void)options;
  ev_buf *out = &piece->findings;
  for (size_t i = 0; i < outcome->finding_count; i++)
    add_line(out, finding_json("finding", outcome->file, outcome->findings[i]));
  for (const ev_skip *s = outcome->skips; s; s = s->next)
    add_line(out, skip_json("skipped", outcome->file, s));
  for (const ev_problem *p = outcome->problems; p; p = p->next)
    add_line(out, problem_json("error", outcome->file, p));
}

static void ndjson_end(ev_reporter *r, const ev_tally *total) {
  add_line(&r->out, summary_json("summary", r, total));
}

const ev_report_writer ev_ndjson_writer = {"ndjson", "", "", false, ndjson_start, ndjson_render, ndjson_end};

/* ---- json */

/* Behind those of the same outcome, the first of which stands at `start`. */
static void add_element(ev_buf *out, size_t start, json_t *record) {
  if (out->size > start) ev_buf_text(out, ",\n");
  ev_json_add(out, record, 0);
}

static void json_start(ev_reporter *r) {
  ev_buf_format(&r->out, "{\"version\": %d,\n\"findings\": [", EV_REPORT_VERSION);
}

static void json_render(ev_report_piece *piece, const ev_report_options *options, const ev_outcome *outcome) {
  (void)options;
  ev_buf *findings = &piece->findings, *skipped = &piece->lists[EV_REPORT_SKIPPED],
         *errors = &piece->lists[EV_REPORT_ERRORS];
  size_t first_finding = findings->size, first_skipped = skipped->size, first_error = errors->size;
  for (size_t i = 0; i < outcome->finding_count; i++)
    add_element(findings, first_finding, finding_json(NULL, outcome->file, outcome->findings[i]));
  for (const ev_skip *s = outcome->skips; s; s = s->next)
    add_element(skipped, first_skipped, skip_json(NULL, outcome->file, s));
  for (const ev_problem *p = outcome->problems; p; p = p->next)
    add_element(errors, first_error, problem_json(NULL, outcome->file, p));
}

static void add_array(ev_reporter *r, const char *name, ev_report_list list) {
  ev_buf_format(&r->out, "],\n\"%s\": [", name);
  if (!ev_spool_is_empty(&r->lists[list])) ev_buf_char(&r->out, '\n');
  ev_reporter_write_list(r, list);
}

static void json_end(ev_reporter *r, const ev_tally *total) {
  add_array(r, "errors", EV_REPORT_ERRORS);
  add_array(r, "skipped", EV_REPORT_SKIPPED);
  ev_buf_text(&r->out, "],\n\"summary\": ");
  ev_json_add(&r->out, summary_json(NULL, r, total), 0);
  ev_buf_text(&r->out, "}\n");
}

const ev_report_writer ev_json_writer = {"json", "\n", ",\n", true, json_start, json_render, json_end};
