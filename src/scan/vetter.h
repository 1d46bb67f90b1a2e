/* Inside the scan room: what a vetter holds. */
#ifndef EV_VETTER_H
#define EV_VETTER_H

#include "concern.h"
#include "merge.h"
#include "problems.h"
#include "shown_lines.h"

struct ev_vetter {
  const ev_vet_options *options;
  ev_reader *reader;
  ev_vm *vm;
  ev_arena lasting; /* of what lives as long as the vetter */
  ev_concern concern;
  ev_arena arena;   /* of the outcome */
  ev_arena passing; /* of those findings of it, and their lines, that have not been taken */
  ev_outcome outcome;
  ev_problems problems;
  ev_finding_list *findings;
  ev_shown_lines lines, problem_lines;
  ev_outcome taken; /* what was taken last */
  uint64_t findings_taken;
  ev_str text;                    /* of the part at hand */
  bool begun;                     /* a part of the input has been read */
  uint32_t found;                 /* by the machine, in this input */
  bool full;                      /* `options->findings` was reached: the rest of the input is left */
  bool (*goes_on)(void *context); /* NULL, or asked before each document */
  void *goes_on_context;
};

/* The objects of one document, and the rules on each. */
void ev_vetter_document(ev_vetter *vetter, const ev_document *document);

#endif
