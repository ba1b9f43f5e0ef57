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
  /// A line of text says its minutes.
  var isCorrected = false
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
    if isCorrected { circumstances.insert(.corrected) }
    if isTold { circumstances.insert(.told) }
    return circumstances
  }
}

/// The entries of a ticket's history.
struct RequestTrackerEntries {
  /// For parts of messages that name an entry which is not there.
  static let none = 0

  let all: [RequestTrackerEntry]
  /// Of the ticket's own values.
  private let ofTicket: RequestTrackerCircumstances
  private let ofEntries: [RequestTrackerCircumstances]
  private var ids = OrderedIDs()

  init(_ entries: [RequestTrackerEntry] = [], of ticket: RequestTrackerCircumstances = []) {
    all = [RequestTrackerEntry(id: "", type: "", isCarried: false)] + entries
    ofTicket = ticket
    ofEntries = all.map { $0.circumstances.union(.ofEntry).union(ticket) }
    for entry in all { ids.append(entry.id) }
  }

  mutating func place(of id: String) -> Int { ids.place(of: id) ?? Self.none }

  /// Those in which a value has the fate that it has.
  func circumstances(of place: RequestTrackerPaths.Place) -> RequestTrackerCircumstances {
    switch place {
    case .ticket, .field, .link, .person(_, nil): ofTicket
    case .person(_, let entry?), .entry(let entry), .entryField(let entry), .part(let entry),
      .header(_, let entry), .text(_, let entry):
      ofEntries[entry]
    }
  }
}
