import MigrationKit

extension RequestTrackerConversion {
  /// The ticket's own creation first, then everything by number, merged tickets' messages among them.
  mutating func articles(fieldFiles: [ExtractedAttachment]) throws -> [Article] {
    var articles: [Article] = []
    for transaction in source.transactions where isCarried(transaction) {
      let article = try article(transaction)
      if transaction.type == "Create" && !isMerged(transaction) {
        articles.insert(article, at: 0)
      } else {
        articles.append(article)
      }
    }
    try checkFiles()
    if !articles.isEmpty { articles[0].attachments += fieldFiles.map(Attachment.init) }
    return articles
  }

  /// Copies of outgoing mail say nothing new. Rows of other kinds (a forwarded ticket, those of extensions) are
  /// carried where they brought a text or a file along.
  func isCarried(_ transaction: RequestTrackerTransaction) -> Bool {
    switch transaction.type {
    case "Create", "Correspond", "Comment": true
    case "EmailRecord", "CommentEmailRecord": false
    default:
      (source.parts[transaction.id] ?? []).contains { source.contents[$0.id] != nil || files[$0.id] != nil }
    }
  }

  private mutating func article(_ transaction: RequestTrackerTransaction) throws -> Article {
    let isMessage = ["Create", "Correspond", "Comment"].contains(transaction.type)
    let parts = source.parts[transaction.id] ?? []
    let message = try RequestTrackerMessage(
      parts: parts, contents: source.contents, files: files, isComplete: isMessage, terms.wording)
    spokenParts[transaction.id] = message.spokenParts
    let author = place(transaction.creator)
    let fields = transaction.fields.filter { !isDropped($0) }
    let lines = introduction(transaction, parts) + fields.flatMap(\.lines).map(terms.wording.linked)
    let attachments = try message.files + fields.flatMap { try files(of: $0) }
    return Article(
      // What is neither a creation nor an answer was never sent to a customer by itself.
      id: transaction.id, isInternal: transaction.type != "Create" && transaction.type != "Correspond",
      author: author.person, created: transaction.created.text, header: header(transaction, author),
      text: [lines.joined(separator: "\n"), message.text].filter { !$0.isEmpty }.joined(separator: "\n\n"),
      attachments: attachments.map(Attachment.init))
  }

  /// "2021-01-05 12:27 UTC, RT transaction 190", and what sets this one apart between the two.
  private func header(_ transaction: RequestTrackerTransaction, _ author: PlacedPerson) -> String {
    let words = terms.wording.words
    var parts = [transaction.created.readable]
    if case .shared = author.account { parts.append("\(words[.by]) \(author.person.signature)") }
    if isMerged(transaction), let ticket = transaction.ticket {
      parts.append("\(words[.mergedTicket]) \(ticket)")
    }
    parts.append("\(words[.transaction]) \(transaction.id)")
    return terms.wording.plain(parts.joined(separator: ", "))
  }

  /// What has to be said above the text: a merged ticket's subject, a forwarding's addressees.
  private func introduction(
    _ transaction: RequestTrackerTransaction, _ parts: [RequestTrackerPart]
  ) -> [String] {
    switch transaction.type {
    case "Create" where isMerged(transaction):
      [parts.first?.header("Subject")].compactMap { $0 }.filter { !$0.isEmpty }
        .map { terms.wording.line(.subject, $0) }
    case "Create", "Correspond", "Comment": []
    default: [terms.wording.plain("\(transaction.type): \(transaction.data)")]
    }
  }

  func isMerged(_ transaction: RequestTrackerTransaction) -> Bool {
    transaction.ticket.map { $0 != source.id } ?? false
  }

  private func isDropped(_ field: RequestTrackerField) -> Bool {
    if case .drop = mapping.configuration.fields[field.name] { true } else { false }
  }

  /// A file of no transaction would be lost without a word.
  private func checkFiles() throws {
    let transactions = Set(source.transactions.map(\.id))
    let known = source.parts.filter { transactions.contains($0.key) }.values.joined().map(\.id)
    let lost = Set(files.keys).subtracting(known).filter { !$0.hasPrefix("cf-") }.min()
    if let lost { throw JSONShapeError("attachment \(lost) belongs to none of its transactions") }
  }
}
