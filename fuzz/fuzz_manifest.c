/* Manifests to trees: places lie in the input and within each other, and a tree is what libyaml's own
 * composer makes of the same text, wherever docs/yaml.md does not say otherwise. Both readers are held to it.
 */
#include "breaks.h"
#include "compose.h"
#include "harness.h"
#include "limit.h"
#include "mutate.h"
#include "spans.h"

#define READERS 2

static ev_reader *readers[READERS]; /* the second one is thorough */

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  ev_manifest_limits limits = ev_manifest_limits_default();
  limits.alias_nodes = 4000;
  limits.nodes = 40000;
  for (int i = 0; i < READERS; i++) check((readers[i] = ev_reader_new(&limits)) != NULL);
  ev_reader_be_thorough(readers[1]);
  return 0;
}

static bool one_of(const char *code, const char *const *codes) {
  for (; *codes; codes++)
    if (strcmp(code, *codes) == 0) return true;
  return false;
}

/* What is refused although libyaml reads it: what kubectl cannot turn into JSON, and limits. */
static bool refused_by_meaning(const char *code) {
  static const char *const codes[] = {"key-not-scalar", "bad-merge",     "bad-tag",     "bad-base64",
                                      "not-finite",     "alias-limit",   "depth-limit", "node-limit",
                                      "self-alias",     "bad-separator", NULL};
  return one_of(code, codes);
}

static bool holds(ev_str text, const char *needle) {
  return ev_str_find(text, ev_str_of(needle)) != SIZE_MAX;
}

static bool has_tag_with_comma(ev_str text) {
  for (size_t i = 0; i < text.size; i++) {
    if (text.at[i] != '!') continue;
    while (i < text.size && text.at[i] != ',' && !ev_is_space_at(text, i)) i++;
    if (i < text.size && text.at[i] == ',') return true;
  }
  return false;
}

static bool has_question_in_brackets(ev_str text) {
  size_t open = 0;
  while (open < text.size && text.at[open] != '[' && text.at[open] != '{') open++;
  return holds(ev_str_slice(text, open, text.size), "?");
}

/* A line `---` that is no separator; `\/`; a byte order mark inside; a comma that touches a tag; a `?` in a
 * plain scalar between brackets; and what stands behind the document's end is not looked at by libyaml. */
static bool may_be_refused_by_text(ev_str text) {
  return ev_str_starts(text, EV_STR("---")) || holds(text, "\\/") || holds(text, "\xef\xbb\xbf") ||
         holds(text, "...") || has_tag_with_comma(text) || has_question_in_brackets(text);
}

/* The next node that counts. */
static const ev_node *following(const ev_node *node) {
  const ev_node *next = ev_node_first(node);
  for (; node && !next; node = node->parent) next = ev_node_next(node);
  return next;
}

static void check_fits_json(const ev_node *root) {
  for (const ev_node *n = root; n; n = following(n))
    check(!((n->flags | (n->key ? n->key->flags : 0)) & EV_FLAG_UNFIT));
}

static void check_accepted(const ev_document *document, size_t base) {
  composed c;
  if (document->is_json) return; /* JSON's rules are not YAML's */
  check_fits_json(document->root);
  compose(&c, document->text, base);
  if (c.read)
    check(compose_equal(&c, document->root));
  else
    check(compose_may_differ(&c));
  compose_free(&c);
}

static bool holds_control(ev_str text) {
  for (size_t i = 0; i < text.size;) {
    uint32_t c = ev_utf8_next(text, &i);
    bool break_or_tab = c == '\t' || c == '\n' || c == '\r' || c == 0x85;
    if ((c < 0x20 && !break_or_tab) || (c >= 0x7f && c < 0xa0 && !break_or_tab) || c == 0xfffe || c == 0xffff)
      return true;
  }
  return false;
}

/* Such bytes are refused wherever they stand, and libyaml may have done before it comes to them. */
static bool refused_by_bytes(ev_str text, const char *code) {
  if (strcmp(code, "bad-utf8") == 0) return ev_utf8_invalid_at(text) != SIZE_MAX;
  return strcmp(code, "control-character") == 0 && holds_control(text);
}

static void check_refused(ev_str text, const char *code) {
  composed c;
  if (!text.at || refused_by_meaning(code) || refused_by_bytes(text, code)) return;
  compose(&c, text, 0);
  bool template_key = strcmp(code, "template") == 0 && c.read && compose_has_mapping_key(&c);
  check(!c.read || template_key || may_be_refused_by_text(text));
  compose_free(&c);
}

static void check_error(const ev_read_error *error, const spans *all) {
  check(error->code && ev_utf8_invalid_at(error->message) == SIZE_MAX);
  check(!error->line || spans_byte(all, error->line, error->column) != SIZE_MAX);
}

/* False where a document was refused. */
static bool read_all(ev_reader *reader, ev_str text) {
  bool sound = true;
  ev_document document;
  ev_read_error error;
  ev_read_status status;
  spans all;
  spans_start(&all, text);
  ev_reader_start(reader, text);
  while ((status = ev_reader_next(reader, &document, &error)) != EV_READ_END) {
    check(status != EV_READ_NO_MEMORY);
    if (document.text.at) spans_document(&all, document.text);
    if (status == EV_READ_DOCUMENT) {
      spans_check(&all, document.root);
      spans_check_quirks(&all, document.quirks);
      check_accepted(&document, all.document);
    } else {
      sound = false;
      check_error(&error, &all);
      check_refused(document.text, error.code);
    }
  }
  spans_free(&all);
  return sound;
}

MUTATES_BY(mutate_manifest, cross_manifests)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 16u * 1024u) return 0;
  bool sound = true;
  for (int i = 0; i < READERS; i++) sound = read_all(readers[i], (ev_str){(const char *)data, size});
  harness_sound += sound;
  return 0;
}
