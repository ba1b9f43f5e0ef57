import Testing

@testable import MigrationKit
@testable import Transform

@Suite(.temporaryFolder) struct BlockReaderTests {
  private let folder = TemporaryFolder.current
  private var extracted = ExtractedFolder()

  private func blocks(_ ids: [Int]) throws -> [[String]] {
    try extracted.write()
    var reader = try BlockReader(input: folder.data.extracted, ids: ids.map { SourceID("\($0)") })
    var blocks: [[String]] = []
    while let block = try reader.next() {
      blocks.append(
        try block.tickets.map { "\($0.line.number):" + (try $0.files.get()).map(\.id).joined(separator: ",") }
      )
    }
    try reader.requireNothingLeft()
    return blocks
  }

  @Test mutating func `each ticket comes with its own files, in blocks of about a megabyte`() throws {
    extracted.add(1, files: 2, padding: 400_000)
    extracted.add(2, padding: 400_000)
    extracted.add(10, files: 1, padding: 400_000)
    extracted.add(11, files: 1)
    extracted.add(12, padding: 2 << 20)
    extracted.add(13)
    #expect(try blocks([1, 2, 10, 11, 12, 13]) == [["1:10,11", "2:", "3:100"], ["4:110", "5:"], ["6:"]])
  }

  @Test mutating func `empty lines are passed over and counted`() throws {
    extracted.add(1)
    extracted.add(2)
    extracted.tickets.insert("", at: 1)
    #expect(try blocks([1, 2]) == [["1:", "3:"]])
  }

  @Test func `nothing gives no block`() throws {
    #expect(try blocks([]).isEmpty)
  }
}

@Suite(.temporaryFolder) struct CensusTakerTests {
  private let folder = TemporaryFolder.current
  private var extracted = ExtractedFolder()

  @Test mutating func `who there is, which tickets there are and what they were merged into`() async throws {
    for id in [3, 5, 20] { extracted.add(id) }
    extracted.tickets[1].replace(#""merged":[]"#, with: #""merged":["4","6"]"#)
    extracted.people.append(
      #"{"system":"request-tracker","id":"Zoe","data":{"user":{"RealName":" Zoë\n","EmailAddress":"z@b.test"}}}"#
    )
    try extracted.write()
    let (census, ids, _) = try await CensusTaker(
      normalizer: RequestTrackerNormalizer.self, input: folder.data.extracted
    ).take()
    #expect(ids.map(\.text) == ["3", "5", "20"])
    #expect(census.contains(SourceID("5")) && !census.contains(SourceID("4")))
    #expect(["4", "6", "5", "20"].map { census.survivor(of: SourceID($0)).text } == ["5", "5", "5", "20"])
    #expect(census.person("ZOE") == KnownPerson(id: "Zoe", name: "Zoë", email: "z@b.test"))
    #expect(census.person("nobody") == nil)
  }
}

@Suite struct TallyTests {
  @Test func `counts are the same however the tickets were divided`() {
    let anna = Person(name: "Anna", login: "anna")
    let ticket = Ticket(
      id: SourceID("1"), url: "", queue: "q", type: "t", state: "s", priority: "p", subject: "", author: anna,
      watchers: [anna], created: "", links: [TicketLink(kind: .parent, ticket: SourceID("2"))],
      articles: [])
    let rejected = RejectedTicket(rejects: [
      Reject(ticket: SourceID("2"), rule: "a", reason: "", hint: "h"),
      Reject(ticket: SourceID("2"), rule: "b", reason: "", hint: "h"),
    ])
    var whole = Tally()
    var (left, right) = (Tally(), Tally())
    whole.count(ConvertedTicket(ticket: ticket, named: [Person(name: "Anna")]))
    whole.count(rejected)
    whole.count(ConvertedTicket(ticket: ticket, named: [Person(name: "Anna")]))
    left.count(ConvertedTicket(ticket: ticket, named: [Person(name: "Anna")]))
    right.count(rejected)
    right.count(ConvertedTicket(ticket: ticket, named: [Person(name: "Anna")]))
    left.merge(right)
    #expect([left.read, left.written, left.rejected, left.links] == [3, 2, 1, 2])
    #expect([whole.read, whole.written, whole.rejected, whole.links] == [3, 2, 1, 2])
    #expect(left.people == [anna: 2] && left.hints == ["h": 1])
    #expect(left.vocabulary == whole.vocabulary && left.people == whole.people && left.hints == whole.hints)
  }
}
