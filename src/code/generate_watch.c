/* Watches: made once each while the needs of cases are found out, then put in order, with watches before them
 * that tell of many at once that none is met. */
#include <stdlib.h>

#include "generate_needs.h"

/* ---- each once: those of a field are chained */

/* Of a field, or behind them all, of a parameter. */
static uint32_t *chain_of(ev_gen *g, const ev_bwatch *w) {
  uint32_t index = w->kind == EV_W_PARAM ? g->fields.count + w->field : w->field;
  if (!g->watch_chains)
    g->watch_chains = EV_NEW_ARRAY(&g->scratch, uint32_t, g->fields.count + g->params.count + 1);
  if (!g->watch_chains) g->failed = true;
  return g->watch_chains ? &g->watch_chains[index] : NULL;
}

static bool same_texts(const ev_automaton *a, const ev_automaton *b) {
  return a->states == b->states && a->classes == b->classes &&
         memcmp(a->accepting, b->accepting, a->states) == 0 &&
         memcmp(a->class_of, b->class_of, sizeof a->class_of) == 0 &&
         memcmp(a->table, b->table, (size_t)a->states * a->classes * sizeof *a->table) == 0;
}

static bool same_watch(const ev_watch_link *a, const ev_bwatch *b, const ev_automaton *texts) {
  if (a->watch.kind != b->kind || a->watch.key != b->key) return false;
  if (a->watch.low != b->low || a->watch.high != b->high) return false;
  return a->texts == texts || same_texts(a->texts, texts); /* of one kind all have texts, or none */
}

static uint32_t watch(ev_gen *g, ev_bwatch wanted, const ev_automaton *texts) {
  uint32_t *chain = chain_of(g, &wanted);
  if (!chain) return 0;
  const ev_watch_link *links = g->watches.at;
  for (uint32_t i = *chain; i; i = links[i - 1].next)
    if (same_watch(&links[i - 1], &wanted, texts)) return i - 1;
  uint32_t index = 0;
  ev_watch_link *made = ev_gen_push(g, &g->watches, sizeof *made, &index);
  if (!made) return 0;
  *made = (ev_watch_link){wanted, texts, *chain};
  *chain = index + 1;
  return index;
}

static ev_bwatch at_place(ev_bwatch_kind kind, ev_watched at) {
  return (ev_bwatch){
      .kind = kind, .field = at.field, .key = at.key, .set = EV_NONE, .low = EV_NONE, .high = EV_NONE};
}

uint32_t ev_watch(ev_gen *g, ev_bwatch_kind kind, ev_watched at) {
  return watch(g, at_place(kind, at), NULL);
}

uint32_t ev_watch_param(ev_gen *g, uint32_t param) {
  return watch(g, at_place(EV_W_PARAM, (ev_watched){param, EV_NONE}), NULL);
}

uint32_t ev_watch_text(ev_gen *g, ev_bwatch_kind kind, ev_watched at, const ev_automaton *texts,
                       uint32_t set) {
  ev_bwatch made = at_place(kind, at);
  made.set = set;
  return watch(g, made, texts);
}

uint32_t ev_watch_number(ev_gen *g, ev_watched at, ev_rat low, ev_rat high) {
  ev_bwatch made = at_place(EV_W_NUMBER, at);
  made.low = ev_gen_constant(g, (ev_const){.kind = EV_K_QUANTITY, .number = low});
  made.high = ev_gen_constant(g, (ev_const){.kind = EV_K_QUANTITY, .number = high});
  return watch(g, made, NULL);
}

uint32_t ev_watch_worth(const ev_gen *g, uint32_t index) {
  static const uint32_t worths[EV_W_KINDS] = {
      [EV_W_SET] = 2,     [EV_W_ABSENT] = 1,     [EV_W_TRUE] = 4,   [EV_W_FALSE] = 3,
      [EV_W_UNKNOWN] = 6, [EV_W_IN] = 5,         [EV_W_NOT_IN] = 3, [EV_W_NUMBER] = 4,
      [EV_W_KEY_IN] = 5,  [EV_W_KEY_NOT_IN] = 2, [EV_W_PARAM] = 6};
  if (index >= g->watches.count) return 0; /* without memory there is none */
  const ev_bwatch *w = &((const ev_watch_link *)g->watches.at)[index].watch;
  return worths[w->kind] + (w->key != EV_NONE && w->kind == EV_W_SET ? 2 : 0);
}

bool ev_watch_is_common(const ev_gen *g, uint32_t index) {
  if (index >= g->watches.count) return false;
  ev_bwatch_kind kind = ((const ev_watch_link *)g->watches.at)[index].watch.kind;
  return kind == EV_W_NOT_IN || kind == EV_W_KEY_NOT_IN;
}

/* ---- the order: by field and key, then single ones, numbers, texts, keys */

typedef struct ev_ordered {
  ev_bwatch watch;
  uint32_t old; /* index */
  ev_str key;   /* empty: none */
  ev_rat low, high;
  const ev_automaton *texts; /* that meet it; NULL where that is not known: all */
  const ev_automaton *named; /* of the set that it names */
} ev_ordered;

static int rank(const ev_bwatch *w) {
  switch (w->kind) {
  case EV_W_NUMBER: return 1;
  case EV_W_IN:
  case EV_W_NOT_IN: return 2;
  case EV_W_KEY_IN:
  case EV_W_KEY_NOT_IN: return 3;
  default: return 0;
  }
}

static int compare(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

/* That of the bundle's verifier. */
static int compare_places(const ev_ordered *a, const ev_ordered *b) {
  int order = compare(a->watch.kind == EV_W_PARAM, b->watch.kind == EV_W_PARAM);
  if (!order) order = compare(a->watch.field, b->watch.field);
  if (!order) order = compare(a->watch.key != EV_NONE, b->watch.key != EV_NONE);
  return order ? order : ev_str_compare(a->key, b->key);
}

/* Numbers by their ends, so that neighbours are met together; others as they came. */
static int by_place(const void *left, const void *right) {
  const ev_ordered *a = left, *b = right;
  int order = compare_places(a, b);
  if (!order) order = rank(&a->watch) - rank(&b->watch);
  if (!order && a->watch.kind == EV_W_NUMBER) order = ev_rat_compare(a->low, b->low);
  if (!order && a->watch.kind == EV_W_NUMBER) order = ev_rat_compare(a->high, b->high);
  return order ? order : compare(a->old, b->old);
}

static ev_rat number_at(const ev_gen *g, uint32_t constant) {
  return constant == EV_NONE ? ev_rat_of(0) : ((const ev_const *)g->constants.at)[constant].number;
}

static ev_str key_of(const ev_gen *g, const ev_bwatch *w) {
  return w->key == EV_NONE ? EV_STR("") : ((const ev_const *)g->constants.at)[w->key].text;
}

static const ev_automaton *texts_of(ev_gen *g, ev_arena *scratch, const ev_watch_link *link) {
  ev_automaton *others = NULL;
  if (!link->texts || link->watch.kind == EV_W_IN || link->watch.kind == EV_W_KEY_IN) return link->texts;
  return ev_made(g, ev_automaton_complement(scratch, link->texts, &others)) ? others : NULL;
}

/* Of those that were made on the way many are in no case's needs in the end. */
static bool *in_use(const ev_gen *g, ev_arena *scratch) {
  bool *used = EV_NEW_ARRAY(scratch, bool, g->watches.count + 1);
  const ev_brule *rules = g->rules.at;
  for (uint32_t r = 0; used && r < g->rules.count; r++)
    for (uint32_t c = 0; c < rules[r].case_count; c++)
      for (uint32_t i = 0; i < rules[r].cases[c].need_count; i++)
        if (rules[r].cases[c].needs[i] != EV_NONE) used[rules[r].cases[c].needs[i]] = true;
  return used;
}

static ev_ordered *in_order(ev_gen *g, ev_arena *scratch, uint32_t *count) {
  ev_ordered *all = EV_NEW_ARRAY(scratch, ev_ordered, g->watches.count + 1);
  const ev_watch_link *links = g->watches.at;
  const bool *used = in_use(g, scratch);
  *count = 0;
  for (uint32_t i = 0; all && used && i < g->watches.count; i++) {
    const ev_bwatch *w = &links[i].watch;
    if (!used[i]) continue;
    all[(*count)++] = (ev_ordered){.watch = *w,
                                   .old = i,
                                   .key = key_of(g, w),
                                   .low = number_at(g, w->low),
                                   .high = number_at(g, w->high),
                                   .texts = texts_of(g, scratch, &links[i]),
                                   .named = links[i].texts};
  }
  if (all && *count) qsort(all, *count, sizeof *all, by_place);
  return used ? all : NULL;
}

/* ---- what tells of many at once: a tree over a run of watches of one kind of value, level by level */

#define FAN         16u /* watches, or nodes, under a node */
#define LEAST_RUN   4u  /* a node over fewer would cost as much as they do */
#define MOST_LEVELS 4u

typedef struct ev_tree {
  ev_gen *g;
  ev_arena *scratch;
  ev_ordered *levels[MOST_LEVELS]; /* levels[0]: the watches of the run */
  uint32_t counts[MOST_LEVELS], depth;
} ev_tree;

static ev_ordered hull_of(const ev_ordered *from, uint32_t count) {
  ev_ordered made = from[0];
  for (uint32_t i = 1; i < count; i++) {
    if (ev_rat_compare(from[i].low, made.low) < 0) made.low = from[i].low;
    if (ev_rat_compare(from[i].high, made.high) > 0) made.high = from[i].high;
  }
  return made;
}

/* In pairs, and these in pairs. NULL where the automata do not fit together well: then they would be larger
 * than what they save is worth. */
static const ev_automaton *union_of(ev_gen *g, ev_arena *scratch, const ev_ordered *from, uint32_t count) {
  const ev_automaton *parts[FAN];
  for (uint32_t i = 0; i < count; i++) parts[i] = from[i].texts;
  for (; count > 1; count = (count + 1) / 2)
    for (uint32_t i = 0; i < count; i += 2) {
      const ev_automaton *a = parts[i], *b = i + 1 < count ? parts[i + 1] : NULL;
      ev_automaton *both = NULL;
      if (a && b && !ev_made(g, ev_automaton_small_union(scratch, a, b, &both))) both = NULL;
      if (!a || (i + 1 < count && !both)) return NULL;
      parts[i / 2] = b ? both : a;
    }
  return parts[0];
}

static ev_ordered node_over(const ev_tree *tree, const ev_ordered *from, uint32_t count) {
  ev_ordered made = from[0];
  if (rank(&made.watch) == 1) {
    made = hull_of(from, count);
    made.watch.low = ev_gen_constant(tree->g, (ev_const){.kind = EV_K_QUANTITY, .number = made.low});
    made.watch.high = ev_gen_constant(tree->g, (ev_const){.kind = EV_K_QUANTITY, .number = made.high});
    return made;
  }
  made.texts = count > 1 ? union_of(tree->g, tree->scratch, from, count) : NULL;
  ev_bwatch_kind some = rank(&made.watch) == 3 ? EV_W_KEY_IN : EV_W_IN;
  made.watch.kind = made.texts ? some : EV_W_SET; /* which lets all through */
  made.named = made.texts;
  made.watch.set = EV_NONE;
  return made;
}

static void build_levels(ev_tree *tree) {
  while (tree->counts[tree->depth] >= LEAST_RUN && tree->depth + 1 < MOST_LEVELS) {
    uint32_t below = tree->counts[tree->depth], count = (below + FAN - 1) / FAN;
    const ev_ordered *from = tree->levels[tree->depth];
    ev_ordered *level = EV_NEW_ARRAY(tree->scratch, ev_ordered, count);
    if (!level) {
      tree->g->failed = true;
      return;
    }
    for (uint32_t i = 0; i < count && !tree->g->failed; i++) {
      uint32_t first = i * FAN;
      level[i] = node_over(tree, from + first, below - first < FAN ? below - first : FAN);
    }
    tree->depth++;
    tree->levels[tree->depth] = level;
    tree->counts[tree->depth] = count;
  }
}

/* How many stand under a node: watches and nodes. */
static uint32_t count_under(const ev_tree *tree, uint32_t level, uint32_t index) {
  uint64_t from = index, to = (uint64_t)index + 1;
  uint32_t under = 0;
  while (level-- > 0) {
    from *= FAN;
    to *= FAN;
    if (to > tree->counts[level]) to = tree->counts[level];
    under += (uint32_t)(to - from);
  }
  return under;
}

/* ---- the array of the bundle */

typedef struct ev_writing {
  ev_gen *g;
  ev_pool made;        /* ev_bwatch */
  uint32_t *new_index; /* of each watch by its old one */
} ev_writing;

static uint32_t add_set(ev_gen *g, const ev_automaton *texts) {
  uint32_t index = 0;
  ev_bset *set = ev_gen_push(g, &g->sets, sizeof *set, &index);
  if (set) *set = (ev_bset){.name = ev_gen_copy(g, EV_STR("")), .automaton = ev_gen_automaton(g, texts)};
  return index;
}

static uint32_t write_watch(ev_writing *out, const ev_ordered *watch, uint32_t under) {
  uint32_t index = 0;
  ev_bwatch *slot = ev_gen_push(out->g, &out->made, sizeof *slot, &index);
  if (!slot) return 0;
  *slot = watch->watch;
  slot->under = under;
  if (watch->named && slot->set == EV_NONE) slot->set = add_set(out->g, watch->named);
  return index;
}

/* Each node before what is under it. */
static void write_run(ev_writing *out, const ev_tree *tree) {
  for (uint32_t i = 0; i < tree->counts[0] && !out->g->failed; i++) {
    uint32_t width = 1;
    for (uint32_t level = 1; level <= tree->depth; level++) width *= FAN;
    for (uint32_t level = tree->depth; level > 0; level--, width /= FAN)
      if (i % width == 0)
        (void)write_watch(out, &tree->levels[level][i / width], count_under(tree, level, i / width));
    const ev_ordered *leaf = &tree->levels[0][i];
    out->new_index[leaf->old] = write_watch(out, leaf, 0);
  }
}

static uint32_t run_length(const ev_ordered *from, uint32_t most) {
  uint32_t n = 1;
  while (n < most && compare_places(from, from + n) == 0 && rank(&from[n].watch) == rank(&from[0].watch)) n++;
  return n;
}

static void write_all(ev_writing *out, ev_arena *scratch, ev_ordered *all, uint32_t count) {
  for (uint32_t i = 0; i < count && !out->g->failed;) {
    ev_tree tree = {
        .g = out->g, .scratch = scratch, .levels = {all + i}, .counts = {run_length(all + i, count - i)}};
    if (rank(&all[i].watch)) build_levels(&tree);
    write_run(out, &tree);
    i += tree.counts[0];
  }
}

static void rename_needs(const ev_writing *out) {
  const ev_brule *rules = out->g->rules.at;
  for (uint32_t r = 0; r < out->g->rules.count; r++)
    for (uint32_t c = 0; c < rules[r].case_count; c++) {
      uint32_t *needs = (uint32_t *)(uintptr_t)rules[r].cases[c].needs;
      for (uint32_t i = 0; i < rules[r].cases[c].need_count; i++)
        if (needs[i] != EV_NONE) needs[i] = out->new_index[needs[i]];
    }
}

void ev_gen_watches(ev_gen *g) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  ev_writing out = {.g = g, .new_index = EV_NEW_ARRAY(&scratch, uint32_t, g->watches.count + 1)};
  uint32_t count = 0;
  ev_ordered *all = in_order(g, &scratch, &count);
  if (!all || !out.new_index) g->failed = true;
  if (!g->failed) write_all(&out, &scratch, all, count);
  if (!g->failed) rename_needs(&out);
  if (scratch.failed) g->failed = true;
  g->watches = out.made;
  ev_arena_free(&scratch);
}
