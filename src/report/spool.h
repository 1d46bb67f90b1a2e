/* Text that waits for the end of a report: a little of it in memory, the rest in a file that the caller
 * gives. Where there is none, or it takes no more, all that comes then stays in memory. */
#ifndef EV_SPOOL_H
#define EV_SPOOL_H

#include "str.h"

typedef struct ev_spool {
  int file;        /* borrowed: a descriptor of an empty file, to be written and read back; -1: none */
  bool full;       /* the file takes no more */
  uint64_t stored; /* bytes in it */
  ev_buf rest;     /* owned: what stands behind them */
} ev_spool;

void ev_spool_start(ev_spool *spool, int file);
void ev_spool_free(ev_spool *spool);
bool ev_spool_is_empty(const ev_spool *spool);
void ev_spool_add(ev_spool *spool, ev_str bytes);
/* Hands over all of it, in pieces; nothing is added afterwards. 0, or as errno has it why something is
 * missing. */
int ev_spool_take(const ev_spool *spool, void (*take)(void *context, ev_str bytes), void *context);

#endif
