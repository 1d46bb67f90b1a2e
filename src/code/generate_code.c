/* Emitting instructions, labels and lines. */
#include "generate.h"

void ev_emit_word(ev_code *code, uint32_t word) {
  uint32_t *slot = ev_gen_push(code->g, &code->words, sizeof *slot, NULL);
  if (slot) *slot = word;
}

void ev_emit(ev_code *code, ev_opcode op, int delta) {
  ev_emit_word(code, (uint32_t)op);
  code->depth = (uint32_t)((int)code->depth + delta);
  if (code->depth > code->max_depth) code->max_depth = code->depth;
}

void ev_emit1(ev_code *code, ev_opcode op, int delta, uint32_t a) {
  ev_emit(code, op, delta);
  ev_emit_word(code, a);
}

void ev_emit2(ev_code *code, ev_opcode op, int delta, uint32_t a, uint32_t b) {
  ev_emit1(code, op, delta, a);
  ev_emit_word(code, b);
}

void ev_emit3(ev_code *code, ev_opcode op, int delta, uint32_t a, uint32_t b, uint32_t c) {
  ev_emit2(code, op, delta, a, b);
  ev_emit_word(code, c);
}

void ev_emit_reference(ev_code *code, ev_label *label) {
  ev_emit_word(code, label->chain);
  label->chain = code->words.count; /* the operand's word + 1 */
}

void ev_emit_jump(ev_code *code, ev_opcode op, int delta, ev_label *label) {
  ev_emit(code, op, delta);
  ev_emit_reference(code, label);
}

void ev_bind_label(ev_code *code, ev_label *label) {
  uint32_t *words = code->words.at;
  uint32_t reference = label->chain;
  while (reference && !code->g->failed) {
    uint32_t next = words[reference - 1];
    words[reference - 1] = code->words.count;
    reference = next;
  }
  label->chain = 0;
}

uint32_t ev_here(const ev_code *code) { return code->words.count; }

uint32_t ev_new_local(ev_code *code, uint32_t type) {
  uint32_t index = 0;
  uint32_t *slot = ev_gen_push(code->g, &code->locals, sizeof *slot, &index);
  if (slot) *slot = type;
  return index;
}

void ev_mark_line(ev_code *code, ev_span span) {
  if (!code->file) return;
  ev_line *last = code->lines.count ? (ev_line *)code->lines.at + (code->lines.count - 1) : NULL;
  /* Offsets become lines when the chunk is finished: counting is linear in the file. */
  if (last && last->word == code->words.count) {
    last->line = span.start;
    return;
  }
  ev_line *line = ev_gen_push(code->g, &code->lines, sizeof *line, NULL);
  if (line) *line = (ev_line){code->words.count, span.start, 0};
}

void ev_finish_chunk(ev_code *code, uint32_t chunk_index, uint32_t param_count, uint32_t result) {
  ev_gen *g = code->g;
  ev_str name = ev_gen_copy(g, code->name);
  if (g->failed) return;
  ev_line *lines = code->lines.at;
  for (uint32_t i = 0; i < code->lines.count; i++) {
    ev_position p = ev_source_position(&code->file->source, lines[i].line);
    lines[i].line = p.line;
    lines[i].column = p.column;
  }
  *ev_gen_chunk(g, chunk_index) = (ev_chunk){
      .name = name,
      .param_count = param_count,
      .local_count = code->locals.count,
      .local_types = code->locals.at,
      .result = result,
      .iterators = code->iterators,
      .joins = code->joins,
      .max_stack = code->max_depth,
      .word_count = code->words.count,
      .words = code->words.at,
      .line_count = code->lines.count,
      .lines = lines,
  };
}
