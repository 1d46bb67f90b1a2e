/* How shape findings speak: what was expected, what was found, what may help. */
#include "shape.h"

#include "limit.h"

#define MOST_SHOWN 60u /* bytes of a text */

static void add_cut(ev_buf *out, ev_str s) {
  size_t end = s.size;
  if (end > MOST_SHOWN) end = MOST_SHOWN;
  while (end > 0 && end < s.size && ((unsigned char)s.at[end] & 0xc0) == 0x80) end--;
  ev_buf_visible(out, ev_str_slice(s, 0, end));
  if (end < s.size) ev_buf_text(out, "...");
}

void ev_shape_found(ev_buf *out, const ev_node *node) {
  switch ((ev_node_kind)node->kind) {
  case EV_NODE_STRING:
    ev_buf_text(out, "the string \"");
    add_cut(out, node->text);
    ev_buf_text(out, "\"");
    return;
  case EV_NODE_BOOL: ev_buf_text(out, "the boolean "); break;
  case EV_NODE_INT:
  case EV_NODE_FLOAT: ev_buf_text(out, "the number "); break;
  case EV_NODE_NULL:
  case EV_NODE_LIST:
  case EV_NODE_MAP: ev_buf_text(out, ev_node_kind_text(node)); return;
  }
  ev_node_spelling(out, node);
}

static void add_words(ev_buf *out, const ev_texts *words) {
  ev_buf_text(out, "one of ");
  for (uint32_t i = 0; i < words->count; i++) {
    if (i) ev_buf_text(out, i + 1 == words->count ? " or " : ", ");
    ev_buf_char(out, '"');
    ev_buf_visible(out, words->at[i]);
    ev_buf_char(out, '"');
  }
}

void ev_shape_expected(ev_buf *out, const ev_bundle *bundle, uint32_t type) {
  static const char *const texts[EV_VT_KINDS] = {
      [EV_VT_BOOL] = "true or false",
      [EV_VT_INT] = "an integer",
      [EV_VT_QUANTITY] = "a quantity such as 512Mi",
      [EV_VT_INTERVAL] = "a quantity such as 512Mi",
      [EV_VT_STRING] = "a string",
      [EV_VT_ANY] = "any value",
      [EV_VT_LIST] = "a list",
      [EV_VT_MAP] = "a mapping",
      [EV_VT_RECORD] = "a mapping",
  };
  const ev_vtype *t = &bundle->types[ev_vtype_present(bundle, type)];
  if (t->kind == EV_VT_STRING && t->ref != EV_NONE)
    add_words(out, &bundle->enums[t->ref]);
  else
    ev_buf_text(out, EV_ALWAYS(texts[t->kind]) ? texts[t->kind] : "a value");
}

/* ---- hints */

static bool lacks_space(const ev_node *node) {
  if (node->kind != EV_NODE_STRING || node->style != EV_STYLE_PLAIN) return false;
  size_t colon = ev_str_find(node->text, EV_STR(":"));
  return colon != SIZE_MAX && colon > 0 && colon + 1 < node->text.size;
}

static bool is_quoted(const ev_node *node, const ev_vtype *t) {
  ev_int n;
  if (node->kind != EV_NODE_STRING || node->style == EV_STYLE_PLAIN) return false;
  if (t->kind == EV_VT_INT) return ev_int_parse_decimal(node->text, &n) == EV_NUMBER_OK;
  return t->kind == EV_VT_BOOL && (ev_str_is(node->text, "true") || ev_str_is(node->text, "false"));
}

static bool is_wide_int(const ev_node *node) {
  if (node->kind == EV_NODE_INT) return true;
  if (node->kind != EV_NODE_FLOAT) return false;
  for (size_t i = 0; i < node->text.size; i++)
    if ((node->text.at[i] < '0' || node->text.at[i] > '9') && node->text.at[i] != '-') return false;
  return true;
}

static const char *hint_for(const ev_vtype *t, const ev_node *node) {
  bool mapping = t->kind == EV_VT_MAP || t->kind == EV_VT_RECORD;
  if (mapping && lacks_space(node)) return "a space is missing after the colon";
  if (is_quoted(node, t)) return "take away the quotes";
  if (t->kind == EV_VT_STRING && node->kind <= EV_NODE_FLOAT) return "put it in quotes";
  if (t->kind == EV_VT_LIST) return "start each element with `- `";
  if (t->kind == EV_VT_INT && is_wide_int(node))
    return "it does not fit the 64 bits that Kubernetes has for it";
  if (t->kind == EV_VT_QUANTITY && node->kind == EV_NODE_STRING)
    return "a quantity is a number, then nothing or one of Ki Mi Gi Ti Pi Ei n u m k M G T P E";
  return "";
}

static ev_str word_hint(const ev_bundle *bundle, const ev_vtype *t, const ev_node *node) {
  if (t->kind != EV_VT_STRING || t->ref == EV_NONE || node->kind != EV_NODE_STRING) return EV_STR("");
  const ev_texts *words = &bundle->enums[t->ref];
  return ev_suggest(node->text, words->at, words->count);
}

void ev_shape_type_hint(ev_buf *out, const ev_bundle *bundle, uint32_t type, const ev_node *node) {
  const ev_vtype *t = &bundle->types[ev_vtype_present(bundle, type)];
  ev_str word = word_hint(bundle, t, node);
  if (word.size)
    ev_buf_format(out, "did you mean \"%.*s\"?", EV_STR_ARG(word));
  else
    ev_buf_text(out, hint_for(t, node));
}

/* ---- findings */

static ev_str say(ev_vm *vm, uint32_t function, const ev_str texts[EV_SHAPE_TEXTS]) {
  ev_value arguments[EV_SHAPE_TEXTS], result;
  for (uint32_t i = 0; i < EV_SHAPE_TEXTS; i++) arguments[i] = ev_value_string(texts[i]);
  if (!ev_machine_call(vm, function, arguments, EV_SHAPE_TEXTS, &result)) return EV_STR("");
  if (result.kind != EV_V_STRING) return EV_STR("");
  ev_str message = ev_str_copy(vm->run->arena, result.text);
  if (!message.at) ev_machine_fail(vm);
  return message;
}

ev_found *ev_shape_report(ev_vm *vm, uint32_t event, ev_verdict verdict, const ev_node *at, ev_place place,
                          const ev_str texts[EV_SHAPE_TEXTS]) {
  uint32_t rule = vm->bundle->shapes[event];
  if (EV_NEVER(rule == EV_NONE)) return NULL; /* nobody asks for it */
  ev_found *f = ev_finding_add(vm, rule, verdict, at, place);
  uint32_t function = vm->bundle->rules[rule].say;
  if (!f || function == EV_NONE) return f;
  ev_str message = say(vm, function, texts);
  if (message.size) f->message = message;
  return f;
}

ev_str ev_vm_shape_message(ev_vm *vm, ev_arena *arena, uint32_t event, const ev_str texts[EV_SHAPE_TEXTS]) {
  const ev_brule *rule = &vm->bundle->rules[vm->bundle->shapes[event]];
  ev_run run = {.arena = arena, .scope = EV_NONE, .steps = EV_MAX_STEPS};
  vm->run = &run;
  vm->failed = vm->stopped = false;
  ev_str message = rule->say == EV_NONE ? EV_STR("") : say(vm, rule->say, texts);
  ev_machine_forget(vm);
  return message.size ? message : rule->title;
}
