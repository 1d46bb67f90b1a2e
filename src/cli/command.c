/* The list of commands, and the tool's own options. */
#include "cli.h"
#include "embedded.h"

#include <fcntl.h>
#include <unistd.h>

#ifndef ECIVET_VERSION
#define ECIVET_VERSION "unknown"
#endif

const ev_command *const ev_commands[EV_COMMANDS] = {
    &ev_command_check,   &ev_command_test,   &ev_command_lint,    &ev_command_fmt,
    &ev_command_compile, &ev_command_disasm, &ev_command_explain, &ev_command_rules};

static const ev_option tool_options[] = {
    {'V', "version", NULL, "print the version and the digest of the built-in rules"}};

const ev_command ev_command_tool = {
    .operands = "COMMAND [ARGUMENT]...",
    .summary = "vet Kubernetes manifests for Alibaba Cloud ECI",
    .about = "Vets Kubernetes manifests against the constraints of Alibaba Cloud's Elastic Container\n"
             "Instance (ECI), before anything is deployed.",
    .exits = "0 all is well; 1 findings, failed tests, or files that would change; 2 wrong usage, or rules\n"
             "that do not compile; 3 something could not be read or written. Of several, the highest.",
    .options = tool_options,
    .option_count = 1,
};

static void add_commands(ev_buf *out) {
  ev_buf_text(out, "\nCommands:\n");
  for (size_t i = 0; i < EV_COMMANDS; i++)
    ev_buf_format(out, "  %-9s %s\n", ev_commands[i]->name, ev_commands[i]->summary);
  ev_buf_text(out, "\n`ecivet COMMAND --help` tells more. `ecivet check .` is a good start.\n");
}

static int print_help(void) {
  ev_buf out = {0};
  ev_command_help(&out, &ev_command_tool);
  add_commands(&out);
  int status = ev_print(&ev_command_tool, &out);
  ev_buf_free(&out);
  return status;
}

/* Tells apart builds with other rules: a hash of names and texts, not a seal. */
static uint64_t rules_digest(void) {
  uint64_t digest = 0;
  for (size_t i = 0; i < ev_embedded_rules_count; i++) {
    uint64_t file[] = {digest, ev_str_hash(ev_embedded_rules[i].path),
                       ev_str_hash(ev_embedded_rules[i].text)};
    digest = ev_str_hash((ev_str){(const char *)file, sizeof file});
  }
  return digest;
}

static int print_version(void) {
  ev_buf out = {0};
  ev_buf_format(&out, "ecivet %s\nrules %016llx, bundle format %u\n", ECIVET_VERSION,
                (unsigned long long)rules_digest(), EV_BUNDLE_VERSION);
  int status = ev_print(&ev_command_tool, &out);
  ev_buf_free(&out);
  return status;
}

static const ev_command *find(const char *name) {
  for (size_t i = 0; i < EV_COMMANDS; i++)
    if (strcmp(ev_commands[i]->name, name) == 0) return ev_commands[i];
  return NULL;
}

static int unknown_option(const char *word) {
  const ev_str own[] = {EV_STR("--version"), EV_STR("--help")};
  char hint[160];
  (void)ev_did_you_mean(hint, sizeof hint, ev_str_of(word), own, sizeof own / sizeof *own);
  return ev_misuse(&ev_command_tool, "unknown option `%s`%s", word,
                   hint[0] ? hint : "; options of a command stand after its name");
}

static int unknown_command(const char *name) {
  ev_str names[EV_COMMANDS];
  char hint[160];
  for (size_t i = 0; i < EV_COMMANDS; i++) names[i] = ev_str_of(ev_commands[i]->name);
  return ev_misuse(&ev_command_tool, "there is no command `%s`%s", name,
                   ev_did_you_mean(hint, sizeof hint, ev_str_of(name), names, EV_COMMANDS));
}

/* `ecivet help`, `ecivet help check` */
static int help_on(int argc, char **argv) {
  if (argc < 3) return print_help();
  const ev_command *command = find(argv[2]);
  if (!command) return unknown_command(argv[2]);
  ev_buf out = {0};
  ev_command_help(&out, command);
  int status = ev_print(command, &out);
  ev_buf_free(&out);
  return status;
}

/* `-V`, `--version` and what it may be shortened to. */
static bool is_option(const char *word, const char *letter, const char *name) {
  size_t size = strlen(word);
  return strcmp(word, letter) == 0 || (size > 2 && strncmp(word, name, size) == 0);
}

/* A closed standard stream would give its number to the next file that is opened: it gets a file that fails
 * on use. */
static void fill_streams(void) {
  static const int modes[] = {O_WRONLY, O_RDONLY, O_RDWR};
  for (int i = 0; i < 3; i++)
    if (fcntl(i, F_GETFD) < 0) (void)open("/dev/null", modes[i]);
}

int ev_main(int argc, char **argv) {
  fill_streams();
  if (argc < 2) return ev_misuse(&ev_command_tool, "no command was given");
  if (is_option(argv[1], "-h", "--help")) return print_help();
  if (is_option(argv[1], "-V", "--version")) return print_version();
  if (argv[1][0] == '-') return unknown_option(argv[1]);
  if (strcmp(argv[1], "help") == 0) return help_on(argc, argv);
  const ev_command *command = find(argv[1]);
  return command ? command->run(command, argc - 1, argv + 1) : unknown_command(argv[1]);
}
