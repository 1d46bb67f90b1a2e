# The expressions of a C source, laid out by clang-format: each of these changes can be made at run time, one at a time.
#
#   < and <=, > and >=, == and !=, && and ||, + and -, * and /, << and >>, & and |, ++ and --, their assignments: one for the other
#   one side of && or ||                             left out (it is still evaluated)
#   a condition, that of ?: too                      negated
#   a number, a character, a limit, a key of EV_STR  off by one
#   true and false                                   one for the other
#   what a function returns that gives a bool        true, false
#   a statement that is an expression, break, continue   left out
#
# An expression E becomes `EV_MUTANT(1) ? E changed : EV_MUTANT(2) ? E changed otherwise : E`. Constant tables stay as they are;
# so do claims, EV_NEVER and EV_ALWAYS, and what the machine's steps cost.
package Expressions;
use strict;
use warnings;
use Source;

my %other = ('<' => '<=', '<=' => '<', '>' => '>=', '>=' => '>', '==' => '!=', '!=' => '==', '&&' => '||', '||' => '&&', '+' => '-', '-' => '+',
  '*' => '/', '/' => '*', '%' => '*', '<<' => '>>', '>>' => '<<', '&' => '|', '|' => '&', '++' => '--', '--' => '++', '+=' => '-=', '-=' => '+=',
  '*=' => '/=', '/=' => '*=', '%=' => '*=', '|=' => '&=', '&=' => '|=', 'true' => 'false', 'false' => 'true');
my $limit = qr/^(?:U?INT\d*_M(?:AX|IN)|SIZE_MAX|EV_INT_M(?:AX|IN)|MOST_\w+|EV_MOST_\w+|LARGEST_\w+|NANOS)$/;
my $token = qr{"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|//[^\n]*|/\*.*?\*/|\s+|[A-Za-z_]\w*|0[xX][0-9a-fA-F]+[uU]?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[a-zA-Z]*|<<=|>>=|->|\+\+|--|<<|>>|[<>=!*/%+&|^-]=|&&|\|\||.}s;

my ($file, $text, $function, $gives_bool); # where we are

sub is_blank { return $_[0] =~ m{^(?:\s|/[/*])} }

sub tokens_of { return map { is_blank($_) ? ' ' : $_ } $_[0] =~ /$token/g }

# ---- one change of an expression

# The token at $i with blanks around it, as clang-format leaves it: an operator between two operands.
sub is_between { my ($t, $i) = @_; return $i > 0 && $t->[$i - 1] eq ' ' && ($t->[$i + 1] // '') eq ' ' }

# Where the operand that ends before (or starts behind) the operator at $i has its other end; it holds no operator of @$stops.
sub operand_end {
  my ($t, $i, $step, @stops) = @_;
  my $depth = 0;
  my $at = $i + $step;
  for (; $at >= 0 && $at < @$t; $at += $step) {
    my $c = $t->[$at];
    my $opens = $step > 0 ? $c =~ /^[(\[{]$/ : $c =~ /^[)\]}]$/;
    my $closes = $step > 0 ? $c =~ /^[)\]}]$/ : $c =~ /^[(\[{]$/;
    $depth++ if $opens;
    last if $closes && $depth-- == 0;
    last if $depth == 0 && grep { $_ eq $c } ',', '?', ':', ';', '=', '|=', '&=', @stops;
  }
  return $at - $step;
}

# Where the bracket at $i closes.
sub closing {
  my ($t, $i) = @_;
  my $depth = 0;
  for (; $i < @$t; $i++) {
    $depth++ if $t->[$i] =~ /^[(\[{]$/;
    return $i if $t->[$i] =~ /^[)\]}]$/ && --$depth == 0;
  }
  die "a bracket is not closed";
}

sub joined { my ($t, $from, $to) = @_; $to = $#$t if $to > $#$t; return $from > $to ? '' : join('', @$t[$from .. $to]) }

# The expression with the tokens from $from to $to replaced.
sub with { my ($t, $from, $to, $new) = @_; return joined($t, 0, $from - 1) . $new . joined($t, $to + 1, $#$t) }

sub shown { my ($t, $from, $to, $new) = @_;
  my ($before, $old, $after) = (joined($t, 0, $from - 1), joined($t, $from, $to), joined($t, $to + 1, $#$t));
  $before = '...' . substr($before, -30) if length $before > 33;
  $old = substr($old, 0, 30) . '...' if length $old > 33;
  $after = substr($after, 0, 20) . '...' if length $after > 23;
  return "${before}[$old becomes $new]$after";
}

# All changes of the operator && or || at $i.
sub logic_changes {
  my ($t, $i) = @_;
  my $operator = $t->[$i];
  my $neutral = $operator eq '&&' ? 'true' : 'false';
  my @stops = $operator eq '&&' ? ('&&', '||') : ('||');
  my $left = operand_end($t, $i, -1, @stops);
  my $right = operand_end($t, $i, 1, @stops);
  my @changes = [$i, $i, $other{$operator}];
  $left++ while $t->[$left] eq ' ';
  my $first = $left == 0 || ($t->[$left - 1] ne $operator && ($t->[$left - 2] // '') ne $operator);
  push @changes, [$left, $i - 2, "((void)(" . joined($t, $left, $i - 2) . "), $neutral)", $neutral] if $first;
  push @changes, [$i + 2, $right, "((void)(" . joined($t, $i + 2, $right) . "), $neutral)", $neutral];
  return @changes;
}

sub condition_change {
  my ($t, $i) = @_;
  my $left = operand_end($t, $i, -1);
  $left++ while $t->[$left] eq ' ' || $t->[$left] eq 'return';
  return [$left, $i - 2, '!(' . joined($t, $left, $i - 2) . ')'];
}

# Pointers have no sum.
sub is_distance { my ($t, $i) = @_; return $t->[$i] eq '-' && $i > 1 && $t->[$i - 2] =~ /^(?:found|at)$/ && joined($t, $i + 1, $i + 4) =~ /^ \w+[.-]/ }

# The change of a whole number on the right of < and its like that does the same as another operator there.
sub neighbour {
  my ($t, $i) = @_;
  my $before = $i > 1 && is_between($t, $i - 2) ? $t->[$i - 2] : '';
  return $before =~ /^(?:<|>=)$/ ? '+' : $before =~ /^(?:>|<=)$/ ? '-' : '';
}

# A number or a limit: one more, or one less, each only where nothing else does so; no limit is exceeded.
sub off_by_one {
  my ($t, $i) = @_;
  my ($c, $neighbour) = ($t->[$i], neighbour($t, $i));
  my @signs = $c =~ $limit ? '-' : $c =~ /^(?:'|0[xX]?[0-9a-fA-F]*[uU]?$)/ ? '+' : ('+', '-');
  return map { [$i, $i, "($c $_ 1)"] } grep { $_ ne $neighbour } @signs;
}

# From, to, what comes instead, and how that is shown, of each change of the token at $i.
sub changes_at {
  my ($t, $i) = @_;
  my $c = $t->[$i];
  my $string_of = $i > 1 && $t->[$i - 1] eq '(' && $t->[$i - 2] eq 'EV_STR';
  return logic_changes($t, $i) if $c eq '&&' || $c eq '||';
  return condition_change($t, $i) if $c eq '?';
  return [$i, $i, '!!'] if $c eq '!';
  return [$i, $i, '+'] if $c eq '-' && ($t->[$i + 1] // ' ') ne ' ';
  return [$i, $i, $other{$c}] if $c =~ /^(?:true|false|\+\+|--)$/;
  return () if is_distance($t, $i);
  return [$i, $i, $other{$c}] if $other{$c} && is_between($t, $i);
  return off_by_one($t, $i) if $c =~ $limit || $c =~ /^(?:'|\d+[uU]?$|0[xX])/;
  return [$i, $i, substr($c, 0, -2) . '_"'] if $c =~ /^".+"$/ && $string_of;
  return ();
}

# [what is noted, the changed text] of each change of an expression.
sub variants {
  my @t = tokens_of($_[0]);
  my @all;
  for (my $i = 0; $i < @t; $i++) {
    if ($t[$i] =~ /^(?:EV_NEVER|EV_ALWAYS|EV_CLAIM|ev_machine_spend)$/) {
      $i = closing(\@t, $i + 1);
      next;
    }
    for my $change (changes_at(\@t, $i)) {
      my ($from, $to, $new, $short) = @$change;
      push @all, [shown(\@t, $from, $to, $short // ($new =~ /^!\(/ ? 'the contrary' : $new)), with(\@t, $from, $to, $new)];
    }
  }
  return @all;
}

# ---- expressions where they stand

sub numbered { my ($at, $what) = @_; return note($file, line_of($text, $at), "$function: $what") }

# $expression with all its changes, and @more of the same form; $wrap gives each of them the type that all must have.
sub switched {
  my ($at, $expression, $wrap, @more) = @_;
  my @all = (variants($expression), @more);
  return $expression if !@all;
  return '(' . join('', map { 'EV_MUTANT(' . numbered($at, $_->[0]) . ') ? ' . sprintf($wrap, $_->[1]) . ' : ' } @all) . sprintf($wrap, $expression) . ')';
}

# Whether one change of an operator already makes it its contrary.
sub is_simple { my ($e) = @_; return $e !~ /&&|\|\||\?/ && $e =~ /^!|^[^()]* [!=]= [^()]*$/ }

sub condition {
  my ($at, $e) = @_;
  return switched($at, $e, '!!(%s)', is_simple($e) ? () : [shown([$e], 0, 0, 'the contrary'), "!($e)"]);
}

sub value { my ($at, $e) = @_; return switched($at, $e, '%s') }

sub returned {
  my ($at, $e) = @_;
  my @more = $gives_bool && $e !~ /^(?:true|false)$/ ? map { [shown([$e], 0, 0, $_), "((void)($e), $_)"] } qw(true false) : ();
  return switched($at, $e, '%s', @more);
}

sub statement { my ($at, $e) = @_; return switched($at, $e, '(void)(%s)', [shown([$e], 0, 0, 'nothing'), '0']) }

# {A, .b = B}: each for itself.
sub braced {
  my ($at, $e) = @_;
  my @items = split_at(substr($e, 1, -1), ',');
  return '{' . join(',', map { my ($head, $v) = /^(\s*(?:\.\w+ = )?)(.*)$/s; $head . initial($at, $v) } @items) . '}';
}

sub initial { my ($at, $e) = @_; return $e =~ /^\{/ ? braced($at, $e) : value($at, $e) }

# TYPE a = A, b = B
sub declaration {
  my ($at, $e) = @_;
  my @parts = split_at($e, ',');
  return join(',', map { my ($head, $v) = /^([^=]*= )(.*)$/s; defined $v ? $head . initial($at, $v) : $_ } @parts);
}

my $declares = qr/^(?:const )*(?!return\b|sizeof\b)[A-Za-z_]\w* (?:const )?\**(?:const )?[A-Za-z_]\w*(?:\[[^\]]*\])?(?: =|,|$)/;

# An expression or a declaration.
sub simple { my ($at, $e, $steps) = @_;
  return $e if $e =~ /^(?:static|typedef|enum|struct|EV_CLAIM|\(void\)\w+$)/ || $e eq '';
  return declaration($at, $e) if $e =~ $declares;
  return $steps ? value($at, $e) : statement($at, $e);
}

# What stands in the brackets behind `if`, `while`, `switch`, `for`.
sub head {
  my ($at, $word, $e) = @_;
  return value($at, $e) if $word eq 'switch';
  return condition($at, $e) if $word ne 'for';
  my ($start, $end, $step) = split_at($e, ';');
  s/^\s+// for $end, $step;
  return simple($at, $start, 1) . '; ' . ($end eq '' ? '' : condition($at, $end)) . '; ' . simple($at, $step, 1);
}

# The end of the statement that starts at $from: its semicolon.
sub semicolon { my ($from) = @_; return $from + length((split_at(substr($text, $from), ';'))[0]) }

# The function's body from $from to $to.
sub body {
  my ($from, $to) = @_;
  my $out = '';
  my $at = $from;
  while ($at < $to) {
    pos($text) = $at;
    if ($text =~ m{\G(?:\s+|/\*.*?\*/|[{};]|case [^:]*?(?:'(?:[^'\\]|\\.)'[^:]*?)?:|default:|else\b|do\b)}gcs) { $out .= $& }
    elsif ($text =~ /\G(if|while|switch|for) \(/gc) {
      my ($word, $open) = ($1, pos($text) - 1);
      my $close = behind($text, $open);
      $out .= "$word (" . head($at, $word, substr($text, $open + 1, $close - $open - 2)) . ')';
      pos($text) = $close;
    } elsif ($text =~ /\G(break|continue);/gc) {
      $out .= '{ if (!EV_MUTANT(' . numbered($at, "[$1 becomes nothing]") . ")) $1; }";
    } else {
      my $end = semicolon($at);
      my $s = substr($text, $at, $end - $at);
      $out .= $s =~ /^return\b ?(.*)$/s ? ($1 eq '' ? $s : 'return ' . returned($at, $1)) : simple($at, $s);
      pos($text) = $end;
    }
    $at = pos($text);
  }
  return $out;
}

# All functions: from a line that starts with a name and ends in `{`, or holds all of it.
sub mutated {
  ($file, $text) = @_;
  my $out = '';
  my $from = 0;
  while ($text =~ /^(?!static const\b|typedef\b|struct\b|enum\b|#)[A-Za-z_][\w *]*?\b(\w+)\((?:[^(){};]|\([^()]*\))*\) \{/mg) {
    my ($start, $brace) = ($-[0], pos($text) - 1);
    $function = $1;
    $gives_bool = substr($text, $start, $brace - $start) =~ /^(?:static )?(?:inline )?bool \w/;
    my $end = behind($text, $brace);
    $out .= substr($text, $from, $brace + 1 - $from) . body($brace + 1, $end - 1);
    $from = $end - 1;
    pos($text) = $end;
  }
  return $out . substr($text, $from);
}

1;
