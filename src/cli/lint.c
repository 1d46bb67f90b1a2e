/* ecivet lint: what is suspicious about rules, and what they may cost. */
#include "lint.h"
#include "rules_source.h"

#include <unistd.h>

/* clang-format off */
#define OPTIONS(X) \
  X(COST, 0, "cost", NULL, "print a bound of the steps that each rule may take") \
  X(COLOR, 0, "color", "WHEN", "auto (default: on a terminal, unless NO_COLOR is set), always, or never")
/* clang-format on */

enum { OPTIONS(EV_OPTION_ENUM) OPTION_COUNT };
static const ev_option options[] = {OPTIONS(EV_OPTION_ROW)};

/* ---- cost */

typedef struct steps {
  uint64_t constant, linear;
} steps;

static uint64_t add(uint64_t a, uint64_t b) { return a > UINT64_MAX - b ? UINT64_MAX : a + b; }

static steps steps_of(const ev_bundle *bundle, const ev_brule *rule) {
  steps sum = {0, 0};
  for (uint32_t i = 0; i < rule->case_count; i++) {
    const ev_chunk *chunk = &bundle->chunks[rule->cases[i].chunk];
    sum.constant = add(sum.constant, chunk->cost_constant);
    sum.linear = add(sum.linear, chunk->cost_linear);
  }
  return sum;
}

static bool is_selected(const ev_rules *rules, const ev_brule *rule) {
  for (const ev_file *file = rules->program->files; file; file = file->next)
    if (ev_str_equal(file->source.name, rule->file)) return file->selected;
  return false;
}

static int widest_id(const ev_bundle *bundle) {
  size_t widest = 4;
  for (uint32_t i = 0; i < bundle->rules_count; i++)
    if (bundle->rules[i].id.size > widest) widest = bundle->rules[i].id.size;
  return widest > 40 ? 40 : (int)widest;
}

static void add_costs(ev_buf *out, const ev_rules *rules) {
  int width = widest_id(rules->bundle);
  ev_buf_format(out, "%-*s  %12s  %s\n", width, "rule", "steps, and",
                "steps for each node and byte of a document");
  for (uint32_t i = 0; i < rules->bundle->rules_count; i++) {
    const ev_brule *rule = &rules->bundle->rules[i];
    if (rule->case_count == 0 || !is_selected(rules, rule)) continue;
    steps s = steps_of(rules->bundle, rule);
    ev_buf_format(out, "%-*.*s  %12llu  %llu\n", width, EV_STR_ARG(rule->id), (unsigned long long)s.constant,
                  (unsigned long long)s.linear);
  }
}

/* ---- the report */

/* Of what selected files use warnings are their makers' business. */
static bool is_theirs(const ev_rules *rules, const ev_diagnostic *d) {
  for (const ev_file *file = rules->program->files; file; file = file->next)
    if (d->source && ev_str_equal(file->source.name, d->source->name)) return !file->selected;
  return false;
}

static size_t add_warnings(ev_buf *out, const ev_rules *rules, bool color) {
  size_t count = 0;
  for (const ev_diagnostic *d = rules->diagnostics.first; d; d = d->next) {
    if (is_theirs(rules, d)) continue;
    ev_diagnostic_write(out, d, color);
    ev_buf_char(out, '\n');
    count++;
  }
  return count;
}

static size_t count_selected(const ev_rules *rules) {
  size_t count = 0;
  for (uint32_t i = 0; i < rules->program->rules.count; i++)
    count += rules->program->rules.at[i]->file->selected;
  return count;
}

static int report(const ev_command *command, ev_rules *rules, bool cost, bool color) {
  ev_buf out = {0};
  if (!ev_lint(rules->program, &rules->diagnostics)) return ev_no_memory(command);
  size_t warnings = add_warnings(&out, rules, color), count = count_selected(rules);
  if (cost) add_costs(&out, rules);
  ev_buf_format(&out, "%s%zu rule%s, %zu warning%s\n", cost ? "\n" : "", count, count == 1 ? "" : "s",
                warnings, warnings == 1 ? "" : "s");
  int status = ev_print(command, &out);
  ev_buf_free(&out);
  return ev_worse(status, warnings ? EV_EXIT_FINDINGS : EV_EXIT_OK);
}

static int run(const ev_command *command, int argc, char **argv) {
  ev_parser parser;
  ev_rules rules;
  ev_color_mode color = EV_COLOR_AUTO;
  bool cost = false;
  ev_rules_request request = {.program = true, .keep_warnings = true};
  ev_parser_start(&parser, command, argc, argv);
  for (int option; (option = ev_parser_next(&parser)) != EV_OPTION_END;) {
    if (option == EV_OPTION_STOP) return parser.status;
    if (option == OPTION_COST) cost = true;
    if (option == OPTION_COLOR && !ev_color_parse(command, parser.value, &color)) return EV_EXIT_USAGE;
  }
  request.paths = (const char *const *)ev_parser_operands(&parser, &request.count);
  request.builtin = request.count == 0;
  request.color = color;
  int status = ev_rules_load(&rules, command, &request);
  if (status == EV_EXIT_OK) status = report(command, &rules, cost, ev_color_on(color, STDOUT_FILENO));
  ev_rules_free(&rules);
  return status;
}

const ev_command ev_command_lint = {
    .name = "lint",
    .operands = "[RULES]...",
    .summary = "tell what is suspicious about rules, and what they may cost",
    .about =
        "Compiles rule files, or, without any, the built-in rules, and tells what is suspicious about them:\n"
        "patterns that add nothing to a set, tests of absence on what is always there, conditions and\n"
        "demands whose answer is known before any manifest is read, and what nothing uses.",
    .exits = "0; 1 when there is something to tell; 2 for rules that do not compile; 3 for those that cannot "
             "be read.",
    .options = options,
    .option_count = OPTION_COUNT,
    .run = run,
};
