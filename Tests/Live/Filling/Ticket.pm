# One ticket: everything done to it goes to RT and into the manifest.
package Filling::Ticket;
use v5.36;
use utf8;
use Filling::Message;
use Filling::World;

my @all;

# create(kind, as => …, queue => …, subject => …, message => {…}, and what RT::Ticket::Create takes)
sub create ($class, $kind, %with) {
    my $message = delete $with{message};
    my $author = delete $with{as} // 'customer@mail.example.test';
    my $subject = delete $with{subject};
    my $queue = delete $with{queue} // 'Support';
    my $mentions = delete $with{mentions} // [];
    Filling::Clock::forward(7);
    my $ticket = RT::Ticket->new(Filling::World::actor($author));
    my ($id, $transaction, $error) = $ticket->Create(
        Queue => $queue, Subject => $subject, Requestor => [$author],
        ($message ? (MIMEObj => Filling::Message::message(%$message)) : ()), %with,
    );
    die "$kind: $error\n" unless $id;
    my $self = bless {
        id => $id,
        told => {id => $id + 0, kind => $kind, queue => $queue, subject => $subject, articles => [], links => [], fields => {},
            author => $author, copies => $with{Cc} // [], roles => {}, time => []},
    }, $class;
    $self->told_article($transaction, $author, 0, {($message // {})->%*, mentions => $mentions});
    $self->told_time($transaction, $author, $with{TimeWorked});
    push @all, $self;
    return $self;
}

sub id ($self) { $self->{id} }

sub reply ($self, $author, %message) { $self->say_more('Correspond', $author, %message) }
sub comment ($self, $author, %message) { $self->say_more('Comment', $author, %message) }

sub say_more ($self, $verb, $author, %message) {
    Filling::Clock::forward(11);
    my ($transaction, $error) =
        $self->by($author)->$verb(MIMEObj => Filling::Message::message(%message), TimeTaken => $message{minutes} // 0);
    die "$self->{told}{kind}: $error\n" unless $transaction;
    $self->told_article($transaction, $author, $verb eq 'Comment' ? 1 : 0, \%message);
    $self->told_time($transaction, $author, $message{minutes});
    return $self;
}

sub told_article ($self, $transaction, $author, $internal, $message) {
    push $self->{told}{articles}->@*, {
        transaction => $transaction + 0, author => $author, date => Filling::Clock::now(), mentions => $message->{mentions} // [],
        internal => $internal ? JSON::PP::true : JSON::PP::false, Filling::Message::described(%$message)->%*,
    };
}

# Minutes that someone has booked, with the transaction that says so.
sub told_time ($self, $transaction, $author, $minutes) {
    return unless $minutes;
    push $self->{told}{time}->@*, {transaction => $transaction + 0, author => $author, minutes => $minutes + 0, day => substr Filling::Clock::now(), 0, 10};
}

sub minutes ($self) { $self->by('anna')->TimeWorked }

# A person in a role that this company has made up.
sub role ($self, $name, $person) {
    my ($done, $error) = $self->by('anna')->AddWatcher(Type => Filling::World::role_type($name), PrincipalId => Filling::World::actor($person)->PrincipalId);
    die "$self->{told}{kind}: $name $person: $error\n" unless $done;
    push $self->{told}{roles}{$name}->@*, $person;
    return $self;
}

# set(author, Priority => 5, Status => 'open', …): RT's Set… calls, one transaction each.
sub set ($self, $author, @changes) {
    while (my ($name, $value) = splice @changes, 0, 2) {
        Filling::Clock::forward(3);
        my $verb = "Set$name";
        my $before = $name eq 'TimeWorked' ? $self->minutes : 0;
        my ($done, $error) = $self->by($author)->$verb($value);
        die "$self->{told}{kind}: $verb $value: $error\n" unless $done;
        $self->told_time($self->by($author)->Transactions->Last->Id, $author, $value - $before) if $name eq 'TimeWorked';
    }
    return $self;
}

# field('Category', 'Network', …): one call a value; a file for Image and Binary.
sub field ($self, $name, @values) {
    for my $value (@values) {
        my @file = ref $value ? (LargeContent => $value->{bytes}, ContentType => $value->{type}) : ();
        my ($done, $error) = $self->by('boris')->AddCustomFieldValue(
            Field => Filling::World::field_id($name), Value => ref $value ? $value->{name} : $value, @file,
        );
        die "$self->{told}{kind}: $name: $error\n" unless $done;
        push $self->{told}{fields}{$name}->@*, ref $value ? $value->{name} : $value;
    }
    return $self;
}

# link(DependsOn => $other) or link(RefersTo => 'https://…')
sub link ($self, $type, $target) {
    Filling::Clock::forward(1);
    my $name = ref $target ? $target->id : $target;
    my ($done, $error) = $self->by('anna')->AddLink(Type => $type, Target => $name);
    die "$self->{told}{kind}: $type $name: $error\n" unless $done;
    push $self->{told}{links}->@*, {type => $type, target => "$name"};
    return $self;
}

# The other ticket takes over everything that was said in this one.
sub merge_into ($self, $other) {
    my ($done, $error) = $self->by('anna')->MergeInto($other->id);
    die "$self->{told}{kind}: $error\n" unless $done;
    push $other->{told}{$_}->@*, splice $self->{told}{$_}->@* for qw(articles time);
    $self->{told}{merged_into} = $other->id + 0;
}

# The ticket as this person sees it: RT judges rights by who loaded it.
sub by ($self, $author) {
    my $ticket = RT::Ticket->new(Filling::World::actor($author));
    $ticket->Load($self->{id});
    return $ticket;
}

sub manifest {
    for my $self (@all) {
        my $told = $self->{told};
        my $ticket = RT::Ticket->new(RT->SystemUser);
        $ticket->Load($told->{merged_into} // $self->{id});
        $told->{state} = $ticket->Status;
        $told->{priority} = $ticket->Priority + 0;
        $told->{owner} = $ticket->OwnerObj->Name;
        $told->{articles} = [sort { $a->{transaction} <=> $b->{transaction} } $told->{articles}->@*];
    }
    return [map { $_->{told} } @all];
}

1;
