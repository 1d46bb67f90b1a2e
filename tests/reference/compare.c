#include "compare.h"

#include <stdio.h>
#include <stdlib.h>

#include "objects.h"
#include "reference.h"

/* What takes more is passed over. */
#define STEPS      2000000u
#define VISITS     20000000u
#define MOST_SHOWN 100000u /* bytes of a text that is printed */

/* ---- findings as texts, so that they can be sorted, compared and shown */

typedef struct ref_lines {
  ev_arena *arena;
  ev_str *at;
  size_t count, capacity;
} ref_lines;

static void add_line(ref_lines *lines, ev_buf *line) {
  if (lines->count == lines->capacity) {
    size_t capacity = lines->capacity ? lines->capacity * 2 : 16;
    ev_str *larger = EV_NEW_ARRAY(lines->arena, ev_str, capacity);
    if (lines->count) memcpy(larger, lines->at, lines->count * sizeof *larger);
    lines->at = larger;
    lines->capacity = capacity;
  }
  lines->at[lines->count++] = ev_buf_to_arena(line, lines->arena);
  ev_buf_free(line);
}

static void write_place(ev_buf *out, const ev_node *at, ev_place place, ev_str message) {
  ev_buf_format(out, " %u:%u-%u:%u ", (unsigned)place.line, (unsigned)place.column, (unsigned)place.end_line,
                (unsigned)place.end_column);
  ev_node_path(out, at);
  ev_buf_format(out, " \"%.*s\"", EV_STR_ARG(message));
}

static void write_head(ev_buf *out, ev_str rule, bool unknown) {
  ev_buf_format(out, "%.*s %s", EV_STR_ARG(rule), unknown ? "unknown" : "fail");
}

static ref_lines of_machine(const ev_bundle *bundle, const ev_found *f, ev_arena *arena) {
  ref_lines lines = {.arena = arena};
  for (; f; f = f->next) {
    ev_buf line = {0};
    write_head(&line, bundle->rules[f->rule].id, f->verdict == EV_VERDICT_UNKNOWN);
    write_place(&line, f->at, f->place, f->message);
    ev_buf_format(&line, " (%.*s)\n", EV_STR_ARG(f->reason));
    for (const ev_vnote *n = f->notes; n; n = n->next) {
      write_place(&line, n->at, n->place, n->message);
      ev_buf_char(&line, '\n');
    }
    add_line(&lines, &line);
  }
  return lines;
}

static ref_lines of_reference(const ref_finding *f, ev_arena *arena) {
  ref_lines lines = {.arena = arena};
  for (; f; f = f->next) {
    ev_buf line = {0};
    write_head(&line, f->rule, f->unknown);
    write_place(&line, f->at, f->place, f->message);
    ev_buf_format(&line, " (%.*s)\n", EV_STR_ARG(f->reason));
    for (const ref_note *n = f->notes; n; n = n->next) {
      write_place(&line, n->at, n->at->place, n->message);
      ev_buf_char(&line, '\n');
    }
    add_line(&lines, &line);
  }
  return lines;
}

static int by_bytes(const void *a, const void *b) {
  return ev_str_compare(*(const ev_str *)a, *(const ev_str *)b);
}

/* Joins make their findings in any order: the report sorts them. */
static void sort(ref_lines *lines) {
  if (lines->count) qsort(lines->at, lines->count, sizeof *lines->at, by_bytes);
}

static bool same(const ref_lines *a, const ref_lines *b) {
  if (a->count != b->count) return false;
  for (size_t i = 0; i < a->count; i++)
    if (!ev_str_equal(a->at[i], b->at[i])) return false;
  return true;
}

static bool holds(const ref_lines *lines, ev_str line) {
  for (size_t i = 0; i < lines->count; i++)
    if (ev_str_equal(lines->at[i], line)) return true;
  return false;
}

static void show_others(const char *who, const ref_lines *lines, const ref_lines *others) {
  for (size_t i = 0; i < lines->count; i++)
    (void)fprintf(stderr, "%s%.*s", holds(others, lines->at[i]) ? "both: " : who, EV_STR_ARG(lines->at[i]));
}

/* ---- one object */

typedef struct ref_comparison {
  const ref_subject *subject;
  ev_vm *vm;
  ev_str text;
  ref_tally *tally;
} ref_comparison;

static void compare_object(const ref_comparison *c, ev_arena *arena, const ev_document *document,
                           const ev_object *object) {
  const ref_subject *s = c->subject;
  ref_run mine = {.arena = arena,
                  .program = s->program,
                  .settings = s->with,
                  .scope = s->scope == EV_NONE ? NULL : s->program->scopes.at[s->scope],
                  .document = document,
                  .source = c->text,
                  .object = object->node,
                  .api_version = object->api_version,
                  .kind = object->kind,
                  .visits = VISITS};
  ev_run run = {.arena = arena,
                .source = c->text,
                .document = document,
                .object = object->node,
                .api_version = object->api_version,
                .kind = object->kind,
                .scope = s->scope,
                .steps = STEPS};
  bool ran = ev_vm_run(c->vm, &run);
  if (!run.out_of_steps) ref_judge(&mine);
  if (run.out_of_steps || mine.visits == 0) {
    c->tally->passed_over++;
    return;
  }
  ref_lines theirs = of_machine(s->bundle, run.first, arena), ours = of_reference(mine.first, arena);
  sort(&theirs);
  sort(&ours);
  c->tally->objects += run.matched;
  c->tally->findings += ours.count;
  if (ran && same(&theirs, &ours)) return;
  c->tally->differ++;
  if (c->text.size < MOST_SHOWN) (void)fprintf(stderr, "%.*s", EV_STR_ARG(c->text));
  (void)fprintf(stderr, "--- document %u, %.*s:\n", (unsigned)document->index, EV_STR_ARG(object->kind));
  show_others("machine: ", &theirs, &ours);
  show_others("reference: ", &ours, &theirs);
}

static void compare_document(const ref_comparison *c, ev_arena *arena, const ev_document *document) {
  ev_objects objects;
  ev_object object;
  if (!document->root) return;
  ev_objects_start(&objects, document->root, arena);
  while (ev_objects_next(&objects, &object)) compare_object(c, arena, document, &object);
}

void ref_compare(const ref_subject *subject, ev_str text, ref_tally *tally) {
  ref_comparison c = {subject, ev_vm_new(subject->bundle, subject->settings), text, tally};
  ev_reader *reader = ev_reader_new(NULL);
  if (!c.vm || !reader) abort();
  ev_reader_start(reader, text);
  for (;;) {
    ev_document document;
    ev_read_error error;
    ev_read_status status = ev_reader_next(reader, &document, &error);
    if (status == EV_READ_END) break;
    tally->documents++;
    if (status == EV_READ_DOCUMENT) compare_document(&c, ev_reader_arena(reader), &document);
  }
  ev_reader_free(reader);
  ev_vm_free(c.vm);
}
