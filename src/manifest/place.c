#include "place.h"

#include "breaks.h"
#include "words.h"

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

/* Passes up to eight bytes of ASCII together, with line feeds in any place; false, and passes nothing, where
 * bytes have to be looked at one by one. */
static bool pass_word(ev_str source, ev_point *p, size_t most) {
  if (source.size - p->offset < EV_WORD) return false;
  unsigned size = most < EV_WORD ? (unsigned)most : EV_WORD;
  uint64_t word = ev_word_at(source.at + p->offset), wanted = ev_word_begin(size);
  uint64_t breaks = ev_word_exactly(word, '\n') & wanted;
  bool after_return = breaks & EV_WORD_FIRST && p->offset > 0 && source.at[p->offset - 1] == '\r';
  if (after_return || (word & EV_WORD_HIGHS & wanted) || ev_word_equal(word, '\r') & wanted) return false;
  p->offset += size;
  p->line += ev_word_count(breaks);
  p->column = breaks ? size - ev_word_last(breaks) : p->column + size;
  return true;
}

void ev_point_move(ev_str source, ev_point *point, size_t offset) {
  ev_point p = *point;
  if (offset > source.size) offset = source.size;
  while (p.offset < offset) {
    if (pass_word(source, &p, offset - p.offset)) continue;
    size_t end = offset - p.offset < EV_WORD ? offset : p.offset + EV_WORD;
    while (p.offset < end) step_over(source, &p);
  }
  *point = p;
}

ev_point ev_point_forward(ev_str source, ev_point from, size_t offset) {
  ev_point_move(source, &from, offset);
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
  return text.size - at >= EV_WORD && !(ev_word_at(text.at + at) & EV_WORD_HIGHS);
}

/* Whether libyaml counts the byte as part of the character before it, or does not see it. */
static bool is_uncounted(const ev_marker *m, size_t at) {
  ev_str text = m->chunk->text;
  return continues(text.at[at]) || (m->chunk->doubled && ev_is_dropped_return(text, at));
}

static void move_forward(ev_marker *m, size_t index) {
  ev_str text = m->chunk->text;
  while (m->index < index && m->at < text.size) {
    bool ascii = !m->chunk->doubled && index - m->index >= 8 && ascii_ahead(text, m->at);
    size_t step = ascii ? 8 : 1;
    m->at += step;
    m->index += step;
    while (m->at < text.size && is_uncounted(m, m->at)) m->at++;
  }
}

static void move_back(ev_marker *m, size_t index) {
  while (m->index > index && m->at > 0) {
    m->at--;
    while (m->at > 0 && is_uncounted(m, m->at)) m->at--;
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
  if (chunk->exotic || chunk->doubled || past_end) return count_from_last(m, offset);
  uint32_t first = mark->line == 0 ? chunk->column : 1;
  return (ev_point){(uint32_t)offset, chunk->line + (uint32_t)mark->line, first + (uint32_t)mark->column};
}
