/* From rule text to a verified bundle, in one call. */
#ifndef EV_COMPILE_H
#define EV_COMPILE_H

#include "bundle.h"
#include "program.h"

/* Code for a checked program; NULL when memory ran out, or a piece of code became larger than a bundle may
 * hold (diagnosed). The bundle copies what it needs: the program may be dropped. It is not verified yet. */
ev_bundle *ev_generate(const ev_program *program, ev_diagnostics *diagnostics);

/* ev_program_load, ev_generate, ev_verify. NULL with errors in `diagnostics`; lack of memory is one, and
 * arena->failed.
 * `*program`, if wanted, lives in `arena`: the syntax trees, for the tests in them and for positions. */
ev_bundle *ev_compile(ev_arena *arena, const ev_rule_sources *sources, ev_diagnostics *diagnostics,
                      const ev_program **program);

#endif
