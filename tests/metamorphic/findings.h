/* What the rules find in a text, without where it stands. */
#ifndef META_FINDINGS_H
#define META_FINDINGS_H

#include "scan.h"

typedef struct meta_findings {
  ev_str *at; /* rule, verdict, path, message; sorted, each once */
  size_t count;
  ev_str *notes; /* likewise, with the notes' messages */
  size_t note_count;
} meta_findings;

typedef struct meta_options {
  bool without_paths; /* one place may be reached by several */
  bool in_list;       /* the objects are items of a list */
  bool shared;        /* more is shared than in what this is held against */
} meta_options;

/* In the arena. `readable` is set to whether all of the text could be read. */
meta_findings meta_find(ev_vetter *vetter, ev_str text, const meta_options *options, ev_arena *arena,
                        bool *readable);
/* Is the same found? What stands at one place is one finding, with the other's message as a note: where
 * aliases are written out it is another. */
bool meta_agree(const meta_findings *as_it_is, const meta_findings *written_out);
/* Those of `a` that are not among `b`, each with `who` before it, on standard error. */
void meta_show(const char *who, const meta_findings *a, const meta_findings *b);

#endif
