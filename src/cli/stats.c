#include "stats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/resource.h>

static const char *const phase_names[EV_PHASES] = {"reading", "parsing", "rules", "report"};

static void add_milliseconds(ev_buf *out, const char *name, double seconds) {
  ev_buf_format(out, "  %-10s %10.2f ms\n", name, seconds * 1e3);
}

static double peak_mebibytes(void) {
  struct rusage usage;
  return getrusage(RUSAGE_SELF, &usage) == 0 ? (double)usage.ru_maxrss / 1024 : 0;
}

void ev_stats_write(ev_buf *out, const ev_stats *s, const ev_tally *t) {
  ev_buf_format(out,
                "%" PRIu64 " files, %" PRIu64 " bytes, %" PRIu64 " documents (%" PRIu64
                " not parsed), %" PRIu64 " objects that rules concern\n",
                t->files, t->bytes, t->documents, t->ruled_out, t->objects);
  ev_buf_format(out, "%.3f s with up to %" PRIu32 " threads, %.1f MB/s; at most %.1f MiB of memory\n", s->vet,
                s->jobs, s->vet > 0 ? (double)t->bytes / 1e6 / s->vet : 0, peak_mebibytes());
  add_milliseconds(out, "start", s->rules);
  add_milliseconds(out, "walk", s->walk);
  for (size_t i = 0; i < EV_PHASES; i++) add_milliseconds(out, phase_names[i], (double)t->spent[i] * 1e-9);
}

/* ---- rules */

typedef struct row {
  const ev_brule *rule;
  const ev_rule_profile *cost;
} row;

static int by_cost(const void *x, const void *y) {
  const row *a = x, *b = y;
  if (a->cost->nanoseconds != b->cost->nanoseconds)
    return a->cost->nanoseconds < b->cost->nanoseconds ? 1 : -1;
  return ev_str_compare(a->rule->id, b->rule->id);
}

bool ev_profile_write(ev_buf *out, const ev_bundle *bundle, const ev_rule_profile *profile) {
  row *rows = ev_realloc(NULL, (bundle->rules_count + (size_t)1) * sizeof *rows);
  size_t count = 0;
  if (!rows) return false;
  for (uint32_t i = 0; i < bundle->rules_count; i++)
    if (profile[i].runs) rows[count++] = (row){&bundle->rules[i], &profile[i]};
  qsort(rows, count, sizeof *rows, by_cost);
  ev_buf_format(out, "%-12s %12s %14s %12s\n", "rule", "evaluations", "steps", "time");
  for (size_t i = 0; i < count; i++) {
    const ev_rule_profile *c = rows[i].cost;
    ev_buf_format(out, "%-12.*s %12" PRIu64 " %14" PRIu64 " %9.2f ms\n", EV_STR_ARG(rows[i].rule->id),
                  c->runs, c->steps, (double)c->nanoseconds * 1e-6);
  }
  ev_free(rows);
  return true;
}
