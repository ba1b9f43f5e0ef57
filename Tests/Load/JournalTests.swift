import Testing

@testable import Load
@testable import MigrationKit

@Suite(.temporaryFolder) struct JournalTests {
  private let folder = TemporaryFolder.current
  private let ticket = SourceID<Ticket>("5")
  private var path: String { folder.file("journal.jsonl") }

  private static let owner = JournalOwner(source: "s", target: "t", instance: ["project a": "1 of 2021"])

  private func journal(_ owner: JournalOwner = owner) throws -> Journal {
    try Journal(path, owner: owner, console: Console(name: "test"))
  }

  private static let lines = [
    #"{"source":"s","target":"t","instance":{"project a":"1 of 2021"}}"#,
    #"{"ticket":"5","step":"create","state":"begun","sent":"ab"}"#,
    #"{"ticket":"5","step":"create","state":"done","result":"77"}"#,
    #"{"ticket":"5","step":"article/2","state":"begun","sent":"cd"}"#,
    #"{"ticket":"5","step":"article/2","state":"failed","words":"no"}"#,
    #"{"ticket":"5","step":"state","state":"begun","sent":"ef"}"#,
    #"{"ticket":"5","step":"state","state":"done"}"#,
    #"{"ticket":"5","step":"confirm","state":"done"}"#,
  ]

  @Test func `what was written is known again`() async throws {
    let first = try journal()
    try await first.begin(.create, of: ticket, sent: "ab")
    try await first.finish(.create, of: ticket, result: "77")
    try await first.begin(.article(id: "2"), of: ticket, sent: "cd")
    try await first.fail(.article(id: "2"), of: ticket, words: "no")
    try await first.begin(.state, of: ticket, sent: "ef")
    try await first.finish(.state, of: ticket, result: nil)
    try await first.confirm(ticket)
    #expect(try folder.text("journal.jsonl") == Self.lines.map { $0 + "\n" }.joined())
    let again = try await journal().progress(of: ticket)
    #expect(await again == first.progress(of: ticket))
    #expect(again.id == TargetID("77") && again.isConfirmed && again.open.isEmpty && again.creations == 1)
    #expect(again.isDone(.create) && !again.isDone(.article(id: "2")) && again.isDone(.state))
    #expect(await first.progress(of: SourceID("6")) == TicketProgress())
  }

  @Test(arguments: 1...lines.count)
  func `a torn last line is cut off, the others count`(count: Int) async throws {
    let whole = Self.lines.prefix(count - 1).map { $0 + "\n" }.joined()
    let last = Self.lines[count - 1]
    for length in [1, last.utf8.count / 2, last.utf8.count] {
      try folder.write(whole + last.prefix(length), to: "journal.jsonl")
      let progress = try await journal().progress(of: ticket)
      #expect(progress.id == (count > 3 ? TargetID("77") : nil))
      #expect(try folder.text("journal.jsonl") == (whole.isEmpty ? Self.lines[0] + "\n" : whole))
    }
  }

  @Test(arguments: [
    (JournalOwner(source: "s", target: "other"), "belongs to another target (t), not to other; "),
    (JournalOwner(source: "z", target: "t"), "belongs to tickets of s, not of z; "),
    (
      JournalOwner(source: "s", target: "t", instance: ["project a": "4 of 2026"]),
      "belongs to another target: there, project a was 1 of 2021, here it is 4 of 2026. Was"
    ),
  ])
  func `a journal of another migration is refused`(owner: JournalOwner, reason: String) throws {
    _ = try journal()
    let before = try folder.text("journal.jsonl")
    let error = try #require(throws: StageError.self) { try journal(owner) }
    #expect(error.exitCode == .usage)
    #expect(error.description.hasPrefix("\(path) \(reason)"), "\(error)")
    #expect(try folder.text("journal.jsonl") == before)
  }

  @Test func `a journal grows with the projects of the mapping, and holds to all of them`() throws {
    _ = try journal()
    let more = JournalOwner(source: "s", target: "t", instance: ["project b": "2 of 2022"])
    for _ in 1...2 { _ = try journal(more) }
    #expect(try folder.text("journal.jsonl")?.split(separator: "\n").count == 2)
    let other = JournalOwner(source: "s", target: "t", instance: ["project b": "3 of 2023"])
    #expect(throws: StageError.self) { try journal(other) }
  }

  @Test func `a journal without its first line is refused`() throws {
    try folder.write(Self.lines[1] + "\n", to: "journal.jsonl")
    let error = try #require(throws: StageError.self) { try journal() }
    #expect(error.description.hasPrefix("\(path) does not say which target it belongs to; "))
  }

  /// What was added to a ticket makes it one to be read back again.
  @Test func `a step after the confirmation takes it away`() async throws {
    let journal = try journal()
    try await journal.confirm(ticket)
    #expect(await journal.confirmedCount == 1)
    try await journal.begin(.article(id: "3"), of: ticket, sent: "x")
    #expect(await journal.confirmedCount == 0)
    #expect(try await self.journal().confirmedCount == 0)
  }

  @Test func `many tickets at once lose no line`() async throws {
    let journal = try journal()
    try await forEach(1...200, limit: 50) { number in
      let ticket = SourceID<Ticket>("\(number)")
      try await journal.begin(.create, of: ticket, sent: "x")
      try await journal.finish(.create, of: ticket, result: "n\(number)")
    }
    try await journal.save()
    let again = try self.journal()
    for number in 1...200 {
      #expect(await again.progress(of: SourceID("\(number)")).id == TargetID("n\(number)"))
    }
  }

  @Test(arguments: [
    (#"{"ticket":"5","#, ":3:15: "), (#"{"ticket":"5"}"#, #":3: "step" is missing"#), ("", ":3:1: "),
    (#"{"ticket":"5","step":"create","state":"maybe"}"#, #":3: "state" is "maybe""#),
  ])
  func `a broken line in the middle is named`(line: String, place: String) throws {
    let text = (Self.lines[0...1] + [line] + Self.lines[2...]).map { $0 + "\n" }.joined()
    try folder.write(text, to: "journal.jsonl")
    let error = try #require(throws: StageError.self) { try journal() }
    #expect(error.description.hasPrefix(path + place), "\(error)")
    #expect(try folder.text("journal.jsonl") == text)
  }
}
