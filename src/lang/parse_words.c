/* Names, numbers and strings, read from their places in the source. */
#include "never.h"
#include "parse.h"

ev_str ev_parse_source(const ev_parser *p, ev_place place) {
  return ev_str_slice(p->source->text, place.start, place.end);
}

ev_word ev_parse_name(const ev_parser *p, ev_place place) {
  return (ev_word){ev_parse_source(p, place), {place.start, place.end}};
}

ev_word ev_parse_no_word(ev_place place) { return (ev_word){{"", 0}, {place.start, place.end}}; }

ev_words *ev_parse_word(ev_parser *p, ev_word word) {
  ev_words *words = EV_NEW(p->arena, ev_words);
  if (words) words->word = word;
  return words;
}

/* ---- numbers */

/* Appends a decimal digit; false when the result does not fit. */
static bool shift_in(ev_int *number, char digit) {
  ev_int tens;
  return !__builtin_mul_overflow(*number, (ev_int)10, &tens) &&
         !__builtin_add_overflow(tens, (ev_int)(digit - '0'), number);
}

/* Of those of suffixes the largest is 1024^6. */
static ev_int power(ev_int base, unsigned exponent) {
  ev_int n = 1;
  while (exponent-- > 0) n *= base;
  return n;
}

/* What a suffix multiplies by. The lexer knows no others. */
static ev_rat suffix_factor(ev_str suffix) {
  static const char large[] = "kMGTPE", binary[] = "KMGTPE", small[] = "mun";
  if (suffix.size == 0 || ev_str_is(suffix, "%")) return ev_rat_of(1);
  bool is_binary = suffix.size == 2;
  const char *up = strchr(is_binary ? binary : large, suffix.at[0]);
  if (up) {
    unsigned steps = (unsigned)(up - (is_binary ? binary : large)) + 1;
    return ev_rat_of(power(is_binary ? 1024 : 1000, steps));
  }
  const char *down = strchr(small, suffix.at[0]);
  return (ev_rat){1, power(1000, (unsigned)(down - small) + 1)};
}

/* The lexer has seen to the form: digits with `_`, perhaps a point and digits, perhaps a suffix or %. */
static bool read_number(ev_str text, ev_rat *number) {
  ev_int digits = 0, scale = 1;
  bool fraction = false;
  size_t i = 0;
  for (; i < text.size; i++) {
    char c = text.at[i];
    if (c == '_') continue;
    if (c == '.') {
      fraction = true;
      continue;
    }
    if (c < '0' || c > '9') break;
    if (!shift_in(&digits, c) || (fraction && !shift_in(&scale, '0'))) return false;
  }
  ev_rat value;
  return ev_rat_make(digits, scale, &value) &&
         ev_rat_mul(value, suffix_factor(ev_str_slice(text, i, text.size)), number);
}

bool ev_parse_number(ev_parser *p, ev_place place, ev_rat *number) {
  if (read_number(ev_parse_source(p, place), number)) return true;
  ev_diagnostic *d = ev_parse_error(p, place, "the number does not fit into 128 bits");
  ev_parse_help(p, d, "the largest is about 1.7e38, and a fraction has 38 digits at most");
  return false;
}

/* ---- escapes */

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/* \u{...} at `at`: the code point and the size of it all; 0 when it is malformed or no character. */
static size_t read_code_point(ev_str s, size_t at, uint32_t *code_point) {
  size_t i = at + 3;
  if (i > s.size || s.at[at + 2] != '{') return 0;
  *code_point = 0;
  for (; i < s.size && hex_digit(s.at[i]) >= 0 && i < at + 9; i++)
    *code_point = *code_point * 16 + (uint32_t)hex_digit(s.at[i]);
  bool digits = i > at + 3, surrogate = *code_point >= 0xd800 && *code_point <= 0xdfff;
  if (!digits || i == s.size || s.at[i] != '}' || *code_point > 0x10ffff || surrogate) return 0;
  return i + 1 - at;
}

static void bad_escape(ev_parser *p, uint32_t offset, ev_str escape) {
  ev_place place = {.start = offset, .end = offset + (uint32_t)escape.size};
  ev_diagnostic *d = ev_parse_error_of(p, place, escape, "is no escape");
  ev_parse_help(p, d, "escapes are \\n \\t \\r \\\" \\\\ \\{ \\} and \\u{1F600}, a character by its number");
}

/* Behind the character after the backslash, or the digits in braces after \u. */
static size_t end_of_bad_escape(ev_str s, size_t at) {
  size_t end = at + 1;
  if (ev_utf8_next(s, &end) != 'u' || end == s.size || s.at[end] != '{') return end;
  size_t digits = end + 1;
  while (digits < s.size && hex_digit(s.at[digits]) >= 0) digits++;
  return digits < s.size && s.at[digits] == '}' ? digits + 1 : end;
}

/* Adds what the escape at `at` of `s` stands for, and returns its size. `offset` is that of `s` in the file.
 */
static size_t add_escaped(ev_parser *p, ev_buf *out, ev_str s, size_t at, uint32_t offset) {
  static const char letters[] = "ntr\"\\{}", values[] = "\n\t\r\"\\{}";
  char letter = s.at[at + 1];
  const char *found = letter ? strchr(letters, letter) : NULL;
  if (found) {
    ev_buf_char(out, values[found - letters]);
    return 2;
  }
  uint32_t code_point;
  size_t size = letter == 'u' ? read_code_point(s, at, &code_point) : 0;
  if (size) {
    char bytes[4];
    ev_buf_add(out, bytes, ev_utf8_encode(code_point, bytes));
    return size;
  }
  size_t end = end_of_bad_escape(s, at);
  bad_escape(p, offset + (uint32_t)at, ev_str_slice(s, at, end));
  return end - at;
}

static ev_str take(ev_parser *p, ev_buf *buf) {
  ev_str text = ev_buf_to_arena(buf, p->arena);
  if (buf->failed) p->arena->failed = true;
  ev_buf_free(buf);
  return text.at ? text : EV_STR("");
}

/* `s` with its escapes resolved: a view of it where there are none. */
static ev_str unescape(ev_parser *p, ev_str s, uint32_t offset) {
  if (s.size == 0 || !memchr(s.at, '\\', s.size)) return s;
  ev_buf out = {0};
  for (size_t i = 0; i < s.size;) {
    if (s.at[i] == '\\' && EV_ALWAYS(i + 1 < s.size))
      i += add_escaped(p, &out, s, i, offset);
    else
      ev_buf_char(&out, s.at[i++]);
  }
  return take(p, &out);
}

/* ---- text blocks */

static bool is_block(ev_str raw) { return raw.size >= 6 && ev_str_starts(raw, EV_STR("\"\"\"")); }

static size_t line_end(ev_str s, size_t from) {
  while (from < s.size && s.at[from] != '\n' && s.at[from] != '\r') from++;
  return from;
}

static size_t next_line(ev_str s, size_t end) {
  if (end < s.size && s.at[end] == '\r') end++;
  if (end < s.size && s.at[end] == '\n') end++;
  return end;
}

static size_t skip_blanks(ev_str s, size_t from) {
  while (from < s.size && (s.at[from] == ' ' || s.at[from] == '\t')) from++;
  return from;
}

/* The parts of a block, as offsets in its raw text. */
typedef struct ev_block {
  size_t first;  /* of the first line */
  size_t last;   /* of the line with the closing quotes */
  size_t indent; /* bytes before them */
} ev_block;

static ev_block measure(ev_str raw) {
  ev_block block = {.first = next_line(raw, line_end(raw, 3))};
  size_t quotes = raw.size - 3;
  block.last = quotes;
  while (block.last > 3 && raw.at[block.last - 1] != '\n' && raw.at[block.last - 1] != '\r') block.last--;
  block.indent = quotes - block.last;
  return block;
}

static void block_error(ev_parser *p, ev_place place, size_t from, size_t to, const char *message,
                        const char *help) {
  ev_place at = {.start = place.start + (uint32_t)from, .end = place.start + (uint32_t)to};
  ev_parse_help(p, ev_parse_error(p, at, message), help);
}

static bool block_is_well_formed(ev_parser *p, ev_place place, ev_str raw, ev_block block) {
  size_t rest = skip_blanks(raw, 3), close = skip_blanks(raw, block.last);
  if (rest < line_end(raw, 3)) {
    block_error(p, place, rest, line_end(raw, rest),
                "the text of a block starts on the line after the opening quotes",
                "end the line behind the \"\"\"");
    return false;
  }
  if (close == raw.size - 3) return true;
  block_error(p, place, raw.size - 3, raw.size,
              "the closing quotes of a text block stand alone on their line",
              "put the \"\"\" on the next line, indented as far as the text");
  return false;
}

/* Adds a line without the indentation; false, with an error, where it is indented less. */
static bool add_line(ev_parser *p, ev_buf *out, ev_place place, ev_str raw, ev_block block, size_t from,
                     size_t to) {
  ev_str line = ev_str_slice(raw, from, to),
         indent = ev_str_slice(raw, block.last, block.last + block.indent);
  if (ev_str_starts(line, indent)) {
    ev_buf_str(out, ev_str_slice(line, indent.size, line.size));
    return true;
  }
  size_t text = skip_blanks(raw, from);
  if (text >= to) return true; /* a blank line */
  block_error(p, place, from, text + 1, "the line is indented less than the closing quotes",
              "indent it by the same blanks or tabs, or move the closing \"\"\" to the left");
  return false;
}

static ev_str read_block(ev_parser *p, ev_place place, ev_str raw) {
  ev_block block = measure(raw);
  if (!block_is_well_formed(p, place, raw, block)) return EV_STR("");
  ev_buf out = {0};
  for (size_t from = block.first; from < block.last;) {
    size_t to = line_end(raw, from);
    if (from > block.first) ev_buf_char(&out, '\n');
    if (!add_line(p, &out, place, raw, block, from, to)) break;
    from = next_line(raw, to);
  }
  return take(p, &out);
}

bool ev_parse_block_layout(const ev_parser *p, ev_place place, uint32_t *offset, uint32_t *indent) {
  ev_str raw = ev_parse_source(p, place);
  if (!is_block(raw)) return false;
  ev_block block = measure(raw);
  *offset = place.start + (uint32_t)block.first;
  *indent = (uint32_t)block.indent;
  return true;
}

/* ---- strings */

/* Inside {} the quotes are \" and \". */
static size_t quote_size(const ev_parser *p) { return p->lexer.piece ? 2 : 1; }

/* A string that was not closed has been reported. It may end in a quote all the same, behind a backslash that
 * takes the meaning from it. */
static bool is_closed(const ev_parser *p, ev_str raw) {
  size_t quote = quote_size(p), backslashes = 0;
  if (is_block(raw)) return true;
  if (raw.size < 2 * quote || raw.at[raw.size - 1] != '"') return false;
  while (raw.at[raw.size - quote - 1 - backslashes] == '\\') backslashes++;
  return backslashes % 2 == 0;
}

/* What stands between the quotes, and where; nothing where they are not closed. */
static ev_str inside_quotes(const ev_parser *p, ev_place place, uint32_t *offset) {
  ev_str raw = ev_parse_source(p, place);
  size_t quote = quote_size(p);
  *offset = place.start + (uint32_t)quote;
  return is_closed(p, raw) ? ev_str_slice(raw, quote, raw.size - quote) : EV_STR("");
}

ev_word ev_parse_string(ev_parser *p, ev_place place) {
  ev_str raw = ev_parse_source(p, place);
  uint32_t offset;
  ev_str inside = inside_quotes(p, place, &offset);
  ev_str text = is_block(raw) ? read_block(p, place, raw) : unescape(p, inside, offset);
  return (ev_word){text, {place.start, place.end}};
}

static ev_place place_of(ev_span span) { return (ev_place){.start = span.start, .end = span.end}; }

static ev_span span_of_all(const ev_words *words) {
  ev_span span = words ? words->word.span : (ev_span){0, 0};
  for (; words; words = words->next) span.end = words->word.span.end;
  return span;
}

ev_word ev_parse_text(ev_parser *p, const ev_words *words) {
  ev_word word = {{"", 0}, span_of_all(words)};
  if (!words) return word;
  if (!words->next) {
    word.text = ev_parse_string(p, place_of(words->word.span)).text;
    return word;
  }
  ev_buf joined = {0};
  for (const ev_words *w = words; w; w = w->next) {
    if (w != words) ev_buf_char(&joined, ' ');
    ev_buf_str(&joined, ev_parse_string(p, place_of(w->word.span)).text);
  }
  word.text = take(p, &joined);
  return word;
}

/* ---- templates */

/* A template in the making: pieces, and literal text since the last one. */
typedef struct ev_template {
  ev_expr_list pieces;
  ev_buf text;
  uint32_t start, end; /* of the literal text in the file */
  bool has_expressions;
} ev_template;

static void end_literal(ev_parser *p, ev_template *t) {
  if (t->text.size == 0 && !t->text.failed) return;
  ev_place place = {.start = t->start, .end = t->end};
  ev_word word = {take(p, &t->text), {t->start, t->end}};
  ev_expr *literal = ev_syntax_text(p, place, EV_E_STRING, word);
  EV_APPEND(t->pieces, literal);
}

static uint32_t add_piece(ev_parser *p, ev_template *t, uint32_t brace, uint32_t limit) {
  uint32_t after;
  t->end = brace;
  end_literal(p, t);
  ev_expr *piece = ev_parse_piece(p, brace + 1, limit, &after);
  EV_APPEND(t->pieces, piece);
  t->has_expressions = true;
  t->start = after;
  return after;
}

static void stray_brace(ev_parser *p, uint32_t at) {
  ev_place place = {.start = at, .end = at + 1};
  ev_parse_help(p, ev_parse_error(p, place, "this `}` closes nothing"), "write \\} for a brace");
}

static void add_template(ev_parser *p, ev_template *t, ev_place place) {
  uint32_t offset;
  ev_str s = inside_quotes(p, place, &offset);
  for (size_t i = 0; i < s.size;) {
    uint32_t at = offset + (uint32_t)i;
    if (s.at[i] == '\\' && EV_ALWAYS(i + 1 < s.size)) {
      i += add_escaped(p, &t->text, s, i, offset);
    } else if (s.at[i] == '{') {
      i = add_piece(p, t, at, offset + (uint32_t)s.size) - offset;
    } else {
      if (s.at[i] == '}') stray_brace(p, at);
      ev_buf_char(&t->text, s.at[i++]);
    }
  }
  t->end = place.end;
}

/* Text blocks are taken as they are: what looks like an expression in one would be a trap. */
static void add_block(ev_parser *p, ev_template *t, ev_place place) {
  ev_str text = ev_parse_string(p, place).text;
  ev_buf_str(&t->text, text);
  t->end = place.end;
  if (text.size == 0 || !(memchr(text.at, '{', text.size) || memchr(text.at, '}', text.size))) return;
  ev_parse_help(
      p,
      ev_parse_error(p, place, "a text block cannot hold {} expressions, nor braces where they could stand"),
      "write strings, one after the other: they are joined by blanks");
}

static void add_template_string(ev_parser *p, ev_template *t, const ev_words *words) {
  ev_place place = place_of(words->word.span);
  if (t->text.size == 0) t->start = place.start;
  if (is_block(ev_parse_source(p, place)))
    add_block(p, t, place);
  else
    add_template(p, t, place);
}

ev_expr *ev_parse_template(ev_parser *p, const ev_words *words) {
  if (!words) return NULL;
  ev_span span = span_of_all(words);
  ev_template t = {.start = span.start, .end = span.start};
  for (const ev_words *w = words; w; w = w->next) {
    if (w != words) ev_buf_char(&t.text, ' ');
    add_template_string(p, &t, w);
  }
  ev_place place = place_of(span);
  if (!t.has_expressions) return ev_syntax_text(p, place, EV_E_STRING, (ev_word){take(p, &t.text), span});
  end_literal(p, &t);
  return ev_syntax_list(p, place, EV_E_TEMPLATE, place, t.pieces.first);
}
