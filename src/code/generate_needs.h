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
} ev_needs;

typedef struct ev_walked {
  ev_gen *g;
  const bool *records; /* whose fields the walk meets wherever a rule may read them */
  uint32_t *visits; /* left for the clause in hand: functions that call each other may unfold without end */
} ev_walked;

/* ---- generate_groups.c */

void ev_group_add(ev_group *group, uint32_t watch);
uint32_t ev_group_length(const uint32_t *at); /* of a group among needs, without its end */
/* A group that says nothing, or does not fit, is left out. */
void ev_needs_add(ev_needs *to, const ev_group *group);
/* Both must be so. */
void ev_needs_both(ev_needs *to, const ev_needs *from);
/* Either of two will do: of the best group of each, one watch. */
ev_needs ev_needs_either(const ev_gen *g, const ev_needs *a, const ev_needs *b);
/* The first of the groups that tell most. */
const uint32_t *ev_needs_best(const ev_gen *g, const ev_needs *needs);

/* ---- generate_certain.c */

/* False: enough was looked at, and to know nothing is sound. */
bool ev_needs_spend(const ev_walked *w);
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
/* Is the list itself, whatever its elements are? */
bool ev_is_sure(const ev_walked *w, const ev_expr *list);

/* ---- generate_origin.c */

/* Where `e` may be absent. */
void ev_absence(const ev_walked *w, const ev_expr *e, ev_group *group);
/* Where a comparison of one value with constants may be `truth`, or unknown. False where `e` is none, or what
 * it compares may come from elsewhere. */
bool ev_comparison_needs(const ev_walked *w, const ev_expr *e, bool truth, ev_needs *needs);

/* ---- generate_test.c: comparisons of one value with constants */

#define EV_TEST_RANGES 2u

/* What the value must be. */
typedef struct ev_test {
  const ev_expr *value;
  enum { EV_OF_TEXT, EV_OF_NUMBER, EV_OF_TRUTH } of;
  bool truth;  /* EV_OF_TRUTH: true or false; EV_OF_TEXT: in the set, or not in it */
  bool absent; /* ... or absent */
  const ev_automaton *texts;
  uint32_t set; /* its index, or EV_NONE */
  struct {
    ev_rat low, high;
  } ranges[EV_TEST_RANGES]; /* EV_OF_NUMBER: in one of them */
  uint32_t range_count;
} ev_test;

/* What must be so of a value for `e` to be `truth`; false where `e` compares in another way. */
bool ev_test_make(ev_test *t, ev_gen *g, const ev_expr *e, bool truth);
bool ev_is_constant(const ev_expr *e);
bool ev_test_passes(const ev_test *t, const ev_const *value);
bool ev_test_passes_constant(const ev_test *t, const ev_expr *constant);

/* ---- generate_watch.c: watches, each once */

uint32_t ev_watch(ev_gen *g, ev_bwatch_kind kind, uint32_t field); /* SET, ABSENT, TRUE, FALSE */
/* IN, NOT_IN; `set` is the index of the automaton among the sets, EV_NONE where it is not there yet. */
uint32_t ev_watch_text(ev_gen *g, ev_bwatch_kind kind, uint32_t field, const ev_automaton *texts,
                       uint32_t set);
uint32_t ev_watch_number(ev_gen *g, uint32_t field, ev_rat low, ev_rat high);
/* How much a watch tells, the more the better. */
uint32_t ev_watch_worth(const ev_gen *g, uint32_t watch);

#endif
