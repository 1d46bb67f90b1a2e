/* ecivet check: manifests against rules. */
#include "check_parts.h"
#include "limit.h"

/* clang-format off */
#define OPTIONS(X) \
  X(RULES, 'r', "rules", "PATH", "add the rules in PATH: a .vet file, a folder of them, or alone a .vetc bundle; repeatable") \
  X(NO_BUILTIN, 0, "no-builtin", NULL, "leave out the built-in rules for ECI; `use k8s` still works") \
  X(PARAM, 'p', "param", "NAME=VALUE", "set a parameter of the rules; a set takes comma-separated patterns, and adds up when repeated") \
  X(SELECT, 's', "select", "RULES", "report these rules only: comma-separated ids; repeatable") \
  X(IGNORE, 'i', "ignore", "RULES", "do not report these rules; repeatable") \
  X(SCOPE, 0, "scope", "NAME", "which pods: `all` (default), or a scope of the rules, as `eci`: those that say themselves that they go to ECI") \
  X(FORMAT, 'f', "format", "FORMAT", "text (default), json, or ndjson: one object a line") \
  X(OUTPUT, 'o', "output", "FILE", "write the report to FILE, which is replaced when the report is complete") \
  X(FAIL_ON, 0, "fail-on", "LEVEL", "exit with 1 for findings of at least this severity: error (default), warning, note, or never") \
  X(FAIL_ON_UNKNOWN, 0, "fail-on-unknown", NULL, "findings whose verdict is unknown count like failures of their severity") \
  X(REQUIRE_PODS, 0, "require-pods", NULL, "exit with 3 when no pod was vetted") \
  X(STRICT_INPUT, 0, "strict-input", NULL, "an unrendered template is an error, not skipped") \
  X(STRICT_SYNTAX, 0, "strict-syntax", NULL, "check the syntax of documents that no rule can concern, too") \
  X(NO_SKIP, 0, "no-skip", NULL, "take no shortcut; slow, and implies --strict-syntax: the findings are the same") \
  X(FILES_FROM, 0, "files-from", "FILE", "read paths from FILE, one a line; - for standard input") \
  X(NULL_, '0', "null", NULL, "paths in --files-from end in a NUL byte, not in a line break") \
  X(INCLUDE, 0, "include", "PATTERN", "in folders, take only what PATTERN matches, written as in a .gitignore; repeatable") \
  X(EXCLUDE, 0, "exclude", "PATTERN", "in folders, leave out what PATTERN matches; repeatable") \
  X(GITIGNORE, 0, "gitignore", NULL, "in folders, leave out what .gitignore files name, as .ecivetignore files do anyway") \
  X(JOBS, 'j', "jobs", "N", "work on up to N files at a time (default: one a processor); the report is the same whatever N") \
  X(QUIET, 'q', "quiet", NULL, "text: no summary") \
  X(COLOR, 0, "color", "WHEN", "auto (default: on a terminal, unless NO_COLOR is set), always, or never") \
  X(STATS, 0, "stats", NULL, "say on standard error what was read, and the time and memory it took") \
  X(PROFILE_RULES, 0, "profile-rules", NULL, "say on standard error how often each rule was evaluated, and the time it took") \
  X(SANDBOX, 0, "sandbox", "WHEN", "give up rights before manifests are read: auto (default: as far as the kernel can), on (fail where it cannot), or off") \
  X(TRACE, 0, "trace", "RULE", "show on standard error each step of this rule, with values") \
  X(MAX_FINDINGS, 0, "max-findings", "N", "most findings of a file (default 10000)") \
  X(MAX_ERRORS, 0, "max-errors", "N", "most errors and skipped documents of a file (default 10000)") \
  X(MAX_FILE_SIZE, 0, "max-file-size", "SIZE", "largest file that is read (default 1Gi)") \
  X(MAX_DOCUMENT_SIZE, 0, "max-document-size", "SIZE", "largest document (default 64Mi)") \
  X(MAX_DEPTH, 0, "max-depth", "N", "deepest nesting of a document (default 1000, and 128 in flow style)") \
  X(MAX_ALIAS_NODES, 0, "max-alias-nodes", "N", "most values that aliases may add to a document (default 400000)") \
  X(MAX_STEPS, 0, "max-steps", "N", "most steps of the rules on a document (default 50000000; with --no-skip 20 times that)") \
  X(MAX_OUTPUT, 0, "max-output", "SIZE", "largest report (default 1Gi); what does not fit is counted and not shown") \
  EV_RULE_LIMIT_OPTIONS(X)
/* clang-format on */

enum { OPTIONS(EV_OPTION_ENUM) OPTION_COUNT };
static const ev_option options[] = {OPTIONS(EV_OPTION_ROW)};

/* ---- options */

static bool take_format(ev_check *c, const char *value) {
  const char *words[EV_FORMATS];
  for (int i = 0; i < EV_FORMATS; i++) words[i] = ev_format_name((ev_report_format)i);
  int index = ev_choose(c->command, "format", value, words, EV_FORMATS);
  if (index >= 0) c->format = (ev_report_format)index;
  return index >= 0;
}

static bool take_fail_on(ev_check *c, const char *value) {
  static const char *const words[] = {"note", "warning", "error", "never"}; /* as ev_severity */
  c->fail_on = ev_choose(c->command, "fail-on", value, words, 4);
  return c->fail_on >= 0;
}

static bool take_sandbox(ev_check *c, const char *value) {
  static const char *const words[] = {"auto", "on", "off"}; /* as ev_sandbox_mode */
  int index = ev_choose(c->command, "sandbox", value, words, 3);
  if (index >= 0) c->sandbox = (ev_sandbox_mode)index;
  return index >= 0;
}

static bool take_number(ev_check *c, int option, const char *value, uint64_t least, uint64_t most,
                        uint64_t *out) {
  return ev_option_number(c->command, &options[option], value, least, most, out);
}

static bool take_limit(ev_check *c, int option, const char *value) {
  switch (option) {
  case OPTION_JOBS: return take_number(c, option, value, 1, 1024, &c->jobs);
  case OPTION_MAX_FINDINGS: return take_number(c, option, value, 1, 100000000, &c->max_findings);
  case OPTION_MAX_ERRORS: return take_number(c, option, value, 1, 100000000, &c->max_errors);
  case OPTION_MAX_FILE_SIZE: return take_number(c, option, value, 1, EV_MAX_FILE_BYTES, &c->max_file);
  case OPTION_MAX_DOCUMENT_SIZE: return take_number(c, option, value, 1, EV_MAX_FILE_BYTES, &c->max_document);
  case OPTION_MAX_DEPTH: return take_number(c, option, value, 1, 10000, &c->max_depth);
  case OPTION_MAX_ALIAS_NODES: return take_number(c, option, value, 0, EV_MAX_NODES, &c->max_alias_nodes);
  case OPTION_MAX_OUTPUT: return take_number(c, option, value, 1, INT64_MAX, &c->max_output);
  case OPTION_MAX_STEPS: return take_number(c, option, value, 1, INT64_MAX, &c->max_steps);
  default: return ev_rule_limit_parse(c->command, &options[option], value, &c->rule_limits);
  }
}

static bool take_name(ev_check *c, ev_names *names, const char *value) {
  if (ev_names_add(names, value)) return true;
  (void)ev_check_worsen(c, ev_no_memory(c->command));
  return false;
}

/* False when a complaint was made. */
static bool take_option(ev_check *c, int option, const char *value) {
  switch (option) {
  case OPTION_RULES: return take_name(c, &c->rules, value);
  case OPTION_NO_BUILTIN: return c->no_builtin = true;
  case OPTION_PARAM: return take_name(c, &c->params, value);
  case OPTION_SELECT: return take_name(c, &c->selected, value);
  case OPTION_IGNORE: return take_name(c, &c->ignored, value);
  case OPTION_SCOPE: return (c->scope = value) != NULL;
  case OPTION_FORMAT: return take_format(c, value);
  case OPTION_OUTPUT: return (c->output = value) != NULL;
  case OPTION_FAIL_ON: return take_fail_on(c, value);
  case OPTION_FAIL_ON_UNKNOWN: return c->fail_on_unknown = true;
  case OPTION_REQUIRE_PODS: return c->require_pods = true;
  case OPTION_STRICT_INPUT: return c->strict_input = true;
  case OPTION_STRICT_SYNTAX: return c->strict_syntax = true;
  case OPTION_NO_SKIP: return c->no_skip = true;
  case OPTION_FILES_FROM: return take_name(c, &c->lists, value);
  case OPTION_INCLUDE: return take_name(c, &c->include, value);
  case OPTION_EXCLUDE: return take_name(c, &c->exclude, value);
  case OPTION_GITIGNORE: return c->gitignore = true;
  case OPTION_NULL_: return c->null_separated = true;
  case OPTION_QUIET: return c->quiet = true;
  case OPTION_COLOR: return ev_color_parse(c->command, value, &c->color);
  case OPTION_STATS: return c->stats = true;
  case OPTION_PROFILE_RULES: return c->profile_rules = true;
  case OPTION_SANDBOX: return take_sandbox(c, value);
  case OPTION_TRACE: return (c->trace = value) != NULL;
  default: return take_limit(c, option, value);
  }
}

static void check_free(ev_check *c) {
  ev_names_free(&c->rules);
  ev_names_free(&c->params);
  ev_names_free(&c->selected);
  ev_names_free(&c->ignored);
  ev_names_free(&c->lists);
  ev_names_free(&c->include);
  ev_names_free(&c->exclude);
  ev_settings_free(&c->settings);
  ev_targets_free(&c->targets);
  ev_rules_free(&c->loaded);
  ev_free(c->muted);
  ev_free(c->profile);
}

/* True when there is something to do; else c->status says how it ended. */
static bool read_options(ev_check *c, ev_parser *parser) {
  for (int option; (option = ev_parser_next(parser)) != EV_OPTION_END;) {
    bool stop = option == EV_OPTION_STOP;
    if (!stop && take_option(c, option, parser->value)) continue;
    (void)ev_check_worsen(c, stop ? parser->status : EV_EXIT_USAGE);
    return false;
  }
  return true;
}

static bool load_rules(ev_check *c) {
  ev_stats_begin(&c->cost);
  bool loaded = ev_check_load_rules(c);
  ev_stats_end(&c->cost, EV_STAGE_START);
  return loaded;
}

static int run_check(const ev_command *command, int argc, char **argv) {
  ev_check c = {.command = command,
                .fail_on = EV_ERROR,
                .max_file = EV_MAX_FILE_BYTES,
                .max_output = EV_MAX_REPORT_BYTES,
                .max_alias_nodes = UINT64_MAX};
  ev_parser parser;
  size_t count = 0;
  ev_targets_init(&c.targets);
  ev_parser_start(&parser, command, argc, argv);
  if (read_options(&c, &parser)) {
    char **paths = ev_parser_operands(&parser, &count);
    ev_vet_options vet;
    if (load_rules(&c) && ev_check_operands(&c, paths, count) && ev_check_prepare(&c, &vet))
      (void)ev_check_worsen(&c, ev_check_vet(&c, &vet));
  }
  check_free(&c);
  return c.status;
}

const ev_command ev_command_check = {
    .name = "check",
    .operands = "PATH...",
    .summary = "vet manifests",
    .about = "Vets Kubernetes manifests: files, folders (names in .yaml, .yml or .json), or - for standard "
             "input.",
    .exits = "0 nothing at or above --fail-on; 1 findings; 2 wrong usage, or rules that do not compile;\n"
             "3 something could not be read or written. Of several, the highest.",
    .options = options,
    .option_count = OPTION_COUNT,
    .run = run_check,
};
