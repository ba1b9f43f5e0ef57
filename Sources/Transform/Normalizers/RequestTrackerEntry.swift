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
}

/// The entries of a ticket's history by their ids.
struct RequestTrackerEntries {
  /// For parts of messages that name an entry which is not there.
  static let none = 0

  private(set) var all = [RequestTrackerEntry(id: "", type: "", isCarried: false)]
  private var places: [String: Int] = [:]

  init(_ entries: [RequestTrackerEntry]) {
    for entry in entries where places[entry.id] == nil {
      places[entry.id] = all.count
      all.append(entry)
    }
  }

  subscript(place: Int) -> RequestTrackerEntry { all[place] }

  func place(of id: String) -> Int { places[id] ?? Self.none }
}
