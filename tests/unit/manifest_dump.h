/* Trees as text, for the tests of src/manifest. */
#ifndef EV_MANIFEST_DUMP_H
#define EV_MANIFEST_DUMP_H

#include "manifest.h"

/* The JSON that kubectl would send: keys sorted by bytes, no blanks, no shadowed entries. */
void dump_json(ev_buf *out, const ev_node *node);
/* Every line that ev_reader_next makes of a text: JSON, `error L:C code`, `template L:C`, `quirk ...`. */
void dump_stream(ev_buf *out, ev_reader *reader, ev_str text);
/* One line a node: path, kind, place, offset; for tests of positions. */
void dump_places(ev_buf *out, const ev_node *root);

#endif
