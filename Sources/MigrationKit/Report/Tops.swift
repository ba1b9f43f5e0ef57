/// The largest of many, in as much memory as are kept.
package struct Tops<Element: Sendable>: Sendable {
  package struct Entry: Sendable {
    package let size: Int
    package let element: Element
  }

  private let limit: Int
  /// Largest first; of equals the first that came.
  package private(set) var entries: [Entry] = []

  package init(_ limit: Int) { self.limit = limit }

  /// Something of this size would be kept.
  func admits(_ size: Int) -> Bool { size > 0 && (entries.count < limit || size > entries[limit - 1].size) }

  package mutating func offer(_ size: Int, _ element: @autoclosure () -> Element) {
    guard admits(size) else { return }
    let place = entries.firstIndex { $0.size < size } ?? entries.count
    entries.insert(Entry(size: size, element: element()), at: place)
    if entries.count > limit { entries.removeLast() }
  }
}

/// Counts by name, for names that are few in every sane migration; what comes after `limit` names is counted together.
struct NamedCounts<Name: Hashable & Sendable>: Sendable {
  private let limit: Int
  private(set) var counts: [Name: Int] = [:]
  /// Of names beyond the limit.
  private(set) var others = 0

  init(limit: Int = 2000) { self.limit = limit }

  var total: Int { counts.values.reduce(others, +) }

  mutating func add(_ name: Name, _ count: Int = 1) {
    if counts[name] == nil, counts.count >= limit {
      others += count
    } else {
      counts[name, default: 0] += count
    }
  }
}

extension NamedCounts where Name: Comparable {
  /// Most frequent first, equals by name.
  var sorted: [(name: Name, count: Int)] {
    counts.map { ($0.key, $0.value) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }
}

/// Cases of one kind: how many, and the first of them.
struct Grouped<Key: Hashable & Sendable, Case: Sendable>: Sendable {
  struct Group: Sendable {
    var count = 0
    var first: [Case] = []
  }

  private let examples: Int
  private let limit: Int
  private(set) var groups: [Key: Group] = [:]
  /// Cases of kinds beyond the limit.
  private(set) var others = 0

  init(examples: Int = 5, limit: Int = 100) { (self.examples, self.limit) = (examples, limit) }

  var total: Int { groups.values.reduce(others) { $0 + $1.count } }

  mutating func add(_ value: Case, to key: Key) {
    guard groups[key] != nil || groups.count < limit else {
      others += 1
      return
    }
    groups[key, default: Group()].count += 1
    if groups[key, default: Group()].first.count < examples { groups[key]?.first.append(value) }
  }
}
