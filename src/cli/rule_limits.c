/* What rules may hold, from the command line. */
#include "limit.h"
#include "rules_source.h"

bool ev_rule_limit_parse(const ev_command *command, const ev_option *option, const char *value,
                         ev_rule_limits *limits) {
  const struct {
    const char *name;
    uint32_t most, *limit;
  } rows[] = {
      {"max-rules", EV_MAX_RULES, &limits->rules},
      {"max-imports", EV_MAX_IMPORTS, &limits->imports},
      {"max-patterns", EV_MAX_PATTERNS, &limits->patterns},
      {"max-states", EV_MAX_AUTOMATON_STATES, &limits->states},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    uint64_t n;
    if (strcmp(option->name, rows[i].name) != 0) continue;
    if (!ev_option_number(command, option, value, 1, rows[i].most, &n)) return false;
    *rows[i].limit = (uint32_t)n;
  }
  return true;
}
