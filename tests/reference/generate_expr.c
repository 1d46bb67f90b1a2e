#include "generate_expr.h"

#include <stdio.h>

/* Used up, they say 0: every choice's first alternative ends the text. */
uint32_t ref_choose(ref_bytes *b, uint32_t most) {
  if (b->size == 0) return 0;
  b->size--;
  return (b->from_back ? b->at[b->size] : *b->at++) % most;
}

/* ---- names */

void ref_add_name(ref_writer *w, ref_type type, const char *text, uint32_t level) {
  if (w->name_count == REF_MOST_NAMES) return;
  ref_name *name = &w->names[w->name_count++];
  *name = (ref_name){.type = type, .level = level};
  (void)snprintf(name->text, sizeof name->text, "%s", text);
}

ref_name ref_fresh_name(ref_writer *w, ref_type type, char letter, uint32_t level) {
  ref_name name = {.type = type, .level = level};
  (void)snprintf(name.text, sizeof name.text, "%c%u", letter, (unsigned)(++w->given % 100000));
  return name;
}

static bool is_named(const ref_writer *w, uint32_t i, ref_type type, uint32_t least) {
  return w->names[i].type == type && w->names[i].level >= least;
}

static uint32_t count_names(const ref_writer *w, ref_type type, uint32_t least) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < w->name_count; i++) count += is_named(w, i, type, least);
  return count;
}

static const char *nth_name(const ref_writer *w, ref_type type, uint32_t least, uint32_t n) {
  for (uint32_t i = 0; i < w->name_count; i++)
    if (is_named(w, i, type, least) && n-- == 0) return w->names[i].text;
  return "";
}

/* ---- operands of formats */

typedef struct operand {
  ref_type type;
  bool inner, far, near, again;
  size_t size; /* in the format */
} operand;

/* Stands there an operand, and not an operator? */
static bool operand_at(const char *format, operand *out) {
  *out = (operand){.type = REF_TYPE_COUNT};
  if (format[0] != '<' || format[1] == ' ' || format[1] == '=') return false;
  const char *name = format + 1;
  out->again = *name == '1';
  out->inner = *name == '$';
  out->far = *name == '~';
  out->near = *name == '!';
  name += out->inner || out->far || out->near;
  size_t size = strcspn(name, ">");
  for (ref_type t = 0; t < REF_TYPE_COUNT; t++)
    if (strlen(ref_types[t].name) == size && memcmp(ref_types[t].name, name, size) == 0) out->type = t;
  out->size = (size_t)(name - format) + size + 1;
  return true;
}

/* The least level of the names that may stand in an operand. */
static uint32_t least_of(const ref_writer *w, const operand *o) {
  bool all = o->near || (ref_types[o->type].sort == REF_COLLECTION && !o->far);
  uint32_t least = o->type == REF_BOOL ? 0 : w->least;
  return all && w->level > least ? w->level : least;
}

/* ---- what can be written */

static bool is_reached(const ref_writer *w, ref_type record, uint32_t least) {
  if (count_names(w, record, least)) return true;
  for (size_t i = 0; i < REF_PATHS; i++)
    if (ref_paths[i].to == record && is_reached(w, ref_paths[i].from, least)) return true;
  return false;
}

static const ref_productions *const grammar[] = {&ref_conditions, &ref_numbers, &ref_places};
#define PARTS (sizeof grammar / sizeof *grammar)

/* The n-th production of a type; NULL behind the last. */
static const ref_production *nth_production(ref_type type, uint32_t n) {
  for (size_t part = 0; part < PARTS; part++)
    for (size_t i = 0; i < grammar[part]->count; i++)
      if (grammar[part]->at[i].type == type && n-- == 0) return &grammar[part]->at[i];
  return NULL;
}

static uint32_t count_productions(ref_type type) {
  uint32_t count = 0;
  for (size_t part = 0; part < PARTS; part++)
    for (size_t i = 0; i < grammar[part]->count; i++) count += grammar[part]->at[i].type == type;
  return count;
}

/* Only records and constants are its operands: it ends the text. */
static bool is_leaf(const ref_production *p) {
  operand o;
  for (const char *f = p->format; *f; f++) {
    if (!operand_at(f, &o) || o.again) continue;
    ref_sort sort = ref_types[o.type].sort;
    if (o.type == p->type || sort == REF_PLAIN || sort == REF_COLLECTION) return false;
  }
  return true;
}

static bool has_records(const ref_writer *w, const char *format) {
  operand o;
  for (const char *f = format; *f; f++)
    if (operand_at(f, &o) && !o.again && ref_types[o.type].sort == REF_RECORD &&
        !is_reached(w, o.type, least_of(w, &o)))
      return false;
  return true;
}

static bool can_write_with(const ref_writer *w, ref_type type, uint32_t least) {
  ref_writer then = *w;
  then.least = least;
  if (ref_types[type].sort == REF_RECORD) return is_reached(w, type, least);
  if (count_names(w, type, least)) return true;
  const ref_production *p;
  for (uint32_t n = 0; (p = nth_production(type, n)); n++)
    if (is_leaf(p) && has_records(&then, p->format)) return true;
  return false;
}

bool ref_can_write(const ref_writer *w, ref_type type) { return can_write_with(w, type, w->least); }

bool ref_can_write_format(const ref_writer *w, const char *format) {
  operand o;
  for (const char *f = format; *f; f++)
    if (operand_at(f, &o) && !o.again && !can_write_with(w, o.type, least_of(w, &o))) return false;
  return true;
}

/* ---- writing */

static void write_char(ref_writer *w, char c) {
  if (w->quoted && (c == '"' || c == '\\')) ev_buf_char(w->out, '\\');
  ev_buf_char(w->out, c);
}

/* A name, or a path from another record. */
static void write_record(ref_writer *w, ref_type record) {
  const char *paths[REF_PATHS + 1];
  size_t count = 0;
  while (!count_names(w, record, w->least) || ref_choose(w->bytes, 3) == 2) {
    size_t start = ref_choose(w->bytes, REF_PATHS), i = 0, at = 0;
    for (; i < REF_PATHS; i++) {
      at = (start + i) % REF_PATHS;
      if (ref_paths[at].to == record && is_reached(w, ref_paths[at].from, w->least)) break;
    }
    if (i == REF_PATHS) break;
    paths[count++] = ref_paths[at].path;
    record = ref_paths[at].from;
  }
  uint32_t names = count_names(w, record, w->least);
  ev_buf_text(w->out, nth_name(w, record, w->least, names ? ref_choose(w->bytes, names) : 0));
  while (count) ev_buf_text(w->out, paths[--count]);
}

static void write_operand(ref_writer *w, const operand *o, const ref_name *element, uint32_t depth) {
  uint32_t level = w->level, least = w->least, count = w->name_count;
  if (o->inner) {
    ref_add_name(w, element->type, element->text, element->level);
    w->level += element->level != REF_CONSTANT_LEVEL;
  }
  w->least = least_of(w, o);
  ref_write_expression(w, o->type, depth + 1);
  w->level = level;
  w->least = least;
  w->name_count = count;
}

static void write_again(ref_writer *w, size_t from, size_t size) {
  if (!ev_buf_reserve(w->out, size)) return;
  ev_buf_add(w->out, w->out->at + from, size);
}

static void write_format(ref_writer *w, const char *format, const ref_name *element, uint32_t depth) {
  size_t from = 0, size = 0; /* of the first operand */
  operand o;
  while (*format) {
    if (!operand_at(format, &o)) {
      if (*format == '$')
        ev_buf_text(w->out, element->text);
      else
        write_char(w, *format);
      format++;
      continue;
    }
    size_t start = w->out->size;
    if (o.again)
      write_again(w, from, size);
    else
      write_operand(w, &o, element, depth);
    if (size == 0) from = start, size = w->out->size - start;
    format += o.size;
  }
}

void ref_write_format(ref_writer *w, const char *format, uint32_t depth) {
  ref_name none = {.type = REF_TYPE_COUNT};
  write_format(w, format, &none, depth);
}

static bool calls(ref_writer *w, ref_type type, uint32_t depth) {
  if (w->function_count == 0 || depth >= w->most_depth || ref_choose(w->bytes, 6)) return false;
  uint32_t which = ref_choose(w->bytes, w->function_count), least = w->least;
  const ref_signature *f = &w->functions[which];
  bool can = f->result == type;
  w->least = w->level > least ? w->level : least;
  for (uint32_t i = 0; i < f->count; i++) can = can && ref_can_write(w, f->parameters[i]);
  if (can) ev_buf_format(w->out, "f%u(", (unsigned)which);
  for (uint32_t i = 0; can && i < f->count; i++) {
    if (i) ev_buf_text(w->out, ", ");
    ref_write_expression(w, f->parameters[i], depth + 1);
  }
  if (can) ev_buf_char(w->out, ')');
  w->least = least;
  return can;
}

static bool names_it(ref_writer *w, ref_type type, bool must) {
  uint32_t names = count_names(w, type, w->least);
  if (names == 0 || (!must && ref_choose(w->bytes, 3) != 1)) return false;
  ev_buf_text(w->out, nth_name(w, type, w->least, ref_choose(w->bytes, names)));
  return true;
}

static void write_production(ref_writer *w, const ref_production *p, uint32_t depth) {
  bool constant = p->element == REF_ROW;
  ref_name element = ref_fresh_name(w, p->element, 'v', constant ? REF_CONSTANT_LEVEL : w->level + 1);
  write_format(w, p->format, &element, depth);
}

void ref_write_expression(ref_writer *w, ref_type type, uint32_t depth) {
  if (ref_types[type].sort == REF_RECORD) {
    write_record(w, type);
    return;
  }
  if (names_it(w, type, false) || calls(w, type, depth)) return;
  uint32_t count = count_productions(type), start = ref_choose(w->bytes, count);
  for (uint32_t i = 0; i < count; i++) {
    const ref_production *p = nth_production(type, (start + i) % count);
    bool fits = depth >= w->most_depth ? is_leaf(p) : ref_can_write_format(w, p->format);
    if (!fits || !has_records(w, p->format)) continue;
    write_production(w, p, depth);
    return;
  }
  (void)names_it(w, type, true);
}
