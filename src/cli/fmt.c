/* ecivet fmt: rule files in the one layout. */
#include "rules_source.h"

/* clang-format off */
#define OPTIONS(X) \
  X(CHECK, 'c', "check", NULL, "change nothing: list the files that would change, and exit with 1") \
  X(COLOR, 0, "color", "WHEN", "auto (default: on a terminal, unless NO_COLOR is set), always, or never")
/* clang-format on */

enum { OPTIONS(EV_OPTION_ENUM) OPTION_COUNT };
static const ev_option options[] = {OPTIONS(EV_OPTION_ROW)};

typedef struct fmt {
  const ev_command *command;
  bool check;
  ev_color_mode color;
  ev_output out; /* standard output */
} fmt;

/* Replaces the file. */
static int rewrite(const fmt *f, const char *name, ev_str text) {
  ev_output out;
  if (!ev_output_file(&out, f->command, name)) return EV_EXIT_TROUBLE;
  ev_output_write(&out, text);
  return ev_output_close(&out, f->command) ? EV_EXIT_OK : EV_EXIT_TROUBLE;
}

static int list(fmt *f, const char *name) {
  ev_buf line = {0};
  ev_buf_visible(&line, ev_str_of(name));
  ev_buf_char(&line, '\n');
  if (line.failed) {
    ev_buf_free(&line);
    return ev_no_memory(f->command);
  }
  ev_output_write(&f->out, ev_buf_view(&line));
  ev_buf_free(&line);
  return EV_EXIT_FINDINGS;
}

static int put(fmt *f, const char *name, ev_str old, ev_str formatted) {
  bool same = ev_str_equal(old, formatted), is_stdin = strcmp(name, "<stdin>") == 0;
  if (f->check) return same ? EV_EXIT_OK : list(f, name);
  if (!is_stdin) return same ? EV_EXIT_OK : rewrite(f, name, formatted);
  ev_output_write(&f->out, formatted);
  return EV_EXIT_OK;
}

static int format_file(void *context, const char *name, ev_str text) {
  fmt *f = context;
  ev_arena arena;
  ev_diagnostics diagnostics;
  ev_buf formatted = {0};
  int status = EV_EXIT_USAGE;
  ev_arena_init(&arena, 0);
  ev_diagnostics_init(&diagnostics, &arena);
  ev_source source = {ev_str_of(name), text};
  const ev_file *file = ev_parse(&arena, &source, &diagnostics);
  if (arena.failed) {
    status = ev_no_memory(f->command);
  } else if (diagnostics.errors) {
    if (!ev_write_diagnostics(&diagnostics, ev_color_on(f->color, 2))) status = ev_no_memory(f->command);
  } else {
    if (file) ev_format(&formatted, file);
    status = file && !formatted.failed ? put(f, name, text, ev_buf_view(&formatted))
                                       : ev_no_memory(f->command);
  }
  ev_buf_free(&formatted);
  ev_arena_free(&arena);
  return status;
}

static int run(const ev_command *command, int argc, char **argv) {
  ev_parser parser;
  fmt f = {.command = command};
  size_t count;
  ev_parser_start(&parser, command, argc, argv);
  for (int option; (option = ev_parser_next(&parser)) != EV_OPTION_END;) {
    if (option == EV_OPTION_STOP) return parser.status;
    if (option == OPTION_CHECK) f.check = true;
    if (option == OPTION_COLOR && !ev_color_parse(command, parser.value, &f.color)) return EV_EXIT_USAGE;
  }
  const char *const *paths = (const char *const *)ev_parser_operands(&parser, &count);
  if (count == 0) return ev_misuse(command, "no FILE was given; - is standard input");
  ev_output_stdout(&f.out);
  int status = ev_rule_files_each(command, paths, count, format_file, &f);
  return ev_output_close(&f.out, command) ? status : EV_EXIT_TROUBLE;
}

const ev_command ev_command_fmt = {
    .name = "fmt",
    .operands = "FILE...",
    .summary = "format rule files",
    .about = "Formats rule files in place, and the .vet files of folders. Standard input (-) goes to "
             "standard output.",
    .exits = "0; 1 with --check when a file would change; 2 for a file that does not parse, which is left\n"
             "as it is; 3 for one that cannot be read or written.",
    .options = options,
    .option_count = OPTION_COUNT,
    .run = run,
};
