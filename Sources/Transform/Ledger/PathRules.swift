import MigrationKit

/// What the mapping says of paths that a normalizer has no place for: `mapping.ignore` and `mapping.text`.
struct PathRules: Sendable {
  private let ignored: [(path: String, reason: String)]
  private let told: [String]

  init(_ configuration: MappingConfiguration) {
    ignored = configuration.ignore.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    told = configuration.text
  }

  /// Nil where the mapping does not speak of this path, nor of what holds it.
  func fate(of path: String) -> Fate? {
    if told.contains(where: { path.isAt($0) }) { return .text }
    return ignored.first { path.isAt($0.path) }.map { .lost($0.reason) }
  }
}

extension String {
  /// Whether this path is `other`, or lies within it.
  func isAt(_ other: String) -> Bool {
    guard utf8.starts(with: other.utf8) else { return false }
    let next = utf8.dropFirst(other.utf8.count).first
    return next == nil || next == UInt8(ascii: ".") || next == UInt8(ascii: "[")
  }

  /// Whether the text has this form; "*" stands for any characters, also none.
  func matches(_ pattern: String) -> Bool {
    let parts = pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return self == pattern }
    guard utf8.count >= first.count + last.count, utf8.starts(with: first),
      utf8.suffix(last.count).elementsEqual(last)
    else { return false }
    var rest = Substring(self).utf8.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() {
      guard let end = rest.end(of: part) else { return false }
      rest = rest[end...]
    }
    return true
  }
}

extension Substring.UTF8View {
  /// Where the first `part` ends.
  fileprivate func end(of part: Substring.UTF8View) -> Index? {
    var start = startIndex
    while true {
      let rest = self[start...]
      if rest.starts(with: part) { return index(start, offsetBy: part.count) }
      guard start < endIndex else { return nil }
      start = index(after: start)
    }
  }
}
