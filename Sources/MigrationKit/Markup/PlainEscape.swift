/// Writes plain text so that a Redmine without markup shows it letter by letter: it looks for macros, wiki pages, links and
/// mentions there too (see `RedmineWords`).
///
/// Redmine's own escape, "!", is used where all of its pattern is seen, for only then it is not shown. Elsewhere an
/// invisible word joiner breaks the word: in mentions, which have no escape, and in macros, whose escape is shown in front
/// of names that no macro has (measured, 5.0.4).
struct PlainEscape {
  private let text: TextScan
  private let hasPlaceholders: Bool
  private var output: [UInt8] = []
  /// The end of the wiki page's name that is written: it holds no further one.
  private var pageEnd = 0

  static func escape(_ text: TextScan, in place: TextPlace) -> [UInt8] {
    var escape = PlainEscape(text: text, hasPlaceholders: place.contains(.withPlaceholders))
    escape.writeAll()
    return escape.output
  }

  private init(text: TextScan, hasPlaceholders: Bool) {
    self.text = text
    self.hasPlaceholders = hasPlaceholders
    output.reserveCapacity(text.count + text.count / 8)
  }

  private mutating func writeAll() {
    var index = 0
    while true {
      let sign = text.nextSign(from: index)
      output += text.bytes[index..<sign]
      guard sign < text.count else { return }
      index = writeSign(sign)
    }
  }

  /// - Returns: where it continues.
  private mutating func writeSign(_ index: Int) -> Int {
    if hasPlaceholders, let end = text.endOfPlaceholder(at: index) {
      output += text.bytes[index..<end]
      return end
    }
    if let address = BareAddress(at: index, in: text) {
      for index in address.range { write(index, inAddress: true) }
      return address.range.upperBound
    }
    write(index)
    return index + 1
  }

  private mutating func write(_ index: Int, inAddress: Bool = false) {
    let byte = text.bytes[index]
    guard byte.isPunctuation || byte == UInt8(ascii: "r"), RedmineWords.isSign(at: index, in: text) else {
      return output.append(byte)
    }
    switch byte {
    case UInt8(ascii: "{") where !text.after(index, 2).isWord: output.append(byte)
    case UInt8(ascii: "["): writePage(index)
    case UInt8(ascii: "@"): output += inAddress ? Array("%40".utf8) : [byte] + Self.joiner
    // Addresses are links before Redmine looks for its own.
    case _ where inAddress, UInt8(ascii: "\""): output.append(byte)
    case UInt8(ascii: ":"): output += Self.joiner + [byte]
    case _ where RedmineWords.isPlainNumber(at: index, in: text): output += "!#".utf8
    default: output += [byte] + Self.joiner
    }
  }

  private static let joiner = Array("\u{2060}".utf8)
  private static let escape = UInt8(ascii: "!")
  /// How far an end is looked for.
  private static let reach = 1_000

  /// "[[page]]" and "[[page|words]]" on one line; the first "]]" ends it.
  private mutating func writePage(_ index: Int) {
    guard index >= pageEnd else { return output.append(text.bytes[index]) }
    let line = text.line(from: index)
    let end = line.dropFirst(3).prefix(Self.reach).indices.first { text.starts($0, with: "]]") }
    guard let end else {
      output.append(text.bytes[index])
      if line.count > Self.reach { output += Self.joiner }
      return
    }
    if text.bytes[(index + 2)..<end].contains(UInt8(ascii: "|")) {
      output += [text.bytes[index]] + Self.joiner
    } else {
      output += [Self.escape, text.bytes[index]]
      pageEnd = end + 2
    }
  }
}

extension TextScan {
  /// Where a placeholder ends that begins here.
  func endOfPlaceholder(at index: Int) -> Int? {
    guard bytes[index] == 0xE2, starts(index, with: "⟦") else { return nil }
    return (index..<count).first { bytes[$0] == 0xA7 && starts($0 - 2, with: "⟧") }.map { $0 + 1 }
  }
}
