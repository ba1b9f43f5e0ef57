# Tickets that a target with habits of its own does not take as they are: families with links inside, links between
# queues, days of another time zone, forbidden files, and texts that conversions like to damage.
package Filling::Habits;
use v5.36;
use utf8;
use Filling::Clock;
use Filling::Message qw();
use Filling::Ticket;
use MIME::Base64 qw(encode_base64);

sub all {
    families();
    between_queues();
    days();
    files();
    texts();
    people();
    damaged();
}

sub new ($subject, %with) { Filling::Ticket->create($subject, subject => $subject, message => {text => "$subject."}, %with) }

# A grandchild that refers to and depends on its grandparent, a child that its parent waits for through another, and a
# closed parent of an open child.
sub families {
    my ($a, $b, $c) = map { new("Family $_") } qw(grandparent parent child);
    $b->link(MemberOf => $a);
    $c->link(MemberOf => $b)->link(RefersTo => $a)->link(DependsOn => $a);
    my ($older, $younger) = map { new("Sibling $_", Due => Filling::Clock::in_days(9)) } qw(older younger);
    $_->link(MemberOf => $a) for $older, $younger;
    $younger->link(DependsOn => $older);
    my ($closed, $open) = (new('Closed parent'), new('Open child'));
    $open->link(MemberOf => $closed);
    $closed->set('anna', Status => 'resolved');
    my @chain = map { new("Chain $_") } 1 .. 3;
    $chain[$_]->link(DependsOn => $chain[$_ + 1]) for 0, 1;
    $chain[2]->link(MemberOf => $chain[0]);
    my $planned = new('Parent with days of its own', Starts => '2021-02-01 00:00:00', Due => '2021-02-20 00:00:00', InitialPriority => 90);
    new('Its child')->link(MemberOf => $planned);
}

sub between_queues {
    my $here = new('In Support');
    $here->link(RefersTo => new('Referred to, in Sales', queue => 'Sales'));
    $here->link(DependsOn => new('Depended on, in Sales', queue => 'Sales'));
    new('Child in Sales', queue => 'Sales')->link(MemberOf => $here);
}

# 31 March, 28 March (when clocks change) and 1 July, midnight in Berlin; and half past midnight of a working day.
sub days {
    new("Due on $_->[0] in Berlin", Due => $_->[1]) for ['2021-03-31', '2021-03-30 22:00:00'], ['2021-03-28', '2021-03-27 23:00:00'],
        ['2021-07-01', '2021-06-30 22:00:00'], ['2021-12-24', '2021-12-23 23:00:00'];
    my $booked = new('Time booked and taken back');
    $booked->comment('anna', text => 'An hour.', minutes => 60)->comment('anna', text => 'Too much.', minutes => -90);
}

sub files {
    Filling::Ticket->create('forbidden files', subject => 'Files that are not taken', message => {
        text  => 'Set-up attached.',
        files => [map { Filling::Message::file($_, "MZ $_") } 'setup.exe', 'SETUP2.EXE', 'archive.tar.gz', 'no-ending'],
    })->comment('anna', text => 'Another.', files => [Filling::Message::file('fix.bat', 'echo')]);
}

sub texts {
    Filling::Ticket->create('numbers', subject => 'Numbers', message => {
        text => "Printer #3 is out of toner, the #1 reason. Invoice #12, see ticket #1 and RT #2.",
    });
    my $data = encode_base64(Filling::Message::pixels('data'), '');
    my %html = (
        'raised digits' => '<p>10<sup>6</sup> rows, 25 m<sup>2</sup>, CO<sub>2</sub>, <b>x<sup>n+1</sup></b>, note<sup>1</sup></p>',
        'spanning cells' => '<table><tr><th>Region</th><th>Product</th><th>Units</th></tr><tr><td rowspan="2">EU</td><td>Cable</td><td>12</td></tr><tr><td>Hub</td><td>7</td></tr></table>',
        'a picture in the page' => qq(<p>See <img src="data:image/png;base64,$data" alt="the screen"> here</p>),
        'addresses' => '<p><a href="\\\\server\\share\\Plan.xlsx">the share</a>, <a href="www.example.test/x">here</a>, <img src="https://pictures.example.test/map.png" width="300"></p>',
        'hidden' => '<p>Shown.</p><div style="display:none">Shown by the old system too. <p>After it.</p>',
    );
    Filling::Ticket->create($_, subject => $_, message => {html => $html{$_}}) for sort keys %html;
    Filling::Ticket->create('two versions', subject => 'two versions', message => {
        text => "The machine is set up, it stands in the cellar beside the old one, and the password is Xk29-7731.",
        html => '<p>The machine is set up, it stands in the cellar beside the old one, and the password is <img src="https://pictures.example.test/p.png" width="90">.</p>',
    });
}

# Whoever wrote with an address that no new system takes.
sub people {
    Filling::Ticket->create('odd address', as => $_, subject => "From $_", message => {text => 'Hello.'})
        for 'root@localhost', 'o\'brien@mail.example.test';
}

# An entry without a date, as old versions have left some.
sub damaged {
    my $ticket = new('An entry without a date')->comment('anna', text => 'When was this?');
    RT->DatabaseHandle->dbh->do(
        q{UPDATE Transactions SET Created = NULL WHERE ObjectType = 'RT::Ticket' AND ObjectId = ? AND Type = 'Comment'}, undef, $ticket->id);
}

1;
