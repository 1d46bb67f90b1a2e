# The checks of a C source: each can be dropped at run time.
#
# A check is a condition that leads to `return` of a failure or to refuse(), each of its alternatives for itself; a conjunct of
# a returned conjunction; a failure that is returned otherwise; a bound of an operand. What is checked is still evaluated, so
# that nothing else changes.
package Checks;
use strict;
use warnings;
use Source;

my $failing = qr/\b(?:ev_verify_fail|ev_verify_fail_at|ev_code_fail|ev_code_mismatch|fail)\s*\(/;

# What only lack of memory makes fail.
sub is_about_memory { return $_[0] =~ /no_memory|EV_NEW|new_state|at == NULL|^\s*!\w+(->\w+)?(\s*\|\|\s*!\w+(->\w+)?)*\s*$/ && $_[0] !~ /\(/ || $_[0] =~ /no_memory|EV_NEW|enter_loop|_claims?\(|claim_chunk/ }

# if (CONDITION) return ...; or refuse(...);
sub drop_conditions {
  my ($file, $text) = @_;
  my $out = '';
  my $from = 0;
  while ($text =~ /\bif \(/g) {
    my $open = pos($text) - 1;
    my $close = behind($text, $open);
    my ($body) = substr($text, $close) =~ /^\s*([^;]*;)/s;
    my $condition = substr($text, $open + 1, $close - $open - 2);
    my $checks = $body =~ /^(?:return (?:false|\w*fail\w*\(|ev_code_mismatch)|refuse\()/ && $body !~ /memory/;
    next if !$checks || $condition =~ /EV_MUTANT/ || is_about_memory($condition);
    my @parts = map { my $n = note($file, line_of($text, $open), $_); "(($_) && !EV_MUTANT($n))" } split_at($condition, '||');
    $out .= substr($text, $from, $open + 1 - $from) . join(' || ', @parts);
    $from = $close - 1;
    pos($text) = $close;
  }
  return $out . substr($text, $from);
}

# return A && B; return A || fail(...); return A ? B : fail(...); but not behind an `if` that was taken above.
sub drop_returns {
  my ($file, $text) = @_;
  my $out = '';
  my $from = 0;
  while ($text =~ /\breturn ([^;]*);/g) {
    my ($start, $end, $value) = ($-[1], $+[1], $1);
    my $before = substr($text, 0, $-[0]);
    my $behind_if = $before =~ /EV_MUTANT\(\d+\)\)\)\s*$/;
    next if $behind_if || $value =~ /no_memory/;
    my $new = $value;
    my @conjuncts = split_at($value, '&&');
    if ($value =~ $failing) {
      my ($rewritten, $at) = ('', 0);
      while ($value =~ /$failing/g) {
        my ($name, $open) = ($-[0], pos($value) - 1);
        my $close = behind($value, $open);
        my $n = note($file, line_of($text, $start), $value);
        $rewritten .= substr($value, $at, $name - $at) . "(EV_MUTANT($n) || " . substr($value, $name, $close - $name) . ')';
        $at = $close;
        pos($value) = $close;
      }
      $new = $rewritten . substr($value, $at);
    } elsif (@conjuncts > 1 && $value !~ /\?/ && split_at($value, '||') == 1) {
      $new = join(' && ', map { my $n = note($file, line_of($text, $start), $_); "(($_) || EV_MUTANT($n))" } @conjuncts);
    }
    next if $new eq $value;
    $out .= substr($text, $from, $start - $from) . $new;
    $from = $end;
  }
  return $out . substr($text, $from);
}

# most = COUNT; in the table of operands' bounds.
sub drop_bounds {
  my ($file, $text) = @_;
  $text =~ s{(case '(\w)':\s*(?:case '\w':\s*)?(?:if [^;]*;\s*)?most = )([^;]+);}
            {my ($head, $letter, $bound) = ($1, $2, $3); my $n = note($file, line_of($text, $-[0]), "operand $letter below $bound");
             "${head}EV_MUTANT($n) ? UINT32_MAX : $bound;"}ge;
  return $text;
}

sub mutated { my ($name, $text) = @_; return drop_bounds($name, drop_returns($name, drop_conditions($name, $text))) }

1;
