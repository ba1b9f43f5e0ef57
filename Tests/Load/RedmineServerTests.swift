import Foundation
import MigrationKit
import Testing

@testable import Load

/// Carries whole tickets to a Redmine and back, where one is named by TICKETFERRY_REDMINE_URL and
/// TICKETFERRY_REDMINE_KEY: the real one or the imitation. It must hold the project "support" with the members
/// anna and boris (may set notes private) and reporter (may not).
@Suite(.enabled(if: ProcessInfo.processInfo.environment["TICKETFERRY_REDMINE_URL"] != nil), .serialized)
struct RedmineServerTests {
  let client: HTTPClient
  let folder: String

  init() throws {
    let environment = ProcessInfo.processInfo.environment
    client = try HTTPClient(
      base: try #require(environment["TICKETFERRY_REDMINE_URL"]),
      credential: .header(
        name: "X-Redmine-API-Key", prefix: "", Secret(try #require(environment["TICKETFERRY_REDMINE_KEY"]))))
    folder = FileManager.default.temporaryDirectory.path + "/ticketferry-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse { try await client.send(request) }

  func findings(marker: String = "RT ticket") async throws -> RedmineInspector.Findings {
    let vocabulary = Vocabulary(
      queues: ["support": 1], types: ["Support": 1], states: ["New": 1, "Closed": 1], priorities: ["High": 1],
      fields: ["Kundennummer": 1, "Affected versions": 1, "Root cause": 1],
      logins: ["anna": 1, "boris": 1, "reporter": 1], owners: ["support": ["anna": 1]],
      authors: ["support": ["anna": 1, "reporter": 1]])
    return try await RedmineInspector(
      base: client.base, needs: TargetNeeds(vocabulary: vocabulary, marker: marker), send: send
    ).inspect()
  }

  func target(marker: String = "RT ticket") async throws -> RedmineTarget {
    let catalog = try await findings(marker: marker).catalog
    return RedmineTarget(
      base: client.base, needs: TargetNeeds(marker: marker), catalog: catalog,
      blobPath: { [folder] in "\(folder)/\($0)" }, send: send)
  }

  /// Carries out the steps the way the driver does, one after the other.
  func load(
    _ ticket: Ticket, with target: RedmineTarget, known: KnownIDs = KnownIDs()
  ) async throws -> (known: KnownIDs, results: [StepResult]) {
    var known = known
    var results: [StepResult] = []
    for step in target.steps(for: ticket) {
      let result = try await outcome(of: step, ticket, known, target)
      switch (step, result) {
      case (.upload(let file), .done(let token)): known.uploads[file.id] = token
      case (.create, .done(let id?)): known.ticket = TargetID(id)
      default: break
      }
      results.append(result)
    }
    return (known, results)
  }

  /// On SQLite a busy server now and then answers 500; what came of it is looked up before anything is resent.
  private func outcome(
    of step: Step, _ ticket: Ticket, _ known: KnownIDs, _ target: RedmineTarget
  ) async throws -> StepResult {
    let request = try target.request(for: step, of: ticket, known: known)
    do {
      return try target.result(of: try await client.send(request), for: step, of: ticket)
    } catch RequestError.faulted {
      if step == .create, let id = try await target.find([ticket.id])[ticket.id]?.first {
        return .done(id.text)
      }
      if let id = known.ticket, try await target.state(of: ticket, as: id).done.contains(step) {
        return .done(nil)
      }
      return try target.result(of: try await client.send(request), for: step, of: ticket)
    }
  }

  func number() -> String { String(Int.random(in: 1_000_000...2_000_000_000)) }

  @Test func `a server that has everything is found without fault`() async throws {
    let findings = try await findings()
    #expect(findings.inspection.faults == [])
    #expect(findings.catalog.marker?.format == .int)
    #expect(findings.catalog.projects["support"]?.fields.values.contains(false) == false)
    #expect(findings.catalog.speaksEnglish)
  }

  @Test func `faults of a real server have their cause and next step`() async throws {
    let vocabulary = Vocabulary(
      queues: ["suport": 1, "support": 1], types: ["Suport": 1], states: ["Close": 1], priorities: ["Hi": 1],
      fields: ["Kundenummer": 1], logins: ["ana": 1])
    let faults = try await RedmineInspector(
      base: client.base, needs: TargetNeeds(vocabulary: vocabulary, marker: "Root cause"), send: send
    ).inspect().inspection.faults
    for expected in [
      "not \"Used as a filter\"", "project \"suport\" does not exist", "did you mean \"Support\"",
      "did you mean \"Closed\"", "did you mean \"Kundennummer\"", "did you mean \"anna\"",
    ] {
      #expect(faults.contains { $0.contains(expected) }, "\(expected) in \(faults)")
    }
  }

  @Test(arguments: ["RT ticket", "RT key"])
  func `a ticket with everything arrives and is found again`(marker: String) async throws {
    let target = try await target(marker: marker)
    let files = try sampleFiles(in: folder)
    let ticket = RedmineSamples.everything(id: number(), files: files)
    let (known, results) = try await load(ticket, with: target)
    #expect(
      results.allSatisfy { if case .done = $0 { true } else { false } }, "\(results)")
    let id = try #require(known.ticket)
    let state = try await target.state(of: ticket, as: id)
    #expect(state.done == Set(target.steps(for: ticket)))
    #expect(state.exposed == [])
    #expect(state.shortcomings == [])
    #expect(try await target.find([ticket.id, SourceID("1")])[ticket.id] == [id])
    try await expectReadBack(ticket, id, files, target.catalog)
  }

  private func expectReadBack(
    _ ticket: Ticket, _ id: TargetID<Ticket>, _ files: [MigrationKit.Attachment], _ catalog: RedmineCatalog
  ) async throws {
    let found = try await RedmineReader(
      markerField: catalog.marker?.field ?? 0, logins: catalog.logins, projects: catalog.identifiers,
      send: send
    ).read(id)
    let loaded = try #require(found)
    #expect(loaded.marker == ticket.id.text)
    #expect(loaded.project == "support")
    #expect(loaded.author == "reporter")
    #expect(loaded.assignee == "anna")
    #expect(loaded.state == "Closed")
    #expect(loaded.startDate == nil)
    #expect(loaded.estimatedHours == "1.5")
    #expect(loaded.fields["Affected versions"] == ["1.2", "2.0-β"])
    #expect(Set(loaded.watchers).isSuperset(of: ["boris"]))
    #expect(loaded.notes.map(\.isPrivate) == [false, true, true, false])
    #expect(loaded.notes.map(\.author) == ["anna", "anna", "admin", "admin"])
    #expect(loaded.notes.map { $0.files.map(\.byteCount) } == [[0], [5, 7], [], []])
    #expect(loaded.files.map(\.byteCount) == [3])
    #expect(
      loaded.description.hasSuffix(
        "[2021-01-02, RT transaction 1]\n\n  Grüße 👋\n\n[2021-01-05, RT transaction 2]\n"))
    let bytes = try await client.send(HTTPRequest(.get, try #require(loaded.files.first).path)).body
    #expect(bytes == Array("one".utf8))
    #expect(loaded.notes[1].files.map(\.name) == ["same.txt", "same.txt"])
  }

  @Test func `an internal note sent as someone without the right is exposed, seen and hidden`() async throws {
    let target = try await target()
    var ticket = RedmineSamples.plain(id: number())
    ticket.articles.append(RedmineSamples.article("9", isInternal: true, login: nil))
    let id = try #require(try await load(RedmineSamples.plain(id: ticket.id.text), with: target).known.ticket)
    let known = KnownIDs(ticket: id)
    var request = try target.request(for: .article(id: "9"), of: ticket, known: known)
    request.headers.append(HTTPHeader("X-Redmine-Switch-User", "reporter"))
    _ = try await client.send(request)
    let exposed = try await target.state(of: ticket, as: id).exposed
    let journal = try #require(exposed.first)
    let hiding = try await client.send(
      try target.request(for: .hide(journal: journal), of: ticket, known: known))
    #expect(try target.result(of: hiding, for: .hide(journal: journal), of: ticket) == .done(nil))
    #expect(try await target.state(of: ticket, as: id).exposed == [])
  }

  @Test func `used tokens, taken relations and closed parents are told apart`() async throws {
    let target = try await target()
    var first = RedmineSamples.plain(id: number())
    first.state = "Closed"
    let second = RedmineSamples.plain(id: number())
    let parent = try #require(try await load(first, with: target).known.ticket)
    let child = try #require(try await load(second, with: target).known.ticket)
    let known = KnownIDs(ticket: child, linked: [first.id: parent])
    func answer(_ step: Step, of ticket: Ticket, _ known: KnownIDs) async throws -> StepResult {
      try target.result(
        of: try await client.send(try target.request(for: step, of: ticket, known: known)), for: step,
        of: ticket)
    }
    let relation = Step.link(TicketLink(kind: .relates, ticket: first.id))
    guard case .done(_?) = try await answer(relation, of: second, known) else { throw Unexpected() }
    #expect(try await answer(relation, of: second, known) == .present)
    let refused = try await answer(.link(TicketLink(kind: .parent, ticket: first.id)), of: second, known)
    #expect(refused == .refused("An open issue cannot be attached to a closed parent task"))

    var third = RedmineSamples.plain(id: number())
    third.articles[0].attachments = [try #require(try sampleFiles(in: folder).first)]
    let loaded = try await load(third, with: target)
    #expect(try await answer(.create, of: third, loaded.known) == .staleUploads)
    #expect(try await target.find([third.id])[third.id]?.count == 1)
  }

  @Test func `links arrive, and what a parent derives from its children is no shortcoming`() async throws {
    let target = try await target()
    var parent = RedmineSamples.plain(id: number())
    parent.dueDate = "2021-02-03"
    var child = RedmineSamples.plain(id: number())
    child.priority = "Low"
    let (first, second) = (
      try #require(try await load(parent, with: target).known.ticket),
      try #require(try await load(RedmineSamples.plain(id: child.id.text), with: target).known.ticket)
    )
    let blocked = RedmineSamples.plain(id: number())
    let third = try #require(try await load(blocked, with: target).known.ticket)
    child.links = [
      TicketLink(kind: .parent, ticket: parent.id), TicketLink(kind: .blocks, ticket: blocked.id),
    ]
    let known = KnownIDs(ticket: second, linked: [parent.id: first, blocked.id: third])
    for link in child.links.map(Step.link) {
      let response = try await client.send(try target.request(for: link, of: child, known: known))
      guard case .done = try target.result(of: response, for: link, of: child) else { throw Unexpected() }
    }
    let reader = RedmineReader(markerField: 1, logins: [:], projects: [:], send: send)
    #expect(try await reader.read(second)?.links == ["parent \(first)", "blocks \(third)"])
    let found = try await reader.read(first)
    let loaded = try #require(found)
    #expect(loaded.hasChildren)
    #expect(loaded.dueDate == nil)
    #expect(try await target.state(of: parent, as: first).shortcomings == [])
  }

  @Test func `a search covers more than one page and closed issues`() async throws {
    let target = try await target()
    let start = Int.random(in: 1_000_000...1_900_000_000)
    var closed = RedmineSamples.plain(id: String(start))
    closed.state = "Closed"
    _ = try await load(closed, with: target)
    for offset in 1...104 {
      _ = try await load(RedmineSamples.bare(id: String(start + offset)), with: target)
    }
    let ids = (0...105).map { SourceID<Ticket>(String(start + $0)) }
    let found = try await target.find(ids)
    #expect(found.count == 105)
    #expect(found.values.allSatisfy { $0.count == 1 })
    #expect(found[SourceID(String(start + 105))] == nil)
  }

  struct Unexpected: Error {}
}
