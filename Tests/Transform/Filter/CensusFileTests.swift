import Testing

@testable import MigrationKit
@testable import Transform

@Suite(.temporaryFolder) struct CensusFileTests {
  private let folder = TemporaryFolder.current
  private var extracted = ExtractedFolder()

  private func write() async throws -> CensusFile {
    try extracted.write()
    try folder.write(
      #"{"system":"request-tracker","id":"3","data":{"queue":{"id":"3","Name":"Support"},"customFields":[{"id":"7","Name":"Customer"}],"allQueues":[{"id":"1","Name":"General"}]}}"#
        + "\n", to: "data/extracted/queues.jsonl")
    let options = try TransformOptions(
      Arguments(["census"] + folder.words(data: "data"), TransformOptions.syntax))
    let code = try await CensusWriting(options: options, console: Console(name: "test")).run()
    #expect(code == .complete)
    return CensusFile(path: options.census)
  }

  @Test mutating func `a census that was written answers as the one that was taken`() async throws {
    for id in [3, 5, 20] { extracted.add(id, files: id % 2) }
    extracted.tickets[1].replace(#""merged":[]"#, with: #""merged":["4","6"]"#)
    extracted.tickets[0].replace(
      #""ticket":{"#,
      with:
        #""ticket":{"_hyperlinks":[{"ref":"child","type":"ticket","id":"20"},{"ref":"refers-to","_url":"x"}],"#
    )
    extracted.people += [
      #"{"system":"request-tracker","id":"Zoe","data":{"user":{"id":"8","RealName":"Zoë","EmailAddress":"z@b.test"},"disabled":true}}"#,
      #"{"system":"request-tracker","id":"z","data":{"user":{"id":"9","Privileged":"1","EmailAddress":"Z@b.test"}}}"#,
    ]
    let file = try await write()
    let (taken, ids, _) = try await CensusTaker(
      normalizer: RequestTrackerNormalizer.self, input: folder.data.extracted
    ).take()
    let (header, read, readIDs) = try file.read()
    #expect(readIDs == ids && header.tickets == 3)
    #expect(read.everybody == taken.everybody && read.words == taken.words)
    for name in ["zoe", "Z", "root", "nobody"] { #expect(read.person(name) == taken.person(name)) }
    for number in ["8", "9"] { #expect(read.person(number: number) == taken.person(number: number)) }
    #expect(read.queueNames == taken.queueNames && read.fieldNames == ["7": "Customer"])
    for id in 1...20 {
      let ticket = SourceID<Ticket>("\(id)")
      #expect(read.contains(ticket) == taken.contains(ticket))
      #expect(read.survivor(of: ticket) == taken.survivor(of: ticket))
      #expect(read.transactions.ticket(of: id) == taken.transactions.ticket(of: id))
    }
    #expect(read.transactions.ticket(of: 20) == 20)
    #expect(read.migratedLinks() == taken.migratedLinks() && read.migratedLinks().count == 1)
    #expect(read.linkedTicket(SourceID("3")) == LinkedTicket(queue: "Support", state: "new"))
  }

  @Test mutating func `each word stands in it once`() async throws {
    for id in 1...5 { extracted.add(id, status: id < 4 ? "new" : "open") }
    _ = try await write()
    let text = try #require(try folder.text("data/transformed/census.jsonl"))
    #expect(text.split(separator: #""new""#).count == 2 && text.split(separator: #""open""#).count == 2)
  }

  @Test(arguments: [1, 2, 4])
  mutating func `one that is cut off is refused`(lineCount: Int) async throws {
    for id in 1...3 { extracted.add(id) }
    let file = try await write()
    let lines = try #require(try folder.text("data/transformed/census.jsonl")).split(separator: "\n")
    try folder.write(
      lines.prefix(lineCount).map { $0 + "\n" }.joined(), to: "data/transformed/census.jsonl")
    #expect(
      throws: StageError(
        "\(file.path) is incomplete, or was written by another version; run transform census again")
    ) {
      try file.read()
    }
  }

  @Test mutating func `a file of no ticket stops it`() async throws {
    extracted.add(1, files: 1)
    extracted.attachments.append(ExtractedFolder.attachment(of: 2, "20"))
    let extracted = self
    await #expect(throws: StageError.self) { try await extracted.write() }
    #expect(try folder.text("data/transformed/census.jsonl") == nil)
  }

  @Test mutating func `a new census removes the parts of the last`() async throws {
    try folder.write("{}", to: "data/transformed/parts/1.json")
    _ = try await write()
    #expect(try folder.contents(of: "data/transformed/parts").isEmpty)
  }
}
