import MigrationKit

/// Compares what a ticket has beside its texts and files with what the target shows. Pure.
struct FieldComparison {
  let ticket: Ticket
  /// What each custom field of the target holds.
  let kind: (String) -> FieldKind
  /// The target's.
  let accounts: [TargetDescription.Account]
  /// Fields of the target that no field of the ticket stands for: the marker, the date of creation.
  let ownFields: Set<String>

  func run(_ loaded: LoadedTicket, _ notebook: inout Notebook) {
    let derived: Excuse? =
      loaded.hasChildren
      ? .changed("a parent's priority and dates come from its children in the target") : nil
    notebook.compare("marker", ticket.id.text, loaded.marker)
    notebook.compare("subject", ticket.subject, loaded.subject)
    notebook.compare("queue", ticket.queue, loaded.project)
    notebook.compare("type", ticket.type, loaded.type)
    notebook.compare("state", ticket.state, loaded.state)
    notebook.compare("priority", ticket.priority, loaded.priority, unless: derived)
    notebook.compare("owner", login(ticket.owner?.login), login(loaded.assignee))
    notebook.compare("start date", ticket.startDate ?? "", loaded.startDate ?? "", unless: derived)
    notebook.compare("due date", ticket.dueDate ?? "", loaded.dueDate ?? "", unless: derived)
    notebook.compare("estimate", ticket.estimatedMinutes.map(minutes) ?? "", estimate(of: loaded))
    for field in ticket.fields { compare(field, with: loaded.fields[field.name] ?? [], &notebook) }
    compareAbsent(loaded, &notebook)
    compareWatchers(loaded, &notebook)
  }

  private func compare(_ field: CustomField, with found: [String], _ notebook: inout Notebook) {
    let values = FieldValueComparison(kind: kind(field.name), accounts: accounts)
    notebook.compare(
      "field \(field.name)", field.values.sorted().joined(separator: " | "),
      found.sorted().joined(separator: " | "), unless: values.excuse(field.values, found))
  }

  /// What the ticket does not have, the target must not have given it.
  private func compareAbsent(_ loaded: LoadedTicket, _ notebook: inout Notebook) {
    let known = ownFields.union(ticket.fields.map(\.name))
    let others = loaded.fields.filter { !known.contains($0.key) && !$0.value.isEmpty }
    for (name, values) in others.sorted(by: { $0.key < $1.key }) {
      notebook.add("field \(name)", "", values.sorted().joined(separator: " | "))
    }
    if ticket.isPrivate || loaded.unasked["private"] != nil {
      notebook.compare("private", ticket.isPrivate ? "yes" : "", loaded.unasked["private"] ?? "")
    }
    for (name, value) in loaded.unasked.sorted(by: { $0.key < $1.key }) where name != "private" {
      notebook.add(name, "", value)
    }
  }

  private func compareWatchers(_ loaded: LoadedTicket, _ notebook: inout Notebook) {
    let watchers = Set(loaded.watchers.map(login))
    for person in ticket.watchers where person.login != nil {
      if watchers.contains(login(person.login)) {
        notebook.agree()
      } else {
        notebook.add("watcher", login(person.login), "not among \(watchers.sorted().joined(separator: ", "))")
      }
    }
  }

  /// Logins are the same in any case.
  private func login(_ login: String?) -> String { login?.lowercased() ?? "" }

  /// Targets count hours and round them; minutes come back from that.
  private func estimate(of loaded: LoadedTicket) -> String {
    guard let hours = loaded.estimatedHours.flatMap(Double.init), hours > 0 else { return "" }
    return minutes(Int((hours * 60).rounded()))
  }

  private func minutes(_ count: Int) -> String { "\(count) min" }
}
