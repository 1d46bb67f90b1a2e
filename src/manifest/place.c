#include "place.h"

static bool continues(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

static void step_over(ev_str source, ev_point *p) {
  char c = source.at[p->offset++];
  if (c == '\n') {
    bool after_return = p->offset > 1 && source.at[p->offset - 2] == '\r';
    if (!after_return) p->line++;
    p->column = 1;
  } else if (c == '\r') {
    p->line++;
    p->column = 1;
  } else if (!continues(c)) {
    p->column++;
  }
}

ev_point ev_point_forward(ev_str source, ev_point from, size_t offset) {
  if (offset > source.size) offset = source.size;
  while (from.offset < offset) step_over(source, &from);
  return from;
}

static ev_point chunk_start(const ev_chunk *chunk) {
  return (ev_point){chunk->start, chunk->line, chunk->column};
}

void ev_marker_start(ev_marker *marker, ev_str source, const ev_chunk *chunk) {
  *marker = (ev_marker){
      .source = source, .chunk = chunk, .last = chunk_start(chunk), .earlier = chunk_start(chunk)};
}

/* Whether the next eight bytes are eight characters. */
static bool ascii_ahead(ev_str text, size_t at) {
  uint64_t word;
  if (text.size - at < sizeof word) return false;
  memcpy(&word, text.at + at, sizeof word);
  return !(word & 0x8080808080808080u);
}

static void move_forward(ev_marker *m, size_t index) {
  ev_str text = m->chunk->text;
  while (m->index < index && m->at < text.size) {
    size_t step = index - m->index >= 8 && ascii_ahead(text, m->at) ? 8 : 1;
    m->at += step;
    m->index += step;
    while (m->at < text.size && continues(text.at[m->at])) m->at++;
  }
}

static void move_back(ev_marker *m, size_t index) {
  ev_str text = m->chunk->text;
  while (m->index > index && m->at > 0) {
    m->at--;
    while (m->at > 0 && continues(text.at[m->at])) m->at--;
    m->index--;
  }
}

size_t ev_marker_byte(ev_marker *m, size_t index) {
  if (m->chunk->ascii) return index < m->chunk->text.size ? index : m->chunk->text.size;
  if (index >= m->index)
    move_forward(m, index);
  else
    move_back(m, index);
  return m->at;
}

/* Where libyaml's idea of lines cannot be used. */
static ev_point count_from_last(ev_marker *m, size_t offset) {
  if (offset < m->earlier.offset) return ev_point_forward(m->source, chunk_start(m->chunk), offset);
  if (offset < m->last.offset) return ev_point_forward(m->source, m->earlier, offset);
  m->earlier = m->last;
  m->last = ev_point_forward(m->source, m->last, offset);
  return m->last;
}

ev_point ev_marker_search(ev_marker *m, const yaml_mark_t *mark) {
  const ev_chunk *chunk = m->chunk;
  size_t offset = chunk->start + ev_marker_byte(m, mark->index);
  bool past_end = chunk->ascii || m->index < mark->index;
  if (chunk->exotic || past_end) return count_from_last(m, offset);
  uint32_t first = mark->line == 0 ? chunk->column : 1;
  return (ev_point){(uint32_t)offset, chunk->line + (uint32_t)mark->line, first + (uint32_t)mark->column};
}
