/* Options by getopt_long, from a command's table. */
#include "cli.h"
#include "num.h"

#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MOST_OPTIONS 40
#define HELP         MOST_OPTIONS
#define FIRST        256 /* getopt's values of long options: above all letters */

void ev_parser_start(ev_parser *parser, const ev_command *command, int argc, char **argv) {
  *parser = (ev_parser){.command = command, .argc = argc, .argv = argv};
  optind = 0; /* GNU: scan anew */
  opterr = 0;
}

/* The table in getopt's form. */
typedef struct getopt_table {
  struct option longs[MOST_OPTIONS + 2];
  char shorts[3 * MOST_OPTIONS];
} getopt_table;

static void add_row(getopt_table *table, size_t row, const ev_option *option, int value) {
  int has_argument = option->argument ? required_argument : no_argument;
  table->longs[row] = (struct option){option->name, has_argument, NULL, FIRST + value};
  if (!option->letter) return;
  size_t end = strlen(table->shorts);
  (void)snprintf(table->shorts + end, sizeof table->shorts - end, "%c%s", option->letter,
                 option->argument ? ":" : "");
}

const ev_option ev_option_help = {'h', "help", NULL, "print this help"};

static void fill(getopt_table *table, const ev_command *command) {
  *table = (getopt_table){.shorts = ":"};
  for (size_t i = 0; i < command->option_count; i++) add_row(table, i, &command->options[i], (int)i);
  add_row(table, command->option_count, &ev_option_help, HELP);
}

static int index_of_letter(const ev_command *command, int letter) {
  if (letter == ev_option_help.letter) return HELP;
  for (size_t i = 0; i < command->option_count; i++)
    if (command->options[i].letter == letter) return (int)i;
  return -1;
}

/* ---- mistakes */

static int stop(ev_parser *parser, int status) {
  parser->status = status;
  return EV_OPTION_STOP;
}

/* The word without dashes and value: "--fromat=json" is "fromat". */
static ev_str name_of(const char *word) {
  ev_str name = ev_str_of(word);
  while (name.size && name.at[0] == '-') name = ev_str_slice(name, 1, name.size);
  size_t equals = ev_str_find(name, EV_STR("="));
  return equals == SIZE_MAX ? name : ev_str_slice(name, 0, equals);
}

static int refuse_long(ev_parser *parser, const char *word) {
  const ev_command *command = parser->command;
  ev_str names[MOST_OPTIONS + 1], name = name_of(word);
  size_t begin_so = 0;
  for (size_t i = 0; i < command->option_count; i++) {
    names[i] = ev_str_of(command->options[i].name);
    begin_so += ev_str_starts(names[i], name);
    if (ev_str_equal(names[i], name)) /* known: so what was wrong is `=VALUE` */
      return stop(parser, ev_misuse(command, "option `--%.*s` takes no value", EV_STR_ARG(name)));
  }
  names[command->option_count] = EV_STR("help");
  if (begin_so > 1)
    return stop(parser, ev_misuse(command, "option `--%.*s` may be any of several; write it in full",
                                  EV_STR_ARG(name)));
  ev_str near = ev_suggest(name, names, command->option_count + 1);
  if (near.size)
    return stop(parser, ev_misuse(command, "unknown option `--%.*s`: did you mean `--%.*s`?",
                                  EV_STR_ARG(name), EV_STR_ARG(near)));
  return stop(parser, ev_misuse(command, "unknown option `--%.*s`", EV_STR_ARG(name)));
}

static int refuse(ev_parser *parser) {
  const char *word = parser->argv[optind - 1];
  if (optopt == 0) return refuse_long(parser, word);
  if (optopt >= FIRST) return refuse_long(parser, word);
  return stop(parser, ev_misuse(parser->command, "unknown option `-%c`", optopt));
}

static int refuse_missing(ev_parser *parser) {
  int index = optopt >= FIRST ? optopt - FIRST : index_of_letter(parser->command, optopt);
  const ev_option *option = &parser->command->options[index];
  return stop(parser, ev_misuse(parser->command, "option `--%s` needs a value: --%s %s", option->name,
                                option->name, option->argument));
}

static int print_help(ev_parser *parser) {
  ev_buf out = {0};
  ev_command_help(&out, parser->command);
  int status = ev_print(parser->command, &out);
  ev_buf_free(&out);
  return stop(parser, status);
}

int ev_parser_next(ev_parser *parser) {
  getopt_table table;
  fill(&table, parser->command);
  int value = getopt_long(parser->argc, parser->argv, table.shorts, table.longs, NULL);
  if (value == -1) return EV_OPTION_END;
  if (value == '?') return refuse(parser);
  if (value == ':') return refuse_missing(parser);
  parser->value = optarg;
  int index = value >= FIRST ? value - FIRST : index_of_letter(parser->command, value);
  return index == HELP ? print_help(parser) : index;
}

char **ev_parser_operands(const ev_parser *parser, size_t *count) {
  *count = (size_t)(parser->argc - optind);
  return parser->argv + optind;
}

/* ---- help */

#define HELP_COLUMN 30
#define HELP_WIDTH  96

static size_t add_option_name(ev_buf *out, const ev_option *option) {
  size_t start = out->size;
  if (option->letter)
    ev_buf_format(out, "  -%c, --%s", option->letter, option->name);
  else
    ev_buf_format(out, "      --%s", option->name);
  if (option->argument) ev_buf_format(out, " %s", option->argument);
  return out->size - start;
}

/* Words of a help text, broken at HELP_WIDTH and indented. */
static void add_wrapped(ev_buf *out, const char *text) {
  size_t column = HELP_COLUMN;
  while (*text) {
    size_t length = strcspn(text, " ");
    if (column > HELP_COLUMN && column + 1 + length > HELP_WIDTH) {
      ev_buf_char(out, '\n');
      ev_buf_fill(out, ' ', HELP_COLUMN);
      column = HELP_COLUMN;
    } else if (column > HELP_COLUMN) {
      ev_buf_char(out, ' ');
      column++;
    }
    ev_buf_add(out, text, length);
    column += length;
    text += length + (text[length] == ' ');
  }
  ev_buf_char(out, '\n');
}

static void add_option_help(ev_buf *out, const ev_option *option) {
  size_t width = add_option_name(out, option);
  if (width + 2 > HELP_COLUMN) {
    ev_buf_char(out, '\n');
    width = 0;
  }
  ev_buf_fill(out, ' ', HELP_COLUMN - width);
  add_wrapped(out, option->help);
}

void ev_command_help(ev_buf *out, const ev_command *command) {
  ev_buf_text(out, "Usage: ecivet");
  if (command->name) ev_buf_format(out, " %s [OPTION]...", command->name);
  if (command->operands[0]) ev_buf_format(out, " %s", command->operands);
  ev_buf_format(out, "\n\n%s\n\nExit status: %s\n\nOptions:\n", command->about, command->exits);
  for (size_t i = 0; i < command->option_count; i++) add_option_help(out, &command->options[i]);
  add_option_help(out, &ev_option_help);
}

/* ---- values */

int ev_choose(const ev_command *command, const char *option, const char *value, const char *const *words,
              size_t count) {
  ev_buf list = {0};
  ev_str names[16];
  char hint[160];
  for (size_t i = 0; i < count; i++) {
    if (strcmp(value, words[i]) == 0) {
      ev_buf_free(&list);
      return (int)i;
    }
    names[i] = ev_str_of(words[i]);
    ev_buf_format(&list, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", words[i]);
  }
  (void)ev_misuse(command, "option `--%s` takes %.*s, not `%s`%s", option, EV_STR_ARG(ev_buf_view(&list)),
                  value, ev_did_you_mean(hint, sizeof hint, ev_str_of(value), names, count));
  ev_buf_free(&list);
  return -1;
}

static bool parse_size(ev_str text, ev_int *out) {
  ev_rat n;
  if (!ev_quantity_parse(text, &n) || !ev_rat_is_int(n)) return false;
  *out = n.num;
  return true;
}

bool ev_option_number(const ev_command *command, const ev_option *option, const char *value, uint64_t least,
                      uint64_t most, uint64_t *out) {
  ev_str text = ev_str_of(value);
  ev_int n = 0;
  bool size = strcmp(option->argument, "SIZE") == 0, digit = isdigit((unsigned char)value[0]) != 0;
  bool ok = digit && (size ? parse_size(text, &n) : ev_int_parse_decimal(text, &n) == EV_NUMBER_OK);
  if (ok && n >= (ev_int)least && n <= (ev_int)most) {
    *out = (uint64_t)n;
    return true;
  }
  (void)ev_misuse(command, "option `--%s` takes a %s from %llu to %llu%s, not `%s`", option->name,
                  size ? "size" : "whole number", (unsigned long long)least, (unsigned long long)most,
                  size ? " bytes, such as 65536 or 64Ki" : "", value);
  return false;
}

bool ev_color_parse(const ev_command *command, const char *value, ev_color_mode *out) {
  static const char *const words[] = {"auto", "always", "never"};
  int index = ev_choose(command, "color", value, words, 3);
  if (index < 0) return false;
  *out = (ev_color_mode)index;
  return true;
}

/* https://no-color.org: set and not empty. */
bool ev_color_on(ev_color_mode mode, int descriptor) {
  if (mode != EV_COLOR_AUTO) return mode == EV_COLOR_ALWAYS;
  const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
  if (no_color && no_color[0]) return false;
  if (!term || strcmp(term, "dumb") == 0) return false;
  return isatty(descriptor) == 1;
}

bool ev_names_add(ev_names *names, const char *name) {
  if (names->count == names->capacity) {
    size_t capacity = names->capacity ? names->capacity * 2 : 16;
    const char **grown = ev_realloc(names->at, capacity * sizeof *grown);
    if (!grown) return false;
    names->at = grown;
    names->capacity = capacity;
  }
  names->at[names->count++] = name;
  return true;
}

void ev_names_free(ev_names *names) {
  ev_free(names->at);
  *names = (ev_names){0};
}
