/* The thorough way to read a document: libyaml's events, fed to the builder. */
#ifndef EV_MANIFEST_EVENTS_H
#define EV_MANIFEST_EVENTS_H

#include "apostrophe.h"
#include "builder.h"

/* Reads the chunk of a builder that has just been started. False where kubectl could not read it, for which
 * builder->fault has the reason, or where memory ran out. `hidden` was started with the stream. */
bool ev_events_read(ev_builder *builder, ev_apostrophes *hidden);

#endif
