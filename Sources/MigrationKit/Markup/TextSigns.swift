/// The places of a text at which anything can begin that means something: to one of the languages, or to Redmine in all
/// of them. What stands between these is copied without a further look.
struct TextSigns: Sendable {
  let bytes: ByteSet
  /// In front of an address any sign can mean something.
  let areNearAddresses: Bool

  static let usual = TextSigns(
    bytes: ByteSet(others + "!\"#%&()*+-.:<=>?@[\\]^_`{|~".utf8), areNearAddresses: false)
  static let aroundAddresses = TextSigns(
    bytes: ByteSet(others + (0x21...0x7E).filter(\.isPunctuation) + "hfsw".utf8), areNearAddresses: true)

  /// A revision's letter, a placeholder's first byte.
  private static let others = [revision, 0xE2]
  private static let revision = UInt8(ascii: "r")

  /// Whether a text has any; one with an address has.
  static func areIn(_ text: String) -> Bool { text.withBytes { usual.next(in: $0, from: 0) < $0.count } }

  /// The first from a position on, or the text's end.
  func next(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    while index < text.count, !bytes.contains(text[index]) || !counts(index, in: text) { index += 1 }
    return index
  }

  private func counts(_ index: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let byte = text[index]
    let next = index + 1 < text.count ? text[index + 1] : lineEnd
    if byte == Self.revision { return next.isDigit }
    guard !areNearAddresses, index > 0, text[index - 1].isLetterOrDigit else { return true }
    return Self.counts(byte, behind: text[index - 1], before: next) || Self.endsName(index, in: text)
  }

  /// The most frequent signs mean nothing behind a letter or a digit, but for numbers of items, Redmine's "version:1",
  /// addresses and names of blocks.
  private static func counts(_ byte: UInt8, behind before: UInt8, before next: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "!"): false
    case UInt8(ascii: "."): before == UInt8(ascii: "w") || before.isDigit && next.isBlank
    case UInt8(ascii: ":"): before.isLowercase && !next.isBlank
    default: true
    }
  }

  /// Whether the word in front of a sign is the name of one of Textile's blocks, at the start of a line.
  private static func endsName(_ index: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = index
    while start > 0, text[start - 1].isLetterOrDigit { start -= 1 }
    return (start == 0 || text[start - 1] == lineEnd) && TextileSigns.isBlock(text[start..<index])
  }
}
