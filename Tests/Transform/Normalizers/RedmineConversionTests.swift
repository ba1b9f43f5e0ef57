import Foundation
import MigrationKit
import Testing

@testable import Transform

/// Issues as extracted from Redmine 5.0.4 (Tests/Live/fill-redmine.rb), and what becomes of them;
/// `TICKETFERRY_RECORD=1` writes the latter again.
@Suite struct RedmineConversionTests {
  @Test func `extracted issues become what the fixture expects`() throws {
    let (normalizer, tickets) = try RedmineFixture.read()
    let lines = try tickets.map { try normalizer.ticket(from: $0, files: $1).json.text + "\n" }
    let file = RedmineFixture.folder.appending(path: "issues.expected.jsonl")
    if ProcessInfo.processInfo.environment["TICKETFERRY_RECORD"] != nil {
      try lines.joined().write(to: file, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(expected.count == lines.count)
    for (line, wanted) in zip(lines, expected) { #expect(line.dropLast() == wanted) }
  }

  @Test(arguments: [HistoryRule.drop, .summary], [true, false])
  func `every value of a record has a fate, and what was met adds up`(history: HistoryRule, keepsTime: Bool)
    throws
  {
    let (normalizer, tickets) = try RedmineFixture.read(history, keepsTime: keepsTime)
    var converter = TicketConverter(normalizer)
    for (record, files) in tickets { _ = try converter.convert(record, files: files) }
    #expect(converter.ledger.unhandled.keys.sorted() == [])
    #expect(converter.balance.articles.isEven && converter.balance.attachments.isEven)
    #expect(converter.balance.attachments.met == 6 && converter.balance.attachments.dropped == 0)
    #expect(converter.balance.links.met > 0 && converter.balance.links.isEven)
  }

  @Test func `a member that no rule knows asks the mapping`() throws {
    let (normalizer, tickets) = try RedmineFixture.read()
    let (record, files) = try #require(tickets.last)
    let text = record.data.text.replacing(#""issue":{"#, with: #""issue":{"sprint":{"name":"12"},"#)
    var converter = TicketConverter(normalizer)
    _ = try converter.convert(
      SourceRecord(
        system: "redmine", id: record.id, url: record.url, data: .source(try JSONDocument(text).root)),
      files: files)
    #expect(converter.ledger.unhandled.keys.sorted() == ["issue.sprint.name"])
  }

  @Test func `a file that nothing speaks of stops its ticket`() throws {
    let (normalizer, tickets) = try RedmineFixture.read()
    let file = ExtractedAttachment(
      ticket: SourceID("3"), id: "99", name: "x", mediaType: "", byteCount: 1, sha256: "ab")
    #expect(throws: MalformedRecord.self) {
      try normalizer.ticket(from: tickets[2].record, files: [file])
    }
  }

  @Test func `private issues stay private`() throws {
    let (normalizer, tickets) = try RedmineFixture.read()
    let ids = try tickets.filter { try normalizer.ticket(from: $0, files: $1).isPrivate }.map(\.record.id)
    #expect(ids == ["4"])
  }

  // MARK: Texts

  /// Tickets 1 and 2 are migrated, and 7 is not. "@" is written so that nobody gets a mail.
  @Test(arguments: [
    ("see #1, #2.", "see ⟦ticket 1|#1⟧, ⟦ticket 2|#2⟧."),
    ("##1 and #2#note-3 and #2-3", "⟦ticket 1|##1⟧ and ⟦ticket 2|#2#note-3⟧ and ⟦ticket 2|#2-3⟧"),
    ("#7 and (#7)", "!#7 and (!#7)"),
    ("!#1, a#1, #1a, #", "!#1, a#1, #1a, #"),
    ("`#1` and\n```\n#1 @anna\n```\n#1", "`#1` and\n```\n#1 @anna\n```\n⟦ticket 1|#1⟧"),
    ("a lone ` sign\n\n#7 and ` another", "a lone ` sign\n\n!#7 and ` another"),
    ("``a ` #1`` and `` #1", "``a ` #1`` and `` ⟦ticket 1|#1⟧"),
    ("<pre>#1</pre> #1", "<pre>#1</pre> ⟦ticket 1|#1⟧"),
    ("code:\n\n    #1\n    #7\n\n#7", "code:\n\n    #1\n    #7\n\n!#7"),
    ("- item\n\n    more of it, #1\n\n    and #7", "- item\n\n    more of it, ⟦ticket 1|#1⟧\n\n    and !#7"),
    ("10. item\n\n    #1", "10. item\n\n    ⟦ticket 1|#1⟧"),
    ("\n\n    #1 in code\n#1", "    #1 in code\n⟦ticket 1|#1⟧"),
    ("a@b.example.test and @anna", "a@b.example.test and &#64;anna"),
    (
      "[x](https://old.test/issues/1) https://old.test/issues/2",
      "[x](⟦ticket 1|https://old.test/issues/1⟧) ⟦ticket 2|https://old.test/issues/2⟧"
    ),
    ("**bold** _it_ [[Wiki]] r12\r\n\r\n| a | b |", "**bold** _it_ [[Wiki]] r12\n\n| a | b |"),
    ("⟦ticket 1|x⟧", "〚ticket 1|x〛"),
  ])
  func `a text of the same markup passes but for what would mean something else`(
    text: String, expected: String
  ) {
    #expect(MarkedUpText.passed(on: text, Self.context(.markdown)) == expected)
  }

  @Test(arguments: [
    ("@#1@ and #1", "@#1@ and ⟦ticket 1|#1⟧"),
    (
      "<code>#1</code> \"x\":https://old.test/issues/1",
      "<code>#1</code> \"x\":⟦ticket 1|https://old.test/issues/1⟧"
    ),
    ("h2. Title\n\n* #7 !shot.png!", "h2. Title\n\n* !#7 !shot.png!"),
  ])
  func `Textile has its own code`(text: String, expected: String) {
    #expect(MarkedUpText.passed(on: text, Self.context(.textile)) == expected)
  }

  private static func context(_ language: MarkupLanguage) -> TextContext {
    var census = Census()
    for id in ["1", "2"] { census.add(SourceID(id), merged: []) }
    return TextContext(
      language: language,
      references: RedmineReferences(census, addresses: ["https://old.test"], .linked))
  }
}

enum RedmineFixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/Redmine/transform")

  static func read(_ history: HistoryRule = .summary, keepsTime: Bool = true) throws -> (
    normalizer: RedmineNormalizer, tickets: [(record: SourceRecord, files: [ExtractedAttachment])]
  ) {
    let text = try String(contentsOf: folder.appending(path: "issues.input.jsonl"), encoding: .utf8)
    let nodes = try text.split(separator: "\n").map { try JSONDocument(String($0)).root }
    let files = try nodes.compactMap { try $0.record("attachment") as ExtractedAttachment? }
    let tickets = try nodes.compactMap { try $0.record("ticket") as SourceRecord? }
    var census = Census()
    for person in try nodes.compactMap({ try $0.record("person") as SourceRecord? }) {
      census.add(try RedmineNormalizer.person(from: person))
    }
    for queue in try nodes.compactMap({ try $0.record("queue") as SourceRecord? }) {
      census.add(try RedmineNormalizer.queue(from: queue))
    }
    for ticket in tickets { census.add(SourceID(ticket.id), try RedmineNormalizer.outline(of: ticket)) }
    census.close()
    var target = TargetTraits(markup: .markdown)
    target.keepsTime = keepsTime
    let normalizer = RedmineNormalizer(
      ConversionTerms(
        mapping: Mapping(mapping(history)), census: census, target: target,
        references: RedmineReferences(census, addresses: ["http://redmine.example.test"], .linked),
        words: Words(of: "Redmine")))
    return (normalizer, tickets.map { ticket in (ticket, files.filter { $0.ticket.text == ticket.id }) })
  }

  private static func mapping(_ history: HistoryRule) -> MappingConfiguration {
    var mapping = MappingConfiguration(
      queues: ["support": "help", "sales": "sales"], types: ["Support": "Support"],
      states: ["New": "New", "In Progress": "In Progress", "Closed": "Closed", "Rejected": "Closed"],
      priorities: PriorityMap([], words: ["Normal": "Normal", "High": "High"]),
      people: ["anna@staff.example.test": "anna", "boris@staff.example.test": "boris", "*": "text"])
    mapping.history = history
    for field in [
      "Affected versions", "Category", "Contact", "Rooms", "Root cause", "Answered", "Weight", "Promised on",
    ] {
      mapping.fields[field] = .field(field)
    }
    for field in ["Found in", "Manual", "Seats", "RT link"] { mapping.fields[field] = .text }
    mapping.fields["Kundennummer"] = .drop(reason: "kept in the archive")
    return mapping
  }
}
