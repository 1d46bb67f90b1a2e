/* Branches for defence in depth, which no input reaches as long as the rest of the program is right:
 *
 *   if (EV_NEVER(value->kind != EV_V_STRING)) return false;
 *
 * What ships has the plain test. Builds with assertions stop where one is reached, so that fuzzing tells. In
 * the builds that measure coverage they are constant, and so count neither as reached nor as missed. */
#ifndef EV_NEVER_H
#define EV_NEVER_H

#include <assert.h>
#include <stdbool.h>

#if defined EV_COUNTS_COVERAGE
/* Its type alone: an operand of sizeof would have its own branches counted. */
#define EV_NEVER(condition)  ((void)(__typeof__(condition) *)0, false)
#define EV_ALWAYS(condition) ((void)(__typeof__(condition) *)0, true)
#elif defined NDEBUG
#define EV_NEVER(condition)  (condition)
#define EV_ALWAYS(condition) (condition)
#else
#define EV_NEVER(condition)  ((condition) ? (assert(false && "reached: " #condition), true) : false)
#define EV_ALWAYS(condition) ((condition) ? true : (assert(false && "does not hold: " #condition), false))
#endif

#endif
