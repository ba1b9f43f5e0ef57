import MigrationKit
import Synchronization
import Testing

@testable import Extract
@testable import Sandbox
@testable import Transform

/// Extractions of the imitated Request Tracker, which has merged and deleted tickets and all kinds of files.
@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct SandboxExtractionTests {
  private let folder = TemporaryFolder.current
  private let tracker = IllRequestTracker()

  @Test(arguments: [1, 7])
  func `a ticket that is ill costs itself, and comes later to the bytes of a good run`(ticket: Int)
    async throws
  {
    let server = try WebServer(application: tracker)
    defer { server.stop() }
    let few = ["--limit", "12"]
    #expect(try await extract(server, into: "whole", few) == .complete)
    tracker.illness.withLock { $0 = .ticket(ticket) }
    for _ in 1...2 { #expect(try await extract(server, few) == .rejected) }
    let rejects = try #require(try folder.text("data/extracted/rejects.jsonl"))
    #expect(rejects.hasPrefix(#"{"ticket":"\#(ticket)","rule":"ticket/\#(ticket)","reason":"it could not"#))
    #expect(rejects.split(separator: "\n").count == 1 && rejects.contains("is out of order"))
    tracker.illness.withLock { $0 = nil }
    #expect(try await extract(server, few) == .complete)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  @Test func `files that are ill cost themselves, and come later to the bytes of a good run`() async throws {
    let server = try WebServer(application: tracker)
    defer { server.stop() }
    #expect(try await extract(server, into: "whole") == .complete)
    tracker.illness.withLock { $0 = .files }
    #expect(try await extract(server) == .rejected)
    let tickets = "extracted/tickets.jsonl"
    #expect(try folder.text("data/\(tickets)") == folder.text("whole/\(tickets)"))
    tracker.illness.withLock { $0 = nil }
    #expect(try await extract(server) == .complete)
    #expect(try folder.contents(of: "data") == folder.contents(of: "whole"))
  }

  /// As if the extraction had begun before anything happened: each record must hold its ticket's newest
  /// transaction, also where tickets were merged.
  @Test func `a system that rests has no changed tickets`() async throws {
    let server = try WebServer(application: tracker)
    defer { server.stop() }
    #expect(try await extract(server) == .complete)
    let path = folder.data.extracted.checkpoint
    var checkpoint = try #require(try Checkpoint.read(path))
    checkpoint.began = 0
    try Disk.replace(path, with: checkpoint.json.indentedText)
    #expect(try await extract(server) == .complete)
    #expect(try folder.text("data/extracted/changed.jsonl") == "")
  }

  @Test func `every queue has the names of all queues and custom roles beside it`() async throws {
    let server = try WebServer(application: tracker)
    defer { server.stop() }
    let (client, credential) = try client(of: server)
    let source = try await RequestTrackerSource.open(client: client, credential: credential, queues: [])
    for queue in try await source.queues() {
      let known = try RequestTrackerNormalizer.queue(
        from: SourceRecord(json: JSONDocument(queue.json.bytes).root))
      #expect(known.roleNames == ["RT::CustomRole-1": "Dispatcher", "RT::CustomRole-2": "Experts"])
      #expect(known.otherNames == ["1": "Support", "2": "Sales", "3": "Интернет", "4": "Attic"])
    }
  }

  @Test(arguments: [100, 101, 250]) func `all users come, on however many pages`(count: Int) async throws {
    var seed = RequestTracker.Town.inhabited.seed
    for number in seed.users.count..<count {
      _ = seed.customer("\(number)@client.example.test", "", isDisabled: number % 3 == 0)
    }
    let server = try WebServer(application: RequestTrackerImitation(token: "token-1", archive: seed.archive))
    defer { server.stop() }
    let (client, credential) = try client(of: server)
    let source = try await RequestTrackerSource.open(client: client, credential: credential, queues: [])
    var reading = source.people()
    let before = server.statistics.requestCount
    var people: [SourceRecord] = []
    var isLast = false
    while !isLast {
      let page = try await reading.next()
      #expect(page.records.count <= 100)
      people += page.records
      isLast = page.isLast
    }
    #expect(people.map(\.id) == seed.users.map(\.name))
    let disabled = try people.filter { try JSONDocument($0.data.bytes).root["disabled"]?.bool == true }
    #expect(disabled.map(\.id) == seed.users.filter(\.isDisabled).map(\.name))
    let pages = [seed.users.count, seed.users.count { !$0.isDisabled }].map { ($0 + 99) / 100 }
    #expect(server.statistics.requestCount - before == pages.reduce(0, +))
    #expect(try await reading.next().records.isEmpty)
    #expect(server.statistics.requestCount - before == pages.reduce(0, +) + 1)
  }

  /// Between the 20th and the 21st ticket.
  @Test func `a slice with thousands of deleted tickets is divided, and each of them is accounted for`()
    async throws
  {
    var crowd = TicketCrowd(count: 40)
    (crowd.deletedCount, crowd.files, crowd.accountCount) = (7_000, 0, 150)
    let server = try WebServer(application: RequestTrackerImitation(token: "token-1", crowd: crowd))
    defer { server.stop() }
    #expect(try await extract(server) == .complete)
    let lines = ["tickets", "skipped", "people"].map { name in
      (try? folder.text("data/extracted/\(name).jsonl"))?.split(separator: "\n").count
    }
    #expect(lines[0] == 40 && lines[1] == 7_000 && (lines[2] ?? 0) > 150)
    let (client, credential) = try client(of: server)
    let source = try await RequestTrackerSource.open(client: client, credential: credential, queues: [])
    var queue = SliceQueue(of: source, after: nil)
    var slices: [Slice] = []
    while let slice = try await queue.next() { slices.append(slice) }
    #expect(slices.count > 3 && slices.allSatisfy { $0.rowCount ?? 0 <= 10_000 && $0.idCount <= 6000 })
  }

  private func client(of server: WebServer) throws -> (HTTPClient, Credential) {
    let credential = Credential.header(name: "Authorization", prefix: "token ", Secret("token-1"))
    let client = try HTTPClient(
      base: "http://127.0.0.1:\(server.port)", credential: credential,
      settings: HTTPSettings(waiting: PatientClock().waiting))
    return (client, credential)
  }

  private func extract(_ server: WebServer, into data: String = "data", _ words: [String] = []) async throws
    -> ExitCode
  {
    let (client, credential) = try client(of: server)
    let options = try ExtractOptions(Arguments(folder.words(words, data: data), ExtractOptions.syntax))
    let source = try await RequestTrackerSource.open(client: client, credential: credential, queues: [])
    return try await Extraction(
      source: source, client: client, options: options, console: Console(name: "test"),
      interruption: Interruption()
    ).run()
  }
}

/// The imitation with something in it that it cannot tell. A class, because the test changes it while it serves.
private final class IllRequestTracker: WebApplication {
  enum Illness: Equatable {
    /// Every search for transactions of a range with this ticket.
    case ticket(Int)
    /// Every request for one file in eight, alone or among others.
    case files
  }

  let illness = Mutex<Illness?>(nil)
  private let archive = RequestTracker.Archive.seed
  private let imitation: RequestTrackerImitation

  init() { imitation = RequestTrackerImitation(token: "token-1", archive: archive) }

  func respond(to request: WebRequest) -> WebResponse {
    let isStruck =
      switch illness.withLock(\.self) {
      case .ticket(let ticket): range(of: request)?.contains(ticket) == true
      case .files: request.wantedContents.contains { $0.isMultiple(of: 8) && isFile($0) }
      case nil: false
      }
    guard isStruck else { return imitation.respond(to: request) }
    return WebResponse(status: 500, body: Array("is out of order".utf8))
  }

  private func isFile(_ attachment: Int) -> Bool { archive.shelf.attachment(attachment)?.filename != nil }

  /// "… ObjectId >= 3 AND ObjectId <= 9 …"
  private func range(of request: WebRequest) -> ClosedRange<Int>? {
    let query = formPairs(String(decoding: request.body, as: UTF8.self)).first { $0.name == "query" }?.value
    guard let found = query?.firstMatch(of: /ObjectId >= (\d+) AND ObjectId <= (\d+)/),
      let first = Int(found.1), let last = Int(found.2)
    else { return nil }
    return first...last
  }
}
