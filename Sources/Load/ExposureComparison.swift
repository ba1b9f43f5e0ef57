import MigrationKit

/// Looks for internal articles where everybody can read them: in the description, and in public notes that are none of
/// the ticket's articles. (Those that are, are compared one by one.)
struct ExposureComparison {
  let ticket: Ticket

  func run(_ loaded: LoadedTicket, _ pairing: ArticlePairing, _ notebook: inout Notebook) {
    let texts = [loaded.description] + pairing.extra.filter { !$0.isPrivate }.map(\.text)
    let marks = texts.flatMap { $0.split(whereSeparator: \.isNewline) }.filter { $0.hasSuffix("]") }
    for article in ticket.articles where article.isInternal {
      guard marks.contains(where: { $0.hasPrefix("[") && $0.hasSuffix("\(article.header)]") }) else {
        continue
      }
      notebook.add(Self.what(article), "true", "in a public text")
    }
  }

  static func what(_ article: Article) -> String { "article \(article.id): internal" }
}
