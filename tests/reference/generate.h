/* Well-typed rule files, and manifests that touch them, out of a string of bytes: the same bytes give the
 * same texts, and any bytes give some. */
#ifndef REF_GENERATE_H
#define REF_GENERATE_H

#include "str.h"

typedef struct ref_bytes {
  const uint8_t *at;
  size_t size;
} ref_bytes;

void ref_generate_rules(ev_buf *out, ref_bytes *bytes);
void ref_generate_manifest(ev_buf *out, ref_bytes *bytes);

#endif
