/* ecivet check: the run, and how it ends. */
#include "check_parts.h"

#include <time.h>
#include <unistd.h>

typedef struct run {
  ev_reporter *reporter;
  ev_tally total;
} run;

static void take_outcome(void *context, const ev_outcome *outcome) {
  run *r = context;
  ev_tally_add(&r->total, &outcome->tally);
  ev_report(r->reporter, outcome);
}

static void write_report(void *context, ev_str bytes) { ev_output_write(context, bytes); }

static double seconds(void) {
  struct timespec now;
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void write_stats(const ev_tally *t, double took) {
  ev_buf out = {0};
  ev_buf_format(&out, "%llu files, %llu bytes, %llu objects that rules concern, %.3f s, %.1f MB/s\n",
                (unsigned long long)t->files, (unsigned long long)t->bytes, (unsigned long long)t->objects,
                took, took > 0 ? (double)t->bytes / 1e6 / took : 0.0);
  ev_write_error(ev_buf_view(&out));
  ev_buf_free(&out);
}

/* With the report in a file, the terminal still tells how it went. */
static void write_summary(const ev_check *c, const ev_tally *total) {
  if (!c->output || c->quiet) return;
  ev_buf out = {0};
  ev_summary_write(&out, total, ev_color_on(c->color, STDERR_FILENO));
  ev_buf_char(&out, '\n');
  ev_write_error(ev_buf_view(&out));
  ev_buf_free(&out);
}

static int judge(const ev_check *c, const ev_tally *total) {
  int status = EV_EXIT_OK;
  for (int s = c->fail_on; s < EV_SEVERITIES; s++)
    if (total->findings[s] || (c->fail_on_unknown && total->unknown[s])) status = EV_EXIT_FINDINGS;
  if (c->require_pods && total->pods == 0) {
    ev_complain(c->command, "no pod was vetted, and --require-pods was given");
    status = EV_EXIT_TROUBLE;
  }
  return total->errors ? EV_EXIT_TROUBLE : status;
}

static bool open_output(const ev_check *c, ev_output *out) {
  bool to_file = c->output && strcmp(c->output, "-") != 0;
  if (to_file) return ev_output_file(out, c->command, c->output);
  ev_output_stdout(out);
  return true;
}

static int scan_into(ev_check *c, const ev_vet_options *vet, ev_output *out) {
  ev_report_options report = {.format = c->format,
                              .color = ev_color_on(c->color, out->descriptor),
                              .quiet = c->quiet,
                              .write = write_report,
                              .context = out};
  run r = {.reporter = ev_reporter_new(&report)};
  double start = seconds();
  if (!r.reporter || !ev_scan(&c->targets, vet, c->max_file, take_outcome, &r)) {
    ev_reporter_free(r.reporter);
    return ev_no_memory(c->command);
  }
  int status = judge(c, &r.total);
  if (!ev_report_end(r.reporter, &r.total)) status = ev_no_memory(c->command);
  ev_reporter_free(r.reporter);
  if (c->stats) write_stats(&r.total, seconds() - start);
  write_summary(c, &r.total);
  return status;
}

int ev_check_vet(ev_check *c, const ev_vet_options *vet) {
  ev_output out;
  if (!open_output(c, &out)) return EV_EXIT_TROUBLE;
  int status = scan_into(c, vet, &out);
  return ev_output_close(&out, c->command) ? status : EV_EXIT_TROUBLE;
}
