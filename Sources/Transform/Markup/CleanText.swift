import MigrationKit

/// The longest subject Redmine takes, in characters as it counts them (Unicode scalars).
let subjectLimit = 255

extension Unicode.Scalar {
  /// White space, at the cost of a comparison where it is ASCII, as nearly all of a text is.
  var isSpace: Bool { isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace }
}

extension String {
  /// Without what breaks databases and terminals: control characters other than tab and line end go, every line
  /// end becomes LF.
  var cleanText: String {
    guard withBytes({ $0.contains { $0.isControl && $0 != tab && $0 != lineFeed } }) else { return self }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    var afterReturn = false
    for byte in utf8 {
      switch byte {
      case carriageReturn: bytes.append(lineFeed)
      case lineFeed where afterReturn: break
      case _ where byte.isControl && byte != tab && byte != lineFeed: break
      default: bytes.append(byte)
      }
      afterReturn = byte == carriageReturn
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// On one line: each run of control characters and line ends becomes a space, none at the ends.
  var cleanLine: String {
    if withBytes(isCleanLine) { return self }
    return (withBytes(mayBreakLines) ? joiningLines : self).trimmingSpace
  }

  private var joiningLines: String {
    var scalars = String.UnicodeScalarView()
    var isGap = false
    for scalar in unicodeScalars {
      let breaksLine =
        scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
      if !breaksLine {
        if isGap, scalars.last != " " { scalars.append(" ") }
        scalars.append(scalar)
      }
      isGap = breaksLine
    }
    return String(scalars)
  }

  /// Whether there is nothing but white space in it.
  var isBlank: Bool { unicodeScalars.allSatisfy(\.isSpace) }

  /// Without the blank lines in front and the white space behind.
  var trimmingBlankEnds: String {
    guard let end = unicodeScalars.lastIndex(where: { !$0.isSpace }) else { return "" }
    let body = self[...end].unicodeScalars
    let start = body.firstIndex { !$0.isSpace } ?? body.startIndex
    let line = body[..<start].lastIndex(of: "\n").map(body.index(after:)) ?? body.startIndex
    return String(body[line...])
  }

  var trimmingSpace: String {
    guard let first = unicodeScalars.first, let last = unicodeScalars.last, first.isSpace || last.isSpace
    else { return self }
    return String(self[...].trimmingTrailingSpace.unicodeScalars.drop(while: \.isSpace))
  }

  /// Cut to this many Unicode scalars, the last of them "…"; no character is cut in two.
  func shortened(to limit: Int) -> String {
    guard utf8.count > limit, unicodeScalars.count > limit else { return self }
    var kept = ""
    var count = 1
    for character in self {
      count += character.unicodeScalars.count
      if count > limit { break }
      kept.append(character)
    }
    return kept + "…"
  }
}

extension Substring {
  var trimmingTrailingSpace: Substring {
    guard let last = unicodeScalars.lastIndex(where: { !$0.isSpace }) else { return "" }
    return self[...last]
  }
}

let tab = UInt8(ascii: "\t")
let lineFeed = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")

extension UInt8 {
  /// Those of ASCII.
  var isControl: Bool { self < 0x20 || self == 0x7F }
  var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isLetterOrDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}

/// Whether it is one line of ASCII, without white space at its ends.
private func isCleanLine(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let first = bytes.first, let last = bytes.last else { return true }
  return first != UInt8(ascii: " ") && last != UInt8(ascii: " ")
    && bytes.allSatisfy { (0x20...0x7E).contains($0) }
}

/// False where no character can be one that ends a line or controls something: 0xC2 begins the second set of controls,
/// 0xE2 the two separators of Unicode.
private func mayBreakLines(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  bytes.indices.contains { index in
    switch bytes[index] {
    case 0xC2: bytes[index + 1] < 0xA0
    case 0xE2: bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8
    case let byte: byte.isControl
    }
  }
}
