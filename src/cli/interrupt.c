#include "interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* The only state that is not handed down by argument: a signal handler can be told nothing. */
static ev_stop stop = {.descriptor = -1};
static atomic_int which;

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
#define SIGNALS (sizeof signals / sizeof *signals)

void ev_interrupt_end(void) {
  uint64_t one = 1;
  atomic_store(&stop.requested, true);
  /* It fails only where the descriptor can be read already. */
  ssize_t written = stop.descriptor < 0 ? 0 : write(stop.descriptor, &one, sizeof one);
  (void)written;
}

static void note_signal(int number) {
  int error = errno;
  atomic_store(&which, number);
  ev_interrupt_end();
  errno = error;
}

static void watch_signal(int number) {
  struct sigaction old, ours = {.sa_handler = note_signal, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
  (void)sigemptyset(&ours.sa_mask);
  if (sigaction(number, NULL, &old) == 0 && old.sa_handler != SIG_IGN) (void)sigaction(number, &ours, NULL);
}

const ev_stop *ev_interrupt_watch(void) {
  if (stop.descriptor < 0) stop.descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  for (size_t i = 0; i < SIGNALS; i++) watch_signal(signals[i]);
  return &stop;
}

bool ev_interrupted(void) { return atomic_load(&which) != 0; }

void ev_interrupt_obey(void) {
  if (!ev_interrupted()) return;
  int number = atomic_load(&which);
  (void)signal(number, SIG_DFL);
  (void)raise(number);
}
