import Testing

@testable import MigrationKit
@testable import Transform

/// Holds the table of fates to what the conversion does: every value of the recorded issues is changed, one at a time.
@Suite struct RedmineFatesTests {
  @Test(arguments: [HistoryRule.drop, .summary], [true, false])
  func `a value that arrives changes the ticket, one that is dropped does not`(
    history: HistoryRule, keepsTime: Bool
  ) throws {
    let (normalizer, tickets) = try RedmineFixture.read(history, keepsTime: keepsTime)
    var seen: Set<String> = []
    for (record, files) in tickets {
      let before = try normalizer.result(of: record, files: files)
      for value in try normalizer.values(of: record, files) where !Self.isStructure(value) {
        guard seen.insert("\(value.path) \(value.fate)").inserted, let changed = try value.changed(in: record)
        else {
          continue
        }
        let isChanged = normalizer.outcome(of: changed, files: files) != before
        switch value.fate {
        case .carried, .mapped, .defaulted, .text:
          #expect(isChanged, "\(value.path) of issue \(record.id) is said to arrive as \(value.fate)")
        case .dropped:
          #expect(!isChanged, "\(value.path) of issue \(record.id) is said to be dropped: \(value.fate)")
        case .unhandled, .rejected: Issue.record("\(value.path) has no rule")
        case .empty: break
        }
      }
    }
    #expect(seen.count > 60)
  }

  /// What ties the parts of a record together, and gives their order.
  private static func isStructure(_ value: AccountedValue) -> Bool {
    let ids: Set = [
      "issue.id", "issue.attachments.id", "issue.custom_fields.id", "issue.journals.details[attachment].name",
      "issue.journals.details[attachment].property", "field_files.id",
    ]
    // A change that is listed is known by its moment.
    let isOfChange = value.path == "issue.journals.id" && value.fate != .carried
    return value.fate == .empty || ids.contains(value.path) || isOfChange
  }

  @Test(arguments: [HistoryRule.drop, .summary])
  func `values that are only counted have the fate that they have by themselves`(history: HistoryRule) throws
  {
    let (normalizer, tickets) = try RedmineFixture.read(history)
    var converter = TicketConverter(normalizer)
    var expected = Ledger()
    for (record, files) in tickets + tickets {
      _ = try converter.convert(record, files: files)
      for value in try normalizer.values(of: record, files) {
        expected.count(value.fate, at: value.path, of: SourceID(record.id))
      }
    }
    let (found, wanted) = (converter.ledger.entries, expected.entries)
    #expect(found.keys.sorted() == wanted.keys.sorted())
    for (path, entry) in found {
      #expect(entry.counts.map(\.value.text) == wanted[path]?.counts.map(\.value.text), "\(path)")
    }
  }
}
