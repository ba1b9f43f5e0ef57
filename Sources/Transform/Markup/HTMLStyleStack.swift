/// The styles that are open while an HTML text is read, however they are nested.
struct HTMLStyleStack: Equatable {
  /// How many of each mark are open, by its bit.
  private var counts = [0, 0, 0, 0, 0]
  var address: String?

  var style: HTMLStyle {
    var style = HTMLStyle(address: address)
    for (bit, count) in counts.enumerated() where count > 0 {
      style.marks.insert(HTMLStyle.Marks(rawValue: 1 << bit))
    }
    if style.marks.contains(.code) {
      style.marks = .code
      return style
    }
    // Every link is underlined.
    if address != nil { style.marks.remove(.underline) }
    return style
  }

  mutating func begin(_ name: String) {
    guard let mark = Self.marks[name] else { return }
    counts[mark.bit] += 1
  }

  mutating func end(_ name: String) {
    guard let mark = Self.marks[name], counts[mark.bit] > 0 else { return }
    counts[mark.bit] -= 1
  }

  private static let marks: [String: HTMLStyle.Marks] = [
    "b": .strong, "strong": .strong, "i": .emphasis, "em": .emphasis, "cite": .emphasis, "dfn": .emphasis,
    "var": .emphasis, "code": .code, "tt": .code, "kbd": .code, "samp": .code, "s": .strike,
    "strike": .strike,
    "del": .strike, "u": .underline, "ins": .underline,
  ]
}

extension HTMLStyle.Marks {
  /// The number of its only bit.
  fileprivate var bit: Int { rawValue.trailingZeroBitCount }
}
