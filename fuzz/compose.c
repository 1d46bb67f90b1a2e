#include "compose.h"

#include "breaks.h"
#include "harness.h"
#include "initialised.h"
#include "plain.h"

/* ---- composing */

static void map_points(composed *c) {
  c->bytes = malloc((c->text.size + 1) * sizeof *c->bytes);
  check(c->bytes != NULL);
  c->points = 0;
  for (size_t at = 0; at < c->text.size; (void)ev_utf8_next(c->text, &at))
    if (!ev_is_dropped_return(c->text, at)) c->bytes[c->points++] = (uint32_t)at;
  c->bytes[c->points] = (uint32_t)c->text.size;
}

typedef struct feed {
  ev_str text;
  size_t at;
  bool line_ended;
} feed;

static int give(void *context, unsigned char *buffer, size_t size, size_t *given) {
  EV_INITIALISED(context);
  EV_INITIALISED(buffer);
  EV_INITIALISED(size);
  EV_INITIALISED(given);
  feed *f = context;
  *given = 0;
  for (; *given < size && f->at < f->text.size; f->at++)
    if (!ev_is_dropped_return(f->text, f->at)) buffer[(*given)++] = (unsigned char)f->text.at[f->at];
  if (*given == 0 && !f->line_ended) {
    buffer[(*given)++] = '\n';
    f->line_ended = true;
  }
  return 1;
}

/* For MemorySanitizer, which does not see libyaml write. */
static void mark_document(const yaml_document_t *d) {
  for (yaml_node_t *n = d->nodes.start; n < d->nodes.top; n++) {
    EV_INITIALISED(*n);
    if (n->type == YAML_SCALAR_NODE) ev_initialised(n->data.scalar.value, n->data.scalar.length + 1);
    if (n->type == YAML_SEQUENCE_NODE)
      ev_initialised(n->data.sequence.items.start,
                     (size_t)((char *)n->data.sequence.items.top - (char *)n->data.sequence.items.start));
    if (n->type == YAML_MAPPING_NODE)
      ev_initialised(n->data.mapping.pairs.start,
                     (size_t)((char *)n->data.mapping.pairs.top - (char *)n->data.mapping.pairs.start));
  }
}

void compose(composed *c, ev_str text, size_t base) {
  feed f = {text, 0, text.size > 0 && text.at[text.size - 1] == '\n'};
  yaml_parser_t parser;
  *c = (composed){.text = text, .base = base};
  map_points(c);
  check(yaml_parser_initialize(&parser));
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input(&parser, give, &f);
  ev_initialised_stack();
  c->read = yaml_parser_load(&parser, &c->document);
  EV_INITIALISED(parser);
  EV_INITIALISED(c->document);
  if (c->read) mark_document(&c->document);
  if (!c->read) c->problem = parser.problem ? parser.problem : "";
  yaml_parser_delete(&parser);
}

void compose_free(composed *c) {
  if (c->read) yaml_document_delete(&c->document);
  free(c->bytes);
}

static const yaml_node_t *node_at(const composed *c, int id) { return &c->document.nodes.start[id - 1]; }
static size_t node_count(const composed *c) {
  return (size_t)(c->document.nodes.top - c->document.nodes.start);
}

bool compose_may_differ(const composed *c) {
  if (strcmp(c->problem, "second occurrence") == 0) return true;
  return strcmp(c->problem, "found unknown escape character") == 0 &&
         ev_str_find(c->text, EV_STR("\\'")) != SIZE_MAX;
}

bool compose_has_mapping_key(const composed *c) {
  for (size_t i = 0; i < node_count(c); i++) {
    const yaml_node_t *n = &c->document.nodes.start[i];
    if (n->type != YAML_MAPPING_NODE) continue;
    for (const yaml_node_pair_t *p = n->data.mapping.pairs.start; p < n->data.mapping.pairs.top; p++)
      if (node_at(c, p->key)->type == YAML_MAPPING_NODE) return true;
  }
  return false;
}

/* ---- scalars */

static ev_str value_of(const yaml_node_t *n) {
  return (ev_str){(const char *)n->data.scalar.value, n->data.scalar.length};
}

static size_t start_of(const composed *c, const yaml_node_t *n) {
  return n->start_mark.index < c->points ? c->bytes[n->start_mark.index] : c->text.size;
}

/* An anchor or a tag stands before it. */
static bool has_properties(const composed *c, const yaml_node_t *n) {
  size_t at = start_of(c, n);
  return at < c->text.size && (c->text.at[at] == '&' || c->text.at[at] == '!');
}

static bool is_plain_empty(const yaml_node_t *n) {
  return n->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && n->data.scalar.length == 0;
}

/* The composer gives `!!str` to what has no tag; the text before the value, which starts at `to`, tells. An
 * empty value starts anywhere. */
static bool may_have_tag(const composed *c, const yaml_node_t *n, size_t to) {
  size_t from = start_of(c, n);
  if (!has_properties(c, n)) return false;
  return is_plain_empty(n) || to < from || to > c->text.size || memchr(c->text.at + from, '!', to - from);
}

static bool kind_fits(plain_kind kind, const ev_node *ours) {
  switch (kind) {
  case PLAIN_NULL: return ours->kind == EV_NODE_NULL;
  case PLAIN_BOOL: return ours->kind == EV_NODE_BOOL;
  case PLAIN_NUMBER: return ours->kind == EV_NODE_INT || ours->kind == EV_NODE_FLOAT;
  case PLAIN_TEXT: return ours->kind == EV_NODE_STRING;
  case PLAIN_UNKNOWN: return ours->kind < EV_NODE_LIST;
  }
  return false;
}

/* A key is text: words and numbers are written as JSON has them. */
static bool key_fits(plain_kind kind, const ev_node *ours, ev_str value) {
  if (ours->kind != EV_NODE_STRING) return false;
  if (kind == PLAIN_NULL) return ev_str_is(ours->text, "null");
  if (kind == PLAIN_BOOL) return ev_str_is(ours->text, "true") || ev_str_is(ours->text, "false");
  return kind != PLAIN_TEXT || ev_str_equal(ours->text, value);
}

static bool scalar_equal(const composed *c, const yaml_node_t *n, const ev_node *ours, bool is_key) {
  ev_str value = value_of(n);
  size_t start = ours->offset - c->base;
  if (!has_properties(c, n) && !is_plain_empty(n) && start != start_of(c, n)) return false;
  if (may_have_tag(c, n, start)) return ours->kind < EV_NODE_LIST;
  bool plain = n->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  plain_kind kind = plain ? plain_kind_of(value) : PLAIN_TEXT;
  if (is_key) return key_fits(kind, ours, value);
  return kind_fits(kind, ours) && ev_str_equal(ours->text, value);
}

/* ---- trees, in the order of the text: the composer's nodes are met in the order in which it made them, but
 * for those of aliases, which it made before */

typedef struct pair {
  int id;
  const ev_node *ours; /* NULL: a value of `<<`, which only counts as met */
  bool is_key, copied; /* in what an alias stands for */
} pair;

typedef struct comparison {
  const composed *c;
  ev_buf pairs; /* a stack, the next one on top */
  bool *met;
  bool untold; /* what is a `<<` the composer does not tell */
} comparison;

static void push(comparison *m, pair p) { ev_buf_add(&m->pairs, &p, sizeof p); }

static pair pop(comparison *m) {
  pair p;
  m->pairs.size -= sizeof p;
  memcpy(&p, m->pairs.at + m->pairs.size, sizeof p);
  return p;
}

/* What was pushed since the stack held `from` bytes comes off in the order in which it was pushed. */
static void reverse(comparison *m, size_t from) {
  if (m->pairs.size == from) return;
  pair *first = (pair *)(void *)(m->pairs.at + from),
       *last = (pair *)(void *)(m->pairs.at + m->pairs.size) - 1;
  for (; first < last; first++, last--) {
    pair p = *first;
    *first = *last;
    *last = p;
  }
}

static bool is_merge(comparison *m, int key) {
  const yaml_node_t *n = node_at(m->c, key);
  if (n->type != YAML_SCALAR_NODE || !ev_str_is(value_of(n), "<<")) return false;
  if (has_properties(m->c, n)) m->untold = true;
  return n->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

static const ev_node *skip_merged(const ev_node *child) {
  while (child && child->flags & EV_FLAG_MERGED) child = child->next;
  return child;
}

static bool push_list(comparison *m, const yaml_node_t *n, const ev_node *ours, bool copied) {
  const ev_node *child = ours ? ours->first : NULL;
  for (const yaml_node_item_t *i = n->data.sequence.items.start; i < n->data.sequence.items.top; i++) {
    if (ours && !child) return false;
    push(m, (pair){*i, child, false, copied});
    child = child ? child->next : NULL;
  }
  return !child;
}

static bool push_map(comparison *m, const yaml_node_t *n, const ev_node *ours, bool copied) {
  const ev_node *child = ours ? skip_merged(ours->first) : NULL;
  for (const yaml_node_pair_t *p = n->data.mapping.pairs.start; p < n->data.mapping.pairs.top; p++) {
    bool passed = !ours || is_merge(m, p->key);
    if (!passed && !child) return false;
    push(m, (pair){p->key, passed ? NULL : child->key, true, copied});
    push(m, (pair){p->value, passed ? NULL : child, false, copied});
    if (!passed) child = skip_merged(child->next);
  }
  return !child;
}

static uint32_t count_counted(const ev_node *ours) {
  uint32_t count = 0;
  for (const ev_node *n = ev_node_first(ours); n; n = ev_node_next(n)) count++;
  return count;
}

/* A copy has only the entries that count, so it is compared where all do. */
static bool is_thinned(const comparison *m, const yaml_node_t *n, const ev_node *ours) {
  size_t pairs = (size_t)(n->data.mapping.pairs.top - n->data.mapping.pairs.start);
  if (pairs != ours->count) return true;
  for (size_t i = 0; i < pairs; i++) {
    const yaml_node_t *key = node_at(m->c, n->data.mapping.pairs.start[i].key);
    if (key->type == YAML_SCALAR_NODE && ev_str_is(value_of(key), "<<")) return true;
  }
  return false;
}

static bool collection_equal(comparison *m, const yaml_node_t *n, pair p) {
  bool list = n->type == YAML_SEQUENCE_NODE;
  bool flow = list ? n->data.sequence.style == YAML_FLOW_SEQUENCE_STYLE
                   : n->data.mapping.style == YAML_FLOW_MAPPING_STYLE;
  if (p.ours->kind != (list ? EV_NODE_LIST : EV_NODE_MAP)) return false;
  if (p.ours->style != (flow ? EV_STYLE_FLOW : EV_STYLE_BLOCK)) return false;
  if (p.ours->count != count_counted(p.ours)) return false;
  if (!list && p.copied && is_thinned(m, n, p.ours)) return true;
  size_t from = m->pairs.size;
  bool equal = (list ? push_list : push_map)(m, n, p.ours, p.copied);
  reverse(m, from);
  return equal;
}

static void meet(comparison *m, const yaml_node_t *n, int id) {
  if (m->met[id]) return;
  m->met[id] = true;
  size_t from = m->pairs.size;
  if (n->type == YAML_SEQUENCE_NODE) (void)push_list(m, n, NULL, false);
  if (n->type == YAML_MAPPING_NODE) (void)push_map(m, n, NULL, false);
  reverse(m, from);
}

static bool pair_equal(comparison *m, pair p) {
  const yaml_node_t *n = node_at(m->c, p.id);
  if (!p.ours) {
    meet(m, n, p.id);
    return true;
  }
  bool aliased = m->met[p.id];
  if (!p.copied && aliased != (p.ours->alias != NULL)) return false;
  m->met[p.id] = true;
  p.copied = p.copied || aliased;
  if (n->type == YAML_SCALAR_NODE) return scalar_equal(m->c, n, p.ours, p.is_key);
  return collection_equal(m, n, p);
}

/* `!!null ""` is one, too. */
static bool may_be_null(const composed *c, const yaml_node_t *n) {
  if (n->type != YAML_SCALAR_NODE) return false;
  return n->data.scalar.style == YAML_PLAIN_SCALAR_STYLE || has_properties(c, n);
}

bool compose_equal(const composed *c, const ev_node *root) {
  yaml_node_t *top = c->document.nodes.top > c->document.nodes.start ? c->document.nodes.start : NULL;
  if (!root) return !top || may_be_null(c, top);
  if (!top) return false;
  comparison m = {.c = c, .met = calloc(node_count(c) + 1, sizeof *m.met)};
  check(m.met != NULL);
  bool equal = true;
  push(&m, (pair){1, root, false, false});
  while (m.pairs.size && equal && !m.untold) equal = pair_equal(&m, pop(&m));
  check(!m.pairs.failed);
  ev_buf_free(&m.pairs);
  free(m.met);
  return equal || m.untold;
}
