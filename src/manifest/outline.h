/* What the bytes of a document tell for certain before it is parsed. Each answer errs on the side of "no". */
#ifndef EV_MANIFEST_OUTLINE_H
#define EV_MANIFEST_OUTLINE_H

#include "chunk.h"

/* Whether a chunk is one document with a mapping or a list as its root, with nothing behind it, or else one
 * that cannot be read and is no template. */
bool ev_outline_is_block(const ev_chunk *chunk);

/* Whether a stream is one JSON object (RFC 8259) and nothing else. */
bool ev_outline_is_json(ev_str stream);

#endif
