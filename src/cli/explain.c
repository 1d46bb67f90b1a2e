/* ecivet explain: what a rule means, with examples out of the tests beside it. */
#include "rules_source.h"

/* clang-format off */
#define OPTIONS(X) \
  X(RULES, 'r', "rules", "PATH", "add the rules in PATH; repeatable") \
  X(NO_BUILTIN, 0, "no-builtin", NULL, "leave out the built-in rules")
/* clang-format on */

enum { OPTIONS(EV_OPTION_ENUM) OPTION_COUNT };
static const ev_option options[] = {OPTIONS(EV_OPTION_ROW)};

/* ---- texts */

/* Lines of a text with control characters made visible, each behind `indent` blanks. */
static void add_lines(ev_buf *out, ev_str text, size_t indent) {
  while (text.size) {
    size_t end = ev_str_find(text, EV_STR("\n"));
    ev_str line = ev_str_slice(text, 0, end == SIZE_MAX ? text.size : end);
    if (line.size) ev_buf_fill(out, ' ', indent);
    ev_buf_visible(out, line);
    ev_buf_char(out, '\n');
    text = ev_str_slice(text, end == SIZE_MAX ? text.size : end + 1, text.size);
  }
}

static void add_paragraph(ev_buf *out, ev_str text) {
  if (!text.size) return;
  ev_buf_char(out, '\n');
  add_lines(out, text, 0);
}

static void add_labelled(ev_buf *out, const char *label, ev_str text) {
  if (!text.size) return;
  ev_buf_format(out, "\n%s: ", label);
  ev_buf_visible(out, text);
  ev_buf_char(out, '\n');
}

/* ---- examples */

static bool expects(const ev_decl *test, ev_str id) {
  for (const ev_expect *e = test->expects; e; e = e->next)
    if (!e->nothing && ev_str_equal(e->rule.text, id)) return true;
  return false;
}

static bool expects_nothing(const ev_decl *test) {
  for (const ev_expect *e = test->expects; e; e = e->next)
    if (!e->nothing) return false;
  return true;
}

typedef struct examples {
  const ev_decl *fails, *passes, *passes_this; /* of the last two the first is the better one */
} examples;

static void consider(examples *found, const ev_decl *test, ev_str id) {
  if (expects(test, id)) {
    if (!found->fails) found->fails = test;
    return;
  }
  if (expects_nothing(test) && !found->passes) found->passes = test;
  if (!found->passes_this) found->passes_this = test;
}

static examples find_examples(const ev_file *file, ev_str id) {
  examples found = {0};
  for (const ev_decl *d = file ? file->decls : NULL; d; d = d->next)
    if (d->kind == EV_D_TEST) consider(&found, d, id);
  if (!found.passes) found.passes = found.passes_this;
  return found;
}

static void add_example(ev_buf *out, const char *label, const ev_decl *test) {
  if (!test) return;
  ev_buf_format(out, "\n%s: ", label);
  ev_buf_visible(out, test->name.text);
  ev_buf_text(out, "\n\n");
  add_lines(out, test->given.text, 4);
}

static void add_examples(ev_buf *out, const ev_file *file, ev_str id) {
  examples found = find_examples(file, id);
  add_example(out, "Fails", found.fails);
  add_example(out, "Passes", found.passes);
}

/* The tree of the file that holds a rule: of the program that was compiled, or parsed now. NULL: not at hand.
 */
static const ev_file *file_of(ev_arena *arena, const ev_rules *rules, const ev_brule *rule,
                              ev_source *source) {
  for (const ev_file *f = rules->program ? rules->program->files : NULL; f; f = f->next)
    if (ev_str_equal(f->source.name, rule->file)) return f;
  *source = (ev_source){rule->file, ev_builtin_text(rule->file)};
  ev_diagnostics diagnostics;
  ev_diagnostics_init(&diagnostics, arena);
  return source->text.at ? ev_parse(arena, source, &diagnostics) : NULL;
}

static void add_rule(ev_buf *out, const ev_brule *rule, const ev_file *file) {
  ev_buf_visible(out, rule->id);
  ev_buf_format(out, " (%s): ", ev_severity_name(rule->severity));
  ev_buf_visible(out, rule->title);
  ev_buf_char(out, '\n');
  add_paragraph(out, rule->doc);
  add_labelled(out, "Help", rule->help);
  add_labelled(out, "Source", rule->see);
  for (uint32_t i = 0; i < rule->tags.count; i++) {
    ev_buf_text(out, i ? ", " : "\nTags: ");
    ev_buf_visible(out, rule->tags.at[i]);
    if (i + 1 == rule->tags.count) ev_buf_char(out, '\n');
  }
  add_examples(out, file, rule->id);
  ev_buf_text(out, "\nDefined in ");
  ev_buf_visible(out, rule->file);
  ev_buf_format(out, ", line %u\n", (unsigned)rule->line);
}

static int explain(const ev_command *command, const ev_rules *rules, const char *id) {
  char hint[160];
  uint32_t index = ev_bundle_rule(rules->bundle, ev_str_of(id));
  if (index == EV_NONE)
    return ev_misuse(command, "there is no rule `%s`%s", id,
                     ev_did_you_mean_rule(hint, sizeof hint, rules->bundle, ev_str_of(id)));
  ev_arena arena;
  ev_source source;
  ev_buf out = {0};
  const ev_brule *rule = &rules->bundle->rules[index];
  ev_arena_init(&arena, 0);
  add_rule(&out, rule, file_of(&arena, rules, rule, &source));
  int status = arena.failed ? ev_no_memory(command) : ev_print(command, &out);
  ev_buf_free(&out);
  ev_arena_free(&arena);
  return status;
}

static int load_and_explain(const ev_command *command, const ev_rules_request *request, const char *id) {
  ev_rules rules;
  int status = ev_rules_load(&rules, command, request);
  if (status == EV_EXIT_OK) status = explain(command, &rules, id);
  ev_rules_free(&rules);
  return status;
}

static int run(const ev_command *command, int argc, char **argv) {
  ev_parser parser;
  ev_names paths = {0};
  int status = EV_EXIT_OK;
  ev_rules_request request = {.builtin = true};
  size_t count;
  ev_parser_start(&parser, command, argc, argv);
  for (int option; status == EV_EXIT_OK && (option = ev_parser_next(&parser)) != EV_OPTION_END;) {
    if (option == EV_OPTION_STOP) {
      ev_names_free(&paths);
      return parser.status;
    }
    if (option == OPTION_RULES && !ev_names_add(&paths, parser.value)) status = ev_no_memory(command);
    if (option == OPTION_NO_BUILTIN) request.builtin = false;
  }
  char **operands = ev_parser_operands(&parser, &count);
  if (status == EV_EXIT_OK && count != 1)
    status = ev_misuse(command, "one RULE is explained at a time, such as ECI101");
  request.paths = paths.at;
  request.count = paths.count;
  if (status == EV_EXIT_OK) status = load_and_explain(command, &request, operands[0]);
  ev_names_free(&paths);
  return status;
}

const ev_command ev_command_explain = {
    .name = "explain",
    .operands = "RULE",
    .summary = "tell what a rule means, with examples",
    .about =
        "Tells what a rule means, where it is from, and shows a manifest that fails and one that passes.",
    .exits =
        "0; 2 for a rule that does not exist, or rules that do not compile; 3 for those that cannot be read.",
    .options = options,
    .option_count = OPTION_COUNT,
    .run = run,
};
