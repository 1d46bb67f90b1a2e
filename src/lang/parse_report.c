/* What syntax errors say: what was found, what was expected, and what may have been meant. */
#include "parse.h"

#include "vet.tab.h"

/* ---- diagnostics */

bool ev_parse_has_enough(const ev_parser *p) {
  return p->diagnostics->errors - p->errors_before >= EV_MAX_SYNTAX_ERRORS;
}

ev_diagnostic *ev_parse_error(ev_parser *p, ev_place place, const char *message) {
  if (ev_parse_has_enough(p)) return NULL;
  return ev_diagnose(p->diagnostics, EV_ERROR, "syntax", p->source, (ev_span){place.start, place.end}, "%s",
                     message);
}

ev_diagnostic *ev_parse_error_of(ev_parser *p, ev_place place, ev_str word, const char *message) {
  ev_buf text = {.limit = 512};
  ev_buf_char(&text, '`');
  ev_buf_visible(&text, word);
  ev_buf_text(&text, "` ");
  ev_buf_text(&text, message);
  ev_buf_char(&text, '\0');
  if (text.no_memory) p->arena->failed = true;
  ev_diagnostic *d = ev_parse_error(p, place, text.failed ? message : text.at);
  ev_buf_free(&text);
  return d;
}

void ev_parse_help(ev_parser *p, ev_diagnostic *d, const char *help) {
  ev_diagnostic_help(p->diagnostics, d, "%s", help);
}

bool ev_parse_suggest(ev_parser *p, ev_diagnostic *d, ev_str word, const ev_str *candidates, size_t count) {
  ev_str near = ev_suggest(word, candidates, count);
  if (near.size == 0) return false;
  ev_diagnostic_help(p->diagnostics, d, "did you mean `%.*s`?", EV_STR_ARG(near));
  return true;
}

void ev_parse_too_deep(ev_parser *p, ev_place place) {
  p->lexer.stopped = true;
  if (p->too_deep) return;
  p->too_deep = true;
  ev_diagnose(p->diagnostics, EV_ERROR, "limit", p->source, (ev_span){place.start, place.end},
              "this is nested more than %u deep", EV_MAX_SYNTAX_DEPTH);
}

/* ---- what was expected */

typedef struct ev_expectation {
  const ev_expected *at;
  size_t count;
} ev_expectation;

static bool expects(ev_expectation e, const char *name) {
  for (size_t i = 0; i < e.count; i++)
    if (strcmp(e.at[i].name, name) == 0) return true;
  return false;
}

static bool one_of(const char *name, const char *const *names) {
  for (; *names; names++)
    if (strcmp(name, *names) == 0) return true;
  return false;
}

static bool is_keyword(const char *name) { return *name >= 'a' && *name <= 'z' && !strchr(name, ' '); }

/* Groups of tokens that one phrase stands for. */
typedef enum ev_phrase {
  DECLARATION,
  CLAUSE,
  EXPRESSION,
  LITERAL,
  OPERATOR,
  TYPE,
  ANY_WORD,      /* not told: `a name` stands for it */
  OPTIONAL_TYPE, /* not told: `?` stands for it */
  PHRASES
} ev_phrase;

static const char *const phrase_text[PHRASES] = {
    "a declaration", "a clause", "an expression", "a literal", "an operator", "a type", "", ""};

static void find_phrases(ev_expectation e, bool present[PHRASES]) {
  present[DECLARATION] = expects(e, "record");
  present[CLAUSE] = expects(e, "require");
  present[EXPRESSION] = expects(e, "a percentage");
  present[LITERAL] = !present[EXPRESSION] && expects(e, "true") && expects(e, "an integer");
  present[TYPE] = expects(e, "one");
  present[OPTIONAL_TYPE] = expects(e, "'?'");
  present[OPERATOR] = expects(e, "??") && !present[OPTIONAL_TYPE];
  present[ANY_WORD] = expects(e, "then") && expects(e, "a name");
}

static bool in_expression(ev_expected token) {
  static const char *const others[] = {"'('",          "'['",    "'{'",      "'-'",        "glob",
                                       "unknown",      "a name", "a string", "an integer", "a quantity",
                                       "a percentage", "not",    NULL};
  return token.class_ == EV_TOKEN_OPERAND || one_of(token.name, others);
}

static bool in_operator(ev_expected token) {
  static const char *const others[] = {"'<'", "'>'", "'['", "'('", "'.'", "'+'",
                                       "'-'", "'*'", "'/'", "in",  "not", NULL};
  return token.class_ == EV_TOKEN_OPERATOR || one_of(token.name, others);
}

static bool in_literal(ev_expected token) {
  static const char *const others[] = {"true",       "false",      "infinity", "a string",
                                       "an integer", "a quantity", "'-'",      NULL};
  return one_of(token.name, others);
}

static bool in_type(ev_expected token) {
  static const char *const all[] = {"one", "set", "any", "a name", "'['", NULL};
  return one_of(token.name, all);
}

/* The phrase that stands for the token, PHRASES if it stands for itself. */
static ev_phrase phrase_of(ev_expected token, const bool present[PHRASES]) {
  if (present[ANY_WORD] && is_keyword(token.name)) return ANY_WORD;
  if (present[DECLARATION] &&
      (token.class_ == EV_TOKEN_DECL || strcmp(token.name, "the end of the file") == 0))
    return DECLARATION;
  if (present[CLAUSE] && token.class_ == EV_TOKEN_CLAUSE) return CLAUSE;
  if (present[OPERATOR] && in_operator(token)) return OPERATOR;
  if (present[EXPRESSION] && in_expression(token)) return EXPRESSION;
  if (present[LITERAL] && in_literal(token)) return LITERAL;
  if (present[TYPE] && in_type(token)) return TYPE;
  if (present[OPTIONAL_TYPE] && strcmp(token.name, "??") == 0) return OPTIONAL_TYPE;
  return PHRASES;
}

static void add_name(ev_buf *out, const char *name) {
  size_t size = strlen(name);
  if (size == 3 && name[0] == '\'')
    ev_buf_format(out, "`%c`", name[1]);
  else if (strchr(name, ' '))
    ev_buf_text(out, name);
  else
    ev_buf_format(out, "`%s`", name);
}

/* Names and phrases, in the order in which they are to be read: phrases last but for brackets. */
static size_t list_phrases(ev_expectation e, const char *names[], size_t most) {
  bool present[PHRASES], said[PHRASES] = {false};
  find_phrases(e, present);
  said[ANY_WORD] = said[OPTIONAL_TYPE] = true;
  size_t count = 0;
  for (size_t i = 0; i < e.count && count < most; i++) {
    ev_expected token = e.at[i];
    ev_phrase phrase = phrase_of(token, present);
    bool told = phrase < PHRASES ? said[phrase] : strcmp(token.name, "what could not be read") == 0;
    if (strcmp(token.name, "}") == 0 && expects(e, "'}'")) told = true;
    if (told) continue;
    if (phrase < PHRASES) said[phrase] = true;
    names[count++] = phrase < PHRASES ? phrase_text[phrase] : token.name;
  }
  return count;
}

enum { MOST_NAMES = 12 };

static void add_expected(ev_buf *out, ev_expectation e) {
  const char *names[MOST_NAMES];
  size_t count = list_phrases(e, names, MOST_NAMES);
  for (size_t i = 0; i < count; i++) {
    ev_buf_text(out, i == 0 ? ", expected " : i + 1 == count ? " or " : ", ");
    add_name(out, names[i]);
  }
}

/* ---- what was found */

static void add_found(ev_parser *p, ev_buf *out, ev_expected found, ev_place place) {
  ev_str text = ev_parse_source(p, place);
  bool whole = strcmp(found.name, "the end of the file") == 0 || strcmp(found.name, "a string") == 0;
  if (whole || text.size == 0) {
    ev_buf_text(out, found.name);
    return;
  }
  ev_buf_char(out, '`');
  ev_buf_visible(out, text);
  ev_buf_char(out, '`');
}

/* ---- what may have been meant */

static bool suggest_keyword(ev_parser *p, ev_diagnostic *d, ev_str found, ev_expectation e) {
  ev_str keywords[128];
  size_t count = 0;
  if (expects(e, "then") && expects(e, "a name")) return false;
  for (size_t i = 0; i < e.count && count < 128; i++)
    if (is_keyword(e.at[i].name)) keywords[count++] = ev_str_of(e.at[i].name);
  return ev_parse_suggest(p, d, found, keywords, count);
}

static bool closes(const char *name, char open) {
  static const char *const pairs[] = {"(')'", "[']'", "{'}'"};
  for (size_t i = 0; i < 3; i++)
    if (pairs[i][0] == open && strcmp(pairs[i] + 1, name) == 0) return true;
  return false;
}

/* The bracket that the error leaves open, if that may be the reason. */
static void show_bracket(ev_parser *p, ev_diagnostic *d, ev_expected found) {
  static const char *const closing[] = {"')'", "']'", "'}'", NULL};
  if (p->levels == 0) return;
  char open = p->brackets[p->levels - 1].text;
  bool is_block = p->brackets[p->levels - 1].kind != EV_BRACKET;
  bool at_end = strcmp(found.name, "the end of the file") == 0 ||
                (found.class_ == EV_TOKEN_DECL && p->token.column1);
  bool ends = at_end || found.class_ == EV_TOKEN_CLAUSE || one_of(found.name, closing);
  if (!ends || closes(found.name, open) || (is_block && !at_end)) return;
  uint32_t at = p->brackets[p->levels - 1].at;
  ev_diagnostic_relate(p->diagnostics, d, p->source, (ev_span){at, at + 1}, "this `%c` is not closed", open);
}

static void report_open_piece(ev_parser *p) {
  if (p->diagnostics->errors > p->piece_errors) return; /* a string in it is not closed */
  ev_place brace = {.start = p->piece_at, .end = p->piece_at + 1};
  ev_diagnostic *d = ev_parse_error(p, brace, "this `{` is not closed within its string");
  ev_parse_help(p, d, "write \\{ for a brace; a string inside {} stands between \\\" and \\\"");
}

/* Nothing more is said once memory or a limit has run out. */
static bool is_muted(const ev_parser *p) { return p->too_deep || ev_parse_has_enough(p) || p->arena->failed; }

/* A `}` whose `{` was passed over; and the end of a file whose last `}` stands in a string that is not
 * closed, or what stands behind such a string, whose line may have gone on. */
static bool follows_from_another(ev_parser *p, ev_expected found, const ev_expected *expected, size_t count) {
  bool declaration = expects((ev_expectation){expected, count}, "record");
  if (strcmp(found.name, "'}'") == 0 && declaration && p->lost_braces > 0) {
    p->lost_braces--;
    return true;
  }
  if (p->lexer.behind) return true;
  return strcmp(found.name, "the end of the file") == 0 && p->levels > 0 && p->lexer.swallowed;
}

void ev_parse_unexpected(ev_parser *p, ev_expected found, ev_place place, const ev_expected *expected,
                         size_t count) {
  bool again = p->failed && p->failed_at == place.start;
  if (again || p->resumed || is_muted(p) || follows_from_another(p, found, expected, count)) return;
  if (p->lexer.piece && strcmp(found.name, "the end of the file") == 0) {
    report_open_piece(p);
    return;
  }
  ev_expectation e = {expected, count};
  ev_buf text = {.limit = 1024};
  ev_buf_text(&text, "found ");
  add_found(p, &text, found, place);
  add_expected(&text, e);
  ev_buf_char(&text, '\0');
  if (text.no_memory) p->arena->failed = true;
  ev_diagnostic *d = ev_parse_error(p, place, text.failed ? "this is not expected here" : text.at);
  ev_buf_free(&text);
  const char *help = ev_parse_advice(p, found, place, expected, count);
  if (help)
    ev_parse_help(p, d, help);
  else if (strcmp(found.name, "a name") == 0)
    suggest_keyword(p, d, ev_parse_source(p, place), e);
  show_bracket(p, d, found);
}
