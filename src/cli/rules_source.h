/* Rules from wherever they are: in the tool, in files and folders, in a bundle file. The one seam to the
 * compiler. */
#ifndef EV_RULES_SOURCE_H
#define EV_RULES_SOURCE_H

#include "cli.h"
#include "compile.h"

/* Before the names of the files in the tool: "builtin:eci/sysctl.vet". */
#define EV_BUILTIN_PREFIX "builtin:"

typedef struct ev_rules_request {
  const char *const *paths; /* files, folders, or one .vetc */
  size_t count;
  bool builtin;        /* the built-in rules too */
  bool program;        /* the syntax trees are wanted: compile, even where a bundle is at hand */
  bool keep_warnings;  /* of rules that compile: left in ev_rules.diagnostics, and not written */
  ev_color_mode color; /* of diagnostics, on standard error */
  ev_rule_limits limits;
} ev_rules_request;

/* Options that limit what rules hold, for a command's table. */
#define EV_RULE_LIMIT_OPTIONS(X)                                                                             \
  X(MAX_RULES, 0, "max-rules", "N", "most rules that are compiled (default 20000)")                          \
  X(MAX_IMPORTS, 0, "max-imports", "N", "most files that rules use (default 256)")                           \
  X(MAX_PATTERNS, 0, "max-patterns", "N", "most patterns of a set (default 10000)")                          \
  X(MAX_STATES, 0, "max-states", "N", "most states of a set's automaton (default 20000)")

/* Takes the value of one of them; does nothing for another option. False after a complaint. */
bool ev_rule_limit_parse(const ev_command *command, const ev_option *option, const char *value,
                         ev_rule_limits *limits);

typedef struct ev_rules {
  ev_arena arena;
  ev_bundle *bundle;
  const ev_program *program;  /* NULL where a bundle was read */
  ev_diagnostics diagnostics; /* in the arena; empty where a bundle was read */
} ev_rules;

/* Complains about what is wrong; the exit status, EV_EXIT_OK where `rules` can be used. ev_rules_free in any
 * case. */
int ev_rules_load(ev_rules *rules, const ev_command *command, const ev_rules_request *request);
void ev_rules_free(ev_rules *rules);

/* The rule files that the paths name, read and parsed one by one, without what they use; for
 * ev_rules_each_file. The first file is at index 0; `text` lives as long as the call. The exit status. */
typedef int (*ev_rule_file_taker)(void *context, const char *name, ev_str text);
int ev_rule_files_each(const ev_command *command, const char *const *paths, size_t count,
                       ev_rule_file_taker take, void *context);

/* Text of a built-in file by its shown name; at == NULL where there is none. */
ev_str ev_builtin_text(ev_str name);

#endif
