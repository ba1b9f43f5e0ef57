# The time as RT sees it: it stands still until it is moved on. To be loaded before RT, which compiles
# against the two functions replaced here.
package Filling::Clock;
use v5.36;

my $now = 1_609_578_000;    # 2021-01-02 09:00 UTC

BEGIN {
    no warnings 'once';
    *CORE::GLOBAL::time   = sub :prototype() { $now // CORE::time() };
    *CORE::GLOBAL::gmtime = sub :prototype(;$) { CORE::gmtime($_[0] // $now // CORE::time()) };
}

sub forward ($minutes) { $now += 60 * $minutes }

sub now { stamp($now) }

# For fields that want a date: so many days from now, as RT reads it.
sub in_days ($days) {
    return stamp($now + 86_400 * $days);
}

sub stamp ($time) {
    my @parts = CORE::gmtime($time);
    return sprintf '%04d-%02d-%02d %02d:%02d:%02d', $parts[5] + 1900, $parts[4] + 1, @parts[3, 2, 1, 0];
}

1;
