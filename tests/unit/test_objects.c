/* The objects of a document, lists in lists among them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "objects.h"
#include "reading.h"

static void write_text(ev_buf *out, ev_str s) {
  if (s.at)
    ev_buf_str(out, s);
  else
    assert_int_equal(s.size, 0);
}

/* "apiVersion kind namespace/name; " of each. */
static void write_objects(ev_buf *out, ev_node *root) {
  ev_arena *arena = ev_reader_arena(reader);
  ev_objects objects;
  ev_object object;
  ev_objects_start(&objects, root, arena);
  while (ev_objects_next(&objects, &object)) {
    ev_resource r = ev_object_resource(&object, arena);
    write_text(out, r.api_version);
    ev_buf_char(out, ' ');
    write_text(out, r.kind);
    ev_buf_char(out, ' ');
    write_text(out, r.namespace_);
    ev_buf_char(out, '/');
    write_text(out, r.name);
    ev_buf_text(out, "; ");
  }
}

static const struct {
  const char *text, *objects;
} cases[] = {
    {"{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b}}", "v1 Pod b/a; "},
    {"{apiVersion: v1, kind: Pod, metadata: {name: 1, namespace: [b]}}", "v1 Pod /; "},
    {"{apiVersion: v1, kind: Pod, metadata: a}", "v1 Pod /; "},
    /* no objects */
    {"a", ""},
    {"[{apiVersion: v1, kind: Pod}]", ""},
    {"{apiVersion: v1}", ""},
    {"{kind: Pod}", ""},
    {"{apiVersion: 1, kind: Pod}", ""},
    {"{apiVersion: v1, kind: true}", ""},
    /* lists */
    {"{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod}, {apiVersion: apps/v1, kind: "
     "ReplicaSet}]}",
     "v1 Pod /; apps/v1 ReplicaSet /; "},
    {"{apiVersion: v1, kind: List, items: []}", ""},
    {"{apiVersion: v1, kind: List, items: [~, a, [], {apiVersion: v1, kind: Pod}]}", "v1 Pod /; "},
    {"{apiVersion: v1, kind: List, items: [{kind: Pod}, {apiVersion: v1}, {apiVersion: v1, kind: ~}]}", ""},
    {"{apiVersion: v1, kind: List, items: {a: {apiVersion: v1, kind: Pod}}}", "v1 List /; "},
    {"{apiVersion: v1, kind: List}", "v1 List /; "},
    {"{apiVersion: v1, kind: Lists, items: [{apiVersion: v1, kind: Pod}]}", "v1 Lists /; "},
    /* typed ones, of which an item is what it does not say otherwise */
    {"{apiVersion: v2, kind: PodList, items: [{metadata: {name: a}}]}", "v2 Pod /a; "},
    {"{apiVersion: v2, kind: AList, items: [{}]}", "v2 A /; "},
    {"{apiVersion: v2, kind: PodList, items: [{kind: Job}, {apiVersion: v3}, {apiVersion: v3, kind: Job}]}",
     "v2 Job /; v3 Pod /; v3 Job /; "},
    {"{apiVersion: v2, kind: PodList, items: [{kind: ~}, {apiVersion: null}]}", "v2 Pod /; v2 Pod /; "},
    {"{apiVersion: v2, kind: PodList, items: [{kind: 1}, {apiVersion: []}]}", ""},
    /* lists in lists */
    {"{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: "
     "A}]},\n"
     " {apiVersion: v1, kind: B}, {c: d}]}",
     "v1 A /; v1 B /; "},
    {"{apiVersion: v2, kind: PodListList, items: [{items: [{}, {kind: Job}]}, {items: [{}]}]}",
     "v2 Pod /; v2 Job /; v2 Pod /; "},
    {"{apiVersion: v2, kind: PodList, items: [{apiVersion: v1, kind: List, items: [{}]}, {}]}", "v2 Pod /; "},
};

static void test_objects(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ev_buf seen = {0};
    write_objects(&seen, read_root(cases[i].text));
    if (!ev_str_is(ev_buf_view(&seen), cases[i].objects))
      fail_msg("%s: %.*s", cases[i].text, EV_STR_ARG(ev_buf_view(&seen)));
    ev_buf_free(&seen);
  }
}

/* A list that can't be entered is no end of the document that nobody hears of. */
static void test_without_memory(void **state) {
  (void)state;
  ev_node *root = read_root("{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod}]}");
  ev_arena arena;
  ev_arena_init(&arena, 0);
  ev_objects objects;
  ev_object object;
  ev_objects_start(&objects, root, &arena);
  ev_fail_allocation_after(1);
  assert_false(ev_objects_next(&objects, &object));
  ev_fail_allocation_after(0);
  assert_true(arena.failed);
  ev_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_objects, make_reader, free_reader),
      cmocka_unit_test_setup_teardown(test_without_memory, make_reader, free_reader),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
