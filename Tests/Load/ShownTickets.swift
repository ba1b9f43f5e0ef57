import MigrationKit

@testable import Load

/// What a target shows of ticket 1, for a test to change.
struct Shown: Sendable {
  struct File: Sendable {
    var name: String
    var byteCount: Int
    var path: String

    var loaded: LoadedTicket.File { .init(name: name, byteCount: byteCount, path: path) }
  }
  struct Note: Sendable {
    var text: String
    var isPrivate: Bool
    var files: [File]
  }

  var isGone = false
  var created: String
  var times: [LoadedTime] = []
  var marker: String
  var subject: String
  var project: String
  var type: String
  var state: String
  var priority: String
  var assignee: String?
  var author = "anna"
  var estimatedHours: String?
  var startDate: String?
  var dueDate: String?
  var hasChildren = false
  var fields: [String: [String]]
  var unasked: [String: String] = [:]
  var watchers: [String]
  var description: String
  var files: [File] = []
  var notes: [Note] = []
  var links: Set<String> = []

  /// As it should be. A file is served under its id, which is also its text.
  init(_ ticket: Ticket, first: String, second: String? = nil) {
    created = ticket.created
    times = ticket.timeEntries.map {
      LoadedTime(person: $0.person.login ?? "", minutes: $0.minutes, day: $0.day, comment: $0.note)
    }
    (marker, subject, project, type) = (ticket.id.text, ticket.subject, ticket.queue, ticket.type)
    (state, priority, assignee) = (ticket.state, ticket.priority, ticket.owner?.login)
    (startDate, dueDate) = (ticket.startDate, ticket.dueDate)
    estimatedHours = ticket.estimatedMinutes.map { "\(Double($0) / 60)" }
    fields = Dictionary(ticket.fields.map { ($0.name, $0.values) }) { first, _ in first }
    watchers = ticket.watchers.compactMap(\.login)
    description = first
    let all = ticket.articles.map {
      $0.attachments.map { File(name: $0.name, byteCount: $0.byteCount, path: "/\($0.id)") }
    }
    files = all[0]
    if let second { notes = [Note(text: second, isPrivate: true, files: all[1])] }
    links = Set(ticket.links.map { "\($0.kind.rawValue) new-\($0.ticket)-1" })
  }

  var loaded: LoadedTicket {
    LoadedTicket(
      marker: marker, project: project, type: type, state: state, priority: priority, subject: subject,
      assignee: assignee, author: author, created: created, startDate: startDate, dueDate: dueDate,
      estimatedHours: estimatedHours,
      fields: fields, unasked: unasked, description: description, files: files.map(\.loaded),
      notes: notes.map {
        LoadedTicket.Note(
          text: $0.text, isPrivate: $0.isPrivate, author: "admin", files: $0.files.map(\.loaded))
      }, watchers: watchers, links: links, hasChildren: hasChildren)
  }
}

/// Shows ticket 1 as a test wants it and ticket 2 as it should be.
struct ShownTickets: TicketReader {
  let first: Shown
  var kind = FieldKind.text

  func read(_ id: TargetID<Ticket>) async throws -> LoadedTicket? {
    if id.text == "new-1-1" { return first.isGone ? nil : first.loaded }
    return Shown(LoadingFixtures.ticket("2"), first: "[2021-01-05, RT transaction 1]\n\nText 1").loaded
  }

  func times(of id: TargetID<Ticket>) async throws -> [LoadedTime] { first.times }

  func kind(ofField name: String) -> FieldKind { kind }

  func fileName(for name: String) -> String { name }
}
