/* Names of files, patterns of ignore files and options, lists of files: a small folder is made and `check` is
 * run in it.
 *
 * An input is records that end in NUL bytes; the first byte of each says what it is:
 *   f, g NAME    a file in which something is found; one that cannot be read as YAML
 *   i LINE       of the ignore file
 *   n, x PATTERN --include, --exclude
 *   l PATH       of a list of files, which is given in place of the folder
 *   a OPTION     further options, of which only harmless ones are taken
 *   p WORD       a command line that is only parsed, by every command
 *
 * What is found is what a plain matcher says is to be found; a report, whose format the size of the input
 * tells, reads back with the same names; whatever is printed is lines of visible text that no CI service
 * takes for a command. */
#include "cli.h"
#include "harness.h"
#include "naive_ignore.h"
#include "playground.h"
#include "printed.h"
#include "report.h"

#define MOST 24 /* records of a kind */

typedef struct words {
  ev_str at[MOST];
  size_t count;
} words;

typedef struct script {
  words found, broken, ignored, included, excluded, listed, options, parsed;
} script;

static playground *ground;

static const char rules[] = "record Pod open { spec: int? }\n"
                            "counted view pod: Pod { Pod \"v1\" Pod at . }\n"
                            "rule NAME001 error \"a pod\" {\n"
                            "  forbid pod.spec is set\n"
                            "  at     pod.spec\n"
                            "  say    \"found\"\n"
                            "}\n";
static const char manifest[] = "apiVersion: v1\nkind: Pod\nspec: 1\n";
static const char garbage[] = "apiVersion: v1\nkind: Pod\nspec: ]\n";

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  ev_buf bytes = {0};
  ev_bundle *bundle = harness_bundle((ev_str){rules, sizeof rules - 1});
  check(bundle != NULL);
  ev_bundle_write(&bytes, bundle);
  ground = playground_new();
  playground_beside(ground, "rules.vetc", ev_buf_view(&bytes));
  ev_buf_free(&bytes);
  ev_bundle_free(bundle);
  return 0;
}

/* ---- the script */

static words *words_of(script *s, char kind) {
  switch (kind) {
  case 'f': return &s->found;
  case 'g': return &s->broken;
  case 'i': return &s->ignored;
  case 'n': return &s->included;
  case 'x': return &s->excluded;
  case 'l': return &s->listed;
  case 'a': return &s->options;
  case 'p': return &s->parsed;
  default: return NULL;
  }
}

/* Each word ends in a NUL byte. */
static void read_script(script *s, ev_str text) {
  *s = (script){0};
  while (text.size) {
    const char *end = memchr(text.at, '\0', text.size);
    if (!end) return;
    size_t size = (size_t)(end - text.at);
    words *w = size ? words_of(s, text.at[0]) : NULL;
    if (w && w->count < MOST) w->at[w->count++] = ev_str_slice(text, 1, size);
    text = ev_str_slice(text, size + 1, text.size);
  }
}

/* Options that neither write nor wait nor start threads. */
static bool is_harmless(ev_str option) {
  static const char *const starts[] = {"--format=", "--select=",   "--ignore=",      "--scope=",
                                       "--param=",  "--fail-on",   "--require-pods", "--strict-",
                                       "--no-skip", "--gitignore", "--quiet",        "--max-",
                                       "--null",    "--trace=",    "--profile-rules"};
  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
    if (ev_str_starts(option, ev_str_of(starts[i]))) return true;
  return false;
}

/* No list leads out of the folder; its lines may be several paths. */
static bool is_inside(ev_str lines) {
  char before = '\n';
  for (size_t i = 0; i < lines.size; before = lines.at[i++])
    if ((before == '\n' || before == '\r') && (lines.at[i] == '/' || lines.at[i] == '-')) return false;
  return lines.size && ev_str_find(lines, EV_STR("..")) == SIZE_MAX;
}

/* ---- what is to be found */

static bool all_understood(const words *w) {
  for (size_t i = 0; i < w->count; i++)
    if (!naive_understands(w->at[i])) return false;
  return true;
}

static naive_answer ask(const words *w, ev_str path, bool is_folder) {
  return naive_ask(w->at, w->count, path, is_folder);
}

static bool is_included(const script *s, ev_str path) {
  naive_answer answer = ask(&s->included, path, false);
  for (size_t i = 0; i < path.size && answer == NAIVE_UNTOLD; i++)
    if (path.at[i] == '/') answer = ask(&s->included, ev_str_slice(path, 0, i), true);
  return answer == NAIVE_MATCH;
}

static bool is_dropped(const script *s, ev_str path, bool is_folder) {
  naive_answer answer = ask(&s->excluded, path, is_folder);
  if (answer == NAIVE_MATCH) return true;
  if (!is_folder && s->included.count && !is_included(s, path)) return true;
  return answer == NAIVE_UNTOLD && ask(&s->ignored, path, is_folder) == NAIVE_MATCH;
}

static bool is_taken(const script *s, ev_str path) {
  if (!ev_accept_manifest(path)) return false;
  for (size_t i = 0; i < path.size; i++)
    if (path.at[i] == '/' && is_dropped(s, ev_str_slice(path, 0, i), true)) return false;
  return !is_dropped(s, path, false);
}

/* ---- the folder */

static void write_lines(const char *name, const words *w) {
  ev_buf text = {0};
  for (size_t i = 0; i < w->count; i++) {
    ev_buf_str(&text, w->at[i]);
    ev_buf_char(&text, '\n');
  }
  if (text.size) check(playground_dot_file(ground, name, ev_buf_view(&text)));
  ev_buf_free(&text);
}

/* Keeps those that could be made. */
static void make_files(words *w, ev_str bytes) {
  size_t made = 0;
  for (size_t i = 0; i < w->count; i++)
    if (playground_file(ground, w->at[i], bytes)) w->at[made++] = w->at[i];
  w->count = made;
}

static void keep_inside(words *w) {
  size_t kept = 0;
  for (size_t i = 0; i < w->count; i++)
    if (is_inside(w->at[i])) w->at[kept++] = w->at[i];
  w->count = kept;
}

/* ---- the command line */

typedef struct line {
  char *argv[4 * MOST];
  int argc;
} line;

/* Records end in a NUL byte, so that what stands in one is a C string. */
static void add_word(line *l, ev_str word) {
  l->argv[l->argc] = strndup(word.at, word.size);
  check(l->argv[l->argc++] != NULL);
}

static void add_words(line *l, const char *option, const words *w) {
  for (size_t i = 0; i < w->count; i++) {
    add_word(l, ev_str_of(option));
    add_word(l, w->at[i]);
  }
}

static void free_line(line *l) {
  while (l->argc > 0) free(l->argv[--l->argc]);
}

static int run_check(void *context) {
  line *l = context;
  l->argv[l->argc] = NULL;
  return ev_main(l->argc, l->argv);
}

static void write_line(line *l, const script *s, const char *format) {
  static const char *const start[] = {"ecivet",        "check",    "--no-builtin",  "--rules",
                                      "../rules.vetc", "--jobs=1", "--color=never", "--sandbox=off"};
  *l = (line){0};
  for (size_t i = 0; i < sizeof start / sizeof *start; i++) add_word(l, ev_str_of(start[i]));
  add_words(l, "--include", &s->included);
  add_words(l, "--exclude", &s->excluded);
  for (size_t i = 0; i < s->options.count; i++)
    if (is_harmless(s->options.at[i])) add_word(l, s->options.at[i]);
  add_word(l, EV_STR("--format"));
  add_word(l, ev_str_of(format));
  if (s->listed.count) add_word(l, EV_STR("--files-from=.list"));
  if (!s->listed.count) add_word(l, EV_STR("."));
}

/* ---- what was printed */

static bool is_among(const words *w, ev_str word) {
  for (size_t i = 0; i < w->count; i++)
    if (ev_str_equal(w->at[i], word)) return true;
  return false;
}

/* The names that are to stand in the report, in its order. */
static size_t expect(const script *s, printed_name *names) {
  size_t count = 0;
  for (size_t i = 0; i < s->found.count; i++)
    if (is_taken(s, s->found.at[i])) names[count++] = (printed_name){s->found.at[i], false};
  for (size_t i = 0; i < s->broken.count; i++)
    if (is_taken(s, s->broken.at[i]) && !is_among(&s->found, s->broken.at[i]))
      names[count++] = (printed_name){s->broken.at[i], true};
  return printed_sort(names, count);
}

static bool is_foreseen(const script *s) {
  return s->options.count == 0 && s->listed.count == 0 && all_understood(&s->included) &&
         all_understood(&s->excluded) && all_understood(&s->ignored);
}

static void check_report(const script *s, const char *format, ev_str report, int status) {
  printed_name names[2 * MOST];
  bool broken = false;
  check(printed_is_report(format, report) || status >= EV_EXIT_USAGE);
  if (!is_foreseen(s)) return;
  size_t count = expect(s, names);
  check(printed_has_names(format, report, names, count));
  for (size_t i = 0; i < count; i++) broken = broken || names[i].broken;
  check(status == (broken ? EV_EXIT_TROUBLE : count ? EV_EXIT_FINDINGS : EV_EXIT_OK));
}

static void check_folder(const script *s, const char *format) {
  line l;
  ev_buf out = {0}, error = {0};
  write_line(&l, s, format);
  int status = playground_run(ground, run_check, &l, &out, &error);
  check(status >= EV_EXIT_OK && status <= EV_EXIT_TROUBLE);
  check(printed_is_visible(ev_buf_view(&out)) && printed_is_visible(ev_buf_view(&error)));
  check_report(s, format, ev_buf_view(&out), status);
  free_line(&l);
  ev_buf_free(&out);
  ev_buf_free(&error);
}

/* ---- options alone */

typedef struct parsing {
  line words;
  const ev_command *command;
} parsing;

static int parse(void *context) {
  parsing *p = context;
  ev_parser parser;
  size_t count = 0;
  int option;
  ev_parser_start(&parser, p->command, p->words.argc, p->words.argv);
  while ((option = ev_parser_next(&parser)) >= 0) {
    check((size_t)option < p->command->option_count);
    check((parser.value != NULL) == (p->command->options[option].argument != NULL));
  }
  if (option == EV_OPTION_STOP) return parser.status;
  char **operands = ev_parser_operands(&parser, &count);
  check(operands + count == p->words.argv + p->words.argc);
  return EV_EXIT_OK;
}

static void check_parsing(const script *s, const ev_command *command) {
  parsing p = {.command = command};
  ev_buf out = {0}, error = {0};
  add_word(&p.words, ev_str_of(command->name));
  for (size_t i = 0; i < s->parsed.count; i++) add_word(&p.words, s->parsed.at[i]);
  int status = playground_run(ground, parse, &p, &out, &error);
  check(status == EV_EXIT_OK || status == EV_EXIT_USAGE);
  check((status == EV_EXIT_USAGE) == (error.size > 0)); /* --help alone prints to standard output */
  check(printed_is_visible(ev_buf_view(&out)) && printed_is_visible(ev_buf_view(&error)));
  free_line(&p.words);
  ev_buf_free(&out);
  ev_buf_free(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  script s;
  if (size > 4096) return 0;
  read_script(&s, (ev_str){(const char *)data, size});
  keep_inside(&s.listed);
  make_files(&s.broken, (ev_str){garbage, sizeof garbage - 1});
  make_files(&s.found, (ev_str){manifest, sizeof manifest - 1});
  write_lines(".ecivetignore", &s.ignored);
  write_lines(".list", &s.listed);
  check_folder(&s, ev_format_name((ev_report_format)(size % EV_FORMATS)));
  playground_clear(ground);
  for (size_t i = 0; s.parsed.count && i < EV_COMMANDS; i++) check_parsing(&s, ev_commands[i]);
  return 0;
}
