import MigrationKit

/// Compares the texts, authors, dates, order and privacy of a ticket's articles with what the target shows. Pure.
struct ArticleComparison {
  let ticket: Ticket
  /// New ids of the tickets that its texts speak of.
  let numbers: [SourceID<Ticket>: TargetID<Ticket>]

  /// The article that is the description; nil when the first one is internal.
  var opening: Article? { ticket.articles.first.flatMap { $0.isInternal ? nil : $0 } }

  /// The articles that are notes.
  var further: ArraySlice<Article> { opening == nil ? ticket.articles[...] : ticket.articles.dropFirst() }

  func run(_ loaded: LoadedTicket, _ notebook: inout Notebook) {
    let pairing = ArticlePairing(further, loaded.notes)
    compareDescription(loaded, &notebook)
    compareNumber(loaded, pairing, &notebook)
    for (article, note) in pairing.pairs {
      notebook.compared.articles += 1
      compare(article, with: note, &notebook)
    }
    ExposureComparison(ticket: ticket).run(loaded, pairing, &notebook)
  }

  private func compareNumber(_ loaded: LoadedTicket, _ pairing: ArticlePairing, _ notebook: inout Notebook) {
    notebook.compare("number of articles", "\(further.count)", "\(loaded.notes.count)")
    for article in pairing.missing {
      notebook.add("article \(article.id)", article.text, "not in the target")
    }
    let order = pairing.pairs.map(\.article.id)
    notebook.compare(
      "order of articles", order.joined(separator: " "), pairing.shownOrder.joined(separator: " "))
  }

  private func compareDescription(_ loaded: LoadedTicket, _ notebook: inout Notebook) {
    let description = loaded.description.normalized
    for line in ticket.header {
      check(
        "header", line, ExpectedText(line, numbers: numbers).isPart(of: description), description, &notebook)
    }
    let head = opening.map { description.head(before: $0) } ?? description[...]
    compareAuthor("author", ticket.author, loaded.author, head, &notebook)
    guard let opening else { return }
    notebook.compared.articles += 1
    compareText(of: opening, with: loaded.description, &notebook)
    compareDate(of: opening, head, &notebook)
    if opening.author != ticket.author {
      compareAuthor("article \(opening.id): author", opening.author, loaded.author, head, &notebook)
    }
  }

  private func compare(_ article: Article, with note: LoadedTicket.Note, _ notebook: inout Notebook) {
    let firstLine = note.text.normalized.prefix { $0 != "\n" }
    compareText(of: article, with: note.text, &notebook)
    notebook.compare("article \(article.id): internal", "\(article.isInternal)", "\(note.isPrivate)")
    compareDate(of: article, firstLine, &notebook)
    compareAuthor("article \(article.id): author", article.author, note.author, firstLine, &notebook)
  }

  /// The header line, an empty line and the whole text must stand at the end.
  private func compareText(of article: Article, with shown: String, _ notebook: inout Notebook) {
    let (what, whole) = ("article \(article.id): text", "\(article.header)]\n\n\(article.text)")
    let expected = ExpectedText(whole, numbers: numbers)
    guard expected.ends(shown.normalized) else { return notebook.add(what, article.text, shown.normalized) }
    guard Placeholder.all(in: whole).isEmpty, !shown.replacing("\r\n", with: "\n").hasSuffix(whole) else {
      return notebook.agree()
    }
    notebook.add(
      what, "…" + whole.suffix(20), "…" + shown.suffix(20),
      .changed("line ends and white space at the ends of texts"))
  }

  /// The day must stand in the lines above the text.
  private func compareDate(of article: Article, _ head: Substring, _ notebook: inout Notebook) {
    check(
      "article \(article.id): date", article.created, head.contains(article.created.prefix(10)), String(head),
      &notebook)
  }

  /// The target shows the login that stands for the person, or the lines above the text name them.
  private func compareAuthor(
    _ what: String, _ person: Person, _ shown: String, _ head: Substring, _ notebook: inout Notebook
  ) {
    if person.login?.lowercased() == shown.lowercased() { return notebook.agree() }
    let isNamed = ([person.signature] + MarkupLanguage.allCases.map { $0.escaped(person.signature) })
      .contains { head.contains($0.normalized) }
    notebook.add(
      what, person.signature, shown,
      isNamed ? .impossible("the target cannot show this person; the text has the name") : nil)
  }

  private func check(
    _ what: String, _ expected: String, _ isRight: Bool, _ found: String, _ notebook: inout Notebook
  ) {
    if isRight { notebook.agree() } else { notebook.add(what, expected, found) }
  }
}

extension String {
  /// What stands above an article's text: up to the end of its header line; all of it where that is not there.
  fileprivate func head(before article: Article) -> Substring {
    firstRange(of: "\(article.header)]").map { self[..<$0.upperBound] } ?? self[...]
  }
}
