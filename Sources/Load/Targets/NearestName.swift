/// The known name that was probably meant; nil when none is near enough to be worth a guess.
func nearestName(to word: String, among known: some Sequence<String>) -> String? {
  let word = word.lowercased()
  let ranked = known.map { (name: $0, distance: editDistance(word, $0.lowercased())) }
    .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
  return ranked.first { $0.distance <= max(2, word.count / 3) }?.name
}

/// Letters to insert, delete or replace (Levenshtein), by rows.
private func editDistance(_ left: String, _ right: String) -> Int {
  let right = Array(right)
  var row = Array(0...right.count)
  for (line, letter) in left.enumerated() {
    var diagonal = row[0]
    row[0] = line + 1
    for (column, other) in right.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
    }
  }
  return row[right.count]
}
