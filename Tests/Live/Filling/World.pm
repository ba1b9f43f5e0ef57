# What stands before the first ticket: queues, colleagues, rights and custom fields.
package Filling::World;
use v5.36;
use utf8;

our @QUEUES = qw(Support Sales);

# anna and boris have an account in the new system, carla has none, dieter has left.
our %STAFF = (anna => 'Anna Åkesson', boris => 'Boris Čapek', carla => 'Carla Colleague', dieter => 'Dieter Départi');

our %FIELDS = (
    'Kundennummer'      => ['FreeformSingle'],
    'Category'          => ['SelectSingle', qw(Hardware Software Network Billing Öffentlichkeit)],
    'Affected versions' => ['SelectMultiple', '1.2', '2.0-β', '3.0'],
    'Promised on'       => ['DateSingle'],
    'Called at'         => ['DateTimeSingle'],
    'Root cause'        => ['TextSingle'],
    'Screenshot'        => ['ImageSingle'],
    'Recording'         => ['BinarySingle'],
);

my %field_ids;
my %role_types;
my %actors;

sub prepare {
    my @queues = map { queue($_) } @QUEUES;
    colleague($_) for sort keys %STAFF;
    grant($_) for @queues;
    field($_, @queues) for sort keys %FIELDS;
}

# The id of a custom field; RT's own calls want it rather than the name.
sub field_id ($name) { $field_ids{$name} // die "no field $name\n" }

# Whoever does something: a colleague by login, a customer by address.
sub actor ($name) {
    return $actors{$name} //= do {
        my $user = RT::User->new(RT->SystemUser);
        $name =~ /@/ ? $user->LoadOrCreateByEmail($name) : $user->Load($name);
        RT::CurrentUser->new($user->Id || die "no user $name\n");
    };
}

# Afterwards nobody can log in as this colleague, whose tickets stay.
sub disable ($login) {
    my $user = RT::User->new(RT->SystemUser);
    $user->Load($login);
    must($user->SetDisabled(1));
}

sub must ($result, @message) { $result || die "@message\n" }

sub queue ($name) {
    my $queue = RT::Queue->new(RT->SystemUser);
    must($queue->Create(Name => $name, CorrespondAddress => lc "$name\@rt.example.test"));
    return $queue;
}

sub colleague ($login) {
    must(RT::User->new(RT->SystemUser)->Create(
        Name => $login, RealName => $STAFF{$login}, EmailAddress => "$login\@staff.example.test", Privileged => 1,
    ));
}

sub grant ($queue) {
    my %rights = (
        Everyone   => [qw(CreateTicket ReplyToTicket CommentOnTicket)],
        Privileged => [qw(SeeQueue ShowTicket ShowTicketComments ModifyTicket DeleteTicket OwnTicket TakeTicket
                          ReassignTicket Watch WatchAsAdminCc SeeCustomField ModifyCustomField)],
    );
    for my $name (sort keys %rights) {
        my $group = RT::Group->new(RT->SystemUser);
        $group->LoadSystemInternalGroup($name);
        must($group->PrincipalObj->GrantRight(Object => $queue, Right => $_)) for $rights{$name}->@*;
    }
}

# A role of the company's own, for one person or for several.
sub role ($name, $single) {
    my $role = RT::CustomRole->new(RT->SystemUser);
    must($role->Create(Name => $name, MaxValues => $single ? 1 : 0));
    for my $queue (@QUEUES) {
        must($role->AddToObject(ObjectId => loaded($queue)->Id));
    }
    $role_types{$name} = $role->GroupType;
}

sub role_type ($name) { $role_types{$name} // die "no role $name\n" }

sub loaded ($name) {
    my $queue = RT::Queue->new(RT->SystemUser);
    $queue->Load($name);
    return $queue;
}

sub field ($name, @queues) {
    my ($type, @values) = $FIELDS{$name}->@*;
    my $field = RT::CustomField->new(RT->SystemUser);
    must($field->Create(Name => $name, Type => $type, LookupType => 'RT::Queue-RT::Ticket'));
    must($field->AddValue(Name => $values[$_], SortOrder => $_)) for keys @values;
    must($field->AddToObject($_)) for @queues;
    $field_ids{$name} = $field->Id;
}

1;
