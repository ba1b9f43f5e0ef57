extension MarkupLanguage {
  /// The words as a link; with the address beside them where this language knows no such link.
  /// - Parameter words: plain, on one line.
  package func link(_ words: String, to address: String) -> String {
    link(words, to: address, in: [])
  }

  package func link(_ words: String, to address: String, in place: TextPlace) -> String {
    let address = MarkupAddress(address)
    let place = place.union([.alone, .insideLine])
    guard self != .plain, address.isLinked(by: self), !words.allSatisfy(\.isWhitespace) else {
      return words == address.text
        ? escaped(words, in: place) : escaped("\(words) (\(address.text))", in: place)
    }
    return link(marked: escaped(words, in: place.union(.label)), to: address.encoded)
  }

  /// The same for what is in this language already.
  package func link(marked words: String, to address: String) -> String {
    switch self {
    case .plain: "\(words) (\(address))"
    // A link ends at white space: what stands behind it is the caller's care.
    case .textile: "\"\(words)\":\(address)"
    case .markdown, .commonMark: "[\(words)](\(address))"
    }
  }

  /// A picture that is an attachment of the same issue, shown in its text; nil for names that Redmine does not
  /// show so.
  ///
  /// Redmine 5 looks for the percent-decoded name among the attachments of the issue, if it ends as a picture's
  /// (`parse_inline_attachments` in its `application_helper.rb`); of files of one name it takes the latest.
  package func image(_ fileName: String, words: String) -> String? {
    guard self != .plain, Self.isPicture(fileName) else { return nil }
    let source = MarkupAddress.encode(fileName) {
      $0.isLetterOrDigit || $0 == dot || $0 == hyphen || $0 == underscore
    }
    let words = Self.alternative(words)
    switch self {
    case .textile: return words.isEmpty ? "!\(source)!" : "!\(source)(\(words))!"
    default: return "![\(words)](\(source))"
    }
  }

  private static func isPicture(_ name: String) -> Bool {
    guard !name.contains(where: { $0 == "/" || $0 == "\"" }), let period = name.lastIndex(of: ".") else {
      return false
    }
    return period > name.startIndex
      && ["bmp", "gif", "jpg", "jpe", "jpeg", "png"].contains(name[name.index(after: period)...].lowercased())
  }

  /// Redmine looks for links inside a tag's attributes too, and breaks the tag: only harmless characters are
  /// left, with spaces that no link of it can follow.
  private static func alternative(_ words: String) -> String {
    words.split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }.joined(separator: "\u{A0}")
  }
}

private let dot = UInt8(ascii: ".")
private let hyphen = UInt8(ascii: "-")
private let underscore = UInt8(ascii: "_")
