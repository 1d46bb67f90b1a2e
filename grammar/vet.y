/* The grammar of Vet (docs/language.md). Actions build the tree of src/lang/ast.h through the functions of
 * src/lang/parse.h, and do nothing else.
 *
 * Errors: a state that can read `error` is a place where reading goes on. The tokens up to there are passed over by
 * ev_parse_resume, which knows blocks and the words that clauses and declarations begin with; so
 * every `error` is followed by RESUME. */
%define api.pure full
%define api.prefix {vet_}
%define api.token.prefix {T_}
%define api.location.type {ev_place}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param {ev_parser *p}
%start start

%code requires {
#include "parse.h"
}

%union {
  bool truth;
  ev_word word;
  ev_word_list words;
  ev_heading heading;
  ev_type_syntax *type;
  ev_element *element;
  ev_element_list elements;
  ev_set *set;
  ev_expr *expr;
  ev_expr_list exprs;
  ev_generator *generator;
  ev_generator_list generators;
  ev_clause *clause;
  ev_clause_list clauses;
  ev_field *field;
  ev_field_list fields;
  ev_view_path *path;
  ev_path_list paths;
  ev_view_row *row;
  ev_row_list rows;
  ev_decl *decl;
}

%code {
/* At first the stack has room for what people write, in the frame of vet_parse; then it grows on the heap to what
 * EV_MAX_SYNTAX_DEPTH allows. A string within a string has a parser of its own. */
#define YYINITDEPTH 400
#define YYLTYPE_IS_TRIVIAL 1
#define YYMAXDEPTH EV_PARSER_STACK
#define YYMALLOC(size) ev_realloc(NULL, size)
#define YYFREE ev_free
/* The message of the one error that is no syntax error: NULL where the stack is not full, but could not grow. */
#define YY_(text) (yyssp - yyss + 1 >= YYMAXDEPTH ? text : NULL)

#define YYLLOC_DEFAULT(all, parts, count)                                                                      \
  do {                                                                                                         \
    if (count)                                                                                                 \
      (all) = (ev_place){YYRHSLOC(parts, 1).start, YYRHSLOC(parts, count).end, YYRHSLOC(parts, 1).doc};          \
    else                                                                                                       \
      (all) = (ev_place){YYRHSLOC(parts, 0).end, YYRHSLOC(parts, 0).end, NULL};                                  \
  } while (0)

#define APPEND(list, all, node)                                                                                \
  do {                                                                                                         \
    (list) = (all);                                                                                            \
    EV_APPEND(list, node);                                                                                     \
  } while (0)
#define ONE(list, node)                                                                                        \
  do {                                                                                                         \
    (list).first = (list).last = NULL;                                                                         \
    EV_APPEND(list, node);                                                                                     \
  } while (0)
#define NONE(list) ((list).first = NULL, (list).last = NULL)
#define RESUME                                                                                                 \
  do {                                                                                                         \
    if (ev_parse_resume(p)) {                                                                                  \
      yyerrok;                                                                                                 \
      yyclearin;                                                                                               \
    }                                                                                                          \
  } while (0)
#define NO_WORD ((ev_word){.span = {0, 0}})

static void vet_error(ev_place *place, ev_parser *p, const char *message);
}

/* Tokens: what stands in quotes is what messages call them. Those in capitals behind T_ are produced by vet.l. */
%token YYEOF 0 "the end of the file"
%token START_FILE "a file" START_PIECE "a piece" PIECE_END "}"
%token BAD "what could not be read"

%token RECORD "record" VIEW "view" COUNTED "counted" SCOPE "scope" PARAM "param" FN "fn" EFFECTIVE "effective"
%token TABLE "table" DECODE "decode" RULE "rule" SHAPE "shape" TEST "test" USE "use" SET "set"

%token LET "let" FOR "for" WHERE "where" PROVIDED "provided" NEEDS "needs" REQUIRE "require" FORBID "forbid"
%token AT "at" NOTE "note" SAY "say" UNSURE "unsure" HELP "help" SEE "see" TAGS "tags" CASE "case"

%token OPEN "open" CLOSED "closed" GLOB "glob" FROM "from" JSON "json" EACH "each" PAIR "pair" IN "in"
%token ELSE "else" IF "if" THEN "then" IS "is" NOT "not" AND "and" OR "or" EXCEPT "except"
%token ANY "any" ALL "all" NONE "none" FIRST "first" LAST "last" TRUE "true" FALSE "false"
%token ABSENT "absent" REFUSED "refused" UNKNOWN "unknown" INFINITY "infinity" OF "of"
%token GIVEN "given" EXPECT "expect" NOTHING "nothing" WITH "with"
%token ONE_OF "one" ALSO "also" ELSEWHERE "elsewhere" UNJUDGED "unjudged" ON "on"
%token ERROR "error" WARNING "warning"

%token NAME "a name" STRING "a string" INT "an integer" QUANTITY "a quantity" PERCENT "a percentage" PATH "a path"
%token EQ "==" NE "!=" LE "<=" GE ">=" CONCAT "++" DOTDOT ".." COALESCE "??" QDOT "?." QBRACKET "?["

/* `first x in l where C`: the `where` belongs to `first`. */
%precedence BARE_SEARCH
%precedence WHERE

%type <truth> openness neg unknown
%type <word> word field_name declared one_string path
%type <words> strings literals labels kinds vpath_names
%type <type> type
%type <element> element
%type <elements> elements
%type <set> setexpr setand setdiff setunary setprim setbraces
%type <expr> literal integer value body expr disjunction open_disjunction conjunction open_conjunction
%type <expr> open_negation open negation comparison concatenation range coalesce sum product unary postfix primary
%type <expr> condition search_condition comprehension
%type <exprs> exprs args cells places
%type <generator> generator
%type <generators> generators
%type <clause> clause
%type <clauses> clauses texts
%type <field> field param
%type <fields> fields params some_params
%type <path> vpath
%type <paths> vpaths
%type <row> row
%type <rows> rows
%type <decl> decl
%type <heading> heading

%%

start: START_FILE file
     | START_PIECE expr PIECE_END                 { p->piece = $2; }
     | START_PIECE error                          { RESUME; } PIECE_END
     ;

file: %empty
    | file use
    | file decl                                   { ev_syntax_add(p, $2); }
    | file error                                  { ev_syntax_add_error(p, @2); RESUME; }
    ;

use: USE NAME                                     { ev_syntax_use(p, @$, ev_parse_name(p, @2), false); }
   | USE one_string                               { ev_syntax_use(p, @$, $2, true); }
   ;

decl: RECORD declared openness '{' fields '}'     { $$ = ev_syntax_record(p, @$, $3, $5.first); }
    | VIEW declared ':' NAME '{' rows '}'         { $$ = ev_syntax_view(p, @$, false, @4, $6.first); }
    | COUNTED VIEW declared ':' NAME '{' rows '}' { $$ = ev_syntax_view(p, @$, true, @5, $7.first); }
    | SCOPE declared FOR NAME '=' body            { $$ = ev_syntax_scope(p, @$, @4, $6); }
    | SET declared '=' setexpr                    { $$ = ev_syntax_set_decl(p, @$, $4); }
    | PARAM declared ':' type '=' value           { $$ = ev_syntax_param(p, @$, $4, $6); }
    | FN declared '(' params ')' ':' type '=' body
                                                  { $$ = ev_syntax_fn(p, @$, false, $4.first, $7, $9); }
    | EFFECTIVE declared '(' params ')' ':' type '=' body
                                                  { $$ = ev_syntax_fn(p, @$, true, $4.first, $7, $9); }
    | TABLE declared '(' some_params ')' '{' cells '}'
                                                  { $$ = ev_syntax_table(p, @$, $4.first, $7.first); }
    | DECODE declared '(' some_params ')' ':' type FROM JSON expr ELSE heading texts
                                                  { $$ = ev_syntax_decode(p, @$, $4.first, $7, $10, $12, $13.first); }
    | RULE declared severity one_string '{' clauses '}'
                                                  { $$ = ev_syntax_rule(p, @$, ev_syntax_heading(p, $2, @3, $4), $6.first); }
    | SHAPE declared severity one_string ON event texts
                                                  { $$ = ev_syntax_shape(p, @$, ev_syntax_heading(p, $2, @3, $4), @6, $7.first); }
    | TEST title '{' items '}'                    { $$ = ev_syntax_test(p, @$); }
    ;

declared: NAME                                    { $$ = ev_syntax_declare(p, ev_parse_name(p, @1)); } ;
title: one_string                                 { ev_syntax_declare(p, $1); } ;
severity: ERROR | WARNING | NOTE ;
heading: NAME severity one_string                 { $$ = ev_syntax_heading(p, ev_parse_name(p, @1), @2, $3); } ;
event: word ;

body: expr
    | error                                       { $$ = ev_syntax_expr(p, @$, EV_E_ERROR); RESUME; }
    ;

 /* records */

openness: %empty                                  { $$ = false; }
        | OPEN                                    { $$ = false; }
        | CLOSED                                  { $$ = true; }
        ;

fields: %empty                                    { NONE($$); }
      | fields field                              { APPEND($$, $1, $2); }
      | fields field ','                          { APPEND($$, $1, $2); }
      | fields ALSO '{' labels '}'                { $$ = ev_syntax_keys(p, $1, EV_FIELD_ALSO, $4.first); }
      | fields ELSEWHERE '{' labels '}'           { $$ = ev_syntax_keys(p, $1, EV_FIELD_ELSEWHERE, $4.first); }
      | fields error                              { $$ = $1; RESUME; }
      ;

field: field_name ':' type                        { $$ = ev_syntax_field(p, @1, $1, $3, NULL, false); }
     | field_name ':' type UNJUDGED               { $$ = ev_syntax_field(p, @1, $1, $3, NULL, true); }
     | field_name ':' type '=' literal            { $$ = ev_syntax_field(p, @1, $1, $3, $5, false); }
     | field_name ':' type '=' literal UNJUDGED   { $$ = ev_syntax_field(p, @1, $1, $3, $5, true); }
     | field_name ':' error                       { $$ = ev_syntax_field(p, @1, $1, ev_syntax_type(p, @3, EV_TS_ERROR, NO_WORD, NULL), NULL, false); RESUME; }
     ;

field_name: word
          | one_string
          ;

labels: %empty                                    { NONE($$); }
      | labels word comma                         { APPEND($$, $1, ev_parse_word(p, $2)); }
      | labels one_string comma                   { APPEND($$, $1, ev_parse_word(p, $2)); }
      ;

comma: %empty | ',' ;

 /* types */

type: NAME                                        { $$ = ev_syntax_type(p, @$, EV_TS_NAME, ev_parse_name(p, @1), NULL); }
    | ANY                                         { $$ = ev_syntax_type(p, @$, EV_TS_NAME, ev_parse_name(p, @1), NULL); }
    | NAME '<' type '>'                           { $$ = ev_syntax_map(p, @$, @1, $3); }
    | '[' type ']'                                { $$ = ev_syntax_type(p, @$, EV_TS_LIST, NO_WORD, $2); }
    | ONE_OF OF '{' literals '}'                  { $$ = ev_syntax_enum(p, @$, $4.first); }
    | SET OF GLOB                                 { $$ = ev_syntax_set_type(p, @$, @3); }
    | SET OF NAME                                 { $$ = ev_syntax_set_type(p, @$, @3); }
    | type '?'                                    { $$ = ev_syntax_type(p, @$, EV_TS_OPTIONAL, NO_WORD, $1); }
    | type COALESCE                               { $$ = ev_syntax_twice_optional(p, @$, $1); }
    ;

literals: one_string comma                        { ONE($$, ev_parse_word(p, $1)); }
        | literals one_string comma               { APPEND($$, $1, ev_parse_word(p, $2)); }
        ;

params: %empty                                    { NONE($$); }
      | some_params
      ;

some_params: param                                { ONE($$, $1); }
           | some_params ',' param                { APPEND($$, $1, $3); }
           ;

param: NAME ':' type                              { $$ = ev_syntax_field(p, @1, ev_parse_name(p, @1), $3, NULL, false); } ;

 /* views */

rows: %empty                                      { NONE($$); }
    | rows row                                    { APPEND($$, $1, $2); }
    | rows error                                  { $$ = $1; RESUME; }
    ;

row: NAME strings kinds AT vpaths                 { $$ = ev_syntax_row(p, @$, @1, $2.first, $3.first, $5.first); } ;

kinds: NAME                                       { ONE($$, ev_parse_word(p, ev_parse_name(p, @1))); }
     | kinds comma NAME                           { APPEND($$, $1, ev_parse_word(p, ev_parse_name(p, @3))); }
     ;

vpaths: vpath                                     { ONE($$, $1); }
      | vpaths ',' vpath                          { APPEND($$, $1, $3); }
      ;

vpath: '.'                                        { $$ = ev_syntax_path(p, @$, NULL); }
     | vpath_names                                { $$ = ev_syntax_path(p, @$, $1.first); }
     ;

vpath_names: word                                 { ONE($$, ev_parse_word(p, $1)); }
           | vpath_names '.' word                 { APPEND($$, $1, ev_parse_word(p, $3)); }
           ;

 /* sets */

setexpr: setand
       | setexpr OR setand                        { $$ = ev_syntax_set(p, @$, EV_SET_OR, $1, $3); }
       ;

setand: setdiff
      | setand AND setdiff                        { $$ = ev_syntax_set(p, @$, EV_SET_AND, $1, $3); }
      ;

setdiff: setunary
       | setdiff EXCEPT setunary                  { $$ = ev_syntax_set(p, @$, EV_SET_EXCEPT, $1, $3); }
       ;

setunary: setprim
        | NOT setunary                            { $$ = ev_syntax_set(p, @$, EV_SET_NOT, $2, NULL); }
        ;

setprim: NAME                                     { $$ = ev_syntax_set_name(p, @$); }
       | '(' setexpr ')'                          { $$ = ev_syntax_set_wider($2, @$); }
       | setbraces
       ;

setbraces: '{' elements '}'                       { $$ = ev_syntax_braces(p, @$, false, $2.first); }
         | GLOB '{' elements '}'                  { $$ = ev_syntax_braces(p, @$, true, $3.first); }
         ;

elements: %empty                                  { NONE($$); }
        | elements element comma                  { APPEND($$, $1, $2); }
        ;

element: STRING                                   { $$ = ev_syntax_string_element(p, @$); }
       | integer                                  { $$ = ev_syntax_int_element(p, @$, $1, $1); }
       | integer DOTDOT integer                   { $$ = ev_syntax_int_element(p, @$, $1, $3); }
       ;

integer: INT                                      { $$ = ev_syntax_number(p, @1, EV_E_INT, false); }
       | '-' INT                                  { $$ = ev_syntax_widened(ev_syntax_number(p, @2, EV_E_INT, true), @$); }
       | BAD                                      { $$ = ev_syntax_expr(p, @$, EV_E_ERROR); }
       ;

 /* literals */

literal: integer
       | QUANTITY                                 { $$ = ev_syntax_number(p, @1, EV_E_QUANTITY, false); }
       | '-' QUANTITY                             { $$ = ev_syntax_widened(ev_syntax_number(p, @2, EV_E_QUANTITY, true), @$); }
       | STRING                                   { $$ = ev_syntax_text(p, @$, EV_E_STRING, ev_parse_string(p, @1)); }
       | TRUE                                     { $$ = ev_syntax_bool(p, @$, true); }
       | FALSE                                    { $$ = ev_syntax_bool(p, @$, false); }
       | INFINITY                                 { $$ = ev_syntax_expr(p, @$, EV_E_INFINITY); }
       ;

value: literal
     | setprim                                    { $$ = ev_syntax_set_expr(p, @$, $1); }
     ;

cells: %empty                                     { NONE($$); }
     | cells literal                              { APPEND($$, $1, $2); }
     | cells error                                { $$ = $1; RESUME; }
     ;

one_string: STRING                                { $$ = ev_parse_string(p, @1); }
          | BAD                                   { $$ = ev_parse_no_word(@1); }
          ;

strings: STRING                                   { ONE($$, ev_parse_word(p, ev_parse_no_word(@1))); }
       | BAD                                      { ONE($$, ev_parse_word(p, ev_parse_no_word(@1))); }
       | strings STRING                           { APPEND($$, $1, ev_parse_word(p, ev_parse_no_word(@2))); }
       | strings BAD                              { APPEND($$, $1, ev_parse_word(p, ev_parse_no_word(@2))); }
       ;

 /* rules */

texts: %empty                                     { NONE($$); }
     | '{' clauses '}'                            { $$ = $2; }
     ;

clauses: %empty                                   { NONE($$); }
       | clauses clause                           { APPEND($$, $1, $2); }
       | clauses error                            { APPEND($$, $1, ev_syntax_clause(p, @2, EV_C_ERROR, NULL, NULL)); RESUME; }
       ;

clause: SAY strings                               { $$ = ev_syntax_clause(p, @$, EV_C_SAY, NULL, $2.first); }
      | UNSURE strings                            { $$ = ev_syntax_clause(p, @$, EV_C_UNSURE, NULL, $2.first); }
      | HELP strings                              { $$ = ev_syntax_text_clause(p, @$, EV_C_HELP, $2.first); }
      | SEE strings                               { $$ = ev_syntax_text_clause(p, @$, EV_C_SEE, $2.first); }
      | TAGS strings                              { $$ = ev_syntax_text_clause(p, @$, EV_C_TAGS, $2.first); }
      | LET NAME '=' body                         { $$ = ev_syntax_let(p, @$, @2, $4); }
      | FOR generators                            { $$ = ev_syntax_for(p, @$, $2.first); }
      | FOR EACH PAIR '(' NAME ',' NAME ')' IN body
                                                  { $$ = ev_syntax_pair(p, @$, @5, @7, $10); }
      | WHERE body                                { $$ = ev_syntax_clause(p, @$, EV_C_WHERE, $2, NULL); }
      | PROVIDED body                             { $$ = ev_syntax_clause(p, @$, EV_C_PROVIDED, $2, NULL); }
      | NEEDS expr ELSE strings                   { $$ = ev_syntax_needs(p, @$, $2, $4.first); }
      | NEEDS error                               { $$ = ev_syntax_needs(p, @$, ev_syntax_expr(p, @2, EV_E_ERROR), NULL); RESUME; }
      | REQUIRE body                              { $$ = ev_syntax_clause(p, @$, EV_C_REQUIRE, $2, NULL); }
      | REQUIRE expr ELSE strings                 { $$ = ev_syntax_clause(p, @$, EV_C_REQUIRE, $2, $4.first); }
      | FORBID body                               { $$ = ev_syntax_clause(p, @$, EV_C_FORBID, $2, NULL); }
      | FORBID expr ELSE strings                  { $$ = ev_syntax_clause(p, @$, EV_C_FORBID, $2, $4.first); }
      | AT places                                 { $$ = ev_syntax_clause(p, @$, EV_C_AT, $2.first, NULL); }
      | NOTE expr strings                         { $$ = ev_syntax_clause(p, @$, EV_C_NOTE, $2, $3.first); }
      | NOTE error                                { $$ = ev_syntax_clause(p, @$, EV_C_NOTE, ev_syntax_expr(p, @2, EV_E_ERROR), NULL); RESUME; }
      | CASE '{' clauses '}'                      { $$ = ev_syntax_case(p, @$, $3.first); }
      ;

generators: generator                             { ONE($$, $1); }
          | generators ',' generator              { APPEND($$, $1, $3); }
          ;

generator: NAME IN body                           { $$ = ev_syntax_generator(p, @1, $3); } ;

places: body                                      { ONE($$, $1); }
      | places ELSE body                          { APPEND($$, $1, $3); }
      ;

 /* tests */

items: %empty
     | items item
     | items error                                { ev_syntax_lost_item(p); RESUME; }
     ;

item: GIVEN STRING                                { ev_syntax_given(p, @$, @2); }
    | WITH NAME '=' value                         { ev_syntax_setting(p, @2, $4); }
    | EXPECT NOTHING                              { ev_syntax_expect(p, @$, NULL, false, NO_WORD); }
    | EXPECT NAME unknown path                    { ev_syntax_expect(p, @$, &@2, $3, $4); }
    ;

unknown: %empty                                   { $$ = false; }
       | UNKNOWN                                  { $$ = true; }
       ;

path: %empty                                      { $$ = NO_WORD; }
    | AT PATH                                     { $$ = ev_parse_name(p, @2); }
    | AT one_string                               { $$ = $2; }
    ;

 /* Expressions. What is `open` ends in an expression that extends as far right as it can, and so can only be the last
  * operand of `and`, `or`, `not`. */

expr: disjunction
    | open_disjunction
    ;

disjunction: conjunction
           | disjunction OR conjunction           { $$ = ev_syntax_binary(p, @$, @2, EV_E_OR, $1, $3); }
           ;

open_disjunction: open_conjunction
                | disjunction OR open_conjunction { $$ = ev_syntax_binary(p, @$, @2, EV_E_OR, $1, $3); }
                ;

conjunction: negation
           | conjunction AND negation             { $$ = ev_syntax_binary(p, @$, @2, EV_E_AND, $1, $3); }
           ;

open_conjunction: open_negation
                | conjunction AND open_negation   { $$ = ev_syntax_binary(p, @$, @2, EV_E_AND, $1, $3); }
                ;

negation: comparison
        | NOT negation                            { $$ = ev_syntax_unary(p, @$, @1, EV_E_NOT, $2); }
        ;

open_negation: open
             | NOT open_negation                  { $$ = ev_syntax_unary(p, @$, @1, EV_E_NOT, $2); }
             ;

open: IF expr THEN expr ELSE expr                 { $$ = ev_syntax_if(p, @$, @1, $2, $4, $6); }
    | ANY NAME IN concatenation condition ':' expr  { $$ = ev_syntax_bind(p, @$, @1, EV_E_ANY, @2, $4, $5, $7); }
    | ALL NAME IN concatenation condition ':' expr  { $$ = ev_syntax_bind(p, @$, @1, EV_E_ALL, @2, $4, $5, $7); }
    | NONE NAME IN concatenation condition ':' expr { $$ = ev_syntax_bind(p, @$, @1, EV_E_NONE, @2, $4, $5, $7); }
    | FIRST NAME IN concatenation search_condition  { $$ = ev_syntax_bind(p, @$, @1, EV_E_FIRST, @2, $4, $5, NULL); }
    | LAST NAME IN concatenation search_condition   { $$ = ev_syntax_bind(p, @$, @1, EV_E_LAST, @2, $4, $5, NULL); }
    ;

condition: %empty                                 { $$ = NULL; }
         | WHERE disjunction                      { $$ = $2; }
         ;

search_condition: %empty %prec BARE_SEARCH        { $$ = NULL; }
                | WHERE expr                      { $$ = $2; }
                ;

comparison: concatenation
          | concatenation EQ concatenation        { $$ = ev_syntax_binary(p, @$, @2, EV_E_EQ, $1, $3); }
          | concatenation NE concatenation        { $$ = ev_syntax_binary(p, @$, @2, EV_E_NE, $1, $3); }
          | concatenation '<' concatenation       { $$ = ev_syntax_binary(p, @$, @2, EV_E_LT, $1, $3); }
          | concatenation LE concatenation        { $$ = ev_syntax_binary(p, @$, @2, EV_E_LE, $1, $3); }
          | concatenation '>' concatenation       { $$ = ev_syntax_binary(p, @$, @2, EV_E_GT, $1, $3); }
          | concatenation GE concatenation        { $$ = ev_syntax_binary(p, @$, @2, EV_E_GE, $1, $3); }
          | concatenation IN concatenation        { $$ = ev_syntax_test_of(p, @$, @2, EV_E_IN, false, $1, $3); }
          | concatenation NOT IN concatenation    { $$ = ev_syntax_test_of(p, @$, @2, EV_E_IN, true, $1, $4); }
          | concatenation IS neg SET              { $$ = ev_syntax_test_of(p, @$, @2, EV_E_IS_SET, $3, $1, NULL); }
          | concatenation IS neg REFUSED          { $$ = ev_syntax_test_of(p, @$, @2, EV_E_IS_REFUSED, $3, $1, NULL); }
          | concatenation IS neg IN concatenation { $$ = ev_syntax_test_of(p, @$, @2, EV_E_IS_IN, $3, $1, $5); }
          | concatenation IS neg concatenation    { $$ = ev_syntax_is(p, @$, @2, $3, $1, $4); }
          ;

neg: %empty                                       { $$ = false; }
   | NOT                                          { $$ = true; }
   ;

concatenation: range
             | concatenation CONCAT range         { $$ = ev_syntax_binary(p, @$, @2, EV_E_CONCAT, $1, $3); }
             ;

range: coalesce
     | coalesce DOTDOT coalesce                   { $$ = ev_syntax_binary(p, @$, @2, EV_E_RANGE, $1, $3); }
     ;

coalesce: sum
        | coalesce COALESCE sum                   { $$ = ev_syntax_binary(p, @$, @2, EV_E_COALESCE, $1, $3); }
        ;

sum: product
   | sum '+' product                              { $$ = ev_syntax_binary(p, @$, @2, EV_E_ADD, $1, $3); }
   | sum '-' product                              { $$ = ev_syntax_binary(p, @$, @2, EV_E_SUB, $1, $3); }
   ;

product: unary
       | product '*' unary                        { $$ = ev_syntax_binary(p, @$, @2, EV_E_MUL, $1, $3); }
       | product '/' unary                        { $$ = ev_syntax_binary(p, @$, @2, EV_E_DIV, $1, $3); }
       ;

unary: postfix
     | '-' unary                                  { $$ = ev_syntax_unary(p, @$, @1, EV_E_NEGATE, $2); }
     | PERCENT OF unary                           { $$ = ev_syntax_percent(p, @$, @1, $3); }
     ;

postfix: primary
       | postfix '.' word                         { $$ = ev_syntax_member(p, @$, EV_E_FIELD, $1, $3); }
       | postfix QDOT word                        { $$ = ev_syntax_member(p, @$, EV_E_OPTIONAL_FIELD, $1, $3); }
       | postfix '[' expr ']'                     { $$ = ev_syntax_index(p, @$, @2, @4, EV_E_INDEX, $1, $3); }
       | postfix QBRACKET expr ']'                { $$ = ev_syntax_index(p, @$, @2, @4, EV_E_OPTIONAL_INDEX, $1, $3); }
       ;

primary: INT                                      { $$ = ev_syntax_number(p, @1, EV_E_INT, false); }
       | QUANTITY                                 { $$ = ev_syntax_number(p, @1, EV_E_QUANTITY, false); }
       | STRING                                   { $$ = ev_syntax_text(p, @$, EV_E_STRING, ev_parse_string(p, @1)); }
       | BAD                                      { $$ = ev_syntax_expr(p, @$, EV_E_ERROR); }
       | TRUE                                     { $$ = ev_syntax_bool(p, @$, true); }
       | FALSE                                    { $$ = ev_syntax_bool(p, @$, false); }
       | ABSENT                                   { $$ = ev_syntax_expr(p, @$, EV_E_ABSENT); }
       | INFINITY                                 { $$ = ev_syntax_expr(p, @$, EV_E_INFINITY); }
       | NAME                                     { $$ = ev_syntax_text(p, @$, EV_E_NAME, ev_parse_name(p, @1)); }
       | NAME '(' args ')'                        { $$ = ev_syntax_list(p, @$, EV_E_CALL, @1, $3.first); }
       | UNKNOWN one_string                       { $$ = ev_syntax_text(p, @$, EV_E_UNKNOWN, $2); }
       | '(' expr ')'                             { $$ = ev_syntax_parenthesised($2, @$); }
       | '[' ']'                                  { $$ = ev_syntax_list(p, @$, EV_E_LIST, @$, NULL); }
       | '[' exprs ']'                            { $$ = ev_syntax_list(p, @$, EV_E_LIST, @$, $2.first); }
       | '[' comprehension ']'                    { $$ = ev_syntax_widened($2, @$); }
       | setbraces                                { $$ = ev_syntax_set_expr(p, @$, $1); }
       ;

args: %empty                                      { NONE($$); }
    | comprehension                               { ONE($$, $1); }
    | exprs
    ;

exprs: expr                                       { ONE($$, $1); }
     | exprs ',' expr                             { APPEND($$, $1, $3); }
     ;

comprehension: expr FOR NAME IN concatenation     { $$ = ev_syntax_bind(p, @$, @2, EV_E_COMPREHENSION, @3, $5, NULL, $1); }
             | expr FOR NAME IN concatenation WHERE expr
                                                  { $$ = ev_syntax_bind(p, @$, @2, EV_E_COMPREHENSION, @3, $5, $7, $1); }
             ;

 /* Behind a dot, and as the name of a field, every word is a name. */

word: NAME                                        { $$ = ev_parse_name(p, @1); }
    | keyword                                     { $$ = ev_parse_name(p, @1); }
    ;

keyword: RECORD | VIEW | COUNTED | SCOPE | PARAM | FN | EFFECTIVE | TABLE | DECODE | RULE | SHAPE | TEST | USE | SET
       | LET | FOR | WHERE | PROVIDED | NEEDS | REQUIRE | FORBID | AT | NOTE | SAY | UNSURE | HELP | SEE | TAGS | CASE
       | OPEN | CLOSED | GLOB | FROM | JSON | EACH | PAIR | IN | ELSE | IF | THEN | IS | NOT | AND | OR | EXCEPT | ANY
       | ALL | NONE | FIRST | LAST | TRUE | FALSE | ABSENT | REFUSED | UNKNOWN | INFINITY | OF | GIVEN | EXPECT
       | NOTHING | WITH | ON | ERROR | WARNING
       ;

%%

static void vet_error(ev_place *place, ev_parser *p, const char *message) {
  if (message)
    ev_parse_too_deep(p, *place); /* syntax errors are reported below: this is the stack, which is full */
  else
    p->arena->failed = true;
}

/* What a symbol is in the sentence about what was expected. Tokens are numbered in the order of their %token lines. */
static ev_token_class class_of(yysymbol_kind_t symbol) {
  if (symbol >= YYSYMBOL_RECORD && symbol <= YYSYMBOL_SET) return EV_TOKEN_DECL;
  if (symbol >= YYSYMBOL_LET && symbol <= YYSYMBOL_CASE) return EV_TOKEN_CLAUSE;
  switch (symbol) {
  case YYSYMBOL_ANY:
  case YYSYMBOL_ALL:
  case YYSYMBOL_NONE:
  case YYSYMBOL_FIRST:
  case YYSYMBOL_LAST:
  case YYSYMBOL_TRUE:
  case YYSYMBOL_FALSE:
  case YYSYMBOL_ABSENT:
  case YYSYMBOL_INFINITY:
  case YYSYMBOL_IF: return EV_TOKEN_OPERAND;
  case YYSYMBOL_IS:
  case YYSYMBOL_AND:
  case YYSYMBOL_OR:
  case YYSYMBOL_EQ:
  case YYSYMBOL_NE:
  case YYSYMBOL_LE:
  case YYSYMBOL_GE:
  case YYSYMBOL_CONCAT:
  case YYSYMBOL_DOTDOT:
  case YYSYMBOL_COALESCE:
  case YYSYMBOL_QDOT:
  case YYSYMBOL_QBRACKET: return EV_TOKEN_OPERATOR;
  default: return EV_TOKEN_OTHER;
  }
}

static ev_expected describe(yysymbol_kind_t symbol) {
  return (ev_expected){.name = symbol == YYSYMBOL_YYEMPTY ? "" : yysymbol_name(symbol), .class_ = class_of(symbol)};
}

static int yyreport_syntax_error(const yypcontext_t *context, ev_parser *p) {
  yysymbol_kind_t symbols[YYNTOKENS];
  ev_expected expected[YYNTOKENS];
  int count = yypcontext_expected_tokens(context, symbols, YYNTOKENS);
  if (count < 0) p->arena->failed = true;
  for (int i = 0; i < count; i++) expected[i] = describe(symbols[i]);
  ev_expected found = describe(yypcontext_token(context));
  ev_parse_unexpected(p, found, *yypcontext_location(context), expected, count < 0 ? 0 : (size_t)count);
  return 0;
}
