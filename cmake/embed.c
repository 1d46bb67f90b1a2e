/* Writes files as C source, so that the tool needs nothing else on disk:
 *
 *   ecivet-embed rules OUT.c ROOT FILE...   ev_embedded_rules[], names relative to ROOT, sorted by bytes
 *   ecivet-embed bytes OUT.c SYMBOL [FILE]  SYMBOL[] and SYMBOL_size; without FILE: nothing, size 0
 *
 * Runs on the machine that builds. Same files, same output. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool failed(const char *name) {
  (void)fprintf(stderr, "ecivet-embed: %s: %s\n", name, strerror(errno));
  return false;
}

/* Copies the bytes of a file into string literals, a line of source for each 32; octal escapes of three
 * digits cannot run into what follows. */
static bool write_literals(FILE *out, const char *name, size_t *size) {
  FILE *in = fopen(name, "rb");
  if (!in) return failed(name);
  *size = 0;
  for (int c; (c = fgetc(in)) != EOF; (*size)++) {
    if (*size % 32 == 0) (void)fputs(*size ? "\"\n    \"" : "    \"", out);
    if (c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '?')
      (void)fputc(c, out);
    else
      (void)fprintf(out, "\\%03o", (unsigned)c);
  }
  (void)fputs(*size ? "\"" : "    \"\"", out);
  bool read = !ferror(in) || failed(name);
  (void)fclose(in);
  return read;
}

static bool write_file_array(FILE *out, size_t index, const char *name, size_t *size) {
  (void)fprintf(out, "static const char file_%zu[] =\n", index);
  bool written = write_literals(out, name, size);
  (void)fputs(";\n\n", out);
  return written;
}

static const char *relative(const char *name, const char *root) {
  size_t length = strlen(root);
  if (strncmp(name, root, length) != 0) return name;
  return name + length + strspn(name + length, "/");
}

static int by_bytes(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool write_rules(FILE *out, const char *root, char **files, size_t count) {
  size_t *sizes = calloc(count + 1, sizeof *sizes);
  if (!sizes) return failed(root);
  qsort(files, count, sizeof *files, by_bytes);
  (void)fputs("#include \"embedded.h\"\n\n", out);
  bool written = true;
  for (size_t i = 0; i < count; i++) written = write_file_array(out, i, files[i], &sizes[i]) && written;
  (void)fputs("const ev_embedded_file ev_embedded_rules[] = {\n", out);
  for (size_t i = 0; i < count; i++)
    (void)fprintf(out, "    {{\"%s\", %zu}, {file_%zu, %zu}},\n", relative(files[i], root),
                  strlen(relative(files[i], root)), i, sizes[i]);
  (void)fprintf(out, "    {{\"\", 0}, {\"\", 0}},\n};\nconst size_t ev_embedded_rules_count = %zu;\n", count);
  free(sizes);
  return written;
}

static bool write_bytes(FILE *out, const char *symbol, const char *file) {
  size_t size = 0;
  (void)fprintf(out, "#include \"embedded.h\"\n\nconst char %s[] =\n", symbol);
  bool written = file ? write_literals(out, file, &size) : fputs("    \"\"", out) >= 0;
  (void)fprintf(out, ";\nconst size_t %s_size = %zu;\n", symbol, size);
  return written;
}

static bool write_source(FILE *out, int argc, char **argv) {
  if (strcmp(argv[1], "rules") == 0) return write_rules(out, argv[3], argv + 4, (size_t)argc - 4);
  return write_bytes(out, argv[3], argc > 4 ? argv[4] : NULL);
}

int main(int argc, char **argv) {
  if (argc < 4 || (strcmp(argv[1], "rules") != 0 && strcmp(argv[1], "bytes") != 0)) {
    (void)fputs("usage: ecivet-embed rules OUT.c ROOT FILE...\n"
                "       ecivet-embed bytes OUT.c SYMBOL [FILE]\n",
                stderr);
    return 2;
  }
  FILE *out = fopen(argv[2], "wb");
  if (!out) return failed(argv[2]), 1;
  bool written = write_source(out, argc, argv);
  if (fclose(out) != 0) written = failed(argv[2]);
  if (!written) (void)remove(argv[2]);
  return written ? 0 : 1;
}
