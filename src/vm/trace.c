/* `check --trace`: each step of a rule, with the value that it left and its place in the manifest. */
#include "machine.h"

#define VALUE_COLUMN 44u
#define MOST_SHOWN   80u

static void write_shown(ev_buf *out, ev_str s) {
  ev_buf_visible(out, ev_str_slice(s, 0, s.size < MOST_SHOWN ? s.size : MOST_SHOWN));
  if (s.size > MOST_SHOWN) ev_buf_text(out, "...");
}

static const char *kind_word(const ev_value *v) {
  if (v->kind == EV_V_UNKNOWN) return "unknown: ";
  return v->kind == EV_V_REFUSED ? "refused: " : "";
}

static void write_value(ev_buf *out, const ev_vm *vm, const ev_value *v) {
  ev_buf text = {0};
  ev_buf_text(out, kind_word(v));
  if (v->kind == EV_V_UNKNOWN)
    ev_buf_str(&text, v->text);
  else
    ev_value_write(&text, vm, v);
  if (v->kind == EV_V_STRING) ev_buf_char(out, '"');
  write_shown(out, ev_buf_view(&text));
  if (v->kind == EV_V_STRING) ev_buf_char(out, '"');
  ev_buf_free(&text);
}

static void write_origin(ev_buf *out, const ev_node *node) {
  ev_buf path = {0};
  ev_node_path(&path, node);
  ev_buf_text(out, "  (");
  ev_buf_visible(out, ev_buf_view(&path));
  ev_buf_format(out, "%s%u:%u)", path.size ? ", " : "", (unsigned)node->place.line,
                (unsigned)node->place.column);
  ev_buf_free(&path);
}

void ev_trace_step(ev_vm *vm, const ev_chunk *chunk, uint32_t word) {
  ev_buf line = {0};
  const ev_frame *f = vm->frame;
  const ev_value *top = vm->sp - 1;
  ev_disassemble_instruction(&line, vm->bundle, chunk, word);
  if (f->chunk && vm->sp > f->locals + f->chunk->local_count) {
    if (line.size < VALUE_COLUMN) ev_buf_fill(&line, ' ', VALUE_COLUMN - line.size);
    ev_buf_text(&line, " -> ");
    write_value(&line, vm, top);
    if (top->origin) write_origin(&line, top->origin);
  }
  vm->trace(vm->trace_context, ev_buf_view(&line));
  ev_buf_free(&line);
}
