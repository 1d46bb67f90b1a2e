/* Runs a fuzz harness over files, for compilers without libFuzzer and as a regression test:
 *
 *   replay_NAME [--mutate COUNT [--keep FOLDER]] FILE-OR-FOLDER...
 *
 * Folders are read one level deep, in the order of their names. With --mutate the harness's own mutator
 * changes each file COUNT times, each time anew, and the results are run, or put into a folder as
 * NUMBER-NAME. */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);
__attribute__((weak)) size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
extern size_t harness_sound;

static size_t replayed;
static unsigned mutants; /* of each file; 0: it is run as it is */
static const char *kept; /* where they go; NULL: they are run */

static bool failed(const char *name) {
  (void)fprintf(stderr, "replay: %s: %s\n", name, strerror(errno));
  return false;
}

/* ---- mutants */

/* A byte more, or one changed: stands in for libFuzzer's. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most) {
  if (size == 0 || (size < most && replayed % 2)) data[size++] = (uint8_t)replayed;
  data[replayed * 7919 % size] ^= (uint8_t)(1u << replayed % 8);
  return size;
}

static bool keep(const char *name, unsigned number, const uint8_t *bytes, size_t size) {
  char path[4096];
  const char *slash = strrchr(name, '/');
  int length = snprintf(path, sizeof path, "%s/%u-%s", kept, number, slash ? slash + 1 : name);
  FILE *file = length < 0 || (size_t)length >= sizeof path ? NULL : fopen(path, "wb");
  if (!file) return failed(name);
  bool written = fwrite(bytes, 1, size, file) == size;
  return fclose(file) == 0 && written ? true : failed(path);
}

static bool run_mutant(const char *name, unsigned number, const uint8_t *bytes, size_t size) {
  if (kept) return keep(name, number, bytes, size);
  uint8_t *exact = malloc(size ? size : 1);
  if (!exact) return failed(name);
  memcpy(exact, bytes, size);
  (void)LLVMFuzzerTestOneInput(exact, size);
  free(exact);
  return true;
}

static bool run_mutants(const char *name, const uint8_t *bytes, size_t size) {
  size_t most = 2 * size + 256;
  uint8_t *room = malloc(most);
  bool done = room || failed(name);
  for (unsigned i = 0; done && i < mutants; i++, replayed++) {
    memcpy(room, bytes, size);
    done = run_mutant(name, i, room, LLVMFuzzerCustomMutator(room, size, most, i));
  }
  free(room);
  return done;
}

/* ---- files */

/* The input is on the heap in exactly its size, so that AddressSanitizer sees each byte beyond it. */
static bool replay_bytes(FILE *file, const char *name, size_t size) {
  uint8_t *bytes = malloc(size ? size : 1);
  if (!bytes) return failed(name);
  bool read = fread(bytes, 1, size, file) == size || failed(name);
  if (read && mutants) {
    read = run_mutants(name, bytes, size);
  } else if (read) {
    (void)LLVMFuzzerTestOneInput(bytes, size);
    replayed++;
  }
  free(bytes);
  return read;
}

static bool replay_file(const char *name, size_t size) {
  FILE *file = fopen(name, "rb");
  if (!file) return failed(name);
  bool done = replay_bytes(file, name, size);
  (void)fclose(file);
  return done;
}

static bool replay(const char *name, bool into_folders);

static bool replay_entry(const char *folder, const char *entry) {
  char name[4096];
  int length = snprintf(name, sizeof name, "%s/%s", folder, entry);
  if (entry[0] == '.' || length < 0 || (size_t)length >= sizeof name) return true;
  return replay(name, false);
}

static bool replay_folder(const char *folder) {
  struct dirent **entries;
  int count = scandir(folder, &entries, NULL, alphasort);
  if (count < 0) return failed(folder);
  bool done = true;
  for (int i = 0; i < count; i++) {
    done = replay_entry(folder, entries[i]->d_name) && done;
    free(entries[i]);
  }
  free(entries);
  return done;
}

static bool replay(const char *name, bool into_folders) {
  struct stat status;
  if (stat(name, &status) != 0) return failed(name);
  if (!S_ISDIR(status.st_mode)) return replay_file(name, (size_t)status.st_size);
  return into_folders ? replay_folder(name) : true;
}

/* How many arguments the options take up; -1 when they are wrong. */
static int read_options(int argc, char **argv) {
  int at = 1;
  if (at + 1 < argc && strcmp(argv[at], "--mutate") == 0) {
    mutants = (unsigned)strtoul(argv[at + 1], NULL, 10);
    at += 2;
  }
  if (mutants && at + 1 < argc && strcmp(argv[at], "--keep") == 0) {
    kept = argv[at + 1];
    at += 2;
  }
  bool mutator = LLVMFuzzerCustomMutator != NULL;
  return (mutants && !mutator) || (at > 1 && !mutants) ? -1 : at;
}

int main(int argc, char **argv) {
  if (LLVMFuzzerInitialize) (void)LLVMFuzzerInitialize(&argc, &argv);
  int first = read_options(argc, argv);
  bool done = first > 0;
  if (!done) (void)fprintf(stderr, "replay: wrong options, or the harness has no mutator\n");
  for (int i = first; done && i < argc; i++) done = replay(argv[i], true) && done;
  (void)printf("%zu inputs replayed\n", replayed);
  if (mutants && !kept) (void)printf("%zu of them are sound\n", harness_sound);
  return done ? 0 : 1;
}
