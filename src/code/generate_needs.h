/* What a case cannot do without: what the files that find it out share. */
#ifndef EV_GENERATE_NEEDS_H
#define EV_GENERATE_NEEDS_H

#include "generate.h"

/* Watches of which one suffices. */
typedef struct ev_group {
  uint32_t at[32];
  uint32_t count;
  bool unknown; /* or something else that cannot be told: the group says nothing */
} ev_group;

/* Groups, each ended by EV_NONE: of each group some watch must be met. No group: nothing is known. */
typedef struct ev_needs {
  uint32_t at[48];
  uint32_t count;
  bool never; /* nothing suffices: it is never so */
} ev_needs;

typedef struct ev_walked {
  ev_gen *g;
  const bool *records; /* whose fields the walk meets wherever a rule may read them */
  uint32_t *visits; /* left for the clause in hand: functions that call each other may unfold without end */
  uint32_t depth;   /* of the recursion */
} ev_walked;

/* Whether an automaton was made. Without memory all of the generation has failed. */
static inline bool ev_made(ev_gen *g, ev_pattern_status status) {
  g->failed = g->failed || status == EV_PATTERN_NO_MEMORY;
  return status == EV_PATTERN_OK;
}

/* ---- generate_groups.c */

void ev_group_add(ev_group *group, uint32_t watch);
uint32_t ev_group_length(const uint32_t *at); /* of a group among needs, without its end */
/* A group that says nothing, or does not fit, is left out. */
void ev_needs_add(ev_needs *to, const ev_group *group);
/* ... or one of the group will do. */
void ev_needs_or(const ev_gen *g, ev_needs *to, const ev_group *group);
/* Both must be so. */
void ev_needs_both(ev_needs *to, const ev_needs *from);
/* Either of two will do: of the best group of each, one watch. */
ev_needs ev_needs_either(const ev_gen *g, const ev_needs *a, const ev_needs *b);
/* How much a group tells: as much as the watch of it that tells least. */
uint32_t ev_group_worth(const ev_gen *g, const uint32_t *at);
#define EV_RARELY_MET 5u
/* Is some watch of it met by most objects, and costs more than a glance? */
bool ev_group_is_common(const ev_gen *g, const uint32_t *at);
void ev_needs_keep(ev_needs *to, const uint32_t *at); /* a group of others */
/* The first of the groups that tell most. */
const uint32_t *ev_needs_best(const ev_gen *g, const ev_needs *needs);

/* ---- generate_certain.c */

#define EV_MOST_NEEDS_DEPTH 100u

/* Each step of the recursion: gives `within` for what it goes on to. NULL: enough was looked at, and to know
 * nothing is sound. */
const ev_walked *ev_needs_spend(const ev_walked *w, ev_walked *within);
/* The same where a group is filled: NULL, too, where that says nothing as it is; then it does. */
const ev_walked *ev_group_spend(const ev_walked *w, ev_walked *within, ev_group *group);
/* Is a key certain to be known? By an unknown one the value is unknown, whether there is a map or not. */
bool ev_is_known(const ev_expr *key);
/* keys or known_keys? */
bool ev_is_of_keys(const ev_expr *call);
/* Gives the parameters what they stand for in a call of a function or decode; false where its body is being
 * looked at already. Until ev_call_close. */
bool ev_bind_arguments(const ev_expr *call);
/* The same for functions of Vet alone; false for any other. */
bool ev_call_open(const ev_expr *call);
void ev_call_close(const ev_expr *call);
/* Field of the bundle that an expression reads of a record that the walk meets; EV_NONE for any other. */
uint32_t ev_walked_field(const ev_walked *w, const ev_expr *e);
/* Is a list, and is each element of it, never unknown or refused but where something of the manifest is? */
bool ev_is_plain(const ev_walked *w, const ev_expr *list);
/* Is a value? Else it is set, and so is what is made of it, whatever is there. */
bool ev_is_settled(const ev_walked *w, const ev_expr *e);
/* Can it be told where the value may be unknown or refused? */
bool ev_is_doubtless(const ev_walked *w, const ev_expr *e);
/* Is the list itself, whatever its elements are? */
bool ev_is_sure(const ev_walked *w, const ev_expr *list);

/* ---- generate_test.c: comparisons of one value with constants */

#define EV_TEST_RANGES 4u
#define EV_TEST_PARAMS 2u

/* What the value must be. */
typedef struct ev_test {
  const ev_expr *value;
  enum { EV_OF_ANY, EV_OF_TEXT, EV_OF_NUMBER, EV_OF_TRUTH } of; /* ANY: it is there */
  bool truth;  /* EV_OF_TRUTH: true or false; EV_OF_TEXT: in the set, or not in it */
  bool absent; /* ... or absent */
  const ev_automaton *texts;
  uint32_t set; /* its index, or EV_NONE */
  struct {
    ev_rat low, high;
  } ranges[EV_TEST_RANGES]; /* EV_OF_NUMBER: in one of them */
  uint32_t range_count;
  uint32_t params[EV_TEST_PARAMS], param_count; /* whose defaults it takes for constants */
} ev_test;

/* What must be so of a value for `e` to be `truth`; false where `e` compares in another way. */
bool ev_test_make(ev_test *t, ev_gen *g, const ev_expr *e, bool truth);
bool ev_is_constant(const ev_expr *e);
bool ev_constant_number(const ev_expr *e, ev_rat *out); /* false if it is no constant number */
/* The default of a parameter, whose index is *param, or what comes of it, or of a number, and another number;
 * `e` itself, and EV_NONE, if it is none of these. */
const ev_expr *ev_default_of(ev_gen *g, const ev_expr *e, uint32_t *param);
bool ev_test_passes(const ev_test *t, const ev_const *value);
bool ev_test_passes_constant(const ev_test *t, const ev_expr *constant);

/* ---- generate_through.c */

/* What must be so of the first argument of a call for what the call gives to pass the test; false where that
 * cannot be told. */
bool ev_test_through(const ev_test *t, ev_gen *g, const ev_expr *call, ev_test *inner);

/* What must be so of the one text that is no constant for what it is put together with to pass the test;
 * *param is as below. */
bool ev_test_through_concat(const ev_test *t, ev_gen *g, const ev_expr *e, ev_test *inner, uint32_t *param);

/* What must be so of the one operand that is no constant for a sum, a product or the like to pass the test;
 * *param is a parameter whose default it takes for the other, or EV_NONE. */
bool ev_test_through_sum(const ev_test *t, ev_gen *g, const ev_expr *e, ev_test *inner, uint32_t *param);

/* ---- generate_doubt.c */

/* Where `e` may be unknown or refused. */
void ev_doubt(const ev_walked *w, const ev_expr *e, ev_group *group);

/* ---- generate_absence.c */

/* Where `e` may be absent. */
void ev_absence(const ev_walked *w, const ev_expr *e, ev_group *group);
/* Where a map may not have a key. */
void ev_entry_absence(const ev_walked *w, const ev_expr *map, const ev_expr *key, ev_group *group);

/* ---- generate_origin.c */

/* Where a value may come from that passes a test, or is unknown. */
void ev_origin_of(const ev_walked *w, const ev_test *test, const ev_expr *value, ev_group *group);
/* Whether each key of a map at a field is one of its own: a map in a map would give its keys to the same
 * field. */
bool ev_is_plain_map(const ev_type *type);
/* For a map to have a key; nothing where the key is none that is known. */
void ev_entry_needs(const ev_walked *w, const ev_expr *map, const ev_expr *key, ev_needs *needs);
/* Where a comparison of one value with constants may be `truth`, or unknown. False where `e` is none, or what
 * it compares may come from elsewhere. */
bool ev_comparison_needs(const ev_walked *w, const ev_expr *e, bool truth, ev_needs *needs);

/* ---- generate_needs.c */

ev_needs ev_needs_nothing(void);
/* For a value to be there; for a list, map or record to hold something. */
ev_needs ev_needs_set(const ev_walked *w, const ev_expr *e);
/* For a condition to be `truth`, or unknown. */
ev_needs ev_needs_truth(const ev_walked *w, const ev_expr *e, bool truth);
/* For the text of a decode to be there. */
ev_needs ev_needs_decode(const ev_walked *w, const ev_expr *call);

/* ---- generate_watch.c: watches, each once */

/* What is watched: whatever stands at a field or in the list or map there, or in the map what has a key,
 * which is a constant. */
typedef struct ev_watched {
  uint32_t field, key; /* key: EV_NONE, or a string constant */
} ev_watched;

uint32_t ev_watch(ev_gen *g, ev_bwatch_kind kind, ev_watched at); /* SET, ABSENT, TRUE, FALSE, UNKNOWN */
/* IN, NOT_IN, KEY_IN, KEY_NOT_IN; `set` is the index of the automaton among the sets, EV_NONE where it is not
 * there yet. */
uint32_t ev_watch_text(ev_gen *g, ev_bwatch_kind kind, ev_watched at, const ev_automaton *texts,
                       uint32_t set);
uint32_t ev_watch_number(ev_gen *g, ev_watched at, ev_rat low, ev_rat high);
uint32_t ev_watch_param(ev_gen *g, uint32_t param);
/* How much a watch tells, the more the better. */
uint32_t ev_watch_worth(const ev_gen *g, uint32_t watch);
bool ev_watch_is_common(const ev_gen *g, uint32_t watch); /* met by most values, after some reading */

#endif
