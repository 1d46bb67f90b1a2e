/* Rule text: lexer, parser, checker, code generator, verifier, bundle file, formatter.
 *
 * Beside "no crash": what the generator makes passes the verifier; a bundle that is written and read again is
 * written the same; text that parses formats to a text that parses, and formatting that changes nothing. */
#include <stdlib.h>

#include "compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A manifest's worth of records and a view, so that rules have something to speak of: `use k8s`. */
static const char prelude[] =
    "record Meta open { name: string?  labels: map<string> }\n"
    "record C open { name: string?  uid: int?  add: [string]  mem: quantity?  on: bool = false }\n"
    "record S open { uid: int?  cs: [C]  limits: map<quantity> }\n"
    "record P open { metadata: Meta  spec: S }\n"
    "counted view pod: P { P \"v1\" Pod at . }\n"
    "table sizes (name: string, n: int) { \"a\" 1  \"b\" 2 }\n"
    "set names = glob { \"a*\" \"b?\" } except { \"ab\" }\n"
    "fn twice(n: int): int = n * 2\n";

static size_t import(void *context, ev_str from, ev_str name, bool is_path, const ev_input **files,
                     ev_str *why) {
  (void)from;
  (void)why;
  if (is_path || !ev_str_is(name, "k8s")) return 0;
  *files = context;
  return 1;
}

static void check(bool holds) {
  if (!holds) abort();
}

static void check_bundle(const ev_bundle *bundle) {
  ev_buf once = {0}, twice = {0};
  ev_verify_error error;
  ev_bundle_write(&once, bundle);
  ev_bundle *again = ev_bundle_read(ev_buf_view(&once), &error);
  check(again != NULL);
  ev_bundle_write(&twice, again);
  check(ev_str_equal(ev_buf_view(&once), ev_buf_view(&twice)));
  ev_bundle_free(again);
  ev_buf_free(&once);
  ev_buf_free(&twice);
}

/* The formatted text, empty when the text does not parse. */
static void format(ev_buf *out, ev_str text) {
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ev_diagnostics diagnostics;
  ev_diagnostics_init(&diagnostics, &arena);
  ev_source source = {EV_STR("fuzz.vet"), text};
  ev_file *file = ev_parse(&arena, &source, &diagnostics);
  if (file && diagnostics.errors == 0) ev_format(out, file);
  ev_arena_free(&arena);
}

static void check_format(ev_str text) {
  ev_buf once = {0}, twice = {0};
  format(&once, text);
  if (once.size) {
    format(&twice, ev_buf_view(&once));
    check(ev_str_equal(ev_buf_view(&once), ev_buf_view(&twice)));
  }
  ev_buf_free(&once);
  ev_buf_free(&twice);
}

static void compile(ev_str text) {
  ev_input k8s = {EV_STR("k8s/fuzz.vet"), {prelude, sizeof prelude - 1}, EV_STR("k8s")};
  ev_input input = {EV_STR("fuzz.vet"), text, {NULL, 0}};
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ev_diagnostics diagnostics;
  ev_diagnostics_init(&diagnostics, &arena);
  ev_bundle *bundle = ev_compile(&arena, &input, 1, import, &k8s, &diagnostics, NULL);
  check(bundle || diagnostics.errors > 0);
  ev_buf rendered = {0};
  for (const ev_diagnostic *d = diagnostics.first; d; d = d->next) {
    check(strcmp(d->code, "internal") != 0); /* the verifier refused what the generator made */
    ev_diagnostic_write(&rendered, d, false);
  }
  ev_buf_free(&rendered);
  if (bundle) check_bundle(bundle);
  ev_bundle_free(bundle);
  ev_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ev_str text = {(const char *)data, size};
  if (size > 64u * 1024u) return 0;
  compile(text);
  check_format(text);
  return 0;
}
