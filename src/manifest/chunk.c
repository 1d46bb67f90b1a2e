#include "chunk.h"

#include "survey.h"

void ev_splitter_start(ev_splitter *s, ev_str source, size_t at, uint32_t line, uint32_t column) {
  *s = (ev_splitter){.source = source, .at = at, .line = line, .column = column};
}

void ev_splitter_continue(ev_splitter *s, ev_str source) {
  *s = (ev_splitter){.source = source, .line = s->line, .column = 1, .separator = true};
}

/* Whether only blanks or a comment follow the three dashes, as Go's strings.TrimSpace sees them. */
static bool separator_is_valid(ev_str rest) {
  for (size_t i = 0; i < rest.size;) {
    uint32_t c = ev_utf8_next(rest, &i);
    bool space = c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || c == 0x1680 ||
                 (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
                 c == 0x3000;
    if (!space) return c == '#';
  }
  return true;
}

static size_t line_end(ev_str text, size_t from) {
  const char *newline = memchr(text.at + from, '\n', text.size - from);
  return newline ? (size_t)(newline - text.at) + 1 : text.size;
}

/* Moves to a byte further on, which is the start of a line or the end. */
static void pass(ev_splitter *s, size_t to, uint32_t lines) {
  if (lines) s->column = 1;
  s->line += lines;
  s->at = to;
}

/* Goes past the separator line, or notes that it is none that kubectl takes. Gives where the search for
 * the next separator starts. */
static size_t pass_separator(ev_splitter *s, ev_chunk *chunk) {
  size_t end = line_end(s->source, s->at);
  ev_str line = ev_str_slice(s->source, s->at, end);
  chunk->malformed = !separator_is_valid(ev_str_slice(line, 3, line.size));
  if (!chunk->malformed) pass(s, end, ev_count_lines(line));
  return end;
}

static void skip_byte_order_mark(ev_chunk *chunk) {
  if (!ev_str_starts(chunk->text, EV_STR("\xef\xbb\xbf"))) return;
  chunk->text = ev_str_slice(chunk->text, 3, chunk->text.size);
  chunk->start += 3;
}

bool ev_splitter_next(ev_splitter *s, ev_chunk *chunk) {
  if (s->ended) return false;
  *chunk = (ev_chunk){0};
  size_t search = s->at;
  if (s->separator) search = pass_separator(s, chunk);
  ev_survey survey = {0};
  size_t end = ev_survey_chunk(s->source, search, &survey);
  s->separator = end < s->source.size;
  s->ended = !s->separator;
  chunk->text = ev_str_slice(s->source, s->at, end);
  chunk->start = (uint32_t)s->at;
  chunk->line = s->line;
  chunk->column = s->column;
  chunk->doubled = survey.returns && ev_str_find(chunk->text, EV_STR("\r\r\n")) != SIZE_MAX;
  chunk->ascii = !survey.high && !chunk->malformed && !chunk->doubled;
  chunk->exotic = survey.high && ev_has_exotic_break(chunk->text);
  chunk->braces = survey.braces;
  chunk->returns = survey.returns;
  chunk->controls = survey.controls;
  skip_byte_order_mark(chunk);
  chunk->dots = survey.dots || survey.returns || chunk->exotic || ev_str_starts(chunk->text, EV_STR("."));
  bool counted = !survey.returns && search == s->at;
  pass(s, end, counted ? survey.newlines : ev_count_lines(ev_str_slice(s->source, s->at, end)));
  return true;
}
