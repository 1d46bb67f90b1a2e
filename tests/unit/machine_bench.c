#include "machine_bench.h"
#include "limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const char manifest[] =
    "name: web\n"
    "labels: {app: x, empty: null, tpl: \"{{ .v }}\"}\n"
    "counts: {a: 1, b: null, c: x}\n"
    "1: one\n"
    "items:\n"
    "- {name: a, num: 1}\n"
    "- {name: b, num: '2'}\n"
    "- null\n"
    "- {name: \"{{ x }}\", num: 3}\n"
    "words: [x, null, \"{{ y }}\"]\n"
    "numbers: [3, 1, 2]\n"
    "mixed: [3, x, 2]\n"
    "item: {name: it, num: 7, size: 512Mi, kind: A, flag: on}\n"
    "bad: {num: 99999999999999999999, size: 512MB, kind: C, flag: 'true', name: 5, 1: x, \"1\": y}\n"
    "ambiguous: {1: x, \"1\": y}\n"
    "sizes: [1, 1.5, 2Gi, null]\n"
    "nothing: null\n"
    "tpl: \"a{{ x }}b\"\n"
    "dotted: a/b.c\n"
    "any: [1]\n";

ev_bundle *bench_bundle(void) {
  ev_bundle *b = kit_new();
  kit_record(b, "Item", false,
             "name: string?; num: int?; flag: bool = false; size: quantity?; kind: one of A B?; 1: string?; "
             "also extra; "
             "elsewhere gone");
  kit_record(
      b, "Pod", false,
      "name: string?; labels: map<string>; counts: map<int>; items: [Item]; words: [string]; numbers: [int];"
      "mixed: [int]; item: Item; bad: Item; ambiguous: map<string>; sizes: [quantity]; nothing: string?; "
      "none: Item;"
      "noitem: Item?; nolist: [string]; tpl: string?; dotted: string?; any: any?; noany: any?; size: int = "
      "4");
  kit_view(b, "pod", "Pod", true, "Pod v1 Pod at .");
  kit_set(b, "ab", "a* b");
  kit_int_set(b, "small", 1, 9);
  kit_table(b, "forms", "name: string; low: int; q: quantity", "\"x\"; 1; q1/2; \"y\"; 2; 3; \"\"; 9; 9",
            true);
  kit_table(b, "steps", "low: int", "1; 2; 2", false);
  kit_param(b, "limit", "int", "5");
  kit_param(b, "names", "set of string", "ab");
  kit_param(b, "ports", "set of int", "small");
  kit_chunk(b, "twice", 1, "int", "int", "LOCAL 0; LOCAL 0; ADD; RETURN");
  return b;
}

/* ---- values as text */

static void show_number(ev_buf *out, ev_rat r) {
  if (ev_rat_is_infinite(r)) {
    ev_buf_text(out, r.num < 0 ? "-inf" : "inf");
    return;
  }
  ev_int_write(out, r.num);
  if (r.den == 1) return;
  ev_buf_char(out, '/');
  ev_int_write(out, r.den);
}

static void show_scalar(ev_buf *out, const ev_vm *vm, const ev_value *v) {
  switch ((ev_value_kind)v->kind) {
  case EV_V_ABSENT: ev_buf_text(out, "absent"); break;
  case EV_V_BOOL: ev_buf_text(out, v->truth ? "true" : "false"); break;
  case EV_V_INT: ev_int_write(out, v->integer); break;
  case EV_V_NUMBER:
    ev_buf_text(out, v->whole ? "i" : "q");
    show_number(out, v->number->low.low);
    if (ev_rat_compare(v->number->low.low, v->number->high.high) == 0) break;
    ev_buf_text(out, "..");
    show_number(out, v->number->high.high);
    break;
  case EV_V_STRING: ev_buf_format(out, "\"%.*s\"", EV_STR_ARG(v->text)); break;
  case EV_V_NODE:
    ev_buf_text(out, v->node ? "<" : "<none in ");
    if (v->origin) ev_node_path(out, v->origin);
    ev_buf_text(out, ">");
    break;
  case EV_V_ROW: ev_buf_format(out, "%.*s#%u", EV_STR_ARG(vm->bundle->tables[v->type].name), v->row); break;
  case EV_V_ROWS: ev_buf_format(out, "all of %.*s", EV_STR_ARG(vm->bundle->tables[v->type].name)); break;
  case EV_V_UNKNOWN: ev_buf_format(out, "unknown: %.*s", EV_STR_ARG(v->text)); break;
  case EV_V_REFUSED: ev_buf_text(out, "refused"); break;
  case EV_V_LIST: break;
  }
}

static void show(ev_buf *out, ev_vm *vm, const ev_value *v) {
  ev_iterator it;
  ev_value e;
  if (v->kind != EV_V_LIST) {
    show_scalar(out, vm, v);
    return;
  }
  ev_buf_char(out, '[');
  ev_iterator_start(vm, &it, v);
  for (int i = 0; ev_iterator_next(vm, &it, &e); i++) {
    if (i) ev_buf_char(out, ' ');
    show_scalar(out, vm, &e);
    if (e.maybe) ev_buf_char(out, '?');
  }
  ev_buf_char(out, ']');
}

/* ---- running */

void bench_open(bench *t, ev_bundle *bundle) {
  ev_read_error error;
  *t = (bench){.bundle = bundle, .reader = ev_reader_new(NULL)};
  kit_verify(bundle);
  t->vm = ev_vm_new(bundle, NULL);
  assert_non_null(t->vm);
  ev_reader_start(t->reader, EV_STR(manifest));
  assert_int_equal(ev_reader_next(t->reader, &t->document, &error), EV_READ_DOCUMENT);
  t->run = (ev_run){.arena = ev_reader_arena(t->reader),
                    .source = EV_STR(manifest),
                    .document = &t->document,
                    .object = t->document.root,
                    .scope = EV_NONE,
                    .steps = EV_MAX_STEPS};
  t->vm->run = &t->run;
  t->vm->fallback = t->document.root;
}

void bench_close(bench *t) {
  ev_vm_free(t->vm);
  ev_reader_free(t->reader);
  ev_bundle_free(t->bundle);
}

void bench_call(bench *t, uint32_t chunk, ev_buf *out) {
  ev_node *root = t->document.root;
  ev_value pod = {
      .kind = EV_V_NODE, .type = t->bundle->chunks[chunk].local_types[0], .node = root, .origin = root};
  ev_value result;
  if (ev_machine_call(t->vm, chunk, &pod, 1, &result))
    show(out, t->vm, &result);
  else
    ev_buf_text(out, t->run.out_of_steps ? "out of steps" : "stopped");
}

void bench_check(const bench_row *rows, size_t count) {
  ev_bundle *b = bench_bundle();
  uint32_t chunks[256], wrong = 0;
  bench t;
  assert_true(count <= COUNT(chunks));
  for (size_t i = 0; i < count; i++) {
    ev_buf code = {0};
    ev_buf_format(&code, "%s; RETURN", rows[i].code);
    ev_buf_char(&code, '\0');
    chunks[i] = kit_chunk(b, "row", 1, "Pod; int; string?; [int]; bool; Item; [string]", rows[i].result,
                          code.at);
    ev_buf_free(&code);
  }
  bench_open(&t, b);
  for (size_t i = 0; i < count; i++) {
    ev_buf out = {0};
    bench_call(&t, chunks[i], &out);
    ev_buf_char(&out, '\0');
    if (strcmp(out.at, rows[i].expected) != 0) {
      print_error("%s\n  gave %s\n  not  %s\n", rows[i].code, out.at, rows[i].expected);
      wrong++;
    }
    ev_buf_free(&out);
  }
  bench_close(&t);
  assert_int_equal(wrong, 0);
}
