import MigrationKit

/// A transformed text, to be looked for in what the target shows: word for word, but for the places that were left open
/// for `load` to fill in. Those are not filled in as the writing side does it: what stands there must fit, so that a
/// mistake there cannot hide itself here.
struct ExpectedText {
  /// What stands between the open places.
  private let words: [Substring]
  private let places: [Placeholder]
  private let numbers: [SourceID<Ticket>: TargetID<Ticket>]

  /// What is filled in is a link or a picture, not longer than this.
  private static let longestFilling = 2000

  init(_ text: String, numbers: [SourceID<Ticket>: TargetID<Ticket>]) {
    var places: [Placeholder] = []
    // No transformed text holds a NUL.
    let marked = Placeholder.replace(in: text.normalized) { place, _, _ in
      places.append(place)
      return "\u{0}"
    }
    words = marked.split(separator: "\u{0}", omittingEmptySubsequences: false)
    self.places = places
    self.numbers = numbers
  }

  /// Whether a shown text ends with this one.
  func ends(_ shown: String) -> Bool {
    places.isEmpty ? shown.hasSuffix(words[0]) : isFound(in: shown, toTheEnd: true)
  }

  func isPart(of shown: String) -> Bool {
    places.isEmpty ? shown.contains(words[0]) : isFound(in: shown, toTheEnd: false)
  }

  private func isFound(in shown: String, toTheEnd: Bool) -> Bool {
    let starts = words[0].isEmpty ? Array(shown.indices) : shown.ranges(of: words[0]).map(\.upperBound)
    return starts.contains { goesOn(shown[$0...], from: 0, toTheEnd: toTheEnd) }
  }

  /// Whether `rest` begins with a filling for this place and all that follows it.
  private func goesOn(_ rest: Substring, from place: Int, toTheEnd: Bool) -> Bool {
    guard place < places.count else { return !toTheEnd || rest.isEmpty }
    let next = words[place + 1]
    if toTheEnd, place == places.count - 1 {
      return rest.hasSuffix(next) && fits(rest.dropLast(next.count), places[place])
    }
    let window = rest.prefix(Self.longestFilling)
    let ends = next.isEmpty ? Array(window.indices) : window.ranges(of: next).map(\.lowerBound)
    return ends.contains { end in
      fits(rest[..<end], places[place])
        && goesOn(rest[end...].dropFirst(next.count), from: place + 1, toTheEnd: toTheEnd)
    }
  }

  /// A ticket that has a new number is called by it, one that has none by its old one.
  private func fits(_ filling: Substring, _ place: Placeholder) -> Bool {
    guard filling.count <= Self.longestFilling, !filling.contains(where: \.isNewline) else { return false }
    switch place {
    case .ticket(let id, let written):
      if let number = numbers[id] { return filling.contains(number.text) }
      return !written.contains(id.text) || filling.contains(id.text)
    case .image: return !filling.isEmpty
    }
  }
}
