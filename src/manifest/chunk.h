/* Chunks: a stream of YAML cut as kubectl cuts it, at lines that start with `---`, before any YAML is
 * parsed (apimachinery pkg/util/yaml/decoder.go, YAMLReader.Read). */
#ifndef EV_MANIFEST_CHUNK_H
#define EV_MANIFEST_CHUNK_H

#include "str.h"

typedef struct ev_chunk {
  ev_str text;     /* the lines between two separators, a byte order mark left out */
  uint32_t start;  /* offset of `text` in the input */
  uint32_t line;   /* of the first byte, from 1 */
  uint32_t column; /* of the first byte, from 1 */
  bool malformed;  /* kubectl refuses the separator line, with which `text` then starts */
  bool ascii;      /* no byte above 0x7f, and none that YAML does not see */
  bool exotic;     /* holds NEL, LS or PS: line breaks for YAML, none for an editor */
  bool braces;     /* holds `{{` */
  bool returns;    /* holds a CR */
  bool doubled;    /* holds CR CR LF, of which YAML sees one break (ev_is_dropped_return) */
  bool controls;   /* holds a control character that YAML does not take, below 0x80 */
  bool dots;       /* may hold a line that starts with `...` */
} ev_chunk;

typedef struct ev_splitter {
  ev_str source;
  size_t at;       /* where the next chunk starts, or the separator line before it */
  uint32_t line;   /* of that byte */
  uint32_t column; /* of that byte */
  bool separator;  /* a separator line stands at `at` */
  bool ended;      /* the last chunk was given out */
} ev_splitter;

/* Starts at the byte `at` of the source. */
void ev_splitter_start(ev_splitter *splitter, ev_str source, size_t at, uint32_t line, uint32_t column);
/* Goes on with a further part of the stream, which starts with the separator line that ended the part before.
 */
void ev_splitter_continue(ev_splitter *splitter, ev_str source);
/* False after the last chunk. There is always one chunk more than there are separators. */
bool ev_splitter_next(ev_splitter *splitter, ev_chunk *chunk);

#endif
