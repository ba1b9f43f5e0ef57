import MigrationKit

/// The minutes that people have booked on a ticket, one row an entry of its history, so that their sum is the
/// ticket's own.
///
/// Every entry may carry minutes (`TimeTaken`). Who sets the ticket's sum itself leaves an entry `Set TimeWorked`, whose
/// minutes are the change: lib/RT/Ticket.pm of 5.0.3, `SetTimeWorked`, `_UpdateTimeTaken`. A change downwards takes from
/// what was booked before it, the latest first. What the sum has beyond all entries was imported, or written into
/// the database: `unbooked`.
struct RequestTrackerEffort {
  typealias Row = (transaction: RequestTrackerTransaction, minutes: Int)

  private(set) var rows: [Row] = []
  /// Minutes that no entry accounts for.
  private(set) var unbooked = 0
  /// Entries whose own minutes are in no row as they are: corrections, and what they took from.
  private(set) var corrected: [Row] = []

  init(of source: RequestTrackerRecord) {
    let stated = source.transactions.map { ($0, $0.minutes) }.filter { $0.1 != 0 }
    for (transaction, minutes) in stated {
      if minutes > 0 { rows.append((transaction, minutes)) } else { take(minutes.magnitude) }
    }
    let booked = rows.reduce(0) { $0.saturatingSum($1.minutes) }
    let wanted = max(0, source.ticket.timeWorked)
    if wanted >= booked { unbooked = wanted - booked } else { take((booked - wanted).magnitude) }
    var left = rows[...]
    corrected = stated.filter { transaction, minutes in
      guard left.first?.transaction.id == transaction.id else { return true }
      return left.removeFirst().minutes != minutes
    }
  }

  private mutating func take(_ minutes: UInt) {
    var left = minutes
    while left > 0, let last = rows.last {
      let taken = min(left, last.minutes.magnitude)
      left -= taken
      rows[rows.count - 1].minutes -= Int(taken)
      if rows[rows.count - 1].minutes == 0 { rows.removeLast() }
    }
  }
}

extension Int {
  /// Numbers come from the old system, and may be any.
  fileprivate func saturatingSum(_ other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}

extension RequestTrackerTransaction {
  var setsTimeWorked: Bool { type == "Set" && field == "TimeWorked" }

  /// Below 0 where less was worked than said before.
  fileprivate var minutes: Int {
    guard setsTimeWorked, let old = Int(oldValue.isEmpty ? "0" : oldValue), let new = Int(newValue) else {
      return timeTaken
    }
    let (change, overflows) = new.subtractingReportingOverflow(old)
    return overflows ? timeTaken : change
  }
}

extension SourceEffort {
  /// Minutes that nobody booked are the owner's, else those of whoever changed the ticket last, on that day.
  init(of source: RequestTrackerRecord) {
    let effort = RequestTrackerEffort(of: source)
    let ticket = source.ticket
    entries = effort.rows.map { transaction, minutes in
      SourceTimeEntry(
        id: transaction.id, mark: (.transaction, transaction.id), person: transaction.creator,
        minutes: minutes, time: source.created(of: transaction))
    }
    if effort.unbooked > 0 {
      let owner = ticket.owner.flatMap { $0.isNobody ? nil : $0 }
      entries.append(
        SourceTimeEntry(
          id: "ticket-\(source.id)", mark: (.ticket, source.id.text),
          person: owner ?? ticket.lastUpdatedBy ?? ticket.creator, minutes: effort.unbooked,
          time: ticket.lastUpdated ?? source.created))
    }
    corrected = effort.corrected.map { ($0.transaction.id, $0.minutes) }
    total = ticket.timeWorked
    estimated = ticket.timeEstimated
    left = ticket.timeLeft
  }
}
