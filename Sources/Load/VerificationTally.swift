import MigrationKit

/// What a verification comes to in sum.
struct VerificationTally {
  private(set) var tickets = 0
  private(set) var articles = 0
  private(set) var files = 0
  private(set) var hashedFiles = 0
  private(set) var links = 0
  private(set) var times = 0
  private(set) var equal = 0
  private(set) var differences: [Difference.Class: Int] = [:]
  /// Internal articles that everyone can read: the first to be reported.
  private(set) var exposed: [Difference] = []

  private static let mostExposed = 20

  var unexpected: Int { differences[.unexpected] ?? 0 }
  var changed: Int { differences[.changed] ?? 0 }
  var impossible: Int { differences[.impossible] ?? 0 }

  mutating func count(_ compared: ComparedTicket) {
    tickets += 1
    articles += compared.articles
    files += compared.files
    hashedFiles += compared.hashedFiles
    links += compared.links
    times += compared.times
    equal += compared.equal
    compared.differences.forEach { count($0) }
  }

  mutating func count(_ difference: Difference) {
    differences[difference.kind, default: 0] += 1
    if difference.isExposure, exposed.count < Self.mostExposed { exposed.append(difference) }
  }

  var counts: JSONValue {
    [
      "tickets": .int(tickets), "articles": .int(articles), "attachments": .int(files),
      "hashed": .int(hashedFiles), "links": .int(links), "time_entries": .int(times), "equal": .int(equal),
      "changed": .int(changed), "impossible": .int(impossible), "unexpected": .int(unexpected),
    ]
  }

  var summary: String {
    """
    Verified \(counted(tickets, "ticket")), \(counted(articles, "message")), \(counted(files, "attachment")) \
    (\(grouped(hashedFiles)) byte for byte), \(counted(links, "link")), \(counted(times, "time entry", "time entries")).
    \(counted(equal, "value matches", "values match")), \(grouped(changed)) changed by the target as expected, \
    \(grouped(impossible)) cannot be stored there, \(counted(unexpected, "unexpected difference")).
    """
  }
}

extension Difference {
  /// An internal article is public.
  var isExposure: Bool { isUnexpected && what.hasSuffix(": internal") && expected == "true" }
}
