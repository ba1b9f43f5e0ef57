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
    let placed = try place(fieldFiles, isInternal: false)
    if !articles.isEmpty {
      articles[0].attachments += placed.attached.map(Attachment.init)
      articles[0].text = Self.text([articles[0].text], placed.lines)
    }
    return articles + [summary()].compactMap(\.self)
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
    // What is neither a creation nor an answer was never sent to a customer by itself.
    let isInternal = transaction.type != "Create" && transaction.type != "Correspond"
    let parts = source.parts[transaction.id] ?? []
    let message = try RequestTrackerMessage(
      parts: parts, contents: source.contents, of: source.id, files: files,
      isAttached: archives ? { [self] in archiveReason($0, isInternal: isInternal) == nil } : nil,
      isComplete: isMessage,
      terms.wording)
    embedded += message.embedded
    silentParts.formUnion(
      parts.map(\.id).filter { source.contents[$0] != nil && !message.spokenParts.contains($0) })
    textChanges.merge(message.changes) { first, _ in first }
    furtherVersions.formUnion(message.furtherVersions)
    let author = place(transaction.creator)
    let fields = transaction.fields.filter { !isDropped($0) }
    let lines =
      introduction(transaction, parts) + minutes(transaction)
      + fields.flatMap(lines)
    let placed = try place(message.files + fields.flatMap { try files(of: $0) }, isInternal: isInternal)
    let moment = local(source.created(of: transaction))
    return Article(
      id: transaction.id, isInternal: isInternal,
      author: author.person, created: moment.text, header: header(transaction, moment, author),
      text: Self.text([lines.joined(separator: "\n"), message.text], placed.lines),
      attachments: placed.attached.map(Attachment.init))
  }

  /// Paragraphs, and lines at the end.
  private static func text(_ paragraphs: [String], _ lines: [String]) -> String {
    (paragraphs + [lines.joined(separator: "\n")]).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// "2021-01-05 12:27 UTC, RT transaction 190", and what sets this one apart between the two.
  private func header(
    _ transaction: RequestTrackerTransaction, _ moment: Timestamp, _ author: PlacedPerson
  ) -> String {
    let words = terms.wording.words
    var parts = [moment.readable]
    if transaction.created == nil { parts.append(words[.undated]) }
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

  /// Minutes that no time entry accounts for.
  private func minutes(_ transaction: RequestTrackerTransaction) -> [String] {
    guard transaction.timeTaken != 0, !terms.target.keepsTime,
      ["Create", "Correspond", "Comment"].contains(transaction.type)
    else { return [] }
    return [terms.wording.line(.timeWorked, hoursAndMinutes(transaction.timeTaken))]
  }

  func isMerged(_ transaction: RequestTrackerTransaction) -> Bool {
    transaction.ticket.map { $0 != source.id } ?? false
  }

  private func isDropped(_ field: RequestTrackerField) -> Bool {
    if case .drop = mapping.configuration.fields[field.name] { true } else { false }
  }

  /// A file of no transaction would be lost without a word.
  private func checkFiles() throws {
    let known = source.transactions.flatMap { source.parts[$0.id] ?? [] }.map(\.id)
    let lost = Set(files.keys).subtracting(known).filter { !$0.hasPrefix("cf-") }.min()
    if let lost { throw JSONShapeError("attachment \(lost) belongs to none of its transactions") }
  }
}
