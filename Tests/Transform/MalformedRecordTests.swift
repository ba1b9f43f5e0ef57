import Testing

@testable import MigrationKit
@testable import Transform

/// One bad record costs that ticket, wherever it is bad; the stage and the other tickets continue.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct MalformedRecordTests {
  private let folder = TemporaryFolder.current
  private var extracted = ExtractedFolder()

  /// What is done to the line of ticket 2, and what is said of it.
  @Test(arguments: [
    (#""Priority":"0""#, #""Priority":"high""#, #""Priority" has a value of the wrong kind"#),
    (
      #""Created":"2021-01-05T12:27:22Z"},"merged""#, #""Created":"yesterday"},"merged""#,
      #""Created" is not a date"#
    ),
    (
      #""Created":"2021-01-05T12:27:22Z"}]"#, #""Created":"2021-02-30T00:00:00Z"}]"#,
      #""Created" is not a date"#
    ),
    (#""url":"https://rt.test/2","#, "", #""url" is missing"#),
    (#""url":"https://rt.test/2""#, #""url":7"#, #""url" has a value of the wrong kind"#),
    (#""id":"2","url""#, #""id":2,"url""#, #""id" has a value of the wrong kind"#),
    (#""system":"request-tracker","id":"2","#, #""id":"2","#, #""system" is missing"#),
    (#""data":{"ticket":{"#, #""other":{"ticket":{"#, #""data" is missing"#),
    (#""ticket":{"SLA""#, #""ticket":{"id":"3","SLA""#, #""ticket" is of ticket 3"#),
    (#""merged":[]"#, #""merged":[{}]"#, #""merged" must hold numbers only"#),
    (#""merged":[]"#, #""merged":"3""#, #""merged" has a value of the wrong kind"#),
    (
      #""Creator":{"id":"root"},"Created":"2021-01-05T12:27:22Z"}]"#, #""Created":"2021-01-05T12:27:22Z"}]"#,
      #""Creator" is missing"#
    ),
    (#""transactions":[{"#, #""transactions":{"a":[{"#, #""transactions" has a value of the wrong kind"#),
    (#""Type":"Create","#, "", #""Type" is missing"#),
    (
      #""transactions":["#, #""transactions":[{"id":"2","Type":"Create","Creator":{"id":"root"}},"#,
      "transaction 2 appears twice"
    ),
    (
      #""attachments":["#, #""attachments":[{"id":"9","TransactionId":"77"},"#,
      "attachment 9 belongs to transaction 77"
    ),
    (
      #""attachments":["#, #""attachments":[{"id":"20","TransactionId":"2"},"#, "attachment 20 appears twice"
    ),
    (#""attachments":["#, #""attachments":[{"id":"9"},"#, #""TransactionId" is missing"#),
    (
      #""contents":[]"#, #""contents":[{"id":"20","Content":["x"]}]"#,
      #""Content" has a value of the wrong kind"#
    ),
    (#""contents":[]"#, #""contents":[{"id":"99","Content":"x"}]"#, "the text of attachment 99"),
    (
      #""contents":[]"#, #""contents":[{"id":"20","Content":"x"},{"id":"20","Content":"y"}]"#,
      "appears twice"
    ),
    (
      #""ticket":{"SLA""#, #""ticket":{"CustomFields":[{"id":"1","values":["x"]}],"SLA""#,
      #""name" is missing"#
    ),
    (#""ticket":{"SLA""#, #""ticket":{"CustomFields":"x","SLA""#, #""CustomFields" is not a list"#),
    (
      #""ticket":{"SLA""#, #""ticket":{"CustomFields":[{"id":"1","name":"A","values":[["x"]]}],"SLA""#,
      "hold a list"
    ),
    (
      #""ticket":{"SLA""#, #""ticket":{"Requestor":[{"id":""}],"SLA""#,
      #"someone in "Requestor" has no login"#
    ),
    (#""ticket":{"SLA""#, #""ticket":{"Requestor":{"id":"x"},"SLA""#, #""Requestor" is not a list"#),
  ])
  mutating func `a ticket that cannot be read is rejected alone`(old: String, new: String, reason: String)
    async throws
  {
    for id in 1...3 { extracted.add(id, files: 1) }
    let broken = extracted.tickets[1].replacing(old, with: new, maxReplacements: 1)
    #expect(broken != extracted.tickets[1])
    // Where brackets no longer fit, it is still a line of JSON.
    extracted.tickets[1] =
      old.hasSuffix("[{") ? broken.replacing("}],\"attachments\"", with: "}]},\"attachments\"") : broken
    try await expectOnlySecondRejected(reason, rule: "record")
  }

  @Test(arguments: [
    (ExtractedFolder.attachment(of: 2, "20", sha256: "../../x"), "no SHA-256 of 64 digits"),
    (#"{"ticket":"2","id":"20","name":"a","type":"b/c","bytes":1}"#, #""sha256" is missing"#),
    (#"{"ticket":"2","id":"20","name":7,"type":"b/c","bytes":1,"sha256":"x"}"#, #""name" has a value"#),
    (#"{"ticket":2,"id":"20","name":"a","type":"b/c","bytes":1,"sha256":"x"}"#, #""ticket" has a value"#),
    (
      ExtractedFolder.attachment(of: 2, "20") + "\n" + ExtractedFolder.attachment(of: 2, "21"),
      "attachment 21 belongs to none of its transactions"
    ),
    (
      ExtractedFolder.attachment(of: 2, "20") + "\n" + ExtractedFolder.attachment(of: 2, "20"),
      "attachment 20 of ticket 2 appears twice"
    ),
  ])
  mutating func `a bad line of its files costs that ticket alone`(line: String, reason: String) async throws {
    for id in 1...3 { extracted.add(id, files: 1) }
    extracted.attachments[1] = line
    try await expectOnlySecondRejected(reason, rule: "record")
  }

  @Test mutating func `a file that has no line costs that ticket alone`() async throws {
    for id in 1...3 { extracted.add(id, files: 1) }
    extracted.attachments.remove(at: 1)
    try await expectOnlySecondRejected("attachment 20 has no line", rule: "attachments")
  }

  @Test mutating func `an entry of an unknown type costs its tickets, until the mapping speaks of it`()
    async throws
  {
    for id in 1...3 { extracted.add(id) }
    extracted.tickets[1].replace(
      #""transactions":["#,
      with: #""transactions":[{"id":"1","Type":"Approve","Creator":{"id":"root"},"NewValue":"yes"},"#)
    try await expectOnlySecondRejected(#""transactions[Type=Approve]""#, rule: "mapping.ignore")
    #expect(
      try folder.text("data/transformed/gaps.json5")?.contains(
        #""transactions[Type=Approve]": "why it is not needed",  // 1 ticket"#) == true)
    try folder.write(
      ConfigurationExample.text.replacing(
        "mapping: {", with: #"mapping: { ignore: { "transactions[Type=Approve]": "an extension's" },"#),
      to: "migration.json5")
    #expect(try await extracted.transform() == .complete)
  }

  @Test mutating func `tickets that are merged into each other are all there`() async throws {
    for id in 1...3 { extracted.add(id) }
    extracted.tickets[0].replace(#""merged":[]"#, with: #""merged":["2"]"#)
    extracted.tickets[1].replace(#""merged":[]"#, with: #""merged":["1"]"#)
    try extracted.write()
    #expect(try await extracted.transform() == .complete)
    #expect(try extracted.transformed() == ["1", "2", "3"])
  }

  @Test(arguments: [
    #"{"system":"request-tracker","id":"anna","data":{"user":7}}"#,
    #"{"system":"request-tracker","id":"anna","data":{"user":{"RealName":7}}}"#,
    #"{"system":"request-tracker","data":{"user":{}}}"#,
  ])
  mutating func `a person that cannot be read is passed over`(line: String) async throws {
    extracted.add(1)
    extracted.people.append(line)
    try extracted.write()
    #expect(try await extracted.transform() == .complete)
  }

  @Test mutating func `a line that does not say which ticket it is stops the stage`() async throws {
    for id in 1...3 { extracted.add(id) }
    extracted.tickets[1].replace(#""id":"2","url""#, with: #""url""#)
    try extracted.write()
    let extracted = extracted
    let error = try await #require(throws: RecordLineError.self) { try await extracted.transform() }
    #expect(error.description.contains("tickets.jsonl:2: \"id\" is missing"))
  }

  @Test mutating func `suggest reads what can be read`() async throws {
    for id in 1...3 { extracted.add(id) }
    extracted.tickets[1].replace(#""Type":"ticket""#, with: #""Type":{}"#)
    try extracted.write()
    try folder.write(ConfigurationExample.text, to: "migration.json5")
    let options = try TransformOptions(
      Arguments(
        ["suggest", "--output", folder.file("m.json5")] + folder.words(data: "data"), TransformOptions.syntax)
    )
    #expect(try await Suggestion(options: options, console: Console(name: "test")).run() == .complete)
    #expect(try folder.text("m.json5")?.contains("2 tickets") == true)
  }

  private func expectOnlySecondRejected(_ reason: String, rule: String) async throws {
    try extracted.write()
    #expect(try await extracted.transform() == .rejected)
    #expect(try extracted.transformed() == ["1", "3"])
    let lines = try #require(try folder.text("data/transformed/rejects.jsonl")).split(separator: "\n")
    let rejects = try lines.map { try Reject(json: JSONDocument(String($0)).root) }
    #expect(rejects.map(\.ticket.text) == ["2"] && rejects.map(\.rule) == [rule], "\(rejects)")
    #expect(rejects.first?.reason.contains(reason) == true, "\(rejects)")
    let counts = try JSONDocument(try #require(try folder.text("data/transformed/manifest.json"))).root[
      "counts"]
    #expect(try ["in", "out", "rejected"].map { try counts?.int($0) } == [3, 2, 1])
  }
}
