import MigrationKit

/// What a ticket's articles look like as Redmine's description and notes, and how they are known again.
///
/// The mark of an article is its first line: "[2021-01-05 12:27 UTC, RT transaction 190]". It is compared as a
/// whole and only there, so the same words further down, in something a person quoted, mean nothing.
struct RedmineText {
  let catalog: RedmineCatalog

  /// The ticket's own lines, then the first article. An internal one stays out: the description is public.
  func description(of ticket: Ticket) -> String {
    guard let opening = ticket.publicOpening else { return head(of: ticket, naming: false) }
    return head(of: ticket, naming: !keepsAuthor(of: ticket, opening)) + "\n\n" + opening.text
  }

  /// The text of every article but the opening.
  func note(of article: Article, in ticket: Ticket) -> String {
    line(of: article, naming: !keepsAuthor(article, in: ticket)) + "\n\n" + article.text
  }

  /// The first lines that a note of this article can have, whoever it was written as.
  func marks(of article: Article) -> [String] { [true, false].map { line(of: article, naming: $0) } }

  /// The line of a note that can be a mark.
  static func mark(in text: String) -> String { String(text.prefix { !$0.isNewline }) }

  /// Whether a description begins as it was sent: the ticket's lines, then the opening's.
  func holds(_ description: String, openingOf ticket: Ticket) -> Bool {
    let lines = description.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return [true, false].contains { isNaming in
      let head = head(of: ticket, naming: isNaming)
      return lines.starts(with: head.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline))
    }
  }

  /// All of the description but the opening's text.
  private func head(of ticket: Ticket, naming isNaming: Bool) -> String {
    let lines = ticket.header.map(oneLine) + authorLine(of: ticket)
    let mark = ticket.publicOpening.map { line(of: $0, naming: isNaming) }
    return [lines.isEmpty ? nil : lines.joined(separator: "\n"), mark].compactMap { $0 }.joined(
      separator: "\n\n")
  }

  private func line(of article: Article, naming isNaming: Bool) -> String {
    let author = isNaming ? oneLine(article.author.signature) : ""
    return "[\(author)\(author.isEmpty ? "" : ", ")\(oneLine(article.header))]"
  }

  /// Who opened the ticket, where neither the issue's author nor any other line says it.
  private func authorLine(of ticket: Ticket) -> [String] {
    let signature = oneLine(ticket.author.signature)
    let isKnown =
      catalog.isAuthor(ticket.author, of: ticket)
      || ticket.publicOpening?.author == ticket.author
      || ticket.header.contains { $0.contains(signature) }
    return isKnown || signature.isEmpty ? [] : ["Author: \(signature)"]
  }

  /// The opening is written by whoever creates the issue.
  private func keepsAuthor(of ticket: Ticket, _ opening: Article) -> Bool {
    opening.author.login == ticket.author.login && catalog.isAuthor(opening.author, of: ticket)
  }

  private func keepsAuthor(_ article: Article, in ticket: Ticket) -> Bool {
    catalog.writer(of: article, in: ticket.queue) != nil || catalog.isAccount(article.author)
  }

  /// Names and header lines come from mail; a line break in them would hide the mark.
  private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

extension Ticket {
  /// The article that becomes the description; nil when the ticket begins with an internal one.
  var publicOpening: Article? {
    articles.first.flatMap { $0.isInternal ? nil : $0 }
  }

  /// The articles that become notes.
  var furtherArticles: ArraySlice<Article> {
    publicOpening == nil ? articles[...] : articles.dropFirst()
  }
}

extension RedmineCatalog {
  /// Whether this person is the key's account, whose name stands on everything without an impersonation.
  func isAccount(_ person: Person) -> Bool { user(person.login)?.id == account.id }

  /// Whether the issue will show this person as its author.
  func isAuthor(_ person: Person, of ticket: Ticket) -> Bool {
    creator(person, in: ticket.queue) != nil || isAccount(person)
  }
}
