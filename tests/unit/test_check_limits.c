/* What the options of `check` say of limits, and what holds where they say nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "check_parts.h"
#include "limit.h"

static ev_vet_options limited(ev_check check) {
  ev_vet_options vet = ev_vet_options_default(NULL);
  ev_check_limits(&check, &vet);
  return vet;
}

static void test_steps(void **unused) {
  (void)unused;
  ev_check c = {.max_alias_nodes = UINT64_MAX};
  assert_int_equal(limited(c).steps, EV_MAX_STEPS);
  c.no_skip = true; /* rules are run that shortcuts spare */
  assert_int_equal(limited(c).steps, 20u * (uint64_t)EV_MAX_STEPS);
  c.max_steps = 7;
  assert_int_equal(limited(c).steps, 7);
}

static void test_others(void **unused) {
  (void)unused;
  ev_check c = {.max_alias_nodes = UINT64_MAX};
  ev_vet_options vet = limited(c);
  assert_int_equal(vet.findings, EV_MAX_FINDINGS);
  assert_int_equal(vet.limits.alias_nodes, EV_MAX_ALIAS_NODES);
  assert_int_equal(vet.limits.flow_depth, EV_MAX_FLOW_DEPTH);
  c = (ev_check){.max_findings = 3, .max_errors = 4, .max_document = 5, .max_depth = 6, .max_alias_nodes = 0};
  vet = limited(c);
  assert_int_equal(vet.findings, 3);
  assert_int_equal(vet.errors, 4);
  assert_int_equal(vet.limits.document_bytes, 5);
  assert_int_equal(vet.limits.block_depth, 6);
  assert_int_equal(vet.limits.flow_depth, 6); /* never deeper than blocks */
  assert_int_equal(vet.limits.alias_nodes, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_steps), cmocka_unit_test(test_others)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
