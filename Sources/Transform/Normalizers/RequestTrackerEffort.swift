import MigrationKit

/// The minutes that people have booked on a ticket, one row an entry of its history, so that their sum is the
/// ticket's own.
///
/// Every entry may carry minutes (`TimeTaken`). Who sets the ticket's sum itself leaves an entry `Set TimeWorked`, whose
/// minutes are the change: lib/RT/Ticket.pm of 5.0.3, `SetTimeWorked`, `_UpdateTimeTaken`. A change downwards takes from
/// what was booked before it, the latest first. What the sum has beyond all entries was imported, or written into
/// the database: `unbooked`.
struct RequestTrackerEffort {
  private(set) var rows: [(transaction: RequestTrackerTransaction, minutes: Int)] = []
  /// Minutes that no entry tells of.
  private(set) var unbooked = 0

  init(of source: RequestTrackerRecord) {
    for transaction in source.transactions {
      let minutes = transaction.minutes
      if minutes > 0 { rows.append((transaction, minutes)) } else { take(-minutes) }
    }
    let difference = max(0, source.ticket.timeWorked) - rows.reduce(0) { $0 + $1.minutes }
    if difference > 0 { unbooked = difference } else { take(-difference) }
  }

  private mutating func take(_ minutes: Int) {
    var left = minutes
    while left > 0, let last = rows.last {
      let taken = min(left, last.minutes)
      left -= taken
      rows[rows.count - 1].minutes -= taken
      if rows[rows.count - 1].minutes == 0 { rows.removeLast() }
    }
  }
}

extension RequestTrackerTransaction {
  var setsTimeWorked: Bool { type == "Set" && field == "TimeWorked" }

  /// Below 0 where less was worked than said before.
  fileprivate var minutes: Int {
    guard setsTimeWorked, let old = Int(oldValue.isEmpty ? "0" : oldValue), let new = Int(newValue) else {
      return timeTaken
    }
    return new - old
  }
}

extension RequestTrackerConversion {
  /// Empty where the new system is to have no time entries. Minutes that nobody booked are the owner's, else
  /// those of whoever changed the ticket last, on that day.
  mutating func timeEntries() -> [TimeEntry] {
    guard terms.target.keepsTime else { return [] }
    let effort = RequestTrackerEffort(of: source)
    let words = terms.wording.words
    var entries = effort.rows.map { transaction, minutes in
      timeEntry(
        transaction.id, "\(words[.transaction]) \(transaction.id)", place(transaction.creator), minutes,
        transaction.created)
    }
    if effort.unbooked > 0 {
      let ticket = source.ticket
      let owner = ticket.owner.flatMap { $0.isNobody ? nil : $0 }
      entries.append(
        timeEntry(
          "ticket-\(source.id)", "\(words[.ticket]) \(source.id)",
          place(owner ?? ticket.lastUpdatedBy ?? ticket.creator), effort.unbooked,
          ticket.lastUpdated ?? ticket.created))
    }
    return entries
  }

  /// The note names whoever no login of the new system stands for.
  private func timeEntry(
    _ id: String, _ mark: String, _ placed: PlacedPerson, _ minutes: Int, _ time: Timestamp
  ) -> TimeEntry {
    TimeEntry(
      id: id, person: placed.person, minutes: minutes, day: time.day,
      note: placed.isKnownByLogin ? mark : "\(mark), \(placed.person.signature.cleanLine)")
  }
}
