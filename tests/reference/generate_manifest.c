/* Manifests out of bytes: what they hold touches the generated rules. */
#include "generate.h"

static const char *const int_values[] = {"1", "0", "7", "-3", "null", "\"1\"", "x", "9223372036854775807",
                                         "2"};
static const char *const text_values[] = {"a", "ab", "bc", "\"{{ .x }}\"", "null", "5", "\"\"",
                                          "x", "y",  "w"};
static const char *const sizes[] = {"1Gi", "250m", "3", "\"\"", "null", "oops", "0.5", "\"1e3\""};
static const char *const flags[] = {"true", "false", "null", "yes", "\"true\"", "\"{{ b }}\""};

typedef struct field {
  const char *name;
  const char *const *values;
  uint32_t count;
} field;

static void fields(ev_buf *out, ref_bytes *b, const field *f, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    if (ref_choose(b, 3)) ev_buf_format(out, "%s: %s, ", f[i].name, f[i].values[ref_choose(b, f[i].count)]);
}

#define COUNTED(list) list, sizeof(list) / sizeof *(list)

static void sub(ev_buf *out, ref_bytes *b) {
  static const field of_d[] = {
      {"uid", COUNTED(int_values)}, {"word", COUNTED(text_values)}, {"size", COUNTED(sizes)}};
  ev_buf_text(out, "{ ");
  fields(out, b, of_d, 3);
  ev_buf_text(out, "}");
}

static void container(ev_buf *out, ref_bytes *b) {
  static const field of_c[] = {{"name", COUNTED(text_values)},
                               {"uid", COUNTED(int_values)},
                               {"mem", COUNTED(sizes)},
                               {"on", COUNTED(flags)},
                               {"mode", COUNTED(text_values)}};
  static const char *const nums[] = {"[]", "[1, 7]", "[0, x, 2]", "[null, 2]", "5", "null"};
  static const char *const adds[] = {"[a]", "[ab, \"{{ y }}\"]", "[null]", "{}"};
  ev_buf_text(out, "{ ");
  fields(out, b, of_c, 5);
  if (ref_choose(b, 2)) ev_buf_format(out, "nums: %s, ", REF_PICK(b, nums));
  if (ref_choose(b, 2)) ev_buf_format(out, "add: %s, ", REF_PICK(b, adds));
  if (ref_choose(b, 2)) {
    ev_buf_text(out, "sub: ");
    sub(out, b);
  }
  ev_buf_text(out, " }");
}

static void containers(ev_buf *out, ref_bytes *b) {
  static const char *const odd[] = {"null", "5", "\"{{ z }}\"", "[]"};
  uint32_t count = ref_choose(b, 4);
  ev_buf_text(out, "  cs:\n");
  for (uint32_t i = 0; i < count; i++) {
    ev_buf_text(out, "  - ");
    if (ref_choose(b, 8) == 1)
      ev_buf_text(out, REF_PICK(b, odd));
    else
      container(out, b);
    ev_buf_char(out, '\n');
  }
}

void ref_generate_manifest(ev_buf *out, ref_bytes *b) {
  static const char *const maps[] = {"{}", "{ a: 1Gi, ab: x }", "{ \"\": 3, w: null }", "[]",
                                     "{ 1: a, \"1\": b }"};
  ev_buf_text(out, "apiVersion: v1\nkind: Pod\n");
  if (ref_choose(b, 2)) {
    ev_buf_text(out, "opt: &o ");
    sub(out, b);
    ev_buf_text(out, "\n");
    if (ref_choose(b, 3) == 1) ev_buf_text(out, "other: *o\n");
  }
  ev_buf_text(out, "spec:\n");
  if (ref_choose(b, 2)) ev_buf_format(out, "  uid: %s\n", REF_PICK(b, int_values));
  if (ref_choose(b, 2)) ev_buf_format(out, "  limits: %s\n", REF_PICK(b, maps));
  if (ref_choose(b, 2)) ev_buf_format(out, "  tags: %s\n", REF_PICK(b, maps));
  containers(out, b);
}
