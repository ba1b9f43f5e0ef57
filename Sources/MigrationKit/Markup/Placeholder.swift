/// Something in a transformed text that only `load` can fill in: `⟦ticket 1234|#1234⟧`, `⟦image 54|a shot⟧`.
///
/// What is written behind the bar is what stays when there is nothing to fill in. Texts of the old system hold no
/// such thing: `transform` takes their white square brackets for others.
package enum Placeholder: Hashable, Sendable {
  /// A ticket that is spoken of. `written` is an address of the old system, or words such as "#1234".
  case ticket(SourceID<Ticket>, written: String)
  /// A picture in the text: one of the same article's attachments. `words` are its alternative text.
  case image(attachment: String, words: String)

  /// As it stands in `data/transformed/tickets.jsonl`. Must not hold bars, white square brackets and line ends
  /// in its parts; what does not fit becomes a space.
  package var text: String {
    switch self {
    case .ticket(let id, let written): "⟦ticket \(Self.fit(id.text))|\(Self.fit(written))⟧"
    case .image(let attachment, let words): "⟦image \(Self.fit(attachment))|\(Self.fit(words))⟧"
    }
  }

  /// Reads what stands between the brackets; nil when it is none of ours.
  private init?(_ content: Substring) {
    let parts = content.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let space = parts[0].firstIndex(of: " ") else { return nil }
    let id = String(parts[0][parts[0].index(after: space)...])
    switch parts[0][..<space] {
    case "ticket": self = .ticket(SourceID(id), written: String(parts[1]))
    case "image": self = .image(attachment: id, words: String(parts[1]))
    default: return nil
    }
  }

  private static func fit(_ part: String) -> String {
    guard part.withBytes({ $0.contains { $0 == UInt8(ascii: "|") || $0 < 0x20 || $0 >= 0x80 } }) else {
      return part
    }
    return String(part.map { "⟦⟧|".contains($0) || $0.isNewline ? " " : $0 })
  }

  /// A text of the old system without anything that could be taken for a placeholder.
  package static func disarmed(_ text: String) -> String {
    guard text.withBytes(holdBrackets) else { return text }
    return text.replacing("⟦", with: "〚").replacing("⟧", with: "〛")
  }

  /// Both are U+27E6 and U+27E7 in UTF-8.
  private static func holdBrackets(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = bytes.end(of: 0xE2, from: 0)
    while index < bytes.count {
      if bytes[index + 1] == 0x9F, bytes[index + 2] & 0xFE == 0xA6 { return true }
      index = bytes.end(of: 0xE2, from: index + 1)
    }
    return false
  }

  /// All placeholders of a text, in its order.
  package static func all(in text: String) -> [Placeholder] {
    var found: [Placeholder] = []
    _ = replace(in: text) { placeholder, _, _ in
      found.append(placeholder)
      return ""
    }
    return found
  }

  /// The text with each placeholder replaced.
  /// - Parameter replacement: gets the placeholder, the text that is written before it by then, and what follows it.
  package static func replace(
    in text: String, with replacement: (Placeholder, _ before: String, _ after: Substring) -> String
  ) -> String {
    guard text.holds("⟦") else { return text }
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "⟦") {
      result += rest[..<open]
      let inner = rest[rest.index(after: open)...]
      if let close = inner.firstIndex(of: "⟧"), let placeholder = Placeholder(inner[..<close]) {
        rest = inner[inner.index(after: close)...]
        result += replacement(placeholder, result, rest)
      } else {
        result.append("⟦")
        rest = inner
      }
    }
    return result + rest
  }
}
