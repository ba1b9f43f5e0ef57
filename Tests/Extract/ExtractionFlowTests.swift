import Testing

@testable import Extract
@testable import MigrationKit

/// The server is kept busy: each of these would wait for ever if things were done one after the other.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct ExtractionFlowTests {
  private let folder = TemporaryFolder.current

  private func extract(_ source: GateSource) async throws {
    let server = try FaultServer.shelf()
    defer { server.stop() }
    #expect(try await folder.extraction(source, from: server, ["--jobs", "8"]).run() == .complete)
    let lines = try folder.text("data/extracted/tickets.jsonl")?.split(separator: "\n").count
    #expect(lines == source.ticketCount)
  }

  @Test func `slices are read beside each other`() async throws {
    try await extract(GateSource(tickets: 2000, slices: Gate(2)))
  }

  @Test func `people and queues are read beside the tickets`() async throws {
    let gate = Gate(3)
    try await extract(GateSource(tickets: 100, slices: gate, people: gate, queues: gate))
  }
}

/// A source of small tickets that answers only when someone else asks too.
struct GateSource: TicketSource {
  let ticketCount: Int
  private let lists: Gate
  private let slices: Gate
  private let peopleGate: Gate
  private let queues: Gate

  init(
    tickets: Int, lists: Gate = Gate(1), slices: Gate = Gate(1), people: Gate = Gate(1),
    queues: Gate = Gate(1)
  ) {
    (ticketCount, self.lists, self.slices, self.peopleGate, self.queues) = (
      tickets, lists, slices, people, queues
    )
  }

  func inspect() async throws -> SourceInspection {
    SourceInspection(product: "Gate 1", login: "guard", ticketCount: ticketCount)
  }

  func lastTicket() async throws -> Int? { ticketCount }

  func slice(after cursor: Cursor?, upTo last: Int?) async throws -> Slice? {
    let start = (cursor?.id ?? 0) + 1
    guard start <= ticketCount else { return nil }
    await lists.pass()
    let tickets = Array(start...min(ticketCount, last ?? .max, start + 99))
    return Slice(first: start, last: tickets[tickets.count - 1], tickets: tickets)
  }

  func contents(of slice: Slice) async throws -> SliceContents {
    await slices.pass()
    let records = slice.tickets.map { SourceRecord(system: "gate", id: "\($0)", url: nil, data: [:]) }
    return SliceContents(records: records, foundCount: records.count)
  }

  func download(_ attachment: AttachmentReference) -> HTTPRequest { HTTPRequest(.get, "/") }
  func newestTransaction() async throws -> Int? { nil }
  func transactions(after transaction: Int) async throws -> TransactionPage {
    TransactionPage(entries: [], isLast: true)
  }
  func newestTransaction(in data: JSONNode) throws -> Int? { nil }

  func queues() async throws -> [SourceRecord] {
    await queues.pass()
    return []
  }

  func people() -> any PeopleReading { NobodyBehindGate(gate: peopleGate) }
}

private struct NobodyBehindGate: PeopleReading {
  let gate: Gate

  mutating func next() async throws -> PeoplePage {
    await gate.pass()
    return PeoplePage(records: [], isLast: true)
  }
}
