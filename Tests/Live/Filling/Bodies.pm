# What people write: the golden mails of Tests/Fixtures/Mail, with their pictures, and with words about other tickets.
package Filling::Bodies;
use v5.36;
use utf8;
use Encode qw(decode encode);
use FindBin;
use HTML::Entities qw(decode_entities);
use URI::Escape qw(uri_unescape);
use Filling::Chance;
use Filling::Message qw();

my (@plain, @html);

sub load {
    for my $file (sort glob "$FindBin::Bin/../Fixtures/Mail/*/mail.*") {
        open my $in, '<:raw', $file or die "$file: $!\n";
        my $text = decode('UTF-8', do { local $/; <$in> });
        push @{$file =~ /html$/ ? \@html : \@plain}, $text;
    }
    @plain && @html or die "no mails in Tests/Fixtures/Mail\n";
}

# A message, and the numbers of the tickets that it speaks of.
sub message ($seed, @others) {
    my %content = Filling::Chance::happens(45) ? plain() : html($seed);
    return (\%content, []) unless @others;
    $content{text} .= "\n" . spoken(@others) if exists $content{text};
    $content{html} = with_end($content{html}, linked(@others)) if exists $content{html};
    return (\%content, \@others);
}

sub plain {
    my $text = Filling::Chance::pick(@plain) =~ s/\0//gr;
    return (text => $text, writing($text));
}

# One of the ways to write the text in bytes; those that cannot hold it are passed over.
sub writing ($text) {
    my @charsets = Filling::Chance::shuffled(qw(utf-8 utf-8 iso-8859-1 windows-1252 koi8-r shift_jis iso-8859-15 us-ascii));
    for my $charset (@charsets) {
        my $copy = $text;
        next unless eval { encode($charset, $copy, Encode::FB_CROAK); 1 };
        return (charset => $charset, encoding => Filling::Chance::pick(qw(base64 quoted-printable)));
    }
    return ();
}

sub html ($seed) {
    my $html = Filling::Chance::pick(@html);
    my @pictures = pictures($seed, $html);
    my %content = (html => $html, @pictures ? (inline => \@pictures) : ());
    $content{text} = bare($html) if Filling::Chance::happens(50);
    return %content;
}

# For each picture that the text shows, a real one; all of one name, as Outlook has it, or each of its own.
sub pictures ($seed, $html) {
    my $same = Filling::Chance::happens(50);
    my (%seen, @pictures);
    for my $cid (grep { !/^missing/ && !$seen{$_}++ } map { uri_unescape($_) } $html =~ /src=["']?cid:([^"'\s>]+)/gi) {
        my $number = @pictures + 1;
        my $name = $same ? 'image001.png' : "image00$number (Größe $number).png";
        push @pictures, [$cid, Filling::Message::file($name, Filling::Message::pixels("$seed/$number"), 'image/png')];
    }
    return @pictures;
}

# The plain part that a mail program puts beside its HTML.
sub bare ($html) {
    my $text = $html =~ s/<head.*?<\/head>|<style.*?<\/style>|<script.*?<\/script>|<!--.*?-->//gisr;
    $text =~ s/<(?:br|p|div|li|tr|h\d|blockquote|pre)\b[^>]*>/\n/gi;
    $text = decode_entities($text =~ s/<[^>]*>//gr) =~ s/[\x00-\x08\x{D800}-\x{DFFF}\x{FFFE}\x{FFFF}]//gr;
    return join "\n", grep { /\S/ } split /\s*\n\s*/, $text;
}

sub address ($number) { RT->Config->Get('WebURL') . "Ticket/Display.html?id=$number" }

sub spoken (@numbers) {
    my @forms = (sub { "See ticket #$_[0]." }, sub { "Re: [rt.example.test #$_[0]] again" }, sub { address($_[0]) }, sub { "(RT #$_[0], please)" });
    return join '', map { Filling::Chance::pick(@forms)->($_) . "\n" } @numbers;
}

sub linked (@numbers) {
    my @forms = (sub { "See RT #$_[0]." }, sub { 'The <a href="' . address($_[0]) . '">other case</a>.' }, sub { 'Ticket <b>#' . $_[0] . '</b>' });
    return join '', map { '<p>' . Filling::Chance::pick(@forms)->($_) . '</p>' } @numbers;
}

sub with_end ($html, $end) { $html =~ s{(?=</body>)}{$end}i ? $html : $html . $end }

1;
