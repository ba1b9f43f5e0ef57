import MigrationKit

/// Fills in what `transform` had to leave open in a ticket's texts: new numbers, and the names of pictures.
struct RedmineFilling {
  let text: RedmineText
  let names: RedmineFileNames
  let numbers: [SourceID<Ticket>: TargetID<Ticket>]

  func filled(_ line: String) -> String {
    Placeholder.replace(in: line) { placeholder, before, after in
      switch placeholder {
      case .ticket(let id, let written): ticket(id, written, between: before, and: after)
      case .image(let attachment, let words): picture(attachment, words)
      }
    }
  }

  /// What was written stays what is read; the link leads to the new ticket. As the address of a link that was one already
  /// only the new address is wanted.
  private func ticket(
    _ id: SourceID<Ticket>, _ written: String, between before: String, and after: Substring
  ) -> String {
    let isAddress = text.language.isLinkOpen(behind: before)
    guard let number = numbers[id] else {
      return isAddress ? written : words(written, between: before, and: after)
    }
    let address = text.url(of: number)
    if isAddress { return address }
    return text.language.isGarbled(behind: before)
      ? words(written, between: before, and: after) : link(written, to: address, between: before, and: after)
  }

  private func link(
    _ written: String, to address: String, between before: String, and after: Substring
  ) -> String {
    let language = text.language
    let label = language.escaped(written, in: [.alone, .insideLine, .label])
    switch language {
    case .plain:
      // Redmine takes a ")" and what is glued to it for a part of the address.
      let end = after.isSentenceEnd ? ")" : " )"
      return "\(words(written, between: before, and: " ")) (\(address)\(end)"
    case .textile:
      // The address would reach to the next white space.
      return language.link(marked: label, to: address)
        + (after.endsTextileLink ? "" : "<notextile></notextile>")
    case .markdown, .commonMark: return language.link(marked: label, to: address)
    }
  }

  /// "#1234" alone would be taken for a new number.
  private func words(_ written: String, between before: String, and after: Substring) -> String {
    let isApart = before.last?.isWhitespace ?? true && after.first?.isWhitespace ?? true
    return text.language.escaped(written, in: isApart ? .alone : [.alone, .insideLine])
  }

  private func picture(_ attachment: String, _ words: String) -> String {
    guard let name = names.kept(attachment) else { return text.language.escaped(words) }
    let image = RedmineFileNames.isPicture(name) ? text.language.image(name, words: words) : nil
    return image ?? text.language.escaped(name)
  }
}

extension MarkupLanguage {
  /// Whether a link's words have ended in front of this, so that its address follows.
  fileprivate func isLinkOpen(behind text: String) -> Bool {
    switch self {
    case .plain: false
    case .textile: text.hasSuffix("\":")
    case .markdown, .commonMark:
      text.hasSuffix("](") && text.dropLast(2).reversed().prefix { $0 == "\\" }.count.isMultiple(of: 2)
    }
  }

  /// Whether no link can begin here: Textile's has quotes of its own, and behind a "!" a Markdown link is a picture.
  fileprivate func isGarbled(behind text: String) -> Bool {
    switch self {
    case .plain: false
    case .textile: text.hasSuffix("\"")
    case .markdown, .commonMark: text.hasSuffix("!") && !text.hasSuffix("\\!")
    }
  }
}

extension Substring {
  /// Whether only a sentence's signs stand in front of the next white space.
  fileprivate var isSentenceEnd: Bool { prefix { !$0.isWhitespace }.allSatisfy { ".,:!?".contains($0) } }

  /// Whether a Textile link ends in front of this (`LINK_RE` of Redmine's `redcloth3.rb`): at white space, or at signs in
  /// front of it. Of brackets it knows a single one not to be its own.
  fileprivate var endsTextileLink: Bool {
    let glued = prefix { !$0.isWhitespace && $0 != "<" }
    let signs = glued.first == ")" ? glued.dropFirst() : glued
    return !signs.contains { $0.isLetter || $0.isNumber || "_=/;()-".contains($0) }
  }
}
