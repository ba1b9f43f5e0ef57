import MigrationKit

/// What can only be read over the API: trackers, statuses, priorities, activities, custom fields, roles.
extension RedmineState {
  func listTrackers(_ call: RedmineCall) -> WebResponse {
    let standardFields = [
      "assigned_to_id", "category_id", "fixed_version_id", "parent_issue_id", "start_date", "due_date",
      "estimated_hours", "done_ratio", "description",
    ]
    return list("trackers", Self.trackers) { tracker in
      [
        "id": .int(tracker.id), "name": .string(tracker.name), "default_status": .reference(1, "New"),
        "description": nil,
        "enabled_standard_fields": .strings(
          standardFields.filter { setup.disabled[tracker.name]?.contains($0) != true }),
      ]
    }
  }

  func listStatuses(_ call: RedmineCall) -> WebResponse {
    list("issue_statuses", Self.statuses, Self.json)
  }

  func listPriorities(_ call: RedmineCall) -> WebResponse {
    list("issue_priorities", Self.priorities) {
      Self.enumeration($0, isDefault: $0.id == Self.defaultPriorityID)
    }
  }

  func listActivities(_ call: RedmineCall) -> WebResponse {
    list("time_entry_activities", Self.activities) { Self.enumeration($0, isDefault: false) }
  }

  func listFields(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    try demandAdministrator(call)
    return list("custom_fields", fields) { Self.json($0, setup) }
  }

  func listRoles(_ call: RedmineCall) -> WebResponse {
    list("roles", roles) { .reference($0.id, $0.name) }
  }

  func showRole(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    guard let role = role(try call.number()) else { throw .notFound }
    return .answer([
      "role": [
        "id": .int(role.id), "name": .string(role.name), "assignable": true,
        "issues_visibility": .string(role.issuesVisibility), "time_entries_visibility": "all",
        "users_visibility": "all", "permissions": .strings(role.permissions),
      ]
    ])
  }

  static func json(_ status: Redmine.Status) -> JSONValue {
    ["id": .int(status.id), "name": .string(status.name), "is_closed": .bool(status.isClosed)]
  }

  private func list<Row>(_ name: String, _ rows: [Row], _ json: (Row) -> JSONValue) -> WebResponse {
    .answer(.object([JSONValue.Member(name, .array(rows.map(json)))]))
  }

  private static func enumeration(_ value: Redmine.Named, isDefault: Bool) -> JSONValue {
    [
      "id": .int(value.id), "name": .string(value.name), "is_default": .bool(isDefault), "active": true,
    ]
  }

  private static func json(_ field: Redmine.CustomField, _ setup: RedmineSetup) -> JSONValue {
    let values = field.choices.map { ["value": .string($0.value), "label": .string($0.label)] as JSONValue }
    return .members([
      "id": .int(field.id), "name": .string(field.name), "customized_type": "issue",
      "field_format": .string(field.format), "regexp": .string(field.pattern),
      "min_length": field.shortest.map { .int($0) } ?? .null,
      "max_length": field.longest.map { .int($0) } ?? .null,
      "is_required": .bool(setup.required.contains(field.name)), "is_filter": .bool(field.isFilter),
      "searchable": .bool(field.isSearchable),
      "multiple": .bool(field.isMultiple), "default_value": .optional(setup.defaults[field.name]),
      "visible": true,
      "possible_values": values.isEmpty ? nil : .array(values),
      "trackers": .array(trackers.map { .reference($0) }), "roles": [],
    ])
  }
}
