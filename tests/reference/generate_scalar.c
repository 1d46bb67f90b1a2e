/* Scalars of manifests, and JSON in a text. */
#include "generate.h"

#include "types.h"

static ev_str from(const ref_texts *list, ref_bytes *b) {
  uint32_t high = list->count > 256 ? ref_choose(b, (uint32_t)(list->count / 256 + 1)) * 256 : 0;
  return list->at[(high + ref_choose(b, 256)) % list->count];
}

void ref_write_quoted(ev_buf *out, ev_str text) {
  ev_buf_char(out, '"');
  for (size_t i = 0; i < text.size; i++) {
    unsigned char c = (unsigned char)text.at[i];
    if (c == '"' || c == '\\')
      ev_buf_format(out, "\\%c", c);
    else if (c < ' ' || c == 0x7f)
      ev_buf_format(out, "\\u%04x", c);
    else
      ev_buf_char(out, (char)c);
  }
  ev_buf_char(out, '"');
}

static const char *const of_any_shape[] = {
    "\"{{ .x }}\"",   "null", "5", "\"a{{ .x }}\"", "[]",  "{}",       "true", "~",
    "\"{{ .x }}/b\"", "0.5",  "x", "\"1\"",         "[a]", "{ a: b }", "1e2",  "\"{{ .y }}\"",
    "[1, ~]"};

/* Often it is what some function makes another text of: with more around it, or in capitals. */
static void joined_text(ev_buf *text, const ref_pool *pool, ref_bytes *b) {
  static const char *const between[] = {"", "/", ":", ",", " "};
  uint32_t how = ref_choose(b, 16);
  if (how == 1) {
    ev_buf_text(text, REF_PICK(b, between));
    ev_buf_str(text, from(&pool->texts, b));
  }
  if (how == 2) ev_buf_text(text, REF_PICK(b, between));
  for (size_t i = 0; how == 3 && i < text->size; i++)
    if (text->at[i] >= 'a' && text->at[i] <= 'z') text->at[i] = (char)(text->at[i] - 'a' + 'A');
}

/* Mostly as the type says. */
static void right_scalar(ev_buf *out, const ev_type *type, const ref_pool *pool, ref_bytes *b) {
  static const char *const ints[] = {"1", "0", "7", "-3", "65535", "9223372036854775807", "2"};
  static const char *const bools[] = {"true", "false"};
  static const char *const sizes[] = {"1Gi", "250m", "3", "0.5", "\"1e3\"", "\" 5 \""};
  ev_buf joined = {0};
  switch (type->kind) {
  case EV_T_BOOL: ev_buf_text(out, REF_PICK(b, bools)); break;
  case EV_T_INT:
    if (ref_choose(b, 3))
      ev_buf_str(out, from(&pool->ints, b));
    else
      ev_buf_text(out, REF_PICK(b, ints));
    break;
  case EV_T_QUANTITY:
  case EV_T_INTERVAL:
    if (ref_choose(b, 2))
      ev_buf_str(out, from(&pool->numbers, b));
    else
      ev_buf_text(out, REF_PICK(b, sizes));
    break;
  case EV_T_ENUM: {
    const ev_words *w = type->words;
    for (uint32_t n = ref_choose(b, 4); n && w->next; n--) w = w->next;
    ref_write_quoted(out, w->word.text);
    break;
  }
  default:
    ev_buf_str(&joined, from(ref_choose(b, 8) ? &pool->texts : &pool->numbers, b));
    joined_text(&joined, pool, b);
    ref_write_quoted(out, ev_buf_view(&joined));
    ev_buf_free(&joined);
  }
}

/* ---- JSON */

static void json_list(ev_buf *out, const ev_type *type, const ref_pool *pool, ref_bytes *b, uint32_t depth) {
  ev_buf_char(out, '[');
  for (uint32_t n = ref_choose(b, 4), i = 0; i < n; i++) {
    if (i) ev_buf_text(out, ", ");
    ref_generate_json(out, type->element, pool, b, depth + 1);
  }
  ev_buf_char(out, ']');
}

static void json_key(ev_buf *out, ev_str key, bool *first) {
  if (!*first) ev_buf_text(out, ", ");
  *first = false;
  ref_write_quoted(out, key);
  ev_buf_text(out, ": ");
}

static void json_map(ev_buf *out, const ev_type *type, const ref_pool *pool, ref_bytes *b, uint32_t depth) {
  bool first = true;
  ev_buf_char(out, '{');
  const ev_field *f = type->kind == EV_T_RECORD ? type->decl->fields : NULL;
  for (; f; f = f->next) {
    uint32_t often = ref_choose(b, 8);
    if (often == 1) continue;
    json_key(out, f->name.text, &first);
    if (f->class_ == EV_FIELD_TYPED)
      ref_generate_json(out, f->type->type, pool, b, depth + 1);
    else
      ev_buf_char(out, '1');
  }
  for (uint32_t n = type->kind == EV_T_MAP ? ref_choose(b, 4) : ref_choose(b, 6) == 1; n; n--) {
    json_key(out, from(&pool->keys, b), &first);
    if (type->kind == EV_T_MAP)
      ref_generate_json(out, type->element, pool, b, depth + 1);
    else
      ev_buf_char(out, '2');
  }
  ev_buf_char(out, '}');
}

void ref_generate_json(ev_buf *out, const ev_type *type, const ref_pool *pool, ref_bytes *b, uint32_t depth) {
  static const char *const wrong[] = {
      "null", "7", "\"7\"", "[1, 2]", "{\"a\": null}", "true", "\"{{ .v }}\"", "{{ .w }}", "01", "[", "\"a"};
  uint32_t shape = ref_choose(b, 24);
  type = ev_type_present(type);
  if (shape == 23 || depth > 6)
    ev_buf_text(out, REF_PICK(b, wrong));
  else if (type->kind == EV_T_LIST)
    json_list(out, type, pool, b, depth);
  else if (type->kind == EV_T_MAP || type->kind == EV_T_RECORD)
    json_map(out, type, pool, b, depth);
  else
    right_scalar(out, type, pool, b);
}

void ref_generate_scalar(ev_buf *out, const ev_type *type, const ref_pool *pool, ref_bytes *b, bool sound) {
  static const char *const unknown_or_absent[] = {"\"{{ .x }}\"", "\"a{{ .x }}\"", "~", "\"{{ .x }}/b\"",
                                                  "null"};
  bool odd = ref_choose(b, 10) == 1;
  if (type->kind == EV_T_ANY || (odd && !sound))
    ev_buf_text(out, REF_PICK(b, of_any_shape));
  else if (odd)
    ev_buf_text(out, REF_PICK(b, unknown_or_absent));
  else
    right_scalar(out, type, pool, b);
}

ev_str ref_generate_key(const ref_pool *pool, ref_bytes *b) {
  return from(ref_choose(b, 6) ? &pool->keys : &pool->texts, b);
}
