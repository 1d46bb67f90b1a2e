/* Reading files whole. */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (64u * 1024u)

static bool fail(ev_read_failure *why, const char *code, const char *message) {
  why->code = code;
  (void)snprintf(why->message, sizeof why->message, "%s", message);
  return false;
}

static bool fail_errno(ev_read_failure *why, int error) {
  return fail(why, error == ENOENT ? "missing-path" : "unreadable",
              error == ENOENT ? "no such file or folder" : strerror(error));
}

static bool fail_size(ev_read_failure *why, size_t limit) {
  why->code = "too-large";
  (void)snprintf(why->message, sizeof why->message,
                 "the file is larger than %zu bytes, the most that is read", limit);
  return false;
}

/* Reads to the end, or of a regular file `expected` bytes: what is appended meanwhile is left. */
static bool read_all(int descriptor, size_t expected, size_t limit, ev_buf *out, ev_read_failure *why) {
  size_t step = expected ? expected : CHUNK;
  for (;;) {
    if (!ev_buf_reserve(out, step)) return fail(why, "no-memory", "out of memory");
    ssize_t got = read(descriptor, out->at + out->size, step);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno(why, errno);
    if (got == 0) return true;
    out->size += (size_t)got;
    if (out->size > limit) return fail_size(why, limit);
    if (out->size == expected) return true;
    step = (size_t)got < step ? step - (size_t)got : CHUNK;
  }
}

bool ev_descriptor_read(int descriptor, bool regular, size_t limit, ev_buf *out, ev_read_failure *why) {
  struct stat about;
  if (fstat(descriptor, &about) != 0) return fail_errno(why, errno);
  if (S_ISDIR(about.st_mode)) return fail_errno(why, EISDIR);
  if (regular && !S_ISREG(about.st_mode)) return fail(why, "unreadable", "it is no regular file any more");
  size_t size = S_ISREG(about.st_mode) && about.st_size > 0 ? (size_t)about.st_size : 0;
  if (size > limit) return fail_size(why, limit);
  return read_all(descriptor, size, limit, out, why);
}

bool ev_target_read(const ev_target *target, size_t limit, ev_buf *out, ev_read_failure *why) {
  out->size = 0;
  if (target->code) return fail(why, target->code, target->message);
  if (target->is_stdin) return ev_descriptor_read(STDIN_FILENO, false, limit, out, why);
  /* O_NONBLOCK: a pipe put in the place of a file must not hold us up; one that was named is waited for. */
  int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (target->walked ? O_NOFOLLOW | O_NONBLOCK : 0);
  int descriptor = open(target->name, flags);
  if (descriptor < 0) return fail_errno(why, errno);
  bool read = ev_descriptor_read(descriptor, target->walked, limit, out, why);
  (void)close(descriptor);
  return read;
}
