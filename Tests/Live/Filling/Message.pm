# Mail as people send it: plain, HTML, both, with pictures inside and files behind.
package Filling::Message;
use v5.36;
use utf8;
use Compress::Zlib qw(compress crc32);
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

# A picture that a browser shows: 48 by 24 pixels of one colour.
sub pixels ($seed) {
    my $rows = join '', map { "\0" . noise($seed, 3) x 48 } 1 .. 24;
    return "\x89PNG\r\n\x1a\n" . chunk('IHDR', pack 'NNCCCCC', 48, 24, 8, 2, 0, 0, 0) . chunk('IDAT', compress($rows)) . chunk('IEND', '');
}

sub chunk ($type, $data) { pack('N', length $data) . $type . $data . pack('N', crc32($type . $data)) }

# message(text => …, html => …, inline => [cid, file] or [[cid, file]…], files => [file…]): each part may be missing.
# The text is in UTF-8 and base64, unless `charset` and `encoding` say otherwise.
sub message (%content) {
    my @bodies = (
        exists $content{text} ? part('text/plain', $content{text}, $content{charset}, $content{encoding}) : (),
        exists $content{html} ? part('text/html', $content{html}, 'UTF-8', 'base64') : (),
    );
    my $body = @bodies > 1 ? multipart('alternative', @bodies) : $bodies[0];
    my @pictures = map { inline(@$_) } pictures(%content);
    $body = multipart('related', $body, @pictures) if @pictures;
    my @files = map { attached($_) } ($content{files} // [])->@*;
    return @files ? multipart('mixed', $body // (), @files) : $body;
}

# The pictures inside, each with its Content-ID.
sub pictures (%content) {
    my @inline = ($content{inline} // [])->@*;
    return ref $inline[0] ? @inline : @inline ? [@inline] : ();
}

sub part ($type, $text, $charset, $encoding) {
    $charset //= 'UTF-8';
    return MIME::Entity->build(
        Type => $type, Charset => $charset, Encoding => $encoding // 'base64', Data => encode($charset, $text), Top => 0,
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
    my @pictures = pictures(%content);
    my @files = (($content{files} // [])->@*, map { $_->[1] } @pictures);
    return {
        text     => $content{text},
        html     => $content{html},
        pictures => {map { $_->[0] => sha256_hex($_->[1]{bytes}) } @pictures},
        files    => [map { {
            name => $_->{name}, size => length $_->{bytes}, sha256 => sha256_hex($_->{bytes}),
        } } @files],
    };
}

1;
