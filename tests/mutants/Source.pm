# What both kinds of mutants need: C text cut at its brackets and operators, and mutants numbered and listed.
package Source;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(behind split_at line_of note);

my $number = 0;
my $literal = qr/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/s;

# The position behind the bracket that closes the one at $at.
sub behind {
  my ($text, $at) = @_;
  my $depth = 0;
  pos($text) = $at;
  while ($text =~ /\G(?:$literal|([(\[{])|([)\]}])|.)/gs) {
    $depth++ if defined $1;
    return pos($text) if defined $2 && --$depth == 0;
  }
  die "a bracket is not closed";
}

# $text cut at an operator outside brackets and strings.
sub split_at {
  my ($text, $operator) = @_;
  my @parts = ('');
  my $depth = 0;
  while ($text =~ /\G($literal|\|\||&&|.)/gs) {
    my $piece = $1;
    $depth++ if $piece =~ /^[(\[{]$/;
    $depth-- if $piece =~ /^[)\]}]$/;
    if ($depth == 0 && $piece eq $operator) { push @parts, '' }
    else { $parts[-1] .= $piece }
  }
  return @parts;
}

sub line_of { my ($text, $at) = @_; return 1 + (substr($text, 0, $at) =~ tr/\n//) }

# Lists a mutant and gives its number.
sub note {
  my ($file, $line, $what) = @_;
  $what =~ s/\s+/ /g;
  $what =~ s/^ | $//g;
  printf "%d\t%s:%d\t%s\n", ++$number, $file, $line, substr($what, 0, 120);
  return $number;
}

1;
