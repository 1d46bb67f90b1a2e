/* Types, sets and expressions. */
#include "parse.h"

static ev_span span_of(ev_place place) { return (ev_span){place.start, place.end}; }

static uint32_t deeper(uint32_t a, uint32_t b) { return a > b ? a : b; }

/* A tree of that depth is too deep. It is reported once; the nodes above it have one that is too deep below
 * them. */
static bool is_too_deep(ev_parser *p, ev_place at, uint32_t depth) {
  if (depth <= EV_MAX_SYNTAX_DEPTH) return false;
  ev_parse_too_deep(p, at);
  return true;
}

/* ---- types */

ev_type_syntax *ev_syntax_type(ev_parser *p, ev_place at, ev_type_syntax_kind kind, ev_word name,
                               ev_type_syntax *element) {
  ev_type_syntax *type = EV_NEW(p->arena, ev_type_syntax);
  if (!type) return NULL;
  *type = (ev_type_syntax){.kind = kind, .span = span_of(at), .name = name, .element = element, .depth = 1};
  if (element) type->depth += element->depth;
  return is_too_deep(p, at, type->depth) ? ev_syntax_type(p, at, EV_TS_ERROR, name, NULL) : type;
}

ev_type_syntax *ev_syntax_twice_optional(ev_parser *p, ev_place at, ev_type_syntax *element) {
  ev_place inner = {.start = at.start, .end = at.end - 1};
  ev_word none = {.span = {0, 0}};
  return ev_syntax_type(p, at, EV_TS_OPTIONAL, none, ev_syntax_type(p, inner, EV_TS_OPTIONAL, none, element));
}

/* Reports a word that is not one of those that can stand here. */
static void wrong_word(ev_parser *p, ev_place at, const char *message, const ev_str *words, size_t count) {
  ev_str word = ev_parse_source(p, at);
  ev_parse_suggest(p, ev_parse_error_of(p, at, word, message), word, words, count);
}

ev_type_syntax *ev_syntax_map(ev_parser *p, ev_place at, ev_place name, ev_type_syntax *element) {
  static const ev_str words[] = {{"map", 3}};
  if (ev_str_is(ev_parse_source(p, name), "map"))
    return ev_syntax_type(p, at, EV_TS_MAP, ev_parse_name(p, name), element);
  wrong_word(p, name, "takes no type in <>: only `map` does", words, 1);
  return ev_syntax_type(p, at, EV_TS_ERROR, ev_parse_name(p, name), NULL);
}

ev_type_syntax *ev_syntax_enum(ev_parser *p, ev_place at, ev_words *words) {
  ev_type_syntax *type = ev_syntax_type(p, at, EV_TS_ENUM, ev_parse_no_word(at), NULL);
  if (type) type->words = words;
  return type;
}

ev_type_syntax *ev_syntax_set_type(ev_parser *p, ev_place at, ev_place name) {
  static const ev_str words[] = {{"glob", 4}, {"string", 6}, {"int", 3}};
  ev_word word = ev_parse_name(p, name);
  for (size_t i = 0; i < 3; i++)
    if (ev_str_equal(word.text, words[i])) return ev_syntax_type(p, at, EV_TS_SET, word, NULL);
  wrong_word(p, name, "cannot be in a set: sets are of `glob`, `string` or `int`", words, 3);
  return ev_syntax_type(p, at, EV_TS_ERROR, word, NULL);
}

/* ---- sets */

ev_element *ev_syntax_string_element(ev_parser *p, ev_place at) {
  ev_element *element = EV_NEW(p->arena, ev_element);
  if (element) *element = (ev_element){.span = span_of(at), .text = ev_parse_string(p, at).text};
  return element;
}

ev_element *ev_syntax_int_element(ev_parser *p, ev_place at, const ev_expr *low, const ev_expr *high) {
  if (!low || !high || low->kind == EV_E_ERROR || high->kind == EV_E_ERROR) return NULL;
  ev_element *element = EV_NEW(p->arena, ev_element);
  if (element)
    *element = (ev_element){
        .span = span_of(at), .is_int = true, .low = low->number.num, .high = high->number.num};
  return element;
}

static ev_set *new_set(ev_parser *p, ev_place at, ev_set_kind kind) {
  ev_set *set = EV_NEW(p->arena, ev_set);
  if (set) *set = (ev_set){.kind = kind, .span = span_of(at), .depth = 1};
  return set;
}

ev_set *ev_syntax_braces(ev_parser *p, ev_place at, bool is_glob, ev_element *elements) {
  ev_set *set = new_set(p, at, EV_SET_BRACES);
  if (!set) return NULL;
  set->is_glob = is_glob;
  set->elements = elements;
  return set;
}

ev_set *ev_syntax_set_name(ev_parser *p, ev_place at) {
  ev_set *set = new_set(p, at, EV_SET_NAME);
  if (set) set->name = ev_parse_name(p, at);
  return set;
}

ev_set *ev_syntax_set(ev_parser *p, ev_place at, ev_set_kind kind, ev_set *a, ev_set *b) {
  ev_set *set = new_set(p, at, kind);
  if (!set) return NULL;
  set->a = a;
  set->b = b;
  set->depth = 1 + deeper(a ? a->depth : 0, b ? b->depth : 0);
  return is_too_deep(p, at, set->depth) ? new_set(p, at, EV_SET_BRACES) : set;
}

ev_set *ev_syntax_set_wider(ev_set *set, ev_place at) {
  if (!set) return NULL;
  set->span = span_of(at);
  set->parentheses++;
  return set;
}

/* ---- expressions */

ev_expr *ev_syntax_expr(ev_parser *p, ev_place at, ev_expr_kind kind) {
  ev_expr *expr = EV_NEW(p->arena, ev_expr);
  if (expr)
    *expr = (ev_expr){.kind = kind, .span = span_of(at), .where = span_of(at), .depth = 1, .set_index = -1};
  return expr;
}

static uint32_t depth_of(const ev_expr *expr) { return expr ? expr->depth : 0; }

/* A node over its operands; an error node in their place where they are too deep. */
static ev_expr *over(ev_parser *p, ev_place at, ev_place where, ev_expr_kind kind, ev_expr *a, ev_expr *b,
                     ev_expr *c) {
  ev_expr *expr = ev_syntax_expr(p, at, kind);
  if (!expr) return NULL;
  expr->where = span_of(where);
  expr->a = a;
  expr->b = b;
  expr->c = c;
  expr->depth = 1 + deeper(depth_of(a), deeper(depth_of(b), depth_of(c)));
  return is_too_deep(p, at, expr->depth) ? ev_syntax_expr(p, at, EV_E_ERROR) : expr;
}

ev_expr *ev_syntax_number(ev_parser *p, ev_place at, ev_expr_kind kind, bool negative) {
  ev_expr *expr = ev_syntax_expr(p, at, kind);
  if (!expr) return NULL;
  if (!ev_parse_number(p, at, &expr->number)) expr->kind = EV_E_ERROR;
  if (negative) expr->number.num = -expr->number.num;
  return expr;
}

ev_expr *ev_syntax_text(ev_parser *p, ev_place at, ev_expr_kind kind, ev_word text) {
  ev_expr *expr = ev_syntax_expr(p, at, kind);
  if (expr) expr->text = text.text;
  return expr;
}

ev_expr *ev_syntax_bool(ev_parser *p, ev_place at, bool truth) {
  ev_expr *expr = ev_syntax_expr(p, at, EV_E_BOOL);
  if (expr) expr->truth = truth;
  return expr;
}

ev_expr *ev_syntax_unary(ev_parser *p, ev_place at, ev_place where, ev_expr_kind kind, ev_expr *a) {
  return over(p, at, where, kind, a, NULL, NULL);
}

ev_expr *ev_syntax_percent(ev_parser *p, ev_place at, ev_place number, ev_expr *a) {
  ev_expr *expr = over(p, at, number, EV_E_PERCENT, a, NULL, NULL);
  if (expr && !ev_parse_number(p, number, &expr->number)) expr->kind = EV_E_ERROR;
  return expr;
}

ev_expr *ev_syntax_binary(ev_parser *p, ev_place at, ev_place where, ev_expr_kind kind, ev_expr *a,
                          ev_expr *b) {
  return over(p, at, where, kind, a, b, NULL);
}

ev_expr *ev_syntax_test_of(ev_parser *p, ev_place at, ev_place where, ev_expr_kind kind, bool negated,
                           ev_expr *a, ev_expr *b) {
  ev_expr *expr = over(p, at, where, kind, a, b, NULL);
  if (expr) expr->negated = negated;
  return expr;
}

ev_expr *ev_syntax_is(ev_parser *p, ev_place at, ev_place where, bool negated, ev_expr *a, ev_expr *b) {
  bool absent = b && b->kind == EV_E_ABSENT && !b->parenthesised;
  return ev_syntax_test_of(p, at, where, absent ? EV_E_IS_ABSENT : EV_E_IS, negated, a, absent ? NULL : b);
}

ev_expr *ev_syntax_member(ev_parser *p, ev_place at, ev_expr_kind kind, ev_expr *a, ev_word name) {
  ev_place where = {.start = name.span.start, .end = name.span.end};
  ev_expr *expr = over(p, at, where, kind, a, NULL, NULL);
  if (expr) expr->text = name.text;
  return expr;
}

ev_expr *ev_syntax_index(ev_parser *p, ev_place at, ev_place open, ev_place close, ev_expr_kind kind,
                         ev_expr *a, ev_expr *b) {
  ev_place where = {.start = open.start, .end = close.end};
  return over(p, at, where, kind, a, b, NULL);
}

ev_expr *ev_syntax_if(ev_parser *p, ev_place at, ev_place where, ev_expr *a, ev_expr *b, ev_expr *c) {
  return over(p, at, where, EV_E_IF, a, b, c);
}

ev_expr *ev_syntax_bind(ev_parser *p, ev_place at, ev_place where, ev_expr_kind kind, ev_place name,
                        ev_expr *list, ev_expr *condition, ev_expr *body) {
  ev_expr *expr = over(p, at, where, kind, body, list, condition);
  if (expr) expr->name = ev_parse_name(p, name);
  return expr;
}

ev_expr *ev_syntax_list(ev_parser *p, ev_place at, ev_expr_kind kind, ev_place name, ev_expr *args) {
  ev_expr *expr = ev_syntax_expr(p, at, kind);
  if (!expr) return NULL;
  expr->where = span_of(name);
  if (kind == EV_E_CALL) expr->text = ev_parse_source(p, name);
  expr->args = args;
  for (const ev_expr *arg = args; arg; arg = arg->next) expr->depth = deeper(expr->depth, 1 + arg->depth);
  return is_too_deep(p, at, expr->depth) ? ev_syntax_expr(p, at, EV_E_ERROR) : expr;
}

ev_expr *ev_syntax_set_expr(ev_parser *p, ev_place at, ev_set *set) {
  if (!set) return NULL;
  if (set->kind == EV_SET_NAME && set->parentheses == 0) return ev_syntax_text(p, at, EV_E_NAME, set->name);
  ev_expr *expr = ev_syntax_expr(p, at, EV_E_SET);
  if (expr) expr->set = set;
  return expr;
}

ev_expr *ev_syntax_parenthesised(ev_expr *expr, ev_place at) {
  if (!expr) return NULL;
  expr->span = span_of(at);
  expr->parenthesised = true;
  expr->parentheses++;
  return expr;
}

ev_expr *ev_syntax_widened(ev_expr *expr, ev_place at) {
  if (expr) expr->span = span_of(at);
  return expr;
}
