/* ecivet: vets Kubernetes manifests against rules in the language Vet.
 *
 * This is the whole of what a program that embeds ecivet sees. The library reads no file, writes nothing,
 * starts nothing and asks no clock or environment: text comes in by pointer and length, findings go out by
 * callback. All types are opaque but the structs that are passed in and out by value.
 *
 * Ownership: what an `ecivet_*_new` or `ecivet_compile` gives is the caller's, to be given back with the
 * `_free` of its kind; every `_free` takes NULL. What is passed to a callback lives until the callback
 * returns. An ecivet_text is pointer and length, any bytes, not terminated by NUL; `at` may be NULL when
 * `size` is 0.
 *
 * Threads: rules are immutable and may be shared; a vetter belongs to one thread at a time.
 *
 * Lines and columns count from 1, columns in Unicode code points, ends are exclusive; documents count from 0.
 */
#ifndef ECIVET_H
#define ECIVET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ecivet_text {
  const char *at;
  size_t size;
} ecivet_text;

typedef enum ecivet_severity { ECIVET_NOTE, ECIVET_WARNING, ECIVET_ERROR } ecivet_severity;
typedef enum ecivet_verdict { ECIVET_FAIL, ECIVET_UNKNOWN } ecivet_verdict;

typedef enum ecivet_status {
  ECIVET_OK,
  ECIVET_BAD_RULES, /* rules that do not compile, or a bundle that is refused: the callback was told why */
  ECIVET_BAD_NAME,  /* no rule, scope or parameter of this name */
  ECIVET_BAD_VALUE, /* a value that the parameter does not take */
  ECIVET_NO_MEMORY
} ecivet_status;

/* ---- rules */

typedef struct ecivet_rules ecivet_rules;

/* One rule file. */
typedef struct ecivet_rule_file {
  ecivet_text name; /* unique; shown in messages; `use "b.vet"` in "dir/a.vet" finds "dir/b.vet" */
  ecivet_text text;
  ecivet_text module; /* empty, or the name under which `use NAME` finds it: it is then compiled only where it
                         is used */
} ecivet_rule_file;

/* What is wrong with rules. */
typedef struct ecivet_message {
  ecivet_severity severity;
  const char *code; /* kebab-case, static */
  ecivet_text file; /* empty where there is no place; then line and column are 0 */
  uint32_t line, column;
  ecivet_text message;
  ecivet_text help; /* may be empty */
} ecivet_message;

/* May be NULL wherever it is taken. */
typedef void (*ecivet_message_callback)(void *context, const ecivet_message *message);

/* Compiles rule files; texts are borrowed only during the call. On ECIVET_OK *rules is set, else it is NULL.
 * Warnings do not fail. Time is bounded by the size of the texts. */
ecivet_status ecivet_compile(ecivet_rules **rules, const ecivet_rule_file *files, size_t count,
                             ecivet_message_callback callback, void *context);

/* What rules may hold. 0 stands for the default, which is also the most. Set all to 0 first: fields may be
 * added at the end in later versions. */
typedef struct ecivet_rule_limits {
  uint32_t max_rules;    /* 20 000 */
  uint32_t max_imports;  /* files that are used, besides those of no module: 256 */
  uint32_t max_patterns; /* of a set: 10 000 */
  uint32_t max_states;   /* of a set's automaton: 20 000 */
} ecivet_rule_limits;

/* The same within limits; NULL means the defaults. More is ECIVET_BAD_RULES. */
ecivet_status ecivet_compile_within(ecivet_rules **rules, const ecivet_rule_file *files, size_t count,
                                    const ecivet_rule_limits *limits, ecivet_message_callback callback,
                                    void *context);

/* Reads a bundle (the bytes of a .vetc file), borrowed only during the call. No bytes whatever are unsafe
 * here. */
ecivet_status ecivet_load(ecivet_rules **rules, ecivet_text bundle, ecivet_message_callback callback,
                          void *context);

void ecivet_rules_free(ecivet_rules *rules);

/* Rules are sorted by id. The texts live as long as the rules. */
typedef struct ecivet_rule {
  ecivet_text id, title, doc, help, see, file;
  ecivet_severity severity;
} ecivet_rule;
size_t ecivet_rules_count(const ecivet_rules *rules);
/* `index` must be below the count. */
ecivet_rule ecivet_rules_get(const ecivet_rules *rules, size_t index);

/* ---- findings */

typedef struct ecivet_place {
  uint32_t line, column, end_line, end_column;
} ecivet_place;

typedef struct ecivet_note {
  ecivet_text message;
  ecivet_place place;
} ecivet_note;

typedef struct ecivet_finding {
  ecivet_text rule;
  ecivet_verdict verdict;
  ecivet_severity severity;
  ecivet_text message;
  ecivet_text help; /* may be empty */
  ecivet_place place;
  uint32_t document;
  ecivet_text path;                                /* from the document's root; empty: the root */
  ecivet_text api_version, kind, namespace_, name; /* of the object; `at` is NULL for what it lacks */
  const ecivet_note *notes;
  size_t note_count;
} ecivet_finding;

/* A document that could not be read, or a limit that was hit: the rest is vetted all the same. */
typedef struct ecivet_error {
  const char *code; /* kebab-case, static: "yaml-syntax", "depth-limit", "no-memory", ... */
  ecivet_text message, help;
  uint32_t line, column; /* 0: no place */
  uint32_t document;     /* UINT32_MAX: the whole input */
} ecivet_error;

/* A document that was passed by. */
typedef struct ecivet_skipped {
  const char *reason; /* "template": unrendered */
  uint32_t document, line;
} ecivet_skipped;

typedef struct ecivet_summary {
  uint64_t documents, pods, pods_passed_over;
  uint64_t notes, warnings, errors; /* findings that fail, by severity */
  uint64_t unknown;
  uint64_t problems, skipped;
} ecivet_summary;

/* ---- vetting */

/* Set up with ecivet_options_default; fields may be added at the end in later versions. */
typedef struct ecivet_options {
  /* Called in this order: findings by line, column, rule and path, then errors, then skipped documents. Each
   * may be NULL. */
  void (*finding)(void *context, const ecivet_finding *finding);
  void (*error)(void *context, const ecivet_error *error);
  void (*skipped)(void *context, const ecivet_skipped *skipped);
  void *context;             /* passed on; may be NULL */
  bool strict_input;         /* unrendered templates are errors; default false */
  size_t max_document_bytes; /* default 64 MiB */
  uint32_t max_depth;        /* default 1000; in flow style never more than 128 */
  uint32_t max_alias_nodes;  /* default 400 000 */
  uint64_t max_steps;        /* of the rules on a document; default 50 million */
  uint32_t max_findings;     /* of an input, at least 1; default 10 000 */
  bool strict_syntax;        /* documents that no rule can concern are parsed too; default false */
  uint32_t max_errors;       /* errors and skipped documents of an input that are told; default 10 000 */
} ecivet_options;

ecivet_options ecivet_options_default(void);

typedef struct ecivet_vetter ecivet_vetter;

/* `rules` must outlive the vetter; `options` is copied, NULL means the defaults. NULL: no memory. */
ecivet_vetter *ecivet_vetter_new(const ecivet_rules *rules, const ecivet_options *options);
void ecivet_vetter_free(ecivet_vetter *vetter);

/* Sets a parameter as `--param NAME=VALUE` does; a set adds to what it was given before. */
ecivet_status ecivet_set_param(ecivet_vetter *vetter, ecivet_text name, ecivet_text value);
/* Vets only the pods of a scope; "all" is the default. */
ecivet_status ecivet_set_scope(ecivet_vetter *vetter, ecivet_text name);
/* Leaves a rule out of findings and counts, or takes it in again. */
ecivet_status ecivet_mute(ecivet_vetter *vetter, ecivet_text rule, bool muted);

/* Vets one YAML or JSON stream of at most 1 GiB, borrowed during the call. *summary may be NULL.
 * ECIVET_NO_MEMORY when nothing was vetted; lack of memory in one document is an error of that document. */
ecivet_status ecivet_vet(ecivet_vetter *vetter, ecivet_text manifest, ecivet_summary *summary);

#ifdef __cplusplus
}
#endif

#endif
