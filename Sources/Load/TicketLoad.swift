import MigrationKit

/// Brings one ticket over: sends the steps that are not done, in order, and looks before anything of unknown outcome
/// is sent again.
struct TicketLoad: Sendable {
  let ticket: Ticket
  let connection: TargetConnection
  let journal: Journal

  private var target: any TicketTarget { connection.target }

  /// - Parameter found: tickets of the target that already carry this one's marker.
  func run(found: [TargetID<Ticket>]) async throws -> TicketResult {
    do {
      if let first = found.first { try await adopt(first, all: found) }
      try await settle()
      var result = TicketResult()
      for step in target.steps(for: ticket) where await !isDoneOrLater(step) {
        try await perform(step)
        result.stepsSent += 1
      }
      result.rejects = try await confirm()
      return result
    } catch let refusal as Reject {
      _ = try await hideExposed()
      return TicketResult(rejects: [refusal])
    }
  }

  /// The links of a ticket that exists; each is one step of its own, and one that is refused does not hinder others.
  func runLinks() async throws -> TicketResult {
    var result = TicketResult()
    for link in ticket.links where await !journal.progress(of: ticket.id).isDone(.link(link)) {
      do {
        try await perform(.link(link))
        result.stepsSent += 1
      } catch let refusal as Reject {
        result.rejects.append(refusal)
      }
    }
    return result
  }

  /// Links wait until every ticket exists.
  private func isDoneOrLater(_ step: Step) async -> Bool {
    if case .link = step { return true }
    return await journal.progress(of: ticket.id).isDone(step)
  }

  /// Takes over a ticket that the target has and the journal does not know.
  private func adopt(_ id: TargetID<Ticket>, all found: [TargetID<Ticket>]) async throws {
    guard found.count == 1 else {
      let places = found.map { target.url(of: $0) }.joined(separator: ", ")
      throw reject(
        .create, "the target holds it \(found.count) times: \(places)", "keep one of them, delete the others")
    }
    try await journal.finish(.create, of: ticket.id, result: id.text)
  }

  /// What an earlier run has left incomplete: what is there now tells how far it came. The target may be at work
  /// still on what a run sent that was killed a moment ago. Uploads leave no trace and are sent again.
  private func settle() async throws {
    let open = await journal.progress(of: ticket.id).open
    for step in target.steps(for: ticket) where open.contains(step.name) {
      if case .upload = step { continue }
      _ = try await wasCarriedOut(step)
    }
    let progress = await journal.progress(of: ticket.id)
    if let id = progress.id, !progress.isConfirmed { try await noteWhatIsDone(id) }
  }

  private func noteWhatIsDone(_ id: TargetID<Ticket>) async throws {
    let state = try await target.state(of: ticket, as: id)
    for step in target.steps(for: ticket) where state.done.contains(step) {
      if await !journal.progress(of: ticket.id).isDone(step) {
        try await journal.finish(step, of: ticket.id, result: nil)
      }
    }
  }

  private func perform(_ step: Step) async throws {
    for _ in 1...5 {
      let request = try request(for: step, known: try await known(for: step))
      try await journal.begin(step, of: ticket.id, sent: request.fingerprint)
      let response: HTTPResponse
      do {
        response = try await connection.client.send(request)
      } catch RequestError.unknown {
        if try await wasCarriedOut(step) { return }
        continue
      }
      switch try target.result(of: response, for: step, of: ticket) {
      case .done(let result): return try await journal.finish(step, of: ticket.id, result: result)
      case .present: return try await journal.finish(step, of: ticket.id, result: nil)
      case .conflict: continue
      case .staleUploads: try await uploadAgain(for: step)
      case .refused(let words):
        try await journal.fail(step, of: ticket.id, words: words)
        throw reject(
          step, words, "mend the cause in the target, or the line in data/transformed; then load again")
      }
    }
    throw reject(step, "five tries had no clear outcome", "look at the target's log; then load again")
  }

  /// What cannot even be asked for, such as a name the target does not know, is this ticket's fault alone.
  private func request(for step: Step, known: KnownIDs) throws -> HTTPRequest {
    do {
      return try target.request(for: step, of: ticket, known: known)
    } catch {
      throw reject(step, "\(error)", "mend the mapping, or the line in data/transformed; then load again")
    }
  }

  /// Looks whether a step took effect whose answer was lost. Twice, for an index may lag behind.
  private func wasCarriedOut(_ step: Step) async throws -> Bool {
    for pause in [Duration.zero, .seconds(2)] {
      try await Task.sleep(for: pause)
      if step == .create {
        if let id = try await target.find([ticket.id])[ticket.id]?.first {
          try await journal.finish(.create, of: ticket.id, result: id.text)
          return true
        }
      } else if let id = await journal.progress(of: ticket.id).id,
        try await target.state(of: ticket, as: id).done.contains(step)
      {
        try await journal.finish(step, of: ticket.id, result: nil)
        return true
      }
    }
    return false
  }

  /// An upload serves once; when the target has dropped or used one, its files are sent anew.
  private func uploadAgain(for step: Step) async throws {
    for attachment in ticket.article(of: step)?.attachments ?? [] { try await perform(.upload(attachment)) }
  }

  /// Reads the ticket back and tells what the target has silently not kept.
  private func confirm() async throws -> [Reject] {
    guard await !journal.progress(of: ticket.id).isConfirmed, let state = try await hideExposed() else {
      return []
    }
    if state.shortcomings.isEmpty { try await journal.confirm(ticket.id) }
    return state.shortcomings.map { reject(.state, $0, "mend it in the target by hand, or mend the mapping") }
  }

  /// Hides what is public and must not be, also when the ticket stays incomplete; where that is impossible nothing
  /// more is loaded. Returns what the ticket looks like then; nil when it does not exist.
  private func hideExposed() async throws -> LoadedState? {
    guard let id = await journal.progress(of: ticket.id).id else { return nil }
    var state = try await target.state(of: ticket, as: id)
    guard !state.exposed.isEmpty else { return state }
    for journalID in state.exposed {
      do {
        try await perform(.hide(journal: journalID))
      } catch let refusal as Reject {
        throw exposure(id, because: refusal.reason)
      }
    }
    state = try await target.state(of: ticket, as: id)
    guard state.exposed.isEmpty else { throw exposure(id, because: "they are public still") }
    return state
  }

  private func exposure(_ id: TargetID<Ticket>, because reason: String) -> StageError {
    StageError(
      """
      ticket \(ticket.id): internal comments are public in \(target.url(of: id)) and cannot be hidden (\(reason)); \
      hide them by hand, and give the login the right to set notes private before loading on
      """)
  }

  private func known(for step: Step) async throws -> KnownIDs {
    let progress = await journal.progress(of: ticket.id)
    var known = KnownIDs(ticket: progress.id)
    for attachment in ticket.article(of: step)?.attachments ?? [] {
      known.uploads[attachment.id] = progress.finished[Step.upload(attachment).name]
    }
    if case .link(let link) = step {
      guard let other = await journal.progress(of: link.ticket).id else {
        throw reject(step, "ticket \(link.ticket) is not in the target", "load it, then load again")
      }
      known.linked[link.ticket] = other
    }
    return known
  }

  private func reject(_ step: Step, _ reason: String, _ hint: String) -> Reject {
    Reject(ticket: ticket.id, rule: "\(ticket.id)/\(step.name)", reason: reason, hint: hint)
  }
}

/// What became of one ticket.
struct TicketResult: Sendable {
  var stepsSent = 0
  var rejects: [Reject] = []

  var isComplete: Bool { rejects.isEmpty }
}

extension Ticket {
  /// The article a step sends.
  func article(of step: Step) -> Article? {
    switch step {
    case .create: articles.first
    case .article(let id): articles.first { $0.id == id }
    default: nil
    }
  }
}

extension HTTPRequest {
  /// SHA-256 of what the request sends: address and body. A file's body counts by its path, which holds its hash.
  var fingerprint: String {
    let content: [UInt8] =
      switch body {
      case .bytes(let bytes): bytes
      case .file(let path, _): Array(path.utf8)
      case nil: []
      }
    return SHA256.hex(of: Array("\(method.rawValue) \(target)\n".utf8) + content)
  }
}
