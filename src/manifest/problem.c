#include "problem.h"

typedef struct sentence {
  const char *problem; /* libyaml's, exactly */
  const char *message;
  const char *help; /* or NULL */
} sentence;

static const sentence sentences[] = {
    {"could not find expected ':'", "expected `:` after this key",
     "a key and its value stand as `key: value`"},
    {"did not find expected key", "expected a key at this indentation",
     "check the indentation of this line and of the ones above it"},
    {"did not find expected '-' indicator", "expected `- ` at this indentation",
     "check the indentation of this line and of the list above it"},
    {"did not find expected ',' or ']'", "expected `,` or `]` in a list that starts with `[`",
     "close the list with `]`, or quote a value that holds brackets, commas or `: `"},
    {"did not find expected ',' or '}'", "expected `,` or `}` in a mapping that starts with `{`",
     "close the mapping with `}`, or quote a value that holds braces, commas or `: `"},
    {"did not find expected node content", "expected a value",
     "quote the value if it starts with a special character"},
    {"block sequence entries are not allowed in this context", "found `- ` where no list can start",
     "put the list on its own lines under the key, or quote the value"},
    {"mapping keys are not allowed in this context", "found `? ` where no key can start",
     "quote the value if the `?` is text"},
    {"found unexpected document indicator",
     "found `---` or `...` at the start of a line inside a quoted string",
     "indent the line; kubectl ends the document there"},
    {"found unknown escape character", "found a backslash escape that YAML does not know",
     "write `\\\\` for a backslash, or use single quotes"},
    {"did not find expected hexdecimal number", "expected hexadecimal digits after the backslash escape",
     NULL},
    {"found invalid Unicode character escape code", "found an escape that names no Unicode character",
     "write the character itself; YAML knows no surrogate pairs"},
    {"found undefined tag handle", "found a tag whose handle is not defined",
     "kubectl cannot read the `%TAG` directive that would define it"},
    {"found a tab character that violates indentation", "found a tab where the indentation stands",
     "indent with spaces; YAML takes no tabs there"},
    {"found a tab character where an indentation space is expected",
     "found a tab where the indentation stands", "indent with spaces; YAML takes no tabs there"},
    {"found an indentation indicator equal to 0", "found `0` as the indentation of a block of text",
     "use a digit from 1 to 9, or none"},
    {"did not find expected comment or line break", "expected the end of the line",
     "the text of a `|` or `>` block starts on the next line"},
    {"did not find expected alphabetic or numeric character",
     "found `*` or `&` without a name of letters, digits, `-` and `_` behind it",
     "quote the value if the `*` or `&` is text"},
    {"found unexpected ':'", "found `:` inside a value between brackets", "quote the value"},
    {"found unknown directive name", "found a `%` directive, which kubectl cannot read", "remove the line"},
    {"did not find expected digit or '.' character", "found a `%` directive, which kubectl cannot read",
     "remove the line"},
    {"found incompatible YAML document", "found a `%YAML` directive, which kubectl cannot read",
     "remove the line"},
};

static ev_point point_of(ev_builder *b, const yaml_mark_t *mark) { return ev_marker_point(&b->marker, mark); }

static bool problem_is(const yaml_parser_t *parser, const char *text) {
  return parser->problem && strcmp(parser->problem, text) == 0;
}

bool ev_problem_is_escape(const yaml_parser_t *parser) {
  return problem_is(parser, "found unknown escape character");
}

/* What stands at the place, for "and found ...". */
static ev_str found_at(ev_builder *b, ev_point at) {
  size_t end = b->chunk->start + b->chunk->text.size;
  if (at.offset >= end) return EV_STR("the end of the document");
  ev_str rest = ev_str_slice(b->source, at.offset, end);
  size_t size = 0;
  while (size < rest.size && size < 20 && rest.at[size] != '\n' && rest.at[size] != '\r') size++;
  while (size > 0 && size < rest.size && ((unsigned char)rest.at[size] & 0xc0) == 0x80) size--;
  ev_str text = ev_str_trim(ev_str_slice(rest, 0, size), " \t");
  if (text.size == 0) return EV_STR("the end of the line");
  text = ev_excerpt(b->tree.arena, text);
  size_t quoted = text.size + 2;
  char *out = ev_arena_alloc(b->tree.arena, quoted);
  if (!out) return text;
  out[0] = out[quoted - 1] = '`';
  memcpy(out + 1, text.at, text.size);
  return (ev_str){out, quoted};
}

static void say(ev_builder *b, const char *code, ev_point at, const char *message, const char *help) {
  (void)ev_fault_set(&b->fault, b->tree.arena, code, at, "%s", message);
  if (help) ev_fault_help(&b->fault, help);
}

/* ---- bytes that no reader takes */

static ev_point point_at(ev_builder *b, size_t in_chunk) {
  ev_point start = {b->chunk->start, b->chunk->line, b->chunk->column};
  return ev_point_forward(b->source, start, b->chunk->start + in_chunk);
}

static void report_bad_utf8(ev_builder *b) {
  size_t bad = ev_utf8_invalid_at(b->chunk->text);
  ev_point at = point_at(b, bad == SIZE_MAX ? b->chunk->text.size : bad);
  (void)ev_fault_set(&b->fault, b->tree.arena, "bad-utf8", at,
                     "found bytes that are not UTF-8, at byte offset %u", (unsigned)at.offset);
  ev_fault_help(&b->fault, "save the file as UTF-8");
}

static void report_control(ev_builder *b, size_t in_chunk, unsigned code_point) {
  ev_point at = point_at(b, in_chunk);
  bool wide = code_point == 0 && at.offset < 2;
  (void)ev_fault_set(&b->fault, b->tree.arena, "control-character", at,
                     "found the control character U+%04X, which YAML does not allow, at byte offset %u",
                     code_point, (unsigned)at.offset);
  ev_fault_help(&b->fault, wide ? "the file looks like UTF-16; save it as UTF-8"
                                : "remove it, or write it as an escape inside double quotes");
}

static bool is_readable(uint32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0x7e) || c == 0x85 ||
         (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
}

/* Reports the first control character at or behind `from`; false where there is none. */
static bool report_first_control(ev_builder *b, size_t from) {
  ev_str text = b->chunk->text;
  for (size_t i = from; i < text.size;) {
    size_t at = i;
    uint32_t c = ev_utf8_next(text, &i);
    if (is_readable(c)) continue;
    report_control(b, at, (unsigned)c);
    return true;
  }
  return false;
}

bool ev_problem_unread(ev_builder *b, size_t from) {
  ev_str rest = ev_str_slice(b->chunk->text, from, b->chunk->text.size);
  if (rest.size && ev_utf8_invalid_at(rest) != SIZE_MAX) {
    report_bad_utf8(b);
    return false;
  }
  return !report_first_control(b, from);
}

static void report_reader(ev_builder *b, const yaml_parser_t *parser) {
  bool control = problem_is(parser, "control characters are not allowed");
  if (!control || !report_first_control(b, 0)) report_bad_utf8(b);
}

/* ---- what needs a look at the text */

static char char_at(const ev_builder *b, ev_point at) {
  return at.offset < b->source.size ? b->source.at[at.offset] : '\0';
}

static void report_bad_start(ev_builder *b, ev_point at) {
  char c = char_at(b, at);
  if (c == '\t') {
    say(b, "yaml-syntax", at, "found a tab where the indentation stands",
        "indent with spaces; YAML takes no tabs there");
    return;
  }
  if (c == '`')
    say(b, "yaml-syntax", at, "found a backtick, with which no plain value can start", NULL);
  else
    (void)ev_fault_set(&b->fault, b->tree.arena, "yaml-syntax", at,
                       "found `%c`, with which no plain value can start", c);
  ev_fault_help(&b->fault, "quote the value");
}

/* Where the key on the line of a misplaced `:` starts, if it is too long for a key; else 0 characters. */
static size_t key_length(const ev_builder *b, ev_point at) {
  size_t start = at.offset;
  while (start > 0 && b->source.at[start - 1] != '\n' && b->source.at[start - 1] != '\r') start--;
  ev_str key = ev_str_trim(ev_str_slice(b->source, start, at.offset), " -\t");
  return ev_str_find(key, EV_STR(": ")) == SIZE_MAX ? ev_utf8_count(key) : 0;
}

static void report_colon(ev_builder *b, ev_point at) {
  if (key_length(b, at) > 1024)
    say(b, "yaml-syntax", at, "found a key longer than 1024 characters, the most that YAML allows",
        "shorten the key, or write `? ` before it");
  else
    say(b, "yaml-syntax", at, "found `: ` where no key can stand",
        "quote the value if it holds `: `, or check the indentation of this line");
}

static void report_open_quote(ev_builder *b, const yaml_parser_t *parser) {
  ev_point at = point_of(b, &parser->context_mark);
  say(b, "yaml-syntax", at, "found the end of the document inside this quoted string",
      "close the quote; a line that starts with `---` ends the document even inside quotes");
}

static void report_no_document(ev_builder *b, ev_point at) {
  ev_str text = ev_str_trim(b->chunk->text, " \t\r\n");
  if (ev_str_starts(text, EV_STR("%")))
    say(b, "yaml-syntax", point_at(b, 0), "found a `%` directive, which kubectl cannot read",
        "remove the line");
  else
    say(b, "yaml-syntax", at, "expected the end of the document, and found more",
        "check the indentation, and start a new document with a line `---`");
}

static void say_sentence(ev_builder *b, ev_point at, const sentence *s) {
  if (strncmp(s->message, "expected", 8) != 0) {
    say(b, "yaml-syntax", at, s->message, s->help);
    return;
  }
  ev_str found = found_at(b, at);
  (void)ev_fault_set(&b->fault, b->tree.arena, "yaml-syntax", at, "%s, and found %.*s", s->message,
                     EV_STR_ARG(found));
  if (s->help) ev_fault_help(&b->fault, s->help);
}

/* At the end of the document, inside brackets: the bracket is what is wrong. */
static bool report_open_bracket(ev_builder *b, ev_point at) {
  if (at.offset < b->chunk->start + b->chunk->text.size || b->flow_depth == 0) return false;
  const ev_node *open = ev_builder_top(b)->open.node;
  at = (ev_point){open->offset, open->place.line, open->place.column};
  if (at.line == 0) return false;
  say(b, "yaml-syntax", at,
      open->kind == EV_NODE_LIST ? "this list is never closed" : "this mapping is never closed",
      "close it with the bracket that belongs to the first, or quote the value if the bracket is text");
  return true;
}

static void report_other(ev_builder *b, const yaml_parser_t *parser, ev_point at) {
  if (report_open_bracket(b, at)) return;
  if (problem_is(parser, "did not find expected alphabetic or numeric character"))
    at = point_of(b, &parser->context_mark);
  for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
    if (!problem_is(parser, sentences[i].problem)) continue;
    say_sentence(b, at, &sentences[i]);
    return;
  }
  say(b, "yaml-syntax", at, parser->problem ? parser->problem : "this is not valid YAML", NULL);
}

static void report_syntax(ev_builder *b, const yaml_parser_t *parser) {
  ev_point at = point_of(b, &parser->problem_mark);
  if (problem_is(parser, "found character that cannot start any token"))
    report_bad_start(b, at);
  else if (problem_is(parser, "mapping values are not allowed in this context"))
    report_colon(b, at);
  else if (problem_is(parser, "found unexpected end of stream"))
    report_open_quote(b, parser);
  else if (problem_is(parser, "did not find expected <document start>"))
    report_no_document(b, at);
  else
    report_other(b, parser, at);
}

void ev_problem_report(ev_builder *b, const yaml_parser_t *parser) {
  if (parser->error == YAML_MEMORY_ERROR) return;
  if (parser->error == YAML_READER_ERROR)
    report_reader(b, parser);
  else
    report_syntax(b, parser);
  b->fault.may_be_template = true;
}
