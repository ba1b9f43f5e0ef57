import Foundation
import MigrationKit
import Testing

@testable import Transform

/// Each `<case>.input.jsonl` holds people, files and tickets as extracted, one a line; `<case>.expected.jsonl` what
/// becomes of the tickets. `TICKETFERRY_RECORD=1` writes the latter again.
@Suite struct ConversionFixtureTests {
  @Test(arguments: try ConversionFixture.all())
  func `extracted tickets become what the fixture expects`(fixture: ConversionFixture) throws {
    let result = try fixture.convert()
    if ProcessInfo.processInfo.environment["TICKETFERRY_RECORD"] != nil {
      try result.write(to: fixture.expected, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: fixture.expected, encoding: .utf8)
    for (line, wanted) in zip(result.split(separator: "\n"), expected.split(separator: "\n")) {
      #expect(line == wanted)
    }
    #expect(result.utf8.count == expected.utf8.count)
  }

  @Test func `there are fixtures`() throws {
    #expect(try ConversionFixture.all().count >= 8)
  }

  @Test(arguments: try ConversionFixture.all())
  func `every ticket reads itself back from what it wrote`(fixture: ConversionFixture) throws {
    for line in try fixture.convert().split(separator: "\n") {
      let root = try JSONDocument(String(line)).root
      let again = root["rule"] == nil ? try Ticket(json: root).json : try Reject(json: root).json
      #expect(again.text == line)
    }
  }
}

struct ConversionFixture: CustomTestStringConvertible {
  let input: URL
  var testDescription: String { input.lastPathComponent }
  var expected: URL {
    URL(filePath: input.path.replacing(".input.jsonl", with: ".expected.jsonl"))
  }

  static func all() throws -> [ConversionFixture] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/RequestTracker/transform")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.lastPathComponent.hasSuffix(".input.jsonl") }
      .sorted { $0.path < $1.path }
      .map(ConversionFixture.init)
  }

  func convert() throws -> String {
    var mapping = MappingConfiguration.example
    mapping.history = try history
    let (normalizer, tickets) = try read(mapping)
    return try tickets.map { try normalizer.result(of: $0, files: $1) }.joined()
  }

  /// "history" of its terms.
  var history: HistoryRule {
    get throws {
      try String(contentsOf: input, encoding: .utf8).hasPrefix("{\"terms\":{\"history\":\"summary\"")
        ? .summary : .drop
    }
  }

  /// Tickets with their files, and what converts them.
  func read(_ mapping: MappingConfiguration = .example) throws -> (
    normalizer: RequestTrackerNormalizer, tickets: [(record: SourceRecord, files: [ExtractedAttachment])]
  ) {
    let lines = try String(contentsOf: input, encoding: .utf8).split(separator: "\n")
    let nodes = try lines.map { try JSONDocument(String($0)).root }
    let files = try nodes.compactMap { try $0.record("attachment") as ExtractedAttachment? }
    let tickets = try nodes.compactMap { try $0.record("ticket") as SourceRecord? }
    var census = Census()
    for person in try nodes.compactMap({ try $0.record("person") as SourceRecord? }) {
      census.add(try RequestTrackerNormalizer.person(from: person))
    }
    for queue in try nodes.compactMap({ try $0.record("queue") as SourceRecord? }) {
      census.add(try RequestTrackerNormalizer.queue(from: queue))
    }
    for ticket in tickets {
      census.add(SourceID(ticket.id), try RequestTrackerNormalizer.outline(of: ticket))
    }
    census.close()
    let terms = nodes.compactMap { $0["terms"] }.first
    let normalizer = RequestTrackerNormalizer(
      ConversionTerms(
        mapping: Mapping(mapping), census: census, target: TargetTraits(fixture: terms),
        references: RequestTrackerNormalizer.references(
          census, addresses: ["https://rt.example.test"], .linked)))
    return (normalizer, tickets.map { ticket in (ticket, files.filter { $0.ticket.text == ticket.id }) })
  }
}

extension TargetTraits {
  /// `{"terms":{"markup":"textile","time":true}}`; plain text where a fixture says nothing.
  fileprivate init(fixture terms: JSONNode?) {
    self.init(markup: terms?["markup"]?.string.flatMap { MarkupLanguage(rawValue: $0) } ?? .plain)
    keepsTime = terms?["time"]?.bool ?? false
    largestFile = terms?["largest_file"]?.int
    archive = terms?["archive"]?.string
  }
}

extension Normalizer {
  /// A line of `tickets.jsonl`, or those of `rejects.jsonl`.
  func result(of record: SourceRecord, files: [ExtractedAttachment]) throws -> String {
    do {
      return try ticket(from: record, files: files).json.text + "\n"
    } catch let rejected as RejectedTicket {
      return rejected.rejects.map { $0.json.text + "\n" }.joined()
    }
  }
}

extension MappingConfiguration {
  /// The one of the README, with rules for the fields of the fixtures.
  static let example = MappingConfiguration(
    queues: ["Support": "support"], types: ["*": "Support"],
    states: [
      "new": "New", "open": "In Progress", "stalled": "Feedback", "resolved": "Closed", "deleted": "Closed",
      "rejected": "Rejected",
    ],
    priorities: PriorityMap([.init(0...29, "Low"), .init(30...69, "Normal"), .init(70...100, "High")]),
    people: ["ANNA@staff.example.test": "anna", "boris": "boris", "*": "text"],
    fields: [
      "Kundennummer": .field("Kundennummer"), "Affected versions": .field("Versions"), "Root cause": .text,
      "Category": .drop(reason: "kept in the archive"), "Called at": .text,
      "Promised on": .field("Promised on"),
    ])
}
