# The ordinary tickets between the special ones: a question, some answers, an internal word, an end.
package Filling::Everyday;
use v5.36;
use utf8;
use Filling::Message qw();
use Filling::Ticket;

my @TOPICS = ('Printer on floor %d', 'Invoice %d is wrong', 'Zugang für Büro %d', 'VPN drops, case %d', 'Commande nº %d');
my @OPENINGS = ("Dear team,\n\nplease look at this.\n\nRegards", "Guten Tag,\n\nbitte prüfen Sie das.\n\nMit freundlichen Grüßen",
    "Bonjour,\n\nle réseau est lent.\n\n-- \nÉlodie", "Hi,\nsee attached.");
my @ANSWERS = ("We are looking into it.", "Solved by a restart.\n\n> please look at this.\n", "Können Sie uns die Seriennummer nennen?");
my @STATES = (undef, 'open', 'resolved', 'stalled', 'resolved');
my @OWNERS = (undef, 'anna', 'boris', 'carla');

sub tickets ($count) { ticket($_) for 1 .. $count }

# Every choice follows from the number, in steps that do not fall together.
sub ticket ($number) {
    my $customer = sprintf 'customer%02d@mail%d.example.test', $number % 23, $number % 3;
    my $owner = $OWNERS[$number % @OWNERS];
    my $ticket = Filling::Ticket->create(
        "everyday $number",
        as => $customer, queue => $number % 3 ? 'Support' : 'Sales',
        subject => sprintf($TOPICS[$number % @TOPICS], $number), InitialPriority => $number * 7 % 101,
        message => {text => $OPENINGS[$number % @OPENINGS], files($number, $number % 4 == 3 ? 1 : 0)},
        ($owner ? (Owner => $owner) : ()),
    );
    $ticket->reply($number % 2 ? 'anna' : $customer, text => $ANSWERS[($number + $_) % @ANSWERS], files("$number-$_", $_ % 2)) for 1 .. $number % 3;
    $ticket->comment('boris', text => "Internal: customer $number called again.", files("i$number", $number % 2)) if $number % 5 < 2;
    $ticket->field('Kundennummer', "K-$number") if $number % 2;
    $ticket->field('Category', (qw(Hardware Software Network Billing))[$number % 4]) if $number % 3 == 0;
    my $state = $STATES[$number % @STATES];
    $ticket->set('anna', Status => $state) if $state && $state ne $ticket->by('anna')->Status;
    Filling::Clock::forward(600);
}

sub files ($seed, $count) {
    return unless $count;
    return files => [Filling::Message::file("photo $seed.jpg", Filling::Message::noise($seed, 3000 + 100 * length $seed), 'image/jpeg')];
}

1;
