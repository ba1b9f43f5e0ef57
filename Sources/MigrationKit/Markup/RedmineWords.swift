/// What Redmine 5 makes links, mentions, wiki pages and macros of, in every markup language: it looks for them in
/// the page that the language has made (`parse_redmine_links` and its neighbours in `application_helper.rb`),
/// and for mentions in the text itself (`lib/redmine/acts/mentionable.rb`).
enum RedmineWords {
  /// Whether the sign at a position makes one of them with what is beside it, or may.
  static func isSign(at index: Int, in text: TextScan) -> Bool {
    switch text.bytes[index] {
    case UInt8(ascii: "@"): isMention(index, text)
    case UInt8(ascii: "#"): isNumber(index, text)
    case UInt8(ascii: "r"): isRevision(index, text)
    case UInt8(ascii: ":"): isNamed(index, text)
    case UInt8(ascii: "!"): isEscape(index, text)
    case UInt8(ascii: "["): text.after(index) == UInt8(ascii: "[")
    case UInt8(ascii: "{"): text.after(index) == UInt8(ascii: "{")
    // A picture's source, which becomes an attachment's address.
    case UInt8(ascii: "\""): index >= 4 && text.starts(index - 4, with: "src=")
    default: false
    }
  }

  /// A "#12" of which Redmine's own escape, "!#12", is sure to be taken as one.
  static func isPlainNumber(at index: Int, in text: TextScan) -> Bool {
    let isKnown = index > 0 || text.startsLine
    guard isKnown, text.before(index).isBlank || text.before(index) == UInt8(ascii: "(") else { return false }
    let end = text.end(from: index + 1, while: \.isDigit)
    guard end > index + 1, text.bytes[index] == UInt8(ascii: "#") else { return false }
    let next = text.after(end, 0)
    return next.isBlank || next.isOne(of: ",]") || (next.isOne(of: ".;:?!)") && text.after(end).isBlank)
  }

  /// Redmine notifies whoever's login stands behind an "@" that no letter of ASCII, digit or "_" is in front of;
  /// and a "_" may have become a reference.
  private static func isMention(_ index: Int, _ text: TextScan) -> Bool {
    !text.before(index).isLetterOrDigit && (text.after(index).isWord || text.after(index).isOne(of: ".-@"))
  }

  /// "[ ]" at the start of an item, behind a mark or not: CommonMark's checkbox.
  static func isCheckbox(_ index: Int, _ text: TextScan) -> Bool {
    guard text.bytes[index] == UInt8(ascii: "["), text.after(index).isOne(of: " xX"),
      text.after(index, 2) == UInt8(ascii: "]"), text.after(index, 3).isBlank
    else { return false }
    var start = index
    while index - start < 8, text.before(start).isOne(of: " -+*.") || text.before(start).isDigit {
      start -= 1
    }
    return start <= 0 || text.isLineStart(start)
  }

  private static func isNumber(_ index: Int, _ text: TextScan) -> Bool {
    let next = text.after(index)
    guard next.isDigit || next == UInt8(ascii: "#") || text.starts(index, with: "#note") else { return false }
    return isLead(text.before(index)) || text.before(index) == UInt8(ascii: "#")
      || isKind(endingAt: index, text)
  }

  private static func isRevision(_ index: Int, _ text: TextScan) -> Bool {
    guard text.after(index).isDigit, isLead(text.before(index)) else { return false }
    return !text.after(text.end(from: index + 1, while: \.isDigit), 0).isWord
  }

  private static func isNamed(_ index: Int, _ text: TextScan) -> Bool {
    let next = text.after(index)
    return !next.isBlank && !next.isOne(of: "<>") && isKind(endingAt: index, text)
  }

  private static func isKind(endingAt index: Int, _ text: TextScan) -> Bool {
    let word = text.word(endingAt: index)
    return !word.isEmpty && kinds.contains { word.suffix($0.count).elementsEqual($0) }
  }

  private static let kinds = [
    "attachment", "document", "version", "forum", "news", "message", "project", "commit", "source", "export",
    "user",
  ].map { Array($0.utf8) }

  /// A "!" in front of one of these words is not shown.
  private static func isEscape(_ index: Int, _ text: TextScan) -> Bool {
    guard isLead(text.before(index)) else { return false }
    let end = text.end(from: index + 1) { $0.isLowercase || $0.isDigit || $0.isOne(of: "_-|") }
    let next = text.after(end, 0)
    return next.isOne(of: "#@") || (next == UInt8(ascii: ":") && !text.after(end).isBlank)
      || (text.after(index) == UInt8(ascii: "r") && text.after(index, 2).isDigit)
  }

  /// What may stand in front of such a word: its neighbours in the page, its escape, a project's name.
  private static func isLead(_ byte: UInt8) -> Bool { byte.isBlank || byte.isOne(of: "(,-[>!:|") }
}
