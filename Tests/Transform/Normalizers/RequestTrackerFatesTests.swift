import Foundation
import Testing

@testable import MigrationKit
@testable import Transform

/// Holds the table of fates to what the conversion does: every value of every fixture is changed, one at a time.
@Suite struct RequestTrackerFatesTests {
  @Test(arguments: try ConversionFixture.all())
  func `a value that arrives changes the ticket, one that is dropped does not`(fixture: ConversionFixture)
    throws
  {
    // An answer to every type would hide that the type counts.
    var mapping = MappingConfiguration.example
    mapping.history = try fixture.history
    mapping.types = ["ticket": "Support"]
    let (normalizer, tickets) = try fixture.read(mapping)
    var seen: Set<String> = []
    for (record, files) in tickets {
      let before = try normalizer.result(of: record, files: files)
      for (value, fate) in try normalizer.samples(of: record, files, besides: &seen) {
        guard let changed = try value.changed(in: record, fate) else { continue }
        let isChanged = normalizer.outcome(of: changed, files: files) != before
        switch fate {
        case .carried, .mapped, .defaulted, .text:
          #expect(isChanged, "\(value.path) of ticket \(record.id) is said to arrive as \(fate)")
        case .dropped:
          #expect(!isChanged, "\(value.path) of ticket \(record.id) is said to be dropped: \(fate)")
        case .unhandled, .empty, .rejected: Issue.record("\(value.path) has no rule")
        }
      }
    }
  }

  @Test func `every path that a real server answered with has a rule`() throws {
    let text = try String(contentsOf: RecordedAnswers.file, encoding: .utf8)
    let answers = try JSONDocument(text).root
    func rows(_ name: String) -> [JSONValue] { answers[name]?["items"]?.elements.map { .source($0) } ?? [] }
    let tickets = rows("tickets")
    #expect(tickets.count == 2)
    for ticket in tickets {
      let data: JSONValue = [
        "ticket": ticket, "transactions": .array(rows("transactions")),
        "attachments": .array(rows("heads") + rows("parts")), "contents": .array(rows("bodies")),
      ]
      let record = SourceRecord(system: "request-tracker", id: "6", url: "", data: data)
      let root = try JSONDocument(data.bytes).root
      let entries = try RequestTrackerRecord(record).transactions.map { entry in
        (entry.id, RequestTrackerEntry(type: entry.type, isCarried: entry.type == "Create", isMerged: false))
      }
      for value in RequestTrackerPaths(in: root, entries: Dictionary(uniqueKeysWithValues: entries)).values {
        #expect(RequestTrackerFates.treatment(of: value.path) != nil, "\(value.path)")
      }
      for (_, entry) in entries { #expect(RequestTrackerFates.history(entry.type) != nil, "\(entry.type)") }
    }
  }
}

private enum RecordedAnswers {
  static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/RequestTracker/source/answers.json")
}

extension RequestTrackerNormalizer {
  /// The first of each path and fate. Not those that only give the order of the parts, or tie them together: where
  /// a part has no text, nobody sees where it lies.
  fileprivate func samples(
    of record: SourceRecord, _ files: [ExtractedAttachment], besides seen: inout Set<String>
  ) throws -> [(value: RequestTrackerPaths.Value, fate: Fate)] {
    let structure: Set = [
      "attachments.id", "attachments.TransactionId", "attachments.Parent.id", "attachments.ContentType",
      "ticket.CustomFields.id", "contents.id",
    ]
    return try fates(in: record, files: files).compactMap { value, fate, _ in
      guard fate != .empty, fate != .rejected else { return nil }
      let isNew = seen.insert("\(value.path) \(fate)").inserted
      let isOrder = structure.contains(value.path) || (value.path.hasSuffix("].id") && fate == .text)
      return isNew && !isOrder ? (value, fate) : nil
    }
  }

  fileprivate func outcome(of record: SourceRecord, files: [ExtractedAttachment]) -> String {
    do {
      return try result(of: record, files: files)
    } catch {
      return "\(error)"
    }
  }
}

extension RequestTrackerPaths.Value {
  /// The record with this value changed to another of its kind; nil where it has none.
  fileprivate func changed(in record: SourceRecord, _ fate: Fate) throws -> SourceRecord? {
    guard let (target, other) = change(fate) else { return nil }
    var bytes = target.document.bytes
    bytes.replaceSubrange(
      target.source.startIndex..<target.source.endIndex, with: other.bytes)
    let root = try JSONDocument(bytes).root
    let data = root["ticket"].flatMap { $0["data"] } ?? root
    return SourceRecord(system: record.system, id: record.id, url: record.url, data: .source(data))
  }

  /// A link that is dropped is taken away, for another might be carried. Somebody is replaced whole: login, name
  /// and address stand for each other.
  private func change(_ fate: Fate) -> (JSONNode, JSONValue)? {
    switch (place, fate) {
    case (.link(let link), .dropped): link["ref"].map { ($0, "gone") }
    case (.link(let link), _): (link["id"] ?? link["_url"]).map { ($0, "999999") }
    case (.person(let person, _), .carried), (.person(let person, _), .text):
      (person, ["id": "somebody else"])
    case (.header(let name, _, _), _): node.string.map { (node, .string($0.changing(header: name))) }
    default: (node.string ?? node.numberText).map { (node, .string($0.other)) }
    }
  }
}

extension String {
  /// Another date, a number that nothing else has, or a longer text.
  fileprivate var other: String {
    if let time = Timestamp(self) { return "2031-05-06" + time.text.dropFirst(10) }
    if let number = Int(self) { return String(number + 1_000_000) }
    return self + "q"
  }

  fileprivate func changing(header name: String) -> String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let start = name.lowercased() + ":"
    if let index = lines.firstIndex(where: { $0.lowercased().hasPrefix(start) }) { lines[index] += "q" }
    return lines.joined(separator: "\n")
  }
}
