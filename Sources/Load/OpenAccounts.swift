import MigrationKit

/// `data/open-accounts.jsonl`: the accounts that `load` has made or unlocked and not locked yet. Nothing else is ever
/// locked. It lies outside `data/loaded`, because accounts must be locked even if that folder is deleted.
struct OpenAccounts {
  private let path: String
  /// The target's address.
  private let target: String
  private var lines: [Line] = []

  init(_ data: DataFolder, target: String) throws {
    path = data.openAccounts
    self.target = target
    guard Disk.exists(path) else { return }
    var reader = try RecordReader<Line>(path)
    while let line = try reader.next() { lines.append(line) }
  }

  /// Of this target.
  var accounts: [NewAccount] { lines.filter { $0.target == target }.map(\.account) }

  func contains(_ account: NewAccount) -> Bool {
    let login = account.login.lowercased()
    return lines.contains { $0.target == target && $0.account.login.lowercased() == login }
  }

  /// Returns when they would survive a power cut: to be called before they are opened.
  mutating func add(_ accounts: [NewAccount]) throws {
    let known = Set(self.accounts.map { $0.login.lowercased() })
    let new = accounts.filter { !known.contains($0.login.lowercased()) }
    guard !new.isEmpty else { return }
    lines += new.map { Line(target: target, account: $0) }
    try write()
  }

  mutating func remove(_ accounts: [NewAccount]) throws {
    let gone = Set(accounts.map { $0.login.lowercased() })
    guard !gone.isEmpty else { return }
    lines.removeAll { $0.target == target && gone.contains($0.account.login.lowercased()) }
    try write()
  }

  private func write() throws {
    guard !lines.isEmpty else { return try Disk.remove(path) }
    try Disk.replace(path, with: lines.map { $0.json.text + "\n" }.joined())
  }

  private struct Line: JSONRecord {
    let target: String
    let account: NewAccount

    init(target: String, account: NewAccount) {
      (self.target, self.account) = (target, account)
    }

    init(json: JSONNode) throws {
      target = try json.string("target")
      account = NewAccount(login: try json.string("login"), name: "", email: try json.string("email"))
    }

    var json: JSONValue {
      ["target": .string(target), "login": .string(account.login), "email": .string(account.email)]
    }
  }
}
