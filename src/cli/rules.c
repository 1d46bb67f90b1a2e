/* ecivet rules: the list of rules. */
#include "json_text.h"
#include "report.h"
#include "rules_source.h"

/* clang-format off */
#define OPTIONS(X) \
  X(RULES, 'r', "rules", "PATH", "add the rules in PATH; repeatable") \
  X(NO_BUILTIN, 0, "no-builtin", NULL, "leave out the built-in rules") \
  X(FORMAT, 'f', "format", "FORMAT", "text (default) or json")
/* clang-format on */

enum { OPTIONS(EV_OPTION_ENUM) OPTION_COUNT };
static const ev_option options[] = {OPTIONS(EV_OPTION_ROW)};

static size_t widest_id(const ev_bundle *bundle) {
  size_t widest = 0;
  for (uint32_t i = 0; i < bundle->rules_count; i++)
    if (bundle->rules[i].id.size > widest) widest = bundle->rules[i].id.size;
  return widest > 40 ? 40 : widest;
}

static void add_row(ev_buf *out, const ev_brule *rule, size_t width) {
  ev_buf_column(out, rule->id, width);
  ev_buf_format(out, "  %-7s  ", ev_severity_name(rule->severity));
  ev_buf_visible(out, rule->title);
  ev_buf_text(out, "  (");
  ev_buf_visible(out, rule->file);
  ev_buf_text(out, ")\n");
}

static void add_table(ev_buf *out, const ev_bundle *bundle) {
  size_t width = widest_id(bundle);
  for (uint32_t i = 0; i < bundle->rules_count; i++) add_row(out, &bundle->rules[i], width);
}

/* ---- json */

static json_t *whole_or_null(json_t *json, bool failed) {
  if (!failed) return json;
  json_decref(json);
  return NULL;
}

static json_t *tags_json(const ev_texts *tags) {
  json_t *array = json_array();
  bool failed = !array;
  for (uint32_t i = 0; i < tags->count; i++)
    failed = json_array_append_new(array, ev_json_text(tags->at[i])) != 0 || failed;
  return whole_or_null(array, failed);
}

static json_t *rule_json(const ev_brule *rule) {
  json_t *o = json_object();
  bool failed = json_object_set_new(o, "id", ev_json_text(rule->id)) != 0;
  failed = json_object_set_new(o, "severity", json_string(ev_severity_name(rule->severity))) != 0 || failed;
  failed = json_object_set_new(o, "title", ev_json_text(rule->title)) != 0 || failed;
  failed = json_object_set_new(o, "file", ev_json_text(rule->file)) != 0 || failed;
  if (rule->tags.count) failed = json_object_set_new(o, "tags", tags_json(&rule->tags)) != 0 || failed;
  return whole_or_null(o, failed);
}

static json_t *rules_json(const ev_bundle *bundle) {
  json_t *rules = json_array();
  bool failed = !rules;
  for (uint32_t i = 0; i < bundle->rules_count; i++)
    failed = json_array_append_new(rules, rule_json(&bundle->rules[i])) != 0 || failed;
  return whole_or_null(rules, failed);
}

static void add_json(ev_buf *out, const ev_bundle *bundle) {
  json_t *root = json_object();
  bool failed = json_object_set_new(root, "version", json_integer(EV_REPORT_VERSION)) != 0;
  failed = json_object_set_new(root, "rules", rules_json(bundle)) != 0 || failed;
  ev_json_add(out, root, JSON_INDENT(2) | JSON_ENSURE_ASCII);
  ev_buf_char(out, '\n');
  out->failed = out->failed || failed;
}

static int print(const ev_command *command, const ev_bundle *bundle, bool json) {
  ev_buf out = {0};
  if (json)
    add_json(&out, bundle);
  else
    add_table(&out, bundle);
  int status = ev_print(command, &out);
  ev_buf_free(&out);
  return status;
}

static int load_and_print(const ev_command *command, const ev_rules_request *request, bool json) {
  ev_rules rules;
  int status = ev_rules_load(&rules, command, request);
  if (status == EV_EXIT_OK) status = print(command, rules.bundle, json);
  ev_rules_free(&rules);
  return status;
}

static int run(const ev_command *command, int argc, char **argv) {
  static const char *const formats[] = {"text", "json"};
  ev_parser parser;
  ev_names paths = {0};
  int format = 0, status = EV_EXIT_OK;
  ev_rules_request request = {.builtin = true};
  size_t count;
  ev_parser_start(&parser, command, argc, argv);
  for (int option; status == EV_EXIT_OK && (option = ev_parser_next(&parser)) != EV_OPTION_END;) {
    if (option == EV_OPTION_STOP) {
      ev_names_free(&paths);
      return parser.status;
    }
    if (option == OPTION_RULES && !ev_names_add(&paths, parser.value)) status = ev_no_memory(command);
    if (option == OPTION_NO_BUILTIN) request.builtin = false;
    if (option == OPTION_FORMAT && (format = ev_choose(command, "format", parser.value, formats, 2)) < 0)
      status = EV_EXIT_USAGE;
  }
  char **operands = ev_parser_operands(&parser, &count);
  if (status == EV_EXIT_OK && count)
    status = ev_misuse(command, "unexpected `%s`; --rules PATH adds rules", operands[0]);
  request.paths = paths.at;
  request.count = paths.count;
  if (status == EV_EXIT_OK) status = load_and_print(command, &request, format == 1);
  ev_names_free(&paths);
  return status;
}

const ev_command ev_command_rules = {
    .name = "rules",
    .operands = "",
    .summary = "list the rules",
    .about = "Lists the rules that `ecivet check` uses: id, severity, title, file.",
    .exits = "0; 2 for rules that do not compile; 3 for those that cannot be read.",
    .options = options,
    .option_count = OPTION_COUNT,
    .run = run,
};
