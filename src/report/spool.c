#include "spool.h"

#include <errno.h>
#include <unistd.h>

/* Bytes that are held back, so that the file is not written for each line. */
#ifdef EV_TINY
#define HELD 64u
#else
#define HELD (16u * 1024u)
#endif

void ev_spool_start(ev_spool *spool, int file) { *spool = (ev_spool){.file = file, .full = file < 0}; }

void ev_spool_free(ev_spool *spool) { ev_buf_free(&spool->rest); }

bool ev_spool_is_empty(const ev_spool *spool) { return spool->stored == 0 && spool->rest.size == 0; }

/* Gives what the file did not take. */
static ev_str store(ev_spool *spool, ev_str bytes) {
  while (bytes.size && !spool->full) {
    ssize_t written = write(spool->file, bytes.at, bytes.size);
    if (written < 0 && errno == EINTR) continue;
    spool->full = written <= 0;
    if (spool->full) break;
    spool->stored += (uint64_t)written;
    bytes = ev_str_slice(bytes, (size_t)written, bytes.size);
  }
  return bytes;
}

static void store_rest(ev_spool *spool) {
  ev_str left = store(spool, ev_buf_view(&spool->rest));
  if (left.size) memmove(spool->rest.at, left.at, left.size);
  spool->rest.size = left.size;
}

void ev_spool_add(ev_spool *spool, ev_str bytes) {
  if (!spool->full && spool->rest.size + bytes.size > HELD) {
    store_rest(spool);
    bytes = store(spool, bytes);
  }
  ev_buf_str(&spool->rest, bytes);
}

/* The next piece of the file; 0 bytes, and *error says why, when it does not come. */
static size_t read_piece(const ev_spool *spool, char *piece, size_t size, int *error) {
  ssize_t got;
  do got = read(spool->file, piece, size);
  while (got < 0 && errno == EINTR);
  if (got <= 0) *error = got < 0 ? errno : EIO;
  return got > 0 ? (size_t)got : 0;
}

int ev_spool_take(const ev_spool *spool, void (*take)(void *context, ev_str bytes), void *context) {
  char piece[HELD];
  int error = 0;
  if (spool->stored && lseek(spool->file, 0, SEEK_SET) != 0) return errno;
  for (uint64_t left = spool->stored; left && !error;) {
    size_t size = read_piece(spool, piece, left < sizeof piece ? (size_t)left : sizeof piece, &error);
    take(context, (ev_str){piece, size});
    left -= size;
  }
  if (!error && spool->rest.size) take(context, ev_buf_view(&spool->rest));
  return !error && spool->rest.failed ? ENOMEM : error;
}
