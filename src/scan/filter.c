#include "filter.h"
#include "input.h"
#include "limit.h"
#include "walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static ev_arena *arena_of(const ev_filter *f) { return &f->targets->arena; }

/* ---- reading ignore files */

static void complain(const ev_filter *f, ev_str prefix, const char *name, const char *code,
                     const char *message) {
  ev_buf path = {0};
  ev_buf_str(&path, prefix);
  ev_buf_text(&path, name);
  ev_buf_char(&path, '\0');
  ev_str kept = ev_buf_to_arena(&path, arena_of(f)), why = ev_str_copy(arena_of(f), ev_str_of(message));
  ev_buf_free(&path);
  if (kept.at && why.at)
    ev_targets_refuse(f->targets, kept.at, code, why.at);
  else
    f->targets->no_memory = true;
}

static const ev_ignores *add_patterns(const ev_filter *f, ev_str text, size_t base, const ev_ignores *outer) {
  ev_ignore *patterns = ev_ignore_new(arena_of(f));
  ev_ignores *added = EV_NEW(arena_of(f), ev_ignores);
  if (!patterns || !added || !ev_ignore_add_text(arena_of(f), patterns, text)) {
    f->targets->no_memory = true;
    return outer;
  }
  if (ev_ignore_is_empty(patterns)) return outer;
  *added = (ev_ignores){patterns, base, outer};
  return added;
}

/* `shown` is how the folder is called in messages, `base` where paths relative to it begin. */
static const ev_ignores *read_one(const ev_filter *f, int folder, const char *name, ev_str shown, size_t base,
                                  const ev_ignores *outer) {
  ev_read_failure why;
  ev_buf text = {0};
  const ev_ignores *ignores = outer;
  /* As git does, no link is followed. */
  int descriptor = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
  if (descriptor < 0) {
    if (errno != ENOENT && errno != ELOOP) complain(f, shown, name, "unreadable", strerror(errno));
    return outer;
  }
  if (ev_descriptor_read(descriptor, true, EV_MAX_IGNORE_BYTES, &text, &why))
    ignores = add_patterns(f, ev_buf_view(&text), base, outer);
  else
    complain(f, shown, name, why.code, why.message);
  (void)close(descriptor);
  ev_buf_free(&text);
  return ignores;
}

static const ev_ignores *read_all(const ev_filter *f, int folder, ev_str shown, size_t base,
                                  const ev_ignores *outer) {
  for (const char *const *name = f->options->ignore_files; *name; name++)
    outer = read_one(f, folder, *name, shown, base, outer);
  return outer;
}

/* ---- the folders above the one that was named */

/* Where in the absolute path `at` the name of its repository's top ends; 0 where there is none. */
static size_t top_end(const char *at) {
  ev_buf path = {0};
  size_t end = strlen(at);
  for (;;) {
    path.size = 0;
    ev_buf_add(&path, at, end);
    ev_buf_text(&path, "/.git");
    ev_buf_char(&path, '\0');
    if (path.failed) end = 0;
    if (end == 0 || access(path.at, F_OK) == 0) break;
    while (end > 0 && at[end - 1] != '/') end--;
    if (end > 0) end--;
  }
  ev_buf_free(&path);
  return end;
}

/* Reads those of the folders from the top down to the parent of `at`. */
static const ev_ignores *read_above(ev_filter *f, const char *at, size_t top) {
  const ev_ignores *ignores = NULL;
  for (size_t end = top; at[end] == '/';) {
    char *folder = ev_arena_copy(arena_of(f), at, end);
    int descriptor = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (descriptor >= 0) {
      ev_str shown = {at, end + 1};
      ignores = read_all(f, descriptor, shown, end - top ? end - top : 0, ignores);
      (void)close(descriptor);
    }
    const char *slash = strchr(at + end + 1, '/');
    end = slash ? (size_t)(slash - at) : strlen(at);
  }
  return ignores;
}

void ev_filter_start(ev_filter *f, ev_targets *targets, const char *folder, size_t prefix_size,
                     const ev_walk_options *options, const ev_ignores **ignores) {
  *f = (ev_filter){.options = options, .targets = targets, .above = EV_STR(""), .named = prefix_size};
  *ignores = NULL;
  if (!options->ignore_files) return;
  char *at = realpath(folder, NULL);
  size_t top = at ? top_end(at) : 0;
  if (top > 0 && at[top] == '/') {
    *ignores = read_above(f, at, top);
    ev_buf_text(&f->path, at + top + 1);
    ev_buf_char(&f->path, '/');
    f->above = ev_buf_to_arena(&f->path, arena_of(f));
    if (!f->above.at) targets->no_memory = true;
  }
  free(at);
}

void ev_filter_free(ev_filter *f) { ev_buf_free(&f->path); }

const ev_ignores *ev_filter_enter(ev_filter *f, int folder, ev_str prefix, const ev_ignores *outer) {
  if (!f->options->ignore_files) return outer;
  return read_all(f, folder, prefix, f->above.size + prefix.size - f->named, outer);
}

/* ---- asking */

static bool included(const ev_ignore *include, ev_str path) {
  ev_ignore_answer answer = ev_ignore_ask(include, path, false);
  for (size_t i = 0; i < path.size && answer == EV_IGNORE_UNTOLD; i++)
    if (path.at[i] == '/') answer = ev_ignore_ask(include, ev_str_slice(path, 0, i), true);
  return answer == EV_IGNORE_MATCH;
}

/* By the innermost ignore file that says anything. */
static bool ignored(const ev_ignores *ignores, ev_str path, bool is_folder) {
  for (; ignores; ignores = ignores->outer) {
    ev_str below = ev_str_slice(path, ignores->base, path.size);
    ev_ignore_answer answer = ev_ignore_ask(ignores->patterns, below, is_folder);
    if (answer != EV_IGNORE_UNTOLD) return answer == EV_IGNORE_MATCH;
  }
  return false;
}

bool ev_filter_drops(ev_filter *f, const ev_ignores *ignores, ev_str prefix, const char *name,
                     bool is_folder) {
  const ev_walk_options *o = f->options;
  if (!ignores && !o->include && !o->exclude) return false;
  f->path.size = 0;
  ev_buf_str(&f->path, f->above);
  ev_buf_str(&f->path, ev_str_slice(prefix, f->named, prefix.size));
  ev_buf_text(&f->path, name);
  if (f->path.failed) f->targets->no_memory = true;
  if (f->path.failed) return true;
  ev_str path = ev_buf_view(&f->path), within = ev_str_slice(path, f->above.size, path.size);
  ev_ignore_answer answer = o->exclude ? ev_ignore_ask(o->exclude, within, is_folder) : EV_IGNORE_UNTOLD;
  if (answer == EV_IGNORE_MATCH) return true;
  if (!is_folder && o->include && !included(o->include, within)) return true;
  return answer == EV_IGNORE_UNTOLD && ignored(ignores, path, is_folder);
}
