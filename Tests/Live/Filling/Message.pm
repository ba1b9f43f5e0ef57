# Mail as people send it: plain, HTML, both, with pictures inside and files behind.
package Filling::Message;
use v5.36;
use utf8;
use Digest::SHA qw(sha256 sha256_hex);
use Encode qw(encode);
use MIME::Entity;

# Bytes that look like nothing and are the same every time.
sub noise ($seed, $count) {
    my $bytes = '';
    for (my $block = 0; length $bytes < $count; $block++) { $bytes .= sha256("$seed/$block") }
    return substr $bytes, 0, $count;
}

sub file ($name, $bytes, $type = 'application/octet-stream') { {name => $name, bytes => $bytes, type => $type} }

sub picture ($seed) { "\x89PNG\r\n\x1a\n" . noise($seed, 900) }

# message(text => …, html => …, inline => [cid, file], files => [file…]): each part may be missing.
sub message (%content) {
    my @bodies = (
        exists $content{text} ? part('text/plain', $content{text}) : (),
        exists $content{html} ? part('text/html', $content{html}) : (),
    );
    my $body = @bodies > 1 ? multipart('alternative', @bodies) : $bodies[0];
    $body = multipart('related', $body, inline($content{inline}->@*)) if $content{inline};
    my @files = map { attached($_) } ($content{files} // [])->@*;
    return @files ? multipart('mixed', $body // (), @files) : $body;
}

sub part ($type, $text) {
    return MIME::Entity->build(
        Type => $type, Charset => 'UTF-8', Encoding => 'base64', Data => encode('UTF-8', $text), Top => 0,
    );
}

sub multipart ($kind, @parts) {
    my $whole = MIME::Entity->build(Type => "multipart/$kind");
    $whole->add_part($_) for @parts;
    return $whole;
}

sub attached ($file) {
    my @name = defined $file->{name} ? (Filename => encode('UTF-8', $file->{name})) : ();
    my $encoding = $file->{type} =~ m{^message/} ? '8bit' : 'base64';
    return MIME::Entity->build(
        Type => $file->{type}, @name, Disposition => 'attachment', Encoding => $encoding, Data => $file->{bytes}, Top => 0,
    );
}

sub inline ($cid, $file) {
    return MIME::Entity->build(
        Type => $file->{type}, Filename => encode('UTF-8', $file->{name}), Disposition => 'inline', Id => "<$cid>",
        Encoding => 'base64', Data => $file->{bytes}, Top => 0,
    );
}

# The same content as the manifest tells it.
sub described (%content) {
    my @files = (($content{files} // [])->@*, $content{inline} ? $content{inline}[1] : ());
    return {
        text  => $content{text},
        html  => exists $content{text} ? undef : $content{html},
        files => [map { {
            name => $_->{name}, size => length $_->{bytes}, sha256 => sha256_hex($_->{bytes}),
        } } @files],
    };
}

1;
