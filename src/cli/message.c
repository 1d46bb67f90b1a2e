/* What the tool says on standard error. */
#include "cli.h"
#include "limit.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void ev_write_error(ev_str text) {
  while (text.size) {
    ssize_t written = write(STDERR_FILENO, text.at, text.size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return; /* there is nowhere to say so */
    text = ev_str_slice(text, (size_t)written, text.size);
  }
}

static void complain(const ev_command *command, const char *message, const char *end) {
  ev_buf out = {0};
  ev_buf_text(&out, "ecivet");
  if (command->name) ev_buf_format(&out, " %s", command->name);
  ev_buf_text(&out, ": ");
  ev_buf_visible(&out, ev_str_of(message));
  ev_buf_text(&out, end);
  ev_write_error(out.failed ? EV_STR("ecivet: out of memory\n") : ev_buf_view(&out));
  ev_buf_free(&out);
}

#define LONGEST_MESSAGE 2000 /* bytes; what is longer is cut */

void ev_complain(const ev_command *command, const char *format, ...) {
  char message[LONGEST_MESSAGE];
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  complain(command, message, "\n");
}

int ev_misuse(const ev_command *command, const char *format, ...) {
  char message[LONGEST_MESSAGE], hint[80];
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  (void)snprintf(hint, sizeof hint, "\n`ecivet %s%s--help` tells more\n", command->name ? command->name : "",
                 command->name ? " " : "");
  complain(command, message, hint);
  return EV_EXIT_USAGE;
}

int ev_no_memory(const ev_command *command) {
  complain(command, "out of memory", "\n");
  return EV_EXIT_TROUBLE;
}

const char *ev_did_you_mean(char *buffer, size_t size, ev_str word, const ev_str *candidates, size_t count) {
  ev_str near = ev_suggest(word, candidates, count);
  buffer[0] = '\0';
  if (near.size) (void)snprintf(buffer, size, ": did you mean `%.*s`?", EV_STR_ARG(near));
  return buffer;
}

const char *ev_did_you_mean_rule(char *buffer, size_t size, const ev_bundle *bundle, ev_str word) {
  ev_str *ids = ev_realloc(NULL, (bundle->rules_count + 1) * sizeof *ids);
  buffer[0] = '\0';
  if (!ids) return buffer;
  for (uint32_t i = 0; i < bundle->rules_count; i++) ids[i] = bundle->rules[i].id;
  (void)ev_did_you_mean(buffer, size, word, ids, bundle->rules_count);
  ev_free(ids);
  return buffer;
}

/* ---- diagnostics */

/* Of each file the first errors, and the first warnings; the rest are counted. */
static size_t earlier_of_file(const ev_diagnostics *list, const ev_diagnostic *d) {
  size_t count = 0;
  for (const ev_diagnostic *e = list->first; e && e != d && count < EV_MAX_DIAGNOSTICS; e = e->next)
    count += e->source == d->source && e->severity == d->severity;
  return count;
}

bool ev_write_diagnostics(const ev_diagnostics *list, bool color) {
  ev_buf out = {0};
  size_t hidden = 0;
  for (const ev_diagnostic *d = list->first; d; d = d->next) {
    if (earlier_of_file(list, d) >= EV_MAX_DIAGNOSTICS) {
      hidden++;
      continue;
    }
    ev_diagnostic_write(&out, d, color);
    ev_buf_char(&out, '\n');
  }
  if (hidden) ev_buf_format(&out, "%zu more are not shown\n", hidden);
  if (list->errors)
    ev_buf_format(&out, "%zu %s in the rules\n", list->errors, list->errors == 1 ? "error" : "errors");
  bool whole = !out.failed;
  ev_write_error(ev_buf_view(&out));
  ev_buf_free(&out);
  return whole;
}
