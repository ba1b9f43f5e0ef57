import MigrationKit

/// What the ledger has to know of an entry of the history.
struct RequestTrackerEntry {
  let id: String
  let type: String
  /// It has become an article.
  let isCarried: Bool
  /// It was made on a ticket that has been merged into this one.
  var isMerged = false
  /// Its minutes are booked; false where the new system is to have no time entries.
  var isBooked = false
  var setsTimeWorked = false
  /// The list of changes speaks of it.
  var isTold = false
  /// What becomes of what it says, where it is no article.
  let history: Fate?

  init(id: String, type: String, isCarried: Bool) {
    self.id = id
    self.type = type
    self.isCarried = isCarried
    history = RequestTrackerFates.history(type)
  }

  /// An article whatever it holds.
  var isMessage: Bool { ["Create", "Correspond", "Comment"].contains(type) }

  /// "Type=Status". Custom fields of a merged ticket are in its history only.
  var label: String { "Type=\(type)" + (isMerged && type == "CustomField" ? " of a merged ticket" : "") }

  fileprivate var circumstances: RequestTrackerCircumstances {
    var circumstances: RequestTrackerCircumstances = []
    if isCarried { circumstances.insert(.carried) }
    if isBooked { circumstances.insert(.booked) }
    if setsTimeWorked { circumstances.insert(.setsTimeWorked) }
    if isTold { circumstances.insert(.told) }
    return circumstances
  }
}

/// The entries of a ticket's history.
struct RequestTrackerEntries {
  /// For parts of messages that name an entry which is not there.
  static let none = 0

  let all: [RequestTrackerEntry]
  /// Of each what it adds to those of the ticket.
  let circumstances: [RequestTrackerCircumstances]
  private var ids = OrderedIDs()

  init(_ entries: [RequestTrackerEntry]) {
    all = [RequestTrackerEntry(id: "", type: "", isCarried: false)] + entries
    circumstances = all.map { $0.circumstances.union(.ofEntry) }
    for entry in all { ids.append(entry.id) }
  }

  mutating func place(of id: String) -> Int { ids.place(of: id) ?? Self.none }
}
