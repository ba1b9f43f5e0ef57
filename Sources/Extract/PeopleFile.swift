import MigrationKit

/// `people.jsonl` while it is made: it is read beside the tickets, and those who came meanwhile behind them.
actor PeopleFile {
  private let source: any TicketSource
  private var writer: RecordWriter
  private var cursor: Cursor?

  init(_ source: any TicketSource, _ path: String) throws {
    self.source = source
    writer = try RecordWriter(path)
  }

  /// All who follow those that were read before.
  func readOn() async throws {
    var isAtEnd = false
    while !isAtEnd {
      let page = try await source.people(after: cursor)
      for person in page.records { try writer.append(person) }
      cursor = page.cursor ?? cursor
      isAtEnd = page.isLast
    }
  }

  func finish() throws { try writer.finish() }
}
