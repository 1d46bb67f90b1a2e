/* Whether a document says what its bytes look like. YAML can spell a word otherwise: by escapes, aliases,
 * tags and keys that stand apart from their colon. Where none of these are in the bytes, each scalar that is
 * one word stands there letter by letter, in the place where it counts. */
#ifndef EV_SPELLING_H
#define EV_SPELLING_H

#include "str.h"

static inline bool ev_is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Bytes of words: of kinds and of versions. */
static inline bool ev_is_word_byte(char c) {
  return ev_is_alnum(c) || c == '.' || c == '/' || c == '-' || c == '_';
}

/* False when in doubt. */
bool ev_spelling_is_plain(ev_str document);

#endif
