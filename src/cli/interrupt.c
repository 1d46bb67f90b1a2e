#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

/* The only state that is not handed down by argument: a signal handler can be told nothing. */
static atomic_bool interrupted;
static atomic_int which;

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
#define SIGNALS (sizeof signals / sizeof *signals)

static void note_signal(int number) {
  atomic_store(&which, number);
  atomic_store(&interrupted, true);
}

static void watch_signal(int number) {
  struct sigaction old, ours = {.sa_handler = note_signal, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
  (void)sigemptyset(&ours.sa_mask);
  if (sigaction(number, NULL, &old) == 0 && old.sa_handler != SIG_IGN) (void)sigaction(number, &ours, NULL);
}

const atomic_bool *ev_interrupt_watch(void) {
  for (size_t i = 0; i < SIGNALS; i++) watch_signal(signals[i]);
  return &interrupted;
}

bool ev_interrupted(void) { return atomic_load(&interrupted); }

void ev_interrupt_obey(void) {
  if (!ev_interrupted()) return;
  int number = atomic_load(&which);
  (void)signal(number, SIG_DFL);
  (void)raise(number);
}
