/* The format for people: grouped by file, each finding with its line. */
#include "reporter.h"
#include "snippet.h"

#include <inttypes.h>

#define ERROR   "\x1b[1;31m"
#define WARNING "\x1b[1;33m"
#define NOTE    "\x1b[1;36m"
#define UNKNOWN "\x1b[1;35m"
#define DIM     "\x1b[2m"
#define BOLD    "\x1b[1m"
#define FILE_   "\x1b[1;4m"
#define END     "\x1b[0m"

#define MOST_NOTES    8u  /* of one finding; the rest are counted */
#define LONGEST_LABEL 60u /* of a note that stands behind its marks */

/* What the lines of one file share. */
typedef struct page {
  ev_buf *out;
  ev_buf *said; /* the piece's */
  const ev_outcome *outcome;
  int gutter;    /* digits of the largest line number of the finding at hand */
  uint32_t line; /* that was shown last, marks apart; 0: something else was */
  bool color;
} page;

/* ---- pieces */

static void paint(ev_buf *out, bool color, const char *how) {
  if (color) ev_buf_text(out, how);
}

static void painted(ev_buf *out, bool color, const char *how, const char *words) {
  paint(out, color, how);
  ev_buf_text(out, words);
  paint(out, color, END);
}

static const char *paint_of(ev_severity severity) {
  return severity == EV_ERROR ? ERROR : severity == EV_WARNING ? WARNING : NOTE;
}

static int digits(uint32_t n) {
  int count = 1;
  for (; n >= 10; n /= 10) count++;
  return count;
}

static void add_position(page *p, uint32_t line, uint32_t column) {
  ev_buf_text(p->out, "  ");
  if (!line) return;
  paint(p->out, p->color, BOLD);
  ev_buf_format(p->out, column ? "%" PRIu32 ":%" PRIu32 : "%" PRIu32, line, column);
  paint(p->out, p->color, END);
  ev_buf_char(p->out, ' ');
}

/* "     = help: text" */
static void add_remark(page *p, const char *kind, ev_str text) {
  p->line = 0;
  ev_buf_fill(p->out, ' ', (size_t)p->gutter + 5);
  painted(p->out, p->color, DIM, "= ");
  painted(p->out, p->color, BOLD, kind);
  ev_buf_text(p->out, ": ");
  ev_buf_visible(p->out, text);
  ev_buf_char(p->out, '\n');
}

static void add_bar(page *p) {
  ev_buf_fill(p->out, ' ', (size_t)p->gutter + 5);
  painted(p->out, p->color, DIM, "|");
  ev_buf_char(p->out, '\n');
}

/* The line to show of a place; at == NULL where it is not at hand. */
static ev_str line_at(const page *p, ev_place place) {
  return place.column > EV_LONGEST_LINE ? (ev_str){NULL, 0} : ev_outcome_line(p->outcome, place.line);
}

/* A line of the file, unless it was just shown, with marks below it; false where it is not at hand. */
static bool add_snippet(page *p, ev_place place, char mark, ev_str label) {
  ev_str line = line_at(p, place);
  if (!line.at) return false;
  ev_snippet snippet = {
      .text = line,
      .line = place.line,
      .column = place.column,
      .end_column = place.end_line > place.line ? UINT32_MAX : place.end_column,
      .gutter = p->gutter + 4,
      .mark = mark,
      .paint = mark == '^' ? EV_PAINT_ERROR : EV_PAINT_GUTTER,
      .label = label,
      .marks_only = p->line == place.line,
      .color = p->color,
  };
  ev_snippet_draw(p->out, &snippet);
  p->line = place.line;
  return true;
}

/* The line at which something was found. */
static void add_found(page *p, ev_place place) {
  p->line = 0;
  if (line_at(p, place).at) add_bar(p);
  (void)add_snippet(p, place, '^', EV_STR(""));
}

/* ---- findings */

static void add_words(page *p, const ev_finding *f) {
  bool unknown = f->verdict == EV_VERDICT_UNKNOWN;
  const char *severity = ev_severity_name(f->rule->severity);
  painted(p->out, p->color, unknown ? UNKNOWN : paint_of(f->rule->severity), unknown ? "unknown" : severity);
  ev_buf_char(p->out, ' ');
  paint(p->out, p->color, BOLD);
  ev_buf_visible(p->out, f->rule->id);
  paint(p->out, p->color, END);
  if (unknown) ev_buf_format(p->out, " (%s)", severity);
  ev_buf_char(p->out, ' ');
  ev_buf_visible(p->out, f->message);
  ev_buf_char(p->out, '\n');
}

/* "Deployment shop/web, spec.template" */
static void add_place(page *p, const ev_finding *f) {
  ev_buf text = {0};
  const ev_resource *r = &f->resource;
  ev_buf_str(&text, r->kind);
  if (r->namespace_.at || r->name.at) ev_buf_char(&text, ' ');
  if (r->namespace_.at) ev_buf_format(&text, "%.*s/", EV_STR_ARG(r->namespace_));
  ev_buf_str(&text, r->name);
  if (text.size && f->path.size) ev_buf_text(&text, ", ");
  ev_buf_str(&text, f->path);
  if (text.size) add_remark(p, "in", ev_buf_view(&text));
  p->out->failed = p->out->failed || text.failed;
  ev_buf_free(&text);
}

static void add_note_line(page *p, const ev_note *note) {
  ev_buf text = {0};
  ev_buf_str(&text, note->message);
  if (note->place.line)
    ev_buf_format(&text, " (%" PRIu32 ":%" PRIu32 ")", note->place.line, note->place.column);
  add_remark(p, "note", ev_buf_view(&text));
  p->out->failed = p->out->failed || text.failed;
  ev_buf_free(&text);
}

/* A short note stands behind marks at its place, like rustc's labels; a long one on a line of its own. */
static void add_note(page *p, const ev_note *note) {
  if (note->message.size > LONGEST_LABEL || !add_snippet(p, note->place, '-', note->message))
    add_note_line(p, note);
}

/* The notes on the finding's line, or the others; gives how many notes there were with those before. */
static uint32_t add_notes_of(page *p, const ev_finding *f, bool same_line, uint32_t count) {
  for (const ev_note *n = f->notes; n; n = n->next)
    if ((n->place.line == f->place.line) == same_line && count++ < MOST_NOTES) add_note(p, n);
  return count;
}

static void add_notes(page *p, const ev_finding *f) {
  uint32_t count = add_notes_of(p, f, false, add_notes_of(p, f, true, 0));
  if (count <= MOST_NOTES) return;
  ev_buf more = {0};
  ev_buf_format(&more, "and %" PRIu32 " more", count - MOST_NOTES);
  add_remark(p, "note", ev_buf_view(&more));
  ev_buf_free(&more);
}

static int gutter_of(const ev_finding *f) {
  int gutter = digits(f->place.line);
  for (const ev_note *n = f->notes; n; n = n->next)
    if (digits(n->place.line) > gutter) gutter = digits(n->place.line);
  return gutter;
}

static bool has_same_help(const ev_brule *a, const ev_brule *b) {
  return a == b || (ev_str_equal(a->id, b->id) && ev_str_equal(a->help, b->help));
}

/* What to do about a rule's findings is said at its first one in the file. */
static bool said_before(const ev_buf *said, const ev_brule *rule) {
  const ev_brule *const *rules = (const void *)said->at;
  for (size_t i = 0; i < said->size / sizeof rule; i++)
    if (has_same_help(rules[i], rule)) return true;
  return false;
}

static void add_help(page *p, const ev_brule *rule) {
  if (!rule->help.size || said_before(p->said, rule)) return;
  ev_buf_add(p->said, &rule, sizeof rule);
  add_remark(p, "help", rule->help);
}

static void add_finding(page *p, const ev_finding *f) {
  p->gutter = gutter_of(f);
  add_position(p, f->place.line, f->place.column);
  add_words(p, f);
  add_found(p, f->place);
  add_notes(p, f);
  add_place(p, f);
  add_help(p, f->rule);
}

/* ---- what was not vetted */

static void add_problem(page *p, const ev_problem *problem) {
  p->gutter = digits(problem->line);
  add_position(p, problem->line, problem->column);
  painted(p->out, p->color, ERROR, "not vetted");
  ev_buf_format(p->out, " (%s): ", problem->code);
  ev_buf_visible(p->out, problem->message);
  ev_buf_char(p->out, '\n');
  ev_place place = {problem->line, problem->column, problem->line, problem->column + 1};
  if (problem->line && problem->column) add_found(p, place);
  if (problem->help.size) add_remark(p, "help", problem->help);
}

static void add_skip(page *p, const ev_skip *skip) {
  add_position(p, skip->line, 0);
  painted(p->out, p->color, WARNING, "skipped");
  ev_buf_format(p->out, ": document %" PRIu32 " is an unrendered %s and was not vetted\n", skip->document,
                skip->reason);
}

static void text_start(ev_reporter *r) { (void)r; }

static void add_header(page *p, ev_str file) {
  paint(p->out, p->color, FILE_);
  ev_buf_visible(p->out, file.size ? file : EV_STR("(empty name)"));
  paint(p->out, p->color, END);
  ev_buf_char(p->out, '\n');
}

static void text_render(ev_report_piece *piece, const ev_report_options *options, const ev_outcome *outcome) {
  if (!outcome->finding_count && !outcome->problems && !outcome->skips) return;
  page p = {.out = &piece->findings, .said = &piece->said, .outcome = outcome, .color = options->color};
  bool any = false; /* findings are there */
  if (!piece->begun) add_header(&p, outcome->file);
  for (size_t i = 0; i < outcome->finding_count; i++, any = true) {
    if (any) ev_buf_char(p.out, '\n');
    add_finding(&p, outcome->findings[i]);
  }
  if (any && (outcome->problems || outcome->skips)) ev_buf_char(p.out, '\n');
  for (const ev_problem *e = outcome->problems; e; e = e->next) add_problem(&p, e);
  for (const ev_skip *s = outcome->skips; s; s = s->next) add_skip(&p, s);
}

/* ---- the summary */

static void add_count(ev_buf *out, uint64_t n, const char *noun, const char *plural) {
  ev_buf_format(out, "%" PRIu64 " %s", n, n == 1 ? noun : plural);
}

static void add_colored_count(ev_buf *out, bool color, const char *how, uint64_t n, const char *noun,
                              const char *plural) {
  if (n) paint(out, color, how);
  add_count(out, n, noun, plural);
  if (n) paint(out, color, END);
}

static void add_findings_count(ev_buf *out, const ev_tally *t, bool color) {
  add_colored_count(out, color, ERROR, t->findings[EV_ERROR], "error", "errors");
  ev_buf_text(out, ", ");
  add_colored_count(out, color, WARNING, t->findings[EV_WARNING], "warning", "warnings");
  ev_buf_text(out, ", ");
  add_colored_count(out, color, NOTE, t->findings[EV_NOTE], "note", "notes");
  ev_buf_text(out, ", ");
  add_colored_count(out, color, UNKNOWN, ev_tally_unknown(t), "unknown", "unknown");
}

static void add_interruption(ev_buf *out, const ev_tally *t, bool color) {
  ev_buf_text(out, "; interrupted");
  if (t->unlisted) ev_buf_text(out, " before all files were found, NOT ALL WERE VETTED");
  if (!t->not_begun) return;
  ev_buf_text(out, ": ");
  add_colored_count(out, color, ERROR, t->not_begun, "file was left, NOT VETTED",
                    "files were left, NOT VETTED");
}

void ev_summary_write(ev_buf *out, const ev_tally *t, bool color) {
  add_count(out, t->files, "file", "files");
  ev_buf_text(out, ", ");
  add_count(out, t->documents, "document", "documents");
  ev_buf_text(out, ", ");
  add_count(out, t->pods, "pod vetted", "pods vetted");
  ev_buf_format(out, ", %" PRIu64 " passed over: ", t->pods_passed_over);
  add_findings_count(out, t, color);
  ev_buf_text(out, "; ");
  add_colored_count(out, color, ERROR, t->errors, "input could not be read", "inputs could not be read");
  if (t->skipped) {
    ev_buf_text(out, "; ");
    add_colored_count(out, color, WARNING, t->skipped, "unrendered template was skipped, NOT VETTED",
                      "unrendered templates were skipped, NOT VETTED");
  }
  if (ev_tally_interrupted(t)) add_interruption(out, t, color);
}

static void text_end(ev_reporter *r, const ev_tally *total) {
  if (r->options.quiet) return;
  if (r->any) ev_buf_char(&r->out, '\n');
  if (r->left_out)
    ev_buf_format(&r->out, "the report was cut: not all that was found in the last %" PRIu64 " %s is shown\n",
                  r->left_out, r->left_out == 1 ? "file" : "files");
  if (total->pods == 0)
    ev_buf_text(&r->out,
                total->pods_passed_over ? "no pod was vetted: all are out of scope\n" : "no pod was found\n");
  ev_summary_write(&r->out, total, r->options.color);
  ev_buf_char(&r->out, '\n');
}

const ev_report_writer ev_text_writer = {"text", "", "\n", false, text_start, text_render, text_end};
