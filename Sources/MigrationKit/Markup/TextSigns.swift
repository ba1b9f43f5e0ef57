/// The bytes of a text at which anything can begin that means something: to one of the languages, or to Redmine in all of
/// them. What stands between these is copied without a further look.
struct TextSigns: Sendable {
  private let bytes: ByteSet

  static let usual = TextSigns(bytes: ByteSet(others + "!\"#%&()*+-.:<=>?@[\\]^_`{|~".utf8))
  /// In front of an address any sign counts, and its own first letters do.
  static let aroundAddresses = TextSigns(
    bytes: ByteSet(others + (0x21...0x7E).filter(\.isPunctuation) + "hfsw".utf8))

  /// A revision's letter, a placeholder's first byte.
  private static let others = [revision, 0xE2]
  private static let revision = UInt8(ascii: "r")

  /// - Parameter next: the byte behind it.
  func begins(_ byte: UInt8, before next: UInt8) -> Bool {
    bytes.contains(byte) && (byte != Self.revision || next.isDigit)
  }

  /// Whether there is any; addresses have some of the usual ones.
  static func areIn(_ text: String) -> Bool {
    let signs = usual
    return text.withBytes { bytes in
      bytes.indices.contains {
        signs.begins(bytes[$0], before: $0 + 1 < bytes.count ? bytes[$0 + 1] : lineEnd)
      }
    }
  }
}
