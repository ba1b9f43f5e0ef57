# Choices that follow from a seed, and from nothing that RT does in between.
package Filling::Chance;
use v5.36;

my $state = 1;

sub start ($seed) { $state = ($seed * 7919 + 12_345) & 0x7fff_ffff }

sub below ($count) {
    $state = ($state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return int(($state >> 8) / 0x80_0000 * $count);
}

sub pick (@choices) { $choices[below(scalar @choices)] }
sub happens ($percent) { below(100) < $percent }

sub shuffled (@things) {
    for my $last (reverse 1 .. $#things) {
        my $other = below($last + 1);
        @things[$last, $other] = @things[$other, $last];
    }
    return @things;
}

1;
