#!/usr/bin/env perl
# mutate.pl checks FILE... expressions FILE...: rewrites C sources in place so that each of many small changes to them can be switched on
# at run time, and lists the changes: number, file and line, what changes. Change number N is made where ev_mutant is N.
#
# Of checks each can be dropped (Checks.pm); of expressions operators, constants and truth values change, and statements are
# dropped (Expressions.pm).
use strict;
use warnings;
BEGIN { my ($folder) = $0 =~ m{^(.*/)?}; unshift @INC, $folder // './' }
use Checks;
use Expressions;

my %mutated = (checks => \&Checks::mutated, expressions => \&Expressions::mutated);
my $mutated;
for my $file (@ARGV) {
  if ($mutated{$file}) {
    $mutated = $mutated{$file};
    next;
  }
  die "usage: mutate.pl checks|expressions FILE...\n" if !$mutated;
  open my $in, '<', $file or die "$file: $!";
  my $text = do { local $/; <$in> };
  close $in;
  (my $name = $file) =~ s{^src/}{};
  $text = $mutated->($name, $text);
  open my $out, '>', $file or die "$file: $!";
  print $out "extern int ev_mutant;\n#define EV_MUTANT(n) (ev_mutant == (n))\n#line 1 \"$name\"\n", $text;
  close $out;
}
