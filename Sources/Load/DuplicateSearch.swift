import MigrationKit

/// Asks the target which tickets carry each marker: there must be one, and it must be the one the journal knows.
struct DuplicateSearch {
  let connection: TargetConnection
  let journal: Journal

  /// What one search covers.
  static let batchSize = 100

  func differences(among tickets: [SourceID<Ticket>]) async throws -> [Difference] {
    guard !tickets.isEmpty else { return [] }
    let found = try await connection.target.find(tickets)
    var differences: [Difference] = []
    for ticket in tickets {
      let known = await journal.progress(of: ticket).id
      let strangers = (found[ticket] ?? []).filter { $0 != known }.map { connection.target.url(of: $0) }
      guard !strangers.isEmpty else { continue }
      differences.append(
        Difference(
          ticket: ticket, target: known, what: "marker", expected: "on one ticket only",
          found: "also on \(strangers.joined(separator: ", "))"))
    }
    return differences
  }
}
