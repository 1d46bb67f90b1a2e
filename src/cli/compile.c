/* ecivet compile: rules into one bundle file. */
#include "rules_source.h"

/* clang-format off */
#define OPTIONS(X) \
  X(OUTPUT, 'o', "output", "FILE", "write the bundle to FILE (required); a name in .vetc is usual") \
  X(NO_BUILTIN, 0, "no-builtin", NULL, "leave out the built-in rules for ECI; `use k8s` still works") \
  EV_RULE_LIMIT_OPTIONS(X)
/* clang-format on */

enum { OPTIONS(EV_OPTION_ENUM) OPTION_COUNT };
static const ev_option options[] = {OPTIONS(EV_OPTION_ROW)};

static int write_bundle(const ev_command *command, const ev_bundle *bundle, const char *path) {
  ev_output out;
  ev_buf bytes = {0};
  int status = EV_EXIT_TROUBLE;
  ev_bundle_write(&bytes, bundle);
  if (bytes.failed) {
    (void)ev_no_memory(command);
  } else if (ev_output_file(&out, command, path)) {
    ev_output_write(&out, ev_buf_view(&bytes));
    if (ev_output_close(&out, command)) status = EV_EXIT_OK;
  }
  ev_buf_free(&bytes);
  return status;
}

static int run(const ev_command *command, int argc, char **argv) {
  ev_parser parser;
  ev_rules rules;
  const char *output = NULL;
  ev_rules_request request = {.builtin = true, .program = true};
  ev_parser_start(&parser, command, argc, argv);
  for (int option; (option = ev_parser_next(&parser)) != EV_OPTION_END;) {
    if (option == EV_OPTION_STOP) return parser.status;
    if (option == OPTION_OUTPUT) output = parser.value;
    if (option == OPTION_NO_BUILTIN) request.builtin = false;
    if (!ev_rule_limit_parse(command, &options[option], parser.value, &request.limits)) return EV_EXIT_USAGE;
  }
  request.paths = (const char *const *)ev_parser_operands(&parser, &request.count);
  if (!output) return ev_misuse(command, "where to? --output FILE is missing");
  if (request.count == 0 && !request.builtin) return ev_misuse(command, "no RULES were given");
  int status = ev_rules_load(&rules, command, &request);
  if (status == EV_EXIT_OK) status = write_bundle(command, rules.bundle, output);
  ev_rules_free(&rules);
  return status;
}

const ev_command ev_command_compile = {
    .name = "compile",
    .operands = "[RULES]...",
    .summary = "compile rules to a bundle",
    .about = "Compiles what `ecivet check --rules RULES` would use, the built-in rules included, to one "
             "bundle file.\n"
             "`ecivet check --rules FILE.vetc` then uses it as it is.",
    .exits = "0; 2 for rules that do not compile; 3 for those that cannot be read, or a bundle that cannot "
             "be written.",
    .options = options,
    .option_count = OPTION_COUNT,
    .run = run,
};
