/* Points of the input, and libyaml's marks turned into them.
 *
 * libyaml counts code points and takes NEL, LS and PS for line breaks; our offsets are bytes and our lines
 * an editor's (LF, CRLF, CR). */
#ifndef EV_MANIFEST_PLACE_H
#define EV_MANIFEST_PLACE_H

#include <yaml.h>

#include "chunk.h"
#include "manifest.h"

typedef struct ev_point {
  uint32_t offset; /* bytes from the start of the input */
  uint32_t line, column;
} ev_point;

/* The point at `offset`, which must not lie before `from`; past the end of `source` counts as its end. */
ev_point ev_point_forward(ev_str source, ev_point from, size_t offset);
/* The same, moving a point. */
void ev_point_move(ev_str source, ev_point *point, size_t offset);

static inline void ev_place_start(ev_place *place, ev_point p) {
  place->line = p.line;
  place->column = p.column;
}
static inline void ev_place_end(ev_place *place, ev_point p) {
  place->end_line = p.line;
  place->end_column = p.column;
}

/* Converts the marks of one chunk; cheap when they come roughly in order. */
typedef struct ev_marker {
  ev_str source;
  const ev_chunk *chunk;
  size_t index;     /* a code point of the chunk ... */
  size_t at;        /* ... and the byte of the chunk where it starts */
  ev_point last;    /* chunks with other lines than libyaml's: the last point given out ... */
  ev_point earlier; /* ... and the one before, which may be asked for again */
} ev_marker;

void ev_marker_start(ev_marker *marker, ev_str source, const ev_chunk *chunk);
/* The byte of the chunk where a code point starts; its size for one past the end. */
size_t ev_marker_byte(ev_marker *marker, size_t index);
/* The general case, for chunks that are not plain ASCII. */
ev_point ev_marker_search(ev_marker *marker, const yaml_mark_t *mark);

static inline ev_point ev_marker_point(ev_marker *marker, const yaml_mark_t *mark) {
  const ev_chunk *chunk = marker->chunk;
  if (!chunk->ascii || mark->index > chunk->text.size) return ev_marker_search(marker, mark);
  uint32_t first = mark->line == 0 ? chunk->column : 1;
  return (ev_point){chunk->start + (uint32_t)mark->index, chunk->line + (uint32_t)mark->line,
                    first + (uint32_t)mark->column};
}

#endif
