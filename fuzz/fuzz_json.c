/* JSON in a string of a manifest: the decoder against jansson.
 *
 * Input that is valid UTF-8 becomes a quoted string of YAML, which reads back as it was; what jansson takes
 * the decoder takes, to the same value; what it alone takes is beyond jansson's numbers or keys. Places lie
 * in the string. */
#include <jansson.h>

#include "harness.h"
#include "initialised.h"
#include "limit.h"
#include "manifest.h"

static ev_reader *reader;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  reader = ev_reader_new(NULL);
  check(reader != NULL);
  return 0;
}

/* U+2028 and U+2029 are line breaks to YAML 1.1, which folds them with the blanks around. */
static bool is_escaped(uint32_t c) {
  return c < 0x20 || c == '"' || c == '\\' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
         c > 0xd7ff;
}

static void quote(ev_buf *out, ev_str text) {
  ev_buf_text(out, "a: \"");
  for (size_t i = 0; i < text.size;) {
    size_t from = i;
    uint32_t c = ev_utf8_next(text, &i);
    if (is_escaped(c))
      ev_buf_format(out, "\\U%08X", (unsigned)c);
    else
      ev_buf_str(out, ev_str_slice(text, from, i));
  }
  ev_buf_text(out, "\"\n");
}

static bool same_scalar(const ev_node *node, const json_t *json) {
  ev_int n;
  switch (json_typeof(json)) {
  case JSON_NULL: return node->kind == EV_NODE_NULL;
  case JSON_TRUE: return node->kind == EV_NODE_BOOL && ev_node_bool(node);
  case JSON_FALSE: return node->kind == EV_NODE_BOOL && !ev_node_bool(node);
  case JSON_INTEGER: return ev_node_int(node, &n) && n == json_integer_value(json);
  case JSON_REAL: return node->kind == EV_NODE_FLOAT || node->kind == EV_NODE_INT;
  default:
    return node->kind == EV_NODE_STRING &&
           ev_str_equal(node->text, (ev_str){json_string_value(json), json_string_length(json)});
  }
}

static const json_t *child_of(const json_t *json, const ev_node *child) {
  if (json_is_array(json)) return json_array_get(json, child->index);
  return json_object_getn(json, child->key->text.at, child->key->text.size);
}

/* The tree's nodes that count, from the root on; `on[d]` is what jansson has at that depth. */
static void check_same(const ev_node *node, const json_t *json) {
  const json_t *on[EV_MAX_FLOW_DEPTH + 2] = {json};
  for (size_t depth = 0; node;) {
    const json_t *at = on[depth];
    check(at != NULL);
    bool list = json_is_array(at), map = json_is_object(at);
    check(list == (node->kind == EV_NODE_LIST) && map == (node->kind == EV_NODE_MAP));
    if (list) check(node->count == json_array_size(at));
    if (map) check(node->count == json_object_size(at));
    check(list || map || same_scalar(node, at));
    const ev_node *next = list || map ? ev_node_first(node) : NULL;
    if (next) {
      depth++;
    } else {
      for (next = depth ? ev_node_next(node) : NULL; !next && depth > 0;
           next = depth ? ev_node_next(node) : NULL) {
        node = node->parent;
        depth--;
      }
    }
    node = next;
    if (node) on[depth] = child_of(on[depth - 1], node);
  }
}

/* jansson has no numbers beyond its types, no NUL in keys, and no half of a surrogate pair, which Go reads as
 * U+FFFD. */
static bool is_beyond(const json_error_t *why, ev_str text) {
  enum json_error_code code = json_error_code(why);
  return code == json_error_numeric_overflow || code == json_error_null_byte_in_key ||
         ev_str_find(text, EV_STR("\\ud")) != SIZE_MAX || ev_str_find(text, EV_STR("\\uD")) != SIZE_MAX;
}

static void check_decoded(ev_str source, const ev_node *holder) {
  ev_json_error error;
  json_error_t why;
  ev_arena *arena = ev_reader_arena(reader);
  ev_node *root = ev_json_decode(arena, source, holder, &error);
  ev_initialised_stack();
  json_t *json = json_loadb(holder->text.at, holder->text.size, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
  EV_INITIALISED(why);
  check(!arena->failed);
  if (root && json) check_same(root, json);
  if (root && !json) check(is_beyond(&why, holder->text));
  if (!root) {
    check(error.at <= holder->text.size && error.place.line == 1 && error.message);
    bool has_nul = memchr(holder->text.at, 0, holder->text.size) !=
                   NULL; /* which jansson takes for the end */
    check(!json || has_nul || ev_str_is(ev_str_of(error.message), "brackets are nested deeper than is read"));
  }
  json_decref(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ev_str text = {(const char *)data, size};
  ev_document document;
  ev_read_error error;
  ev_buf manifest = {0};
  if (size > 64u * 1024u || ev_utf8_invalid_at(text) != SIZE_MAX) return 0;
  quote(&manifest, text);
  check(!manifest.failed);
  ev_reader_start(reader, ev_buf_view(&manifest));
  check(ev_reader_next(reader, &document, &error) == EV_READ_DOCUMENT);
  const ev_node *holder = ev_node_first(document.root);
  check(holder && holder->kind == EV_NODE_STRING && ev_str_equal(holder->text, text));
  check_decoded(ev_buf_view(&manifest), holder);
  ev_buf_free(&manifest);
  return 0;
}
