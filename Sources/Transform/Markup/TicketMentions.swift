import MigrationKit

extension TicketReferences {
  /// The text with a placeholder for each ticket it speaks of, by number or by its address in the old system.
  func marked(_ text: String) -> String {
    guard text.holds("http") else { return withMentions(text) }
    var result = ""
    var rest = text[...]
    while let start = rest.startOfAddress {
      let address = rest[start...].address
      result += withMentions(String(rest[..<start]))
      result +=
        ticket(at: String(address)).map { Placeholder.ticket($0, written: String(address)).text }
        ?? String(address)
      rest = rest[address.endIndex...]
    }
    return result + withMentions(String(rest))
  }

  private func withMentions(_ text: String) -> String {
    guard text.holds("#") else { return text }
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

extension Substring {
  fileprivate var startOfAddress: Index? {
    place(of: "http").map { utf8.index(startIndex, offsetBy: $0) }
  }

  /// The address that begins here, without the sentence's signs at its end.
  fileprivate var address: Substring {
    let signs = "<>\"|`[]".unicodeScalars
    let address = unicodeScalars.prefix { !$0.isSpace && !signs.contains($0) }
    let marks = ".,:;!?')*_".unicodeScalars
    let end = address.lastIndex { !marks.contains($0) } ?? address.startIndex
    return self[...end]
  }
}
