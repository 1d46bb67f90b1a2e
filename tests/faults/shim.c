#include "shim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const shim_names[FAULTS] = {"memory", "open", "read", "write", "close", "stat", "rename"};

static struct {
  bool armed, all, failed, hampered, interrupt, interrupt_poll;
  fault kind;
  size_t n, calls[FAULTS];
} shim;

void shim_arm(fault kind, size_t n, bool all) {
  bool hampered = shim.hampered;
  memset(&shim, 0, sizeof shim);
  shim.armed = true;
  shim.kind = kind;
  shim.n = n;
  shim.all = all;
  shim.hampered = hampered;
}

void shim_disarm(void) { shim.armed = false; }
size_t shim_calls(fault kind) { return shim.calls[kind]; }
bool shim_failed(void) { return shim.failed; }
void shim_hamper(bool on) { shim.hampered = on; }

static bool fails(fault kind, int error) {
  if (!shim.armed) return false;
  size_t call = ++shim.calls[kind];
  bool now = kind == shim.kind && shim.n && (shim.all ? call >= shim.n : call == shim.n);
  if (now) errno = error;
  shim.failed = shim.failed || now;
  return now;
}

/* ---- what was got and not given back */

#define BLOCKS 65536u

static void *blocks[BLOCKS];
static size_t block_count;
static bool open_files[1024];

static size_t place_of(const void *memory) {
  return (size_t)((uintptr_t)memory >> 4) * 0x9e3779b97f4a7c15u >> 48;
}

static void *got(void *memory) {
  if (!memory || !shim.armed) return memory;
  size_t i = place_of(memory) % BLOCKS;
  while (blocks[i]) i = (i + 1) % BLOCKS;
  blocks[i] = memory;
  if (++block_count > BLOCKS / 2) abort();
  return memory;
}

/* Closes the gap: what stands behind it may belong before it. */
static void given_back(const void *memory) {
  size_t i = place_of(memory) % BLOCKS;
  while (blocks[i] && blocks[i] != memory) i = (i + 1) % BLOCKS;
  if (!memory || !blocks[i]) return;
  block_count--;
  blocks[i] = NULL;
  for (size_t j = (i + 1) % BLOCKS; blocks[j]; j = (j + 1) % BLOCKS) {
    void *moved = blocks[j];
    blocks[j] = NULL;
    block_count--;
    (void)got(moved);
  }
}

static int opened(int descriptor) {
  if (descriptor >= 0 && descriptor < 1024) open_files[descriptor] = shim.armed;
  return descriptor;
}

size_t shim_blocks(void) { return block_count; }

size_t shim_descriptors(void) {
  size_t count = 0;
  for (size_t i = 0; i < 1024; i++) count += open_files[i];
  return count;
}

/* ---- memory; `__real_` is what the linker calls the library's own, `__wrap_` what it leads calls to */

#define REAL(type, name, ...)                                                                                \
  type __real_##name(__VA_ARGS__);                                                                           \
  type __wrap_##name(__VA_ARGS__);                                                                           \
  type __wrap_##name(__VA_ARGS__)

REAL(void *, malloc, size_t size) { return fails(FAULT_MEMORY, ENOMEM) ? NULL : got(__real_malloc(size)); }

REAL(void *, calloc, size_t count, size_t size) {
  return fails(FAULT_MEMORY, ENOMEM) ? NULL : got(__real_calloc(count, size));
}

REAL(void *, realloc, void *old, size_t size) {
  if (fails(FAULT_MEMORY, ENOMEM)) return NULL;
  given_back(old);
  return got(__real_realloc(old, size));
}

REAL(char *, strdup, const char *text) {
  return fails(FAULT_MEMORY, ENOMEM) ? NULL : got(__real_strdup(text));
}

REAL(void, free, void *memory) {
  given_back(memory);
  __real_free(memory);
}

/* ---- files */

static mode_t mode_argument(int flags, va_list arguments) {
  return flags & O_CREAT ? (mode_t)va_arg(arguments, unsigned) : 0;
}

REAL(int, open, const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = mode_argument(flags, arguments);
  va_end(arguments);
  return fails(FAULT_OPEN, EMFILE) ? -1 : opened(__real_open(path, flags, mode));
}

REAL(int, openat, int folder, const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = mode_argument(flags, arguments);
  va_end(arguments);
  return fails(FAULT_OPEN, EMFILE) ? -1 : opened(__real_openat(folder, path, flags, mode));
}

REAL(int, mkostemp, char *name, int flags) {
  return fails(FAULT_OPEN, EACCES) ? -1 : opened(__real_mkostemp(name, flags));
}

REAL(DIR *, fdopendir, int descriptor) {
  return fails(FAULT_OPEN, ENOMEM) ? NULL : __real_fdopendir(descriptor);
}

REAL(int, closedir, DIR *folder) {
  int descriptor = dirfd(folder);
  if (descriptor >= 0 && descriptor < 1024) open_files[descriptor] = false;
  return __real_closedir(folder);
}

REAL(struct dirent *, readdir, DIR *folder) { return fails(FAULT_READ, EIO) ? NULL : __real_readdir(folder); }

/* Closed all the same: what a failed close leaves is not to be closed again. */
REAL(int, close, int descriptor) {
  bool failed = fails(FAULT_CLOSE, EIO);
  if (descriptor >= 0 && descriptor < 1024) open_files[descriptor] = false;
  int status = __real_close(descriptor);
  if (failed) errno = EIO;
  return failed ? -1 : status;
}

/* Every other call of one kind: `turn` is whose turn it is. */
static bool interrupts(bool *turn) {
  if (!shim.armed || !shim.hampered) return false;
  *turn = !*turn;
  if (*turn) errno = EINTR;
  return *turn;
}

static size_t piece(size_t size) { return shim.armed && shim.hampered && size > 1 ? 1 : size; }

REAL(ssize_t, read, int descriptor, void *to, size_t size) {
  if (fails(FAULT_READ, EIO) || interrupts(&shim.interrupt)) return -1;
  return __real_read(descriptor, to, piece(size));
}

REAL(int, poll, struct pollfd *on, nfds_t count, int timeout) {
  if (fails(FAULT_READ, ENOMEM) || interrupts(&shim.interrupt_poll)) return -1;
  return __real_poll(on, count, timeout);
}

REAL(ssize_t, write, int descriptor, const void *from, size_t size) {
  if (descriptor != STDERR_FILENO && fails(FAULT_WRITE, ENOSPC)) return -1;
  return interrupts(&shim.interrupt) ? -1 : __real_write(descriptor, from, piece(size));
}

REAL(int, fchmod, int descriptor, mode_t mode) {
  return fails(FAULT_WRITE, EPERM) ? -1 : __real_fchmod(descriptor, mode);
}

REAL(int, stat, const char *path, struct stat *about) {
  return fails(FAULT_STAT, EACCES) ? -1 : __real_stat(path, about);
}

REAL(int, fstat, int descriptor, struct stat *about) {
  return fails(FAULT_STAT, EIO) ? -1 : __real_fstat(descriptor, about);
}

REAL(int, fstatat, int folder, const char *path, struct stat *about, int flags) {
  return fails(FAULT_STAT, EACCES) ? -1 : __real_fstatat(folder, path, about, flags);
}

REAL(char *, realpath, const char *path, char *resolved) {
  return fails(FAULT_STAT, EACCES) ? NULL : got(__real_realpath(path, resolved));
}

REAL(int, rename, const char *from, const char *to) {
  return fails(FAULT_RENAME, EACCES) ? -1 : __real_rename(from, to);
}
