/* Runs a fuzz harness over files, for compilers without libFuzzer and as a regression test:
 *
 *   replay_NAME FILE-OR-FOLDER...
 *
 * Folders are read one level deep, in the order of their names. */
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

static size_t replayed;

static bool failed(const char *name) {
  (void)fprintf(stderr, "replay: %s: %s\n", name, strerror(errno));
  return false;
}

/* The input is on the heap in exactly its size, so that AddressSanitizer sees each byte beyond it. */
static bool replay_bytes(FILE *file, const char *name, size_t size) {
  uint8_t *bytes = malloc(size ? size : 1);
  if (!bytes) return failed(name);
  bool read = fread(bytes, 1, size, file) == size || failed(name);
  if (read) (void)LLVMFuzzerTestOneInput(bytes, size);
  replayed += read;
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

int main(int argc, char **argv) {
  if (LLVMFuzzerInitialize) (void)LLVMFuzzerInitialize(&argc, &argv);
  bool done = true;
  for (int i = 1; i < argc; i++) done = replay(argv[i], true) && done;
  (void)printf("%zu inputs replayed\n", replayed);
  return done ? 0 : 1;
}
