import MigrationKit

/// Makes the requests of one ticket as `load` would, with stand-ins for what only the target will give.
struct PlanRequests {
  let ticket: Ticket
  let progress: TicketProgress
  let numbers: PlanNumbers
  let planned: PlannedTarget
  /// The steps that are still to be sent, in order; those that wait for other tickets last.
  let steps: [Step]
  /// Links and texts that need tickets which are neither in the target nor brought by this load.
  let waitingLinks: Int
  let waitingTexts: Int
  /// The tickets that its texts speak of.
  private let mentioned: Set<SourceID<Ticket>>

  init(ticket: Ticket, progress: TicketProgress, numbers: PlanNumbers, planned: PlannedTarget) {
    (self.ticket, self.progress, self.numbers, self.planned) = (ticket, progress, numbers, planned)
    mentioned = ticket.mentioned
    let open = planned.target.steps(for: ticket).filter { !progress.isDone($0) }
    let all = open.filter { Self.isNeeded($0, of: ticket, progress, numbers) }
    waitingLinks = open.count { step in step.linkedTicket.map { numbers[$0] == nil } == true }
    waitingTexts = open.count { step in
      if case .references(let mentions) = step {
        mentions.tickets.contains { numbers[$0] == nil }
      } else {
        false
      }
    }
    steps = all.filter { !$0.waitsForOthers } + all.filter(\.waitsForOthers)
  }

  func plan() -> PlannedTicket {
    var plan = PlannedTicket(ticket: ticket.id, target: progress.id)
    do {
      for step in steps { plan.requests.append(try request(for: step)) }
    } catch {
      plan.fault = "\(error)"
    }
    return plan
  }

  /// A text is sent again only for tickets that come after this one. What another ticket is needed for waits until
  /// that is brought.
  private static func isNeeded(
    _ step: Step, of ticket: Ticket, _ progress: TicketProgress, _ numbers: PlanNumbers
  ) -> Bool {
    if let other = step.linkedTicket { return numbers[other] != nil }
    guard case .references(let mentions) = step else { return true }
    let coming = mentions.tickets.filter { numbers[$0] != nil }
    let known = numbers.precede(
      ticket.id, among: coming, isCreated: !mentions.isOpening)
    return !coming.isEmpty && (progress.isDone(mentions.carrier) || known != coming)
  }

  private func request(for step: Step) throws -> PlannedRequest {
    let known = known(for: step)
    let request = try planned.target.request(for: step, of: ticket, known: known)
    let named = mentioned.union(ticket.links.map(\.ticket)).union([ticket.id])
    let (byteCount, sha256) = body(of: request, step, isWhole: isWhole(step, known))
    return PlannedRequest(
      step: step.name, method: request.method.rawValue,
      path: shown(numbers.shown(request.target, naming: named), known),
      login: planned.forecaster.actor(of: request), byteCount: byteCount, sha256: sha256)
  }

  private func known(for step: Step) -> KnownIDs {
    let others =
      step.waitsForOthers
      ? mentioned : numbers.precede(ticket.id, among: mentioned, isCreated: step != .create)
    var known = KnownIDs(ticket: progress.id ?? numbers[ticket.id])
    let linked = others.union(step.linkedTicket.map { [$0] } ?? [])
    known.linked = Dictionary(linked.compactMap { other in numbers[other].map { (other, $0) } }) { first, _ in
      first
    }
    for attachment in ticket.article(of: step)?.attachments ?? [] {
      known.uploads[attachment.id] = "{upload \(attachment.id)}"
    }
    if case .references(let mentions) = step {
      known.notes = [mentions.article: "{note-\(mentions.article)}"]
    }
    return known
  }

  /// Nothing that only the target will give is in its body.
  private func isWhole(_ step: Step, _ known: KnownIDs) -> Bool {
    switch step {
    case .create, .values, .article, .references:
      known.uploads.isEmpty && known.linked.keys.allSatisfy(numbers.isKnown)
    case .link(let link): numbers.isKnown(link.ticket)
    case .time: progress.id != nil
    case .upload, .watcher, .state, .hide, .account, .member, .lock, .unlock: true
    }
  }

  private func body(of request: HTTPRequest, _ step: Step, isWhole: Bool) -> (Int, String?) {
    if case .upload(let attachment) = step { return (attachment.byteCount, attachment.sha256) }
    guard case .bytes(let bytes) = request.body else { return (request.body?.byteCount ?? 0, nil) }
    return (bytes.count, isWhole ? SHA256.hex(of: bytes) : nil)
  }

  /// Stand-ins in braces, for people.
  private func shown(_ target: String, _ known: KnownIDs) -> String {
    known.notes.values.reduce(target) { $0.replacing(percentEncoded($1), with: $1) }
  }
}

extension Step {
  fileprivate var linkedTicket: SourceID<Ticket>? {
    if case .link(let link) = self { link.ticket } else { nil }
  }
}
