import Testing

@testable import MigrationKit
@testable import Transform

@Suite(.temporaryFolder) struct FileSearchTests {
  private let folder = TemporaryFolder.current

  /// The tickets that have files, some of them several.
  @Test(arguments: [
    [], [7], [7, 7, 7], [2, 9, 9, 10, 100, 100, 1000], Array(1...300).filter { $0 % 7 > 2 },
  ])
  func `the first file of a ticket is found, or of the next one that has any`(tickets: [Int]) throws {
    let lines = tickets.enumerated().map { number, ticket in
      ExtractedFolder.attachment(of: ticket, String(repeating: "9", count: 1 + number * 37 % 200)) + "\n"
    }
    let path = try folder.write(lines.joined(), to: "attachments.jsonl")
    for ticket in 1...305 {
      let count = tickets.prefix { $0 < ticket }.count
      let start = try FileSearch(path).start(of: SourceID("\(ticket)"))
      #expect(start == lines.prefix(count).joined().utf8.count, "ticket \(ticket)")
    }
  }
}
