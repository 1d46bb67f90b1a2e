/* Keys of mappings: text for kubectl's JSON, whatever they were. */
#include "builder.h"

/* Go's type and, of floats, value; so that `1` and "1" can be told apart after both became "1". */
static uint32_t go_identity(const ev_resolved *resolved) {
  if (resolved->type == EV_GO_BOOL) return 1;
  if (resolved->type == EV_GO_NULL) return 3;
  if (resolved->type != EV_GO_NUMBER) return 0;
  if (resolved->number.kind != EV_NUMBER_REAL) return 2;
  uint64_t bits;
  memcpy(&bits, &resolved->number.real, sizeof bits);
  return (uint32_t)(bits ^ bits >> 32) | 4;
}

static bool note_boolean(ev_builder *b, ev_node *key, ev_str spelling) {
  if (ev_str_equal(key->text, spelling) || key->style != EV_STYLE_PLAIN) return true;
  ev_place place = key->alias ? key->alias->place : key->place;
  ev_quirk *quirk = ev_tree_quirk(&b->tree, EV_QUIRK_BOOLEAN_KEY, place, ev_builder_top(b)->open.node);
  if (!quirk) return false;
  quirk->node = key;
  return true;
}

static ev_str number_text(ev_arena *arena, const ev_number *number, ev_str spelling) {
  char text[EV_NUMBER_TEXT];
  ev_str written = {text, ev_number_key(number, text)};
  return ev_str_equal(written, spelling) ? spelling : ev_str_copy(arena, written);
}

/* sigs.k8s.io/yaml: ".inf", "-.inf", ".nan" */
static ev_str not_finite_text(ev_str spelling) {
  if ((spelling.at[spelling.size - 1] | 0x20) == 'n') return EV_STR(".nan");
  return spelling.at[0] == '-' ? EV_STR("-.inf") : EV_STR(".inf");
}

bool ev_builder_key(ev_builder *b, ev_node *key, const ev_resolved *resolved) {
  ev_str spelling = key->text;
  key->kind = EV_NODE_STRING;
  key->index = go_identity(resolved);
  switch (resolved->type) {
  case EV_GO_STRING: return true;
  case EV_GO_NULL:
    key->text = EV_STR("null");
    ev_builder_unfit(b, key);
    return true;
  case EV_GO_BOOL:
    key->text = resolved->truth ? EV_STR("true") : EV_STR("false");
    return note_boolean(b, key, spelling);
  case EV_GO_NOT_FINITE: key->text = not_finite_text(spelling); return true;
  case EV_GO_NUMBER: break;
  }
  if (resolved->number.kind == EV_NUMBER_UINT64) ev_builder_unfit(b, key);
  key->text = number_text(b->tree.arena, &resolved->number, spelling);
  return key->text.at != NULL;
}
