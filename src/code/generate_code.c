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

/* ---- positions */

static uint32_t find_lines(ev_str text, uint32_t *starts) {
  uint32_t count = 0;
  if (starts) starts[0] = 0;
  count++;
  for (size_t i = 0; i < text.size; i++) {
    bool crlf = text.at[i] == '\r' && i + 1 < text.size && text.at[i + 1] == '\n';
    if ((text.at[i] != '\n' && text.at[i] != '\r') || crlf) continue;
    if (starts) starts[count] = (uint32_t)i + 1;
    count++;
  }
  return count;
}

/* Of each file it is made once. The one asked for last stands first. */
static const ev_line_index *lines_of(ev_gen *g, const ev_file *file) {
  for (ev_line_index **at = &g->indices; *at; at = &(*at)->next) {
    ev_line_index *found = *at;
    if (found->file != file) continue;
    *at = found->next;
    found->next = g->indices;
    return g->indices = found;
  }
  ev_line_index *made = EV_NEW(&g->scratch, ev_line_index);
  if (!made) return NULL;
  uint32_t count = find_lines(file->source.text, NULL);
  uint32_t *starts = EV_NEW_ARRAY(&g->scratch, uint32_t, count);
  if (!starts) return NULL;
  (void)find_lines(file->source.text, starts);
  *made = (ev_line_index){file, starts, count, g->indices};
  return g->indices = made;
}

ev_position ev_gen_position(ev_gen *g, const ev_file *file, uint32_t offset) {
  const ev_line_index *lines = lines_of(g, file);
  if (!lines) {
    g->failed = true;
    return (ev_position){1, 1};
  }
  uint32_t low = 0, high = lines->count;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (lines->starts[middle] <= offset)
      low = middle;
    else
      high = middle;
  }
  uint32_t start = lines->starts[low];
  ev_source line = {file->source.name, ev_str_slice(file->source.text, start, file->source.text.size)};
  return (ev_position){low + 1, ev_source_position(&line, offset - start).column};
}

/* Code that the verifier would refuse is refused here, where its place is known. */
static bool fits(ev_code *code) {
  bool small = code->locals.count <= EV_MAX_LOCALS && code->max_depth <= EV_MAX_STACK &&
               code->iterators <= EV_MAX_ITERATORS && code->joins <= EV_MAX_ITERATORS;
  if (small || code->g->failed) return small;
  const ev_line *lines = code->lines.at;
  uint32_t start = code->lines.count ? lines[0].line : 0; /* still an offset */
  ev_diagnostic *d = ev_diagnose(code->g->diagnostics, EV_ERROR, "limit", &code->file->source,
                                 (ev_span){start, start}, "`%.*s` is too large for one piece of code",
                                 EV_STR_ARG(code->name));
  ev_diagnostic_help(code->g->diagnostics, d,
                     "at most %u names, %u lists gone over and %u values at once: split it in several",
                     EV_MAX_LOCALS, EV_MAX_ITERATORS, EV_MAX_STACK);
  code->g->failed = true;
  return false;
}

void ev_finish_chunk(ev_code *code, uint32_t chunk_index, uint32_t param_count, uint32_t result) {
  ev_gen *g = code->g;
  ev_str name = ev_gen_copy(g, code->name);
  if (g->failed || !fits(code)) return;
  ev_line *lines = code->lines.at;
  for (uint32_t i = 0; i < code->lines.count; i++) {
    ev_position p = ev_gen_position(g, code->file, lines[i].line);
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
