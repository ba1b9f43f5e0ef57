import MigrationKit

/// `people.jsonl` while it is made: it is read beside the tickets, and those who came meanwhile behind them.
actor PeopleFile {
  private var reading: any PeopleReading
  private var writer: RecordWriter

  init(_ source: any TicketSource, _ path: String) throws {
    reading = source.people()
    writer = try RecordWriter(path)
  }

  /// All who follow those that were read before.
  func readOn() async throws {
    var isAtEnd = false
    while !isAtEnd {
      var reading = reading
      let page = try await reading.next()
      self.reading = reading
      for person in page.records { try writer.append(person) }
      isAtEnd = page.isLast
    }
  }

  func finish() throws { try writer.finish() }
}
