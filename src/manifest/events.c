#include "events.h"

#include "breaks.h"
#include "initialised.h"
#include "notes.h"
#include "problem.h"

/* What libyaml reads from: a chunk, and the line break that kubectl's line reader adds at the end of a file.
 */
typedef struct input {
  ev_str text;
  size_t at;
  bool drops; /* returns that kubectl's line reader drops, too */
  bool ended;
} input;

static size_t copy_input(input *in, unsigned char *buffer, size_t size) {
  size_t n = in->text.size - in->at < size ? in->text.size - in->at : size;
  if (!in->drops) {
    memcpy(buffer, in->text.at + in->at, n);
    in->at += n;
    return n;
  }
  for (n = 0; n < size && in->at < in->text.size; in->at++)
    if (!ev_is_dropped_return(in->text, in->at)) buffer[n++] = (unsigned char)in->text.at[in->at];
  return n;
}

static int read_input(void *context, unsigned char *buffer, size_t size, size_t *size_read) {
  EV_INITIALISED(context);
  EV_INITIALISED(buffer);
  EV_INITIALISED(size);
  EV_INITIALISED(size_read);
  input *in = context;
  size_t n = copy_input(in, buffer, size);
  if (n < size && !in->ended) {
    buffer[n++] = '\n';
    in->ended = true;
  }
  *size_read = n;
  return 1;
}

static bool hide_apostrophes(ev_builder *b, const yaml_parser_t *parser, ev_apostrophes *hidden) {
  if (parser->error != YAML_SCANNER_ERROR || !ev_problem_is_escape(parser)) return false;
  size_t at = ev_marker_byte(&b->marker, parser->problem_mark.index);
  bool again = ev_apostrophes_hide(hidden, b->chunk->text, at);
  if (hidden->failed) b->tree.arena->failed = true;
  return again;
}

/* Feeds the builder until the document ends; *behind is where the next one would start in the chunk. */
static void parse_events(ev_builder *b, yaml_parser_t *parser, ev_apostrophes *hidden, size_t *behind) {
  while (!b->ended) {
    yaml_event_t event;
    bool parsed = yaml_parser_parse(parser, &event) != 0;
    EV_INITIALISED(event);
    EV_INITIALISED(*parser);
    if (!parsed) {
      if (parser->error == YAML_MEMORY_ERROR) b->tree.arena->failed = true;
      if (!hide_apostrophes(b, parser, hidden)) ev_problem_report(b, parser);
      return;
    }
    bool going = ev_builder_event(b, &event);
    if (event.type == YAML_DOCUMENT_END_EVENT) *behind = ev_marker_byte(&b->marker, event.start_mark.index);
    yaml_event_delete(&event);
    if (!going) return;
  }
}

/* libyaml is not shown what stands behind `...`: 0.2.5 would not look at it before the document's end, later
 * versions do. */
static bool read_once(ev_builder *b, ev_apostrophes *hidden) {
  ev_str text = b->chunk->text;
  size_t end = b->chunk->dots ? ev_notes_document_end(text) : text.size;
  bool complete = end == text.size && end > 0 && text.at[end - 1] == '\n';
  ev_str shown = {hidden->shown ? hidden->shown : text.at, end};
  input in = {.text = shown, .drops = b->chunk->doubled, .ended = complete};
  yaml_parser_t parser;
  if (!yaml_parser_initialize(&parser)) {
    b->tree.arena->failed = true;
    return false;
  }
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input(&parser, read_input, &in);
  size_t behind = text.size;
  hidden->again = false;
  b->apostrophes = hidden->shown != NULL;
  parse_events(b, &parser, hidden, &behind);
  yaml_parser_delete(&parser);
  if (!b->ended || b->tree.arena->failed || !ev_problem_unread(b, end)) return false;
  if (behind > end) behind = end;
  return ev_notes_marks(b, behind) && ev_notes_trailing(b, behind) && ev_notes_exotic(b);
}

bool ev_events_read(ev_builder *b, ev_apostrophes *hidden) {
  bool read = read_once(b, hidden);
  while (hidden->again) {
    ev_builder_start_again(b);
    read = read_once(b, hidden);
  }
  ev_apostrophes_free(hidden);
  return read;
}
