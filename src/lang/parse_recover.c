/* What stands between lexer and parser: it knows which brackets are open, and after an error passes over what
 * cannot be read, up to the next clause, field, row or declaration. Where the text leaves blocks open it
 * closes them, so that an error in one declaration says nothing about the next. */
#include "parse.h"

#include "vet.tab.h"

/* ---- brackets */

/* Number of brackets up to and with the innermost block; 0 outside all blocks. */
static uint32_t block_level(const ev_parser *p) {
  uint32_t level = p->depth;
  while (level > 0 && p->brackets[level - 1].kind == EV_BRACKET) level--;
  return level;
}

static ev_bracket block_kind(const ev_parser *p) {
  uint32_t level = block_level(p);
  return level ? (ev_bracket)p->brackets[level - 1].kind : EV_BRACKET;
}

static ev_bracket block_of_declaration(int keyword) {
  switch (keyword) {
  case T_RULE:
  case T_SHAPE:
  case T_DECODE: return EV_BLOCK_CLAUSES;
  case T_RECORD: return EV_BLOCK_FIELDS;
  case T_VIEW: return EV_BLOCK_ROWS;
  case T_TABLE: return EV_BLOCK_CELLS;
  case T_TEST: return EV_BLOCK_TEST;
  default: return EV_BRACKET;
  }
}

/* What an opening brace begins, by what stands before it: a block follows the head of a declaration. */
static ev_bracket kind_of_brace(const ev_parser *p) {
  if (p->lexer.piece || p->skipping) return EV_BRACKET;
  if (p->previous == T_CASE && block_kind(p) == EV_BLOCK_CLAUSES) return EV_BLOCK_CLAUSES;
  if (p->depth > 0) return EV_BRACKET;
  switch (p->previous) {
  case T_NAME:
  case T_STRING:
  case T_BAD:
  case T_OPEN:
  case T_CLOSED:
  case T_UNKNOWN:
  case T_ERROR:
  case T_WARNING:
  case T_NOTE:
  case ')': return block_of_declaration(p->declaring_kind);
  default: return EV_BRACKET;
  }
}

static void open_bracket(ev_parser *p, const ev_token *token) {
  if (p->depth == EV_MAX_BRACKETS) {
    ev_parse_too_deep(p, token->place);
    return;
  }
  ev_bracket kind = token->kind == '{' ? kind_of_brace(p) : EV_BRACKET;
  p->brackets[p->depth].kind = (unsigned char)kind;
  p->brackets[p->depth].text = token->kind == T_QBRACKET ? '[' : (char)token->kind;
  p->brackets[p->depth].at = token->place.start;
  p->depth++;
}

/* Closes the innermost bracket of that sort, and what was left open in it; a `)` or `]` closes no brace. */
static void close_bracket(ev_parser *p, int kind) {
  char open = kind == ')' ? '(' : kind == ']' ? '[' : '{';
  for (uint32_t level = p->depth; level > 0; level--) {
    char text = p->brackets[level - 1].text;
    if (text == open) p->depth = level - 1;
    if (text == open || text == '{') return;
  }
}

static bool declares(int kind) { return kind >= T_RECORD && kind <= T_SET; }

static void count(ev_parser *p, const ev_token *token) {
  p->levels = p->depth;
  bool member = p->previous == '.' || p->previous == T_QDOT;
  if (p->depth == 0 && declares(token->kind) && !member && (token->kind != T_SET || token->first))
    p->declaring_kind = token->kind;
  switch (token->kind) {
  case '(':
  case '[':
  case '{':
  case T_QBRACKET: open_bracket(p, token); break;
  case ')':
  case ']':
  case '}': close_bracket(p, token->kind); break;
  default: break;
  }
  p->before = p->previous;
  p->previous = token->kind;
}

/* ---- where reading can go on */

static bool is_followed_by_colon(const ev_parser *p, const ev_token *token) {
  ev_str text = p->source->text;
  uint32_t at = token->place.end;
  while (at < text.size && (text.at[at] == ' ' || text.at[at] == '\t')) at++;
  return at < text.size && text.at[at] == ':';
}

/* A declaration begins here: at the start of a line outside of brackets, or of a line that is not indented at
 * all. */
static bool begins_declaration(const ev_parser *p, const ev_token *token) {
  if (!declares(token->kind) || !token->first) return false;
  if (p->depth == 0) return true;
  return token->column1 && !(block_kind(p) == EV_BLOCK_FIELDS && is_followed_by_colon(p, token));
}

/* Words that stand nowhere but at the start of a clause (or behind a dot), and those that also stand in
 * expressions. */
static bool begins_clause(const ev_parser *p, const ev_token *token) {
  if (p->previous == '.' || p->previous == T_QDOT) return false;
  if (token->kind == T_FOR || token->kind == T_WHERE) return token->first && p->depth == block_level(p);
  return token->kind >= T_LET && token->kind <= T_CASE;
}

static bool begins_field(const ev_parser *p, const ev_token *token) {
  if (token->first && is_followed_by_colon(p, token)) return true;
  if (p->depth != block_level(p) || !(token->first || p->previous == ',')) return false;
  return token->kind == T_NAME || token->kind == T_STRING || is_followed_by_colon(p, token);
}

static bool begins_cells(const ev_parser *p, const ev_token *token) {
  if (p->depth != block_level(p) || !token->first) return false;
  return token->kind == T_INT || token->kind == T_QUANTITY || token->kind == T_STRING || token->kind == '-';
}

static bool begins_item(const ev_parser *p, const ev_token *token) {
  switch (block_kind(p)) {
  case EV_BLOCK_CLAUSES: return begins_clause(p, token);
  case EV_BLOCK_FIELDS: return begins_field(p, token);
  case EV_BLOCK_ROWS: return p->depth == block_level(p) && token->first && token->kind == T_NAME;
  case EV_BLOCK_CELLS: return begins_cells(p, token);
  case EV_BLOCK_TEST: return token->kind == T_GIVEN || token->kind == T_WITH || token->kind == T_EXPECT;
  default: return false;
  }
}

/* Whether a `}` closes the innermost block, and no set in it. */
static bool closes_block(const ev_parser *p) {
  uint32_t block = block_level(p);
  if (block == 0) return false;
  for (uint32_t level = p->depth; level > block; level--)
    if (p->brackets[level - 1].text == '{') return false;
  return true;
}

static void leave_open_blocks(ev_parser *p) {
  p->closers = 0;
  for (uint32_t level = 0; level < p->depth; level++) p->closers += p->brackets[level].kind != EV_BRACKET;
  p->depth = 0;
}

/* Whether the parser can go on at the token; then brackets are brought up to it. */
static bool resumes_at(ev_parser *p, const ev_token *token) {
  if (token->kind == T_YYEOF || begins_declaration(p, token)) {
    p->lost_braces = 0;
    leave_open_blocks(p);
    return true;
  }
  if (p->lexer.piece) return token->kind == T_PIECE_END;
  if (!(token->kind == '}' ? closes_block(p) : begins_item(p, token))) return false;
  for (uint32_t level = block_level(p); level < p->depth; level++)
    p->lost_braces += p->brackets[level].text == '{';
  p->depth = block_level(p);
  return true;
}

static ev_token scan(ev_parser *p) {
  if (ev_parse_has_enough(p)) p->lexer.stopped = true;
  ev_token token = ev_lexer_next(&p->lexer);
  bool of_fields = token.kind == T_UNJUDGED || token.kind == T_ALSO || token.kind == T_ELSEWHERE;
  if (of_fields && !(block_kind(p) == EV_BLOCK_FIELDS && p->depth == block_level(p)))
    token.kind = p->lexer.previous = T_NAME;
  return token;
}

/* Passes over tokens up to one that the parser can go on with; the first one anyway where `past_first`. */
static ev_token skip(ev_parser *p, ev_token token, bool past_first) {
  ev_diagnostics *diagnostics = p->lexer.diagnostics;
  p->lexer.diagnostics = NULL; /* what is passed over is not looked at closely */
  p->skipping = true;
  while (past_first || !resumes_at(p, &token)) {
    past_first = false;
    count(p, &token);
    token = scan(p);
  }
  p->skipping = false;
  p->lexer.diagnostics = diagnostics;
  return token;
}

bool ev_parse_resume(ev_parser *p) {
  p->has_saved = true;
  if (p->closing) { /* there were fewer blocks open than it seemed */
    p->closing = false;
    p->closers = p->depth = p->levels = 0;
    return true;
  }
  bool at_end = p->token.kind == T_YYEOF;
  bool again = p->failed && p->failed_at == p->token.place.start;
  if (again && at_end) return false;
  p->failed = true;
  p->failed_at = p->token.place.start;
  p->depth = p->levels;
  p->previous = p->before;
  p->token = skip(p, p->token, again);
  return true;
}

/* ---- the parser's next token */

static ev_token start_symbol(ev_parser *p) {
  p->started = true;
  ev_place place = {.start = p->lexer.offset, .end = p->lexer.offset};
  return (ev_token){.kind = p->lexer.piece ? T_START_PIECE : T_START_FILE, .place = place};
}

static ev_token closer(ev_parser *p) {
  p->closers--;
  p->closing = true;
  ev_place place = {.start = p->token.place.start, .end = p->token.place.start};
  return (ev_token){.kind = '}', .place = place};
}

int vet_lex(union VET_STYPE *value, ev_place *place, ev_parser *p) {
  (void)value;
  if (p->closers > 0) {
    ev_token token = closer(p);
    *place = token.place;
    return token.kind;
  }
  p->closing = false;
  p->resumed = p->has_saved;
  if (p->token.kind == T_STRING) p->string_end = p->token.place.end;
  if (!p->started)
    p->token = start_symbol(p);
  else if (!p->has_saved)
    p->token = scan(p);
  p->has_saved = false;
  count(p, &p->token);
  *place = p->token.place;
  return p->token.kind;
}
