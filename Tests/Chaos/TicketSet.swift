import Foundation
import MigrationKit
import Sandbox

/// Which of the sandbox's tickets a scenario loads.
enum TicketSet: Sendable {
  /// Six, with everything a ticket can have.
  case few
  /// All 57.
  case all
  /// All, four times, under other numbers.
  case many

  private static let numbersOfFew: Set<String> = ["5", "8", "46", "54", "55", "56"]

  /// Puts what extract and transform make of them into the trial's folder.
  func prepare(_ trial: Trial) async throws {
    try await Preparation.shared.contents().write(to: trial.rehearsal.data)
    try trial.rehearsal.adoptTransformation()
    let tickets: [Ticket] = try trial.rehearsal.records("transformed/tickets.jsonl")
    let chosen = enriched(chosen(of: tickets))
    let lines = chosen.map { $0.json.text + "\n" }.joined()
    try trial.rehearsal.write(lines, to: "transformed/tickets.jsonl")
  }

  private func chosen(of tickets: [Ticket]) -> [Ticket] {
    switch self {
    case .few: tickets.filter { Self.numbersOfFew.contains($0.id.text) }
    case .all: tickets
    case .many: (0..<4).flatMap { copy in tickets.map { $0.numbered(above: 1000 * copy) } }
    }
  }

  /// The sandbox's tickets have few watchers and few links, and speak of few others; every fifth gets some.
  private func enriched(_ tickets: [Ticket]) -> [Ticket] {
    tickets.enumerated().map { index, ticket in
      var ticket = ticket
      ticket.speak(
        of: tickets[(index + 1) % tickets.count], and: tickets[(index + tickets.count - 1) % tickets.count])
      guard index.isMultiple(of: self.step), ticket.watchers.isEmpty else { return ticket }
      ticket.watchers = ["anna", "boris"].map { Person(name: $0, login: $0) }
      // None within a family: Redmine drops those.
      if index + 1 < tickets.count, ticket.links.isEmpty, tickets[index + 1].links.isEmpty {
        ticket.links = [TicketLink(kind: .blocks, ticket: tickets[index + 1].id)]
      }
      return ticket
    }
  }

  private var step: Int { if case .few = self { 2 } else { 5 } }
}

extension Ticket {
  /// Of one that comes later, and of one that came before.
  fileprivate mutating func speak(of next: Ticket, and last: Ticket) {
    guard !articles.isEmpty, timeEntries.isEmpty else { return }
    articles[0].text += "\n\nSee \(Placeholder.ticket(next.id, written: "#\(next.id)").text)."
    articles[articles.count - 1].text +=
      "\n\nAs in \(Placeholder.ticket(last.id, written: "#\(last.id)").text)."
    timeEntries = [
      TimeEntry(
        id: articles[0].id, person: author, minutes: 10, day: String(created.prefix(10)),
        note: "RT transaction \(articles[0].id)")
    ]
  }

  fileprivate func numbered(above offset: Int) -> Ticket {
    guard offset > 0 else { return self }
    func moved(_ id: SourceID<Ticket>) -> SourceID<Ticket> { SourceID(String((Int(id.text) ?? 0) + offset)) }
    var ticket = self
    ticket.id = moved(id)
    ticket.links = links.map { TicketLink(kind: $0.kind, ticket: moved($0.ticket)) }
    return ticket
  }
}

/// What an undisturbed extract and transform make, done once for all scenarios.
actor Preparation {
  static let shared = Preparation()
  private var making: Task<FolderContents, any Error>?

  func contents() async throws -> FolderContents {
    let task = making ?? Task { try await Self.make() }
    making = task
    return try await task.value
  }

  private static func make() async throws -> FolderContents {
    let rehearsal = try Rehearsal()
    for result in [try await rehearsal.extract(), try await rehearsal.transform()]
    where result.exitCode != 0 { throw Broken("the undisturbed preparation ended with \(result)") }
    let contents = try FolderContents(of: rehearsal.data)
    try rehearsal.end()
    return contents
  }
}
