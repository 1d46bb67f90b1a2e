/* The budget of steps ends whatever runs, and bounds time and memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "limit.h"
#include "machine_bench.h"

/* The budget of steps ends whatever runs. */
static void test_steps(void **state) {
  (void)state;
  ev_bundle *b = bench_bundle();
  uint32_t chunk = kit_chunk(
      b, "sum", 1, "Pod; int", "int",
      "CONST 0; STORE 1; LOCAL 0; FIELD Pod.numbers; ITER 0\n next: NEXT 0, done; LOCAL 1; ADD; "
      "STORE 1; LOOP next\n done: LOCAL 1; RETURN");
  bench t;
  bench_open(&t, b);
  for (uint64_t steps = 0; steps < 40; steps++) {
    ev_buf out = {0};
    t.run.steps = steps;
    t.run.out_of_steps = t.vm->stopped = false;
    bench_call(&t, chunk, &out);
    ev_buf_char(&out, '\0');
    uint64_t needed = 5 + 3 * 5 + 1 + 2; /* before, three elements, the last NEXT, after */
    assert_string_equal(out.at, steps < needed ? "out of steps" : "6");
    assert_ptr_equal(t.vm->sp, t.vm->stack);
    ev_buf_free(&out);
  }
  bench_close(&t);
}

#define LONG 32000

/* Constant 0 is a long text of small letters, constant 1 the same in another place. */
static ev_bundle *long_texts(void) {
  static char text[LONG + 3];
  memset(text, 'a', sizeof text);
  text[0] = text[LONG + 1] = '"';
  text[LONG + 2] = '\0';
  ev_bundle *b = kit_new();
  for (int i = 0; i < 2; i++) {
    (void)kit_constant(b, text);
    text[1] = 'b';
  }
  kit_edit_constants(b, 1)->text = ev_str_copy(&b->arena, b->constants[0].text);
  kit_record(b, "Pod", false, "labels: map<string>");
  kit_set(b, "as", "a*");
  kit_param(b, "as", "set of string", "as");
  kit_table(b, "t", "name: string", "\"x\"", true);
  return b;
}

/* What looks at a text or copies it pays for that: the budget of steps bounds time and memory. */
static void test_texts_are_paid_for(void **state) {
  (void)state;
  static const struct {
    const char *code;
    uint64_t least;
  } rows[] = {
      {"CONST #0; CONST #1; EQ_STR", LONG / 16},
      {"CONST #0; IN_SET as", LONG / 16},
      {"CONST #0; IN_PARAM as", LONG / 16},
      {"CONST #0; LIST string; CONST #1; APPEND; IN_LIST", LONG / 16},
      {"CONST #0; LOOKUP t; IS_SET", LONG / 16},
      {"LOCAL 0; FIELD Pod.labels; CONST #0; GET; IS_SET", LONG / 16},
      {"JOIN 0, int; CONST #0; CONST 1; JOIN_ADD 0; CONST true", LONG / 16},
      {"JOIN 0, int; CONST #0; JOIN_PROBE 0, 0, 0; CONST true", LONG / 16},
      {"JOIN 0, int; CONST #0; CONST 1; JOIN_FIRST 0, 0, 0; CONST true", LONG / 16},
      {"CONST #0; CONST \"b\"; BUILTIN contains", LONG / 16},
      {"LOCAL 0; FIELD Pod.labels; CONST #0; BUILTIN has", LONG / 16},
      {"CONST \"xyz\"; CONST #0; BUILTIN first_of; IS_SET", 3 * LONG / 16},
      {"CONST #0; BUILTIN upper; IS_SET", LONG},
      {"CONST #0; BUILTIN lower; IS_SET", LONG},
      {"CONST #0; CONST \"b\"; CONST \"c\"; BUILTIN swap; IS_SET", LONG},
      {"CONST #0; FORMAT 1; IS_SET", LONG},
      {"CONST #0; CONST #1; CONCAT; IS_SET", 2 * LONG},
      {"LIST string; CONST #0; APPEND; TEXT; IS_SET", LONG},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    ev_bundle *b = long_texts();
    char code[200];
    snprintf(code, sizeof code, "%s; RETURN", rows[i].code);
    uint32_t chunk = kit_chunk(b, "f", 1, "Pod", "bool", code);
    bench t;
    bench_open(&t, b);
    for (int enough = 0; enough < 2; enough++) {
      ev_buf out = {0};
      t.run.steps = enough ? EV_MAX_STEPS : rows[i].least;
      t.run.out_of_steps = t.vm->stopped = false;
      bench_call(&t, chunk, &out);
      bool ended = !ev_str_is(ev_buf_view(&out), "out of steps");
      if (ended != enough) print_error("%s: %.*s\n", code, EV_STR_ARG(ev_buf_view(&out)));
      assert_int_equal(ended, enough);
      ev_buf_free(&out);
    }
    bench_close(&t);
  }
}

/* So does a function with a frame that takes long to empty. */
static void test_frames_are_paid_for(void **state) {
  (void)state;
  ev_bundle *b = bench_bundle();
  ev_chunk *wide = kit_edit_chunks(b, kit_chunk(b, "wide", 0, "", "int", "CONST 1; RETURN"));
  wide->local_count = 4096;
  wide->local_types = EV_NEW_ARRAY(&b->arena, uint32_t, 4096);
  wide->iterators = wide->joins = 1024;
  uint32_t chunk = kit_chunk(b, "f", 1, "Pod", "int", "CALL wide; RETURN");
  bench t;
  bench_open(&t, b);
  t.run.steps = (4096 + 2 * 1024) / 16;
  ev_buf out = {0};
  bench_call(&t, chunk, &out);
  assert_true(ev_str_is(ev_buf_view(&out), "out of steps"));
  ev_buf_free(&out);
  bench_close(&t);
}
int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_steps),
      cmocka_unit_test(test_texts_are_paid_for),
      cmocka_unit_test(test_frames_are_paid_for),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
