/* Values as messages show them. */
#include "reference.h"

#define MOST_SHOWN 20u /* elements of a list */

static void write_end(ev_buf *out, ev_rat n, bool whole) {
  if (whole && ev_rat_is_int(n))
    ev_int_write(out, n.num);
  else
    ev_quantity_write(out, n);
}

static void write_number(ev_buf *out, const ref_value *v) {
  bool below = ev_rat_compare(v->low, EV_MINUS_INFINITY) == 0;
  bool above = ev_rat_compare(v->high, EV_INFINITY) == 0;
  if (ref_is_exact(v)) {
    write_end(out, v->low, v->whole);
  } else if (below && above) {
    ev_buf_text(out, "any amount");
  } else if (above) {
    ev_buf_text(out, "at least ");
    write_end(out, v->low, v->whole);
  } else if (below) {
    ev_buf_text(out, "at most ");
    write_end(out, v->high, v->whole);
  } else {
    write_end(out, v->low, v->whole);
    ev_buf_text(out, " to ");
    write_end(out, v->high, v->whole);
  }
}

static void write_node(ev_buf *out, const ev_node *node) {
  if (!node)
    ev_buf_text(out, "(not set)");
  else if (node->kind >= EV_NODE_LIST)
    ev_buf_text(out, ev_node_kind_text(node));
  else
    ev_node_spelling(out, node);
}

void ref_write(ev_buf *out, const ref_value *v) {
  switch (v->kind) {
  case REF_ABSENT: ev_buf_text(out, "(not set)"); break;
  case REF_BOOL: ev_buf_text(out, v->truth ? "true" : "false"); break;
  case REF_NUMBER: write_number(out, v); break;
  case REF_STRING: ev_buf_str(out, v->text); break;
  case REF_NODE: write_node(out, v->node); break;
  case REF_LIST: ev_buf_text(out, "a list"); break;
  case REF_ROW: ev_buf_str(out, v->table->name.text); break;
  case REF_UNKNOWN:
  case REF_REFUSED: /* the text that it came from */
    if (v->origin)
      write_node(out, v->origin);
    else
      ev_buf_text(out, v->kind == REF_UNKNOWN ? "(unknown)" : "(refused)");
  }
}

static void write_list(ev_buf *out, ref_run *run, const ref_value *list) {
  uint32_t shown = 0;
  for (const ref_element *e = ref_elements(run, list); e; e = e->next, shown++) {
    if (shown) ev_buf_text(out, ", ");
    if (shown == MOST_SHOWN) {
      ev_buf_text(out, "...");
      return;
    }
    ref_write(out, &e->value);
  }
}

static bool is_list(const ref_value *v) {
  return v->kind == REF_LIST || (v->kind == REF_NODE && v->type->kind == EV_T_LIST);
}

ref_value ref_template(const ref_scope *scope, const ev_expr *e) {
  ev_buf text = {0};
  for (const ev_expr *piece = e->args; piece; piece = piece->next) {
    ref_value v = ref_raw(scope, piece);
    if (is_list(&v))
      write_list(&text, scope->run, &v);
    else
      ref_write(&text, &v);
  }
  return ref_string(ref_take(scope->run, &text));
}

ev_str ref_take(ref_run *run, ev_buf *text) {
  ev_str made = ev_buf_to_arena(text, run->arena);
  ev_buf_free(text);
  return made.at ? made : EV_STR("");
}

ev_str ref_message(ref_run *run, const ev_decl *decl, const ev_str *texts, uint32_t count) {
  ref_value values[REF_TEXTS];
  const ev_clause *say = ref_find_clause(decl->clauses, EV_C_SAY);
  if (!say || !say->say) return decl->title.text;
  for (uint32_t i = 0; i < count; i++) values[i] = ref_string(texts[i]);
  ref_scope scope = {run, NULL, values};
  ev_str message = ref_eval(&scope, say->say).text;
  return message.size ? message : decl->title.text; /* nothing is no message */
}
