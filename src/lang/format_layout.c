/* From a stream of texts and breaks to lines, after Oppen ("Prettyprinting", 1980) as simplified by Wadler: a
 * group that does not fit on its line breaks at each of its own breaks. */
#include "format.h"

/* Nothing is aligned with a column further right than this. */
enum { LAST_ALIGNED_COLUMN = 60 };

void ev_layout_add(ev_layout *layout, ev_op_kind kind, ev_str text, uint32_t amount) {
  if (layout->count == layout->capacity) {
    size_t capacity = layout->capacity ? layout->capacity * 2 : 256;
    ev_op *grown = ev_realloc(layout->ops, capacity * sizeof *grown);
    if (!grown) {
      layout->failed = true;
      return;
    }
    layout->ops = grown;
    layout->capacity = capacity;
  }
  layout->ops[layout->count++] = (ev_op){.kind = kind, .text = text, .amount = amount};
}

void ev_layout_free(ev_layout *layout) {
  ev_free(layout->ops);
  ev_free(layout->frames);
  layout->ops = NULL;
  layout->frames = NULL;
}

/* ---- what fits */

static uint32_t width_of(const ev_op *op, bool flat) {
  switch (op->kind) {
  case EV_OP_TEXT: return op->amount;
  case EV_OP_FLAT_TEXT: return flat ? op->amount : 0;
  case EV_OP_PAD: return flat ? 0 : op->amount;
  case EV_OP_LINE:
  case EV_OP_FILL: return flat ? 1 : 0;
  case EV_OP_BLOCK: return 3;
  default: return 0;
  }
}

static bool may_end_line(ev_op_kind kind) {
  return kind == EV_OP_LINE || kind == EV_OP_SOFT || kind == EV_OP_FILL || kind == EV_OP_KEEP ||
         kind == EV_OP_HARD || kind == EV_OP_EMPTY;
}

static bool must_end_line(ev_op_kind kind) {
  return kind == EV_OP_KEEP || kind == EV_OP_HARD || kind == EV_OP_EMPTY || kind == EV_OP_TRAILING ||
         kind == EV_OP_COMMENT || kind == EV_OP_BLOCK;
}

/* Whether what stands from op `i` to the next place where a line may end fits in `room`. */
static bool rest_fits(const ev_layout *layout, size_t i, uint32_t room) {
  uint32_t width = 0;
  for (; i < layout->count; i++) {
    const ev_op *op = &layout->ops[i];
    if (may_end_line(op->kind)) return true;
    width += width_of(op, false);
    if (width > room) return false;
    if (must_end_line(op->kind)) return true;
  }
  return true;
}

/* Whether the group at op `i` fits on one line, with what follows it there. */
static bool group_fits(const ev_layout *layout, size_t i, uint32_t room) {
  uint32_t width = 0;
  size_t depth = 0;
  for (; i < layout->count; i++) {
    const ev_op *op = &layout->ops[i];
    if (must_end_line(op->kind)) return false;
    if (op->kind == EV_OP_GROUP) depth++;
    if (op->kind == EV_OP_END && --depth == 0) break;
    width += width_of(op, true);
    if (width > room) return false;
  }
  return rest_fits(layout, i + 1, room - width);
}

/* ---- lines */

static const ev_frame *top(const ev_layout *layout) {
  static const ev_frame ground = {0, false};
  return layout->depth ? &layout->frames[layout->depth - 1] : &ground;
}

static void push(ev_layout *layout, uint32_t indent, bool flat) {
  if (layout->depth == layout->frame_capacity) {
    size_t capacity = layout->frame_capacity ? layout->frame_capacity * 2 : 64;
    ev_frame *grown = ev_realloc(layout->frames, capacity * sizeof *grown);
    if (!grown) {
      layout->failed = true;
      return;
    }
    layout->frames = grown;
    layout->frame_capacity = capacity;
  }
  layout->frames[layout->depth++] = (ev_frame){indent, flat};
}

static void pop(ev_layout *layout) {
  if (layout->depth) layout->depth--;
}

static void start_line(ev_layout *layout, uint32_t indent, bool blank_before) {
  layout->line = ev_lines_add(layout->lines);
  layout->column = layout->line_indent = indent;
  if (!layout->line) return;
  layout->line->blank_before = blank_before;
  layout->line->begins_decl = layout->next_begins_decl;
  layout->next_begins_decl = false;
}

static void put(ev_layout *layout, ev_str text, uint32_t width) {
  if (!layout->line) start_line(layout, 0, false);
  if (!layout->line || width == 0) return;
  ev_buf *buf = &layout->lines->text;
  if (layout->line->end == layout->line->start) ev_buf_fill(buf, ' ', layout->line_indent);
  if (text.at)
    ev_buf_str(buf, text);
  else
    ev_buf_fill(buf, ' ', width);
  layout->column += width;
  layout->line->end = buf->size;
  layout->line->width = layout->column;
}

static uint32_t room_left(const ev_layout *layout) {
  return layout->column < EV_FORMAT_WIDTH ? EV_FORMAT_WIDTH - layout->column : 0;
}

/* Blanks behind a line are none of it. */
static void trim_line(ev_layout *layout) {
  ev_line *line = layout->line;
  ev_buf *buf = &layout->lines->text;
  if (!line || buf->failed) return;
  while (line->end > line->start && buf->at[line->end - 1] == ' ') line->end--, line->width--;
}

static void end_line(ev_layout *layout, bool blank_before) {
  trim_line(layout);
  if (layout->line)
    start_line(layout, top(layout)->indent, blank_before);
  else
    start_line(layout, 0, false);
}

static bool next_overflows(const ev_layout *layout, size_t i) {
  uint32_t room = room_left(layout);
  return room == 0 || !rest_fits(layout, i + 1, room - 1);
}

static bool breaks(ev_layout *layout, size_t i) {
  const ev_op *op = &layout->ops[i];
  const ev_frame *frame = top(layout);
  if (frame->flat) return false;
  if (op->kind == EV_OP_KEEP && frame->indent + op->amount <= EV_FORMAT_WIDTH) return true;
  if (op->kind == EV_OP_KEEP || op->kind == EV_OP_FILL) return next_overflows(layout, i);
  return true;
}

static void align(ev_layout *layout) {
  uint32_t indent = top(layout)->indent;
  push(layout, layout->column <= LAST_ALIGNED_COLUMN ? layout->column : indent + 2 * EV_FORMAT_INDENT,
       top(layout)->flat);
}

/* ---- text blocks */

static bool next_line(ev_str *rest, ev_str *line) {
  if (!rest->at) return false;
  const char *end = rest->size ? memchr(rest->at, '\n', rest->size) : NULL;
  size_t size = end ? (size_t)(end - rest->at) : rest->size;
  *line = ev_str_slice(*rest, 0, size);
  *rest = end ? ev_str_slice(*rest, size + 1, rest->size) : (ev_str){NULL, 0};
  return true;
}

static bool is_indented(ev_str text) {
  ev_str line;
  while (next_line(&text, &line))
    if (line.size && !ev_str_starts(line, EV_STR("  "))) return false;
  return true;
}

/* The text stands further right than its first quotes, be it by its own blanks. */
static void put_block(ev_layout *layout, ev_str text) {
  ev_str line;
  uint32_t indent = layout->line_indent + (is_indented(text) ? 0 : EV_FORMAT_INDENT);
  put(layout, EV_STR("\"\"\""), 3);
  bool is_empty = text.size == 0;
  while (!is_empty && next_line(&text, &line)) {
    start_line(layout, indent, false);
    put(layout, line, (uint32_t)line.size);
  }
  start_line(layout, indent, false);
  put(layout, EV_STR("\"\"\""), 3);
}

/* ---- the stream */

static void run_op(ev_layout *layout, size_t i) {
  const ev_op *op = &layout->ops[i];
  switch (op->kind) {
  case EV_OP_TEXT: put(layout, op->text, op->amount); break;
  case EV_OP_FLAT_TEXT:
    if (top(layout)->flat) put(layout, op->text, op->amount);
    break;
  case EV_OP_PAD:
    if (!top(layout)->flat) put(layout, (ev_str){NULL, 0}, op->amount);
    break;
  case EV_OP_LINE:
  case EV_OP_SOFT:
  case EV_OP_FILL:
  case EV_OP_KEEP:
    if (breaks(layout, i))
      end_line(layout, false);
    else if (op->kind != EV_OP_SOFT)
      put(layout, EV_STR(" "), 1);
    break;
  case EV_OP_HARD: end_line(layout, false); break;
  case EV_OP_EMPTY: end_line(layout, true); break;
  case EV_OP_GROUP:
    push(layout, top(layout)->indent, top(layout)->flat || group_fits(layout, i, room_left(layout)));
    break;
  case EV_OP_INDENT: push(layout, top(layout)->indent + EV_FORMAT_INDENT, top(layout)->flat); break;
  case EV_OP_ALIGN: align(layout); break;
  case EV_OP_END:
  case EV_OP_POP: pop(layout); break;
  case EV_OP_COMMENT:
    put(layout, op->text, op->amount);
    if (layout->line) layout->line->is_comment = true;
    break;
  case EV_OP_TRAILING:
    trim_line(layout);
    if (layout->line) layout->line->comment = op->text;
    break;
  case EV_OP_BLOCK: put_block(layout, op->text); break;
  case EV_OP_BEGIN_DECL: layout->next_begins_decl = true; break;
  }
}

void ev_layout_run(ev_layout *layout) {
  for (size_t i = 0; i < layout->count && !layout->failed; i++) run_op(layout, i);
  layout->count = 0;
}
