/* What is suspicious about a program that compiles: things that nothing uses, and conditions whose answer is
 * known before any manifest is read. */
#ifndef EV_LINT_H
#define EV_LINT_H

#include "program.h"

/* Warnings about the files whose rules are selected. `diagnostics` are left in the order of their places.
 * False: memory ran out. */
bool ev_lint(const ev_program *program, ev_diagnostics *diagnostics);

#endif
