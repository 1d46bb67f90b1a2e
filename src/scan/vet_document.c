/* One document: the objects in it, and the rules on each. */
#include "ast.h"
#include "objects.h"
#include "vetter.h"

#include <stdio.h>

/* One document while it is vetted. */
typedef struct vetting {
  ev_vetter *vetter;
  const ev_document *document;
  ev_arena *scratch; /* the reader's: dies with the document */
  ev_run run;
  ev_candidate *first, **last;
  size_t count;
} vetting;

static ev_problem problem_of_document(const ev_document *document, const char *code) {
  ev_problem problem = {.code = code, .help = EV_STR(""), .in_document = true, .document = document->index};
  if (document->root) {
    problem.line = document->root->place.line;
    problem.column = document->root->place.column;
  }
  return problem;
}

static void add_document_problem(ev_vetter *v, const ev_document *document, const char *code,
                                 const char *message, const char *help) {
  ev_problem problem = problem_of_document(document, code);
  problem.message = ev_str_of(message);
  problem.help = ev_str_of(help);
  ev_problems_add_document(&v->problems, &problem);
}

/* ---- the rules on one object */

static bool is_muted(const ev_vetter *v, const ev_found *found) {
  return v->options->muted && v->options->muted[found->rule];
}

static bool add_candidate(vetting *t, const ev_found *found, ev_resource resource) {
  if (is_muted(t->vetter, found)) return true;
  ev_candidate *c = EV_NEW(t->scratch, ev_candidate);
  if (!c) return false;
  *c = (ev_candidate){.found = found,
                      .rule = &t->vetter->options->bundle->rules[found->rule],
                      .resource = resource,
                      .order = t->count++};
  *t->last = c;
  t->last = &c->next;
  return true;
}

static bool add_candidates(vetting *t, const ev_found *found, const ev_object *object) {
  if (!found) return true;
  ev_resource resource = ev_object_resource(object, t->scratch);
  for (; found; found = found->next)
    if (!add_candidate(t, found, resource)) return false;
  return true;
}

/* False when memory ran out. */
static bool vet_object(vetting *t, const ev_object *object) {
  ev_vetter *v = t->vetter;
  ev_run *run = &t->run;
  if (!ev_vm_concerns(v->vm, object->api_version, object->kind)) return true;
  v->outcome.tally.objects++;
  run->object = object->node;
  run->api_version = object->api_version;
  run->kind = object->kind;
  run->first = run->last = NULL;
  bool ran = ev_vm_run(v->vm, run);
  return add_candidates(t, run->first, object) && ran;
}

static bool vet_objects(vetting *t) {
  ev_objects objects;
  ev_object object;
  ev_objects_start(&objects, t->document->root, t->scratch);
  while (ev_objects_next(&objects, &object)) {
    if (!vet_object(t, &object)) return false;
    if (t->run.out_of_steps || t->run.out_of_findings) break;
  }
  return !t->scratch->failed;
}

/* ---- what lies behind the end of a document */

static ev_resource root_resource(vetting *t) {
  ev_node *root = t->document->root;
  ev_objects objects;
  ev_object object;
  if (!root || root->kind != EV_NODE_MAP) return (ev_resource){0};
  ev_objects_start(&objects, root, t->scratch);
  if (!ev_objects_next(&objects, &object) || object.node != root) return (ev_resource){0};
  return ev_object_resource(&object, t->scratch);
}

/* Its text is the rule's title: a shape's words are for fields, and here is none. */
static bool add_trailing(vetting *t) {
  const ev_bundle *bundle = t->vetter->options->bundle;
  uint32_t rule = bundle->shapes[EV_SHAPE_TRAILING];
  if (rule == EV_NONE) return true;
  for (const ev_quirk *quirk = t->document->quirks; quirk; quirk = quirk->next) {
    if (quirk->kind != EV_QUIRK_TRAILING) continue;
    if (t->run.limit && t->run.found >= t->run.limit) {
      t->run.out_of_findings = true;
      return true;
    }
    t->run.found++;
    ev_found *found = EV_NEW(t->scratch, ev_found);
    if (!found) return false;
    *found = (ev_found){.rule = rule, .message = bundle->rules[rule].title, .place = quirk->place};
    if (!add_candidate(t, found, root_resource(t))) return false;
  }
  return true;
}

/* ---- one document */

static void report_budgets(vetting *t) {
  char text[120];
  const ev_vet_options *options = t->vetter->options;
  if (t->run.out_of_steps) {
    (void)snprintf(text, sizeof text,
                   "the rules took more than %llu steps on this document, the most that are allowed",
                   (unsigned long long)options->steps);
    add_document_problem(t->vetter, t->document, "step-limit", text,
                         "what was found up to there is reported; --max-steps sets the limit");
  }
  bool more = t->document->more_quirks && t->run.found > t->vetter->found; /* than those that were found */
  if (!t->run.out_of_findings && !more) return;
  (void)snprintf(text, sizeof text, "more than %u findings in this file, the most that are reported",
                 options->findings);
  ev_problem problem = problem_of_document(t->document, "finding-limit");
  problem.message = ev_str_of(text);
  problem.help = EV_STR("the rest of the file is not vetted; --max-findings sets the limit");
  ev_problems_add(&t->vetter->problems, &problem); /* the only one of its input */
  t->vetter->full = true;
}

static void count_run(vetting *t) {
  ev_tally *tally = &t->vetter->outcome.tally;
  tally->pods += t->run.pods - t->run.pods_passed_over; /* the machine counts all of them */
  tally->pods_passed_over += t->run.pods_passed_over;
  t->vetter->found = t->run.found;
}

static bool merge_document(vetting *t) {
  ev_vetter *v = t->vetter;
  size_t made = ev_merge(t->first, t->count, t->document->index, t->scratch, &v->passing, &v->findings);
  if (made == SIZE_MAX) return false;
  v->outcome.finding_count += made;
  return true;
}

void ev_vetter_document(ev_vetter *v, const ev_document *document) {
  if (document->root || document->quirks) v->outcome.tally.documents++;
  vetting t = {.vetter = v, .document = document, .scratch = ev_reader_arena(v->reader)};
  t.last = &t.first;
  t.run = (ev_run){.arena = t.scratch,
                   .source = v->text,
                   .document = document,
                   .scope = v->options->scope,
                   .thorough = v->options->no_skip,
                   .steps = v->options->steps,
                   .found = v->found,
                   .limit = v->options->findings};
  bool vetted = (!document->root || vet_objects(&t)) && add_trailing(&t);
  report_budgets(&t);
  count_run(&t);
  /* What was found before memory ran out is still reported, if it can be. */
  if (!merge_document(&t) || !vetted) add_document_problem(v, document, "no-memory", "out of memory", "");
}
