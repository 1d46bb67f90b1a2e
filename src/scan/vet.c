/* One input: its documents, the objects in them, the rules on each. */
#include "ast.h"
#include "concern.h"
#include "limit.h"
#include "merge.h"
#include "objects.h"
#include "shown_lines.h"

#include <stdio.h>

/* Memory that is kept from one input to the next. */
#define KEEP (256u * 1024u)

struct ev_vetter {
  const ev_vet_options *options;
  ev_reader *reader;
  ev_vm *vm;
  ev_arena lasting; /* of what lives as long as the vetter */
  ev_concern concern;
  ev_arena arena; /* of the outcome */
  ev_outcome outcome;
  ev_problem spare; /* stands for those that memory did not suffice for */
  ev_problem **last_problem;
  ev_skip **last_skip;
  ev_finding_list *findings;
  ev_shown_lines lines;
  ev_str text;    /* of the part at hand */
  bool begun;     /* a part of the input has been read */
  uint32_t found; /* by the machine, in this input */
  bool full;      /* `options->findings` was reached: the rest of the input is left */
};

/* A part of an input while it is vetted. */
typedef struct part {
  ev_str text;
  uint32_t line;                   /* of its first byte */
  const ev_finding_list *findings; /* what was found before it */
  ev_problem **problems;           /* where what goes wrong in it is linked */
} part;

/* One document while it is vetted. */
typedef struct vetting {
  ev_vetter *vetter;
  const ev_document *document;
  ev_arena *scratch; /* the reader's: dies with the document */
  ev_run run;
  ev_candidate *first, **last;
  size_t count;
} vetting;

ev_vet_options ev_vet_options_default(const ev_bundle *bundle) {
  return (ev_vet_options){
      .bundle = bundle,
      .scope = EV_NONE,
      .limits = ev_manifest_limits_default(),
      .steps = EV_MAX_STEPS,
      .findings = EV_MAX_FINDINGS,
      .trace_rule = EV_NONE,
  };
}

static bool rules_out(const void *concern, ev_str document) {
  return ev_concern_rules_out(concern, document);
}

static bool make_filter(ev_vetter *v) {
  if (v->options->no_skip) ev_reader_be_thorough(v->reader);
  if (v->options->strict_syntax || v->options->no_skip) return true;
  ev_reader_filter(v->reader, rules_out, &v->concern);
  return ev_concern_make(&v->concern, v->options->bundle, &v->lasting);
}

ev_vetter *ev_vetter_new(const ev_vet_options *options) {
  ev_vetter *v = ev_realloc(NULL, sizeof *v);
  if (!v) return NULL;
  *v = (ev_vetter){.options = options};
  ev_arena_init(&v->arena, 0);
  ev_arena_init(&v->lasting, 0);
  v->reader = ev_reader_new(&options->limits);
  v->vm = ev_vm_new(options->bundle, options->settings);
  if (!v->reader || !v->vm || !make_filter(v)) {
    ev_vetter_free(v);
    return NULL;
  }
  if (options->trace) ev_vm_trace(v->vm, options->trace_rule, options->trace, options->trace_context);
  return v;
}

void ev_vetter_free(ev_vetter *v) {
  if (!v) return;
  if (v->reader) ev_reader_free(v->reader);
  if (v->vm) ev_vm_free(v->vm);
  ev_arena_free(&v->arena);
  ev_arena_free(&v->lasting);
  ev_free(v->lines.at);
  ev_free(v);
}

void ev_vetter_profile(ev_vetter *v, ev_rule_profile *rules) {
  ev_vm_profile(v->vm, rules, v->options->clock);
}

/* ---- time */

static uint64_t now(const ev_vetter *v) { return v->options->clock ? v->options->clock() : 0; }

static void spend(ev_vetter *v, ev_phase phase, uint64_t since) {
  v->outcome.tally.spent[phase] += now(v) - since;
}

/* ---- problems and skips */

static void add_problem(ev_vetter *v, const ev_problem *problem) {
  ev_problem *kept = EV_NEW(&v->arena, ev_problem);
  if (kept) {
    *kept = *problem;
    kept->message = ev_str_copy(&v->arena, problem->message);
    kept->help = ev_str_copy(&v->arena, problem->help);
  }
  if (!kept || !kept->message.at || !kept->help.at) {
    if (v->last_problem == &v->spare.next) return;
    v->spare = (ev_problem){.code = "no-memory", .message = EV_STR("out of memory"), .help = EV_STR("")};
    kept = &v->spare;
  }
  kept->next = NULL;
  *v->last_problem = kept;
  v->last_problem = &kept->next;
  v->outcome.tally.errors++;
}

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
  add_problem(v, &problem);
}

static void add_no_memory(ev_vetter *v) {
  ev_problem problem = {.code = "no-memory", .message = EV_STR("out of memory"), .help = EV_STR("")};
  add_problem(v, &problem);
}

static void add_read_error(ev_vetter *v, const ev_read_error *error) {
  ev_problem problem = {.code = error->code,
                        .message = error->message,
                        .help = error->help,
                        .line = error->line,
                        .column = error->column,
                        .in_document = true,
                        .document = error->document};
  add_problem(v, &problem);
}

static void add_template(ev_vetter *v, const ev_read_error *error) {
  if (v->options->strict_input) {
    ev_read_error strict = *error;
    strict.code = "template";
    if (!strict.message.size) strict.message = EV_STR("an unrendered template");
    add_read_error(v, &strict);
    return;
  }
  ev_skip *skip = EV_NEW(&v->arena, ev_skip);
  if (!skip) {
    add_no_memory(v);
    return;
  }
  *skip = (ev_skip){.reason = "template", .document = error->document, .line = error->line};
  *v->last_skip = skip;
  v->last_skip = &skip->next;
  v->outcome.tally.skipped++;
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
  if (!t->run.out_of_findings) return;
  (void)snprintf(text, sizeof text, "more than %u findings in this file, the most that are reported",
                 options->findings);
  add_document_problem(t->vetter, t->document, "finding-limit", text,
                       "the rest of the file is not vetted; --max-findings sets the limit");
  t->vetter->full = true;
}

static bool vet_objects(vetting *t) {
  ev_objects objects;
  ev_object object;
  ev_objects_start(&objects, t->document->root, t->scratch);
  while (ev_objects_next(&objects, &object)) {
    if (!vet_object(t, &object)) return false;
    if (t->run.out_of_steps || t->run.out_of_findings) break;
  }
  report_budgets(t);
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
    ev_found *found = EV_NEW(t->scratch, ev_found);
    if (!found) return false;
    *found = (ev_found){.rule = rule, .message = bundle->rules[rule].title, .place = quirk->place};
    if (!add_candidate(t, found, root_resource(t))) return false;
  }
  return true;
}

/* ---- one document */

static void count_run(vetting *t) {
  ev_tally *tally = &t->vetter->outcome.tally;
  tally->pods += t->run.pods - t->run.pods_passed_over; /* the machine counts all of them */
  tally->pods_passed_over += t->run.pods_passed_over;
  t->vetter->found = t->run.found;
}

static bool merge_document(vetting *t) {
  ev_vetter *v = t->vetter;
  size_t made = ev_merge(t->first, t->count, t->document->index, t->scratch, &v->arena, &v->findings);
  if (made == SIZE_MAX) return false;
  v->outcome.finding_count += made;
  return true;
}

static void vet_document(ev_vetter *v, const ev_document *document) {
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
  bool vetted = !document->root || vet_objects(&t);
  count_run(&t);
  vetted = vetted && add_trailing(&t);
  /* What was found before memory ran out is still reported, if it can be. */
  if (!merge_document(&t) || !vetted) add_document_problem(v, document, "no-memory", "out of memory", "");
}

/* ---- one input */

static bool vet_next(ev_vetter *v) {
  ev_document document = {0};
  ev_read_error error = {0};
  uint64_t began = now(v);
  ev_read_status status = ev_reader_next(v->reader, &document, &error);
  spend(v, EV_PHASE_PARSE, began);
  if (status == EV_READ_END) return false;
  if (status == EV_READ_DOCUMENT) {
    began = now(v);
    vet_document(v, &document);
    spend(v, EV_PHASE_RULES, began);
    return !v->full;
  }
  v->outcome.tally.documents++;
  if (status == EV_READ_RULED_OUT) v->outcome.tally.ruled_out++;
  if (status == EV_READ_ERROR) add_read_error(v, &error);
  if (status == EV_READ_TEMPLATE) add_template(v, &error);
  if (status == EV_READ_NO_MEMORY) add_no_memory(v);
  return true;
}

/* Keeps the lines of what has been found since the part began. */
static bool keep_lines(ev_vetter *v, const part *p) {
  ev_wanted_lines wanted = {0};
  for (const ev_finding_list *l = v->findings; l != p->findings; l = l->next)
    ev_want_finding(&wanted, l->finding);
  for (const ev_problem *e = *p->problems; e; e = e->next) ev_want_line(&wanted, e->line);
  bool kept = ev_shown_lines_keep(&v->lines, &v->arena, p->text, p->line, &wanted);
  ev_wanted_lines_free(&wanted);
  return kept;
}

static bool vet_documents(ev_vetter *v, part *p) {
  p->findings = v->findings;
  p->problems = v->last_problem;
  v->text = p->text;
  while (vet_next(v)) {
  }
  v->outcome.tally.bytes += p->text.size;
  if (!keep_lines(v, p)) add_no_memory(v);
  return !v->full;
}

void ev_vet_begin(ev_vetter *v, ev_str file) {
  ev_arena_reset(&v->arena, KEEP);
  v->lines.count = 0;
  v->outcome = (ev_outcome){.file = file};
  v->last_problem = &v->outcome.problems;
  v->last_skip = &v->outcome.skips;
  v->findings = NULL;
  v->found = 0;
  v->full = v->begun = false;
}

bool ev_vet_part(ev_vetter *v, ev_str text) {
  part p = {.text = text, .line = v->begun ? ev_reader_line(v->reader) : 1};
  if (v->begun)
    ev_reader_continue(v->reader, text);
  else
    ev_reader_start(v->reader, text);
  v->begun = true;
  return vet_documents(v, &p);
}

const ev_outcome *ev_vet_end(ev_vetter *v) {
  v->outcome.tally.files = 1;
  if (!ev_outcome_finish(&v->outcome, v->findings, &v->arena)) add_no_memory(v);
  v->outcome.lines = v->lines.at;
  v->outcome.line_count = v->lines.count;
  return &v->outcome;
}

const ev_outcome *ev_vet(ev_vetter *v, ev_str file, ev_str text) {
  ev_vet_begin(v, file);
  (void)ev_vet_part(v, text);
  return ev_vet_end(v);
}

const ev_outcome *ev_vet_unread(ev_vetter *v, ev_str file, const char *code, ev_str message) {
  ev_vet_begin(v, file);
  ev_problem problem = {.code = code, .message = message, .help = EV_STR("")};
  add_problem(v, &problem);
  return &v->outcome;
}
