/* Unrendered templates: `{{ ... }}` left in what should be YAML. */
#ifndef EV_MANIFEST_TEMPLATE_H
#define EV_MANIFEST_TEMPLATE_H

#include "chunk.h"
#include "place.h"

/* The first `{{` of the chunk that stands on its line before any comment; false if there is none. */
bool ev_template_find(ev_str source, const ev_chunk *chunk, ev_point *out);

/* Whether `{{` stands in the text and `}}` after it. */
bool ev_template_in(ev_str text);

#endif
