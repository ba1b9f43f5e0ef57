import MigrationKit

/// What became of the last value of a path. The next one in the same circumstances fares alike, so that it is only counted
/// here; the ledger gets the sums.
struct ValueHabit {
  let isUnsetAtZero: Bool
  private let circumstances: Circumstances
  /// Those that the fate depends on.
  private let relevant: Circumstances
  /// Whether values arrive: what is done to them has to be looked for then.
  private let arrives: Bool
  private(set) var count = 0
  /// Of values that say nothing.
  private(set) var emptyCount = 0

  init(_ fate: Fate, in circumstances: Circumstances, _ rule: ValueRule) {
    isUnsetAtZero = rule.traits.isUnsetAtZero
    relevant = rule.relevant
    self.circumstances = circumstances.intersection(relevant)
    arrives =
      switch fate {
      case .carried, .mapped, .text: true
      default: false
      }
  }

  func holds(in circumstances: Circumstances) -> Bool {
    circumstances.intersection(relevant) == self.circumstances
  }

  /// - Returns: false for a value that has to be looked at by itself.
  mutating func takes(_ value: JSONView, isEmpty: Bool) -> Bool {
    if isEmpty {
      emptyCount += 1
    } else if arrives, !value.isSurelyUnchanged {
      return false
    } else {
      count += 1
    }
    return true
  }
}

/// What the fate of a value can depend on beside its path and itself: on its ticket, and on the entry it belongs to. The
/// type of the entry is in the path.
struct Circumstances: OptionSet {
  let rawValue: UInt16

  static let rejected = Self(rawValue: 1)
  static let startKept = Self(rawValue: 2)
  static let ofEntry = Self(rawValue: 4)
  static let carried = Self(rawValue: 8)
  static let booked = Self(rawValue: 16)
  static let setsMinutes = Self(rawValue: 32)
  static let told = Self(rawValue: 64)
  static let hasChildren = Self(rawValue: 128)
  static let corrected = Self(rawValue: 256)

  static let all = Self(rawValue: .max)
}
