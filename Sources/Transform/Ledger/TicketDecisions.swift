import MigrationKit

/// What was decided about a ticket, asked for one value after the other. It decides nothing itself: links,
/// people and texts are asked of the mapper that decided about them.
///
/// A class, because it holds much and is asked a thousand times a ticket.
final class TicketDecisions {
  typealias Value = RecordPaths.Value

  let entries: HistoryEntries
  let source: SourceTicket
  let rules: any RecordRules
  let mapper: TicketMapper
  let ticket: Ticket?
  let leftovers: Set<SourceLink>
  /// By the entry's id.
  private let articles: [String: Int]
  /// By the place of the article.
  private let quotations: [Set<String>]
  private let texts: [String]
  /// Whoever was asked for.
  var somebodies: [(node: JSONNode, somebody: Somebody)] = []

  let isRejected: Bool
  let isStartKept: Bool
  /// The new system may take its dates from them; the text shows its own.
  let hasChildren: Bool
  private let isOwnerNobody: Bool
  let keepsTime: Bool

  init(_ mapper: TicketMapper, _ rules: any RecordRules, ticket: Ticket?) {
    source = mapper.source
    self.rules = rules
    self.mapper = mapper
    self.ticket = ticket
    isRejected = ticket == nil
    // Others have numbers of their own, which may be those of entries.
    let bookings = source.effort.entries.filter { $0.mark.word == .transaction }
    let booked = Set(ticket == nil || !mapper.keepsTime ? [] : bookings.map(\.id))
    let corrected = Set(mapper.keepsTime ? source.effort.corrected.map(\.entry) : [])
    leftovers = Set(mapper.links.leftovers)
    hasChildren = mapper.links.hasChildren
    isStartKept = mapper.dates.start != nil
    keepsTime = mapper.keepsTime
    isOwnerNobody = source.owner == nil
    var circumstances: Circumstances = []
    if isRejected { circumstances.insert(.rejected) }
    if isStartKept { circumstances.insert(.startKept) }
    if hasChildren { circumstances.insert(.hasChildren) }
    entries = HistoryEntries(
      source.entries.map { HistoryEntry($0, rules, booked: booked, corrected: corrected) },
      of: circumstances)
    let wording = mapper.terms.wording
    texts = (ticket?.articles ?? []).map(\.text)
    quotations = texts.map(wording.quotedLines)
    articles = Dictionary((ticket?.articles ?? []).enumerated().map { ($1.id, $0) }) { first, _ in first }
  }

  /// Ids of the files that came with the ticket.
  var files: Set<String> { Set(source.files.keys) }

  /// Those that its texts held.
  var embeddedCount: Int { mapper.embedded.count }

  var archivedCount: Int { mapper.archived.count }

  func isEnvelope(_ part: MessagePart) -> Bool {
    part.mediaType == "message/rfc822" && source.files[part.id]?.byteCount == 0
  }

  /// The file that this value of a custom field stands for.
  func fieldFile(_ value: Value, _ node: JSONNode, _ rule: ValueRule) -> String? {
    switch value.place {
    case .field, .entryField: break
    default: return nil
    }
    guard rule.traits.isFileAddress, let address = node.string else { return nil }
    return rules.fieldFile(at: address)
  }

  func isEmpty(
    _ value: Value, _ node: JSONNode, _ rule: ValueRule, _ paths: RecordPaths
  ) -> Bool {
    if case .person = value.place, rule.traits.isOwner, isOwnerNobody { return true }
    return node.withView { paths.isEmpty(value.place, $0, isUnsetAtZero: rule.traits.isUnsetAtZero) }
  }

  /// What was done to a text that arrived.
  func changes(of node: JSONNode, _ fate: Fate, _ rule: ValueRule) -> [ValueChange] {
    switch fate {
    case .carried, .mapped, .text: break
    default: return []
    }
    let changes = node.withView { ValueChange.all(in: $0) }
    guard rule.traits.isSubject, let subject = node.string else { return changes }
    return changes + (subject.cleanLine.unicodeScalars.count > subjectLimit ? [.cut] : [])
  }

  /// What was done to a message's text that arrived.
  func changes(ofText part: String, _ fate: Fate) -> CountsByName? {
    fate == .carried ? mapper.textChanges[part] : nil
  }

  // MARK: The history

  /// Whether something in the new system shows who did it and when: the article that the entry has become, or a time
  /// entry. Values that are the ticket's have no entry.
  func isStamped(_ entry: Int?) -> Bool {
    entry.map { entries.all[$0].isCarried || entries.all[$0].isBooked } ?? true
  }

  /// Of what an entry says itself: who, when, what.
  func change(_ entry: Int?) -> Fate? {
    guard let entry else { return nil }
    if keepsTime, entries.all[entry].setsMinutes {
      if entries.all[entry].isBooked { return .carried }
      if entries.all[entry].isCorrected { return .text }
    }
    return history(entry)
  }

  /// Of who did it and when, where nothing of the new system's own shows that.
  func history(_ entry: Int) -> Fate? { entries.all[entry].isTold ? .text : entries.all[entry].history }

  func data(of entry: Int) -> Fate {
    entries.all[entry].isMessage ? .needless("the message's subject, which its headers have too") : .carried
  }

  func minutes(of entry: Int) -> Fate {
    guard keepsTime else {
      return entries.all[entry].isMessage
        ? .text : .lost("minutes of entries without a text: the text has the ticket's sum")
    }
    if entries.all[entry].setsMinutes { return .needless("the change of the ticket's minutes has it") }
    return entries.all[entry].isCorrected ? .text : .carried
  }

  // MARK: Messages

  func text(ofPart part: String) -> Fate {
    mapper.silentParts.contains(part) ? .needless("another version of the same text") : .carried
  }

  /// Whether it stands below another version of the same text.
  func isFurtherVersion(ofPart part: String) -> Bool {
    !isRejected && mapper.furtherVersions.contains(part)
  }

  /// Whether the article's text shows the picture of this Content-ID or Content-Location.
  func isShown(_ header: MailHeader, in entry: Int) -> Bool {
    let id = entries.all[entry].id
    guard let article = articles[id] else { return false }
    let shown = Placeholder.all(in: texts[article]).compactMap { placeholder in
      if case .image(let attachment, _) = placeholder { attachment } else { nil }
    }
    let parts = source.entries[entry - 1].parts
    let names = parts.filter { shown.contains($0.id) }.flatMap(\.pictureNames)
    return names.contains(MessagePart.pictureName(header.value))
  }

  /// Whether the article's text has this header of a mail as a line.
  func isQuoted(_ header: MailHeader, _ rule: ValueRule, in entry: Int) -> Bool {
    guard let word = rule.traits.quotable, let article = articles[entries.all[entry].id],
      !quotations[article].isEmpty
    else { return false }
    return quotations[article].contains(mapper.terms.wording.line(word, header.value))
  }
}

extension HistoryEntry {
  /// - Parameters:
  ///   - booked: the ids of the ticket's time entries.
  ///   - corrected: those of entries whose minutes a line of text says.
  fileprivate init(
    _ entry: SourceEntry, _ rules: any RecordRules, booked: Set<String>, corrected: Set<String>
  ) {
    self.init(id: entry.id, label: entry.label, isCarried: entry.article != nil)
    isMessage = entry.article?.isComplete ?? false
    isBooked = booked.contains(entry.id)
    isCorrected = corrected.contains(entry.id)
    setsMinutes = entry.setsMinutes
    isTold = !entry.changes.isEmpty
    history = rules.history(of: entry.kind)
  }
}
