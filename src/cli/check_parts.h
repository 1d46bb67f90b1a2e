/* ecivet check: what its parts share. */
#ifndef EV_CHECK_PARTS_H
#define EV_CHECK_PARTS_H

#include "progress.h"
#include "report.h"
#include "rules_source.h"
#include "sandbox.h"
#include "settings.h"
#include "stats.h"

typedef enum ev_sandbox_mode { EV_SANDBOX_AUTO, EV_SANDBOX_ON, EV_SANDBOX_OFF } ev_sandbox_mode;

typedef struct ev_check {
  const ev_command *command;
  ev_names rules, params, selected, ignored, lists, include, exclude;
  bool no_builtin, fail_on_unknown, require_pods, strict_input, strict_syntax, no_skip, null_separated, quiet,
      stats, profile_rules, gitignore;
  const char *scope, *output, *trace;
  ev_report_format format;
  int fail_on; /* least severity; EV_ERROR + 1: never */
  ev_color_mode color;
  ev_sandbox_mode sandbox;
  ev_sandbox entered;
  uint64_t jobs, max_findings, max_errors, max_file, max_document, max_depth, max_alias_nodes, max_steps,
      max_output;
  ev_rule_limits rule_limits;
  ev_targets targets;
  char **paths; /* operands, NULL behind the last */
  ev_rules loaded;
  ev_settings settings;
  bool *muted;              /* owned */
  ev_rule_profile *profile; /* owned; NULL without --profile-rules */
  ev_stats cost;
  bool shows_progress;
  ev_progress progress;
  int status;
} ev_check;

/* Makes the status worse, and gives it. */
static inline int ev_check_worsen(ev_check *check, int status) {
  return check->status = ev_worse(check->status, status);
}

/* What the options say of limits; without shortcuts a document may take more steps, if they say nothing. */
void ev_check_limits(const ev_check *check, ev_vet_options *vet);

/* Each is false when it could not be done; a complaint was made then, and the status is worse. */

bool ev_check_load_rules(ev_check *check);
/* What the targets will be found by. */
bool ev_check_operands(ev_check *check, char **paths, size_t count);
/* The targets: from --files-from, and from the operands. */
bool ev_check_collect(ev_check *check);
/* What the options say about rules, for the vetter; it borrows from `check`. */
bool ev_check_prepare(ev_check *check, ev_vet_options *vet);

/* Finds the targets, vets them and writes the report; the exit status. */
int ev_check_vet(ev_check *check, const ev_vet_options *vet);

#endif
