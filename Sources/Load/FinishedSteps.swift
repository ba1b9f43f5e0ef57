/// The names of a ticket's finished steps.
///
/// A load remembers those of every ticket it has ever brought over. Once a ticket is complete they are packed into one
/// piece of memory, an eighth of what a set of strings takes; they are needed then only when it is looked at again.
struct FinishedSteps: Sendable, Equatable {
  private var names: Set<String> = []
  /// Each name with a byte behind it that no text holds.
  private var packed: [UInt8] = []

  private static let end: UInt8 = 0xFF

  func contains(_ name: String) -> Bool { names.contains(name) || isPacked(name) }

  mutating func insert(_ name: String) {
    if !isPacked(name) { names.insert(name) }
  }

  /// Takes less memory and more time to look at.
  mutating func pack() {
    packed.reserveCapacity(packed.count + names.reduce(0) { $0 + $1.utf8.count + 1 })
    for name in names {
      packed.append(contentsOf: name.utf8)
      packed.append(Self.end)
    }
    names = []
  }

  /// Takes more memory and less time to look at.
  mutating func unpack() {
    for name in packed.split(separator: Self.end) { names.insert(String(decoding: name, as: UTF8.self)) }
    packed = []
  }

  private func isPacked(_ name: String) -> Bool {
    var rest = packed[...]
    while let end = rest.firstIndex(of: Self.end) {
      if rest[..<end].elementsEqual(name.utf8) { return true }
      rest = rest[(end + 1)...]
    }
    return false
  }

  static func == (left: FinishedSteps, right: FinishedSteps) -> Bool {
    var (left, right) = (left, right)
    left.unpack()
    right.unpack()
    return left.names == right.names
  }
}
