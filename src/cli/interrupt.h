/* Ctrl-C: what was found is reported, then the signal takes its course. */
#ifndef EV_INTERRUPT_H
#define EV_INTERRUPT_H

#include "scan.h"

/* From now on SIGINT, SIGTERM and SIGHUP set what is returned, each but once: a second one ends the program
 * at once. A signal that is ignored stays ignored. */
const ev_stop *ev_interrupt_watch(void);
/* Sets it, too: nobody could read what more is found. */
void ev_interrupt_end(void);
/* Whether a signal came. */
bool ev_interrupted(void);
/* Ends the program as the signal would have done, if one came: so that a shell's loop ends too. */
void ev_interrupt_obey(void);

#endif
