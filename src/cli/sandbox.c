#include "sandbox.h"
#include "embedded.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- system calls */

#define MOST_INSTRUCTIONS 4096u /* BPF_MAXINSNS */

static bool filter_calls(bool replaces) {
  const char *bytes = replaces ? ev_embedded_filter_replace : ev_embedded_filter_read;
  size_t size = replaces ? ev_embedded_filter_replace_size : ev_embedded_filter_read_size;
  struct sock_filter instructions[MOST_INSTRUCTIONS];
  size_t count = size / sizeof *instructions;
  if (count == 0 || count > MOST_INSTRUCTIONS) return false;
  memcpy(instructions, bytes, size);
  struct sock_fprog program = {(unsigned short)count, instructions};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* ---- files */

/* Newer than the headers of Debian 12; the kernel's documentation gives the numbers. */
#define ACCESS_TRUNCATE  (1ULL << 14)
#define ACCESS_IOCTL_DEV (1ULL << 15)

#define ACCESS_READ    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define ACCESS_REPLACE (LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE)
/* All of the first version: execute up to make_sym. */
#define ACCESS_FIRST ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)

static unsigned long long handled_by(int version) {
  unsigned long long rights = ACCESS_FIRST;
  if (version >= 2) rights |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3) rights |= ACCESS_TRUNCATE;
  if (version >= 5) rights |= ACCESS_IOCTL_DEV;
  return rights;
}

static bool is_folder(int descriptor) {
  struct stat about;
  return fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode);
}

/* A path that is not there cannot be read later either; pipes are no matter of Landlock. */
static bool allow(int rules, const char *path, unsigned long long rights) {
  int descriptor = open(path, O_PATH | O_CLOEXEC);
  if (descriptor < 0) return true;
  if (!is_folder(descriptor)) rights &= LANDLOCK_ACCESS_FS_READ_FILE;
  struct landlock_path_beneath_attr beneath = {.allowed_access = rights, .parent_fd = descriptor};
  bool allowed = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0 ||
                 errno == EBADFD;
  (void)close(descriptor);
  return allowed;
}

static bool allow_replacing(int rules, const char *path) {
  char folder[4096] = ".";
  const char *slash = strrchr(path, '/');
  size_t length = slash ? (size_t)(slash - path) : 0;
  if (length >= sizeof folder) return false;
  if (slash) {
    memcpy(folder, path, length);
    folder[length] = '\0';
  }
  return allow(rules, length || !slash ? folder : "/", ACCESS_REPLACE);
}

static bool allow_all(int rules, const ev_sandbox_request *request) {
  bool allowed = request->paths || allow(rules, "/", ACCESS_READ);
#ifdef EV_TRACED
  allowed = allowed && allow(rules, "/proc", ACCESS_READ); /* the leak checker of this build looks there */
#endif
  for (const char *const *path = request->paths; path && *path && allowed; path++)
    allowed = allow(rules, *path, ACCESS_READ);
  return allowed && (!request->replaced || allow_replacing(rules, request->replaced));
}

static bool restrict_files(const ev_sandbox_request *request, int version) {
  struct landlock_ruleset_attr attributes = {.handled_access_fs = handled_by(version)};
  int rules = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  if (rules < 0) return false;
  bool restricted = allow_all(rules, request) && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  (void)close(rules);
  return restricted;
}

/* ---- all */

ev_sandbox ev_sandbox_enter(const ev_sandbox_request *request) {
  ev_sandbox sandbox = {.every_path = !request->paths};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return sandbox;
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version > 0 && restrict_files(request, (int)version)) sandbox.landlock = (int)version;
  sandbox.filtered = filter_calls(request->replaced != NULL);
  return sandbox;
}

bool ev_sandbox_is_whole(const ev_sandbox *sandbox) { return sandbox->filtered && sandbox->landlock > 0; }

const char *ev_sandbox_text(const ev_sandbox *s, char *buffer, size_t size) {
  if (!s->filtered && !s->landlock) return "none";
  int written = s->filtered ? snprintf(buffer, size, "system calls") : 0;
  if (s->landlock && written >= 0 && (size_t)written < size)
    (void)snprintf(buffer + written, size - (size_t)written, "%s%s (Landlock %d)", s->filtered ? ", " : "",
                   s->every_path ? "files: read only" : "files: only those named, read only", s->landlock);
  return buffer;
}
