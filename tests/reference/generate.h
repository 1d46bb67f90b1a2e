/* Well-typed rule files, and manifests that touch them, out of a string of bytes: the same bytes give the
 * same texts, and any bytes give some. */
#ifndef REF_GENERATE_H
#define REF_GENERATE_H

#include "pool.h"

/* The rules take from the front, manifests from the back: what changes one leaves the other. */
typedef struct ref_bytes {
  const uint8_t *at;
  size_t size;
  bool from_back;
} ref_bytes;

/* The next bytes of a sequence that the state starts, which is not 0. */
void ref_random(uint64_t *state, uint8_t *bytes, size_t size);

/* A number below `most`, which is not 0; 0 when the bytes are used up. */
uint32_t ref_choose(ref_bytes *b, uint32_t most);
#define REF_PICK(bytes, list) ((list)[ref_choose((bytes), sizeof(list) / sizeof *(list))])

/* Rules R1 to at most R6. */
void ref_generate_rules(ev_buf *out, ref_bytes *bytes);
/* The same, and more copies of each rule: the second of R1 is R101. */
void ref_generate_program(ev_buf *out, ref_bytes *bytes, uint32_t copies);
#define REF_MOST_RULES 100u

/* A document of an object of the program's views, described by its records: with values that its rules speak
 * of, wrong shapes, nulls, aliases, merges, keys given twice and unrendered templates among them. */
void ref_generate_manifest(ev_buf *out, const ev_program *program, const ref_pool *pool, ref_bytes *bytes);

/* Several documents, as long as there are bytes. */
void ref_generate_manifests(ev_buf *out, const ev_program *program, const ref_pool *pool, ref_bytes *bytes,
                            uint32_t count);

/* A sound one is of the type's shape, or a template. */
void ref_generate_scalar(ev_buf *out, const ev_type *type, const ref_pool *pool, ref_bytes *bytes,
                         bool sound);
ev_str ref_generate_key(const ref_pool *pool, ref_bytes *bytes); /* of a map */
/* A text in double quotes, with YAML's escapes. */
void ref_write_quoted(ev_buf *out, ev_str text);
/* The JSON that a type describes, more or less, in one line. */
void ref_generate_json(ev_buf *out, const ev_type *type, const ref_pool *pool, ref_bytes *bytes,
                       uint32_t depth);

#endif
