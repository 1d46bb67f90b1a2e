/* ecivet check: which files. */
#include "check_parts.h"
#include "limit.h"

/* The later decides. */
static const char *const ignore_files[] = {".ecivetignore", NULL};
static const char *const ignore_files_and_git[] = {".gitignore", ".ecivetignore", NULL};

/* NULL without patterns, or without memory: then the targets say so. */
static const ev_ignore *patterns(ev_check *c, const ev_names *names) {
  ev_arena *arena = &c->targets.arena;
  ev_ignore *ignore = names->count ? ev_ignore_new(arena) : NULL;
  for (size_t i = 0; ignore && i < names->count; i++)
    if (!ev_ignore_add(arena, ignore, ev_str_of(names->at[i]))) ignore = NULL;
  if (names->count && !ignore) c->targets.no_memory = true;
  return ignore;
}

static ev_walk_options walk_options(ev_check *c) {
  return (ev_walk_options){.accept = ev_accept_manifest,
                           .ignore_files = c->gitignore ? ignore_files_and_git : ignore_files,
                           .include = patterns(c, &c->include),
                           .exclude = patterns(c, &c->exclude)};
}

static void add_path(ev_check *c, const ev_walk_options *walk, const char *path) {
  if (strcmp(path, "-") == 0)
    ev_targets_add_stdin(&c->targets);
  else
    ev_targets_add(&c->targets, ev_str_of(path), walk);
}

static void add_listed(ev_check *c, const ev_walk_options *walk, ev_str text) {
  char end = c->null_separated ? '\0' : '\n';
  while (text.size) {
    const char *found = memchr(text.at, end, text.size);
    size_t length = found ? (size_t)(found - text.at) : text.size;
    ev_str path = ev_str_slice(text, 0, length);
    if (!c->null_separated && ev_str_ends(path, EV_STR("\r"))) path.size--;
    if (path.size) ev_targets_add(&c->targets, path, walk);
    text = ev_str_slice(text, found ? length + 1 : length, text.size);
  }
}

/* An error of the report, as a missing path is. */
static void add_unread_list(ev_check *c, const ev_target *list, const ev_read_failure *why) {
  ev_buf message = {0};
  ev_buf_format(&message, "the list of files cannot be read: %s", why->message);
  if (message.failed)
    c->targets.no_memory = true;
  else
    ev_targets_add_unread(&c->targets, ev_target_shown(list), why->code, ev_buf_view(&message));
  ev_buf_free(&message);
}

static void tick(void *context) {
  const ev_targets *targets = context;
  if (targets->tick) targets->tick(targets->tick_context, targets->count);
}

static void read_list(ev_check *c, const ev_walk_options *walk, const char *name) {
  ev_target target = {.name = name, .is_stdin = strcmp(name, "-") == 0};
  ev_read_options options = {.limit = EV_MAX_FILE_BYTES, .stop = c->targets.stop};
  if (c->targets.tick) {
    options.tick = tick;
    options.tick_context = &c->targets;
  }
  ev_read_failure why;
  ev_buf text = {0};
  if (ev_target_read(&target, &options, &text, &why))
    add_listed(c, walk, ev_buf_view(&text));
  else if (why.stopped)
    c->targets.unlisted = true;
  else
    add_unread_list(c, &target, &why);
  ev_buf_free(&text);
}

static bool reads_stdin_twice(const ev_check *c, char **paths, size_t count) {
  size_t lists = 0, inputs = 0;
  for (size_t i = 0; i < c->lists.count; i++) lists += strcmp(c->lists.at[i], "-") == 0;
  for (size_t i = 0; i < count; i++) inputs += strcmp(paths[i], "-") == 0;
  return lists > 1 || (lists > 0 && inputs > 0);
}

bool ev_check_operands(ev_check *c, char **paths, size_t count) {
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
  c->paths = paths;
  return true;
}

bool ev_check_collect(ev_check *c) {
  ev_walk_options walk = walk_options(c);
  for (size_t i = 0; i < c->lists.count; i++) read_list(c, &walk, c->lists.at[i]);
  for (char **path = c->paths; *path; path++) add_path(c, &walk, *path);
  ev_targets_finish(&c->targets);
  if (c->targets.no_memory) (void)ev_check_worsen(c, ev_no_memory(c->command));
  return !c->targets.no_memory;
}
