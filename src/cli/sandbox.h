/* What the process gives up before it reads the first byte of a manifest: so that a fault in a reader that
 * slipped through could still not run a program, reach the network, change a file or read another one.
 *
 * Three layers, each as strong as the kernel has it: no new privileges (prctl(2)); a filter of system calls
 * (seccomp(2), from cmake/seccomp.c); only the files named can be read (landlock(7)). Nothing is given back.
 */
#ifndef EV_SANDBOX_H
#define EV_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ev_sandbox_request {
  const char *const *paths; /* that stay readable, with all below; NULL behind the last. NULL: every path */
  const char *replaced;     /* a file that will be put in place of another in its folder; NULL: none */
} ev_sandbox_request;

typedef struct ev_sandbox {
  bool filtered;   /* system calls are */
  int landlock;    /* version of its interface that is used; 0: none */
  bool every_path; /* every path stays readable */
} ev_sandbox;

/* Enters as much of it as the kernel offers. Before any thread is started. */
ev_sandbox ev_sandbox_enter(const ev_sandbox_request *request);
/* All that this version knows of? */
bool ev_sandbox_is_whole(const ev_sandbox *sandbox);

/* "system calls, files (Landlock 3)", "none" */
const char *ev_sandbox_text(const ev_sandbox *sandbox, char *buffer, size_t size);

#endif
