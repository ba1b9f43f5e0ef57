# One ticket, or a few, for each thing that has broken a migration somewhere.
package Filling::Cases;
use v5.36;
use utf8;
use Filling::Message qw();
use Filling::Ticket;

sub file { Filling::Message::file(@_) }

sub all {
    writing();
    bodies();
    files();
    fields();
    people();
    states();
    links();
    merged();
    long_history();
}

sub new (@arguments) { Filling::Ticket->create(@arguments) }

sub writing {
    my %texts = (
        arabic   => ['الطابعة لا تعمل', "مرحبا،\nالطابعة لا تعمل منذ الأمس.\nشكرا"],
        hebrew   => ['המדפסת אינה עובדת', "שלום,\nהמדפסת \x{200F}(HP) אינה עובדת."],
        chinese  => ['打印机坏了', "您好：\n打印机坏了，请帮忙。"],
        japanese => ['プリンターが動きません', "お世話になっております。\n①②㈱ 髙橋"],
        greek    => ['Ο εκτυπωτής δεν δουλεύει', "Καλημέρα,\nδεν δουλεύει."],
        russian  => ['Принтер не работает', "Здравствуйте!\nНе печатает с утра."],
        hindi    => ['प्रिंटर काम नहीं कर रहा', "नमस्ते,\nप्रिंटर काम नहीं कर रहा है।"],
        emoji    => ["🖨️ kaputt 😭👩🏽‍💻", "Bitte 🙏 helfen! 👨‍👩‍👧‍👦 🏳️‍🌈 𝒜𝓃𝓃𝒶 e\x{301}"],
    );
    for my $script (sort keys %texts) {
        my ($subject, $text) = $texts{$script}->@*;
        new("script $script", subject => $subject, message => {text => $text})->comment('anna', text => "↩ $text");
    }
    new('empty subject', subject => '', message => {text => 'No subject was given.'});
    new('long subject', subject => substr('Überlänge ' x 30, 0, 200), message => {text => 'See above.'});
    new('no message', subject => 'Opened by telephone', as => 'anna');
    new('markup in text', subject => '<b>*bold*</b> & _it_', message => {
        text => "# not a heading\n* not a list\n{{toc}} !{color:red}x! #1 r1 \@anna ``` ~~~ <script>alert(1)</script>\n> quoted\n    code",
    });
    new('control characters', subject => "tab\there", message => {text => "form\ffeed, bell \a, escape \e[1m, \x{FEFF}mark, \x{2028}line"});
}

sub bodies {
    new('CRLF', subject => 'Windows line ends', message => {text => "one\r\ntwo\r\n\r\nfour\r\n"});
    new('long text', subject => 'A log pasted', message => {text => join '', map { "line $_ of the log, nothing happened\n" } 1 .. 5000});
    new('empty text', subject => 'Nothing said', message => {text => ''})->comment('anna', text => ' ', files => [file('alone.txt', "only a file\n", 'text/plain')]);
    new('html', subject => 'HTML only', message => {
        html => '<html><body><p>Guten <b>Tag</b>,</p><ul><li>erstens</li><li>zweitens &amp; drittens</li></ul></body></html>',
    });
    new('alternative', subject => 'Both kinds', message => {text => "Plain *words* here\n", html => '<p>Plain <b>words</b> here</p>'});
    new('inline picture', subject => 'A picture in the text', message => {
        html   => '<p>Before the picture</p><img src="cid:shot@mail.example.test" alt="shot"><p>after it</p>',
        inline => ['shot@mail.example.test', file('image001.png', Filling::Message::picture('inline'), 'image/png')],
        files  => [file('also.pdf', "%PDF-1.4\n" . Filling::Message::noise('pdf', 5000), 'application/pdf')],
    })->reply('anna', text => "See it?\n", html => '<p>See it? <img src="cid:two@mail.example.test"></p>',
        inline => ['two@mail.example.test', file('image001.png', Filling::Message::picture('second'), 'image/png')]);
    my $mail = "From: a\@mail.example.test\nSubject: inner\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\nThe forwarded words.\n";
    new('nested message', subject => 'Fwd: inner', message => {text => 'See below.', files => [file('inner.eml', $mail, 'message/rfc822')]})
        ->comment('boris', text => 'And again, without a name.', files => [file(undef, $mail, 'message/rfc822')]);
}

sub files {
    new('zero bytes', subject => 'An empty file', message => {text => 'Empty:', files => [file('empty.txt', '', 'text/plain'), file('empty.bin', '')]});
    new('same name', subject => 'Two files of one name', message => {
        text => 'Twice:', files => [file('report.csv', "a;b\r\n1;2\r\n", 'text/csv'), file('report.csv', "a;b\r\n3;4\r\n", 'text/csv')],
    })->comment('anna', text => 'And internally.', files => [file('report.csv', "a;b\r\n5;6\r\n", 'text/csv')]);
    new('same bytes', subject => 'One file, two names', message => {
        text => 'The same:', files => [file('first.bin', "\0\1\2same"), file('second.bin', "\0\1\2same")],
    });
    my @names = ('../../etc/passwd', '.hidden', 'C:\\temp\\plan.txt', 'Rechnung März „2021“.pdf', 'it\'s "quoted".txt',
        'журнал 日本.log', 'semi;colon,comma.txt', 'percent%20and+plus&amp.txt', '🦄.png', 'no-ending', ('x' x 180) . '.txt');
    my $ticket = new('file names', subject => 'Unusual file names', message => {text => 'Names:'});
    $ticket->reply('customer@mail.example.test', text => "File $_", files => [file($names[$_], "content $_ \xFF\xFE")]) for keys @names;
    keep_folders($names[0]);
    new('large file', subject => '3 MiB', message => {text => 'Large:', files => [file('large.bin', Filling::Message::noise('large', 3 * 1024 * 1024))]});
    new('latin-1 file', subject => 'Old export', message => {text => 'Umlauts:', files => [file('alt.csv', "M\xFCller;Stra\xDFe\r\n", 'text/csv')]});
}

# RT cuts folders off a name by itself, but did not always: old rows have them.
sub keep_folders ($name) {
    my $files = RT::Attachments->new(RT->SystemUser);
    $files->Limit(FIELD => 'Filename', VALUE => $name =~ s{.*/}{}r);
    $files->First->__Set(Field => 'Filename', Value => $name);
}

sub fields {
    my $full = new('all fields', subject => 'Every custom field', message => {text => 'All filled in.'});
    $full->field('Kundennummer', 'K-4711 "ä"')->field('Category', 'Öffentlichkeit')->field('Affected versions', '1.2', '2.0-β');
    $full->field('Promised on', '2021-03-31')->field('Called at', '2021-01-05 12:34:56');
    $full->field('Root cause', "Erstens: Staub.\nZweitens: 埃。\n\nDrittens: –");
    $full->field('Screenshot', file('bildschirm ä.png', Filling::Message::picture('field'), 'image/png'));
    $full->field('Recording', file('anruf.ogg', Filling::Message::noise('ogg', 2000), 'audio/ogg'));
    new('dates and times', queue => 'Sales', subject => 'Planned', message => {text => 'Planned.'},
        Starts => Filling::Clock::in_days(2), Due => Filling::Clock::in_days(30), TimeEstimated => 90, TimeLeft => 45)
        ->set('anna', TimeWorked => 50, Started => Filling::Clock::in_days(3));
    new("priority $_", queue => 'Sales', subject => "Priority $_", message => {text => 'How urgent?'}, InitialPriority => $_, FinalPriority => 100)
        for 0, 29, 30, 69, 70, 100;
}

sub people {
    new('watchers', subject => 'Many watchers', message => {text => 'Everyone knows.'},
        Cc => ['copy@mail.example.test', 'anna@staff.example.test', 'Jörg Ö <joerg@mail.example.test>'], AdminCc => ['boris@staff.example.test', 'carla@staff.example.test'])
        ->reply('carla', text => 'I have no account over there.')->comment('carla', text => 'Nor for internal words.');
    new('left colleague', as => 'dieter', subject => 'From someone who has left', message => {text => 'Bye.'}, Owner => 'dieter')
        ->comment('dieter', text => 'My last comment.');
    new('owner changes', subject => 'Handed round', message => {text => 'Whose?'}, Owner => 'anna')->set('anna', Owner => 'boris')->set('boris', Owner => 'carla')
        ->set('carla', Owner => 'anna')->reply('anna', text => 'Mine again.');
    new('several requesters', subject => 'Asked by three', message => {text => 'We three.'},
        Requestor => ['one@mail.example.test', 'two@mail.example.test', 'anna@staff.example.test']);
    new('long name', as => 'a.very.long.address.of.a.person@a.very.long.domain.of.a.company.example.test', subject => 'Long address', message => {text => 'Long.'});
}

sub states {
    for my $state (qw(open stalled resolved rejected deleted)) {
        new("state $state", subject => "Now $state", message => {text => "This becomes $state."}, Owner => 'boris')
            ->comment('boris', text => "Reason for $state")->set('boris', Status => $state);
    }
    new('reopened', subject => 'Back again', message => {text => 'Once more.'})->set('anna', Status => 'resolved')
        ->reply('customer@mail.example.test', text => 'It is not solved.');
}

sub links {
    my @chain = map { new("link $_", queue => $_ % 2 ? 'Support' : 'Sales', subject => "Link $_", message => {text => "Number $_."}) } 0 .. 7;
    $chain[0]->link(DependsOn => $chain[1])->link(RefersTo => $chain[2])->link(MemberOf => $chain[3]);
    $chain[1]->link(RefersTo => $chain[0]);    # a second link between the same two
    $chain[2]->link(RefersTo => $chain[4]);
    $chain[4]->link(RefersTo => $chain[2])->link(MemberOf => $chain[3])->link(MemberOf => $chain[5]);    # two parents
    $chain[6]->link(RefersTo => 'https://wiki.example.test/Störung?a=1&b=2')->link(RefersTo => 'https://rt.other.example.test/Ticket/Display.html?id=7');
    my $gone = new('link target deleted', subject => 'Soon deleted', message => {text => 'Gone.'});
    $chain[7]->link(RefersTo => $gone);
    $gone->set('anna', Status => 'deleted');
}

sub merged {
    my ($kept, @others) = map { new("merge $_", subject => "Merge $_", message => {text => "Report $_.", files => [file("report $_.txt", "report $_\n", 'text/plain')]}) } 0 .. 2;
    my $neighbour = new('linked to merged', subject => 'Refers to a merged ticket', message => {text => 'See there.'})->link(RefersTo => $others[0]);
    $others[0]->comment('anna', text => 'The same as the other.');
    $_->merge_into($kept) for @others;
    $kept->reply('anna', text => 'All three are one.');
}

sub long_history {
    my $ticket = new('long history', subject => '250 transactions', message => {text => 'It begins.'});
    for my $round (1 .. 50) {
        $ticket->comment('anna', text => "Round $round.");
        $ticket->set('boris', Priority => $round, TimeWorked => $round, TimeLeft => 100 - $round, FinalPriority => $round);
    }
}

1;
