# Makes an empty Redmine ready for the tickets of fill-request-tracker: run in Redmine's own environment.
# Of the roles in Redmine's default data, Manager and Developer may set notes private, Reporter may not.
require '/usr/share/redmine/config/environment'

ActiveRecord::Migration.verbose = false
database = ActiveRecord::Base.connection
database.execute('PRAGMA journal_mode = WAL') if database.adapter_name == 'SQLite'
if database.migration_context.needs_migration?
  database.migration_context.migrate
  # Classes that were loaded before their tables were there keep what they took those for.
  exec(RbConfig.ruby, __FILE__)
end
Redmine::DefaultData::Loader.load('en') if Redmine::DefaultData::Loader.no_data?

Setting.rest_api_enabled = '1'
Setting.notified_events = []
Setting.text_formatting = ENV.fetch('REDMINE_MARKUP', 'markdown')
Setting.attachment_max_size = (64 * 1024).to_s # in KB
# Both are off by default; the two queues refer to each other.
Setting.cross_project_issue_relations = '1'
Setting.cross_project_subtasks = 'system'
Setting.host_name = "127.0.0.1:#{ENV.fetch('REDMINE_PORT')}"

# Assigned after the making: Project.new puts its defaults over what a block has set.
projects = { 'support' => 'Support', 'sales' => 'Sales', 'strict' => 'Strict' }.map do |identifier, name|
  project = Project.find_or_initialize_by(identifier: identifier)
  project.name = name
  project.is_public = false
  project.enabled_module_names = %w[issue_tracking time_tracking wiki files]
  project.trackers = Tracker.all
  project.tap(&:save!)
end

def issue_field(name, format, **options)
  IssueCustomField.find_or_create_by!(name: name) do |field|
    field.assign_attributes(field_format: format, is_for_all: true, is_filter: true, visible: true, **options)
    field.trackers = Tracker.all
  end
end

# Some are there for the conformance tests only, which expect these ids.
issue_field('RT ticket', 'int')
issue_field('RT key', 'string', searchable: true)
issue_field('RT link', 'link')
issue_field('Category', 'list', possible_values: %w[Hardware Software Network Billing Öffentlichkeit])
issue_field('Affected versions', 'list', multiple: true, possible_values: %w[1.2 2.0-β 3.0])
issue_field('Kundennummer', 'string')
issue_field('Promised on', 'date')
issue_field('Called at', 'string')
issue_field('Root cause', 'text', is_filter: false)
issue_field('Requestors', 'string')
issue_field('Created in RT', 'date')
issue_field('Answered', 'bool')
issue_field('Weight', 'float')
issue_field('Contact', 'user')
issue_field('Rooms', 'enumeration', multiple: true)
issue_field('Short code', 'string', min_length: 2, max_length: 4, regexp: '^[A-Z]+$')
issue_field('Severity', 'list', possible_values: %w[Low High], default_value: 'Low')
issue_field('Sites', 'list', multiple: true, possible_values: %w[North South], default_value: 'North')
rooms = IssueCustomField.find_by!(name: 'Rooms')
%w[Attic Cellar].each { |name| rooms.enumerations.find_or_create_by!(name: name) }
IssueCategory.find_or_create_by!(project: projects.first, name: 'Network')

def account(login, first_name, last_name)
  User.find_by(login: login) || User.new(firstname: first_name, lastname: last_name, language: 'en').tap do |user|
    user.login = login
    user.mail = "#{login}@staff.example.test"
    user.mail_notification = 'none'
    user.random_password
    user.save!
  end
end

def member(user, role, projects)
  projects.each do |project|
    next if Member.exists?(project: project, user_id: user.id)
    Member.create!(project: project, principal: user, roles: [Role.find_by!(name: role)])
  end
end

member(account('anna', 'Anna', 'Åkesson'), 'Developer', projects)
member(account('boris', 'Boris', 'Čapek'), 'Developer', projects)
member(account('reporter', 'Rita', 'Reporter'), 'Reporter', projects)

# What the conformance tests of set-ups expect: of the tracker Feature, and of the project "strict".
feature = Tracker.find_by!(name: 'Feature')
feature.update!(core_fields: feature.core_fields - %w[estimated_hours])
def read_only(tracker, roles, names)
  names = names.map { |name| IssueCustomField.find_by(name: name)&.id&.to_s || name }
  roles.to_a.product(IssueStatus.all.to_a, names).each do |role, status, name|
    WorkflowPermission.find_or_create_by!(
      tracker_id: tracker.id, role_id: role.id, old_status_id: status.id, field_name: name, rule: 'readonly')
  end
end
read_only(feature, Role.where(name: 'Reporter'), ['due_date', 'Called at'])
read_only(feature, Role.all, ['priority_id', 'Requestors'])
strict = projects.last
strict.default_version = Version.find_or_create_by!(project: strict, name: '1.0')
strict.default_assigned_to = User.find_by!(login: 'boris')
strict.save!

require_relative 'redmine-habits' if ENV['REDMINE_HABITS']

admin = User.find_by!(login: 'admin')
admin.random_password
admin.must_change_passwd = false
admin.mail_notification = 'none'
admin.save!(validate: false)
File.write("#{ENV.fetch('REDMINE_DATA')}/config/key", "#{admin.api_key}\n", perm: 0o600)
