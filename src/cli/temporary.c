/* Files for what does not fit in memory. */
#include "cli.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A limit on the size of files is to fail a write, not to end the program. */
static void survive_limit(void) { (void)signal(SIGXFSZ, SIG_IGN); }

int ev_temporary_file(void) {
  const char *folder = getenv("TMPDIR");
  ev_buf name = {0};
  ev_buf_format(&name, "%s/ecivet.XXXXXX", folder && *folder ? folder : P_tmpdir);
  ev_buf_char(&name, '\0');
  int file = name.failed ? -1 : mkostemp(name.at, O_CLOEXEC);
  if (file >= 0) (void)unlink(name.at);
  ev_buf_free(&name);
  survive_limit();
  return file;
}
