import MigrationKit

/// One of several versions of a mail's text, as words without markup.
struct TextVersion {
  let words: SpokenWords
  private let text: String

  init(_ text: String) {
    self.text = text
    words = SpokenWords(of: [text])
  }

  /// Whether all but a few of the other's words are here: a quarter may be what a mail program adds to plain text, such as
  /// the addresses of links.
  func saysAsMuch(as other: TextVersion) -> Bool {
    other.words.missing(in: words) * 4 <= other.words.count
  }

  /// Whether nothing is lost where this version is not shown: all its words are in the other one, but for what mail
  /// programs add to one of two.
  func isSaid(by other: TextVersion) -> Bool {
    if words.missing(in: other.words) == 0 { return true }
    lazy var joined = JoinedWords(other.text)
    let lines = MailSigns.removed(from: text).lines.map(Line.init)
    return !lines.indices.contains { index in
      let missing = lines[index].runs { other.words.say($0) }.filter { !joined.hold($0) }.flatMap(\.self)
      if missing.contains(where: { $0.contains(where: \.isNumber) }) { return true }
      return missing.contains(where: \.isTelling) && !Self.isLabel(index, of: lines)
    }
  }

  /// A link's words: "Unsubscribe: https://…", or "Links:" above a list of addresses.
  private static func isLabel(_ index: Int, of lines: [Line]) -> Bool {
    guard lines[index].words.count <= Line.longestLabel else { return false }
    if lines[index].hasAddress { return true }
    let next = lines[(index + 1)...].first { $0.hasAddress || !$0.words.isEmpty }
    return next.map { $0.hasAddress && $0.words.isEmpty } ?? false
  }

  private struct Line {
    static let longestLabel = 5

    let words: [String]
    let hasAddress: Bool

    init(_ line: Substring) {
      hasAddress = line.contains(MailSigns.address)
      words = String(line.withoutItemMark).wordsOfAnyScript
    }

    /// The words that are not said, those beside each other together.
    func runs(without isSaid: (String) -> Bool) -> [[String]] {
      words.map { isSaid($0) ? [] : [$0] }.split(whereSeparator: \.isEmpty).map { $0.flatMap(\.self) }
    }
  }
}

/// A text's words without what stands between them: "1 234" is "1234", and "Xk29" may be cut by marks.
private struct JoinedWords {
  private var exact: [UInt8] = []
  private var folded: [UInt8] = []
  /// Whether a word begins or ends before the byte at this place.
  private var isBorder = [true]

  init(_ text: String) {
    for word in text.wordsOfAnyScript {
      let lower = word.lowercased()
      // A letter can have more bytes in lower case.
      exact += lower.utf8.count == word.utf8.count ? word.utf8 : lower.utf8
      folded += lower.utf8
      isBorder += repeatElement(false, count: lower.utf8.count - 1)
      isBorder.append(true)
    }
  }

  /// Whether these words stand here as others, from one word's start to one's end.
  func hold(_ words: [String]) -> Bool {
    let whole = words.joined()
    let isExact = words.contains(where: \.isMixed)
    let (wanted, said) = isExact ? (Array(whole.utf8), exact) : (Array(whole.lowercased().utf8), folded)
    guard wanted.count <= said.count else { return false }
    return (0...said.count - wanted.count).contains {
      isBorder[$0] && isBorder[$0 + wanted.count] && said[$0...].starts(with: wanted)
    }
  }
}

extension String {
  /// Digits, capitals and small letters: of a password each counts.
  fileprivate var isMixed: Bool {
    contains(where: \.isNumber) && contains(where: \.isUppercase) && contains(where: \.isLowercase)
  }

  /// Not "a", "tm", "st".
  fileprivate var isTelling: Bool { utf8.count > 2 }
}

extension Substring {
  /// Without the marks of quotes and items at its start: HTML has them in its elements.
  fileprivate var withoutItemMark: Substring {
    let rest = drop { $0.isWhitespace || ">|".contains($0) }
    let mark = rest.prefix { !$0.isWhitespace }
    return mark.isItemMark && mark.endIndex < endIndex
      ? rest[mark.endIndex...].drop(while: \.isWhitespace) : rest
  }

  /// "-", "•", "o", "a)", "12.", "1.2.3)".
  private var isItemMark: Bool {
    guard let last, utf8.count <= 16 else { return false }
    if count == 1 { return "-*+•·§–—o".contains(last) }
    guard last == "." || last == ")" else { return false }
    let name = dropLast()
    if name.count == 1, name.first?.isLetter == true { return true }
    return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
      (1...3).contains($0.count) && $0.allSatisfy { ("0"..."9").contains($0) }
    }
  }
}
