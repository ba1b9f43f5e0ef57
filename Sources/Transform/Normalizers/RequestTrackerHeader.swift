import MigrationKit

extension RequestTrackerConversion {
  /// What the new system has no field for, a fact a line.
  func header(
    _ people: PlacedPeople, _ fields: PlacedFields, _ dates: PlannedDates, _ subject: Subject,
    _ links: RequestTrackerLinks
  ) -> [String] {
    let lines =
      ["RT ticket \(source.id): \(source.url)"] + [subject.full].compactMap { $0 }.map { "Subject: \($0)" }
      + people.lines + dateLines + dates.lines + effortLines + sharedNameLines + mergedLines
      + links.leftovers.map(line) + fields.lines
    return lines
  }

  private var dateLines: [String] {
    let ticket = source.ticket
    let dates = [
      ("Created", ticket.created), ("Started", ticket.started), ("Resolved", ticket.resolved),
      ("Last updated", ticket.lastUpdated),
    ]
    return dates.compactMap { name, time in time.map { "\(name): \($0.readable)" } }
  }

  private var effortLines: [String] {
    [("Time worked", source.ticket.timeWorked), ("Time left", source.ticket.timeLeft)]
      .filter { $0.1 > 0 }.map { "\($0): \(hoursAndMinutes($1))" }
  }

  /// Old names that the new ones do not give back, because several lead to one.
  private var sharedNameLines: [String] {
    let configuration = mapping.configuration
    let ticket = source.ticket
    var lines: [String] = []
    if !configuration.queues.isReversible(ticket.queue) {
      lines.append("Queue in RT: \(ticket.queue.cleanLine)")
    }
    if !configuration.states.isReversible(ticket.status) {
      lines.append("State in RT: \(ticket.status.cleanLine)")
    }
    if ticket.priority != 0 { lines.append("Priority in RT: \(ticket.priority)") }
    return lines
  }

  private var mergedLines: [String] {
    guard !source.merged.isEmpty else { return [] }
    return ["Merged RT tickets: \(source.merged.map(\.text).joined(separator: ", "))"]
  }

  private func line(_ link: RequestTrackerLink) -> String {
    switch link.end {
    case .address(let address): "\(link.relation.words): \(address.cleanLine)"
    case .ticket(let other):
      "\(link.relation.words): RT ticket \(other)\(page(of: other).map { " <\($0)>" } ?? "")"
    }
  }

  /// Another ticket's page has this one's address but for the number.
  private func page(of other: SourceID<Ticket>) -> String? {
    source.url.hasSuffix("=\(source.id)") ? source.url.dropLast(source.id.text.count) + other.text : nil
  }
}

/// "1 h 20 min".
private func hoursAndMinutes(_ minutes: Int) -> String {
  switch (minutes / 60, minutes % 60) {
  case (0, let minutes): "\(minutes) min"
  case (let hours, 0): "\(hours) h"
  case (let hours, let minutes): "\(hours) h \(minutes) min"
  }
}
