/* ecivet check: the run, and how it ends. */
#include "check_parts.h"
#include "interrupt.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

typedef struct run {
  ev_report_options report;
  ev_reporter *reporter;
  ev_output *out;
  bool live; /* the report is read as it comes */
  ev_progress *progress;
  atomic_bool no_memory;
} run;

static void write_report(void *context, ev_str bytes) { ev_output_write(context, bytes); }

/* ---- the scan's sink */

static void *render_more(run *r, ev_report_piece *piece, const ev_outcome *outcome, size_t *size) {
  ev_report_render(&r->report, outcome, piece);
  *size = ev_report_piece_size(piece);
  return piece;
}

static void *render_outcome(void *context, void *before, const ev_outcome *outcome, size_t *size) {
  run *r = context;
  if (before) return render_more(r, before, outcome, size);
  ev_report_piece piece = {0};
  (void)render_more(r, &piece, outcome, size);
  if (*size == 0 && !piece.failed) return NULL;
  ev_report_piece *kept = ev_realloc(NULL, sizeof *kept);
  if (kept) {
    *kept = piece;
  } else {
    atomic_store(&r->no_memory, true);
    ev_report_piece_free(&piece);
  }
  return kept;
}

static void commit_piece(void *context, void *kept, bool more) {
  run *r = context;
  if (r->live) ev_progress_clear(r->progress);
  ev_report_add(r->reporter, kept);
  if (r->live) ev_output_flush(r->out);
  if (r->out->error) ev_interrupt_end();
  if (more) return;
  ev_report_piece_free(kept);
  ev_free(kept);
}

static void show_progress(void *context, const ev_scan_state *state) {
  run *r = context;
  ev_progress_show(r->progress, state);
}

/* ---- afterwards */

static void write_stats(ev_check *c, const ev_tally *total) {
  ev_buf out = {0};
  if (c->stats) {
    char text[80];
    ev_stats_write(&out, &c->cost, total);
    ev_buf_format(&out, "  sandbox    %s\n", ev_sandbox_text(&c->entered, text, sizeof text));
  }
  if (c->profile && !ev_profile_write(&out, c->loaded.bundle, c->profile))
    (void)ev_check_worsen(c, ev_no_memory(c->command));
  ev_write_error(ev_buf_view(&out));
  ev_buf_free(&out);
}

/* With the report in a file, the terminal still tells how it went. */
static bool write_summary(const ev_check *c, const ev_tally *total) {
  if (!c->output || c->quiet) return true;
  ev_buf out = {0};
  ev_summary_write(&out, total, ev_color_on(c->color, STDERR_FILENO));
  ev_buf_char(&out, '\n');
  bool whole = !out.failed;
  if (whole) ev_write_error(ev_buf_view(&out));
  ev_buf_free(&out);
  return whole;
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

static int complain_of_length(const ev_check *c, uint64_t files) {
  ev_complain(c->command,
              "the report was cut at %llu bytes, the most that are written: not all that was found in the "
              "last %llu %s is shown; --max-output sets the limit",
              (unsigned long long)c->max_output, (unsigned long long)files, files == 1 ? "file" : "files");
  return EV_EXIT_TROUBLE;
}

static bool open_output(const ev_check *c, ev_output *out) {
  bool to_file = c->output && strcmp(c->output, "-") != 0;
  if (to_file) return ev_output_file(out, c->command, c->output);
  ev_output_stdout(out);
  return true;
}

/* The processors that this process may run on. */
static uint32_t processors(void) {
  cpu_set_t set;
  int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
  return count > 0 ? (uint32_t)count : 1;
}

static bool scan(ev_check *c, const ev_vet_options *vet, run *r, ev_scan_state *state) {
  ev_scan_sink sink = {render_outcome, commit_piece, c->shows_progress ? show_progress : NULL, r};
  ev_scan_options options = {.file_limit = (size_t)c->max_file,
                             .stop = c->targets.stop,
                             .jobs = c->cost.jobs,
                             .profile = c->profile};
  ev_progress_begin(r->progress);
  ev_stats_begin(&c->cost);
  bool scanned = ev_scan(&c->targets, vet, &options, &sink, state);
  ev_progress_clear(r->progress);
  ev_stats_end(&c->cost, EV_STAGE_VET);
  state->tally.not_begun = state->total - state->vetted;
  state->tally.unlisted = c->targets.unlisted;
  return scanned;
}

/* 0, or as errno has it why the report is not whole. */
static int scan_into(ev_check *c, const ev_vet_options *vet, ev_output *out, const int *files, int *status) {
  run r = {.report = {.format = c->format,
                      .color = ev_color_on(c->color, out->descriptor),
                      .quiet = c->quiet,
                      .limit = c->max_output,
                      .write = write_report,
                      .context = out,
                      .files = files},
           .out = out,
           .progress = &c->progress,
           .live = isatty(out->descriptor) == 1};
  ev_scan_state state;
  r.reporter = ev_reporter_new(&r.report);
  c->cost.jobs = c->trace ? 1 : c->jobs ? (uint32_t)c->jobs : processors();
  if (!r.reporter || !scan(c, vet, &r, &state)) {
    ev_reporter_free(r.reporter);
    return ENOMEM;
  }
  *status = judge(c, &state.tally);
  ev_stats_begin(&c->cost);
  int error = ev_report_end(r.reporter, &state.tally);
  ev_output_flush(out);
  ev_stats_end(&c->cost, EV_STAGE_REPORT);
  if (atomic_load(&r.no_memory)) error = ENOMEM;
  if (ev_report_left_out(r.reporter)) *status = complain_of_length(c, ev_report_left_out(r.reporter));
  ev_reporter_free(r.reporter);
  write_stats(c, &state.tally);
  if (!error && !write_summary(c, &state.tally)) *status = ev_no_memory(c->command);
  return error;
}

/* The rules are loaded, the files are found, the output is open: what is left is to read. */
static bool enter_sandbox(ev_check *c, const ev_output *out) {
  if (c->sandbox == EV_SANDBOX_OFF) return true;
  ev_sandbox_request request = {.paths = c->lists.count ? NULL : (const char *const *)c->paths,
                                .replaced = out->temporary ? out->path : NULL};
  c->entered = ev_sandbox_enter(&request);
  if (c->sandbox == EV_SANDBOX_AUTO || ev_sandbox_is_whole(&c->entered)) return true;
  char text[80];
  ev_complain(c->command,
              "this kernel or build does not have all of the sandbox, and --sandbox=on was given; it has: %s",
              ev_sandbox_text(&c->entered, text, sizeof text));
  return false;
}

static int complain_of_loss(const ev_check *c, int error) {
  if (error == ENOMEM) return ev_no_memory(c->command);
  ev_complain(c->command, "the report is not whole: the temporary file cannot be read back: %s",
              strerror(error));
  return EV_EXIT_TROUBLE;
}

static void show_walk(void *context, size_t count) {
  ev_check *c = context;
  ev_progress_walk(&c->progress, count);
}

static bool collect(ev_check *c) {
  ev_stats_begin(&c->cost);
  ev_progress_start(&c->progress);
  c->shows_progress = !c->quiet && isatty(STDERR_FILENO);
  if (c->shows_progress) {
    c->targets.tick = show_walk;
    c->targets.tick_context = c;
  }
  c->targets.stop = ev_interrupt_watch();
  bool collected = ev_check_collect(c);
  ev_stats_end(&c->cost, EV_STAGE_WALK);
  return collected;
}

static int vet_into(ev_check *c, const ev_vet_options *vet, ev_output *out, const int *files) {
  if (!collect(c) || !enter_sandbox(c, out)) {
    ev_output_drop(out);
    return EV_EXIT_TROUBLE;
  }
  int status = EV_EXIT_TROUBLE, error = scan_into(c, vet, out, files, &status);
  if (error) {
    ev_output_drop(out); /* what is to be replaced stays as it was */
    return complain_of_loss(c, error);
  }
  return ev_output_close(out, c->command) ? status : EV_EXIT_TROUBLE;
}

/* The output comes first: opening a pipe may take until somebody reads it, and a signal ends that. */
int ev_check_vet(ev_check *c, const ev_vet_options *vet) {
  ev_output out;
  int files[EV_REPORT_LISTS];
  if (!open_output(c, &out)) return EV_EXIT_TROUBLE;
  for (size_t i = 0; i < EV_REPORT_LISTS; i++)
    files[i] = ev_format_has_lists(c->format) ? ev_temporary_file() : -1;
  int status = vet_into(c, vet, &out, files);
  for (size_t i = 0; i < EV_REPORT_LISTS; i++)
    if (files[i] >= 0) (void)close(files[i]);
  ev_interrupt_obey();
  return status;
}
