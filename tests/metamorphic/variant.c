#include "variant.h"

const char *const meta_variant_names[META_VARIANTS] = {"json", "reordered", "quoted", "commented"};

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

static void write_flow(ev_buf *out, const ev_node *node) {
  bool map = node->kind == EV_NODE_MAP;
  if (node->kind < EV_NODE_LIST) {
    write_scalar(out, node, META_JSON);
    return;
  }
  ev_buf_char(out, map ? '{' : '[');
  for (const ev_node *n = ev_node_first(node); n; n = ev_node_next(n)) {
    if (n != ev_node_first(node)) ev_buf_text(out, ", ");
    if (map) {
      write_double(out, n->key->text);
      ev_buf_text(out, ": ");
    }
    write_flow(out, n);
  }
  ev_buf_char(out, map ? '}' : ']');
}

static void write_block(ev_buf *out, const ev_node *node, meta_variant variant, size_t indent);

/* Below its key or dash; a scalar, or what is empty, stays on the line. */
static void write_value(ev_buf *out, const ev_node *node, meta_variant variant, size_t indent) {
  if (node->kind < EV_NODE_LIST) {
    ev_buf_char(out, ' ');
    write_scalar(out, node, variant);
    ev_buf_char(out, '\n');
  } else if (!ev_node_first(node)) {
    ev_buf_text(out, node->kind == EV_NODE_MAP ? " {}\n" : " []\n");
  } else {
    ev_buf_char(out, '\n');
    write_block(out, node, variant, indent + (variant == META_COMMENTED ? 4 : 2));
  }
}

static void write_entry(ev_buf *out, const ev_node *n, meta_variant variant, size_t indent) {
  if (variant == META_COMMENTED) {
    ev_buf_text(out, "\n");
    ev_buf_fill(out, ' ', indent);
    ev_buf_text(out, "# kind: Pod - \"{ [\n");
  }
  ev_buf_fill(out, ' ', indent);
  if (n->key) {
    write_text(out, n->key->text, variant);
    ev_buf_char(out, ':');
  } else {
    ev_buf_char(out, '-');
  }
  write_value(out, n, variant, indent);
}

static void write_last_first(ev_buf *out, const ev_node *n, size_t indent) {
  if (!n) return;
  write_last_first(out, ev_node_next(n), indent);
  write_entry(out, n, META_REORDERED, indent);
}

static void write_block(ev_buf *out, const ev_node *node, meta_variant variant, size_t indent) {
  if (variant == META_REORDERED && node->kind == EV_NODE_MAP) {
    write_last_first(out, ev_node_first(node), indent);
    return;
  }
  for (const ev_node *n = ev_node_first(node); n; n = ev_node_next(n)) write_entry(out, n, variant, indent);
}

void meta_write(ev_buf *out, const ev_node *root, meta_variant variant) {
  bool block = variant != META_JSON && root->kind >= EV_NODE_LIST && ev_node_first(root);
  if (block)
    write_block(out, root, variant, 0);
  else
    write_flow(out, root);
  ev_buf_char(out, '\n');
}
