/* Whole commands, again and again, each time with another call to the C library failing: the first, second,
 * third ... allocation, open, read, write, close, stat, rename, until the command is through without one.
 *
 *   faults [PART-OF-A-NAME]          EXHAUSTIVE=1: every call; otherwise in steps that grow
 *
 * Each time the command must end with what it gives undisturbed, or with status 3 and a message; a file that
 * it writes must be as before or whole, with no other beside it; all memory and descriptors must be given
 * back. */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "report.h"
#include "shim.h"

#define MOST_ARGUMENTS 12

typedef struct command {
  const char *name;
  const char *arguments[MOST_ARGUMENTS];
} command;

#define MANIFESTS "--sandbox=off", "--jobs=1", "pods.yaml", "text.yaml"
#define SMALL     "--no-builtin", "--rules=small.vet"

/* out, new and messy.vet are written. */
static const command commands[] = {
    {"check", {"check", SMALL, MANIFESTS}},
    {"check-builtin", {"check", MANIFESTS}},
    {"check-bundle", {"check", "--rules=small.vetc", "--no-builtin", MANIFESTS}},
    {"check-folder", {"check", SMALL, "--sandbox=off", "--jobs=1", "folder"}},
    {"check-device", {"check", SMALL, "--sandbox=off", "--jobs=1", "/dev/null", "pods.yaml"}},
    {"check-list", {"check", SMALL, "--sandbox=off", "--jobs=1", "--files-from=list"}},
    {"check-options",
     {"check", SMALL, "--stats", "--trace=A2", "--param=most=1Gi", "--param=names=b*,c", MANIFESTS}},
    {"check-output", {"check", SMALL, "--output=out", MANIFESTS}},
    {"check-new-output", {"check", SMALL, "--output=new", MANIFESTS}},
    {"check-broken", {"check", SMALL, "--sandbox=off", "--jobs=1", "broken.yaml", "pods.yaml"}},
    {"check-lists", {"check", SMALL, "--sandbox=off", "--format=json", "templates.yaml"}},
    {"check-wrong-rules", {"check", "--rules=broken.vet", MANIFESTS}},
    {"test", {"test", "tested.vet"}},
    {"lint", {"lint", "--cost", "suspicious.vet"}},
    {"lint-clean", {"lint", "tested.vet"}},
    {"fmt", {"fmt", "messy.vet"}},
    {"fmt-check", {"fmt", "--check", "messy.vet"}},
    {"fmt-broken", {"fmt", "unparsed.vet"}},
    {"compile", {"compile", "--no-builtin", "--output=out", "small.vet"}},
    {"compile-builtin", {"compile", "--output=new"}},
    {"disasm", {"disasm", "small.vet"}},
    {"disasm-bundle", {"disasm", "small.vetc"}},
    {"explain", {"explain", "ECI302"}},
    {"rules", {"rules"}},
    {"rules-json", {"rules", "--format=json", SMALL}},
    {"rules-json-builtin", {"rules", "--format=json"}},
    {"help", {"check", "--help"}},
    {"version", {"--version"}},
};
#define COMMANDS (sizeof commands / sizeof *commands)

/* Where sanitizers report, in builds that have them. */
void __sanitizer_set_report_fd(void *descriptor) __attribute__((weak));

static void need(bool holds, const char *what) {
  if (holds) return;
  perror(what);
  exit(2);
}

/* ---- files of the folder that commands run in */

static void put_file(const char *name, const void *bytes, size_t size) {
  FILE *file = fopen(name, "wb");
  need(file && fwrite(bytes, 1, size, file) == size && fclose(file) == 0, name);
}

static void put_text(const char *name, const char *text) { put_file(name, text, strlen(text)); }

/* Empty where there is no such file. */
static void get_file(const char *name, ev_buf *out) {
  char bytes[4096];
  out->size = 0;
  FILE *file = fopen(name, "rb");
  if (!file) return;
  for (size_t n; (n = fread(bytes, 1, sizeof bytes, file)) > 0;) ev_buf_add(out, bytes, n);
  need(fclose(file) == 0 && !out->failed, name);
}

static void copy_source(const char *folder, const char *from, const char *to) {
  ev_buf text = {0};
  char path[1024];
  const char *root = getenv("ECIVET_SOURCE_DIR");
  snprintf(path, sizeof path, "%s/tests/%s/%s", root ? root : ".", folder, from);
  get_file(path, &text);
  need(text.size > 0, path);
  put_file(to, text.at, text.size);
  ev_buf_free(&text);
}

static const char messy[] = "record R open{a:string?}\n\n\n\nfn f( x:int ):int=x+1";
static const char old_out[] = "what was there before\n";

/* What is written is put back before each run. */
static void refresh(void) {
  put_text("messy.vet", messy);
  put_text("out", old_out);
  (void)unlink("new");
}

/* Its skipped documents are more than json holds in memory. */
static void put_templates(void) {
  ev_buf text = {0};
  for (int i = 0; i < 400; i++) ev_buf_text(&text, "{{ template }}\n---\n");
  put_file("templates.yaml", text.at, text.size);
  ev_buf_free(&text);
}

static void fill_folder(void) {
  copy_source("flips", "small.vet", "small.vet");
  copy_source("flips", "pods.yaml", "pods.yaml");
  copy_source("flips", "text.yaml", "text.yaml");
  copy_source("faults", "tested.vet", "tested.vet");
  copy_source("golden/cli/data", "suspicious.vet", "suspicious.vet");
  need(mkdir("folder", 0777) == 0 && mkdir("folder/deeper", 0777) == 0, "folder");
  copy_source("flips", "pods.yaml", "folder/a.yaml");
  copy_source("flips", "text.yaml", "folder/deeper/b.yaml");
  put_text("folder/.gitignore", "c.yaml\n");
  put_text("folder/c.yaml", "kind: Pod\n");
  put_text("list", "pods.yaml\nfolder\n");
  put_text("broken.yaml", "apiVersion: v1\nkind: Pod\n---\na: [1\n---\n{{ template }}\n");
  put_templates();
  put_text("unparsed.vet", "rule X1 {{ }\nrecord R { a: [string }\n");
  put_text("broken.vet", "rule X1 error \"x\" { for c in things  require c.x }\nrecord R { a: strin }\n");
  refresh();
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The names in the folder, with blanks between. */
static void list_names(ev_buf *out) {
  char *names[64];
  size_t count = 0;
  DIR *folder = opendir(".");
  need(folder != NULL, "opendir");
  for (struct dirent *e; (e = readdir(folder)) && count < 64;)
    if (strcmp(e->d_name, "new") != 0) names[count++] = strdup(e->d_name);
  (void)closedir(folder);
  qsort(names, count, sizeof *names, by_name);
  for (size_t i = 0; i < count; i++) {
    ev_buf_format(out, "%s ", names[i]);
    free(names[i]);
  }
}

/* ---- runs */

typedef struct outcome {
  int status;
  ev_buf out, error, files[3]; /* of standard output and error; out, new, messy.vet */
  ev_buf names;
} outcome;

static const char *const written[] = {"out", "new", "messy.vet"};

static void outcome_free(outcome *o) {
  ev_buf_free(&o->out);
  ev_buf_free(&o->error);
  ev_buf_free(&o->names);
  for (size_t i = 0; i < 3; i++) ev_buf_free(&o->files[i]);
}

static int streams[2]; /* what standard output and error were at first */

static void redirect(void) {
  for (int i = 0; i < 2; i++) {
    int file = open(i ? "../stderr" : "../stdout", O_RDWR | O_CREAT | O_TRUNC, 0666);
    need(file >= 0 && dup2(file, i + 1) == i + 1 && close(file) == 0, "dup2");
  }
}

static void restore(void) {
  for (int i = 0; i < 2; i++) need(dup2(streams[i], i + 1) == i + 1, "dup2");
}

static int run_command(const command *c) {
  char *argv[MOST_ARGUMENTS + 2] = {(char *)(uintptr_t) "ecivet"};
  int argc = 1;
  for (; argc <= MOST_ARGUMENTS && c->arguments[argc - 1]; argc++)
    argv[argc] = (char *)(uintptr_t)c->arguments[argc - 1];
  return ev_main(argc, argv);
}

static outcome run(const command *c, fault kind, size_t n, bool all) {
  outcome o = {0};
  refresh();
  redirect();
  shim_arm(kind, n, all);
  o.status = run_command(c);
  shim_disarm();
  restore();
  get_file("../stdout", &o.out);
  get_file("../stderr", &o.error);
  for (size_t i = 0; i < 3; i++) get_file(written[i], &o.files[i]);
  list_names(&o.names);
  return o;
}

/* ---- judging */

static bool equal(const ev_buf *a, const ev_buf *b) { return ev_str_equal(ev_buf_view(a), ev_buf_view(b)); }

/* --stats shows times. */
static bool same_errors(const command *c, const outcome *a, const outcome *b) {
  for (int i = 0; i < MOST_ARGUMENTS && c->arguments[i]; i++)
    if (strcmp(c->arguments[i], "--stats") == 0) return true;
  return equal(&a->error, &b->error);
}

static bool as_before(size_t file, const ev_buf *content) {
  static const char *const before[] = {old_out, "", messy};
  return ev_str_is(ev_buf_view(content), before[file]);
}

/* A report that says of some input that it could not be read, to its end. */
static bool is_report_of_trouble(const ev_buf *content) {
  return ev_str_ends(ev_buf_view(content), EV_STR("could not be read\n"));
}

static const char *fault_in_files(const outcome *o, const outcome *clean) {
  for (size_t i = 0; i < 3; i++) {
    bool right = as_before(i, &o->files[i]) || equal(&o->files[i], &clean->files[i]) ||
                 (o->status == EV_EXIT_TROUBLE && is_report_of_trouble(&o->files[i]));
    if (!right) return "a file is half written";
  }
  return equal(&o->names, &clean->names) ? NULL : "a file is left behind";
}

static const char *fault_in(const command *c, const outcome *o, const outcome *clean) {
  const char *what = fault_in_files(o, clean);
  if (what) return what;
  if (shim_blocks()) return "memory is not given back";
  if (shim_descriptors()) return "a descriptor is not closed";
  if (o->status == EV_EXIT_TROUBLE && clean->status != EV_EXIT_TROUBLE)
    return o->error.size || !equal(&o->out, &clean->out) ? NULL : "there is no message";
  if (o->status == EV_EXIT_TROUBLE) return NULL; /* both have trouble, perhaps of another kind */
  if (o->status != clean->status) return "another status";
  if (!equal(&o->out, &clean->out)) return "another output, and no trouble";
  if (!same_errors(c, o, clean)) return "another message, and no trouble";
  for (size_t i = 0; i < 3; i++)
    if (!equal(&o->files[i], &clean->files[i])) return "a file was not written, and no trouble";
  return NULL;
}

static size_t runs, faults_found;

static void judge(const command *c, fault kind, size_t n, bool all, const outcome *o, const outcome *clean) {
  const char *what = fault_in(c, o, clean);
  runs++;
  if (!what) return;
  faults_found++;
  printf("%s: %s %zu%s fails: %s (status %d)\n%.*s%.*s", c->name, shim_names[kind], n,
         all ? " and all later" : "", what, o->status, (int)(o->out.size > 300 ? 300 : o->out.size),
         o->out.at ? o->out.at : "", (int)(o->error.size > 600 ? 600 : o->error.size),
         o->error.at ? o->error.at : "");
}

static size_t next(size_t n) { return getenv("EXHAUSTIVE") || n < 40 ? n + 1 : n + n / 8; }

static void try_faults(const command *c, fault kind, bool all, const outcome *clean) {
  bool more = true;
  size_t before = faults_found;
  for (size_t n = 1; more && faults_found < before + 3; n = next(n)) {
    outcome o = run(c, kind, n, all);
    more = shim_failed();
    judge(c, kind, n, all, &o, clean);
    outcome_free(&o);
  }
}

/* Interrupted and one byte at a time, a command gives what it gives otherwise. */
static void try_hampered(const command *c, const outcome *clean) {
  shim_hamper(true);
  outcome o = run(c, FAULT_READ, 0, false);
  shim_hamper(false);
  if (o.status == clean->status) judge(c, FAULT_READ, 0, false, &o, clean);
  if (o.status != clean->status)
    faults_found += (size_t)printf("%s: hampered, it ends with %d\n", c->name, o.status);
  outcome_free(&o);
}

static void try_command(const command *c) {
  size_t before = runs;
  outcome clean = run(c, FAULT_MEMORY, 0, false);
  judge(c, FAULT_MEMORY, 0, false, &clean, &clean);
  for (fault kind = 0; kind < FAULTS; kind++) try_faults(c, kind, false, &clean);
  try_faults(c, FAULT_MEMORY, true, &clean);
  try_hampered(c, &clean);
  printf("%s: status %d, %zu runs\n", c->name, clean.status, runs - before);
  outcome_free(&clean);
}

/* check in each format */
static void try_formats(const char *wanted) {
  for (int i = 0; i < EV_FORMATS; i++) {
    char name[40], option[40];
    snprintf(name, sizeof name, "check-%s", ev_format_name((ev_report_format)i));
    snprintf(option, sizeof option, "--format=%s", ev_format_name((ev_report_format)i));
    command c = {name, {"check", option, SMALL, MANIFESTS, "broken.yaml"}};
    if (!wanted || strstr(name, wanted)) try_command(&c);
  }
}

static void make_bundle(void) {
  command c = {"bundle", {"compile", "--no-builtin", "--output=small.vetc", "small.vet"}};
  need(run_command(&c) == 0, "small.vetc");
}

int main(int argc, char **argv) {
  char folder[] = "/tmp/ecivet-faults.XXXXXX", clean_up[80];
  const char *wanted = argc > 1 ? argv[1] : NULL;
  need(mkdtemp(folder) && chdir(folder) == 0 && mkdir("work", 0777) == 0 && chdir("work") == 0, folder);
  for (int i = 0; i < 2; i++) need((streams[i] = dup(i + 1)) >= 0, "dup");
  if (__sanitizer_set_report_fd) __sanitizer_set_report_fd((void *)(intptr_t)streams[1]);
  fill_folder();
  make_bundle();
  for (size_t i = 0; i < COMMANDS; i++)
    if (!wanted || strstr(commands[i].name, wanted)) try_command(&commands[i]);
  try_formats(wanted);
  printf("%zu runs, %zu of them wrong\n", runs, faults_found);
  snprintf(clean_up, sizeof clean_up, "rm -rf %s", folder);
  need(system(clean_up) == 0, "rm");
  return faults_found ? 1 : 0;
}
