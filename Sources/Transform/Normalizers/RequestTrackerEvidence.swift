import MigrationKit

/// What the conversion of a ticket decided, asked for one value after the other. It decides nothing itself: links,
/// people, fields and texts are asked of the same code that converted them.
struct RequestTrackerEvidence {
  let entries: [String: RequestTrackerEntry]
  let conversion: RequestTrackerConversion
  let ticket: Ticket?
  let leftovers: Set<RequestTrackerLink.Key>
  private let quotations: [String: Set<String>]
  /// Entries of the history whose minutes are booked; empty where the new system is to have no time entries.
  private let booked: Set<String>
  private let timeChanges: Set<String>
  /// Entries that the list of changes speaks of.
  let told: Set<String>

  var source: RequestTrackerRecord { conversion.source }
  var isRejected: Bool { ticket == nil }
  var isStartKept: Bool { PlannedDates(source.ticket).start != nil }

  init(of conversion: RequestTrackerConversion, ticket: Ticket?) {
    self.conversion = conversion
    self.ticket = ticket
    let source = conversion.source
    entries = Dictionary(source.transactions.map { ($0.id, conversion.entry($0)) }) { first, _ in first }
    let links = RequestTrackerLinks(of: source.id, source.ticket.links, census: conversion.census)
    leftovers = Set(links.leftovers.map(\.key))
    booked = Set((ticket?.timeEntries ?? []).map(\.id))
    told = Set(source.transactions.filter(conversion.isTold).map(\.id))
    timeChanges = Set(source.transactions.filter(\.setsTimeWorked).map(\.id))
    let wording = conversion.terms.wording
    quotations = Dictionary((ticket?.articles ?? []).map { ($0.id, wording.quotedLines(in: $0.text)) }) {
      first, _ in first
    }
  }

  /// Ids of the files that came with the ticket.
  var files: Set<String> { Set(conversion.files.keys) }

  var archivedCount: Int { conversion.archived.count }

  func isEnvelope(_ part: RequestTrackerPart) -> Bool {
    part.mediaType == "message/rfc822" && conversion.files[part.id]?.byteCount == 0
  }

  /// The file that this value of a custom field stands for.
  func fieldFile(_ value: RequestTrackerPaths.Value) -> String? {
    switch value.place {
    case .field, .entryField: break
    default: return nil
    }
    guard value.path.hasSuffix("]._url"), let name = value.node.string?.split(separator: "/").last else {
      return nil
    }
    return "cf-\(name)"
  }

  // MARK: The history

  /// What `body` says of a value that is the ticket's, or of an entry that has become an article.
  func whileCarried(_ entry: String?, _ body: (Self) -> Fate?) -> Fate? {
    guard let entry else { return body(self) }
    return entries[entry]?.isCarried == true ? body(self) : change(entry)
  }

  /// The same for who did it and when, which time entries say as well.
  func whileStamped(_ entry: String?, _ body: (Self) -> Fate?) -> Fate? {
    if let entry, booked.contains(entry) { return body(self) }
    return whileCarried(entry, body)
  }

  func history(_ entry: String) -> Fate? {
    entries[entry].flatMap { RequestTrackerFates.history($0.type) }
  }

  func data(of entry: String) -> Fate? {
    guard let entry = entries[entry] else { return nil }
    return entry.isMessage ? .needless("the message's subject, which its headers have too") : .carried
  }

  // MARK: Time worked

  var keepsTime: Bool { conversion.terms.target.keepsTime }

  func minutes(of entry: String) -> Fate {
    guard keepsTime else {
      let isMessage = entries[entry]?.isMessage == true
      return isMessage ? .text : .lost("minutes of entries without a text: the text tells the ticket's sum")
    }
    return timeChanges.contains(entry) ? .needless("the change of the ticket's minutes says it") : .carried
  }

  /// Of what an entry says itself: who, when, what.
  func change(_ entry: String) -> Fate? {
    if keepsTime && timeChanges.contains(entry) { return .carried }
    return told.contains(entry) ? .text : history(entry)
  }

  func isArticle(_ entry: String) -> Bool { entries[entry]?.isCarried == true }

  // MARK: Messages

  /// What was done to a text that arrived.
  func changes(of value: RequestTrackerPaths.Value, _ fate: Fate) -> [ValueChange] {
    guard [.carried, .mapped, .text].contains(fate), let text = value.node.string else { return [] }
    let isCut = value.path == "ticket.Subject" && text.cleanLine.unicodeScalars.count > subjectLimit
    return ValueChange.all(in: text) + (isCut ? [.cut] : [])
  }

  func text(ofPart part: String, _ entry: String) -> Fate? {
    let isSpoken = conversion.spokenParts[entry]?.contains(part) ?? true
    return isSpoken ? .carried : .needless("another version of the same text")
  }

  /// Whether the article's text shows the picture of this Content-ID or Content-Location.
  func isShown(_ name: String, in entry: String) -> Bool {
    guard let text = ticket?.articles.first(where: { $0.id == entry })?.text else { return false }
    let shown = Placeholder.all(in: text).compactMap { placeholder in
      if case .image(let attachment, _) = placeholder { attachment } else { nil }
    }
    let names = (source.parts[entry] ?? []).filter { shown.contains($0.id) }.flatMap(\.pictureNames)
    return names.contains(RequestTrackerPart.pictureName(name))
  }

  /// Whether the article's text has this header of a mail as a line.
  func isQuoted(_ name: String, _ value: String, in entry: String) -> Bool {
    guard let word = Wording.quotedHeaders.first(where: { $0.rawValue == name }) else { return false }
    return quotations[entry]?.contains(conversion.terms.wording.line(word, value)) == true
  }

  func isEmpty(_ value: RequestTrackerPaths.Value) -> Bool {
    let path = value.path
    switch value.place {
    case .link: return false
    case .header(_, let text, _): return text.isEmpty
    case .person where path.hasPrefix("ticket.Owner") && source.ticket.owner?.isNobody == true: return true
    default: break
    }
    guard let text = value.node.string ?? value.node.numberText else { return value.node.bool == nil }
    let isZero = text == "0" && RequestTrackerFates.unsetAtZero.contains { path.hasSuffix(".\($0)") }
    return isZero || text.hasPrefix("1970-01-01T00:00:00") || text.allSatisfy(\.isWhitespace)
  }
}

extension RequestTrackerLink {
  struct Key: Hashable {
    let relation: Relation
    let end: End

    init(_ relation: Relation, _ end: End) {
      self.relation = relation
      self.end = end
    }
  }

  var key: Key { Key(relation, end) }
}
