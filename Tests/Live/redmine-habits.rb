# Gives a Redmine the habits of an installation that people have shaped for years: it is read by prepare-redmine.rb
# where REDMINE_HABITS is set. Everything here is something Redmine does without a word, or refuses.

# Redmine's own defaults.
Setting.cross_project_issue_relations = '0'
Setting.cross_project_subtasks = 'tree'
Setting.attachment_extensions_denied = 'exe,bat'

# What is not sent gets these.
issue_field('Impact', 'list', possible_values: %w[Low High], default_value: 'Low')
issue_field('Remarks', 'text', is_filter: false, default_value: 'please fill in')
issue_field('Checked', 'bool', default_value: '1')
support = Project.find_by!(identifier: 'support')
version = Version.find_or_create_by!(project: support, name: '1.0')
support.update!(default_version: version, default_assigned_to: User.find_by!(login: 'boris'))

# What is sent and silently dropped: for this tracker, whoever acts.
Role.all.each do |role|
  IssueStatus.all.each do |status|
    WorkflowPermission.find_or_create_by!(
      tracker_id: Tracker.find_by!(name: 'Feature').id, role_id: role.id, old_status_id: status.id,
      field_name: IssueCustomField.find_by!(name: 'RT ticket').id.to_s, rule: 'readonly')
  end
end
