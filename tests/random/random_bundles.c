/* Random bundles, through the one door and, where they are let in, through the machine:
 *
 *   random_bundles SEED COUNT
 *
 * Half of them hold random code in sound pools, grown from code that was accepted before; the others are such
 * files with bytes changed and the checksum made right again. The build decides what is looked for:
 * AddressSanitizer and UBSan, and with ECIVET_CLAIMS each claim of the verifier. Says how many were tried,
 * let in, and which opcodes the machine ran. */
#include <stdio.h>
#include <stdlib.h>

#include "bundle_file.h"
#include "opcode_samples.h"
#include "program.h"
#include "vm.h"

#define POOL      512u
#define STEPS     20000u
#define REFRESHED 4096u /* runs after which manifests are read anew */

static const char *const manifests[] = {
    "apiVersion: v1\nkind: Pod\nname: web\nlabels: {a: x, b: null, d: '[{\"name\": \"n\"}]'}\nflag: true\n"
    "items: [{name: a, num: 1}, {name: a, num: 2}, null, {name: \"{{ x }}\"}, {num: 2}]\n",
    "apiVersion: v1\nkind: Pod\nname: '[{\"name\": \"j\", \"num\": 1}, {\"num\": 12345678901}]'\nlabels: "
    "no\nitems: 5\n",
    "apiVersion: v1\nkind: Pod\nitems: &i [{name: 5, num: x}, {}, {name: b, 1: x, \"1\": y}]\nflag: maybe\n"
    "labels: {1: x, \"1\": y}\nname: \"[1, {{ x }}\"\n",
};
#define MANIFESTS (sizeof manifests / sizeof *manifests)

typedef struct driver {
  uint64_t random;
  ev_bundle *universe;     /* with the two random chunks last */
  program function, judge; /* what they hold: accepted code */
  program pool[POOL];      /* accepted code of cases */
  uint32_t pooled;
  pools pools;
  ev_reader *readers[MANIFESTS];
  ev_document documents[MANIFESTS];
  ev_buf file;
  uint64_t tried[2], accepted[2], runs, found, out_of_steps;
  bool ran[EV_OPCODES];
} driver;

static void need(bool holds) {
  if (!holds) abort();
}

/* ---- manifests */

static void read_manifests(driver *d) {
  ev_read_error error;
  for (size_t i = 0; i < MANIFESTS; i++) {
    ev_reader_free(d->readers[i]);
    d->readers[i] = ev_reader_new(NULL);
    need(d->readers[i] != NULL);
    ev_reader_start(d->readers[i], ev_str_of(manifests[i]));
    need(ev_reader_next(d->readers[i], &d->documents[i], &error) == EV_READ_DOCUMENT);
  }
}

/* ---- bundles */

#define LOCALS "Pod; int; string; [int]; Item; bool; quantity?; row forms; [Item]; interval; map<string>; any"

/* Samples are what code is grown from at first; what they use stays in the universe. */
static const char *const loops[] = {
    "LOCAL 0; FIELD Pod.items; ITER 0\n a: NEXT 0, end; FIELD Item.num; IS_SET; POP; LOOP a",
    "LOCAL 0; FIELD Pod.items; FOR 1, end\n a: NEXT 1, end; FIELD Item.name; NEED \"why\"; JUDGE a1; EMIT\n "
    "a1: LOOP a",
    "ROWS forms; ITER 0\n a: NEXT 0, end; COLUMN 1; POP; LOCAL 0; FIELD Pod.items; ITER 1\n b: NEXT 1, c; "
    "AT; LOOP b\n"
    " c: LOOP a",
    "JOIN 0, Item; LOCAL 0; FIELD Pod.items; ITER 0\n a: NEXT 0, b; STORE 4; LOCAL 4; FIELD Item.name; LOCAL "
    "4; JOIN_ADD "
    "0; LOOP a\n b: CONST \"a\"; JOIN_PROBE 0, 2, 1\n c: NEXT 2, end; SUBJECT; MAYBE 2; SKIP_UNLESS d; LOOP "
    "c\n d: HALT",
    "LIST int; LOCAL 0; FIELD Pod.items; ITER 3\n a: NEXT 3, b; FIELD Item.num; APPEND; LOOP a\n b: BUILTIN "
    "sum; POP",
};
#define LOOPS     (sizeof loops / sizeof *loops)
#define PERMANENT (uint32_t)(EV_OPCODES - 1 + LOOPS)

static void add_to_pool(driver *d, const ev_bundle *b, uint32_t chunk) {
  d->pool[d->pooled++] = program_of(&b->chunks[chunk]);
}

static void fill_pool(driver *d, ev_bundle *b) {
  for (size_t i = 0; i < LOOPS; i++) {
    ev_buf code = {0};
    ev_buf_format(&code, "%s\n end: HALT", loops[i]);
    ev_buf_char(&code, '\0');
    add_to_pool(d, b, kit_chunk(b, "loop", 1, LOCALS, NULL, code.at));
    ev_buf_free(&code);
    b->chunks_count--;
  }
  for (uint32_t op = 0; op < EV_OPCODES; op++) {
    if (op == EV_OP_RETURN) continue;
    add_to_pool(d, b, sample_chunk(b, &opcode_samples[op]));
    b->chunks_count--;
  }
}

static void make_universe(driver *d) {
  ev_bundle *b = d->universe = sample_universe();
  fill_pool(d, b);
  static const char *const types[] = {"int?",     "string?", "[string]",  "[Item]?",
                                      "interval", "any",     "row steps", "[any]"};
  static const char *const constants[] = {
      "absent", "false", "-3", "q1/3", "qinfinity", "q-infinity", "\"\"", "\"[1]\"", "99999999999999999999"};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) (void)kit_type(b, types[i]);
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) (void)kit_constant(b, constants[i]);
  uint32_t f = kit_chunk(b, "function", 1, LOCALS, "int", "CONST 1; RETURN");
  uint32_t c = kit_chunk(b, "case", 1, LOCALS, NULL, "HALT");
  uint32_t shape = kit_chunk(b, "shape", 5, "string; string; string; string; string", "string",
                             "LOCAL 2; RETURN");
  (void)kit_rule(b, "A2", c, "pod");
  (void)kit_shape(b, "K1", 0, shape);
  kit_verify(b);
  d->function = program_of(&b->chunks[f]);
  d->judge = program_of(&b->chunks[c]);
  d->pools = (pools){.constants = b->constants_count,
                     .locals = b->chunks[c].local_count,
                     .fields = b->fields_count,
                     .sets = b->sets_count,
                     .params = b->params_count,
                     .tables = b->tables_count,
                     .types = b->types_count,
                     .chunks = c,
                     .decodes = b->decodes_count,
                     .iterators = 4,
                     .joins = 2};
}

static void put_code(const ev_bundle *b, uint32_t chunk, const program *p, uint32_t *words) {
  ev_chunk *c = kit_edit_chunks(b, chunk);
  c->words = words;
  c->word_count = program_words(p, words);
  need(ev_chunk_cost(b, chunk, &c->cost_constant, &c->cost_linear));
}

static void seal(ev_buf *file) {
  ev_str body = ev_str_slice(ev_buf_view(file), EV_BUNDLE_HEADER, file->size);
  uint64_t words[2] = {body.size, ev_str_hash(body)};
  for (size_t i = 0; i < 16; i++) file->at[8 + i] = (char)(words[i / 8] >> i % 8 * 8);
}

static void write_file(driver *d, const program *function, const program *judge) {
  static uint32_t words[2][MOST_INSTRUCTIONS * 4];
  put_code(d->universe, d->pools.chunks - 1, function, words[0]);
  put_code(d->universe, d->pools.chunks, judge, words[1]);
  d->file.size = 0;
  ev_bundle_write(&d->file, d->universe);
  need(!d->file.failed);
}

/* ---- running */

static void trace(void *context, ev_str line) {
  driver *d = context;
  for (uint32_t op = 0; op < EV_OPCODES; op++) {
    ev_str name = ev_str_of(ev_opcodes[op].name);
    ev_str rest = ev_str_slice(line, 6, line.size);
    if (ev_str_starts(rest, name) && (rest.size == name.size || rest.at[name.size] == ' ')) d->ran[op] = true;
  }
}

static void run(driver *d, const ev_bundle *b, size_t manifest) {
  ev_vm *vm = ev_vm_new(b, NULL);
  need(vm != NULL);
  if (d->runs % 4 == 0) ev_vm_trace(vm, b->rules_count > 1 ? 1 : EV_NONE, trace, d);
  ev_run r = {.arena = ev_reader_arena(d->readers[manifest]),
              .source = ev_str_of(manifests[manifest]),
              .document = &d->documents[manifest],
              .object = d->documents[manifest].root,
              .api_version = EV_STR("v1"),
              .kind = EV_STR("Pod"),
              .scope = b->scopes_count ? 0 : EV_NONE,
              .steps = STEPS,
              .limit = 100};
  need(ev_vm_run(vm, &r));
  d->found += r.found;
  d->out_of_steps += r.out_of_steps;
  ev_vm_free(vm);
  if (++d->runs % REFRESHED == 0) read_manifests(d);
}

/* Reading gives what writing gave. */
static void check_written(driver *d, const ev_bundle *b) {
  ev_buf again = {0}, listing = {0};
  ev_bundle_write(&again, b);
  need(ev_str_equal(ev_buf_view(&again), ev_buf_view(&d->file)));
  ev_disassemble(&listing, b, EV_NONE);
  need(!listing.failed);
  ev_buf_free(&again);
  ev_buf_free(&listing);
}

static bool try_file(driver *d, int kind) {
  ev_verify_error error;
  /* Of its exact size, so that AddressSanitizer sees each byte beyond it. */
  char *bytes = malloc(d->file.size ? d->file.size : 1);
  need(bytes != NULL);
  memcpy(bytes, d->file.at, d->file.size);
  ev_bundle *b = ev_bundle_read((ev_str){bytes, d->file.size}, &error);
  free(bytes);
  d->tried[kind]++;
  d->accepted[kind] += b != NULL;
  for (size_t i = 0; b && i < MANIFESTS; i++) run(d, b, i);
  if (b && d->accepted[kind] % 64 == 1) check_written(d, b);
  ev_bundle_free(b);
  return b != NULL;
}

/* ---- the two kinds */

/* Samples half of the time: they stay in the pool. */
static const program *pick(driver *d) {
  return &d->pool[random_below(&d->random, random_below(&d->random, 2) ? PERMANENT : d->pooled)];
}

static void try_code(driver *d) {
  program function = d->function, judge = d->judge;
  bool in_function = random_below(&d->random, 4) == 0;
  program *p = in_function ? &function : &judge;
  for (uint32_t changes = 1 + random_below(&d->random, 3); changes > 0; changes--)
    program_change(p, pick(d), &d->pools, &d->random);
  write_file(d, &function, &judge);
  if (!try_file(d, 0)) return;
  d->function = function;
  d->judge = judge;
  if (in_function) return;
  uint32_t where = PERMANENT + random_below(&d->random, POOL - PERMANENT); /* samples stay */
  d->pool[d->pooled < POOL ? d->pooled++ : where] = judge;
}

/* Starts from other code, lest all grows from one. */
static void start_anew(driver *d) {
  d->judge = *pick(d);
  if (random_below(&d->random, 8) == 0) {
    d->function.count = 2;
    d->function.at[0] = (instruction){EV_OP_CONST, {kit_constant(d->universe, "1")}};
    d->function.at[1] = (instruction){EV_OP_RETURN, {0}};
  }
}

static void put_word(ev_buf *file, size_t at, uint32_t word) {
  for (size_t i = 0; i < 4 && at + i < file->size; i++) file->at[at + i] = (char)(word >> i * 8);
}

static void change_bytes(driver *d) {
  static const uint32_t words[] = {0,  1,    2,    3,          4,          5,          8,
                                   16, 0x7f, 0xff, 0x7fffffff, 0x80000000, 0xfffffffe, UINT32_MAX};
  uint64_t *r = &d->random;
  size_t at = EV_BUNDLE_HEADER + random_below(r, (uint32_t)(d->file.size - EV_BUNDLE_HEADER));
  size_t from = EV_BUNDLE_HEADER + random_below(r, (uint32_t)(d->file.size - EV_BUNDLE_HEADER));
  size_t most = d->file.size - (at > from ? at : from), size = 1 + random_below(r, 32);
  switch (random_below(r, 6)) {
  case 0: d->file.at[at] = (char)(d->file.at[at] ^ 1 << random_below(r, 8)); break;
  case 1: d->file.at[at] = (char)random_bits(r); break;
  case 2: d->file.at[at] = (char)(d->file.at[at] + (random_below(r, 2) ? 1 : -1)); break;
  case 3: put_word(&d->file, at, words[random_below(r, sizeof words / sizeof *words)]); break;
  case 4: put_word(&d->file, at, random_below(r, 100)); break;
  default: memmove(d->file.at + at, d->file.at + from, size < most ? size : most);
  }
}

static void try_bytes(driver *d) {
  write_file(d, &d->function, &d->judge);
  for (uint32_t changes = 1 + random_below(&d->random, 4); changes > 0; changes--) change_bytes(d);
  if (random_below(&d->random, 64) == 0)
    d->file.size = EV_BUNDLE_HEADER + random_below(&d->random, (uint32_t)(d->file.size - EV_BUNDLE_HEADER));
  seal(&d->file);
  (void)try_file(d, 1);
}

static int report(const driver *d) {
  int missing = 0;
  printf("code: %llu tried, %llu let in; bytes: %llu tried, %llu let in; %llu runs, %llu findings, %llu out "
         "of steps\n",
         (unsigned long long)d->tried[0], (unsigned long long)d->accepted[0], (unsigned long long)d->tried[1],
         (unsigned long long)d->accepted[1], (unsigned long long)d->runs, (unsigned long long)d->found,
         (unsigned long long)d->out_of_steps);
  for (uint32_t op = 0; op < EV_OPCODES; op++)
    if (!d->ran[op] && op != EV_OP_RETURN) missing += printf("never run: %s\n", ev_opcodes[op].name) > 0;
  return missing;
}

int main(int argc, char **argv) {
  static driver d;
  uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : 20000;
  d.random = 0x9e3779b97f4a7c15u + (argc > 1 ? strtoull(argv[1], NULL, 10) : 1);
  read_manifests(&d);
  make_universe(&d);
  for (uint64_t i = 0; i < count; i++) {
    if (random_below(&d.random, 50) == 0) start_anew(&d);
    if (random_below(&d.random, 2))
      try_code(&d);
    else
      try_bytes(&d);
  }
  int missing = report(&d);
  for (size_t i = 0; i < MANIFESTS; i++) ev_reader_free(d.readers[i]);
  ev_bundle_free(d.universe);
  ev_buf_free(&d.file);
  return count >= 20000 && missing ? 1 : 0; /* a driver that never gets to an opcode shows nothing of it */
}
