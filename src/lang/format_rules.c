/* Clauses of rules, and the items of tests. */
#include "format.h"

#include "vet.tab.h"

/* Clauses whose expressions and texts start in one column. */
static bool is_padded(ev_clause_kind kind) {
  return kind != EV_C_FOR && kind != EV_C_PAIR && kind != EV_C_LET && kind != EV_C_CASE;
}

static uint32_t keyword_width(ev_clause_kind kind) {
  switch (kind) {
  case EV_C_PROVIDED: return 8;
  case EV_C_UNSURE: return 6;
  case EV_C_HELP:
  case EV_C_TAGS: return 4;
  case EV_C_SAY:
  case EV_C_SEE: return 3;
  default: return 7; /* as wide as `require` where there is more than texts */
  }
}

static uint32_t common_width(const ev_clause *clauses) {
  uint32_t widest = 0;
  for (; clauses; clauses = clauses->next)
    if (keyword_width(clauses->kind) > widest) widest = keyword_width(clauses->kind);
  return widest;
}

static void write_keyword(ev_formatter *f, const ev_clause *clause, uint32_t width) {
  const ev_token *token = ev_format_peek(f);
  uint32_t own = token->place.end - token->place.start;
  ev_format_word(f);
  if (is_padded(clause->kind) && own < width) ev_format_pad(f, width - own);
}

/* `else` and what follows it, on a line of its own if all does not fit on one. */
static void write_else(ev_formatter *f) {
  if (!ev_format_is(f, T_ELSE)) return;
  ev_format_break(f, EV_OP_LINE);
  ev_format_word(f);
}

static void write_generators(ev_formatter *f, const ev_generator *generator) {
  for (; generator; generator = generator->next) {
    ev_format_word(f);
    ev_format_word(f);
    ev_format_expr(f, generator->list);
    if (!generator->next) break;
    ev_format_token(f);
    ev_format_break(f, EV_OP_LINE);
  }
}

/* each pair (a, b) in */
static void write_pair(ev_formatter *f) {
  ev_format_word(f);
  ev_format_word(f);
  ev_format_token(f);
  ev_format_token(f);
  ev_format_word(f);
  ev_format_token(f);
  ev_format_word(f);
  ev_format_word(f);
}

static void write_places(ev_formatter *f, const ev_expr *place) {
  for (; place; place = place->next) {
    ev_format_expr(f, place);
    if (place->next) write_else(f);
  }
}

static void write_content(ev_formatter *f, const ev_clause *clause) {
  switch (clause->kind) {
  case EV_C_FOR: write_generators(f, clause->generators); break;
  case EV_C_AT: write_places(f, clause->expr); break;
  case EV_C_NOTE:
    ev_format_expr(f, clause->expr);
    ev_format_break(f, EV_OP_FILL);
    ev_format_strings(f);
    break;
  case EV_C_PAIR:
    write_pair(f);
    ev_format_expr(f, clause->expr);
    break;
  case EV_C_LET:
    ev_format_word(f);
    ev_format_word(f);
    ev_format_begin(f, EV_OP_ALIGN);
    ev_format_expr(f, clause->expr);
    ev_format_end(f, EV_OP_POP);
    break;
  default:
    ev_format_expr(f, clause->expr);
    if (clause->expr) write_else(f);
    if (ev_format_is(f, T_STRING)) ev_format_strings(f);
    break;
  }
}

static void write_clause(ev_formatter *f, const ev_clause *clause, uint32_t width) {
  write_keyword(f, clause, width);
  if (clause->kind == EV_C_CASE) {
    ev_format_clauses(f, clause->clauses, false);
    return;
  }
  ev_format_begin(f, EV_OP_GROUP);
  ev_format_begin(f, EV_OP_ALIGN);
  write_content(f, clause);
  ev_format_end(f, EV_OP_POP);
  ev_format_end(f, EV_OP_END);
}

void ev_format_clauses(ev_formatter *f, const ev_clause *clauses, bool may_be_flat) {
  bool flat = may_be_flat && ev_format_was_flat(f, ev_format_closing(f));
  uint32_t width = common_width(clauses);
  ev_format_begin(f, EV_OP_GROUP);
  ev_format_token(f);
  if (!clauses && !ev_format_has_comment(f)) {
    ev_format_token(f);
    ev_format_end(f, EV_OP_END);
    return;
  }
  ev_format_begin(f, EV_OP_INDENT);
  for (const ev_clause *clause = clauses; clause; clause = clause->next) {
    if (flat)
      ev_format_break(f, EV_OP_LINE);
    else
      ev_format_item(f, clause == clauses);
    write_clause(f, clause, width);
  }
  ev_format_block_end(f, flat);
}
