#include "variant.h"

#include <stdlib.h>

const char *const meta_variant_names[META_VARIANTS] = {"json",   "flow",      "reordered",
                                                       "quoted", "commented", "anchored"};

typedef struct writing {
  ev_buf *out;
  meta_variant variant;
  ev_arena arena;
  struct anchored {
    ev_str text; /* as JSON */
    struct anchored *before;
  } * anchored; /* the last of those so far */
  size_t anchors;
} writing;

/* ---- scalars */

static void write_double(ev_buf *out, ev_str text) {
  ev_buf_char(out, '"');
  for (size_t i = 0; i < text.size;) {
    size_t start = i;
    uint32_t c = ev_utf8_next(text, &i);
    if (c == '"' || c == '\\')
      ev_buf_format(out, "\\%c", (char)c);
    else if (c >= 0x20 && c < 0x7f)
      ev_buf_char(out, (char)c);
    else if (c < 0x10000)
      ev_buf_format(out, "\\u%04x", (unsigned)c);
    else
      ev_buf_add(out, text.at + start, i - start);
  }
  ev_buf_char(out, '"');
}

/* Only printable ASCII: what else may stand between apostrophes is another question. */
static bool fits_apostrophes(ev_str text) {
  for (size_t i = 0; i < text.size; i++)
    if (text.at[i] < ' ' || text.at[i] > '~') return false;
  return true;
}

static void write_single(ev_buf *out, ev_str text) {
  ev_buf_char(out, '\'');
  for (size_t i = 0; i < text.size; i++) {
    if (text.at[i] == '\'') ev_buf_char(out, '\'');
    ev_buf_char(out, text.at[i]);
  }
  ev_buf_char(out, '\'');
}

static void write_text(ev_buf *out, ev_str text, meta_variant variant) {
  if (variant == META_QUOTED && fits_apostrophes(text))
    write_single(out, text);
  else
    write_double(out, text);
}

static void write_scalar(ev_buf *out, const ev_node *node, meta_variant variant) {
  if (node->kind == EV_NODE_STRING)
    write_text(out, node->text, variant);
  else if (node->kind == EV_NODE_NULL)
    ev_buf_text(out, "null");
  else
    ev_node_spelling(out, node);
}

/* ---- collections */

static void write_flow(ev_buf *out, const ev_node *node, const char *between) {
  bool map = node->kind == EV_NODE_MAP;
  if (node->kind < EV_NODE_LIST) {
    write_scalar(out, node, META_JSON);
    return;
  }
  ev_buf_char(out, map ? '{' : '[');
  for (const ev_node *n = ev_node_first(node); n; n = ev_node_next(n)) {
    if (n != ev_node_first(node)) ev_buf_text(out, between);
    if (map) {
      write_double(out, n->key->text);
      ev_buf_text(out, ": ");
    }
    write_flow(out, n, between);
  }
  ev_buf_char(out, map ? '}' : ']');
}

/* What is like something before it is an alias; else it gets an anchor. True if nothing is left to write. */
static bool write_alias(writing *w, const ev_node *node) {
  ev_buf json = {0};
  size_t number = w->anchors;
  write_flow(&json, node, ",");
  struct anchored *a = w->anchored;
  while (a && !ev_str_equal(a->text, ev_buf_view(&json))) a = a->before, number--;
  if (!a) {
    struct anchored *made = EV_NEW(&w->arena, struct anchored);
    if (!made) abort();
    *made = (struct anchored){ev_buf_to_arena(&json, &w->arena), w->anchored};
    w->anchored = made;
    number = ++w->anchors;
  }
  ev_buf_format(w->out, a ? " *a%zu\n" : " &a%zu", number);
  ev_buf_free(&json);
  return a;
}

static void write_block(writing *w, const ev_node *node, size_t indent);

/* Below its key or dash; a scalar, or what is empty, stays on the line. */
static void write_value(writing *w, const ev_node *node, size_t indent) {
  if (w->variant == META_ANCHORED && write_alias(w, node)) return;
  if (node->kind < EV_NODE_LIST) {
    ev_buf_char(w->out, ' ');
    write_scalar(w->out, node, w->variant);
    ev_buf_char(w->out, '\n');
  } else if (!ev_node_first(node)) {
    ev_buf_text(w->out, node->kind == EV_NODE_MAP ? " {}\n" : " []\n");
  } else {
    ev_buf_char(w->out, '\n');
    write_block(w, node, indent + (w->variant == META_COMMENTED ? 4 : 2));
  }
}

static void write_entry(writing *w, const ev_node *n, size_t indent) {
  if (w->variant == META_COMMENTED) {
    ev_buf_text(w->out, "\n");
    ev_buf_fill(w->out, ' ', indent);
    ev_buf_text(w->out, "# kind: Pod - \"{ [\n");
  }
  ev_buf_fill(w->out, ' ', indent);
  if (n->key) {
    write_text(w->out, n->key->text, w->variant);
    ev_buf_char(w->out, ':');
  } else {
    ev_buf_char(w->out, '-');
  }
  write_value(w, n, indent);
}

static void write_last_first(writing *w, const ev_node *n, size_t indent) {
  if (!n) return;
  write_last_first(w, ev_node_next(n), indent);
  write_entry(w, n, indent);
}

static void write_block(writing *w, const ev_node *node, size_t indent) {
  if (w->variant == META_REORDERED && node->kind == EV_NODE_MAP) {
    write_last_first(w, ev_node_first(node), indent);
    return;
  }
  for (const ev_node *n = ev_node_first(node); n; n = ev_node_next(n)) write_entry(w, n, indent);
}

void meta_write(ev_buf *out, const ev_node *root, meta_variant variant) {
  writing w = {.out = out, .variant = variant};
  ev_arena_init(&w.arena, 0);
  if (variant == META_FLOW)
    write_flow(out, root, ", # kind: Pod ]}\"\n\n  ");
  else if (variant == META_JSON || root->kind < EV_NODE_LIST || !ev_node_first(root))
    write_flow(out, root, ", ");
  else
    write_block(&w, root, 0);
  ev_buf_char(out, '\n');
  ev_arena_free(&w.arena);
}
