/* Listings of bundles. */
#include "bundle.h"

#define OPERAND_COLUMN 21u /* where the operands start in a line */

static void add_name(ev_buf *out, ev_str name) {
  if (name.size)
    ev_buf_visible(out, name);
  else
    ev_buf_text(out, "(no name)");
}

/* ---- constants */

static void add_number(ev_buf *out, const ev_const *c) {
  if (c->kind == EV_K_QUANTITY) ev_buf_char(out, 'q');
  if (ev_rat_is_infinite(c->number)) {
    ev_buf_text(out, c->number.num < 0 ? "-infinity" : "infinity");
    return;
  }
  ev_int_write(out, c->number.num);
  if (c->number.den == 1) return;
  ev_buf_char(out, '/');
  ev_int_write(out, c->number.den);
}

static void add_constant(ev_buf *out, const ev_bundle *b, uint32_t index) {
  const ev_const *c = &b->constants[index];
  switch (c->kind) {
  case EV_K_ABSENT: ev_buf_text(out, "absent"); break;
  case EV_K_BOOL: ev_buf_text(out, c->truth ? "true" : "false"); break;
  case EV_K_INT:
  case EV_K_QUANTITY: add_number(out, c); break;
  case EV_K_STRING:
    ev_buf_char(out, '"');
    ev_buf_visible(out, c->text);
    ev_buf_char(out, '"');
    break;
  }
}

/* ---- operands */

static void add_field(ev_buf *out, const ev_bundle *b, uint32_t index) {
  const ev_bfield *f = &b->fields[index];
  if (f->record < b->records_count) add_name(out, b->records[f->record].name);
  ev_buf_char(out, '.');
  add_name(out, f->name);
}

static void add_set(ev_buf *out, const ev_bundle *b, uint32_t index) {
  if (b->sets[index].name.size)
    ev_buf_visible(out, b->sets[index].name);
  else
    ev_buf_format(out, "set %u", index);
}

static uint32_t count_of(const ev_bundle *b, char kind) {
  switch (kind) {
  case 'k':
  case 'g': return b->constants_count;
  case 'f': return b->fields_count;
  case 's': return b->sets_count;
  case 'p': return b->params_count;
  case 't': return b->tables_count;
  case 'y': return b->types_count;
  case 'c': return b->chunks_count;
  case 'd': return b->decodes_count;
  case 'u': return EV_BUILTINS;
  default: return UINT32_MAX;
  }
}

static void add_decode(ev_buf *out, const ev_bundle *b, uint32_t index) {
  uint32_t rule = b->decodes[index].rule;
  ev_buf_format(out, "decode %u", index);
  if (rule >= b->rules_count) return;
  ev_buf_char(out, ' ');
  add_name(out, b->rules[rule].id);
}

static void add_operand(ev_buf *out, const ev_bundle *b, char kind, uint32_t x) {
  if (x >= count_of(b, kind)) {
    ev_buf_format(out, "%c%u?", kind, x);
    return;
  }
  switch (kind) {
  case 'k':
  case 'g': add_constant(out, b, x); break;
  case 'l': ev_buf_format(out, "local %u", x); break;
  case 'j':
  case 'b': ev_buf_format(out, "@%u", x); break;
  case 'f': add_field(out, b, x); break;
  case 's': add_set(out, b, x); break;
  case 'p': add_name(out, b->params[x].name); break;
  case 't': add_name(out, b->tables[x].name); break;
  case 'y': ev_vtype_write(out, b, x); break;
  case 'c': add_name(out, b->chunks[x].name); break;
  case 'd': add_decode(out, b, x); break;
  case 'u': ev_buf_text(out, ev_builtins[x].name); break;
  case 'i': ev_buf_format(out, "iterator %u", x); break;
  case 'm': ev_buf_format(out, "join %u", x); break;
  case 'x': ev_buf_format(out, "column %u", x); break;
  default: ev_buf_format(out, "%u", x);
  }
}

void ev_disassemble_instruction(ev_buf *out, const ev_bundle *bundle, const ev_chunk *chunk, uint32_t word) {
  uint32_t op = chunk->words[word];
  size_t start = out->size;
  ev_buf_format(out, "%5u ", word);
  if (op >= EV_OPCODES) {
    ev_buf_format(out, "(%u)", op);
    return;
  }
  const ev_opcode_info *info = &ev_opcodes[op];
  ev_buf_text(out, info->name);
  for (uint32_t i = 0; info->operands[i] && word + 1 + i < chunk->word_count; i++) {
    size_t width = out->size - start;
    if (i == 0 && width < OPERAND_COLUMN) ev_buf_fill(out, ' ', OPERAND_COLUMN - width);
    ev_buf_text(out, i ? ", " : " ");
    add_operand(out, bundle, info->operands[i], chunk->words[word + 1 + i]);
  }
}

/* ---- chunks */

static void add_locals(ev_buf *out, const ev_bundle *b, const ev_chunk *c) {
  for (uint32_t i = 0; i < c->local_count; i++) {
    ev_buf_format(out, "  ; local %u: ", i);
    ev_vtype_write(out, b, c->local_types[i]);
    ev_buf_text(out, i < c->param_count ? " (parameter)\n" : "\n");
  }
}

static void add_chunk(ev_buf *out, const ev_bundle *b, uint32_t index) {
  const ev_chunk *c = &b->chunks[index];
  ev_buf_format(out, "%s %u ", c->result == EV_NONE ? "case" : "function", index);
  add_name(out, c->name);
  if (c->result != EV_NONE) {
    ev_buf_text(out, ": ");
    ev_vtype_write(out, b, c->result);
  }
  ev_buf_format(out, "\n  ; stack %u, iterators %u, joins %u, cost %llu + %llu n\n", c->max_stack,
                c->iterators, c->joins, (unsigned long long)c->cost_constant,
                (unsigned long long)c->cost_linear);
  add_locals(out, b, c);
  for (uint32_t at = 0, line = 0; at < c->word_count;) {
    uint32_t op = c->words[at];
    for (; line < c->line_count && c->lines[line].word <= at; line++)
      if (c->lines[line].word == at) ev_buf_format(out, "  ; line %u\n", c->lines[line].line);
    ev_disassemble_instruction(out, b, c, at);
    ev_buf_char(out, '\n');
    at += op < EV_OPCODES ? ev_opcodes[op].words : 1;
  }
}

/* ---- the whole */

static void add_records(ev_buf *out, const ev_bundle *b) {
  for (uint32_t i = 0; i < b->records_count; i++) {
    const ev_brecord *r = &b->records[i];
    ev_buf_format(out, "record %u ", i);
    add_name(out, r->name);
    ev_buf_text(out, r->closed ? " closed\n" : " open\n");
    for (uint32_t f = r->first_field; f - r->first_field < r->field_count; f++) {
      static const char *const classes[] = {"", "also ", "elsewhere "};
      const ev_bfield *field = &b->fields[f];
      ev_buf_format(out, "  %s", classes[field->class_]);
      add_name(out, field->name);
      if (field->class_ == EV_BF_TYPED) {
        ev_buf_text(out, ": ");
        ev_vtype_write(out, b, field->type);
      }
      if (field->class_ == EV_BF_TYPED && field->fallback != EV_NONE) {
        ev_buf_text(out, " = ");
        add_constant(out, b, field->fallback);
      }
      ev_buf_text(out, field->unjudged ? " unjudged\n" : field->required ? " required\n" : "\n");
    }
  }
}

static void add_texts(ev_buf *out, const ev_texts *texts, const char *between) {
  for (uint32_t i = 0; i < texts->count; i++) {
    if (i) ev_buf_text(out, between);
    add_name(out, texts->at[i]);
  }
}

static void add_row(ev_buf *out, const ev_bundle *b, const ev_brow *row) {
  ev_buf_text(out, "  ");
  add_name(out, b->records[row->record].name);
  ev_buf_format(out, " (%u states) ", row->versions->states);
  add_texts(out, &row->kinds, ", ");
  ev_buf_text(out, " at ");
  for (uint32_t i = 0; i < row->path_count; i++) {
    if (i) ev_buf_text(out, ", ");
    if (row->paths[i].count == 0) ev_buf_char(out, '.');
    add_texts(out, &row->paths[i], ".");
  }
  ev_buf_char(out, '\n');
}

static void add_views(ev_buf *out, const ev_bundle *b) {
  for (uint32_t i = 0; i < b->views_count; i++) {
    ev_buf_format(out, "%sview %u ", b->views[i].counted ? "counted " : "", i);
    add_name(out, b->views[i].name);
    ev_buf_text(out, ": ");
    add_name(out, b->records[b->views[i].record].name);
    ev_buf_char(out, '\n');
    for (uint32_t r = 0; r < b->views[i].row_count; r++) add_row(out, b, &b->views[i].rows[r]);
  }
}

static void add_sets(ev_buf *out, const ev_bundle *b) {
  for (uint32_t i = 0; i < b->sets_count; i++) {
    const ev_bset *set = &b->sets[i];
    ev_buf_format(out, "set %u ", i);
    add_name(out, set->name);
    if (set->automaton) ev_buf_format(out, " %u states", set->automaton->states);
    for (uint32_t r = 0; r < set->range_count; r++) {
      ev_buf_char(out, ' ');
      ev_int_write(out, set->ranges[r].low);
      ev_buf_text(out, "..");
      ev_int_write(out, set->ranges[r].high);
    }
    ev_buf_char(out, '\n');
  }
}

static void add_tables(ev_buf *out, const ev_bundle *b) {
  for (uint32_t i = 0; i < b->tables_count; i++) {
    const ev_btable *t = &b->tables[i];
    ev_buf_format(out, "table %u ", i);
    add_name(out, t->name);
    ev_buf_text(out, t->unique ? " unique\n" : "\n");
    for (uint64_t cell = 0; cell < (uint64_t)t->rows * t->columns; cell++) {
      ev_buf_text(out, cell % t->columns ? "  " : "  | ");
      add_constant(out, b, t->cells[cell]);
      if (cell % t->columns == t->columns - 1) ev_buf_char(out, '\n');
    }
  }
}

static void add_params(ev_buf *out, const ev_bundle *b) {
  for (uint32_t i = 0; i < b->params_count; i++) {
    const ev_bparam *p = &b->params[i];
    ev_vtype_kind kind = b->types[p->type].kind;
    ev_buf_format(out, "param %u ", i);
    add_name(out, p->name);
    ev_buf_text(out, ": ");
    ev_vtype_write(out, b, p->type);
    ev_buf_text(out, " = ");
    if (kind == EV_VT_SET_STRING || kind == EV_VT_SET_INT)
      add_set(out, b, p->fallback);
    else
      add_constant(out, b, p->fallback);
    ev_buf_char(out, '\n');
  }
}

static void add_function_name(ev_buf *out, const ev_bundle *b, const char *what, uint32_t chunk) {
  if (chunk == EV_NONE) return;
  ev_buf_text(out, what);
  add_name(out, b->chunks[chunk].name);
}

static void add_scopes(ev_buf *out, const ev_bundle *b) {
  for (uint32_t i = 0; i < b->scopes_count; i++) {
    ev_buf_format(out, "scope %u ", i);
    add_name(out, b->scopes[i].name);
    ev_buf_text(out, " for ");
    add_name(out, b->views[b->scopes[i].view].name);
    add_function_name(out, b, " by ", b->scopes[i].function);
    ev_buf_char(out, '\n');
  }
  for (uint32_t i = 0; i < b->decodes_count; i++) {
    add_decode(out, b, i);
    ev_buf_text(out, ": ");
    ev_vtype_write(out, b, b->decodes[i].type);
    add_function_name(out, b, " says ", b->decodes[i].say);
    ev_buf_char(out, '\n');
  }
}

static bool is_of_texts(const ev_bwatch *w) {
  return w->kind == EV_W_IN || w->kind == EV_W_NOT_IN || w->kind == EV_W_KEY_IN || w->kind == EV_W_KEY_NOT_IN;
}

static void add_watch_test(ev_buf *out, const ev_bundle *b, const ev_bwatch *w) {
  static const char *const texts[EV_W_KINDS] = {
      [EV_W_TRUE] = " is true",       [EV_W_FALSE] = " is true",
      [EV_W_UNKNOWN] = " is unknown", [EV_W_IN] = " in ",
      [EV_W_NOT_IN] = " not in ",     [EV_W_NUMBER] = " in ",
      [EV_W_KEY_IN] = " has key in ", [EV_W_KEY_NOT_IN] = " has key not in "};
  ev_buf_text(out, texts[w->kind] ? texts[w->kind] : "");
  if (is_of_texts(w)) add_set(out, b, w->set);
  if (w->kind != EV_W_NUMBER) return;
  add_constant(out, b, w->low);
  ev_buf_text(out, " .. ");
  add_constant(out, b, w->high);
}

static void add_watch(ev_buf *out, const ev_bundle *b, uint32_t index) {
  static const char *const before[EV_W_KINDS] = {
      [EV_W_ABSENT] = "no ", [EV_W_FALSE] = "not ", [EV_W_PARAM] = "given "};
  const ev_bwatch *w = &b->watches[index];
  ev_buf_text(out, before[w->kind] ? before[w->kind] : "");
  if (w->kind == EV_W_PARAM) {
    add_name(out, b->params[w->field].name);
    return;
  }
  add_name(out, b->records[b->fields[w->field].record].name);
  ev_buf_char(out, '.');
  add_name(out, b->fields[w->field].name);
  if (w->key != EV_NONE) {
    ev_buf_char(out, '[');
    add_constant(out, b, w->key);
    ev_buf_char(out, ']');
  }
  add_watch_test(out, b, w);
}

static void add_watches(ev_buf *out, const ev_bundle *b) {
  for (uint32_t i = 0; i < b->watches_count; i++) {
    ev_buf_format(out, "watch %u ", i);
    add_watch(out, b, i);
    if (b->watches[i].under) ev_buf_format(out, ", over the next %u", b->watches[i].under);
    ev_buf_char(out, '\n');
  }
}

/* " if Security.privileged is true, Pod.hostNetwork or Pod.hostPID": what must be met in the object. */
static void add_needs(ev_buf *out, const ev_bundle *b, const ev_bcase *c) {
  bool first = true;
  for (uint32_t i = 0; i < c->need_count; i++) {
    bool in_group = i > 0 && c->needs[i - 1] != EV_NONE;
    if (c->needs[i] == EV_NONE) continue;
    ev_buf_text(out, in_group ? " or " : first ? " if " : ", ");
    add_watch(out, b, c->needs[i]);
    first = false;
  }
}

static void add_rule(ev_buf *out, const ev_bundle *b, uint32_t index) {
  static const char *const kinds[] = {"rule", "decode", "shape"};
  const ev_brule *r = &b->rules[index];
  ev_buf_format(out, "%s %u ", kinds[r->kind], index);
  add_name(out, r->id);
  ev_buf_format(out, " %s \"", ev_severity_name(r->severity));
  ev_buf_visible(out, r->title);
  ev_buf_text(out, "\"");
  if (r->kind == EV_BR_SHAPE) add_function_name(out, b, " says ", r->say);
  ev_buf_char(out, '\n');
  for (uint32_t i = 0; i < r->case_count; i++) {
    ev_buf_format(out, "  case of chunk %u for", r->cases[i].chunk);
    for (uint32_t v = 0; v < r->cases[i].view_count; v++) {
      ev_buf_char(out, ' ');
      add_name(out, b->views[r->cases[i].views[v]].name);
    }
    add_needs(out, b, &r->cases[i]);
    ev_buf_char(out, '\n');
  }
}

static void add_all(ev_buf *out, const ev_bundle *b) {
  add_records(out, b);
  add_views(out, b);
  add_sets(out, b);
  add_tables(out, b);
  add_params(out, b);
  add_watches(out, b);
  add_scopes(out, b);
  for (uint32_t i = 0; i < b->rules_count; i++) add_rule(out, b, i);
  for (uint32_t i = 0; i < b->chunks_count; i++) add_chunk(out, b, i);
}

void ev_disassemble(ev_buf *out, const ev_bundle *bundle, uint32_t rule) {
  if (rule == EV_NONE) {
    add_all(out, bundle);
    return;
  }
  const ev_brule *r = &bundle->rules[rule];
  add_rule(out, bundle, rule);
  for (uint32_t i = 0; i < r->case_count; i++) add_chunk(out, bundle, r->cases[i].chunk);
  if (r->kind == EV_BR_SHAPE && r->say != EV_NONE) add_chunk(out, bundle, r->say);
}
