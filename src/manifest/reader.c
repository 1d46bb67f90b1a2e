/* The reader: a stream document by document, as kubectl's NewYAMLOrJSONDecoder takes it. */
#include "builder.h"
#include "events.h"
#include "json.h"
#include "limit.h"
#include "lines.h"
#include "notes.h"
#include "outline.h"
#include "template.h"

typedef enum mode { MODE_REFUSED, MODE_JSON, MODE_YAML, MODE_END } mode;

struct ev_reader {
  ev_manifest_limits limits;
  ev_document_filter rules_out; /* or NULL */
  const void *filter_context;
  bool thorough; /* no quick way is tried */
  ev_arena arena;
  ev_builder builder;
  ev_apostrophes apostrophes;
  ev_str source;
  mode mode;
  uint32_t index; /* of the next document */
  const char *refused_code, *refused;
  ev_splitter splitter;
  ev_chunk chunk;
  ev_point json_at;    /* behind the last JSON value */
  uint32_t json_count; /* JSON values read */
  bool fell_back;      /* the next chunk is what JSON could not read ... */
  ev_fault json_fault; /* ... for this reason, its message static */
  bool json_cut_short; /* ... at the end of the text */
};

ev_manifest_limits ev_manifest_limits_default(void) {
  return (ev_manifest_limits){
      .document_bytes = EV_MAX_DOCUMENT_BYTES,
      .flow_depth = EV_MAX_FLOW_DEPTH,
      .block_depth = EV_MAX_BLOCK_DEPTH,
      .alias_nodes = EV_MAX_ALIAS_NODES,
      .nodes = EV_MAX_NODES,
      .quirks = EV_MAX_FINDINGS,
  };
}

ev_reader *ev_reader_new(const ev_manifest_limits *limits) {
  ev_reader *reader = ev_realloc(NULL, sizeof *reader);
  if (!reader) return NULL;
  *reader = (ev_reader){.mode = MODE_END};
  reader->limits = limits ? *limits : ev_manifest_limits_default();
  ev_arena_init(&reader->arena, 0);
  return reader;
}

void ev_reader_free(ev_reader *reader) {
  if (!reader) return;
  ev_builder_free(&reader->builder);
  ev_arena_free(&reader->arena);
  ev_free(reader);
}

void ev_reader_filter(ev_reader *reader, ev_document_filter rules_out, const void *context) {
  reader->rules_out = rules_out;
  reader->filter_context = context;
}

void ev_reader_be_thorough(ev_reader *reader) { reader->thorough = true; }

ev_arena *ev_reader_arena(ev_reader *reader) { return &reader->arena; }

/* ---- the start of a stream */

static const char *foreign_encoding(ev_str text) {
  if (ev_str_starts(text, EV_STR("\xff\xfe\0\0")))
    return "found UTF-32 (little endian), and only UTF-8 is read";
  if (ev_str_starts(text, EV_STR("\0\0\xfe\xff"))) return "found UTF-32 (big endian), and only UTF-8 is read";
  if (ev_str_starts(text, EV_STR("\xff\xfe"))) return "found UTF-16 (little endian), and only UTF-8 is read";
  if (ev_str_starts(text, EV_STR("\xfe\xff"))) return "found UTF-16 (big endian), and only UTF-8 is read";
  return NULL;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static bool starts_like_json(ev_str text) {
  size_t i = 0;
  while (i < text.size && i < EV_STREAM_HEAD && is_space(text.at[i])) i++;
  return i < text.size && i < EV_STREAM_HEAD && text.at[i] == '{';
}

static void refuse_stream(ev_reader *reader, const char *code, const char *message) {
  reader->mode = MODE_REFUSED;
  reader->refused_code = code;
  reader->refused = message;
}

void ev_reader_start(ev_reader *reader, ev_str text) {
  if (!text.at) text = EV_STR("");
  reader->source = text;
  reader->index = reader->json_count = 0;
  reader->json_at = (ev_point){0, 1, 1};
  reader->fell_back = false;
  reader->refused_code = NULL;
  reader->mode = starts_like_json(text) ? MODE_JSON : MODE_YAML;
  ev_splitter_start(&reader->splitter, text, 0, 1, 1);
  ev_apostrophes_start(&reader->apostrophes, text.size);
  const char *foreign = foreign_encoding(text);
  if (foreign) refuse_stream(reader, "encoding", foreign);
  if (text.size > EV_MAX_FILE_BYTES)
    refuse_stream(reader, "file-too-large", "the file is larger than 1 GiB, the most that is read");
}

/* ---- parts of a stream */

bool ev_stream_has_parts(ev_str head) { return !starts_like_json(head); }

size_t ev_stream_cut(ev_str text, size_t from) {
  for (size_t at = text.size; at > from + 3; at--)
    if (text.at[at - 4] == '\n' && memcmp(text.at + at - 3, "---", 3) == 0) return at - 3;
  return 0;
}

void ev_reader_continue(ev_reader *reader, ev_str text) {
  reader->source = text;
  ev_splitter_continue(&reader->splitter, text);
  ev_apostrophes_start(&reader->apostrophes, text.size);
  if (!reader->refused_code) reader->mode = MODE_YAML;
}

uint32_t ev_reader_line(const ev_reader *reader) { return reader->splitter.line; }

size_t ev_reader_offset(const ev_reader *reader) {
  switch (reader->mode) {
  case MODE_JSON: return reader->json_at.offset;
  case MODE_YAML: return reader->splitter.at;
  case MODE_REFUSED:
  case MODE_END: break;
  }
  return reader->source.size;
}

/* ---- results */

static ev_read_status give_fault(ev_reader *reader, const ev_fault *fault, ev_read_error *error) {
  if (reader->arena.failed) return EV_READ_NO_MEMORY;
  error->line = fault->line;
  error->column = fault->column;
  error->code = fault->code;
  error->message = fault->message;
  error->help = fault->help;
  return EV_READ_ERROR;
}

static ev_read_status give_template(ev_point at, ev_read_error *error) {
  error->line = at.line;
  error->column = at.column;
  error->code = "template";
  error->message = EV_STR("found `{{`, an unrendered template that is no YAML as it stands");
  error->help = EV_STR("render it first, for example with `helm template`");
  return EV_READ_TEMPLATE;
}

static ev_read_status give_failure(ev_reader *reader, const ev_fault *fault, ev_read_error *error) {
  ev_point at;
  if (!reader->arena.failed && fault->may_be_template &&
      ev_template_find(reader->source, &reader->chunk, &at))
    return give_template(at, error);
  return give_fault(reader, fault, error);
}

static ev_read_status give_refusal(ev_reader *reader, ev_read_error *error) {
  reader->mode = MODE_END;
  error->code = reader->refused_code;
  error->message = ev_str_of(reader->refused);
  if (reader->source.size <= EV_MAX_FILE_BYTES) {
    error->line = error->column = 1;
    error->help = EV_STR("save the file as UTF-8");
  }
  return EV_READ_ERROR;
}

static ev_read_status give_document(ev_document *document, ev_node *root, ev_tree *tree) {
  ev_tree_sort_quirks(tree);
  document->root = root && root->kind != EV_NODE_NULL ? root : NULL;
  document->quirks = tree->quirks;
  document->more_quirks = tree->more_quirks;
  return EV_READ_DOCUMENT;
}

/* ---- YAML */

static bool read_quickly(ev_reader *reader) {
  if (reader->thorough || reader->fell_back || !ev_lines_suit(&reader->chunk)) return false;
  if (ev_lines_read(&reader->builder)) return true;
  if (!reader->arena.failed) ev_builder_start_again(&reader->builder);
  return false;
}

static bool check_size(ev_reader *reader, size_t size, ev_point at, ev_fault *fault) {
  if (size <= reader->limits.document_bytes) return true;
  return ev_fault_set(fault, &reader->arena, "document-too-large", at,
                      "the document is larger than %zu bytes, the most that is read",
                      reader->limits.document_bytes);
}

static bool check_separator(ev_reader *reader, ev_point at, ev_fault *fault) {
  if (!reader->chunk.malformed) return true;
  (void)ev_fault_set(fault, &reader->arena, "bad-separator", at,
                     "found text after `---`, where kubectl takes only blanks or a comment");
  ev_fault_help(fault, "put `---` on a line of its own");
  fault->may_be_template = true;
  return false;
}

/* Of the two reasons why a text is neither JSON nor YAML, the one that lies further on says more. */
static const ev_fault *better_fault(const ev_reader *reader) {
  const ev_fault *json = &reader->json_fault, *yaml = &reader->builder.fault;
  if (!reader->fell_back || reader->json_cut_short || !yaml->code || strcmp(yaml->code, "yaml-syntax") != 0)
    return yaml;
  bool further = json->line > yaml->line || (json->line == yaml->line && json->column > yaml->column);
  return further ? json : yaml;
}

static ev_read_status read_chunk(ev_reader *reader, ev_document *document, ev_read_error *error) {
  ev_builder *b = &reader->builder;
  ev_chunk *chunk = &reader->chunk;
  ev_point start = {chunk->start, chunk->line, chunk->column};
  document->text = chunk->text;
  ev_builder_start(b, &reader->arena, &reader->limits, reader->source, chunk);
  if (!check_size(reader, chunk->text.size, start, &b->fault) || !check_separator(reader, start, &b->fault))
    return give_failure(reader, &b->fault, error);
  bool read = read_quickly(reader) || (!reader->arena.failed && ev_events_read(b, &reader->apostrophes));
  if (read && reader->fell_back) read = ev_notes_commas(b);
  if (read) read = ev_builder_check_unfit(b);
  if (!read || reader->arena.failed) return give_failure(reader, better_fault(reader), error);
  return give_document(document, b->root, &b->tree);
}

/* Not what JSON could not read: its faults are told by both. */
static bool rules_out_chunk(const ev_reader *reader) {
  return reader->rules_out && !reader->fell_back &&
         reader->chunk.text.size <= reader->limits.document_bytes && ev_outline_is_block(&reader->chunk) &&
         reader->rules_out(reader->filter_context, reader->chunk.text);
}

static bool is_blank(ev_str text) { return ev_str_trim(text, " \t\r\n").size == 0; }

static ev_read_status next_yaml(ev_reader *reader, ev_document *document, ev_read_error *error) {
  bool more = ev_splitter_next(&reader->splitter, &reader->chunk);
  bool rest_of_json = reader->fell_back && reader->json_count > 0;
  if (more && rest_of_json && is_blank(reader->chunk.text)) {
    reader->fell_back = false;
    more = ev_splitter_next(&reader->splitter, &reader->chunk);
  }
  if (!more) {
    reader->mode = MODE_END;
    return EV_READ_END;
  }
  document->index = error->document = reader->index++;
  if (rules_out_chunk(reader)) return EV_READ_RULED_OUT;
  ev_read_status status = read_chunk(reader, document, error);
  reader->fell_back = false;
  return status;
}

/* ---- JSON */

static void locate(void *context, size_t at, ev_point *out) {
  ev_reader *reader = context;
  ev_point_move(reader->source, &reader->json_at, at);
  *out = reader->json_at;
}

/* The rest of the stream is YAML; what stands on the line behind the last JSON value belongs to it. */
static void fall_back(ev_reader *reader, ev_point from, const ev_json *json) {
  ev_point at = ev_point_forward(reader->source, from, json->error_at);
  reader->json_fault = (ev_fault){.code = json->code, .line = at.line, .column = at.column};
  reader->json_fault.message = ev_str_of(json->message);
  reader->json_cut_short = json->error_at >= reader->source.size;
  size_t i = from.offset;
  while (reader->json_count > 0 && i < reader->source.size && is_space(reader->source.at[i]))
    if (reader->source.at[i++] == '\n') break;
  from = ev_point_forward(reader->source, from, i);
  ev_splitter_start(&reader->splitter, reader->source, i, from.line, from.column);
  reader->fell_back = true;
  reader->mode = MODE_YAML;
}

static ev_read_status give_json_error(ev_reader *reader, ev_point from, const ev_json *json,
                                      ev_read_error *error) {
  ev_fault fault = {0};
  ev_point at = ev_point_forward(reader->source, from, json->error_at);
  if (strcmp(json->code, "depth-limit") == 0)
    (void)ev_fault_depth(&fault, &reader->arena, at, reader->limits.flow_depth);
  else
    (void)ev_fault_set(&fault, &reader->arena, json->code, at, "%s", json->message);
  ev_fault_help(&fault, "the rest of the file, which kubectl reads as a stream of JSON, was not read");
  reader->mode = MODE_END;
  error->document = reader->index++;
  return give_fault(reader, &fault, error);
}

static bool is_syntax(const ev_json *json) {
  return strcmp(json->code, "json-syntax") == 0 || strcmp(json->code, "bad-utf8") == 0;
}

/* Only as a whole: where a value ends is not known before it is read. */
static bool rules_out_stream(const ev_reader *reader) {
  return reader->rules_out && reader->index == 0 && reader->source.size <= reader->limits.document_bytes &&
         reader->rules_out(reader->filter_context, reader->source) && ev_outline_is_json(reader->source);
}

static ev_read_status next_json(ev_reader *reader, ev_document *document, ev_read_error *error) {
  ev_point from = reader->json_at;
  ev_tree tree = {
      .arena = &reader->arena, .most_nodes = reader->limits.nodes, .most_quirks = reader->limits.quirks};
  ev_json json = {.tree = &tree,
                  .text = reader->source,
                  .at = from.offset,
                  .depth = reader->limits.flow_depth,
                  .locate = locate,
                  .context = reader,
                  .note_duplicates = true};
  if (rules_out_stream(reader)) {
    reader->mode = MODE_END;
    document->index = reader->index++;
    return EV_READ_RULED_OUT;
  }
  size_t start = ev_json_skip_blanks(reader->source, from.offset);
  if (start >= reader->source.size) {
    reader->mode = MODE_END;
    return EV_READ_END;
  }
  ev_node *root = ev_json_value(&json);
  if (root && json.at - start > reader->limits.document_bytes) {
    root = NULL;
    json.code = "document-too-large";
    json.message = "the document is larger than is read";
    json.error_at = start;
  }
  if (root) {
    reader->json_count++;
    document->index = reader->index++;
    document->is_json = true;
    document->text = ev_str_slice(reader->source, start, json.at);
    return give_document(document, root, &tree);
  }
  if (reader->arena.failed) {
    reader->mode = MODE_END;
    return EV_READ_NO_MEMORY;
  }
  if (reader->json_count > 1 || !is_syntax(&json)) return give_json_error(reader, from, &json, error);
  fall_back(reader, from, &json);
  ev_arena_reset(&reader->arena, EV_KEPT_BYTES);
  return next_yaml(reader, document, error);
}

ev_read_status ev_reader_next(ev_reader *reader, ev_document *document, ev_read_error *error) {
  ev_arena_reset(&reader->arena, EV_KEPT_BYTES);
  *document = (ev_document){0};
  *error = (ev_read_error){0};
  switch (reader->mode) {
  case MODE_REFUSED: return give_refusal(reader, error);
  case MODE_JSON: return next_json(reader, document, error);
  case MODE_YAML: return next_yaml(reader, document, error);
  case MODE_END: break;
  }
  return EV_READ_END;
}
