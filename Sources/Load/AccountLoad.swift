import MigrationKit

/// Makes the accounts that the mapping asks for, before any ticket is sent, and locks them when the load has come to
/// its end. Accounts that were there before are never touched: the journal knows which are ours.
struct AccountLoad {
  var run: LoadRun
  let options: LoadOptions
  let needs: TargetNeeds
  let console: Console

  /// Made or unlocked, then members, then nothing is missing.
  private static let mostRounds = 3

  private var sending: StepSending {
    StepSending(ticket: .accounts, run: run, patience: .here(openSince: .now))
  }

  /// Makes what the tickets that are still to do need. Returns the connection that knows of it.
  func prepare(for selection: TicketSelection) async throws -> TargetConnection {
    var now = self
    let accounts = needs.accounts.isEmpty ? [] : try await accounts(for: selection)
    for _ in 1...Self.mostRounds {
      let steps = await now.steps(for: accounts)
      if steps.isEmpty || run.interruption.isRequested { break }
      console.note("accounts: \(grouped(steps.count)) to make, unlock or put into a project")
      try await now.perform(steps)
      now.run.connection = try await now.run.connection.renew?() ?? now.run.connection
    }
    return now.run.connection
  }

  /// Those of ours that are active; each that cannot be locked is a reject.
  func lock() async throws -> [Reject] {
    var ours: [NewAccount] = []
    for account in needs.accounts where run.connection.target.account(account) == .active {
      if await isOurs(account) { ours.append(account) }
    }
    var (remaining, rejects) = (ours[...], [Reject]())
    let sending = sending
    try await inOrder(limit: options.jobs) {
      remaining.popFirst()
    } work: { account -> Reject? in
      do {
        try await sending.perform(.lock(account))
        return nil
      } catch let refusal as Reject {
        return refusal
      }
    } consume: { refusal in
      if let refusal { rejects.append(refusal) }
    }
    return rejects
  }

  /// Of people in tickets that are not complete yet: a finished load makes nobody.
  private func accounts(for selection: TicketSelection) async throws -> [NewAccount] {
    var tickets = try RecordReader<Ticket>(options.data.transformed.tickets)
    var remaining = selection.limit ?? .max
    var logins: Set<String> = []
    while remaining > 0, let ticket = try tickets.next() {
      guard selection.contains(ticket) else { continue }
      remaining -= 1
      if await run.journal.progress(of: ticket.id).isConfirmed { continue }
      let people = ticket.everybody + ticket.timeEntries.map(\.person)
      logins.formUnion(people.compactMap { $0.login?.lowercased() })
    }
    return needs.accounts.filter { logins.contains($0.login.lowercased()) }
  }

  private func steps(for accounts: [NewAccount]) async -> [Step] {
    let target = run.connection.target
    var steps: [Step] = []
    for account in accounts {
      switch target.account(account) {
      case .absent: steps.append(.account(account))
      case .locked: if await isOurs(account) { steps.append(.unlock(account)) }
      case .active:
        guard await isOurs(account) else { continue }
        let queues = needs.vocabulary.queues(of: account.login)
        steps += target.queues(closedTo: account, among: queues).map { .member(account, queue: $0) }
      }
    }
    return steps
  }

  /// One whose making has begun was not there before.
  private func isOurs(_ account: NewAccount) async -> Bool {
    let progress = await run.journal.progress(of: Ticket.accounts.id)
    return progress.isDone(.account(account)) || progress.isOpen(.account(account))
  }

  /// Without its account a ticket would have a wrong author for good, so nothing is loaded then.
  private func perform(_ steps: [Step]) async throws {
    var remaining = steps[...]
    let sending = sending
    do {
      try await inOrder(limit: options.jobs) {
        run.interruption.isRequested ? nil : remaining.popFirst()
      } work: { step in
        try await sending.perform(step)
      } consume: { _ in
      }
    } catch let refusal as Reject {
      throw StageError(
        "\(refusal.rule): \(refusal.reason). No ticket was sent. Mend it, or map the person to \"text\" or to an "
          + "account that is there, in mapping.people; then transform and load again")
    }
  }
}

extension Vocabulary {
  /// The queues in which a login writes or owns.
  func queues(of login: String) -> [String] {
    queues.keys.filter { authors[$0]?[login] != nil || owners[$0]?[login] != nil }.sorted()
  }
}
