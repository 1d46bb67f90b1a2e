/* Stands between the tool and the C library: makes calls fail that a test names, and knows what memory and
 * which descriptors are not given back. The linker's --wrap leads the calls here (tests/CMakeLists.txt).
 * Single-threaded. */
#ifndef SHIM_H
#define SHIM_H

#include <stdbool.h>
#include <stddef.h>

typedef enum fault {
  FAULT_MEMORY, /* malloc, calloc, realloc, strdup */
  FAULT_OPEN,   /* open, openat, mkostemp, fdopendir */
  FAULT_READ,   /* read, readdir */
  FAULT_WRITE,  /* write, fchmod; not to standard error, where a failure cannot be told */
  FAULT_CLOSE,
  FAULT_STAT, /* stat, fstat, fstatat, realpath */
  FAULT_RENAME,
  FAULTS
} fault;

extern const char *const shim_names[FAULTS];

/* Counts calls from here on; the n-th of the kind, and with `all` every later one, fails. n = 0: none does.
 */
void shim_arm(fault kind, size_t n, bool all);
void shim_disarm(void);
size_t shim_calls(fault kind); /* since it was armed */
bool shim_failed(void);        /* a call was made to fail */

/* Every other read and write is interrupted by a signal, and the rest do one byte at a time. */
void shim_hamper(bool on);

/* Blocks of memory and descriptors that were got since the shim was armed and not given back. */
size_t shim_blocks(void);
size_t shim_descriptors(void);

#endif
