#include "unfold.h"

#include "breaks.h"
#include "survey.h"

/* Bytes of what the break at `i` becomes in a value: LF, or itself (LS, PS). */
static size_t break_value(ev_str s, size_t i) { return ev_exotic_break_at(s, i) == 3 ? 3 : 1; }

static bool is_blank_at(ev_str s, size_t i) { return i < s.size && (s.at[i] == ' ' || s.at[i] == '\t'); }

static size_t skip_blanks(ev_str s, size_t i) {
  while (is_blank_at(s, i)) i++;
  return i;
}

static size_t skip_spaces(ev_str s, size_t i, size_t most) {
  for (size_t n = 0; n < most && i < s.size && s.at[i] == ' '; n++) i++;
  return i;
}

static size_t character_size(ev_str s, size_t i) {
  size_t next = i;
  (void)ev_utf8_next(s, &next);
  return next - i;
}

static void unit(ev_unfold *u, size_t size, size_t source_bytes) {
  u->size = size;
  u->next = u->point.offset + source_bytes;
}

/* ---- flow scalars */

/* Blanks and breaks from `i` on: how many bytes all breaks make, and the first alone. */
static size_t pass_breaks(ev_str s, size_t i, size_t *all, size_t *first) {
  *all = *first = 0;
  for (;;) {
    size_t after = skip_blanks(s, i);
    size_t bytes = ev_break_at(s, after);
    if (!bytes) return *all ? after : i;
    if (!*first) *first = break_value(s, after);
    *all += break_value(s, after);
    i = after + bytes;
  }
}

/* Whether the value holds these bytes as they are: in JSON the exotic breaks are characters like others. */
static bool is_kept(const ev_unfold *u, size_t from, size_t to) {
  if (u->at > u->value.size || to - from > u->value.size - u->at) return false;
  return memcmp(u->value.at + u->at, u->source.at + from, to - from) == 0;
}

static bool fold(ev_unfold *u) {
  size_t all, first;
  size_t i = u->point.offset;
  if (i < u->solid) return false;
  size_t after = pass_breaks(u->source, i, &all, &first);
  if (!all || is_kept(u, i, after)) {
    u->solid = skip_blanks(u->source, after);
    return false;
  }
  bool folds = first == 1;
  size_t size = !folds ? all : all == 1 ? 1 : all - 1;
  unit(u, size, after - i);
  return true;
}

static uint32_t hex(ev_str s, size_t from, size_t digits) {
  uint32_t value = 0;
  for (size_t i = from; i < from + digits && i < s.size; i++) {
    char c = s.at[i];
    uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a' + 10) & 15;
    value = value << 4 | digit;
  }
  return value;
}

static void unicode_escape(ev_unfold *u, size_t digits) {
  char scratch[4];
  size_t i = u->point.offset;
  uint32_t c = hex(u->source, i + 2, digits);
  bool high = digits == 4 && c >= 0xd800 && c < 0xdc00;
  size_t second = i + 6;
  if (high && second + 6 <= u->source.size && u->source.at[second] == '\\' &&
      u->source.at[second + 1] == 'u') {
    uint32_t low = hex(u->source, second + 2, 4);
    if (low >= 0xdc00 && low < 0xe000) {
      unit(u, 4, 12);
      return;
    }
  }
  unit(u, ev_utf8_encode(c, scratch), 2 + digits);
}

static void escape(ev_unfold *u) {
  size_t i = u->point.offset + 1;
  size_t bytes = ev_break_at(u->source, i);
  if (bytes) {
    size_t all, first;
    size_t after = pass_breaks(u->source, i + bytes, &all, &first);
    unit(u, all, (all ? after : skip_blanks(u->source, i + bytes)) - u->point.offset);
    return;
  }
  switch (i < u->source.size ? u->source.at[i] : '\0') {
  case 'x': unicode_escape(u, 2); break;
  case 'u': unicode_escape(u, 4); break;
  case 'U': unicode_escape(u, 8); break;
  case 'N':
  case '_': unit(u, 2, 2); break;
  case 'L':
  case 'P': unit(u, 3, 2); break;
  default: unit(u, 1, 2);
  }
}

static void flow_unit(ev_unfold *u) {
  size_t i = u->point.offset;
  char c = u->source.at[i];
  bool pair = i + 1 < u->source.size && u->source.at[i + 1] == c;
  if (fold(u)) return;
  if (c == '\\' && u->style == EV_STYLE_DOUBLE)
    escape(u);
  else if (c == '\'' && u->style == EV_STYLE_SINGLE && pair)
    unit(u, 1, 2);
  else
    unit(u, character_size(u->source, i), character_size(u->source, i));
}

/* ---- block scalars */

static size_t header_end(ev_str s, size_t i) {
  while (i < s.size && !ev_break_at(s, i)) i++;
  return i + ev_break_at(s, i);
}

static size_t count_spaces(ev_str s, size_t i) { return skip_spaces(s, i, SIZE_MAX) - i; }

static size_t next_line(ev_str s, size_t i) {
  while (i < s.size && !ev_break_at(s, i)) i++;
  return i + ev_break_at(s, i);
}

/* Leading spaces that are indentation: those that the first line with text has in the source and not in
 * the value. SIZE_MAX where no line has text. */
static size_t find_indent(ev_str source, size_t line, ev_str value) {
  size_t at = 0;
  while (at < value.size && ev_break_at(value, at)) {
    at += ev_break_at(value, at);
    line = next_line(source, line);
  }
  if (at >= value.size) return SIZE_MAX;
  size_t in_source = count_spaces(source, line), in_value = count_spaces(value, at);
  return in_source > in_value ? in_source - in_value : 0;
}

static void note_line(ev_unfold *u, size_t i) {
  u->more_indented = is_blank_at(u->source, i);
  if (i < u->source.size && !ev_break_at(u->source, i)) u->begun = true;
}

/* The break at the end of a line of a folded scalar, with the empty lines that follow it. */
static void folded_break(ev_unfold *u) {
  size_t i = u->point.offset, after = i, all = 0, first = 0, bytes;
  while ((bytes = ev_break_at(u->source, after)) != 0) {
    if (!first) first = break_value(u->source, after);
    all += break_value(u->source, after);
    after = skip_spaces(u->source, after + bytes, u->indent);
  }
  bool more = is_blank_at(u->source, after) || after >= u->source.size;
  bool folds = u->begun && first == 1 && !u->more_indented && !more;
  unit(u, !folds ? all : all == 1 ? 1 : all - 1, after - i);
  note_line(u, after);
}

static void block_unit(ev_unfold *u) {
  size_t i = u->point.offset;
  size_t bytes = ev_break_at(u->source, i);
  if (!bytes)
    unit(u, character_size(u->source, i), character_size(u->source, i));
  else if (u->style == EV_STYLE_FOLDED)
    folded_break(u);
  else
    unit(u, break_value(u->source, i), skip_spaces(u->source, i + bytes, u->indent) - i);
}

/* ---- the walk */

static bool is_block(ev_node_style style) { return style == EV_STYLE_LITERAL || style == EV_STYLE_FOLDED; }

static void load_unit(ev_unfold *u) {
  if (u->point.offset >= u->source.size)
    unit(u, SIZE_MAX, 0);
  else if (is_block(u->style))
    block_unit(u);
  else
    flow_unit(u);
}

void ev_unfold_start(ev_unfold *u, ev_str source, const ev_node *string) {
  *u = (ev_unfold){.source = source, .value = string->text, .style = (ev_node_style)string->style};
  u->point = (ev_point){string->offset, string->place.line, string->place.column};
  size_t from = string->offset;
  if (u->style == EV_STYLE_SINGLE || u->style == EV_STYLE_DOUBLE) from++;
  if (is_block(u->style)) {
    from = header_end(source, from);
    u->indent = find_indent(source, from, string->text);
    from = skip_spaces(source, from, u->indent);
    note_line(u, from);
  }
  u->point = ev_point_forward(source, u->point, from);
  load_unit(u);
}

ev_point ev_unfold_to(ev_unfold *u, size_t at) {
  while (at >= u->at && at - u->at >= u->size) {
    u->at += u->size;
    u->point = ev_point_forward(u->source, u->point, u->next);
    load_unit(u);
  }
  return u->point;
}

/* ---- ends of block scalars */

static size_t indicator_end(ev_str s, size_t i) {
  for (i++; i < s.size && (s.at[i] == '+' || s.at[i] == '-' || (s.at[i] >= '0' && s.at[i] <= '9')); i++) {
  }
  return i;
}

static size_t before_breaks(ev_str s, size_t from, size_t end) {
  for (;;) {
    if (end > from && (s.at[end - 1] == '\n' || s.at[end - 1] == '\r'))
      end--;
    else if (end > from + 1 && ev_break_at(s, end - 2) == 2)
      end -= 2;
    else if (end > from + 2 && ev_exotic_break_at(s, end - 3) == 3)
      end -= 3;
    else
      return end;
  }
}

static size_t line_start(ev_str s, size_t from, size_t at) {
  while (at > from && s.at[at - 1] != '\n' && s.at[at - 1] != '\r') at--;
  return at;
}

/* Goes back over empty lines, that is lines of no more spaces than the indentation. */
static size_t last_text(ev_str s, size_t first, size_t end, ev_str value) {
  size_t indent = SIZE_MAX;
  for (;;) {
    end = before_breaks(s, first, end);
    size_t line = line_start(s, first, end);
    if (line + count_spaces(s, line) < end) return end;
    if (indent == SIZE_MAX) indent = find_indent(s, first, value);
    if (end <= first || end - line > indent) return end;
    end = line;
  }
}

static bool has_text(ev_str value) {
  for (size_t i = 0; i < value.size; i++)
    if (!ev_break_at(value, i) && (unsigned char)value.at[i] < 0x80) return true;
  return before_breaks(value, 0, value.size) > 0;
}

ev_point ev_block_scalar_end(ev_str source, ev_str value, ev_point start, ev_point end) {
  if (!has_text(value)) return ev_point_forward(source, start, indicator_end(source, start.offset));
  size_t first = header_end(source, start.offset);
  size_t at = last_text(source, first, end.offset, value);
  size_t line = line_start(source, start.offset, at);
  if (line == start.offset) return ev_point_forward(source, start, at); /* an exotic break ends the header */
  uint32_t column = (uint32_t)ev_utf8_count(ev_str_slice(source, line, at)) + 1;
  return (ev_point){(uint32_t)at, end.line - ev_count_lines(ev_str_slice(source, at, end.offset)), column};
}
