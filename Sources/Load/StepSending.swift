import MigrationKit

/// Carries out one step of a ticket exactly once: on disk before it is sent, and looked for in the target before it
/// is ever sent again.
struct StepSending: Sendable {
  let ticket: Ticket
  let connection: TargetConnection
  let journal: Journal

  /// When to look for a step whose answer was lost: at once, and again, because the target may still be at work on
  /// it.
  private static let patiently: [Duration] = [.zero, .seconds(2), .seconds(5)]
  /// When to look for one that the target has ended with a fault: its books are as they will be.
  private static let briefly: [Duration] = [.zero, .milliseconds(300)]
  private static let mostTries = 5

  private var target: any TicketTarget { connection.target }

  /// Returns when the step is done. Throws a `Reject` when the target refuses it.
  func perform(_ step: Step) async throws {
    let isOpen = await journal.progress(of: ticket.id).isOpen(step)
    for attempt in 1...Self.mostTries {
      let request = try request(for: step, known: try await known(for: step))
      if attempt == 1, isOpen, !request.isRepeatable, try await wasCarriedOut(step, Self.patiently) { return }
      try await journal.begin(step, of: ticket.id, sent: request.fingerprint)
      do {
        if try await isDone(step, by: try await connection.client.send(request)) { return }
      } catch RequestError.unknown {
        if try await wasCarriedOut(step, Self.patiently) { return }
      } catch RequestError.faulted {
        if try await wasCarriedOut(step, Self.briefly) { return }
      }
    }
    throw reject(
      step, "\(Self.mostTries) tries had no clear outcome", "look at the target's log; then load again")
  }

  /// Draws the conclusion from an answer; false when the step has to be sent again.
  private func isDone(_ step: Step, by response: HTTPResponse) async throws -> Bool {
    let result = try target.result(of: response, for: step, of: ticket)
    switch result {
    case .done(let id):
      try await journal.finish(step, of: ticket.id, result: id)
      return true
    case .present:
      try await journal.finish(step, of: ticket.id, result: nil)
      return true
    case .conflict, .staleUploads:
      try await journal.fail(step, of: ticket.id, words: "\(result)")
      if result == .staleUploads { try await uploadAgain(for: step) }
      return false
    case .refused(let words):
      try await journal.fail(step, of: ticket.id, words: words)
      throw reject(
        step, words, "mend the cause in the target, or the line in data/transformed; then load again")
    }
  }

  /// Looks in the target whether a step took effect that had no good answer.
  private func wasCarriedOut(_ step: Step, _ looks: [Duration]) async throws -> Bool {
    for pause in looks {
      try await Task.sleep(for: pause)
      if step == .create {
        let found = try await target.find([ticket.id])[ticket.id] ?? []
        guard let id = found.first else { continue }
        guard found.count == 1 else { throw foundSeveral(found) }
        try await journal.finish(.create, of: ticket.id, result: id.text)
        return true
      }
      guard let id = await journal.progress(of: ticket.id).id else { return false }
      if try await target.state(of: ticket, as: id).done.contains(step) {
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

  /// What cannot even be asked for, such as a name the target does not know, is this ticket's fault alone.
  private func request(for step: Step, known: KnownIDs) throws -> HTTPRequest {
    do {
      return try target.request(for: step, of: ticket, known: known)
    } catch {
      throw reject(step, "\(error)", "mend the mapping, or the line in data/transformed; then load again")
    }
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

  /// More tickets of the target carry the marker than there may be.
  func foundSeveral(_ found: [TargetID<Ticket>]) -> Reject {
    let places = found.map { target.url(of: $0) }.joined(separator: ", ")
    return reject(
      .create, "the target holds it \(found.count) times: \(places)", "keep one of them, delete the others")
  }

  func reject(_ step: Step, _ reason: String, _ hint: String) -> Reject {
    Reject(ticket: ticket.id, rule: "\(ticket.id)/\(step.name)", reason: reason, hint: hint)
  }
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
