import MigrationKit

/// Makes the accounts that the mapping asks for, before any ticket is sent, and locks them when the load has come to
/// its end. A locked one with the same login and address is unlocked for as long. Others are never touched:
/// `OpenAccounts` remembers which were opened here.
struct AccountLoad {
  var run: LoadRun
  let options: LoadOptions
  let needs: TargetNeeds
  let console: Console

  /// Made or unlocked, then members; once more for what did not show at first.
  private static let mostRounds = 3

  private var sending: StepSending {
    StepSending(ticket: .accounts, run: run, patience: .here(openSince: .now))
  }

  private func open() throws -> OpenAccounts {
    try OpenAccounts(options.data, target: options.configuration.target.server.url)
  }

  /// Makes what the tickets that are still to do need. Returns the connection that knows of it.
  func prepare(for selection: TicketSelection) async throws -> TargetConnection {
    var now = self
    let accounts = needs.accounts.isEmpty ? [] : try await accounts(for: selection)
    for _ in 1...Self.mostRounds {
      let steps = try now.steps(for: accounts)
      if steps.isEmpty || run.interruption.isRequested { return now.run.connection }
      console.note("accounts: \(counted(steps.count, "step")) (create, unlock, add to a project)")
      var open = try open()
      try open.add(steps.compactMap(\.opened))
      try await now.perform(steps)
      now.run.connection = try await now.run.connection.renew?() ?? now.run.connection
    }
    let missing = try now.steps(for: accounts)
    guard missing.isEmpty else { throw try stop(RefusedAccounts(missing: missing)) }
    return now.run.connection
  }

  /// Those that were opened and are active; each that cannot be locked is a reject.
  func lock() async throws -> [Reject] {
    var open = try open()
    let active = open.accounts.filter { run.connection.target.account($0) == .active }
    let (locked, rejects) = try await lock(active)
    let remaining = Set(active).subtracting(locked)
    try open.remove(open.accounts.filter { !remaining.contains($0) })
    return rejects
  }

  /// Says so when a run ends before its time.
  func noteOpen() throws {
    let count = try open().accounts.count
    guard count > 0 else { return }
    console.note(
      "\(counted(count, "account stays", "accounts stay")) open until a load finishes "
        + "and locks them")
  }

  private func lock(_ accounts: [NewAccount]) async throws -> (locked: Set<NewAccount>, rejects: [Reject]) {
    var (remaining, locked, rejects) = (accounts[...], Set<NewAccount>(), [Reject]())
    let sending = sending
    try await inOrder(limit: options.jobs) {
      remaining.popFirst()
    } work: { account -> Result<NewAccount, Reject> in
      do {
        try await sending.perform(.lock(account))
        return .success(account)
      } catch let refusal as Reject {
        return .failure(refusal)
      }
    } consume: { result in
      switch result {
      case .success(let account): locked.insert(account)
      case .failure(let refusal): rejects.append(refusal)
      }
    }
    return (locked, rejects)
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

  private func steps(for accounts: [NewAccount]) throws -> [Step] {
    let target = run.connection.target
    let refused = RefusedAccounts(accounts, in: target.account)
    guard refused.isEmpty else { throw try stop(refused) }
    let open = Set(try open().accounts.map { $0.login.lowercased() })
    return accounts.flatMap { account -> [Step] in
      switch target.account(account) {
      case .absent: return [.account(account)]
      case .locked: return [.unlock(account)]
      case .active where open.contains(account.login.lowercased()):
        let queues = needs.vocabulary.queues(of: account.login)
        return target.queues(closedTo: account, among: queues).map { .member(account, queue: $0) }
      case .active, .refused: return []
      }
    }
  }

  /// Without its account a ticket would keep a wrong author, so nothing is loaded then. All are tried first: whoever
  /// has to change the mapping should have to do so once.
  private func perform(_ steps: [Step]) async throws {
    var (remaining, refused) = (steps[...], RefusedAccounts())
    let sending = sending
    try await inOrder(limit: options.jobs) {
      run.interruption.isRequested ? nil : remaining.popFirst()
    } work: { step -> (Step, Reject?) in
      do {
        try await sending.perform(step)
        return (step, nil)
      } catch let refusal as Reject {
        return (step, refusal)
      }
    } consume: { step, refusal in
      if let refusal, let account = step.account { refused.add(account, refusal.reason) }
    }
    guard refused.isEmpty else { throw try stop(refused, steps: steps) }
  }

  /// - Parameter steps: what was tried. An account that was refused is not open.
  private func stop(_ refused: RefusedAccounts, steps: [Step] = []) throws -> StageError {
    var open = try open()
    let tried = Set(steps.compactMap(\.opened))
    try open.remove(refused.refusals.map(\.account).filter(tried.contains))
    let count = open.accounts.count
    let rest =
      count == 0
      ? "" : "; \(counted(count, "account stays", "accounts stay")) open until a load finishes and locks them"
    return StageError("\(refused)\nNo ticket was sent\(rest).")
  }
}

extension RefusedAccounts {
  /// What was sent without an effect.
  fileprivate init(missing steps: [Step]) {
    for step in steps {
      switch step {
      case .account(let account): add(account, "the account was created, but the target does not show it")
      case .unlock(let account): add(account, "the account was unlocked, but the target shows it as locked")
      case .member(let account, let queue):
        add(account, "the account was added to \"\(queue)\", but the target does not show it there")
      default: break
      }
    }
  }
}

extension Step {
  fileprivate var account: NewAccount? {
    switch self {
    case .account(let account), .member(let account, _), .lock(let account), .unlock(let account): account
    default: nil
    }
  }

  /// Whose account can be used after this step.
  fileprivate var opened: NewAccount? {
    switch self {
    case .account(let account), .unlock(let account): account
    default: nil
    }
  }
}

extension Vocabulary {
  /// The queues in which a login writes or owns.
  func queues(of login: String) -> [String] {
    queues.keys.filter { authors[$0]?[login] != nil || owners[$0]?[login] != nil }.sorted()
  }
}
