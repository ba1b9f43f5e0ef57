import MigrationKit

/// A transformed text, to be looked for in what the target shows: word for word, but for the places that were left open
/// for `load` to fill in. Those are not filled in as the writing side does it: what stands there must fit, so that a
/// mistake there cannot hide itself here.
struct ExpectedText {
  /// What stands between the open places.
  private let words: [Substring]
  private let places: [Placeholder]
  private let numbers: [SourceID<Ticket>: TargetID<Ticket>]

  /// What is filled in is a link or a picture on one line, not longer than this: a picture's name has up to 255
  /// characters, of which each may be nine in a link.
  private static let longestFilling = 4000

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
    let starts = words[0].isEmpty ? shown.starts : shown.ranges(of: words[0]).map(\.upperBound)
    var dead: DeadEnds = [:]
    return starts.contains { goesOn(shown[$0...], from: 0, toTheEnd: toTheEnd, &dead) }
  }

  /// Where a place was tried in vain. What begins later in the same line can end nowhere else, and without that memory a
  /// row of mentions would be tried in every combination.
  private typealias DeadEnds = [Spot: String.Index]

  private struct Spot: Hashable {
    let place: Int
    /// The end of what was looked through; behind a digit, where half a number could stand, the start itself.
    let line: String.Index
  }

  /// Whether `rest` begins with a filling for this place and all that follows it.
  private func goesOn(_ rest: Substring, from place: Int, toTheEnd: Bool, _ dead: inout DeadEnds) -> Bool {
    guard place < places.count else { return !toTheEnd || rest.isEmpty }
    let line = rest.prefix(Self.longestFilling).prefix { !$0.isNewline }
    let spot = Spot(place: place, line: rest.isBehindNumber ? rest.startIndex : line.endIndex)
    if let tried = dead[spot], tried <= rest.startIndex { return false }
    dead[spot] = rest.startIndex
    guard let earliest = earliestEnd(of: places[place], in: line) else { return false }
    let next = words[place + 1]
    if toTheEnd, place == places.count - 1 {
      return rest.hasSuffix(next)
        && (earliest...line.endIndex).contains(rest.dropLast(next.count).endIndex)
    }
    return ends(of: line, in: rest, before: next).contains { end in
      end >= earliest
        && goesOn(rest[end...].dropFirst(next.count), from: place + 1, toTheEnd: toTheEnd, &dead)
    }
  }

  /// Where a filling can end that stands in this line: in front of the words that come next, and they may continue behind
  /// the line.
  private func ends(of line: Substring, in rest: Substring, before next: Substring) -> [String.Index] {
    guard !next.isEmpty else { return Array(line.indices) + [line.endIndex] }
    let beginning = next.prefix(Self.tellingLength)
    let window = rest[
      ..<(rest.index(line.endIndex, offsetBy: beginning.count, limitedBy: rest.endIndex) ?? rest.endIndex)]
    return window.ranges(of: beginning).map(\.lowerBound).filter { rest[$0...].hasPrefix(next) }
  }

  private static let tellingLength = 32

  /// Where a filling for this place can end at the earliest: the old number is read, and behind it comes the new one where
  /// there is one. Of a link that was one already only the new address is there. Nil where nothing fits.
  private func earliestEnd(of place: Placeholder, in line: Substring) -> String.Index? {
    switch place {
    case .ticket(let id, let written):
      let words = numbers[id] == nil || !written.hasPrefix("http") ? String(written.numberAtEnd) : ""
      guard let end = words.isEmpty ? line.startIndex : line.end(ofNumber: words) else { return nil }
      return numbers[id].map { line[end...].end(ofNumber: $0.text) } ?? end
    case .image: return line.isEmpty ? nil : line.index(after: line.startIndex)
    }
  }
}

extension Substring {
  fileprivate var isBehindNumber: Bool {
    startIndex > base.startIndex && base[base.index(before: startIndex)].isNumber
  }

  /// Where it ends, not as a part of a longer one.
  fileprivate func end(ofNumber number: String) -> Index? {
    var rest = self
    // Not all places at once, for it is mostly the first.
    while let range = rest.firstRange(of: number) {
      let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : " "
      rest = self[range.upperBound...]
      if !before.isNumber, rest.first?.isNumber != true { return range.upperBound }
    }
    return nil
  }
}

extension String {
  /// From where a filling at the very beginning is looked for: it lies in one line, anywhere behind one of these.
  fileprivate var starts: [Index] {
    var (starts, length) = ([startIndex], 0)
    for index in indices {
      length = self[index].isNewline ? 0 : length + 1
      if length == 0 || length.isMultiple(of: 1000) { starts.append(self.index(after: index)) }
    }
    return starts
  }

  /// "12" of "#12".
  fileprivate var numberAtEnd: Substring { suffix(reversed().prefix { $0.isASCII && $0.isNumber }.count) }
}
