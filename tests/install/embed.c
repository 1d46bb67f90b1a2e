/* A program that knows nothing of ecivet but what is installed: it vets standard input against a rule of its
 * own and prints what was found. */
#include <ecivet/ecivet.h>

#include <stdio.h>
#include <string.h>

static const char rule[] = "record Spec { hostNetwork: bool = false }\n"
                           "record Pod { spec: Spec }\n"
                           "\n"
                           "counted view pod: Pod {\n"
                           "  Pod \"v1\" Pod at .\n"
                           "}\n"
                           "\n"
                           "rule OWN1 error \"the network of the host\" {\n"
                           "  require not pod.spec.hostNetwork\n"
                           "  at      pod.spec.hostNetwork\n"
                           "  say     \"the pod uses the network of the host\"\n"
                           "  help    \"leave out hostNetwork\"\n"
                           "}\n";

static ecivet_text text_of(const char *c_string) { return (ecivet_text){c_string, strlen(c_string)}; }

static void print(const char *what, ecivet_text text) {
  printf("%s%.*s", what, (int)text.size, text.at ? text.at : "");
}

static void print_message(void *context, const ecivet_message *message) {
  (void)context;
  printf("%s %u:%u", message->code, (unsigned)message->line, (unsigned)message->column);
  print(" ", message->message);
  printf("\n");
}

static void print_finding(void *context, const ecivet_finding *finding) {
  (void)context;
  printf("%u:%u", (unsigned)finding->place.line, (unsigned)finding->place.column);
  print(" ", finding->rule);
  print(" ", finding->kind);
  print(" ", finding->name);
  print(" ", finding->path);
  print(": ", finding->message);
  print("; ", finding->help);
  printf("\n");
}

static void print_error(void *context, const ecivet_error *error) {
  (void)context;
  printf("%u:%u error %s in document %u\n", (unsigned)error->line, (unsigned)error->column, error->code,
         (unsigned)error->document);
}

/* 0 when all was vetted and nothing found. */
static int vet(const ecivet_rules *rules, ecivet_text manifest) {
  ecivet_options options = ecivet_options_default();
  ecivet_summary summary;
  options.finding = print_finding;
  options.error = print_error;
  ecivet_vetter *vetter = ecivet_vetter_new(rules, &options);
  if (!vetter || ecivet_vet(vetter, manifest, &summary) != ECIVET_OK) {
    ecivet_vetter_free(vetter);
    return 3;
  }
  printf("%u pods, %u errors, %u problems\n", (unsigned)summary.pods, (unsigned)summary.errors,
         (unsigned)summary.problems);
  ecivet_vetter_free(vetter);
  return summary.problems ? 3 : summary.errors ? 1 : 0;
}

int main(void) {
  static char manifest[65536];
  size_t size = fread(manifest, 1, sizeof manifest, stdin);
  ecivet_rule_file file = {.name = text_of("own.vet"), .text = text_of(rule)};
  ecivet_rules *rules;
  if (ecivet_compile(&rules, &file, 1, print_message, NULL) != ECIVET_OK) return 2;
  int status = vet(rules, (ecivet_text){manifest, size});
  ecivet_rules_free(rules);
  return status;
}
