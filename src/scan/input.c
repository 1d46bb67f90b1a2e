/* Reading files. */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (64u * 1024u)

bool ev_stop_requested(const ev_stop *stop) {
  return stop && atomic_load_explicit(&stop->requested, memory_order_relaxed);
}

static bool fail(ev_read_failure *why, const char *code, const char *message) {
  *why = (ev_read_failure){.code = code};
  (void)snprintf(why->message, sizeof why->message, "%s", message);
  return false;
}

static bool fail_errno(ev_read_failure *why, int error) {
  return fail(why, error == ENOENT ? "missing-path" : "unreadable",
              error == ENOENT ? "no such file or folder" : strerror(error));
}

static bool fail_size(ev_read_failure *why, size_t limit) {
  *why = (ev_read_failure){.code = "too-large"};
  (void)snprintf(why->message, sizeof why->message,
                 "the file is larger than %zu bytes, the most that is read", limit);
  return false;
}

bool ev_input_stopped(ev_read_failure *why) {
  (void)fail(why, "interrupted", "the run was interrupted before all of it was read");
  why->stopped = true;
  return false;
}

#define TICK 100 /* milliseconds */

static void tick(const ev_input *in) {
  if (in->options.tick) in->options.tick(in->options.tick_context);
}

/* Returns when there is something to read, or the end; false when the run is to end instead. */
static bool await(const ev_input *in, ev_read_failure *why) {
  const ev_stop *stop = in->options.stop;
  struct pollfd on[] = {{.fd = in->descriptor, .events = POLLIN},
                        {.fd = stop ? stop->descriptor : -1, .events = POLLIN}};
  while (!ev_stop_requested(stop)) {
    tick(in);
    int ready = poll(on, 2, in->options.tick ? TICK : -1);
    if (ready < 0 && errno != EINTR) return fail_errno(why, errno);
    if (ready > 0 && !on[1].revents) return true;
  }
  return ev_input_stopped(why);
}

/* How many bytes to ask for, when `most` are wanted. What is appended to a regular file meanwhile is left. */
static size_t next_step(const ev_input *in, size_t most) {
  size_t step = in->expected > in->total ? in->expected - in->total : CHUNK;
  return step < most ? step : most;
}

bool ev_input_fill(ev_input *in, ev_buf *out, size_t least, ev_read_failure *why) {
  while (!in->ended && out->size < least) {
    size_t step = next_step(in, least - out->size);
    if (!ev_buf_reserve(out, step)) return fail(why, "no-memory", "out of memory");
    if (in->keeps_waiting && !await(in, why)) return false;
    ssize_t got = read(in->descriptor, out->at + out->size, step);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return fail_errno(why, errno);
    out->size += (size_t)got;
    in->total += (size_t)got;
    in->ended = got == 0 || in->total == in->expected;
    if (in->total > in->options.limit) return fail_size(why, in->options.limit);
  }
  return true;
}

static bool start(ev_input *in, int descriptor, bool regular, const ev_read_options *options,
                  ev_read_failure *why) {
  struct stat about;
  *in = (ev_input){.descriptor = descriptor, .options = *options};
  if (fstat(descriptor, &about) != 0) return fail_errno(why, errno);
  if (S_ISDIR(about.st_mode)) return fail_errno(why, EISDIR);
  if (regular && !S_ISREG(about.st_mode)) return fail(why, "unreadable", "it is no regular file any more");
  if (S_ISREG(about.st_mode) && about.st_size > 0) in->expected = (size_t)about.st_size;
  in->keeps_waiting = !S_ISREG(about.st_mode);
  return in->expected <= options->limit || fail_size(why, options->limit);
}

bool ev_descriptor_read(int descriptor, bool regular, size_t limit, ev_buf *out, ev_read_failure *why) {
  ev_input in;
  ev_read_options options = {.limit = limit};
  return start(&in, descriptor, regular, &options, why) && ev_input_fill(&in, out, SIZE_MAX, why);
}

bool ev_input_open(ev_input *in, const ev_target *target, const ev_read_options *options,
                   ev_read_failure *why) {
  if (target->code) return fail(why, target->code, target->message);
  if (target->is_stdin) return start(in, STDIN_FILENO, false, options, why);
  /* O_NONBLOCK: a pipe put in the place of a file must not hold us up; one that was named is waited for, for
   * its writer too, where that can be interrupted. */
  int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (target->walked ? O_NOFOLLOW : 0);
  int descriptor = open(target->name, flags);
  if (descriptor < 0) return fail_errno(why, errno);
  if (start(in, descriptor, target->walked, options, why)) return true;
  (void)close(descriptor);
  return false;
}

void ev_input_close(ev_input *in) {
  if (in->descriptor != STDIN_FILENO) (void)close(in->descriptor);
}

bool ev_target_read(const ev_target *target, const ev_read_options *options, ev_buf *out,
                    ev_read_failure *why) {
  ev_input in;
  out->size = 0;
  if (!ev_input_open(&in, target, options, why)) return false;
  bool read = ev_input_fill(&in, out, SIZE_MAX, why);
  ev_input_close(&in);
  return read;
}
