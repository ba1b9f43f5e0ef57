import Testing

@testable import Load
@testable import MigrationKit

@Suite(.temporaryFolder) struct JournalTests {
  private let folder = TemporaryFolder.current
  private let ticket = SourceID<Ticket>("5")
  private var path: String { folder.file("journal.jsonl") }

  private func journal(_ target: String = "t") throws -> Journal {
    try Journal(path, target: target, console: Console(name: "test"))
  }

  private static let lines = [
    #"{"target":"t"}"#, #"{"ticket":"5","step":"create","state":"begun","sent":"ab"}"#,
    #"{"ticket":"5","step":"create","state":"done","result":"77"}"#,
    #"{"ticket":"5","step":"article/2","state":"begun","sent":"cd"}"#,
    #"{"ticket":"5","step":"article/2","state":"failed","words":"no"}"#,
    #"{"ticket":"5","step":"state","state":"begun","sent":"ef"}"#,
    #"{"ticket":"5","step":"confirm","state":"done"}"#,
  ]

  @Test func `what was written is known again`() async throws {
    let first = try journal()
    try await first.begin(.create, of: ticket, sent: "ab")
    try await first.finish(.create, of: ticket, result: "77")
    try await first.begin(.article(id: "2"), of: ticket, sent: "cd")
    try await first.fail(.article(id: "2"), of: ticket, words: "no")
    try await first.begin(.state, of: ticket, sent: "ef")
    try await first.confirm(ticket)
    #expect(try folder.text("journal.jsonl") == Self.lines.map { $0 + "\n" }.joined())
    let again = try await journal().progress(of: ticket)
    #expect(await again == first.progress(of: ticket))
    #expect(again.id == TargetID("77") && again.isConfirmed && again.open == ["state"])
    #expect(again.isDone(.create) && !again.isDone(.article(id: "2")) && !again.isDone(.state))
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

  @Test func `a journal of another target is refused`() throws {
    _ = try journal("t")
    let error = try #require(throws: StageError.self) { try journal("other") }
    #expect(error.exitCode == .usage)
    #expect(error.description.hasPrefix("\(path) belongs to another target (t), not to other; "))
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
