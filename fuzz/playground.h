/* A temporary folder in which the tool is run, in this process; what it prints is caught. */
#ifndef EV_FUZZ_PLAYGROUND_H
#define EV_FUZZ_PLAYGROUND_H

#include "str.h"

typedef struct playground playground;

/* Makes the folder, which is removed at exit. Beside it, at `../NAME`, stands what no run changes. */
playground *playground_new(void);
void playground_beside(const playground *p, const char *name, ev_str bytes);

/* A file at a relative path, made with the folders on the way, or written anew. False where there can be
 * none: a part is empty, starts with a point or is too long, or something else has the name. */
bool playground_file(playground *p, ev_str path, ev_str bytes);
/* The same of a file in the folder itself whose name may start with a point. */
bool playground_dot_file(playground *p, const char *name, ev_str bytes);
/* Removes every file and folder. */
void playground_clear(playground *p);

/* Calls `run` in the folder with standard output and error caught in the two buffers, which it empties. */
int playground_run(playground *p, int (*run)(void *context), void *context, ev_buf *out, ev_buf *error);

#endif
