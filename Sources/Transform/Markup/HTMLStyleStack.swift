/// The styles that are open while an HTML text is read, however they are nested.
struct HTMLStyleStack: Equatable {
  private var counts: [Int: Int] = [:]
  var address: String?

  var style: HTMLStyle {
    var style = HTMLStyle(address: address)
    if counts[HTMLStyle.Marks.code.rawValue, default: 0] > 0 {
      style.marks = .code
      return style
    }
    for (mark, count) in counts where count > 0 { style.marks.insert(HTMLStyle.Marks(rawValue: mark)) }
    // Every link is underlined.
    if address != nil { style.marks.remove(.underline) }
    return style
  }

  mutating func begin(_ name: String) {
    guard let mark = Self.marks[name] else { return }
    counts[mark.rawValue, default: 0] += 1
  }

  mutating func end(_ name: String) {
    guard let mark = Self.marks[name], let count = counts[mark.rawValue], count > 0 else { return }
    counts[mark.rawValue] = count - 1
  }

  private static let marks: [String: HTMLStyle.Marks] = [
    "b": .strong, "strong": .strong, "i": .emphasis, "em": .emphasis, "cite": .emphasis, "dfn": .emphasis,
    "var": .emphasis, "code": .code, "tt": .code, "kbd": .code, "samp": .code, "s": .strike,
    "strike": .strike,
    "del": .strike, "u": .underline, "ins": .underline,
  ]
}
