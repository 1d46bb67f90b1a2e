/* What ecivet reads of texts, to be held against kubectl's library (tests/goyaml/compare):
 *
 *   goyaml_texts FOLDER LENGTH FILE...
 *
 * The texts are all of up to LENGTH of the characters below, and the files. In the folder, `texts` becomes
 * what oracle.go reads, `ours` what it should print, a line for each text, and `names` what they are called.
 * A `~` at the end of a line says that the two may differ: chance decides between keys, or something stands
 * behind the end of a document, at which only one of them looks. */
#include <stdio.h>
#include <stdlib.h>

#include "manifest_dump.h"

static const char characters[] = "a:-?[]{},#&*!|>'\"% \n~1<\t";

typedef struct comparison {
  FILE *texts, *ours, *names;
  ev_reader *reader;
} comparison;

static void need(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "goyaml_texts: %s\n", what);
  exit(2);
}

static bool is_ambiguous(const ev_node *root) {
  bool found = root->flags & EV_FLAG_AMBIGUOUS;
  if (root->kind < EV_NODE_LIST) return found;
  for (const ev_node *n = root->first; n && !found; n = n->next) found = is_ambiguous(n);
  return found;
}

static bool may_differ(const ev_document *document) {
  for (const ev_quirk *q = document->quirks; q; q = q->next)
    if (q->kind == EV_QUIRK_TRAILING) return true;
  return document->root && is_ambiguous(document->root);
}

/* Documents that are null are left out, as by the oracle. */
static void read_text(ev_buf *out, ev_reader *reader, ev_str text) {
  ev_document document;
  ev_read_error error;
  ev_read_status status;
  bool loose = false, first = true;
  ev_reader_start(reader, text);
  while ((status = ev_reader_next(reader, &document, &error)) != EV_READ_END) {
    need(status != EV_READ_NO_MEMORY, "no memory");
    bool read = status == EV_READ_DOCUMENT;
    if (read) loose |= may_differ(&document);
    if (read && !document.root) continue;
    if (!first) ev_buf_char(out, '\1');
    first = false;
    if (read)
      dump_json(out, document.root);
    else
      ev_buf_text(out, "refused");
  }
  ev_buf_text(out, loose ? "\1~\n" : "\n");
}

static void write(FILE *file, const char *bytes, size_t size) {
  need(size == 0 || fwrite(bytes, 1, size, file) == size, "a result cannot be written");
}

static void add_text(comparison *c, ev_str name, ev_str text) {
  char size[4];
  ev_buf out = {0};
  for (unsigned i = 0; i < 4; i++) size[i] = (char)(text.size >> 8 * i);
  read_text(&out, c->reader, text);
  write(c->texts, size, sizeof size);
  write(c->texts, text.at, text.size);
  write(c->ours, out.at, out.size);
  out.size = 0;
  ev_buf_visible(&out, name);
  ev_buf_char(&out, '\n');
  need(!out.failed, "no memory");
  write(c->names, out.at, out.size);
  ev_buf_free(&out);
}

/* All texts of so many characters, counted up like numbers. */
static void add_all(comparison *c, size_t length) {
  char text[16];
  size_t digits[16] = {0};
  need(length < sizeof text, "LENGTH is too large");
  for (size_t i = 0; i < length;) {
    for (size_t k = 0; k < length; k++) text[k] = characters[digits[k]];
    add_text(c, (ev_str){text, length}, (ev_str){text, length});
    for (i = 0; i < length && ++digits[i] == sizeof characters - 1; i++) digits[i] = 0;
  }
}

static void add_file(comparison *c, const char *name) {
  FILE *file = fopen(name, "rb");
  char bytes[4096];
  ev_buf text = {0};
  need(file != NULL, name);
  for (size_t n; (n = fread(bytes, 1, sizeof bytes, file)) > 0;) ev_buf_add(&text, bytes, n);
  need(fclose(file) == 0 && !text.failed, name);
  add_text(c, ev_str_of(name), ev_buf_view(&text));
  ev_buf_free(&text);
}

static FILE *create(const char *folder, const char *name) {
  char path[1024];
  (void)snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "wb");
  need(file != NULL, path);
  return file;
}

int main(int argc, char **argv) {
  need(argc > 2, "goyaml_texts FOLDER LENGTH FILE...");
  comparison c = {create(argv[1], "texts"), create(argv[1], "ours"), create(argv[1], "names"),
                  ev_reader_new(NULL)};
  need(c.reader != NULL, "no memory");
  for (size_t length = 1; length <= strtoul(argv[2], NULL, 10); length++) add_all(&c, length);
  for (int i = 3; i < argc; i++) add_file(&c, argv[i]);
  ev_reader_free(c.reader);
  need(fclose(c.texts) == 0 && fclose(c.ours) == 0 && fclose(c.names) == 0, "a result cannot be written");
  return 0;
}
