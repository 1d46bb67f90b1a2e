/* The one door: order of the checks, and how they fail. */
#include <stdarg.h>
#include <stdio.h>

#include "limit.h"
#include "verify.h"

#define MOST_MEMORY ((size_t)512 * 1024 * 1024) /* of the verifier's own data */

/* ---- failing */

__attribute__((format(printf, 4, 0))) static bool fail(ev_verifier *v, uint32_t chunk, uint32_t word,
                                                       const char *format, va_list arguments) {
  if (v->error->message[0]) return false;
  (void)vsnprintf(v->error->message, sizeof v->error->message, format, arguments);
  v->error->chunk = chunk;
  v->error->word = word;
  return false;
}

bool ev_verify_fail(ev_verifier *v, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  (void)fail(v, EV_NONE, EV_NONE, format, arguments);
  va_end(arguments);
  return false;
}

bool ev_verify_fail_at(ev_verifier *v, uint32_t chunk, uint32_t word, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  (void)fail(v, chunk, word, format, arguments);
  va_end(arguments);
  return false;
}

bool ev_verify_no_memory(ev_verifier *v) {
  if (!v->error->message[0]) v->error->no_memory = true;
  return ev_verify_fail(v, "no memory");
}

/* About a second's; the rule pack takes a few thousandths of it. */
#define MOST_WORK ((uint64_t)1 << 29)

bool ev_verify_spend(ev_verifier *v, uint64_t work) {
  v->work += work;
  return v->work <= MOST_WORK ? true : ev_verify_fail(v, "the code is too large and too much entwined");
}

/* ---- checking */

/* Frames of any call fit a stack of this size. */
#define MOST_VALUES (1u << 20)
#define MOST_SLOTS  (1u << 16)

static bool verify_stacks(ev_verifier *v) {
  ev_stack_need need;
  if (!ev_stack_measure(v->bundle, &need)) return ev_verify_no_memory(v);
  if (need.values > MOST_VALUES || need.iterators > MOST_SLOTS || need.joins > MOST_SLOTS ||
      need.frames > MOST_SLOTS)
    return ev_verify_fail(v, "calls are nested so deeply that they need more than %u values or %u slots",
                          MOST_VALUES, MOST_SLOTS);
  return true;
}

static bool verify_chunks(ev_verifier *v) {
  if (!ev_verify_keep_claims(v)) return false;
  for (uint32_t i = 0; i < v->bundle->chunks_count; i++)
    if (!ev_verify_code(v, i)) return false;
  return ev_verify_give_claims(v);
}

static bool verify_all(ev_verifier *v) {
  return ev_verify_types(v) && ev_verify_constants(v) && ev_verify_records(v) && ev_verify_sets(v) &&
         ev_verify_tables(v) && ev_verify_params(v) && ev_verify_watches(v) && ev_verify_views(v) &&
         ev_verify_signatures(v) && ev_verify_rules(v) && verify_chunks(v) && verify_stacks(v);
}

bool ev_verify(ev_bundle *bundle, ev_verify_error *error) {
  ev_verifier v = {.bundle = bundle, .error = error};
  *error = (ev_verify_error){.chunk = EV_NONE, .word = EV_NONE};
  ev_arena_init(&v.arena, MOST_MEMORY);
  bool ok = verify_all(&v) && !v.arena.failed && !bundle->arena.failed;
  if (v.arena.failed) error->message[0] = '\0'; /* whatever was said, that was why */
  if (!ok) (void)ev_verify_no_memory(&v);
  ev_arena_free(&v.arena);
  return ok;
}
