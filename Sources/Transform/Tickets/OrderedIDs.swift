/// Ids, each with its place. They are mostly asked for in the order in which they were added, and then found at once.
struct OrderedIDs {
  private var ids: [String] = []
  private var next = 0

  mutating func append(_ id: String) { ids.append(id) }

  /// Nil for one that was not added.
  mutating func place(of id: String) -> Int? {
    guard let place = ids[next...].firstIndex(of: id) ?? ids[..<next].firstIndex(of: id) else { return nil }
    next = place
    return place
  }
}
