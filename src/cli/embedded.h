/* What the build puts into the tool: the rule pack as text and, but for `ecivet-boot`, compiled. The build
 * writes the definitions (cmake/Embed.cmake). */
#ifndef EV_EMBEDDED_H
#define EV_EMBEDDED_H

#include "str.h"

typedef struct ev_embedded_file {
  ev_str path; /* relative to rules.d, e.g. "k8s/pod.vet" */
  ev_str text;
} ev_embedded_file;

/* The files under rules.d, sorted by the bytes of their paths. */
extern const ev_embedded_file ev_embedded_rules[];
extern const size_t ev_embedded_rules_count;

/* A bundle file of all of them; size 0 when none is embedded: compile ev_embedded_rules then. */
extern const char ev_embedded_bundle[];
extern const size_t ev_embedded_bundle_size;

/* The filters of system calls as BPF (src/cli/sandbox.h): nothing can be changed, or a file be replaced. Size
 * 0 where the build has none. */
extern const char ev_embedded_filter_read[], ev_embedded_filter_replace[];
extern const size_t ev_embedded_filter_read_size, ev_embedded_filter_replace_size;

#endif
