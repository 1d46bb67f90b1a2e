/* Quirks that the text of a chunk shows and libyaml's events do not. */
#ifndef EV_MANIFEST_NOTES_H
#define EV_MANIFEST_NOTES_H

#include "builder.h"

/* Offset in the text behind the first `...` that ends a document; the text's size where there is none. */
size_t ev_notes_document_end(ev_str text);

/* Content behind the end of the document, at `from` in the chunk. */
bool ev_notes_trailing(ev_builder *builder, size_t from);
/* NEL, LS and PS in the chunk. */
bool ev_notes_exotic(ev_builder *builder);
/* A byte order mark that libyaml has passed over, before the offset `to`: false with the fault set. */
bool ev_notes_marks(ev_builder *builder, size_t to);
/* Trailing commas, where the chunk is JSON but for them. */
bool ev_notes_commas(ev_builder *builder);

#endif
