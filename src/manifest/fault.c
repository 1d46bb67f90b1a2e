#include "fault.h"

#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 2, 0))) static ev_str format_text(ev_arena *arena, const char *format,
                                                                va_list args) {
  va_list again;
  va_copy(again, args);
  int size = vsnprintf(NULL, 0, format, args);
  char *text = size < 0 ? NULL : ev_arena_alloc(arena, (size_t)size + 1);
  if (text) (void)vsnprintf(text, (size_t)size + 1, format, again);
  va_end(again);
  return (ev_str){text, text ? (size_t)size : 0};
}

bool ev_fault_set(ev_fault *fault, ev_arena *arena, const char *code, ev_point at, const char *format, ...) {
  if (fault->code) return false;
  va_list args;
  va_start(args, format);
  *fault = (ev_fault){.code = code, .line = at.line, .column = at.column};
  fault->message = format_text(arena, format, args);
  va_end(args);
  return false;
}

bool ev_fault_depth(ev_fault *fault, ev_arena *arena, ev_point at, uint64_t limit) {
  return ev_fault_set(fault, arena, "depth-limit", at,
                      "values are nested more than %llu deep, the most that is read",
                      (unsigned long long)limit);
}

void ev_fault_help(ev_fault *fault, const char *text) { fault->help = ev_str_of(text); }

#define EXCERPT 40u

ev_str ev_excerpt(ev_arena *arena, ev_str text) {
  ev_buf buf = {.limit = 1024};
  size_t size = text.size;
  if (size > EXCERPT) {
    size = EXCERPT;
    while (size > 0 && ((unsigned char)text.at[size] & 0xc0) == 0x80) size--;
  }
  ev_buf_visible(&buf, ev_str_slice(text, 0, size));
  if (size < text.size) ev_buf_text(&buf, "...");
  ev_str out = ev_buf_to_arena(&buf, arena);
  ev_buf_free(&buf);
  return out.at ? out : EV_STR("");
}
