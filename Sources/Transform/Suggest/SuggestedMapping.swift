import MigrationKit

/// A mapping to start from, as JSON5 that can be pasted into `migration.json5`. Lines that a person should look at
/// end with "// ?".
struct SuggestedMapping {
  let source: SourceVocabulary
  let target: TargetVocabulary

  var text: String {
    let sections = [
      section("queues", source.queues, target.queues, synonyms: [:]),
      section("types", source.types, target.types, synonyms: Guess.types),
      section("states", source.states, target.states, synonyms: Guess.states),
      ("priorities", priorities), ("people", people), ("fields", fields),
    ]
    let blocks = sections.map { name, lines in
      (["    \(name): {"] + lines.map { "      \($0)" } + ["    },"]).joined(separator: "\n")
    }
    return "{\n  mapping: {\n\(blocks.joined(separator: "\n"))\n  },\n}\n"
  }

  private func section(
    _ name: String, _ words: [String: Int], _ known: [String]?, synonyms: [String: [String]]
  ) -> (String, [String]) {
    let lines = words.sorted { $0.key < $1.key }.map { word, count in
      let guess = Guess(for: word, among: known, synonyms: synonyms[word] ?? [])
      return line(word, guess.name, counted(count, "ticket"), isSure: guess.isSure)
    }
    return (name, lines)
  }

  /// Numbers outside the usual range have lines of their own.
  private var priorities: [String] {
    let words = source.priorities.filter { Int($0.key) == nil }
    return words.isEmpty ? ranges : section("priorities", words, target.priorities, synonyms: [:]).1
  }

  private var ranges: [String] {
    let counts = Dictionary(
      uniqueKeysWithValues: source.priorities.compactMap { key, count in Int(key).map { ($0, count) } })
    let usual = Guess.priorities.map { range, names in
      priority(range, counts, Guess(for: names[0], among: target.priorities, synonyms: names).name)
    }
    guard let low = Guess.priorities.first?.range.lowerBound,
      let high = Guess.priorities.last?.range.upperBound
    else { return usual }
    let others = counts.keys.filter { !(low...high).contains($0) }.sorted().map { number in
      let names = Guess.priorities[number < low ? 0 : Guess.priorities.count - 1].names
      return priority(
        number...number, counts, Guess(for: names[0], among: target.priorities, synonyms: names).name)
    }
    return usual + others
  }

  private func priority(_ range: ClosedRange<Int>, _ counts: [Int: Int], _ name: String) -> String {
    let count = counts.filter { range.contains($0.key) }.values.reduce(0, +)
    let word = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)..\(range.upperBound)"
    return line(word, name, counted(count, "ticket"), isSure: count == 0)
  }

  /// Whoever has an account or should have one, the most active first; customers are what "*" is for.
  private var people: [String] {
    let guesses = source.people.filter { $0.key != "*" }.map { key, somebody in
      (key: key, somebody: somebody, guess: Guess(for: somebody, among: target.people))
    }
    let listed = guesses.filter { !$0.guess.isCoveredByOthers }.sorted {
      ($1.somebody.articles, $1.somebody.tickets, $0.key) < (
        $0.somebody.articles, $0.somebody.tickets, $1.key
      )
    }
    let lines = listed.map { key, somebody, guess in
      let words =
        "\(somebody.person.displayName), \(counted(somebody.tickets, "ticket")), \(counted(somebody.articles, "message"))"
      return line(key, guess.name, words, isSure: guess.isSure)
    }
    let others = guesses.count - listed.count
    return lines + [
      line(
        "*", "text", "everyone else, \(counted(others, "person", "people")): named in the text", isSure: true)
    ]
  }

  private var fields: [String] {
    source.fields.sorted { $0.key < $1.key }.map { name, field in
      let isOfFiles = field.values.isEmpty
      let guess = Guess(for: name, among: target.fields)
      let isLost = target.fields.map { !$0.contains(guess.name) } ?? false
      return line(
        name, isOfFiles || isLost ? "text" : guess.name,
        "\(counted(field.tickets, "ticket")): \(isOfFiles ? "files, which are attached" : examples(field))",
        isSure: isOfFiles || (guess.isSure && !isLost))
    }
  }

  private func examples(_ field: SourceVocabulary.Field) -> String {
    let values = field.values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let shown = values.prefix(5).map { "\($0.key.shortened(to: 40)) × \($0.value)" }
    let more = values.count > 5 ? ["\(field.hasMoreValues ? "more than " : "")\(values.count - 5) more"] : []
    return (shown + more).joined(separator: ", ")
  }

  private func line(_ word: String, _ name: String, _ remark: String, isSure: Bool) -> String {
    "\(word.quotedForJSON5): \(name.quotedForJSON5),  // \(isSure ? "" : "? ")\(printable(remark.cleanLine))"
  }
}

extension String {
  /// A string of JSON5; what no terminal should be sent, and what ends a line, is written by its number.
  var quotedForJSON5: String {
    unicodeScalars.reduce("\"") { text, scalar in
      let isSafe = printable(String(scalar)) == String(scalar) && !(0x2028...0x2029).contains(scalar.value)
      let written = JSONValue.string(String(scalar)).text.dropFirst().dropLast()
      return text + (isSafe ? String(written) : "\\u" + String(scalar.value + 0x10000, radix: 16).suffix(4))
    } + "\""
  }
}
