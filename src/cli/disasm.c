/* ecivet disasm: what a bundle holds, as a listing. */
#include "rules_source.h"

/* clang-format off */
#define OPTIONS(X) \
  X(RULE, 'r', "rule", "ID", "only the code of this rule and of what it calls") \
  X(BUILTIN, 0, "builtin", NULL, "with RULES: compile the built-in rules too")
/* clang-format on */

enum { OPTIONS(EV_OPTION_ENUM) OPTION_COUNT };
static const ev_option options[] = {OPTIONS(EV_OPTION_ROW)};

static int list(const ev_command *command, const ev_bundle *bundle, const char *id) {
  char hint[160];
  ev_buf out = {0};
  uint32_t rule = id ? ev_bundle_rule(bundle, ev_str_of(id)) : EV_NONE;
  if (id && rule == EV_NONE)
    return ev_misuse(command, "there is no rule `%s`%s", id,
                     ev_did_you_mean_rule(hint, sizeof hint, bundle, ev_str_of(id)));
  ev_disassemble(&out, bundle, rule);
  int status = ev_print(command, &out);
  ev_buf_free(&out);
  return status;
}

static int run(const ev_command *command, int argc, char **argv) {
  ev_parser parser;
  ev_rules rules;
  const char *id = NULL;
  ev_rules_request request = {0};
  ev_parser_start(&parser, command, argc, argv);
  for (int option; (option = ev_parser_next(&parser)) != EV_OPTION_END;) {
    if (option == EV_OPTION_STOP) return parser.status;
    if (option == OPTION_RULE) id = parser.value;
    if (option == OPTION_BUILTIN) request.builtin = true;
  }
  request.paths = (const char *const *)ev_parser_operands(&parser, &request.count);
  if (request.count == 0) request.builtin = true;
  int status = ev_rules_load(&rules, command, &request);
  if (status == EV_EXIT_OK) status = list(command, rules.bundle, id);
  ev_rules_free(&rules);
  return status;
}

const ev_command ev_command_disasm = {
    .name = "disasm",
    .operands = "[FILE.vetc | RULES...]",
    .summary = "list the bytecode of a bundle or of rules",
    .about = "Lists the bytecode of a bundle, or of rule files, or, without any, of the built-in rules.",
    .exits = "0; 2 for rules that do not compile, a bundle that is refused, or a rule that does not exist; 3 "
             "for what\n"
             "cannot be read.",
    .options = options,
    .option_count = OPTION_COUNT,
    .run = run,
};
