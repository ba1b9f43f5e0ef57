import MigrationKit

/// Carries out a step of a ticket exactly once: on disk before it is sent, and looked for in the target before it
/// is ever sent again.
struct StepSending: Sendable {
  let ticket: Ticket
  let run: LoadRun
  let patience: Patience
  /// All that is to be done for the ticket.
  let steps: [Step]
  /// By the step that sends a text at first: what is sent again when all tickets it speaks of have numbers.
  private let texts: [Step: Mentions]

  private static let mostTries = 5

  init(ticket: Ticket, run: LoadRun, patience: Patience) {
    (self.ticket, self.run, self.patience) = (ticket, run, patience)
    steps = run.connection.target.steps(for: ticket)
    let mentions = steps.compactMap { if case .references(let mentions) = $0 { mentions } else { nil } }
    texts = Dictionary(mentions.map { ($0.carrier, $0) }) { first, _ in first }
  }

  private var journal: Journal { run.journal }
  private var target: any TicketTarget { run.connection.target }
  var outcome: OutcomeSearch { OutcomeSearch(ticket: ticket, run: run, patience: patience) }

  /// Returns when the step is done, with what its answer shows otherwise than it was sent; nil when no answer showed that
  /// it is. Throws a `Reject` when the target refuses it, `Unsettled` when it may have been done and the ticket has to
  /// wait for certainty.
  @discardableResult
  func perform(_ step: Step) async throws -> [Shortcoming]? {
    let isOpen = await journal.progress(of: ticket.id).isOpen(step)
    let numbers = await journal.ids(of: ticket.mentioned(in: step))
    for attempt in 1...Self.mostTries {
      let request = try request(for: step, known: try await known(for: step, numbers))
      if attempt == 1, isOpen, !request.isRepeatable, try await outcome.wasCarriedOutBefore(step) {
        return nil
      }
      try requireBytes(of: step)
      try await journal.begin(step, of: ticket.id, sent: request.fingerprint)
      if let conclusion = try await conclusion(of: step, sentBy: request, attempt) {
        try await finishTexts(in: step, numbers)
        return conclusion.shortcomings
      }
    }
    if mayWait(step) { throw Unsettled() }
    throw reject(
      step, "\(Self.mostTries) tries had no clear outcome", "look at the target's log; then load again")
  }

  /// Later it may have better luck: an overloaded server is quieter when the other tickets are done. What is public
  /// and must not be does not wait.
  private func mayWait(_ step: Step) -> Bool {
    if case .hide = step { return false }
    if case .later = patience { return true }
    return false
  }

  /// A text that was sent with all numbers it needs is not sent again.
  private func finishTexts(in step: Step, _ numbers: [SourceID<Ticket>: TargetID<Ticket>]) async throws {
    guard let mentions = texts[step], mentions.areKnown(in: numbers) else { return }
    try await journal.finish(.references(mentions), of: ticket.id, result: nil)
  }

  /// How it became known that a step was carried out.
  private enum Conclusion {
    case answered([Shortcoming])
    /// By a look at the target.
    case seen

    var shortcomings: [Shortcoming]? { if case .answered(let found) = self { found } else { nil } }
  }

  /// Sends the request; nil when it was certainly not carried out and may be sent again.
  private func conclusion(
    of step: Step, sentBy request: HTTPRequest, _ attempt: Int
  ) async throws -> Conclusion? {
    let sent = ContinuousClock.now
    let response: HTTPResponse
    do {
      response = try await run.connection.client.send(request)
    } catch {
      return try await conclusion(of: step, after: error, attempt)
    }
    let conclusion = try await conclusion(of: step, request, from: response)
    if conclusion != nil, step == .create { try await learnLag(fromCreation: sent) }
    return conclusion
  }

  private func conclusion(
    of step: Step, after fault: RequestError, _ attempt: Int
  ) async throws -> Conclusion? {
    switch fault {
    case .unknown:
      return try await outcome.wasCarriedOut(step, after: .lost, attempt) ? .seen : nil
    case .faulted(let words):
      // The step stays open: the next run looks for it before it sends it again.
      guard await outcome.mayTryAgain(step) else {
        if case .settled = patience { throw Unsettled() }
        throw reject(step, words, "look at the target's log; then load again")
      }
      return try await outcome.wasCarriedOut(step, after: .faulted, attempt) ? .seen : nil
    case .failed(let words):
      try await journal.fail(step, of: ticket.id, words: words)
      throw reject(step, words, "look at the target's log; then load again")
    case _ where fault.meansNothingWasDone:
      try await journal.fail(step, of: ticket.id, words: "\(fault)")
      throw fault
    default: throw fault
    }
  }

  /// Draws it from an answer; nil when the step has to be sent again.
  private func conclusion(
    of step: Step, _ request: HTTPRequest, from response: HTTPResponse
  ) async throws -> Conclusion? {
    let result = try target.result(of: response, for: step, of: ticket)
    switch result {
    case .done(let id):
      try await journal.finish(step, of: ticket.id, result: id)
      return .answered(try target.shortcomings(in: response, after: step, of: ticket))
    case .present:
      try await journal.finish(step, of: ticket.id, result: nil)
      return .seen
    case .conflict:
      if !request.isRepeatable, try await outcome.isThere(step) { return .seen }
      guard await outcome.isShownAtOnce(step) else { throw Unsettled() }
      try await journal.fail(step, of: ticket.id, words: "\(result)")
      return nil
    case .staleUploads:
      try await journal.fail(step, of: ticket.id, words: "\(result)")
      try await uploadAgain(for: step)
      return nil
    case .refused(let words):
      // Some servers refuse what they have nevertheless done. Where the search may not show it yet, the step stays
      // open, and the next run waits before it sends it again.
      if !request.isRepeatable, try await outcome.isThere(step) { return .seen }
      if await outcome.isShownAtOnce(step) { try await journal.fail(step, of: ticket.id, words: words) }
      throw reject(
        step, await subject(of: step) + words,
        "fix the cause in the target, or the line in transformed/tickets.jsonl; then load again")
    }
  }

  private func learnLag(fromCreation sent: ContinuousClock.Instant) async throws {
    try await run.lag.learn(fromCreation: sent) {
      try await target.find([ticket.id])[ticket.id]?.isEmpty == false
    }
  }

  /// A file that was changed or torn since it was extracted must not become someone's attachment.
  private func requireBytes(of step: Step) throws {
    if case .upload(let attachment) = step, attachment.byteCount > 0 {
      try run.blobs.require(attachment.sha256)
    }
  }

  /// An upload serves once; when the target has dropped or used one, its files are sent again.
  private func uploadAgain(for step: Step) async throws {
    for attachment in ticket.article(of: step)?.attachments ?? [] { try await perform(.upload(attachment)) }
  }

  /// What cannot even be asked for, such as a name the target does not know, is this ticket's fault alone.
  private func request(for step: Step, known: KnownIDs) throws -> HTTPRequest {
    do {
      return try target.request(for: step, of: ticket, known: known)
    } catch {
      throw reject(
        step, "\(error)", "fix the mapping, or the line in transformed/tickets.jsonl; then load again")
    }
  }

  /// - Parameter numbers: the new ids of the tickets that the step's text speaks of.
  private func known(
    for step: Step, _ numbers: [SourceID<Ticket>: TargetID<Ticket>]
  ) async throws -> KnownIDs {
    let progress = await journal.progress(of: ticket.id)
    var known = KnownIDs(ticket: progress.id, linked: numbers)
    if case .references = step, let id = progress.id { known.notes = try await outcome.state(of: id).notes }
    for attachment in ticket.article(of: step)?.attachments ?? [] {
      known.uploads[attachment.id] = progress.token(of: attachment)
    }
    if case .link(let link) = step {
      known.linked[link.ticket] = await journal.progress(of: link.ticket).id
    }
    return known
  }

  /// Which two tickets a link is about: the target's own words name neither.
  private func subject(of step: Step) async -> String {
    guard case .link(let link) = step else { return "" }
    let (own, other) = (await shown(ticket.id), await shown(link.ticket))
    return switch link.kind {
    case .parent: "ticket \(other) cannot be the parent of \(own): "
    case .blocks: "ticket \(own) cannot block \(other): "
    case .relates: "ticket \(own) cannot be related to \(other): "
    }
  }

  /// "5 (https://redmine.example.com/issues/1042)".
  private func shown(_ ticket: SourceID<Ticket>) async -> String {
    guard let id = await journal.progress(of: ticket).id else { return ticket.text }
    return "\(ticket) (\(target.url(of: id)))"
  }

  /// The login may not do this.
  func forbidden(_ step: Step, _ words: String) async -> Reject {
    reject(
      step, await subject(of: step) + "\(RequestError.forbidden(words))",
      "give the login that right in the target, then load again")
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
    case .article(let id): article(id)
    default: nil
    }
  }

  /// The tickets that a step's text speaks of.
  fileprivate func mentioned(in step: Step) -> Set<SourceID<Ticket>> {
    switch step {
    case .create, .values: Self.mentioned(in: header + [articles.first?.text].compactMap(\.self))
    case .article: Self.mentioned(in: [article(of: step)?.text].compactMap(\.self))
    case .references(let mentions): mentions.tickets
    default: []
    }
  }
}

extension RequestError {
  /// The target has not begun with it, so the step is not of unknown outcome.
  fileprivate var meansNothingWasDone: Bool {
    switch self {
    case .notSent, .outage, .throttled, .unauthorized, .forbidden: true
    default: false
    }
  }
}

extension HTTPRequest {
  /// SHA-256 of what the request sends: address and body. A file counts by its path, which holds its hash.
  var fingerprint: String {
    let content: [UInt8] =
      switch body {
      case .bytes(let bytes): bytes
      case .file(let path, _): Array(path.utf8)
      case .segments(let segments): segments.flatMap(\.fingerprintBytes)
      case nil: []
      }
    return SHA256.hex(of: Array("\(method.rawValue) \(target)\n".utf8) + content)
  }
}

extension HTTPRequest.Segment {
  fileprivate var fingerprintBytes: [UInt8] {
    if case .bytes(let bytes) = self { bytes } else { Array((path ?? "").utf8) }
  }
}
