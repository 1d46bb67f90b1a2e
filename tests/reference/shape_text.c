/* What shapes and decodes say of a value: what was expected, what was found, what may help. */
#include "reference.h"

#define MOST_SHOWN 60u /* bytes of a text */

ev_str ref_found(ref_run *run, const ev_node *node) {
  static const char *const before[] = {[EV_NODE_NULL] = "",
                                       [EV_NODE_BOOL] = "the boolean ",
                                       [EV_NODE_INT] = "the number ",
                                       [EV_NODE_FLOAT] = "the number ",
                                       [EV_NODE_STRING] = "the string \"",
                                       [EV_NODE_LIST] = "",
                                       [EV_NODE_MAP] = ""};
  ev_buf text = {0};
  ev_buf_text(&text, before[node->kind]);
  if (node->kind == EV_NODE_STRING) {
    size_t end = node->text.size < MOST_SHOWN ? node->text.size : MOST_SHOWN;
    while (end > 0 && end < node->text.size && ((unsigned char)node->text.at[end] & 0xc0) == 0x80) end--;
    ev_buf_visible(&text, ev_str_slice(node->text, 0, end));
    ev_buf_text(&text, end < node->text.size ? "...\"" : "\"");
  } else if (node->kind == EV_NODE_NULL || node->kind >= EV_NODE_LIST) {
    ev_buf_text(&text, ev_node_kind_text(node));
  } else {
    ev_node_spelling(&text, node);
  }
  return ref_take(run, &text);
}

/* one of "a", "b" or "c" */
static ev_str one_of(ref_run *run, const ev_words *words) {
  ev_buf text = {0};
  ev_buf_text(&text, "one of ");
  for (const ev_words *w = words; w; w = w->next) {
    if (w != words) ev_buf_text(&text, w->next ? ", " : " or ");
    ev_buf_char(&text, '"');
    ev_buf_visible(&text, w->word.text);
    ev_buf_char(&text, '"');
  }
  return ref_take(run, &text);
}

ev_str ref_expected(ref_run *run, const ev_type *type) {
  type = ev_type_present(type);
  switch (type->kind) {
  case EV_T_BOOL: return EV_STR("true or false");
  case EV_T_INT: return EV_STR("an integer");
  case EV_T_QUANTITY:
  case EV_T_INTERVAL: return EV_STR("a quantity such as 512Mi");
  case EV_T_STRING: return EV_STR("a string");
  case EV_T_ENUM: return one_of(run, type->words);
  case EV_T_ANY: return EV_STR("any value");
  case EV_T_LIST: return EV_STR("a list");
  default: return EV_STR("a mapping");
  }
}

/* ---- hints on a value */

static bool lacks_space(const ev_node *node) {
  if (node->kind != EV_NODE_STRING || node->style != EV_STYLE_PLAIN) return false;
  size_t colon = ev_str_find(node->text, EV_STR(":"));
  return colon != SIZE_MAX && colon > 0 && colon + 1 < node->text.size;
}

static bool is_quoted(const ev_type *type, const ev_node *node) {
  ev_int n;
  if (node->kind != EV_NODE_STRING || node->style == EV_STYLE_PLAIN) return false;
  if (type->kind == EV_T_INT) return ev_int_parse_decimal(node->text, &n) == EV_NUMBER_OK;
  return type->kind == EV_T_BOOL && (ev_str_is(node->text, "true") || ev_str_is(node->text, "false"));
}

/* A whole number, though perhaps of more than 64 bits. */
static bool is_wide_int(const ev_node *node) {
  if (node->kind == EV_NODE_INT) return true;
  if (node->kind != EV_NODE_FLOAT) return false;
  for (size_t i = 0; i < node->text.size; i++)
    if ((node->text.at[i] < '0' || node->text.at[i] > '9') && node->text.at[i] != '-') return false;
  return true;
}

static ev_str near_word(ref_run *run, const ev_words *words, ev_str text) {
  uint32_t count = 0;
  for (const ev_words *w = words; w; w = w->next) count++;
  ev_str *list = EV_NEW_ARRAY(run->arena, ev_str, count);
  count = 0;
  for (const ev_words *w = words; w; w = w->next) list[count++] = w->word.text;
  return ev_suggest(text, list, count);
}

static const char *hint_for(const ev_type *type, const ev_node *node) {
  bool mapping = type->kind == EV_T_MAP || type->kind == EV_T_RECORD;
  bool scalar = node->kind >= EV_NODE_BOOL && node->kind <= EV_NODE_FLOAT;
  if (mapping && lacks_space(node)) return "a space is missing after the colon";
  if (is_quoted(type, node)) return "take away the quotes";
  if (ev_type_is_text(type) && scalar) return "put it in quotes";
  if (type->kind == EV_T_LIST) return "start each element with `- `";
  if (type->kind == EV_T_INT && is_wide_int(node))
    return "it does not fit the 64 bits that Kubernetes has for it";
  if (type->kind == EV_T_QUANTITY && node->kind == EV_NODE_STRING)
    return "a quantity is a number, then nothing or one of Ki Mi Gi Ti Pi Ei n u m k M G T P E";
  return "";
}

static ev_str did_you_mean(ref_run *run, ev_str name, char quote) {
  ev_buf text = {0};
  ev_buf_format(&text, "did you mean %c%.*s%c?", quote, EV_STR_ARG(name), quote);
  return ref_take(run, &text);
}

ev_str ref_type_hint(ref_run *run, const ev_type *type, const ev_node *node) {
  type = ev_type_present(type);
  bool word = type->kind == EV_T_ENUM && node->kind == EV_NODE_STRING;
  ev_str near = word ? near_word(run, type->words, node->text) : EV_STR("");
  return near.size ? did_you_mean(run, near, '"') : ev_str_of(hint_for(type, node));
}

/* ---- hints on a key: how it is spelt, or where it belongs */

static ev_str near_known(ref_run *run, const ev_decl *record, ev_str name) {
  uint32_t count = 0;
  for (const ev_field *f = record->fields; f; f = f->next) count++;
  ev_str *names = EV_NEW_ARRAY(run->arena, ev_str, count);
  count = 0;
  for (const ev_field *f = record->fields; f; f = f->next)
    if (f->class_ != EV_FIELD_ELSEWHERE) names[count++] = f->name.text;
  return ev_suggest(name, names, count);
}

static bool is_near(ev_str name, ev_str field) {
  if (name.size + 1 < field.size || name.size > field.size + 1) return false;
  if (ev_edit_distance(name, field, 1) <= 1) return true;
  size_t i = 0;
  while (i < name.size && i < field.size && (name.at[i] | 32) == (field.at[i] | 32) &&
         (name.at[i] == field.at[i] || ((name.at[i] | 32) >= 'a' && (name.at[i] | 32) <= 'z')))
    i++;
  return i == name.size && i == field.size;
}

const ev_field *ref_near_field(const ev_decl *record, ev_str name) {
  const ev_field *f = record->fields;
  while (f && (f->class_ != EV_FIELD_TYPED || !is_near(name, f->name.text))) f = f->next;
  return f;
}

/* A record that the object's root record leads to, and how. */
typedef struct ref_reached {
  const ev_decl *record;
  const struct ref_reached *from; /* NULL: the root */
  const ev_field *field;
  struct ref_reached *next; /* the nearest first */
} ref_reached;

static const ev_decl *held_record(const ev_type *type) {
  while (type->element) type = type->element;
  return type->kind == EV_T_RECORD ? type->decl : NULL;
}

static void reach(ref_run *run, ref_reached *first, const ref_reached *from, const ev_field *field) {
  const ev_decl *record = field->class_ == EV_FIELD_TYPED ? held_record(field->type->type) : NULL;
  ref_reached *last = first;
  if (!record || first->record == record) return;
  for (; last->next; last = last->next)
    if (last->next->record == record) return;
  last->next = EV_NEW(run->arena, ref_reached);
  *last->next = (ref_reached){record, from, field, NULL};
}

static bool knows(const ev_decl *record, ev_str name) {
  const ev_field *f = ref_field(record, name);
  return f && f->class_ != EV_FIELD_ELSEWHERE;
}

/* The nearest other record that knows the name, a closed one if there is one. */
static const ref_reached *home_of(ref_run *run, const ev_decl *root, const ev_decl *record, ev_str name) {
  ref_reached *first = EV_NEW(run->arena, ref_reached);
  const ref_reached *open = NULL;
  *first = (ref_reached){root, NULL, NULL, NULL};
  for (const ref_reached *r = first; r; r = r->next)
    for (const ev_field *f = r->record->fields; f; f = f->next) reach(run, first, r, f);
  for (const ref_reached *r = first; r; r = r->next) {
    if (r->record == record || !knows(r->record, name)) continue;
    if (r->record->closed) return r;
    if (!open) open = r;
  }
  return open;
}

static void write_path(ev_buf *out, const ref_reached *to) {
  if (to->from->from) {
    write_path(out, to->from);
    ev_buf_char(out, '.');
  }
  ev_buf_str(out, to->field->name.text);
  for (const ev_type *t = to->field->type->type; t->element; t = t->element)
    if (t->kind == EV_T_MAP) ev_buf_text(out, ".*");
  for (const ev_type *t = to->field->type->type; t->element; t = t->element)
    if (t->kind == EV_T_LIST) ev_buf_text(out, "[]");
}

ev_str ref_name_hint(ref_run *run, const ev_decl *root, const ev_decl *record, ev_str name) {
  const ev_field *near = ref_near_field(record, name);
  ev_buf text = {0};
  if (near) return did_you_mean(run, near->name.text, '`');
  const ref_reached *home = home_of(run, root, record, name);
  if (!home) {
    ev_str known = near_known(run, record, name);
    return known.size ? did_you_mean(run, known, '`') : EV_STR("");
  }
  if (!home->from) return EV_STR("it belongs at the top of the object");
  ev_buf_text(&text, "it belongs in ");
  write_path(&text, home);
  return ref_take(run, &text);
}
