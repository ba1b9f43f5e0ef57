import MigrationKit

/// People who cannot have the account that `mapping.people` asks for: all of them, with the lines that settle it.
struct RefusedAccounts: CustomStringConvertible {
  private(set) var refusals: [(account: NewAccount, reason: String)] = []

  var isEmpty: Bool { refusals.isEmpty }

  mutating func add(_ account: NewAccount, _ reason: String) { refusals.append((account, reason)) }

  var description: String {
    return """
      \(counted(refusals.count, "person", "people")) cannot get the account that mapping.people asks for. Correct the accounts in the target, or add these \
      lines to mapping.people and run transform again:
      \(refusals.map { "    \(line($0.account, $0.reason))" }.sorted().joined(separator: "\n"))
      """
  }

  /// `"root@localhost": "text",  // the reason`
  private func line(_ account: NewAccount, _ reason: String) -> String {
    let reason = reason.map { $0.isNewline ? " " : String($0) }.joined()
    return "\(JSONValue.string(account.email).text): \"text\",  // \(reason)"
  }
}

extension RefusedAccounts {
  /// Those whom the target refuses by what is known of it.
  init(_ accounts: [NewAccount], in state: (NewAccount) -> AccountState) {
    for account in accounts {
      if case .refused(let reason) = state(account) { add(account, reason) }
    }
  }
}
