/// An address as it stands in a text of the old system, to be written into one of the new.
package struct MarkupAddress: Sendable {
  /// As it was written.
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  /// Whether a click on it leads somewhere harmless, and the language can say so: Redmine's Textile has links to
  /// the web and to mailboxes only.
  package func isLinked(by language: MarkupLanguage) -> Bool {
    let schemes = language == .textile ? Self.schemes.filter { $0 != "tel:" } : Self.schemes
    let start = text.prefix(8).lowercased()
    return schemes.contains { start.hasPrefix($0) && text.utf8.count > $0.utf8.count }
  }

  private static let schemes = ["http://", "https://", "ftp://", "mailto:", "tel:"]

  /// Whether the words are the address itself, as a link is made of them.
  package func isSaid(by words: String) -> Bool {
    if text.prefix(4).lowercased() == "tel:" { return words.filter(\.isNumber) == text.filter(\.isNumber) }
    let bare = text.dropPrefix("mailto:")
    // The languages make links of it so.
    let web = words.hasPrefix("www.") ? "http://" + words : words
    return [text, bare].contains {
      [words.dropSuffix("/"), web.dropSuffix("/")].contains($0.dropSuffix("/"))
    }
  }

  /// With everything encoded that means something to a markup language: blanks, brackets, quotes, what emphasis
  /// is made of, "@" outside of mailboxes (Redmine takes `/@name` for a person), and the signs at the end, which
  /// would be taken for the sentence's.
  var encoded: String {
    let isMailbox = text.prefix(7).lowercased() == "mailto:"
    let bytes = Array(text.utf8)
    let end =
      bytes.lastIndex { $0.isLetterOrDigit || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "=") } ?? -1
    var position = -1
    return Self.encode(text) { byte in
      position += 1
      if byte == UInt8(ascii: "@") { return isMailbox }
      // An entity's end; elsewhere a semicolon has its own meaning in an address.
      if byte == UInt8(ascii: ";") { return !Self.endsEntity(bytes[..<position]) }
      return byte.isLetterOrDigit || (position <= end && Self.harmless.contains(byte))
    }
  }

  private static let harmless = ByteSet("/:?#%&=-._+,$!~".utf8)

  private static func endsEntity(_ bytes: ArraySlice<UInt8>) -> Bool {
    let word = bytes.reversed().prefix(32).prefix { $0.isLetterOrDigit || $0 == UInt8(ascii: "#") }
    return !word.isEmpty && bytes.dropLast(word.count).last == UInt8(ascii: "&")
  }

  /// Percent-encodes all bytes but those that are kept.
  static func encode(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if isKept(byte) {
        result.append(byte)
      } else {
        result.append(UInt8(ascii: "%"))
        result.append(digits[Int(byte >> 4)])
        result.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)
}

extension String {
  package func dropPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }

  package func dropSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
