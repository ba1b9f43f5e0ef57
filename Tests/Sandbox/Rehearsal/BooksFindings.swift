/// What is wrong with the target's books, sorted by what a user would call it.
package struct BooksFindings: Equatable, Sendable, CustomStringConvertible {
  /// There twice, or there and belonging to nothing.
  package var duplicates: [String] = []
  /// Missing, or there with less or other than it should have.
  package var holes: [String] = []
  /// Notes that are there and stand elsewhere.
  package var misplaced: [String] = []

  package init() {}

  package var isClean: Bool { self == BooksFindings() }

  package var description: String {
    isClean
      ? "nothing is wrong"
      : (duplicates.map { "double: \($0)" } + holes.map { "hole: \($0)" }
        + misplaced.map { "order: \($0)" }).joined(separator: "; ")
  }
}
