/* The public API where the tool does not use it: limits of rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <ecivet/ecivet.h>

#include "arena.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static ecivet_text text_of(const char *text) { return (ecivet_text){text, strlen(text)}; }

static const char records[] = "record R open { s: string? }\nview v: R { R \"v1\" X at . }\n";
static const char rules[] = "use \"records.vet\"\nuse \"sets.vet\"\n"
                            "rule A error \"a\" { require v.s is in names  at v.s }\n"
                            "rule B error \"b\" { require v.s is in { \"abcd\" }  at v.s }\n";
static const char sets[] = "set names = glob { \"a*\" \"b\" \"c\" }\n";

/* 2 rules, 2 imports, 3 patterns, 6 states */
static ecivet_status compile(ecivet_rule_limits limits, ecivet_message_callback callback, void *context) {
  ecivet_rule_file files[] = {
      {.name = text_of("rules.vet"), .text = text_of(rules)},
      {.name = text_of("records.vet"), .text = text_of(records), .module = text_of("m")},
      {.name = text_of("sets.vet"), .text = text_of(sets), .module = text_of("m")},
  };
  ecivet_rules *made;
  ecivet_status status = ecivet_compile_within(&made, files, COUNT(files), &limits, callback, context);
  assert_int_equal(made != NULL, status == ECIVET_OK);
  ecivet_rules_free(made);
  return status;
}

static void keep_code(void *context, const ecivet_message *message) {
  *(const char **)context = message->code;
}

static void test_limits_of_rules(void **state) {
  (void)state;
  static const struct {
    ecivet_rule_limits at, beyond;
    const char *code;
  } rows[] = {
      {{.max_rules = 2}, {.max_rules = 1}, "limit"},
      {{.max_imports = 2}, {.max_imports = 1}, "too-many-files"},
      {{.max_patterns = 3}, {.max_patterns = 2}, "limit"},
      {{.max_states = 6}, {.max_states = 5}, "set-too-large"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    const char *code = "";
    assert_int_equal(compile(rows[i].at, keep_code, &code), ECIVET_OK);
    assert_int_equal(compile(rows[i].beyond, keep_code, &code), ECIVET_BAD_RULES);
    assert_string_equal(code, rows[i].code);
  }
  assert_int_equal(compile((ecivet_rule_limits){0}, NULL, NULL), ECIVET_OK);
  assert_int_equal(compile((ecivet_rule_limits){UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}, NULL, NULL),
                   ECIVET_OK);
}

static void test_memory(void **state) {
  (void)state;
  for (size_t n = 1;; n++) {
    ev_fail_allocation_after(n);
    ecivet_status status = compile((ecivet_rule_limits){0}, NULL, NULL);
    ev_fail_allocation_after(0);
    if (status == ECIVET_OK) break;
    assert_int_equal(status, ECIVET_NO_MEMORY);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_limits_of_rules),
      cmocka_unit_test(test_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
