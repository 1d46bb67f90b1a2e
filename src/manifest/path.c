#include "manifest.h"

static bool is_plain_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static bool is_plain_key(ev_str key) {
  for (size_t i = 0; i < key.size; i++)
    if (!is_plain_char(key.at[i])) return false;
  return key.size > 0;
}

static void add_json_char(ev_buf *out, char c) {
  static const char letters[] = "btn\0fr"; /* for 8 to 13 */
  unsigned char u = (unsigned char)c;
  if (c == '"' || c == '\\')
    ev_buf_format(out, "\\%c", c);
  else if (u >= 8 && u <= 13 && letters[u - 8])
    ev_buf_format(out, "\\%c", letters[u - 8]);
  else if (u < 0x20)
    ev_buf_format(out, "\\u%04x", (unsigned)u);
  else
    ev_buf_char(out, c);
}

static void add_quoted_key(ev_buf *out, ev_str key) {
  ev_buf_text(out, "[\"");
  for (size_t i = 0; i < key.size; i++) add_json_char(out, key.at[i]);
  ev_buf_text(out, "\"]");
}

/* One step of a path; `start` is where the path began in the buffer. */
static void add_step(ev_buf *out, size_t start, const ev_node *node) {
  if (node->decoded) {
    ev_buf_char(out, '!');
  } else if (!node->key) {
    ev_buf_format(out, "[%u]", (unsigned)node->index);
  } else if (!is_plain_key(node->key->text)) {
    add_quoted_key(out, node->key->text);
  } else {
    bool first = out->size == start || out->at[out->size - 1] == '!';
    if (!first) ev_buf_char(out, '.');
    ev_buf_str(out, node->key->text);
  }
}

static const ev_node *ancestor(const ev_node *node, size_t levels) {
  while (levels-- > 0) node = node->parent;
  return node;
}

/* Depth is limited, so walking up again for each step is cheap; long paths go through a list of nodes. */
#define NEAR 64u

void ev_node_path(ev_buf *out, const ev_node *node) {
  const ev_node *near[NEAR];
  size_t start = out->size, depth = 0;
  for (const ev_node *n = node; n->parent; n = n->parent) depth++;
  while (depth > 0) {
    size_t batch = depth < NEAR ? depth : NEAR;
    const ev_node *n = ancestor(node, depth - batch);
    for (size_t i = batch; i-- > 0; n = n->parent) near[i] = n;
    for (size_t i = 0; i < batch; i++) add_step(out, start, near[i]);
    depth -= batch;
  }
}
