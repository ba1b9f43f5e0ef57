import MigrationKit

/// Compares the texts, authors and privacy of a ticket's articles with what the target shows. Pure.
struct ArticleComparison {
  let ticket: Ticket

  /// The article that is the description; nil when the first one is internal.
  var opening: Article? { ticket.articles.first.flatMap { $0.isInternal ? nil : $0 } }

  /// The articles that are notes.
  var further: ArraySlice<Article> { opening == nil ? ticket.articles[...] : ticket.articles.dropFirst() }

  func run(_ loaded: LoadedTicket, _ notebook: inout Notebook) {
    compareDescription(loaded, &notebook)
    if further.count != loaded.notes.count {
      notebook.add("number of articles", "\(further.count)", "\(loaded.notes.count)")
    }
    for (article, note) in zip(further, loaded.notes) {
      notebook.compared.articles += 1
      compare(article, with: note, &notebook)
    }
  }

  private func compareDescription(_ loaded: LoadedTicket, _ notebook: inout Notebook) {
    let description = loaded.description.normalized
    for line in ticket.header where !description.contains(line.normalized) {
      notebook.add("header", line, description)
    }
    let head = description.dropLast(opening.map { description.ends(with: $0) ? $0.text.count : 0 } ?? 0)
    if !isKept(ticket.author, by: loaded.author, in: head) {
      notebook.add("author", ticket.author.signature, loaded.author)
    }
    guard let opening else { return }
    notebook.compared.articles += 1
    if !description.ends(with: opening) {
      notebook.add("article \(opening.id): text", opening.text, description)
    }
    if opening.author != ticket.author, !isKept(opening.author, by: loaded.author, in: head) {
      notebook.add("article \(opening.id): author", opening.author.signature, loaded.author)
    }
  }

  private func compare(_ article: Article, with note: LoadedTicket.Note, _ notebook: inout Notebook) {
    let text = note.text.normalized
    if !text.ends(with: article) { notebook.add("article \(article.id): text", article.text, text) }
    notebook.compare("article \(article.id): internal", "\(article.isInternal)", "\(note.isPrivate)")
    if !isKept(article.author, by: note.author, in: text.prefix { $0 != "\n" }) {
      notebook.add("article \(article.id): author", article.author.signature, note.author)
    }
  }

  /// The target shows the login that stands for the person, or the lines above the text name them.
  private func isKept(_ person: Person, by login: String, in lines: Substring) -> Bool {
    person.login?.lowercased() == login.lowercased() || lines.contains(person.signature.normalized)
  }
}

extension String {
  /// Whether this text is the article's: its header line, an empty line and its whole text stand at the end.
  fileprivate func ends(with article: Article) -> Bool {
    hasSuffix("\(article.header)]\n\n\(article.text)".normalized)
  }
}
