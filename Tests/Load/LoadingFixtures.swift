import MigrationKit
import Testing

@testable import Load

extension TicketTarget {
  /// Of a ticket that mentions no other.
  func state(of ticket: Ticket, as id: TargetID<Ticket>) async throws -> LoadedState {
    try await state(of: ticket, as: id, numbers: [:])
  }
}

/// Tickets and runs of `load` into a `FakeTarget`, in the folder of the current test.
struct LoadingFixtures {
  let folder = TemporaryFolder.current
  let target: FakeTarget
  let server: FaultServer
  var reader: any TicketReader = NobodyReads()

  init(_ fates: [String: [FakeTarget.Fate]] = [:]) throws {
    let target = FakeTarget(fates)
    self.target = target
    server = try FaultServer { target.answer($0) }
  }

  private struct NobodyReads: TicketReader {
    func read(_ id: TargetID<Ticket>) async throws -> LoadedTicket? { nil }
    func times(of id: TargetID<Ticket>) async throws -> [LoadedTime] { [] }
    func kind(ofField name: String) -> FieldKind { .text }
    func fileName(for name: String) -> String { name }
  }

  /// A ticket whose articles have these attachments: `[[], ["1"]]` are two articles, the second with a file.
  static func ticket(
    _ id: String, files: [[String]] = [[]], links: [TicketLink] = [], queue: String = "support",
    mentioning mentioned: String...
  ) -> Ticket {
    let anna = Person(name: "Anna", login: "anna")
    let mentions = mentioned.map { Placeholder.ticket(SourceID($0), written: "#\($0)").text }.joined()
    let articles = files.enumerated().map { position, names in
      Article(
        id: "\(position + 1)", isInternal: position == 1, author: anna, created: "2021-01-05T12:27:22Z",
        header: "2021-01-05, RT transaction \(position + 1)", text: "Text \(position + 1)" + mentions,
        attachments: names.map {
          Attachment(
            id: $0, name: "\($0).txt", mediaType: "text/plain", byteCount: $0.utf8.count,
            sha256: SHA256.hex(of: Array($0.utf8)))
        })
    }
    return Ticket(
      id: SourceID(id), url: "https://old.test/\(id)", queue: queue, type: "Bug", state: "New",
      priority: "Low",
      subject: "S\(id)", author: anna, created: "2021-01-05T12:27:22Z", links: links, articles: articles)
  }

  static func blocks(_ id: String) -> TicketLink { TicketLink(kind: .blocks, ticket: SourceID(id)) }

  func write(_ tickets: [Ticket]) throws {
    try folder.write(
      tickets.map { $0.json.text + "\n" }.joined(), to: "data/transformed/tickets.jsonl")
    let manifest: JSONValue = ["uses": Vocabulary().json]
    try folder.write(manifest.text, to: "data/transformed/manifest.json")
    for attachment in tickets.flatMap(\.articles).flatMap(\.attachments) { try write(attachment) }
  }

  /// Everybody of these, as the mapping would ask for them; they write in the queue "support".
  func write(accounts logins: String...) throws {
    let lines = logins.map {
      #"{"name":"\#($0)","email":"\#($0)","login":"\#($0)","create":true,"tickets":1}"#
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "data/transformed/people.jsonl")
    let uses = Vocabulary(
      queues: ["support": 1],
      authors: ["support": Dictionary(logins.map { ($0, 1) }) { first, _ in first }])
    let manifest: JSONValue = ["uses": uses.json]
    try folder.write(manifest.text, to: "data/transformed/manifest.json")
  }

  /// The bytes of an attachment are its id.
  private func write(_ attachment: MigrationKit.Attachment) throws {
    let blob = folder.data.extracted.blobs.path(of: attachment.sha256)
    try Disk.makeFolder(String(blob.prefix(upTo: try #require(blob.lastIndex(of: "/")))))
    try OpenFile(blob, .replacing).write(attachment.id.utf8)
  }

  var inspection: TargetInspection {
    TargetInspection(
      description: TargetDescription(system: .redmine, product: "Fake 1", fingerprint: "fake as anna"),
      faults: [], notes: [])
  }

  func connection() throws -> TargetConnection {
    TargetConnection(
      client: try HTTPClient(base: server.base), target: target, reader: reader, inspection: inspection)
  }

  func options(_ words: [String] = []) throws -> LoadOptions {
    try LoadOptions(Arguments(folder.words(words, data: "data"), LoadOptions.syntax))
  }

  /// What journals of these runs belong to.
  static let owner = JournalOwner(source: "request-tracker https://rt.example.com", target: "fake as anna")

  /// The search counts as one that shows at once what was created, however slow the machine is.
  @discardableResult
  func load(
    _ words: [String] = [], interruption: Interruption = Interruption(),
    lag: SearchLag = SearchLag(atOnce: .seconds(600))
  ) async throws -> ExitCode {
    try await Loading(
      connection: connection(), options: options(words), console: Console(name: "test"),
      interruption: interruption, lag: lag
    ).run()
  }

  func verify(_ words: [String] = []) async throws -> ExitCode {
    try await Verification(
      connection: connection(), options: options(words), console: Console(name: "test"),
      interruption: Interruption()
    ).run()
  }

  /// Of the load's manifest.
  func counts(_ name: String) throws -> Int? {
    try JSONDocument(try #require(try folder.text("data/loaded/manifest.json"))).root["counts"]?[name]?.int
  }

  func rejects() throws -> [Reject] {
    let text = try #require(try folder.text("data/loaded/rejects.jsonl"))
    return try text.split(separator: "\n").map { try Reject(json: JSONDocument(String($0)).root) }
  }
}
