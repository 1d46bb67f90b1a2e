#include "json_text.h"
#include "initialised.h"

static void add_valid(ev_buf *out, ev_str s) {
  for (size_t i = 0; i < s.size;) {
    char bytes[4];
    uint32_t c = ev_utf8_next(s, &i);
    ev_buf_add(out, bytes, ev_utf8_encode(c, bytes));
  }
}

json_t *ev_json_text(ev_str s) {
  if (s.size == 0) return json_stringn("", 0);
  if (ev_utf8_invalid_at(s) == SIZE_MAX) return json_stringn(s.at, s.size);
  ev_buf valid = {0};
  add_valid(&valid, s);
  json_t *string = valid.failed ? NULL : json_stringn(valid.at, valid.size);
  ev_buf_free(&valid);
  return string;
}

/* Characters that JSON takes as they are but that a terminal obeys or hides: as ev_buf_visible has them. */
static bool is_hidden(uint32_t c) {
  return c == 0x7f || (c >= 0x80 && c < 0xa0) || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
         (c >= 0xe0000 && c <= 0xe007f);
}

static void add_unit(ev_buf *out, uint32_t unit) { ev_buf_format(out, "\\u%04X", (unsigned)unit); }

static void add_escaped(ev_buf *out, uint32_t c) {
  if (c < 0x10000) {
    add_unit(out, c);
    return;
  }
  add_unit(out, 0xd800 + ((c - 0x10000) >> 10));
  add_unit(out, 0xdc00 + ((c - 0x10000) & 0x3ff));
}

/* jansson gives what needs no escape in one piece, so a command is never cut in two. */
static int add_dumped(const char *bytes, size_t size, void *context) {
  EV_INITIALISED(bytes);
  EV_INITIALISED(size);
  EV_INITIALISED(context);
  ev_initialised(bytes, size);
  ev_buf *out = context;
  ev_str s = {bytes, size};
  size_t written = 0;
  for (size_t i = 0; i < size;) {
    unsigned char byte = (unsigned char)bytes[i];
    bool command = byte == '#' && ev_str_is_command(ev_str_slice(s, i, size));
    if (byte < 0x7f && !command) {
      i++;
      continue;
    }
    size_t start = i;
    uint32_t c = ev_utf8_next(s, &i);
    if (!is_hidden(c) && !command) continue;
    ev_buf_add(out, bytes + written, start - written);
    add_escaped(out, c);
    written = i;
  }
  ev_buf_add(out, bytes + written, size - written);
  return out->failed ? -1 : 0;
}

void ev_json_add(ev_buf *out, json_t *value, size_t flags) {
  ev_buf dumped = {0};
  if (!value || json_dump_callback(value, add_dumped, &dumped, flags) != 0 || dumped.failed)
    out->failed = true;
  else
    ev_buf_str(out, ev_buf_view(&dumped));
  ev_buf_free(&dumped);
  json_decref(value);
}
