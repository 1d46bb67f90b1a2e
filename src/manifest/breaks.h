/* What YAML 1.1 takes for a line break: LF, CR, CRLF, and the exotic NEL, LS and PS. */
#ifndef EV_MANIFEST_BREAKS_H
#define EV_MANIFEST_BREAKS_H

#include "str.h"

static inline bool ev_is_byte(ev_str s, size_t i, unsigned byte) {
  return i < s.size && (unsigned char)s.at[i] == byte;
}

/* Bytes of the NEL, LS or PS at `i`, 0 if there is none. */
static inline size_t ev_exotic_break_at(ev_str s, size_t i) {
  if (ev_is_byte(s, i, 0xc2)) return ev_is_byte(s, i + 1, 0x85) ? 2 : 0;
  if (!ev_is_byte(s, i, 0xe2) || !ev_is_byte(s, i + 1, 0x80)) return 0;
  return ev_is_byte(s, i + 2, 0xa8) || ev_is_byte(s, i + 2, 0xa9) ? 3 : 0;
}

/* Of CR CR LF kubectl's line reader, which takes CRLF for the end of a line, leaves CR LF to YAML: whether
 * the second CR stands at `i`. */
static inline bool ev_is_dropped_return(ev_str s, size_t i) {
  return i > 0 && s.at[i] == '\r' && s.at[i - 1] == '\r' && ev_is_byte(s, i + 1, '\n');
}

/* Bytes of the line break at `i`, 0 if there is none. */
static inline size_t ev_break_at(ev_str s, size_t i) {
  if (ev_is_byte(s, i, '\n')) return 1;
  if (!ev_is_byte(s, i, '\r')) return ev_exotic_break_at(s, i);
  if (ev_is_byte(s, i + 1, '\n')) return 2;
  return i + 1 < s.size && ev_is_dropped_return(s, i + 1) ? 3 : 1;
}

/* Whether a blank or a line break stands at `i`. */
static inline bool ev_is_space_at(ev_str s, size_t i) {
  return ev_is_byte(s, i, ' ') || ev_is_byte(s, i, '\t') || ev_break_at(s, i) > 0;
}

/* Whether a line of YAML starts at `i`. */
static inline bool ev_starts_line(ev_str s, size_t i) {
  if (i == 0 || s.at[i - 1] == '\n' || s.at[i - 1] == '\r') return true;
  return (i >= 2 && ev_exotic_break_at(s, i - 2) == 2) || (i >= 3 && ev_exotic_break_at(s, i - 3) == 3);
}

#endif
