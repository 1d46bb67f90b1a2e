/* Inverse images: the texts that a function makes into texts of a set. `lower(x) in s` is so exactly where x
 * is in the inverse image of s under `lower`, which is a set, too, and mostly of about as many states. */
#ifndef EV_PREIMAGE_H
#define EV_PREIMAGE_H

#include "pattern.h"

/* All make *out in `arena`; EV_PATTERN_TOO_MANY_STATES past EV_MAX_AUTOMATON_STATES, or EV_PATTERN_NO_MEMORY.
 */

/* Each byte becomes another. */
ev_pattern_status ev_preimage_bytes(ev_arena *arena, const ev_automaton *of, const uint8_t becomes[256],
                                    ev_automaton **out);
/* The prefix is taken off where it is there. */
ev_pattern_status ev_preimage_strip_prefix(ev_arena *arena, const ev_automaton *of, ev_str prefix,
                                           ev_automaton **out);
/* The suffix is taken off where it is there; EV_PATTERN_TOO_MANY_STATES for one of more than 64 bytes. */
ev_pattern_status ev_preimage_strip_suffix(ev_arena *arena, const ev_automaton *of, ev_str suffix,
                                           ev_automaton **out);
/* The text is put behind a prefix, or in front of a suffix. */
ev_pattern_status ev_preimage_behind(ev_arena *arena, const ev_automaton *of, ev_str prefix,
                                     ev_automaton **out);
ev_pattern_status ev_preimage_in_front(ev_arena *arena, const ev_automaton *of, ev_str suffix,
                                       ev_automaton **out);
/* What stands before, or behind, the first such byte. Texts without one are in neither. */
ev_pattern_status ev_preimage_before(ev_arena *arena, const ev_automaton *of, char byte, ev_automaton **out);
ev_pattern_status ev_preimage_after(ev_arena *arena, const ev_automaton *of, char byte, ev_automaton **out);
/* Some piece between such bytes is in the set. */
ev_pattern_status ev_preimage_piece(ev_arena *arena, const ev_automaton *of, char byte, ev_automaton **out);
/* Blanks, tabs, newlines and carriage returns around are taken off. */
ev_pattern_status ev_preimage_trim(ev_arena *arena, const ev_automaton *of, ev_automaton **out);
/* Texts of `low` to `high` code points; `open`: or more. */
ev_pattern_status ev_automaton_of_length(ev_arena *arena, uint32_t low, uint32_t high, bool open,
                                         ev_automaton **out);

#endif
