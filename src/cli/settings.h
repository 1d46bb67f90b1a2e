/* Values of parameters: from --param, and from `with` in tests. */
#ifndef EV_SETTINGS_H
#define EV_SETTINGS_H

#include "cli.h"
#include "program.h"

typedef struct ev_settings {
  ev_arena arena;
  ev_setting_value *values; /* one for each of the bundle's parameters */
} ev_settings;

/* Each text is NAME=VALUE. Complains; the exit status. ev_settings_free in any case. */
int ev_settings_parse(ev_settings *settings, const ev_command *command, const ev_bundle *bundle,
                      const char *const *texts, size_t count);

/* The settings of a test, checked by the compiler; false when memory ran out or a value does not fit. */
bool ev_settings_of_test(ev_settings *settings, const ev_bundle *bundle, const ev_program *program,
                         const ev_decl *test);

void ev_settings_free(ev_settings *settings);

#endif
