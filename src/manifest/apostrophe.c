#include "apostrophe.h"

#include "arena.h"

#define MOST_READINGS 16u /* of a large text; a small one may be read more often */
#define SMALL_BYTES   (4u * 1024u * 1024u)

void ev_apostrophes_start(ev_apostrophes *hidden, size_t size) {
  *hidden = (ev_apostrophes){.effort = size * MOST_READINGS + SMALL_BYTES};
}

void ev_apostrophes_free(ev_apostrophes *hidden) {
  ev_free(hidden->shown);
  hidden->shown = NULL;
}

static bool copy_once(ev_apostrophes *hidden, ev_str text) {
  if (hidden->shown) return true;
  hidden->shown = ev_realloc(NULL, text.size);
  if (hidden->shown) memcpy(hidden->shown, text.at, text.size);
  hidden->failed = !hidden->shown;
  return !hidden->failed;
}

bool ev_apostrophes_hide(ev_apostrophes *hidden, ev_str text, size_t at) {
  if (at + 1 >= text.size || text.at[at] != '\\' || text.at[at + 1] != '\'') return false;
  if (hidden->effort < text.size || !copy_once(hidden, text)) return false;
  hidden->effort -= text.size;
  for (; at + 1 < text.size && text.at[at] != '"'; at++) {
    if (text.at[at] != '\\') continue;
    at++;
    if (text.at[at] == '\'') hidden->shown[at] = 'e';
  }
  hidden->again = true;
  return true;
}

/* Whether the escape behind a backslash names the character that `\e` does. */
static bool is_escape_character(ev_str escape) {
  return ev_str_starts(escape, EV_STR("e")) || ev_str_starts(escape, EV_STR("x1b")) ||
         ev_str_starts(escape, EV_STR("x1B")) || ev_str_starts(escape, EV_STR("u001b")) ||
         ev_str_starts(escape, EV_STR("u001B")) || ev_str_starts(escape, EV_STR("U0000001b")) ||
         ev_str_starts(escape, EV_STR("U0000001B"));
}

void ev_apostrophes_restore(ev_str quoted, unsigned char *value, size_t size) {
  unsigned char *end = value + size;
  for (size_t i = 0; i + 1 < quoted.size; i++) {
    if (quoted.at[i] != '\\') continue;
    i++;
    bool hidden = quoted.at[i] == '\'';
    if (!hidden && !is_escape_character(ev_str_slice(quoted, i, quoted.size))) continue;
    value = memchr(value, 0x1b, (size_t)(end - value));
    if (!value) return;
    if (hidden) *value = '\'';
    value++;
  }
}
