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

  /// An address stays one, so that it may stand within a link; words become Redmine's own kind of link. Without a new
  /// number the words must not lead to the issue that happens to have the old one.
  private func ticket(
    _ id: SourceID<Ticket>, _ written: String, between before: String, and after: Substring
  ) -> String {
    let isAddress = written.hasPrefix("http://") || written.hasPrefix("https://")
    guard let number = numbers[id] else { return isAddress ? written : words(written) }
    if isAddress { return text.url(of: number) }
    if Self.beginsLink(after: before) { return "#\(number)" }
    return garblesLink(between: before, and: after)
      ? text.language.escaped("#\(number)") : text.language.link("#\(number)", to: text.url(of: number))
  }

  /// A "!" in front of a Markdown link makes it a picture. Textile's has quotes of its own, and reaches to the next white
  /// space unless only a sentence's signs are in between (`LINK_RE` of Redmine's `redcloth3.rb`).
  private func garblesLink(between before: String, and after: Substring) -> Bool {
    guard text.language == .textile else { return before.last == "!" }
    let glued = after.prefix { !$0.isWhitespace && $0 != "<" }
    return before.last == "\"" || glued.contains { $0.isLetter || $0.isNumber || "_=/;()".contains($0) }
  }

  /// "#1234" alone would be taken for a new number.
  private func words(_ written: String) -> String {
    text.language.escaped(written.hasPrefix("#") ? "\(text.marker) \(written)" : written)
  }

  /// Redmine makes a link of "#17" only behind these (`ApplicationHelper::LINKS_RE`).
  private static func beginsLink(after text: String) -> Bool {
    guard let last = text.last else { return true }
    return last.isWhitespace || "(,-[>".contains(last)
  }

  private func picture(_ attachment: String, _ words: String) -> String {
    guard let name = names.kept(attachment) else { return text.language.escaped(words) }
    let image = RedmineFileNames.isPicture(name) ? text.language.image(name, words: words) : nil
    return image ?? text.language.escaped(name)
  }
}
