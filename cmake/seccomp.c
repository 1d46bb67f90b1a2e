/* Writes the system call filter of `ecivet check` as BPF, made by libseccomp when the tool is built, so that
 * the tool neither links the library nor spends time on it:
 *
 *   ecivet-seccomp read|replace [traced] FILE
 *
 * read: nothing on disk can be changed; replace: one file may be put in place of another, for --output.
 * traced: the leak checker of a sanitizer starts a process that looks into this one.
 *
 * What is listed is refused with EPERM; all else is allowed. A list of what is allowed would be tighter, and
 * would break the tool with each new libc. The list follows what systemd.exec(5) groups as @process,
 * @network-io,
 * @file-system, @mount, @privileged, @debug, @module, @raw-io, @reboot, @clock, @keyring. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *const programs[] = {"execve", "execveat", NULL};

/* Threads are clones too: those are told by a flag. */
static const char *const processes[] = {
    "fork",       "vfork",       "ptrace", "process_vm_readv", "process_vm_writev", "kcmp",
    "pidfd_open", "pidfd_getfd", NULL};

static const char *const others[] = {
    /* network */
    "socket", "socketpair", "socketcall", "connect", "bind", "listen", "accept", "accept4", "sendto",
    "sendmsg", "sendmmsg", "recvfrom", "recvmsg", "recvmmsg", "shutdown", "getsockopt", "setsockopt",
    /* signals to others */
    "kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal",
    /* files; those that are opened for writing are told by their flags */
    "creat", "link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat", "mknod", "mknodat", "rmdir",
    "truncate", "truncate64", "chmod", "fchmod", "fchmodat", "chown", "fchown", "fchownat", "lchown",
    "chown32", "fchown32", "lchown32", "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr",
    "fremovexattr", "utime", "utimes", "utimensat", "futimesat", "open_by_handle_at", "name_to_handle_at",
    "fanotify_init",
    /* the system */
    "mount", "umount", "umount2", "mount_setattr", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount",
    "fspick", "pivot_root", "chroot", "swapon", "swapoff", "quotactl", "acct", "unshare", "setns",
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "sethostname",
    "setdomainname", "syslog", "iopl", "ioperm", "settimeofday", "clock_settime", "clock_settime64",
    "clock_adjtime", "clock_adjtime64", "adjtimex", "stime", "vhangup", "nfsservctl", "lookup_dcookie",
    /* ways around, and large surfaces */
    "io_uring_setup", "io_uring_enter", "io_uring_register", "bpf", "perf_event_open", "userfaultfd",
    "keyctl", "add_key", "request_key", "personality", "modify_ldt", "uselib", "setuid", "setgid", "setreuid",
    "setregid", "setresuid", "setresgid", "setgroups", "setfsuid", "setfsgid", "capset", NULL};

static const char *const replacing[] = {"rename", "renameat", "renameat2", "unlink", "unlinkat", NULL};

/* Names that this architecture lacks are passed over. */
static bool refuse_all(scmp_filter_ctx filter, const char *const *names) {
  for (; *names; names++) {
    int number = seccomp_syscall_resolve_name(*names);
    if (number != __NR_SCMP_ERROR && number >= 0 &&
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0) != 0)
      return false;
  }
  return true;
}

static bool refuse_if(scmp_filter_ctx filter, int number, struct scmp_arg_cmp condition) {
  return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), number, 1, &condition) == 0;
}

static struct scmp_arg_cmp has_bits(unsigned argument, scmp_datum_t bits) {
  return (struct scmp_arg_cmp){argument, SCMP_CMP_MASKED_EQ, bits, bits};
}

/* What opens for writing or makes a file; calls whose flags stand in memory are said not to exist, and libc
 * then does without. */
static bool refuse_writing(scmp_filter_ctx filter) {
  static const scmp_datum_t flags[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC};
  bool done = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0) == 0;
  for (size_t i = 0; i < sizeof flags / sizeof *flags && done; i++)
    done = refuse_if(filter, SCMP_SYS(open), has_bits(1, flags[i])) &&
           refuse_if(filter, SCMP_SYS(openat), has_bits(2, flags[i]));
  return done;
}

static bool refuse_processes(scmp_filter_ctx filter) {
#if defined(__s390__) || defined(__s390x__)
  const unsigned flags = 1;
#else
  const unsigned flags = 0;
#endif
  struct scmp_arg_cmp no_thread = {flags, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0};
  return refuse_all(filter, processes) && refuse_if(filter, SCMP_SYS(clone), no_thread);
}

/* Code that is made at run time, and characters put into the terminal's input. */
static bool refuse_tricks(scmp_filter_ctx filter) {
  return refuse_if(filter, SCMP_SYS(mmap), has_bits(2, PROT_EXEC)) &&
         refuse_if(filter, SCMP_SYS(mprotect), has_bits(2, PROT_EXEC)) &&
         refuse_if(filter, SCMP_SYS(pkey_mprotect), has_bits(2, PROT_EXEC)) &&
         refuse_if(filter, SCMP_SYS(ioctl),
                   (struct scmp_arg_cmp){1, SCMP_CMP_MASKED_EQ, 0xffffffff, TIOCSTI}) &&
         refuse_if(filter, SCMP_SYS(ioctl),
                   (struct scmp_arg_cmp){1, SCMP_CMP_MASKED_EQ, 0xffffffff, TIOCLINUX});
}

static bool fill(scmp_filter_ctx filter, bool replace, bool traced) {
  return seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 && refuse_all(filter, programs) &&
         refuse_all(filter, others) && (replace || refuse_all(filter, replacing)) &&
         (traced || refuse_processes(filter)) && refuse_writing(filter) && refuse_tricks(filter) &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

static bool write_filter(const char *path, bool replace, bool traced) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  bool written = filter && file >= 0 && fill(filter, replace, traced) &&
                 seccomp_export_bpf(filter, file) == 0;
  if (file >= 0 && close(file) != 0) written = false;
  if (filter) seccomp_release(filter);
  return written;
}

int main(int argc, char **argv) {
  bool replace = argc > 2 && strcmp(argv[1], "replace") == 0;
  bool traced = argc > 3 && strcmp(argv[2], "traced") == 0;
  if (argc != (traced ? 4 : 3) || (!replace && strcmp(argv[1], "read") != 0)) {
    (void)fputs("usage: ecivet-seccomp read|replace [traced] FILE\n", stderr);
    return 2;
  }
  const char *path = argv[argc - 1];
  if (write_filter(path, replace, traced)) return 0;
  (void)fprintf(stderr, "ecivet-seccomp: %s: the filter cannot be made\n", path);
  (void)remove(path);
  return 1;
}
