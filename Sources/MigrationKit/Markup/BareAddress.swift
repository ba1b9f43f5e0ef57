/// An address of the web as it stands in plain text.
///
/// All three languages make links of them, up to white space or "<", without the sentence's signs at their end.
struct BareAddress {
  let range: Range<Int>
  /// What follows it up to white space.
  let tail: Range<Int>
  /// Whether what follows it up to white space is only what the languages know not to be part of it.
  let endsWell: Bool

  /// - Returns: nil where none begins.
  init?(at index: Int, in text: TextScan) {
    guard let start = Self.start(at: index, in: text), !text.before(index).isWord,
      text.after(start, 0).isLetterOrDigit
    else { return nil }
    // CommonMark wants this of addresses without a scheme.
    guard
      text.bytes[index] != UInt8(ascii: "w") || text.before(index).isBlank
        || text.before(index) == UInt8(ascii: "(")
    else { return nil }
    let bytes = text.bytes[start...].prefix {
      !$0.isBlank && !$0.isOne(of: "<>\"|`\\^{}[]") && !Self.isForeign($0)
    }
    // CommonMark knows no host with "_".
    if bytes.prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: "_")) { return nil }
    let end = Self.end(of: bytes)
    range = index..<end
    let rest = text.bytes[end...].prefix(16).prefix { !$0.isBlank }
    tail = rest.indices
    // A ":" behind other signs is taken for a part of it.
    endsWell =
      rest.count < 16 && rest.allSatisfy { $0.isOne(of: ".,:!?)>\"']") }
      && (rest.count == 1 || !rest.contains(UInt8(ascii: ":")))
  }

  private static let schemes: [StaticString] = [
    "http://", "https://", "ftp://", "sftp://", "ftps://", "www.",
  ]

  /// Where an address' scheme ends that begins at a position; nil where none does.
  static func start(at index: Int, in text: TextScan) -> Int? {
    guard index < text.count, text.bytes[index].isOne(of: "hfsw") else { return nil }
    guard !text.before(index).isLetter else { return nil }
    return schemes.first { text.starts(index, with: $0) }.map { index + $0.utf8CodeUnitCount }
  }

  /// The first byte of blanks, quotes, dashes and other punctuation beyond ASCII.
  private static func isForeign(_ byte: UInt8) -> Bool {
    byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF
  }

  /// Without the sentence's signs and a closing bracket that belongs to what is around the address.
  private static func end(of bytes: ArraySlice<UInt8>) -> Int {
    var loose = bytes.reduce(0) { $0 + ($1 == UInt8(ascii: ")") ? 1 : $1 == UInt8(ascii: "(") ? -1 : 0) }
    var bytes = bytes
    while let last = bytes.last {
      if last == UInt8(ascii: ")"), loose > 0 {
        loose -= 1
      } else if !last.isOne(of: ".,:;!?'*_~&#$%+@") {
        break
      }
      bytes.removeLast()
    }
    return bytes.endIndex
  }
}
