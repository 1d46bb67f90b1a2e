/* ecivet check: manifests against rules. */
#include "limit.h"
#include "report.h"
#include "rules_source.h"
#include "settings.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

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
  X(FILES_FROM, 0, "files-from", "FILE", "read paths from FILE, one a line; - for standard input") \
  X(NULL_, '0', "null", NULL, "paths in --files-from end in a NUL byte, not in a line break") \
  X(JOBS, 'j', "jobs", "N", "work on up to N files at a time (this version: one); the report is the same whatever N") \
  X(QUIET, 'q', "quiet", NULL, "text: no summary") \
  X(COLOR, 0, "color", "WHEN", "auto (default: on a terminal, unless NO_COLOR is set), always, or never") \
  X(STATS, 0, "stats", NULL, "say on standard error what was read and how long it took") \
  X(TRACE, 0, "trace", "RULE", "show on standard error each step of this rule, with values") \
  X(MAX_FINDINGS, 0, "max-findings", "N", "most findings of a file (default 10000)") \
  X(MAX_FILE_SIZE, 0, "max-file-size", "SIZE", "largest file that is read (default 1Gi)") \
  X(MAX_DOCUMENT_SIZE, 0, "max-document-size", "SIZE", "largest document (default 64Mi)") \
  X(MAX_DEPTH, 0, "max-depth", "N", "deepest nesting of a document (default 1000, and 128 in flow style)") \
  X(MAX_ALIAS_NODES, 0, "max-alias-nodes", "N", "most values that aliases may add to a document (default 400000)") \
  X(MAX_STEPS, 0, "max-steps", "N", "most steps of the rules on a document (default 50000000)")
/* clang-format on */

enum { OPTIONS(EV_OPTION_ENUM) OPTION_COUNT };
static const ev_option options[] = {OPTIONS(EV_OPTION_ROW)};

typedef struct check {
  const ev_command *command;
  ev_names rules, params, selected, ignored, lists;
  bool no_builtin, fail_on_unknown, require_pods, strict_input, null_separated, quiet, stats;
  const char *scope, *output, *trace;
  ev_report_format format;
  int fail_on; /* least severity; EV_ERROR + 1: never */
  ev_color_mode color;
  uint64_t jobs, max_findings, max_file, max_document, max_depth, max_alias_nodes, max_steps;
  ev_targets targets;
  ev_rules loaded;
  ev_settings settings;
  bool *muted; /* owned */
  int status;
} check;

static int worsen(check *c, int status) { return c->status = ev_worse(c->status, status); }

/* ---- options */

static bool take_format(check *c, const char *value) {
  const char *words[EV_FORMATS];
  for (int i = 0; i < EV_FORMATS; i++) words[i] = ev_format_name((ev_report_format)i);
  int index = ev_choose(c->command, "format", value, words, EV_FORMATS);
  if (index >= 0) c->format = (ev_report_format)index;
  return index >= 0;
}

static bool take_fail_on(check *c, const char *value) {
  static const char *const words[] = {"note", "warning", "error", "never"}; /* as ev_severity */
  c->fail_on = ev_choose(c->command, "fail-on", value, words, 4);
  return c->fail_on >= 0;
}

static bool take_number(check *c, int option, const char *value, uint64_t least, uint64_t most,
                        uint64_t *out) {
  return ev_option_number(c->command, options[option].name, value, least, most, out);
}

static bool take_limit(check *c, int option, const char *value) {
  switch (option) {
  case OPTION_JOBS: return take_number(c, option, value, 1, 1024, &c->jobs);
  case OPTION_MAX_FINDINGS: return take_number(c, option, value, 1, 100000000, &c->max_findings);
  case OPTION_MAX_FILE_SIZE: return take_number(c, option, value, 1, EV_MAX_FILE_BYTES, &c->max_file);
  case OPTION_MAX_DOCUMENT_SIZE: return take_number(c, option, value, 1, EV_MAX_FILE_BYTES, &c->max_document);
  case OPTION_MAX_DEPTH: return take_number(c, option, value, 1, 10000, &c->max_depth);
  case OPTION_MAX_ALIAS_NODES: return take_number(c, option, value, 0, EV_MAX_NODES, &c->max_alias_nodes);
  default: return take_number(c, option, value, 1, INT64_MAX, &c->max_steps);
  }
}

static bool take_name(check *c, ev_names *names, const char *value) {
  if (ev_names_add(names, value)) return true;
  (void)worsen(c, ev_no_memory(c->command));
  return false;
}

/* False when a complaint was made. */
static bool take_option(check *c, int option, const char *value) {
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
  case OPTION_FILES_FROM: return take_name(c, &c->lists, value);
  case OPTION_NULL_: return c->null_separated = true;
  case OPTION_QUIET: return c->quiet = true;
  case OPTION_COLOR: return ev_color_parse(c->command, value, &c->color);
  case OPTION_STATS: return c->stats = true;
  case OPTION_TRACE: return (c->trace = value) != NULL;
  default: return take_limit(c, option, value);
  }
}

/* ---- inputs */

static void add_path(check *c, const char *path) {
  if (strcmp(path, "-") == 0)
    ev_targets_add_stdin(&c->targets);
  else
    ev_targets_add(&c->targets, ev_str_of(path), ev_accept_manifest);
}

static void add_listed(check *c, ev_str text) {
  char end = c->null_separated ? '\0' : '\n';
  while (text.size) {
    const char *found = memchr(text.at, end, text.size);
    size_t length = found ? (size_t)(found - text.at) : text.size;
    ev_str path = ev_str_slice(text, 0, length);
    if (!c->null_separated && ev_str_ends(path, EV_STR("\r"))) path.size--;
    if (path.size) ev_targets_add(&c->targets, path, ev_accept_manifest);
    text = ev_str_slice(text, found ? length + 1 : length, text.size);
  }
}

static void read_list(check *c, const char *name) {
  ev_target target = {.name = name, .is_stdin = strcmp(name, "-") == 0};
  ev_read_failure why;
  ev_buf text = {0};
  if (ev_target_read(&target, EV_MAX_FILE_BYTES, &text, &why)) {
    add_listed(c, ev_buf_view(&text));
  } else {
    ev_complain(c->command, "the list of files `%s` cannot be read: %s", name, why.message);
    (void)worsen(c, EV_EXIT_TROUBLE);
  }
  ev_buf_free(&text);
}

static bool reads_stdin_twice(const check *c, char **paths, size_t count) {
  size_t lists = 0, inputs = 0;
  for (size_t i = 0; i < c->lists.count; i++) lists += strcmp(c->lists.at[i], "-") == 0;
  for (size_t i = 0; i < count; i++) inputs += strcmp(paths[i], "-") == 0;
  return lists > 1 || (lists > 0 && inputs > 0);
}

static bool collect(check *c, char **paths, size_t count) {
  if (count == 0 && c->lists.count == 0) {
    (void)worsen(c, ev_misuse(c->command, "no PATH was given; `ecivet check .` vets the current folder"));
    return false;
  }
  if (reads_stdin_twice(c, paths, count)) {
    (void)worsen(c, ev_misuse(c->command, "standard input can be a manifest or a list of files, not both"));
    return false;
  }
  for (size_t i = 0; i < c->lists.count; i++) read_list(c, c->lists.at[i]);
  for (size_t i = 0; i < count; i++) add_path(c, paths[i]);
  ev_targets_finish(&c->targets);
  if (c->targets.no_memory) (void)worsen(c, ev_no_memory(c->command));
  return !c->targets.no_memory;
}

/* ---- rules */

static bool load_rules(check *c) {
  ev_rules_request request = {c->rules.at, c->rules.count, !c->no_builtin, false};
  int status = ev_rules_load(&c->loaded, c->command, &request);
  (void)worsen(c, status);
  return status == EV_EXIT_OK;
}

static bool refuse_rule(check *c, const char *option, ev_str id) {
  char hint[160];
  (void)worsen(c, ev_misuse(c->command, "option `--%s` names rule `%.*s`, which does not exist%s", option,
                            EV_STR_ARG(id), ev_did_you_mean_rule(hint, sizeof hint, c->loaded.bundle, id)));
  return false;
}

/* Marks all rules of an id; several things may be found under one. */
static bool mark(check *c, const char *option, ev_str id, bool muted) {
  const ev_bundle *bundle = c->loaded.bundle;
  bool found = false;
  for (uint32_t i = 0; i < bundle->rules_count; i++) {
    if (!ev_str_equal(bundle->rules[i].id, id)) continue;
    c->muted[i] = muted;
    found = true;
  }
  return found || refuse_rule(c, option, id);
}

static bool mark_list(check *c, const char *option, ev_str list, bool muted) {
  for (;;) {
    size_t comma = ev_str_find(list, EV_STR(","));
    ev_str id = ev_str_trim(ev_str_slice(list, 0, comma == SIZE_MAX ? list.size : comma), " \t");
    if (id.size && !mark(c, option, id, muted)) return false;
    if (comma == SIZE_MAX) return true;
    list = ev_str_slice(list, comma + 1, list.size);
  }
}

static bool filter_rules(check *c) {
  uint32_t count = c->loaded.bundle->rules_count;
  c->muted = ev_realloc(NULL, (count + 1u) * sizeof *c->muted);
  if (!c->muted) {
    (void)worsen(c, ev_no_memory(c->command));
    return false;
  }
  for (uint32_t i = 0; i < count; i++) c->muted[i] = c->selected.count > 0;
  for (size_t i = 0; i < c->selected.count; i++)
    if (!mark_list(c, "select", ev_str_of(c->selected.at[i]), false)) return false;
  for (size_t i = 0; i < c->ignored.count; i++)
    if (!mark_list(c, "ignore", ev_str_of(c->ignored.at[i]), true)) return false;
  return true;
}

static bool find_scope(check *c, uint32_t *scope) {
  const ev_bundle *bundle = c->loaded.bundle;
  *scope = EV_NONE;
  if (!c->scope || strcmp(c->scope, "all") == 0) return true;
  *scope = ev_bundle_scope(bundle, ev_str_of(c->scope));
  if (*scope != EV_NONE) return true;
  ev_buf names = {0};
  ev_buf_text(&names, "all");
  for (uint32_t i = 0; i < bundle->scopes_count; i++)
    ev_buf_format(&names, ", %.*s", EV_STR_ARG(bundle->scopes[i].name));
  (void)worsen(c, ev_misuse(c->command, "there is no scope `%s`; there are: %.*s", c->scope,
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

static bool find_trace(check *c, ev_vet_options *vet) {
  if (!c->trace) return true;
  vet->trace_rule = ev_bundle_rule(c->loaded.bundle, ev_str_of(c->trace));
  vet->trace = print_trace;
  return vet->trace_rule != EV_NONE || refuse_rule(c, "trace", ev_str_of(c->trace));
}

static void set_limits(const check *c, ev_vet_options *vet) {
  if (c->max_findings) vet->findings = (uint32_t)c->max_findings;
  if (c->max_steps) vet->steps = c->max_steps;
  if (c->max_document) vet->limits.document_bytes = (size_t)c->max_document;
  if (c->max_alias_nodes != UINT64_MAX) vet->limits.alias_nodes = (uint32_t)c->max_alias_nodes;
  if (!c->max_depth) return;
  vet->limits.block_depth = (uint32_t)c->max_depth;
  if (vet->limits.flow_depth > c->max_depth) vet->limits.flow_depth = (uint32_t)c->max_depth;
}

static bool prepare(check *c, ev_vet_options *vet) {
  *vet = ev_vet_options_default(c->loaded.bundle);
  vet->strict_input = c->strict_input;
  set_limits(c, vet);
  int status = ev_settings_parse(&c->settings, c->command, c->loaded.bundle, c->params.at, c->params.count);
  (void)worsen(c, status);
  if (status != EV_EXIT_OK || !filter_rules(c) || !find_scope(c, &vet->scope) || !find_trace(c, vet))
    return false;
  vet->settings = c->settings.values;
  vet->muted = c->muted;
  return true;
}

/* ---- the run */

typedef struct run {
  ev_reporter *reporter;
  ev_tally total;
} run;

static void take_outcome(void *context, const ev_outcome *outcome) {
  run *r = context;
  ev_tally_add(&r->total, &outcome->tally);
  ev_report(r->reporter, outcome);
}

static void write_report(void *context, ev_str bytes) { ev_output_write(context, bytes); }

static double seconds(void) {
  struct timespec now;
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void write_stats(const ev_tally *t, double took) {
  ev_buf out = {0};
  ev_buf_format(&out, "%llu files, %llu bytes, %llu objects that rules concern, %.3f s, %.1f MB/s\n",
                (unsigned long long)t->files, (unsigned long long)t->bytes, (unsigned long long)t->objects,
                took, took > 0 ? (double)t->bytes / 1e6 / took : 0.0);
  ev_write_error(ev_buf_view(&out));
  ev_buf_free(&out);
}

/* With the report in a file, the terminal still tells how it went. */
static void write_summary(const check *c, const ev_tally *total) {
  if (!c->output || c->quiet) return;
  ev_buf out = {0};
  ev_summary_write(&out, total, ev_color_on(c->color, STDERR_FILENO));
  ev_buf_char(&out, '\n');
  ev_write_error(ev_buf_view(&out));
  ev_buf_free(&out);
}

static int judge(const check *c, const ev_tally *total) {
  int status = EV_EXIT_OK;
  for (int s = c->fail_on; s < EV_SEVERITIES; s++)
    if (total->findings[s] || (c->fail_on_unknown && total->unknown[s])) status = EV_EXIT_FINDINGS;
  if (c->require_pods && total->pods == 0) {
    ev_complain(c->command, "no pod was vetted, and --require-pods was given");
    status = EV_EXIT_TROUBLE;
  }
  return total->errors ? EV_EXIT_TROUBLE : status;
}

static bool open_output(const check *c, ev_output *out) {
  bool to_file = c->output && strcmp(c->output, "-") != 0;
  if (to_file) return ev_output_file(out, c->command, c->output);
  ev_output_stdout(out);
  return true;
}

static int scan_into(check *c, const ev_vet_options *vet, ev_output *out) {
  ev_report_options report = {.format = c->format,
                              .color = ev_color_on(c->color, out->descriptor),
                              .quiet = c->quiet,
                              .write = write_report,
                              .context = out};
  run r = {.reporter = ev_reporter_new(&report)};
  double start = seconds();
  if (!r.reporter || !ev_scan(&c->targets, vet, c->max_file, take_outcome, &r)) {
    ev_reporter_free(r.reporter);
    return ev_no_memory(c->command);
  }
  int status = judge(c, &r.total);
  if (!ev_report_end(r.reporter, &r.total)) status = ev_no_memory(c->command);
  ev_reporter_free(r.reporter);
  if (c->stats) write_stats(&r.total, seconds() - start);
  write_summary(c, &r.total);
  return status;
}

static int vet_all(check *c) {
  ev_vet_options vet;
  ev_output out;
  if (!prepare(c, &vet)) return c->status;
  if (!open_output(c, &out)) return EV_EXIT_TROUBLE;
  int status = scan_into(c, &vet, &out);
  return ev_output_close(&out, c->command) ? status : EV_EXIT_TROUBLE;
}

static void check_free(check *c) {
  ev_names_free(&c->rules);
  ev_names_free(&c->params);
  ev_names_free(&c->selected);
  ev_names_free(&c->ignored);
  ev_names_free(&c->lists);
  ev_settings_free(&c->settings);
  ev_targets_free(&c->targets);
  ev_rules_free(&c->loaded);
  ev_free(c->muted);
}

/* True when there is something to do; else c->status says how it ended. */
static bool read_options(check *c, ev_parser *parser) {
  for (int option; (option = ev_parser_next(parser)) != EV_OPTION_END;) {
    bool stop = option == EV_OPTION_STOP;
    if (!stop && take_option(c, option, parser->value)) continue;
    (void)worsen(c, stop ? parser->status : EV_EXIT_USAGE);
    return false;
  }
  return true;
}

static int run_check(const ev_command *command, int argc, char **argv) {
  check c = {
      .command = command, .fail_on = EV_ERROR, .max_file = EV_MAX_FILE_BYTES, .max_alias_nodes = UINT64_MAX};
  ev_parser parser;
  size_t count = 0;
  ev_targets_init(&c.targets);
  ev_parser_start(&parser, command, argc, argv);
  if (read_options(&c, &parser)) {
    char **paths = ev_parser_operands(&parser, &count);
    if (load_rules(&c) && collect(&c, paths, count)) (void)worsen(&c, vet_all(&c));
  }
  check_free(&c);
  return c.status;
}

const ev_command ev_command_check = {
    .name = "check",
    .operands = "PATH...",
    .summary = "vet manifests",
    .about = "Vets Kubernetes manifests: files, folders (names in .yaml, .yml or .json), or - for standard "
             "input.\n"
             "\n"
             "Exit status: 0 nothing at or above --fail-on; 1 findings; 2 wrong usage, or rules that do not "
             "compile;\n"
             "3 something could not be read or written. Of several, the highest.",
    .options = options,
    .option_count = OPTION_COUNT,
    .run = run_check,
};
