#include "reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "manifest_dump.h"

ev_reader *reader;
ev_document document;
ev_read_error error;

int make_reader(void **state) {
  (void)state;
  reader = ev_reader_new(NULL);
  return reader ? 0 : -1;
}

int free_reader(void **state) {
  (void)state;
  ev_reader_free(reader);
  return 0;
}

ev_node *read_root(const char *text) {
  ev_reader_start(reader, ev_str_of(text));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  return document.root;
}

ev_node *get(ev_node *map, const char *key) {
  return ev_node_get(map, ev_str_of(key), ev_reader_arena(reader));
}

void expect_places(const char *text, const char *expected) {
  ev_buf out = {0};
  dump_places(&out, read_root(text));
  ev_buf_char(&out, '\0');
  assert_string_equal(out.at, expected);
  ev_buf_free(&out);
}
