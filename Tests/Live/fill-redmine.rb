# Fills a Redmine that prepare-redmine.rb has made with what people leave behind in years, so that it can be migrated
# from: run in Redmine's own environment. Prints nothing; twice is twice.
require '/usr/share/redmine/config/environment'
require 'tempfile'

SUPPORT, SALES = %w[support sales].map { |name| Project.find_by!(identifier: name) }
ANNA, BORIS, RITA = %w[anna boris reporter].map { |login| User.find_by!(login: login) }
TRACKER = Tracker.find_by!(name: 'Support')
STATUS = IssueStatus.all.index_by(&:name)
PRIORITY = IssuePriority.all.index_by(&:name)
VERSION = Version.find_or_create_by!(project: SUPPORT, name: '2.0')
CATEGORY = IssueCategory.find_by!(project: SUPPORT, name: 'Network')
TEXTILE = Setting.text_formatting == 'textile'

ActionMailer::Base.perform_deliveries = false

def field(name, format, **options)
  IssueCustomField.find_or_create_by!(name: name) do |field|
    field.assign_attributes(field_format: format, is_for_all: true, visible: true, **options)
    field.trackers = Tracker.all
  end
end
BUILD = field('Found in', 'version', multiple: true)
MANUAL = field('Manual', 'attachment')
COUNT = field('Seats', 'int')

def upload(name, bytes, author, description = nil)
  Attachment.create!(
    file: StringIO.new(bytes).tap { |io| io.define_singleton_method(:original_filename) { name } },
    author: author, description: description, content_type: Redmine::MimeType.of(name) || 'application/octet-stream')
end

# Files that come with an issue or a note: names and bytes of all kinds.
def attach(record, author, files)
  files.each do |name, bytes|
    record.save_attachments([{ 'token' => upload(name, bytes, author).token, 'description' => name.end_with?('.log') ? 'of the night' : '' }])
  end
end

def issue(subject, author: ANNA, project: SUPPORT, files: {}, **attributes)
  User.current = author
  issue = Issue.new(project: project, tracker: TRACKER, author: author, subject: subject, status: STATUS['New'],
                    priority: PRIORITY['Normal'])
  attributes.each { |name, value| issue.public_send("#{name}=", value) }
  attach(issue, author, files)
  issue.save!(validate: false)
  issue
end

def note(issue, author, text, is_private: false, files: {}, **changes)
  User.current = author
  # Found anew, or the next note would be a part of the last.
  issue = Issue.find(issue.id)
  journal = issue.init_journal(author, text)
  journal.private_notes = is_private
  changes.each { |name, value| issue.public_send("#{name}=", value) }
  attach(issue, author, files)
  issue.save!(validate: false)
end

def value(issue, name, value)
  issue.custom_field_values = { IssueCustomField.find_by!(name: name).id.to_s => value }
end

PNG = ["89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef" \
       "0000000049454e44ae426082"].pack('H*')

picture = TEXTILE ? '!shot.png!' : '![](shot.png)'
strong = TEXTILE ? '*bold*' : '**bold**'
code = TEXTILE ? "<pre>\nsee #1 and @anna\n</pre>" : "```\nsee #1 and @anna\n```"

first = issue('Printer "Zoë" is out of toner', description: "It is #{strong}, see below.\n\n#{picture}\n\n#{code}",
              files: { 'shot.png' => PNG, 'night.log' => "line\n" * 200, 'Grüße 100%?.txt' => 'ä' },
              start_date: '2024-03-30', due_date: '2024-03-31', estimated_hours: 3.5, done_ratio: 40, category: CATEGORY,
              fixed_version: VERSION, assigned_to: BORIS)
first.reload
value(first, 'Category', 'Hardware')
value(first, 'Affected versions', ['1.2', '3.0'])
value(first, 'Kundennummer', 'K-12')
value(first, 'Promised on', '2024-04-01')
value(first, 'Answered', '1')
value(first, 'Weight', '2.75')
value(first, 'Contact', BORIS.id.to_s)
value(first, 'Rooms', IssueCustomField.find_by!(name: 'Rooms').enumerations.map { |room| room.id.to_s })
value(first, 'Root cause', "two\nlines")
value(first, 'Found in', [VERSION.id.to_s])
value(first, 'Seats', '-3')
value(first, 'RT link', 'https://example.test/a?b=c')
first.save!(validate: false)
manual = upload('manual.pdf', "%PDF-1.4\n", ANNA)
field_value = CustomValue.find_or_create_by!(customized: first, custom_field: MANUAL)
manual.update!(container: field_value)
field_value.update!(value: manual.id.to_s)
first.add_watcher(ANNA)
first.add_watcher(RITA)

child = issue('A child', author: BORIS, description: "Of ##{first.id}, as @anna said. Not !##{first.id}.", parent_issue_id: first.id)
note(first, BORIS, "Ordered.\n\n#{code}", status: STATUS['In Progress'], priority: PRIORITY['High'])
note(first, ANNA, 'They never pay.', is_private: true)
note(first, RITA, '', files: { 'leer.bin' => "\x00\xFF".b * 500, 'shot.png' => PNG.reverse })
note(first, ANNA, '', due_date: '2024-05-01', assigned_to: ANNA, category: nil)
note(first, BORIS, "Both ##{child.id} and ##{first.id}#note-2; r12, [[Start]], commit:abc, \"quoted\" <b>and</b> &amp; ~~~", subject: 'Printer "Zoë" is out of ink')
note(child, BORIS, 'Done.', status: STATUS['Closed'])

second = issue('Phone', author: RITA, project: SALES, description: '', assigned_to: nil)
third = issue('Secret', author: ANNA, project: SALES, is_private: true, description: 'Only for us.')
note(third, BORIS, 'Nor for him.', is_private: true, status: STATUS['Rejected'])
fourth = issue('x' * 255, author: User.anonymous, description: "Old: http://redmine.example.test/issues/#{first.id}\r\n\r\nend  \r\n")
note(fourth, User.anonymous, 'Who am I?')

def relate(one, type, other, delay = nil)
  User.current = ANNA
  IssueRelation.new(issue_from: Issue.find(one.id), issue_to: Issue.find(other.id), relation_type: type, delay: delay).save!(validate: false)
end
relate(first, 'relates', second)
relate(fourth, 'blocks', first)
relate(second, 'duplicates', third)
relate(third, 'precedes', fourth, 2)
relate(child, 'copied_to', second)

activity = TimeEntryActivity.first
[[ANNA, 1.5, '2024-04-02', 'on the phone'], [BORIS, 0.33, '2024-04-03', ''], [ANNA, 0.25, '2024-04-03', 'näher']].each do |who, hours, day, words|
  entry = TimeEntry.new(project: SUPPORT, issue: first, user: who, author: who, hours: hours, spent_on: day, comments: words, activity: activity)
  entry.save!(validate: false)
end
TimeEntry.new(project: SUPPORT, issue: child, user: BORIS, author: BORIS, hours: 2, spent_on: '2024-04-04', comments: 'child', activity: activity).save!(validate: false)

group = Group.find_or_create_by!(lastname: 'Second line')
group.users << BORIS unless group.users.include?(BORIS)
issue('Of a group', assigned_to: group, description: 'For all of them.')
gone = User.new(firstname: 'Gerd', lastname: 'Gone', language: 'en', mail: 'gone@example.test')
gone.login = 'gone'
gone.random_password
gone.save!(validate: false)
issue('By someone who left', author: gone, description: 'Bye.')
gone.update_columns(status: User::STATUS_LOCKED)

ENV.fetch('FILL_MORE', '120').to_i.times do |number|
  more = issue("More #{number}", author: [ANNA, BORIS][number % 2], project: [SUPPORT, SALES][number % 2],
               description: "Number #{number}, after ##{first.id}.")
  note(more, BORIS, "Note #{number}", status: STATUS['Closed']) if (number % 3).zero?
end

# Years ago, not all within a second.
Issue.where(created_on: 1.hour.ago..).find_each do |issue|
  time = Time.utc(2023, 1, 1) + issue.id * 3600
  issue.update_columns(created_on: time, updated_on: time + issue.journals.size * 60)
  issue.journals.each_with_index { |journal, place| journal.update_columns(created_on: time + (place + 1) * 60) }
end
