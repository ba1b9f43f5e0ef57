import MigrationKit

/// What the ledger has to know of an entry of the history.
struct HistoryEntry {
  let id: String
  /// What tells its path from those of other kinds; nil where all kinds share one.
  let label: String?
  /// It has become an article.
  let isCarried: Bool
  /// It is an article whatever it holds.
  var isMessage = false
  /// Its minutes are booked; false where the new system is to have no time entries.
  var isBooked = false
  /// A line of text says its minutes.
  var isCorrected = false
  /// It is the change of the ticket's minutes.
  var setsMinutes = false
  /// The list of changes speaks of it.
  var isTold = false
  /// What becomes of what it says, where it is no article.
  var history: Fate?

  init(id: String, label: String?, isCarried: Bool) {
    self.id = id
    self.label = label
    self.isCarried = isCarried
  }

  fileprivate var circumstances: Circumstances {
    var circumstances: Circumstances = []
    if isCarried { circumstances.insert(.carried) }
    if isBooked { circumstances.insert(.booked) }
    if setsMinutes { circumstances.insert(.setsMinutes) }
    if isCorrected { circumstances.insert(.corrected) }
    if isTold { circumstances.insert(.told) }
    return circumstances
  }
}

/// The entries of a ticket's history.
struct HistoryEntries {
  /// For parts of messages that name an entry which is not there.
  static let none = 0

  let all: [HistoryEntry]
  /// Of the ticket's own values.
  private let ofTicket: Circumstances
  private let ofEntries: [Circumstances]
  private var ids = OrderedIDs()

  init(_ entries: [HistoryEntry] = [], of ticket: Circumstances = []) {
    all = [HistoryEntry(id: "", label: nil, isCarried: false)] + entries
    ofTicket = ticket
    ofEntries = all.map { $0.circumstances.union(.ofEntry).union(ticket) }
    for entry in all { ids.append(entry.id) }
  }

  mutating func place(of id: String) -> Int { ids.place(of: id) ?? Self.none }

  /// Those in which a value has the fate that it has.
  func circumstances(of place: RecordPaths.Place) -> Circumstances {
    switch place {
    case .ticket, .field, .link, .person(_, nil): ofTicket
    case .person(_, let entry?), .entry(let entry), .entryField(let entry), .part(let entry),
      .header(_, let entry), .text(_, let entry):
      ofEntries[entry]
    }
  }
}
