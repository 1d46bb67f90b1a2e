/* What may have been meant by text that the grammar does not take: words and signs that other languages use.
 */
#include "parse.h"

typedef struct ev_advice {
  const char *found;    /* the text of the token */
  const char *expected; /* a token that must be among the expected ones, ... */
  const char *not_this; /* ... and one that must not; NULL: any */
  const char *help;
} ev_advice;

/* Tokens that tell where an error stands. */
#define DECLARATION "record"
#define CLAUSE      "require"
#define OPERATOR    "??"

static const char to_compare[] = "to compare, write `==`";
static const char no_chain[] =
    "comparisons do not chain: put `and` between two of them, or one in parentheses";
static const char in_set[] = "a pattern stands in a set: `x in glob { \"a*\" }`";
static const char by_name[] = "a value gets a name by `let`";
static const char condition[] = "a condition of the rule is a clause of its own: `where c`";
static const char message[] = "the message is given by `say \"...\"`";
static const char of_head[] = "severity and title stand in the head: `rule ID error \"title\" {`";
static const char no_braces[] = "clauses behind `for` and `where` stand without braces";
static const char comment[] = "a comment starts with --, a doc comment with ##";
static const char absence[] = "write `is absent`, or `is set`";
static const char import[] = "other files and modules are named by `use`";

static const ev_advice advices[] = {
    {"=", OPERATOR, NULL, to_compare},
    {"==", "and", NULL, no_chain},
    {"!=", "and", NULL, no_chain},
    {"<", "and", NULL, no_chain},
    {"<=", "and", NULL, no_chain},
    {">", "and", NULL, no_chain},
    {">=", "and", NULL, no_chain},
    {"matches", OPERATOR, NULL, in_set},
    {"like", OPERATOR, NULL, in_set},
    {"equals", OPERATOR, NULL, to_compare},
    {"contains", OPERATOR, NULL, "write `contains(s, \"part\")`"},
    {"starts_with", OPERATOR, NULL, "write `starts_with(s, \"prefix\")`"},
    {"ends_with", OPERATOR, NULL, "write `ends_with(s, \"suffix\")`"},
    {"?", OPERATOR, NULL, "a choice is written `if c then a else b`"},
    {"is", "in", CLAUSE, "write `is not in`"},
    {"none", "refused", NULL, absence},
    {"{", CLAUSE, NULL, no_braces},
    {":", CLAUSE, NULL, "nothing stands between clauses"},
    {"if", CLAUSE, NULL, condition},
    {"when", CLAUSE, NULL, condition},
    {"unless", CLAUSE, NULL, "a condition of the rule is a clause of its own: `where not c`"},
    {"message", CLAUSE, NULL, message},
    {"msg", CLAUSE, NULL, message},
    {"print", CLAUSE, NULL, message},
    {"title", CLAUSE, NULL, of_head},
    {"description", CLAUSE, NULL, of_head},
    {"severity", CLAUSE, NULL, of_head},
    {"assert", CLAUSE, NULL, "what must hold is written `require c`"},
    {"ensure", CLAUSE, NULL, "what must hold is written `require c`"},
    {"check", CLAUSE, NULL, "what must hold is written `require c`"},
    {"deny", CLAUSE, NULL, "what must not hold is written `forbid c`"},
    {"disallow", CLAUSE, NULL, "what must not hold is written `forbid c`"},
    {"return", CLAUSE, NULL, "a rule gives no value: it demands by `require c` or `forbid c`"},
    {"foreach", CLAUSE, NULL, "write `for x in list`"},
    {"var", CLAUSE, NULL, by_name},
    {"const", CLAUSE, NULL, by_name},
    {"path", CLAUSE, NULL, "where the finding stands is given by `at x`"},
    {"location", CLAUSE, NULL, "where the finding stands is given by `at x`"},
    {"fix", CLAUSE, NULL, "what to do is given by `help \"...\"`"},
    {"remediation", CLAUSE, NULL, "what to do is given by `help \"...\"`"},
    {"link", CLAUSE, NULL, "the source is given by `see \"...\"`"},
    {"url", CLAUSE, NULL, "the source is given by `see \"...\"`"},
    {"import", DECLARATION, NULL, import},
    {"include", DECLARATION, NULL, import},
    {"require", DECLARATION, NULL, import},
    {"function", DECLARATION, NULL, "a function is declared by `fn`"},
    {"def", DECLARATION, NULL, "a function is declared by `fn`"},
    {"func", DECLARATION, NULL, "a function is declared by `fn`"},
    {"policy", DECLARATION, NULL, "a policy is declared by `rule`"},
    {"type", DECLARATION, NULL, "what an object looks like is declared by `record`"},
    {"struct", DECLARATION, NULL, "what an object looks like is declared by `record`"},
    {"class", DECLARATION, NULL, "what an object looks like is declared by `record`"},
    {"const", DECLARATION, NULL, "constants are declared by `set`, `table` or `param`"},
    {"var", DECLARATION, NULL, "constants are declared by `set`, `table` or `param`"},
    {"let", DECLARATION, NULL, "`let` stands in a rule; constants are declared by `set`, `table` or `param`"},
    {"/", DECLARATION, NULL, comment},
    {"/", CLAUSE, OPERATOR, comment},
    {".", DECLARATION, NULL, "a file is named in quotes: `use \"names.vet\"`"},
    {"}", DECLARATION, NULL, "there is a `}` too many before this, or here"},
    {"{", "'?'", "'}'", "the body of a function is an expression behind `=`, without braces"},
    {"-", "':'", "'='", "the type of the result stands behind `:`"},
    {"=", "':'", NULL, "the type stands behind the name: `x: int = 3`"},
    {":", "'='", "'?'", "a `let` has the type of its value: leave the type out"},
    {"[", "glob", NULL, "a set stands in braces: `{ \"a\" \"b\" }`"},
    {",", "a string", CLAUSE, "cells stand one after the other, without commas"},
    {"{", "where", CLAUSE, "the condition stands behind a colon: `any x in list: condition`"},
    {"where", "for", NULL, "write `x for x in list where condition`"},
};

static const char of_string[] = "a string";

static bool expects(const ev_expected *expected, size_t count, const char *name) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(expected[i].name, name) == 0) return true;
  return false;
}

static bool is_word(const char *name) { return (*name >= 'a' && *name <= 'z') && !strchr(name, ' '); }

/* Right behind a string in the {} of a text: its quotes closed the text. */
static const char *behind_string(const ev_parser *p, ev_expected found, ev_place place) {
  bool operand = strncmp(found.name, "a", 1) == 0 || is_word(found.name);
  if (p->string_end != place.start || place.start == 0 || !operand) return NULL;
  return "to write a string inside the {} of a text, put it between \\\" and \\\"";
}

/* By what kinds of tokens were expected, whatever was found. */
static const char *by_place(const ev_parser *p, ev_expected found, const ev_expected *expected,
                            size_t count) {
  if (expects(expected, count, "warning") && strcmp(found.name, of_string) == 0)
    return "the severity stands before the title: `rule ID error \"title\" {`";
  if (expects(expected, count, "warning") && strcmp(found.name, "'-'") == 0)
    return "an id is one word: letters, digits and `_`";
  if (count == 1 && expects(expected, count, "pair")) return "over elements, not pairs, goes `for x in list`";
  if (p->lexer.piece && strcmp(found.name, "'}'") == 0) return "a brace in a text is written \\{";
  if (strcmp(found.name, "','") == 0 && expects(expected, count, "')'"))
    return "a set stands in braces, `{ \"a\" \"b\" }`, and a list in brackets";
  return NULL;
}

const char *ev_parse_advice(const ev_parser *p, ev_expected found, ev_place place,
                            const ev_expected *expected, size_t count) {
  ev_str text = ev_parse_source(p, place);
  bool any_word = expects(expected, count, "then") && expects(expected, count, "a name"); /* behind a dot */
  for (size_t i = 0; !any_word && i < sizeof advices / sizeof *advices; i++) {
    const ev_advice *a = &advices[i];
    if (ev_str_is(text, a->found) && expects(expected, count, a->expected) &&
        !(a->not_this && expects(expected, count, a->not_this)))
      return a->help;
  }
  const char *help = by_place(p, found, expected, count);
  if (!help) help = behind_string(p, found, place);
  bool wants_name = expects(expected, count, "a name") && !expects(expected, count, "a percentage") &&
                    !expects(expected, count, of_string);
  if (!help && is_word(found.name) && !p->token.first && wants_name)
    help = "this is a word of the language: choose another name";
  return help;
}
