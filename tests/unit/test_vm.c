/* The machine, instruction by instruction: each row is a function of a pod, and what it gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "machine_bench.h"

static void test_values(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"string", "CONST \"a\"", "\"a\""},
      {"int", "CONST 12", "12"},
      {"quantity", "CONST q1/3", "q1/3"},
      {"quantity", "CONST qinfinity", "qinf"},
      {"int?", "CONST absent", "absent"},
      {"string", "UNKNOWN \"why\", string", "unknown: why"},
      {"int", "PARAM limit", "5"},
      {"Pod", "LOCAL 0", "<>"},
      {"int", "CONST 3; STORE 1; LOCAL 1", "3"},
      {"int", "CONST 3; CONST 4; POP", "3"},
      {"string", "LOCAL 0; FIELD Pod.name; UNWRAP", "\"web\""},
      {"string", "LOCAL 0; FIELD Pod.nothing; UNWRAP", "unknown: a value that was expected is absent"},
      {"row forms?", "CONST \"y\"; LOOKUP forms", "forms#1"},
      {"row forms?", "CONST \"z\"; LOOKUP forms", "absent"},
      {"row forms?", "LOCAL 0; FIELD Pod.nothing; LOOKUP forms", "absent"},
      {"row forms?", "UNKNOWN \"u\", string; LOOKUP forms", "unknown: u"},
      {"int?", "CONST \"y\"; LOOKUP forms; JUMP_ABSENT end, absent; COLUMN 1\n end: LOCAL 0; POP", "2"},
      {"quantity", "CONST \"x\"; LOOKUP forms; UNWRAP; COLUMN 2", "q1/2"},
      {"quantity", "CONST \"z\"; LOOKUP forms; UNWRAP; COLUMN 2",
       "unknown: a value that was expected is absent"},
      {"[row forms]", "ROWS forms", "all of forms"},
      {"int", "ROWS steps; BUILTIN count", "3"},
  };
  CHECK(rows);
}

static void test_fields(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"string?", "LOCAL 0; FIELD Pod.name", "\"web\""},
      {"string?", "LOCAL 0; FIELD Pod.nothing", "absent"},
      {"int", "LOCAL 0; FIELD Pod.size", "4"},
      {"string?", "LOCAL 0; FIELD Pod.tpl", "unknown: the text is an unrendered template"},
      {"Item", "LOCAL 0; FIELD Pod.item", "<item>"},
      {"Item", "LOCAL 0; FIELD Pod.none", "<none in >"},
      {"Item?", "LOCAL 0; FIELD Pod.noitem", "absent"},
      {"[string]", "LOCAL 0; FIELD Pod.nolist", "<none in >"},
      {"any?", "LOCAL 0; FIELD Pod.any", "<any>"},
      {"int?", "LOCAL 0; FIELD Pod.none; FIELD Item.num", "absent"},
      {"bool", "LOCAL 0; FIELD Pod.none; FIELD Item.flag", "false"},
      {"bool", "LOCAL 0; FIELD Pod.item; FIELD Item.flag", "true"},
      {"int?", "LOCAL 0; FIELD Pod.item; FIELD Item.num", "7"},
      {"quantity?", "LOCAL 0; FIELD Pod.item; FIELD Item.size", "q536870912"},
      {"string?", "LOCAL 0; FIELD Pod.item; FIELD Item.kind", "\"A\""},
      {"int?", "LOCAL 0; FIELD Pod.bad; FIELD Item.num", "refused"},
      {"quantity?", "LOCAL 0; FIELD Pod.bad; FIELD Item.size", "refused"},
      {"string?", "LOCAL 0; FIELD Pod.bad; FIELD Item.kind", "refused"},
      {"bool", "LOCAL 0; FIELD Pod.bad; FIELD Item.flag", "refused"},
      {"string?", "LOCAL 0; FIELD Pod.bad; FIELD Item.name", "refused"},
      {"string?", "UNKNOWN \"u\", Item; FIELD Item.name", "unknown: u"},
      {"string?", "LOCAL 0; FIELD Pod.labels; CONST \"app\"; GET", "\"x\""},
      {"string?", "LOCAL 0; FIELD Pod.labels; CONST \"no\"; GET", "absent"},
      {"string?", "LOCAL 0; FIELD Pod.labels; CONST \"empty\"; GET", "\"\""},
      {"string?", "LOCAL 0; FIELD Pod.labels; CONST \"tpl\"; GET",
       "unknown: the text is an unrendered template"},
      {"string?", "LOCAL 0; FIELD Pod.labels; UNKNOWN \"u\", string; GET", "unknown: u"},
      {"string?", "LOCAL 0; FIELD Pod.ambiguous; CONST \"1\"; GET",
       "unknown: the key is given twice, once as a number"},
      {"int?", "LOCAL 0; FIELD Pod.counts; CONST \"b\"; GET", "0"},
      {"int?", "LOCAL 0; FIELD Pod.counts; CONST \"c\"; GET", "refused"},
      {"bool", "LOCAL 0; FIELD Pod.labels; CONST \"empty\"; BUILTIN has", "true"},
      {"bool", "LOCAL 0; FIELD Pod.labels; CONST \"no\"; BUILTIN has", "false"},
      {"int?", "LOCAL 0; FIELD Pod.numbers; CONST 1; INDEX", "1"},
      {"int?", "LOCAL 0; FIELD Pod.numbers; CONST 3; INDEX", "absent"},
      {"int?", "LOCAL 0; FIELD Pod.numbers; CONST -1; INDEX", "absent"},
      {"int?", "LOCAL 0; FIELD Pod.numbers; CONST q1/2; INDEX", "absent"},
      {"string?", "LOCAL 0; FIELD Pod.words; CONST 1; INDEX", "\"\""},
      {"Item?", "LOCAL 0; FIELD Pod.items; CONST 2; INDEX", "<items[2]>"},
      {"int?", "LOCAL 0; FIELD Pod.numbers; CONST 1; CONST 2; RANGE; INDEX",
       "unknown: the index is not known"},
      {"int?", "LOCAL 0; FIELD Pod.items; CONST 1; INDEX; UNWRAP; FIELD Item.num", "refused"},
  };
  CHECK(rows);
}

static void test_presence(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"bool", "LOCAL 0; FIELD Pod.name; IS_SET", "true"},
      {"bool", "LOCAL 0; FIELD Pod.nothing; IS_SET", "false"},
      {"bool", "LOCAL 0; FIELD Pod.tpl; IS_SET", "true"},
      {"bool", "LOCAL 0; FIELD Pod.bad; FIELD Item.num; IS_SET", "true"},
      {"bool", "LOCAL 0; FIELD Pod.none; IS_SET", "false"},
      {"bool", "LOCAL 0; FIELD Pod.item; IS_SET", "true"},
      {"bool", "LOCAL 0; FIELD Pod.items; CONST 2; INDEX; IS_SET", "true"},
      {"bool", "LOCAL 0; FIELD Pod.noany; IS_ABSENT", "true"},
      {"bool", "LOCAL 0; FIELD Pod.any; IS_ABSENT", "false"},
      {"bool", "LOCAL 0; FIELD Pod.bad; FIELD Item.num; IS_REFUSED", "true"},
      {"bool", "LOCAL 0; FIELD Pod.tpl; IS_REFUSED", "false"},
      {"string", "LOCAL 0; FIELD Pod.nothing; JUMP_ABSENT end, \"none\"; BUILTIN upper\n end: LOCAL 0; POP",
       "\"none\""},
      {"string", "LOCAL 0; FIELD Pod.name; JUMP_ABSENT end, \"none\"; BUILTIN upper\n end: LOCAL 0; POP",
       "\"WEB\""},
      {"string", "LOCAL 0; FIELD Pod.name; JUMP_SET end; CONST \"d\"\n end: LOCAL 0; POP", "\"web\""},
      {"string", "LOCAL 0; FIELD Pod.nothing; JUMP_SET end; CONST \"d\"\n end: LOCAL 0; POP", "\"d\""},
      {"string", "LOCAL 0; FIELD Pod.tpl; JUMP_SET end; CONST \"d\"\n end: LOCAL 0; POP",
       "unknown: the text is an unrendered template"},
      {"string?", "LOCAL 0; FIELD Pod.name; LOCAL 0; FIELD Pod.dotted; OVERRIDE", "\"web\""},
      {"string?", "LOCAL 0; FIELD Pod.nothing; LOCAL 0; FIELD Pod.dotted; OVERRIDE", "\"a/b.c\""},
      {"string?", "LOCAL 0; FIELD Pod.nothing; LOCAL 0; FIELD Pod.nothing; OVERRIDE", "absent"},
      {"string?", "CONST absent; LOCAL 0; FIELD Pod.name; OVERRIDE", "\"web\""},
  };
  CHECK(rows);
}

/* ---- truth tables: true, false, unknown, refused by row and column */

static const char *const operand_codes[] = {"CONST true", "CONST false", "UNKNOWN \"?\", bool",
                                            "LOCAL 0; FIELD Pod.bad; FIELD Item.flag"};

static char letter(const char *value) {
  return *value == 't' ? 'T' : *value == 'f' ? 'F' : *value == 'u' ? 'U' : 'R';
}

static void check_table(const char *op, const char *expected) {
  ev_bundle *b = bench_bundle();
  uint32_t chunks[16];
  char found[17] = {0};
  bench t;
  for (int i = 0; i < 16; i++) {
    char code[200];
    snprintf(code, sizeof code, "%s; %s; %s; RETURN", operand_codes[i / 4], operand_codes[i % 4], op);
    chunks[i] = kit_chunk(b, "row", 1, "Pod", "bool", code);
  }
  bench_open(&t, b);
  for (int i = 0; i < 16; i++) {
    ev_buf out = {0};
    bench_call(&t, chunks[i], &out);
    found[i] = letter(out.at);
    ev_buf_free(&out);
  }
  assert_string_equal(found, expected);
  bench_close(&t);
}

static void test_truth_tables(void **state) {
  (void)state;
  /*                   TTTT FFFF UUUU RRRR
                       TFUR TFUR TFUR TFUR */
  check_table("AND", "TFUR"
                     "FFFF"
                     "UFUR"
                     "RFRR");
  check_table("OR", "TTTT"
                    "TFUR"
                    "TUUR"
                    "TRRR");
  check_table("EQ_BOOL", "TFUR"
                         "FTUR"
                         "UUUR"
                         "RRRR");
  static const bench_row rows[] = {
      {"bool", "CONST true; NOT", "false"},
      {"bool", "CONST false; NOT", "true"},
      {"bool", "UNKNOWN \"u\", bool; NOT", "unknown: u"},
      {"bool", "LOCAL 0; FIELD Pod.bad; FIELD Item.flag; NOT", "refused"},
      {"bool", "UNKNOWN \"l\", bool; UNKNOWN \"r\", bool; AND", "unknown: l"},
      {"bool", "UNKNOWN \"l\", bool; UNKNOWN \"r\", bool; OR", "unknown: r"},
      {"bool", "UNKNOWN \"l\", bool; UNKNOWN \"r\", bool; EQ_BOOL", "unknown: l"},
  };
  CHECK(rows);
}

static void test_jumps(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"bool", "CONST false; JUMP_FALSE end; NOT\n end: LOCAL 0; POP", "false"},
      {"bool", "CONST true; JUMP_FALSE end; NOT\n end: LOCAL 0; POP", "false"},
      {"bool", "CONST true; JUMP_TRUE end; NOT\n end: LOCAL 0; POP", "true"},
      {"bool", "CONST false; JUMP_TRUE end; NOT\n end: LOCAL 0; POP", "true"},
      {"bool", "UNKNOWN \"u\", bool; JUMP_TRUE end; NOT\n end: LOCAL 0; POP", "unknown: u"},
      {"int", "CONST true; BRANCH no, end, int; CONST 1; JUMP end\n no: CONST 2\n end: LOCAL 0; POP", "1"},
      {"int", "CONST false; BRANCH no, end, int; CONST 1; JUMP end\n no: CONST 2\n end: LOCAL 0; POP", "2"},
      {"int", "UNKNOWN \"u\", bool; BRANCH no, end, int; CONST 1; JUMP end\n no: CONST 2\n end: LOCAL 0; POP",
       "unknown: u"},
      {"quantity",
       "CONST true; BRANCH no, end, quantity; CONST 1; JUMP end\n no: CONST q2\n end: LOCAL 0; POP", "1"},
      {"int", "LOCAL 0; FIELD Pod.tpl; UNWRAP; JUMP_POISON end, int; BUILTIN length\n end: LOCAL 0; POP",
       "unknown: the text is an unrendered template"},
      {"int", "CONST \"abc\"; JUMP_POISON end, int; BUILTIN length\n end: LOCAL 0; POP", "3"},
  };
  CHECK(rows);
}

#define INTERVAL(low, high) "CONST " low "; CONST " high "; RANGE; "

static void test_comparisons(void **state) {
  (void)state;
#define UNSURE "unknown: the exact number is not known"
  static const bench_row rows[] = {
      {"bool", "CONST 1; CONST 1; EQ_NUM", "true"},
      {"bool", "CONST 1; CONST q1; EQ_NUM", "true"},
      {"bool", "CONST 1; CONST 2; EQ_NUM", "false"},
      {"bool", INTERVAL("1", "2") "CONST 2; EQ_NUM", UNSURE},
      {"bool", "CONST 2; " INTERVAL("1", "2") "EQ_NUM", UNSURE},
      {"bool", INTERVAL("1", "2") "CONST 3; EQ_NUM", "false"},
      {"bool", INTERVAL("1", "2") INTERVAL("1", "2") "EQ_NUM", UNSURE},
      {"bool", INTERVAL("2", "2") "CONST 2; EQ_NUM", "true"},
      {"bool", "CONST q1; " INTERVAL("q1", "q2") "EQ_NUM", UNSURE},
      {"bool", "CONST \"a\"; CONST \"a\"; EQ_STR", "true"},
      {"bool", "CONST \"a\"; CONST \"A\"; EQ_STR", "false"},
      {"bool", "CONST 1; CONST 2; LT", "true"},
      {"bool", "CONST 2; CONST 2; LT", "false"},
      {"bool", "CONST 2; CONST 2; LE", "true"},
      {"bool", "CONST 3; CONST 2; LE", "false"},
      {"bool", "CONST 3; CONST 2; GT", "true"},
      {"bool", "CONST 2; CONST 2; GT", "false"},
      {"bool", "CONST 2; CONST 2; GE", "true"},
      {"bool", "CONST 1; CONST 2; GE", "false"},
      {"bool", INTERVAL("1", "2") "CONST 3; LT", "true"},
      {"bool", INTERVAL("1", "2") "CONST 2; LT", UNSURE},
      {"bool", INTERVAL("1", "2") "CONST 1; LT", "false"},
      {"bool", INTERVAL("1", "2") "CONST 2; LE", "true"},
      {"bool", INTERVAL("1", "2") "CONST 1; LE", UNSURE},
      {"bool", INTERVAL("1", "2") "CONST 0; LE", "false"},
      {"bool", INTERVAL("1", "2") "CONST 0; GT", "true"},
      {"bool", INTERVAL("1", "2") "CONST 1; GT", UNSURE},
      {"bool", INTERVAL("1", "2") "CONST 2; GT", "false"},
      {"bool", INTERVAL("1", "2") "CONST 1; GE", "true"},
      {"bool", INTERVAL("1", "2") "CONST 2; GE", UNSURE},
      {"bool", INTERVAL("1", "2") "CONST 3; GE", "false"},
      {"bool", INTERVAL("q1", "qinfinity") "CONST 5; LE", UNSURE},
      {"bool", "CONST 5; " INTERVAL("q5", "qinfinity") "LE", "true"},
      {"bool", "UNKNOWN \"u\", int; CONST 1; LT", "unknown: u"},
      {"bool", "CONST 1; UNKNOWN \"u\", int; LT", "unknown: u"},
      {"bool", "LOCAL 0; FIELD Pod.bad; FIELD Item.num; UNWRAP; UNKNOWN \"u\", int; LT", "refused"},
      {"bool", "UNKNOWN \"u\", int; LOCAL 0; FIELD Pod.bad; FIELD Item.num; UNWRAP; LT", "refused"},
  };
  CHECK(rows);
}

static void test_membership(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"bool", "CONST \"abc\"; IN_SET ab", "true"},
      {"bool", "CONST \"bc\"; IN_SET ab", "false"},
      {"bool", "UNKNOWN \"u\", string; IN_SET ab", "unknown: u"},
      {"bool", "LOCAL 0; FIELD Pod.bad; FIELD Item.name; UNWRAP; IN_SET ab", "refused"},
      {"bool", "CONST 1; IN_SET small", "true"},
      {"bool", "CONST 9; IN_SET small", "true"},
      {"bool", "CONST 10; IN_SET small", "false"},
      {"bool", "CONST 0; IN_SET small", "false"},
      {"bool", "CONST \"b\"; IN_PARAM names", "true"},
      {"bool", "CONST 11; IN_PARAM ports", "false"},
      {"bool", "CONST \"99999999999999999999999999999999999999999\"; BUILTIN int; UNWRAP; IN_SET small",
       "false"},
      {"bool", "CONST 2; LOCAL 0; FIELD Pod.numbers; IN_LIST", "true"},
      {"bool", "CONST 5; LOCAL 0; FIELD Pod.numbers; IN_LIST", "false"},
      {"bool", "CONST 3; LOCAL 0; FIELD Pod.mixed; IN_LIST", "true"},
      {"bool", "CONST 5; LOCAL 0; FIELD Pod.mixed; IN_LIST", "refused"},
      {"bool", "CONST \"x\"; LOCAL 0; FIELD Pod.words; IN_LIST", "true"},
      {"bool", "CONST \"\"; LOCAL 0; FIELD Pod.words; IN_LIST", "true"},
      {"bool", "CONST \"z\"; LOCAL 0; FIELD Pod.words; IN_LIST",
       "unknown: the text is an unrendered template"},
      {"bool", "UNKNOWN \"u\", string; LOCAL 0; FIELD Pod.nolist; IN_LIST", "false"},
      {"bool", "UNKNOWN \"u\", int; LOCAL 0; FIELD Pod.numbers; IN_LIST", "unknown: u"},
      {"bool", "UNKNOWN \"u\", int; LOCAL 0; FIELD Pod.mixed; IN_LIST", "refused"},
      {"bool", "CONST 1; UNKNOWN \"u\", [int]; IN_LIST", "unknown: u"},
      {"bool", "CONST 1; LIST int; CONST 1; UNKNOWN \"u\", bool; APPEND_IF; IN_LIST",
       "unknown: an equal element is only possible"},
      {"bool", "CONST 1; LIST int; CONST 2; UNKNOWN \"u\", bool; APPEND_IF; IN_LIST", "false"},
      {"bool", "CONST q3/2; LOCAL 0; FIELD Pod.sizes; IN_LIST", "true"},
  };
  CHECK(rows);
}

#define HUGE_INT "170141183460469231731687303715884105727"

static void test_arithmetic(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"int", "CONST 2; CONST 3; ADD", "5"},
      {"int", "CONST 2; CONST 3; SUB", "-1"},
      {"int", "CONST 2; CONST 3; MUL", "6"},
      {"quantity", "CONST 2; CONST 3; DIV", "q2/3"},
      {"quantity", "CONST 6; CONST 3; DIV", "q2"},
      {"int", "CONST 2; NEG", "-2"},
      {"quantity", "CONST 2; CONST q1/2; ADD", "q5/2"},
      {"interval", "CONST 1; CONST 2; RANGE", "q1..2"},
      {"interval", "CONST 2; CONST 1; RANGE", "unknown: the low end of a range lies above the high end"},
      {"int", "CONST " HUGE_INT "; CONST 1; ADD", "unknown: a number is too large to be reckoned with"},
      {"int", "CONST " HUGE_INT "; CONST " HUGE_INT "; MUL",
       "unknown: a number is too large to be reckoned with"},
      {"int", "CONST " HUGE_INT "; NEG; CONST 2; SUB", "unknown: a number is too large to be reckoned with"},
      {"int", "CONST " HUGE_INT "; CONST " HUGE_INT "; SUB", "0"},
      {"quantity", "CONST 1; CONST 0; DIV", "unknown: the division is by zero, or may be"},
      {"interval", "CONST 1; " INTERVAL("-1", "1") "DIV", "unknown: the division is by zero, or may be"},
      {"interval", INTERVAL("1", "2") INTERVAL("10", "20") "ADD", "q11..22"},
      {"interval", INTERVAL("1", "2") INTERVAL("10", "20") "SUB", "q-19..-8"},
      {"interval", INTERVAL("-1", "2") INTERVAL("-10", "20") "MUL", "q-20..40"},
      {"interval", INTERVAL("-1", "2") INTERVAL("10", "20") "DIV", "q-1/10..1/5"},
      {"interval", INTERVAL("1", "2") "NEG", "q-2..-1"},
      {"interval", "CONST q1/2; CONST q1/2; RANGE", "q1/2"},
      {"interval", "CONST q5; " INTERVAL("q1/2", "q1/2") "SUB", "q9/2"},
      {"interval", INTERVAL("-2", "1") INTERVAL("-3", "1") "MUL", "q-3..6"},
      {"interval", "CONST 3; " INTERVAL("2", "5") "MUL", "q6..15"},
      {"interval", INTERVAL("q2", "qinfinity") "CONST q3; MUL", "q6..inf"},
      {"interval", INTERVAL("q1", "qinfinity") INTERVAL("0", "2") "MUL", "q0..inf"},
      {"interval", INTERVAL("0", "2") INTERVAL("q1", "qinfinity") "MUL", "q0..inf"},
      {"interval", INTERVAL("q0", "qinfinity") "CONST q1/5; MUL", "q0..inf"},
      {"interval", INTERVAL("q0", "qinfinity") "CONST 0; MUL", "q0"},
      {"quantity", "CONST qinfinity; CONST 0; MUL", "unknown: a number is too large to be reckoned with"},
      {"quantity", "CONST qinfinity; CONST 1; ADD", "qinf"},
      {"int", "UNKNOWN \"u\", int; CONST 1; ADD", "unknown: u"},
      {"int", "UNKNOWN \"u\", int; NEG", "unknown: u"},
      {"int", "LOCAL 0; FIELD Pod.bad; FIELD Item.num; UNWRAP; NEG", "refused"},
      {"int", "CONST 4; CALL twice", "8"},
  };
  CHECK(rows);
}

static void test_texts(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"string", "CONST 12; TEXT", "\"12\""},
      {"string", "CONST q536870912; TEXT", "\"512Mi\""},
      {"string", "CONST true; TEXT", "\"true\""},
      {"string", "CONST absent; TEXT", "\"(not set)\""},
      {"string", "CONST \"s\"; TEXT", "\"s\""},
      {"string", "LOCAL 0; FIELD Pod.none; TEXT", "\"(not set)\""},
      {"string", "LOCAL 0; FIELD Pod.item; TEXT", "\"a mapping\""},
      {"string", "LOCAL 0; FIELD Pod.numbers; TEXT", "\"3, 1, 2\""},
      {"string", "LOCAL 0; FIELD Pod.bad; FIELD Item.size; TEXT", "\"512MB\""},
      {"string", "LOCAL 0; FIELD Pod.tpl; TEXT", "\"a{{ x }}b\""},
      {"string", "UNKNOWN \"u\", int; TEXT", "\"(unknown)\""},
      {"string", INTERVAL("1", "2") "TEXT", "\"1 to 2\""},
      {"string", INTERVAL("q1", "qinfinity") "TEXT", "\"at least 1\""},
      {"string", INTERVAL("q-infinity", "q1") "TEXT", "\"at most 1\""},
      {"string", INTERVAL("q-infinity", "qinfinity") "TEXT", "\"any amount\""},
      {"string", "ROWS forms; TEXT", "\"forms, forms, forms\""},
      {"string", "CONST \"a\"; CONST \"b\"; CONST \"c\"; FORMAT 3", "\"abc\""},
      {"string", "CONST \"a\"; UNKNOWN \"u\", string; FORMAT 2", "unknown: u"},
      {"string", "CONST \"a\"; CONST \"b\"; CONCAT", "\"ab\""},
      {"string", "CONST \"a\"; UNKNOWN \"u\", string; CONCAT", "unknown: u"},
      {"string?", "LOCAL 0; FIELD Pod.item; FIELD Item.flag; BUILTIN text", "\"true\""},
      {"string?", "LOCAL 0; FIELD Pod.item; FIELD Item.size; BUILTIN text", "\"512Mi\""},
      {"string?", "LOCAL 0; FIELD Pod.item; FIELD Item.size; UNWRAP; CONST 2; MUL; BUILTIN text", "\"1Gi\""},
      {"string?", "LOCAL 0; FIELD Pod.bad; FIELD Item.name; BUILTIN text", "\"5\""},
      {"string?", "LOCAL 0; FIELD Pod.bad; FIELD Item.flag; BUILTIN text", "\"true\""},
      {"string?", "LOCAL 0; FIELD Pod.tpl; BUILTIN text", "unknown: the text is an unrendered template"},
      {"string?", "LOCAL 0; FIELD Pod.any; BUILTIN text", "absent"},
      {"string?", "LOCAL 0; FIELD Pod.noany; BUILTIN text", "absent"},
      {"string?", "CONST 5; BUILTIN text", "\"5\""},
  };
  CHECK(rows);
}

static void test_lists(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"[int]", "LIST int", "[]"},
      {"[int]", "LIST int; CONST 1; APPEND; CONST 2; APPEND", "[1 2]"},
      {"[int]", "LIST int; CONST absent; APPEND", "[]"},
      {"[int]", "LIST int; UNKNOWN \"u\", int; APPEND", "[unknown: u]"},
      {"[int]", "LIST int; CONST 1; CONST true; APPEND_IF; CONST 2; CONST false; APPEND_IF", "[1]"},
      {"[int]", "LIST int; CONST 1; UNKNOWN \"u\", bool; APPEND_IF", "[1?]"},
      {"[int]", "LIST int; CONST 1; LOCAL 0; FIELD Pod.bad; FIELD Item.flag; APPEND_IF", "[refused?]"},
      {"[int]", "LIST int; CONST 1; APPEND; STORE 3; LOCAL 3; CONST 2; APPEND; POP; LOCAL 3; CONST 3; APPEND",
       "[1 3]"},
      {"[int]", "LIST int; CONST 1; APPEND; STORE 3; LOCAL 3; CONST 2; APPEND; LOCAL 3; CONCAT", "[1 2 1]"},
      {"[int]", "LIST int; CONST 1; APPEND; LOCAL 0; FIELD Pod.numbers; CONCAT", "[1 3 1 2]"},
      {"[string]", "LIST string; LOCAL 0; FIELD Pod.words; CONCAT", "<words>"},
      {"[int]", "UNKNOWN \"u\", [int]; LIST int; CONCAT", "unknown: u"},
      {"int", "LOCAL 0; FIELD Pod.items; BUILTIN count", "4"},
      {"int", "LOCAL 0; FIELD Pod.nolist; BUILTIN count", "0"},
      {"int", "LIST int; CONST 1; APPEND; CONST 1; UNKNOWN \"u\", bool; APPEND_IF; BUILTIN count", "i1..2"},
      {"string", "LIST int; CONST 1; APPEND; CONST 1; UNKNOWN \"u\", bool; APPEND_IF; BUILTIN count; TEXT",
       "\"1 to 2\""},
      {"int", "LIST int; CONST 1; LOCAL 0; FIELD Pod.bad; FIELD Item.flag; APPEND_IF; BUILTIN count",
       "refused"},
      {"int", "LIST int; UNKNOWN \"u\", int; APPEND; BUILTIN count", "1"},
      {"int?", "LIST int; CONST 1; UNKNOWN \"u\", bool; APPEND_IF; CONST 0; INDEX",
       "unknown: which element stands there is not known"},
      {"int", "LOCAL 0; FIELD Pod.numbers; BUILTIN sum", "6"},
      {"int", "LOCAL 0; FIELD Pod.mixed; BUILTIN sum", "refused"},
      {"int", "LIST int; BUILTIN sum", "0"},
      {"int", "LIST int; UNKNOWN \"u\", int; APPEND; BUILTIN sum", "unknown: u"},
      {"int", "LIST int; CONST 5; APPEND; CONST 1; UNKNOWN \"u\", bool; APPEND_IF; BUILTIN sum", "i5..6"},
      {"quantity", "LOCAL 0; FIELD Pod.sizes; BUILTIN sum", "q4294967301/2"},
      {"int?", "LOCAL 0; FIELD Pod.numbers; BUILTIN min", "1"},
      {"int?", "LOCAL 0; FIELD Pod.numbers; BUILTIN max", "3"},
      {"int?", "LIST int; BUILTIN max", "absent"},
      {"int?", "LIST int; CONST 1; UNKNOWN \"u\", bool; APPEND_IF; BUILTIN max",
       "unknown: which elements the list has is not known"},
      {"int?", "LIST int; CONST 3; APPEND; CONST 1; UNKNOWN \"u\", bool; APPEND_IF; BUILTIN min", "i1..3"},
      {"int?", "LIST int; CONST 3; APPEND; CONST 1; UNKNOWN \"u\", bool; APPEND_IF; BUILTIN max", "3"},
      {"interval?", "LOCAL 0; FIELD Pod.numbers; BUILTIN hull", "q1..3"},
      {"interval?", "LIST int; BUILTIN hull", "absent"},
      {"int", "CONST 3; CONST 2; BUILTIN min2", "2"},
      {"int", "CONST 3; CONST 2; BUILTIN max2", "3"},
      {"interval", INTERVAL("1", "5") "CONST 3; BUILTIN max2", "q3..5"},
      {"quantity", INTERVAL("1", "5") "BUILTIN low", "q1"},
      {"quantity", INTERVAL("1", "5") "BUILTIN high", "q5"},
      {"[string]", "LOCAL 0; FIELD Pod.labels; BUILTIN keys", "[\"app\" \"empty\" \"tpl\"]"},
      {"[string]", "LOCAL 0; FIELD Pod.none; BUILTIN known_keys", "[]"},
      {"[string]", "LOCAL 0; FIELD Pod.bad; BUILTIN known_keys",
       "[\"num\" \"size\" \"kind\" \"flag\" \"name\" \"1\"]"},
  };
  CHECK(rows);
}

/* Numbers that are known only to lie between bounds, and bounds that do not fit. */
static void test_bounds(void **state) {
  (void)state;
#define LARGEST   "CONST \"170141183460469231731687303715884105727\"; BUILTIN int; UNWRAP; "
#define POSSIBLE  "UNKNOWN \"u\", bool; APPEND_IF; "
#define TOO_LARGE "unknown: a number is too large to be reckoned with"
  static const bench_row rows[] = {
      {"int", "LIST int; " LARGEST POSSIBLE "BUILTIN sum; CONST 1; ADD", TOO_LARGE},
      {"int", "LIST int; " LARGEST POSSIBLE "BUILTIN sum; CONST -1; SUB", TOO_LARGE},
      {"interval", "CONST 1; " LARGEST "RANGE; CONST 1; ADD", TOO_LARGE},
      {"interval", "CONST 1; " LARGEST "RANGE; CONST 2; MUL", TOO_LARGE},
      {"interval", LARGEST "NEG; CONST 1; RANGE; CONST -2; ADD", TOO_LARGE},
      {"interval", LARGEST "NEG; CONST 1; RANGE; CONST 2; SUB", TOO_LARGE},
      {"int", "LIST int; " LARGEST "NEG; " POSSIBLE "BUILTIN sum; CONST -2; ADD", TOO_LARGE},
      {"int", "LIST int; " LARGEST "NEG; " POSSIBLE "BUILTIN sum; CONST 2; SUB", TOO_LARGE},
      {"int", "CONST 3; LIST int; CONST 4; " POSSIBLE "BUILTIN count; MUL", "i0..3"},
      {"int",
       "LIST int; CONST 4; " POSSIBLE "BUILTIN count; LIST int; CONST 4; " POSSIBLE "BUILTIN count; MUL",
       "i0..1"},
      {"interval", "CONST 1; " LARGEST "RANGE; CONST -1; SUB", TOO_LARGE},
      {"int", "LIST int; UNKNOWN \"first\", int; APPEND; " LARGEST "APPEND; " LARGEST "APPEND; BUILTIN sum",
       "unknown: first"},
      {"int", "LIST int; CONST 4; " POSSIBLE "BUILTIN count; CONST 2; ADD", "i2..3"},
      {"int", "LIST int; LIST int; CONST 4; " POSSIBLE "BUILTIN count; APPEND; CONST 3; APPEND; BUILTIN sum",
       "i3..4"},
      {"int", "CONST 1; LIST int; CONST 4; " POSSIBLE "BUILTIN count; BUILTIN min2", "i0..1"},
      {"quantity", "CONST 6; CONST -2; DIV", "q-3"},
      {"interval",
       "CONST 9; CONST 9; CONST 9; CONST 9; CONST 9; CONST 9; POP; POP; POP; POP; POP; POP; "
       "CONST 1; CONST 2; RANGE",
       "q1..2"},
      {"string", "CONST 1024; CONST 1024; RANGE; TEXT", "\"1Ki\""},

      {"interval", "LIST int; CONST 4; " POSSIBLE "BUILTIN count; STORE 1; LOCAL 1; LOCAL 1; RANGE",
       "unknown: the low end of a range may lie above the high end"},
      {"bool", "LIST int; CONST 4; " POSSIBLE "BUILTIN count; IN_SET small",
       "unknown: the exact number is not known"},
      {"bool", "CONST \"-99999999999999999999999999999999999999999\"; BUILTIN int; UNWRAP; IN_SET small",
       "false"},
      {"quantity", "LIST int; CONST 4; " POSSIBLE "CONST 1; APPEND; BUILTIN hull; UNWRAP; BUILTIN high",
       "q1..4"},
      {"quantity", "LIST int; CONST 4; " POSSIBLE "CONST 1; APPEND; BUILTIN hull; UNWRAP; BUILTIN low", "q1"},
      {"interval", "LIST int; CONST 4; " POSSIBLE "CONST 1; APPEND; BUILTIN hull; UNWRAP; CONST -2; MUL",
       "q-8..-2"},
      {"string", "CONST \"99999999999999999999999999999999999999999\"; BUILTIN int; UNWRAP; TEXT",
       "\"infinity\""},
  };
  CHECK(rows);
}

/* What no compiler writes, but the verifier takes. */
static void test_by_hand(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"[int]", "UNKNOWN \"u\", [int]; CONST 1; APPEND", "unknown: u"},
      {"[int]", "UNKNOWN \"u\", [int]; CONST 1; CONST true; APPEND_IF", "unknown: u"},
      {"[row steps]", "ROWS steps; ROWS steps; CONCAT", "[steps#0 steps#1 steps#2 steps#0 steps#1 steps#2]"},
      {"bool",
       "CONST 1; LIST int; LOCAL 0; FIELD Pod.bad; FIELD Item.num; UNWRAP; APPEND; CONST 1; UNKNOWN \"u\", "
       "bool; "
       "APPEND_IF; IN_LIST",
       "refused"},
      {"string", "LIST int; CONST 1; LOCAL 0; FIELD Pod.bad; FIELD Item.flag; APPEND_IF; BUILTIN min; TEXT",
       "\"(refused)\""},
      {"string", "LIST [int]; LIST int; APPEND; TEXT", "\"a list\""},
      {"string", "LIST [row steps]; ROWS steps; APPEND; TEXT", "\"steps\""},
      {"string", "CONST \"a b c d e f g h i j k l m n o p q r s t u\"; BUILTIN words; TEXT",
       "\"a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, ...\""},
      {"string?", "LOCAL 0; FIELD Pod.none; BUILTIN text", "absent"},
      {"string?", "LOCAL 0; FIELD Pod.items; CONST 2; INDEX; BUILTIN text", "absent"},
      {"string?", "LOCAL 0; FIELD Pod.numbers; BUILTIN sum; BUILTIN text", "\"6\""},
      {"string?", "LIST int; CONST 4; UNKNOWN \"u\", bool; APPEND_IF; BUILTIN count; BUILTIN text",
       "unknown: the exact number is not known"},
      {"string?", "CONST 1; CONST 5; RANGE; BUILTIN text", "\"1 to 5\""},
      {"bool", "LOCAL 0; FIELD Pod.tpl; BUILTIN text; IS_SET", "unknown: the text is an unrendered template"},
      {"bool", "UNKNOWN \"u\", int?; IS_SET", "unknown: u"},
      {"bool", "UNKNOWN \"u\", int; IS_SET", "true"},
      {"bool", "UNKNOWN \"u\", Item; FIELD Item.name; IS_ABSENT", "unknown: u"},
      {"bool", "UNKNOWN \"u\", Item; FIELD Item.flag; IS_ABSENT", "false"},
      {"[int]", "LIST int; UNKNOWN \"u\", int?; APPEND", "[unknown: u?]"},
  };
  CHECK(rows);
}

static void test_strings(void **state) {
  (void)state;
  static const bench_row rows[] = {
      {"string", "CONST \"aBc\"; BUILTIN upper", "\"ABC\""},
      {"string", "CONST \"aBc\"; BUILTIN lower", "\"abc\""},
      {"string", "CONST \"\"; BUILTIN lower", "\"\""},
      {"int", "CONST \"äb\"; BUILTIN length", "2"},
      {"string", "CONST \"  a b\t\"; BUILTIN trim", "\"a b\""},
      {"[string]", "CONST \"a,b,,\"; CONST \",\"; BUILTIN split", "[\"a\" \"b\" \"\" \"\"]"},
      {"[string]", "CONST \"\"; CONST \",\"; BUILTIN split", "[\"\"]"},
      {"[string]", "CONST \"a\"; CONST \"\"; BUILTIN split", "unknown: a text was to be split at nothing"},
      {"[string]", "CONST \"  a  b\t\"; BUILTIN words", "[\"a\" \"b\"]"},
      {"[string]", "CONST \"  \"; BUILTIN words", "[]"},
      {"bool", "CONST \"abc\"; CONST \"ab\"; BUILTIN starts_with", "true"},
      {"bool", "CONST \"abc\"; CONST \"bc\"; BUILTIN ends_with", "true"},
      {"bool", "CONST \"abc\"; CONST \"ac\"; BUILTIN contains", "false"},
      {"string", "CONST \"abc\"; CONST \"ab\"; BUILTIN strip_prefix", "\"c\""},
      {"string", "CONST \"abc\"; CONST \"x\"; BUILTIN strip_prefix", "\"abc\""},
      {"string", "CONST \"abc\"; CONST \"bc\"; BUILTIN strip_suffix", "\"a\""},
      {"string?", "CONST \"a=b=c\"; CONST \"=\"; BUILTIN before", "\"a\""},
      {"string?", "CONST \"a=b=c\"; CONST \"=\"; BUILTIN after", "\"b=c\""},
      {"string?", "CONST \"abc\"; CONST \"=\"; BUILTIN after", "absent"},
      {"string?", "CONST \"a/b.c\"; CONST \"./\"; BUILTIN first_of", "\"/\""},
      {"string?", "CONST \"abc\"; CONST \"./\"; BUILTIN first_of", "absent"},
      {"string", "CONST \"a/b.c\"; CONST \"/\"; CONST \".\"; BUILTIN swap", "\"a.b/c\""},
      {"string", "CONST \"aä\"; CONST \"ä\"; CONST \"x\"; BUILTIN swap", "\"ax\""},
      {"string", "CONST \"a\"; CONST \"ab\"; CONST \"x\"; BUILTIN swap",
       "unknown: only single characters can change places"},
      {"int?", "CONST \"-012\"; BUILTIN int", "-12"},
      {"int?", "CONST \"+1\"; BUILTIN int", "absent"},
      {"int?", "CONST \"0x1F\"; BUILTIN c_int", "31"},
      {"int?", "CONST \"017\"; BUILTIN c_int", "15"},
      {"int?", "CONST \"08\"; BUILTIN c_int", "absent"},
      {"int?", "CONST \"-999999999999999999999999999999999999999999\"; BUILTIN c_int", "i-inf"},
      {"quantity?", "CONST \"250m\"; BUILTIN quantity", "q1/4"},
      {"quantity?", "CONST \"x\"; BUILTIN quantity", "absent"},
      {"string", "LOCAL 0; FIELD Pod.tpl; UNWRAP; BUILTIN upper",
       "unknown: the text is an unrendered template"},
      {"string", "LOCAL 0; FIELD Pod.bad; FIELD Item.name; UNWRAP; BUILTIN upper", "refused"},
  };
  CHECK(rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_values),     cmocka_unit_test(test_fields),
      cmocka_unit_test(test_presence),   cmocka_unit_test(test_truth_tables),
      cmocka_unit_test(test_jumps),      cmocka_unit_test(test_comparisons),
      cmocka_unit_test(test_membership), cmocka_unit_test(test_arithmetic),
      cmocka_unit_test(test_texts),      cmocka_unit_test(test_lists),
      cmocka_unit_test(test_bounds),     cmocka_unit_test(test_by_hand),
      cmocka_unit_test(test_strings),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
