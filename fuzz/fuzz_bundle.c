/* Bundle bytes to the verifier, and what it accepts to the machine.
 *
 * An input is a bundle, or rule text that is compiled to one, so that seeds can be read. What the verifier
 * accepts is written as it was read, and runs to its end over three manifests; the build's machine checks
 * each claim of the verifier (ECIVET_CLAIMS). The mutator makes the checksum right again, and changes fields
 * of sound bundles. */
#include "bundle_file.h"
#include "harness.h"
#include "vm.h"

#define STEPS 20000u

static const char *const manifests[] = {
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {a: x, b: null}}\n"
    "spec: {uid: 7, cs: [{name: a, mem: 1Gi, add: [x, y]}, null, {uid: 3, on: true}], limits: {cpu: 100m}}\n",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: '{{ x }}', labels: no}\nspec: {uid: x, cs: 5, limits: "
    "[1]}\n",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: '[1]'}\n"
    "spec: {cs: &c [{name: 5, mem: x}, {1: x, \"1\": y}, {on: maybe}], limits: {a: 12345678901234567890}}\n",
};

static bool is_bundle(ev_str bytes) {
  return bytes.size > EV_BUNDLE_HEADER && memcmp(bytes.at, EV_BUNDLE_MAGIC, 4) == 0;
}

/* ---- running */

static void run(const ev_bundle *bundle, const char *manifest) {
  ev_document document;
  ev_read_error error;
  ev_reader *reader = ev_reader_new(NULL);
  ev_vm *vm = ev_vm_new(bundle, NULL);
  check(reader && vm);
  ev_reader_start(reader, ev_str_of(manifest));
  check(ev_reader_next(reader, &document, &error) == EV_READ_DOCUMENT);
  ev_run r = {.arena = ev_reader_arena(reader),
              .source = ev_str_of(manifest),
              .document = &document,
              .object = document.root,
              .api_version = EV_STR("v1"),
              .kind = EV_STR("Pod"),
              .scope = bundle->scopes_count ? 0 : EV_NONE,
              .steps = STEPS,
              .limit = 100};
  check(ev_vm_run(vm, &r));
  ev_vm_free(vm);
  ev_reader_free(reader);
}

static void check_written(const ev_bundle *bundle, ev_str bytes) {
  ev_buf again = {0}, listing = {0};
  ev_bundle_write(&again, bundle);
  ev_disassemble(&listing, bundle, EV_NONE);
  check(ev_str_equal(ev_buf_view(&again), bytes) && !listing.failed);
  ev_buf_free(&again);
  ev_buf_free(&listing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ev_str bytes = {(const char *)data, size};
  if (size > 256u * 1024u) return 0;
  bool stored = is_bundle(bytes);
  ev_verify_error error;
  ev_bundle *bundle = stored ? ev_bundle_read(bytes, &error) : harness_bundle(bytes);
  harness_sound += bundle != NULL;
  if (bundle && stored) check_written(bundle, bytes);
  for (size_t i = 0; bundle && i < sizeof manifests / sizeof *manifests; i++) run(bundle, manifests[i]);
  ev_bundle_free(bundle);
  return 0;
}

/* ---- the mutator */

static void seal(uint8_t *data, size_t size) {
  ev_str body = {(const char *)data + EV_BUNDLE_HEADER, size - EV_BUNDLE_HEADER};
  uint64_t words[2] = {body.size, ev_str_hash(body)};
  for (size_t i = 0; i < 16; i++) data[8 + i] = (uint8_t)(words[i / 8] >> i % 8 * 8);
}

static uint32_t small_or_odd(uint64_t *random) {
  static const uint32_t odd[] = {0x7f, 0xff, 0x7fffffff, 0x80000000, UINT32_MAX - 1, UINT32_MAX};
  uint32_t n = harness_random(random, 64 + sizeof odd / sizeof *odd);
  return n < 64 ? n : odd[n - 64];
}

/* The bundle is the mutator's own: what it holds may be changed. */
static void change_word(const uint32_t *words, uint32_t count, uint64_t *random) {
  if (count > 0) ((uint32_t *)(uintptr_t)words)[harness_random(random, count)] = small_or_odd(random);
}

static void change_chunk(const ev_bundle *bundle, uint64_t *random) {
  if (bundle->chunks_count == 0) return;
  ev_chunk *c = (ev_chunk *)(uintptr_t)&bundle->chunks[harness_random(random, bundle->chunks_count)];
  switch (harness_random(random, 12)) {
  case 0: c->max_stack = small_or_odd(random); break;
  case 1: c->result = small_or_odd(random); break;
  case 2: c->iterators = small_or_odd(random); break;
  case 3: c->joins = small_or_odd(random); break;
  case 4: c->param_count = small_or_odd(random); break;
  case 5: c->cost_constant = small_or_odd(random); break;
  case 6: c->cost_linear = small_or_odd(random); break;
  case 7: change_word(c->local_types, c->local_count, random); break;
  default: change_word(c->words, c->word_count, random);
  }
}

static void change_pools(const ev_bundle *bundle, uint64_t *random) {
  uint32_t kind = harness_random(random, 3);
  if (kind == 0 && bundle->types_count) {
    ev_vtype *t = (ev_vtype *)(uintptr_t)&bundle->types[harness_random(random, bundle->types_count)];
    if (harness_random(random, 2))
      t->kind = (ev_vtype_kind)harness_random(random, EV_VT_KINDS);
    else
      t->ref = small_or_odd(random);
  } else if (kind == 1 && bundle->fields_count) {
    ev_bfield *f = (ev_bfield *)(uintptr_t)&bundle->fields[harness_random(random, bundle->fields_count)];
    uint32_t *parts[] = {&f->type, &f->fallback, &f->record};
    *parts[harness_random(random, 3)] = small_or_odd(random);
  } else if (kind == 2 && bundle->rules_count) {
    const ev_brule *rule = &bundle->rules[harness_random(random, bundle->rules_count)];
    if (rule->case_count == 0) return;
    ev_bcase *c = (ev_bcase *)(uintptr_t)&rule->cases[harness_random(random, rule->case_count)];
    if (harness_random(random, 2)) c->chunk = small_or_odd(random);
    change_word(c->views, c->view_count, random);
  }
}

/* 0 where the bundle is not sound, or too large. */
static size_t change_fields(uint8_t *data, size_t size, size_t most, uint64_t *random) {
  ev_verify_error error;
  ev_buf written = {0};
  ev_bundle *bundle = ev_bundle_read((ev_str){(const char *)data, size}, &error);
  if (!bundle) return 0;
  for (uint32_t changes = 1 + harness_random(random, 3); changes > 0; changes--)
    (harness_random(random, 4) ? change_chunk : change_pools)(bundle, random);
  ev_bundle_write(&written, bundle);
  size_t length = written.failed || written.size > most ? 0 : written.size;
  if (length) memcpy(data, written.at, length);
  ev_buf_free(&written);
  ev_bundle_free(bundle);
  return length;
}

static size_t from_text(uint8_t *data, size_t size, size_t most) {
  ev_bundle *bundle = harness_bundle((ev_str){(const char *)data, size});
  ev_buf written = {0};
  if (!bundle) return 0;
  ev_bundle_write(&written, bundle);
  size_t length = written.failed || written.size > most ? 0 : written.size;
  if (length) memcpy(data, written.at, length);
  ev_buf_free(&written);
  ev_bundle_free(bundle);
  return length;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
  uint64_t random = seed;
  ev_str bytes = {(const char *)data, size};
  size_t length = is_bundle(bytes) ? size : from_text(data, size, most);
  if (length == 0) return LLVMFuzzerMutate(data, size, most);
  size_t changed = harness_random(&random, 4) ? change_fields(data, length, most, &random) : 0;
  if (changed) return changed;
  length = EV_BUNDLE_HEADER +
           LLVMFuzzerMutate(data + EV_BUNDLE_HEADER, length - EV_BUNDLE_HEADER, most - EV_BUNDLE_HEADER);
  seal(data, length);
  return length;
}
