/* One input: its parts, and the documents in them. */
#include "limit.h"
#include "vetter.h"

/* Memory that is kept from one input to the next. */
#define KEEP (256u * 1024u)

/* A part of an input while it is vetted. */
typedef struct part {
  ev_str text;
  uint32_t line;                   /* of its first byte */
  const ev_finding_list *findings; /* what was found before it */
  ev_problem **problems;           /* where what goes wrong in it is linked */
} part;

ev_vet_options ev_vet_options_default(const ev_bundle *bundle) {
  return (ev_vet_options){
      .bundle = bundle,
      .scope = EV_NONE,
      .limits = ev_manifest_limits_default(),
      .steps = EV_MAX_STEPS,
      .findings = EV_MAX_FINDINGS,
      .errors = EV_MAX_ERRORS,
      .trace_rule = EV_NONE,
  };
}

static bool rules_out(const void *concern, ev_str document) {
  return ev_concern_rules_out(concern, document);
}

static bool make_filter(ev_vetter *v) {
  if (v->options->no_skip) ev_reader_be_thorough(v->reader);
  if (v->options->strict_syntax || v->options->no_skip) return true;
  ev_reader_filter(v->reader, rules_out, &v->concern);
  return ev_concern_make(&v->concern, v->options->bundle, &v->lasting);
}

ev_vetter *ev_vetter_new(const ev_vet_options *options) {
  ev_vetter *v = ev_realloc(NULL, sizeof *v);
  if (!v) return NULL;
  *v = (ev_vetter){.options = options};
  ev_arena_init(&v->arena, 0);
  ev_arena_init(&v->passing, 0);
  ev_arena_init(&v->lasting, 0);
  ev_manifest_limits limits = options->limits;
  limits.quirks = options->findings ? options->findings : UINT32_MAX; /* each of which may be one */
  v->reader = ev_reader_new(&limits);
  v->vm = ev_vm_new(options->bundle, options->settings);
  if (!v->reader || !v->vm || !make_filter(v)) {
    ev_vetter_free(v);
    return NULL;
  }
  if (options->trace) ev_vm_trace(v->vm, options->trace_rule, options->trace, options->trace_context);
  return v;
}

void ev_vetter_free(ev_vetter *v) {
  if (!v) return;
  if (v->reader) ev_reader_free(v->reader);
  if (v->vm) ev_vm_free(v->vm);
  ev_arena_free(&v->arena);
  ev_arena_free(&v->passing);
  ev_arena_free(&v->lasting);
  ev_free(v->lines.at);
  ev_free(v->problem_lines.at);
  ev_free(v);
}

void ev_vetter_profile(ev_vetter *v, ev_rule_profile *profile) {
  ev_vm_profile(v->vm, profile, v->options->clock);
}

void ev_vetter_watch(ev_vetter *v, bool (*goes_on)(void *context), void *context) {
  v->goes_on = goes_on;
  v->goes_on_context = context;
}

ev_vet_state ev_vetter_state(const ev_vetter *v) {
  ev_vet_state state = {.documents = v->outcome.tally.documents,
                        .findings = v->findings_taken + v->outcome.finding_count};
  if (v->begun) state.bytes = v->outcome.tally.bytes - v->text.size + ev_reader_offset(v->reader);
  return state;
}

/* ---- time */

static uint64_t now(const ev_vetter *v) { return v->options->clock ? v->options->clock() : 0; }

static void spend(ev_vetter *v, ev_phase phase, uint64_t since) {
  v->outcome.tally.spent[phase] += now(v) - since;
}

/* ---- problems and skips */

static void add_read_error(ev_vetter *v, const ev_read_error *error) {
  ev_problem problem = {.code = error->code,
                        .message = error->message,
                        .help = error->help,
                        .line = error->line,
                        .column = error->column,
                        .in_document = true,
                        .document = error->document};
  ev_problems_add_document(&v->problems, &problem);
}

static void add_template(ev_vetter *v, const ev_read_error *error) {
  if (v->options->strict_input) {
    ev_read_error strict = *error;
    strict.code = "template";
    if (!strict.message.size) strict.message = EV_STR("an unrendered template");
    add_read_error(v, &strict);
    return;
  }
  ev_skip skip = {.reason = "template", .document = error->document, .line = error->line};
  ev_problems_add_skip(&v->problems, &skip);
}

/* ---- one input */

static bool vet_next(ev_vetter *v) {
  ev_document document = {0};
  ev_read_error error = {0};
  uint64_t began = now(v);
  ev_read_status status = ev_reader_next(v->reader, &document, &error);
  spend(v, EV_PHASE_PARSE, began);
  if (status == EV_READ_END) return false;
  if (status == EV_READ_DOCUMENT) {
    began = now(v);
    ev_vetter_document(v, &document);
    spend(v, EV_PHASE_RULES, began);
    return !v->full;
  }
  v->outcome.tally.documents++;
  if (status == EV_READ_RULED_OUT) v->outcome.tally.ruled_out++;
  if (status == EV_READ_ERROR) add_read_error(v, &error);
  if (status == EV_READ_TEMPLATE) add_template(v, &error);
  if (status == EV_READ_NO_MEMORY) ev_problems_add_no_memory(&v->problems);
  return true;
}

/* Keeps the lines of what has been found since the part began. */
static bool keep_lines(ev_vetter *v, const part *p) {
  ev_wanted_lines of_findings = {0}, of_problems = {0};
  for (const ev_finding_list *l = v->findings; l != p->findings; l = l->next)
    ev_want_finding(&of_findings, l->finding);
  for (const ev_problem *e = *p->problems; e; e = e->next) ev_want_line(&of_problems, e->line);
  bool kept = ev_shown_lines_keep(&v->lines, &v->passing, p->text, p->line, &of_findings) &&
              ev_shown_lines_keep(&v->problem_lines, &v->arena, p->text, p->line, &of_problems);
  ev_wanted_lines_free(&of_findings);
  ev_wanted_lines_free(&of_problems);
  return kept;
}

static bool goes_on(const ev_vetter *v) { return !v->goes_on || v->goes_on(v->goes_on_context); }

static bool vet_documents(ev_vetter *v, part *p) {
  p->findings = v->findings;
  p->problems = v->problems.last;
  v->text = p->text;
  v->outcome.tally.bytes += p->text.size;
  bool on = goes_on(v);
  while (on && vet_next(v)) on = goes_on(v);
  if (!keep_lines(v, p)) ev_problems_add_no_memory(&v->problems);
  return on && !v->full;
}

static void drop_findings(ev_vetter *v) {
  ev_arena_reset(&v->passing, KEEP);
  v->findings = NULL;
  v->outcome.finding_count = 0;
  v->lines.count = 0;
}

/* What was taken is of no use when there is more. */
static void drop_taken(ev_vetter *v) {
  if (!v->taken.finding_count) return;
  v->findings_taken += v->taken.finding_count;
  v->taken.finding_count = 0;
  drop_findings(v);
}

void ev_vet_begin(ev_vetter *v, ev_str file) {
  ev_arena_reset(&v->arena, KEEP);
  v->outcome = (ev_outcome){.file = file};
  v->taken = (ev_outcome){.file = file};
  v->findings_taken = 0;
  drop_findings(v);
  v->problem_lines.count = 0;
  ev_problems_start(&v->problems, &v->outcome, &v->arena, v->options->errors);
  v->found = 0;
  v->full = v->begun = false;
}

bool ev_vet_part(ev_vetter *v, ev_str text) {
  part p = {.text = text, .line = v->begun ? ev_reader_line(v->reader) : 1};
  drop_taken(v);
  if (v->begun)
    ev_reader_continue(v->reader, text);
  else
    ev_reader_start(v->reader, text);
  v->begun = true;
  return vet_documents(v, &p);
}

/* The findings that have not been taken. */
static void finish_findings(ev_vetter *v) {
  if (!ev_outcome_finish(&v->outcome, v->findings, &v->passing)) ev_problems_add_no_memory(&v->problems);
  v->outcome.lines = (ev_line_list){v->lines.at, v->lines.count};
}

const ev_outcome *ev_vet_take(ev_vetter *v) {
  drop_taken(v);
  finish_findings(v);
  v->taken.findings = v->outcome.findings;
  v->taken.finding_count = v->outcome.finding_count;
  v->taken.lines = v->outcome.lines;
  return &v->taken;
}

static const ev_outcome *finish(ev_vetter *v) {
  drop_taken(v);
  finish_findings(v);
  v->outcome.problem_lines = (ev_line_list){v->problem_lines.at, v->problem_lines.count};
  return &v->outcome;
}

const ev_outcome *ev_vet_end(ev_vetter *v) {
  v->outcome.tally.files = 1;
  return finish(v);
}

const ev_outcome *ev_vet_cut(ev_vetter *v, const ev_read_failure *why) {
  ev_problem problem = {.code = why->code, .message = ev_str_of(why->message), .help = EV_STR("")};
  v->outcome.tally.cut = why->stopped;
  ev_problems_add(&v->problems, &problem);
  return finish(v);
}

const ev_outcome *ev_vet(ev_vetter *v, ev_str file, ev_str text) {
  ev_vet_begin(v, file);
  (void)ev_vet_part(v, text);
  return ev_vet_end(v);
}

const ev_outcome *ev_vet_unread(ev_vetter *v, ev_str file, const char *code, ev_str message) {
  ev_vet_begin(v, file);
  ev_problem problem = {.code = code, .message = message, .help = EV_STR("")};
  ev_problems_add(&v->problems, &problem);
  return &v->outcome;
}
