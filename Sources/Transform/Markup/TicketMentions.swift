import MigrationKit

extension TicketReferences {
  /// The text with a placeholder for each ticket it speaks of, by number or by its address in the old system.
  func marked(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let range = rest.firstRange(of: "http") {
      let address = rest[range.lowerBound...].prefix { !$0.isWhitespace && !"<>\"|`[]".contains($0) }
      let end = address.lastIndex { !".,:;!?')*_".contains($0) } ?? address.startIndex
      let trimmed = address[...end]
      result += withMentions(rest[..<range.lowerBound])
      result +=
        ticket(at: String(trimmed)).map { Placeholder.ticket($0, written: String(trimmed)).text }
        ?? String(trimmed)
      rest = rest[trimmed.endIndex...]
    }
    return result + withMentions(rest)
  }

  private func withMentions(_ part: Substring) -> String {
    let text = String(part)
    var result = ""
    var end = text.startIndex
    for mention in mentions(in: text) {
      result += text[end..<mention.range.lowerBound]
      result += Placeholder.ticket(mention.ticket, written: String(text[mention.range])).text
      end = mention.range.upperBound
    }
    return result + text[end...]
  }
}
