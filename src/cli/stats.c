#include "stats.h"
#include "progress.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/resource.h>

static const char *const stage_names[EV_STAGES] = {"start", "walk", "vetting", "report"};
static const char *const phase_names[EV_PHASES] = {"reading", "parsing", "rules", "rendering"};

static double peak_mebibytes(void) {
  struct rusage usage;
  return getrusage(RUSAGE_SELF, &usage) == 0 ? (double)usage.ru_maxrss / 1024 : 0;
}

void ev_stats_begin(ev_stats *s) { s->began = ev_seconds(); }

void ev_stats_end(ev_stats *s, ev_stage stage) {
  s->seconds[stage] = ev_seconds() - s->began;
  s->peak[stage] = peak_mebibytes();
}

/* Of what goes on at once in vetting only the time can be told apart. */
static void add_phases(ev_buf *out, const ev_tally *t) {
  for (size_t i = 0; i < EV_PHASES; i++)
    ev_buf_format(out, "    %-10s %10.2f ms\n", phase_names[i], (double)t->spent[i] * 1e-6);
}

void ev_stats_write(ev_buf *out, const ev_stats *s, const ev_tally *t) {
  double vet = s->seconds[EV_STAGE_VET];
  ev_buf_format(out,
                "%" PRIu64 " files, %" PRIu64 " bytes, %" PRIu64 " documents (%" PRIu64
                " not parsed), %" PRIu64 " objects that rules concern\n",
                t->files, t->bytes, t->documents, t->ruled_out, t->objects);
  ev_buf_format(out, "%.3f s with up to %" PRIu32 " threads, %.1f MB/s; at most %.1f MiB of memory\n", vet,
                s->jobs, vet > 0 ? (double)t->bytes / 1e6 / vet : 0, peak_mebibytes());
  for (size_t i = 0; i < EV_STAGES; i++) {
    ev_buf_format(out, "  %-12s %10.2f ms %8.1f MiB\n", stage_names[i], s->seconds[i] * 1e3, s->peak[i]);
    if (i == EV_STAGE_VET) add_phases(out, t);
  }
}

/* ---- rules */

typedef struct row {
  ev_str name;
  const ev_rule_profile *cost;
} row;

static int by_cost(const void *x, const void *y) {
  const row *a = x, *b = y;
  if (a->cost->nanoseconds != b->cost->nanoseconds)
    return a->cost->nanoseconds < b->cost->nanoseconds ? 1 : -1;
  return ev_str_compare(a->name, b->name);
}

#define NAME_WIDTH 18 /* columns */

static void add_row(ev_buf *out, const row *r) {
  ev_buf_column(out, r->name, NAME_WIDTH);
  ev_buf_format(out, " %12" PRIu64 " %14" PRIu64 " %9.2f ms\n", r->cost->runs, r->cost->steps,
                (double)r->cost->nanoseconds * 1e-6);
}

bool ev_profile_write(ev_buf *out, const ev_bundle *bundle, const ev_rule_profile *profile) {
  row *rows = ev_realloc(NULL, ev_profile_count(bundle) * sizeof *rows);
  size_t count = 0;
  if (!rows) return false;
  for (uint32_t i = 0; i < bundle->rules_count; i++)
    if (profile[i].runs) rows[count++] = (row){bundle->rules[i].id, &profile[i]};
  rows[count++] = (row){EV_STR("shape and watches"), &profile[bundle->rules_count]};
  qsort(rows, count, sizeof *rows, by_cost);
  ev_buf_format(out, "%-*s %12s %14s %12s\n", NAME_WIDTH, "rule", "evaluations", "steps", "time");
  for (size_t i = 0; i < count; i++) add_row(out, &rows[i]);
  ev_free(rows);
  return true;
}
