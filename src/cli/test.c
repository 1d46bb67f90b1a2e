/* ecivet test: the tests in rule files. */
#include "rules_source.h"
#include "settings.h"

#include <unistd.h>

/* clang-format off */
#define OPTIONS(X) X(COLOR, 0, "color", "WHEN", "auto (default: on a terminal, unless NO_COLOR is set), always, or never")
/* clang-format on */

enum { OPTIONS(EV_OPTION_ENUM) OPTION_COUNT };
static const ev_option options[] = {OPTIONS(EV_OPTION_ROW)};

typedef struct suite {
  const ev_command *command;
  const ev_rules *rules;
  bool *covered; /* owned; of the bundle's rules: some test expects it, and it was found */
  bool color;
  size_t passed, failed;
  ev_buf out;
} suite;

/* One test while it is judged. */
typedef struct trial {
  suite *suite;
  const ev_decl *test;
  const ev_outcome *outcome;
  bool *matched; /* of the outcome's findings; owned by the arena */
  ev_arena arena;
  ev_diagnostics failures;
} trial;

/* ---- the manifest's places in the rule file */

static ev_str file_text(const trial *t) { return t->test->file->source.text; }

/* Is the manifest a text block, so that its lines are lines of the file? */
static bool is_block(const trial *t) {
  ev_str text = file_text(t);
  uint32_t start = t->test->given_offset;
  while (start > 0 && start <= text.size && text.at[start - 1] == ' ') start--;
  return start > 0 && start <= text.size && text.at[start - 1] == '\n';
}

static uint32_t end_of_line(ev_str text, uint32_t at) {
  while (at < text.size && text.at[at] != '\n') at++;
  return at;
}

/* Offset in the file of a place in the manifest. */
static uint32_t offset_of(const trial *t, uint32_t line, uint32_t column) {
  ev_str text = file_text(t);
  size_t at = t->test->given_offset;
  for (uint32_t l = 1; l < line && at < text.size; l++) {
    size_t end = ev_str_find(ev_str_slice(text, at, text.size), EV_STR("\n"));
    at = end == SIZE_MAX ? text.size : at + end + 1 + t->test->given_indent;
  }
  for (uint32_t c = 1; c < column && at < text.size; c++) (void)ev_utf8_next(text, &at);
  return (uint32_t)(at < text.size ? at : text.size);
}

static void relate(trial *t, ev_diagnostic *d, ev_place place, const char *words) {
  if (!is_block(t) || !place.line) return;
  uint32_t start = offset_of(t, place.line, place.column);
  bool folded = place.end_line > place.line;
  uint32_t end = folded ? end_of_line(file_text(t), start) : offset_of(t, place.line, place.end_column);
  ev_diagnostic_relate(&t->failures, d, &t->test->file->source, (ev_span){start, end}, "%s", words);
}

/* ---- expected and found */

static bool matches(const ev_expect *e, const ev_finding *f) {
  return ev_str_equal(e->rule.text, f->rule->id) && e->unknown == (f->verdict == EV_VERDICT_UNKNOWN) &&
         (!e->path.text.at || ev_str_equal(e->path.text, f->path));
}

static void cover(suite *s, ev_str id) {
  for (uint32_t i = 0; i < s->rules->bundle->rules_count; i++)
    if (ev_str_equal(s->rules->bundle->rules[i].id, id)) s->covered[i] = true;
}

static bool find_match(trial *t, const ev_expect *e) {
  for (size_t i = 0; i < t->outcome->finding_count; i++) {
    if (t->matched[i] || !matches(e, t->outcome->findings[i])) continue;
    t->matched[i] = true;
    cover(t->suite, e->rule.text);
    return true;
  }
  return false;
}

/* "ECI203 (unknown) at `path`" */
static void add_one(ev_buf *out, const ev_finding *f) {
  ev_buf_format(out, "%.*s%s", EV_STR_ARG(f->rule->id), f->verdict == EV_FAIL ? "" : " (unknown)");
  if (f->path.size)
    ev_buf_format(out, " at `%.*s`", EV_STR_ARG(f->path));
  else
    ev_buf_text(out, " at the root");
}

/* "ECI101 at `path`, ECI203 (unknown) at `path`" */
static void add_found(const trial *t, ev_buf *out) {
  size_t count = t->outcome->finding_count;
  for (size_t i = 0; i < count && i < 8; i++) {
    ev_buf_text(out, i ? ", " : "found: ");
    add_one(out, t->outcome->findings[i]);
  }
  if (count > 8) ev_buf_format(out, " and %zu more", count - 8);
  if (count == 0) ev_buf_text(out, "nothing was found");
}

static void report_missing(trial *t, const ev_expect *e) {
  ev_buf found = {0}, place = {0};
  if (e->path.text.at) ev_buf_format(&place, " at `%.*s`", EV_STR_ARG(e->path.text));
  ev_diagnostic *d = ev_diagnose(&t->failures, EV_ERROR, "expected", &t->test->file->source, e->span,
                                 "%.*s%s%.*s is expected, and was not found", EV_STR_ARG(e->rule.text),
                                 e->unknown ? " (unknown)" : "", EV_STR_ARG(ev_buf_view(&place)));
  add_found(t, &found);
  ev_diagnostic_help(&t->failures, d, "%.*s", EV_STR_ARG(ev_buf_view(&found)));
  ev_buf_free(&found);
  ev_buf_free(&place);
}

static bool is_own(const trial *t, const ev_finding *f) {
  return ev_str_equal(f->rule->file, t->test->file->source.name);
}

static void report_unexpected(trial *t, const ev_finding *f) {
  ev_buf what = {0};
  add_one(&what, f);
  ev_diagnostic *d = ev_diagnose(&t->failures, EV_ERROR, "unexpected", &t->test->file->source,
                                 t->test->name.span, "%.*s is found, and not expected: %.*s",
                                 EV_STR_ARG(ev_buf_view(&what)), EV_STR_ARG(f->message));
  relate(t, d, f->place, "found here");
  ev_buf_free(&what);
}

static void report_problem(trial *t, const ev_problem *p) {
  ev_diagnostic *d = ev_diagnose(&t->failures, EV_ERROR, p->code, &t->test->file->source, t->test->name.span,
                                 "the manifest of this test cannot be vetted: %.*s", EV_STR_ARG(p->message));
  relate(t, d, (ev_place){p->line, p->column, p->line, p->column + 1}, "here");
}

/* Expectations with a path choose first: those without take what is left. */
static void match_all(trial *t) {
  for (int with_path = 1; with_path >= 0; with_path--)
    for (const ev_expect *e = t->test->expects; e; e = e->next)
      if (!e->nothing && (e->path.text.at != NULL) == with_path && !find_match(t, e)) report_missing(t, e);
  for (size_t i = 0; i < t->outcome->finding_count; i++)
    if (!t->matched[i] && is_own(t, t->outcome->findings[i])) report_unexpected(t, t->outcome->findings[i]);
}

static void judge(trial *t) {
  for (const ev_problem *p = t->outcome->problems; p; p = p->next) report_problem(t, p);
  for (const ev_skip *s = t->outcome->skips; s; s = s->next)
    (void)ev_diagnose(&t->failures, EV_ERROR, s->reason, &t->test->file->source, t->test->name.span,
                      "the manifest of this test is an unrendered template");
  t->matched = EV_NEW_ARRAY(&t->arena, bool, t->outcome->finding_count);
  if (t->matched) match_all(t);
}

static void write_failures(trial *t) {
  ev_diagnostics_sort(&t->failures);
  ev_buf_text(&t->suite->out, "FAILED: ");
  ev_buf_visible(&t->suite->out, t->test->name.text);
  ev_buf_char(&t->suite->out, '\n');
  for (const ev_diagnostic *d = t->failures.first; d; d = d->next)
    ev_diagnostic_write(&t->suite->out, d, t->suite->color);
  ev_buf_char(&t->suite->out, '\n');
}

/* ---- running */

static bool lacked_memory(const ev_outcome *outcome) {
  for (const ev_problem *p = outcome->problems; p; p = p->next)
    if (strcmp(p->code, "no-memory") == 0) return true;
  return false;
}

static bool vet_given(trial *t, const ev_setting_value *settings) {
  ev_vet_options vet = ev_vet_options_default(t->suite->rules->bundle);
  vet.settings = settings;
  ev_vetter *vetter = ev_vetter_new(&vet);
  if (!vetter) return false;
  t->outcome = ev_vet(vetter, t->test->name.text, t->test->given.text);
  bool ran = !lacked_memory(t->outcome);
  if (ran) judge(t);
  bool passed = t->failures.errors == 0;
  if (passed)
    t->suite->passed++;
  else
    t->suite->failed++;
  if (!passed) write_failures(t);
  ev_vetter_free(vetter);
  return ran && !t->arena.failed;
}

/* False: no memory. */
static bool run_test(suite *s, const ev_decl *test) {
  trial t = {.suite = s, .test = test};
  ev_settings settings;
  ev_arena_init(&t.arena, 0);
  ev_diagnostics_init(&t.failures, &t.arena);
  bool ran = ev_settings_of_test(&settings, s->rules->bundle, s->rules->program, test) &&
             vet_given(&t, settings.values);
  ev_settings_free(&settings);
  ev_arena_free(&t.arena);
  return ran;
}

static bool is_selected(const suite *s, ev_str name) {
  for (const ev_file *f = s->rules->program->files; f; f = f->next)
    if (f->selected && ev_str_equal(f->source.name, name)) return true;
  return false;
}

static void list_uncovered(suite *s) {
  const ev_bundle *bundle = s->rules->bundle;
  size_t rules = 0, uncovered = 0;
  for (uint32_t i = 0; i < bundle->rules_count; i++) {
    if (!is_selected(s, bundle->rules[i].file)) continue;
    rules++;
    if (s->covered[i]) continue;
    if (uncovered++ == 0) ev_buf_text(&s->out, "no test expects these rules to fail:\n");
    ev_buf_format(&s->out, "  %.*s  ", EV_STR_ARG(bundle->rules[i].id));
    ev_buf_visible(&s->out, bundle->rules[i].title);
    ev_buf_text(&s->out, "  (");
    ev_buf_visible(&s->out, bundle->rules[i].file);
    ev_buf_text(&s->out, ")\n");
  }
  ev_buf_format(&s->out, "%zu passed, %zu failed; %zu of %zu rules covered\n", s->passed, s->failed,
                rules - uncovered, rules);
}

static int run_tests(suite *s) {
  const ev_decls *tests = &s->rules->program->tests;
  s->covered = ev_realloc(NULL, s->rules->bundle->rules_count + 1u);
  if (!s->covered) return ev_no_memory(s->command);
  memset(s->covered, 0, s->rules->bundle->rules_count + 1u);
  for (uint32_t i = 0; i < tests->count; i++)
    if (tests->at[i]->file->selected && !run_test(s, tests->at[i])) return ev_no_memory(s->command);
  list_uncovered(s);
  int status = ev_print(s->command, &s->out);
  return ev_worse(status, s->failed ? EV_EXIT_FINDINGS : EV_EXIT_OK);
}

static int run(const ev_command *command, int argc, char **argv) {
  ev_parser parser;
  ev_rules rules;
  ev_color_mode color = EV_COLOR_AUTO;
  ev_rules_request request = {.program = true};
  ev_parser_start(&parser, command, argc, argv);
  for (int option; (option = ev_parser_next(&parser)) != EV_OPTION_END;) {
    if (option == EV_OPTION_STOP) return parser.status;
    if (option == OPTION_COLOR && !ev_color_parse(command, parser.value, &color)) return EV_EXIT_USAGE;
  }
  request.paths = (const char *const *)ev_parser_operands(&parser, &request.count);
  request.builtin = request.count == 0;
  request.color = color;
  int status = ev_rules_load(&rules, command, &request);
  suite s = {.command = command, .rules = &rules, .color = ev_color_on(color, STDOUT_FILENO)};
  if (status == EV_EXIT_OK) status = run_tests(&s);
  ev_free(s.covered);
  ev_buf_free(&s.out);
  ev_rules_free(&rules);
  return status;
}

const ev_command ev_command_test = {
    .name = "test",
    .operands = "[RULES]...",
    .summary = "run the tests in rule files",
    .about = "Runs the tests in rule files, or, without any, those of the built-in rules. Of a test's own "
             "file exactly the\n"
             "findings that it expects must come; rules of other files count only where they are expected.",
    .exits = "0; 1 when a test fails; 2 for rules that do not compile; 3 for those that cannot be read.",
    .options = options,
    .option_count = OPTION_COUNT,
    .run = run,
};
