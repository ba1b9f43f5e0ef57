import MigrationKit

/// Why a custom field may show other words than the ticket has: the field's kind asks for them. Pure, and written apart
/// from what converts values on the way in.
struct FieldValueComparison {
  let kind: FieldKind
  /// The target's.
  let accounts: [TargetDescription.Account]

  /// Nil when nothing excuses the difference.
  func excuse(_ expected: [String], _ found: [String]) -> Excuse? {
    let wanted = expected.filter { !$0.normalized.isEmpty }
    if found == wanted.distinct { return .changed("a field holds each value once") }
    switch kind {
    case .text:
      return found == [wanted.distinct.joined(separator: ", ")]
        ? .changed("the field accepts one value: all are joined in it") : nil
    case .number: return same(wanted, found, \.normalized) ? .changed("a number has no spaces") : nil
    case .choice: return same(wanted, found, folded) ? .changed("the field's list spells it this way") : nil
    case .day: return same(wanted, found, day) ? .changed("the field keeps the day, not the time") : nil
    case .flag: return same(wanted, found, flag) ? .changed("the field keeps Yes or No") : nil
    case .account: return same(wanted, found, login) ? .changed("the field keeps the account") : nil
    }
  }

  private func same(_ wanted: [String], _ found: [String], _ meaning: (String) -> String) -> Bool {
    Set(wanted.map(meaning)) == Set(found.map(meaning))
  }

  private func folded(_ value: String) -> String { value.normalized.lowercased() }

  /// Only a moment is cut; what begins otherwise stays.
  private func day(_ value: String) -> String {
    let text = value.normalized
    return text.prefixMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:/) == nil
      ? text : String(text.prefix(10))
  }

  private func flag(_ value: String) -> String {
    switch folded(value) {
    case "1", "true", "yes": "yes"
    case "0", "false", "no": "no"
    default: value
    }
  }

  private func login(_ value: String) -> String {
    let word = folded(value)
    return accounts.first { !$0.email.isEmpty && $0.email.lowercased() == word }?.login.lowercased() ?? word
  }
}

extension Array where Element: Hashable {
  /// Each once, where it stands first.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
