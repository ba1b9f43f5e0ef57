import MigrationKit

extension Ledger {
  /// Counts the values of someone's record, or of a queue's: both are only looked up in, and nothing of them is migrated for
  /// itself.
  /// - Parameters:
  ///   - kind: what the paths begin with.
  ///   - fate: of the values at a path.
  ///   - adjusted: the fate in this record.
  mutating func count(
    _ record: SourceRecord, _ kind: String, _ fate: (String) -> Fate, _ adjusted: (Fate) -> Fate
  ) throws {
    try MalformedRecord.reading("\(kind) \(record.id)") {
      for (path, node) in try record.root.leaves(below: kind) {
        let text = node.string ?? node.numberText ?? (node.bool == true ? "true" : "")
        let isEmpty = text.isEmpty || text == "0"
        count(isEmpty ? .empty : adjusted(fate(path)), at: path, of: SourceID(record.id))
      }
    }
  }
}

extension JSONNode {
  /// Every value inside this one with its path; the elements of a list share one.
  fileprivate func leaves(below path: String) -> [(path: String, node: JSONNode)] {
    if isObject { return members.flatMap { $0.value.leaves(below: "\(path).\($0.key)") } }
    if isArray { return elements.flatMap { $0.leaves(below: path) } }
    return [(path, self)]
  }
}

extension Fate {
  /// Of an account: what is lost is lost, and nothing else of someone whom no ticket names is needed.
  func ofAccount(isNamed: Bool) -> Fate {
    if isNamed { return self }
    if case .dropped(_, isLost: true) = self { return self }
    return .needless("of someone whom no ticket names")
  }
}
