/// Finds the word someone most likely meant.
package enum Spelling {
  /// The candidate that differs least from `word`, if it is close enough to be a slip of the keyboard: one or two letters,
  /// and no more than a third of the word.
  package static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    candidates.map { ($0, distance(word.lowercased(), $0.lowercased())) }
      .filter { $0.1 <= min(2, max(word.count, $0.0.count) / 3) }
      .min { $0.1 < $1.1 }?.0
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours that make one word the other
  /// (Damerau and Levenshtein, each letter touched once).
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var rows = [Array(0...right.count)]
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        let replaced = rows[i][j] + (left[i] == right[j] ? 0 : 1)
        var least = min(replaced, rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          least = min(least, rows[i - 1][j - 1] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
