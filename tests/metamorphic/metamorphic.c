/* The shipped rules find the same in manifests that are written in another way:
 *
 *   metamorphic [--generate SEED COUNT] [PATH...]
 *
 * in the files named, and in COUNT manifests made along the records. Each is written as JSON, in brackets,
 * with its keys turned round, in other quotes, with comments, its aliases and merges written out; with what
 * is alike in it made one by anchors; with other line breaks, or a byte order mark; put between documents
 * that are no rule's business; and its objects made the items of a list. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "generate.h"
#include "limit.h"
#include "rules_source.h"
#include "variant.h"

typedef struct morph {
  ev_vetter *vetter;
  ev_arena arena; /* of the input in hand */
  ev_str text;
  meta_options options;
  meta_findings findings; /* in the text as it is */
  uint64_t inputs, variants, found, differ;
} morph;

static void compare(morph *m, const char *name, ev_str variant, const meta_options *options) {
  bool readable, fewer = options->shared;
  meta_findings other = meta_find(m->vetter, variant, options, &m->arena, &readable);
  m->variants++;
  if (readable && (fewer ? meta_agree(&other, &m->findings) : meta_agree(&m->findings, &other))) return;
  m->differ++;
  (void)fprintf(stderr, "%.*s--- %s:\n%.*s---%s\n", EV_STR_ARG(m->text), name, EV_STR_ARG(variant),
                readable ? "" : " cannot be read");
  meta_show("only there", &m->findings, &other);
  meta_show("only here", &other, &m->findings);
}

/* ---- the text between others */

/* What begins with a brace is JSON; a mark is a mark already. */
static bool may_stand_behind(ev_str text) {
  size_t at = 0;
  while (at < text.size && (text.at[at] == ' ' || text.at[at] == '\n' || text.at[at] == '\t')) at++;
  return at < text.size && text.at[at] != '{' && !(text.at[at] & 0x80) && text.at[at] != '\0';
}

static void between_others(morph *m) {
  static const char before[] =
      "kind: ConfigMap\napiVersion: v1\ndata: {a: \"kind: Pod\"}\n---\n# nothing\n---\n",
                    behind[] = "\n---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\n";
  ev_buf text = {0};
  if (!may_stand_behind(m->text) || m->text.at[0] == '%') return;
  ev_buf_text(&text, before);
  ev_buf_str(&text, m->text);
  ev_buf_text(&text, behind);
  compare(m, "between others", ev_buf_view(&text), &m->options);
  ev_buf_free(&text);
}

/* ---- the text in other bytes */

static void with_other_breaks(morph *m) {
  ev_buf text = {0};
  if (memchr(m->text.at, '\r', m->text.size)) return;
  for (size_t i = 0; i < m->text.size; i++) {
    if (m->text.at[i] == '\n') ev_buf_char(&text, '\r');
    ev_buf_char(&text, m->text.at[i]);
  }
  compare(m, "other line breaks", ev_buf_view(&text), &m->options);
  ev_buf_free(&text);
}

static void with_mark(morph *m) {
  ev_buf text = {0};
  if (!may_stand_behind(m->text)) return;
  ev_buf_text(&text, "\xef\xbb\xbf");
  ev_buf_str(&text, m->text);
  compare(m, "byte order mark", ev_buf_view(&text), &m->options);
  ev_buf_free(&text);
}

/* ---- the documents written anew */

typedef struct written { /* each variant of all documents so far */
  ev_buf variants[META_VARIANTS], list;
  uint32_t documents;
  bool as_it_is; /* there is what depends on how it is written */
  bool aliases;
  bool listable; /* no document is a list itself, or no object */
} written;

static bool has_alias(const ev_node *node) {
  if (node->flags & (EV_FLAG_ALIAS | EV_FLAG_MERGED)) return true;
  if (node->kind < EV_NODE_LIST) return false;
  for (const ev_node *n = ev_node_first(node); n; n = ev_node_next(n))
    if (has_alias(n)) return true;
  return false;
}

/* Too deep for brackets, or with a key too long for `key:`. */
static bool is_bound_to_style(const ev_node *node, uint32_t depth) {
  if (depth > EV_MAX_FLOW_DEPTH - 8) return true;
  if (node->key && node->key->text.size > 1000) return true;
  for (const ev_node *n = node->kind < EV_NODE_LIST ? NULL : ev_node_first(node); n; n = ev_node_next(n))
    if (is_bound_to_style(n, depth + 1)) return true;
  return false;
}

static bool is_object(const ev_document *document, ev_arena *arena) {
  ev_node *kind = ev_node_get(document->root, EV_STR("kind"), arena);
  ev_node *version = ev_node_get(document->root, EV_STR("apiVersion"), arena);
  return kind && kind->kind == EV_NODE_STRING && !ev_str_ends(kind->text, EV_STR("List")) && version &&
         version->kind == EV_NODE_STRING;
}

static void add_document(written *w, const ev_document *document, ev_arena *arena) {
  w->as_it_is = w->as_it_is || document->quirks || (document->root && is_bound_to_style(document->root, 0));
  if (!document->root) return;
  w->documents++;
  w->aliases = w->aliases || has_alias(document->root);
  w->listable = w->listable && is_object(document, arena);
  for (int v = 0; v < META_VARIANTS; v++) {
    ev_buf_text(&w->variants[v], "---\n");
    meta_write(&w->variants[v], document->root, (meta_variant)v);
  }
  ev_buf_text(&w->list,
              w->documents > 1 ? ",\n" : "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [\n");
  meta_write(&w->list, document->root, META_JSON);
}

static written write_anew(ev_str text) {
  written w = {.listable = true};
  ev_reader *reader = ev_reader_new(NULL);
  ev_document document;
  ev_read_error error;
  if (!reader) abort();
  ev_reader_start(reader, text);
  for (ev_read_status status; (status = ev_reader_next(reader, &document, &error)) != EV_READ_END;)
    if (status == EV_READ_DOCUMENT) add_document(&w, &document, ev_reader_arena(reader));
  ev_reader_free(reader);
  ev_buf_text(&w.list, "]}\n");
  return w;
}

static void release(written *w) {
  for (int v = 0; v < META_VARIANTS; v++) ev_buf_free(&w->variants[v]);
  ev_buf_free(&w->list);
}

/* Held against JSON, where nothing is shared. */
static void share(morph *m, const written *w) {
  bool readable;
  meta_options options = {.without_paths = true, .shared = true};
  m->findings = meta_find(m->vetter, ev_buf_view(&w->variants[META_JSON]), &options, &m->arena, &readable);
  compare(m, meta_variant_names[META_ANCHORED], ev_buf_view(&w->variants[META_ANCHORED]), &options);
}

static void morph_text(morph *m, ev_str text) {
  bool readable;
  ev_arena_reset(&m->arena, 1u << 20);
  m->text = text;
  written w = write_anew(text);
  m->options = (meta_options){.without_paths = false};
  m->findings = meta_find(m->vetter, text, &m->options, &m->arena, &readable);
  if (readable) {
    m->inputs++;
    m->found += m->findings.count;
    between_others(m);
    with_other_breaks(m);
    with_mark(m);
  }
  if (readable && !w.as_it_is && w.documents) {
    meta_options options = {.without_paths = w.aliases};
    m->findings = meta_find(m->vetter, text, &options, &m->arena, &readable);
    for (int v = 0; v < META_ANCHORED; v++)
      compare(m, meta_variant_names[v], ev_buf_view(&w.variants[v]), &options);
    options.in_list = true;
    if (w.listable) compare(m, "list", ev_buf_view(&w.list), &options);
    share(m, &w);
  }
  release(&w);
}

/* ---- inputs */

static bool over_files(morph *m, char **paths, int count) {
  ev_targets targets;
  ev_walk_options walk = {.accept = ev_accept_manifest};
  ev_targets_init(&targets);
  for (int i = 0; i < count; i++) ev_targets_add(&targets, ev_str_of(paths[i]), &walk);
  ev_targets_finish(&targets);
  bool read = true;
  for (size_t i = 0; i < targets.count; i++) {
    ev_read_failure why;
    ev_buf text = {0};
    read = ev_target_read(&targets.at[i], &(ev_read_options){.limit = EV_MAX_FILE_BYTES}, &text, &why) &&
           read;
    morph_text(m, ev_buf_view(&text));
    ev_buf_free(&text);
  }
  ev_targets_free(&targets);
  return read;
}

static void over_generated(morph *m, const ev_program *program, uint64_t seed, uint64_t count) {
  uint64_t random = seed * 0x9e3779b97f4a7c15u | 1u;
  ev_arena arena;
  ref_pool pool;
  ev_arena_init(&arena, 0);
  ref_pool_fill(&pool, &arena, program);
  for (uint64_t i = 0; i < count; i++) {
    uint8_t bytes[1024];
    ev_buf manifest = {0};
    ref_random(&random, bytes, sizeof bytes);
    ref_bytes left = {bytes, sizeof bytes, false};
    ref_generate_manifest(&manifest, program, &pool, &left);
    morph_text(m, ev_buf_view(&manifest));
    ev_buf_free(&manifest);
  }
  ev_arena_free(&arena);
}

int main(int argc, char **argv) {
  static const ev_command command = {.name = "metamorphic"};
  ev_rules_request request = {.builtin = true, .program = true};
  ev_rules rules;
  morph m = {.vetter = NULL};
  bool generate = argc > 3 && strcmp(argv[1], "--generate") == 0;
  int first = generate ? 4 : 1;
  int status = ev_rules_load(&rules, &command, &request);
  ev_arena_init(&m.arena, 0);
  if (status == EV_EXIT_OK) {
    ev_vet_options options = ev_vet_options_default(rules.bundle);
    m.vetter = ev_vetter_new(&options);
    if (!m.vetter) abort();
    bool read = over_files(&m, argv + first, argc - first);
    if (generate) over_generated(&m, rules.program, strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
    (void)printf("%" PRIu64 " inputs with %" PRIu64 " findings, %" PRIu64 " variants, %" PRIu64 " differ\n",
                 m.inputs, m.found, m.variants, m.differ);
    status = !read ? EV_EXIT_TROUBLE : m.differ || m.found == 0 ? EV_EXIT_FINDINGS : EV_EXIT_OK;
    ev_vetter_free(m.vetter);
  }
  ev_arena_free(&m.arena);
  ev_rules_free(&rules);
  return status;
}
