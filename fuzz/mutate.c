#include "mutate.h"

#include "harness.h"

size_t edit_apply(uint8_t *data, size_t size, size_t most, const edit *e) {
  size_t gone = e->to - e->from;
  if (size - gone > most || e->text.size > most - (size - gone)) return size;
  ev_buf text = {0};
  ev_buf_str(&text, e->text); /* the move below may overwrite it */
  check(!text.failed);
  memmove(data + e->from + text.size, data + e->to, size - e->to);
  if (text.size) memcpy(data + e->from, text.at, text.size);
  ev_buf_free(&text);
  return size - gone + e->text.size;
}
