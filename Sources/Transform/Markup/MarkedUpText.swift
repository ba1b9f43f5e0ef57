import MigrationKit

extension MarkupLanguage {
  /// What texts in this markup are called where a record does not say it itself.
  var mediaType: String {
    switch self {
    case .plain: "text/plain"
    case .textile: "text/x-textile"
    case .markdown: "text/x-markdown"
    case .commonMark: "text/x-commonmark"
    }
  }
}

/// A text that is in the new system's markup already. It passes as it is but for what would mean something else there:
/// numbers of tickets, addresses of the old system, and "@anna", which would send her a mail.
struct MarkedUpText {
  private let context: TextContext
  private let text: String
  private var result = ""

  static func passed(on text: String, _ context: TextContext) -> String {
    let clean = Placeholder.disarmed(text.replacing("\r\n", with: "\n")).cleanText.trimmingBlankEnds
    var passing = MarkedUpText(context: context, text: clean)
    passing.run()
    return passing.result
  }

  /// What is shown as it stands is code to both systems.
  private mutating func run() {
    var start = text.startIndex
    for code in CodeRanges.all(in: text, context.language) {
      pass(text[start..<code.lowerBound])
      result += text[code]
      start = code.upperBound
    }
    pass(text[start...])
  }

  private mutating func pass(_ part: Substring) {
    guard part.contains(where: { "#@".contains($0) }) || part.contains("://") else { return result += part }
    let marked = context.references?.marked(String(part), behind: "", before: "") ?? String(part)
    var rest = marked[...]
    while let sign = rest.firstIndex(where: { "#@⟦".contains($0) }) {
      result += rest[..<sign]
      rest = rest[sign...]
      switch rest.first {
      case "⟦": take(upTo: rest.firstIndex(of: "⟧").map { rest.index(after: $0) } ?? rest.endIndex, of: &rest)
      case "@": passMention(&rest)
      default: passNumber(&rest)
      }
    }
    result += rest
  }

  private mutating func take(upTo end: String.Index, of rest: inout Substring) {
    result += rest[..<end]
    rest = rest[end...]
  }

  /// A number that is not a migrated ticket's would lead to somebody else's: Redmine's own escape keeps it a number.
  private mutating func passNumber(_ rest: inout Substring) {
    let front = result.last.map(String.init) ?? ""
    let whole = front + rest.prefix(64)
    if RedmineMention.all(in: whole[...]).first?.range.lowerBound
      == whole.index(whole.startIndex, offsetBy: front.count)
    {
      result += "!"
    }
    let end = rest.firstIndex { $0 != "#" } ?? rest.endIndex
    take(upTo: end, of: &rest)
  }

  /// Redmine mails whoever's login stands behind an "@" that no letter or digit is in front of.
  private mutating func passMention(_ rest: inout Substring) {
    let isApart = result.last.map { !$0.isLetter && !$0.isNumber && $0 != "/" } ?? true
    let login = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || "_.-@".contains($0) }
    guard isApart, !login.isEmpty else { return take(upTo: rest.index(after: rest.startIndex), of: &rest) }
    result += context.language.escaped(String(rest[..<login.endIndex]), in: .insideLine)
    rest = rest[login.endIndex...]
  }
}
