/* The machine and the reference evaluator over the objects of a text. */
#ifndef REF_COMPARE_H
#define REF_COMPARE_H

#include "bundle.h"
#include "program.h"
#include "vm.h"

typedef struct ref_subject {
  const ev_program *program;
  const ev_bundle *bundle;          /* of the same */
  const ev_setting *with;           /* of params: for the reference evaluator ... */
  const ev_setting_value *settings; /* ... and the same for the machine; NULL: the defaults */
  uint32_t scope;                   /* index; EV_NONE: every object */
} ref_subject;

typedef struct ref_tally {
  uint64_t documents, objects; /* that some view has a row for */
  uint64_t findings;           /* that both made */
  uint64_t passed_over;        /* objects that took either too long */
  uint64_t differ;
} ref_tally;

/* Adds to the tally. What differs is told on standard error, with the text. */
void ref_compare(const ref_subject *subject, ev_str text, ref_tally *tally);

#endif
