/* The verifier: every opcode with a chunk that it accepts and its listing; and for each operand, each value
 * on the stack, and each rule of its own, one that it rejects. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "assemble.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static ev_bundle *universe(void) {
  ev_bundle *b = kit_new();
  kit_record(b, "Item", false, "name: string?; num: int?");
  kit_record(
      b, "Pod", false,
      "name: string?; labels: map<string>; items: [Item]; flag: bool = false; also other; elsewhere gone");
  kit_view(b, "pod", "Pod", true, "Pod v1 Pod at .");
  kit_set(b, "globs", "a* b");
  kit_int_set(b, "small", 1, 9);
  kit_table(b, "forms", "name: string; low: int", "\"x\"; 1; \"y\"; 2", true);
  kit_table(b, "steps", "low: int", "2; 2", false);
  kit_param(b, "limit", "int", "5");
  kit_param(b, "globs", "set of string", "globs");
  kit_param(b, "small", "set of int", "small");
  kit_chunk(b, "twice", 1, "int", "int", "LOCAL 0; LOCAL 0; ADD; RETURN");
  uint32_t say = kit_chunk(b, "say", 1, "string", "string", "LOCAL 0; RETURN");
  kit_decode(b, "A1", "[Item]", say);
  static const char *const constants[] = {"5", "\"d\"", "\"why\"", "true", "1", "\"s\"", "\"x\""};
  for (size_t i = 0; i < COUNT(constants); i++) (void)kit_constant(b, constants[i]);
  (void)kit_type(b, "[int]");
  return b;
}

/* ---- each opcode */

typedef struct sample {
  const char *opcode;
  const char *code; /* of a case over a pod */
  const char *listing;
} sample;

#define POD_NAME "LOCAL 0; FIELD Pod.name; "
#define LABELS   "LOCAL 0; FIELD Pod.labels; "
#define BOOL     "CONST true; "
#define LOOP_    "LIST int; ITER 0\n next: NEXT 0, end; POP; "

static const sample samples[] = {
    {"CONST", "CONST 5; POP", "CONST 5"},
    {"UNKNOWN", "UNKNOWN \"why\", int; POP", "UNKNOWN \"why\", int"},
    {"PARAM", "PARAM limit; POP", "PARAM limit"},
    {"LOCAL", "LOCAL 0; POP", "LOCAL local 0"},
    {"STORE", "CONST 5; STORE 1", "STORE local 1"},
    {"POP", "CONST 5; POP", "POP"},
    {"UNWRAP", POD_NAME "UNWRAP; POP", "UNWRAP"},
    {"FIELD", POD_NAME "POP", "FIELD Pod.name"},
    {"GET", LABELS "CONST \"a\"; GET; POP", "GET"},
    {"INDEX", "LIST int; CONST 1; INDEX; POP", "INDEX"},
    {"COLUMN", "CONST \"x\"; LOOKUP forms; UNWRAP; COLUMN 1; POP", "COLUMN column 1"},
    {"LOOKUP", "CONST \"x\"; LOOKUP forms; POP", "LOOKUP forms"},
    {"ROWS", "ROWS forms; POP", "ROWS forms"},
    {"IS_SET", POD_NAME "IS_SET; POP", "IS_SET"},
    {"IS_ABSENT", POD_NAME "IS_ABSENT; POP", "IS_ABSENT"},
    {"IS_REFUSED", POD_NAME "IS_REFUSED; POP", "IS_REFUSED"},
    {"JUMP_ABSENT", POD_NAME "JUMP_ABSENT set, \"d\"\n set: POP", "JUMP_ABSENT @7, \"d\""},
    {"JUMP_SET", POD_NAME "JUMP_SET set; CONST \"d\"\n set: POP", "JUMP_SET @8"},
    {"OVERRIDE", POD_NAME POD_NAME "OVERRIDE; POP", "OVERRIDE"},
    {"NOT", BOOL "NOT; POP", "NOT"},
    {"AND", BOOL BOOL "AND; POP", "AND"},
    {"OR", BOOL BOOL "OR; POP", "OR"},
    {"JUMP_FALSE", BOOL "JUMP_FALSE no\n no: POP", "JUMP_FALSE @4"},
    {"JUMP_TRUE", BOOL "JUMP_TRUE yes\n yes: POP", "JUMP_TRUE @4"},
    {"BRANCH", BOOL "BRANCH no, both, int; CONST 1; JUMP both\n no: CONST 2\n both: POP",
     "BRANCH @10, @12, int"},
    {"JUMP", "JUMP end", "JUMP @2"},
    {"EQ_NUM", "CONST 1; CONST 1; EQ_NUM; POP", "EQ_NUM"},
    {"EQ_STR", "CONST \"a\"; CONST \"a\"; EQ_STR; POP", "EQ_STR"},
    {"EQ_BOOL", BOOL BOOL "EQ_BOOL; POP", "EQ_BOOL"},
    {"LT", "CONST 1; CONST 1; LT; POP", "LT"},
    {"LE", "CONST 1; CONST 1; LE; POP", "LE"},
    {"GT", "CONST 1; CONST 1; GT; POP", "GT"},
    {"GE", "CONST 1; CONST 1; GE; POP", "GE"},
    {"IN_SET", "CONST \"a\"; IN_SET globs; POP", "IN_SET globs"},
    {"IN_PARAM", "CONST \"a\"; IN_PARAM globs; POP", "IN_PARAM globs"},
    {"IN_LIST", "CONST 1; LIST int; IN_LIST; POP", "IN_LIST"},
    {"ADD", "CONST 1; CONST 1; ADD; POP", "ADD"},
    {"SUB", "CONST 1; CONST 1; SUB; POP", "SUB"},
    {"MUL", "CONST 1; CONST 1; MUL; POP", "MUL"},
    {"DIV", "CONST 1; CONST 1; DIV; POP", "DIV"},
    {"NEG", "CONST 1; NEG; POP", "NEG"},
    {"RANGE", "CONST 1; CONST 1; RANGE; POP", "RANGE"},
    {"TEXT", "CONST 1; TEXT; POP", "TEXT"},
    {"FORMAT", "CONST \"a\"; CONST \"b\"; FORMAT 2; POP", "FORMAT 2"},
    {"CONCAT", "CONST \"a\"; CONST \"b\"; CONCAT; POP", "CONCAT"},
    {"LIST", "LIST [int]; POP", "LIST [int]"},
    {"APPEND", "LIST int; CONST 1; APPEND; POP", "APPEND"},
    {"APPEND_IF", "LIST int; CONST 1; CONST true; APPEND_IF; POP", "APPEND_IF"},
    {"BUILTIN", "CONST \"a\"; BUILTIN upper; POP", "BUILTIN upper"},
    {"CALL", "CONST 1; CALL twice; POP", "CALL twice"},
    {"DECODE", POD_NAME "DECODE 0; POP", "DECODE decode 0 A1"},
    {"RETURN", "", ""}, /* only in functions */
    {"JUMP_POISON", POD_NAME "JUMP_POISON on, int; POP; CONST 1\n on: POP", "JUMP_POISON @10, int"},
    {"ITER", "LIST int; ITER 0", "ITER iterator 0"},
    {"NEXT", LOOP_ "LOOP next", "NEXT iterator 0, @10"},
    {"MAYBE", LOOP_ "MAYBE 0; POP; LOOP next", "MAYBE iterator 0"},
    {"LOOP", LOOP_ "LOOP next", "LOOP @4"},
    {"JOIN", "JOIN 0, int", "JOIN join 0, int"},
    {"JOIN_ADD", "JOIN 0, int; CONST \"k\"; CONST 1; JOIN_ADD 0", "JOIN_ADD join 0"},
    {"JOIN_PROBE", "JOIN 0, int; CONST \"k\"; JOIN_PROBE 0, 1, 1", "JOIN_PROBE join 0, iterator 1, 1"},
    {"JOIN_FIRST", "JOIN 0, int; CONST \"k\"; CONST 1; JOIN_FIRST 0; POP", "JOIN_FIRST join 0"},
    {"FOR", "LIST int; FOR 0, end", "FOR iterator 0, @5"},
    {"NEED", POD_NAME "NEED \"why\"; POP", "NEED \"why\""},
    {"SKIP_FALSE", BOOL "SKIP_FALSE end", "SKIP_FALSE @4"},
    {"SKIP_UNLESS", BOOL "SKIP_UNLESS end", "SKIP_UNLESS @4"},
    {"JUDGE", BOOL "JUDGE end", "JUDGE @4"},
    {"JUMP_FAIL", BOOL "JUMP_FAIL end", "JUMP_FAIL @4"},
    {"JUMP_REFUSED", BOOL "JUMP_REFUSED end", "JUMP_REFUSED @4"},
    {"JUMP_UNKNOWN", BOOL "JUMP_UNKNOWN end", "JUMP_UNKNOWN @4"},
    {"AT", "LOCAL 0; AT", "AT"},
    {"SUBJECT", "LOCAL 0; SUBJECT", "SUBJECT"},
    {"NOTE", "LOCAL 0; CONST \"n\"; NOTE", "NOTE"},
    {"SAY", "CONST \"n\"; SAY", "SAY"},
    {"EMIT", "EMIT", "EMIT"},
    {"HALT", "HALT", "HALT"},
};

static uint32_t opcode_of(const char *name) {
  uint32_t op = 0;
  while (op < EV_OPCODES && strcmp(ev_opcodes[op].name, name) != 0) op++;
  assert_true(op < EV_OPCODES);
  return op;
}

static uint32_t add_case(ev_bundle *b, const char *code) {
  char text[1000];
  snprintf(text, sizeof text, "%s\n end: HALT", code);
  return kit_chunk(b, "case", 1, "Pod; int", NULL, text);
}

/* Word of the last instruction with the opcode; EV_NONE if there is none. */
static uint32_t find_instruction(const ev_chunk *c, uint32_t op) {
  uint32_t found = EV_NONE;
  for (uint32_t at = 0; at < c->word_count; at += ev_opcodes[c->words[at]].words)
    if (c->words[at] == op && (found == EV_NONE || op != EV_OP_HALT)) found = at;
  return found;
}

static void expect_refused(ev_bundle *b, const char *message) {
  ev_verify_error error;
  bool ok = ev_verify(b, &error);
  if (ok || !strstr(error.message, message))
    print_error("expected: %s\nfound: %s\n", message, ok ? "(accepted)" : error.message);
  assert_false(ok);
  assert_non_null(strstr(error.message, message));
  ev_bundle_free(b);
}

static void test_every_opcode_has_a_sample(void **state) {
  (void)state;
  assert_int_equal(COUNT(samples), EV_OPCODES);
  for (uint32_t op = 0; op < EV_OPCODES; op++) {
    size_t i = 0;
    while (i < COUNT(samples) && strcmp(samples[i].opcode, ev_opcodes[op].name) != 0) i++;
    if (i == COUNT(samples)) print_error("no sample of %s\n", ev_opcodes[op].name);
    assert_true(i < COUNT(samples));
  }
}

static void squeeze(char *text) {
  char *to = text;
  for (char *from = text; *from; from++)
    if (*from != ' ' || (to > text && to[-1] != ' ')) *to++ = *from;
  while (to > text && to[-1] == ' ') to--;
  *to = '\0';
}

static void check_sample(const sample *s) {
  ev_bundle *b = universe();
  uint32_t chunk = add_case(b, s->code), op = opcode_of(s->opcode);
  kit_verify(b);
  if (s->listing[0]) {
    ev_buf line = {0};
    uint32_t at = find_instruction(&b->chunks[chunk], op);
    assert_true(at != EV_NONE);
    ev_disassemble_instruction(&line, b, &b->chunks[chunk], at);
    ev_buf_char(&line, '\0');
    squeeze(line.at);
    assert_string_equal(strchr(line.at, ' ') + 1, s->listing);
    ev_buf_free(&line);
  }
  ev_bundle_free(b);
}

static void test_samples_are_accepted_and_listed(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(samples); i++) check_sample(&samples[i]);
}

/* Each operand of each opcode out of range. */
static void test_operands(void **state) {
  (void)state;
  static const uint32_t wrong[] = {0x7fffffff, 0xfffffffe};
  for (size_t i = 0; i < COUNT(samples); i++) {
    uint32_t op = opcode_of(samples[i].opcode);
    for (uint32_t o = 0; samples[i].listing[0] && ev_opcodes[op].operands[o]; o++)
      for (size_t w = 0; w < COUNT(wrong); w++) {
        ev_bundle *b = universe();
        ev_chunk *c = kit_edit_chunks(b, add_case(b, samples[i].code));
        ((uint32_t *)(uintptr_t)c->words)[find_instruction(c, op) + 1 + o] = wrong[w];
        expect_refused(b, samples[i].opcode);
      }
  }
}

/* ---- each value on the stack */

static const char *right_value(char letter) {
  switch (letter) {
  case 'b': return "CONST true; ";
  case 's': return "CONST \"s\"; ";
  case 'r': return "LOCAL 0; ";
  case 'w': return "CONST \"x\"; LOOKUP forms; UNWRAP; ";
  case 'L': return "LIST int; ";
  case 'M': return LABELS;
  default: return "CONST 1; ";
  }
}

static const char *wrong_value(char letter) {
  switch (letter) {
  case 'n': return "CONST \"s\"; ";
  case 'b':
  case 's':
  case 'r':
  case 'w':
  case 'L':
  case 'M': return "CONST 1; ";
  default: return NULL; /* everything fits */
  }
}

/* The instruction of a sample with its operands, jumps going to `end`. */
static void add_instruction(ev_buf *code, const sample *s) {
  ev_bundle *b = universe();
  uint32_t op = opcode_of(s->opcode), chunk = add_case(b, s->code),
           at = find_instruction(&b->chunks[chunk], op);
  ev_buf_text(code, s->opcode);
  for (uint32_t o = 0; ev_opcodes[op].operands[o]; o++) {
    ev_buf_text(code, o ? ", " : " ");
    if (ev_opcodes[op].operands[o] == 'j')
      ev_buf_text(code, "end");
    else
      ev_buf_format(code, "#%u", b->chunks[chunk].words[at + 1 + o]);
  }
  ev_bundle_free(b);
}

/* The letters that an effect pops. */
static size_t popped(const char *effect, char letters[4]) {
  size_t count = 0;
  for (const char *at = effect; *at != '-'; at++)
    if (*at != ' ' && *at != '?' && count < 4) letters[count++] = *at;
  return count;
}

static void check_stack(const sample *s, size_t wrong, bool missing) {
  ev_buf code = {0};
  char letters[4];
  size_t count = popped(ev_opcodes[opcode_of(s->opcode)].effect, letters);
  for (size_t i = 0; i < count; i++) {
    if (missing && i == wrong) continue;
    ev_buf_text(&code, i == wrong ? wrong_value(letters[i]) : right_value(letters[i]));
  }
  add_instruction(&code, s);
  ev_buf_char(&code, '\0');
  ev_bundle *b = universe();
  (void)add_case(b, code.at);
  expect_refused(b, missing && count == 1 ? "the stack is empty" : s->opcode);
  ev_buf_free(&code);
}

static void test_stack(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(samples); i++) {
    char letters[4];
    const sample *s = &samples[i];
    size_t count = popped(ev_opcodes[opcode_of(s->opcode)].effect, letters);
    if (count == 0 || letters[0] == '*') continue;
    check_stack(s, 0, true);
    for (size_t wrong = 0; wrong < count; wrong++)
      if (wrong_value(letters[wrong])) check_stack(s, wrong, false);
  }
}

/* ---- rules of their own */

typedef struct reject {
  const char *code, *message;
} reject;

static const reject rejects[] = {
    {"UNKNOWN #2, int; POP", "is no string"},
    {"PARAM globs; POP", "is a set"},
    {"LOCAL 1; POP", "may not have been stored"},
    {"CONST true; JUMP_FALSE on; CONST 1; STORE 1\n on: POP; LOCAL 1; POP", "may not have been stored"},
    {"CONST \"s\"; STORE 1", "does not hold the type"},
    {"CONST q1; STORE 1", "does not hold the type"},
    {"CONST absent; STORE 1", "does not hold the type"},
    {"LOCAL 0; FIELD Item.name; POP", "is of another record"},
    {"LOCAL 0; FIELD Pod.other; POP", "has no type"},
    {"LOCAL 0; FIELD Pod.gone; POP", "has no type"},
    {"CONST \"x\"; LOOKUP forms; COLUMN 0; POP", "expected a row"},
    {"CONST \"x\"; LOOKUP forms; UNWRAP; COLUMN 2; POP", "column 2 is none of the 2"},
    {"CONST 2; LOOKUP steps; POP", "are not unique"},
    {"CONST 2; LOOKUP forms; POP", "expected a key of the table"},
    {"LOCAL 0; LOOKUP forms; POP", "expected a bool, number or string"},
    {"LOOKUP forms; POP", "the stack is empty"},
    {POD_NAME "JUMP_ABSENT on, 5\n on: POP", "types that do not go together"},
    {POD_NAME "JUMP_SET on\n on: POP", "high on one way"},
    {POD_NAME "CONST 1; OVERRIDE; POP", "types that do not go together"},
    {POD_NAME "OVERRIDE; POP", "the stack is empty"},
    {"CONST true; BRANCH no, both, int; CONST 1; JUMP both\n no: CONST \"s\"\n both: POP",
     "types that do not go together"},
    {"CONST true; BRANCH no, both, string; CONST 1; JUMP both\n no: CONST 2\n both: POP",
     "types that do not go together"},
    {"CONST true; BRANCH no, both, set of int; CONST 1; JUMP both\n no: CONST 2\n both: POP",
     "is none of values"},
    {"CONST 1; IN_SET globs; POP", "expected a string"},
    {"CONST \"a\"; IN_SET small; POP", "expected an int"},
    {"CONST q1; IN_SET small; POP", "expected an int"},
    {POD_NAME "IN_SET globs; POP", "expected a string"},
    {"IN_SET globs; POP", "the stack is empty"},
    {"CONST 1; IN_PARAM limit; POP", "is no set"},
    {"CONST 1; IN_PARAM globs; POP", "expected a string"},
    {"CONST \"s\"; LIST int; IN_LIST; POP", "expected a single value"},
    {"LOCAL 0; LIST Pod; IN_LIST; POP", "expected a single value"},
    {POD_NAME "LIST string; IN_LIST; POP", "expected a single value"},
    {"CONST \"a\"; CONST 1; FORMAT 2; POP", "expected a string"},
    {"CONST \"a\"; FORMAT 2; POP", "the stack is empty"},
    {"CONST \"a\"; LIST int; CONCAT; POP", "two strings or two lists"},
    {"CONST 1; CONST 1; CONCAT; POP", "two strings or two lists"},
    {"LIST string; LIST int; CONCAT; POP", "do not go together"},
    {"CONST \"a\"; CONCAT; POP", "the stack is empty"},
    {"LIST set of int; POP", "is none of values"},
    {"LIST int; CONST \"s\"; APPEND; POP", "expected an element"},
    {"LIST int; CONST q1; APPEND; POP", "expected an element"},
    {"CONST 1; CONST 1; APPEND; POP", "expected a list"},
    {"CONST 1; APPEND; POP", "the stack is empty"},
    {"LIST int; CONST 1; CONST 1; APPEND_IF; POP", "expected a bool"},
    {"LIST int; CONST \"s\"; CONST true; APPEND_IF; POP", "expected an element"},
    {"CONST 1; CONST true; APPEND_IF; POP", "the stack is empty"},
    {"CONST 1; BUILTIN upper; POP", "upper"},
    {POD_NAME "BUILTIN upper; POP", "upper"},
    {"LIST string; BUILTIN sum; POP", "sum"},
    {"LOCAL 0; BUILTIN keys; POP", "keys"},
    {LABELS "BUILTIN known_keys; POP", "known_keys"},
    {"CONST \"a\"; BUILTIN split; POP", "the stack is empty"},
    {"CONST 1; BUILTIN min2; POP", "the stack is empty"},
    {"CONST \"s\"; CALL twice; POP", "expected int"},
    {"CONST q1; CALL twice; POP", "expected int"},
    {POD_NAME "CALL twice; POP", "expected int"},
    {"CALL twice; POP", "the stack is empty"},
    {"CONST 1; DECODE 0; POP", "expected optional string"},
    {"DECODE 0; POP", "the stack is empty"},
    {"CONST 1; RETURN", "a case returns nothing"},
    {POD_NAME "JUMP_POISON on, set of int\n on: POP", "is none of values"},
    {POD_NAME "JUMP_POISON on, int\n on: POP", "types that do not go together"},
    {"next: NEXT 0, end; POP; LOOP next", "may not have been started"},
    {"MAYBE 0; POP", "may not have been started"},
    {"CONST true; JUMP_FALSE on; LIST int; ITER 0\n on: POP; NEXT 0, end; POP", "may not have been started"},
    {"LIST int; ITER 0\n next: NEXT 0, end; LOOP next", "and was 0 at the NEXT"},
    {"LIST int; ITER 0; LIST int; ITER 1\n a: NEXT 0, end; POP\n b: NEXT 1, end; POP; LOOP a; LOOP b",
     "does not go back to the innermost"},
    {"LIST int; ITER 0\n next: NEXT 0, end; POP; LIST int; ITER 0; LOOP next", "is that of a loop around"},
    {"LIST int; ITER 0\n next: NEXT 0, end; POP; LIST int; FOR 0, end; LOOP next",
     "is that of a loop around"},
    {"LIST int; ITER 0; JOIN 0, int\n next: NEXT 0, end; POP; CONST 1; JOIN_PROBE 0, 0, 0; LOOP next",
     "is that of a loop around"},
    {"LIST int; ITER 0\n a: NEXT 0, end; POP\n b: NEXT 0, end; POP; LOOP b; LOOP a",
     "is that of a loop around"},
    {"LIST int; ITER 0; LIST int; ITER 1\n a: NEXT 0, end; POP; LIST string; ITER 1; LOOP a",
     "elements of another type"},
    {"JOIN 0, int; LIST int; ITER 1\n a: NEXT 1, end; POP; JOIN 0, string; LOOP a",
     "elements of another type"},
    {"LIST int; ITER 0; JUMP on\n next: NEXT 0, end; POP\n on: LOOP next", "enters a loop beside its NEXT"},
    {"LIST int; ITER 0\n next: NEXT 0, on; POP\n on: LOOP next", "enters a loop beside its NEXT"},
    {"LIST int; ITER 0; CONST true; SKIP_FALSE on\n next: NEXT 0, end; POP\n on: LOOP next",
     "enters a loop beside its NEXT"},
    {"LIST int; FOR 0, on\n next: NEXT 0, end; POP\n on: LOOP next", "enters a loop beside its NEXT"},
    {"LIST int; ITER 0; LIST int; ITER 1\n a: NEXT 0, end; POP; CONST true; SKIP_FALSE on\n b: NEXT 1, c; "
     "POP\n on: LOOP "
     "b\n c: LOOP a",
     "enters a loop beside its NEXT"},
    {"CONST 5; STORE 0", "does not hold the type"},
    {"LOCAL 0; STORE 0", "is a parameter"},
    {"LOOP #0", "must be below"},
    {"LIST int; ITER 0; LOOP #2", "which is no NEXT"},
    {"JUMP #0; CONST 1; POP", "does not go forward"},
    {"JUMP #3; CONST 1; POP", "where no instruction starts"},
    {"JOIN 0, set of int", "is none of values"},
    {"CONST 1; CONST 1; JOIN_ADD 0", "may not have been started"},
    {"JOIN 0, int; CONST 1; CONST \"s\"; JOIN_ADD 0", "expected int"},
    {"JOIN 0, int; LOCAL 0; CONST 1; JOIN_ADD 0", "expected a bool, number or string"},
    {"JOIN 0, int; CONST 1; JOIN_ADD 0", "the stack is empty"},
    {"JOIN 0, int; LOCAL 0; JOIN_PROBE 0, 0, 0", "expected a bool, number or string"},
    {"JOIN 0, int; CONST 1; JOIN_PROBE 0, 0, 2", "must be 0 or 1"},
    {"CONST 1; JOIN_PROBE 0, 0, 0", "may not have been started"},
    {"CONST 1; CONST 1; JOIN_FIRST 0; POP", "may not have been started"},
    {"JOIN 0, int; CONST 1; JOIN_FIRST 0; POP", "the stack is empty"},
    {POD_NAME "NEED #2; POP", "is no string"},
    {"CONST true; JUMP_FALSE on; CONST 1\n on: POP", "high on one way"},
    {"CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; "
     "CONST 1; CONST 1; "
     "CONST 1; CONST 1; CONST 1; CONST 1",
     "grows higher than 16"},
};

static void test_rules_of_their_own(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(rejects); i++) {
    ev_bundle *b = universe();
    (void)add_case(b, rejects[i].code);
    expect_refused(b, rejects[i].message);
  }
}

static const reject accepted[] = {
    {"LIST quantity; CONST 1; APPEND; POP", ""},
    {"CONST absent; JUMP_SET on; CONST 1\n on: POP", ""},
    {"LIST int; LIST quantity; CONCAT; POP", ""},
    {"JUMP end; CONST 1; POP", ""}, /* dead code is not looked at */
    {"LIST int; ITER 0\n a: NEXT 0, end; POP; LIST string; ITER 1\n b: NEXT 1, again; POP; LOOP b\n again: "
     "LOOP a",
     ""},
    {"LIST int; ITER 0; NEXT 0, end; POP", ""}, /* the first element alone */
    {"LIST int; ITER 0\n a: NEXT 0, end; POP; CONST true; SKIP_FALSE b; LOOP a\n b: LOOP a", ""},
};

static void test_what_is_accepted(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(accepted); i++) {
    ev_bundle *b = universe();
    (void)add_case(b, accepted[i].code);
    kit_verify(b);
    ev_bundle_free(b);
  }
}

/* ---- functions */

static void test_functions(void **state) {
  (void)state;
  static const struct {
    const char *result, *code, *message;
  } rows[] = {
      {"int", "CONST \"s\"; RETURN", "expected int"},
      {"int", "CONST q1; RETURN", "expected int"},
      {"int", "RETURN", "the stack is empty"},
      {"int", "CONST 1", "runs past its end"},
      {"int", "LOCAL 0; AT; CONST 1; RETURN", "makes no verdict"},
      {"int", "EMIT; CONST 1; RETURN", "makes no verdict"},
      {"int", "HALT", "makes no verdict"},
      {"int", "CALL self; RETURN", "CALL"},
      {"int", "", "runs past its end"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    ev_bundle *b = universe();
    char code[200];
    snprintf(code, sizeof code, "%s", rows[i].code);
    char *self = strstr(code, "self");
    if (self) memcpy(self, "#002", 4); /* its own index: twice, say, this one */
    (void)kit_chunk(b, "f", 1, "Pod", rows[i].result, code);
    expect_refused(b, rows[i].message);
  }
  ev_bundle *b = universe();
  uint32_t c = add_case(b, "EMIT");
  char code[100];
  snprintf(code, sizeof code, "CALL #%u; POP\n end: HALT", c);
  (void)kit_chunk(b, "g", 0, "", NULL, code);
  expect_refused(b, "is no function");
}

/* ---- raw code */

static void test_raw_code(void **state) {
  (void)state;
  ev_bundle *b = universe();
  ev_chunk *c = kit_edit_chunks(b, add_case(b, "EMIT"));
  ((uint32_t *)(uintptr_t)c->words)[0] = EV_OPCODES;
  expect_refused(b, "is no opcode");
  b = universe();
  c = kit_edit_chunks(b, add_case(b, "CONST 1; POP"));
  c->word_count = 1;
  expect_refused(b, "its operands are not all there");
  b = universe();
  c = kit_edit_chunks(b, add_case(b, "CONST 1; POP"));
  c->cost_constant--;
  expect_refused(b, "costs more steps");
  b = universe();
  c = kit_edit_chunks(b, add_case(b, "LIST int; ITER 0\n next: NEXT 0, end; POP; LOOP next"));
  c->cost_linear--;
  expect_refused(b, "costs more steps");
  b = universe();
  c = kit_edit_chunks(b, add_case(b, "EMIT"));
  c->max_stack = 5000;
  expect_refused(b, "too many locals");
  b = universe();
  c = kit_edit_chunks(b, add_case(b, "EMIT"));
  c->param_count = 9;
  expect_refused(b, "more parameters than locals");
  b = universe();
  c = kit_edit_chunks(b, add_case(b, "EMIT"));
  ((uint32_t *)(uintptr_t)c->local_types)[1] = 9999;
  expect_refused(b, "local 1 has no type");
  b = universe();
  c = kit_edit_chunks(b, add_case(b, "EMIT"));
  c->result = 9999;
  expect_refused(b, "its result has no type");
  b = universe();
  c = kit_edit_chunks(b, add_case(b, "EMIT"));
  static const ev_line lines[] = {{1, 1, 1}, {0, 2, 1}};
  c->line_count = 2;
  c->lines = lines;
  expect_refused(b, "lines are out of order");
}

/* ---- data */

#define EDIT(b, array, i) (*kit_edit_##array(b, i))

typedef struct damage {
  void (*do_it)(ev_bundle *b);
  const char *message;
} damage;

static uint32_t type_index(ev_bundle *b, ev_vtype_kind kind) {
  for (uint32_t i = 0; i < b->types_count; i++)
    if (b->types[i].kind == kind) return i;
  return 0;
}

#define DAMAGE(name, ...)                                                                                    \
  static void name(ev_bundle *b) { __VA_ARGS__; }
#define TYPE(b, kind_) (kit_edit_types(b, type_index(b, kind_)))

DAMAGE(no_kind, TYPE(b, EV_VT_BOOL)->kind = (ev_vtype_kind)99)
DAMAGE(loop_type, TYPE(b, EV_VT_LIST)->ref = type_index(b, EV_VT_LIST))
DAMAGE(later_type, TYPE(b, EV_VT_LIST)->ref = b->types_count)
DAMAGE(record_type, TYPE(b, EV_VT_RECORD)->ref = 99)
DAMAGE(row_type, kit_type(b, "row forms"); TYPE(b, EV_VT_ROW)->ref = 99)
DAMAGE(enum_type, TYPE(b, EV_VT_STRING)->ref = 99)
DAMAGE(twice_optional, kit_type(b, "any"); kit_type(b, "[any]"); kit_type(b, "[any]?");
       TYPE(b, EV_VT_ANY)->kind = EV_VT_OPTIONAL; TYPE(b, EV_VT_LIST)->kind = EV_VT_OPTIONAL)
DAMAGE(set_inside, kit_type(b, "set of int"); kit_type(b, "[bool]");
       EDIT(b, types, b->types_count - 1).ref = type_index(b, EV_VT_SET_INT))
DAMAGE(half_int, uint32_t k = kit_constant(b, "77"); EDIT(b, constants, k).number.den = 2)
DAMAGE(not_lowest, uint32_t k = kit_constant(b, "q1/2"); EDIT(b, constants, k).number = ((ev_rat){2, 4}))
DAMAGE(negative_den, uint32_t k = kit_constant(b, "q1/2"); EDIT(b, constants, k).number = ((ev_rat){1, -2}))
DAMAGE(no_number, uint32_t k = kit_constant(b, "q1/2"); EDIT(b, constants, k).number = ((ev_rat){0, 0}))
DAMAGE(bad_utf8, uint32_t k = kit_constant(b, "\"text\""); EDIT(b, constants, k).text = EV_STR("\xff"))
DAMAGE(constant_kind, EDIT(b, constants, 0).kind = (ev_const_kind)9)
DAMAGE(field_record, EDIT(b, fields, 0).record = 9)
DAMAGE(field_of_other, EDIT(b, fields, 0).record = 1)
DAMAGE(field_type, EDIT(b, fields, 0).type = 999)
DAMAGE(field_type_set, uint32_t t = kit_type(b, "set of int"); EDIT(b, fields, 0).type = t)
DAMAGE(field_type_row, uint32_t t = kit_type(b, "row forms"); EDIT(b, fields, 0).type = t)
DAMAGE(field_required, uint32_t t = kit_type(b, "int"); EDIT(b, fields, 0).type = t)
DAMAGE(field_default, EDIT(b, fields, 5).fallback = kit_constant(b, "5"))
DAMAGE(field_default_none, EDIT(b, fields, 5).fallback = 999)
DAMAGE(field_class, EDIT(b, fields, 0).class_ = (ev_bfield_class)7)
DAMAGE(record_fields, EDIT(b, records, 1).field_count = 999)
DAMAGE(record_first, EDIT(b, records, 1).first_field = UINT32_MAX)
DAMAGE(record_too_few, EDIT(b, records, 0).field_count = 1)
DAMAGE(two_names, EDIT(b, fields, 1).name = b->fields[0].name)
DAMAGE(record_itself, uint32_t t = kit_type(b, "Pod"); EDIT(b, fields, 0).type = t)
DAMAGE(view_record, EDIT(b, views, 0).record = 9)
DAMAGE(row_record, ((ev_brow *)(uintptr_t)b->views[0].rows)->record = 9)
DAMAGE(row_versions, ((ev_brow *)(uintptr_t)b->views[0].rows)->versions = NULL)
DAMAGE(row_automaton, ((ev_automaton *)(uintptr_t)b->views[0].rows[0].versions)->class_of[0] = 255)
DAMAGE(set_automaton, ((uint32_t *)(uintptr_t)b->sets[0].automaton->table)[0] = 99999)
DAMAGE(set_both, EDIT(b, sets, 0).range_count = 1; EDIT(b, sets, 0).ranges = b->sets[1].ranges)
DAMAGE(set_reversed, ((ev_int_range *)(uintptr_t)b->sets[1].ranges)->low = 99)
DAMAGE(table_cell, ((uint32_t *)(uintptr_t)b->tables[0].cells)[1] = 999)
DAMAGE(table_cell_type, ((uint32_t *)(uintptr_t)b->tables[0].cells)[1] = b->tables[0].cells[0])
DAMAGE(table_columns, EDIT(b, tables, 0).columns = 0)
DAMAGE(table_type, ((uint32_t *)(uintptr_t)b->tables[0].types)[1] = 999)
DAMAGE(table_unique, EDIT(b, tables, 1).unique = true)
DAMAGE(param_type, EDIT(b, params, 0).type = 999)
DAMAGE(param_default, EDIT(b, params, 0).fallback = kit_constant(b, "\"s\""))
DAMAGE(param_no_default, EDIT(b, params, 0).fallback = 999)
DAMAGE(param_set, EDIT(b, params, 1).fallback = 1)
DAMAGE(param_no_set, EDIT(b, params, 1).fallback = 99)
DAMAGE(param_record, uint32_t t = kit_type(b, "Pod"); EDIT(b, params, 0).type = t)
DAMAGE(decode_rule, EDIT(b, decodes, 0).rule = 9)
DAMAGE(decode_rule_kind, EDIT(b, rules, 0).kind = EV_BR_RULE)
DAMAGE(decode_type, EDIT(b, decodes, 0).type = 999)
DAMAGE(decode_row, uint32_t t = kit_type(b, "[row forms]"); EDIT(b, decodes, 0).type = t)
DAMAGE(decode_say, EDIT(b, decodes, 0).say = 0)
DAMAGE(decode_no_say, EDIT(b, decodes, 0).say = 99)
DAMAGE(rule_order, kit_rule(b, "A0", EV_NONE, ""))
DAMAGE(rule_twice, kit_rule(b, "A1", EV_NONE, ""))
DAMAGE(rule_kind, EDIT(b, rules, 0).kind = (ev_brule_kind)7)
DAMAGE(rule_severity, EDIT(b, rules, 0).severity = (ev_severity)7)
DAMAGE(rule_utf8, EDIT(b, rules, 0).title = EV_STR("\xc0\x80"))
DAMAGE(case_function, kit_rule(b, "A2", 0, "pod"))
DAMAGE(case_none, kit_rule(b, "A2", 99, "pod"))
DAMAGE(case_views, kit_rule(b, "A2", kit_chunk(b, "c", 1, "Pod", NULL, "HALT"), ""))
DAMAGE(case_view, kit_rule(b, "A2", kit_chunk(b, "c", 1, "Pod", NULL, "HALT"), "9"))
DAMAGE(case_record, kit_rule(b, "A2", kit_chunk(b, "c", 1, "Item", NULL, "HALT"), "pod"))
DAMAGE(case_of_shape, uint32_t r = kit_rule(b, "A2", kit_chunk(b, "c", 1, "Pod", NULL, "HALT"), "pod");
       EDIT(b, rules, r).kind = EV_BR_SHAPE)
DAMAGE(shape_event, kit_shape(b, "A2", 6, EV_NONE))
DAMAGE(shape_twice, kit_shape(b, "A2", 1, EV_NONE); kit_shape(b, "A3", 1, EV_NONE))
DAMAGE(shape_say, kit_shape(b, "A2", 1, 1))
DAMAGE(scope_view, kit_scope(b, "s", "9", 0))
DAMAGE(scope_function, kit_scope(b, "s", "pod", 0))

static const damage damages[] = {
    {no_kind, "is of no kind"},
    {loop_type, "which is no lower one"},
    {later_type, "which is no lower one"},
    {record_type, "refers to 99"},
    {row_type, "refers to 99"},
    {enum_type, "refers to 99"},
    {twice_optional, "type"},
    {set_inside, "cannot stand inside one"},
    {half_int, "int that is not whole"},
    {not_lowest, "lowest terms"},
    {negative_den, "lowest terms"},
    {no_number, "lowest terms"},
    {bad_utf8, "not UTF-8"},
    {constant_kind, "is of no kind"},
    {field_record, "belongs to"},
    {field_of_other, "belongs to another"},
    {field_type, "no type that a manifest can hold"},
    {field_type_set, "no type that a manifest can hold"},
    {field_type_row, "no type that a manifest can hold"},
    {field_required, "neither optional nor has it a default"},
    {field_default, "default is not of its type"},
    {field_default_none, "default is not of its type"},
    {field_class, "is of no class"},
    {record_fields, "not all there"},
    {record_first, "not all there"},
    {record_too_few, "is not among its record's"},
    {two_names, "two fields of one name"},
    {record_itself, "contains itself"},
    {view_record, "its record is none"},
    {row_record, "row's record is none"},
    {row_versions, "automaton"},
    {row_automaton, "automaton"},
    {set_automaton, "automaton"},
    {set_both, "of strings and of ints"},
    {set_reversed, "reversed or out of order"},
    {table_cell, "a cell is no constant"},
    {table_cell_type, "a cell is not of its column's type"},
    {table_columns, "has no columns"},
    {table_type, "no type of single values"},
    {table_unique, "repeats a key"},
    {param_type, "has no type"},
    {param_default, "default is not of its type"},
    {param_no_default, "default is not of its type"},
    {param_set, "a set of another kind"},
    {param_no_set, "default is no set"},
    {param_record, "no type of single values"},
    {decode_rule, "its rule is none of a decode"},
    {decode_rule_kind, "its rule is none of a decode"},
    {decode_type, "has no type that a text can hold"},
    {decode_row, "has no type that a text can hold"},
    {decode_say, "no function of a string"},
    {decode_no_say, "no function of a string"},
    {rule_order, "out of order"},
    {rule_twice, "out of order"},
    {rule_kind, "is of no kind"},
    {rule_severity, "has no severity"},
    {rule_utf8, "not UTF-8"},
    {case_function, "no chunk of a case"},
    {case_none, "no chunk of a case"},
    {case_views, "other views"},
    {case_view, "names no view"},
    {case_record, "another record than its view gives"},
    {case_of_shape, "cannot have cases"},
    {shape_event, "is of no event"},
    {shape_twice, "are of one event"},
    {shape_say, "no function of five strings"},
    {scope_view, "names no view"},
    {scope_function, "that says true or false"},
};

static void test_data(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(damages); i++) {
    ev_bundle *b = universe();
    damages[i].do_it(b);
    expect_refused(b, damages[i].message);
  }
}

/* A decode's text must be of a lower chunk than any that decodes. */
static void test_decode_order(void **state) {
  (void)state;
  ev_bundle *b = universe();
  uint32_t user = kit_chunk(b, "user", 1, "string", "string",
                            "LOCAL 0; DECODE 0; BUILTIN count; TEXT; RETURN");
  EDIT(b, decodes, 0).say = user;
  expect_refused(b, "is a later chunk");
}

/* Calls nested so deeply that no stack would hold them. */
static void test_nesting(void **state) {
  (void)state;
  ev_bundle *b = kit_new();
  kit_chunk(b, "f", 1, "int", "int", "LOCAL 0; RETURN");
  for (uint32_t i = 1; i < 300; i++) {
    char code[100];
    snprintf(code, sizeof code, "LOCAL 0; CALL #%u; RETURN", i - 1);
    ev_chunk *c = kit_edit_chunks(b, kit_chunk(b, "f", 1, "int", "int", code));
    uint32_t *types = EV_NEW_ARRAY(&b->arena, uint32_t, 4096);
    c->local_types = types;
    c->local_count = 4096;
  }
  expect_refused(b, "calls are nested so deeply");
}

/* Names that fall into one bucket of an index with 1024: its searches are bounded, and find all that was let
 * in. */
static ev_bundle *colliding(uint32_t count) {
  ev_bundle *b = kit_new();
  kit_record(b, "R", false, "also x");
  ev_bfield *fields = EV_NEW_ARRAY(&b->arena, ev_bfield, count);
  uint32_t found = 0;
  for (uint32_t n = 0; found < count; n++) {
    char name[16];
    int size = snprintf(name, sizeof name, "f%u", n);
    if (ev_str_hash((ev_str){name, (size_t)size}) % 1024 != 0) continue;
    fields[found] = b->fields[0];
    fields[found++].name = ev_str_copy(&b->arena, (ev_str){name, (size_t)size});
  }
  b->fields = fields;
  b->fields_count = kit_edit_records(b, 0)->field_count = count;
  return b;
}

static void test_collisions(void **state) {
  (void)state;
  ev_bundle *b = colliding(EV_MOST_PROBES + 1);
  kit_verify(b);
  for (uint32_t i = 0; i <= EV_MOST_PROBES; i++)
    assert_int_equal(ev_record_field(b, 0, b->fields[i].name), i);
  assert_int_equal(ev_record_field(b, 0, EV_STR("other")), EV_NONE);
  ev_bundle_free(b);
  expect_refused(colliding(EV_MOST_PROBES + 2), "too many names collide");
}

/* Ways that meet again and again with much to compare: refused before it takes long. */
static void test_work(void **state) {
  (void)state;
  ev_bundle *b = universe();
  uint32_t jumps = 400000, at = 0;
  ev_chunk *c = kit_edit_chunks(b, add_case(b, "CONST true; POP"));
  uint32_t *words = EV_NEW_ARRAY(&b->arena, uint32_t, (size_t)jumps * 4 + 1);
  for (uint32_t i = 0; i < jumps; i++, at += 4) {
    words[at] = EV_OP_CONST;
    words[at + 1] = c->words[1];
    words[at + 2] = EV_OP_SKIP_FALSE;
    words[at + 3] = at + 4;
  }
  words[at++] = EV_OP_HALT;
  c->words = words;
  c->word_count = at;
  c->iterators = c->joins = 1024;
  expect_refused(b, "too much entwined");
}

/* ---- cost */

static void expect_cost(const char *code, uint64_t constant, uint64_t linear) {
  ev_bundle *b = universe();
  const ev_chunk *c = &b->chunks[add_case(b, code)];
  if (c->cost_constant != constant || c->cost_linear != linear) print_error("%s\n", code);
  assert_int_equal(c->cost_constant, constant);
  assert_int_equal(c->cost_linear, linear);
  kit_verify(b);
  ev_bundle_free(b);
}

static void test_cost(void **state) {
  (void)state;
  expect_cost("", 1, 0);
  expect_cost("CONST 1; POP", 3, 0);
  expect_cost("CONST 1; CALL twice; POP", 4 + 4, 0);
  expect_cost("CONST \"s\"; BUILTIN upper; POP", 4, 1);
  expect_cost("LIST int; ITER 0\n next: NEXT 0, end; POP; LOOP next", 2 + 1 + 1, 3);
  expect_cost("LIST int; ITER 0\n next: NEXT 0, end; CALL twice; POP; LOOP next", 2 + 1 + 1, 4 + 4);
  expect_cost("ROWS steps; ITER 0\n next: NEXT 0, end; POP; LOOP next", 2 + 1 + 3 * 3 + 1, 0);
  expect_cost(
      "LIST int; ITER 0\n a: NEXT 0, end; POP; ROWS steps; ITER 1\n b: NEXT 1, c; POP; LOOP b\n c: LOOP a", 4,
      2 + 2 + 1 + 3 * 3 + 1);
  expect_cost("ROWS steps; FOR 0, end\n next: NEXT 0, end; POP; LOOP next", 2 + 1 + 3 * 3 + 1, 0);
  /* What stands before a loop in the text need not be what comes before it. */
  expect_cost("LIST row steps; ITER 0; JUMP on; ROWS steps; ITER 0\n on: NEXT 0, end; POP; LOOP on",
              5 + 1 + 1, 3);
  expect_cost(
      "LIST row steps; CONST true; JUMP_FALSE on; POP; POP; ROWS steps; JUMP go\n on: POP\n go: ITER 0\n"
      " next: NEXT 0, end; POP; LOOP next",
      9 + 1 + 1, 3);
}

/* ---- memory */

static void test_memory(void **state) {
  (void)state;
  ev_verify_error error;
  size_t n = 1;
  bool ok = false;
  for (; !ok && n < 500; n++) {
    ev_bundle *b = universe();
    (void)add_case(b, samples[COUNT(samples) - 1].code);
    (void)add_case(b, "LIST int; ITER 0\n a: NEXT 0, end; POP; CONST true; SKIP_FALSE b; LOOP a\n b: LOOP a");
    ev_fail_allocation_after(n);
    ok = ev_verify(b, &error);
    ev_fail_allocation_after(0);
    if (!ok) assert_string_equal(error.message, "no memory");
    ev_bundle_free(b);
  }
  assert_true(ok && n > 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_opcode_has_a_sample),
      cmocka_unit_test(test_samples_are_accepted_and_listed),
      cmocka_unit_test(test_operands),
      cmocka_unit_test(test_stack),
      cmocka_unit_test(test_rules_of_their_own),
      cmocka_unit_test(test_what_is_accepted),
      cmocka_unit_test(test_functions),
      cmocka_unit_test(test_raw_code),
      cmocka_unit_test(test_data),
      cmocka_unit_test(test_decode_order),
      cmocka_unit_test(test_nesting),
      cmocka_unit_test(test_collisions),
      cmocka_unit_test(test_work),
      cmocka_unit_test(test_cost),
      cmocka_unit_test(test_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
