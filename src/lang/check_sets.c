/* Sets: their algebra on automata and on ranges of ints, and what is suspicious about them. */
#include "check.h"
#include "limit.h"
#include "ranges.h"

typedef struct ev_range_of_ints range;

bool ev_set_of_ints(const ev_set *set) {
  for (;;) {
    if (set->kind == EV_SET_BRACES) return set->elements && set->elements->is_int;
    if (set->kind == EV_SET_NAME) return set->decl && set->decl->kind == EV_D_SET && set->decl->of_ints;
    set = set->a;
  }
}

/* ---- sets of strings */

#define SPLIT_IT "split it in several sets; patterns with many `*` are the costly ones"

static void pattern_failed(ev_checker *c, ev_span span, ev_pattern_status status,
                           const ev_pattern_error *error) {
  if (status == EV_PATTERN_NO_MEMORY) {
    c->arena->failed = true;
    return;
  }
  if (status == EV_PATTERN_MALFORMED) {
    ev_check_error(c, "bad-pattern", span, "%s", error->message);
    return;
  }
  ev_diagnostic *d = ev_check_error(c, "set-too-large", span, "this set needs %s",
                                    ev_pattern_status_text(status));
  ev_check_help(c, d, SPLIT_IT);
}

static const ev_element *element_at(const ev_set *set, size_t index) {
  const ev_element *e = set->elements;
  while (index-- > 0) e = e->next;
  return e;
}

static void warn_adds_nothing(ev_checker *c, const ev_element *element, const ev_element *by) {
  ev_diagnostic *d = ev_check_warning(c, "dead-pattern", element->span, "this adds nothing to the set");
  ev_diagnostic_relate(c->diagnostics, d, &c->file->source, by->span, "it is within this already");
}

/* Pairs are compared only in sets of a size that people write by hand. */
#define MAX_COMPARED 64

static bool is_special(char byte) { return byte == '*' || byte == '?' || byte == '[' || byte == '\\'; }

static bool is_wild(ev_str glob) {
  for (size_t i = 0; i < glob.size; i++)
    if (is_special(glob.at[i])) return true;
  return false;
}

/* Only `*` and plain text: what is quickly matched. */
static bool is_simple(ev_str glob) {
  for (size_t i = 0; i < glob.size; i++)
    if (is_special(glob.at[i]) && glob.at[i] != '*') return false;
  return true;
}

/* Does the simple `glob` match what the simple `word` is without its `*`? */
static bool matches_shortest(ev_str glob, ev_str word) {
  size_t g = 0, w = 0, star = SIZE_MAX, back = 0;
  while (w < word.size) {
    if (word.at[w] == '*') {
      w++;
    } else if (g < glob.size && glob.at[g] == '*') {
      star = g++;
      back = w;
    } else if (g < glob.size && glob.at[g] == word.at[w]) {
      g++;
      w++;
    } else if (star != SIZE_MAX) {
      g = star + 1;
      w = ++back;
    } else {
      return false;
    }
  }
  while (g < glob.size && glob.at[g] == '*') g++;
  return g == glob.size;
}

/* Is a word of `a` not in `b`, as a look tells that costs little? */
static bool is_apart(ev_str a, ev_str b) { return is_simple(a) && is_simple(b) && !matches_shortest(b, a); }

static bool within(ev_checker *c, const ev_set *set, const ev_element *a, const ev_element *b) {
  if (ev_str_equal(a->text, b->text)) return true;
  if (!set->is_glob || !is_wild(b->text) || is_apart(a->text, b->text)) return false;
  ev_automaton *inner, *outer;
  ev_pattern_status status;
  ev_str witness;
  return ev_automaton_glob(&c->scratch, a->text, &inner, NULL) == EV_PATTERN_OK &&
         ev_automaton_glob(&c->scratch, b->text, &outer, NULL) == EV_PATTERN_OK &&
         ev_automaton_contains(&c->scratch, outer, inner, &witness, &status);
}

static void look_for_dead_elements(ev_checker *c, const ev_set *set, size_t count) {
  if (count > MAX_COMPARED) return;
  for (const ev_element *a = set->elements; a; a = a->next)
    for (const ev_element *b = set->elements; b; b = b->next) {
      bool later_twin = a != b && ev_str_equal(a->text, b->text) && b->span.start > a->span.start;
      if (a == b || later_twin || !within(c, set, a, b)) continue;
      warn_adds_nothing(c, a, b);
      break;
    }
}

/* Counts what stands in the braces; false, and an error, where that is too much. */
static bool count_elements(ev_checker *c, const ev_set *set, uint32_t *count) {
  uint32_t most = c->program->limits.patterns;
  *count = 0;
  for (const ev_element *e = set->elements; e; e = e->next) ++*count;
  if (*count > most) ev_check_limit(c, element_at(set, most)->span, "there is too much in this set", most);
  return *count <= most;
}

static ev_automaton *braces(ev_checker *c, const ev_set *set) {
  uint32_t count;
  if (!count_elements(c, set, &count)) return NULL;
  ev_str *globs = EV_NEW_ARRAY(&c->scratch, ev_str, count + 1);
  bool *literal = EV_NEW_ARRAY(&c->scratch, bool, count + 1);
  if (!globs || !literal) return NULL;
  size_t i = 0;
  for (const ev_element *e = set->elements; e; e = e->next, i++) {
    if (e->is_int) {
      ev_check_error(c, "unlike-types", e->span, "a set holds strings or ints, not both");
      return NULL;
    }
    globs[i] = e->text;
    literal[i] = !set->is_glob;
  }
  ev_automaton *made = NULL;
  size_t which = 0;
  ev_pattern_error error = {0, NULL};
  ev_pattern_status status = ev_automaton_set(c->arena, &c->scratch, globs, literal, count, &made, &which,
                                              &error);
  if (status == EV_PATTERN_OK) {
    look_for_dead_elements(c, set, count);
    return made;
  }
  pattern_failed(c, status == EV_PATTERN_MALFORMED ? element_at(set, which)->span : set->span, status,
                 &error);
  return NULL;
}

static const ev_automaton *automaton(ev_checker *c, ev_set *set);

static void warn_removes_nothing(ev_checker *c, const ev_set *set, const ev_automaton *a,
                                 const ev_automaton *b) {
  ev_automaton *common;
  if (ev_automaton_intersection(&c->scratch, a, b, &common) == EV_PATTERN_OK &&
      ev_automaton_is_empty(common) && !ev_automaton_is_empty(b))
    ev_check_warning(c, "dead-pattern", set->b->span, "this takes nothing away from the set before `except`");
}

static const ev_automaton *combine(ev_checker *c, ev_set *set) {
  const ev_automaton *a = automaton(c, set->a);
  const ev_automaton *b = set->b ? automaton(c, set->b) : NULL;
  if (!a || (set->b && !b)) return NULL;
  ev_automaton *made = NULL;
  ev_pattern_status status = EV_PATTERN_OK;
  switch (set->kind) {
  case EV_SET_OR: status = ev_automaton_union(c->arena, a, b, &made); break;
  case EV_SET_AND: status = ev_automaton_intersection(c->arena, a, b, &made); break;
  case EV_SET_EXCEPT:
    warn_removes_nothing(c, set, a, b);
    status = ev_automaton_difference(c->arena, a, b, &made);
    break;
  default: status = ev_automaton_complement(c->arena, a, &made); break;
  }
  if (status != EV_PATTERN_OK) pattern_failed(c, set->span, status, NULL);
  return status == EV_PATTERN_OK ? made : NULL;
}

static const ev_automaton *small(ev_checker *c, const ev_set *set, const ev_automaton *made) {
  uint32_t most = c->program->limits.states;
  if (!made || made->states <= most) return made;
  ev_diagnostic *d = ev_check_error(c, "set-too-large", set->span,
                                    "this set needs an automaton of more than %u states, the limit", most);
  ev_check_help(c, d, SPLIT_IT);
  return NULL;
}

static ev_decl *named(ev_checker *c, ev_set *set) {
  set->decl = ev_check_find(c, set->name.text);
  if (set->decl && set->decl->kind == EV_D_SET) return set->decl;
  ev_diagnostic *d = ev_check_error(c, "unknown-set", set->name.span, "there is no set `%.*s`",
                                    EV_STR_ARG(set->name.text));
  ev_candidates names = {.count = 0};
  for (size_t i = 0; i < c->symbols.capacity; i++)
    if (c->symbols.slots[i] && c->symbols.slots[i]->kind == EV_D_SET)
      ev_check_candidate(&names, c->symbols.slots[i]->name.text);
  if (!ev_check_suggest(c, d, set->name.text, &names) && set->decl)
    ev_check_relate(c, d, set->decl, "this is no set of constants");
  set->decl = NULL;
  return NULL;
}

/* A set that another names is made first, in the names of its own file. */
static bool ready(ev_checker *c, ev_set *use, ev_decl *decl) {
  if (decl->state == 2) return true;
  if (decl->state == 1) {
    ev_check_error(c, "cyclic-definition", use->span, "set `%.*s` is defined by itself",
                   EV_STR_ARG(decl->name.text));
    return false;
  }
  if (c->set_depth == EV_MAX_DEFINITION_DEPTH) {
    if (!c->deep_sets)
      ev_check_limit(c, use->span, "sets stand on each other too deep", EV_MAX_DEFINITION_DEPTH);
    c->deep_sets = true;
    return false;
  }
  ev_file *file = c->file;
  ev_symbols symbols = c->symbols;
  if (decl->file != file) ev_check_enter_file(c, decl->file);
  ev_check_set_decl(c, decl);
  c->file = file;
  c->symbols = symbols;
  return true;
}

static const ev_automaton *automaton(ev_checker *c, ev_set *set) {
  if (set->kind == EV_SET_BRACES) return small(c, set, braces(c, set));
  if (set->kind != EV_SET_NAME) return small(c, set, combine(c, set));
  ev_decl *decl = named(c, set);
  return decl && ready(c, set, decl) ? decl->automaton : NULL;
}

/* ---- sets of ints: sorted disjoint ranges */

static bool int_braces(ev_checker *c, const ev_set *set, ev_ranges *out) {
  uint32_t count;
  if (!count_elements(c, set, &count)) return false;
  *out = (ev_ranges){EV_NEW_ARRAY(c->arena, range, count + 1), 0};
  if (!out->at) return false;
  for (const ev_element *e = set->elements; e; e = e->next) {
    if (!e->is_int) {
      ev_check_error(c, "unlike-types", e->span, "a set holds strings or ints, not both");
      return false;
    }
    if (e->high < e->low) {
      ev_check_error(c, "empty-range", e->span, "this range is empty: its end is less than its start");
      return false;
    }
    out->at[out->count++] = (range){e->low, e->high};
  }
  ev_ranges_normalise(out);
  return true;
}

static bool ranges(ev_checker *c, ev_set *set, ev_ranges *out) {
  if (set->kind == EV_SET_BRACES) return int_braces(c, set, out);
  if (set->kind == EV_SET_NAME) {
    ev_decl *decl = named(c, set);
    if (!decl || !ready(c, set, decl)) return false;
    if (decl->index < 0) return false;
    const ev_const_set *made = &c->program->sets[decl->index];
    *out = (ev_ranges){made->ranges, made->range_count};
    return made->of_ints;
  }
  ev_ranges a, b = {NULL, 0}, inverse;
  if (!ranges(c, set->a, &a) || (set->b && !ranges(c, set->b, &b))) return false;
  switch (set->kind) {
  case EV_SET_OR: return ev_ranges_union(c->arena, &a, &b, out);
  case EV_SET_AND: return ev_ranges_intersection(c->arena, &a, &b, out);
  case EV_SET_EXCEPT:
    return ev_ranges_complement(c->arena, &b, &inverse) &&
           ev_ranges_intersection(c->arena, &a, &inverse, out);
  default: return ev_ranges_complement(c->arena, &a, out);
  }
}

/* ---- patterns of versions */

void ev_check_versions(ev_checker *c, const ev_words *versions, ev_span span) {
  size_t count = 0, which = 0;
  for (const ev_words *w = versions; w; w = w->next) count++;
  ev_arena_reset(&c->scratch, 1u << 20);
  ev_str *globs = EV_NEW_ARRAY(&c->scratch, ev_str, count + 1);
  if (!globs) return;
  count = 0;
  for (const ev_words *w = versions; w; w = w->next) globs[count++] = w->word.text;
  ev_automaton *made = NULL;
  ev_pattern_error error = {0, NULL};
  ev_pattern_status status = ev_automaton_set(&c->scratch, &c->scratch, globs, NULL, count, &made, &which,
                                              &error);
  if (status == EV_PATTERN_OK) return;
  while (which-- > 0 && status == EV_PATTERN_MALFORMED) versions = versions->next;
  pattern_failed(c, status == EV_PATTERN_MALFORMED ? versions->word.span : span, status, &error);
}

/* ---- into the program */

static ev_const_set *new_set(ev_checker *c) {
  ev_program *p = c->program;
  if (p->set_count == p->set_capacity) {
    uint32_t capacity = p->set_capacity ? p->set_capacity * 2 : 16;
    ev_const_set *grown = EV_NEW_ARRAY(c->arena, ev_const_set, capacity);
    if (!grown) return NULL;
    if (p->set_count) memcpy(grown, p->sets, p->set_count * sizeof *grown);
    p->sets = grown;
    p->set_capacity = capacity;
  }
  return &p->sets[p->set_count++];
}

/* Names are looked up before the question whether the set holds ints can be put. */
static void look_up(ev_checker *c, ev_set *set) {
  for (; set; set = set->a) {
    if (set->kind == EV_SET_NAME) {
      ev_decl *decl = ev_check_find(c, set->name.text);
      set->decl = decl && decl->kind == EV_D_SET ? decl : NULL;
      if (set->decl && set->decl->state == 0) (void)ready(c, set, set->decl);
    }
    if (set->b) look_up(c, set->b);
  }
}

/* Every leaf of a set holds what its first leaf holds. */
static bool check_kinds(ev_checker *c, const ev_set *set, bool of_ints) {
  for (; set; set = set->a) {
    bool leaf = set->kind == EV_SET_BRACES ? set->elements != NULL
                                           : set->kind == EV_SET_NAME && set->decl && set->decl->state == 2;
    if (leaf && ev_set_of_ints(set) != of_ints) {
      ev_diagnostic *d = ev_check_error(c, "unlike-types", set->span,
                                        "a set holds strings or ints, not both");
      if (set->kind == EV_SET_NAME)
        ev_check_relate(c, d, set->decl, of_ints ? "this one holds strings" : "this one holds ints");
      return false;
    }
    if (set->b && !check_kinds(c, set->b, of_ints)) return false;
  }
  return true;
}

int ev_check_set(ev_checker *c, ev_set *set, ev_str name) {
  look_up(c, set);
  if (!check_kinds(c, set, ev_set_of_ints(set))) return -1;
  ev_arena_reset(&c->scratch, 1u << 20);
  ev_const_set made = {.set = set, .name = name, .of_ints = ev_set_of_ints(set)};
  ev_ranges found = {NULL, 0};
  bool ok = made.of_ints ? ranges(c, set, &found) : (made.automaton = automaton(c, set)) != NULL;
  if (!ok) return -1;
  made.ranges = found.at;
  made.range_count = found.count;
  bool empty = made.of_ints ? found.count == 0 : ev_automaton_is_empty(made.automaton);
  if (empty && name.size) {
    ev_diagnostic *d = ev_check_error(c, "empty-set", set->span, "nothing is in this set");
    ev_check_help(c, d, "a rule over it could never pass, or never fail");
  }
  ev_const_set *slot = new_set(c);
  if (!slot) return -1;
  *slot = made;
  return (int)(slot - c->program->sets);
}

void ev_check_set_decl(ev_checker *c, ev_decl *decl) {
  if (decl->state) return;
  decl->state = 1;
  c->set_depth++;
  int index = ev_check_set(c, decl->set, decl->name.text);
  decl->index = index;
  decl->of_ints = ev_set_of_ints(decl->set);
  if (index >= 0) decl->automaton = c->program->sets[index].automaton;
  decl->state = 2;
  c->set_depth--;
}
