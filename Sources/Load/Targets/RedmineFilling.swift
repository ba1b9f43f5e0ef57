import MigrationKit

/// Fills in what `transform` had to leave open in a ticket's texts: new numbers, and the names of pictures.
struct RedmineFilling {
  let text: RedmineText
  let names: RedmineFileNames
  let numbers: [SourceID<Ticket>: TargetID<Ticket>]

  func filled(_ line: String) -> String {
    Placeholder.replace(in: line) { placeholder, before in
      switch placeholder {
      case .ticket(let id, let written): ticket(id, written, after: before)
      case .image(let attachment, let words): picture(attachment, words)
      }
    }
  }

  /// An address stays one, so that it may stand within a link; words become Redmine's own kind of link. Without a new
  /// number the words must not lead to the issue that happens to have the old one.
  private func ticket(_ id: SourceID<Ticket>, _ written: String, after before: String) -> String {
    let isAddress = written.hasPrefix("http://") || written.hasPrefix("https://")
    guard let number = numbers[id] else { return isAddress ? written : words(written) }
    if isAddress { return text.url(of: number) }
    if Self.beginsLink(after: before) { return "#\(number)" }
    return garblesLink(after: before)
      ? text.language.escaped("#\(number)") : text.language.link("#\(number)", to: text.url(of: number))
  }

  /// Textile's link begins with a quote of its own, and a "!" in front of a Markdown link makes it a picture.
  private func garblesLink(after before: String) -> Bool {
    before.last == (text.language == .textile ? "\"" : "!")
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
