#include "rules_source.h"
#include "embedded.h"
#include "limit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const ev_read_options rule_file = {.limit = EV_MAX_RULE_FILE_BYTES};

/* A rule file that was read from disk. */
typedef struct disk_file {
  ev_input input;
  uint64_t device, inode;
  struct disk_file *next;
} disk_file;

typedef struct source {
  const ev_command *command;
  ev_rules *rules;
  ev_input *builtin; /* all files in the tool, sorted by name */
  disk_file *files, **last_file;
  size_t file_count;
  int status;
} source;

static int worsen(source *s, int status) { return s->status = ev_worse(s->status, status); }

static int no_memory(source *s) { return worsen(s, ev_no_memory(s->command)); }

/* ---- files in the tool */

static ev_str folder_of(ev_str path) {
  size_t size = path.size;
  while (size > 0 && path.at[size - 1] != '/') size--;
  return (ev_str){path.at, size};
}

static bool name_builtin(source *s, ev_input *input, const ev_embedded_file *file) {
  ev_str folder = folder_of(file->path);
  size_t prefix = strlen(EV_BUILTIN_PREFIX);
  char *name = ev_arena_alloc(&s->rules->arena, prefix + file->path.size + 1);
  if (!name) return false;
  memcpy(name, EV_BUILTIN_PREFIX, prefix);
  memcpy(name + prefix, file->path.at, file->path.size);
  input->name = (ev_str){name, prefix + file->path.size};
  input->text = file->text;
  input->module = (ev_str){folder.at, folder.size ? folder.size - 1 : 0};
  return true;
}

static bool list_builtin(source *s) {
  s->builtin = EV_NEW_ARRAY(&s->rules->arena, ev_input, ev_embedded_rules_count);
  if (!s->builtin) return false;
  for (size_t i = 0; i < ev_embedded_rules_count; i++)
    if (!name_builtin(s, &s->builtin[i], &ev_embedded_rules[i])) return false;
  return true;
}

static const ev_input *find_builtin(const source *s, ev_str name) {
  for (size_t i = 0; i < ev_embedded_rules_count; i++)
    if (ev_str_equal(s->builtin[i].name, name)) return &s->builtin[i];
  return NULL;
}

ev_str ev_builtin_text(ev_str name) {
  ev_str prefix = EV_STR(EV_BUILTIN_PREFIX);
  if (!ev_str_starts(name, prefix)) return (ev_str){NULL, 0};
  ev_str path = ev_str_slice(name, prefix.size, name.size);
  for (size_t i = 0; i < ev_embedded_rules_count; i++)
    if (ev_str_equal(ev_embedded_rules[i].path, path)) return ev_embedded_rules[i].text;
  return (ev_str){NULL, 0};
}

/* The files of a module stand together, since they are sorted. */
static size_t import_module(const source *s, ev_str name, const ev_input **files) {
  size_t first = 0, count = 0;
  while (first < ev_embedded_rules_count && !ev_str_equal(s->builtin[first].module, name)) first++;
  while (first + count < ev_embedded_rules_count && ev_str_equal(s->builtin[first + count].module, name))
    count++;
  *files = s->builtin + first;
  return count;
}

/* ---- files on disk */

static const disk_file *find_disk(const source *s, const ev_target *target) {
  for (const disk_file *f = s->files; f && target->inode; f = f->next)
    if (f->inode == target->inode && f->device == target->device) return f;
  return NULL;
}

static const ev_input *keep_file(source *s, const ev_target *target, ev_str text) {
  disk_file *file = EV_NEW(&s->rules->arena, disk_file);
  ev_str name = ev_str_copy(&s->rules->arena, ev_target_shown(target));
  ev_str kept = ev_str_copy(&s->rules->arena, text);
  if (!file || !name.at || !kept.at) return NULL;
  *file = (disk_file){.input = {name, kept, {"", 0}}, .device = target->device, .inode = target->inode};
  *s->last_file = file;
  s->last_file = &file->next;
  s->file_count++;
  return &file->input;
}

/* Reads a file once, however often it is reached; NULL with *why filled. */
static const ev_input *read_disk(source *s, const ev_target *target, ev_read_failure *why) {
  const disk_file *known = find_disk(s, target);
  if (known) return &known->input;
  ev_buf text = {0};
  const ev_input *input = NULL;
  if (ev_target_read(target, &rule_file, &text, why)) {
    input = keep_file(s, target, ev_buf_view(&text));
    if (!input) *why = (ev_read_failure){.code = "no-memory", .message = "out of memory"};
  }
  ev_buf_free(&text);
  return input;
}

/* ---- use */

static ev_str join(source *s, ev_str folder, ev_str name) {
  ev_buf path = {0};
  ev_buf_str(&path, folder);
  ev_buf_str(&path, name);
  ev_str joined = ev_buf_to_arena(&path, &s->rules->arena);
  ev_buf_free(&path);
  return joined;
}

static size_t import_disk(source *s, ev_str path, const ev_input **files, ev_str *why) {
  ev_targets targets;
  ev_read_failure failure = {.code = "missing-path", .message = "no such file"};
  ev_targets_init(&targets);
  ev_targets_add(&targets, path, &(ev_walk_options){.accept = ev_accept_rules});
  ev_targets_finish(&targets);
  struct stat about;
  bool regular = targets.count == 1 && !targets.at[0].code && stat(targets.at[0].name, &about) == 0 &&
                 S_ISREG(about.st_mode) && !targets.at[0].walked;
  const ev_input *input = regular ? read_disk(s, &targets.at[0], &failure) : NULL;
  ev_targets_free(&targets);
  *files = input;
  if (input) return 1;
  if (strcmp(failure.code, "missing-path") != 0) (void)worsen(s, EV_EXIT_TROUBLE);
  *why = ev_str_copy(&s->rules->arena, ev_str_of(failure.message));
  return 0;
}

static size_t refuse(ev_str *why, const char *reason) {
  *why = ev_str_of(reason);
  return 0;
}

static size_t import_path(source *s, ev_str from, ev_str name, const ev_input **files, ev_str *why) {
  if (ev_str_starts(name, EV_STR("/")))
    return refuse(why, "the path must be relative to the folder of this file");
  if (!ev_str_ends(name, EV_STR(".vet"))) return refuse(why, "the name of a rule file ends in .vet");
  ev_str path = join(s, folder_of(from), name);
  if (!path.at) (void)worsen(s, EV_EXIT_TROUBLE);
  if (!path.at) return refuse(why, "out of memory");
  if (!ev_str_starts(from, EV_STR(EV_BUILTIN_PREFIX))) return import_disk(s, path, files, why);
  *files = find_builtin(s, path);
  return *files ? 1 : refuse(why, "no such file among the built-in rules");
}

static size_t import(void *context, ev_str from, ev_str name, bool is_path, const ev_input **files,
                     ev_str *why) {
  source *s = context;
  return is_path ? import_path(s, from, name, files, why) : import_module(s, name, files);
}

/* ---- what was asked for */

static void read_targets(source *s, const ev_targets *targets) {
  for (size_t i = 0; i < targets->count; i++) {
    const ev_target *target = &targets->at[i];
    ev_read_failure why = {0};
    if (read_disk(s, target, &why)) continue;
    ev_complain(s->command, "rules `%.*s` cannot be read: %s", EV_STR_ARG(ev_target_shown(target)),
                why.message);
    (void)worsen(s, EV_EXIT_TROUBLE);
  }
}

static void add_target(ev_targets *targets, const char *path) {
  if (strcmp(path, "-") == 0)
    ev_targets_add_stdin(targets);
  else
    ev_targets_add(targets, ev_str_of(path), &(ev_walk_options){.accept = ev_accept_rules});
}

static void read_paths(source *s, const char *const *paths, size_t count) {
  for (size_t i = 0; i < count; i++) {
    ev_targets targets;
    ev_targets_init(&targets);
    add_target(&targets, paths[i]);
    ev_targets_finish(&targets);
    if (targets.no_memory)
      (void)no_memory(s);
    else if (targets.count == 0) {
      ev_complain(s->command, "there is no rule file (.vet) in `%s`", paths[i]);
      (void)worsen(s, EV_EXIT_USAGE);
    }
    read_targets(s, &targets);
    ev_targets_free(&targets);
  }
}

static int compile(source *s, const ev_rules_request *request) {
  bool builtin = request->builtin;
  ev_arena *arena = &s->rules->arena;
  size_t count = (builtin ? ev_embedded_rules_count : 0) + s->file_count, filled = 0;
  ev_input *inputs = EV_NEW_ARRAY(arena, ev_input, count);
  if (!inputs) return no_memory(s);
  for (size_t i = 0; builtin && i < ev_embedded_rules_count; i++) inputs[filled++] = s->builtin[i];
  for (const disk_file *f = s->files; f; f = f->next) inputs[filled++] = f->input;
  ev_diagnostics *diagnostics = &s->rules->diagnostics;
  ev_rule_sources sources = {inputs, filled, import, s, request->limits};
  s->rules->bundle = ev_compile(arena, &sources, diagnostics, &s->rules->program);
  bool kept = s->rules->bundle && request->keep_warnings;
  bool told = !diagnostics->first || kept ||
              ev_write_diagnostics(diagnostics, ev_color_on(request->color, STDERR_FILENO));
  if (!told || (!s->rules->bundle && arena->failed)) return no_memory(s);
  if (s->rules->bundle) return s->status;
  return worsen(s, EV_EXIT_USAGE);
}

/* ---- bundles */

static int read_bundle(source *s, ev_str bytes, const char *name) {
  ev_verify_error error = {.chunk = EV_NONE, .word = EV_NONE};
  s->rules->bundle = ev_bundle_read(bytes, &error);
  if (s->rules->bundle) return s->status;
  if (error.no_memory) return no_memory(s);
  if (error.chunk == EV_NONE)
    ev_complain(s->command, "bundle `%s` is refused: %s", name, error.message);
  else
    ev_complain(s->command, "bundle `%s` is refused: %s (chunk %u, word %u)", name, error.message,
                error.chunk, error.word);
  return worsen(s, EV_EXIT_USAGE);
}

static int read_bundle_file(source *s, const char *path) {
  ev_target target = {.name = path};
  ev_read_failure why;
  ev_buf bytes = {0};
  if (ev_target_read(&target, &(ev_read_options){.limit = EV_MAX_BUNDLE_BYTES}, &bytes, &why)) {
    (void)read_bundle(s, ev_buf_view(&bytes), path);
  } else {
    ev_complain(s->command, "bundle `%s` cannot be read: %s", path, why.message);
    (void)worsen(s, EV_EXIT_TROUBLE);
  }
  ev_buf_free(&bytes);
  return s->status;
}

static bool is_bundle(const char *path) { return ev_str_ends(ev_str_of(path), EV_STR(".vetc")); }

static size_t count_bundles(const ev_rules_request *request) {
  size_t count = 0;
  for (size_t i = 0; i < request->count; i++) count += is_bundle(request->paths[i]);
  return count;
}

static int load(source *s, const ev_rules_request *request) {
  if (request->count == 1 && is_bundle(request->paths[0]) && !request->program)
    return read_bundle_file(s, request->paths[0]);
  if (count_bundles(request))
    return ev_misuse(s->command,
                     "a bundle (.vetc) holds all its rules, so it cannot be joined with other rules");
  if (request->count == 0 && request->builtin && !request->program && ev_embedded_bundle_size)
    return read_bundle(s, (ev_str){ev_embedded_bundle, ev_embedded_bundle_size},
                       EV_BUILTIN_PREFIX "rules.vetc");
  if (!list_builtin(s)) return no_memory(s);
  read_paths(s, request->paths, request->count);
  return s->status == EV_EXIT_OK ? compile(s, request) : s->status;
}

int ev_rules_load(ev_rules *rules, const ev_command *command, const ev_rules_request *request) {
  *rules = (ev_rules){0};
  ev_arena_init(&rules->arena, 0);
  ev_diagnostics_init(&rules->diagnostics, &rules->arena);
  source s = {.command = command, .rules = rules};
  s.last_file = &s.files;
  return load(&s, request);
}

void ev_rules_free(ev_rules *rules) {
  ev_bundle_free(rules->bundle);
  ev_arena_free(&rules->arena);
  *rules = (ev_rules){0};
}

/* ---- files one by one */

static int take_target(const ev_command *command, const ev_target *target, ev_rule_file_taker take,
                       void *context) {
  ev_read_failure why;
  ev_buf text = {0};
  int status = EV_EXIT_TROUBLE;
  if (ev_target_read(target, &rule_file, &text, &why))
    status = take(context, target->is_stdin ? "<stdin>" : target->name, ev_buf_view(&text));
  else
    ev_complain(command, "`%.*s` cannot be read: %s", EV_STR_ARG(ev_target_shown(target)), why.message);
  ev_buf_free(&text);
  return status;
}

int ev_rule_files_each(const ev_command *command, const char *const *paths, size_t count,
                       ev_rule_file_taker take, void *context) {
  ev_targets targets;
  int status = EV_EXIT_OK;
  ev_targets_init(&targets);
  for (size_t i = 0; i < count; i++) add_target(&targets, paths[i]);
  ev_targets_finish(&targets);
  if (targets.no_memory) status = ev_no_memory(command);
  for (size_t i = 0; i < targets.count && !targets.no_memory; i++)
    status = ev_worse(status, take_target(command, &targets.at[i], take, context));
  ev_targets_free(&targets);
  return status;
}
