#include "settings.h"

static bool start(ev_settings *settings, const ev_bundle *bundle) {
  ev_arena_init(&settings->arena, 0);
  settings->values = EV_NEW_ARRAY(&settings->arena, ev_setting_value, bundle->params_count);
  return settings->values != NULL;
}

void ev_settings_free(ev_settings *settings) {
  ev_arena_free(&settings->arena);
  settings->values = NULL;
}

/* ---- from the command line */

static int refuse_name(const ev_command *command, const ev_bundle *bundle, ev_str name) {
  ev_buf candidates = {0};
  char hint[160] = "";
  ev_str *names = ev_realloc(NULL, (bundle->params_count + 1u) * sizeof *names);
  for (uint32_t i = 0; names && i < bundle->params_count; i++) names[i] = bundle->params[i].name;
  if (names) (void)ev_did_you_mean(hint, sizeof hint, name, names, bundle->params_count);
  for (uint32_t i = 0; i < bundle->params_count; i++)
    ev_buf_format(&candidates, "%s%.*s", i ? ", " : "; there are: ", EV_STR_ARG(bundle->params[i].name));
  int status = ev_misuse(command, "the rules have no parameter `%.*s`%.*s", EV_STR_ARG(name),
                         EV_STR_ARG(hint[0] ? ev_str_of(hint) : ev_buf_view(&candidates)));
  ev_buf_free(&candidates);
  ev_free(names);
  return status;
}

static int parse_one(ev_settings *settings, const ev_command *command, const ev_bundle *bundle,
                     const char *text) {
  ev_str all = ev_str_of(text), message = {NULL, 0};
  size_t equals = ev_str_find(all, EV_STR("="));
  if (equals == SIZE_MAX) return ev_misuse(command, "option `--param` takes NAME=VALUE, not `%s`", text);
  ev_str name = ev_str_slice(all, 0, equals), value = ev_str_slice(all, equals + 1, all.size);
  uint32_t param = ev_bundle_param(bundle, name);
  if (param == EV_NONE) return refuse_name(command, bundle, name);
  ev_setting_value *out = &settings->values[param];
  if (ev_setting_parse(&settings->arena, bundle, param, value, out, &message)) {
    out->given = true;
    return EV_EXIT_OK;
  }
  if (settings->arena.failed) return ev_no_memory(command);
  return ev_misuse(command, "parameter `%.*s` cannot be `%.*s`: %.*s", EV_STR_ARG(name), EV_STR_ARG(value),
                   EV_STR_ARG(message));
}

int ev_settings_parse(ev_settings *settings, const ev_command *command, const ev_bundle *bundle,
                      const char *const *texts, size_t count) {
  if (!start(settings, bundle)) return ev_no_memory(command);
  for (size_t i = 0; i < count; i++) {
    int status = parse_one(settings, command, bundle, texts[i]);
    if (status != EV_EXIT_OK) return status;
  }
  return EV_EXIT_OK;
}

/* ---- from a test */

static bool take_ints(ev_settings *settings, const ev_const_set *set, ev_bset *out) {
  ev_int_range *ranges = EV_NEW_ARRAY(&settings->arena, ev_int_range, set->range_count);
  if (!ranges) return false;
  for (uint32_t i = 0; i < set->range_count; i++)
    ranges[i] = (ev_int_range){set->ranges[i].low, set->ranges[i].high};
  out->ranges = ranges;
  out->range_count = set->range_count;
  return true;
}

static bool take_set(ev_settings *settings, const ev_program *program, int index, ev_bset *out) {
  if (index < 0 || (uint32_t)index >= program->set_count) return false;
  const ev_const_set *set = &program->sets[index];
  out->automaton = set->automaton;
  return set->of_ints ? take_ints(settings, set, out) : set->automaton != NULL;
}

/* A set's index in the program: written out, or by the name of a declared one. */
static int set_index(const ev_expr *value) {
  if (value->kind == EV_E_NAME) return value->decl && value->decl->kind == EV_D_SET ? value->decl->index : -1;
  return value->kind == EV_E_SET ? value->set_index : -1;
}

static bool take_literal(ev_settings *settings, const ev_bundle *bundle, uint32_t param, const ev_decl *test,
                         const ev_expr *value, ev_setting_value *out) {
  ev_str message, text = value->text;
  if (value->kind != EV_E_STRING)
    text = ev_str_slice(test->file->source.text, value->span.start, value->span.end);
  return ev_setting_parse(&settings->arena, bundle, param, text, out, &message);
}

bool ev_settings_of_test(ev_settings *settings, const ev_bundle *bundle, const ev_program *program,
                         const ev_decl *test) {
  if (!start(settings, bundle)) return false;
  for (const ev_setting *s = test->settings; s; s = s->next) {
    uint32_t param = ev_bundle_param(bundle, s->name.text);
    if (param == EV_NONE) return false;
    ev_setting_value *out = &settings->values[param];
    bool is_set = s->value->kind == EV_E_SET || s->value->kind == EV_E_NAME;
    bool taken = is_set ? take_set(settings, program, set_index(s->value), &out->set)
                        : take_literal(settings, bundle, param, test, s->value, out);
    if (!taken) return false;
    out->given = true;
  }
  return true;
}
