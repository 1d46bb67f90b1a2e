/* From inputs to findings: which files, what in them are objects, and what the rules say of them.
 *
 * A vetter belongs to one thread; the bundle and the options are shared. What a vetter yields for one input
 * (an outcome) lives until its next input. Nothing here writes anything; files are read only through ev_scan.
 */
#ifndef EV_SCAN_H
#define EV_SCAN_H

#include "ignore.h"
#include "vm.h"

#include <stdatomic.h>

/* ---- records: docs/cli.md has them field by field */

typedef struct ev_resource {
  ev_str api_version, kind, namespace_, name; /* at == NULL where it is not there */
} ev_resource;

typedef struct ev_note {
  ev_str message;
  ev_place place;
  struct ev_note *next;
} ev_note;

typedef struct ev_finding {
  const ev_brule *rule;
  ev_verdict verdict;
  ev_str message; /* of an unknown verdict: with the reason */
  ev_place place;
  uint32_t document;
  ev_str path; /* from the document's root; the root itself is "" */
  ev_resource resource;
  ev_note *notes;
} ev_finding;

/* An input, or a part of one, that was not vetted. */
typedef struct ev_problem {
  const char *code; /* static, kebab-case */
  ev_str message;
  ev_str help;           /* may be empty */
  uint32_t line, column; /* 0 where there is none */
  bool in_document;
  uint32_t document;
  struct ev_problem *next;
} ev_problem;

/* A document that was passed by for a reason that is no fault. */
typedef struct ev_skip {
  const char *reason; /* static: "template" */
  uint32_t document, line;
  struct ev_skip *next;
} ev_skip;

#define EV_SEVERITIES 3

/* What time is spent on, summed over the threads. */
typedef enum ev_phase { EV_PHASE_READ, EV_PHASE_PARSE, EV_PHASE_RULES, EV_PHASE_REPORT, EV_PHASES } ev_phase;

typedef struct ev_tally {
  uint64_t files;     /* that were read */
  uint64_t documents; /* that hold something, unreadable ones included */
  uint64_t objects;   /* that some rule concerns */
  uint64_t ruled_out; /* documents that were not parsed, since no rule can concern them */
  uint64_t bytes;
  uint64_t pods, pods_passed_over;  /* vetted; out of scope */
  uint64_t findings[EV_SEVERITIES]; /* verdict fail, by ev_severity */
  uint64_t unknown[EV_SEVERITIES];
  uint64_t errors, skipped;
  bool cut;                  /* an input was not read to its end, since the run was interrupted */
  bool unlisted;             /* the run was interrupted before all inputs were found */
  uint64_t not_begun;        /* inputs that were found and left when the run was interrupted */
  uint64_t spent[EV_PHASES]; /* nanoseconds, where a clock was given */
} ev_tally;

void ev_tally_add(ev_tally *to, const ev_tally *from);
uint64_t ev_tally_unknown(const ev_tally *tally); /* of every severity */
/* Whether something is missing since the run was interrupted. */
bool ev_tally_interrupted(const ev_tally *tally);

/* A line of an input, to be shown: without its break, cut at EV_LONGEST_LINE bytes. */
typedef struct ev_shown_line {
  uint32_t line;
  ev_str text;
} ev_shown_line;

#define EV_LONGEST_LINE 65536u /* finding a column in it is linear */

typedef struct ev_line_list {
  const ev_shown_line *at; /* by number */
  size_t count;
} ev_line_list;

/* All that was found in one input. */
typedef struct ev_outcome {
  ev_str file;                       /* its name: any bytes */
  ev_line_list lines;                /* those where findings and notes are */
  ev_line_list problem_lines;        /* where problems are */
  const ev_finding *const *findings; /* by line, column, rule id, path */
  size_t finding_count;
  ev_problem *problems;
  ev_skip *skips;
  ev_tally tally;
} ev_outcome;

/* A line that something was found in; at == NULL for any other. */
ev_str ev_outcome_line(const ev_outcome *outcome, uint32_t line);

/* ---- vetting what is in memory */

typedef struct ev_vet_options {
  const ev_bundle *bundle;
  const ev_setting_value *settings; /* bundle->params_count of them, or NULL: defaults */
  const bool *muted;  /* bundle->rules_count: judged, but neither reported nor counted; NULL: none */
  uint32_t scope;     /* in the bundle, or EV_NONE: every pod */
  bool strict_input;  /* an unrendered template is an error */
  bool strict_syntax; /* documents that no rule can concern are parsed too */
  bool no_skip;       /* no shortcut at all is taken; implies strict_syntax */
  ev_manifest_limits limits;
  uint64_t steps;      /* a document */
  uint32_t findings;   /* most of an input, at least 1 */
  uint32_t errors;     /* most problems and skipped documents of an input that are listed */
  uint32_t trace_rule; /* or EV_NONE */
  ev_trace trace;
  void *trace_context;
  ev_clock clock; /* NULL: time is not measured */
} ev_vet_options;

/* The defaults of base/limit.h, all rules, every pod. */
ev_vet_options ev_vet_options_default(const ev_bundle *bundle);

typedef struct ev_vetter ev_vetter;

/* `options` is borrowed. NULL: no memory. */
ev_vetter *ev_vetter_new(const ev_vet_options *options);
void ev_vetter_free(ev_vetter *vetter); /* NULL is allowed */
/* From now on each rule's cost is added to `profile`, as ev_vm_profile does; needs a clock. */
void ev_vetter_profile(ev_vetter *vetter, ev_rule_profile *profile);

/* Vets one input. Never NULL; lack of memory is a problem of the outcome, "no-memory". */
const ev_outcome *ev_vet(ev_vetter *vetter, ev_str file, ev_str text);
/* The same in parts, of which only one is in memory at a time (ev_stream_has_parts, ev_stream_cut). False:
 * what is left of the input is of no interest. */
void ev_vet_begin(ev_vetter *vetter, ev_str file);
bool ev_vet_part(ev_vetter *vetter, ev_str text);
const ev_outcome *ev_vet_end(ev_vetter *vetter);
/* Between parts: the findings so far that were not taken before, without problems, skipped documents and
 * counts. They live until the next part or the end, which gives the rest; all that is taken, one behind the
 * other, is in order. */
const ev_outcome *ev_vet_take(ev_vetter *vetter);

/* Why an input, or the rest of it, was not read. */
typedef struct ev_read_failure {
  const char *code; /* static */
  char message[160];
  bool stopped; /* nothing is wrong with the input: the run was interrupted */
} ev_read_failure;
/* Ends an input that was not read to its end: what was found in its parts, and that problem. */
const ev_outcome *ev_vet_cut(ev_vetter *vetter, const ev_read_failure *why);

/* How far the input at hand has come. */
typedef struct ev_vet_state {
  uint64_t documents, findings, bytes;
} ev_vet_state;
ev_vet_state ev_vetter_state(const ev_vetter *vetter);
/* Before each document `goes_on` is asked; where it says no, the rest of the part is left. */
void ev_vetter_watch(ev_vetter *vetter, bool (*goes_on)(void *context), void *context);

/* The outcome of an input that could not be read. */
const ev_outcome *ev_vet_unread(ev_vetter *vetter, ev_str file, const char *code, ev_str message);

/* ---- an end before all is done */

/* Set from outside, by a signal handler, say. What is asked to stop ends in order, with what it has. */
typedef struct ev_stop {
  atomic_bool requested;
  int descriptor; /* can be read from then on, so that nobody waits for an input in vain; -1: none */
} ev_stop;

bool ev_stop_requested(const ev_stop *stop); /* NULL: never */

/* ---- which files */

typedef struct ev_target {
  const char *name;  /* to open, and to show; "-" where `is_stdin` */
  uint32_t argument; /* from which argument it came */
  bool walked;       /* met in a folder: a link put in its place since is not followed */
  bool is_stdin;
  const char *code;       /* set where it cannot be read: of the problem */
  const char *message;    /* likewise */
  uint64_t device, inode; /* 0, 0 where they are not known */
} ev_target;

typedef struct ev_targets {
  ev_arena arena;
  ev_target *at; /* owned */
  size_t count, capacity;
  uint32_t arguments;
  const ev_stop *stop; /* NULL: none; from then on no more are looked for */
  /* NULL, or called again and again while they are looked for, with how many there are. */
  void (*tick)(void *context, size_t count);
  void *tick_context;
  bool unlisted;  /* sticky: it was stopped before all were found */
  bool no_memory; /* sticky */
} ev_targets;

/* Does a folder's file of this name (without folders) belong to the inputs? */
typedef bool (*ev_accept)(ev_str name);
bool ev_accept_manifest(ev_str name); /* .yaml .yml .json in any case */
bool ev_accept_rules(ev_str name);    /* .vet */

/* What is taken of folders. Files that were named are taken in any case. */
typedef struct ev_walk_options {
  ev_accept accept;
  /* Names of files with patterns of what is not taken, which count for their folder and all below; NULL
   * behind the last; of two in one folder the later decides. Those of the folders above are read too, up to
   * the top of the repository: the nearest folder with an entry `.git`. NULL: none. */
  const char *const *ignore_files;
  /* Patterns of paths within the folder that was named; NULL: none. What `include` does not match, itself or
   * by a folder on the way, is not taken; what `exclude` matches neither. They go before ignore files. */
  const ev_ignore *include, *exclude;
} ev_walk_options;

void ev_targets_init(ev_targets *targets);
void ev_targets_free(ev_targets *targets);
/* A file as it is, or what is taken of a folder and the folders in it; a missing one becomes a target with a
 * code. */
void ev_targets_add(ev_targets *targets, ev_str path, const ev_walk_options *options);
void ev_targets_add_stdin(ev_targets *targets);
/* A name under which nothing can be read, to be reported with the rest; `code` is static. */
void ev_targets_add_unread(ev_targets *targets, ev_str name, const char *code, ev_str message);
/* Drops what was reached twice, and sorts by the bytes of the names. */
void ev_targets_finish(ev_targets *targets);

/* How an input is read. */
typedef struct ev_read_options {
  size_t limit;        /* most bytes of it */
  const ev_stop *stop; /* NULL: none; from then on a pipe or a terminal is waited for no more */
  /* NULL, or called some times a second while a pipe or a terminal is read. */
  void (*tick)(void *context);
  void *tick_context;
} ev_read_options;

/* Reads a whole file or standard input into `out`, which is emptied first. */
bool ev_target_read(const ev_target *target, const ev_read_options *options, ev_buf *out,
                    ev_read_failure *why);

/* The name under which a target is shown: "<stdin>" for standard input. */
ev_str ev_target_shown(const ev_target *target);

/* ---- all of it */

/* How far targets have come that were begun and are not yet vetted. */
typedef struct ev_at_hand {
  size_t count, endless; /* of `endless` of them the size is not known */
  uint64_t bytes, size;  /* of the others' `size` so many bytes are vetted; of the endless so many are read */
  uint64_t documents, findings;
} ev_at_hand;

/* How far a scan has come. */
typedef struct ev_scan_state {
  size_t vetted; /* targets; `total` of them in the end */
  size_t total;
  ev_tally tally;     /* of those that are vetted */
  ev_at_hand at_hand; /* while the scan goes on, and there is a sink for progress */
} ev_scan_state;

/* Who takes the outcomes. */
typedef struct ev_scan_sink {
  /* What is kept of an outcome, NULL for nothing; *size is the bytes that it holds. Called by the thread that
   * vetted, in any order. The outcome of a large target comes in pieces: then `kept` is what was kept of
   * those before, else NULL. */
  void *(*render)(void *context, void *kept, const ev_outcome *outcome, size_t *size);
  /* What was kept, in the order of the targets; by one thread at a time. `more`: more of the same target is
   * to come, for which `kept` is to stay, though it holds nothing now. */
  void (*commit)(void *context, void *kept, bool more);
  /* May be NULL. Called from time to time, by one thread at a time, not while `commit` is. */
  void (*progress)(void *context, const ev_scan_state *state);
  void *context;
} ev_scan_sink;

typedef struct ev_scan_options {
  size_t file_limit;   /* bytes of a file */
  const ev_stop *stop; /* NULL: none; from then on no more targets are begun */
  uint32_t jobs; /* threads, at least 1; fewer are used where there are few targets, or no more to be had */
  ev_rule_profile *profile; /* added to; NULL: not wanted, else the vet options need a clock */
} ev_scan_options;

/* Reads and vets the targets. What is committed, and in which order, does not depend on `jobs`. *state tells
 * how far it came. False when there was no memory to begin. */
bool ev_scan(const ev_targets *targets, const ev_vet_options *vet, const ev_scan_options *options,
             const ev_scan_sink *sink, ev_scan_state *state);

#endif
