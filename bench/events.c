/* The cost of reading YAML at all: libyaml's own event loop over files, and nothing else.
 *
 *   events [--files-from LIST] [FILE-OR-FOLDER...]
 *
 * Files are read whole; folders are walked for names that end in .yaml, .yml or .json, as `ecivet check`
 * does. A stream ends at its first error, and the next file goes on. Prints what it counted. */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

typedef struct event_counts {
  size_t files, bytes, events, documents, errors;
} event_counts;

/* The bytes of one file; the buffer is used again for the next. */
typedef struct file_text {
  unsigned char *at;
  size_t size, capacity;
} file_text;

static bool reserve(file_text *text, size_t capacity) {
  if (capacity <= text->capacity) return true;
  unsigned char *grown = realloc(text->at, capacity);
  if (!grown) return false;
  text->at = grown;
  text->capacity = capacity;
  return true;
}

static bool read_all(int fd, file_text *text) {
  struct stat status;
  if (fstat(fd, &status) != 0 || !reserve(text, (size_t)status.st_size + 1)) return false;
  text->size = 0;
  for (;;) {
    ssize_t got = read(fd, text->at + text->size, text->capacity - text->size);
    if (got <= 0) return got == 0;
    text->size += (size_t)got;
    if (text->size == text->capacity && !reserve(text, text->capacity * 2)) return false;
  }
}

static bool read_file(const char *name, file_text *text) {
  int fd = open(name, O_RDONLY | O_CLOEXEC);
  bool done = fd >= 0 && read_all(fd, text);
  if (!done) (void)fprintf(stderr, "events: %s: %s\n", name, strerror(errno));
  if (fd >= 0) (void)close(fd);
  return done;
}

static void run_events(yaml_parser_t *parser, event_counts *counts) {
  for (bool more = true; more;) {
    yaml_event_t event;
    if (!yaml_parser_parse(parser, &event)) {
      counts->errors++;
      return;
    }
    counts->events++;
    counts->documents += event.type == YAML_DOCUMENT_START_EVENT;
    more = event.type != YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
}

static void count_file(const char *name, file_text *text, event_counts *counts) {
  yaml_parser_t parser;
  if (!read_file(name, text) || !yaml_parser_initialize(&parser)) {
    counts->errors++;
    return;
  }
  counts->files++;
  counts->bytes += text->size;
  yaml_parser_set_input_string(&parser, text->at, text->size);
  run_events(&parser, counts);
  yaml_parser_delete(&parser);
}

static bool is_manifest(const char *name) {
  const char *dot = strrchr(name, '.');
  return dot && (!strcasecmp(dot, ".yaml") || !strcasecmp(dot, ".yml") || !strcasecmp(dot, ".json"));
}

static int by_name(const FTSENT **a, const FTSENT **b) { return strcmp((*a)->fts_name, (*b)->fts_name); }

static void count_entry(FTS *walk, FTSENT *entry, file_text *text, event_counts *counts) {
  bool given = entry->fts_level == FTS_ROOTLEVEL;
  if (!given && entry->fts_name[0] == '.' && entry->fts_info == FTS_D) (void)fts_set(walk, entry, FTS_SKIP);
  if (entry->fts_info != FTS_F) return;
  if (given || (entry->fts_name[0] != '.' && is_manifest(entry->fts_name)))
    count_file(entry->fts_accpath, text, counts);
}

static void count_path(char *path, file_text *text, event_counts *counts) {
  char *paths[] = {path, NULL};
  FTS *walk = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR | FTS_COMFOLLOW, by_name);
  if (!walk) {
    counts->errors++;
    return;
  }
  for (FTSENT *entry; (entry = fts_read(walk));) count_entry(walk, entry, text, counts);
  (void)fts_close(walk);
}

static void count_list(const char *list, file_text *text, event_counts *counts) {
  FILE *file = fopen(list, "r");
  if (!file) {
    (void)fprintf(stderr, "events: %s: %s\n", list, strerror(errno));
    counts->errors++;
    return;
  }
  char *line = NULL;
  size_t capacity = 0;
  for (ssize_t size; (size = getline(&line, &capacity, file)) > 0;) {
    if (line[size - 1] == '\n') line[size - 1] = '\0';
    if (*line) count_file(line, text, counts);
  }
  free(line);
  (void)fclose(file);
}

int main(int argc, char **argv) {
  event_counts counts = {0};
  file_text text = {0};
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--files-from") == 0 && i + 1 < argc)
      count_list(argv[++i], &text, &counts);
    else
      count_path(argv[i], &text, &counts);
  }
  free(text.at);
  (void)printf("%zu files, %zu bytes, %zu events, %zu documents, %zu errors\n", counts.files, counts.bytes,
               counts.events, counts.documents, counts.errors);
  return 0;
}
