/* Loops and joins of the machine, and where the values come from that they go over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "machine_bench.h"

static void test_loops(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"int",
       "CONST 0; STORE 1; LOCAL 0; FIELD Pod.numbers; ITER 0\n next: NEXT 0, done; LOCAL 1; ADD; STORE 1; "
       "LOOP next\n"
       "done: LOCAL 1",
       "6"},
      {"[string]",
       "LIST string; LOCAL 0; FIELD Pod.items; ITER 0\n next: NEXT 0, done; FIELD Item.name; APPEND; LOOP "
       "next\n"
       "done: LOCAL 0; POP",
       "[\"a\" \"b\" unknown: the text is an unrendered template]"},
      {"[int]",
       "LIST int; ROWS steps; ITER 0\n next: NEXT 0, done; COLUMN 0; APPEND; LOOP next\n done: LOCAL 0; POP",
       "[1 2 2]"},
      {"[int]",
       "LIST int; LOCAL 0; FIELD Pod.numbers; ITER 0\n one: NEXT 0, done; STORE 1; LOCAL 0; FIELD "
       "Pod.numbers; ITER 1\n"
       "two: NEXT 1, again; LOCAL 1; MUL; APPEND; LOOP two\n again: LOOP one\n done: LOCAL 0; POP",
       "[9 3 6 3 1 2 6 2 4]"},
      {"[bool]",
       "LIST bool; LIST int; CONST 1; UNKNOWN \"u\", bool; APPEND_IF; CONST 2; APPEND; ITER 0\n"
       "next: NEXT 0, done; POP; MAYBE 0; APPEND; LOOP next\n done: LOCAL 0; POP",
       "[unknown: the element is only possibly in the list true]"},
      {"[int]",
       "LIST int; UNKNOWN \"u\", [int]; ITER 0\n next: NEXT 0, done; APPEND; LOOP next\n done: LOCAL 0; POP",
       "[]"},
  };
  CHECK(rows);
}

/* A join of the pod's items by name, probed with some key. */
#define JOINED                                                                                               \
  "JOIN 0, Item; LOCAL 0; FIELD Pod.items; ITER 0\n next: NEXT 0, built; STORE 5; LOCAL 5; FIELD "           \
  "Item.name; LOCAL 5; "                                                                                     \
  "JOIN_ADD 0; LOOP next\n built: LIST int; "
#define ADDED(key, element) "LIST int; JOIN 0, int; " key "; CONST " element "; JOIN_FIRST 0, 1, 1; "
#define FIRST(key, kleene)                                                                                   \
  key "; CONST 2; JOIN_FIRST 0, 1, " #kleene "\n one: NEXT 1, done; APPEND; LOOP one\n done: LOCAL 0; POP"
#define PROBED "\n one: NEXT 1, done; FIELD Item.num; APPEND; LOOP one\n done: LOCAL 0; POP"

static void test_joins(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"[int]", JOINED "CONST \"a\"; JOIN_PROBE 0, 1, 0" PROBED, "[1]"},
      {"[int]", JOINED "CONST \"b\"; JOIN_PROBE 0, 1, 1" PROBED, "[refused 3]"},
      {"[int]", JOINED "CONST \"b\"; JOIN_PROBE 0, 1, 0" PROBED, "[refused]"},
      {"[int]", JOINED "CONST \"z\"; JOIN_PROBE 0, 1, 0" PROBED, "[]"},
      {"[int]", JOINED "CONST \"z\"; JOIN_PROBE 0, 1, 1" PROBED, "[3]"},
      {"[int]", JOINED "UNKNOWN \"u\", string; JOIN_PROBE 0, 1, 1" PROBED, "[1 refused 3]"},
      {"[int]", JOINED "UNKNOWN \"u\", string; JOIN_PROBE 0, 1, 0" PROBED, "[]"},
      {"[int]", JOINED "LOCAL 0; FIELD Pod.bad; FIELD Item.name; JOIN_PROBE 0, 1, 1" PROBED, "[]"},
      {"[int]",
       "LIST int; JOIN 0, int; ROWS steps; ITER 0\n next: NEXT 0, done; COLUMN 0; STORE 1; LOCAL 1; LOCAL 1; "
       "JOIN_FIRST 0, 1, 0\n NEXT 1, again; APPEND\n again: LOOP next\n done: LOCAL 0; POP",
       "[2]"},
      {"[int]", ADDED("UNKNOWN \"u\", string", "1") FIRST("UNKNOWN \"u\", string", 0), "[]"},
      {"[int]", ADDED("UNKNOWN \"u\", string", "1") FIRST("UNKNOWN \"u\", string", 1), "[1]"},
      {"[int]", ADDED("UNKNOWN \"u\", string", "1") FIRST("CONST \"k\"", 1), "[1]"},
      {"[int]", ADDED("CONST true", "1") FIRST("CONST true", 0), "[1]"},
      {"[int]", ADDED("CONST 1", "1") FIRST("CONST q1", 0), "[1]"},
      {"[int]", ADDED("CONST 1", "1") FIRST("CONST \"1\"", 0), "[]"},
      {"[int]", ADDED("CONST 1", "1") "JOIN 0, int; " FIRST("CONST 1", 0), "[]"},
  };
  CHECK(rows);
}

/* Values remember where they came from, and what they override. */
static void test_origins(void **state) {
  (void)state;
  static const struct {
    const char *result, *code, *path;
  } rows[] = {
      {"string", "LOCAL 0; FIELD Pod.dotted; UNWRAP; BUILTIN upper", "dotted"},
      {"string", "LOCAL 0; FIELD Pod.dotted; UNWRAP; CONST \".\"; CONST \"/\"; BUILTIN swap", "dotted"},
      {"int?", "LOCAL 0; FIELD Pod.dotted; UNWRAP; BUILTIN length", "dotted"},
      {"int", "LOCAL 0; FIELD Pod.item; FIELD Item.num; UNWRAP; CONST 2; MUL", "item.num"},
      {"string", "LOCAL 0; FIELD Pod.tpl; UNWRAP; BUILTIN upper", "tpl"},
      {"string?", "LOCAL 0; FIELD Pod.labels; CONST \"empty\"; GET", "labels.empty"},
      {"string?", "LOCAL 0; FIELD Pod.labels; BUILTIN keys; CONST 0; INDEX", "labels.app"},
      {"string?", "LOCAL 0; FIELD Pod.ambiguous; CONST \"1\"; GET", "ambiguous.1"},
      {"string?", "LOCAL 0; FIELD Pod.bad; FIELD Item.1", "bad.1"},
      {"Item", "LOCAL 0; FIELD Pod.none", ""},
      {"int?", "LOCAL 0; FIELD Pod.bad; FIELD Item.num", "bad.num"},
      {"string?", "LOCAL 0; FIELD Pod.name; LOCAL 0; FIELD Pod.dotted; OVERRIDE", "name"},
  };
  ev_bundle *b = bench_bundle();
  uint32_t chunks[COUNT(rows)];
  bench t;
  for (size_t i = 0; i < COUNT(rows); i++) {
    char code[300];
    snprintf(code, sizeof code, "%s; RETURN", rows[i].code);
    chunks[i] = kit_chunk(b, "row", 1, "Pod", rows[i].result, code);
  }
  bench_open(&t, b);
  for (size_t i = 0; i < COUNT(rows); i++) {
    ev_buf path = {0};
    ev_value pod = {.kind = EV_V_NODE, .type = b->chunks[chunks[i]].local_types[0], .node = t.document.root},
             v;
    pod.origin = pod.node;
    assert_true(ev_machine_call(t.vm, chunks[i], &pod, 1, &v));
    assert_non_null(v.origin);
    ev_node_path(&path, v.origin);
    ev_buf_char(&path, '\0');
    assert_string_equal(path.at, rows[i].path);
    ev_buf_free(&path);
    if (i == COUNT(rows) - 1)
      assert_ptr_equal(v.overrode->at, ev_node_get(t.document.root, EV_STR("dotted"), NULL));
  }
  bench_close(&t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_loops),
      cmocka_unit_test(test_joins),
      cmocka_unit_test(test_origins),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
