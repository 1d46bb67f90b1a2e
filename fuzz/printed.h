/* What the tool printed, read back. */
#ifndef EV_FUZZ_PRINTED_H
#define EV_FUZZ_PRINTED_H

#include "str.h"

/* Lines of well-formed text that no terminal obeys, none of them a command to a CI service. */
bool printed_is_visible(ev_str text);

typedef struct printed_name {
  ev_str name; /* of a file */
  bool broken; /* it could not be read; else something was found in it, once */
} printed_name;

/* By bytes, each once; gives how many are left. */
size_t printed_sort(printed_name *names, size_t count);

/* Whether a report is well-formed JSON, or lines of it; of text nothing is asked. */
bool printed_is_report(const char *format, ev_str report);
/* Whether it tells of these files, in this order, and in JSON of no others. */
bool printed_has_names(const char *format, ev_str report, const printed_name *names, size_t count);

#endif
