/* The formatter: text that parses is formatted to text with the same tree, and formatting that changes
 * nothing. */
#include "harness.h"
#include "mutate.h"

/* False where the text does not parse. */
static bool format(ev_str text, ev_buf *formatted, ev_buf *tree) {
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ev_diagnostics diagnostics;
  ev_diagnostics_init(&diagnostics, &arena);
  ev_source source = {EV_STR("fuzz.vet"), text};
  ev_file *file = ev_parse(&arena, &source, &diagnostics);
  bool parsed = file && diagnostics.errors == 0;
  if (parsed) {
    ev_format(formatted, file);
    ev_ast_dump(tree, file);
  }
  ev_arena_free(&arena);
  return parsed;
}

MUTATES_BY(mutate_rules, cross_rules)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ev_buf once = {0}, twice = {0}, tree = {0}, tree_again = {0};
  if (size > 64u * 1024u) return 0;
  if (format((ev_str){(const char *)data, size}, &once, &tree)) {
    harness_sound++;
    check(format(ev_buf_view(&once), &twice, &tree_again));
    check(ev_str_equal(ev_buf_view(&once), ev_buf_view(&twice)));
    check(ev_str_equal(ev_buf_view(&tree), ev_buf_view(&tree_again)));
  }
  ev_buf_free(&once);
  ev_buf_free(&twice);
  ev_buf_free(&tree);
  ev_buf_free(&tree_again);
  return 0;
}
