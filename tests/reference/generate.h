/* Well-typed rule files, and manifests that touch them, out of a string of bytes: the same bytes give the
 * same texts, and any bytes give some. */
#ifndef REF_GENERATE_H
#define REF_GENERATE_H

#include "str.h"

typedef struct ref_bytes {
  const uint8_t *at;
  size_t size;
} ref_bytes;

/* A number below `most`, which is not 0; 0 when the bytes are used up. */
uint32_t ref_choose(ref_bytes *b, uint32_t most);
#define REF_PICK(bytes, list) ((list)[ref_choose((bytes), sizeof(list) / sizeof *(list))])

void ref_generate_rules(ev_buf *out, ref_bytes *bytes);
void ref_generate_manifest(ev_buf *out, ref_bytes *bytes);

#endif
