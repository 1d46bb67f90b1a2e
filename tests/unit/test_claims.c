/* The machine's checks of the verifier's claims: a bundle that is spoilt after it was accepted makes it trap.
 * Builds without these checks have nothing to test here. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "assemble.h"
#include "claims.h"
#include "limit.h"
#include "machine.h"

#ifdef EV_CHECK_CLAIMS

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char manifest[] = "apiVersion: v1\nkind: Pod\nname: n\nitems: [{name: a}, {name: b}]\n";

static ev_bundle *sample(void) {
  ev_bundle *b = kit_new();
  kit_record(b, "Item", false, "name: string?; num: int?");
  kit_record(b, "Pod", false, "name: string?; items: [Item]; other: string?");
  kit_view(b, "pod", "Pod", true, "Pod v1 Pod at .");
  kit_set(b, "names", "a*");
  kit_table(b, "forms", "name: string; low: int", "\"x\"; 1; \"y\"; 2", true);
  kit_chunk(b, "twice", 1, "int", "int", "LOCAL 0; LOCAL 0; ADD; RETURN");
  uint32_t c = kit_chunk(
      b, "case", 1, "Pod; int; Item", NULL,
      "CONST 5; CALL twice; STORE 1; LOCAL 1; CONST 7; LT; SKIP_FALSE go\n"
      " go: LOCAL 0; FIELD Pod.items; ITER 0\n"
      " next: NEXT 0, end; STORE 2; LOCAL 2; FIELD Item.name; IS_SET; POP; LOOP next\n"
      " end: CONST \"x\"; LOOKUP forms; UNWRAP; COLUMN 1; POP; CONST \"b\"; IN_SET names; POP\n"
      " LIST int; CONST 1; APPEND; CONST 0; INDEX; POP; JOIN 0, int; CONST 1; CONST 1; JOIN_ADD 0\n"
      " CONST \"a\"; FORMAT 1; SAY; EMIT; HALT");
  kit_rule(b, "A1", c, "pod");
  kit_verify(b);
  return b;
}

static void run(const ev_bundle *b) {
  ev_document document;
  ev_read_error error;
  ev_reader *reader = ev_reader_new(NULL);
  ev_vm *vm = ev_vm_new(b, NULL);
  assert_true(reader && vm);
  ev_reader_start(reader, EV_STR(manifest));
  assert_int_equal(ev_reader_next(reader, &document, &error), EV_READ_DOCUMENT);
  ev_run r = {.arena = ev_reader_arena(reader),
              .source = EV_STR(manifest),
              .document = &document,
              .object = document.root,
              .api_version = EV_STR("v1"),
              .kind = EV_STR("Pod"),
              .scope = EV_NONE,
              .steps = 10000};
  assert_true(ev_vm_run(vm, &r) && r.found == 1);
  ev_vm_free(vm);
  ev_reader_free(reader);
}

#define CASE(b) kit_edit_chunks(b, 1)

static uint32_t *word_of(ev_bundle *b, ev_opcode op) {
  const ev_chunk *c = CASE(b);
  uint32_t at = 0;
  while (c->words[at] != op) at += ev_opcodes[c->words[at]].words;
  return (uint32_t *)(uintptr_t)&c->words[at];
}

#define SPOIL(name, ...)                                                                                     \
  static void name(ev_bundle *b) { __VA_ARGS__; }
SPOIL(constant_index, word_of(b, EV_OP_CONST)[1] = b->constants_count)
SPOIL(constant_type, word_of(b, EV_OP_CONST)[1] = kit_constant(b, "\"x\""))
SPOIL(local_not_stored, word_of(b, EV_OP_LOCAL)[1] = 2)
SPOIL(store_into_parameter, word_of(b, EV_OP_STORE)[1] = 0)
SPOIL(later_callee, word_of(b, EV_OP_CALL)[1] = 1)
SPOIL(callee_type, ((uint32_t *)(uintptr_t)b->chunks[0].local_types)[0] = kit_type(b, "string"))
SPOIL(callee_is_case, kit_edit_chunks(b, 0)->result = EV_NONE)
SPOIL(field_of_other, word_of(b, EV_OP_FIELD)[1] = 0)
SPOIL(field_type, kit_edit_fields(b, word_of(b, EV_OP_FIELD)[1])->type = kit_type(b, "any"))
SPOIL(field_class, kit_edit_fields(b, word_of(b, EV_OP_FIELD)[1])->class_ = EV_BF_ALSO)
SPOIL(iterator_slot, word_of(b, EV_OP_ITER)[1] = 1)
SPOIL(iterator_index, word_of(b, EV_OP_ITER)[1] = CASE(b)->iterators)
SPOIL(jump_into_instruction, word_of(b, EV_OP_NEXT)[2] += 1)
SPOIL(jump_out, word_of(b, EV_OP_NEXT)[2] = CASE(b)->word_count)
SPOIL(jump_back, word_of(b, EV_OP_SKIP_FALSE)[1] = 0)
SPOIL(no_next, word_of(b, EV_OP_LOOP)[1] = 0)
SPOIL(stack_height, word_of(b, EV_OP_POP)[0] = EV_OP_IS_SET)
SPOIL(stack_limit, CASE(b)->max_stack = 1)
SPOIL(column, word_of(b, EV_OP_COLUMN)[1] = 2)
SPOIL(not_unique, kit_edit_tables(b, 0)->unique = false)
SPOIL(set_kind, kit_edit_sets(b, 0)->automaton = NULL)
SPOIL(text_constant, word_of(b, EV_OP_FORMAT)[1] = 9)
SPOIL(join_slot, word_of(b, EV_OP_JOIN)[1] = 1)
SPOIL(cost_constant, CASE(b)->cost_constant = 20)
SPOIL(cost_linear, CASE(b)->cost_linear = 1)
SPOIL(cost_of_callee, kit_edit_chunks(b, 0)->cost_constant = 3)
SPOIL(function_judges, CASE(b)->result = kit_type(b, "int"))
SPOIL(claimed_type, ((ev_claims *)(uintptr_t)b->claims)->types[0].kind = EV_VT_ROW;
      ((ev_claims *)(uintptr_t)b->claims)->types[1].kind = EV_VT_ROW)

static const struct {
  const char *name;
  void (*spoil)(ev_bundle *b);
} spoilt[] = {
#define ROW(name)                                                                                            \
  { #name, name }
    ROW(constant_index), ROW(constant_type),         ROW(local_not_stored), ROW(store_into_parameter),
    ROW(later_callee),   ROW(callee_type),           ROW(callee_is_case),   ROW(field_of_other),
    ROW(field_type),     ROW(field_class),           ROW(iterator_slot),    ROW(iterator_index),
    ROW(jump_out),       ROW(jump_into_instruction), ROW(jump_back),        ROW(no_next),
    ROW(stack_height),   ROW(stack_limit),           ROW(column),           ROW(not_unique),
    ROW(set_kind),       ROW(text_constant),         ROW(join_slot),        ROW(cost_constant),
    ROW(cost_linear),    ROW(cost_of_callee),        ROW(function_judges),  ROW(claimed_type),
};

/* The child has no other end than a trap: sanitizers are told to leave it alone by taking the default action.
 */
static int how_it_ends(ev_bundle *b) {
  int status = 0;
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)signal(SIGILL, SIG_DFL);
    (void)signal(SIGTRAP, SIG_DFL);
    run(b);
    _exit(0);
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void test_accepted(void **state) {
  (void)state;
  ev_bundle *b = sample();
  run(b);
  ev_bundle_free(b);
}

static void test_spoilt(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(spoilt); i++) {
    ev_bundle *b = sample();
    spoilt[i].spoil(b);
    int signal_number = how_it_ends(b);
    if (signal_number != SIGILL && signal_number != SIGTRAP)
      print_error("%s: ended with %d\n", spoilt[i].name, signal_number);
    assert_true(signal_number == SIGILL || signal_number == SIGTRAP);
    ev_bundle_free(b);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_accepted), cmocka_unit_test(test_spoilt)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void) { return 0; }

#endif
