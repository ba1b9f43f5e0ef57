# Random tickets from a seed: whatever may come together does. Every run of one seed makes the same ones.
package Filling::Unseen;
use v5.36;
use utf8;
use Encode qw(encode);
use Filling::Bodies;
use Filling::Chance;
use Filling::Message qw();
use Filling::Ticket;
use Filling::World;
use Unicode::Normalize qw(NFD NFC);

my @staff = qw(anna boris carla dieter);
my @names = ('report.csv', 'report.csv', 'Scan 1.pdf', 'größe.txt', NFD('größe.txt'), 'a b (1) [x].png', 'q?uo"te*|.log', 'image001.png', '日本.bin', 'no-ending');
my @subjects = ('Drucker *kaputt*', 'Re: [rt.example.test #%d] Störung', "Zoe\x{308} ruft an", '#%d is back', '  blanks  ', '@anna: {{toc}} <b>', 'الطابعة', '重要', 'Überlänge ' x 18, '');
my ($count, %customers);

sub tickets ($seed, $wanted) {
    Filling::Chance::start($seed);
    Filling::Bodies::load();
    $count = $wanted;
    %customers = map { $_ => 1 } people();
    roles();
    my @tickets = map { ticket($_) } 1 .. $count;
    connect_some(@tickets);
    merge_some(@tickets);
    end_some(@tickets);
    Filling::World::disable($_) for 'dieter', 'left@mail.example.test';
}

# Customers whose names are hard to write, each in one of two forms of Unicode.
sub people {
    my %names = ('zoe@mail.example.test' => NFD('Zoë Müller'), 'jose@mail.example.test' => NFC('José Ñúñez'), 'left@mail.example.test' => 'Gone Away',
        'ngo@mail.example.test' => NFD('Ngô Bảo'), 'o.brien@mail.example.test' => "Seán \"Shay\" O'Brien <*>", 'plus+tag@mail.example.test' => '@anna #1');
    for my $address (sort keys %names) {
        Filling::World::must(RT::User->new(RT->SystemUser)->Create(Name => $address, EmailAddress => $address, RealName => $names{$address}));
    }
    return sort keys %names;
}

sub roles {
    Filling::World::role('Dispatcher', 1);
    Filling::World::role('Experts', 0);
}

sub somebody { Filling::Chance::happens(40) ? Filling::Chance::pick(@staff) : Filling::Chance::pick(sort keys %customers) }

sub ticket ($number) {
    my ($message, $mentions) = body("$number/0");
    my $ticket = Filling::Ticket->create("unseen $number",
        as => somebody(), queue => Filling::Chance::pick('Support', 'Sales'), subject => subject(), message => $message, mentions => $mentions,
        InitialPriority => Filling::Chance::below(101), Cc => [copies()],
        Filling::Chance::happens(60) ? (Owner => Filling::Chance::pick(@staff)) : (), Filling::Chance::happens(15) ? (TimeWorked => 1 + Filling::Chance::below(500)) : (),
        Filling::Chance::happens(30) ? (Starts => Filling::Clock::in_days(1), Due => Filling::Clock::in_days(20), TimeEstimated => 75) : ());
    say_something($ticket, "$number/$_") for 1 .. Filling::Chance::below(6);
    $ticket->role('Dispatcher', Filling::Chance::pick(@staff)) if Filling::Chance::happens(20);
    $ticket->role('Experts', $_) for Filling::Chance::happens(15) ? ('zoe@mail.example.test', 'boris') : ();
    fields($ticket);
    $ticket->set('anna', TimeWorked => $ticket->minutes + 1 + Filling::Chance::below(90)) if Filling::Chance::happens(10);
    $ticket->set('boris', Status => Filling::Chance::pick(qw(open stalled resolved rejected))) if Filling::Chance::happens(60) && $ticket->by('boris')->Status eq 'new';
    Filling::Clock::forward(Filling::Chance::below(3000));
    return $ticket;
}

sub subject {
    my $subject = Filling::Chance::pick(@subjects) =~ s/%d/1 + Filling::Chance::below($count)/er;
    return substr $subject, 0, 190;
}

sub copies {
    return map { "watcher$_\@mail.example.test" } 1 .. 25 if Filling::Chance::happens(7);
    return Filling::Chance::happens(30) ? (Filling::Chance::pick('anna@staff.example.test', 'BORIS@staff.example.test', 'zoe@mail.example.test', 'carla@staff.example.test')) : ();
}

# A comment is often internal work: with time, and with files nobody else may see.
sub say_something ($ticket, $seed) {
    my $minutes = Filling::Chance::happens(35) ? 1 + Filling::Chance::below(240) : 0;
    my ($message, $mentions) = body($seed);
    if (Filling::Chance::happens(45)) {
        $ticket->comment(Filling::Chance::pick(@staff), %$message, minutes => $minutes, mentions => $mentions);
    } else {
        $ticket->reply(somebody(), %$message, minutes => $minutes, mentions => $mentions);
    }
}

sub body ($seed) {
    my @others = Filling::Chance::happens(40) ? map { 1 + Filling::Chance::below($count + 2) } 0 .. Filling::Chance::below(2) : ();
    my ($message, $mentions) = Filling::Bodies::message($seed, @others);
    my @files = Filling::Chance::happens(35) ? map { some_file("$seed/$_") } 0 .. Filling::Chance::below(3) : ();
    $message->{files} = \@files if @files;
    return ($message, $mentions);
}

sub some_file ($seed) {
    return Filling::Message::file(Filling::Chance::pick('forwarded.eml', undef), forwarded($seed), 'message/rfc822') if Filling::Chance::happens(15);
    my $bytes = Filling::Chance::happens(10) ? '' : Filling::Message::noise($seed, 1 + Filling::Chance::below(20_000));
    return Filling::Message::file(Filling::Chance::pick(@names), $bytes, Filling::Chance::pick('application/octet-stream', 'image/png', 'text/csv', 'application/pdf'));
}

# A mail in the mail, with a file of its own.
sub forwarded ($seed) {
    my $mail = MIME::Entity->build(Type => 'multipart/mixed', From => 'a@mail.example.test', Subject => encode('MIME-Header', "Größe $seed"));
    $mail->attach(Type => 'text/plain', Charset => 'UTF-8', Encoding => 'quoted-printable', Data => encode('UTF-8', "The forwarded words of $seed: größer.\n"));
    $mail->attach(Type => 'application/pdf', Filename => 'inner.pdf', Encoding => 'base64', Data => Filling::Message::noise("inner $seed", 400));
    return $mail->as_string;
}

sub fields ($ticket) {
    $ticket->field('Kundennummer', 'K-' . Filling::Chance::below(10_000)) if Filling::Chance::happens(50);
    $ticket->field('Category', Filling::Chance::pick(qw(Hardware Software Network Billing Öffentlichkeit))) if Filling::Chance::happens(40);
    $ticket->field('Affected versions', '1.2', '3.0') if Filling::Chance::happens(25);
    $ticket->field('Promised on', '2021-06-30') if Filling::Chance::happens(20);
    $ticket->field('Root cause', "Staub *überall*\n# 2. {{toc}}") if Filling::Chance::happens(20);
    $ticket->field('Screenshot', Filling::Message::file('bild ä.png', Filling::Message::pixels('field'), 'image/png')) if Filling::Chance::happens(10);
}

sub connect_some (@tickets) {
    for my $ticket (@tickets) {
        next unless Filling::Chance::happens(30);
        my $other = Filling::Chance::pick(@tickets);
        my $target = Filling::Chance::happens(15) ? 'https://wiki.example.test/Störung_(alt)?a=1&b=2' : $other;
        my $type = ref $target ? Filling::Chance::pick(qw(DependsOn RefersTo MemberOf)) : 'RefersTo';
        # Later tickets lean on earlier ones: no circle, which RT and Redmine refuse.
        next if ref $target && $other->id >= $ticket->id;
        $ticket->link($type => $target);
    }
}

# A twentieth is merged into the one before it.
sub merge_some (@tickets) {
    for my $place (grep { $_ % 20 == 13 } 1 .. $#tickets) {
        $tickets[$place]->merge_into($tickets[$place - 1]);
    }
}

sub end_some (@tickets) {
    for my $place (grep { $_ % 25 == 9 } keys @tickets) { $tickets[$place]->set('anna', Status => 'deleted') }
}

1;
