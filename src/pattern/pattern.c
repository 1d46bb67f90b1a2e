/* From patterns to automata. Names go the short way; a set with a wildcard goes through an NFA, where its
 * names are one automaton beside the globs. */
#include "pattern.h"

#include "nfa.h"

typedef struct ev_patterns {
  ev_arena *scratch;
  ev_str *words; /* has room for all patterns */
  size_t word_count;
  ev_nfa globs;
} ev_patterns;

static ev_pattern_status add_word(ev_patterns *p, ev_str word) {
  p->words[p->word_count++] = word;
  return EV_PATTERN_OK;
}

static ev_pattern_status add_glob(ev_patterns *p, ev_str glob, ev_pattern_error *error) {
  ev_pattern_status status = ev_glob_check(glob, error);
  if (status != EV_PATTERN_OK) return status;
  if (!ev_glob_is_literal(glob)) return ev_nfa_add_glob(&p->globs, glob, error);
  ev_str word = ev_glob_unquote(p->scratch, glob);
  return word.at ? add_word(p, word) : EV_PATTERN_NO_MEMORY;
}

static ev_pattern_status determine(ev_patterns *p, ev_dfa *minimal) {
  ev_dfa words, all;
  ev_pattern_status status = ev_dfa_of_words(p->scratch, p->words, p->word_count, &words);
  if (status == EV_PATTERN_OK && p->globs.state_count == 0) {
    *minimal = words;
    return status;
  }
  if (status == EV_PATTERN_OK) ev_nfa_add_dfa(&p->globs, &words);
  if (status == EV_PATTERN_OK) status = p->globs.status;
  if (status == EV_PATTERN_OK) status = ev_nfa_determine(p->scratch, &p->globs, &all);
  return status == EV_PATTERN_OK ? ev_dfa_minimise(p->scratch, &all, minimal) : status;
}

static ev_pattern_status too_many(size_t *which, ev_pattern_error *error) {
  static const char message[] = "a set has at most 10000 patterns";
  _Static_assert(EV_MAX_PATTERNS == 10000, "the message says so");
  if (which) *which = EV_MAX_PATTERNS;
  if (error) *error = (ev_pattern_error){0, message};
  return EV_PATTERN_MALFORMED;
}

ev_pattern_status ev_automaton_set(ev_arena *arena, ev_arena *scratch, const ev_str *globs,
                                   const bool *literal, size_t count, ev_automaton **out, size_t *which,
                                   ev_pattern_error *error) {
  if (count > EV_MAX_PATTERNS) return too_many(which, error);
  ev_patterns p = {
      .scratch = scratch, .words = EV_NEW_ARRAY(scratch, ev_str, count), .globs = {.arena = scratch}};
  if (!p.words) return EV_PATTERN_NO_MEMORY;
  for (size_t i = 0; i < count; i++) {
    bool is_word = literal && literal[i];
    ev_pattern_status status = is_word ? add_word(&p, globs[i]) : add_glob(&p, globs[i], error);
    if (status == EV_PATTERN_MALFORMED && which) *which = i;
    if (status != EV_PATTERN_OK) return status;
  }
  ev_dfa minimal;
  ev_pattern_status status = determine(&p, &minimal);
  return status == EV_PATTERN_OK ? ev_dfa_canonical(arena, scratch, &minimal, out) : status;
}

static ev_pattern_status make_one(ev_arena *arena, ev_str text, bool literal, ev_automaton **out,
                                  ev_pattern_error *error) {
  ev_arena scratch;
  ev_arena_init(&scratch, 0);
  ev_pattern_status status = ev_automaton_set(arena, &scratch, &text, &literal, 1, out, NULL, error);
  ev_arena_free(&scratch);
  return status;
}

ev_pattern_status ev_automaton_glob(ev_arena *arena, ev_str glob, ev_automaton **out,
                                    ev_pattern_error *error) {
  return make_one(arena, glob, false, out, error);
}

ev_pattern_status ev_automaton_literal(ev_arena *arena, ev_str text, ev_automaton **out) {
  return make_one(arena, text, true, out, NULL);
}

const char *ev_pattern_status_text(ev_pattern_status status) {
  _Static_assert(EV_MAX_AUTOMATON_STATES == 20000, "the text says so");
  switch (status) {
  case EV_PATTERN_OK: return "nothing more";
  case EV_PATTERN_MALFORMED: return "a pattern that is well formed";
  case EV_PATTERN_TOO_MANY_STATES: return "an automaton of more than 20000 states, the limit";
  case EV_PATTERN_NO_MEMORY: return "more memory than there is";
  }
  return "?";
}

ev_str ev_glob_quote(ev_arena *arena, ev_str text) {
  char *quoted = ev_arena_array(arena, text.size, 2);
  if (!quoted) return (ev_str){NULL, 0};
  size_t size = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (text.at[i] && strchr("*?[\\", text.at[i])) quoted[size++] = '\\';
    quoted[size++] = text.at[i];
  }
  return (ev_str){quoted, size};
}
