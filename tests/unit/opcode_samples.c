#include "opcode_samples.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

ev_bundle *sample_universe(void) {
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

#define BOOL  "CONST true; "
#define LOOP_ "LIST int; ITER 0\n next: NEXT 0, end; POP; "

const opcode_sample opcode_samples[EV_OPCODES] = {
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
    {"RETURN", "CONST 1; RETURN", "RETURN"},
    {"JUMP_POISON", POD_NAME "JUMP_POISON on, int; POP; CONST 1\n on: POP", "JUMP_POISON @10, int"},
    {"ITER", "LIST int; ITER 0", "ITER iterator 0"},
    {"NEXT", LOOP_ "LOOP next", "NEXT iterator 0, @10"},
    {"MAYBE", LOOP_ "MAYBE 0; POP; LOOP next", "MAYBE iterator 0"},
    {"LOOP", LOOP_ "LOOP next", "LOOP @4"},
    {"JOIN", "JOIN 0, int", "JOIN join 0, int"},
    {"JOIN_ADD", "JOIN 0, int; CONST \"k\"; CONST 1; JOIN_ADD 0", "JOIN_ADD join 0"},
    {"JOIN_PROBE", "JOIN 0, int; CONST \"k\"; JOIN_PROBE 0, 1, 1", "JOIN_PROBE join 0, iterator 1, 1"},
    {"JOIN_FIRST", "JOIN 0, int; CONST \"k\"; CONST 1; JOIN_FIRST 0, 1, 1",
     "JOIN_FIRST join 0, iterator 1, 1"},
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

uint32_t sample_opcode(const char *name) {
  for (uint32_t op = 0; op < EV_OPCODES; op++)
    if (strcmp(ev_opcodes[op].name, name) == 0) return op;
  fprintf(stderr, "samples: no opcode %s\n", name);
  abort();
}

uint32_t sample_case(ev_bundle *b, const char *code) {
  ev_buf text = {0};
  ev_buf_format(&text, "%s\n end: HALT", code);
  ev_buf_char(&text, '\0');
  uint32_t chunk = kit_chunk(b, "case", 1, "Pod; int", NULL, text.at);
  ev_buf_free(&text);
  return chunk;
}

uint32_t sample_chunk(ev_bundle *b, const opcode_sample *sample) {
  bool function = sample_opcode(sample->opcode) == EV_OP_RETURN;
  return function ? kit_chunk(b, "function", 1, "Pod; int", "int", sample->code)
                  : sample_case(b, sample->code);
}

uint32_t sample_find(const ev_chunk *c, uint32_t op) {
  uint32_t found = EV_NONE;
  for (uint32_t at = 0; at < c->word_count; at += ev_opcodes[c->words[at]].words)
    if (c->words[at] == op && (found == EV_NONE || op != EV_OP_HALT)) found = at;
  return found;
}
