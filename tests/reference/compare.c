#include "compare.h"

#include <stdio.h>
#include <stdlib.h>

#include "compile.h"
#include "generate.h"
#include "reference.h"
#include "vm.h"

#define STEPS 10000000u

typedef struct pair {
  ev_buf rules, manifest;
  ev_arena arena;
  const ev_program *program;
  ev_bundle *bundle;
} pair;

static size_t import(void *context, ev_str from, ev_str name, bool is_path, const ev_input **files,
                     ev_str *why) {
  (void)context, (void)from, (void)name, (void)is_path, (void)files, (void)why;
  return 0;
}

static void show(const ev_diagnostics *diagnostics) {
  ev_buf text = {0};
  for (const ev_diagnostic *d = diagnostics->first; d; d = d->next) ev_diagnostic_write(&text, d, false);
  (void)fprintf(stderr, "%.*s\n", EV_STR_ARG(ev_buf_view(&text)));
  ev_buf_free(&text);
}

static bool compile(pair *p, bool show_errors) {
  ev_input input = {EV_STR("generated.vet"), ev_buf_view(&p->rules), {NULL, 0}};
  ev_diagnostics diagnostics;
  ev_diagnostics_init(&diagnostics, &p->arena);
  ev_rule_sources sources = {.inputs = &input, .count = 1, .import = import};
  p->bundle = ev_compile(&p->arena, &sources, &diagnostics, &p->program);
  if (!p->bundle && show_errors) show(&diagnostics);
  return p->bundle != NULL;
}

/* ---- findings as lines of text, so that they can be compared and shown */

static void write_line(ev_buf *out, const ev_node *at, ev_str message) {
  ev_buf_format(out, " %u:%u ", (unsigned)at->place.line, (unsigned)at->place.column);
  ev_node_path(out, at);
  ev_buf_format(out, " \"%.*s\"", EV_STR_ARG(message));
}

static void write_machine(ev_buf *out, const pair *p, const ev_found *f) {
  for (; f; f = f->next) {
    if (p->bundle->rules[f->rule].kind != EV_BR_RULE) continue;
    ev_buf_format(out, "%.*s %s", EV_STR_ARG(p->bundle->rules[f->rule].id),
                  f->verdict == EV_FAIL ? "fail" : "unknown");
    write_line(out, f->at, f->message);
    ev_buf_format(out, " (%.*s)\n", EV_STR_ARG(f->reason));
    for (const ev_vnote *n = f->notes; n; n = n->next) {
      write_line(out, n->at, n->message);
      ev_buf_char(out, '\n');
    }
  }
}

static uint64_t write_reference(ev_buf *out, const ref_finding *f) {
  uint64_t count = 0;
  for (; f; f = f->next, count++) {
    ev_buf_format(out, "%.*s %s", EV_STR_ARG(f->rule->name.text), f->unknown ? "unknown" : "fail");
    write_line(out, f->at, f->message);
    ev_buf_format(out, " (%.*s)\n", EV_STR_ARG(f->reason));
    for (const ref_note *n = f->notes; n; n = n->next) {
      write_line(out, n->at, n->message);
      ev_buf_char(out, '\n');
    }
  }
  return count;
}

static ref_outcome judge(const pair *p, ev_reader *reader, const ev_document *document, uint64_t *findings) {
  ref_run mine = {.arena = ev_reader_arena(reader),
                  .program = p->program,
                  .object = document->root,
                  .api_version = EV_STR("v1"),
                  .kind = EV_STR("Pod")};
  ev_run run = {.arena = mine.arena,
                .source = document->text,
                .document = document,
                .object = document->root,
                .api_version = mine.api_version,
                .kind = mine.kind,
                .scope = EV_NONE,
                .steps = STEPS};
  ref_judge(&mine);
  ev_vm *vm = ev_vm_new(p->bundle, NULL);
  bool ran = vm && ev_vm_run(vm, &run) && !run.out_of_steps;
  ev_buf theirs = {0}, ours = {0};
  write_machine(&theirs, p, run.first);
  uint64_t count = write_reference(&ours, mine.first);
  bool same = ran && ev_str_equal(ev_buf_view(&theirs), ev_buf_view(&ours));
  if (!same && !mine.refusal)
    (void)fprintf(stderr, "%.*s---\n%.*s--- machine:\n%.*s--- reference:\n%.*s",
                  EV_STR_ARG(ev_buf_view(&p->rules)), EV_STR_ARG(ev_buf_view(&p->manifest)),
                  EV_STR_ARG(ev_buf_view(&theirs)), EV_STR_ARG(ev_buf_view(&ours)));
  ev_buf_free(&theirs);
  ev_buf_free(&ours);
  ev_vm_free(vm);
  if (mine.refusal) return REF_NOT_KNOWN;
  *findings += count;
  return same ? REF_AGREED : REF_DIFFERS;
}

static ref_outcome vet(const pair *p, uint64_t *findings) {
  ev_reader *reader = ev_reader_new(NULL);
  ev_document document;
  ev_read_error error;
  if (!reader) abort();
  ev_reader_start(reader, ev_buf_view(&p->manifest));
  bool read = ev_reader_next(reader, &document, &error) == EV_READ_DOCUMENT;
  ref_outcome outcome = read ? judge(p, reader, &document, findings) : REF_NOT_KNOWN;
  ev_reader_free(reader);
  return outcome;
}

ref_outcome ref_compare(const uint8_t *bytes, size_t size, bool show_errors, uint64_t *findings) {
  ref_bytes left = {bytes, size};
  pair p = {.program = NULL};
  ev_arena_init(&p.arena, 0);
  ref_generate_manifest(&p.manifest, &left);
  ref_generate_rules(&p.rules, &left);
  ref_outcome outcome = compile(&p, show_errors) ? vet(&p, findings) : REF_NOT_WELL_TYPED;
  ev_bundle_free(p.bundle);
  ev_arena_free(&p.arena);
  ev_buf_free(&p.rules);
  ev_buf_free(&p.manifest);
  return outcome;
}
