/* The public API: the rooms below, behind opaque types. */
#include <ecivet/ecivet.h>

#include "compile.h"
#include "limit.h"
#include "scan.h"

struct ecivet_rules {
  ev_bundle *bundle;
};

struct ecivet_vetter {
  const ev_bundle *bundle;
  ecivet_options options;
  ev_arena arena; /* of the settings */
  ev_setting_value *settings;
  bool *muted;
  ev_vet_options vet;
  ev_vetter *vetter; /* made on first use; settings are fixed for it */
};

static ev_str in(ecivet_text text) { return (ev_str){text.at ? text.at : "", text.size}; }
static ecivet_text out(ev_str s) { return (ecivet_text){s.at, s.size}; }

/* ---- rules */

/* The callback that hears what is wrong. */
typedef struct listener {
  ecivet_message_callback callback;
  void *context;
} listener;

static void tell(const listener *l, const ecivet_message *message) {
  if (l->callback) l->callback(l->context, message);
}

static void tell_diagnostic(const listener *l, const ev_diagnostic *d) {
  ecivet_message message = {.severity = (ecivet_severity)d->severity,
                            .code = d->code,
                            .message = out(d->message),
                            .help = out(d->help)};
  if (d->source) {
    ev_position at = ev_source_position(d->source, d->span.start);
    message.file = out(d->source->name);
    message.line = at.line;
    message.column = at.column;
  }
  tell(l, &message);
}

static void tell_text(const listener *l, const char *code, const char *text) {
  ecivet_message message = {.severity = ECIVET_ERROR, .code = code, .message = {text, strlen(text)}};
  tell(l, &message);
}

static ecivet_status wrap(ecivet_rules **rules, ev_bundle *bundle) {
  *rules = ev_realloc(NULL, sizeof **rules);
  if (!*rules) {
    ev_bundle_free(bundle);
    return ECIVET_NO_MEMORY;
  }
  (*rules)->bundle = bundle;
  return ECIVET_OK;
}

/* The files of a compilation: those to compile in front, then modules, each module's files together. */
typedef struct library {
  ev_arena *arena;
  ev_input *inputs;
  size_t count, selected;
  ev_rule_limits limits;
} library;

static size_t import_module(const library *l, ev_str name, const ev_input **files) {
  size_t first = l->selected, count = 0;
  while (first < l->count && !ev_str_equal(l->inputs[first].module, name)) first++;
  while (first + count < l->count && ev_str_equal(l->inputs[first + count].module, name)) count++;
  *files = l->inputs + first;
  return count;
}

static size_t import_path(const library *l, ev_str from, ev_str name, const ev_input **files) {
  size_t folder = from.size, found = 0;
  while (folder > 0 && from.at[folder - 1] != '/') folder--;
  for (size_t i = 0; i < l->count && !found; i++) {
    ev_str path = l->inputs[i].name;
    if (path.size != folder + name.size || !ev_str_ends(path, name)) continue;
    if (!ev_str_starts(path, ev_str_slice(from, 0, folder))) continue;
    *files = &l->inputs[i];
    found = 1;
  }
  return found;
}

static size_t import(void *context, ev_str from, ev_str name, bool is_path, const ev_input **files,
                     ev_str *why) {
  const library *l = context;
  size_t count = is_path ? import_path(l, from, name, files) : import_module(l, name, files);
  if (!count) *why = EV_STR("it is not among the files that were passed");
  return count;
}

static void add_module(library *l, const ecivet_rule_file *files, size_t count, ev_str module) {
  for (size_t i = 0; i < count; i++)
    if (ev_str_equal(in(files[i].module), module))
      l->inputs[l->count++] = (ev_input){in(files[i].name), in(files[i].text), in(files[i].module)};
}

static bool has_module(const library *l, ev_str module) {
  for (size_t i = 0; i < l->count; i++)
    if (ev_str_equal(l->inputs[i].module, module)) return true;
  return false;
}

static bool fill_library(library *l, const ecivet_rule_file *files, size_t count) {
  l->inputs = EV_NEW_ARRAY(l->arena, ev_input, count);
  if (!l->inputs) return false;
  add_module(l, files, count, EV_STR(""));
  l->selected = l->count;
  for (size_t i = 0; i < count; i++)
    if (!has_module(l, in(files[i].module))) add_module(l, files, count, in(files[i].module));
  return true;
}

static ecivet_status compile(ecivet_rules **rules, library *l, const listener *hears) {
  ev_diagnostics diagnostics;
  ev_diagnostics_init(&diagnostics, l->arena);
  ev_rule_sources sources = {l->inputs, l->selected, import, l, l->limits};
  ev_bundle *bundle = ev_compile(l->arena, &sources, &diagnostics, NULL);
  for (const ev_diagnostic *d = diagnostics.first; d; d = d->next) tell_diagnostic(hears, d);
  if (bundle) return wrap(rules, bundle);
  return l->arena->failed ? ECIVET_NO_MEMORY : ECIVET_BAD_RULES;
}

ecivet_status ecivet_compile(ecivet_rules **rules, const ecivet_rule_file *files, size_t count,
                             ecivet_message_callback callback, void *context) {
  return ecivet_compile_within(rules, files, count, NULL, callback, context);
}

ecivet_status ecivet_compile_within(ecivet_rules **rules, const ecivet_rule_file *files, size_t count,
                                    const ecivet_rule_limits *limits, ecivet_message_callback callback,
                                    void *context) {
  ev_arena arena;
  ev_arena_init(&arena, 0);
  library l = {.arena = &arena};
  if (limits)
    l.limits = (ev_rule_limits){limits->max_rules, limits->max_imports, limits->max_patterns,
                                limits->max_states};
  listener hears = {callback, context};
  *rules = NULL;
  ecivet_status status = fill_library(&l, files, count) ? compile(rules, &l, &hears) : ECIVET_NO_MEMORY;
  ev_arena_free(&arena);
  return status;
}

ecivet_status ecivet_load(ecivet_rules **rules, ecivet_text bundle, ecivet_message_callback callback,
                          void *context) {
  ev_verify_error error;
  listener hears = {callback, context};
  *rules = NULL;
  ev_bundle *read = ev_bundle_read(in(bundle), &error);
  if (read) return wrap(rules, read);
  tell_text(&hears, "bad-bundle", error.message);
  return ECIVET_BAD_RULES;
}

void ecivet_rules_free(ecivet_rules *rules) {
  if (!rules) return;
  ev_bundle_free(rules->bundle);
  ev_free(rules);
}

size_t ecivet_rules_count(const ecivet_rules *rules) { return rules->bundle->rules_count; }

ecivet_rule ecivet_rules_get(const ecivet_rules *rules, size_t index) {
  const ev_brule *r = &rules->bundle->rules[index];
  return (ecivet_rule){out(r->id),
                       out(r->title),
                       out(r->doc),
                       out(r->help),
                       out(r->see),
                       out(r->file),
                       (ecivet_severity)r->severity};
}

/* ---- setting up */

ecivet_options ecivet_options_default(void) {
  ev_manifest_limits limits = ev_manifest_limits_default();
  return (ecivet_options){.max_document_bytes = limits.document_bytes,
                          .max_depth = limits.block_depth,
                          .max_alias_nodes = limits.alias_nodes,
                          .max_steps = EV_MAX_STEPS,
                          .max_findings = EV_MAX_FINDINGS,
                          .max_errors = EV_MAX_ERRORS};
}

static void take_options(ecivet_vetter *v, const ecivet_options *options) {
  v->options = options ? *options : ecivet_options_default();
  v->vet = ev_vet_options_default(v->bundle);
  v->vet.settings = v->settings;
  v->vet.muted = v->muted;
  v->vet.strict_input = v->options.strict_input;
  v->vet.strict_syntax = v->options.strict_syntax;
  v->vet.limits.document_bytes = v->options.max_document_bytes;
  v->vet.limits.block_depth = v->options.max_depth;
  if (v->options.max_depth < v->vet.limits.flow_depth) v->vet.limits.flow_depth = v->options.max_depth;
  v->vet.limits.alias_nodes = v->options.max_alias_nodes;
  v->vet.steps = v->options.max_steps;
  v->vet.findings = v->options.max_findings ? v->options.max_findings : 1;
  v->vet.errors = v->options.max_errors;
}

ecivet_vetter *ecivet_vetter_new(const ecivet_rules *rules, const ecivet_options *options) {
  ecivet_vetter *v = ev_realloc(NULL, sizeof *v);
  if (!v) return NULL;
  *v = (ecivet_vetter){.bundle = rules->bundle};
  ev_arena_init(&v->arena, 0);
  v->settings = EV_NEW_ARRAY(&v->arena, ev_setting_value, v->bundle->params_count);
  v->muted = EV_NEW_ARRAY(&v->arena, bool, v->bundle->rules_count);
  if (!v->settings || !v->muted) {
    ecivet_vetter_free(v);
    return NULL;
  }
  take_options(v, options);
  return v;
}

void ecivet_vetter_free(ecivet_vetter *v) {
  if (!v) return;
  ev_vetter_free(v->vetter);
  ev_arena_free(&v->arena);
  ev_free(v);
}

/* The machine is made anew, as its settings are fixed. */
static void renew(ecivet_vetter *v) {
  ev_vetter_free(v->vetter);
  v->vetter = NULL;
}

ecivet_status ecivet_set_param(ecivet_vetter *v, ecivet_text name, ecivet_text value) {
  ev_str message;
  uint32_t param = ev_bundle_param(v->bundle, in(name));
  if (param == EV_NONE) return ECIVET_BAD_NAME;
  renew(v);
  /* The setting keeps views of the text. */
  ev_str kept = ev_str_copy(&v->arena, in(value));
  if (!kept.at) return ECIVET_NO_MEMORY;
  if (!ev_setting_parse(&v->arena, v->bundle, param, kept, &v->settings[param], &message))
    return v->arena.failed ? ECIVET_NO_MEMORY : ECIVET_BAD_VALUE;
  v->settings[param].given = true;
  return ECIVET_OK;
}

ecivet_status ecivet_set_scope(ecivet_vetter *v, ecivet_text name) {
  uint32_t scope = EV_NONE;
  if (!ev_str_is(in(name), "all")) {
    scope = ev_bundle_scope(v->bundle, in(name));
    if (scope == EV_NONE) return ECIVET_BAD_NAME;
  }
  v->vet.scope = scope;
  return ECIVET_OK;
}

ecivet_status ecivet_mute(ecivet_vetter *v, ecivet_text rule, bool muted) {
  ecivet_status status = ECIVET_BAD_NAME;
  for (uint32_t i = 0; i < v->bundle->rules_count; i++) {
    if (!ev_str_equal(v->bundle->rules[i].id, in(rule))) continue;
    v->muted[i] = muted;
    status = ECIVET_OK;
  }
  return status;
}

/* ---- vetting */

static ecivet_place place(ev_place p) { return (ecivet_place){p.line, p.column, p.end_line, p.end_column}; }

static size_t count_notes(const ev_note *note) {
  size_t count = 0;
  for (; note; note = note->next) count++;
  return count;
}

static bool tell_finding(const ecivet_vetter *v, ev_arena *arena, const ev_finding *f) {
  size_t count = count_notes(f->notes), filled = 0;
  ecivet_note *notes = EV_NEW_ARRAY(arena, ecivet_note, count);
  if (!notes) return false;
  for (const ev_note *n = f->notes; n; n = n->next)
    notes[filled++] = (ecivet_note){out(n->message), place(n->place)};
  ecivet_finding finding = {.rule = out(f->rule->id),
                            .verdict = (ecivet_verdict)f->verdict,
                            .severity = (ecivet_severity)f->rule->severity,
                            .message = out(f->message),
                            .help = out(f->rule->help),
                            .place = place(f->place),
                            .document = f->document,
                            .path = out(f->path),
                            .api_version = out(f->resource.api_version),
                            .kind = out(f->resource.kind),
                            .namespace_ = out(f->resource.namespace_),
                            .name = out(f->resource.name),
                            .notes = notes,
                            .note_count = count};
  v->options.finding(v->options.context, &finding);
  ev_arena_reset(arena, SIZE_MAX);
  return true;
}

static void tell_no_memory(const ecivet_vetter *v) {
  ecivet_error error = {.code = "no-memory", .message = {"out of memory", 13}, .document = UINT32_MAX};
  if (v->options.error) v->options.error(v->options.context, &error);
}

static void tell_findings(const ecivet_vetter *v, const ev_outcome *outcome) {
  ev_arena arena;
  bool told = true;
  if (!v->options.finding) return;
  ev_arena_init(&arena, 0);
  for (size_t i = 0; i < outcome->finding_count; i++)
    told = tell_finding(v, &arena, outcome->findings[i]) && told;
  ev_arena_free(&arena);
  if (!told) tell_no_memory(v);
}

static void tell_problems(const ecivet_vetter *v, const ev_outcome *outcome) {
  for (const ev_problem *p = outcome->problems; p && v->options.error; p = p->next) {
    ecivet_error error = {.code = p->code,
                          .message = out(p->message),
                          .help = out(p->help),
                          .line = p->line,
                          .column = p->column,
                          .document = p->in_document ? p->document : UINT32_MAX};
    v->options.error(v->options.context, &error);
  }
  for (const ev_skip *s = outcome->skips; s && v->options.skipped; s = s->next) {
    ecivet_skipped skipped = {s->reason, s->document, s->line};
    v->options.skipped(v->options.context, &skipped);
  }
}

static ecivet_summary summary_of(const ev_tally *t) {
  return (ecivet_summary){.documents = t->documents,
                          .pods = t->pods,
                          .pods_passed_over = t->pods_passed_over,
                          .notes = t->findings[EV_NOTE],
                          .warnings = t->findings[EV_WARNING],
                          .errors = t->findings[EV_ERROR],
                          .unknown = ev_tally_unknown(t),
                          .problems = t->errors,
                          .skipped = t->skipped};
}

ecivet_status ecivet_vet(ecivet_vetter *v, ecivet_text manifest, ecivet_summary *summary) {
  if (!v->vetter) v->vetter = ev_vetter_new(&v->vet);
  if (!v->vetter) return ECIVET_NO_MEMORY;
  const ev_outcome *outcome = manifest.size <= EV_MAX_FILE_BYTES
                                  ? ev_vet(v->vetter, EV_STR(""), in(manifest))
                                  : ev_vet_unread(v->vetter, EV_STR(""), "too-large",
                                                  EV_STR("the input is larger than 1 GiB"));
  tell_findings(v, outcome);
  tell_problems(v, outcome);
  if (summary) *summary = summary_of(&outcome->tally);
  return ECIVET_OK;
}
