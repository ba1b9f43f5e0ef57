import MigrationKit

/// What a ticket's articles look like as Redmine's description and notes, and how they are known again.
///
/// The mark of an article is its first line: "[2021-01-05 12:27 UTC, RT transaction 190]". It is compared as a
/// whole and only there, so the same words further down, in something a person quoted, mean nothing.
struct RedmineText {
  let catalog: RedmineCatalog

  /// The ticket's own lines, then the first article. An internal one stays out: the description is public.
  func description(of ticket: Ticket) -> String {
    var blocks = [ticket.header.map(oneLine) + authorLine(of: ticket)].filter { !$0.isEmpty }
    if let article = ticket.publicOpening {
      blocks.append([line(of: article, naming: !keepsAuthor(of: ticket, article))])
      blocks.append([article.text])
    }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  /// The text of every article but the opening.
  func note(of article: Article, in ticket: Ticket) -> String {
    line(of: article, naming: !keepsAuthor(article, in: ticket)) + "\n\n" + article.text
  }

  /// Whether this text of a note is the article's, whoever it was written as.
  func isNote(_ text: String, of article: Article) -> Bool {
    guard let first = text.split(whereSeparator: \.isNewline).first.map(String.init) else { return false }
    return [true, false].contains { first == line(of: article, naming: $0) }
  }

  /// Whether a description holds the opening's line at the place where it was put: after the ticket's lines.
  func holds(_ description: String, openingOf ticket: Ticket) -> Bool {
    guard let article = ticket.publicOpening else { return true }
    let lines = description.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(
      String.init)
    return [true, false].contains { lines.contains(line(of: article, naming: $0)) }
  }

  private func line(of article: Article, naming isNaming: Bool) -> String {
    let author = isNaming ? [oneLine(article.author.signature)] : []
    return "[" + (author + [oneLine(article.header)]).joined(separator: ", ") + "]"
  }

  /// Who opened the ticket, where neither the author nor any other line says it.
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
