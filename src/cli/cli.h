/* The command line: what the subcommands share. */
#ifndef EV_CLI_H
#define EV_CLI_H

#include "scan.h"

/* Exit statuses; of several the highest is returned. */
enum ev_exit {
  EV_EXIT_OK = 0,
  EV_EXIT_FINDINGS = 1, /* findings, failed tests, files that are formatted otherwise */
  EV_EXIT_USAGE = 2,    /* wrong usage, or rules that do not compile */
  EV_EXIT_TROUBLE = 3   /* something could not be read, written or held in memory */
};

static inline int ev_worse(int a, int b) { return a > b ? a : b; }

/* ---- options: one table a command, from which parsing, --help and the man page come */

typedef struct ev_option {
  char letter; /* 0: none */
  const char *name;
  const char *argument; /* NULL: takes none */
  const char *help;
} ev_option;

#define EV_OPTION_ENUM(id, letter, name, argument, help) OPTION_##id,
#define EV_OPTION_ROW(id, letter, name, argument, help)  {letter, name, argument, help},

typedef struct ev_command ev_command;
struct ev_command {
  const char *name;     /* NULL: of the tool itself */
  const char *operands; /* "[PATH]..." */
  const char *summary;  /* one line, for the list of commands */
  const char *about;    /* paragraphs; lines as they are */
  const char *exits;    /* what its exit statuses mean; likewise */
  const ev_option *options;
  size_t option_count;
  int (*run)(const ev_command *command, int argc, char **argv); /* argv[0] is the command's name */
};

extern const ev_command ev_command_check, ev_command_test, ev_command_lint, ev_command_fmt,
    ev_command_compile, ev_command_disasm, ev_command_explain, ev_command_rules;

#define EV_COMMANDS 8
extern const ev_command *const ev_commands[EV_COMMANDS];
extern const ev_command ev_command_tool; /* what stands before a command; it does not run */
extern const ev_option ev_option_help;   /* of every command, in no table */

/* All of the tool; the exit status. */
int ev_main(int argc, char **argv);

#define EV_OPTION_END  (-1) /* operands follow, from ev_parser_operands */
#define EV_OPTION_STOP (-2) /* --help was printed, or a mistake was: return parser.status */

typedef struct ev_parser {
  const ev_command *command;
  int argc;
  char **argv;
  const char *value; /* of the option at hand; NULL where it takes none */
  int status;
} ev_parser;

void ev_parser_start(ev_parser *parser, const ev_command *command, int argc, char **argv);
/* Index of the next option in the command's table, or one of the above. */
int ev_parser_next(ev_parser *parser);
/* What is left; their number in *count. */
char **ev_parser_operands(const ev_parser *parser, size_t *count);

void ev_command_help(ev_buf *out, const ev_command *command);

/* "auto", "always", "never" */
typedef enum ev_color_mode { EV_COLOR_AUTO, EV_COLOR_ALWAYS, EV_COLOR_NEVER } ev_color_mode;
bool ev_color_parse(const ev_command *command, const char *value, ev_color_mode *out); /* complains */
bool ev_color_on(ev_color_mode mode, int descriptor);

/* The value's index among `words`, -1 (and a complaint with a suggestion) if it is none of them. */
int ev_choose(const ev_command *command, const char *option, const char *value, const char *const *words,
              size_t count);
/* A count or, for an option that takes a SIZE, bytes such as 64Mi, from `least` to `most`; complains. */
bool ev_option_number(const ev_command *command, const ev_option *option, const char *value, uint64_t least,
                      uint64_t most, uint64_t *out);

/* A growing list of borrowed C strings. */
typedef struct ev_names {
  const char **at; /* owned */
  size_t count, capacity;
} ev_names;
bool ev_names_add(ev_names *names, const char *name); /* false: no memory, and a complaint */
void ev_names_free(ev_names *names);

/* ---- messages, to standard error; whatever stands in them is made visible */

/* "ecivet check: message" */
void ev_complain(const ev_command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same, and where to find help; gives EV_EXIT_USAGE. */
int ev_misuse(const ev_command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Complains about lack of memory; gives EV_EXIT_TROUBLE. */
int ev_no_memory(const ev_command *command);
/* ": did you mean `x`?", or nothing, behind a message; static text of the caller's buffer. */
const char *ev_did_you_mean(char *buffer, size_t size, ev_str word, const ev_str *candidates, size_t count);
/* Rule ids likewise. */
const char *ev_did_you_mean_rule(char *buffer, size_t size, const ev_bundle *bundle, ev_str word);
/* As it is, to standard error. */
void ev_write_error(ev_str text);
/* False when memory ran out before all was written. */
bool ev_write_diagnostics(const ev_diagnostics *diagnostics, bool color);

/* ---- output */

typedef struct ev_output {
  int descriptor;
  const char *name; /* for messages */
  char *path;       /* owned: of the file that is replaced; NULL: written as it is */
  char *temporary;  /* owned: beside it */
  ev_buf buffer;
  int error; /* errno of the first failure */
} ev_output;

void ev_output_stdout(ev_output *out);
/* A file that is replaced when all is written; what is no regular file is written to directly. False and a
 * complaint. */
bool ev_output_file(ev_output *out, const ev_command *command, const char *path);
void ev_output_write(ev_output *out, ev_str bytes);
/* Writes what is held back; a failure shows when the output is closed. */
void ev_output_flush(ev_output *out);
/* Writes the rest and puts the file in place; false and a complaint when anything failed. */
bool ev_output_close(ev_output *out, const ev_command *command);
void ev_output_drop(ev_output *out); /* leaves no file behind */
/* All of `text` to standard output; the exit status. */
int ev_print(const ev_command *command, const ev_buf *text);

/* An empty file without a name, in the folder for temporary ones, to be written and read back: a descriptor;
 * -1 where there can be none. */
int ev_temporary_file(void);

#endif
