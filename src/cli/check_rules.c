/* ecivet check: which rules, with what settings and limits. */
#include "check_parts.h"
#include "progress.h"

/* Without any rules nothing would be judged, and all would seem well. */
static bool has_rules(ev_check *c) {
  if (!c->no_builtin || c->rules.count) return true;
  (void)ev_check_worsen(c,
                        ev_misuse(c->command, "--no-builtin leaves no rules; give some with --rules PATH"));
  return false;
}

bool ev_check_load_rules(ev_check *c) {
  if (!has_rules(c)) return false;
  ev_rules_request request = {.paths = c->rules.at,
                              .count = c->rules.count,
                              .builtin = !c->no_builtin,
                              .color = c->color,
                              .limits = c->rule_limits};
  int status = ev_rules_load(&c->loaded, c->command, &request);
  (void)ev_check_worsen(c, status);
  return status == EV_EXIT_OK;
}

static bool refuse_rule(ev_check *c, const char *option, ev_str id) {
  char hint[160];
  (void)ev_check_worsen(c, ev_misuse(c->command, "option `--%s` names rule `%.*s`, which does not exist%s",
                                     option, EV_STR_ARG(id),
                                     ev_did_you_mean_rule(hint, sizeof hint, c->loaded.bundle, id)));
  return false;
}

/* Marks all rules of an id; several things may be found under one. */
static bool mark(ev_check *c, const char *option, ev_str id, bool muted) {
  const ev_bundle *bundle = c->loaded.bundle;
  bool found = false;
  for (uint32_t i = 0; i < bundle->rules_count; i++) {
    if (!ev_str_equal(bundle->rules[i].id, id)) continue;
    c->muted[i] = muted;
    found = true;
  }
  return found || refuse_rule(c, option, id);
}

static bool mark_list(ev_check *c, const char *option, ev_str list, bool muted) {
  for (;;) {
    size_t comma = ev_str_find(list, EV_STR(","));
    ev_str id = ev_str_trim(ev_str_slice(list, 0, comma == SIZE_MAX ? list.size : comma), " \t");
    if (id.size && !mark(c, option, id, muted)) return false;
    if (comma == SIZE_MAX) return true;
    list = ev_str_slice(list, comma + 1, list.size);
  }
}

/* An empty list, of a variable that is not set for instance, would leave nothing of the report. */
static bool select_rules(ev_check *c, ev_str list) {
  if (ev_str_trim(list, ", \t").size) return mark_list(c, "select", list, false);
  (void)ev_check_worsen(c, ev_misuse(c->command, "option `--select` names no rule"));
  return false;
}

static bool filter_rules(ev_check *c) {
  uint32_t count = c->loaded.bundle->rules_count;
  c->muted = ev_realloc(NULL, (count + 1u) * sizeof *c->muted);
  if (!c->muted) {
    (void)ev_check_worsen(c, ev_no_memory(c->command));
    return false;
  }
  for (uint32_t i = 0; i < count; i++) c->muted[i] = c->selected.count > 0;
  for (size_t i = 0; i < c->selected.count; i++)
    if (!select_rules(c, ev_str_of(c->selected.at[i]))) return false;
  for (size_t i = 0; i < c->ignored.count; i++)
    if (!mark_list(c, "ignore", ev_str_of(c->ignored.at[i]), true)) return false;
  return true;
}

static bool find_scope(ev_check *c, uint32_t *scope) {
  const ev_bundle *bundle = c->loaded.bundle;
  *scope = EV_NONE;
  if (!c->scope || strcmp(c->scope, "all") == 0) return true;
  *scope = ev_bundle_scope(bundle, ev_str_of(c->scope));
  if (*scope != EV_NONE) return true;
  ev_buf names = {0};
  ev_buf_text(&names, "all");
  for (uint32_t i = 0; i < bundle->scopes_count; i++)
    ev_buf_format(&names, ", %.*s", EV_STR_ARG(bundle->scopes[i].name));
  (void)ev_check_worsen(c, ev_misuse(c->command, "there is no scope `%s`; there are: %.*s", c->scope,
                                     EV_STR_ARG(ev_buf_view(&names))));
  ev_buf_free(&names);
  return false;
}

static void print_trace(void *context, ev_str line) {
  ev_buf out = {0};
  (void)context;
  ev_buf_visible(&out, ev_str_trim(line, "\n"));
  ev_buf_char(&out, '\n');
  ev_write_error(ev_buf_view(&out));
  ev_buf_free(&out);
}

static bool find_trace(ev_check *c, ev_vet_options *vet) {
  if (!c->trace) return true;
  vet->trace_rule = ev_bundle_rule(c->loaded.bundle, ev_str_of(c->trace));
  vet->trace = print_trace;
  return vet->trace_rule != EV_NONE || refuse_rule(c, "trace", ev_str_of(c->trace));
}

static bool start_profile(ev_check *c, ev_vet_options *vet) {
  if (c->stats || c->profile_rules) vet->clock = ev_nanoseconds;
  if (!c->profile_rules) return true;
  size_t size = ev_profile_count(c->loaded.bundle) * sizeof *c->profile;
  c->profile = ev_realloc(NULL, size);
  if (c->profile)
    memset(c->profile, 0, size);
  else
    (void)ev_check_worsen(c, ev_no_memory(c->command));
  return c->profile != NULL;
}

/* Without shortcuts a document costs more: so many times what it may otherwise, lest it comes to its limit
 * where it does not with them. */
#define NO_SKIP_STEPS 20u

void ev_check_limits(const ev_check *c, ev_vet_options *vet) {
  if (c->max_findings) vet->findings = (uint32_t)c->max_findings;
  if (c->max_errors) vet->errors = (uint32_t)c->max_errors;
  if (c->max_steps)
    vet->steps = c->max_steps;
  else if (c->no_skip)
    vet->steps *= NO_SKIP_STEPS;
  if (c->max_document) vet->limits.document_bytes = (size_t)c->max_document;
  if (c->max_alias_nodes != UINT64_MAX) vet->limits.alias_nodes = (uint32_t)c->max_alias_nodes;
  if (!c->max_depth) return;
  vet->limits.block_depth = (uint32_t)c->max_depth;
  if (vet->limits.flow_depth > c->max_depth) vet->limits.flow_depth = (uint32_t)c->max_depth;
}

bool ev_check_prepare(ev_check *c, ev_vet_options *vet) {
  *vet = ev_vet_options_default(c->loaded.bundle);
  vet->strict_input = c->strict_input;
  vet->strict_syntax = c->strict_syntax;
  vet->no_skip = c->no_skip;
  ev_check_limits(c, vet);
  int status = ev_settings_parse(&c->settings, c->command, c->loaded.bundle, c->params.at, c->params.count);
  (void)ev_check_worsen(c, status);
  if (status != EV_EXIT_OK || !filter_rules(c) || !find_scope(c, &vet->scope) || !find_trace(c, vet) ||
      !start_profile(c, vet))
    return false;
  vet->settings = c->settings.values;
  vet->muted = c->muted;
  return true;
}
