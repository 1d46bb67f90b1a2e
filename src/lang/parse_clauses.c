/* Clauses of rules, and the items of tests. */
#include "parse.h"

static ev_span span_of(ev_place place) { return (ev_span){place.start, place.end}; }

ev_generator *ev_syntax_generator(ev_parser *p, ev_place name, ev_expr *list) {
  ev_generator *generator = EV_NEW(p->arena, ev_generator);
  if (generator) *generator = (ev_generator){.name = ev_parse_name(p, name), .list = list};
  return generator;
}

/* ---- clauses */

ev_clause *ev_syntax_clause(ev_parser *p, ev_place at, ev_clause_kind kind, ev_expr *expr,
                            const ev_words *say) {
  ev_clause *clause = EV_NEW(p->arena, ev_clause);
  if (clause)
    *clause = (ev_clause){.kind = kind, .span = span_of(at), .expr = expr, .say = ev_parse_template(p, say)};
  return clause;
}

ev_clause *ev_syntax_text_clause(ev_parser *p, ev_place at, ev_clause_kind kind, const ev_words *text) {
  ev_clause *clause = ev_syntax_clause(p, at, kind, NULL, NULL);
  if (clause) clause->text = ev_parse_text(p, text);
  return clause;
}

ev_clause *ev_syntax_needs(ev_parser *p, ev_place at, ev_expr *expr, const ev_words *text) {
  ev_clause *clause = ev_syntax_text_clause(p, at, EV_C_NEEDS, text);
  if (clause) clause->expr = expr;
  return clause;
}

ev_clause *ev_syntax_let(ev_parser *p, ev_place at, ev_place name, ev_expr *expr) {
  ev_clause *clause = ev_syntax_clause(p, at, EV_C_LET, expr, NULL);
  if (clause) clause->name = ev_parse_name(p, name);
  return clause;
}

ev_clause *ev_syntax_for(ev_parser *p, ev_place at, ev_generator *generators) {
  ev_clause *clause = ev_syntax_clause(p, at, EV_C_FOR, NULL, NULL);
  if (clause) clause->generators = generators;
  return clause;
}

ev_clause *ev_syntax_pair(ev_parser *p, ev_place at, ev_place a, ev_place b, ev_expr *list) {
  ev_clause *clause = ev_syntax_clause(p, at, EV_C_PAIR, list, NULL);
  if (!clause) return NULL;
  clause->name = ev_parse_name(p, a);
  clause->name2 = ev_parse_name(p, b);
  return clause;
}

ev_clause *ev_syntax_case(ev_parser *p, ev_place at, ev_clause *clauses) {
  ev_clause *clause = ev_syntax_clause(p, at, EV_C_CASE, NULL, NULL);
  if (clause) clause->clauses = clauses;
  return clause;
}

/* ---- tests */

void ev_syntax_given(ev_parser *p, ev_place at, ev_place text) {
  ev_test_body *test = &p->test;
  if (test->has_given) {
    ev_diagnostic *d = ev_parse_error(p, at, "a test is given one manifest, and here is a second");
    ev_parse_help(p, d, "separate documents by --- in one text, or write another test");
  } else if (test->settings.first || test->expects.first) {
    ev_parse_error(p, at, "`given` comes first in a test");
  }
  test->has_given = true;
  test->given = ev_parse_string(p, text);
  test->given_offset = text.start + 1;
  if (!ev_parse_block_layout(p, text, &test->given_offset, &test->given_indent)) return;
  ev_str lines = test->given.text; /* a manifest ends its last line */
  char *copy = ev_arena_alloc(p->arena, lines.size + 1);
  if (!copy) return;
  memcpy(copy, lines.at, lines.size);
  copy[lines.size] = '\n';
  test->given.text = (ev_str){copy, lines.size + 1};
}

void ev_syntax_setting(ev_parser *p, ev_place name, ev_expr *value) {
  ev_setting *setting = EV_NEW(p->arena, ev_setting);
  if (!setting) return;
  *setting = (ev_setting){.name = ev_parse_name(p, name), .value = value};
  if (p->test.expects.first) ev_parse_error(p, name, "`with` comes before `expect` in a test");
  EV_APPEND(p->test.settings, setting);
}

void ev_syntax_expect(ev_parser *p, ev_place at, const ev_place *rule, bool unknown, ev_word path) {
  ev_expect *expect = EV_NEW(p->arena, ev_expect);
  if (!expect) return;
  *expect = (ev_expect){.span = span_of(at), .nothing = !rule, .unknown = unknown, .path = path};
  if (rule) expect->rule = ev_parse_name(p, *rule);
  EV_APPEND(p->test.expects, expect);
}

void ev_syntax_lost_item(ev_parser *p) { p->test.has_given = true; }
