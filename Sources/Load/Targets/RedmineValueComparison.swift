import MigrationKit

/// Compares the values that a creation sends with those an issue shows, absent ones like present ones: Redmine drops what
/// the person it is created as may not set, fills in defaults, and answers 201 to both.
///
/// Measured on 5.0.4: a field that a workflow makes read-only, or a tracker does not have, is dropped without a word, by
/// tracker, status and role; for administrators where that holds for all roles that may work on issues.
struct RedmineValueComparison {
  let ticket: Ticket
  let issue: RedmineIssue
  let requests: RedmineRequests

  private var catalog: RedmineCatalog { requests.catalog }

  var shortcomings: [Shortcoming] {
    marker + place + texts + people + numbers + unasked + fields
  }

  // MARK: What says where to look

  private static let permissions = "Administration, Workflow, Fields permissions"

  /// Where a value was dropped.
  private func permission(_ name: String) -> String {
    "Check in Redmine whether \"\(name)\" is read-only there (\(Self.permissions), tracker \(ticket.type)) or is not one of "
      + "the tracker's fields (Administration, Trackers), then load again"
  }

  private static let filledIn =
    "Redmine filled it in and did not let it be emptied: check its defaults and \(permissions)"

  private func lost(_ kind: String, _ fact: String, field name: String? = nil) -> Shortcoming {
    Shortcoming(kind: kind, fact: fact, advice: permission(name ?? kind), remedy: .values)
  }

  // MARK: The parts

  private var marker: [Shortcoming] {
    guard let field = catalog.marker?.field else { return [] }
    let kept = issue.fields[field] ?? []
    guard kept != [ticket.id.text] else { return [] }
    let name = requests.needs.marker
    let writer = catalog.creator(ticket.author, in: ticket.queue) ?? catalog.account
    return [
      Shortcoming(
        kind: "marker",
        fact: "Redmine did not save its marker (the field \"\(name)\" \(holds(kept)))",
        advice:
          "Make \"\(name)\" writable for the roles of \"\(writer.login)\" in tracker \(ticket.type), all statuses "
          + "(\(Self.permissions)), and visible to them (Administration, Custom fields)",
        remedy: .values, isMarker: true)
    ]
  }

  private var place: [Shortcoming] {
    var found: [Shortcoming] = []
    if catalog.projects[ticket.queue]?.id != issue.project {
      found.append(
        Shortcoming(
          kind: "project", fact: "the issue is not in project \"\(ticket.queue)\"",
          advice: "Move it there by hand"))
    }
    if catalog.trackers[ticket.type] != issue.tracker {
      found.append(
        Shortcoming(
          kind: "tracker", fact: "tracker is \(issue.trackerName), not \(ticket.type)",
          advice:
            "Check in Redmine whether the author's role may create issues of it (Administration, Roles, Issue tracking)",
          remedy: .values))
    }
    return found
  }

  private var texts: [Shortcoming] {
    var found: [Shortcoming] = []
    if issue.subject.normalized != ticket.subject.normalized {
      found.append(lost("subject", "subject is \"\(issue.subject)\", not \"\(ticket.subject)\""))
    }
    if !requests.text.holds(issue.description, openingOf: ticket) {
      found.append(lost("description", "the description does not contain the ticket's first message"))
    }
    return found
  }

  private var people: [Shortcoming] {
    var found: [Shortcoming] = []
    if let author = catalog.creator(ticket.author, in: ticket.queue), author.id != issue.author {
      found.append(
        Shortcoming(
          kind: "author", fact: "author is not \(author.login)",
          advice: "Redmine sets the author only at creation: delete the issue and load again to change it"
        ))
    }
    if let owner = ticket.owner {
      if catalog.user(owner.login)?.id != issue.assignee { found.append(lostOwner(owner)) }
    } else if let assignee = issue.assignee {
      let name = catalog.logins[assignee] ?? issue.assigneeName
      found.append(extra("assignee", "assignee is \(name), and the ticket has no owner"))
    }
    return found
  }

  private func lostOwner(_ owner: Person) -> Shortcoming {
    let fact = "assignee \(owner.login ?? owner.name) is missing"
    guard catalog.assignee(owner, in: ticket.queue) == nil else { return lost("assignee", fact) }
    return Shortcoming(
      kind: "assignee", fact: fact,
      advice:
        "Make them a member of project \"\(ticket.queue)\" with a role that issues can be assigned to, then load again",
      remedy: .values)
  }

  /// The server may derive a parent's priority and dates from its children.
  private var numbers: [Shortcoming] {
    var found: [Shortcoming] = []
    let (asked, kept) = (ticket.estimatedMinutes ?? 0, issue.estimatedMinutes ?? 0)
    if asked != kept {
      found.append(lost("estimated time", "estimated time is \(kept) min, not \(asked) min"))
    }
    if issue.hasChildren { return found }
    if catalog.priorities[ticket.priority] != issue.priority {
      found.append(lost("priority", "priority is \(issue.priorityName), not \(ticket.priority)"))
    }
    let dates = [
      ("start date", ticket.startDate, issue.startDate), ("due date", ticket.dueDate, issue.dueDate),
    ]
    for (kind, asked, kept) in dates where asked != kept {
      found.append(lost(kind, "\(kind) is \(kept ?? "none"), not \(asked ?? "none")"))
    }
    return found
  }

  /// What no ticket has.
  private var unasked: [Shortcoming] {
    issue.unasked.sorted { $0.key < $1.key }.map { name, value in
      extra(name, "\(name) is \(value), and the ticket has none")
    } + privacy
  }

  private var privacy: [Shortcoming] {
    if ticket.isPrivate == issue.isPrivate { return [] }
    return ticket.isPrivate
      ? [lost("private", "the issue is not private")] : [extra("private", "the issue is private")]
  }

  private func extra(_ kind: String, _ fact: String) -> Shortcoming {
    Shortcoming(kind: kind, fact: fact, advice: Self.filledIn, remedy: .values)
  }

  // MARK: Custom fields

  private var fields: [Shortcoming] {
    let names =
      [requests.needs.marker, requests.needs.created].compactMap(\.self) + ticket.fields.map(\.name)
    let others = catalog.fields.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }
    let filled = others.compactMap { name, field -> Shortcoming? in
      guard let kept = issue.fields[field.id], !kept.isEmpty else { return nil }
      return extra(
        "field \"\(name)\"", "field \"\(name)\" \(holds(kept)), and the ticket has no value for it")
    }
    return created + ticket.fields.compactMap(difference) + filled
  }

  private func difference(_ field: CustomField) -> Shortcoming? {
    guard let definition = catalog.fields[field.name] else {
      return Shortcoming(
        kind: "field \"\(field.name)\"", fact: "there is no field \"\(field.name)\"",
        advice: "Add it in Redmine, or correct mapping.fields and run transform")
    }
    return difference(field.name, issue.fields[definition.id] ?? [], stored(field, definition))
  }

  private var created: [Shortcoming] {
    guard let name = requests.needs.created, let field = catalog.fields[name] else { return [] }
    return [difference(name, issue.fields[field.id] ?? [], [field.created(ticket)])].compactMap(\.self)
  }

  private func difference(_ name: String, _ kept: [String], _ asked: [String]) -> Shortcoming? {
    guard Set(kept) != Set(asked) else { return nil }
    return Shortcoming(
      kind: "field \"\(name)\"", fact: "field \"\(name)\" \(holds(kept)), not \(listed(asked))",
      advice:
        "Check in Redmine whether it is enabled for the tracker \(ticket.type) and the project \"\(ticket.queue)\" "
        + "(Administration, Custom fields) and not read-only there (\(Self.permissions)), then load again",
      remedy: .values)
  }

  private func holds(_ values: [String]) -> String {
    values.isEmpty ? "is empty" : "holds \(listed(values))"
  }

  private func listed(_ values: [String]) -> String {
    values.isEmpty ? "empty" : values.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  /// What does not fit can only be looked for as it is. Whoever has left the project since stays in the field.
  private func stored(_ field: CustomField, _ definition: RedmineCatalog.Field) -> [String] {
    let format = RedmineFieldFormat(name: field.name, field: definition, project: ticket.queue) {
      catalog.account($0)?.id
    }
    do throws(RedmineMisfit) { return try format.stored(field.values) } catch { return field.values }
  }
}
