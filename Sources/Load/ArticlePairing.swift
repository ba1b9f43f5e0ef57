import MigrationKit

/// Which note of the target is which article: by the first line, and by the order where that does not help.
struct ArticlePairing {
  private(set) var pairs: [(article: Article, note: LoadedTicket.Note)] = []
  /// Articles without a note, and notes without an article.
  private(set) var missing: [Article] = []
  private(set) var extra: [LoadedTicket.Note] = []
  /// The articles' ids in the order of their notes.
  private(set) var shownOrder: [String] = []

  init(_ articles: ArraySlice<Article>, _ notes: [LoadedTicket.Note]) {
    var places = Self.places(of: articles, in: notes)
    var unknown = notes.indices.filter { !places.values.contains($0) }[...]
    for article in articles where places[article.id] == nil { places[article.id] = unknown.popFirst() }
    for article in articles {
      if let place = places[article.id] {
        pairs.append((article, notes[place]))
      } else {
        missing.append(article)
      }
    }
    extra = unknown.map { notes[$0] }
    shownOrder = places.sorted { $0.value < $1.value }.map(\.key)
  }

  private static func places(of articles: ArraySlice<Article>, in notes: [LoadedTicket.Note]) -> [String: Int]
  {
    let marks = notes.map { $0.text.normalized.prefix { !$0.isNewline } }
    var places: [String: Int] = [:]
    var taken: Set<Int> = []
    for article in articles {
      let mark = "\(article.header)]"
      guard let place = marks.indices.first(where: { !taken.contains($0) && marks[$0].hasSuffix(mark) })
      else {
        continue
      }
      places[article.id] = place
      taken.insert(place)
    }
    return places
  }
}
