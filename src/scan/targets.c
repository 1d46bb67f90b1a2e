/* The list of inputs: what was named, what folders hold, each once. */
#include "walk.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

void ev_targets_init(ev_targets *targets) {
  *targets = (ev_targets){0};
  ev_arena_init(&targets->arena, 0);
}

void ev_targets_free(ev_targets *targets) {
  ev_arena_free(&targets->arena);
  ev_free(targets->at);
  targets->at = NULL;
  targets->count = targets->capacity = 0;
}

bool ev_targets_go_on(ev_targets *targets) {
  if (targets->tick) targets->tick(targets->tick_context, targets->count);
  targets->unlisted = targets->unlisted || ev_stop_requested(targets->stop);
  return !targets->unlisted;
}

ev_target *ev_targets_grow(ev_targets *targets) {
  if (targets->count == targets->capacity) {
    size_t capacity = targets->capacity ? targets->capacity * 2 : 64;
    ev_target *grown = capacity <= SIZE_MAX / sizeof *grown
                           ? ev_realloc(targets->at, capacity * sizeof *grown)
                           : NULL;
    if (!grown) {
      targets->no_memory = true;
      return NULL;
    }
    targets->at = grown;
    targets->capacity = capacity;
  }
  ev_target *target = &targets->at[targets->count++];
  *target = (ev_target){.argument = targets->arguments};
  return target;
}

void ev_targets_refuse(ev_targets *targets, const char *name, const char *code, const char *message) {
  ev_target *target = ev_targets_grow(targets);
  if (!target) return;
  target->name = name;
  target->code = code;
  target->message = message;
}

void ev_targets_fail(ev_targets *targets, const char *name, const char *code, int error) {
  ev_targets_refuse(targets, name, code, error == ENOENT ? "no such file or folder" : strerror(error));
}

static void add_file(ev_targets *targets, const char *name, const struct stat *about) {
  ev_target *target = ev_targets_grow(targets);
  if (!target) return;
  target->name = name;
  if (!S_ISREG(about->st_mode)) return; /* a pipe is read each time it is named */
  target->device = (uint64_t)about->st_dev;
  target->inode = (uint64_t)about->st_ino;
}

void ev_targets_add(ev_targets *targets, ev_str path, const ev_walk_options *options) {
  if (!ev_targets_go_on(targets)) return;
  targets->arguments++;
  char *name = ev_arena_copy(&targets->arena, path.at, path.size);
  struct stat about;
  if (!name)
    targets->no_memory = true;
  else if (path.size == 0 || memchr(path.at, '\0', path.size))
    ev_targets_fail(targets, name, "missing-path", ENOENT);
  else if (stat(name, &about) != 0)
    ev_targets_fail(targets, name, errno == ENOENT || errno == ENOTDIR ? "missing-path" : "unreadable",
                    errno);
  else if (S_ISDIR(about.st_mode))
    ev_walk(targets, name, options);
  else
    add_file(targets, name, &about);
}

void ev_targets_add_stdin(ev_targets *targets) {
  targets->arguments++;
  for (size_t i = 0; i < targets->count; i++)
    if (targets->at[i].is_stdin) return;
  ev_target *target = ev_targets_grow(targets);
  if (!target) return;
  target->name = "-";
  target->is_stdin = true;
}

void ev_targets_add_unread(ev_targets *targets, ev_str name, const char *code, ev_str message) {
  const char *shown = ev_arena_copy(&targets->arena, name.at, name.size);
  const char *why = ev_arena_copy(&targets->arena, message.at, message.size);
  targets->arguments++;
  if (shown && why)
    ev_targets_refuse(targets, shown, code, why);
  else
    targets->no_memory = true;
}

static const char *shown(const ev_target *target) { return target->is_stdin ? "<stdin>" : target->name; }

ev_str ev_target_shown(const ev_target *target) { return ev_str_of(shown(target)); }

/* ---- each once */

static int compare(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

static int compare_names(const ev_target *a, const ev_target *b) {
  return strcmp(shown(a), shown(b)); /* by bytes, as they are unsigned there */
}

static bool same_file(const ev_target *a, const ev_target *b) {
  if (a->inode || b->inode) return a->inode == b->inode && a->device == b->device;
  return a->code && b->code && compare_names(a, b) == 0;
}

/* One file's targets stand together, that of the first argument, then name, in front. */
static int by_identity(const void *x, const void *y) {
  const ev_target *a = x, *b = y;
  int order = compare(a->device, b->device);
  if (!order) order = compare(a->inode, b->inode);
  if (!order && !a->inode) order = compare_names(a, b);
  if (!order) order = compare(a->argument, b->argument);
  return order ? order : compare_names(a, b);
}

static int by_name(const void *x, const void *y) {
  const ev_target *a = x, *b = y;
  int order = compare_names(a, b);
  return order ? order : compare(a->argument, b->argument);
}

void ev_targets_finish(ev_targets *targets) {
  if (targets->count == 0) return;
  qsort(targets->at, targets->count, sizeof *targets->at, by_identity);
  size_t kept = 1;
  for (size_t i = 1; i < targets->count; i++)
    if (!same_file(&targets->at[kept - 1], &targets->at[i])) targets->at[kept++] = targets->at[i];
  targets->count = kept;
  qsort(targets->at, kept, sizeof *targets->at, by_name);
}
