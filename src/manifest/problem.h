/* libyaml's complaints, said in our words: what was found, what was expected, what to do. */
#ifndef EV_MANIFEST_PROBLEM_H
#define EV_MANIFEST_PROBLEM_H

#include "builder.h"

/* Whether libyaml stopped at a backslash escape that it does not know. */
bool ev_problem_is_escape(const yaml_parser_t *parser);
/* Fills the builder's fault from a parser that has failed, unless it was for memory. */
void ev_problem_report(ev_builder *builder, const yaml_parser_t *parser);

/* Looks at the bytes of the chunk from `from` on, which libyaml was not given: kubectl ignores what they say,
 * but refuses what is no text. False with the fault set. */
bool ev_problem_unread(ev_builder *builder, size_t from);

#endif
