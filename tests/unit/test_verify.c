/* The verifier: rules of single instructions, loops and merging ways, data, cost. What the opcode table says
 * is tested in test_verify_opcodes.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "limit.h"
#include "opcode_samples.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void expect_refused(ev_bundle *b, const char *message) {
  ev_verify_error error;
  bool ok = ev_verify(b, &error);
  if (ok || !strstr(error.message, message))
    print_error("expected: %s\nfound: %s\n", message, ok ? "(accepted)" : error.message);
  assert_false(ok);
  assert_non_null(strstr(error.message, message));
  ev_bundle_free(b);
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
    {"UNKNOWN \"why\", map<int>; BUILTIN sum; POP", "sum"},
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
    /* where ways meet, the second comes by each kind of jump */
    {"CONST true; JUMP_FALSE on; POP; LIST int; FOR 0, on; HALT\n on: HALT",
     "FOR: the stack is 1 high on one way"},
    {"CONST true; JUMP_FALSE on; POP; LIST int; ITER 0; NEXT 0, on; POP\n on: HALT",
     "NEXT: the stack is 1 high"},
    {"CONST true; JUMP_FALSE on; POP; CONST true; BRANCH on, end, int; HALT\n on: HALT",
     "BRANCH: the stack is 1 high"},
    {"CONST true; JUMP_FALSE on; POP; CONST true; BRANCH end, on, int; HALT\n on: HALT",
     "BRANCH: slot 0 of the stack"},
    {"CONST true; JUMP_FALSE on; POP; " POD_NAME "JUMP_ABSENT on, \"d\"; HALT\n on: HALT",
     "JUMP_ABSENT: slot 0"},
    {"CONST true; JUMP_FALSE on; POP; " POD_NAME "JUMP_SET on; HALT\n on: HALT", "JUMP_SET: slot 0"},
    {"CONST true; JUMP_FALSE on; POP; " POD_NAME "JUMP_POISON on, int; HALT\n on: HALT",
     "JUMP_POISON: slot 0"},
    {"CONST true; JUMP_FALSE on; POP; JUMP on\n on: HALT", "JUMP: the stack is 1 high"},
    {"LIST int; ITER 0; CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; "
     "CONST 1; CONST 1; "
     "CONST 1; CONST 1; CONST 1; CONST 1; CONST 1; NEXT 0, end",
     "NEXT: the stack grows higher than 16"},
    {"CONST true; JUMP_FALSE on; CONST 1; STORE 1\n on: POP; LIST int; ITER 0\n a: NEXT 0, end; LOCAL 1; "
     "POP; POP; LOOP a",
     "may not have been stored"},
    {"CONST 1; LIST int; CONCAT; POP", "two strings or two lists"},
    {"LIST int; CONST 1; CONCAT; POP", "two strings or two lists"},
    {"LOCAL 0; CONST 1; APPEND; POP", "expected a list"},
    {"JUMP #3; CONST 1; POP", "where no instruction starts"},
    {"JOIN 0, set of int", "is none of values"},
    {"CONST 1; CONST 1; JOIN_ADD 0", "may not have been started"},
    {"JOIN 0, int; CONST 1; CONST \"s\"; JOIN_ADD 0", "expected int"},
    {"JOIN 0, int; LOCAL 0; CONST 1; JOIN_ADD 0", "expected a bool, number or string"},
    {"JOIN 0, int; CONST 1; JOIN_ADD 0", "the stack is empty"},
    {"JOIN 0, int; LOCAL 0; JOIN_PROBE 0, 0, 0", "expected a bool, number or string"},
    {"JOIN 0, int; CONST 1; JOIN_PROBE 0, 0, 3", "must be 0, 1 or 2"},
    {"CONST 1; JOIN_PROBE 0, 0, 0", "may not have been started"},
    {"CONST 1; CONST 1; JOIN_FIRST 0, 0, 0", "may not have been started"},
    {"JOIN 0, int; CONST 1; JOIN_FIRST 0, 0, 0", "the stack is empty"},
    {"JOIN 0, int; CONST 1; CONST 1; JOIN_FIRST 0, 0, 3", "must be 0, 1 or 2"},
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
    ev_bundle *b = sample_universe();
    (void)sample_case(b, rejects[i].code);
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
    ev_bundle *b = sample_universe();
    (void)sample_case(b, accepted[i].code);
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
    ev_bundle *b = sample_universe();
    char code[200];
    snprintf(code, sizeof code, "%s", rows[i].code);
    char *self = strstr(code, "self");
    if (self) memcpy(self, "#002", 4); /* its own index: twice, say, this one */
    (void)kit_chunk(b, "f", 1, "Pod", rows[i].result, code);
    expect_refused(b, rows[i].message);
  }
  ev_bundle *b = sample_universe();
  uint32_t c = sample_case(b, "EMIT");
  char code[100];
  snprintf(code, sizeof code, "CALL #%u; POP\n end: HALT", c);
  (void)kit_chunk(b, "g", 0, "", NULL, code);
  expect_refused(b, "is no function");
}

/* ---- raw code */

static void test_raw_code(void **state) {
  (void)state;
  ev_bundle *b = sample_universe();
  ev_chunk *c = kit_edit_chunks(b, sample_case(b, "EMIT"));
  ((uint32_t *)(uintptr_t)c->words)[0] = EV_OPCODES;
  expect_refused(b, "is no opcode");
  b = sample_universe();
  c = kit_edit_chunks(b, sample_case(b, "CONST 1; POP"));
  c->word_count = 1;
  expect_refused(b, "its operands are not all there");
  b = sample_universe();
  c = kit_edit_chunks(b, sample_case(b, "CONST 1; POP"));
  c->cost_constant--;
  expect_refused(b, "costs more steps");
  b = sample_universe();
  c = kit_edit_chunks(b, sample_case(b, "LIST int; ITER 0\n next: NEXT 0, end; POP; LOOP next"));
  c->cost_linear--;
  expect_refused(b, "costs more steps");
  b = sample_universe();
  c = kit_edit_chunks(b, sample_case(b, "EMIT"));
  c->max_stack = 5000;
  expect_refused(b, "too many locals");
  b = sample_universe();
  c = kit_edit_chunks(b, sample_case(b, "EMIT"));
  c->param_count = 9;
  expect_refused(b, "more parameters than locals");
  b = sample_universe();
  c = kit_edit_chunks(b, sample_case(b, "EMIT"));
  ((uint32_t *)(uintptr_t)c->local_types)[1] = 9999;
  expect_refused(b, "local 1 has no type");
  b = sample_universe();
  c = kit_edit_chunks(b, sample_case(b, "EMIT"));
  c->result = 9999;
  expect_refused(b, "its result has no type");
  b = sample_universe();
  c = kit_edit_chunks(b, sample_case(b, "EMIT"));
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

#define BAD     EV_STR("\xff")
#define PODS17  "Pod;Pod;Pod;Pod;Pod;Pod;Pod;Pod;Pod;Pod;Pod;Pod;Pod;Pod;Pod;Pod;Pod"
#define VIEWS17 "pod pod pod pod pod pod pod pod pod pod pod pod pod pod pod pod pod"
DAMAGE(utf8_enum, kit_type(b, "one of a b"); ((ev_str *)(uintptr_t)b->enums[0].at)[1] = BAD)
DAMAGE(utf8_set, EDIT(b, sets, 0).name = BAD)
DAMAGE(utf8_column, ((ev_str *)(uintptr_t)b->tables[0].column_names)[1] = BAD)
DAMAGE(utf8_table, EDIT(b, tables, 0).name = BAD)
DAMAGE(utf8_param, EDIT(b, params, 0).name = BAD)
DAMAGE(utf8_param_doc, EDIT(b, params, 0).doc = BAD)
DAMAGE(utf8_kind, ((ev_str *)(uintptr_t)b->views[0].rows[0].kinds.at)[0] = BAD)
DAMAGE(utf8_path, kit_view(b, "v", "Pod", false, "Pod v1 Pod at a");
       ((ev_str *)(uintptr_t)b->views[1].rows[0].paths[0].at)[0] = BAD)
DAMAGE(utf8_view, EDIT(b, views, 0).name = BAD)
DAMAGE(utf8_field, EDIT(b, fields, 0).name = BAD)
DAMAGE(utf8_record, EDIT(b, records, 0).name = BAD)
DAMAGE(utf8_scope, kit_scope(b, "s", "pod", kit_chunk(b, "f", 1, "Pod", "bool", "CONST true; RETURN"));
       EDIT(b, scopes, 0).name = BAD)
DAMAGE(utf8_chunk, EDIT(b, chunks, 0).name = BAD)
DAMAGE(utf8_id, EDIT(b, rules, 0).id = BAD)
DAMAGE(utf8_doc, EDIT(b, rules, 0).doc = BAD)
DAMAGE(utf8_help, EDIT(b, rules, 0).help = BAD)
DAMAGE(utf8_see, EDIT(b, rules, 0).see = BAD)
DAMAGE(utf8_file, EDIT(b, rules, 0).file = BAD)
DAMAGE(utf8_tag, static const ev_str tags[] = {{"\xff", 1}}; EDIT(b, rules, 0).tags = ((ev_texts){1, tags}))
DAMAGE(ranges_meet, static const ev_int_range r[] = {{1, 5}, {5, 9}}; EDIT(b, sets, 1).range_count = 2;
       EDIT(b, sets, 1).ranges = r)
DAMAGE(column_of_records, ((uint32_t *)(uintptr_t)b->tables[0].types)[1] = kit_type(b, "Pod"))
DAMAGE(field_absent, uint32_t t = kit_type(b, "absent"); EDIT(b, fields, 0).type = t)
DAMAGE(field_set_of_strings, uint32_t t = kit_type(b, "set of string"); EDIT(b, fields, 0).type = t)
DAMAGE(field_before_record, EDIT(b, records, 0).field_count = 0)
DAMAGE(field_of_no_record, EDIT(b, records, 1).field_count -= 1;
       EDIT(b, fields, b->fields_count - 1).record = 9)
DAMAGE(field_in_front, EDIT(b, records, 1).first_field += 1; EDIT(b, records, 1).field_count -= 1)
DAMAGE(say_gives_other, EDIT(b, decodes, 0).say = kit_chunk(b, "f", 1, "string", "int", "CONST 1; RETURN"))
DAMAGE(many_views, kit_rule(b, "A2", kit_chunk(b, "c", 17, PODS17, NULL, "HALT"), VIEWS17))
#define WATCH(k, f, s, l, h, u)                                                                              \
  kit_watch(b, (ev_bwatch){.kind = k, .field = f, .key = EV_NONE, .set = s, .low = l, .high = h, .under = u})
#define WATCH_KEY(k, f, of) kit_watch(b, (ev_bwatch){.kind = k, .field = f, .key = of, .set = EV_NONE})
DAMAGE(needs_no_watch, uint32_t r = kit_rule(b, "A2", kit_chunk(b, "c", 1, "Pod", NULL, "HALT"), "pod");
       static const uint32_t needs[] = {999, EV_NONE}; ev_bcase *c = (ev_bcase *)(uintptr_t)b->rules[r].cases;
       c->needs = needs; c->need_count = 2)
DAMAGE(needs_no_end, uint32_t r = kit_rule(b, "A2", kit_chunk(b, "c", 1, "Pod", NULL, "HALT"), "pod");
       WATCH(EV_W_SET, 0, EV_NONE, EV_NONE, EV_NONE, 0); static const uint32_t needs[] = {0};
       ev_bcase *c = (ev_bcase *)(uintptr_t)b->rules[r].cases; c->needs = needs; c->need_count = 1)
DAMAGE(watch_no_field, WATCH(EV_W_SET, 999, EV_NONE, EV_NONE, EV_NONE, 0))
DAMAGE(watch_no_set, WATCH(EV_W_IN, 0, 999, EV_NONE, EV_NONE, 0))
DAMAGE(watch_set_of_ints, WATCH(EV_W_NOT_IN, 0, kit_int_set(b, "", 1, 2), EV_NONE, EV_NONE, 0))
DAMAGE(watch_no_low, uint32_t one = kit_constant(b, "1"); /* what lies beyond would do */
       EDIT(b, constants, b->constants_count) = b->constants[one];
       WATCH(EV_W_NUMBER, 0, EV_NONE, b->constants_count, one, 0))
DAMAGE(watch_high_of_text, WATCH(EV_W_NUMBER, 0, EV_NONE, kit_constant(b, "1"), kit_constant(b, "\"a\""), 0))
DAMAGE(watch_low_of_text, WATCH(EV_W_NUMBER, 0, EV_NONE, kit_constant(b, "\"a\""), kit_constant(b, "1"), 0))
DAMAGE(watches_out_of_order, WATCH(EV_W_SET, 1, EV_NONE, EV_NONE, EV_NONE, 0);
       WATCH(EV_W_SET, 0, EV_NONE, EV_NONE, EV_NONE, 0))
DAMAGE(watch_over_too_many, WATCH(EV_W_SET, 0, EV_NONE, EV_NONE, EV_NONE, 1))
DAMAGE(watch_over_another, WATCH(EV_W_SET, 0, EV_NONE, EV_NONE, EV_NONE, 1);
       WATCH(EV_W_SET, 1, EV_NONE, EV_NONE, EV_NONE, 0))
DAMAGE(watch_key_beyond, uint32_t one = kit_constant(b, "\"a\"");
       EDIT(b, constants, b->constants_count) = b->constants[one]; WATCH_KEY(EV_W_SET, 0, b->constants_count))
DAMAGE(watch_key_of_number, WATCH_KEY(EV_W_SET, 0, kit_constant(b, "1")))
DAMAGE(watch_keys_out_of_order, WATCH_KEY(EV_W_SET, 0, kit_constant(b, "\"b\""));
       WATCH_KEY(EV_W_SET, 0, kit_constant(b, "\"a\"")))
DAMAGE(watch_key_before_none, WATCH_KEY(EV_W_SET, 0, kit_constant(b, "\"a\""));
       WATCH(EV_W_SET, 0, EV_NONE, EV_NONE, EV_NONE, 0))
DAMAGE(watch_over_another_key, WATCH(EV_W_SET, 0, EV_NONE, EV_NONE, EV_NONE, 1);
       WATCH_KEY(EV_W_SET, 0, kit_constant(b, "\"a\"")))
DAMAGE(watch_no_param, WATCH(EV_W_PARAM, 99, EV_NONE, EV_NONE, EV_NONE, 0))
DAMAGE(watch_param_before_field, WATCH(EV_W_PARAM, 0, EV_NONE, EV_NONE, EV_NONE, 0);
       WATCH(EV_W_SET, 1, EV_NONE, EV_NONE, EV_NONE, 0))
DAMAGE(watch_key_no_set, WATCH(EV_W_KEY_IN, 0, 999, EV_NONE, EV_NONE, 0))
DAMAGE(watch_key_not_in_ints, WATCH(EV_W_KEY_NOT_IN, 0, kit_int_set(b, "", 1, 2), EV_NONE, EV_NONE, 0))
DAMAGE(line_beyond, static const ev_line l[] = {{99, 1, 1}}; EDIT(b, chunks, 0).lines = l;
       EDIT(b, chunks, 0).line_count = 1)
DAMAGE(many_iterators, EDIT(b, chunks, 0).iterators = 1025)
DAMAGE(many_joins, EDIT(b, chunks, 0).joins = 1025)
DAMAGE(many_locals, uint32_t *t = EV_NEW_ARRAY(&b->arena, uint32_t, 4097); EDIT(b, chunks, 0).local_types = t;
       EDIT(b, chunks, 0).local_count = 4097)
DAMAGE(local_of_sets, ((uint32_t *)(uintptr_t)b->chunks[0].local_types)[0] = kit_type(b, "set of int"))
DAMAGE(local_of_strings, ((uint32_t *)(uintptr_t)b->chunks[0].local_types)[0] = kit_type(b, "set of string"))
DAMAGE(optional_optional, uint32_t o = kit_type(b, "bool?"), t = kit_type(b, "[bool?]");
       EDIT(b, types, t).kind = EV_VT_OPTIONAL; (void)o)
DAMAGE(no_automaton_table, ((ev_automaton *)(uintptr_t)b->sets[0].automaton)->table = NULL)
DAMAGE(no_automaton_ends, ((ev_automaton *)(uintptr_t)b->sets[0].automaton)->accepting = NULL)
DAMAGE(automaton_end, ((uint8_t *)(uintptr_t)b->sets[0].automaton->accepting)[0] = 2)
DAMAGE(no_states, ((ev_automaton *)(uintptr_t)b->sets[0].automaton)->states = 0)
DAMAGE(many_states, static const uint32_t table[20001]; static const uint8_t accepting[20001];
       *(ev_automaton *)(uintptr_t)b->sets[0].automaton = ((ev_automaton){
           .states = 20001, .classes = 1, .table = table, .accepting = accepting}))
DAMAGE(many_classes, static const uint32_t table[257]; static const uint8_t accepting[1];
       *(ev_automaton *)(uintptr_t)b->sets[0].automaton = ((ev_automaton){
           .states = 1, .classes = 257, .table = table, .accepting = accepting}))
DAMAGE(no_classes, ((ev_automaton *)(uintptr_t)b->sets[0].automaton)->classes = 0)
DAMAGE(reversed_rat, uint32_t k = kit_constant(b, "q1/2"); EDIT(b, constants, k).number = ((ev_rat){-1, -2}))
DAMAGE(smallest_den, uint32_t k = kit_constant(b, "q1/2");
       EDIT(b, constants, k).number = ((ev_rat){1, EV_INT_MIN}))
DAMAGE(twice_infinity, uint32_t k = kit_constant(b, "q1/2"); EDIT(b, constants, k).number = ((ev_rat){2, 0}))

static const damage damages[] = {
    {utf8_enum, "not UTF-8"},
    {utf8_set, "not UTF-8"},
    {utf8_column, "not UTF-8"},
    {utf8_table, "not UTF-8"},
    {utf8_param, "not UTF-8"},
    {utf8_param_doc, "not UTF-8"},
    {utf8_kind, "not UTF-8"},
    {utf8_path, "not UTF-8"},
    {utf8_view, "not UTF-8"},
    {utf8_field, "not UTF-8"},
    {utf8_record, "not UTF-8"},
    {utf8_scope, "not UTF-8"},
    {utf8_chunk, "not UTF-8"},
    {utf8_id, "not UTF-8"},
    {utf8_doc, "not UTF-8"},
    {utf8_help, "not UTF-8"},
    {utf8_see, "not UTF-8"},
    {utf8_file, "not UTF-8"},
    {utf8_tag, "not UTF-8"},
    {ranges_meet, "reversed or out of order"},
    {column_of_records, "no type of single values"},
    {field_absent, "no type that a manifest can hold"},
    {field_set_of_strings, "no type that a manifest can hold"},
    {field_before_record, "not among its record"},
    {field_of_no_record, "belongs to no record"},
    {field_in_front, "not among its record"},
    {say_gives_other, "no function of a string"},
    {many_views, "other views"},
    {needs_no_watch, "needs no watch"},
    {needs_no_end, "have no end"},
    {watch_no_field, "on no field"},
    {watch_no_set, "no set of strings"},
    {watch_set_of_ints, "no set of strings"},
    {watch_no_low, "are no numbers"},
    {watch_high_of_text, "are no numbers"},
    {watch_low_of_text, "are no numbers"},
    {watch_key_beyond, "its key is no string"},
    {watch_key_of_number, "its key is no string"},
    {watch_keys_out_of_order, "out of order"},
    {watch_key_before_none, "out of order"},
    {watch_over_another_key, "is not on its field"},
    {watch_no_param, "on no parameter"},
    {watch_param_before_field, "out of order"},
    {watch_key_no_set, "no set of strings"},
    {watch_key_not_in_ints, "no set of strings"},
    {watches_out_of_order, "out of order"},
    {watch_over_too_many, "not on its field"},
    {watch_over_another, "not on its field"},
    {line_beyond, "lines are out of order"},
    {many_iterators, "too many locals"},
    {many_joins, "too many locals"},
    {many_locals, "too many locals"},
    {local_of_sets, "has no type"},
    {local_of_strings, "has no type"},
    {optional_optional, "cannot stand inside one"},
    {no_automaton_table, "automaton"},
    {no_automaton_ends, "automaton"},
    {automaton_end, "automaton"},
    {no_states, "automaton"},
    {many_states, "automaton"},
    {many_classes, "automaton"},
    {no_classes, "automaton"},
    {reversed_rat, "lowest terms"},
    {smallest_den, "lowest terms"},
    {twice_infinity, "lowest terms"},
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
    ev_bundle *b = sample_universe();
    damages[i].do_it(b);
    expect_refused(b, damages[i].message);
  }
}

/* Lists of lists: 200 within an int, and one more. */
static void test_deep_types(void **state) {
  (void)state;
  ev_bundle *b = kit_new();
  for (uint32_t i = 0, type = kit_type(b, "int"); i <= EV_MAX_SYNTAX_DEPTH; i++, type = b->types_count++)
    EDIT(b, types, b->types_count) = (ev_vtype){EV_VT_LIST, type};
  b->types_count--;
  kit_verify(b);
  b->types_count++;
  expect_refused(b, "nested too deeply");
}

/* A decode's text must be of a lower chunk than any that decodes. */
static void test_decode_order(void **state) {
  (void)state;
  ev_bundle *b = sample_universe();
  uint32_t user = kit_chunk(b, "user", 1, "string", "string",
                            "LOCAL 0; DECODE 0; BUILTIN count; TEXT; RETURN");
  EDIT(b, decodes, 0).say = user;
  expect_refused(b, "is a later chunk");
}

/* Functions each of which calls the one before, and each of which needs so much. */
typedef struct frame {
  uint32_t locals, stack, iterators, joins;
} frame;

static ev_bundle *nested(uint32_t count, frame need) {
  ev_bundle *b = kit_new();
  ev_chunk *chunks = EV_NEW_ARRAY(&b->arena, ev_chunk, count);
  uint32_t *words = EV_NEW_ARRAY(&b->arena, uint32_t, (size_t)count * 5);
  uint32_t *types = EV_NEW_ARRAY(&b->arena, uint32_t, need.locals);
  uint32_t type = kit_type(b, "int"), constant = kit_constant(b, "5");
  for (uint32_t i = 0; i < count; i++, words += 5) {
    words[0] = i ? EV_OP_CALL : EV_OP_CONST;
    words[1] = i ? i - 1 : constant;
    words[2] = EV_OP_RETURN;
    chunks[i] = (ev_chunk){.local_count = need.locals,
                           .local_types = types,
                           .result = type,
                           .iterators = need.iterators,
                           .joins = need.joins,
                           .max_stack = need.stack,
                           .word_count = 3,
                           .words = words,
                           .cost_constant = 2 + 2 * (uint64_t)i};
  }
  b->chunks = chunks;
  b->chunks_count = count;
  return b;
}

/* Calls nested so deeply that no stack would hold them: at the limit, and one beyond. */
static void test_nesting(void **state) {
  (void)state;
  static const struct {
    uint32_t most;
    frame need;
  } rows[] = {
      {256, {.locals = 4091, .stack = 4}}, /* 2^20 values, with one more of each frame */
      {64, {.stack = 1, .iterators = 1024}},
      {64, {.stack = 1, .joins = 1024}},
      {65536, {.stack = 1}},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    ev_bundle *b = nested(rows[i].most, rows[i].need);
    kit_verify(b);
    ev_bundle_free(b);
    expect_refused(nested(rows[i].most + 1, rows[i].need), "calls are nested so deeply");
  }
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

/* A table's keys, likewise. */
static ev_bundle *colliding_keys(uint32_t count) {
  ev_bundle *b = kit_new();
  kit_table(b, "t", "n: int", "1", true);
  ev_const *keys = EV_NEW_ARRAY(&b->arena, ev_const, count);
  uint32_t *cells = EV_NEW_ARRAY(&b->arena, uint32_t, count);
  uint32_t found = 0;
  for (ev_int n = 0; found < count; n++) {
    ev_const key = {.kind = EV_K_INT, .number = ev_rat_of(n)};
    if (ev_const_hash(&key) % 1024 != 0) continue;
    keys[found] = key;
    cells[found] = found;
    found++;
  }
  b->constants = keys;
  b->constants_count = count;
  kit_edit_tables(b, 0)->cells = cells;
  kit_edit_tables(b, 0)->rows = count;
  return b;
}

static void test_colliding_keys(void **state) {
  (void)state;
  ev_bundle *b = colliding_keys(EV_MOST_PROBES + 1);
  kit_verify(b);
  for (uint32_t i = 0; i <= EV_MOST_PROBES; i++)
    assert_int_equal(ev_table_find(b, &b->tables[0], &b->constants[i]), i);
  ev_bundle_free(b);
  expect_refused(colliding_keys(EV_MOST_PROBES + 2), "too many keys collide");
}

/* Ways that meet again and again with much to compare: refused before it takes long. All jump to the next
 * instruction, or all to the last. */
static ev_bundle *entwined(uint32_t jumps, bool to_the_last) {
  ev_bundle *b = sample_universe();
  uint32_t at = 0;
  ev_chunk *c = kit_edit_chunks(b, sample_case(b, "CONST true; POP"));
  uint32_t *words = EV_NEW_ARRAY(&b->arena, uint32_t, (size_t)jumps * 4 + 1);
  for (uint32_t i = 0; i < jumps; i++, at += 4) {
    words[at] = EV_OP_CONST;
    words[at + 1] = c->words[1];
    words[at + 2] = EV_OP_SKIP_FALSE;
    words[at + 3] = to_the_last ? jumps * 4 : at + 4;
  }
  words[at++] = EV_OP_HALT;
  c->words = words;
  c->word_count = at;
  c->iterators = c->joins = 1024;
  c->cost_constant = UINT64_MAX; /* nothing else is wrong with it */
  return b;
}

static void test_work(void **state) {
  (void)state;
  expect_refused(entwined(400000, false), "too much entwined");
  expect_refused(entwined(400000, true), "too much entwined");
}

/* ---- cost */

static void expect_cost(const char *code, uint64_t constant, uint64_t linear) {
  ev_bundle *b = sample_universe();
  const ev_chunk *c = &b->chunks[sample_case(b, code)];
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
    ev_bundle *b = sample_universe();
    (void)sample_case(b, opcode_samples[EV_OPCODES - 1].code);
    (void)sample_case(b,
                      "LIST int; ITER 0\n a: NEXT 0, end; POP; CONST true; SKIP_FALSE b; LOOP a\n b: LOOP a");
    ev_fail_allocation_after(n);
    ok = ev_verify(b, &error);
    ev_fail_allocation_after(0);
    if (!ok) assert_string_equal(error.message, "no memory");
    ev_bundle_free(b);
  }
  assert_true(ok && n > 3);
}

/* Nothing is accepted without what is kept of it in the bundle's own arena. */
static void test_memory_of_the_bundle(void **state) {
  (void)state;
  ev_verify_error error;
  bool ok = false;
  uint32_t refused = 0;
  for (size_t more = 1; !ok; more += 16) {
    ev_bundle *b = sample_universe();
    (void)sample_case(b, "CONST 1; POP");
    b->arena.limit = b->arena.allocated + more;
    ok = ev_verify(b, &error);
    assert_int_not_equal(ok, b->arena.failed);
    if (!ok) assert_string_equal(error.message, "no memory");
    if (!ok) assert_true(error.no_memory);
    refused += !ok;
    ev_bundle_free(b);
  }
  assert_true(refused > 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rules_of_their_own),
      cmocka_unit_test(test_what_is_accepted),
      cmocka_unit_test(test_functions),
      cmocka_unit_test(test_raw_code),
      cmocka_unit_test(test_data),
      cmocka_unit_test(test_deep_types),
      cmocka_unit_test(test_decode_order),
      cmocka_unit_test(test_nesting),
      cmocka_unit_test(test_collisions),
      cmocka_unit_test(test_colliding_keys),
      cmocka_unit_test(test_work),
      cmocka_unit_test(test_cost),
      cmocka_unit_test(test_memory),
      cmocka_unit_test(test_memory_of_the_bundle),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
