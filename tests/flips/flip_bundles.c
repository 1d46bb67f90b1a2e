/* Every byte of a bundle changed, one at a time:
 *
 *   flip_bundles STRIDE VALUES BUNDLE MANIFEST...
 *
 * As it is, such a file is refused for its checksum. With the checksum made right it is refused by the
 * verifier, or it runs over the manifests and comes to its end; the build decides what is looked for
 * meanwhile: sanitizers, claims of the verifier. All values are tried of each byte where STRIDE is 0; else of
 * every STRIDE-th byte its eight bits, one at a time, and all at once. */
#include <stdio.h>
#include <stdlib.h>

#include "bundle_file.h"
#include "vm.h"

#define STEPS          20000u
#define MOST_MANIFESTS 8

typedef struct manifest {
  ev_buf text;
  ev_reader *reader;
  ev_document document;
} manifest;

typedef struct driver {
  ev_buf file;
  manifest manifests[MOST_MANIFESTS];
  int count;
  uint64_t tried, accepted;
} driver;

static void need(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "flip_bundles: %s\n", what);
  exit(2);
}

static void read_file(const char *name, ev_buf *out) {
  FILE *file = fopen(name, "rb");
  char bytes[4096];
  need(file != NULL, name);
  for (size_t n; (n = fread(bytes, 1, sizeof bytes, file)) > 0;) ev_buf_add(out, bytes, n);
  need(fclose(file) == 0 && !out->failed, name);
}

static void read_manifest(manifest *m) {
  ev_read_error error;
  ev_reader_free(m->reader);
  m->reader = ev_reader_new(NULL);
  need(m->reader != NULL, "no memory");
  ev_reader_start(m->reader, ev_buf_view(&m->text));
  need(ev_reader_next(m->reader, &m->document, &error) == EV_READ_DOCUMENT, "a manifest is malformed");
}

/* Of its exact size, so that AddressSanitizer sees each byte beyond it. */
static ev_bundle *open_bundle(const ev_buf *file) {
  ev_verify_error error;
  char *bytes = malloc(file->size);
  need(bytes != NULL, "no memory");
  memcpy(bytes, file->at, file->size);
  ev_bundle *b = ev_bundle_read((ev_str){bytes, file->size}, &error);
  free(bytes);
  return b;
}

static uint64_t hash_of(const ev_buf *file) {
  return ev_str_hash(ev_str_slice(ev_buf_view(file), EV_BUNDLE_HEADER, file->size));
}

static void seal(ev_buf *file) {
  uint64_t hash = hash_of(file);
  for (size_t i = 0; i < 8; i++) file->at[16 + i] = (char)(hash >> i * 8);
}

static void run(const ev_bundle *b, manifest *m) {
  ev_vm *vm = ev_vm_new(b, NULL);
  need(vm != NULL, "no memory");
  for (uint32_t scope = 0; scope <= b->scopes_count; scope++) {
    ev_run r = {.arena = ev_reader_arena(m->reader),
                .source = ev_buf_view(&m->text),
                .document = &m->document,
                .object = m->document.root,
                .api_version = EV_STR("v1"),
                .kind = EV_STR("Pod"),
                .scope = scope < b->scopes_count ? scope : EV_NONE,
                .steps = STEPS,
                .limit = 1000};
    need(ev_vm_run(vm, &r), "a run failed");
  }
  ev_vm_free(vm);
}

static void try_sealed(driver *d) {
  seal(&d->file);
  ev_bundle *b = open_bundle(&d->file);
  d->tried++;
  if (!b) return;
  if (d->accepted++ % 256 == 0)
    for (int i = 0; i < d->count; i++) read_manifest(&d->manifests[i]); /* gives memory back */
  for (int i = 0; i < d->count; i++) run(b, &d->manifests[i]);
  ev_bundle_free(b);
}

/* The header is refused whatever byte of it is wrong. */
static void flip_header(driver *d) {
  for (size_t at = 0; at < EV_BUNDLE_HEADER; at++)
    for (unsigned value = 1; value < 256; value++) {
      d->file.at[at] = (char)(d->file.at[at] ^ (char)value);
      ev_bundle *b = open_bundle(&d->file);
      need(!b, "a wrong header was let in");
      d->file.at[at] = (char)(d->file.at[at] ^ (char)value);
    }
}

static void flip_byte(driver *d, size_t at, unsigned mask) {
  char old = d->file.at[at];
  uint64_t hash = hash_of(&d->file);
  d->file.at[at] = (char)(old ^ (char)mask);
  need(hash_of(&d->file) != hash, "a changed file has the same checksum");
  try_sealed(d);
  d->file.at[at] = old;
  seal(&d->file);
}

/* The values to try of a byte: its bits, one at a time, and all at once; or one of these, by turns; or all.
 */
static bool is_wanted(size_t at, unsigned mask, unsigned how_many) {
  if (how_many == 255) return true;
  if (how_many == 1) return mask == (at % 9 == 8 ? 255u : 1u << at % 9);
  return (mask & (mask - 1)) == 0 || mask == 255;
}

static void flip_all(driver *d, size_t stride, unsigned how_many) {
  for (size_t at = EV_BUNDLE_HEADER; at < d->file.size; at += stride)
    for (unsigned mask = 1; mask < 256; mask++)
      if (is_wanted(at, mask, how_many)) flip_byte(d, at, mask);
}

int main(int argc, char **argv) {
  driver d = {.count = argc - 4};
  need(argc > 4 && d.count <= MOST_MANIFESTS, "flip_bundles STRIDE VALUES BUNDLE MANIFEST...");
  read_file(argv[3], &d.file);
  for (int i = 0; i < d.count; i++) {
    read_file(argv[4 + i], &d.manifests[i].text);
    read_manifest(&d.manifests[i]);
  }
  ev_bundle *b = open_bundle(&d.file);
  need(b != NULL, "the bundle itself is refused");
  for (int i = 0; i < d.count; i++) run(b, &d.manifests[i]);
  ev_bundle_free(b);
  flip_header(&d);
  size_t stride = strtoul(argv[1], NULL, 10);
  need(stride > 0, "STRIDE must be a number from 1");
  flip_all(&d, stride, (unsigned)strtoul(argv[2], NULL, 10));
  printf("%s: %llu changed bundles, %llu let in\n", argv[3], (unsigned long long)d.tried,
         (unsigned long long)d.accepted);
  for (int i = 0; i < d.count; i++) {
    ev_reader_free(d.manifests[i].reader);
    ev_buf_free(&d.manifests[i].text);
  }
  ev_buf_free(&d.file);
  return d.accepted > 0 ? 0 : 1;
}
