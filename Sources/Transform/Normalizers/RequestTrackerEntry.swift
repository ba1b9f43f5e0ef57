import MigrationKit

/// What the ledger has to know of an entry of the history.
struct RequestTrackerEntry {
  let type: String
  /// It has become an article.
  let isCarried: Bool
  /// It was made on a ticket that has been merged into this one.
  let isMerged: Bool

  /// An article whatever it holds.
  var isMessage: Bool { ["Create", "Correspond", "Comment"].contains(type) }

  /// "Type=Status". Custom fields of a merged ticket are in its history only.
  var label: String { "Type=\(type)" + (isMerged && type == "CustomField" ? " of a merged ticket" : "") }
}

extension RequestTrackerPart {
  /// Names in the spelling most mails have, values on one line; in the order of the mail.
  static func headers(in text: String) -> [(name: String, value: String)] {
    var headers: [(name: String, value: String)] = []
    for line in text.split(separator: "\n") {
      if line.first == " " || line.first == "\t" {
        if !headers.isEmpty { headers[headers.count - 1].value += " " + String(line).cleanLine }
      } else if let colon = line.firstIndex(of: ":") {
        let name = line[..<colon].split(separator: "-", omittingEmptySubsequences: false).map(
          \.capitalizedWord)
        headers.append((name.joined(separator: "-"), String(line[line.index(after: colon)...]).cleanLine))
      }
    }
    return headers
  }
}

extension Substring {
  fileprivate var capitalizedWord: String { prefix(1).uppercased() + dropFirst().lowercased() }
}

extension RequestTrackerConversion {
  func entry(_ transaction: RequestTrackerTransaction) -> RequestTrackerEntry {
    RequestTrackerEntry(
      type: transaction.type, isCarried: isCarried(transaction), isMerged: isMerged(transaction))
  }
}
