/* Texts of scalars that libyaml takes and kubectl's YAML library refuses, or splits otherwise. */
#ifndef EV_MANIFEST_STRICT_H
#define EV_MANIFEST_STRICT_H

#include "builder.h"

/* A scalar that stands between `start` and `end`; of an empty one, its anchor and tag do. False with the
 * fault set. */
bool ev_strict_scalar(ev_builder *builder, ev_node_style style, ev_point start, ev_point end, bool empty);

#endif
