import MigrationKit

extension TicketMapper {
  /// The one that the ticket begins with first, then everything in its order, merged tickets' messages among them.
  mutating func articles(fieldFiles: [ExtractedAttachment]) throws -> [Article] {
    var articles: [Article] = []
    for entry in source.entries {
      guard let written = entry.article else { continue }
      articles.insert(try article(entry, written), at: written.isOpening ? 0 : articles.count)
    }
    let placed = try place(fieldFiles, isInternal: false)
    if !articles.isEmpty {
      articles[0].attachments += placed.attached.map(Attachment.init)
      articles[0].text = Self.text([articles[0].text], placed.lines)
    }
    return articles + [changeList()].compactMap(\.self)
  }

  private mutating func article(_ entry: SourceEntry, _ written: SourceArticle) throws -> Article {
    let isInternal = written.isInternal
    let message = try Message(
      parts: entry.parts, contents: source.contents, of: source.id, files: source.files,
      isAttached: archives ? { [self] in archiveReason($0, isInternal: isInternal) == nil } : nil,
      isComplete: written.isComplete, terms.wording)
    note(message, of: entry.parts)
    let author = place(entry.author)
    let fields = written.fields.filter { !isDropped($0) }
    let lines = introduction(written) + minutes(written) + fields.flatMap(lines)
    let placed = try place(message.files + fields.flatMap { try files(of: $0) }, isInternal: isInternal)
    return Article(
      id: entry.id, isInternal: isInternal, author: author.person, created: local(entry.created.time).text,
      header: header(entry, author),
      text: Self.text([lines.joined(separator: "\n"), message.text], placed.lines),
      attachments: placed.attached.map(Attachment.init))
  }

  private mutating func note(_ message: Message, of parts: [MessagePart]) {
    embedded += message.embedded
    silentParts.formUnion(
      parts.map(\.id).filter { source.contents[$0] != nil && !message.spokenParts.contains($0) })
    textChanges.merge(message.changes) { first, _ in first }
    furtherVersions.formUnion(message.furtherVersions)
  }

  /// Paragraphs, and lines at the end.
  private static func text(_ paragraphs: [String], _ lines: [String]) -> String {
    (paragraphs + [lines.joined(separator: "\n")]).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// "2021-01-05 12:27 UTC, RT transaction 190", and what sets this one apart between the two.
  private func header(_ entry: SourceEntry, _ author: PlacedPerson) -> String {
    let words = terms.wording.words
    var parts = [local(entry.created.time).readable]
    if !entry.created.isKnown { parts.append(words[.undated]) }
    if case .shared = author.account { parts.append("\(words[.by]) \(author.person.signature)") }
    if let ticket = entry.mergedTicket { parts.append("\(words[.mergedTicket]) \(ticket)") }
    parts.append("\(words[entry.mark.word]) \(entry.mark.id)")
    return terms.wording.plain(parts.joined(separator: ", "))
  }

  private func introduction(_ article: SourceArticle) -> [String] {
    article.introduction.map { line in
      switch line {
      case .fact(let word, let value): terms.wording.line(word, value)
      case .line(let text): terms.wording.plain(text)
      }
    }
  }

  /// Minutes that no time entry accounts for.
  private func minutes(_ article: SourceArticle) -> [String] {
    guard article.minutes != 0, !keepsTime else { return [] }
    return [terms.wording.line(.timeWorked, hoursAndMinutes(article.minutes))]
  }

  private func isDropped(_ field: SourceField) -> Bool {
    if case .drop = mapping.configuration.fields[field.name] { true } else { false }
  }
}
