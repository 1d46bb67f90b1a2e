#include "walk.h"
#include "filter.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder that is still to be read. */
typedef struct folder {
  const char *path;          /* to open */
  const char *prefix;        /* of the names of what is in it: "", or a path that ends in a slash */
  bool walked;               /* met in a folder */
  const ev_ignores *ignores; /* that count in it */
  struct folder *next;
} folder;

typedef struct walk {
  ev_targets *targets;
  ev_accept accept;
  ev_filter filter;
  folder *pending;
  folder *current;
  int descriptor;
  enum { NUMBERS_UNKNOWN, NUMBERS_AGREE, NUMBERS_DIFFER } numbers; /* of entries and of stat */
  uint64_t device; /* where they agree: of the folder and its files */
} walk;

static bool ends_in_any_case(ev_str name, ev_str suffix) {
  if (name.size < suffix.size) return false;
  ev_str end = ev_str_slice(name, name.size - suffix.size, name.size);
  for (size_t i = 0; i < end.size; i++) {
    char c = end.at[i];
    if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != suffix.at[i]) return false;
  }
  return true;
}

bool ev_accept_manifest(ev_str name) {
  return ends_in_any_case(name, EV_STR(".yaml")) || ends_in_any_case(name, EV_STR(".yml")) ||
         ends_in_any_case(name, EV_STR(".json"));
}

bool ev_accept_rules(ev_str name) { return ev_str_ends(name, EV_STR(".vet")); }

/* `prefix` and `name` in one, perhaps with a slash behind; NULL without memory. */
static const char *join(walk *w, const char *prefix, const char *name, const char *end) {
  size_t a = strlen(prefix), b = strlen(name), c = strlen(end);
  char *joined = ev_arena_alloc(&w->targets->arena, a + b + c + 1);
  if (!joined) {
    w->targets->no_memory = true;
    return NULL;
  }
  memcpy(joined, prefix, a);
  memcpy(joined + a, name, b);
  memcpy(joined + a + b, end, c);
  return joined;
}

static void push(walk *w, const char *path, const char *prefix, bool walked, const ev_ignores *ignores) {
  folder *f = path && prefix ? EV_NEW(&w->targets->arena, folder) : NULL;
  if (!f) {
    w->targets->no_memory = true;
    return;
  }
  *f = (folder){path, prefix, walked, ignores, w->pending};
  w->pending = f;
}

static bool dropped(walk *w, const char *name, bool is_folder) {
  return ev_filter_drops(&w->filter, w->current->ignores, ev_str_of(w->current->prefix), name, is_folder);
}

static void add_file(walk *w, const char *name, uint64_t device, uint64_t inode) {
  const char *path = join(w, w->current->prefix, name, "");
  ev_target *target = path ? ev_targets_grow(w->targets) : NULL;
  if (!target) return;
  target->name = path;
  target->walked = true;
  target->device = device;
  target->inode = inode;
}

/* Most file systems tell of an entry what stat would tell of the file. Whether this one does is asked of the
 * first file of each folder. */
static void compare_numbers(walk *w, const struct dirent *entry, const struct stat *about) {
  struct stat around;
  w->numbers = NUMBERS_DIFFER;
  if (fstat(w->descriptor, &around) != 0 || around.st_dev != about->st_dev) return;
  w->device = (uint64_t)around.st_dev;
  if (entry->d_ino == about->st_ino) w->numbers = NUMBERS_AGREE;
}

static bool takes(walk *w, const char *name) {
  return w->accept(ev_str_of(name)) && !dropped(w, name, false);
}

/* Can an entry of this type be a folder or a file at all? Saves a system call for what is neither. */
static bool is_candidate(walk *w, const struct dirent *entry) {
  if (entry->d_name[0] == '.') return false;
  if (entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN) return true;
  return entry->d_type == DT_REG && takes(w, entry->d_name);
}

static void enter(walk *w, const char *name) {
  if (dropped(w, name, true)) return;
  const folder *in = w->current;
  push(w, join(w, in->prefix, name, ""), join(w, in->prefix, name, "/"), true, in->ignores);
}

static void look_at(walk *w, const struct dirent *entry) {
  struct stat about;
  if (!is_candidate(w, entry)) return;
  if (entry->d_type == DT_DIR) {
    enter(w, entry->d_name);
  } else if (entry->d_type == DT_REG && w->numbers == NUMBERS_AGREE) {
    add_file(w, entry->d_name, w->device, (uint64_t)entry->d_ino);
  } else if (fstatat(w->descriptor, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
    const char *path = join(w, w->current->prefix, entry->d_name, "");
    if (path && errno != ENOENT) ev_targets_fail(w->targets, path, "unreadable", errno);
  } else if (S_ISDIR(about.st_mode)) {
    enter(w, entry->d_name);
  } else if (S_ISREG(about.st_mode) && (entry->d_type == DT_REG || takes(w, entry->d_name))) {
    add_file(w, entry->d_name, (uint64_t)about.st_dev, (uint64_t)about.st_ino);
    if (w->numbers == NUMBERS_UNKNOWN) compare_numbers(w, entry, &about);
  }
}

static void read_entries(walk *w, DIR *entries) {
  while (ev_targets_go_on(w->targets)) {
    errno = 0;
    const struct dirent *entry = readdir(entries);
    if (!entry) {
      if (errno) ev_targets_fail(w->targets, w->current->path, "unreadable", errno);
      return;
    }
    look_at(w, entry);
  }
}

static void read_folder(walk *w) {
  int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (w->current->walked ? O_NOFOLLOW : 0);
  w->descriptor = open(w->current->path, flags);
  DIR *entries = w->descriptor >= 0 ? fdopendir(w->descriptor) : NULL;
  if (!entries) {
    ev_targets_fail(w->targets, w->current->path, "unreadable", errno);
    if (w->descriptor >= 0) (void)close(w->descriptor);
    return;
  }
  folder *f = w->current;
  w->numbers = NUMBERS_UNKNOWN;
  f->ignores = ev_filter_enter(&w->filter, w->descriptor, ev_str_of(f->prefix), f->ignores);
  read_entries(w, entries);
  (void)closedir(entries);
}

/* What stands before the names: nothing for the current folder, as `git ls-files` would list it. */
static const char *prefix_of(walk *w, const char *path) {
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/') length--;
  if (length == 1 && path[0] == '.') return "";
  char *trimmed = ev_arena_copy(&w->targets->arena, path, length);
  if (!trimmed) return NULL;
  return length == 1 && path[0] == '/' ? trimmed : join(w, trimmed, "", "/");
}

void ev_walk(ev_targets *targets, const char *path, const ev_walk_options *options) {
  walk w = {.targets = targets, .accept = options->accept};
  const ev_ignores *ignores = NULL;
  const char *prefix = prefix_of(&w, path);
  ev_filter_start(&w.filter, targets, path, prefix ? strlen(prefix) : 0, options, &ignores);
  push(&w, path, prefix, false, ignores);
  while (w.pending && !targets->no_memory && ev_targets_go_on(targets)) {
    w.current = w.pending;
    w.pending = w.pending->next;
    read_folder(&w);
  }
  ev_filter_free(&w.filter);
}
