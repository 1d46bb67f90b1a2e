/* Texts that do not parse, and what is said of them. */
#ifndef EV_PARSE_ERROR_CASES_H
#define EV_PARSE_ERROR_CASES_H

#include "parse_cases.h"

/* With one error each. */
static const ev_case errors[] = {
    {"ruel R error \"t\" { }\n",
     "1:1-1:5 syntax: found `ruel`, expected a declaration [did you mean `rule`?]"},
    {"x\n", "1:1-1:2 syntax: found `x`, expected a declaration"},
    {"record {}\n", "1:8-1:9 syntax: found `{`, expected a name"},
    {"record A [ ]\n", "1:10-1:11 syntax: found `[`, expected `open`, `closed` or `{`"},
    {"record A { name string }\n", "1:17-1:23 syntax: found `string`, expected `:`"},
    {"record A { name: }\n", "1:18-1:19 syntax: found `}`, expected a type"},
    {"record A { a: list<int> }\n", "1:15-1:19 syntax: `list` takes no type in <>: only `map` does"},
    {"record A { a: set of float }\n",
     "1:22-1:27 syntax: `float` cannot be in a set: sets are of `glob`, `string` or `int`"},
    {"record A { a: set of strng }\n", "1:22-1:27 syntax: `strng` cannot be in a set: sets are of `glob`, "
                                       "`string` or `int` [did you mean `string`?]"},
    {"record A { a: one of { } }\n", "1:24-1:25 syntax: found `}`, expected a string"},
    {"record A { a: int = x }\n", "1:21-1:22 syntax: found `x`, expected a literal"},
    {"record A { also { a: int } }\n", "1:20-1:21 syntax: found `:`, expected a name, a string, `}` or `,`"},
    {"record A { a: int\n", "2:1-2:1 syntax: found the end of the file, expected a name, a string, `}`, `=`, "
                            "`,`, `<` or `?` {1:10 this `{` is not closed}"},
    {"record A close { }\n",
     "1:10-1:15 syntax: found `close`, expected `open`, `closed` or `{` [did you mean `closed`?]"},
    {"view v: { }\n", "1:9-1:10 syntax: found `{`, expected a name"},
    {"view v: P {\n"
     "  Pod \"v1\" at .\n"
     "  Job \"b\" Job at spec\n"
     "}\n",
     "2:12-2:14 syntax: found `at`, expected a name or a string"},
    {"scope s pod = true\n", "1:9-1:12 syntax: found `pod`, expected `for`"},
    {"set s { \"a\" }\n", "1:7-1:8 syntax: found `{`, expected `=`"},
    {"set s = { \"a\" b }\n", "1:15-1:16 syntax: found `b`, expected a string, an integer, `}`, `,` or `-`"},
    {"set s = { 1.. }\n", "1:15-1:16 syntax: found `}`, expected an integer or `-`"},
    {"set s = { 1.5 }\n", "1:11-1:14 syntax: found `1.5`, expected a string, an integer, `}` or `-`"},
    {"set s = \"a\"\n", "1:9-1:12 syntax: found a string, expected `glob`, `not`, a name, `{` or `(`"},
    {"param p = 5\n",
     "1:9-1:10 syntax: found `=`, expected `:` [the type stands behind the name: `x: int = 3`]"},
    {"param p: int = 1 + 2\n", "1:18-1:19 syntax: found `+`, expected a declaration"},
    {"param p: int = x +\n", "1:18-1:19 syntax: found `+`, expected a declaration"},
    {"fn f(a int): int = 1\n", "1:8-1:11 syntax: found `int`, expected `:`"},
    {"fn f(a: int) int = 1\n", "1:14-1:17 syntax: found `int`, expected `:`"},
    {"fn f(a: int,): int = 1\n", "1:13-1:14 syntax: found `)`, expected a name"},
    {"fn f(): int\n", "2:1-2:1 syntax: found the end of the file, expected `=`, `<` or `?`"},
    {"fn in(): int = 1\n",
     "1:4-1:6 syntax: found `in`, expected a name [this is a word of the language: choose another name]"},
    {"table t () { }\n", "1:10-1:11 syntax: found `)`, expected a name"},
    {"table t (a: int) { 1 x\n"
     " 2 }\n",
     "1:22-1:23 syntax: found `x`, expected a literal or `}`"},
    {"decode d(p: P): X from jsn p else E1 error \"t\"\n",
     "1:24-1:27 syntax: found `jsn`, expected `json` [did you mean `json`?]"},
    {"decode d(p: P): X from json p\n",
     "2:1-2:1 syntax: found the end of the file, expected an operator or `else`"},
    {"rule R eror \"t\" { }\n",
     "1:8-1:12 syntax: found `eror`, expected `note`, `error` or `warning` [did you mean `error`?]"},
    {"rule R \"t\" { }\n", "1:8-1:11 syntax: found a string, expected `note`, `error` or `warning` [the "
                           "severity stands before the title: `rule ID error \"title\" {`]"},
    {"rule R error { require x }\n", "1:14-1:15 syntax: found `{`, expected a string"},
    {"rule R error \"t\"\n"
     "  require x\n",
     "2:3-2:10 syntax: found `require`, expected `{`"},
    {"rule \"R\" error \"t\" { }\n", "1:6-1:9 syntax: found a string, expected a name"},
    {"shape S error \"t\" on typo\n",
     "1:22-1:26 syntax: `typo` is nothing that a shape can be about [did you mean `type`?]"},
    {"shape S error \"t\" on nothing\n",
     "1:22-1:29 syntax: `nothing` is nothing that a shape can be about [it is one of: type, unknown, "
     "duplicate, boolean_key, trailing, divergent]"},
    {"shape S error \"t\" on mistake\n",
     "1:22-1:29 syntax: `mistake` is nothing that a shape can be about [it is one of: type, unknown, "
     "duplicate, boolean_key, trailing, divergent]"},
    {"shape S error \"t\" { say \"x\" }\n", "1:19-1:20 syntax: found `{`, expected `on`"},
    {"shape S error \"t\" on type { require x }\n",
     "1:29-1:38 syntax: a shape holds no clauses but `say`, `unsure`, `help`, `see` and `tags`"},
    {"test \"t\" { expect nothing }\n",
     "1:6-1:9 syntax: the test has no `given`: no manifest that it is about"},
    {"test t { given \"x\" }\n", "1:6-1:7 syntax: found `t`, expected a string"},
    {"test \"t\" { given \"x\" given \"y\" }\n",
     "1:22-1:31 syntax: a test is given one manifest, and here is a second [separate documents by --- in one "
     "text, or write another test]"},
    {"test \"t\" { expect nothing given \"x\" }\n", "1:27-1:36 syntax: `given` comes first in a test"},
    {"test \"t\" { given \"x\" expect R with p = 1 }\n",
     "1:36-1:37 syntax: `with` comes before `expect` in a test"},
    {"test \"t\" { given \"x\" expect R at }\n", "1:34-1:35 syntax: found `}`, expected a string or a path"},
    {"test \"t\" { given \"x\" expect }\n", "1:29-1:30 syntax: found `}`, expected `nothing` or a name"},
    {"use 5\n", "1:5-1:6 syntax: found `5`, expected a name or a string"},
    {"set s = {}\n"
     "use k8s\n",
     "2:1-2:8 syntax: `use` comes before all declarations"},
    {"use\n", "2:1-2:1 syntax: found the end of the file, expected a name or a string"},
    {"## doc\n", "1:1-1:7 syntax: this doc comment belongs to nothing [it stands before a declaration or a "
                 "field; a comment that may stand anywhere starts with --]"},
    {"set s = {} ## doc\n", "1:12-1:18 syntax: a doc comment stands on a line of its own, before what it "
                            "describes [a comment that may stand behind something starts with --]"},
    {"fn f(): int =\n"
     "  ## doc\n"
     "  1\n",
     "2:3-2:9 syntax: this doc comment belongs to nothing [it stands before a declaration or a field; a "
     "comment that may stand anywhere starts with --]"},
    {"rule R error \"t\" {\n"
     "  requir x\n"
     "}\n",
     "2:3-2:9 syntax: found `requir`, expected a clause or `}` [did you mean `require`?]"},
    {"rule R error \"t\" {\n"
     "  where x\n"
     "  requir y\n"
     "}\n",
     "3:3-3:9 syntax: found `requir`, expected a clause, an operator or `}` [did you mean `require`?]"},
    {"rule R error \"t\" {\n"
     "  for x y\n"
     "}\n",
     "2:9-2:10 syntax: found `y`, expected `in`"},
    {"rule R error \"t\" {\n"
     "  for each pair a, b in l\n"
     "}\n",
     "2:17-2:18 syntax: found `a`, expected `(`"},
    {"rule R error \"t\" {\n"
     "  for in in l\n"
     "}\n",
     "2:7-2:9 syntax: found `in`, expected `each` or a name [this is a word of the language: choose another "
     "name]"},
    {"rule R error \"t\" {\n"
     "  let x == 1\n"
     "}\n",
     "2:9-2:11 syntax: found `==`, expected `=`"},
    {"rule R error \"t\" {\n"
     "  let x\n"
     "}\n",
     "3:1-3:2 syntax: found `}`, expected `=`"},
    {"rule R error \"t\" {\n"
     "  let where = 1\n"
     "}\n",
     "2:7-2:12 syntax: found `where`, expected a name [this is a word of the language: choose another name]"},
    {"rule R error \"t\" {\n"
     "  where x = 1\n"
     "}\n",
     "2:11-2:12 syntax: found `=`, expected a clause, an operator or `}` [to compare, write `==`]"},
    {"rule R error \"t\" {\n"
     "  needs x\n"
     "}\n",
     "3:1-3:2 syntax: found `}`, expected an operator or `else`"},
    {"rule R error \"t\" {\n"
     "  needs else \"r\"\n"
     "}\n",
     "2:9-2:13 syntax: found `else`, expected an expression"},
    {"rule R error \"t\" {\n"
     "  require x else y\n"
     "}\n",
     "2:18-2:19 syntax: found `y`, expected a string"},
    {"rule R error \"t\" {\n"
     "  require\n"
     "}\n",
     "3:1-3:2 syntax: found `}`, expected an expression"},
    {"rule R error \"t\" {\n"
     "  say x\n"
     "}\n",
     "2:7-2:8 syntax: found `x`, expected a string"},
    {"rule R error \"t\" {\n"
     "  say\n"
     "}\n",
     "3:1-3:2 syntax: found `}`, expected a string"},
    {"rule R error \"t\" {\n"
     "  note \"text\"\n"
     "}\n",
     "3:1-3:2 syntax: found `}`, expected an operator or a string"},
    {"rule R error \"t\" {\n"
     "  note x\n"
     "}\n",
     "3:1-3:2 syntax: found `}`, expected an operator or a string"},
    {"rule R error \"t\" {\n"
     "  at\n"
     "}\n",
     "3:1-3:2 syntax: found `}`, expected an expression"},
    {"rule R error \"t\" {\n"
     "  case x { }\n"
     "}\n",
     "2:8-2:9 syntax: found `x`, expected `{`"},
    {"rule R error \"t\" {\n"
     "  help \"a\" + \"b\"\n"
     "}\n",
     "2:12-2:13 syntax: found `+`, expected a clause, a string or `}`"},
    {"rule R error \"t\" {\n"
     "  tags 5\n"
     "}\n",
     "2:8-2:9 syntax: found `5`, expected a string"},
    {"rule R error \"t\" {\n"
     "  set s = { }\n"
     "}\n",
     "2:3-2:6 syntax: found `set`, expected a clause or `}`"},
    {"rule R error \"t\" {\n"
     "  require x\n"
     "rule S error \"t\" {\n"
     "  require y\n"
     "}\n",
     "3:1-3:5 syntax: found `rule`, expected a clause, an operator, `else` or `}` {1:18 this `{` is not "
     "closed}"},
    {"rule R error \"t\" {\n"
     "  require x\n",
     "3:1-3:1 syntax: found the end of the file, expected a clause, an operator, `else` or `}` {1:18 this "
     "`{` is not closed}"},
    {"fn f(): int = a == b == c\n",
     "1:22-1:24 syntax: found `==`, expected a declaration or an operator [comparisons do not chain: put "
     "`and` between two of them, or one in parentheses]"},
    {"fn f(): int = a < b <= c\n",
     "1:21-1:23 syntax: found `<=`, expected a declaration or an operator [comparisons do not chain: put "
     "`and` between two of them, or one in parentheses]"},
    {"fn f(): int = (a + b\n",
     "2:1-2:1 syntax: found the end of the file, expected an operator or `)` {1:15 this `(` is not closed}"},
    {"fn f(): int = f(a, b\n", "2:1-2:1 syntax: found the end of the file, expected an operator, `)` or `,` "
                               "{1:16 this `(` is not closed}"},
    {"fn f(): int = f(a b)\n", "1:19-1:20 syntax: found `b`, expected `for`, an operator, `)` or `,`"},
    {"fn f(): int = [a b]\n", "1:18-1:19 syntax: found `b`, expected `for`, an operator, `,` or `]`"},
    {"fn f(): int = [a for b]\n", "1:23-1:24 syntax: found `]`, expected `in`"},
    {"fn f(): int = [a for b in c, d]\n",
     "1:28-1:29 syntax: found `,`, expected `where`, an operator or `]`"},
    {"fn f(): int = a[1\n",
     "2:1-2:1 syntax: found the end of the file, expected an operator or `]` {1:16 this `[` is not closed}"},
    {"fn f(): int = a.\n", "2:1-2:1 syntax: found the end of the file, expected a name"},
    {"fn f(): int = a.1\n", "1:17-1:18 syntax: found `1`, expected a name"},
    {"fn f(): int = a ?\? \n", "2:1-2:1 syntax: found the end of the file, expected an expression"},
    {"fn f(): int = if a then b\n",
     "2:1-2:1 syntax: found the end of the file, expected an operator or `else`"},
    {"fn f(): int = if a b\n", "1:20-1:21 syntax: found `b`, expected an operator or `then`"},
    {"fn f(): int = any x in l where c\n",
     "2:1-2:1 syntax: found the end of the file, expected an operator or `:`"},
    {"fn f(): int = all in l: c\n",
     "1:19-1:21 syntax: found `in`, expected a name [this is a word of the language: choose another name]"},
    {"fn f(): int = first l\n", "2:1-2:1 syntax: found the end of the file, expected `in`"},
    {"fn f(): int = not\n", "2:1-2:1 syntax: found the end of the file, expected an expression"},
    {"fn f(): int = a is\n",
     "2:1-2:1 syntax: found the end of the file, expected `set`, an expression, `in` or `refused`"},
    {"fn f(): int = a isnt b\n", "1:17-1:21 syntax: found `isnt`, expected a declaration or an operator"},
    {"fn f(): int = a && b\n", "1:17-1:18 syntax: `&` means nothing here [write `and`]"},
    {"fn f(): int = a || b\n", "1:17-1:18 syntax: `|` means nothing here [write `or`]"},
    {"fn f(): int = !a\n", "1:15-1:16 syntax: `!` means nothing here [write `not`, or `!=` to compare]"},
    {"fn f(): int = a # b\n",
     "1:17-1:18 syntax: `#` means nothing here [a comment starts with --, a doc comment with ##]"},
    {"fn f(): int = a == 'b'\n",
     "1:20-1:21 syntax: `'` means nothing here [a string stands between double quotes]"},
    {"fn f(): int = a == \342\200\234b\342\200\235\n",
     "1:20-1:21 syntax: `\342\200\234` means nothing here [a string stands between straight quotes: \"]"},
    {"fn f(): int = a\302\240+ b\n",
     "1:16-1:17 syntax: `\302\240` means nothing here [this is a no-break space: write a blank]"},
    {"fn f(): int = \303\251t\303\251\n", "1:15-1:16 syntax: `\303\251` means nothing here"},
    {"fn f(): int = 20 % of x\n", "1:18-1:19 syntax: `%` means nothing here [a percentage is a number with % "
                                  "right behind it, as in 20% of x]"},
    {"fn f(): int = 20% x\n", "1:19-1:20 syntax: found `x`, expected `of`"},
    {"fn f(): int = 1e3\n", "1:15-1:18 syntax: `1e3` is no number [write it out, grouped by `_` (1_000), or "
                            "with a suffix (1k): there is no exponent]"},
    {"fn f(): int = 0x1F\n", "1:15-1:19 syntax: `0x1F` is no number [numbers are decimal]"},
    {"fn f(): int = 1__0\n", "1:15-1:19 syntax: `1__0` is no number [a number is digits, grouped by `_` if "
                             "need be, with a suffix: n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or %]"},
    {"fn f(): int = 1_\n", "1:15-1:17 syntax: `1_` is no number [a number is digits, grouped by `_` if need "
                           "be, with a suffix: n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or %]"},
    {"fn f(): int = 5kb\n", "1:15-1:18 syntax: `5kb` is no number [a number is digits, grouped by `_` if "
                            "need be, with a suffix: n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or %]"},
    {"fn f(): int = 1.\n", "1:15-1:17 syntax: `1.` is no number [a number is digits, grouped by `_` if need "
                           "be, with a suffix: n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or %]"},
    {"fn f(): int = 1.2.3\n", "1:15-1:20 syntax: `1.2.3` is no number [a number is digits, grouped by `_` if "
                              "need be, with a suffix: n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or %]"},
    {"fn f(): int = 170141183460469231731687303715884105728\n",
     "1:15-1:54 syntax: the number does not fit into 128 bits [the largest is about 1.7e38, and a fraction "
     "has 38 digits at most]"},
    {"fn f(): int = 200000000000000000000Ei\n",
     "1:15-1:38 syntax: the number does not fit into 128 bits [the largest is about 1.7e38, and a fraction "
     "has 38 digits at most]"},
    {"fn f(): int = 0.0000000000000000000000000000000000000001\n",
     "1:15-1:57 syntax: the number does not fit into 128 bits [the largest is about 1.7e38, and a fraction "
     "has 38 digits at most]"},
    {"fn f(): int = unknown x\n", "1:23-1:24 syntax: found `x`, expected a string"},
    {"fn f(): int = x in {\n", "2:1-2:1 syntax: found the end of the file, expected a string, an integer, "
                               "`}` or `-` {1:20 this `{` is not closed}"},
    {"fn f(): int = x in { a }\n", "1:22-1:23 syntax: found `a`, expected a string, an integer, `}` or `-`"},
    {"fn f(): int = then\n", "1:15-1:19 syntax: found `then`, expected an expression"},
    {"fn f(): int = 5 5\n", "1:17-1:18 syntax: found `5`, expected a declaration or an operator"},
    {"fn f(): int = )\n", "1:15-1:16 syntax: found `)`, expected an expression"},
    {"fn f(): int = \"a\\qb\"\n", "1:17-1:19 syntax: `\\q` is no escape [escapes are \\n \\t \\r \\\" \\\\ "
                                  "\\{ \\} and \\u{1F600}, a character by its number]"},
    {"fn f(): int = \"\\u{110000}\"\n", "1:16-1:26 syntax: `\\u{110000}` is no escape [escapes are \\n \\t "
                                        "\\r \\\" \\\\ \\{ \\} and \\u{1F600}, a character by its number]"},
    {"fn f(): int = \"\\u{D800}\"\n", "1:16-1:24 syntax: `\\u{D800}` is no escape [escapes are \\n \\t \\r "
                                      "\\\" \\\\ \\{ \\} and \\u{1F600}, a character by its number]"},
    {"fn f(): int = \"\\u{}\"\n", "1:16-1:20 syntax: `\\u{}` is no escape [escapes are \\n \\t \\r \\\" \\\\ "
                                  "\\{ \\} and \\u{1F600}, a character by its number]"},
    {"fn f(): int = \"\\u41\"\n", "1:16-1:18 syntax: `\\u` is no escape [escapes are \\n \\t \\r \\\" \\\\ "
                                  "\\{ \\} and \\u{1F600}, a character by its number]"},
    {"fn f(): int = \"\\u{1234567}\"\n", "1:16-1:27 syntax: `\\u{1234567}` is no escape [escapes are \\n \\t "
                                         "\\r \\\" \\\\ \\{ \\} and \\u{1F600}, a character by its number]"},
    {"fn f(): int = \"\\\303\251\"\n", "1:16-1:18 syntax: `\\\303\251` is no escape [escapes are \\n \\t \\r "
                                       "\\\" \\\\ \\{ \\} and \\u{1F600}, a character by its number]"},
    {"fn f(): int = \"a\n", "1:15-1:16 syntax: the string that starts here is not closed on its line [close "
                            "it with \"; a text of several lines stands between \"\"\" and \"\"\"]"},
    {"fn f(): int = \"a\\\"\n",
     "1:15-1:16 syntax: the string that starts here is not closed on its line [close it with \"; a text of "
     "several lines stands between \"\"\" and \"\"\"]"},
    {"fn f(): int = \"a\\\n", "1:15-1:16 syntax: the string that starts here is not closed on its line "
                              "[close it with \"; a text of several lines stands between \"\"\" and \"\"\"]"},
    {"fn f(): int = \"\"\"a\"\"\"\n", "1:18-1:22 syntax: the text of a block starts on the line after the "
                                      "opening quotes [end the line behind the \"\"\"]"},
    {"fn f(): int = \"\"\"\n"
     "  a\"\"\"\n",
     "2:4-2:7 syntax: the closing quotes of a text block stand alone on their line [put the \"\"\" on the "
     "next line, indented as far as the text]"},
    {"fn f(): int = \"\"\"\n"
     "  a\n"
     " b\n"
     "  \"\"\"\n",
     "3:1-3:3 syntax: the line is indented less than the closing quotes [indent it by the same blanks or "
     "tabs, or move the closing \"\"\" to the left]"},
    {"fn f(): int = \"\"\"\n"
     "\ta\n"
     "  \"\"\"\n",
     "2:1-2:3 syntax: the line is indented less than the closing quotes [indent it by the same blanks or "
     "tabs, or move the closing \"\"\" to the left]"},
    {"fn f(): int = \"\"\"\n"
     "  a\n"
     "\n",
     "1:15-1:18 syntax: the text block that starts here is not closed [close it with \"\"\" on a line of its "
     "own]"},
    {"rule R error \"t\" {\n"
     "  say \"{\"\n"
     "}\n",
     "2:8-2:9 syntax: this `{` is not closed within its string [write \\{ for a brace; a string inside {} "
     "stands between \\\" and \\\"]"},
    {"rule R error \"t\" {\n"
     "  say \"}\"\n"
     "}\n",
     "2:8-2:9 syntax: this `}` closes nothing [write \\} for a brace]"},
    {"rule R error \"t\" {\n"
     "  say \"{}\"\n"
     "}\n",
     "2:9-2:10 syntax: found `}`, expected an expression"},
    {"rule R error \"t\" {\n"
     "  say \"{a b}\"\n"
     "}\n",
     "2:11-2:12 syntax: found `b`, expected `}` or an operator"},
    {"rule R error \"t\" {\n"
     "  say \"{a\" \"b}\"\n"
     "}\n",
     "2:8-2:9 syntax: this `{` is not closed within its string [write \\{ for a brace; a string inside {} "
     "stands between \\\" and \\\"]\n"
     "2:14-2:15 syntax: this `}` closes nothing [write \\} for a brace]"},
    {"rule R error \"t\" {\n"
     "  say \"{f(\"x\")}\"\n"
     "}\n",
     "2:12-2:13 syntax: found `x`, expected a clause, a string or `}` [to write a string inside the {} of a "
     "text, put it between \\\" and \\\"]"},
    {"rule R error \"t\" {\n"
     "  say \"{x ?\? \\\"a}\"\n"
     "}\n",
     "2:14-2:16 syntax: the string that starts here is not closed on its line [inside {} a string stands "
     "between \\\" and \\\"]"},
    {"rule R error \"t\" {\n"
     "  say \"{a\" \"{b\"\n"
     "}\n",
     "2:8-2:9 syntax: this `{` is not closed within its string [write \\{ for a brace; a string inside {} "
     "stands between \\\" and \\\"]\n"
     "2:13-2:14 syntax: this `{` is not closed within its string [write \\{ for a brace; a string inside {} "
     "stands between \\\" and \\\"]"},
    {"rule R error \"t\" {\n"
     "  say \"{a b} {c d} {e}\"\n"
     "}\n",
     "2:11-2:12 syntax: found `b`, expected `}` or an operator\n"
     "2:17-2:18 syntax: found `d`, expected `}` or an operator"},
    {"rule R error \"t\" {\n"
     "  say \"\"\"\n"
     "  {x}\n"
     "  \"\"\"\n"
     "}\n",
     "2:7-4:6 syntax: a text block cannot hold {} expressions, nor braces where they could stand [write "
     "strings, one after the other: they are joined by blanks]"},
    {"rule R error \"t\" {\n"
     "  require x else \"{\"\n"
     "}\n",
     "2:19-2:20 syntax: this `{` is not closed within its string [write \\{ for a brace; a string inside {} "
     "stands between \\\" and \\\"]"},
    {"rule R error \"t\" {\n"
     "  note x \"{y y}\"\n"
     "}\n",
     "2:14-2:15 syntax: found `y`, expected `}` or an operator"},
    {"rule R error \"t\" {\n"
     "  say \"{1e3}\"\n"
     "}\n",
     "2:9-2:12 syntax: `1e3` is no number [write it out, grouped by `_` (1_000), or with a suffix (1k): "
     "there is no exponent]"},
    {"set s = {} -- a\007b\n",
     "1:16-1:17 syntax: a control character, which cannot be seen [remove it; in a string, write \\u{7}]"},
    {"set s = { \"a\342\200\256b\" }\n",
     "1:13-1:14 syntax: a control character, which cannot be seen [remove it; in a string, write \\u{202e}]"},
};

/* Files in which reading goes on after an error: each is reported once, and nothing that follows from it. */
/* With more than one. */
static const ev_case several_errors[] = {
    {"rule R error \"t\" {\n"
     "  requir a\n"
     "  where b = 1\n"
     "  let x =\n"
     "  require f(a\n"
     "  at x y\n"
     "  say z\n"
     "}\n"
     "rule S error \"t\" { require a }\n",
     "2:3-2:9 syntax: found `requir`, expected a clause or `}` [did you mean `require`?]\n"
     "3:11-3:12 syntax: found `=`, expected a clause, an operator or `}` [to compare, write `==`]\n"
     "5:3-5:10 syntax: found `require`, expected an expression\n"
     "6:3-6:5 syntax: found `at`, expected `for`, an operator, `)` or `,` {5:12 this `(` is not closed}\n"
     "6:8-6:9 syntax: found `y`, expected a clause, an operator, `else` or `}`\n"
     "7:7-7:8 syntax: found `z`, expected a string"},
    {"record A {\n"
     "  a int\n"
     "  b: [int\n"
     "  c: map<>\n"
     "  d: int\n"
     "  e: int = x\n"
     "}\n"
     "set s = { 1 }\n",
     "2:5-2:8 syntax: found `int`, expected `:`\n"
     "4:3-4:4 syntax: found `c`, expected `<`, `]` or `?`\n"
     "4:10-4:11 syntax: found `>`, expected a type\n"
     "6:12-6:13 syntax: found `x`, expected a literal"},
    {"fn f(): int = (1 +\n"
     "fn g(): int = 2 2\n"
     "set s = { \"a\" b }\n"
     "set t = {}\n",
     "2:1-2:3 syntax: found `fn`, expected an expression {1:15 this `(` is not closed}\n"
     "2:17-2:18 syntax: found `2`, expected a declaration or an operator\n"
     "3:15-3:16 syntax: found `b`, expected a string, an integer, `}`, `,` or `-`"},
    {"view v: P {\n"
     "  R K at .\n"
     "  R \"v1\" at .\n"
     "  R \"v1\" K at a.\n"
     "  R \"v1\" K at .\n"
     "}\n",
     "2:5-2:6 syntax: found `K`, expected a string\n"
     "3:10-3:12 syntax: found `at`, expected a name or a string\n"
     "5:5-5:9 syntax: found a string, expected a name, `}`, `,` or `.`"},
    {"table t (a: int) {\n"
     "  1 x\n"
     "  y 2\n"
     "  3\n"
     "}\n"
     "set s = { }\n",
     "2:5-2:6 syntax: found `x`, expected a literal or `}`"},
    {"test \"t\" {\n"
     "  given 5\n"
     "  with x 3\n"
     "  expect\n"
     "  expect R at }\n"
     "}\n"
     "set s = 5\n",
     "2:9-2:10 syntax: found `5`, expected a string\n"
     "3:10-3:11 syntax: found `3`, expected `=`\n"
     "5:3-5:9 syntax: found `expect`, expected `nothing` or a name\n"
     "5:15-5:16 syntax: found `}`, expected a string or a path\n"
     "6:1-6:2 syntax: found `}`, expected a declaration [there is a `}` too many before this, or here]\n"
     "7:9-7:10 syntax: found `5`, expected `glob`, `not`, a name, `{` or `(`"},
    {"rule R eror \"t\" {\n"
     "  require a b c\n"
     "  for x in y where z\n"
     "}\n"
     "rule S error \"t\" {\n"
     "  requre a\n"
     "}\n",
     "1:8-1:12 syntax: found `eror`, expected `note`, `error` or `warning` [did you mean `error`?]\n"
     "6:3-6:9 syntax: found `requre`, expected a clause or `}` [did you mean `require`?]"},
    {"rule R error \"t\" {\n"
     "  require a in { \"a\" b }\n"
     "  require a in { \"a\" \"b\"\n"
     "  at c\n"
     "}\n"
     "set s = {}\n",
     "2:22-2:23 syntax: found `b`, expected a string, an integer, `}`, `,` or `-`\n"
     "4:3-4:5 syntax: found `at`, expected a string, an integer, `}`, `,` or `-` {3:16 this `{` is not "
     "closed}"},
    {"rule R error \"t\" {\n"
     "  case { require a b\n"
     "    forbid c d }\n"
     "  at e f\n"
     "}\n",
     "2:20-2:21 syntax: found `b`, expected a clause, an operator, `else` or `}`\n"
     "3:14-3:15 syntax: found `d`, expected a clause, an operator, `else` or `}`\n"
     "4:8-4:9 syntax: found `f`, expected a clause, an operator, `else` or `}`"},
    {"rule R error \"t\" {\n"
     "  case {\n"
     "    require a\n"
     "\n"
     "rule S error \"t\" {\n"
     "  require b c\n"
     "}\n",
     "5:1-5:5 syntax: found `rule`, expected a clause, an operator, `else` or `}` {2:8 this `{` is not "
     "closed}\n"
     "6:13-6:14 syntax: found `c`, expected a clause, an operator, `else` or `}`"},
    {"rule R error \"t\" {\n"
     "  require a & b & c\n"
     "  forbid d | e\n"
     "  help \"x\n"
     "  at \"\\q\" == 1e3\n"
     "}\n",
     "2:13-2:14 syntax: `&` means nothing here [write `and`]\n"
     "3:12-3:13 syntax: `|` means nothing here [write `or`]\n"
     "4:8-4:9 syntax: the string that starts here is not closed on its line [close it with \"; a text of "
     "several lines stands between \"\"\" and \"\"\"]\n"
     "5:7-5:9 syntax: `\\q` is no escape [escapes are \\n \\t \\r \\\" \\\\ \\{ \\} and \\u{1F600}, a "
     "character by its number]\n"
     "5:14-5:17 syntax: `1e3` is no number [write it out, grouped by `_` (1_000), or with a suffix (1k): "
     "there is no exponent]"},
    {"use 5\n"
     "use k8s\n"
     "record\n"
     "record A { }\n"
     "set x =\n"
     "set y = {}\n",
     "1:5-1:6 syntax: found `5`, expected a name or a string\n"
     "4:1-4:7 syntax: found `record`, expected a name\n"
     "6:1-6:4 syntax: found `set`, expected `glob`, `not`, a name, `{` or `(`"},
    {"decode d(p: P): X from json else\n"
     "shape S error on type\n"
     "param p: int\n"
     "fn ok(): int = 1\n",
     "1:29-1:33 syntax: found `else`, expected an expression\n"
     "2:15-2:17 syntax: found `on`, expected a string\n"
     "4:1-4:3 syntax: found `fn`, expected `=`, `<` or `?`"},
    {"rule R error \"t\" {\n"
     "  require x.\n"
     "  require y.at z\n"
     "}\n",
     "3:11-3:12 syntax: found `y`, expected a clause, an operator, `else` or `}`"},
    {"record A {\n"
     "b: c d\n"
     "}\n"
     "}\n"
     "}\n"
     "set s = {}\n",
     "3:1-3:2 syntax: found `}`, expected `:`\n"
     "4:1-4:2 syntax: found `}`, expected a declaration [there is a `}` too many before this, or here]"},
    {"fn f(): int = \"\"\"\n"
     "  a\n"
     "rule R error \"t\" { }\n",
     "1:15-1:18 syntax: the text block that starts here is not closed [close it with \"\"\" on a line of its "
     "own]"},
    {"rule R error \"t\" {\n"
     "  note a\n"
     "  needs b\n"
     "  at c\n"
     "  let d\n"
     "  say \"{e f} {g\" \"}\"\n"
     "}\n",
     "3:3-3:8 syntax: found `needs`, expected an operator or a string\n"
     "4:3-4:5 syntax: found `at`, expected an operator or `else`\n"
     "6:3-6:6 syntax: found `say`, expected `=`\n"
     "6:11-6:12 syntax: found `f`, expected `}` or an operator\n"
     "6:14-6:15 syntax: this `{` is not closed within its string [write \\{ for a brace; a string inside {} "
     "stands between \\\" and \\\"]\n"
     "6:19-6:20 syntax: this `}` closes nothing [write \\} for a brace]"},
};

#endif
