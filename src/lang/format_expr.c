/* Expressions, sets, types. */
#include "format.h"

#include "vet.tab.h"

static void begin_group(ev_formatter *f) { ev_format_begin(f, EV_OP_GROUP); }
static void end_group(ev_formatter *f) { ev_format_end(f, EV_OP_END); }
static void begin_indent(ev_formatter *f) { ev_format_begin(f, EV_OP_INDENT); }
static void end_indent(ev_formatter *f) { ev_format_end(f, EV_OP_POP); }

/* One pair of parentheses is kept of any number; further ones are passed over. */
static void open_parentheses(ev_formatter *f, uint32_t count) {
  if (count == 0) return;
  ev_format_token(f);
  while (--count > 0) ev_format_drop(f);
  ev_format_begin(f, EV_OP_ALIGN);
}

static void close_parentheses(ev_formatter *f, uint32_t count) {
  if (count == 0) return;
  ev_format_end(f, EV_OP_POP);
  ev_format_token(f);
  while (--count > 0) ev_format_drop(f);
}

/* ---- words and strings */

void ev_format_strings(ev_formatter *f) {
  ev_format_begin(f, EV_OP_ALIGN);
  ev_format_token(f);
  while (ev_format_is(f, T_STRING)) {
    ev_format_break(f, ev_format_peek(f)->first ? EV_OP_HARD : EV_OP_FILL);
    ev_format_token(f);
  }
  ev_format_end(f, EV_OP_POP);
}

void ev_format_literal(ev_formatter *f) {
  if (ev_format_is(f, '-')) ev_format_token(f);
  ev_format_token(f);
}

static uint32_t width_of_tokens(const ev_formatter *f, size_t from, size_t to) {
  uint32_t width = 0;
  for (; from < to; from++) {
    ev_place place = f->tokens[from].place;
    width += ev_format_width(f, (ev_span){place.start, place.end});
  }
  return width;
}

/* The elements of braces, up to the closing one. Lines are kept; what of one is too long goes to the next. */
static void write_elements(ev_formatter *f, void (*write)(ev_formatter *f), bool keep_lines) {
  uint32_t width = 0; /* of the line in the source */
  for (bool is_first = true; !ev_format_is(f, '}') && !ev_format_is(f, T_YYEOF); is_first = false) {
    bool starts_line = keep_lines && ev_format_peek(f)->first;
    if (!is_first && starts_line)
      ev_format_keep(f, width);
    else if (!is_first)
      ev_format_break(f, EV_OP_FILL);
    size_t from = f->next;
    write(f);
    width = (starts_line ? 0 : width + 1) + width_of_tokens(f, from, f->next);
    ev_format_drop_comma(f);
  }
}

static void write_braces(ev_formatter *f, void (*write)(ev_formatter *f)) {
  bool flat = ev_format_was_flat(f, ev_format_closing(f));
  begin_group(f);
  ev_format_token(f);
  if (ev_format_is(f, '}') && !ev_format_has_comment(f)) {
    ev_format_token(f);
    end_group(f);
    return;
  }
  begin_indent(f);
  ev_format_break(f, flat ? EV_OP_LINE : EV_OP_HARD);
  write_elements(f, write, !flat);
  ev_format_comments(f);
  end_indent(f);
  ev_format_break(f, flat ? EV_OP_LINE : EV_OP_HARD);
  ev_format_token(f);
  end_group(f);
}

void ev_format_word_list(ev_formatter *f) { write_braces(f, ev_format_token); }

/* ---- types */

void ev_format_type(ev_formatter *f, const ev_type_syntax *type) {
  if (!type) return;
  switch (type->kind) {
  case EV_TS_LIST:
    ev_format_token(f);
    ev_format_type(f, type->element);
    ev_format_token(f);
    break;
  case EV_TS_MAP:
    ev_format_token(f);
    ev_format_token(f);
    ev_format_type(f, type->element);
    ev_format_token(f);
    break;
  case EV_TS_OPTIONAL:
    ev_format_type(f, type->element);
    if (ev_format_is(f, '?') || ev_format_is(f, T_COALESCE)) ev_format_token(f);
    break;
  case EV_TS_ENUM:
    ev_format_word(f);
    ev_format_word(f);
    ev_format_word_list(f);
    break;
  case EV_TS_SET:
    ev_format_word(f);
    ev_format_word(f);
    ev_format_token(f);
    break;
  default: ev_format_token(f); break;
  }
}

/* ---- sets */

static void write_element(ev_formatter *f) {
  ev_format_literal(f);
  if (!ev_format_is(f, T_DOTDOT)) return;
  ev_format_token(f);
  ev_format_literal(f);
}

static void write_set_braces(ev_formatter *f, const ev_set *set) {
  if (set->is_glob) ev_format_word(f);
  write_braces(f, write_element);
}

static void write_set_operation(ev_formatter *f, const ev_set *set) {
  if (set->kind == EV_SET_NOT) {
    ev_format_word(f);
    ev_format_set(f, set->a);
    return;
  }
  ev_format_set(f, set->a);
  begin_indent(f);
  ev_format_break(f, EV_OP_FILL);
  ev_format_word(f);
  end_indent(f);
  ev_format_set(f, set->b);
}

void ev_format_set(ev_formatter *f, const ev_set *set) {
  if (!set) return;
  open_parentheses(f, set->parentheses);
  if (set->kind == EV_SET_NAME)
    ev_format_token(f);
  else if (set->kind == EV_SET_BRACES)
    write_set_braces(f, set);
  else
    write_set_operation(f, set);
  close_parentheses(f, set->parentheses);
}

/* ---- expressions */

static void write_args(ev_formatter *f, const ev_expr *args) {
  ev_format_token(f);
  begin_indent(f);
  if (args) ev_format_break(f, EV_OP_SOFT);
  for (const ev_expr *arg = args; arg; arg = arg->next) {
    ev_format_expr(f, arg);
    if (!arg->next) break;
    ev_format_token(f);
    ev_format_break(f, EV_OP_LINE);
  }
  ev_format_comments(f);
  end_indent(f);
  if (args) ev_format_break(f, EV_OP_SOFT);
  ev_format_token(f);
}

static void write_call(ev_formatter *f, const ev_expr *expr) {
  begin_group(f);
  ev_format_token(f);
  write_args(f, expr->args);
  end_group(f);
}

static void write_list(ev_formatter *f, const ev_expr *expr) {
  begin_group(f);
  write_args(f, expr->args);
  end_group(f);
}

/* Whether the comprehension stands in brackets of its own: not `[a] for a in [b]`, an argument without. */
static bool is_bracketed(const ev_formatter *f, const ev_expr *expr) {
  if (expr->parenthesised) return true;
  return ev_format_is(f, '[') && f->tokens[ev_format_closing(f)].place.end == expr->span.end;
}

static void write_comprehension(ev_formatter *f, const ev_expr *expr) {
  bool has_brackets = is_bracketed(f, expr);
  begin_group(f);
  if (has_brackets) ev_format_token(f);
  begin_indent(f);
  if (has_brackets) ev_format_break(f, EV_OP_SOFT);
  ev_format_expr(f, expr->a);
  ev_format_break(f, EV_OP_LINE);
  for (int i = 0; i < 3; i++) ev_format_word(f); /* for NAME in */
  ev_format_expr(f, expr->b);
  if (expr->c) {
    ev_format_break(f, EV_OP_LINE);
    ev_format_word(f);
    ev_format_expr(f, expr->c);
  }
  ev_format_comments(f);
  end_indent(f);
  if (has_brackets) ev_format_break(f, EV_OP_SOFT);
  if (has_brackets) ev_format_token(f);
  end_group(f);
}

static void write_member(ev_formatter *f, const ev_expr *expr) {
  ev_format_expr(f, expr->a);
  ev_format_token(f);
  ev_format_token(f);
}

static void write_index(ev_formatter *f, const ev_expr *expr) {
  ev_format_expr(f, expr->a);
  ev_format_token(f);
  ev_format_expr(f, expr->b);
  ev_format_token(f);
}

static void write_chain(ev_formatter *f, const ev_expr *expr, bool is_aligned);

static void write_operand(ev_formatter *f, const ev_expr *expr, ev_expr_kind chain) {
  if (chain == EV_E_OR && expr->kind == EV_E_AND && !expr->parenthesised)
    write_chain(f, expr, false);
  else
    ev_format_expr(f, expr);
}

static void write_operation(ev_formatter *f, const ev_expr *expr, ev_op_kind further) {
  if (further == EV_OP_INDENT) begin_indent(f);
  ev_format_break(f, EV_OP_LINE);
  ev_format_word(f);
  write_operand(f, expr->b, expr->kind);
  if (further == EV_OP_INDENT) end_indent(f);
}

/* The operands of a chain of one operator, on a line each if they do not fit on one. The first is the
 * innermost; the chain is as long as the tree is deep. */
static void write_operands(ev_formatter *f, const ev_expr *expr, ev_expr_kind kind, ev_op_kind further) {
  if (expr->kind == kind && !expr->parenthesised) {
    write_operands(f, expr->a, kind, further);
    write_operation(f, expr, further);
  } else {
    write_operand(f, expr, kind);
  }
}

/* Further operands are indented, or aligned with the first: those of `or`, and of an `and` that is none of
 * its operands. */
static void write_chain(ev_formatter *f, const ev_expr *expr, bool is_aligned) {
  ev_op_kind further = is_aligned ? EV_OP_ALIGN : EV_OP_INDENT;
  begin_group(f);
  if (is_aligned) ev_format_begin(f, EV_OP_ALIGN);
  write_operands(f, expr->a, expr->kind, further);
  write_operation(f, expr, further);
  if (is_aligned) ev_format_end(f, EV_OP_POP);
  end_group(f);
}

/* The words of an operator: `not in`, `is not in`, ... */
static void write_operator(ev_formatter *f, const ev_expr *expr) {
  size_t words = 1 + (size_t)expr->negated + (expr->kind == EV_E_IS_IN);
  for (size_t i = 0; i < words; i++) ev_format_word(f);
}

static void write_comparison(ev_formatter *f, const ev_expr *expr) {
  bool in_braces = expr->b && expr->b->kind == EV_E_SET;
  begin_group(f);
  ev_format_expr(f, expr->a);
  begin_indent(f);
  if (in_braces)
    ev_format_blank(f);
  else
    ev_format_break(f, EV_OP_LINE);
  write_operator(f, expr);
  if (!in_braces) ev_format_expr(f, expr->b);
  end_indent(f);
  if (in_braces) ev_format_expr(f, expr->b);
  end_group(f);
}

static void write_state(ev_formatter *f, const ev_expr *expr) {
  ev_format_expr(f, expr->a);
  ev_format_blank(f);
  write_operator(f, expr);
  ev_format_token(f);
}

static void write_range(ev_formatter *f, const ev_expr *expr) {
  ev_format_expr(f, expr->a);
  ev_format_blank(f);
  ev_format_word(f);
  ev_format_expr(f, expr->b);
}

/* if C then A else if ... : each branch on its line if they do not fit on one. */
static void write_if(ev_formatter *f, const ev_expr *expr) {
  begin_group(f);
  ev_format_begin(f, EV_OP_ALIGN);
  for (;;) {
    ev_format_word(f); /* if */
    ev_format_expr(f, expr->a);
    ev_format_blank(f);
    ev_format_token(f); /* then */
    begin_group(f);
    begin_indent(f);
    ev_format_break(f, EV_OP_LINE);
    ev_format_expr(f, expr->b);
    end_indent(f);
    end_group(f);
    ev_format_break(f, EV_OP_LINE);
    ev_format_word(f); /* else */
    if (expr->c->kind != EV_E_IF || expr->c->parenthesised) break;
    expr = expr->c;
  }
  ev_format_expr(f, expr->c);
  ev_format_end(f, EV_OP_POP);
  end_group(f);
}

/* any NAME in L where C: A; first NAME in L where C. */
static void write_quantifier(ev_formatter *f, const ev_expr *expr) {
  begin_group(f);
  for (int i = 0; i < 3; i++) ev_format_word(f);
  ev_format_expr(f, expr->b);
  begin_indent(f);
  if (expr->c) {
    ev_format_break(f, EV_OP_LINE);
    ev_format_word(f);
    ev_format_expr(f, expr->c);
  }
  if (expr->a) {
    ev_format_token(f);
    ev_format_break(f, EV_OP_LINE);
    ev_format_expr(f, expr->a);
  }
  end_indent(f);
  end_group(f);
}

static void write_expr(ev_formatter *f, const ev_expr *expr) {
  switch (expr->kind) {
  case EV_E_CALL: write_call(f, expr); break;
  case EV_E_LIST: write_list(f, expr); break;
  case EV_E_COMPREHENSION: write_comprehension(f, expr); break;
  case EV_E_SET: ev_format_set(f, expr->set); break;
  case EV_E_FIELD:
  case EV_E_OPTIONAL_FIELD: write_member(f, expr); break;
  case EV_E_INDEX:
  case EV_E_OPTIONAL_INDEX: write_index(f, expr); break;
  case EV_E_NOT:
  case EV_E_UNKNOWN:
    ev_format_word(f);
    if (expr->kind == EV_E_NOT)
      ev_format_expr(f, expr->a);
    else
      ev_format_token(f);
    break;
  case EV_E_NEGATE:
    ev_format_token(f);
    if (ev_format_is(f, '-')) ev_format_blank(f); /* two would begin a comment */
    ev_format_expr(f, expr->a);
    break;
  case EV_E_PERCENT:
    ev_format_word(f);
    ev_format_word(f);
    ev_format_expr(f, expr->a);
    break;
  case EV_E_AND:
  case EV_E_OR: write_chain(f, expr, true); break;
  case EV_E_COALESCE:
  case EV_E_ADD:
  case EV_E_SUB:
  case EV_E_MUL:
  case EV_E_DIV:
  case EV_E_CONCAT: write_chain(f, expr, false); break;
  case EV_E_EQ:
  case EV_E_NE:
  case EV_E_LT:
  case EV_E_LE:
  case EV_E_GT:
  case EV_E_GE:
  case EV_E_IN:
  case EV_E_IS:
  case EV_E_IS_IN: write_comparison(f, expr); break;
  case EV_E_IS_SET:
  case EV_E_IS_ABSENT:
  case EV_E_IS_REFUSED: write_state(f, expr); break;
  case EV_E_RANGE: write_range(f, expr); break;
  case EV_E_IF: write_if(f, expr); break;
  case EV_E_ANY:
  case EV_E_ALL:
  case EV_E_NONE:
  case EV_E_FIRST:
  case EV_E_LAST: write_quantifier(f, expr); break;
  default: ev_format_literal(f); break;
  }
}

void ev_format_expr(ev_formatter *f, const ev_expr *expr) {
  if (!expr) return;
  open_parentheses(f, expr->parentheses);
  write_expr(f, expr);
  close_parentheses(f, expr->parentheses);
}
