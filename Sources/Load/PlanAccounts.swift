import MigrationKit

/// The accounts that a load would make or unlock before its tickets, and lock at its end.
struct PlanAccounts {
  let planned: PlannedTarget
  /// Logins of the people in tickets that are still to do, lower case.
  let logins: Set<String>
  /// Of `Ticket.accounts`: which accounts were made.
  let progress: TicketProgress

  private var needed: [(account: NewAccount, state: AccountState)] {
    planned.needs.accounts.filter { logins.contains($0.login.lowercased()) }.compactMap { account in
      let state = planned.present.account(account)
      let isNeeded =
        switch state {
        // One that was made since the target was looked at is not made again.
        case .absent: !progress.isDone(.account(account))
        case .locked: true
        case .active: planned.needs.openLogins.contains(account.login.lowercased())
        case .refused: false
        }
      return isNeeded ? (account, state) : nil
    }
  }

  /// Those that can neither be made nor used.
  var refused: RefusedAccounts { RefusedAccounts(planned.needs.accounts, in: planned.present.account) }

  /// Before the tickets.
  var opening: [Step] {
    needed.flatMap { account, state -> [Step] in
      let queues = planned.needs.vocabulary.queues(of: account.login)
      let closed = planned.present.queues(closedTo: account, among: queues)
      let members = closed.map { Step.member(account, queue: $0) }
      return switch state {
      case .absent: [.account(account)] + members
      case .locked: [.unlock(account)] + members
      case .active, .refused: members
      }
    }
  }

  /// After everything else.
  var closing: [Step] { needed.map { .lock($0.account) } }

  func plan(_ steps: [Step]) throws -> PlannedTicket {
    var plan = PlannedTicket(ticket: Ticket.accounts.id, target: nil)
    for step in steps {
      let request = try planned.target.request(for: step, of: .accounts, known: KnownIDs())
      guard case .bytes(let body) = request.body else { continue }
      plan.requests.append(
        PlannedRequest(
          step: step.name, method: request.method.rawValue, path: shown(request.target), login: nil,
          byteCount: body.count, sha256: step.isMembership ? nil : SHA256.hex(of: body)))
    }
    return plan
  }

  /// "{user}" in place of a number that only the target will give.
  private func shown(_ path: String) -> String {
    path.replacing(#/9\d{12}/#, with: "{user}")
  }
}

extension Step {
  /// Its body names the account by number.
  fileprivate var isMembership: Bool { if case .member = self { true } else { false } }
}
