/// A plain text's bytes, looked at around a position.
struct TextScan: Sendable {
  let bytes: [UInt8]
  /// Whether the text's start is the start of a line. Otherwise something else stands in front of it.
  let startsLine: Bool
  private let signs: TextSigns

  /// - Parameter signs: nil: where they can be.
  init(_ text: String, startsLine: Bool, signs: TextSigns? = nil) {
    bytes = Array(text.utf8)
    self.startsLine = startsLine
    self.signs = signs ?? (text.holds("://") || text.holds("www.") ? .aroundAddresses : .usual)
  }

  var count: Int { bytes.count }

  /// What stands in front of a position: a line end at the start of a line, a space where it cannot be seen.
  func before(_ index: Int, _ distance: Int = 1) -> UInt8 {
    let index = index - distance
    if index >= 0 { return bytes[index] }
    return startsLine ? lineEnd : space
  }

  /// A line end behind the text.
  func after(_ index: Int, _ distance: Int = 1) -> UInt8 {
    index + distance < count ? bytes[index + distance] : lineEnd
  }

  /// The next place from a position on where something may mean more than itself, or the text's end.
  func nextSign(from index: Int) -> Int {
    bytes.withUnsafeBufferPointer { signs.next(in: $0, from: index) }
  }

  func isLineStart(_ index: Int) -> Bool { before(index) == lineEnd }

  func starts(_ index: Int, with word: StaticString) -> Bool {
    word.withUTF8Buffer { bytes[index...].starts(with: $0) }
  }

  /// The rest of the line from a position on.
  func line(from index: Int) -> ArraySlice<UInt8> {
    bytes[index...].prefix { $0 != lineEnd }
  }

  /// The end of the run of such bytes that begins at a position.
  func end(from index: Int, while isPart: (UInt8) -> Bool) -> Int {
    var index = index
    while index < count, isPart(bytes[index]) { index += 1 }
    return index
  }

  /// The lower-case letters that end at a position.
  func word(endingAt index: Int) -> ArraySlice<UInt8> {
    var start = index
    while start > 0, index - start < 16, bytes[start - 1].isLowercase { start -= 1 }
    return bytes[start..<index]
  }
}

let lineEnd = UInt8(ascii: "\n")
let space = UInt8(ascii: " ")

extension UInt8 {
  /// ASCII only, as all of these.
  var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
  var isLetterOrDigit: Bool { isDigit || isLetter }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isCapital: Bool { isUppercase || isDigit }
  var isLowercase: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  var isUppercase: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
  /// A letter, a digit or "_": what Ruby calls `\w`.
  var isWord: Bool { isLetterOrDigit || self == UInt8(ascii: "_") }
  var isBlank: Bool { self == space || self == lineEnd }
  var isPunctuation: Bool { (0x21...0x7E).contains(self) && !isLetterOrDigit }
  var isASCII: Bool { self < 0x80 }

  func isOne(of signs: StaticString) -> Bool {
    signs.withUTF8Buffer { $0.contains(self) }
  }
}

extension TextScan {
  /// "&amp;", "&#64;".
  func beginsEntity(_ index: Int) -> Bool {
    let end = self.end(from: index + 1) { $0.isLetterOrDigit || $0 == UInt8(ascii: "#") }
    return end > index + 1 && after(end, 0) == UInt8(ascii: ";")
  }
}
