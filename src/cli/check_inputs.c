/* ecivet check: which files. */
#include "check_parts.h"
#include "limit.h"

static void add_path(ev_check *c, const char *path) {
  if (strcmp(path, "-") == 0)
    ev_targets_add_stdin(&c->targets);
  else
    ev_targets_add(&c->targets, ev_str_of(path), ev_accept_manifest);
}

static void add_listed(ev_check *c, ev_str text) {
  char end = c->null_separated ? '\0' : '\n';
  while (text.size) {
    const char *found = memchr(text.at, end, text.size);
    size_t length = found ? (size_t)(found - text.at) : text.size;
    ev_str path = ev_str_slice(text, 0, length);
    if (!c->null_separated && ev_str_ends(path, EV_STR("\r"))) path.size--;
    if (path.size) ev_targets_add(&c->targets, path, ev_accept_manifest);
    text = ev_str_slice(text, found ? length + 1 : length, text.size);
  }
}

static void read_list(ev_check *c, const char *name) {
  ev_target target = {.name = name, .is_stdin = strcmp(name, "-") == 0};
  ev_read_failure why;
  ev_buf text = {0};
  if (ev_target_read(&target, EV_MAX_FILE_BYTES, &text, &why)) {
    add_listed(c, ev_buf_view(&text));
  } else {
    ev_complain(c->command, "the list of files `%s` cannot be read: %s", name, why.message);
    (void)ev_check_worsen(c, EV_EXIT_TROUBLE);
  }
  ev_buf_free(&text);
}

static bool reads_stdin_twice(const ev_check *c, char **paths, size_t count) {
  size_t lists = 0, inputs = 0;
  for (size_t i = 0; i < c->lists.count; i++) lists += strcmp(c->lists.at[i], "-") == 0;
  for (size_t i = 0; i < count; i++) inputs += strcmp(paths[i], "-") == 0;
  return lists > 1 || (lists > 0 && inputs > 0);
}

bool ev_check_collect(ev_check *c, char **paths, size_t count) {
  if (count == 0 && c->lists.count == 0) {
    (void)ev_check_worsen(
        c, ev_misuse(c->command, "no PATH was given; `ecivet check .` vets the current folder"));
    return false;
  }
  if (reads_stdin_twice(c, paths, count)) {
    (void)ev_check_worsen(
        c, ev_misuse(c->command, "standard input can be a manifest or a list of files, not both"));
    return false;
  }
  for (size_t i = 0; i < c->lists.count; i++) read_list(c, c->lists.at[i]);
  for (size_t i = 0; i < count; i++) add_path(c, paths[i]);
  ev_targets_finish(&c->targets);
  if (c->targets.no_memory) (void)ev_check_worsen(c, ev_no_memory(c->command));
  return !c->targets.no_memory;
}
