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
      for value in try normalizer.samples(of: record, files, besides: &seen) {
        guard let changed = try value.changed(in: record) else { continue }
        let isChanged = normalizer.outcome(of: changed, files: files) != before
        let fate = value.fate
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

  /// A number below 0, a date that means none, a text that shows nothing: what is said to arrive makes a difference.
  @Test(
    arguments: try ConversionFixture.all().filter { fixture in
      ["history", "time"].contains { fixture.testDescription.hasPrefix($0) }
    })
  func `an odd value that is said to arrive is in the ticket`(fixture: ConversionFixture) throws {
    var mapping = MappingConfiguration.example
    mapping.history = try fixture.history
    let (normalizer, tickets) = try fixture.read(mapping)
    var seen: Set<String> = []
    for (record, files) in tickets {
      for value in try normalizer.samples(of: record, files, besides: &seen)
      where value.fate != .mapped && !value.path.hasPrefix("attachments") {
        guard let without = try value.replaced(in: record, by: "") else { continue }
        let nothing = try normalizer.readable(without, files)
        for odd in OddValue.all {
          guard let changed = try value.replaced(in: record, by: odd),
            let ticket = try normalizer.readable(changed, files), ticket == nothing,
            let fate = try normalizer.values(of: changed, files).first(where: value.isAtSamePlace)?.fate
          else { continue }
          let isSaidToArrive = [.carried, .text, .mapped].contains(fate)
          #expect(
            !isSaidToArrive, "\(value.path) of ticket \(record.id), \(odd.text), is said to arrive: \(fate)")
        }
      }
    }
  }

  @Test(arguments: try ConversionFixture.all())
  func `values that are only counted have the fate that they have by themselves`(fixture: ConversionFixture)
    throws
  {
    let (normalizer, tickets) = try fixture.read(.example)
    var converter = TicketConverter(normalizer)
    var expected = Ledger()
    for (record, files) in tickets + tickets {
      _ = try? converter.convert(record, files: files)
      for value in try normalizer.values(of: record, files) {
        expected.count(value.fate, at: value.path, of: SourceID(record.id))
      }
    }
    #expect(converter.ledger.fates == expected.fates)
  }

  @Test func `a start is carried or told as its own ticket has it, whatever came before`() throws {
    var converter = TicketConverter(OldTicket().normalizer())
    for due in ["2021-03-09", "2021-03-09", "2021-03-01", "2021-03-09", "2021-03-01"] {
      let dates = #""Starts":"2021-03-02T00:00:00Z","Due":"\#(due)T00:00:00Z","#
      _ = try converter.convert(try OldTicket(members: dates).record(), files: [])
    }
    let entries = converter.ledger.entries
    #expect(entries["ticket.Starts"]?.carried == 3 && entries["ticket.Starts"]?.text == 2)
    #expect(entries["ticket.Due"]?.carried == 5)
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
      let record = SourceRecord(
        system: "request-tracker", id: try JSONDocument(ticket.bytes).root.text("id"), url: "", data: data)
      let root = try JSONDocument(data.bytes).root
      let transactions = try RequestTrackerRecord(record).transactions
      let entries = transactions.map { entry in
        HistoryEntry(id: entry.id, label: "Type=\(entry.type)", isCarried: entry.type == "Create")
      }
      var paths = RecordPaths(RequestTrackerRules())
      root.withView { paths.read($0, HistoryEntries(entries)) }
      for path in paths.values.map({ paths.tree.texts[$0.path] }) {
        #expect(RequestTrackerFates.treatment(of: path) != nil, "\(path)")
      }
      for entry in transactions { #expect(RequestTrackerFates.history(entry.type) != nil, "\(entry.type)") }
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
  ) throws -> [AccountedValue] {
    let structure: Set = [
      "attachments.id", "attachments.TransactionId", "attachments.Parent.id", "attachments.ContentType",
      "ticket.CustomFields.id", "contents.id", "ticket.id",
    ]
    return try values(of: record, files).filter { value in
      guard value.fate != .empty, value.fate != .rejected else { return false }
      let isNew = seen.insert("\(value.path) \(value.fate)").inserted
      let isOrder =
        structure.contains(value.path) || value.path.hasSuffix("].TransactionId")
        || (value.path.hasSuffix("].id") && value.fate != .carried)
      return isNew && !isOrder
    }
  }

  /// Nil of one that is rejected.
  fileprivate func readable(_ record: SourceRecord, _ files: [ExtractedAttachment]) throws -> Ticket? {
    do {
      return try ticket(from: record, files: files)
    } catch is RejectedTicket {
      return nil
    } catch is MalformedRecord {
      return nil
    }
  }
}

extension Ledger {
  /// By path, without what was done to the values.
  fileprivate var fates: [String: String] {
    entries.mapValues { "\(JSONValue.object($0.counts).text) \($0.reasons.sorted)" }
  }
}

private enum OddValue {
  static let all: [JSONValue] = [
    "-30", "00", "9223372036854775807", .bool(true), "\u{0}\u{85}", "1970-01-01 00:00:00",
    "9999-12-31T23:59:59Z",
    .string(String(repeating: "long ", count: 200)),
  ]
}
