import MigrationKit

/// What a ticket's articles look like as Redmine's description and notes, and how they are known again.
///
/// The mark of an article is its first line: "[2021-01-05 12:27 UTC, RT transaction 190]". It is compared as a
/// whole and only there, so the same words further down, in something a person quoted, mean nothing.
struct RedmineText {
  let catalog: RedmineCatalog
  var language = MarkupLanguage.plain
  /// Scheme, host and path prefix of the server.
  var base = ""
  var words = Words()
  /// Of the ticket that is being loaded; nil where they are found out each time.
  var names: RedmineFileNames?

  typealias Numbers = [SourceID<Ticket>: TargetID<Ticket>]

  /// The ticket's own lines, then the first article. An internal one stays out: the description is public.
  func description(of ticket: Ticket, numbers: Numbers = [:]) -> String {
    description(
      of: ticket, numbers, naming: ticket.publicOpening.map { !keepsAuthor(of: ticket, $0) } ?? false)
  }

  /// The text of every article but the opening.
  func note(of article: Article, in ticket: Ticket, numbers: Numbers = [:]) -> String {
    note(of: article, in: ticket, numbers, naming: !keepsAuthor(article, in: ticket))
  }

  /// Whether this is what would be sent now; whoever it was written as.
  func isDescription(_ shown: String, of ticket: Ticket, numbers: Numbers) -> Bool {
    [true, false].contains { description(of: ticket, numbers, naming: $0).normalized == shown.normalized }
  }

  func isNote(_ shown: String, of article: Article, in ticket: Ticket, numbers: Numbers) -> Bool {
    [true, false].contains {
      note(of: article, in: ticket, numbers, naming: $0).normalized == shown.normalized
    }
  }

  /// The first lines that a note of this article can have, whoever it was written as, and whatever the markup was when
  /// an earlier run sent it.
  func marks(of article: Article) -> [String] {
    let (header, signature) = (oneLine(article.header), signature(article.author))
    return [Self.line(header, author: "")]
      + MarkupLanguage.allCases.map { Self.line(header, author: $0.escaped(signature)) }
  }

  /// The line of a note that can be a mark.
  static func mark(in text: String) -> String { String(text.prefix { !$0.isNewline }) }

  /// Whether a description begins as it was sent: the ticket's lines, then the opening's. What lines that speak of
  /// other tickets held then is not known any more.
  func holds(_ description: String, openingOf ticket: Ticket) -> Bool {
    [true, false].contains { isNaming in
      let head = head(of: ticket, naming: isNaming)
      let lines = head.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      let shown = description.split(
        maxSplits: lines.count, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      return shown.count >= lines.count
        && zip(lines, shown).allSatisfy { $0 == $1 || !Placeholder.all(in: String($0)).isEmpty }
    }
  }

  func url(of id: TargetID<Ticket>) -> String { "\(base)/issues/\(percentEncoded(id.text))" }

  private func description(of ticket: Ticket, _ numbers: Numbers, naming isNaming: Bool) -> String {
    let head = head(of: ticket, naming: isNaming)
    let whole = ticket.publicOpening.map { head + "\n\n" + $0.text } ?? head
    return filling(ticket, numbers).filled(whole)
  }

  private func note(
    of article: Article, in ticket: Ticket, _ numbers: Numbers, naming isNaming: Bool
  ) -> String {
    line(of: article, naming: isNaming) + "\n\n" + filling(ticket, numbers).filled(article.text)
  }

  func names(of ticket: Ticket) -> RedmineFileNames { names ?? RedmineFileNames(of: ticket) }

  private func filling(_ ticket: Ticket, _ numbers: Numbers) -> RedmineFilling {
    RedmineFilling(text: self, names: names(of: ticket), numbers: numbers)
  }

  /// All of the description but the opening's text.
  private func head(of ticket: Ticket, naming isNaming: Bool) -> String {
    let lines = ticket.header.map(oneLine) + authorLine(of: ticket)
    let mark = ticket.publicOpening.map { line(of: $0, naming: isNaming) }
    return [lines.isEmpty ? nil : lines.joined(separator: "\n"), mark].compactMap { $0 }.joined(
      separator: "\n\n")
  }

  private func line(of article: Article, naming isNaming: Bool) -> String {
    Self.line(oneLine(article.header), author: isNaming ? language.escaped(signature(article.author)) : "")
  }

  private static func line(_ header: String, author: String) -> String {
    "[\(author)\(author.isEmpty ? "" : ", ")\(header)]"
  }

  /// Before it is escaped.
  private func signature(_ person: Person) -> String { oneLine(Placeholder.disarmed(person.signature)) }

  /// Who opened the ticket, where neither the issue's author nor any other line says it.
  private func authorLine(of ticket: Ticket) -> [String] {
    let signatures = [language.escaped(signature(ticket.author)), oneLine(ticket.author.signature)]
    let isKnown =
      catalog.isAuthor(ticket.author, of: ticket)
      || ticket.publicOpening?.author == ticket.author
      || ticket.header.contains { line in signatures.contains { line.contains($0) } }
    return isKnown || signatures[0].isEmpty ? [] : ["\(language.escaped(words[.author])): \(signatures[0])"]
  }

  /// The opening is written by whoever creates the issue.
  private func keepsAuthor(of ticket: Ticket, _ opening: Article) -> Bool {
    opening.author.login == ticket.author.login && catalog.isAuthor(opening.author, of: ticket)
  }

  private func keepsAuthor(_ article: Article, in ticket: Ticket) -> Bool {
    catalog.writer(of: article, in: ticket) != nil || catalog.isAccount(article.author)
  }

  /// Names and header lines come from mail; a line break in them would hide the mark.
  private func oneLine(_ text: String) -> String {
    text.utf8.contains(where: \.mayBreakLine)
      ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
  }
}

extension UInt8 {
  /// Part of a line break of ASCII, or the first byte of one behind it: U+0085, U+2028, U+2029.
  fileprivate var mayBreakLine: Bool { (0x0A...0x0D).contains(self) || self == 0xC2 || self == 0xE2 }
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

  /// Description and notes, where they speak of tickets.
  var mentions: [Mentions] {
    let opening = Mentions(
      article: publicOpening?.id ?? Mentions.header, isOpening: true,
      tickets: Self.mentioned(in: header + [publicOpening?.text].compactMap(\.self)))
    let notes = furtherArticles.map {
      Mentions(article: $0.id, isOpening: false, tickets: Self.mentioned(in: [$0.text]))
    }
    return ([opening] + notes).filter { !$0.tickets.isEmpty }
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
