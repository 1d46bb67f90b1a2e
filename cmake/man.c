/* Writes the man pages from the commands' own tables, those of --help:
 *
 *   ecivet-man FOLDER     ecivet.1, and ecivet-COMMAND.1 for each command
 *
 * Runs on the machine that builds. The language is man(7). */
#include "cli.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>

/* ---- text */

static bool at_line_start(const ev_buf *out) { return out->size == 0 || out->at[out->size - 1] == '\n'; }

/* A character that roff would take for its own, or print as another one; NULL for any other. */
static const char *escape_of(char c) {
  switch (c) {
  case '-': return "\\-";
  case '\\': return "\\e";
  case '`': return "\\(ga";
  case '^': return "\\(ha";
  case '~': return "\\(ti";
  default: return NULL;
  }
}

/* Text as it is; an empty line begins a paragraph. */
static void add_text(ev_buf *out, const char *text) {
  for (const char *c = text; *c; c++) {
    const char *escape = escape_of(*c);
    if (at_line_start(out) && (*c == '.' || *c == '\'')) ev_buf_text(out, "\\&");
    if (at_line_start(out) && *c == '\n')
      ev_buf_text(out, ".PP\n");
    else if (escape)
      ev_buf_text(out, escape);
    else
      ev_buf_char(out, *c);
  }
}

static void add_in_font(ev_buf *out, char font, const char *text) {
  ev_buf_format(out, "\\f%c", font);
  add_text(out, text);
  ev_buf_text(out, "\\fR");
}

/* "ecivet" or "ecivet-check", or with a blank as it is typed. */
static void add_name(ev_buf *out, const ev_command *command, char between) {
  char name[64];
  if (command->name)
    (void)snprintf(name, sizeof name, "ecivet%c%s", between, command->name);
  else
    (void)snprintf(name, sizeof name, "ecivet");
  add_text(out, name);
}

static void add_reference(ev_buf *out, const ev_command *command) {
  ev_buf_text(out, "\\fB");
  add_name(out, command, '-');
  ev_buf_text(out, "\\fR(1)\n");
}

static void add_paragraphs(ev_buf *out, const char *section, const char *text) {
  ev_buf_format(out, ".SH %s\n", section);
  add_text(out, text);
  ev_buf_char(out, '\n');
}

/* ---- sections */

static void add_title(ev_buf *out, const ev_command *command) {
  size_t start;
  ev_buf_text(out, ".TH ");
  start = out->size;
  add_name(out, command, '-');
  for (size_t i = start; i < out->size; i++) out->at[i] = (char)toupper((unsigned char)out->at[i]);
  ev_buf_text(out, " 1 \"\" \"ecivet " ECIVET_VERSION "\" \"User Commands\"\n.SH NAME\n");
  add_name(out, command, '-');
  ev_buf_text(out, " \\- ");
  add_text(out, command->summary);
  ev_buf_text(out, "\n.SH SYNOPSIS\n\\fB");
  add_name(out, command, ' ');
  ev_buf_text(out, "\\fR");
  if (command->name) ev_buf_text(out, " [OPTION]...");
  if (command->operands[0]) ev_buf_char(out, ' ');
  add_text(out, command->operands);
  ev_buf_char(out, '\n');
}

static void add_option(ev_buf *out, const ev_option *option) {
  ev_buf_text(out, ".TP\n");
  if (option->letter) {
    char letter[] = {'-', option->letter, '\0'};
    add_in_font(out, 'B', letter);
    ev_buf_text(out, ", ");
  }
  ev_buf_text(out, "\\fB\\-\\-");
  add_text(out, option->name);
  ev_buf_text(out, "\\fR");
  if (option->argument) ev_buf_char(out, ' ');
  if (option->argument) add_in_font(out, 'I', option->argument);
  ev_buf_char(out, '\n');
  add_text(out, option->help);
  ev_buf_char(out, '\n');
}

static void add_options(ev_buf *out, const ev_command *command) {
  ev_buf_text(out, ".SH OPTIONS\n");
  for (size_t i = 0; i < command->option_count; i++) add_option(out, &command->options[i]);
  add_option(out, &ev_option_help);
}

static void add_commands(ev_buf *out) {
  ev_buf_text(out, ".SH COMMANDS\n");
  for (size_t i = 0; i < EV_COMMANDS; i++) {
    ev_buf_text(out, ".TP\n");
    add_reference(out, ev_commands[i]);
    add_text(out, ev_commands[i]->summary);
    ev_buf_char(out, '\n');
  }
}

static void add_page(ev_buf *out, const ev_command *command) {
  add_title(out, command);
  add_paragraphs(out, "DESCRIPTION", command->about);
  if (!command->name) add_commands(out);
  add_options(out, command);
  add_paragraphs(out, "\"EXIT STATUS\"", command->exits);
  if (!command->name) return;
  ev_buf_text(out, ".SH \"SEE ALSO\"\n");
  add_reference(out, &ev_command_tool);
}

/* ---- files */

static bool write_file(const char *name, ev_str text) {
  FILE *file = fopen(name, "wb");
  bool written = file && fwrite(text.at, 1, text.size, file) == text.size;
  if (file && fclose(file) != 0) written = false;
  if (!written) (void)fprintf(stderr, "ecivet-man: %s: %s\n", name, strerror(errno));
  return written;
}

static bool write_page(const char *folder, const ev_command *command) {
  ev_buf name = {0}, page = {0};
  ev_buf_format(&name, "%s/ecivet%s%s.1", folder, command->name ? "-" : "",
                command->name ? command->name : "");
  ev_buf_char(&name, '\0');
  add_page(&page, command);
  bool whole = !name.failed && !page.failed;
  bool written = whole && write_file(name.at, ev_buf_view(&page));
  if (!whole) (void)fprintf(stderr, "ecivet-man: out of memory\n");
  ev_buf_free(&name);
  ev_buf_free(&page);
  return written;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    (void)fprintf(stderr, "Usage: ecivet-man FOLDER\n");
    return 2;
  }
  bool written = write_page(argv[1], &ev_command_tool);
  for (size_t i = 0; i < EV_COMMANDS; i++) written = write_page(argv[1], ev_commands[i]) && written;
  return written ? 0 : 1;
}
