import MigrationKit

/// Redmine's numbers for a ticket's names. Whatever is unknown is an error: the server itself would quietly take
/// a default (tracker, status) or leave the value out (custom field).
extension RedmineRequests {
  func project(_ identifier: String) throws -> RedmineCatalog.Project {
    try known(catalog.projects[identifier], "project", identifier)
  }

  func tracker(_ name: String, in project: String) throws -> Int {
    let tracker = try known(catalog.trackers[name], "tracker", name)
    guard try self.project(project).trackers.contains(tracker) else {
      throw RedmineError.unknown(kind: "tracker", name: name, place: "project \"\(project)\"")
    }
    return tracker
  }

  func status(_ name: String) throws -> Int { try known(catalog.statuses[name], "status", name).id }

  func priority(_ name: String) throws -> Int { try known(catalog.priorities[name], "priority", name) }

  func marker(of ticket: Ticket) throws -> JSONValue {
    guard let marker = catalog.marker else { throw RedmineError.missing("the marker field", step: "create") }
    if marker.format == .int, Int(ticket.id.text) == nil { throw RedmineError.unfitMarker(ticket.id.text) }
    return ["id": .int(marker.field), "value": .string(ticket.id.text)]
  }

  /// Nothing where no field is named for it.
  func created(of ticket: Ticket) throws -> [JSONValue] {
    guard let name = needs.created else { return [] }
    let field = try known(catalog.fields[name], "custom field", name)
    return [["id": .int(field.id), "value": .string(field.created(ticket))]]
  }

  /// Redmine counts hours; "0:10" would be ten minutes too, but only the decimal comes back as it was sent.
  func hours(_ minutes: Int) -> JSONValue {
    minutes % 60 == 0 ? .int(minutes / 60) : .number(String(Double(minutes) / 60))
  }

  private func known<Value>(_ value: Value?, _ kind: String, _ name: String) throws -> Value {
    guard let value else { throw RedmineError.unknown(kind: kind, name: name, place: "") }
    return value
  }
}

extension RedmineCatalog.Field {
  /// The ticket's date of creation, RFC 3339 in UTC, as this field takes it.
  func created(_ ticket: Ticket) -> String {
    guard format != "date" else { return String(ticket.created.prefix(10)) }
    return ticket.created.replacing("T", with: " ").replacing("Z", with: " UTC")
  }
}
