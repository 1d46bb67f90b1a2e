/* The verifier against the opcode table: of every opcode a sample that it accepts and its listing; and, made
 * from the table, a case that it rejects for each rule of each operand, each value on the stack, and where
 * the opcode may stand. An opcode, a kind of operand or an effect that the tables here do not know fails the
 * test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "opcode_samples.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- samples */

static void test_every_opcode_has_a_sample(void **state) {
  (void)state;
  for (uint32_t op = 0; op < EV_OPCODES; op++) {
    assert_non_null(opcode_samples[op].opcode);
    assert_string_equal(opcode_samples[op].opcode, ev_opcodes[op].name);
  }
}

static void squeeze(char *text) {
  char *to = text;
  for (char *from = text; *from; from++)
    if (*from != ' ' || (to > text && to[-1] != ' ')) *to++ = *from;
  while (to > text && to[-1] == ' ') to--;
  *to = '\0';
}

static void test_samples_are_accepted_and_listed(void **state) {
  (void)state;
  for (uint32_t op = 0; op < EV_OPCODES; op++) {
    ev_bundle *b = sample_universe();
    const ev_chunk *c = &b->chunks[sample_chunk(b, &opcode_samples[op])];
    ev_buf line = {0};
    kit_verify(b);
    assert_int_not_equal(sample_find(c, op), EV_NONE);
    ev_disassemble_instruction(&line, b, c, sample_find(c, op));
    ev_buf_char(&line, '\0');
    squeeze(line.at);
    assert_string_equal(strchr(line.at, ' ') + 1, opcode_samples[op].listing);
    ev_buf_free(&line);
    ev_bundle_free(b);
  }
}

/* ---- rejecting */

/* Refused at the opcode's instruction, for a reason that says so. */
static void expect_refused_at(ev_bundle *b, uint32_t chunk, uint32_t op, const char *reason) {
  ev_verify_error error;
  bool ok = ev_verify(b, &error);
  uint32_t word = error.word, found = ok || word == EV_NONE ? EV_OPCODES : b->chunks[chunk].words[word];
  bool right = !ok && error.chunk == chunk && found == op && strstr(error.message, reason);
  if (!right)
    print_error("%s: expected: %s\nfound: %s\n", ev_opcodes[op].name, reason,
                ok ? "(accepted)" : error.message);
  assert_true(right);
  assert_true(ev_str_starts(ev_str_of(error.message), ev_str_of(ev_opcodes[op].name)));
  ev_bundle_free(b);
}

/* ---- operands */

/* A wrong operand, at its place in the words of a chunk. */
typedef struct spot {
  ev_bundle *b;
  uint32_t chunk, at; /* of the instruction */
} spot;

typedef struct violation {
  char letter;
  const char *opcodes; /* with blanks around each; NULL: all with that operand */
  uint32_t (*wrong)(const spot *s);
  const char *reason;
} violation;

static ev_chunk *chunk_at(const spot *s) { return kit_edit_chunks(s->b, s->chunk); }

static uint32_t last_kind(const ev_bundle *b, ev_bfield_class class_) {
  uint32_t i = b->fields_count;
  while (i-- > 0 && b->fields[i].class_ != class_) continue;
  return i;
}

#define WRONG(name, value)                                                                                   \
  static uint32_t name(const spot *s) { return value; }
WRONG(most, UINT32_MAX - 1 + (s == NULL))
WRONG(constants, s->b->constants_count)
WRONG(fields, s->b->fields_count)
WRONG(sets, s->b->sets_count)
WRONG(params, s->b->params_count)
WRONG(tables, s->b->tables_count)
WRONG(types, s->b->types_count)
WRONG(decodes, s->b->decodes_count)
WRONG(builtins, EV_BUILTINS + (s == NULL))
WRONG(locals, chunk_at(s)->local_count)
WRONG(iterators, chunk_at(s)->iterators)
WRONG(joins, chunk_at(s)->joins)
WRONG(words, chunk_at(s)->word_count)
WRONG(itself, s->at)
WRONG(own_operand, s->at + 1)
WRONG(start, 0 * s->at)
WRONG(own_chunk, s->chunk)
WRONG(a_case, kit_chunk(s->b, "later", 1, "Pod", NULL, "HALT"))
WRONG(number_constant, kit_constant(s->b, "5"))
WRONG(other_local, 1 + 0 * s->at)
WRONG(parameter, 0 * s->at)
WRONG(also_field, last_kind(s->b, EV_BF_ALSO))
WRONG(elsewhere_field, last_kind(s->b, EV_BF_ELSEWHERE))
WRONG(field_of_item, s->b->records[0].first_field)
WRONG(set_of_ints, 1 + 0 * s->at)
WRONG(param_limit, ev_bundle_param(s->b, EV_STR("limit")))
WRONG(param_globs, ev_bundle_param(s->b, EV_STR("globs")))
WRONG(param_small, ev_bundle_param(s->b, EV_STR("small")))
WRONG(table_steps, 1 + 0 * s->at)
WRONG(type_of_sets, kit_type(s->b, "set of int"))
WRONG(type_absent, kit_type(s->b, "absent"))
WRONG(many, 200 + 0 * s->at)
WRONG(two, 2 + 0 * s->at)
WRONG(three, 3 + 0 * s->at)
WRONG(idle_slot, 3 + 0 * s->at)
WRONG(idle_join, 1 + 0 * s->at)

static const violation violations[] = {
    {'k', NULL, constants, "must be below"},
    {'k', NULL, most, "must be below"},
    {'g', NULL, constants, "must be below"},
    {'g', NULL, number_constant, "is no string"},
    {'l', NULL, locals, "must be below"},
    {'l', NULL, most, "must be below"},
    {'l', " LOCAL ", other_local, "may not have been stored"},
    {'l', " STORE ", parameter, "does not hold the type"},
    {'j', NULL, itself, "does not go forward"},
    {'j', NULL, start, "does not go forward"},
    {'j', NULL, words, "must be below"},
    {'j', NULL, most, "must be below"},
    {'j', NULL, own_operand, "where no instruction starts"},
    {'b', NULL, itself, "must be below"},
    {'b', NULL, most, "must be below"},
    {'b', NULL, start, "which is no NEXT"},
    {'f', NULL, fields, "must be below"},
    {'f', NULL, most, "must be below"},
    {'f', NULL, also_field, "has no type"},
    {'f', NULL, elsewhere_field, "has no type"},
    {'f', NULL, field_of_item, "is of another record"},
    {'s', NULL, sets, "must be below"},
    {'s', NULL, most, "must be below"},
    {'s', " IN_SET ", set_of_ints, "expected an int"},
    {'p', NULL, params, "must be below"},
    {'p', NULL, most, "must be below"},
    {'p', " PARAM ", param_globs, "is a set"},
    {'p', " IN_PARAM ", param_limit, "is no set"},
    {'p', " IN_PARAM ", param_small, "expected an int"},
    {'t', NULL, tables, "must be below"},
    {'t', NULL, most, "must be below"},
    {'t', " LOOKUP ", table_steps, "are not unique"},
    {'y', NULL, types, "must be below"},
    {'y', NULL, most, "must be below"},
    {'y', NULL, type_of_sets, "is none of values"},
    {'y', NULL, type_absent, "is none of values"},
    {'c', NULL, own_chunk, "must be below"},
    {'c', NULL, most, "must be below"},
    {'c', NULL, a_case, "must be below"},
    {'d', NULL, decodes, "must be below"},
    {'d', NULL, most, "must be below"},
    {'u', NULL, builtins, "must be below"},
    {'u', NULL, most, "must be below"},
    {'n', " FORMAT ", many, "the stack is empty"},
    {'n', " FORMAT ", most, "the stack is empty"},
    {'n', " JOIN_PROBE JOIN_FIRST ", three, "must be 0, 1 or 2"},
    {'i', NULL, iterators, "must be below"},
    {'i', NULL, most, "must be below"},
    {'i', " NEXT MAYBE ", idle_slot, "may not have been started"},
    {'m', NULL, joins, "must be below"},
    {'m', NULL, most, "must be below"},
    {'m', " JOIN_ADD JOIN_PROBE JOIN_FIRST ", idle_join, "may not have been started"},
    {'x', NULL, two, "is none of the 2"},
    {'x', NULL, most, "is none of the 2"},
};

static bool concerns(const violation *v, uint32_t op) {
  char name[40];
  snprintf(name, sizeof name, " %s ", ev_opcodes[op].name);
  return !v->opcodes || strstr(v->opcodes, name);
}

static void violate(uint32_t op, uint32_t operand, const violation *v) {
  ev_bundle *b = sample_universe();
  spot s = {b, sample_chunk(b, &opcode_samples[op]), 0};
  s.at = sample_find(chunk_at(&s), op);
  ((uint32_t *)(uintptr_t)chunk_at(&s)->words)[s.at + 1 + operand] = v->wrong(&s);
  expect_refused_at(b, s.chunk, op, v->reason);
}

static void test_operands(void **state) {
  (void)state;
  uint32_t used[COUNT(violations)] = {0};
  for (uint32_t op = 0; op < EV_OPCODES; op++)
    for (uint32_t i = 0; ev_opcodes[op].operands[i]; i++) {
      uint32_t tried = 0;
      for (size_t v = 0; v < COUNT(violations); v++) {
        if (violations[v].letter != ev_opcodes[op].operands[i] || !concerns(&violations[v], op)) continue;
        violate(op, i, &violations[v]);
        used[v]++;
        tried++;
      }
      if (!tried) print_error("no wrong operand %u of %s is known\n", i, ev_opcodes[op].name);
      assert_true(tried > 0);
    }
  for (size_t v = 0; v < COUNT(violations); v++) assert_true(used[v] > 0);
}

/* Instructions that start an iterator, inside a loop that has it. */
static void test_iterators_of_loops_around(void **state) {
  (void)state;
  uint32_t tried = 0;
  for (uint32_t op = 0; op < EV_OPCODES; op++) {
    const char *slot = strchr(ev_opcodes[op].operands, 'i');
    if (!slot || op == EV_OP_MAYBE) continue;
    ev_buf code = {0};
    ev_buf_format(&code, "LIST int; ITER 3\n around: NEXT 3, end; POP; %s; LOOP around",
                  opcode_samples[op].code);
    ev_buf_char(&code, '\0');
    ev_bundle *b = sample_universe();
    uint32_t chunk = sample_case(b, code.at);
    ev_chunk *c = kit_edit_chunks(b, chunk);
    ((uint32_t *)(uintptr_t)c->words)[sample_find(c, op) + 1 + (slot - ev_opcodes[op].operands)] = 3;
    expect_refused_at(b, chunk, op, "is that of a loop around");
    ev_buf_free(&code);
    tried++;
  }
  assert_int_equal(tried, 5); /* ITER, NEXT, FOR, JOIN_PROBE, JOIN_FIRST */
}

/* ---- values on the stack */

/* Letters as in effects, and: k a key, e an element of a list of ints, l such a list, S an optional string.
 */
static const struct {
  char letter;
  const char *right, *wrong; /* wrong: NULL where everything fits */
} values[] = {
    {'b', "CONST true; ", "CONST 1; "},
    {'n', "CONST 1; ", "CONST \"s\"; "},
    {'s', "CONST \"s\"; ", "CONST 1; "},
    {'v', "CONST 1; ", NULL},
    {'T', "CONST 1; ", NULL},
    {'r', "LOCAL 0; ", "CONST 1; "},
    {'w', "CONST \"x\"; LOOKUP forms; UNWRAP; ", "CONST 1; "},
    {'L', "LIST int; ", "CONST 1; "},
    {'M', LABELS, "CONST 1; "},
    {'k', "CONST \"k\"; ", "LOCAL 0; "},
    {'e', "CONST 1; ", "CONST q1/2; "},
    {'l', "LIST int; ", "LIST string; "},
    {'S', POD_NAME, "CONST 1; "},
};

static size_t value_of(char letter) {
  size_t i = 0;
  while (i < COUNT(values) && values[i].letter != letter) i++;
  if (i == COUNT(values)) print_error("no value of %c is known\n", letter);
  assert_true(i < COUNT(values));
  return i;
}

/* What opcodes take whose effect leaves it to a rule of their own, or whose rule says more than the effect.
 */
static const struct {
  const char *opcode, *takes;
} special[] = {
    {"LOOKUP", "s"},      {"OVERRIDE", "Ss"}, {"IN_SET", "s"},     {"IN_PARAM", "s"},
    {"IN_LIST", "nL"},    {"FORMAT", "ss"},   {"CONCAT", "ss"},    {"APPEND", "Le"},
    {"APPEND_IF", "Leb"}, {"BUILTIN", "s"},   {"CALL", "e"},       {"DECODE", "S"},
    {"RETURN", "e"},      {"JOIN_ADD", "ke"}, {"JOIN_PROBE", "k"}, {"JOIN_FIRST", "ke"},
};

/* What an opcode takes, by letters. */
static const char *taken(uint32_t op, char letters[8]) {
  size_t count = 0;
  for (size_t i = 0; i < COUNT(special); i++)
    if (strcmp(special[i].opcode, ev_opcodes[op].name) == 0) return special[i].takes;
  for (const char *at = ev_opcodes[op].effect; *at != '-'; at++)
    if (*at != ' ' && *at != '?') letters[count++] = *at;
  letters[count] = '\0';
  if (strchr(letters, '*')) print_error("what %s takes is not known\n", ev_opcodes[op].name);
  assert_null(strchr(letters, '*'));
  return letters;
}

/* What must go before. */
static const char *preparation(uint32_t op) {
  if (strncmp(ev_opcodes[op].name, "JOIN_", 5) == 0) return "JOIN 0, int; ";
  return op == EV_OP_NEXT || op == EV_OP_MAYBE ? "LIST int; ITER 0; " : "";
}

/* The instruction of a sample with its operands, jumps going to `end`. */
static void add_instruction(ev_buf *code, uint32_t op) {
  ev_bundle *b = sample_universe();
  const ev_chunk *c = &b->chunks[sample_chunk(b, &opcode_samples[op])];
  uint32_t at = sample_find(c, op);
  ev_buf_text(code, ev_opcodes[op].name);
  for (uint32_t o = 0; ev_opcodes[op].operands[o]; o++) {
    ev_buf_text(code, o ? ", " : " ");
    if (ev_opcodes[op].operands[o] == 'j')
      ev_buf_text(code, "end");
    else
      ev_buf_format(code, "#%u", c->words[at + 1 + o]);
  }
  ev_bundle_free(b);
}

/* With one of the values missing or wrong. */
static void check_value(uint32_t op, const char *letters, size_t which, bool missing) {
  ev_buf code = {0};
  ev_buf_text(&code, preparation(op));
  for (size_t i = 0; letters[i]; i++) {
    size_t value = value_of(letters[i]);
    if (i != which || !missing) ev_buf_text(&code, i == which ? values[value].wrong : values[value].right);
  }
  add_instruction(&code, op);
  ev_buf_text(&code, op == EV_OP_RETURN ? "\n end: CONST 1; RETURN" : "\n end: HALT");
  ev_buf_char(&code, '\0');
  ev_bundle *b = sample_universe();
  uint32_t chunk = kit_chunk(b, "chunk", 1, "Pod; int", op == EV_OP_RETURN ? "int" : NULL, code.at);
  expect_refused_at(b, chunk, op, missing && !letters[1] ? "the stack is empty" : "");
  ev_buf_free(&code);
}

static void test_stack(void **state) {
  (void)state;
  for (uint32_t op = 0; op < EV_OPCODES; op++) {
    char buffer[8];
    const char *letters = taken(op, buffer);
    for (size_t i = 0; letters[i]; i++) {
      if (values[value_of(letters[i])].wrong) check_value(op, letters, i, false);
    }
    if (letters[0]) check_value(op, letters, 0, true);
  }
}

/* Opcodes that only push need room for it. */
static void test_room(void **state) {
  (void)state;
  for (uint32_t op = 0; op < EV_OPCODES; op++) {
    const char *effect = ev_opcodes[op].effect;
    if (strncmp(effect, "-> ", 3) != 0 || op == EV_OP_NEXT) continue;
    ev_bundle *b = sample_universe();
    ev_buf code = {0};
    ev_buf_text(&code, preparation(op));
    for (int i = 0; i < 16; i++) ev_buf_text(&code, "CONST 1; ");
    add_instruction(&code, op);
    ev_buf_char(&code, '\0');
    expect_refused_at(b, sample_case(b, code.at), op, "grows higher than 16");
    ev_buf_free(&code);
  }
  ev_bundle *b = sample_universe();
  ev_chunk *c = kit_edit_chunks(b, sample_chunk(b, &opcode_samples[EV_OP_NEXT]));
  c->max_stack = 1; /* the list is gone when its element comes */
  kit_verify(b);
  ev_bundle_free(b);
}

/* ---- builtins */

/* Letters of builtins.def. */
static const struct {
  char letter;
  const char *right, *wrong[3];
} arguments[] = {
    {'s', "CONST \"s\"; ", {"CONST 1; ", POD_NAME, "LOCAL 0; "}},
    {'i', "CONST 1; ", {"CONST q1/2; ", "CONST \"s\"; "}},
    {'q', "CONST q1/2; ", {"CONST \"s\"; ", "CONST true; "}},
    {'v', "CONST 1; CONST 2; RANGE; ", {"CONST \"s\"; ", "CONST true; "}},
    {'b', "CONST true; ", {"CONST 1; "}},
    {'r', "LOCAL 0; ", {LABELS, "CONST 1; "}},
    {'m', LABELS, {"LOCAL 0; ", "CONST 1; "}},
    {'S', "LIST string; ", {"LIST int; ", "CONST \"s\"; ", "LIST string?; "}},
    {'Q', "LIST quantity; ", {"LIST string; ", "CONST 1; ", "LIST int?; "}},
    {'L', "LIST Pod; ", {"CONST 1; ", LABELS, "LOCAL 0; "}},
    {'*', "CONST 1; ", {NULL}},
};

static size_t argument_of(char letter) {
  size_t i = 0;
  while (i < COUNT(arguments) && arguments[i].letter != letter) i++;
  if (i == COUNT(arguments)) print_error("no argument %c is known\n", letter);
  assert_true(i < COUNT(arguments));
  return i;
}

/* `instead` of argument `which`; NULL leaves it out, and SIZE_MAX changes nothing. */
static ev_bundle *call_builtin(uint32_t builtin, size_t which, const char *instead, uint32_t *chunk) {
  ev_buf code = {0};
  const char *letters = ev_builtins[builtin].parameters;
  for (size_t i = 0; letters[i]; i++) {
    const char *value = i == which ? instead : arguments[argument_of(letters[i])].right;
    if (value) ev_buf_text(&code, value);
  }
  ev_buf_format(&code, "BUILTIN #%u; POP", builtin);
  ev_buf_char(&code, '\0');
  ev_bundle *b = sample_universe();
  *chunk = sample_case(b, code.at);
  ev_buf_free(&code);
  return b;
}

static void test_builtins(void **state) {
  (void)state;
  uint32_t chunk;
  for (uint32_t u = 0; u < EV_BUILTINS; u++) {
    ev_bundle *b = call_builtin(u, SIZE_MAX, NULL, &chunk);
    kit_verify(b);
    ev_bundle_free(b);
    b = call_builtin(u, 0, NULL, &chunk);
    expect_refused_at(b, chunk, EV_OP_BUILTIN, "the stack is empty");
    for (size_t i = 0; ev_builtins[u].parameters[i]; i++)
      for (size_t w = 0; w < COUNT(arguments[0].wrong); w++) {
        const char *wrong = arguments[argument_of(ev_builtins[u].parameters[i])].wrong[w];
        if (!wrong) continue;
        b = call_builtin(u, i, wrong, &chunk);
        expect_refused_at(b, chunk, EV_OP_BUILTIN, ev_builtins[u].name);
      }
  }
}

/* ---- where opcodes may stand */

/* Verdicts stand in cases, RETURN in functions, all others in both. */
static void test_places(void **state) {
  (void)state;
  for (uint32_t op = 0; op < EV_OPCODES; op++) {
    ev_bundle *b = sample_universe();
    ev_buf code = {0};
    bool verdict = op >= EV_OP_FOR && op <= EV_OP_HALT;
    ev_buf_format(&code, "%s\n end: CONST 1; RETURN", opcode_samples[op].code);
    ev_buf_char(&code, '\0');
    if (op == EV_OP_RETURN) {
      expect_refused_at(b, sample_case(b, opcode_samples[op].code), op, "a case returns nothing");
    } else {
      uint32_t chunk = kit_chunk(b, "f", 1, "Pod; int", "int", code.at);
      if (verdict) {
        expect_refused_at(b, chunk, op, "a function makes no verdict");
      } else {
        kit_verify(b);
        ev_bundle_free(b);
      }
    }
    ev_buf_free(&code);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_opcode_has_a_sample),
      cmocka_unit_test(test_samples_are_accepted_and_listed),
      cmocka_unit_test(test_operands),
      cmocka_unit_test(test_iterators_of_loops_around),
      cmocka_unit_test(test_stack),
      cmocka_unit_test(test_room),
      cmocka_unit_test(test_builtins),
      cmocka_unit_test(test_places),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
