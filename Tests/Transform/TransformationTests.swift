import Testing

@testable import MigrationKit
@testable import Transform

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct TransformationTests {
  private let folder = TemporaryFolder.current
  private var extracted = ExtractedFolder()

  @Test mutating func `what goes in comes out or is rejected`() async throws {
    extracted.add(1, files: 2)
    extracted.add(2, status: "stalled", files: 1)
    extracted.add(3, status: "open")
    extracted.add(10, status: "stalled")
    try extracted.write()
    #expect(try await extracted.transform() == .rejected)
    #expect(try extracted.transformed() == ["1", "3"])
    #expect(try extracted.transformed("rejects", key: "ticket") == ["2", "10"])
    #expect(
      try folder.text("data/transformed/rejects.jsonl")?.split(separator: "\n").first
        == #"{"ticket":"2","rule":"mapping.states","reason":"mapping.states (line 7) has no entry for the status \"stalled\"","hint":"states: { \"stalled\": \"…\" }"}"#
    )
    let manifest = try JSONDocument(try #require(try folder.text("data/transformed/manifest.json"))).root
    let counts = try manifest.required("counts") { $0 }
    #expect(try ["in", "out", "rejected", "articles", "attachments"].map(counts.int) == [4, 2, 2, 2, 2])
    #expect(
      try manifest.required("inputs") { $0 }.string("tickets.jsonl")
        == SHA256.hex(ofFile: folder.data.extracted.tickets))
    let uses = try Vocabulary(json: manifest.required("uses") { $0 })
    #expect(uses.states == ["New": 1, "In Progress": 1] && uses.queues == ["support": 2])
    #expect(
      try folder.text("data/transformed/people.jsonl") == #"{"name":"Root","tickets":2}"# + "\n")
  }

  @Test mutating func `accounts that are to be made, and those out of use, are told apart`() async throws {
    extracted.add(1)
    extracted.people = [
      #"{"system":"request-tracker","id":"root","data":{"user":{"RealName":"Root","EmailAddress":"Root@X.test"}}}"#,
      #"{"system":"request-tracker","id":"old","data":{"user":{"EmailAddress":"root@x.test","Privileged":"0"},"disabled":true}}"#,
    ]
    try extracted.write()
    let text = ConfigurationExample.text.replacing(#""*": "text" }"#, with: #""*": "create" }"#)
    try folder.write(text, to: "migration.json5")
    #expect(try await extracted.transform() == .complete)
    #expect(
      try folder.text("data/transformed/people.jsonl")
        == #"{"name":"Root","email":"Root@X.test","login":"root@x.test","tickets":1,"create":true}"# + "\n")
  }

  @Test mutating func `many blocks keep the order of the input`() async throws {
    // Blocks are about a megabyte: one ticket fills one alone, others share.
    for id in 1...24 { extracted.add(id, files: id % 3, padding: id % 7 == 0 ? 1_200_000 : 200_000) }
    try extracted.write()
    #expect(try await extracted.transform() == .complete)
    #expect(try extracted.transformed() == (1...24).map(String.init))
    let text = try #require(try folder.text("data/transformed/tickets.jsonl"))
    for line in text.split(separator: "\n") {
      let ticket = try Ticket(json: JSONDocument(String(line)).root)
      #expect(
        ticket.articles.flatMap(\.attachments).map(\.id)
          == (0..<(Int(ticket.id.text) ?? 0) % 3).map {
            "\(ticket.id)\($0)"
          })
    }
  }

  @Test mutating func `the same input gives the same bytes`() async throws {
    for id in 1...30 { extracted.add(id, status: id % 4 == 0 ? "lost" : "new", padding: 50_000) }
    try extracted.write()
    _ = try await extracted.transform()
    let first = try folder.contents(of: "data/transformed")
    _ = try await extracted.transform()
    #expect(try folder.contents(of: "data/transformed") == first)
  }

  @Test mutating func `an empty extraction gives empty files`() async throws {
    try extracted.write()
    #expect(try await extracted.transform() == .complete)
    #expect(try folder.text("data/transformed/tickets.jsonl") == "")
  }

  @Test(arguments: [
    ([2, 1], "ticket 1 comes after 2"), ([1, 1], "ticket 1 comes after 1"),
    ([9, 100, 10], "ticket 10 comes after 100"),
  ])
  mutating func `tickets out of order or twice are refused`(ids: [Int], words: String) async throws {
    for id in ids { extracted.add(id) }
    try extracted.write()
    let extracted = extracted
    await #expect(
      throws: StageError(
        "\(folder.data.extracted.tickets): \(words); the file must be sorted by id, each once")
    ) { try await extracted.transform() }
    #expect(try folder.text("data/transformed/tickets.jsonl") == nil)
  }

  @Test(arguments: ["tickets", "attachments", "people"])
  mutating func `a broken line is named by file, line and column`(name: String) async throws {
    extracted.add(1, files: 1)
    try extracted.write()
    let path = folder.file("data/extracted/\(name).jsonl")
    try OpenFile(path, .appending).write(#"{"ticket": nul}"#.utf8)
    let extracted = extracted
    let error = try await #require(throws: RecordLineError.self) { try await extracted.transform() }
    #expect(error.description.hasPrefix("\(path):2:12: "), "\(error)")
  }

  @Test(arguments: [
    (2, ExtractedFolder.attachment(of: 3, "30"), "attachment 30 belongs to ticket 3, which is not in"),
    (2, ExtractedFolder.attachment(of: 1, "10"), "attachment 10 belongs to ticket 1, which is not in"),
  ])
  mutating func `a file that would be lost or lead astray is refused`(
    position: Int, attachment: String, words: String
  ) async throws {
    extracted.add(1, files: 1)
    extracted.add(2, files: 1)
    extracted.attachments.insert(attachment, at: position)
    try extracted.write()
    let extracted = extracted
    let error = try await #require(throws: StageError.self) { try await extracted.transform() }
    #expect(error.description.hasPrefix("\(folder.data.extracted.attachments): \(words)"), "\(error)")
    #expect(try folder.text("data/transformed/tickets.jsonl") == nil)
  }

  @Test(arguments: [
    (false, "does not exist: run extract first"), (true, "is not finished: run extract again to continue"),
  ])
  mutating func `an extraction that is missing or not finished is told`(
    isBegun: Bool, words: String
  ) async throws {
    extracted.add(1)
    if isBegun { try extracted.write(finished: false) }
    let extracted = extracted
    await #expect(throws: StageError("\(folder.data.extracted.root) \(words)")) {
      try await extracted.transform()
    }
  }

  @Test mutating func `an interrupted run leaves the earlier files`() async throws {
    extracted.add(1)
    try extracted.write()
    _ = try await extracted.transform()
    let before = try folder.contents(of: "data/transformed")
    extracted.add(2)
    try extracted.write()
    #expect(try await extracted.transform(interruption: Interruption { true }) == .interrupted)
    #expect(before.allSatisfy { name, text in (try? folder.text("data/transformed/\(name)")) == text })
  }

  @Test mutating func `twenty people that the mapping lacks are shown, and all are in a file`() async throws {
    for id in 1...200 {
      extracted.add(id)
      extracted.tickets[id - 1].replace(
        #""Creator":{"id":"root"},"Created""#, with: #""Creator":{"id":"p\#(id)"},"Created""#)
    }
    extracted.add(201, status: "lost")
    try extracted.write()
    try folder.write(
      ConfigurationExample.text.replacing(#", "*": "text" }"#, with: #", root: "text" }"#).replacing(
        #", "*": "New" }"#, with: " }"),
      to: "migration.json5")
    #expect(try await extracted.transform() == .rejected)
    let gaps = try #require(try folder.text("data/transformed/gaps.json5"))
    #expect(gaps.contains(#""p1": "…",  // 1 ticket"#) && gaps.contains(#""lost": "…",  // 1 ticket"#))
    #expect(gaps.split(separator: "\n").count { $0.contains(": \"…\",") } == 201)
    try folder.write(ConfigurationExample.text, to: "migration.json5")
    extracted.tickets.removeLast()
    try extracted.write()
    #expect(try await extracted.transform() == .complete)
    #expect(try folder.text("data/transformed/gaps.json5") == nil)
  }

  @Test(arguments: [
    (#"{"fields":["X"],"fields_for_several":[]}"#, true),
    (#"{"fields":["X"],"fields_for_several":["X"]}"#, false),
    (nil, false),
  ])
  mutating func `two old fields into one of the target's are refused, where it takes one value`(
    target: String?, isRefused: Bool
  ) async throws {
    extracted.add(1)
    try extracted.write()
    try folder.write(
      ConfigurationExample.text.replacing(#"fields:     {"#, with: #"fields: { "A": "X", "B": "X","#),
      to: "migration.json5")
    if let target { try folder.write(target, to: "data/loaded/target.json") }
    let extracted = extracted
    guard isRefused else {
      #expect(try await extracted.transform() == .complete)
      return
    }
    let error = try await #require(throws: StageError.self) { try await extracted.transform() }
    #expect(
      error.exitCode == .usage && error.description.contains(#""A" (line 10) and "B" (line 10) lead to"#),
      "\(error)")
  }

  @Test(arguments: ["parts", "census", "attachments"])
  func `options of a filter are refused elsewhere`(option: String) throws {
    try folder.write(ConfigurationExample.text, to: "migration.json5")
    let words = try ["--\(option)", "x"] + folder.words(data: "data")
    #expect(throws: UsageError.self) { try TransformOptions(Arguments(words, TransformOptions.syntax)) }
    #expect(throws: Never.self) {
      try TransformOptions(Arguments(["--filter"] + words, TransformOptions.syntax))
    }
  }
}
