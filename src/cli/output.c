/* Standard output and files: a failure to write is noticed, and a file is replaced whole or not at all. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FULL (64u * 1024u)

void ev_output_stdout(ev_output *out) {
  *out = (ev_output){.descriptor = STDOUT_FILENO, .name = "standard output"};
}

static void write_all(ev_output *out, ev_str rest) {
  while (rest.size && !out->error) {
    ssize_t written = write(out->descriptor, rest.at, rest.size);
    if (written >= 0)
      rest = ev_str_slice(rest, (size_t)written, rest.size);
    else if (errno != EINTR)
      out->error = errno;
  }
}

void ev_output_flush(ev_output *out) {
  write_all(out, ev_buf_view(&out->buffer));
  out->buffer.size = 0;
}

void ev_output_write(ev_output *out, ev_str bytes) {
  if (out->buffer.size + bytes.size >= FULL) {
    ev_output_flush(out);
    write_all(out, bytes);
    return;
  }
  ev_buf_str(&out->buffer, bytes);
  if (out->buffer.failed && !out->error) out->error = ENOMEM;
}

/* ---- files */

/* Where a file is to be put: behind links. Owned; NULL: no memory. */
static char *final_path(const char *path) {
  char *real = realpath(path, NULL);
  return real ? real : strdup(path);
}

static bool open_beside(ev_output *out) {
  size_t size = strlen(out->path) + sizeof ".XXXXXX";
  out->temporary = malloc(size);
  if (!out->temporary) return false;
  (void)snprintf(out->temporary, size, "%s.XXXXXX", out->path);
  out->descriptor = mkostemp(out->temporary, O_CLOEXEC);
  if (out->descriptor < 0) {
    free(out->temporary);
    out->temporary = NULL;
  }
  return out->descriptor >= 0;
}

/* The rights that the file has, or that a new one would get. */
static void give_rights(const ev_output *out, const struct stat *old) {
  mode_t mask = umask(0);
  (void)umask(mask);
  mode_t mode = old ? old->st_mode & 07777 : (mode_t)(0666 & ~mask);
  (void)fchmod(out->descriptor, mode);
}

static bool open_file(ev_output *out, const char *path) {
  struct stat about;
  bool exists = stat(path, &about) == 0;
  if (exists && !S_ISREG(about.st_mode)) {
    out->descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return out->descriptor >= 0;
  }
  out->path = final_path(path);
  if (!out->path || !open_beside(out)) return false;
  give_rights(out, exists ? &about : NULL);
  return true;
}

bool ev_output_file(ev_output *out, const ev_command *command, const char *path) {
  *out = (ev_output){.descriptor = -1, .name = path};
  if (open_file(out, path)) return true;
  ev_complain(command, "`%s` cannot be written: %s", path, strerror(errno));
  ev_output_drop(out);
  return false;
}

void ev_output_drop(ev_output *out) {
  if (out->temporary) (void)unlink(out->temporary);
  if (out->descriptor > STDERR_FILENO) (void)close(out->descriptor);
  free(out->temporary);
  free(out->path);
  ev_buf_free(&out->buffer);
  *out = (ev_output){.descriptor = -1};
}

static void put_in_place(ev_output *out) {
  /* Some file systems tell only here that there is no room. */
  if (!out->error && close(out->descriptor) != 0) out->error = errno;
  if (!out->error) out->descriptor = -1;
  if (!out->error && out->temporary && rename(out->temporary, out->path) != 0) out->error = errno;
  if (out->error || !out->temporary) return;
  free(out->temporary);
  out->temporary = NULL;
}

bool ev_output_close(ev_output *out, const ev_command *command) {
  ev_output_flush(out);
  put_in_place(out);
  int error = out->error;
  if (error) ev_complain(command, "`%s` cannot be written: %s", out->name, strerror(error));
  ev_output_drop(out);
  return error == 0;
}

int ev_print(const ev_command *command, const ev_buf *text) {
  ev_output out;
  if (text->failed) return ev_no_memory(command);
  ev_output_stdout(&out);
  ev_output_write(&out, ev_buf_view(text));
  return ev_output_close(&out, command) ? EV_EXIT_OK : EV_EXIT_TROUBLE;
}
