import Testing

@testable import Load
@testable import MigrationKit

/// `load verify` where the target does not show every ticket.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct UnreadableTicketTests {
  private struct FaultyReader: TicketReader {
    /// By the new id.
    let faults: [String: any Error]

    func read(_ id: TargetID<Ticket>) async throws -> LoadedTicket? {
      if let fault = faults[id.text] { throw fault }
      let ticket = LoadingFixtures.ticket(String(id.text.split(separator: "-")[1]))
      return Shown(ticket, first: "[2021-01-05, RT transaction 1]\n\nText 1").loaded
    }

    func times(of id: TargetID<Ticket>) async throws -> [LoadedTime] { [] }
    func kind(ofField name: String) -> FieldKind { .text }
    func fileName(for name: String) -> String { name }
  }

  private static let faults: [any Error] = [
    RequestError.forbidden("not yours"), RequestError.failed("answered 500, in 5 tries"),
    RequestError.notJSON(status: 200, beginning: "<html>"), ReadBackError.absent(issue: "2", status: 410),
    JSONShapeError("\"status\" is missing"),
  ]

  @Test(arguments: faults.indices)
  func `a ticket that cannot be read is a difference, the others go on`(fault: Int) async throws {
    let (fixtures, result) = try await verify(3, ["new-2-1": Self.faults[fault]])
    defer { fixtures.server.stop() }
    #expect(try result.get() == .differences)
    let lines = try differences(fixtures)
    #expect(lines.map(\.ticket) == [SourceID("2")] && lines.map(\.what) == ["ticket"])
    #expect(lines[0].found == "could not be read: \(Self.faults[fault])" && lines[0].isUnexpected)
    let verified = try JSONDocument(try #require(try fixtures.folder.text("data/loaded/verified.json"))).root
    #expect(try verified.required("counts") { $0 }.int("tickets") == 3)
  }

  @Test func `many in a row end it, and what was compared is written`() async throws {
    let faults = Dictionary(uniqueKeysWithValues: (3...20).map { ("new-\($0)-1", Self.faults[0]) })
    let (fixtures, result) = try await verify(20, faults)
    defer { fixtures.server.stop() }
    let error = try #require(throws: StageError.self) { try result.get() }
    #expect(
      error.description.hasPrefix(
        "10 tickets in a row could not be read, the last one could not be read: the login"))
    #expect(try differences(fixtures).map(\.ticket.text) == (3...12).map(String.init))
  }

  @Test func `a login that has ended ends it at once`() async throws {
    let (fixtures, result) = try await verify(3, ["new-2-1": RequestError.unauthorized])
    defer { fixtures.server.stop() }
    #expect(throws: RequestError.unauthorized) { try result.get() }
  }

  private func verify(
    _ count: Int, _ faults: [String: any Error]
  ) async throws -> (LoadingFixtures, Result<ExitCode, any Error>) {
    var fixtures = try LoadingFixtures()
    try fixtures.write((1...count).map { LoadingFixtures.ticket("\($0)") })
    try await fixtures.load()
    fixtures.reader = FaultyReader(faults: faults)
    do { return (fixtures, .success(try await fixtures.verify())) } catch {
      return (fixtures, .failure(error))
    }
  }

  private func differences(_ fixtures: LoadingFixtures) throws -> [Difference] {
    let text = try #require(try fixtures.folder.text("data/loaded/verification.jsonl"))
    return try text.split(separator: "\n").map { try Difference(json: JSONDocument(String($0)).root) }
  }
}
