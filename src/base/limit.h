/* Every hard limit of the program in one place. A limit that a user may set has its default here;
 * a limit that an encoding imposes says which. */
#ifndef EV_LIMIT_H
#define EV_LIMIT_H

/* Manifests (src/manifest). Settable through ev_manifest_limits. */
#define EV_MAX_FILE_BYTES     (1024u * 1024u * 1024u) /* positions are 32 bits */
#define EV_MAX_DOCUMENT_BYTES (64u * 1024u * 1024u)
#define EV_MAX_FLOW_DEPTH     128u  /* libyaml 0.2.5 is quadratic in open flow levels */
#define EV_MAX_BLOCK_DEPTH    1000u /* real manifests stay under 30 */
#define EV_MAX_ALIAS_NODES    400000u
#define EV_MAX_NODES          4000000u
#define EV_LEAST_RULED_OUT    256u /* bytes; a smaller document is parsed as fast as it is looked at */
#define EV_MOST_RULED_OUT     (4u * 1024u * 1024u) /* a larger one is parsed, as it may be over a limit */

#define EV_MAX_IGNORE_BYTES                                                                                  \
  (64u * 1024u) /* of an ignore file: each entry of a folder is held against its lines */

/* Patterns (src/pattern). Lower ones are settable through ev_rule_limits. */
#define EV_MAX_AUTOMATON_STATES 20000u
#define EV_MAX_PATTERNS         10000u
#define EV_MAX_PATTERN_BYTES    4096u

/* Rules (src/lang, src/code). Fewer rules and imports are settable through ev_rule_limits. */
#define EV_MAX_RULE_FILE_BYTES (4u * 1024u * 1024u)
#define EV_MAX_SYNTAX_DEPTH    200u /* nesting of expressions and types */
#define EV_MAX_DIAGNOSTICS     20u  /* shown for one file; the rest are counted */
#define EV_MAX_RULES           20000u
#define EV_MAX_IMPORTS         256u
#define EV_MAX_BUNDLE_BYTES    (64u * 1024u * 1024u)
/* What is looked at again and again while rules compile, or walked by recursion. */
#define EV_MAX_CLAUSES          1000u  /* of a rule, those of its cases included */
#define EV_MAX_LOOPS            32u    /* of a case, one in the other */
#define EV_MAX_DEMANDS          32u    /* of a case */
#define EV_MAX_GENERATORS       8u     /* of a `for` */
#define EV_MAX_CASE_VIEWS       8u     /* that a case names */
#define EV_MAX_FIELDS           1000u  /* of a record, columns of a table, words of an enum */
#define EV_MAX_DEFINITION_DEPTH 64u    /* functions, sets or records that stand on each other */
#define EV_MAX_LET_DEPTH        400u   /* of an expression, with the values of its lets in their places */
#define EV_MAX_LET_PARTS        10000u /* of the same */
/* Of a piece of code: the verifier refuses more. */
#define EV_MAX_LOCALS    4096u
#define EV_MAX_STACK     1024u
#define EV_MAX_ITERATORS 1024u

/* Evaluation (src/vm, src/scan). */
#define EV_MAX_STEPS    50000000u /* a document */
#define EV_MAX_FINDINGS 10000u    /* a file */
#define EV_MAX_ERRORS   10000u    /* a file: of its documents, those listed */

/* Reports (src/report, src/cli). */
#define EV_MAX_REPORT_BYTES (1024u * 1024u * 1024u)

#endif
