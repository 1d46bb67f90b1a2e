#include "playground.h"

#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_ENTRIES 64
#define LONGEST_PATH 1024u

/* Where ASan writes while standard error is caught. */
__attribute__((weak)) void __sanitizer_set_report_fd(void *descriptor);

struct playground {
  char root[64];
  int above, folder, origin; /* the root, the folder in it, and where the process is otherwise */
  int caught[2];             /* files in memory for standard output and error */
  int streams[2];            /* what these are otherwise */
  char *made[MOST_ENTRIES];  /* owned: paths, each behind the folders that it needs */
  size_t count;
};

static playground ground;

static void remove_root(void) {
  playground_clear(&ground);
  (void)unlinkat(ground.above, "ground", AT_REMOVEDIR);
  (void)unlinkat(ground.above, "rules.vetc", 0);
  (void)rmdir(ground.root);
}

playground *playground_new(void) {
  playground *p = &ground;
  const char *base = getenv("TMPDIR");
  (void)snprintf(p->root, sizeof p->root, "%.40s/ecivet-fuzz-XXXXXX", base ? base : "/tmp");
  check(mkdtemp(p->root) != NULL);
  p->above = open(p->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  check(p->above >= 0 && mkdirat(p->above, "ground", 0700) == 0);
  p->folder = openat(p->above, "ground", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  p->origin = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (int i = 0; i < 2; i++) {
    p->caught[i] = memfd_create("caught", MFD_CLOEXEC);
    p->streams[i] = fcntl(i + 1, F_DUPFD_CLOEXEC, 3);
    check(p->caught[i] >= 0 && p->streams[i] >= 0);
  }
  check(p->folder >= 0 && p->origin >= 0 && atexit(remove_root) == 0);
  if (__sanitizer_set_report_fd) __sanitizer_set_report_fd((void *)(intptr_t)p->streams[1]);
  return p;
}

/* ---- files */

static bool write_file(int folder, const char *name, ev_str bytes) {
  int file = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) return false;
  check(write(file, bytes.at, bytes.size) == (ssize_t)bytes.size);
  (void)close(file);
  return true;
}

void playground_beside(const playground *p, const char *name, ev_str bytes) {
  check(write_file(p->above, name, bytes));
}

static bool is_harmless(ev_str path) {
  if (path.size == 0 || path.size > LONGEST_PATH || memchr(path.at, '\0', path.size)) return false;
  for (size_t at = 0; at <= path.size;) {
    const char *slash = at < path.size ? memchr(path.at + at, '/', path.size - at) : NULL;
    size_t end = slash ? (size_t)(slash - path.at) : path.size;
    if (end == at || path.at[at] == '.' || end - at > 255) return false;
    at = end + 1;
  }
  return true;
}

static bool note(playground *p, const char *path, size_t size) {
  if (p->count == MOST_ENTRIES) return false;
  p->made[p->count] = strndup(path, size);
  check(p->made[p->count] != NULL);
  p->count++;
  return true;
}

static bool make_folders(playground *p, char *path) {
  for (char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    bool made = mkdirat(p->folder, path, 0700) == 0, there = !made && errno == EEXIST;
    if (made && !note(p, path, strlen(path))) there = made = false;
    *slash = '/';
    if (!made && !there) return false;
  }
  return true;
}

bool playground_file(playground *p, ev_str path, ev_str bytes) {
  char name[LONGEST_PATH + 1];
  if (!is_harmless(path) || p->count + 1 >= MOST_ENTRIES) return false;
  memcpy(name, path.at, path.size);
  name[path.size] = '\0';
  if (!make_folders(p, name)) return false;
  bool old = faccessat(p->folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
  if (!write_file(p->folder, name, bytes)) return false;
  return old || note(p, name, path.size);
}

bool playground_dot_file(playground *p, const char *name, ev_str bytes) {
  return write_file(p->folder, name, bytes) && note(p, name, strlen(name));
}

void playground_clear(playground *p) {
  while (p->count > 0) {
    char *path = p->made[--p->count];
    if (unlinkat(p->folder, path, 0) != 0) (void)unlinkat(p->folder, path, AT_REMOVEDIR);
    free(path);
  }
}

/* ---- running */

static void read_caught(int file, ev_buf *out) {
  off_t size = lseek(file, 0, SEEK_END);
  out->size = 0;
  check(size >= 0 && ev_buf_reserve(out, (size_t)size + 1));
  check(pread(file, out->at, (size_t)size, 0) == size);
  out->size = (size_t)size;
  check(ftruncate(file, 0) == 0 && lseek(file, 0, SEEK_SET) == 0);
}

int playground_run(playground *p, int (*run)(void *context), void *context, ev_buf *out, ev_buf *error) {
  (void)fflush(NULL);
  for (int i = 0; i < 2; i++) check(dup2(p->caught[i], i + 1) >= 0);
  int moved = fchdir(p->folder);
  int status = run(context);
  int back = fchdir(p->origin);
  for (int i = 0; i < 2; i++) check(dup2(p->streams[i], i + 1) >= 0);
  check(moved == 0 && back == 0);
  read_caught(p->caught[0], out);
  read_caught(p->caught[1], error);
  return status;
}
